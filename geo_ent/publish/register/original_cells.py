"""A cell of somebody's register, written again as what it was: a text, a number, a date."""

import datetime as dt
import math
from typing import Any

from geo_ent.publish.workbook.workbook_cells import Book, plain_text
from geo_ent.tables.cells import cell_text

_FIRST_DAY = dt.date(1900, 3, 1)  # before, Excel counts a day that never was
_EXACT = 2**53  # the last whole number that a spreadsheet holds exactly


def kept_cell(cell: object) -> object:
    r"""Give a cell as a workbook can hold it; "" for an empty one.

    Examples
    --------
    >>> kept_cell(None), kept_cell(1.0), kept_cell(dt.date(1850, 1, 1)), kept_cell("a\x00")
    ('', 1.0, '01/01/1850', 'a\ufffd')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)):
        return cell if math.isfinite(cell) and abs(cell) <= _EXACT else str(cell)
    if isinstance(cell, dt.date):
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        # What has a time zone can't be a date of a workbook, nor what is before its calendar.
        zoned = isinstance(cell, dt.datetime) and cell.tzinfo is not None
        return cell_text(cell) if zoned or day < _FIRST_DAY else cell
    if isinstance(cell, (dt.time, dt.timedelta)):
        return cell
    return plain_text(cell)


def write_cell(book: Book, out: Any, place: tuple[int, int], cell: object, look: str) -> None:  # noqa: ANN401 xlsxwriter has no types
    """Write a cell in its kind: no text becomes a formula or a link, whatever it begins with."""
    if isinstance(cell, str):
        text = plain_text(cell)
        if text:
            out.write_string(*place, text, book.text_style(text, look))
        elif look:  # an empty cell of a coloured row
            out.write_blank(*place, None, book.style("text", look))
    elif isinstance(cell, bool):
        out.write_boolean(*place, cell, book.style("general", look))
    elif isinstance(cell, (int, float)):
        out.write_number(*place, cell, book.style("general", look))
    else:
        out.write_datetime(*place, cell, book.style(_kind(cell), look))


def _kind(cell: object) -> str:
    """Tell how a date or a time is shown, so that it is read again as one."""
    if isinstance(cell, dt.timedelta):
        return "duration"
    if isinstance(cell, dt.time):
        return "clock"
    whole = not isinstance(cell, dt.datetime) or cell.time() == dt.time()
    return "day" if whole else "moment"
