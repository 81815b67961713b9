"""The days that a written date stands for, from its first to its last."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

FIRST, LAST = 1990, 2100
"""No ENT before, no plan after."""

RENTREE = 9
"""September: the month of a date given as a school year or a rentrée."""

_ONE_DAY = dt.timedelta(days=1)
_DECEMBER = 12
_NINETIES, _THIS_CENTURY, _SHORT = 90, 40, 2


@dataclass(frozen=True)
class DaySpan:
    """What a date stands for.

    Attributes
    ----------
    kind
        "day", "month", "months" (a term, a season), "school_year", "rentree", "year" or
        "civil_year".
    first
        The day that it is as a start.
    last
        The day that it is as an end. A rentrée, or a year alone, is the eve of its 1 September,
        which is before `first`.
    """

    kind: str
    first: dt.date
    last: dt.date

    @property
    def precision(self) -> str:
        """How precise it is, as `geo_ent.tables.dates.PRECISIONS` says it."""
        return {"months": "month", "rentree": "school_year", "civil_year": "year"}.get(
            self.kind, self.kind
        )


OTHER_FORM = DaySpan("", dt.date.min, dt.date.min)
"""What a reader gives for figures that a later form is to read: "2021-09" is no school year."""

Form = tuple[re.Pattern[str], Callable[[re.Match[str]], DaySpan | None]]
"""How a date is written, and what reads it; None where its figures are those of no date."""


def compiled(*forms: tuple[str, Callable[[re.Match[str]], DaySpan | None]]) -> tuple[Form, ...]:
    """Compile forms, in their order."""
    return tuple((re.compile(shape), reader) for shape, reader in forms)


def full_year(figures: str) -> int | None:
    """Write a year in four figures; None where it isn't one of an ENT.

    Examples
    --------
    >>> full_year("21"), full_year("98"), full_year("2021"), full_year("55"), full_year("0021")
    (2021, 1998, 2021, None, None)
    """
    year = int(figures)
    if len(figures) == _SHORT:
        # Two figures: neither of 1955 nor of 2055 can it be said which one was meant.
        if _THIS_CENTURY <= year < _NINETIES:
            return None
        year += 2000 if year < _THIS_CENTURY else 1900
    return year if FIRST <= year <= LAST else None


def one_day(year: int | None, month: int, day: int) -> DaySpan | None:
    """Give a day; None where there is none such: 31 September."""
    if year is None or not 1 <= month <= _DECEMBER:
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    date = dt.date(year, month, day)
    return DaySpan("day", date, date)


def one_month(year: int | None, month: int) -> DaySpan | None:
    """Give a month; None where there is none such."""
    return months(year, month, month, kind="month")


def months(year: int | None, first: int, last: int, *, kind: str = "months") -> DaySpan | None:
    """Give the months `first` to `last` of a year."""
    if year is None or not FIRST <= year <= LAST or not 1 <= first <= last <= _DECEMBER:
        return None
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return DaySpan(kind, dt.date(year, first, 1), end)


def school_year(year: int | None) -> DaySpan | None:
    """Give the school year that begins in a year: 1 September to 31 August."""
    if year is None or not FIRST <= year < LAST:
        return None
    first = dt.date(year, RENTREE, 1)
    return DaySpan("school_year", first, first.replace(year=year + 1) - _ONE_DAY)


def rentree(year: int | None, kind: str = "rentree") -> DaySpan | None:
    """Give the rentrée of a year: from its day; until the eve of it."""
    if year is None:
        return None
    first = dt.date(year, RENTREE, 1)
    return DaySpan(kind, first, first - _ONE_DAY)


def before(span: DaySpan) -> DaySpan | None:
    """Give the latest that "avant …" can be: the day, month or year before."""
    match span.kind:
        case "day":
            day = span.first - _ONE_DAY
            return one_day(full_year(str(day.year)), day.month, day.day)
        case "month" | "months":
            day = span.first - _ONE_DAY
            return one_month(day.year, day.month)
        case "school_year" | "rentree":
            return school_year(span.first.year - 1)
    # A year: it began at the rentrée of the one before at the latest, and was over with that year.
    earlier = rentree(full_year(str(span.first.year - 1)), "year")
    return earlier and DaySpan("year", earlier.first, dt.date(earlier.first.year, _DECEMBER, 31))


def after(span: DaySpan) -> DaySpan | None:
    """Give the earliest that "après …" can be: the day, month or year after."""
    match span.kind:
        case "day" | "month" | "months":
            day = span.last + _ONE_DAY
            year = full_year(str(day.year))
            return (
                one_day(year, day.month, day.day)
                if span.kind == "day"
                else one_month(year, day.month)
            )
        case "school_year":
            return school_year(span.first.year + 1)
        case "rentree":  # "après la rentrée 2021": in the course of that school year
            return school_year(span.first.year)
    return rentree(full_year(str(span.first.year + 1)), span.kind)
