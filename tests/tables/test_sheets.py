"""Files as sheets: known by what they hold; what is hidden, failed or repeated is said."""

import datetime as dt
import struct
import subprocess
import sys
import zipfile

import openpyxl
import pytest
import xlsxwriter

from geo_ent.errors import InputError
from geo_ent.tables.files import CellError, is_workbook, read_grids, read_rows, read_sheets
from geo_ent.text.note import Note

TITLES = ["UAI", "École", "Commune", "ENT", "Solution"]
ROW = ["0359001U", "École Colette", "Bruz", "oui", "ONE"]


def workbook(path, **sheets):
    """Write a workbook; give its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rewritten(path, part, change):
    """Change the text of a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def only(path):
    """Read the one sheet of a file."""
    (sheet,) = read_sheets(path)
    return sheet


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_known(tmp_path, state):
    """It keeps its place and is said hidden; as grids, those that are seen come first."""
    path = workbook(tmp_path / "a.xlsx", old=[["UAI"]], new=[["UAI"], ["x"]])
    book = openpyxl.load_workbook(path)
    book["old"].sheet_state = state
    book.active = 1
    book.save(path)
    assert [(sheet.name, sheet.hidden) for sheet in read_sheets(path)] == [
        ("old", True),
        ("new", False),
    ]
    assert list(read_grids(path)) == ["new", "old"]


@pytest.mark.parametrize(
    "text",
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#NOM?", "#VALEUR!",
     "#NOMBRE!", "#NUL!", "#SPILL!", "Err:508", "Err :504", "########", " #N/D "],
)  # fmt: skip
def test_an_error_typed_or_exported_is_an_error(tmp_path, text):
    """Also as a text, in any language of spreadsheets, in a CSV as in a workbook."""
    text_file = tmp_path / "a.csv"
    text_file.write_text(f"UAI;ENT\nx;{text}\n", encoding="utf-8")
    for path in (text_file, workbook(tmp_path / "a.xlsx", F=[["UAI", "ENT"], ["x", text]])):
        cell = only(path).rows[1][1]
        assert isinstance(cell, CellError)
        assert cell == text.strip()


@pytest.mark.parametrize("text", ["#1", "# élèves", "n/a", "Erreur", "Err", "#", "École #N/A"])
def test_other_texts_are_no_errors(tmp_path, text):
    """A number sign, a word: texts."""
    path = workbook(tmp_path / "a.xlsx", F=[[text]])
    assert not isinstance(only(path).rows[0][0], CellError)


def test_formulas_that_failed_are_where_they_were(tmp_path):
    """The library that reads workbooks gives them as empty: they are put back in their places."""
    path = workbook(tmp_path / "a.xlsx", F=[[], [None, "ENT", "Solution"], [None, "#N/A", "x"]])
    sheet = only(path)
    assert [list(row) for row in sheet.rows] == [["", "", ""], ["", "ENT", "Solution"],
                                                 ["", "#N/A", "x"]]  # fmt: skip
    assert isinstance(sheet.rows[2][1], CellError)


def test_formulas_never_computed_are_counted(tmp_path):
    """What a program wrote and no spreadsheet opened: their number and the first one's place."""
    rows = [TITLES, [*ROW[:3], '=IF(1,"oui","non")', "ONE"], [*ROW[:3], "=1+1", "=2"]]
    sheet = only(workbook(tmp_path / "a.xlsx", F=rows))
    assert sheet.notes == (Note("formulas-uncomputed", count=3, cell="D2"),)
    assert sheet.rows[1][3] == ""


def test_formulas_written_with_a_vain_zero_are_counted(tmp_path):
    """Another library writes 0 for each, which would be a « non »: they are read as empty."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["UAI", "ENT"])
        sheet.write_row(1, 0, ["0359001U"])
        sheet.write_formula(1, 1, "=A1=1")
    sheet = only(path)
    assert sheet.notes == (Note("formulas-uncomputed", count=1, cell="B2"),)
    assert sheet.rows[1][1] == ""


def test_computed_formulas_are_values(tmp_path):
    """A computed one, an empty text, a true 0 beside other results: nothing to say."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["UAI", "ENT"])
        sheet.write_formula(1, 0, "=A1", value="0359001U")
        sheet.write_formula(1, 1, '=""', value="")
        sheet.write_formula(2, 0, "=0", value=0)
    sheet = only(path)
    assert sheet.notes == ()
    assert [list(row) for row in sheet.rows[1:]] == [["0359001U", ""], [0, ""]]


