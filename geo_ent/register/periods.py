"""Several rows for one school: the nearest wins, repeats merge, dated changes make periods.

Rows of different programmes hold side by side: a school may have two ENT. The rules and why they
are so: docs/decisions/0005-register.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from geo_ent.register.register_row import Line, ReasonCode
from geo_ent.register.territories import NEAREST
from geo_ent.register.vocabulary import staff_tools
from geo_ent.tables.dates import dated
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

_DAY = dt.timedelta(days=1)
_GAP = dt.timedelta(days=62)  # a subscription of the school year leaves July and August out
_USED = ("school", "class")


@dataclass(slots=True, eq=False)
class Period:
    """What one row says of one school, from a day to another (its last)."""

    uai: str
    line: Line
    end: dt.date | None

    @property
    def content(self) -> tuple[object, ...]:
        """What tells two rows apart."""
        line = self.line
        texts = (line.programme, line.phase, line.network)
        return line.status, line.solution, line.start, self.end, *texts

    @property
    def start(self) -> dt.date:
        """The first day; the beginning of time where none is written."""
        return self.line.start or dt.date.min

    @property
    def programmes(self) -> set[str]:
        """The programmes of the row, those written "A+B" too, as `plain` writes them."""
        names = (part for name in self.line.programme for part in name.split("+"))
        return set(filter(None, map(plain, names)))


class _Losses(defaultdict[int, list[Note]]):
    """Why rows lose, by `id` of the row: a reason for each of the schools where it does."""

    def __init__(self) -> None:
        super().__init__(list)

    def add(self, loser: Period, code: ReasonCode, winner: Period, **fields: object) -> None:
        """Note that a row loses against another."""
        self[id(loser.line)].append(Note(code, row=winner.line.place_beside(loser.line), **fields))


def settle_staff_tools(lines: Sequence[Line]) -> tuple[list[Line], list[Period]]:
    """Set apart what rows say of solutions for the staff, which cover no school.

    Beside a solution of the school's, one for teachers and inspectors leaves the row as it is, less
    that name. Alone, it is all that the row says: nothing of the school's own ENT, which is noted.

    Parameters
    ----------
    lines
        The rows that reach a school. One of a tool alone is settled here, its status "unknown".

    Returns
    -------
    tuple
        The rows that speak of their schools' ENT, and what the others, and the names taken from
        these, say of the tools: for `settle_periods` and as it gives them.
    """
    of_schools: list[Line] = []
    of_tools: list[Line] = []
    alone: list[tuple[Line, Line]] = []
    for line in lines:
        tools = tuple(name for name in line.solution if name in staff_tools())
        if not tools:
            of_schools.append(line)
            continue
        rest = tuple(name for name in line.solution if name not in staff_tools())
        is_there = line.status not in {"none", "unknown"}
        start = _tool_start(line)
        copied = replace(line, solution=tools, start=start, notes=[], history=[])
        if is_there:
            of_tools.append(copied)
        if rest or not is_there:
            line.solution = rest
            of_schools.append(line)
        else:
            alone.append((line, copied))
    periods = settle_periods(of_tools)
    for line, copied in alone:
        line.outcome, line.reason, line.uais = copied.outcome, copied.reason, copied.uais
        line.status = "unknown"
        line.note("staff-tool", "staff-tool", names=line.solution)
    return of_schools, periods


def _tool_start(line: Line) -> dt.date | None:
    """Give the first day of a row's tool: its own, where a column by product says it apart."""
    if "staff_start" not in line.cells:
        return line.start
    try:
        return dated(line.cells["staff_start"])[0]
    except (ValueError, OverflowError):
        return None


def settle_periods(lines: Sequence[Line]) -> list[Period]:
    """Keep of the rows of each school those that count, and say on the others why they don't.

    A row of the school itself wins over one of its territory, a nearer territory over a larger
    one; an empty status says nothing. Rows that say the same are one. Rows with different starts
    and different contents follow each other; else the latest dated wins, else the last row.
    All this among the rows of one programme: rows of two programmes, both named, neither beat nor
    end each other. So do two solutions where the first one's end is written after the second's
    start: both hold, each over its own dates.

    Parameters
    ----------
    lines
        The rows that reach a school, in the order of the files. A row that counts for none of its
        schools becomes "merged"; one of a territory keeps those that it counts for.

    Returns
    -------
    list of Period
        In the order of the rows.
    """
    of_school: defaultdict[str, list[Period]] = defaultdict(list)
    for line in lines:
        for uai in line.uais:
            of_school[uai].append(Period(uai, line, line.end))
    losses = _Losses()
    kept: list[Period] = []
    for periods in of_school.values():
        kept += _of_school(periods, losses) if len(periods) > 1 else periods
    _settle_losers(lines, kept, losses)
    order = {id(line): rank for rank, line in enumerate(lines)}
    return sorted(kept, key=lambda period: order[id(period.line)])


