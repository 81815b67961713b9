"""Which of the titles that the user imposes a sheet has: each sheet is held to its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from geo_ent.register.layouts.title_meaning import lettered
from geo_ent.tables.cells import cell_text
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

Titles = Mapping[str, str | Sequence[str]]
"""Column of the contract -> its title, or its titles where sheets differ; `IGNORED` too.

"" says that the column isn't to be read, even where it would be recognised.
"""

BETWEEN = "\n|\n"
"""What stands between the titles of several columns to ignore, where they are one text."""

IGNORED = "ignored"
"""What the titles are told under that say nothing of an ENT, and aren't to be asked about."""

_DEPTH = 60  # rows that a header may stand below
_HEADER_ROWS = 3  # rows that a header can have


def imposed_titles(wanted: Titles, grid: Sequence[Sequence[object]]) -> dict[str, str]:
    """Give the titles that a sheet must be read by; "" for a column that isn't to be read.

    A title that the sheet doesn't have binds nothing in it: its column is recognised there as it
    is everywhere. Of several titles that it has, neither is imposed, for the same reason.

    Parameters
    ----------
    wanted
        What the user says.
    grid
        The sheet.

    Examples
    --------
    >>> grid = [["RNE", "ENT"], ["0350122T", "oui"]]
    >>> imposed_titles({"uai": ["UAI", "RNE"], "status": "Équipée"}, grid)
    {'uai': 'RNE'}
    >>> imposed_titles({"start": ""}, grid)
    {'start': ''}
    >>> imposed_titles({"ignored": ["ENT", "Relance"]}, grid)
    {'ignored': 'ENT'}
    """
    if not wanted:  # the sheet is looked through for nothing else
        return {}
    here = _titles(grid)
    imposed = {}
    for column, titles in wanted.items():
        several = titles_of(wanted, column)
        present = [title for title in several if plain(title) in here]
        if column == IGNORED:
            if present:
                imposed[column] = BETWEEN.join(present)
        elif len(present) == 1 or titles == "":
            imposed[column] = present[0] if present else ""
    return imposed


def absent_titles(wanted: Titles, grids: Sequence[Sequence[Sequence[object]]]) -> dict[str, str]:
    """Give the imposed titles that no sheet has, the first of each column: they bind nothing."""
    here = set().union(*map(_titles, grids)) if wanted else set()
    absent = {}
    for column in wanted:
        several = [title for title in titles_of(wanted, column) if title]
        if several and not any(plain(title) in here for title in several):
            absent[column] = several[0]
    return absent


def is_answered(question: Note, wanted: Titles, imposed: Mapping[str, str]) -> bool:
    """Tell whether what the user has said of a sheet's columns leaves a question without object.

    Parameters
    ----------
    question
        Of the kind `register-question`.
    wanted, imposed
        What the user says, and what of it binds the sheet.
    """
    title = question.fields.get("title")
    ignored = map(plain, titles_of(wanted, IGNORED))
    if isinstance(title, str) and plain(title) in set(ignored):
        return True
    unsaid = "start" if question.code == "unread-dates" else "status"
    ticked = f"status_{question.fields.get('status')}"  # of a column that is ticked
    return question.fields.get("column", unsaid) in imposed or ticked in imposed


def titles_of(wanted: Titles, column: str) -> Sequence[str]:
    """Give the titles that are said of a column.

    Examples
    --------
    >>> titles_of({"uai": "RNE"}, "uai"), titles_of({"uai": "RNE"}, "status")
    (['RNE'], [])
    """
    titles = wanted.get(column, [])
    return [titles] if isinstance(titles, str) else titles


def _titles(grid: Sequence[Sequence[object]]) -> set[str]:
    """Gather what can be a title: each cell near the top, and those of a column put together."""
    rows = [[plain(cell_text(cell)) for cell in row] for row in grid[:_DEPTH]]
    titles: set[str] = set()
    for top, row in enumerate(rows):
        titles.update(row)
        for depth in range(2, _HEADER_ROWS + 1):
            below = [_filled_on(upper) for upper in rows[top : top + depth - 1]]
            last = rows[top + depth - 1] if top + depth <= len(rows) else []
            for index, cell in enumerate(last):
                above = [upper[index] for upper in below if index < len(upper)]
                titles.add(" ".join(filter(None, [*above, cell])))
                titles.add(" ".join(filter(None, [*(u[index] for u in rows[top : top + depth - 1]
                                                    if index < len(u)), cell])))  # fmt: skip
    return (titles | _lettered(rows)) - {""}


def _lettered(rows: Sequence[Sequence[str]]) -> set[str]:
    """Give the texts that stand in several columns with their letters: "Avis (E)"."""
    places: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        for index, cell in enumerate(_filled_on(row)):
            places[cell].add(index)
    places.pop("", None)
    return {plain(lettered(cell, index)) for cell, indexes in places.items() if len(indexes) > 1
            for index in indexes}  # fmt: skip


def _filled_on(row: Sequence[str]) -> list[str]:
    """Repeat a title over the columns to its right that have none: a group's is in its first."""
    filled: list[str] = []
    for cell in row:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled
