"""What a row of a register says: its status, solution and dates, with what could not be read."""

import datetime as dt
import re
from collections.abc import Mapping

from geo_ent.register.register_row import Line
from geo_ent.register.tick_columns import PLAIN, ticked_status
from geo_ent.register.vocabulary import TICKS, solution_of, status_of
from geo_ent.tables.dates import dated
from geo_ent.tables.word_lists import split_words
from geo_ent.text.compare import plain

# An observation is prose, of which any word might mislead: only these say that an ENT is planned.
_PLANNED = ("convention a signer", "a signer", "en attente de convention", "signature en cours")
# A hyphen with spaces around parts "ONE - en projet", one without doesn't part "e-primo".
_PARTS = re.compile(r"\s*[(:;,]\s*|\s+[-–]\s+|\)")


def read_meaning(line: Line, columns: Mapping[str, object]) -> None:
    """Fill what a row says (status, solution, dates, programme…); note what is unread.

    Parameters
    ----------
    line
        A row below a header.
    columns
        The contract's columns that its sheet has.
    """
    line.programme, line.phase, line.network = (
        split_words(line.text(column)) for column in ("programme", "phase", "network")
    )
    line.solution, known = solution_of(line.text("solution"))
    if not columns.keys().isdisjoint(TICKS):
        line.status = _ticked(line, columns)
    else:
        line.status = _status(line) if "status" in columns else _implied(line)
    if not known:
        _note(line, "unknown-solution", "solution")
    _dates(line)


def _note(line: Line, kind: str, column: str) -> None:
    line.note(kind, "as-written", text=line.text(column))


def _ticked(line: Line, columns: Mapping[str, object]) -> str:
    """Read the columns to tick, with the plain one beside them, else the solution in its stead."""
    alone = _status(line, PLAIN) if "status" in columns else "unknown"
    status = ticked_status(line, columns, alone)
    # Where the only boxes are "en projet" or "pas d'ENT", an ENT is told by its solution.
    can_say_yes = {"status", "status_school", "status_class"} & columns.keys()
    return status if status != "unknown" or can_say_yes else _implied(line)


def _status(line: Line, column: str = "status") -> str:
    """Read the status column, or what stands there or in the remarks in its stead."""
    cell, text = line.cells.get(column), line.text(column)
    status = status_of(cell if isinstance(cell, bool) or cell is None else text)
    if status is None:
        status = _mixed(line, text)
    if status is None:
        _note(line, "unknown-status", column)
    elif status == "unknown" and not text:
        return _observed(line)
    return status or "unknown"


def _mixed(line: Line, text: str) -> str | None:
    """Read "ONE", "oui (ONE)" or "ONE - en projet" in the status column."""
    parts = [part for part in _PARTS.split(text) if part]
    known = [names for names, sure in map(solution_of, parts) if sure and names]
    if not known:
        return None
    line.solution = line.solution or known[0]
    statuses = {status_of(part) for part in parts if not solution_of(part)[0] or status_of(part)}
    statuses -= {None, "unknown"}
    # A solution named alone is used; two statuses beside it ("oui, ONE, en projet") contradict.
    return statuses.pop() if len(statuses) == 1 else None if statuses else "school"


def _observed(line: Line) -> str:
    """Let an observation speak where the status is empty: "convention à signer"."""
    remarks = plain(line.text("note"))
    if any(words in remarks for words in _PLANNED):
        line.note("status-from-note", "read-as-planned", text=line.text("note"))
        return "planned"
    return "unknown"


def _implied(line: Line) -> str:
    """Tell the status from the solution where no column says it."""
    if line.solution:
        return "school"
    return "none" if status_of(line.text("solution")) == "none" else "unknown"


def _dates(line: Line) -> None:
    line.start, line.start_precision = _date(line, "start")
    line.end, _ = _date(line, "end")
    if line.start and line.end and line.start > line.end:
        start, end = line.text("start"), line.text("end")
        line.note("dates-reversed", "end-before-start", start=start, end=end)
        line.end = None


def _date(line: Line, column: str) -> tuple[dt.date | None, str]:
    try:
        return dated(line.cells.get(column), end=column == "end")
    except (ValueError, OverflowError):
        _note(line, "unread-date", column)
        return None, ""
