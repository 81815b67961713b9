"""Made-up rows of the Annuaire de l'éducation, in the layouts of its vintages."""

import csv
import io
import json

from geo_ent.tables.uai import check_letter

ROW_2023 = {
    "Identifiant_de_l_etablissement": "",
    "Nom_etablissement": "Ecole primaire publique du Carré",
    "Type_etablissement": "Ecole",
    "Statut_public_prive": "Public",
    "Code postal": "90000",
    "Code_commune": "90010",
    "Nom_commune": "Belfort",
    "Code_departement": "090",
    "Code_academie": "03",
    "Ecole_maternelle": "1",
    "Ecole_elementaire": "1",
    "Telephone": "0300000000",
    "Appartenance_Education_Prioritaire": "",
    "SIREN_SIRET": "21900010000012",
    "Nombre_d_eleves": "120",
    "position": "47.639, 6.863",
    "Libelle_academie": "Besançon",
    "nom_circonscription": "Circonscription d'inspection du 1er degré de Belfort 1",
    "latitude": "47.639",
    "longitude": "6.863",
    "date_ouverture": "1965-10-01",
    "date_maj_ligne": "2023-06-08",
    "etat": "OUVERT",
    "etablissement_multi_lignes": "0",
    "rpi_concentre": "0",
    "rpi_disperse": "",
    "code_nature": "151",
    "libelle_nature": "ECOLE DE NIVEAU ELEMENTAIRE",
}
RENAMED_2026 = {"Code postal": "Code_postal", "etablissement_multi_lignes": "multi_uai"}


def uai(number, departement="090"):
    """Make the UAI of a made-up school."""
    digits = f"{departement}{9000 + number:04d}"
    return digits + check_letter(digits)


def row(number, **changes):
    """Make a row of 2023 for the school of this number, with changes."""
    return {**ROW_2023, "Identifiant_de_l_etablissement": uai(number), **changes}


def inspection(number, title):
    """Make the row of a circonscription's inspection (nature 809)."""
    return row(
        number,
        Nom_etablissement=title,
        Type_etablissement="Service Administratif",
        code_nature="809",
        nom_circonscription="",
    )


def as_2026(rows, codes=None):
    """Give rows the columns of 2026: renamed, without pupils, with the circonscription's code."""
    renamed = [
        {RENAMED_2026.get(title, title): cell for title, cell in each.items()} for each in rows
    ]
    for each in renamed:
        del each["Nombre_d_eleves"]
        each["code_circonscription"] = (codes or {}).get(each["nom_circonscription"], "")
    return renamed


def mangled(rows):
    """Pass rows through a spreadsheet: zeros lost, long numbers rounded, dates rewritten."""
    return [
        {
            **each,
            "SIREN_SIRET": "2,19E+13",
            "Telephone": each["Telephone"].lstrip("0"),
            "Code_departement": each["Code_departement"].lstrip("0"),
            "Code_commune": each["Code_commune"].lstrip("0"),
            "rpi_disperse": each["rpi_disperse"].lstrip("0"),
            "date_ouverture": "/".join(reversed(each["date_ouverture"].split("-"))),
            "date_maj_ligne": "/".join(reversed(each["date_maj_ligne"].split("-"))),
        }
        for each in rows
    ]


def write_csv(path, rows, *, bom=True):
    """Write rows as the portal does: semicolons, UTF-8, a BOM by default."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig" if bom else "utf-8")
    return path


def write_json(path, rows):
    """Write rows as the portal's JSON export: field names, typed values, null for empty."""
    typed = []
    for each in rows:
        record = {title.lower().replace(" ", "_"): cell or None for title, cell in each.items()}
        record |= {
            name: int(each[name.capitalize()]) for name in ("ecole_maternelle", "ecole_elementaire")
        }
        lat, lon = float(each["latitude"]), float(each["longitude"])
        record |= {"latitude": lat, "longitude": lon, "position": {"lon": lon, "lat": lat}}
        record["code_nature"] = int(each["code_nature"])
        typed.append(record)
    path.write_text(json.dumps(typed, ensure_ascii=False), encoding="utf-8")
    return path
