"""The first sheet of the workbook, laid out: a column of names, a wide one of what is said."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geo_ent.publish.workbook.workbook_cells import Book, plain_text
from geo_ent.publish.workbook.workbook_lines import height_of, lines_of
from geo_ent.publish.workbook.workbook_paper import set_paper
from geo_ent.telling.workbook.workbook_guide import (
    GUIDE,
    GuideRow,
    ShownColumn,
    ShownSheet,
    guide_rows,
)

if TYPE_CHECKING:
    from geo_ent.publish.workbook.workbook_sheet import Sheet
    from geo_ent.telling.page.page_facts import PageFacts

_WIDTHS = (40, 110)
_HEIGHTS = {"title": 24.0, "part": 20.0, "of": 20.0}  # of larger letters, and a little air
_LOOKS = {  # kind of row → of the left cell, of the right one
    "title": ("title", "wrapped"),
    "part": ("section", "wrapped"),
    "text": ("wrapped", "wrapped"),
    "headline": ("wrapped", "strong"),
    "warning": ("banner", "banner"),
    "of": ("of", "wrapped"),
    "column": ("wrapped", "wrapped"),
    "sheet": ("link", "wrapped"),
}


def write_readme(
    book: Book, sheets: Sequence["Sheet"], facts: "PageFacts", empty: Mapping[str, str]
) -> None:
    """Write the sheet that comes first.

    Parameters
    ----------
    sheets
        The others, named: each is linked to, and their columns are explained.
    facts
        Title, headline, notes and sources.
    empty
        Title of a sheet left out since it has no row -> why, in sentences.
    """
    sheet = book.sheet(book.tr(GUIDE))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    set_paper(sheet, facts.title, book.tr("Données simulées.") if facts.simulated else "")
    sheet.fit_to_pages(1, 0)
    for number, row in enumerate(guide_rows(list(map(_shown, sheets)), facts, book.tr, empty)):
        sheet.set_row(number, _height(row))
        if row.kind == "sheet":
            # In a reference an apostrophe of the sheet's name is written twice.
            address = f"internal:'{row.left.replace(chr(39), chr(39) * 2)}'!A1"
            text = plain_text(row.left)
            sheet.write_url(number, 0, address, book.text_style(text, "link"), text)
        elif cell := book.text(sheet, row.left, _LOOKS[row.kind][0]):
            cell[0](number, 0, *cell[1:])
        if cell := book.text(sheet, row.right, _LOOKS[row.kind][1]):
            cell[0](number, 1, *cell[1:])


def _shown(sheet: "Sheet") -> ShownSheet:
    columns = [
        ShownColumn(name, sheet.headings.get(name, name), sheet.meanings.get(name, ""))
        for name in map(str, sheet.table)
    ]
    return ShownSheet(sheet.title, sheet.about, sheet.record, columns)


def _height(row: GuideRow) -> float:
    """Give a row's height: LibreOffice makes none as high as its text."""
    if row.kind in _HEIGHTS:
        return _HEIGHTS[row.kind]
    bold = row.kind in {"warning", "headline"}
    cells = zip((row.left, row.right), _WIDTHS, strict=True)
    return height_of(max(lines_of(text, width, bold=bold) for text, width in cells))