def _of_school(periods: list[Period], losses: _Losses) -> list[Period]:
    """Settle the rows of a school, programme by programme where it has several."""
    speaking = [period for period in periods if period.line.status != "unknown"]
    groups = _by_programme(speaking, losses)
    if len(groups) < 2:  # noqa: PLR2004 one programme at most: all rows are of it
        return _of_programme(periods, losses)
    kept = _side_by_side(groups, losses)
    for period in periods:
        if period.line.status == "unknown":
            losses.add(period, "silent", kept[0][0])
    return _once_each(kept)


def _by_programme(periods: Sequence[Period], losses: _Losses) -> list[list[Period]]:
    """Part rows by programme; a row of none goes with each, unless it says nothing of its own."""
    groups: list[tuple[set[str], list[Period]]] = []
    for period in periods:
        names = period.programmes
        if not names:
            continue
        # A row of two programmes makes one group of theirs: they can't be settled apart.
        shared = [group for group in groups if group[0] & names]
        members = [*chain.from_iterable(group[1] for group in shared), period]
        merged = names.union(*(group[0] for group in shared)), members
        groups = [group for group in groups if group not in shared] + [merged]
    if len(groups) < 2:  # noqa: PLR2004 one programme at most
        return [list(periods)]
    return _with_the_rest(periods, [group for _, group in groups], losses)


def _with_the_rest(
    periods: Sequence[Period], groups: list[list[Period]], losses: _Losses
) -> list[list[Period]]:
    """Add the rows of no programme to each group; those that repeat a row are merged with it."""
    placed = list(chain.from_iterable(groups))
    for period in periods:
        if period.programmes:
            continue
        same = next((other for other in placed if _says_no_more(period, other)), None)
        if same is not None:
            losses.add(period, "repeated", same)
        else:
            for group in groups:
                group.append(replace(period))
    order = {id(period.line): rank for rank, period in enumerate(periods)}
    return [sorted(group, key=lambda period: order[id(period.line)]) for group in groups]


def _side_by_side(groups: list[list[Period]], losses: _Losses) -> list[list[Period]]:
    """Settle each programme; a row of none that one of them beats is out of all, and beats none.

    Whether a row of none loses is only known once each programme is settled with it, and what it
    had beaten must then be settled anew: hence the rounds, each with one such row less at least.
    """
    while True:
        round_losses = _Losses()
        kept = [_of_programme([replace(one) for one in group], round_losses) for group in groups]
        winners = [{id(period.line) for period in group} for group in kept]
        free = {id(one.line) for one in chain.from_iterable(groups) if not one.programmes}
        losers = {line for line in free if not all(line in group for group in winners)}
        # The other losses of a round that isn't the last may not hold in the next.
        for line in losers or round_losses:
            losses[line] += round_losses[line]
        if not losers:
            return kept
        groups = [[one for one in group if id(one.line) not in losers] for group in groups]


def _once_each(groups: Sequence[Sequence[Period]]) -> list[Period]:
    """Give each row's period once, ended by the first programme that ends it."""
    of_line: dict[int, Period] = {}
    for period in chain.from_iterable(groups):
        first = of_line.setdefault(id(period.line), period)
        first.end = min(filter(None, (first.end, period.end)), default=None)
    return list(of_line.values())


def _of_programme(periods: list[Period], losses: _Losses) -> list[Period]:
    """Settle the rows of a school under one programme: the nearest, without repeats, in order."""
    # An empty status says nothing, so a territory may speak for a school whose own row is empty.
    speaking = [period for period in periods if period.line.status != "unknown"] or periods
    rank = min(NEAREST.index(period.line.scope) for period in speaking)
    nearest = [period for period in speaking if NEAREST.index(period.line.scope) == rank]
    counting = {id(period) for period in nearest}
    for period in periods:
        if id(period) not in counting:
            silent = period.line.status == "unknown"
            losses.add(period, "silent" if silent else "further", nearest[0])
    kept = _without_repeats(nearest, losses) if len(nearest) > 1 else nearest
    return _in_order(kept, losses) if len(kept) > 1 else kept


