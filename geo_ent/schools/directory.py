"""The schools: the Annuaire de l'éducation as the portal gives it, checked."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo_ent.communes.codes_to_today import clean_codes, unknown_why
from geo_ent.errors import InputError
from geo_ent.schools.circonscription_names import bare_name
from geo_ent.tables.columns import pick_columns
from geo_ent.tables.contract import SECTORS
from geo_ent.tables.contract_check import check
from geo_ent.tables.fields import fields, table
from geo_ent.tables.files import read_rows
from geo_ent.tables.findings import Findings
from geo_ent.tables.given.given_options import hold_path, hold_word
from geo_ent.tables.uai import clean_uai
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

# The portal's titles by vintage (2023: labels; 2026: renamed; JSON: field names), the oldest first.
_ALIASES = {
    "uai": ("identifiant_de_l_etablissement", "uai", "numero_uai"),
    "name": ("nom_etablissement", "appellation_officielle"),
    "type": ("type_etablissement",),
    "sector": ("statut_public_prive", "secteur_public_prive_libe"),
    "commune_code": ("code_commune",),
    "commune_name": ("nom_commune",),
    "postcode": ("code_postal", "code_postal_uai"),
    "departement_code": ("code_departement",),
    "academie": ("libelle_academie",),
    "maternelle": ("ecole_maternelle",),
    "elementaire": ("ecole_elementaire",),
    "priority": ("appartenance_education_prioritaire",),
    "pupils_n": ("nombre_d_eleves",),
    "circonscription_code": ("code_circonscription",),
    "circonscription_name": ("nom_circonscription",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "position": ("position",),
    "opened_on": ("date_ouverture",),
    "updated_on": ("date_maj_ligne",),
    "state": ("etat", "etat_etablissement"),
    "rpi_code": ("rpi_disperse",),
    "rpi_kind": ("rpi_concentre",),
    "nature_code": ("code_nature",),
}
_NEEDED = ("uai", "name", "sector", "commune_code", "departement_code")
_INSPECTION = "809"  # nature of a circonscription's own row in the annuaire
_FIRST_DEGREE = r"^1\d\d$"  # nature codes 100 to 199
_RPI_DIGITS = 6
_CLOSED = {"ferme", "fermee"}
_WAITING = {"a ouvrir", "3", *_CLOSED}  # states in which nobody is taught
# The annuaire's types of establishment, as `plain` writes them -> what we call them.
_OTHERS = {
    "college": "college",
    "lycee": "lycee",
    "erea": "erea",
    "medico social": "medico-social",
    "service administratif": "service",
    "information et orientation": "orientation",
}
_COMMUNE_CODE = r"\d[\dAB]\d{3}"
_MOST_UNREAD = 0.5  # a share of the rows
_CORSICA = {"620": "2A", "720": "2B"}  # as a UAI begins
_MATERNELLES = {"101", "102", "103", "111"}


def read_schools(
    path: str | Path,
    *,
    sector: str = "all",
    findings: Findings | None = None,
    rows: "pd.DataFrame | None" = None,
) -> "gpd.GeoDataFrame":
    """Read the open first-degree schools of an annuaire (CSV, JSON, workbook; 2023 to 2026).

    Parameters
    ----------
    path
        The file as the portal exports it, with or without a BOM, or passed through a spreadsheet.
    sector
        ``"public"``, ``"prive"`` or ``"all"``.
    findings
        Where to note what was left out or mended.
    rows
        What `read_establishments` gave of this file, for who needs the other rows too: the file
        of an académie or of France is then parsed once.

    Returns
    -------
    GeoDataFrame
        Indexed by `uai`, sorted; the contract's columns, `commune_name` and `updated_on`;
        points in EPSG:4326 (None where the file gives none).

    Raises
    ------
    InputError
        If the file isn't an annuaire, or holds no open school of this sector.

    Examples
    --------
    >>> import geo_ent
    >>> schools = geo_ent.read_schools(geo_ent.demo_files("cantal")["schools"])
    >>> schools[["name", "nature", "commune_code"]].head(1).to_dict("records")
    [{'name': "École primaire simulée d'Allanche", 'nature': 'primaire', 'commune_code': '15001'}]
    """
    hold_path(path, "read_schools")
    hold_word(sector, (*SECTORS, "all"), "sector", "read_schools")
    findings = Findings() if findings is None else findings
    rows = read_establishments(path) if rows is None else rows
    name = Path(path).name
    schools = _index_by_uai(_open_schools(rows, name, findings), name, findings)
    schools = _typed(schools, name, findings)
    schools = _name_circonscriptions(schools, rows)
    without = schools[schools["circonscription_code"] == ""]
    why = Note("no-circonscription")
    findings.add("no-circonscription", why, file=name, rows=without["row"], uais=without.index)
    # Only now: circonscriptions are named from every school, so that a map of the public sector
    # spells and codes them as one of all sectors does.
    if sector != "all":
        schools = schools[schools["sector"] == sector]
    if schools.empty:
        msg = (
            f"{path} : aucune école ouverte du premier degré ({_sector_words(sector)}) "
            f"parmi {len(rows)} lignes ; on attend l’annuaire de l’éducation."
        )
        raise InputError(msg)
    places = points(schools)
    checked = check(schools[table("annuaire").own], "annuaire", str(path))

    return gpd.GeoDataFrame(checked, geometry=places, crs=4326).sort_index()


def read_establishments(path: str | Path) -> "pd.DataFrame":
    """Read every row of an annuaire, of whatever type, as text under the contract's names.

    Raises
    ------
    InputError
        If the file isn't an annuaire.
    """
    titles = {title for aliases in _ALIASES.values() for title in aliases}
    rows = read_rows(path, wanted=titles.__contains__)
    return pick_columns(rows, _ALIASES, needed=_NEEDED, where=str(path))


def departement_code(codes: "pd.Series[str]") -> "pd.Series[str]":
    """Undress the portals' codes of départements: '035', '35', '02A', '1' give 35, 35, 2A, 01.

    Examples
    --------
    >>> import pandas as pd
    >>> departement_code(pd.Series(["035", "1", "02A", "974", ""])).tolist()
    ['35', '01', '2A', '974', '']
    """
    bare = codes.str.strip().str.upper()
    bare = bare.where(~bare.str.match(r"^0[0-9][0-9AB]$"), bare.str[1:])
    return bare.where(~bare.str.match(r"^\d$"), "0" + bare)


def other_uais(rows: "pd.DataFrame") -> dict[str, Note]:
    """Say what the establishments of an annuaire are that `read_schools` leaves out.

    Parameters
    ----------
    rows
        As `read_establishments` gives them.

    Returns
    -------
    dict
        UAI -> what it is, with its `name` and commune ("Collège du Carré, Belfort"): "college",
        "lycee", "erea", "medico-social", "service", "orientation", "closed-school" (not open) or
        "no-school".
    """
    rows = rows.assign(school=_are_schools(rows))
    rest = rows[~rows["school"] | rows["state"].map(plain).isin(_WAITING)]
    columns = (rest[name] for name in ("uai", "school", "type", "name", "commune_name"))
    return {
        clean_uai(uai): Note(_what(type_, school=school), name=", ".join(filter(None, place)))
        for uai, school, type_, *place in zip(*columns, strict=True)
    }


def _what(kind: str, *, school: bool) -> str:
    return "closed-school" if school else _OTHERS.get(plain(kind), "no-school")


def _sector_words(sector: str) -> str:
    return {"public": "secteur public", "prive": "secteur privé"}.get(sector, "tous secteurs")


def _are_schools(rows: "pd.DataFrame") -> "pd.Series[bool]":
    """Tell the first degree, by type, or by nature where there is none."""
    by_nature = rows["nature_code"].str.match(_FIRST_DEGREE)
    return (rows["type"].map(plain) == "ecole") | ((rows["type"] == "") & by_nature)


def _open_schools(rows: "pd.DataFrame", name: str, findings: Findings) -> "pd.DataFrame":
    schools = rows[_are_schools(rows)]
    # Only what is open is published; "à ouvrir" is announced, "à fermer" still teaches.
    states = schools["state"].map(plain)
    waiting, closed = states.isin(_WAITING), states.isin(_CLOSED)
    for left, why in (
        (schools[waiting & ~closed], Note("not-open")),
        (schools[closed], Note("closed")),
    ):
        of = {"places": departement_code(left["departement_code"]), "sectors": _sectors(left)}
        findings.add("not-open", why, file=name, rows=left.index, uais=left["uai"], **of)
    return schools[~waiting]


def _index_by_uai(schools: "pd.DataFrame", name: str, findings: Findings) -> "pd.DataFrame":
    uai = schools["uai"].map(clean_uai)
    readable = uai.str.fullmatch(fields()["uai"].pattern)
    unreadable, why = schools[~readable], Note("no-uai")
    of = {
        "places": departement_code(unreadable["departement_code"]),
        "sectors": _sectors(unreadable),
    }
    findings.add("no-uai", why, file=name, rows=unreadable.index, uais=unreadable["uai"], **of)
    schools = schools.assign(uai=uai)[readable]
    again = schools["uai"].duplicated()
    twice = schools[again]
    findings.add("duplicate-school", Note("twice"), file=name, rows=twice.index, uais=twice["uai"])
    # The row stays beside: from here on the index is the UAI, and what is noted names both.
    return schools[~again].assign(row=schools.index[~again]).set_index("uai")


def _typed(schools: "pd.DataFrame", name: str, findings: Findings) -> "pd.DataFrame":
    numbers = schools["pupils_n"].str.replace(",", ".")
    return schools.assign(
        nature=_natures(schools, name, findings),
        sector=_sectors(schools),
        commune_code=_commune_codes(schools, name, findings),
        departement_code=_departement_codes(schools, name, findings),
        priority=schools["priority"].str.upper().where(lambda word: word.isin(["REP", "REP+"]), ""),
        # A spreadsheet takes off the zeros of an RPI (070073: département and number).
        rpi_code=schools["rpi_code"].str.zfill(_RPI_DIGITS).where(schools["rpi_code"] != "", ""),
        rpi_kind=_rpi_kinds(schools),
        pupils_n=pd.to_numeric(numbers, errors="coerce").astype(float),
        classes_n=float("nan"),
        ips=float("nan"),
        postcode=_postcodes(schools["postcode"]),
        opened_on=_dates(schools["opened_on"]),
        updated_on=_dates(schools["updated_on"]),
    )


def _sectors(schools: "pd.DataFrame") -> "pd.Series[str]":
    return schools["sector"].map(plain).map({"prive": "prive"}).fillna("public")


def _postcodes(written: "pd.Series[str]") -> "pd.Series[str]":
    """Give back the zero that a spreadsheet takes off (1000: Bourg-en-Bresse); "" for no code."""
    return written.str.extract(r"^(\d{4,5})(?:\.0)?$", expand=False).str.zfill(5).fillna("")


def _rpi_kinds(schools: "pd.DataFrame") -> "pd.Series[str]":
    """Tell an RPI of several sites from one that has its classes in one school, or none."""
    # No flag isn't a flag of 0: some exports leave the column out, and then nobody knows.
    flags = schools["rpi_kind"].str[:1].map({"1": "concentre", "0": "none"}).fillna("")
    return flags.mask(schools["rpi_code"] != "", "disperse")


def _natures(schools: "pd.DataFrame", name: str, findings: Findings) -> "pd.Series[str]":
    """Tell the nature from the two flags; the nature code says 151 for primary schools too."""
    young = schools["maternelle"].str.startswith("1")
    old = schools["elementaire"].str.startswith("1")
    guessed, why = schools[~young & ~old], Note("no-nature")
    findings.add("nature-guessed", why, file=name, rows=guessed["row"], uais=guessed.index)
    # Where both flags are down, the nature code is all there is; it is right of maternelles.
    young |= ~old & schools["nature_code"].isin(_MATERNELLES)
    natures = np.select([young & old, young], ["primaire", "maternelle"], "elementaire")
    return pd.Series(natures, index=schools.index)


def _commune_codes(schools: "pd.DataFrame", name: str, findings: Findings) -> "pd.Series[str]":
    codes, repaired = clean_codes(schools["commune_code"])
    readable = codes.str.fullmatch(_COMMUNE_CODE)
    unread = ~readable & (codes != "")
    # A cell here and there; where most are no codes the column is another one, and is refused.
    if unread.mean() > _MOST_UNREAD:
        return codes
    written = schools["commune_code"]
    for uai in schools.index[repaired]:
        detail = Note("read-as", written=written[uai], code=codes[uai])
        _note_row("repaired-code", detail, schools, uai, name, findings)
    for uai in schools.index[unread]:
        detail = Note("code-unknown", code=written[uai], why=unknown_why(codes[uai]))
        _note_row("unread-commune-code", detail, schools, uai, name, findings)
    return codes.where(readable, "")


def _departement_codes(schools: "pd.DataFrame", name: str, findings: Findings) -> "pd.Series[str]":
    """Read the département of each school: the column's, else its UAI's, which begins by it."""
    codes = departement_code(schools["departement_code"])
    lacking = pd.Series(codes.index[codes == ""])
    of_uai = departement_code(lacking.str[:3]).replace(_CORSICA)
    for uai, code in zip(lacking, of_uai, strict=True):
        detail = Note("departement-from-uai", code=code)
        _note_row("departement-from-uai", detail, schools, uai, name, findings)
        codes[uai] = code
    return codes


def _note_row(
    kind: str, detail: Note, schools: "pd.DataFrame", uai: str, name: str, findings: Findings
) -> None:
    """Note a fact of one school, with the row that it stands on."""
    findings.add(kind, detail, file=name, rows=[schools.loc[uai, "row"]], uais=[uai])


def _dates(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Read ISO dates, and those that a French spreadsheet has rewritten (31/08/2020)."""
    iso = pd.to_datetime(texts.str[:10], format="%Y-%m-%d", errors="coerce")
    french = pd.to_datetime(texts.str[:10], format="%d/%m/%Y", errors="coerce")
    return iso.fillna(french).astype("datetime64[s]")


