"""Several rows for one school: the nearest wins, repeats merge, dated changes make periods.

Rows of different programmes hold side by side: a school may have two ENT.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from geo_ent.register.register_row import Line
from geo_ent.register.territories import NEAREST
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.register.reason_codes import ReasonCode

__all__ = ["Period", "settle_periods"]

_DAY = dt.timedelta(days=1)
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


def settle_periods(lines: Sequence[Line]) -> list[Period]:
    """Keep of the rows of each school those that count, and say on the others why they don't.

    A row of the school itself wins over one of its territory, a nearer territory over a larger
    one; an empty status says nothing. Rows that say the same are one. Rows with different starts
    and different contents follow each other; else the latest dated wins, else the last row.
    All this among the rows of one programme: rows of two programmes, both named, neither beat nor
    end each other. So do two solutions where the first one's end is written after the second's
    start: both hold, each over its own dates.
    """
    of_school: defaultdict[str, list[Period]] = defaultdict(list)
    for line in lines:
        for uai in line.uais:
            of_school[uai].append(Period(uai, line, line.end))
    beaten: defaultdict[int, list[Note]] = defaultdict(list)
    kept: list[Period] = []
    for periods in of_school.values():
        kept += _of_one(periods, beaten) if len(periods) > 1 else periods
    _settle_beaten(lines, kept, beaten)
    order = {id(line): at for at, line in enumerate(lines)}
    return sorted(kept, key=lambda period: order[id(period.line)])


def _of_one(periods: list[Period], beaten: dict[int, list[Note]]) -> list[Period]:
    speaking = [period for period in periods if period.line.status != "unknown"]
    groups = _by_programme(speaking, beaten)
    if len(groups) < 2:  # noqa: PLR2004 one programme at most: all rows are of it
        return _of_one_programme(periods, beaten)
    kept = _side_by_side(groups, beaten)
    silent = [period for period in periods if period.line.status == "unknown"]
    for period in silent:
        beaten[id(period.line)].append(_why_further(period, kept[0][0]))
    return _once(kept)


def _by_programme(periods: Sequence[Period], beaten: dict[int, list[Note]]) -> list[list[Period]]:
    """Part rows by programme; a row of none goes with each, unless it says nothing of its own."""
    groups: list[tuple[set[str], list[Period]]] = []
    for period in periods:
        names = _programmes(period)
        shared = [group for group in groups if group[0] & names]
        if names:
            merged = (names.union(*(group[0] for group in shared)),
                      [each for group in shared for each in group[1]] + [period])  # fmt: skip
            groups = [group for group in groups if group not in shared] + [merged]
    if len(groups) < 2:  # noqa: PLR2004 one programme at most
        return [list(periods)]
    return _with_the_rest(periods, [group for _, group in groups], beaten)


def _programmes(period: Period) -> set[str]:
    """Name the programmes of a row, those written "A+B" too, as `plain` writes them."""
    names = (part for name in period.line.programme for part in name.split("+"))
    return set(filter(None, map(plain, names)))


def _with_the_rest(
    periods: Sequence[Period], groups: list[list[Period]], beaten: dict[int, list[Note]]
) -> list[list[Period]]:
    """Add the rows of no programme to each group; those that repeat a row are merged with it."""
    placed = [period for group in groups for period in group]
    for period in periods:
        if _programmes(period):
            continue
        same = next((each for each in placed if _within(period, each)), None)
        if same is not None:
            beaten[id(period.line)].append(Note("repeated", row=same.line.place))
        else:
            for group in groups:
                group.append(Period(period.uai, period.line, period.end))
    order = {id(period.line): at for at, period in enumerate(periods)}
    return [sorted(group, key=lambda each: order[id(each.line)]) for group in groups]


def _side_by_side(groups: list[list[Period]], beaten: dict[int, list[Note]]) -> list[list[Period]]:
    """Settle each programme; a row of none that one of them beats is out of all, and beats none."""
    while True:
        told: defaultdict[int, list[Note]] = defaultdict(list)
        fresh = [[Period(each.uai, each.line, each.end) for each in group] for group in groups]
        kept = [_of_one_programme(group, told) for group in fresh]
        stay = [{id(period.line) for period in group} for group in kept]
        free = {id(each.line) for group in groups for each in group if not _programmes(each)}
        lost = {line for line in free if not all(line in lines for lines in stay)}
        for line in lost or told:
            beaten[line] += told[line]
        if not lost:
            return kept
        groups = [[each for each in group if id(each.line) not in lost] for group in groups]


def _once(groups: Sequence[Sequence[Period]]) -> list[Period]:
    """Give each row's period once, ended by the first programme that ends it."""
    found: dict[int, Period] = {}
    for period in (each for group in groups for each in group):
        mine = found.setdefault(id(period.line), period)
        mine.end = min(filter(None, (mine.end, period.end)), default=None)
    return list(found.values())


