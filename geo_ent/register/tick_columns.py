"""Registers with a column to tick for each status: "ENT école", "ENT classe", "En projet"."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from geo_ent.register.register_row import Line
from geo_ent.register.vocabulary import TICKS, status_of, tick_meanings
from geo_ent.tables.cells import cell_text
from geo_ent.tables.contract import REGISTER_STATUSES
from geo_ent.tables.files import CellError
from geo_ent.text.compare import plain

PLAIN = "status_alone"
"""Where a row keeps the cell of its plain status column, when it has columns to tick too."""

TURNED = "status_turned"
"""Where a row keeps the "non" under "pas d'ENT", in a table whose only box that is."""

# what a title says of how to tick: "(x)", "O/N", "à cocher"
_DRESS = re.compile(r"^(?:cochez |cocher )|(?: (?:x|o n|oui non|1 0|0 1|(?:case )?a cocher))+$")
_TICK_LETTERS = 6  # letters of a tick at most: "x", "oui", "FAUX"
_STATUS_LETTERS = 25  # letters at most of a status written out where a tick was asked for

# A title of one word may be that of another thing ("Classes" counts them, "Projet" names one):
# nearly all its cells must be ticks. One of several words says itself what it is, and half will do.
_NEARLY_ALL = 0.9
_AT_LEAST_HALF = 0.5


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
    columns: dict[str, int] = {}
    for place in sorted(titles):
        status = tick_of(titles[place])
        column = f"status_{status}"
        if status and column not in columns and _is_ticked(titles[place], cells(place), status):
            columns[column] = place
    return {} if columns.keys() <= {"status_school"} else columns


def _is_ticked(title: str, cells: Sequence[object], status: str) -> bool:
    """Tell whether a column's cells are ticks: half, or nearly all under a title of one word."""
    several_words = " " in plain(title)
    if not cells:
        return several_words
    if several_words:
        return sum(map(_is_short_status, cells)) >= _AT_LEAST_HALF * len(cells)
    return sum(_is_mark(cell, status) for cell in cells) >= _NEARLY_ALL * len(cells)


def _is_short_status(cell: object) -> bool:
    text = cell_text(cell)
    return isinstance(cell, bool) or (len(text) <= _STATUS_LETTERS and status_of(text) is not None)


def _is_mark(cell: object, status: str) -> bool:
    """Tell a tick ("x", "non", "?"), or the column's own status written out, from other texts."""
    if isinstance(cell, bool):
        return True
    text = cell_text(cell)
    written = status_of(text)
    if written in {"school", "none", "unknown"} and len(text) <= _TICK_LETTERS:
        return True
    return written == status and len(text) <= _STATUS_LETTERS


def with_ticks(cells: Mapping[str, object], titles: Mapping[str, str]) -> Mapping[str, object]:
    """Write out what is ticked as the row's status, as a person would say it.

    Parameters
    ----------
    cells
        A row's cells by the contract's columns.
    titles
        The title of each column that the sheet has, as written.

    Returns
    -------
    Mapping
        The same cells, with `status` written out and the plain status kept as `PLAIN`; `cells`
        themselves where no column is to be ticked.

    Examples
    --------
    >>> with_ticks({"status_class": "x"}, {"status_class": "ENT classe"})["status"]
    'ENT classe : x'
    """
    if titles.keys().isdisjoint(TICKS):
        return cells
    ticked = [
        f"{' '.join(titles[column].split())} : {cell_text(cells[column])}"
        for column in ("status", *TICKS)
        if column in titles and cell_text(cells.get(column))
    ]
    return {**cells, PLAIN: cells.get("status", ""), "status": " ; ".join(ticked)}


def ticked_status(line: Line, columns: Collection[str], alone: str) -> str:
    """Give a row its status from its columns to tick: school, class, planned, none, unknown.

    The strongest of those ticked counts; ticks that don't go together are noted. "Non" under
    "ENT école" says that the school has none, under the only box, "pas d'ENT", that it has one;
    under another it says nothing.

    Parameters
    ----------
    line
        A row, whose cells tell what is ticked.
    columns
        The columns that its sheet has.
    alone
        What its plain status column says; "unknown" without one.
    """
    statuses: set[str] = set()
    denied = False
    for column in filter(columns.__contains__, TICKS):
        status = column.removeprefix("status_")
        cell_status = _cell_status(line, column)
        if cell_status == "none":
            denied |= status == "school"
        elif cell_status != "unknown":
            # "En projet" written under "ENT école" is a project: the weaker of the two counts.
            statuses.add(max(status, cell_status, key=REGISTER_STATUSES.index))
    # With a column for the school and one for classes, the plain "oui" only says that there is
    # an ENT of one kind: the ticked one tells which.
    precise = {"status_school", "status_class"} <= set(columns) and statuses & {"school", "class"}
    if alone != "unknown" and not (alone == "school" and precise):
        statuses.add(alone)
    if not statuses and line.text(TURNED):
        return "school"
    # "Pas d'ENT" and "en projet" go together: there is none yet.
    if len(statuses) > 1 and statuses != {"planned", "none"}:
        line.note("ticked-twice", "as-written", text=line.text("status"))
    return (
        min(statuses, key=REGISTER_STATUSES.index) if statuses else "none" if denied else "unknown"
    )


def _cell_status(line: Line, column: str) -> str:
    """Read a cell; what isn't understood is noted, and says nothing."""
    cell = line.cells.get(column)
    if isinstance(cell, CellError):
        line.note("unknown-status", "cell-error", text=str(cell))
        return "unknown"
    status = status_of(cell if isinstance(cell, bool) else line.text(column))
    if status is None:
        line.note("unknown-status", "as-written", text=line.text(column))
    return status or "unknown"
