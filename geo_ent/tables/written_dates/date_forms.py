"""Days and months, in figures and in words, in every order that people write them."""

import re
from functools import cache

from geo_ent.tables.written_dates.day_span import (
    DaySpan,
    Form,
    compiled,
    full_year,
    one_day,
    one_month,
)

YEAR = r"(?:199\d|20\d\d|2100)"
"""A year in four figures."""

END = r"(?![a-z0-9+])(?![/.-]\d)"
"""Where a date in figures ends: not amid a longer row of figures ("02.99.12.2021")."""

# "2000 élèves", "2020 comptes": a number of things, which only looks like a year.
YEAR_END = END + (
    r"(?! (?:eleves?|classes?|comptes?|ecoles?|habitants?|euros?|licences?|postes?|tablettes?|"
    r"enseignants?|parents?|familles?|ans?|mois|jours?|pupils|accounts|schools)(?![a-z]))(?!#)"
)
"""Where a year ends: not before what is counted ("2000 élèves")."""

GAP = r"[ \n.,:'(/–-]?"
"""What may stand between two words of a date, or nothing: "sept-21", "sept21"."""

_MONTHS = (
    "janvier janv jan january", "fevrier fevr fev february feb", "mars mar march",
    "avril avr april apr", "mai may", "juin june jun", "juillet juil juill july jul",
    "aout aou august aug", "septembre septemb sept sep september", "octobre octob oct october",
    "novembre novemb nov november", "decembre decemb dec december",
)  # fmt: skip
MONTHS = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
"""The names of the months and how they are cut short -> their number; "jui" is none, being two."""


def _slips(name: str) -> set[str]:
    """Give a name with a letter forgotten, doubled or changed places, or an n for an m."""
    cuts = [(name[:n], name[n:]) for n in range(1, len(name))]
    swapped = {head[:-1] + tail[0] + head[-1] + tail[1:] for head, tail in cuts}
    return {
        *(head + tail[1:] for head, tail in cuts),
        *(head + tail[0] + tail for head, tail in cuts),
        *swapped,
        name.replace("m", "n"),
    }


# Of the long names only: none of their slips is a word, or another month's.
MONTHS = {
    **{
        slip: n
        for name, n in MONTHS.items()
        if name.endswith(("bre", "ier", "llet"))
        for slip in _slips(name)
    },
    **MONTHS,
}

# Nothing but these letters is a month: "mairie" begins as "mai" does, and is none.
MONTH = rf"({'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![a-z+])"
"""The name of a month, whole."""

_DAYS = (
    "lundi lun monday mon", "mardi mar tuesday tue", "mercredi mer wednesday wed",
    "jeudi jeu thursday thu", "vendredi ven friday fri", "samedi sam saturday sat",
    "dimanche dim sunday sun",
)  # fmt: skip
_WEEKDAYS = {name: n for n, names in enumerate(_DAYS) for name in names.split()}
_WEEKDAY = rf"(?:({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})[ .,])?"

# The hour of a day, with what machines add: "T00:00:00.000Z", " 8:00:00 AM UTC+9", " à 8h30".
_ZONE = (
    r"(?: ?(?:z|utc|gmt|cest|cet))?(?: ?[+-]\d{1,2}:?(?:\d\d)?(?!\d))?"
    r"(?:\((?:cest|cet|utc|gmt|heure[a-z' ]*|[a-z ]*time))?"
)
# After a day, the last of a period may come at once: "2019-09-01/2022-08-31".
_DAY_END = (
    rf"(?:{END}|(?=[/-](?:\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)|\d{{4}}-\d\d-\d\d)(?!\d)))"
)
_TIME = (
    r"(?:t\d{4,6}z?|(?:t|[ \n,–-]|[ \n,](?:a|at|vers) )(\d{1,2})(?::\d\d| ?h(?: ?\d\d)?(?!\d))"
    rf"(?:[:.]\d+)*(?: ?[ap]\.?m(?![a-z]))?{_ZONE})?{_DAY_END}"
)
_DAY = r"(\d{1,2})(?: ?(?:er|eme|e|o|st|nd|rd|th)(?![a-z]))?"
_NUMERIC = r"([-/.–])"

