"""Any table, whatever it is about: its titles, its rows and its cells as texts, nothing lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo_ent.errors import InputError
from geo_ent.tables.cells import full_text
from geo_ent.tables.files import Grid, read_grids
from geo_ent.text.compare import meant, snake
from geo_ent.text.header_row import find_header

_LIKELY_WITHIN = 30  # rows, of which the fullest is taken for titles in an error
_TITLES_SHOWN = 12  # titles that an error names
_LONGEST_TITLE = 40  # characters of each of them


@dataclass(frozen=True)
class AnyTable:
    """A table as texts, row by row.

    Attributes
    ----------
    file, sheet
        Where it is; `sheet` is "" in a CSV.
    titles
        As they are written; "" for a column that has cells and no title.
    rows
        As many cells each as there are titles.
    numbers
        The row of each in the sheet, from 1; blank rows and what stands above the titles are
        passed over.
    above_n, blank_n
        How many rows stand above the titles, how many are blank among those below.
    """

    file: Path
    sheet: str
    titles: list[str]
    rows: list[list[str]]
    numbers: list[int]
    above_n: int
    blank_n: int

    def column(self, asked: str) -> int:
        """Find a column by its title, else by its title without case and accents.

        Raises
        ------
        InputError
            If there is none; the columns that there are are named, the nearest suggested.
        """
        index = _position(asked, self.titles)
        if index is None:
            raise InputError(_no_column(self.file, asked, self.titles))
        return index

    def cells(self, index: int) -> list[str]:
        """Give a column's cells, by its index."""
        return [row[index] for row in self.rows]


def read_any_table(path: str | Path, *, column: str, sheet: str = "") -> AnyTable:
    """Read the table that has a column of this title: CSV of any kind, xlsx, ods, xls.

    Parameters
    ----------
    column
        A title; its row is looked for among the first of each sheet.
    sheet
        The sheet to read; the first that has the column when "".

    Raises
    ------
    InputError
        If there is no such file, sheet or column.
    """
    path = Path(path)
    grids = _asked_sheets(path, read_grids(path), sheet)
    # A title written as asked anywhere goes before one that is only like it on an earlier sheet.
    for exact in (True, False):
        for name, grid in grids.items():
            header = find_header(
                ([full_text(cell) for cell in row] for row in grid),
                lambda titles: _position(column, titles, exact=exact) is not None,  # noqa: B023 called at once
            )
            if header and header.is_right:
                return _table(path, name, grid, header.row)
    raise InputError(_no_column(path, column, _likely_titles(grids)))


def _asked_sheets(path: Path, grids: dict[str, Grid], sheet: str) -> dict[str, Grid]:
    if not sheet:
        return grids
    if sheet not in grids:
        there = ", ".join(f"« {name} »" for name in grids if name) or "aucune, c’est un CSV"
        msg = f"{path} : il n’y a pas de feuille « {sheet} » ; feuilles trouvées : {there}."
        raise InputError(msg)
    return {sheet: grids[sheet]}


def _table(path: Path, sheet: str, grid: Grid, title_row: int) -> AnyTable:
    filled = [
        (number, [full_text(cell) for cell in row])
        for number, row in enumerate(grid[title_row:], start=title_row + 1)
        if any(cell not in {None, ""} for cell in row)
    ]
    # To the last filled cell of any row, not of the titles': cells under no title are kept too.
    width = max(_width(row) for _, row in filled)
    titles, *rows = [(row + [""] * width)[:width] for _, row in filled]
    return AnyTable(
        file=path,
        sheet=sheet,
        titles=titles,
        rows=rows,
        numbers=[number for number, _ in filled[1:]],
        above_n=title_row,
        blank_n=len(grid) - title_row - len(filled),
    )


def _width(row: list[str]) -> int:
    return max((number for number, cell in enumerate(row, start=1) if cell), default=0)


def _position(asked: str, titles: Sequence[str], *, exact: bool = False) -> int | None:
    # A CSV saved by Excel begins with a BOM, which would make its first title another word.
    titles = [title.strip("\ufeff ") for title in titles]
    if asked.strip() in titles:
        return titles.index(asked.strip())
    names = [snake(title) for title in titles]
    is_near = not exact and snake(asked) and snake(asked) in names
    return names.index(snake(asked)) if is_near else None


def _likely_titles(grids: dict[str, Grid]) -> list[str]:
    """Take for titles the row with most texts among the first of the first sheet that has any."""
    for grid in grids.values():
        rows = [[full_text(cell) for cell in row] for row in grid[:_LIKELY_WITHIN]]
        best = max(rows, key=lambda row: sum(bool(cell) for cell in row), default=[])
        if any(best):
            return [title for title in best if title]
    return []


def _no_column(path: Path, asked: str, titles: Sequence[str]) -> str:
    near = meant(asked, [_shown(title) for title in titles if title])
    hint = f" ; {near}" if near else "."
    named = [f"« {_shown(title)} »" for title in titles if title]
    left = len(named) - _TITLES_SHOWN
    more = f" et {left} autre{'s' if left > 1 else ''}" if left > 0 else ""
    there = ", ".join(named[:_TITLES_SHOWN]) or "aucune"
    return f"{path} : pas de colonne « {asked} » ; colonnes trouvées : {there}{more}{hint}"


def _shown(title: str) -> str:
    """Write a title on one line, short, without what a terminal would obey."""
    line = " ".join(title.split())[:_LONGEST_TITLE]
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line)
