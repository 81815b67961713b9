"""A sheet as its file has it: what each format gives, whatever it is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from geo_ent.text.note import Note

MOST_CELLS = 60_000_000
"""Cells of a sheet beyond which it is refused: about 3 GB once read; a tall one of 50 columns."""
LARGEST_MERGE = 5_000
"""Cells of a merged one beyond which a sheet was painted, not written."""

Place = tuple[int, int]
"""A cell's row and column, from 0."""


class BoundlessError(ValueError):
    """A file that would not hold in memory once read.

    Attributes
    ----------
    rows, columns
        How far its largest sheet goes; 0 where the file alone is too large.
    """

    def __init__(self, rows: int = 0, columns: int = 0) -> None:
        """Keep how far the sheet goes."""
        super().__init__(f"{rows} x {columns}")
        self.rows, self.columns = rows, columns


@dataclass
class RawSheet:
    """The cells of a sheet, errors as the texts that a spreadsheet shows (#N/A).

    Attributes
    ----------
    name
        "" where the file has one table and no name for it.
    rows
        Cells, row by row; a row may be shorter than others.
    hidden
        Whether people don't see the sheet.
    notes
        What to say of it.
    """

    name: str
    rows: list[list[object]]
    hidden: bool = False
    notes: list[Note] = field(default_factory=list)


def fill_merged(rows: list[list[object]], merged: Iterable[tuple[Place, Place]]) -> None:
    """Say what is written in a merged cell of all the cells that it covers.

    Examples
    --------
    >>> rows: list[list[object]] = [["Rennes", "A"], ["", "B"]]
    >>> fill_merged(rows, [((0, 0), (1, 0))])
    >>> rows
    [['Rennes', 'A'], ['Rennes', 'B']]
    """
    for (top, left), (bottom, right) in merged:
        is_small = (bottom - top + 1) * (right - left + 1) <= LARGEST_MERGE
        if is_small and top < len(rows) and left < len(rows[top]):
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                span = slice(left, min(right + 1, len(row)))
                row[span] = [value] * (span.stop - left)


def cell_name(place: Place) -> str:
    """Name a cell as a spreadsheet does.

    Examples
    --------
    >>> cell_name((1, 0)), cell_name((0, 27))
    ('A2', 'AB1')
    """
    return f"{column_letters(place[1])}{place[0] + 1}"


def column_letters(index: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does.

    Examples
    --------
    >>> column_letters(2), column_letters(26)
    ('C', 'AA')
    """
    before, last = divmod(index, len(ascii_uppercase))
    return (column_letters(before - 1) if before else "") + ascii_uppercase[last]


def note_uncomputed(sheet: RawSheet, places: Sequence[Place]) -> None:
    """Say how many formulas of a sheet nothing has computed, and where the first is."""
    if places:
        sheet.notes.append(
            Note("formulas-uncomputed", count=len(places), cell=cell_name(min(places)))
        )
