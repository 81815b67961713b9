"""Every figure that the real case shows, held to the raw files by other code."""

import pytest
import sentence_claims
import sheet_rows
from numeral_claims import Audit
from sheet_claims import LEVEL_SHEETS, SENTENCES, compared, parts_of, read_book


@pytest.fixture(scope="session")
def book(folder):
    """The workbook's sheets."""
    return read_book(folder / "coverage.xlsx")


TABLES = {
    "Écoles": (lambda right: sheet_rows.school_rows(right.case), ["UAI"]),
    "Écoles à équiper": (lambda right: sheet_rows.gap_rows(right.case, right.gone), ["UAI"]),
    "Zones blanches": (
        lambda right: sheet_rows.area_rows(right.case, right.areas), ["Codes des communes"],
    ),
    "Réseaux": (lambda right: sheet_rows.network_rows(right.case, right.networks), ["Code"]),
    "Solutions": (
        lambda right: sheet_rows.solution_rows(right.case), ["Niveau", "Code", "Solution"],
    ),
    "Communes adhérentes": (
        lambda right: sheet_rows.adhesion_rows(right.case), ["Code de la commune"],
    ),
}  # fmt: skip
"""The sheets but those of a level: their rows, and the columns that name a row."""


@pytest.mark.parametrize(("sheet", "level"), LEVEL_SHEETS.items())
def test_each_figure_of_a_level_is_recomputed(book, right, sheet, level):
    """Each cell of each zone of a level, and of the line of all, is what the files give."""
    columns, body, _ = parts_of(book[sheet])
    rows = sheet_rows.level_rows(right, level)
    assert compared(sheet, columns, body, rows, ["Code"]) == []


@pytest.mark.parametrize("sheet", TABLES)
def test_each_row_of_a_sheet_is_recomputed(book, right, sheet):
    """Each cell of the schools, the schools to equip, white areas, networks and solutions."""
    make, key = TABLES[sheet]
    columns, body, _ = parts_of(book[sheet])
    assert compared(sheet, columns, body, make(right), key) == []


def test_each_figure_of_a_reason_is_recomputed(book, right):
    """Why a school is at its rank: its distance, its neighbours, its pupils, its index."""
    columns, body, _ = parts_of(book["Écoles à équiper"])
    faults = []
    for row in body:
        audit = Audit(sentence_claims.reasons(right.gone.loc[row[0]]))
        faults += audit.faults(row[columns.index(SENTENCES)], row[0])
    assert faults == []