def old_mac(path, rows):
    """Write a workbook whose days are counted from 1904."""
    workbook(path, F=rows)
    return rewritten(
        path, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr", '<workbookPr date1904="1"')
    )


def test_days_counted_from_1904(tmp_path):
    """A figure under a title of dates is that day; a column that nothing says to be is named."""
    rows = [["Code", "Mise en service"], [35700, 42248], [35000, None]]
    sheet = only(old_mac(tmp_path / "a.xlsx", rows))
    assert sheet.rows[1][1] == dt.date(2019, 9, 2)
    assert sheet.rows[1][0] == 35700
    assert sheet.notes == (Note("calendar-1904", columns=("A",)),)


def test_days_counted_from_1900_stay(tmp_path):
    """The same figures in any other workbook are left as they are."""
    sheet = only(workbook(tmp_path / "a.xlsx", F=[["Date"], [42248]]))
    assert sheet.rows[1][0] == 42248
    assert sheet.notes == ()


def test_a_value_filled_down_is_read_once(tmp_path):
    """A default answer, ready for rows to come: the first row stands for all, and rows are said."""
    rows = [TITLES, ROW, *[[None, None, None, "non"]] * 60]
    sheet = only(workbook(tmp_path / "a.xlsx", F=rows))
    assert len(sheet.rows) == 3
    assert sheet.notes == (Note("filled-down", first=4, last=62, text="non"),)


def test_what_stands_below_a_run_keeps_its_place(tmp_path):
    """Rows are numbered as the file's; those cut are empty."""
    rows = [TITLES, *[[None, None, None, "non"]] * 60, ROW]
    sheet = only(workbook(tmp_path / "a.xlsx", F=rows))
    assert list(sheet.rows[61]) == ROW
    assert all(not row for row in sheet.rows[2:61])


@pytest.mark.parametrize(
    "rows",
    [
        [["UAI", "ENT"], *[["0359001U", "oui"]] * 500],  # each row of a school is told
        [TITLES, *[[None, None, None, "non"]] * 20],
        [["n", "ENT"], *[[n, "oui"] for n in range(3000)]],
    ],
)
def test_rows_of_a_table_are_all_read(tmp_path, rows):
    """Rows as full as others, few rows, rows that differ: none is cut."""
    sheet = only(workbook(tmp_path / "a.xlsx", F=rows))
    assert len(sheet.rows) == len(rows)
    assert sheet.notes == ()


MEASURE = """
import resource, sys
from geo_ent.tables.files import read_sheets
(sheet,) = read_sheets(sys.argv[1])
print(len(sheet.rows), sheet.notes[0].fields["last"])
"""


@pytest.mark.parametrize("series", [False, True])
def test_a_million_rows_filled_down(tmp_path, series):
    """To the last row of a sheet, one value or a series: cut, in bounded memory."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        sheet.write_row(1, 0, ROW)
        for row in range(2, 200_000):
            sheet.write_number(row, 3, row) if series else sheet.write_string(row, 3, "non")
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, path], check=True, capture_output=True, text=True
    )
    assert run.stdout.split() == ["3", "200000"]


def test_merged_cells_say_all_that_they_cover(tmp_path):
    """What is written once is said of each row."""
    path = workbook(tmp_path / "a.xlsx", F=[["Commune", "École"], ["Bruz", "A"], [None, "B"]])
    book = openpyxl.load_workbook(path)
    book["F"].merge_cells("A2:A3")
    book.save(path)
    assert [row[0] for row in only(path).rows] == ["Commune", "Bruz", "Bruz"]


def test_a_column_that_holds_whole_rows_is_split(tmp_path):
    """A CSV opened at the wrong separator and saved as a workbook: each row in its first cell."""
    rows = [["UAI,École,Commune"], ['0359001U,"Colette, annexe",Bruz'], ["0359002V,Zola,Betton"]]
    sheet = only(workbook(tmp_path / "a.xlsx", F=rows))
    assert [list(row) for row in sheet.rows] == [
        ["UAI", "École", "Commune"],
        ["0359001U", "Colette, annexe", "Bruz"],
        ["0359002V", "Zola", "Betton"],
    ]


def test_a_column_of_prose_stays_whole(tmp_path):
    """A text with commas isn't a table."""
    prose = [["Bonjour,"], ["voici la liste, à jour, des écoles"], ["de la commune"], ["À bientôt"]]
    assert [len(row) for row in only(workbook(tmp_path / "a.xlsx", F=prose)).rows] == [1] * 4


