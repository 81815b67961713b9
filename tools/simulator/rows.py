"""The simulated directory: UAI, French names, and the rows as the portal writes them."""

import datetime as dt

import pandas as pd

from geo_ent.tables.uai import check_letter
from geo_ent.text import elision

__all__ = ["annuaire_rows", "identify", "of_place", "uai_codes"]

_WORDS = {"maternelle": "maternelle", "elementaire": "élémentaire", "primaire": "primaire"}
_NATURES = {"101": "ECOLE MATERNELLE", "151": "ECOLE DE NIVEAU ELEMENTAIRE"}
_PREFIXES = {"2A": "620", "2B": "720"}  # of UAI; elsewhere the département's code
_FIRST, _LAST = 9001, 9999  # serial numbers of the schools: no real ones are so high
_INSPECTIONS, _OTHER_INSPECTIONS = 8000, 5000
_COLLEGE = ("340", "COLLEGE")
_INSPECTION = ("809", "CIRCONSCRIPTIONS INSPECTION EDUC NAT")
_TITLE = "Circonscription d'inspection du 1er degré "
_COLUMNS = (
    "Identifiant_de_l_etablissement",
    "Nom_etablissement",
    "Type_etablissement",
    "Statut_public_prive",
    "Code_postal",
    "Code_commune",
    "Nom_commune",
    "Code_departement",
    "Code_academie",
    "Ecole_maternelle",
    "Ecole_elementaire",
    "Appartenance_Education_Prioritaire",
    "Libelle_academie",
    "nom_circonscription",
    "latitude",
    "longitude",
    "date_maj_ligne",
    "etat",
    "rpi_disperse",
    "code_nature",
    "libelle_nature",
    "code_circonscription",
)


def of_place(name: str) -> str:
    """Put "de" before a place's name as French has it, in the directory's straight apostrophes.

    Examples
    --------
    >>> of_place("Épinal"), of_place("Le Thillot"), of_place("Yvrench"), of_place("Hérépian")
    ("d'Épinal", 'du Thillot', "d'Yvrench", "d'Hérépian")
    """
    return elision.of_place(name).replace("’", "'")


def identify(schools: pd.DataFrame) -> pd.DataFrame:
    """Index the schools by a UAI that doesn't exist, name them and number their inspections.

    Real UAI of a département mostly have a low serial number; these start at 9001, lower where a
    département has more than 999 schools, and those of the inspections at 8001.

    Parameters
    ----------
    schools
        With `departement_code, commune_code, nature, private, name` (the commune's),
        `circonscription, circonscription_name`.
    """
    schools = schools.rename(columns={"name": "commune_name"})
    schools = schools.sort_values(["commune_code", "nature", "x", "y"], ignore_index=True)
    alike = schools.groupby("departement_code")["nature"]
    first = (_LAST + 1 - alike.transform("size")).clip(upper=_FIRST)
    serial = alike.cumcount() + first
    inspections = schools[["departement_code", "circonscription"]].drop_duplicates()
    inspections = inspections.sort_values(["departement_code", "circonscription"])
    base = _INSPECTIONS if first.min() > _INSPECTIONS + 200 else _OTHER_INSPECTIONS
    number = inspections.groupby("departement_code").cumcount() + 1
    codes = uai_codes(inspections["departement_code"], number + base)
    code_of = dict(zip(inspections["circonscription"], codes, strict=True))
    schools = schools.assign(
        uai=uai_codes(schools["departement_code"], serial),
        name=_names(schools),
        circonscription_code=schools["circonscription"].map(code_of),
    )
    return schools.set_index("uai").sort_index()


def uai_codes(departements: "pd.Series[str]", serials: "pd.Series[int]") -> list[str]:
    """Make UAI from the départements' codes and four-digit serial numbers.

    Examples
    --------
    >>> uai_codes(pd.Series(["88", "2A", "974"]), pd.Series([9001, 9001, 9001]))
    ['0889001F', '6209001P', '9749001R']
    """
    digits = departements.map(lambda code: _PREFIXES.get(code, code.zfill(3)))
    return [text + check_letter(text) for text in digits + serials.map("{:04d}".format)]


