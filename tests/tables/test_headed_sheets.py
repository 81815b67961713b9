import openpyxl
import pytest

from geo_ent.errors import InputError
from geo_ent.tables.headed_sheets import Columns, read_headed

DENSITY = Columns(names={"code": ("codgeo",), "label": ("libdens*",)}, needed=("code", "label"))


def workbook(path, **sheets):
    """Write a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("above", [0, 1, 12])
def test_titles_are_found_under_what_stands_above(tmp_path, above):
    """In a CSV and in a workbook alike, rows are numbered as the file's."""
    notes = [["Source : Insee"]] * above
    rows = [*notes, ["CODGEO", "LIBDENS"], ["35001", "Bourgs ruraux"]]
    text = tmp_path / "grid.csv"
    text.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    for path in (text, workbook(tmp_path / "grid.xlsx", Grille=rows)):
        (sheet,) = read_headed(path, DENSITY)
        assert (sheet.is_right, sheet.title_row) == (True, above)
        frame = sheet.frame()
        assert frame.index.tolist() == [above + 2]
        assert frame[sheet.columns["code"][0]].tolist() == ["35001"]


def test_the_latest_year_of_a_title_is_the_best(tmp_path):
    """Of LIBDENS 2022 and 2025, the latter is read first, wherever it stands."""
    path = tmp_path / "grid.csv"
    path.write_text("CODGEO;LIBDENS 2022;LIBDENS 2025\n35001;A;B\n", encoding="utf-8")
    assert read_headed(path, DENSITY)[0].columns["label"] == ["libdens_2025", "libdens_2022"]


def test_sheets_come_best_first(tmp_path):
    """The sheets that have the titles, by the rank asked for; others aren't given."""
    titles = ["CODGEO", "LIBDENS"]
    path = workbook(tmp_path / "a.xlsx", A=[["Notes"]], B=[titles], C=[titles, ["35001", "x"]])
    names = [sheet.name for sheet in read_headed(path, DENSITY, rank=lambda sheet: sheet.has_rows)]
    assert names == ["C", "B"]
    assert [sheet.name for sheet in read_headed(path, DENSITY)] == ["B", "C"]


def test_what_is_there_is_named_where_the_titles_are_not(tmp_path):
    """A file of something else gives its own titles, not right, for a message to name."""
    path = tmp_path / "other.csv"
    path.write_text("Nom;CODGEO\nRennes;35238\n", encoding="utf-8")
    (sheet,) = read_headed(path, DENSITY)
    assert not sheet.is_right
    assert list(sheet.frame()) == ["nom", "codgeo"]


def test_a_ragged_table_is_refused(tmp_path):
    """Cells too many under the right titles would be read in the wrong columns."""
    path = tmp_path / "ragged.csv"
    path.write_text("CODGEO;LIBDENS\n35238;a;b\n35239;c\n", encoding="utf-8")
    with pytest.raises(InputError, match="chaque ligne"):
        read_headed(path, DENSITY)


@pytest.mark.parametrize("below", ["", "35001\n35002;A\n", "35001;A;b;c\n"])
def test_rows_of_any_length_stand_under_the_titles(tmp_path, below):
    """None, shorter or longer than the titles: what lacks is empty, what is beyond is left out."""
    path = tmp_path / "ragged.csv"
    path.write_text(f"Note\nCODGEO;LIBDENS\n{below}", encoding="utf-8")
    (sheet,) = read_headed(path, DENSITY)
    expected = [[*line.split(";"), ""][:2] for line in below.splitlines()]
    assert sheet.frame().to_numpy().tolist() == expected