def points(schools: "pd.DataFrame") -> "gpd.GeoSeries":
    """Make the points of an annuaire's rows (EPSG:4326; None where they give none)."""
    spans = {"latitude": ("lat", -90, 90), "longitude": ("lon", -180, 180)}
    given = pd.DataFrame(
        {
            axis: pd.to_numeric(schools[axis].str.replace(",", "."), errors="coerce")
            for axis in spans
        }
    )
    # Some vintages and rows have a latitude and a longitude, others one `position` of both.
    lacking = schools.loc[given.isna().any(axis=1).to_numpy(), "position"]
    both = lacking.str.extract(r"^\s*(?P<lat>-?[\d.]+)\s*,\s*(?P<lon>-?[\d.]+)\s*$")
    degrees = {}
    for axis, (part, low, high) in spans.items():
        value = given[axis].fillna(pd.to_numeric(both[part], errors="coerce"))
        # 0 is nothing written as a number: Greenwich's meridian crosses France, but no school
        # stands on it to the last digit.
        degrees[axis] = value.where(value.between(low, high) & (value != 0))
    x, y = degrees["longitude"], degrees["latitude"]
    places = gpd.GeoSeries(gpd.points_from_xy(x, y), index=schools.index, crs=4326)
    return places.where(x.notna() & y.notna(), None)


