"""Registers with a column to tick for each status: "ENT école", "ENT classe", "En projet"."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from geo_ent.register.register_row import Line
from geo_ent.register.vocabulary import TICKS, status_of, tick_meanings
from geo_ent.tables.cells import cell_text
from geo_ent.tables.contract import STATUSES
from geo_ent.text.compare import plain

__all__ = ["PLAIN", "combined", "tick_columns", "tick_of", "with_ticks"]

PLAIN = "status_alone"
"""Where a row keeps the cell of its plain status column, when it has columns to tick too."""

_DRESS = re.compile(r"^(?:cochez |cocher )|(?: (?:x|o n|oui non|1 0|0 1|(?:case )?a cocher))+$")
_MARK = 6  # letters of a tick at most: "x", "oui", "FAUX"
_WORDS = 25  # and of a status written out where a tick was asked for
_MANY = 0.9
_MOST = 0.5


def tick_of(title: object) -> str:
    """Name the status that a column to tick stands for, by its title; "" for any other.

    Examples
    --------
    >>> tick_of("ENT classe (x)"), tick_of("En projet"), tick_of("ENT")
    ('class', 'planned', '')
    """
    return tick_meanings().get(_DRESS.sub("", plain(title)), "")


def tick_columns(
    titles: Mapping[int, str], cells: Callable[[int], Sequence[object]]
) -> dict[str, int]:
    """Find the columns to tick of a header; none where "ENT école" alone is simply the status.

    Parameters
    ----------
    titles
        The header's titles by their place.
    cells
        Gives the filled cells of a place.

    Returns
    -------
    dict
        One of `TICKS` -> place.
    """
    found: dict[str, int] = {}
    for at in sorted(titles):
        status = tick_of(titles[at])
        column = f"status_{status}"
        if status and column not in found and _is_ticked(titles[at], cells(at), status):
            found[column] = at
    return {} if found.keys() <= {"status_school"} else found


def _is_ticked(title: str, cells: Sequence[object], status: str) -> bool:
    """Tell whether a column's cells are ticks: most, or nearly all under a title of one word.

    "Classes" may count them, "Projet" may name one.
    """
    clear = " " in plain(title)
    if not cells:
        return clear
    if clear:
        return sum(_is_said(cell) for cell in cells) >= _MOST * len(cells)
    return sum(_is_mark(cell, status) for cell in cells) >= _MANY * len(cells)


def _is_said(cell: object) -> bool:
    text = cell_text(cell)
    return isinstance(cell, bool) or (len(text) <= _WORDS and status_of(text) is not None)


def _is_mark(cell: object, status: str) -> bool:
    if isinstance(cell, bool):
        return True
    text = cell_text(cell)
    found = status_of(text)
    if found in {"school", "none", "unknown"} and len(text) <= _MARK:
        return True
    return found == status and len(text) <= _WORDS


def with_ticks(cells: Mapping[str, object], titles: Mapping[str, str]) -> Mapping[str, object]:
    """Write out what is ticked as the row's status, as a person would say it.

    Examples
    --------
    >>> with_ticks({"status_class": "x"}, {"status_class": "ENT classe"})["status"]
    'ENT classe : x'
    """
    ticked = [
        f"{' '.join(titles[column].split())} : {cell_text(cells[column])}"
        for column in ("status", *TICKS)
        if column in titles and cell_text(cells.get(column))
    ]
    if not TICKS & titles.keys():
        return cells
    return {**cells, PLAIN: cells.get("status", ""), "status": " ; ".join(ticked)}


def combined(line: Line, columns: Collection[str], alone: str) -> str:
    """Give a row its status from its columns to tick: school, class, planned, none, unknown.

    The strongest of those ticked counts; ticks that don't go together are noted. "Non" under
    "ENT école" says that the school has none, under another it says nothing.

    Parameters
    ----------
    line
        A row, whose cells tell what is ticked.
    columns
        The columns that its sheet has.
    alone
        What its plain status column says; "unknown" without one.
    """
    said: set[str] = set()
    denied = False
    for column in (each for each in TICKS if each in columns):
        status = column.removeprefix("status_")
        found = _found(line, column)
        if found == "none":
            denied |= status == "school"
        elif found != "unknown":
            said.add(max(status, found, key=STATUSES.index))
    whole = {"status_school", "status_class"} <= set(columns) and said & {"school", "class"}
    if alone != "unknown" and not (alone == "school" and whole):
        said.add(alone)
    if len(said) > 1 and said != {"planned", "none"}:
        line.note("ticked-twice", "as-written", text=line.text("status"))
    return min(said, key=STATUSES.index) if said else "none" if denied else "unknown"


def _found(line: Line, column: str) -> str:
    """Read a cell; what isn't understood is noted, and says nothing."""
    cell = line.cells.get(column)
    found = status_of(cell if isinstance(cell, bool) else line.text(column))
    if found is None:
        line.note("unknown-status", "as-written", text=line.text(column))
    return found or "unknown"
