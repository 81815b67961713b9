"""The history of a pace: how many had an ENT at each of some days."""

import datetime as dt
from typing import Any

import pandas as pd

from geo_ent.indicators.deployment.school_years import years_before
from geo_ent.indicators.units import Weights, one_each
from geo_ent.tables.contract import UNOPENED


def history(series: pd.DataFrame, weights: Weights | None = None) -> pd.DataFrame:
    """Count, at each date, the schools (or classes, pupils) that have an ENT.

    Parameters
    ----------
    series
        The statuses on `uai`, one column a date, as `status_table` gives them. A school that had
        an ENT at some day that isn't told (`undated`) is counted as having it, unless that is all
        that is known at the last date too; one that hadn't opened yet (`unopened`) isn't counted.
    weights
        How much each school counts, as `units.weigh` says; None for one each.

    Returns
    -------
    DataFrame
        On `date`, rising: `whole_n, covered_n, held_n` (of the covered ones, those of which no day
        is told), `undated_n` (those that are `undated` at the last date too), `planned_n`,
        `unknown_n` and `coverage_share` (NaN without a school).

    Examples
    --------
    >>> days = [dt.date(2022, 9, 1), dt.date(2023, 9, 1)]
    >>> history(pd.DataFrame([["none", "school"], ["unknown", "unknown"]], columns=days))[
    ...     ["covered_n", "unknown_n", "coverage_share"]].values.tolist()
    [[0.0, 1.0, 0.0], [1.0, 1.0, 0.5]]
    """
    days = sorted((pd.Timestamp(column).date(), column) for column in series.columns)
    weights = one_each(series.index) if weights is None else weights
    counts = {day: _counts(series[column], series[days[-1][1]], weights) for day, column in days}
    titles = ["whole_n", "covered_n", "held_n", "undated_n", "planned_n", "unknown_n"]
    index = pd.Index(list(counts), name="date", dtype=object)
    table = pd.DataFrame(list(counts.values()), index=index, columns=titles, dtype=int)
    # without a school there is no share
    whole_n = table["whole_n"].astype(float).mask(table["whole_n"] == 0)
    return table.assign(coverage_share=table["covered_n"] / whole_n)


def _counts(
    statuses: "pd.Series[str]", latest: "pd.Series[str]", weights: Weights
) -> tuple[int, ...]:
    """Count all, those with an ENT, of them those without a day, undated, planned, unknown ones."""
    whole, partly = weights.whole.to_numpy(), weights.partly.to_numpy()
    word, now = statuses.to_numpy(), latest.to_numpy()
    undated = (word == "undated") & (now == "undated")
    # What the last date has, and no day is told of, is taken as having been there.
    held = (word == "undated") & ~undated
    # Classes whose ENT has no day are of unknown status in the past; what the register doesn't
    # speak of is unknown at the last date too.
    held_classes = (word == "unknown") & (now == "class")
    held_n = whole[held].sum() + partly[held_classes].sum()
    counts = (
        whole[word != UNOPENED].sum(),
        whole[word == "school"].sum() + partly[word == "class"].sum() + held_n,
        held_n,
        whole[undated].sum(),
        whole[word == "planned"].sum(),
        whole[(word == "unknown") & ~held_classes].sum(),
    )
    # whole numbers, though a school may count for 27.5 pupils: they are what a page says
    return tuple(round(count) for count in counts)


def with_unopened(series: pd.DataFrame, opened_on: "pd.Series[Any] | None") -> pd.DataFrame:
    """Put `UNOPENED` in place of the status of schools before they opened.

    Examples
    --------
    >>> days = [dt.date(2022, 9, 1), dt.date(2023, 9, 1)]
    >>> series = pd.DataFrame([["school", "school"]], index=["0350122T"], columns=days)
    >>> with_unopened(series, pd.Series({"0350122T": "2022-09-02"})).values.tolist()
    [['unopened', 'school']]
    """
    if opened_on is None:
        return series
    first = pd.to_datetime(opened_on.reindex(series.index))
    return pd.DataFrame(
        {day: series[day].mask(first > pd.Timestamp(day), UNOPENED) for day in series.columns}
    )


def anniversaries(every_day: pd.DataFrame) -> pd.DataFrame:
    """Keep the last date and its anniversaries: there is one rentrée between two of them.

    Examples
    --------
    >>> days = [dt.date(2022, 6, 30), dt.date(2022, 9, 1), dt.date(2023, 6, 30)]
    >>> anniversaries(pd.DataFrame({"covered_n": [4, 6, 7]}, index=days))["covered_n"].tolist()
    [4, 7]
    """
    last = every_day.index[-1]
    return every_day[[years_before(last, last.year - day.year) == day for day in every_day.index]]


def first_dated(series: pd.DataFrame, counts: pd.DataFrame) -> dt.date:
    """Give the first date by which an ENT had opened whose date is known.

    Before, the share stands still: a curve through it would be one of when the register begins.

    Parameters
    ----------
    series
        The statuses on `uai`, one column a date.
    counts
        Their history, or some days of it; its last one where none is dated.

    Examples
    --------
    >>> days = [dt.date(2021, 9, 1), dt.date(2022, 9, 1), dt.date(2023, 9, 1)]
    >>> series = pd.DataFrame([["undated"] * 3, ["not_yet", "school", "school"]], columns=days)
    >>> first_dated(series, history(series)).year
    2022
    """
    columns = {pd.Timestamp(column).date(): column for column in series.columns}
    opened = [day for day in counts.index if series[columns[day]].isin(["school", "class"]).any()]
    first: dt.date = (opened or [counts.index[-1]])[0]
    return first
