"""The clock of openings: twelve months, the rentrées in them, the school year of a day."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

# What opens "at the rentrée" is written as its 1 September, or as the day that pupils came: the
# 1st to the 4th, a Monday at times.
_LAST_OPENING_DAY = 10


def rentrees_between(after: dt.date, until: dt.date) -> int:
    """Count the rentrées (1 September) after a day, up to another, that one too.

    In twelve months there is exactly one, whatever the day that they end.

    Examples
    --------
    >>> rentrees_between(dt.date(2023, 6, 30), dt.date(2028, 6, 30))
    5
    >>> rentrees_between(dt.date(2022, 9, 1), dt.date(2023, 6, 30))
    0
    """
    return school_year(until) - school_year(after)


def school_year(day: dt.date) -> int:
    """Name the school year of a day by the year that it begins in: 1 September to 31 August.

    Examples
    --------
    >>> school_year(dt.date(2032, 8, 31))
    2031
    """
    return day.year if day.month >= 9 else day.year - 1  # noqa: PLR2004 September


def years_before(day: dt.date, years: int) -> dt.date:
    """Give the same day of an earlier year (of a later one if negative); 28 February for the 29th.

    Examples
    --------
    >>> years_before(dt.date(2024, 2, 29), 1).isoformat()
    '2023-02-28'
    """
    before: dt.date = (pd.Timestamp(day) - pd.DateOffset(years=years)).date()
    return before


def years_between(start: dt.date, end: dt.date) -> float:
    """Measure years: whole ones by the calendar, then the part of the one that goes on.

    Examples
    --------
    >>> years_between(dt.date(2023, 6, 30), dt.date(2028, 6, 30))
    5.0
    >>> round(years_between(dt.date(2013, 12, 31), dt.date(2016, 9, 1)), 2)
    2.67
    """
    whole = end.year - start.year - (years_before(start, start.year - end.year) > end)
    since, until = years_before(start, -whole), years_before(start, -whole - 1)
    return whole + (end - since).days / (until - since).days


def openings_ahead(start: dt.date, end: dt.date, *, rentree_share: float) -> float:
    """Count the years' worth of openings between two days.

    Of a year's openings a share comes at the rentrée, at once; the rest comes through the year. In
    whole years there are as many years' worth, whatever the share.

    Parameters
    ----------
    start, end
        The days, the first not counted.
    rentree_share
        Which share of a year's openings comes at the rentrée (0 to 1).

    Examples
    --------
    >>> june, october = dt.date(2023, 6, 30), dt.date(2023, 10, 1)
    >>> openings_ahead(june, october, rentree_share=1)
    1.0
    >>> round(openings_ahead(june, october, rentree_share=0), 2)
    0.25
    """
    through = years_between(start, end)
    return rentree_share * rentrees_between(start, end) + (1 - rentree_share) * through


def pace_days(dates: Sequence[dt.date]) -> list[dt.date]:
    """Give the days of which the status of schools must be known to tell a pace.

    They are the last date, the same day of each year before it as far as the first date, and that
    of the year before in any case; and, around the rentrée of the last twelve months, the day
    before it and the one when what opens with it has.

    Parameters
    ----------
    dates
        Those of the history, rising: as `register.rentrees` gives them.

    Examples
    --------
    >>> days = pace_days([dt.date(2021, 9, 1), dt.date(2022, 9, 1), dt.date(2023, 6, 30)])
    >>> [f"{day:%d/%m/%Y}" for day in days]
    ['30/06/2022', '31/08/2022', '10/09/2022', '30/06/2023']
    """
    first, last = dates[0], dates[-1]
    years = [years_before(last, back) for back in range(last.year - first.year + 1)]
    wanted = {last, years_before(last, 1), *(day for day in years if day >= first)}
    return sorted(wanted | set(around_rentree(last)))


def around_rentree(last: dt.date) -> tuple[dt.date, dt.date]:
    """Give the day before the rentrée of the twelve months up to a day, and its last one.

    Examples
    --------
    >>> [f"{day:%d/%m/%Y}" for day in around_rentree(dt.date(2023, 9, 4))]
    ['31/08/2023', '04/09/2023']
    """
    year = school_year(last)
    return dt.date(year, 8, 31), min(dt.date(year, 9, _LAST_OPENING_DAY), last)