def _names(schools: pd.DataFrame) -> list[str]:
    """Name the schools of a commune, numbered where several are of the same nature."""
    alike = schools.groupby(["commune_code", "nature"])["commune_name"]
    place, among = alike.cumcount() + 1, alike.transform("size")
    return [
        f"École {_WORDS[nature]} {'privée ' if private else ''}simulée"
        f"{f' {n}' if n_alike > 1 else ''} {of_place(commune)}"
        for nature, private, n, n_alike, commune in zip(
            *(schools["nature"], schools["private"], place, among, schools["commune_name"]),
            strict=True,
        )
    ]


def annuaire_rows(
    schools: pd.DataFrame, date: dt.date, *, colleges: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the annuaire's rows: schools, inspections, collèges (layout of the portal, 2026)."""
    nature = (schools["nature"] == "maternelle").map({True: "101", False: "151"})
    rows = pd.DataFrame(
        {
            "Identifiant_de_l_etablissement": schools.index,
            "Nom_etablissement": schools["name"],
            "Type_etablissement": "Ecole",
            "Statut_public_prive": schools["private"].map({False: "Public", True: "Privé"}),
            "Code_commune": schools["commune_code"],
            "Nom_commune": schools["commune_name"],
            "Code_departement": schools["departement_code"].str.zfill(3),
            "Ecole_maternelle": (schools["nature"] != "elementaire").astype(int).astype(str),
            "Ecole_elementaire": (schools["nature"] != "maternelle").astype(int).astype(str),
            "Appartenance_Education_Prioritaire": schools["priority"],
            "nom_circonscription": schools["circonscription_name"].map(_title),
            "latitude": schools["latitude"].map("{:.6f}".format),
            "longitude": schools["longitude"].map("{:.6f}".format),
            "code_nature": nature,
            "libelle_nature": nature.map(_NATURES),
            "code_circonscription": schools["circonscription_code"],
        }
    )
    parts = [rows, _inspection_rows(schools)]
    if colleges is not None:
        parts.append(_college_rows(colleges))
    both = pd.concat(parts, ignore_index=True)
    codes, names = _academies(both["Code_departement"])
    both = both.assign(
        Code_academie=codes, Libelle_academie=names, date_maj_ligne=date.isoformat(), etat="OUVERT"
    )
    return both.fillna("").reindex(columns=list(_COLUMNS), fill_value="")


def _academies(departements: "pd.Series[str]") -> "tuple[pd.Series[str], pd.Series[str]]":
    from geo_ent.sources.bundled_files import bundled_file

    table = pd.read_csv(bundled_file("schools", "academies.csv"), dtype=str)
    table.index = pd.Index(table["departement_code"].str.zfill(3))
    return departements.map(table["academie_code"]), departements.map(table["academie_name"])


def _title(name: str) -> str:
    return _TITLE + of_place(name)


def _inspection_rows(schools: pd.DataFrame) -> pd.DataFrame:
    """Give the inspections' own rows, each in the commune that names it."""
    first = schools.drop_duplicates("circonscription_code").sort_values("circonscription_code")
    code, label = _INSPECTION
    return pd.DataFrame(
        {
            "Identifiant_de_l_etablissement": first["circonscription_code"],
            "Nom_etablissement": first["circonscription_name"].map(_title),
            "Type_etablissement": "Service Administratif",
            "Code_commune": first["circonscription"].str[:5],
            "Nom_commune": first["circonscription_name"].str.replace(r" \d$", "", regex=True),
            "Code_departement": first["departement_code"].str.zfill(3),
            "code_nature": code,
            "libelle_nature": label,
        }
    )


def _college_rows(colleges: pd.DataFrame) -> pd.DataFrame:
    code, label = _COLLEGE
    return pd.DataFrame(
        {
            "Identifiant_de_l_etablissement": colleges.index,
            "Nom_etablissement": colleges["name"],
            "Type_etablissement": "Collège",
            "Statut_public_prive": "Public",
            "Code_commune": colleges["commune_code"],
            "Nom_commune": colleges["commune_name"],
            "Code_departement": colleges["departement_code"].str.zfill(3),
            "latitude": colleges["latitude"].map("{:.6f}".format),
            "longitude": colleges["longitude"].map("{:.6f}".format),
            "code_nature": code,
            "libelle_nature": label,
        }
    )
