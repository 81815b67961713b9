"""Pace: how fast schools get an ENT, how fast they should for a target, where it leads."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.deployment.projection import LEAST_DATES, YEAR_DAYS, project
from geo_ent.indicators.units import Weights, weigh
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTH_DAYS = YEAR_DAYS / 12
_YEAR_ABOUT = 330  # days: from September to June no rentrée is seen, and it would pass for a halt
_ROUNDING = 1e-9  # 80 % of 10 schools is 8, whatever floats make of it


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at: a share (0 to 1) of the schools, classes or pupils, by a date."""

    share: float
    by: dt.date


@dataclass(frozen=True, eq=False)
class Pace:
    """How fast it goes, and how fast it should.

    Attributes
    ----------
    goal
        What is aimed at.
    history
        On `date`: `whole_n, covered_n, unknown_n, coverage_share` (NaN without a school).
    needed_n
        Schools (or classes, pupils) still to equip for the goal; 0 where it is reached.
    months
        From the last date of the history to the goal's; 0 or less where that is past.
    needed_per_month
        NaN where no month is left; 0 where the goal is reached.
    since, gained_n, per_month
        The latest date of the history 11 months at least before the last (else the first), how
        many more have an ENT since, and that by month; None, 0 and NaN with one date only.
    projection
        On `date` (each 1 September to the goal's date, and that date): `share, low, high`; empty
        where it is refused.
    unit
        What is counted: "schools", "classes" or "pupils".
    notes
        What can't be told, and why: `telling.pace_sentences` writes them.
    """

    goal: Goal
    history: pd.DataFrame
    needed_n: int
    months: float
    needed_per_month: float
    since: dt.date | None
    gained_n: int
    per_month: float
    projection: pd.DataFrame
    unit: str = "schools"
    notes: tuple[Note, ...] = ()


def history(series: pd.DataFrame, weights: Weights | None = None) -> pd.DataFrame:
    """Count, at each date, the schools (or classes, pupils) that have an ENT.

    Parameters
    ----------
    series
        The statuses on `uai`, one column a date, as `status_table` gives them.
    weights
        How much each school counts, as `units.weigh` says; None for one each.

    Returns
    -------
    DataFrame
        On `date`, rising: `whole_n, covered_n, unknown_n, coverage_share`.

    Examples
    --------
    >>> days = [dt.date(2022, 9, 1), dt.date(2023, 9, 1)]
    >>> history(pd.DataFrame([["none", "school"], ["unknown", "unknown"]], columns=days))[
    ...     ["covered_n", "unknown_n", "coverage_share"]].values.tolist()
    [[0.0, 1.0, 0.0], [1.0, 1.0, 0.5]]
    """
    days = sorted((pd.Timestamp(column).date(), column) for column in series.columns)
    weights = _ones(series) if weights is None else weights
    # whole numbers, though a school may count for 27.5 pupils: they are what a page says
    n = round(weights.whole.sum())
    counts = {day: (n, *_counts(series[column], weights)) for day, column in days}
    titles = ["whole_n", "covered_n", "unknown_n"]
    index = pd.Index(list(counts), name="date", dtype=object)
    table = pd.DataFrame(list(counts.values()), index=index, columns=titles, dtype=int)
    return table.assign(coverage_share=table["covered_n"] / (n or float("nan")))


def _ones(series: pd.DataFrame) -> Weights:
    """Count each school once."""
    return weigh(pd.DataFrame(index=series.index))


def _counts(statuses: "pd.Series[str]", weights: Weights) -> tuple[int, int]:
    """Count what has an ENT, and what isn't known."""
    whole, partly = weights.whole.to_numpy(), weights.partly.to_numpy()
    word = statuses.to_numpy()
    covered = whole[word == "school"].sum() + partly[word == "class"].sum()
    return round(covered), round(whole[word == "unknown"].sum())


