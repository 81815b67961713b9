"""Several rows for one school: the nearest wins, repeats merge, dated changes make periods."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from geo_ent.tables.lines import Line
from geo_ent.tables.territories import NEAREST

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
        return line.status, line.solution, line.start, self.end, line.programme


def settle_periods(lines: Sequence[Line]) -> list[Period]:
    """Keep of the rows of each school those that count, and say on the others why they don't.

    A row of the school itself wins over one of its territory, a nearer territory over a larger
    one; an empty status says nothing. Rows that say the same are one. Rows with different starts
    and different contents follow each other; else the latest dated wins, else the last row.
    """
    of_school: defaultdict[str, list[Period]] = defaultdict(list)
    for line in lines:
        for uai in line.uais:
            of_school[uai].append(Period(uai, line, line.end))
    beaten: defaultdict[int, list[str]] = defaultdict(list)
    kept: list[Period] = []
    for periods in of_school.values():
        kept += _of_one(periods, beaten) if len(periods) > 1 else periods
    _settle_beaten(lines, kept, beaten)
    order = {id(line): at for at, line in enumerate(lines)}
    return sorted(kept, key=lambda period: order[id(period.line)])


def _of_one(periods: list[Period], beaten: dict[int, list[str]]) -> list[Period]:
    speaking = [period for period in periods if period.line.status != "unknown"]
    rank = min(NEAREST.index(each.line.scope) for each in speaking or periods)
    nearest = [p for p in speaking or periods if NEAREST.index(p.line.scope) == rank]
    near = {id(period) for period in nearest}
    for period in periods:
        if id(period) not in near:
            beaten[id(period.line)].append(_why_further(period, nearest[0]))
    kept = _without_repeats(nearest, beaten) if len(nearest) > 1 else nearest
    return _in_order(kept, beaten) if len(kept) > 1 else kept


def _why_further(period: Period, winner: Period) -> str:
    if period.line.status == "unknown":
        return f"ne dit rien de l'ENT ; la ligne {winner.line.place} parle pour elle"
    return f"l'emporte : la ligne {winner.line.place}, plus proche de l'école"


def _without_repeats(periods: list[Period], beaten: dict[int, list[str]]) -> list[Period]:
    """Merge the rows that say the same, or the same but less."""
    kept: list[Period] = []
    for period in sorted(periods, key=lambda each: -sum(map(bool, each.content))):
        same = next((each for each in kept if _within(period, each)), None)
        if same is None:
            kept.append(period)
        else:
            beaten[id(period.line)].append(f"dit la même chose que la ligne {same.line.place}")
    stay = {id(period) for period in kept}
    return [period for period in periods if id(period) in stay]


def _within(less: Period, more: Period) -> bool:
    """Tell whether a row says nothing that another doesn't; an empty cell says nothing."""
    return all(a in {b, "", None} for a, b in zip(less.content, more.content, strict=True))


def _in_order(periods: list[Period], beaten: dict[int, list[str]]) -> list[Period]:
    """Make periods of rows that follow each other; of rows that contradict, keep one."""
    dated = [period for period in periods if period.line.start]
    kept = [(dated or periods)[0]]
    for period in sorted(dated, key=_start)[1:] if dated else periods[1:]:
        kept[0] = kept[0] if len(kept) > 1 or not dated else min(dated, key=_start)
        last = kept[-1]
        if dated and _follows(last, period):
            if last.end is None or (period.line.start and last.end >= period.line.start):
                last.end = _start(period) - _DAY
            kept.append(period)
        else:
            beaten[id(last.line)].append(_conflict(last, period))
            kept[-1] = period
    for period in periods:
        if dated and not period.line.start:
            beaten[id(period.line)].append(_conflict(period, kept[-1]))
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


def _conflict(loser: Period, winner: Period) -> str:
    return (
        f"en conflit avec la ligne {winner.line.place} "
        f"({_told(winner.line)}, ici {_told(loser.line)}) ; celle-ci est gardée, "
        + ("datée en dernier" if winner.line.start else "écrite en dernier")
    )


def _told(line: Line) -> str:
    start = f"{line.start:%d/%m/%Y}" if line.start else ""
    words = {"school": "oui", "class": "classe", "planned": "en projet", "none": "non"}
    return ", ".join(filter(None, (words.get(line.status, "?"), line.solution, start)))


def _settle_beaten(
    lines: Sequence[Line], kept: Sequence[Period], beaten: dict[int, list[str]]
) -> None:
    """Say on each row how many of its schools it speaks for in the end."""
    reached: defaultdict[int, list[str]] = defaultdict(list)
    for period in kept:
        reached[id(period.line)].append(period.uai)
    for line in lines:
        mine, reasons = reached[id(line)], beaten.get(id(line), [])
        if line.uais and not mine:
            line.settle("merged", reasons[0], _advice(reasons[0]))
            if len(reasons) > 1:
                line.reason = f"ses {len(reasons)} écoles ont une ligne plus proche ou plus récente"
        elif line.outcome == "spread":
            less = len(line.uais) - len(mine)
            line.reason += f" : {len(mine)} école{'s' * (len(mine) > 1)}"
            line.reason += f", {less} autre{'s' * (less > 1)} ayant sa propre ligne" * bool(less)
            line.uais = tuple(mine)


def _advice(reason: str) -> str:
    if "conflit" in reason:
        return "Gardez une seule ligne, ou datez les deux."
    return "Ligne en trop : elle peut être retirée."
