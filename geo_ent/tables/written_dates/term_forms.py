"""Terms, weeks, holidays and seasons: each a month, or some, of a year or of a school year."""

import datetime as dt
import re
from functools import cache

from geo_ent.tables.written_dates.date_forms import END, GAP, MONTH, MONTHS, VACATION
from geo_ent.tables.written_dates.day_span import (
    OTHER_FORM,
    RENTREE,
    DaySpan,
    Form,
    compiled,
    full_year,
    months,
    rentree,
)
from geo_ent.tables.written_dates.year_forms import SCHOOL_YEAR, follow

# A term of a civil year is its quarter or its half; one of a school year is what schools call
# so: the first until Christmas, the second until March, the third until the summer.
_QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}
_HALVES = {1: (1, 6), 2: (7, 12)}
_SCHOOL_TERMS = {1: (9, 12), 2: (1, 3), 3: (4, 8)}
_SCHOOL_HALVES = {1: (9, 12), 2: (2, 8)}
# The five stretches between holidays, by the month that each begins in or near.
_PERIODS = {1: (9, 10), 2: (11, 12), 3: (1, 2), 4: (3, 4), 5: (5, 8)}

# Months of holidays as most zones have them, the first one counting: those of the Toussaint begin
# in the second half of October, those of Easter are in April whatever the day of Easter.
_HOLIDAYS = {
    "toussaint": (10, 10), "automne": (10, 10), "noel": (12, 12), "christmas": (12, 12),
    "hiver": (2, 2), "winter": (2, 2), "paques": (4, 4), "easter": (4, 4),
    "printemps": (4, 4), "spring": (4, 4), "ete": (7, 8), "summer": (7, 8),
}  # fmt: skip
# Seasons by the civil quarter that they fill. A winter is of two years: which one of them "hiver
# 2021" begins in isn't said.
_SEASONS = {
    **_HOLIDAYS, "automne": (10, 12), "autumn": (10, 12), "fall": (10, 12), "hiver": (1, 3),
    "winter": (1, 3), "printemps": (4, 6), "spring": (4, 6),
}  # fmt: skip
_OF_TWO_YEARS = ("hiver", "winter")

_QUARTER_WORD = r"trimestres?|trim|tri|quarter|[tq]"
_TERM_WORD = rf"(?P<term>{_QUARTER_WORD}|semestres?|sem|half|[sh]|periodes?|p)"
_ORDINALS = {"premier": 1, "first": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "third": 3,
             "quatrieme": 4, "fourth": 4}  # fmt: skip
_NUMBER = rf"(?P<number>[1-5]|{'|'.join(_ORDINALS)})"
_TERM_BEFORE = rf"{_NUMBER}(?: ?(?:er|re|ere|nd|nde|e|eme|st|rd|th))?[ .-]?{_TERM_WORD}(?![a-z])"
_TERM_AFTER = (
    rf"{_TERM_WORD.replace('term', 'term2')}[ .-]?(?:n[ o]+)?{_NUMBER.replace('number', 'number2')}"
    r"(?![\d]{1,3}(?!\d))"
)
_TERM = rf"(?:{_TERM_BEFORE}|{_TERM_AFTER})"
_OF = rf"(?:de |d'|du |of )?(?:l'|la |the )?(?P<school>{SCHOOL_YEAR}[ .:-]?)?(?:annee |an )?"
# A year of four figures or two, or a school year.
_YEARS = r"(?P<first>\d{4}|(?:1[3-9]|[23]\d))(?:[-/–](?P<last>\d{4}|\d\d))?(?!\d)"


def _years(shape: re.Match[str]) -> tuple[int, int] | None:
    """Give the years that the months from September on, and those before, are of."""
    first, last = full_year(shape["first"]), shape["last"]
    if first is None or (last and not follow(shape["first"], last)):
        return None
    if last:
        return first, first + 1
    # "T2 de l'année scolaire 2021": of the one that began in 2021, or that ended then.
    return (first, 0) if shape["school"] else (first, first)


def _of_years(span: tuple[int, int] | None, years: tuple[int, int] | None) -> DaySpan | None:
    if span is None or years is None:
        return None
    kind = "month" if span[0] == span[1] else "months"
    return months(years[span[0] < RENTREE] or None, *span, kind=kind)