def _of_one_programme(periods: list[Period], beaten: dict[int, list[Note]]) -> list[Period]:
    speaking = [period for period in periods if period.line.status != "unknown"]
    rank = min(NEAREST.index(each.line.scope) for each in speaking or periods)
    nearest = [p for p in speaking or periods if NEAREST.index(p.line.scope) == rank]
    near = {id(period) for period in nearest}
    for period in periods:
        if id(period) not in near:
            beaten[id(period.line)].append(_why_further(period, nearest[0]))
    kept = _without_repeats(nearest, beaten) if len(nearest) > 1 else nearest
    return _in_order(kept, beaten) if len(kept) > 1 else kept


def _why_further(period: Period, winner: Period) -> Note:
    code: ReasonCode = "silent" if period.line.status == "unknown" else "further"
    return Note(code, row=winner.line.place)


def _without_repeats(periods: list[Period], beaten: dict[int, list[Note]]) -> list[Period]:
    """Merge the rows that say the same, or the same but less."""
    kept: list[Period] = []
    for period in sorted(periods, key=lambda each: -sum(map(bool, each.content))):
        same = next((each for each in kept if _within(period, each)), None)
        if same is None:
            kept.append(period)
        else:
            beaten[id(period.line)].append(Note("repeated", row=same.line.place))
    stay = {id(period) for period in kept}
    return [period for period in periods if id(period) in stay]


def _within(less: Period, more: Period) -> bool:
    """Tell whether a row says nothing that another doesn't; an empty cell says nothing."""
    return all(a in {b, (), None} for a, b in zip(less.content, more.content, strict=True))


def _in_order(periods: list[Period], beaten: dict[int, list[Note]]) -> list[Period]:
    """Make periods of rows that follow each other; of rows that contradict, keep one."""
    dated = [period for period in periods if period.line.start]
    order = sorted(dated, key=_start) if dated else periods
    kept = [order[0]]
    for period in order[1:]:
        last = kept[-1]
        if dated and _follows(last, period):
            kept.append(period)
        else:
            beaten[id(last.line)].append(_conflict(last, period))
            kept[-1] = period
    for period in periods:
        if dated and not period.line.start:
            beaten[id(period.line)].append(_conflict(period, kept[-1]))
    for first, second in combinations(kept, 2):
        if not _both_hold(first, second):
            first.end = min(filter(None, (first.end, _start(second) - _DAY)))
    return kept


def _start(period: Period) -> dt.date:
    return period.line.start or dt.date.min


def _follows(first: Period, second: Period) -> bool:
    """Tell whether a row comes after another: a later start, and a change or an end between."""
    if first.line.start == second.line.start:
        return False
    if first.end is not None and first.end < _start(second):
        return True
    return (first.line.status, first.line.solution) != (second.line.status, second.line.solution)


def _both_hold(first: Period, second: Period) -> bool:
    """Tell whether two solutions overlap because the first one's end is written, and later."""
    one, two = first.line, second.line
    used = one.status in _USED and two.status in _USED
    named = one.solution and two.solution and one.solution != two.solution
    return bool(used and named and first.end and first.end > _start(second))


def _conflict(loser: Period, winner: Period) -> Note:
    theirs, ours = ((line.status, line.solution, line.start) for line in (winner.line, loser.line))
    fields = {"row": winner.line.place, "theirs": theirs, "ours": ours}
    return Note("contradicted", **fields, dated=bool(winner.line.start))


def _settle_beaten(
    lines: Sequence[Line], kept: Sequence[Period], beaten: dict[int, list[Note]]
) -> None:
    """Say on each row how many of its schools it speaks for in the end."""
    reached: defaultdict[int, list[str]] = defaultdict(list)
    for period in kept:
        reached[id(period.line)].append(period.uai)
    for line in lines:
        mine, reasons = reached[id(line)], beaten.get(id(line), [])
        if line.uais and not mine:
            line.outcome, line.reason = "merged", reasons[0]
            if len(reasons) > 1:
                line.settle("merged", "outdone", count=len(reasons), first=reasons[0])
        elif line.outcome == "spread":
            counts = {"reached": len(mine), "others": len(line.uais) - len(mine)}
            line.reason = Note(line.reason.code, **line.reason.fields, **counts)
            line.uais = tuple(mine)
