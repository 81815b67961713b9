"""Pace: how fast schools get an ENT, how fast they should for a target, where it leads."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.deployment.equipped_history import (
    anniversaries,
    first_dated,
    history,
    with_unopened,
)
from geo_ent.indicators.deployment.projection import LEAST_POINTS, project
from geo_ent.indicators.deployment.school_years import (
    around_rentree,
    openings_ahead,
    rentrees_between,
    school_year,
    years_before,
)
from geo_ent.indicators.units import Weights, goal_n, one_each
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROUNDING = 1e-9  # what comes by a day is counted in floats
FAR_YEARS = 50  # beyond, a school year would pretend to know


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at: a share (0 to 1) of the schools, classes or pupils, by a date."""

    share: float
    by: dt.date


@dataclass(frozen=True, eq=False)
class Pace:
    """How fast it goes, and how fast it should.

    An ENT without a date is taken as having been there all along, or not at all where the last date
    is before the register was kept: it says nothing of the pace.

    Attributes
    ----------
    goal
        What is aimed at.
    history
        On `date`, the last one and its anniversaries, rising: the columns of `history`.
    needed_n
        Schools (or classes, pupils) still to equip for the goal; 0 where it is reached.
    rentrees_n
        How many rentrées there are after the last date, up to the goal's; 0 where that is past.
    since
        The day that the last date is compared with: twelve months before, or the first opening
        where it is later; None where the status of that day isn't known.
    since_first_opening
        Whether `since` is the first opening.
    gained_n
        How many more have an ENT than twelve months before, which is the pace of a year.
    rentree_share
        Which share of them came at the rentrée (0 to 1); the rest came through the year.
    end_year
        The school year that would reach the goal at this pace, by the year that it begins in; None
        where none of the next 50 does, or the goal is reached.
    in_time
        Whether this pace reaches the goal by its date.
    share_then
        The share at the goal's date at this pace; NaN where the pace isn't known.
    projection
        On `date` (each 1 September to the goal's date, and that date): `share, low, high`; empty
        where it is refused.
    fitted_from
        The first date of the curve that the projection carries on; None where it is refused.
    unit
        What is counted: "schools", "classes" or "pupils".
    sector
        Of which schools: "public", "prive" or "all".
    notes
        What can't be told, and why: `telling.deployment.pace_notes` writes them.
    """

    goal: Goal
    history: pd.DataFrame
    needed_n: int
    rentrees_n: int
    since: dt.date | None
    since_first_opening: bool
    gained_n: int
    rentree_share: float
    end_year: int | None
    in_time: bool
    share_then: float
    projection: pd.DataFrame
    fitted_from: dt.date | None = None
    unit: str = "schools"
    sector: str = "all"
    notes: tuple[Note, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of any school at the last date: there is no pace to tell."""
        last = self.history.iloc[-1]
        return bool(0 < last["whole_n"] <= last["unknown_n"])

    @property
    def is_past(self) -> bool:
        """Whether the goal's date isn't after the last one known."""
        return bool(self.goal.by <= self.history.index[-1])


def pace(  # noqa: PLR0913 what a pace is told of, by keyword
    series: pd.DataFrame,
    *,
    target: float,
    by: dt.date | int,
    weights: Weights | None = None,
    first_opening: dt.date | None = None,
    opened_on: "pd.Series[Any] | None" = None,
    sector: str = "all",
) -> Pace:
    """Say how many schools (or classes, pupils) a target takes, and where the pace leads.

    Parameters
    ----------
    series
        The statuses on `uai`, one column a date, as `status_table` gives them for the days of
        `school_years.pace_days`; a school of unknown status counts as without an ENT.
    target
        A share, over 0 and up to 1.
    by
        A date, or a number of years after the last date of the series.
    weights
        How much each school of the series counts, as `units.weigh` says; None for one each.
    first_opening
        The first day that an ENT opened on, where it is known.
    opened_on
        The day that each school opened, on `uai`, where it is known: before, the history doesn't
        count it. Its ENT may be older than it is, where others were merged into it: it is then no
        gain of the year that it opened in.
    sector
        Of which schools the series is: "public", "prive" or "all".

    Raises
    ------
    InputError
        If the target isn't a share, or the series has no date.

    Examples
    --------
    >>> days = [dt.date(2022, 9, 1), dt.date(2023, 9, 1)]
    >>> statuses = pd.DataFrame([["none", "school"]] + [["none", "none"]] * 9, columns=days)
    >>> ahead = pace(statuses, target=0.8, by=5)
    >>> ahead.needed_n, ahead.rentrees_n, ahead.gained_n, ahead.end_year
    (7, 5, 1, 2030)
    """
    weights = one_each(series.index) if weights is None else weights
    every_day = history(series, weights)
    if not len(every_day):
        msg = "l’historique n’a aucune date : le rythme ne peut pas être calculé."
        raise InputError(msg)
    last = every_day.index[-1]
    goal = _goal(target, by, last)
    opened = with_unopened(series, opened_on)
    counts = anniversaries(history(opened, weights))
    whole_n, covered_n = counts[["whole_n", "covered_n"]].iloc[-1].astype(int)
    needed_n = max(0, goal_n(target, whole_n) - int(covered_n))
    year = _last_year(every_day, first_opening)
    gained_then = year.gained_n * max(0.0, year.openings_until(goal.by))
    points = counts[counts.index >= first_dated(opened, counts)]
    why_not = _refusal(points, goal)
    return Pace(
        goal=goal,
        history=counts,
        needed_n=needed_n,
        rentrees_n=max(0, rentrees_between(last, goal.by)),
        since=year.since,
        since_first_opening=year.since is not None and year.since > years_before(last, 1),
        gained_n=year.gained_n,
        rentree_share=year.rentree_share,
        end_year=_end_year(year, needed_n),
        in_time=gained_then >= needed_n - _ROUNDING,
        share_then=_share_of(covered_n + gained_then, whole_n) if year.since else math.nan,
        projection=_nothing() if why_not else _projection(points, goal, year, _lump(weights)),
        fitted_from=None if why_not else points.index[0],
        unit=weights.unit,
        sector=sector,
        notes=(*why_not, *weights.notes, *_of_the_dates(counts, year, weights.unit)),
    )


@dataclass(frozen=True, slots=True)
class _Year:
    """What opened in the twelve months up to `last`, as `Pace` tells it."""

    last: dt.date
    since: dt.date | None
    gained_n: int
    rentree_share: float

    def openings_until(self, day: dt.date) -> float:
        """Tell how many times as much comes by a day, if it goes on as in these months."""
        return openings_ahead(self.last, day, rentree_share=self.rentree_share)


def _last_year(every_day: pd.DataFrame, first_opening: dt.date | None) -> _Year:
    """Compare the last date with the day twelve months before."""
    covered, last = every_day["covered_n"], every_day.index[-1]
    before = years_before(last, 1)
    if before not in every_day.index:
        return _Year(last, None, 0, 1.0)
    gained_n = int(covered.iloc[-1] - covered.loc[before])
    since = max(before, first_opening or before)
    return _Year(last, since, gained_n, _rentree_share(every_day, gained_n))


def _rentree_share(every_day: pd.DataFrame, gained_n: int) -> float:
    """Tell which share of the last twelve months' openings came at the rentrée."""
    eve, after = around_rentree(every_day.index[-1])
    # An opening is dated by its rentrée where nothing better is known.
    if gained_n <= 0 or not {eve, after} <= set(every_day.index):
        return 1.0
    at_rentree_n = every_day["covered_n"].loc[after] - every_day["covered_n"].loc[eve]
    return float(min(1.0, max(0.0, at_rentree_n / gained_n)))


def _of_the_dates(counts: pd.DataFrame, year: _Year, unit: str) -> "Iterator[Note]":
    """Note what the dates don't tell: when some were equipped, how it was a year before."""
    held_n = int(counts["held_n"].max())
    if held_n:
        yield Note(f"undated.{unit}", n=held_n)
    if year.since is None:
        yield Note("no_year")


def _end_year(year: _Year, needed_n: int) -> int | None:
    """Find the school year by whose end as many have come as are needed."""
    if not needed_n or year.gained_n <= 0:
        return None
    first = school_year(year.last)
    for end in range(first, first + FAR_YEARS + 1):
        if year.gained_n * year.openings_until(dt.date(end + 1, 8, 31)) >= needed_n - _ROUNDING:
            return end
    return None


def _share_of(covered: float, whole_n: int) -> float:
    """Give a share that stays between none and all; NaN without a school."""
    return min(1.0, max(0.0, covered / whole_n)) if whole_n else math.nan


def _refusal(counts: pd.DataFrame, goal: Goal) -> tuple[Note, ...]:
    """Say why no projection is made; nothing where one can be."""
    covered, last = counts["covered_n"], counts.iloc[-1]
    n = last["whole_n"]
    # a curve through fewer points, or through none that moves, would be drawn by the prior alone
    reasons = (
        (n == 0, Note("none")),
        (last["unknown_n"] == n, Note("unknown")),
        (last["covered_n"] == n, Note("complete")),
        (covered.min() == covered.max() and len(counts) > 1, Note("never_changed")),
        (len(counts) < LEAST_POINTS, Note("few_dates", least=LEAST_POINTS, n=len(counts))),
        (goal.by <= counts.index[-1], Note("past")),
    )
    # The first that holds: "no school" makes the others idle.
    return next(((reason,) for holds, reason in reasons if holds), ())


def _goal(target: float, by: dt.date | int, last: dt.date) -> Goal:
    if not 0 < target <= 1:
        msg = f"l’objectif doit être une part entre 0 et 1 (0,8 pour 80 %), trouvé {target!r}."
        raise InputError(msg)
    if isinstance(by, dt.datetime):
        return Goal(target, by.date())
    return Goal(target, by if isinstance(by, dt.date) else years_before(last, -by))


def _nothing() -> pd.DataFrame:
    index = pd.Index([], name="date", dtype=object)
    return pd.DataFrame({"share": [], "low": [], "high": []}, index=index, dtype=float)


def _lump(weights: Weights) -> float:
    """Give by how much classes or pupils come at a time: the mean size, weighted by itself.

    Pupils don't get an ENT one by one: counted as so many independent draws, their projection
    would be far too sure. The size is that of the school of a pupil picked at random.
    """
    return float((weights.whole**2).sum() / (weights.whole.sum() or 1.0)) or 1.0


def _projection(counts: pd.DataFrame, goal: Goal, year: _Year, lump: float) -> pd.DataFrame:
    """Carry the share on; chance is that of so many schools of one size, which come whole."""
    last = counts.index[-1]
    septembers = [dt.date(year, 9, 1) for year in range(last.year, goal.by.year + 1)]
    until: Sequence[dt.date] = [*(day for day in septembers if last < day < goal.by), goal.by]
    ahead = [year.openings_until(day) for day in until]
    schools = counts[["whole_n", "covered_n"]] / lump
    shares = project(schools["covered_n"].tolist(), schools["whole_n"].tolist(), ahead)
    return shares.set_axis(pd.Index(until, name="date", dtype=object))
