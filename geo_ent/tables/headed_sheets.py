"""From a file to a frame, its row of titles found wherever it stands: the one way of the readers.

The register has a finder of its own (`register.layouts`), which goes by what cells hold too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.tables.cells import cell_text
from geo_ent.tables.files import Grid, is_workbook, read_grids, read_rows
from geo_ent.text.compare import snake
from geo_ent.text.header_row import Header, bearing, find_header


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns that a table is known by.

    Attributes
    ----------
    names
        Own column -> the titles it may have, reduced by `snake`, the best first; one that ends
        with ``*`` stands for all that begin so, the latest year first.
    needed
        Own columns without which it is another table.
    either
        Own columns of which one at least must be there, if any is enough.
    """

    names: Mapping[str, Sequence[str]]
    needed: Sequence[str] = ()
    either: Sequence[str] = ()

    def candidate_titles(self, titles: Sequence[str]) -> dict[str, list[str]]:
        """Give, by column, the reduced titles that it may be under, the best first.

        A column that no title may be isn't among the keys.
        """
        named = [snake(title) for title in titles]
        titled = {own: bearing(named, aliases) for own, aliases in self.names.items()}
        return {own: candidates for own, candidates in titled.items() if candidates}

    def are_in(self, titles: Sequence[str]) -> bool:
        """Tell a row of titles: all the needed, and one of either."""
        there = self.candidate_titles(titles).keys()
        return there >= set(self.needed) and (not self.either or bool(there & set(self.either)))


@dataclass(frozen=True, eq=False)
class HeadedSheet:
    """A sheet whose row of titles is known.

    Attributes
    ----------
    name
        The sheet's; "" in a CSV or a JSON.
    title_row
        The index of its row of titles, from 0.
    columns
        Own column -> the reduced titles that it may be under there, the best first.
    is_right
        Whether it has the titles looked for; else they are those of the first row that holds
        anything.
    has_rows
        Whether anything may stand below.
    """

    name: str
    title_row: int
    columns: Mapping[str, list[str]]
    is_right: bool
    has_rows: bool
    _frame: Callable[[], pd.DataFrame]

    def frame(self) -> pd.DataFrame:
        """Give what stands below the titles as texts ("" for nothing), blank rows left out.

        By reduced title, the first of two that are alike; the index is the row in the file.
        """
        rows = self._frame()
        return rows[(rows != "").any(axis=1)]


def read_headed(
    path: str | Path, columns: Columns, *, rank: Callable[[HeadedSheet], object] = lambda _: 0
) -> list[HeadedSheet]:
    """Find the tables of a file that have some columns, whatever the file's kind.

    Parameters
    ----------
    path
        A workbook (any sheet), a CSV (lines may stand above its titles) or a JSON.
    columns
        What to know the row of titles by.
    rank
        Which sheet is the best of several, by what `max` would take; the first among equals.

    Returns
    -------
    list of HeadedSheet
        The best first. Where none has the titles, one that isn't right, to name what is there.

    Raises
    ------
    InputError
        If there is no such file, or it holds something else than a table.
    """
    path = Path(path)
    sheets = list((_of_grids if is_workbook(path) else _of_text)(path, columns))
    right = [sheet for sheet in sheets if sheet.is_right]
    empty_sheet = HeadedSheet("", 0, {}, is_right=False, has_rows=False, _frame=pd.DataFrame)
    return sorted(right, key=rank, reverse=True) or [*sheets, empty_sheet][:1]  # type: ignore[arg-type]


def grid_header(grid: Grid, is_header: Callable[[Sequence[str]], bool]) -> Header | None:
    """Find the row of titles of a sheet read cell by cell, as `find_header` does."""
    return find_header(([cell_text(cell) for cell in row] for row in grid), is_header)


def _of_grids(path: Path, columns: Columns) -> Iterator[HeadedSheet]:
    for name, grid in read_grids(path).items():
        header = grid_header(grid, columns.are_in)
        if header:
            candidates = columns.candidate_titles(header.titles)
            below = partial(_below, grid, header)
            has_rows = len(grid) > header.row + 1
            yield HeadedSheet(name, header.row, candidates, header.is_right, has_rows, below)


def _of_text(path: Path, columns: Columns) -> list[HeadedSheet]:
    """Read a text whose first line has the titles by columns; else look for them line by line.

    By columns first: a national file of a portal is read several times quicker so, and JSON has
    no lines. A CSV with lines above its titles is ragged there, or has other titles.
    """
    # Only what an alias names is read: a portal's export has dozens of columns of no use here.
    every = [alias for aliases in columns.names.values() for alias in aliases]
    fault: InputError | None = None
    try:
        frame = read_rows(path, wanted=lambda title: bool(bearing([title], every)))
        if columns.are_in(frame.columns.tolist()):
            return [_read(frame, columns, is_right=True)]
    except InputError as error:
        fault = error
    with suppress(InputError):
        # Ragged under the right titles is a fault to mend; under others, it is another file.
        lines = list(_of_grids(path, columns))
        if lines and (lines[0].title_row > 0 if lines[0].is_right else fault):
            return lines
    if fault:
        raise fault
    return [_read(read_rows(path, wanted=lambda _: True), columns, is_right=False)]


def _read(frame: pd.DataFrame, columns: Columns, *, is_right: bool) -> HeadedSheet:
    """Make a sheet of a text read by columns."""
    candidates, has_rows = columns.candidate_titles(frame.columns.tolist()), len(frame) > 0
    return HeadedSheet("", 0, candidates, is_right, has_rows, lambda: frame)


def _below(grid: Grid, header: Header) -> pd.DataFrame:
    width = len(header.titles)
    # A file read as lines may have rows of any length: pandas is to refuse to fill them up.
    texts = [
        [*map(cell_text, row[:width]), *[""] * (width - len(row))] for row in grid[header.row + 1 :]
    ]
    index = pd.RangeIndex(header.row + 2, header.row + 2 + len(texts))
    frame = pd.DataFrame(texts, index=index, columns=range(width), dtype=str)
    frame = frame.set_axis(header.names, axis="columns")
    return frame.loc[:, ~frame.columns.duplicated()]
