"""Write a register as a file: CSV of several dresses, xlsx, ods, an HTML table named .xls."""

import csv
import datetime as dt
import html
import io
import random
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from keepers_hand import Register, Sheet

KINDS = {
    "a": ["xlsx", "xlsx", "xlsx", "csv", "csv", "ods"],
    "b": ["xlsx", "xlsx", "csv", "csv", "ods", "xls", "ods named xlsx"],
}
"""How often a half writes a file of a kind; some are named as what they aren't."""

DRESSES = {  # the encodings and separators of a CSV
    "a": [("utf-8", ";"), ("cp1252", ";"), ("utf-8-sig", ";"), ("utf-8", ",")],
    "b": [("utf-8-sig", ","), ("cp1252", "\t"), ("utf-16", "\t"), ("utf-8", ";"), ("cp1252", ";")],
}
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def write(register: Register, stem: Path, half: str, rng: random.Random) -> Path:
    """Write a register beside `stem`, as a file of a kind that can hold it."""
    kinds = KINDS[half]
    single = len(register.sheets) == 1 and not register.sheets[0].merges
    kind = rng.choice(kinds if single else [k for k in kinds if k not in {"csv", "xls"}])
    path = stem.with_name(f"{stem.name}.{kind.split()[-1]}")
    match kind:
        case "csv":
            _write_csv(register.sheets[0], path, *rng.choice(DRESSES[half]))
        case "xls":
            _write_html(register.sheets[0], path)
        case "ods" | "ods named xlsx":
            _write_ods(register.sheets, path)
        case _:
            _write_xlsx(register.sheets, path)
    return path


def as_text(cell: Any) -> str:  # noqa: ANN401 a cell
    """Write a cell as a French spreadsheet shows it."""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _write_csv(sheet: Sheet, path: Path, encoding: str, separator: str) -> None:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if separator == "," else csv.QUOTE_MINIMAL  # as web applications do
    table = csv.writer(text, delimiter=separator, quoting=quoting)
    table.writerows([as_text(cell) for cell in row] for row in sheet.rows)
    try:
        path.write_bytes(text.getvalue().encode(encoding))
    except UnicodeEncodeError:  # Excel then says "CSV UTF-8"
        path.write_bytes(text.getvalue().encode("utf-8-sig"))


def _write_html(sheet: Sheet, path: Path) -> None:
    rows = ("<tr>" + "".join(f"<td>{html.escape(as_text(c))}</td>" for c in row) + "</tr>"
            for row in sheet.rows)  # fmt: skip
    page = (
        '<html><head><meta charset="utf-8"></head><body><table border="1">{}</table></body></html>'
    )
    path.write_text(page.format("\n".join(rows)), encoding="utf-8")


def _write_xlsx(sheets: list[Sheet], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31].replace("/", "-").replace("?", ""))
        for row in sheet.rows:
            page.append([cell if cell != "" else None for cell in row])
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        if sheet.hidden:
            page.sheet_state = "hidden"
    book.save(path)


def _ods_cell(cell: Any, spans: str = "") -> str:  # noqa: ANN401 a cell
    if cell is None or cell == "":
        return f"<table:table-cell{spans}/>"
    if isinstance(cell, dt.date):
        return (f'<table:table-cell{spans} office:value-type="date" '
                f'office:date-value="{cell:%Y-%m-%d}">'
                f"<text:p>{as_text(cell)}</text:p></table:table-cell>")  # fmt: skip
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (f'<table:table-cell{spans} office:value-type="float" office:value="{cell}">'
                f"<text:p>{cell}</text:p></table:table-cell>")  # fmt: skip
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in as_text(cell).split("\n"))
    return f'<table:table-cell{spans} office:value-type="string">{lines}</table:table-cell>'


def _ods_row(sheet: Sheet, y: int, row: list[Any]) -> str:
    cells = []
    for x, cell in enumerate(row):
        merge = next((m for m in sheet.merges if m[:2] == (y, x)), None)
        covered = any(m[0] <= y <= m[2] and m[1] <= x <= m[3] for m in sheet.merges)
        if merge:
            rows, columns = merge[2] - merge[0] + 1, merge[3] - merge[1] + 1
            spans = (f' table:number-rows-spanned="{rows}"'
                     f' table:number-columns-spanned="{columns}"')  # fmt: skip
            cells.append(_ods_cell(cell, spans))
        else:
            cells.append("<table:covered-table-cell/>" if covered else _ods_cell(cell))
    return f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>"


def _ods_table(sheet: Sheet) -> str:
    rows = "".join(_ods_row(sheet, y, row) for y, row in enumerate(sheet.rows))
    style = ' table:style-name="hidden"' if sheet.hidden else ""
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{rows}</table:table>"


def _write_ods(sheets: list[Sheet], path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    hidden = ('<office:automatic-styles><style:style style:name="hidden" style:family="table">'
              '<style:table-properties table:display="false"/></style:style>'
              "</office:automatic-styles>")  # fmt: skip
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
               f'office:version="1.2">{hidden}<office:body><office:spreadsheet>{tables}'
               "</office:spreadsheet></office:body></office:document-content>")  # fmt: skip
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = ('<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
                f'xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.2">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
                '<manifest:file-entry manifest:full-path="content.xml" '
                'manifest:media-type="text/xml"/>'
                "</manifest:manifest>")  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", kind, zipfile.ZIP_STORED)
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", manifest)
