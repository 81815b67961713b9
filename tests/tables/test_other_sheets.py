"""Sheets that no spreadsheet's own format holds: ods and its like, pages, the XML of 2003."""

import datetime as dt
import zipfile

import pytest

from geo_ent.errors import InputError
from geo_ent.tables.files import CellError, is_workbook, read_rows, read_sheets
from geo_ent.text.note import Note

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods_xml(tables, styles=""):
    """Write the content of an ods."""
    return (
        f'<?xml version="1.0"?><office:document-content {NAMESPACES} {CALC}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def ods(path, tables, styles=""):
    """Write an ods; give its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ods_xml(tables, styles))
    return path


def table(*rows, name="F", style=""):
    """Write a sheet of an ods."""
    style = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{style}>{"".join(rows)}</table:table>'


def row(*cells, repeated=1):
    """Write a row; a text is a cell of text, what begins with < is a cell as it is."""
    written = "".join(cell if cell.startswith("<") else text(cell) for cell in cells)
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{written}</table:table-row>"


def text(content, attributes=""):
    """Write a cell of text."""
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{content}</text:p>'
        "</table:table-cell>"
    )


COVERED = "<table:covered-table-cell/>"
BLANK = "<table:table-cell/>"


def test_the_kinds_of_cells_of_an_ods(tmp_path):
    """Numbers, dates, hours, boxes, paragraphs, spaces; a comment is no part of a cell."""
    cells = [
        '<table:table-cell office:value-type="float" office:value="12.5"/>',
        '<table:table-cell office:value-type="date" office:date-value="2020-09-01"/>',
        '<table:table-cell office:value-type="date" office:date-value="2020-09-01T08:30:00"/>',
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        text('<text:s text:c="2"/><text:span>Zola</text:span></text:p><text:p>Bruz').replace(
            "<text:p>",
            "<office:annotation><text:p>remarque</text:p></office:annotation><text:p>",
            1,
        ),
    ]
    (sheet,) = read_sheets(ods(tmp_path / "a.ods", table(row(*cells))))
    assert list(sheet.rows[0]) == [
        12.5, dt.date(2020, 9, 1), dt.datetime(2020, 9, 1, 8, 30),  # noqa: DTZ001 as written
        dt.time(8, 30), True, "  Zola\nBruz",
    ]  # fmt: skip


def test_merged_cells_of_an_ods(tmp_path):
    """What is written once is said of each row, also in the last column."""
    tall = 'table:number-rows-spanned="3" table:number-columns-spanned="1"'
    rows = [
        row("Commune", "École", "Solution"),
        row(text("Rennes", tall), "A", text("ONE", tall)),
        row(COVERED, "B", COVERED),
        row(COVERED, "C", COVERED),
        row("Bruz", "D", BLANK),
    ]
    (sheet,) = read_sheets(ods(tmp_path / "a.xlsx", table(*rows)))
    assert [list(line) for line in sheet.rows[1:]] == [
        ["Rennes", "A", "ONE"],
        ["Rennes", "B", "ONE"],
        ["Rennes", "C", "ONE"],
        ["Bruz", "D"],
    ]


def test_days_counted_from_1904_in_an_ods(tmp_path):
    """Dates are written in full there; a figure under a title of dates is a day."""
    calendar = (
        "<table:calculation-settings>"
        '<table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    figure = '<table:table-cell office:value-type="float" office:value="42248"/>'
    path = ods(tmp_path / "a.ods", calendar + table(row("Ouvert le"), row(figure)))
    (sheet,) = read_sheets(path)
    assert sheet.rows[1][0] == dt.date(2019, 9, 2)


def test_a_hidden_sheet_and_a_copy_of_another_workbooks(tmp_path):
    """Hidden by its style; the copy kept of a linked workbook is no sheet of this one."""
    styles = (
        '<style:style style:name="ta1" style:family="table"/>'
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    tables = (
        table(row("a"), name="seen", style="ta1")
        + table(row("b"), name="old", style="ta2")
        + table(row("c"), name="'file:///D:/autre.ods'#$Feuille1")
    )
    sheets = read_sheets(ods(tmp_path / "a.ods", tables, styles))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("seen", False), ("old", True)]


def test_errors_and_formulas_of_an_ods(tmp_path):
    """A formula that failed, by its type or by what is shown; one that nothing has computed."""
    cells = [
        text("#N/A", 'table:formula="of:=NA()" calcext:value-type="error" office:string-value=""'),
        text("#DIV/0 !", 'table:formula="of:=1/0" office:value="0"').replace("string", "float"),
        '<table:table-cell table:formula="of:=A1"/>',
        "oui",
    ]
    (sheet,) = read_sheets(ods(tmp_path / "a.ods", table(row("x"), row(*cells))))
    assert list(sheet.rows[1]) == ["#N/A", "#DIV/0 !", "", "oui"]
    assert [isinstance(cell, CellError) for cell in sheet.rows[1]] == [True, True, False, False]
    assert sheet.notes == (Note("formulas-uncomputed", count=1, cell="C2"),)


def test_what_repeats_in_an_ods_is_never_written_out(tmp_path):
    """A value in a million rows, blank rows and cells to the far end: a few rows, at once."""
    titles = row("UAI", "École", "ENT", '<table:table-cell table:number-columns-repeated="16381"/>')
    down = row(BLANK, BLANK, "non", repeated=1_048_573)
    blank = row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_048_000)
    tables = table(titles, row("0359001U", "A", "oui"), down) + table(
        titles, blank, row("x"), name="G"
    )
    first, second = read_sheets(ods(tmp_path / "a.ods", tables))
    assert len(first.rows) == 3
    assert first.notes == (Note("filled-down", first=4, last=1_048_575, text="non"),)
    assert len(second.rows) == 1_048_002
    assert second.rows[-1] == ["x"]


def test_an_ods_without_bounds_is_refused(tmp_path):
    """A value in every cell of a sheet would fill the memory: refused in words."""
    wide = text("x", 'table:number-columns-repeated="16384"')
    path = ods(tmp_path / "a.ods", table(*[row(wide, repeated=900)] * 900))
    with pytest.raises(InputError, match="cellule égarée"):
        read_sheets(path)


@pytest.mark.parametrize("end", ["<broken", "&bomb;"])
def test_a_damaged_ods_is_refused(tmp_path, end):
    """In one line; so is one that declares entities, which no ods does."""
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f'<!DOCTYPE x [<!ENTITY bomb "aaaa">]><x>{end}</x>' if "&" in end else end,
        )
    with pytest.raises(InputError, match="ne s’ouvre pas") as caught:
        read_sheets(path)
    assert len(str(caught.value).splitlines()) == 1


def test_a_flat_ods(tmp_path):
    """The same in one file of XML."""
    path = tmp_path / "a.fods"
    path.write_text(ods_xml(table(row("UAI", "ENT"), row("x", "oui"))), encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert [list(line) for line in sheet.rows] == [["UAI", "ENT"], ["x", "oui"]]


PAGE = """<html><head><meta charset="utf-8"><style>td {color: red}</style></head><body>
<table><caption>Écoles</caption>
<tr><th>UAI</th><th>École</th><th>ENT</th>
<tr><td rowspan=2>0359001U</td><td>Colette<br>annexe</td><td><input type="checkbox" checked></td>
<tr><td>Zola&nbsp;&amp;&nbsp;fils</td><td><input type=checkbox></td></tr>
<tr><td colspan="2">Total</td><td><select><option>oui<option selected>non</select></td></tr>
</table><p>Imprimé le 1er mars</p></body></html>"""


@pytest.mark.parametrize("name", ["a.xls", "a.html", "a.csv"])
def test_the_table_of_a_page(tmp_path, name):
    """Cells that cover others, boxes, lists to choose from: as people see them."""
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    assert is_workbook(path)
    (sheet,) = read_sheets(path)
    assert sheet.name == "Écoles"
    assert [list(line) for line in sheet.rows] == [
        ["UAI", "École", "ENT"],
        ["0359001U", "Colette\nannexe", "☑"],
        ["0359001U", "Zola & fils", "☐"],
        ["Total", "Total", "non"],
    ]


def test_the_tables_of_a_page_that_is_laid_out_by_one(tmp_path):
    """A table inside another's cell is its own; one of a single cell is none."""
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    path = tmp_path / "a.xls"
    path.write_text(f"<table><tr><td>Menu {inner}</td></tr></table>{inner}", encoding="utf-8")
    sheets = read_sheets(path)
    assert [sheet.name for sheet in sheets] == ["1", "2"]
    assert {tuple(map(tuple, sheet.rows)) for sheet in sheets} == {(("a", "b"), ("c", "d"))}


def test_a_page_without_a_table_is_refused(tmp_path):
    """What a proxy or a portal sends instead of the file: said, with what to do."""
    path = tmp_path / "registre.xlsx"
    path.write_text("<!DOCTYPE html><html><body>404</body></html>", encoding="utf-8")
    for read in (read_sheets, lambda path: read_rows(path, wanted=bool)):
        with pytest.raises(InputError, match="page HTML sans tableau"):
            read(path)


def test_a_page_saved_with_its_parts(tmp_path):
    """Several files in one, as Excel and others save a page."""
    path = tmp_path / "a.xls"
    path.write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<table><tr><td>UAI<td>=C3=89cole<tr><td>x<td>y</table>\n--B--\n",
        encoding="utf-8",
    )
    (sheet,) = read_sheets(path)
    assert list(sheet.rows[0]) == ["UAI", "École"]