def pace(
    series: pd.DataFrame,
    *,
    target: float,
    by: dt.date | int,
    weights: Weights | None = None,
) -> Pace:
    """Say how many schools (or classes, pupils) a month a target takes, and where the pace leads.

    Parameters
    ----------
    series
        The statuses on `uai`, one column a date, as `status_table` gives them; a school of unknown
        status counts as without an ENT.
    target
        A share, over 0 and up to 1.
    by
        A date, or a number of years after the last date of the series.
    weights
        How much each school of the series counts, as `units.weigh` says; None for one each.

    Raises
    ------
    InputError
        If the target isn't a share, or the series has no date.

    Examples
    --------
    >>> days = [dt.date(2022, 9, 1), dt.date(2023, 9, 1)]
    >>> statuses = pd.DataFrame([["none", "school"]] + [["none", "none"]] * 9, columns=days)
    >>> ahead = pace(statuses, target=0.8, by=5)
    >>> ahead.needed_n, round(ahead.needed_per_month, 3), ahead.notes
    (7, 0.117, (Note(code='few_dates', fields={'least': 4, 'dates': 2}),))
    """
    if not 0 < target <= 1:
        msg = f"l'objectif doit être une part entre 0 et 1 (0,8 pour 80 %), trouvé {target!r}."
        raise InputError(msg)
    weights = _ones(series) if weights is None else weights
    counts = history(series, weights)
    if not len(counts):
        msg = "l'historique n'a aucune date : le rythme ne peut pas être calculé."
        raise InputError(msg)
    last = counts.index[-1]
    goal = Goal(target, _date(by, last))
    whole_n, covered_n = counts[["whole_n", "covered_n"]].iloc[-1].astype(int)
    # Whole schools: 80 % of 9 is reached with 8.
    needed_n = max(0, math.ceil(target * whole_n - _ROUNDING) - int(covered_n))
    months = (goal.by - last).days / _MONTH_DAYS
    why_not = _refusal(counts, goal)
    since, gained_n, per_month = _recent(counts)
    one_date = [Note("one_date")] if since is None else []
    return Pace(
        goal=goal,
        history=counts,
        needed_n=needed_n,
        months=months,
        needed_per_month=_needed_per_month(needed_n, months),
        since=since,
        gained_n=gained_n,
        per_month=per_month,
        projection=_nothing() if why_not else _projection(counts, goal, _lump(weights)),
        unit=weights.unit,
        notes=(*why_not, *weights.notes, *one_date),
    )


def _refusal(counts: pd.DataFrame, goal: Goal) -> tuple[Note, ...]:
    """Say why no projection is made; nothing where one can be."""
    covered, last = counts["covered_n"], counts.iloc[-1]
    n = last["whole_n"]
    # a curve through fewer dates, or through none that moves, would be drawn by the prior alone
    reasons = (
        (n == 0, Note("none")),
        (last["unknown_n"] == n, Note("unknown")),
        (last["covered_n"] == n, Note("complete")),
        (len(counts) < LEAST_DATES, Note("few_dates", least=LEAST_DATES, dates=len(counts))),
        (covered.min() == covered.max(), Note("never_changed")),
        (goal.by <= counts.index[-1], Note("past")),
    )
    # The first that holds: "no school" makes the others idle.
    return next(((reason,) for holds, reason in reasons if holds), ())


def _date(by: dt.date | int, last: dt.date) -> dt.date:
    if isinstance(by, dt.datetime):
        return by.date()
    if isinstance(by, dt.date):
        return by
    end: dt.date = (pd.Timestamp(last) + pd.DateOffset(years=by)).date()
    return end


def _needed_per_month(needed_n: int, months: float) -> float:
    if not needed_n:
        return 0.0
    return needed_n / months if months > 0 else float("nan")


def _recent(counts: pd.DataFrame) -> tuple[dt.date | None, int, float]:
    """Compare the last date with one that is a school year before at least."""
    days = list(counts.index)
    if len(days) == 1:
        return None, 0, float("nan")
    # Schools open in September: a pace over a spring would be 0, one over a summer four times too
    # high.
    before = [day for day in days[:-1] if (days[-1] - day).days >= _YEAR_ABOUT]
    since = before[-1] if before else days[0]
    gained_n = int(counts["covered_n"].iloc[-1] - counts["covered_n"].loc[since])
    return since, gained_n, gained_n * _MONTH_DAYS / (days[-1] - since).days


def _nothing() -> pd.DataFrame:
    index = pd.Index([], name="date", dtype=object)
    return pd.DataFrame({"share": [], "low": [], "high": []}, index=index, dtype=float)


def _lump(weights: Weights) -> float:
    """Give by how much classes or pupils come at a time: the mean size, weighted by itself.

    Pupils don't get an ENT one by one: counted as so many independent draws, their projection
    would be far too sure. The size is that of the school of a pupil picked at random.
    """
    return float((weights.whole**2).sum() / (weights.whole.sum() or 1.0)) or 1.0


def _projection(counts: pd.DataFrame, goal: Goal, lump: float) -> pd.DataFrame:
    """Carry the share on; chance is that of so many schools of one size, which come whole."""
    days: Sequence[dt.date] = list(counts.index)
    # At each rentrée, and at the goal: between them nothing opens.
    septembers = [dt.date(year, 9, 1) for year in range(days[-1].year, goal.by.year + 1)]
    until = [day for day in septembers if days[-1] < day < goal.by]
    schools = counts[["whole_n", "covered_n"]] / lump
    whole_n = float(schools["whole_n"].iloc[-1])
    return project(days, schools["covered_n"].tolist(), whole_n, [*until, goal.by])
