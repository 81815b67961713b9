"""The first sheet of the workbook, laid out: a column of names, a wide one of what is said."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo_ent.publish.workbook.workbook_cells import Book, plain_text
from geo_ent.telling.workbook.workbook_guide import GUIDE, ShownSheet, guide_rows

if TYPE_CHECKING:
    from geo_ent.publish.workbook.workbook_sheet import Sheet
    from geo_ent.telling.page.page_facts import PageFacts

_WIDTHS = (40, 110)
_LOOKS = {  # kind of row → of the left cell, of the right one
    "title": ("title", "wrapped"),
    "part": ("section", "wrapped"),
    "text": ("wrapped", "wrapped"),
    "headline": ("wrapped", "strong"),
    "warning": ("banner", "banner"),
    "sheet": ("link", "wrapped"),
}


def write_readme(book: Book, sheets: Sequence["Sheet"], facts: "PageFacts") -> None:
    """Write the sheet that comes first.

    Parameters
    ----------
    sheets
        The others, named: each is linked to, and their columns are explained.
    facts
        Title, headline, notes and sources.
    """
    sheet = book.sheet(book.tr(GUIDE))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    shown = [
        ShownSheet(
            other.title,
            other.about,
            {name: other.headings.get(name, name) for name in map(str, other.table)},
        )
        for other in sheets
    ]
    for number, row in enumerate(guide_rows(shown, facts, book.tr)):
        if row.kind == "sheet":
            # In a reference an apostrophe of the sheet's name is written twice.
            address = f"internal:'{row.left.replace(chr(39), chr(39) * 2)}'!A1"
            text = plain_text(row.left)
            sheet.write_url(number, 0, address, book.text_style(text, "link"), text)
        elif cell := book.text(sheet, row.left, _LOOKS[row.kind][0]):
            cell[0](number, 0, *cell[1:])
        if cell := book.text(sheet, row.right, _LOOKS[row.kind][1]):
            cell[0](number, 1, *cell[1:])