def _without_repeats(periods: list[Period], losses: _Losses) -> list[Period]:
    """Merge the rows that say the same, or the same but less."""
    kept: list[Period] = []
    # The fullest first, so that a row is compared with all that could say it and more.
    for period in sorted(periods, key=lambda period: -sum(map(bool, period.content))):
        same = next((other for other in kept if _says_no_more(period, other)), None)
        if same is None:
            kept.append(period)
        else:
            losses.add(period, "repeated", same)
    winners = {id(period) for period in kept}
    return [period for period in periods if id(period) in winners]


def _says_no_more(less: Period, more: Period) -> bool:
    """Tell whether a row says nothing that another doesn't; an empty cell says nothing."""
    return all(a in {b, (), None} for a, b in zip(less.content, more.content, strict=True))


def _in_order(periods: list[Period], losses: _Losses) -> list[Period]:
    """Make periods of rows that follow each other; of rows that contradict, keep one."""
    dated = _dated(periods)
    order = sorted(dated, key=lambda period: period.start) if dated else periods
    kept = [order[0]]
    for period in order[1:]:
        if dated and _follows(kept[-1], period):
            kept.append(period)
        elif kept[-1].line.answered and not period.line.answered:
            # The word of whoever keeps the register wins over what it says.
            _contradict(period, kept[-1], losses)
        else:
            _contradict(kept[-1], period, losses)
            kept[-1] = period
    for period in periods:
        if dated and not period.line.start:
            _contradict(period, kept[-1], losses)
    kept = _renewed(kept, losses)
    # Registers seldom say when an ENT that was replaced ended: it ends on the eve of the next.
    for first, second in combinations(kept, 2):
        if not _both_hold(first, second):
            first.end = min(filter(None, (first.end, second.start - _DAY)))
    return kept


def _dated(periods: Sequence[Period]) -> list[Period]:
    """Give the rows that have a start; none where an answer about a row without one wins over."""
    if any(period.line.answered and not period.line.start for period in periods):
        return []
    return [period for period in periods if period.line.start]


def _renewed(periods: list[Period], losses: _Losses) -> list[Period]:
    """Make one period of those that go on without a gap: an ENT renewed each year is one."""
    joined = periods[:1]
    for period in periods[1:]:
        before = joined[-1]
        same = (before.line.status, before.line.solution, before.line.programme) == (
            period.line.status, period.line.solution, period.line.programme)  # fmt: skip
        goes_on = before.end is not None and before.end < period.start <= before.end + _GAP
        if same and goes_on and before.line.status in _USED:
            before.end = period.end
            losses.add(period, "renewed", before)
        else:
            joined.append(period)
    return joined


def _follows(first: Period, second: Period) -> bool:
    """Tell whether a row comes after another: a later start, and a change or an end between."""
    if first.line.start == second.line.start:
        return False
    if first.end is not None and first.end < second.start:
        return True
    return (first.line.status, first.line.solution) != (second.line.status, second.line.solution)


def _both_hold(first: Period, second: Period) -> bool:
    """Tell whether two solutions overlap because the first one's end is written, and later."""
    one, two = first.line, second.line
    used = one.status in _USED and two.status in _USED
    named = one.solution and two.solution and one.solution != two.solution
    return bool(used and named and first.end and first.end > second.start)


def _contradict(loser: Period, winner: Period, losses: _Losses) -> None:
    if winner.line.answered:  # nothing is left to ask about the other
        losses.add(loser, "outanswered", winner)
        return
    theirs, ours = ((line.status, line.solution, line.start) for line in (winner.line, loser.line))
    dated = bool(winner.line.start)
    losses.add(loser, "contradicted", winner, theirs=theirs, ours=ours, dated=dated)


def _settle_losers(lines: Sequence[Line], kept: Sequence[Period], losses: _Losses) -> None:
    """Settle the rows that lose everywhere; count on a territory's the schools left to it."""
    reached: defaultdict[int, list[str]] = defaultdict(list)
    for period in kept:
        reached[id(period.line)].append(period.uai)
    for line in lines:
        uais, reasons = tuple(reached[id(line)]), losses.get(id(line), [])
        if line.uais and not uais:
            line.outcome, line.reason = "merged", reasons[0]
            if len(reasons) > 1:
                line.settle("merged", "outdone", count=len(reasons), first=reasons[0])
        elif line.outcome == "spread":
            counts = {"reached": len(uais), "others": len(line.uais) - len(uais)}
            line.reason = Note(line.reason.code, **line.reason.fields, **counts)
            line.uais = uais