_TWO_FIGURES = 2
_NO_DAY = 10  # a year of two figures below may be a day of one with a zero: "05"
_NO_MONTH = 13  # from here on two figures can't be a month
_UTC_MIDNIGHTS = ("20", "21", "22", "23")


def _year_first(shape: re.Match[str]) -> DaySpan | None:
    span = one_day(full_year(shape[1]), int(shape[3]), int(shape[4]))
    # A day chosen in France or La Réunion, kept by a machine in London's time, is "22:00:00Z" of
    # the eve; the sharp hour tells it from the hour at which something happened.
    sharp = shape[0].endswith((":00:00.000z", ":00:00z")) and shape[5] in _UTC_MIDNIGHTS
    if not span or not sharp:
        return span
    following = span.first.fromordinal(span.first.toordinal() + 1)
    return one_day(full_year(str(following.year)), following.month, following.day)


def _day_first(shape: re.Match[str]) -> DaySpan | None:
    weekday, day, _, month, year = shape.groups()[:5]
    # "21-09-01" may be 21 September 2001 or 1 September 2021: neither is taken for sure.
    if len(year) == _TWO_FIGURES and int(year) < _NO_DAY and int(day) >= _NO_MONTH:
        return None
    return _right_weekday(weekday, one_day(full_year(year), int(month), int(day)))


def _month_first(shape: re.Match[str]) -> DaySpan | None:
    weekday, month, _, day, year = shape.groups()[:5]
    return _right_weekday(weekday, one_day(full_year(year), int(month), int(day)))


def _right_weekday(name: str | None, span: DaySpan | None) -> DaySpan | None:
    """Refuse a day that isn't the day of the week written before it: one of the two is wrong."""
    wrong = span and name and span.first.weekday() != _WEEKDAYS[name]
    return None if wrong else span


def _compact(shape: re.Match[str]) -> DaySpan | None:
    return one_day(full_year(shape[1]), int(shape[2]), int(shape[3]))


def _day_of_month(shape: re.Match[str]) -> DaySpan | None:
    weekday, day, month, year = shape.groups()[:4]
    # "premier" has no figures: it stands in the text instead of them.
    span = one_day(full_year(year), MONTHS[month], int(day or "1"))
    return _right_weekday(weekday, span)


def _month_then_day(shape: re.Match[str]) -> DaySpan | None:
    weekday, month, day, year = shape.groups()[:4]
    return _right_weekday(weekday, one_day(full_year(year), MONTHS[month], int(day)))


def _year_month_day(shape: re.Match[str]) -> DaySpan | None:
    return one_day(full_year(shape[1]), MONTHS[shape[3]], int(shape[4]))


@cache
def day_forms(*, month_first: bool) -> tuple[Form, ...]:
    """Give the forms of days, the longest first.

    Parameters
    ----------
    month_first
        Whether days in figures alone are written as in America: 9/25/2020.
    """
    in_order = _month_first if month_first else _day_first
    return compiled(
        (rf"(\d{{4}}){_NUMERIC}(\d{{1,2}})\2(\d{{1,2}}){_TIME}", _year_first),
        (rf"({YEAR})( )(\d\d)\2(\d\d){_TIME}", _year_first),
        (rf"{_WEEKDAY}(\d{{1,2}})(?:er)?{_NUMERIC}(\d{{1,2}})\3(\d{{1,4}}){_TIME}", in_order),
        # Of figures with nothing but spaces between, only "01 09 2021" is surely one date.
        (rf"{_WEEKDAY}(\d\d)( )(\d\d)\3(\d{{4}}){_TIME}", in_order),
        (rf"({YEAR})([01]\d)([0-3]\d)(?:[0-2]\d(?:[0-5]\d){{1,2}}z?)?{_TIME}", _compact),
        (rf"{_WEEKDAY}(?:{_DAY}|premier){GAP}(?:de |of )?{MONTH}{GAP}(\d{{4}}|\d\d){_TIME}",
         _day_of_month),
        (rf"{_WEEKDAY}{MONTH}[ .–-](\d{{1,2}})(?:st|nd|rd|th)?[ ,–-](\d{{4}}){_TIME}",
         _month_then_day),
        (rf"(\d{{4}})([-/.]){MONTH}\2(\d{{1,2}}){_TIME}", _year_month_day),
    )  # fmt: skip


