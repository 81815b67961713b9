"""Dates as people write them in a register, with how precise they were."""

import calendar
import datetime as dt
import re
from functools import lru_cache

from geo_ent.text.compare import plain

PRECISIONS = ("day", "month", "school_year", "year", "")
"""How precise a date was as written; "" where there is none."""

_MONTHS = {
    **{name: n for n, name in enumerate(
        ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec"), 1)},
    "feb": 2, "apr": 4, "may": 5, "jun": 6, "jul": 7, "jui": 7, "aug": 8,
}  # fmt: skip
# The longest names first, for "jui" is in both of "juin" and "juillet"; English ones come from
# spreadsheets set up in English.
_MONTH = re.compile(rf"(?<![a-z])({'|'.join(sorted(_MONTHS, key=len, reverse=True))})[a-z]*")
_RENTREE = 9  # September: the month of a date given as a school year or a rentrée
_FIRST, _LAST = 1990, 2100  # no ENT before, no plan after
_SERIALS = (32_874, 73_415)  # 1990-01-01 and 2100-12-31 as Excel counts days
_EPOCH = dt.date(1899, 12, 30)
_TIME = re.compile(r"[t ]\d{1,2}[:h]\d{2}.*$", re.IGNORECASE)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_RENTREES = re.compile(r"\b(?:rentree|rs|r|annee scolaire|as|campagne)\b|\br(?=\d)")


def date_of(cell: object) -> dt.date | None:
    """Read a date as people write it; a rentrée or a school year is its 1 September.

    Raises
    ------
    ValueError
        If the cell isn't empty and can't be read as a date between 1990 and 2100.

    Examples
    --------
    >>> date_of("sept. 2021"), date_of("2018-2019"), date_of("01/09/2016")
    (datetime.date(2021, 9, 1), datetime.date(2018, 9, 1), datetime.date(2016, 9, 1))
    """
    return dated(cell)[0]


def dated(cell: object, *, end: bool = False) -> tuple[dt.date | None, str]:
    """Read a date and say how precise it was: one of `PRECISIONS`.

    Parameters
    ----------
    cell
        A date, an Excel serial number, a year or a text.
    end
        Whether it is a last day: a month then is its last day, a school year its 31 August, and a
        rentrée or a year alone the eve of that year's 1 September.

    Raises
    ------
    ValueError
        If the cell isn't empty and can't be read as a date between 1990 and 2100.

    Examples
    --------
    >>> dated(43709), dated("rentrée 2020"), dated("06/2022", end=True)
    ((datetime.date(2019, 9, 1), 'day'), (datetime.date(2020, 9, 1), 'school_year'), \
(datetime.date(2022, 6, 30), 'month'))
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None, ""
    if isinstance(cell, dt.datetime):  # asked before `date`, which a datetime is too
        return _plausible(cell.date()), "day"
    if isinstance(cell, dt.date):
        return _plausible(cell), "day"
    if isinstance(cell, bool):
        msg = f"{cell} n'est pas une date"
        raise ValueError(msg)  # noqa: TRY004 the one error for a cell that is no date
    if isinstance(cell, int | float):
        return _number(float(cell), end=end)
    return _read(str(cell)[:80], end)


def _plausible(date: dt.date) -> dt.date:
    if not _FIRST <= date.year <= _LAST:
        msg = f"{date} n'est pas une date d'ENT"
        raise ValueError(msg)
    return date


def _number(number: float, *, end: bool) -> tuple[dt.date, str]:
    """Read a year, or the number of a day as Excel counts them."""
    # The three ranges don't meet: a year, a count of days since 1900 and yyyymmdd can't be mixed.
    if _FIRST <= number <= _LAST and number == int(number):
        return _school_year(int(number), end=end, spans=False), "year"
    if _SERIALS[0] <= number <= _SERIALS[1]:
        return _EPOCH + dt.timedelta(days=int(number)), "day"
    if 19_900_101 <= number <= 21_001_231 and number == int(number):  # noqa: PLR2004 yyyymmdd
        return _read(str(int(number)), end)
    msg = f"{number} n'est pas une date"
    raise ValueError(msg)


@lru_cache(maxsize=20_000)
def _read(text: str, end: bool) -> tuple[dt.date, str]:  # noqa: FBT001 lru_cache keys are positional
    bare = plain(_COMPACT.sub(r"\1-\2-\3", _TIME.sub("", text.strip())))
    numbers = [int(number) for number in re.findall(r"\d{1,5}", bare)]
    if re.search(r"\d{6}", bare):
        numbers = []  # a phone number or a code, of which the first digits would pass for a year
    month_word = _MONTH.search(bare)
    month = _MONTHS[month_word[1]] if month_word else None
    if len(numbers) == 1 and not month and numbers[0] > _LAST:
        return _number(float(numbers[0]), end=end)
    if month is None:
        date, precision = _figures(numbers, bare, end=end)
    else:
        date, precision = _with_month(numbers, month, end=end)
    return _plausible(date), precision


def _fail() -> ValueError:
    return ValueError("ce n'est pas une date")


def _year(number: int) -> int:
    """Write a year in four figures: 21 is 2021."""
    return number + 2000 if number < 100 else number  # noqa: PLR2004 two figures


def _with_month(numbers: list[int], month: int, *, end: bool) -> tuple[dt.date, str]:
    match numbers:
        case [day, year] if day <= 31:  # noqa: PLR2004 days of a month
            return dt.date(_year(year), month, day), "day"
        case [year, day] if year >= _FIRST:
            return dt.date(year, month, day), "day"
        case [year]:
            return _month(_year(year), month, end=end), "month"
    raise _fail()


def _figures(numbers: list[int], bare: str, *, end: bool) -> tuple[dt.date, str]:
    """Read figures alone: the longest forms first."""
    # Day before month, as French people write. "2011-12" is a school year before it is a December;
    # "09-10" stays unread: it may be a school year, or September 2010.
    match numbers:
        case [year, month, day] if year >= _FIRST:
            return dt.date(year, month, day), "day"
        case [day, month, year]:
            return dt.date(_year(year), month, day), "day"
        case [first, last] if _year(last) == _year(first) + 1 and (
            first >= _FIRST or (first > 12 and last < 100)  # noqa: PLR2004 no month, two figures
        ):
            return _school_year(_year(first), end=end, spans=True), "school_year"
        case [year, month] if year >= _FIRST:
            return _month(year, month, end=end), "month"
        case [month, year] if _FIRST <= year <= _LAST:
            return _month(year, month, end=end), "month"
        case [year] if year >= _FIRST or (year < 100 and _RENTREES.search(bare)):  # noqa: PLR2004
            precision = "school_year" if _RENTREES.search(bare) else "year"
            spans = bool(re.search(r"\b(?:annee scolaire|as)\b", bare))
            return _school_year(_year(year), end=end, spans=spans), precision
    raise _fail()


def _month(year: int, month: int, *, end: bool) -> dt.date:
    date = dt.date(year, month, 1)
    return date.replace(day=calendar.monthrange(year, month)[1]) if end else date


def _school_year(year: int, *, end: bool, spans: bool) -> dt.date:
    """Give the first day of a school year; its last day, or the eve of a rentrée, for an end."""
    start = dt.date(year + (end and spans), _RENTREE, 1)
    return start - dt.timedelta(days=1) if end else start
