"""Made-up rows of the yearly files by school (effectifs, IPS), in the layouts of their vintages."""

import csv
import json

import openpyxl
import pandas as pd

from geo_ent.tables.uai import check_letter

IDS_2026 = {
    "Rentrée scolaire": "rentree_scolaire",
    "Numéro de l'école": "numero_ecole",
    "Secteur": "secteur",
    "REP": "rep",
    "REP +": "rep_plus",
    "Nombre total de classes": "nombre_total_classes",
    "Nombre total d'élèves": "nombre_total_eleves",
    "Code Postal": "code_postal",
}


def uai(number, departement="035"):
    """Make the UAI of a made-up school."""
    digits = f"{departement}{9000 + number:04d}"
    return digits + check_letter(digits)


def row(number, rentree=2022, pupils=100, classes=4, **changes):
    """Make a row of effectifs under the labels of 2023."""
    return {
        "Rentrée scolaire": str(rentree), "Commune": "BETTON", "Numéro de l'école": uai(number),
        "Secteur": "PUBLIC", "REP": "0", "REP +": "0", "Nombre total de classes": str(classes),
        "Nombre total d'élèves": str(pupils), "Code Postal": "35830", **changes,
    }  # fmt: skip


def as_2026(rows, *, dated=False):
    """Give rows the field names of January 2026, or (`dated`) those of August 2026."""
    renamed = [{IDS_2026.get(title, title): cell for title, cell in each.items()} for each in rows]
    for each in renamed:
        each["code_departement"] = "35"
        if dated:
            each["rentree_scolaire"] += "-01-01"
            each["code_commune_insee"] = each.pop("code_postal")
    return renamed


def write(path, rows):
    """Write rows as the portal does, in the kind that the suffix says."""
    if path.suffix == ".json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.append(["Export du portail"])
        book.active.append(list(rows[0]))
        for each in rows:
            book.active.append(list(each.values()))
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return path


def directory(*numbers, pupils=float("nan"), priority="", nature="primaire"):
    """Make a directory of these schools."""
    index = pd.Index([uai(number) for number in numbers], name="uai")
    return pd.DataFrame(
        {"nature": nature, "priority": priority, "pupils_n": pupils, "classes_n": float("nan"),
         "ips": float("nan")},
        index=index,
    )  # fmt: skip
