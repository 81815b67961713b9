"""What school years in a row say of one school: from when to when, with which product."""

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

_RENTREE = (9, 1)
_LAST_DAY = (8, 31)


@dataclass(frozen=True)
class Year:
    """What is written of a school for one school year.

    Attributes
    ----------
    status
        One of the contract's, "unknown" where nothing is.
    solution
        Its products, as read.
    """

    status: str
    solution: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """School years in a row that say the same.

    Attributes
    ----------
    status, solution
        What they say.
    start
        The first day, of an ENT that is there.
    end
        Its last day; None where it goes on after the last year written.
    first, last
        The first and the last of its years, by the one each begins in.
    """

    status: str
    solution: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    first: int
    last: int


def runs_of(years: Mapping[int, Year], *, civil: bool = False) -> list[Run]:
    """Put the school years of a school together, the earliest first; none where they say nothing.

    A year left blank between others, or after them, says that there was none: who ticks years
    leaves the others empty. A school whose years are all blank is one of which nothing is known.

    Parameters
    ----------
    years
        By the year they begin in.
    civil
        Whether they are years from January, as those of a budget are.

    Examples
    --------
    >>> [(run.status, run.start.year, run.end) for run in runs_of({
    ...     2020: Year("school"), 2021: Year("school"), 2022: Year("unknown")})]
    [('school', 2020, datetime.date(2022, 8, 31))]
    """
    if all(year.status == "unknown" for year in years.values()):
        return []
    by_year: list[tuple[int, Year]] = []
    for number in sorted(years):
        year = _settled(years[number])
        if by_year and not year.solution and year.status in {"school", "class"}:
            # "CM seulement" the year after "ONE" is of the same product.
            year = Year(year.status, by_year[-1][1].solution)
        by_year.append((number, year))
    groups: list[list[tuple[int, Year]]] = []
    for number, year in by_year:
        if groups and _go_on(groups[-1][-1][1], year):
            groups[-1].append((number, year))
        else:
            groups.append([(number, year)])
    runs = [_run(group, is_last=group is groups[-1], civil=civil) for group in groups]
    used = [run for run in runs if run.status != "none"]
    return used or runs[-1:]


def with_plans(years: Mapping[int, Year], forecasts: AbstractSet[int]) -> dict[int, Year]:
    """Read the years of a forecast: "oui" is a project where there was none, else nothing new.

    Examples
    --------
    >>> with_plans({2022: Year("none"), 2023: Year("school")}, {2023})[2023].status
    'planned'
    >>> with_plans({2022: Year("school"), 2023: Year("school")}, {2023})
    {2022: Year(status='school', solution=())}
    """
    told = dict(sorted(years.items()))
    for number in sorted(forecasts):
        before = [year.status for other, year in told.items() if other < number]
        if told[number].status in {"school", "class"}:
            if before and before[-1] in {"school", "class"}:
                del told[number]
            else:
                told[number] = Year("planned", told[number].solution)
    return told


def _settled(year: Year) -> Year:
    return Year("none") if year.status == "unknown" else year


def _go_on(before: Year, after: Year) -> bool:
    same_product = not before.solution or not after.solution or before.solution == after.solution
    return before.status == after.status and same_product


def _run(group: Sequence[tuple[int, Year]], *, is_last: bool, civil: bool) -> Run:
    first, last = group[0][0], group[-1][0]
    status = group[-1][1].status
    solution = next((year.solution for _, year in reversed(group) if year.solution), ())
    is_used = status in {"school", "class"}
    # A budget says in which year it was paid for, not on which day it opened.
    start = dt.date(first, *_RENTREE) if is_used and not civil else None
    last_day = dt.date(last, 12, 31) if civil else dt.date(last + 1, *_LAST_DAY)
    end = None if is_last or not is_used else last_day
    return Run(status, solution, start, end, first, last)
