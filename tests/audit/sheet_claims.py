"""What each cell of coverage.xlsx must be."""

import datetime as dt
import re

import numpy as np
import openpyxl
import pandas as pd
from numeral_claims import Fault

EXACT = 1e-9
"""How far a number in a cell may be from what is right: the workbook keeps all digits."""
DRAWN = 1e-4
"""The same for areas and distances: outlines and points are put on a fine grid."""
MEASURED = re.compile(r"\(km²?\)|Score")

SENTENCES = "Pourquoi"
"""A column of sentences: each is held to the claims of its school."""

LEVEL_SHEETS = {
    "Circonscriptions": "circonscription", "Communes": "commune",
    "Secteurs de collège": "secteur_college", "Intercommunalités": "epci",
    "Arrondissements": "arrondissement", "Départements": "departement",
}  # fmt: skip
LEVEL_COLUMNS = {
    "Écoles": "schools_n",
    "Avec un ENT": "covered_n",
    "Part avec un ENT": "coverage_share",
    "Part maximale possible": "coverage_share_max",
    "Certaines classes seulement": "class_n",
    "ENT prévu": "planned_n",
    "Sans ENT": "none_n",
    "Situation inconnue": "unknown_n",
    "Part connue": "known_share",
    "Intervalle de la part, bas": "interval_low",
    "Intervalle de la part, haut": "interval_high",
    "Écoles sans les maternelles": "primary_schools_n",
    "Sans les maternelles, avec un ENT": "primary_covered_n",
    "Élèves": "pupils_n",
    "Élèves dont l'école a un ENT": "covered_pupils_n",
    "Part des élèves": "pupils_coverage_share",
    "Classes": "classes_n",
    "Classes qui ont un ENT": "covered_classes_n",
    "Part des classes": "classes_coverage_share",
    "Écoles rurales": "rural_schools_n",
    "Écoles rurales avec un ENT": "rural_covered_n",
    "Part, écoles rurales": "rural_coverage_share",
    "Écoles urbaines": "urban_schools_n",
    "Écoles urbaines avec un ENT": "urban_covered_n",
    "Part, écoles urbaines": "urban_coverage_share",
    "Écart rural–urbain (points)": "rural_urban_gap_points",
    "Écoles rurales sans ENT pour toute l'école": "rural_without_n",
    "Écoles rurales, situation inconnue": "rural_unknown_n",
    "Élèves des écoles rurales sans ENT": "rural_without_pupils_n",
    "Écoles rurales sans ENT, effectif inconnu": "rural_without_unfigured_n",
    "Écoles dont la ruralité est inconnue": "rurality_unknown_n",
    "Écoles de REP": "rep_schools_n",
    "Écoles de REP avec un ENT": "rep_covered_n",
    "Part, REP": "rep_coverage_share",
    "Écoles de REP+": "rep_plus_schools_n",
    "Écoles de REP+ avec un ENT": "rep_plus_covered_n",
    "Part, REP+": "rep_plus_coverage_share",
    "Écoles éligibles à ENIR ou au label 2020": "enir_eligible_schools_n",
    "Écoles éligibles à ENIR ou au label 2020, avec un ENT": "enir_eligible_covered_n",
    "Part, éligibles à ENIR ou au label 2020": "enir_eligible_coverage_share",
    "Écoles dont l'éligibilité à ENIR ou au label 2020 n'est pas connue": "enir_unknown_n",
    "Écoles en France Ruralités": "frr_schools_n",
    "Écoles en France Ruralités avec un ENT": "frr_covered_n",
    "Part, écoles en France Ruralités": "frr_coverage_share",
}


def read_book(path):
    """Read a workbook: its sheets' rows, in plain apostrophes."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def parts_of(rows):
    """Take a sheet apart: its title, its columns, the rows under them, and the words below."""
    head = next(n for n, row in enumerate(rows) if row[1] is not None)
    columns = [str(title).replace("’", "'") for title in rows[head] if title is not None]
    body, notes = [], [row[0] for row in rows[:head]]
    for row in rows[head + 1 :]:
        if any(cell is not None for cell in row[1:]):
            body.append(row)
        else:
            notes.append(row[0])
    return columns, body, [note for note in notes if note]


def compared(sheet, columns, body, right, key):
    """Compare each row with what is right: a table by the key, of all the columns that hold digits.

    A row too many or too few is a fault, as is a column of which nothing is claimed.
    """
    place = f"coverage.xlsx, {sheet}"
    faults = [
        Fault(place, title, "not claimed", "a column of figures")
        for n, title in enumerate(columns)
        if title not in {*right.columns, SENTENCES} and any(holds_digits(row[n]) for row in body)
    ]
    keys = [tuple(row[columns.index(name)] for name in key) for row in body]
    if sorted(map(str, keys)) != sorted(str(each) for each in right.index):
        odd = set(map(str, keys)) ^ {str(each) for each in right.index}
        return [*faults, Fault(place, str(sorted(odd)[:5]), f"{len(right)} rows", "rows")]
    for row, name in zip(body, keys, strict=True):
        expected = right.loc[[name]].iloc[0]
        for n, title in enumerate(columns):
            if title in right.columns and not same(row[n], expected[title], title):
                faults.append(Fault(place, repr(row[n]), repr(expected[title]), f"{name} {title}"))
    return faults


def holds_digits(cell):
    """Say whether a cell shows a figure."""
    return cell is not None and bool(re.search(r"\d", str(cell)))


def same(cell, right, title):
    """Say whether a cell of a column is what is right."""
    if cell is None or cell == "":
        return right is None or right == "" or pd.isna(right)
    if right is None or pd.isna(right):
        return False
    if isinstance(cell, dt.datetime):
        return pd.Timestamp(cell) == right
    if isinstance(cell, int | float) and not isinstance(right, str):
        near = DRAWN if MEASURED.search(title) else EXACT
        return bool(np.isclose(cell, float(right), rtol=near, atol=near))
    return str(cell) == str(right)
