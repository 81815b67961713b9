"""Datasets as the portals publish them, columns and types true to life, every row invented.

SIMULATED: schools, pupils and places are drawn from a seed; only the codes and names of the
communes are real (the bundled ones), for what reads them checks that they exist.
"""

import random
from dataclasses import dataclass, field
from functools import cache

from geo_ent.sources.bundled_files import bundled_file
from geo_ent.tables.uai import check_letter

FLAGS = {"Ecole_maternelle", "Ecole_elementaire", "Restauration", "Hebergement", "ULIS",
         "multi_uai", "rpi_concentre", "code_nature"}  # fmt: skip
DOUBLES = {"coordX_origine", "coordY_origine", "latitude", "longitude"}
DATES = {"date_ouverture", "date_maj_ligne"}
ANNUAIRE_2026 = (
    "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;"
    "Adresse_1;Adresse_2;Adresse_3;Code_postal;Code_commune;Nom_commune;Code_departement;"
    "Code_academie;Code_region;Ecole_maternelle;Ecole_elementaire;Voie_generale;"
    "Voie_technologique;Voie_professionnelle;Telephone;Fax;Web;Mail;Restauration;Hebergement;ULIS;"
    "Apprentissage;Segpa;Section_arts;Section_cinema;Section_theatre;Section_sport;"
    "Section_internationale;Section_europeenne;Lycee_Agricole;Lycee_militaire;Lycee_des_metiers;"
    "Post_BAC;Appartenance_Education_Prioritaire;GRETA;SIREN_SIRET;Fiche_onisep;position;"
    "Type_contrat_prive;Libelle_departement;Libelle_academie;Libelle_region;coordX_origine;"
    "coordY_origine;epsg_origine;nom_circonscription;latitude;longitude;precision_localisation;"
    "date_ouverture;date_maj_ligne;etat;ministere_tutelle;multi_uai;rpi_concentre;rpi_disperse;"
    "code_nature;libelle_nature;Code_type_contrat_prive;PIAL;etablissement_mere;"
    "type_rattachement_etablissement_mere;code_bassin_formation;libelle_bassin_formation;"
    "code_circonscription;code_zone_animation_pedagogique;libelle_zone_animation_pedagogique"
)
EFFECTIFS_2026 = (
    "rentree_scolaire:date;code_region_aca;code_region_insee;region_academique;code_academie;"
    "academie;code_departement;departement;code_postal;code_commune_insee;commune;numero_ecole;"
    "denomination_principale;patronyme;secteur;rep;rep_plus;nombre_total_classes:int;"
    "nombre_total_eleves:int;nombre_eleves_preelementaire_hors_ulis:int;"
    "nombre_eleves_elementaire_hors_ulis:int;nombre_eleves_ulis:int;nombre_eleves_ueea:int;"
    "nombre_eleves_cp_hors_ulis:int;nombre_eleves_ce1_hors_ulis:int;"
    "nombre_eleves_ce2_hors_ulis:int;nombre_eleves_cm1_hors_ulis:int;"
    "nombre_eleves_cm2_hors_ulis:int;num_ligne"
)
IPS_2025 = (
    "rentree_scolaire;code_region;region_academique;code_academie;academie;code_du_departement;"
    "departement;code_insee_de_la_commune;nom_de_la_commune;uai;nom_de_l_etablissement;secteur;"
    "ips;ips_national:double;ips_academique:double;ips_departemental:double;num_ligne"
)
SECTORS_2026 = (
    "code_region;libelle_region;code_academie;libelle_academie;code_departement;"
    "libelle_departement;code_postal;code_insee;libelle_commune;lieu_dit;type_et_libelle;"
    "no_de_voie_debut;indice_de_repetition_debut;no_de_voie_fin;indice_de_repetition_fin;parite;"
    "code_rne;secteur_unique"
)
PRIORITY_2026 = (
    "uai;ep_2022_2023;nom_etablissement;type_etablissement;statut_public_prive;libelle_academie;"
    "libelle_departement;nom_commune;libelle_region;uai_tete_de_reseau;qp_a_proximite_o_n;"
    "qp_a_proximite;nom_du_qp;nombre_d_eleves:int;code_departement;code_academie;code_region;"
    "libelle_nature;code_nature;latitude:double;longitude:double"
)
NATURES = {101: ("ECOLE MATERNELLE", "maternelle", 1, 0),
           151: ("ECOLE DE NIVEAU ELEMENTAIRE", "élémentaire", 0, 1),
           1510: ("ECOLE DE NIVEAU ELEMENTAIRE", "primaire", 1, 1)}  # fmt: skip
