"""A cell of a spreadsheet as a text."""

import datetime as dt
from collections.abc import Sequence

_LONGEST_CELL = 300  # characters of a cell that are worth showing again
_WIDEST = 2000  # cells of a row that are read: beyond are stray ones
_FIRST_YEAR = 1000  # strftime writes earlier ones without their zeros on some systems


def full_text(cell: object) -> str:
    """Write a cell in full: a text as it is, a number without a vain decimal, an ISO date.

    Examples
    --------
    >>> full_text(1.0), full_text(dt.date(2020, 9, 1)), full_text(True), full_text(" a ")
    ('1', '2020-09-01', 'VRAI', ' a ')
    """
    # Not `cell_text`, which writes for people to read: here nothing of a cell may be cut or put
    # the French way. `bool` comes before numbers, since it is one.
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def cell_text(cell: object) -> str:
    """Write a cell as a person would: whole numbers without decimals, dates day first.

    Examples
    --------
    >>> cell_text(1.0), cell_text(dt.date(2020, 9, 1)), cell_text(True), cell_text(None)
    ('1', '01/09/2020', 'VRAI', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())[:_LONGEST_CELL] if len(cell) > 1 else cell.strip()
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}" if cell.year >= _FIRST_YEAR else cell.isoformat()
    return " ".join(str(cell).split())[:_LONGEST_CELL]


def is_empty(cell: object) -> bool:
    """Tell whether a cell holds nothing but spaces.

    Examples
    --------
    >>> is_empty(None), is_empty("  "), is_empty(0)
    (True, True, False)
    """
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def filled(row: Sequence[object]) -> list[tuple[int, object]]:
    """Give the cells of a row that hold anything, each with its column's index.

    Examples
    --------
    >>> filled(["", "Bruz", None, 3])
    [(1, 'Bruz'), (3, 3)]
    """
    return [(index, cell) for index, cell in enumerate(row[:_WIDEST]) if not is_empty(cell)]