def biff(kind, *fields):
    """Write a record of an xls."""
    content = b"".join(fields)
    return struct.pack("<HH", kind, len(content)) + content


def xls_bytes(records, *, is_1904=False, hidden=False):
    """Write an xls of one sheet: its container's file system, its globals, its cells."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    cells = biff(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    cells += biff(0x200, struct.pack("<IIHHH", 0, 9, 0, 9, 0)) + records + biff(0x0A)
    calendar = biff(0x22, struct.pack("<H", is_1904))
    state = bytes([int(hidden), 0])
    globals_n = len(biff(0x809, begin) + calendar + biff(0x85, bytes(4), state, b"\1\0F")) + 4
    start = struct.pack("<I", globals_n)
    book = biff(0x809, begin) + calendar + biff(0x85, start, state, b"\1\0F") + biff(0x0A) + cells
    book = book.ljust(4096, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096,
                          0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(name, kind, child, first, size):
        text = f"{name}\0".encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", first, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    directory += entry("Workbook", 2, 0xFFFFFFFF, 2, 4096) + bytes(256)
    return header + fat + directory + book


def xls_text(row, column, text):
    """Write a text of an xls."""
    return biff(0x204, struct.pack("<HHHH", row, column, 0, len(text)), b"\0", text.encode())


def test_an_old_xls(tmp_path):
    """Errors of constants and of formulas, the calendar, a hidden sheet: as in an xlsx."""
    path = tmp_path / "a.csv"  # known by what it holds
    records = xls_text(0, 0, "ENT") + xls_text(0, 1, "Date")
    records += biff(0x205, struct.pack("<HHHBB", 1, 0, 0, 0x2A, 1))
    records += biff(0x203, struct.pack("<HHHd", 1, 1, 0, 42248.0))
    failed = struct.pack("<HHH", 2, 0, 0) + b"\2\0\x17\0\0\0\xff\xff" + bytes(8)
    records += biff(0x06, failed)
    path.write_bytes(xls_bytes(records, is_1904=True, hidden=True))
    sheet = only(path)
    assert (sheet.name, sheet.hidden) == ("F", True)
    assert [row[0] for row in sheet.rows[:3]] == ["ENT", "#N/A", "#REF!"]
    assert sheet.rows[1][1] == dt.date(2019, 9, 2)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"word/document.xml": ""}, "un document Word"),
        ({"Index/Document.iwa": ""}, "Numbers"),
        ({"liste.csv": "UAI;ENT"}, "archive zip"),
    ],
)
def test_an_archive_of_another_kind_is_named(tmp_path, parts, told):
    """By its parts, whatever its name."""
    path = tmp_path / "registre.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    with pytest.raises(InputError, match=told) as caught:
        read_sheets(path)
    assert len(str(caught.value).splitlines()) == 1
    assert not is_workbook(path)


def test_a_workbook_locked_by_a_password_is_named(tmp_path):
    """In words, with what to do."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        xls_bytes(b"").replace("Workbook".encode("utf-16-le"), bytes(16))
        + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(InputError, match="mot de passe"):
        read_sheets(path)


