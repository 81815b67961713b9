"""Schools that have several rows by design: a sheet a year, a row a class, a row a service."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo_ent.register.layouts.title_meaning import is_civil
from geo_ent.register.layouts.year_runs import Run, Year, runs_of
from geo_ent.register.register_row import Line

_TWO = 2


def settle_year_sheets(lines: Sequence[Line]) -> None:
    """Put together what sheets of one school year each say of a school: the latest one counts.

    Its earlier years become its history, with the day when what it says began. A school that has
    two rows in one sheet is left to the rules of all rows (`register.periods`).

    Parameters
    ----------
    lines
        Every row, tied to its schools and read; those of a sheet a year bear its `year`.
    """
    of_school: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.year is not None and len(line.uais) == 1 and line.scope == "school":
            of_school[line.uais[0]].append(line)
    if len({_state_of(line) for several in of_school.values() for line in several}) < _TWO:
        return
    for several in of_school.values():
        if len({_state_of(line) for line in several}) < len(several):
            continue
        # Of one year the state of its last day is what it came to.
        ordered = sorted(several, key=_state_of)
        by_year = {line.year: line for line in ordered if line.year is not None}
        _settle_years(by_year)
        for line in ordered:
            if line not in by_year.values():
                _settle_earlier(line, by_year[max(by_year)])


def _state_of(line: Line) -> tuple[int, dt.date]:
    """Give what tells the sheets of a register kept by year: the year, and the day in it."""
    return line.year or 0, line.year_day or dt.date.min


def _settle_earlier(line: Line, latest: Line) -> None:
    line.uais = ()
    line.settle("merged", "earlier-year", row=latest.place)


def _settle_years(by_year: dict[int, Line]) -> None:
    of_years = {year: Year(line.status, line.solution) for year, line in by_year.items()}
    runs = runs_of(of_years, civil=any(is_civil(line.sheet) for line in by_year.values()))
    latest = by_year[max(by_year)]
    if not runs:
        return
    earlier = [line for line in by_year.values() if line is not latest]
    latest.history = [_as_line(run, _first(run, by_year)) for run in runs[:-1]]
    latest.history = [line for line in latest.history if line.status != "none"]
    _take_run(latest, runs[-1], _first(runs[-1], by_year))
    for line in earlier:
        _settle_earlier(line, latest)


def _first(run: Run, by_year: dict[int, Line]) -> Line:
    """Give the row of the year in which a run begins."""
    is_used = run.status in {"school", "class"}
    return by_year.get(run.first if is_used else run.last, by_year[run.last])


def _as_line(run: Run, line: Line) -> Line:
    own = Line(line.file, line.sheet, line.row, line.cells, outcome="", columns=line.columns)
    own.status, own.solution, own.programme = line.status, line.solution, line.programme
    own.phase, own.network = line.phase, line.network
    own.start, own.start_precision, own.end = line.start, line.start_precision, line.end
    _take_run(own, run, line)
    return own


def _take_run(line: Line, run: Run, first: Line) -> None:
    """Give a row what a run says; a day that its rows write themselves is kept."""
    line.status, line.solution = run.status, run.solution or line.solution
    if run.status == "none":
        return
    written = line.start or first.start
    line.start = written or run.start
    if not written and run.start:
        line.start_precision = "school_year"
    else:
        line.start_precision = line.start_precision or first.start_precision
    line.end = line.end or run.end


def settle_answers(lines: Iterable[Line]) -> None:
    """Keep of a school that answered a survey several times its last answer.

    Parameters
    ----------
    lines
        Every row; those of a survey bear `answered_at`.
    """
    of_school: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.answered_at and len(line.uais) == 1 and line.scope == "school":
            of_school[line.uais[0]].append(line)
    for several in of_school.values():
        kept = max(several, key=lambda line: (line.answered_at, line.row))
        for line in several:
            if line is not kept:
                line.uais = ()
                line.settle("merged", "answered-again", row=kept.place)


def settle_operations(lines: Iterable[Line]) -> None:
    """Make one row of a school's operations: the last that was carried out says what it has.

    Parameters
    ----------
    lines
        Every row; those of a log, a queue or a list of tickets bear their `act`.
    """
    of_school: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.act and len(line.uais) == 1:
            of_school[line.uais[0]].append(line)
    for several in of_school.values():
        # Without days, rows stand in their order.
        dated = all(line.start for line in several)
        order = sorted(several, key=lambda line: line.start or dt.date.min) if dated else several
        kept = _last_state(order)
        for line in several:
            if line is not kept:
                line.uais = ()
                line.settle("merged", "earlier-act", row=kept.place)


def _last_state(order: Sequence[Line]) -> Line:
    """Go through operations: what is open, until when, or what is asked where nothing is."""
    opened: Line | None = None
    other: Line | None = None
    for line in order:
        if line.act == "on" and (opened is None or opened.end):
            opened, other = line, None
        elif line.act == "off" and opened is not None:
            opened.end = opened.end or line.start
            opened.status = opened.status if line.start else "none"
        elif line.act != "on":
            other = line
    is_project = other is not None and (other.act == "asked" or other.status == "planned")
    if opened is None or (opened.end and is_project):
        kept = other or order[-1]
        # A copy: the row itself is settled as one that another speaks for.
        kept.history = [replace(opened, notes=[], history=[])] if opened is not None else []
        return kept
    return opened


def settle_class_rows(lines: Iterable[Line]) -> None:
    """Make one row of a school's rows of a class each: an ENT in some of them is one of classes.

    Parameters
    ----------
    lines
        Every row; those of a table with a row a class bear `of_class`.
    """
    of_school: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.of_class and len(line.uais) == 1:
            of_school[line.uais[0]].append(line)
    for several in of_school.values():
        used = [line for line in several if line.status in {"school", "class"}]
        kept = min(used or several, key=lambda line: (line.start is None, line.start or 0))
        if used:
            # An ENT of every class is the school's.
            kept.status = "school" if len(used) == len(several) > 1 else "class"
            kept.solution = tuple(dict.fromkeys(name for line in used for name in line.solution))
        for line in several:
            if line is not kept:
                line.uais = ()
                line.settle("merged", "class-row", row=kept.place)
