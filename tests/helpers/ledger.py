"""A made-up directory, and registers written as people keep them."""

import csv
import io

import openpyxl
import pandas as pd

from geo_ent.register.read_register import read_registers
from geo_ent.tables.uai import check_letter
from geo_ent.telling.language import language
from geo_ent.telling.register.register_reasons import reason_advice, reason_text

SCHOOLS = [  # name, nature, sector, commune, commune code, circonscription, RPI
    (
        "École élémentaire publique Saint-Exupéry",
        "elementaire",
        "public",
        "Betton",
        "35024",
        "Liffré",
        "",
    ),
    ("Ecole maternelle publique Les Prés", "maternelle", "public", "Betton", "35024", "Liffré", ""),
    ("École primaire privée Ste Anne", "primaire", "prive", "Betton", "35024", "Liffré", ""),
    ("École primaire publique Jules Verne", "primaire", "public", "Bruz", "35047", "Bruz", ""),
    (
        "Ecole élémentaire publique Jean Moulin 1",
        "elementaire",
        "public",
        "Bruz",
        "35047",
        "Bruz",
        "",
    ),
    (
        "Ecole élémentaire publique Jean Moulin 2",
        "elementaire",
        "public",
        "Bruz",
        "35047",
        "Bruz",
        "",
    ),
    (
        "Ecole primaire publique le Doris",
        "primaire",
        "public",
        "Saint-Germain-sur-Ille",
        "35274",
        "Liffré",
        "035009",
    ),
    (
        "Ecole primaire publique Henri Dès",
        "primaire",
        "public",
        "La Bouëxière",
        "35031",
        "Liffré",
        "035009",
    ),
    (
        "Ecole maternelle publique Jacques Prévert",
        "maternelle",
        "public",
        "Redon",
        "35236",
        "Redon",
        "",
    ),
    (
        "Ecole élémentaire publique Jacques Prévert",
        "elementaire",
        "public",
        "Redon",
        "35236",
        "Redon",
        "",
    ),
]
UAIS = [f"03590{n:02d}{check_letter(f'03590{n:02d}')}" for n in range(1, len(SCHOOLS) + 1)]
HEADER = ["UAI", "École", "Commune", "ENT", "Solution", "Date d'ouverture", "Fin"]


def directory(**columns):
    """Make the directory, with more columns at need."""
    titles = ["name", "nature", "sector", "commune_name", "commune_code", "circonscription_name",
              "rpi_code"]  # fmt: skip
    frame = pd.DataFrame(SCHOOLS, columns=titles, index=pd.Index(UAIS, name="uai"))
    return frame.assign(departement_code="35", **columns)


def workbook(path, *sheets, names=()):
    """Write sheets of rows as an xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else f"Feuille{number + 1}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def csv_file(path, rows, *, separator=";", encoding="utf-8"):
    """Write rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def reading_of(folder, *rows, header=HEADER, schools=None, **options):
    """Read a register of these rows, below a usual header."""
    path = csv_file(folder / "registre.csv", [header, *rows])
    return read_registers([path], directory() if schools is None else schools, **options)


def told(reading):
    """Give the rows below the header, with their reason's code, words and advice (French)."""
    rows, tr = reading.rows, language("fr")
    rows = rows.assign(
        code=[reason.code for reason in rows["reason"]],
        words=[reason_text(reason, tr) for reason in rows["reason"]],
        advice=[reason_advice(reason, tr) for reason in rows["reason"]],
    )
    return rows[rows["code"] != "header"].reset_index(drop=True)