def test_a_bomb_is_refused(tmp_path):
    """A small archive whose sheet would be gigabytes of XML: refused before it is opened."""
    path = workbook(tmp_path / "a.xlsx", F=[["UAI"]])
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    size = struct.pack("<I", entry.file_size)
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    where = content.index(size, place)
    path.write_bytes(content[:where] + b"\xfe\xff\xff\xff" + content[where + 4 :])
    with pytest.raises(InputError, match="gigaoctets"):
        read_sheets(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_annuaire_is_read_from_a_workbook(tmp_path, suffix):
    """The same columns as from its CSV, wherever its titles stand, as texts; rows as the file's."""
    path = workbook(
        tmp_path / f"a{suffix}",
        Notes=[["À lire"]],
        Annuaire=[["Export du 1er mars"], [], ["Code postal", "UAI", "Ouvert le", "uai"],
                  [35580, "0359001U", dt.date(2020, 9, 1), "x"], ["01000", None, None, None]],
    )  # fmt: skip
    frame = read_rows(path, wanted={"code_postal", "uai", "ouvert_le"}.__contains__)
    assert frame.index.tolist() == [4, 5]
    assert frame.to_dict("list") == {
        "code_postal": ["35580", "01000"],
        "uai": ["0359001U", ""],
        "ouvert_le": ["2020-09-01", ""],
    }


@pytest.mark.parametrize(
    "damage",
    [
        lambda book: book[:700],  # cut short
        lambda book: book[:516] + struct.pack("<I", 1) + book[520:],  # a ring in the directory
        lambda book: book[:30] + b"\x1f" + book[31:],  # sectors of gigabytes
    ],
)
def test_a_damaged_old_xls_is_refused(tmp_path, damage):
    """At once and in one line: the library that reads it might never come back."""
    path = tmp_path / "a.xls"
    path.write_bytes(damage(xls_bytes(xls_text(0, 0, "ENT"))))
    with pytest.raises(InputError, match="abîmé") as caught:
        read_sheets(path)
    assert len(str(caught.value).splitlines()) == 1


def xlsb_record(kind, content=b""):
    """Write a record of an xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def test_a_binary_xlsx(tmp_path):
    """Errors of constants and of formulas, the calendar, a hidden sheet: as in an xlsx."""

    def wide(text):
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def cell(kind, column, content):
        return xlsb_record(kind, struct.pack("<II", column, 0) + content)

    book = xlsb_record(0x99, struct.pack("<III", 1, 0, 0))
    book += xlsb_record(0x9C, struct.pack("<II", 1, 1) + wide("r1") + wide("F"))
    book += xlsb_record(0x90) + xlsb_record(0x84)
    rows = [
        cell(6, 0, wide("ENT")) + cell(6, 1, wide("Date")),
        cell(3, 0, b"\x2a") + cell(5, 1, struct.pack("<d", 42248)),
        cell(11, 0, b"\x17" + bytes(10)),
    ]
    sheet = xlsb_record(0x94, struct.pack("<IIII", 0, 2, 0, 1)) + xlsb_record(0x91)
    for number, cells in enumerate(rows):
        sheet += xlsb_record(0, struct.pack("<I", number) + bytes(13)) + cells
    sheet += xlsb_record(0x92)
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    sheet = only(path)
    assert (sheet.name, sheet.hidden) == ("F", True)
    assert [row[0] for row in sheet.rows] == ["ENT", "#N/A", "#REF!"]
    assert sheet.rows[1][1] == dt.date(2019, 9, 2)


def test_cells_with_a_format_alone_to_the_far_end(tmp_path):
    """A sheet painted to its last row and column holds no more than what is written in it."""
    path = workbook(tmp_path / "a.xlsx", F=[["UAI", "ENT"], ["x", "oui"]])
    painted = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", painted))
    assert [list(row) for row in only(path).rows] == [["UAI", "ENT"], ["x", "oui"]]
    full = painted.replace('s="0"/>', 't="str"><v>x</v></c>')
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(painted, full))
    with pytest.raises(InputError, match="cellule égarée"):
        read_sheets(path)


def test_a_chart_is_no_sheet_of_cells(tmp_path):
    """Between two sheets: the errors of the second stay its own."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("A").write_row(0, 0, ["UAI", "ENT"])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=A!$A$1:$A$2"})
        book.add_chartsheet("G").set_chart(chart)
        book.add_worksheet("B").write_formula(1, 0, "=NA()", value="#N/A")
    sheets = {sheet.name: sheet for sheet in read_sheets(path)}
    assert [list(row) for row in sheets["A"].rows] == [["UAI", "ENT"]]
    assert [list(row) for row in sheets["B"].rows] == [[""], ["#N/A"]]


def test_line_breaks_of_any_kind_in_a_column_of_prose(tmp_path):
    """Carriage returns, separators of lines: texts, left as they are."""
    rows = [["a, b\r, c"], ["d\x0b, e, f"], ["g"], ["h\u2028i"]]
    assert [list(row) for row in only(workbook_by_hand(tmp_path / "a.xlsx", rows)).rows] == rows


def workbook_by_hand(path, rows):
    """Write a workbook with letters that a library refuses."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return path
