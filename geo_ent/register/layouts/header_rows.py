"""Which rows of a sheet could be its titles: one to three lines of them, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo_ent.register.layouts.cell_kinds import STATUS_KINDS, CellKinds
from geo_ent.register.layouts.title_meaning import Title, column_scores, year_of
from geo_ent.tables.cells import cell_text, filled
from geo_ent.tables.files import Grid
from geo_ent.text.compare import plain

_DEPTH = 60  # filled rows above the header: more than this is no register
_MOST_LINES = 3  # "Réponses" over "L'école a-t-elle un ENT ?" over "Toute l'école": forms write so
_SEVERAL = 3  # cells from which a row below makes the one text above it a sheet's title
_SEEN_BELOW = 20
_EXACT = 0.9
_LONGEST_GROUP = 3  # words of a group's title that stands alone over the first column
_MOST_CONTENT = 0.5  # share of a row's cells that are content and no title from which it has none

Row = Sequence[object]


@dataclass(frozen=True)
class Header:
    """Lines that may be the titles of a table.

    Attributes
    ----------
    top, bottom
        Index of its first line and of the first row below; equal where there is none.
    titles
        By column.
    """

    top: int
    bottom: int
    titles: Mapping[int, Title]


def possible_headers(
    grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> Iterator[Header]:
    """Give the rows that could be titles, alone and with the lines above them.

    Parameters
    ----------
    grid, rows
        The sheet, and the indexes of its rows that hold anything.
    kinds
        Tells what cells look like: a row that holds a UAI of the directory is never a title.
    chosen
        The titles that the user has named, reduced.
    """
    wanted = {title for title in chosen.values() if title}
    lines: list[int] = []
    for index in rows[:_DEPTH]:
        if _is_data(grid[index], kinds, wanted):
            if any("uai" in kinds.of(cell) for _, cell in filled(grid[index])):
                break  # a header below a school would lose it
            lines = []
            continue
        # Lines of one header follow each other without a blank row between.
        lines = [*lines, index][-_MOST_LINES:] if lines and lines[-1] == index - 1 else [index]
        if _is_banner(grid[index], [grid[row] for row in rows if row > index][:_SEEN_BELOW]):
            continue
        for depth in range(1, len(lines) + 1):
            titles = titles_in([grid[line] for line in lines[-depth:]])
            if titles:
                yield Header(lines[-depth], index + 1, titles)


def _is_data(row: Row, kinds: CellKinds, wanted: set[str]) -> bool:
    """Tell a row of content from one of titles, which may hold words of content ("CP", "Non")."""
    cells = filled(row)
    if any(kinds.of(cell) & {"uai", "places"} for _, cell in cells):
        return True
    if any("named" in kinds.of(cell) for _, cell in cells) and not _has_exact_title(cells):
        return True  # a school's own row, whatever is told of it beside
    # Beside "UAI" or "École", "Oui" and "En projet" are titles of boxes to tick.
    boxes = any(_names_the_school(cell) for _, cell in cells)
    content = sum(_is_content(cell, kinds, boxes=boxes) for _, cell in cells)
    named = any(plain(cell_text(cell)) in wanted for _, cell in cells)
    return not named and content > _MOST_CONTENT * len(cells)


def _is_banner(row: Row, below: Sequence[Row]) -> bool:
    """Tell the title of a whole sheet: one text, over rows that nearly all have several cells."""
    texts = {cell_text(cell) for _, cell in filled(row)}
    wide = sum(len(filled(lower)) >= _SEVERAL for lower in below)
    return len(texts) == 1 and len(below) > 1 and wide > _MOST_CONTENT * len(below)


def _has_exact_title(cells: Sequence[tuple[int, object]]) -> bool:
    return any(max(column_scores(Title(cell_text(cell))).values(), default=0.0) > _EXACT
               for _, cell in cells)  # fmt: skip


def _names_the_school(cell: object) -> bool:
    scores = column_scores(Title(cell)) if isinstance(cell, str) else {}
    return max(scores.get("uai", 0.0), scores.get("name", 0.0)) > _EXACT


def _is_content(cell: object, kinds: CellKinds, *, boxes: bool) -> bool:
    """Tell what can't be a title: a school's name, a day, a figure that is no year."""
    of_cell = kinds.of(cell)
    text = cell_text(cell)
    if "year" in of_cell or year_of(text):
        return False
    if of_cell & {"uai-like", "date", "number", "named"}:
        return True
    if "solution" in of_cell and of_cell & STATUS_KINDS:
        return True  # "ONE dans toutes les classes"
    scores = column_scores(Title(text))
    if max(scores.values(), default=0.0) > 0.3:  # noqa: PLR2004 any title the vocabulary knows
        return "commune" in of_cell
    return bool(of_cell & {"commune", "school", "address"}) or (
        not boxes and bool(of_cell & STATUS_KINDS) and "mark" in of_cell
    )


def titles_in(lines: Sequence[Row]) -> dict[int, Title]:
    """Read lines of titles; one above stands for the blank ones at its right, as groups do.

    Parameters
    ----------
    lines
        The rows of a header, one or several.

    Examples
    --------
    >>> [title.whole for title in titles_in([["", "ENT", ""], ["UAI", "O/N", "Nom"]]).values()]
    ['UAI', 'ENT O/N', 'ENT Nom']
    """
    texts = [_texts(line) for line in lines]
    # One long text at the left is the title of the sheet, and of no column.
    texts = [line for line in texts[:-1] if not _is_sheet_title(line)] + texts[-1:]
    width = max((max(line, default=-1) for line in texts), default=-1) + 1
    titles: dict[int, Title] = {}
    for column in range(width):
        own = next((line[column] for line in reversed(texts) if column in line), "")
        above = [_group(line, column) for line in texts[:-1]]
        group = " ".join(dict.fromkeys(text for text in above if text and text != own))
        if own or group:
            # A group that spans a column without a title of its own is all that names it.
            titles[column] = Title(own, group)
    return titles


def _is_sheet_title(line: Mapping[int, str]) -> bool:
    return set(line) == {0} and len(line[0].split()) > _LONGEST_GROUP


def _group(line: Mapping[int, str], column: int) -> str:
    before = [index for index in line if index <= column]
    return line[max(before)] if before else ""


def _texts(row: Row) -> dict[int, str]:
    return {index: text for index, cell in filled(row) if (text := cell_text(cell))}