def _term(shape: re.Match[str]) -> DaySpan | None:
    word = shape["term"] or shape["term2"]
    number = shape["number"] or shape["number2"]
    n = _ORDINALS.get(number) or int(number)
    years = _years(shape)
    if word == "sem" and shape["term2"]:  # "sem. 2" may be a week, "2e sem." none
        return None
    of_school = bool(years and years[0] != years[1])
    if word.startswith("p"):
        spans = _PERIODS if of_school else {}
    elif re.fullmatch(_QUARTER_WORD, word):
        spans = _SCHOOL_TERMS if of_school else _QUARTERS
    else:
        spans = _SCHOOL_HALVES if of_school else _HALVES
    return _of_years(spans.get(n), years)


def _week(shape: re.Match[str]) -> DaySpan | None:
    """Read a week: its Monday as a start, its Sunday as an end."""
    year = full_year(shape["year"])
    if year is None or (shape["word"] in {"s", "sem"} and int(shape["week"]) <= max(_QUARTERS)):
        return None
    try:
        monday = dt.date.fromisocalendar(year, int(shape["week"]), 1)
    except ValueError:
        return None
    return DaySpan("day", monday, monday + dt.timedelta(days=6))


def _holiday(shape: re.Match[str]) -> DaySpan | None:
    name, years = shape["name"], _years(shape)
    name = "ete" if name.startswith("grandes") else name
    if years is None:
        return None
    if shape["back"]:
        return _back_from(name, years)
    if shape["vacation"] or shape["holidays"]:
        return _of_years(_HOLIDAYS.get(name), years)
    if name in _OF_TWO_YEARS and years[0] == years[1]:
        return None
    return _of_years(_SEASONS[name], years)


def _back_from(name: str, years: tuple[int, int]) -> DaySpan | None:
    """Read "retour de la Toussaint 2020": the month that follows the holidays.

    Those that end within a month, or in the next year, are left where the year isn't sure.
    """
    if name == "toussaint":
        return months(years[0], 11, 11, kind="month")
    if name in {"noel", "christmas"} and years[0] != years[1]:
        return months(years[1], 1, 1, kind="month")
    return rentree(years[1]) if name in {"ete", "summer"} else None


_BACK = (
    r"(?P<back>(?:retour|rentree|reprise|apres|after)(?:(?: de| des| d| du)(?![a-z]))?[ ']"
    r"(?:(?:la|les|l)[ '])?)?"
)
_VACATION = (
    r"(?P<vacation>(?:petites )?(?:vacances|conges|vac)(?: scolaires)?"
    r"(?: de la| de l| de| d| du)?[ '])?(?:la |l')?"
)
_NAME = (
    rf"(?P<name>grandes vacances|{'|'.join(_SEASONS)})(?![a-z])(?P<holidays> (?:holidays?|break))?"
)


def _month_of_school_year(shape: re.Match[str]) -> DaySpan | None:
    """Read "mars 2020-2021": the month says in which of the two years it is."""
    if not follow(shape["first"], shape["last"]):
        return OTHER_FORM
    month = MONTHS[shape["month"]]
    return _of_years((month, month), _years(shape))


@cache
def school_month_forms() -> tuple[Form, ...]:
    """Give the forms of a month of a school year, tried before those of the school year alone."""
    pair = r"(?P<first>\d{4}|\d\d)[-/–](?P<last>\d{4}|\d\d)"
    month = MONTH.replace("(", "(?P<month>", 1)
    return compiled(
        (rf"{VACATION}{month}{GAP}{_OF}{pair}{END}", _month_of_school_year),
        (rf"(?P<school>{SCHOOL_YEAR}[ .:-]?)?{pair}{GAP}(?:a partir de |des |depuis |en )?{month}",
         _month_of_school_year),
    )  # fmt: skip


@cache
def term_forms() -> tuple[Form, ...]:
    """Give the forms of terms, weeks, holidays and seasons, tried before those of years."""
    week = r"(?P<word>semaine|sem|s|week|wk|w)[ .-]?(?:n[ o]+)?(?P<week>\d\d?)"
    return compiled(
        (rf"{_TERM}{GAP}{_OF}{_YEARS}{END}", _term),
        (rf"(?P<school>{SCHOOL_YEAR}[ .:-]?)?{_YEARS}[ \n.,(/–-]?{_TERM}(?![a-z0-9])", _term),
        (rf"{week}[ .,/-](?:de |of )?(?:l'annee )?(?P<year>\d{{4}}){END}", _week),
        (r"(?P<year>\d{4})[-./ ]?(?P<word>w|s)(?P<week>\d\d)(?:-[1-7])?(?![a-z0-9+])", _week),
        (rf"{_BACK}{_VACATION}{_NAME}{GAP}{_OF}{_YEARS}{END}", _holiday),
    )
