"""Texts as people export them: their letters, what separates cells, quotes, what cells wear."""

import csv
import io

import pytest

from geo_ent.tables.files import read_sheets

ROWS = [["UAI", "École", "Commune"], ["0359001U", "Jules Ferry", "Fougères"]]
TEXT = "UAI;École;Commune\n0359001U;Jules Ferry;Fougères\n"


def rows_of(path, content):
    """Write a file and read the rows of its one table that hold anything."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (sheet,) = read_sheets(path)
    return [list(row) for row in sheet.rows if any(row)]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"],
)
def test_any_encoding(tmp_path, encoding):
    """Windows, DOS, an old Mac, what Excel calls Unicode: the same letters."""
    assert rows_of(tmp_path / "a.xls", TEXT.encode(encoding)) == ROWS


def test_two_encodings_pasted_together(tmp_path):
    """Lines of Windows among lines of UTF-8, and both in one line."""
    content = TEXT.encode() + ";Paul Éluard;Vitré\n".encode("cp1252")
    content += ";Hélène;".encode() + "Médréac\n".encode("cp1252")
    assert rows_of(tmp_path / "a.csv", content)[1:] == [
        ROWS[1],
        ["", "Paul Éluard", "Vitré"],
        ["", "Hélène", "Médréac"],
    ]


def test_capitals_of_windows_that_look_like_utf8(tmp_path):
    """« CITÉ » before a narrow space, of which UTF-8 would make one foreign letter."""
    content = ("É;È\n" * 20 + "« CITÉ\xa0»;x\n").encode("cp1252")
    assert rows_of(tmp_path / "a.csv", content)[-1] == ["« CITÉ\xa0»", "x"]


def test_letters_written_twice(tmp_path):
    """UTF-8 once taken for Windows's and saved so is undone; a true « Ã » stays."""
    content = "UAI;ENT\nFougÃ¨res;Ã‰cole\nSÃO;oui\n"
    assert rows_of(tmp_path / "a.csv", content)[1:] == [["Fougères", "École"], ["SÃO", "oui"]]


@pytest.mark.parametrize("between", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "above",
    [[], ["Liste, à jour, des écoles ; source : IEN | DSDEN, relue, datée, signée"] * 9],
)
def test_what_separates_cells(tmp_path, between, above):
    """Told by the rows that have as many cells, not by notes in prose above them."""
    rows = [["UAI", "École", "Adresse", "ENT"], *[["x", "A", "1 rue B", "oui"]] * 12]
    text = "\n".join([*above, *map(between.join, rows)])
    assert rows_of(tmp_path / "a.csv", text)[-1] == rows[-1]


def test_commas_in_every_cell(tmp_path):
    """Addresses and decimals have commas too: the semicolons make more cells."""
    rows = [["UAI", "Adresse", "Moyenne"], *[["x", "1, rue B, Bruz", "1,5"]] * 5]
    assert rows_of(tmp_path / "a.csv", "\n".join(map(";".join, rows))) == rows


def test_rows_of_any_length(tmp_path):
    """Cells left out at the end of rows."""
    text = "UAI;École;Commune;ENT;Note\nx;École, annexe\ny;A, b;Bruz\nz;C, d;Betton;oui\n"
    assert list(map(len, rows_of(tmp_path / "a.csv", text))) == [5, 2, 3, 4]


def test_the_line_that_tells_the_separator(tmp_path):
    """It is obeyed, and is no row; it keeps its place."""
    path = tmp_path / "a.csv"
    path.write_text("sep=|\nA;B|C\n", encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert [list(row) for row in sheet.rows] == [[], ["A;B", "C"]]


def test_what_exports_dress_cells_in(tmp_path):
    """A formula around a code, an apostrophe before it, in quotes or not."""
    text = 'UAI;Date\n="0359001U";\'-\n"=""0359002V""";\'01/09\n=A1;l\'école\n'
    assert rows_of(tmp_path / "a.csv", text)[1:] == [
        ["0359001U", "-"],
        ["0359002V", "01/09"],
        ["=A1", "l'école"],
    ]


def test_line_breaks_inside_cells(tmp_path):
    """In a title and in a remark: one row each."""
    text = 'UAI;"N° de\nl\'école";ENT\nx;1;"oui\ndepuis 2020; sauf CP"\ny;2;non\n'
    rows = rows_of(tmp_path / "a.csv", text)
    assert list(map(len, rows)) == [3, 3, 3]
    assert rows[0][1] == "N° de\nl'école"


def test_a_quote_that_nobody_closed(tmp_path):
    """It takes no row with it, and what was quoted well is still one cell."""
    text = 'UAI;École;ENT\nx;"Les Lilas;oui\ny;"Zola; annexe";non\nz;"a\nb";oui\nt;"Ferry;non\n'
    assert rows_of(tmp_path / "a.csv", text)[1:] == [
        ["x", "Les Lilas", "oui"],
        ["y", "Zola; annexe", "non"],
        ["z", "a\nb", "oui"],
        ["t", "Ferry", "non"],
    ]


def test_rows_quoted_whole(tmp_path):
    """Each line in quotes, as some tools save one column: split all the same."""
    text = '"UAI;École;ENT"\n"x;""Zola; annexe"";oui"\n"y;Ferry;non"\n'
    assert rows_of(tmp_path / "a.csv", text) == [
        ["UAI", "École", "ENT"],
        ["x", "Zola; annexe", "oui"],
        ["y", "Ferry", "non"],
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_and_empty_first_lines(tmp_path, end):
    """Of Windows, of an old Mac; rows keep their numbers."""
    path = tmp_path / "a.csv"
    path.write_bytes(f"{end}{end}UAI;ENT{end}x;oui{end}".encode())
    (sheet,) = read_sheets(path)
    assert [list(row) for row in sheet.rows] == [[], [], ["UAI", "ENT"], ["x", "oui"]]


@pytest.mark.parametrize("between", [";", ",", "\t", "|"])
def test_lists_inside_cells(tmp_path, between):
    """Cells with lines and separators of their own, in most rows: cells all the same."""
    cells = ["oui ;\nnon ;\nrien", "ONE; Beneylu", "1, rue B, Bruz", "", 'dit "Zola"', "12,5"]
    rows = [["a", "b", "c", "d", "e", "f"], *[cells[n:] + cells[:n] for n in range(6)]]
    text = io.StringIO()
    csv.writer(text, delimiter=between).writerows(rows)
    assert rows_of(tmp_path / "a.csv", text.getvalue()) == rows
