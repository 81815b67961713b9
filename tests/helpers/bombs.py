"""Files that are small, and large once they are open: what a server may be sent."""

import itertools
import zipfile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0"?>'
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_TYPES}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_TYPES}/relationships"><Relationship '
    f'Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip
_BILLION = '<!DOCTYPE x [<!ENTITY a "lol">'
for _before, _after in itertools.pairwise("abcdefghij"):
    _BILLION += f'<!ENTITY {_after} "{f"&{_before};" * 10}">'
_BILLION += "]>"


def xlsx(path, rows, doctype=""):
    """Write a workbook of one sheet, of these rows of XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, _HEAD + part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((_HEAD + doctype + _SHEET).encode())
            for row in rows:
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


def ods(path, rows):
    """Write an OpenDocument of one table, of these rows of XML."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{n}="{urn}:{n}:1.0"' for n in ("office", "table", "text", "manifest"))
    body = f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"{_HEAD}<manifest:manifest{names}/>")
        end = "</office:spreadsheet></office:body></office:document-content>"
        archive.writestr("content.xml", f"{_HEAD}<office:document-content{names}>{body}{end}")
    return path


def bombs(folder):
    """Give files by what they are."""
    cell = '<c r="{}" t="inlineStr"><is><t>UAI</t></is></c>'
    wide = "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"
    repeated = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>UAI</text:p></table:table-cell>'
        "</table:table-row>"
    )
    corners = (
        f'<row r="1">{cell.format("A1")}</row><row r="1048576">{cell.format("XFD1048576")}</row>'
    )
    laugh = f'<row r="1">{cell.format("A1").replace("UAI", "&j;")}</row>'
    (folder / "line.csv").write_bytes(b"UAI;ENT" + b";x" * 500_000)
    (folder / "nul.csv").write_bytes(b"\0" * 1_000_000)
    return {
        "two corners": xlsx(folder / "corners.xlsx", [corners]),
        "16,384 columns": xlsx(folder / "wide.xlsx", [wide] * 900),
        "300 MB of nothing": xlsx(folder / "blank.xlsx", [" " * 1_000_000] * 300),
        "a billion laughs": xlsx(folder / "laughs.xlsx", [laugh], _BILLION),
        "depth": xlsx(folder / "deep.xlsx", ["<a>" * 1_000_000]),
        "a cell repeated": ods(folder / "repeat.ods", repeated),
        "depth, ods": ods(folder / "deep.ods", "<table:table-cell><text:p>" * 100_000),
        "half a million columns": folder / "line.csv",
        "nothing": folder / "nul.csv",
    }