CIRCONSCRIPTION = 40  # schools


@dataclass(frozen=True)
class Field:
    """A column: its field id, its label in a CSV with labels, its kind on the portal."""

    name: str
    label: str
    kind: str


@dataclass
class Table:
    """A dataset: its columns, and its rows by field id (None for missing)."""

    fields: tuple[Field, ...]
    rows: list[dict] = field(default_factory=list)

    @property
    def kinds(self):
        """The kind of each field."""
        return {each.name: each.kind for each in self.fields}


@cache
def homes(*departements):
    """Give the real communes of départements (all of France without): one dict each."""
    import pyarrow.parquet as pq

    columns = ["commune_code", "name", "departement_code", "departement_name", "academie_code",
               "academie_name", "region_code", "region_name"]  # fmt: skip
    path = bundled_file("boundaries", "communes.parquet")
    asked = [("departement_code", "in", departements)] if departements else None
    return tuple(pq.read_table(path, columns=columns, filters=asked).to_pylist())


def fields(titles, kind_of=None):
    """Read the columns written above."""
    told = [title.partition(":") for title in titles.split(";")]
    return tuple(
        Field(label.lower(), label, kind or (kind_of(label) if kind_of else "text"))
        for label, _, kind in told
    )


def annuaire_kind(label):
    """Say of which kind a column of the annuaire is."""
    if label == "position":
        return "geo_point_2d"
    kinds = (("int", FLAGS), ("double", DOUBLES), ("date", DATES))
    return next((kind for kind, labels in kinds if label in labels), "text")


def padded(departement):
    """Write a département as the annuaire does: 035, 02A, 974."""
    return departement.zfill(3)


def uai(departement, serial):
    """Make the UAI of this number in a département."""
    prefix = {"2A": "620", "2B": "720"}.get(departement, departement.zfill(3))
    digits = f"{prefix}{serial:04d}"
    return digits + check_letter(digits)


def postcode(commune):
    """Make a postcode that is of no commune's code."""
    return f"{commune[:2].replace('A', '0').replace('B', '0')}{int(commune[2:]) * 10 % 1000:03d}"


