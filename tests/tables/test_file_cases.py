"""The files that people sent, as they are: each read, or refused in words."""

import datetime as dt

import pytest

from geo_ent.errors import InputError
from geo_ent.schools.directory import read_schools
from geo_ent.tables.files import CellError, read_sheets
from geo_ent.text.note import Note


@pytest.fixture
def sheet_of(shared_file):
    """Read the one sheet of a file."""

    def read(name):
        (sheet,) = read_sheets(shared_file(f"cases/{name}"))
        return sheet

    return read


@pytest.mark.parametrize(
    "name",
    ["b01-empty-shared.xlsx", "b07-dimension-a0.xlsx", "b12-tsv.xls", "b12-html.xls",
     "b17-sep.csv", "b46-csv-named.xlsx", "b46-xlsx-named.csv"],
)  # fmt: skip
def test_files_that_are_read(sheet_of, name):
    """Four schools at least, the first one's UAI whole, whatever the file and its name."""
    rows = [row for row in sheet_of(name).rows if any(row)]
    assert len(rows) >= 5
    assert rows[1][0] == "0350001L"


@pytest.mark.parametrize("name", ["b39b-merge.ods", "b39b-merge.xls", "b39b-merge.xlsx",
                                  "b46-ods-named.xlsx"])  # fmt: skip
def test_merged_cells_of_any_workbook(sheet_of, name):
    """The commune and the solution are said of each school."""
    assert [row[0] for row in sheet_of(name).rows[1:]] == ["Rennes"] * 3 + ["Cesson-Sévigné"] * 2
    assert [row[3] for row in sheet_of(name).rows[1:4]] == ["Beneylu School"] * 3


def test_errors_of_formulas(sheet_of):
    """Six, each in its place."""
    errors = {
        (index + 1, column): str(cell)
        for index, row in enumerate(sheet_of("b04-errors.xlsx").rows)
        for column, cell in enumerate(row)
        if isinstance(cell, CellError)
    }
    assert errors == {(2, 3): "#N/A", (3, 4): "#REF!", (4, 2): "#N/A", (5, 5): "#VALUE!",
                      (6, 0): "#N/A", (7, 3): "#NOM?"}  # fmt: skip


def test_a_figure_of_the_calendar_of_1904(sheet_of):
    """The same day as those that have a format of dates."""
    rows = sheet_of("b05-1904.xlsx").rows
    assert {rows[index][5] for index in (2, 4, 6)} == {dt.date(2019, 9, 2)}


def test_a_value_filled_down_to_the_last_row(sheet_of):
    """A million rows of « non »: one, and said."""
    sheet = sheet_of("b02c-ods-value-filled.ods")
    assert len(sheet.rows) == 8
    assert sheet.notes == (Note("filled-down", first=9, last=1_048_575, text="non"),)


def test_bytes_of_windows_in_a_text_of_utf8(sheet_of):
    """Both communes are read."""
    assert [row[2] for row in sheet_of("b20-mixed.csv").rows[1:]] == ["Fougères", "Baulon"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("b12-password.xlsx", "mot de passe"), ("b46-truncated.xlsx", "ne s’ouvre pas")],
)
def test_files_that_are_refused(shared_file, name, told):
    """With what is wrong."""
    with pytest.raises(InputError, match=told):
        read_sheets(shared_file(f"cases/{name}"))


def test_the_annuaire_saved_as_a_workbook(shared_file):
    """Twelve schools, as in its CSV."""
    book = read_schools(shared_file("cases/b31-annuaire.xlsx"))
    text = read_schools(shared_file("cases/annuaire35.csv"))
    assert len(book) == 12
    assert book["commune_code"].equals(text["commune_code"])
    assert book.geometry.geom_equals(text.geometry).all()