def _name_circonscriptions(schools: "pd.DataFrame", rows: "pd.DataFrame") -> "pd.DataFrame":
    """Give each school its circonscription's code and one spelling of its name.

    The vintages before 2024 have only names: their codes are those of the inspections' own rows
    (nature 809); a name without such a row makes a code of its own.
    """
    communes = rows["commune_name"]
    articled = communes[communes.str.match(r"\W*les?\W", case=False)]  # the only ones looked up
    with_article = set(map(plain, articled.unique()))
    titles = schools["circonscription_name"]
    bare = {title: bare_name(title, commune_names=with_article) for title in titles.unique()}
    names = titles.map(bare)
    keys = names.map(plain).astype("str")  # of no row at all, pandas 3.0 makes numbers
    inspections = rows[rows["nature_code"] == _INSPECTION]
    codes_of = dict(
        zip(
            inspections["name"].map(
                lambda title: plain(bare_name(title, commune_names=with_article))
            ),
            inspections["uai"].map(clean_uai),
            strict=True,
        )
    )
    own = (schools["departement_code"] + "-" + keys.str.replace(" ", "-")).where(keys != "", "")
    of_inspection = keys.map(lambda key: codes_of.get(key, ""))
    # The file's own code, else the inspection's, else one made of the name: a circonscription
    # without a code would be lost to every table, which are by code.
    codes = schools["circonscription_code"].map(clean_uai)
    codes = codes.where(codes != "", of_inspection.where(of_inspection != "", own))
    spelt = _spellings(names, codes)
    spelt_names = codes.map(lambda code: spelt.get(code, "")).where(codes != "", "")
    return schools.assign(circonscription_code=codes, circonscription_name=spelt_names)


def _spellings(names: "pd.Series[str]", codes: "pd.Series[str]") -> dict[str, str]:
    """Choose for each code its most frequent spelling, among equals the one with most accents."""
    counts = Counter(zip(codes, names, strict=True))
    best: dict[str, tuple[int, int, str]] = {}
    for (code, name), count in counts.items():
        if name:
            rank = (-count, -sum(not letter.isascii() for letter in name), name)
            best[code] = min(best.get(code, rank), rank)
    return {code: name for code, (_, _, name) in best.items()}