def _month_year(shape: re.Match[str]) -> DaySpan | None:
    return one_month(full_year(shape[2]), MONTHS[shape[1]])


def _year_month(shape: re.Match[str]) -> DaySpan | None:
    return one_month(full_year(shape[1]), MONTHS[shape[2]])


def _figures_month_year(shape: re.Match[str]) -> DaySpan | None:
    return one_month(full_year(shape[2]), int(shape[1]))


def _figures_year_month(shape: re.Match[str]) -> DaySpan | None:
    return one_month(full_year(shape[1]), int(shape[2]))


# Two figures after a space may be a day in English ("Sept 12"): a year only from 13 on.
_SHORT_YEAR = r"(?:(?<=[ \n])(?:1[3-9]|[23]\d)|(?<![ \n\d])[0-3]\d)"
VACATION = r"(?:(?:vacances|conges|vac)(?: scolaires)?(?: de| d)?[ '])?"
"""What makes a month that of its holidays, or nothing."""

_OF_YEAR = r"(?:de |d'|of )?(?:l'|the )?(?:annee |an |year )?"


@cache
def month_forms() -> tuple[Form, ...]:
    """Give the forms of months, tried after the school years: "2011-12" is one of these first."""
    return compiled(
        (rf"{VACATION}{MONTH}{GAP}{_OF_YEAR}(\d{{4}}|{_SHORT_YEAR}){YEAR_END}", _month_year),
        # Not where a year follows too: of "2019 sept 2020" it can't be said whose the month is.
        (rf"({YEAR})[ \n.,(/–-]?{MONTH}(?!{GAP}\d)", _year_month),
        (rf"(\d{{1,2}})[-/.]({YEAR}){END}", _figures_month_year),
        (rf"({YEAR})[-/](\d{{1,2}}){END}", _figures_year_month),
        # With spaces around the dash, or after a point, one figure alone may be anything.
        (rf"(\d\d)–({YEAR}){END}", _figures_month_year),
        (rf"({YEAR})[.–](\d\d){END}", _figures_year_month),
    )  # fmt: skip


def _two_and_two(shape: re.Match[str]) -> DaySpan | None:
    """Read "09/20": a month, and a year that is neither a month nor the end of a school year."""
    month, year = int(shape[1]), int(shape[2])
    if year < _NO_MONTH or year == month + 1:
        return None
    return one_month(full_year(shape[2]), month)


def _six_figures(shape: re.Match[str]) -> DaySpan | None:
    """Read "202109", where it can't be a day as well: "201012" may be 20/10/12."""
    by_day = one_day(full_year(shape[2]), int(shape[1][2:]), int(shape[1][:2]))
    return None if by_day else one_month(full_year(shape[1]), int(shape[2]))


def _eight_figures(shape: re.Match[str]) -> DaySpan | None:
    return one_day(full_year(shape[3]), int(shape[2]), int(shape[1]))


@cache
def bare_forms() -> tuple[Form, ...]:
    """Give the forms that could be anything else, and are a date in a column of dates only."""
    return compiled(
        (rf"(\d\d)[-/.](\d\d){END}", _two_and_two),
        (rf"(0[1-9]|1[0-2]) ({YEAR}){END}", _figures_month_year),
        (rf"({YEAR})(\d\d){END}", _six_figures),
        (rf"([0-3]\d)([01]\d)({YEAR}){END}", _eight_figures),
    )