OFFICE = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="Écoles"><Table>
<Row><Cell><Data ss:Type="String">Commune</Data></Cell><Cell ss:Index="3">
<Data ss:Type="String">Date</Data><Comment><Data>remarque</Data></Comment></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">Bruz</Data></Cell>
<Cell><Data ss:Type="Number">12</Data></Cell>
<Cell><Data ss:Type="DateTime">2020-09-01T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="Error">#N/A</Data></Cell>
<Cell ss:Formula="=1"/></Row></Table></Worksheet>
<Worksheet ss:Name="Ancien"><Table><Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>
"""


def test_the_xml_of_2003(tmp_path):
    """Rows and cells further on, merged cells, types, errors, a hidden sheet."""
    path = tmp_path / "a.xls"
    path.write_text(OFFICE, encoding="utf-8")
    first, second = read_sheets(path)
    assert [list(line) for line in first.rows] == [
        ["Commune", "", "Date"],
        [],
        ["Bruz", 12, dt.date(2020, 9, 1)],
        ["Bruz", "#N/A", ""],
    ]
    assert isinstance(first.rows[3][1], CellError)
    assert first.notes == (Note("formulas-uncomputed", count=1, cell="C4"),)
    assert (second.name, second.hidden, list(second.rows[0])) == ("Ancien", True, [True])


@pytest.mark.parametrize(
    "change", [("<Row>", '<Row ss:Index="999999999">'), ("<Cell>", '<Cell ss:Index="99999">')]
)
def test_a_stray_cell_of_the_xml_of_2003(tmp_path, change):
    """Far beyond a spreadsheet's end: refused in words."""
    path = tmp_path / "a.xls"
    path.write_text(OFFICE.replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match="cellule égarée"):
        read_sheets(path)


def test_days_counted_from_1904_in_the_xml_of_2003(tmp_path):
    """Likewise."""
    path = tmp_path / "a.xls"
    calendar = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook><Worksheet"
    text = OFFICE.replace("<Worksheet", calendar, 1).replace(">Date<", ">Note<")
    path.write_text(
        text.replace(">12<", ">42248<").replace(">Commune</Data></Cell>", ">Commune</Data></Cell>"
                     '<Cell><Data ss:Type="String">Signature</Data></Cell>'),
        encoding="utf-8",
    )  # fmt: skip
    assert read_sheets(path)[0].rows[2][1] == dt.date(2019, 9, 2)


def test_the_xml_of_2003_cut_short(tmp_path):
    """Refused in words."""
    path = tmp_path / "a.xls"
    path.write_text(OFFICE[:-40], encoding="utf-8")
    with pytest.raises(InputError, match="ne s’ouvre pas"):
        read_sheets(path)