def annuaire(*departements, schools_n, others_n=0, seed=20_261_122):
    """Make an annuaire of 2026: schools, their inspections, and establishments of other kinds."""
    dice = random.Random(seed)  # noqa: S311 invented rows, the same at each run
    table = Table(fields(ANNUAIRE_2026, annuaire_kind))
    blank = dict.fromkeys(each.name for each in table.fields)
    places = homes(*departements)
    serials, inspections = {}, {}
    for number in range(schools_n):
        home = places[number * len(places) // schools_n]
        code = home["departement_code"]
        serials[code] = serial = serials.get(code, 0) + 1
        at = (code, (serial - 1) // CIRCONSCRIPTION)
        inspections.setdefault(at, home)
        table.rows.append({**blank, **place(home, dice), **school(home, serial, at[1], dice)})
    table.rows += [
        {**blank, **place(home, dice), **inspection(code, at, home)}
        for (code, at), home in inspections.items()
    ]
    for number in range(others_n):
        home = places[number * len(places) // others_n]
        code = home["departement_code"]
        serials[code] = serial = serials.get(code, 0) + 1
        table.rows.append({**blank, **place(home, dice), **college(home, serial)})
    return table


def place(home, dice):
    """Invent where an establishment is."""
    code = home["commune_code"]
    lat, lon = round(dice.uniform(43, 50), 12), round(dice.uniform(-1, 7), 12)
    return {
        "adresse_1": f"{dice.randrange(1, 90)} rue de l'Invention", "code_commune": code,
        "adresse_3": f"{postcode(code)} {home['name'].upper()}", "code_postal": postcode(code),
        "nom_commune": home["name"], "code_departement": padded(home["departement_code"]),
        "code_academie": home["academie_code"].zfill(2), "code_region": home["region_code"],
        "telephone": f"03{dice.randrange(10**8):08d}", "libelle_region": home["region_name"],
        "libelle_departement": home["departement_name"], "libelle_academie": home["academie_name"],
        "position": f"{lat}, {lon}", "latitude": lat, "longitude": lon,
        "coordx_origine": round(lon * 1e5, 1), "coordy_origine": round(lat * 1e5, 1),
        "epsg_origine": "EPSG:2154", "precision_localisation": "BATIMENT",
        "date_ouverture": f"19{dice.randrange(60, 99)}-09-01", "date_maj_ligne": "2026-11-20",
        "etat": "OUVERT", "ministere_tutelle": "MINISTERE DE L'EDUCATION NATIONALE",
        "multi_uai": 0, "siren_siret": f"{dice.randrange(10**13, 10**14)}",
        "type_contrat_prive": "SANS OBJET", "code_type_contrat_prive": "99",
    }  # fmt: skip


def school(home, serial, circonscription, dice):
    """Invent a school."""
    code = home["departement_code"]
    nature = dice.choice(list(NATURES))
    words, kind, young, old = NATURES[nature]
    private = serial % 8 == 0
    number = uai(code, serial)
    return {
        "identifiant_de_l_etablissement": number, "type_etablissement": "Ecole",
        "nom_etablissement": f"Ecole {kind} {'privée' if private else 'publique'} n° {serial}",
        "statut_public_prive": "Privé" if private else "Public", "ecole_maternelle": young,
        "ecole_elementaire": old, "restauration": dice.randrange(2), "hebergement": 0, "ulis": 0,
        "mail": f"ecole.{number}@ac-exemple.fr", "rpi_concentre": 0,
        "rpi_disperse": f"{padded(code)}{serial:03d}" if serial % 11 == 0 else None,
        "appartenance_education_prioritaire": {0: "REP", 1: "REP+"}.get(serial % 20),
        "code_nature": int(str(nature)[:3]), "libelle_nature": words,
        "nom_circonscription": f"Circonscription d'inspection du 1er degré de {code}-"
        f"{circonscription + 1}",
        "code_circonscription": uai(code, 9000 + circonscription),
    }  # fmt: skip


def inspection(code, at, home):
    """Make the row of an inspection (nature 809)."""
    return {
        "identifiant_de_l_etablissement": uai(code, 9000 + at),
        "nom_etablissement": f"Circonscription d'inspection du 1er degré de {code}-{at + 1}",
        "type_etablissement": "Service Administratif", "code_nature": 809,
        "libelle_nature": "CIRCONSCRIPTIONS INSPECTION EDUC NAT", "nom_commune": home["name"],
    }  # fmt: skip


def college(home, serial):
    """Invent a collège."""
    return {
        "identifiant_de_l_etablissement": uai(home["departement_code"], serial),
        "nom_etablissement": f"Collège n° {serial}", "type_etablissement": "Collège",
        "statut_public_prive": "Public", "code_nature": 340, "libelle_nature": "COLLEGE",
    }  # fmt: skip


def schools_of(table):
    """Give the rows of an annuaire that are schools."""
    return [row for row in table.rows if row["type_etablissement"] == "Ecole"]


def effectifs(directory, *, years=(2024, 2025), seed=7, kind="date"):
    """Make the effectifs of an annuaire's schools, with a rentrée told as a date or a text.

    As in 2026, `code_commune_insee` holds the postcode.
    """
    dice = random.Random(seed)  # noqa: S311 invented rows, the same at each run
    told = tuple(
        Field(each.name, each.label, kind) if each.kind == "date" else each
        for each in fields(EFFECTIFS_2026)
    )
    table = Table(told)
    blank = dict.fromkeys(each.name for each in told)
    for year in years:
        for at, row in enumerate(schools_of(directory)):
            if at % 50 != 49:  # some schools aren't in the effectifs
                rentree = f"{year}-01-01" if kind == "date" else str(year)
                table.rows.append({**blank, **pupils(row, dice), "rentree_scolaire": rentree})
    return table


def pupils(row, dice):
    """Invent the pupils of a school."""
    levels = [dice.randrange(40) for _ in range(6)]
    names = ("preelementaire", "cp", "ce1", "ce2", "cm1", "cm2")
    counts = {f"nombre_eleves_{name}_hors_ulis": n for name, n in zip(names, levels, strict=True)}
    departement = row["code_departement"].lstrip("0")
    return {
        **counts, "code_departement": departement, "code_postal": row["code_postal"],
        "code_commune_insee": row["code_postal"], "commune": row["nom_commune"].upper(),
        "academie": row["libelle_academie"].upper(), "code_academie": row["code_academie"],
        "departement": row["libelle_departement"].upper(),
        "numero_ecole": row["identifiant_de_l_etablissement"], "nombre_eleves_ulis": 0,
        "denomination_principale": "ECOLE PRIMAIRE", "patronyme": "DE L'INVENTION",
        "secteur": "PRIVE" if row["statut_public_prive"] == "Privé" else "PUBLIC",
        "rep": str(int(row["appartenance_education_prioritaire"] == "REP")),
        "rep_plus": str(int(row["appartenance_education_prioritaire"] == "REP+")),
        "nombre_eleves_elementaire_hors_ulis": sum(levels[1:]), "nombre_eleves_ueea": 0,
        "nombre_total_eleves": sum(levels), "nombre_total_classes": 1 + sum(levels) // 24,
        "num_ligne": row["identifiant_de_l_etablissement"],
    }  # fmt: skip


def ips(directory, *, years=("2023-2024", "2024-2025"), seed=8):
    """Make the IPS of an annuaire's schools, cumulated, some of them NS."""
    dice = random.Random(seed)  # noqa: S311 invented rows, the same at each run
    table = Table(fields(IPS_2025))
    blank = dict.fromkeys(each.name for each in table.fields)
    for year in years:
        table.rows += [
            {
                **blank, "rentree_scolaire": year, "academie": row["libelle_academie"].upper(),
                "code_du_departement": row["code_departement"].lstrip("0"),
                "departement": row["libelle_departement"].upper(),
                "code_insee_de_la_commune": row["code_commune"],
                "nom_de_la_commune": row["nom_commune"],
                "uai": row["identifiant_de_l_etablissement"],
                "nom_de_l_etablissement": row["nom_etablissement"].upper(),
                "secteur": "public" if row["statut_public_prive"] == "Public" else
                "privé sous contrat",
                "ips": "NS" if dice.random() < 0.08 else str(round(dice.uniform(60, 150), 1)),
            }
            for row in schools_of(directory) if row["ecole_elementaire"]
        ]  # fmt: skip
    return table


def college_sectors(*departements):
    """Make a carte scolaire of the collèges: whole communes, all of one collège."""
    table = Table(fields(SECTORS_2026))
    blank = dict.fromkeys(each.name for each in table.fields)
    table.rows = [
        {
            **blank, "code_region": home["region_code"], "libelle_region": home["region_name"],
            "code_departement": padded(home["departement_code"]),
            "libelle_departement": home["departement_name"].upper(),
            "code_insee": home["commune_code"], "libelle_commune": home["name"],
            "code_rne": uai(home["departement_code"], 7000), "secteur_unique": "O",
        }
        for home in homes(*departements)
    ]  # fmt: skip
    return table


def priority(directory):
    """Make the list of the éducation prioritaire of an annuaire's schools."""
    table = Table(fields(PRIORITY_2026))
    same = {each.name for each in table.fields}
    for row in schools_of(directory):
        if row["appartenance_education_prioritaire"]:
            blank = dict.fromkeys(same)
            known = {name: row[name] for name in same & row.keys()}
            known["code_nature"] = str(row["code_nature"])
            table.rows.append({
                **blank, **known, "uai": row["identifiant_de_l_etablissement"],
                "ep_2022_2023": row["appartenance_education_prioritaire"],
            })  # fmt: skip
    return table
