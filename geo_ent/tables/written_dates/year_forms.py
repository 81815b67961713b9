"""Years, school years and rentrées, as people write them."""

import re
from functools import cache

from geo_ent.tables.written_dates.date_forms import END, GAP, MONTH, YEAR, YEAR_END
from geo_ent.tables.written_dates.day_span import (
    OTHER_FORM,
    DaySpan,
    Form,
    compiled,
    full_year,
    rentree,
    school_year,
)

PAIR = r"(\d{4})[-/–](\d{4}|\d\d)"
"""A school year in full, or its second year in two figures."""

SHORT_PAIR = r"(\d\d)[-/.–](\d\d)"
"""A school year in twice two figures."""

SCHOOL_YEAR = (
    r"(?:annees?[ .]?(?:scolaires?|scol|universitaire)|an scol|a[. ]s|as|sy|s\.y|"
    r"(?:school|academic)[ -]?year)"
)
"""What announces a school year."""

_RENTREE = (
    r"(?:rentrees?(?: scolaire)?|campagne|rs|r|back to school)"
    r"(?:[ ,(](?:de |d'|du |en )?(?:septembre|sept|september))?"
)
_TO_YEAR = r"[ \n.,:'/(–-]?(?:de |d'|du |en )?(?:l'annee )?"
# Two figures are a year, but where they are the day of a month: "rentrée du 02 septembre".
_FIGURES = rf"(\d{{4}}|\d\d(?!{GAP}{MONTH}))"
_SEPTEMBER = r"(?:[ (,](?:septembre|sept|sep|september)(?![a-z0-9]))?"


def follow(first: str, last: str) -> bool:
    """Tell whether a second year, in two figures or four, comes right after a first.

    Examples
    --------
    >>> follow("2021", "22"), follow("99", "00"), follow("2019", "2021")
    (True, True, False)
    """
    before, after = full_year(first), full_year(last)
    return before is not None and after == before + 1


def _pair(shape: re.Match[str]) -> DaySpan | None:
    if not follow(shape[1], shape[2]):
        return OTHER_FORM
    return school_year(full_year(shape[1]))


def _rentree_pair(shape: re.Match[str]) -> DaySpan | None:
    return rentree(full_year(shape[1])) if follow(shape[1], shape[2]) else OTHER_FORM


def _school_year(shape: re.Match[str]) -> DaySpan | None:
    return school_year(full_year(shape[1]))


def _rentree(shape: re.Match[str]) -> DaySpan | None:
    return rentree(full_year(shape[1]))


def _year(shape: re.Match[str]) -> DaySpan | None:
    return rentree(full_year(shape[1]), "year")


def _civil_year(shape: re.Match[str]) -> DaySpan | None:
    span = rentree(full_year(shape[1]), "civil_year")
    return span and DaySpan(
        span.kind, span.first.replace(month=1), span.first.replace(month=12, day=31)
    )


@cache
def school_year_forms() -> tuple[Form, ...]:
    """Give the forms of school years and rentrées, tried before those of months."""
    return compiled(
        (rf"{SCHOOL_YEAR}{_TO_YEAR}{PAIR}{END}", _pair),
        (rf"{SCHOOL_YEAR}{_TO_YEAR}{SHORT_PAIR}{END}", _pair),
        (rf"{SCHOOL_YEAR}{_TO_YEAR}{_FIGURES}{YEAR_END}", _school_year),
        (rf"{_RENTREE}{_TO_YEAR}{PAIR}{_SEPTEMBER}{END}", _rentree_pair),
        (rf"{_RENTREE}{_TO_YEAR}{SHORT_PAIR}{END}", _rentree_pair),
        (rf"{_RENTREE}{_TO_YEAR}{_FIGURES}{_SEPTEMBER}{YEAR_END}", _rentree),
        (rf"(?:(?:annees?|an|years?)[ :])?{PAIR}{END}", _pair),
        (rf"(?:annees?|an|years?)[ :]{SHORT_PAIR}{END}", _pair),
        # Over two lines or with a space: two years in full, for "2021 22" may hold a spare figure.
        (rf"({YEAR})[ \n]({YEAR}){END}", _pair),
    )


@cache
def year_forms() -> tuple[Form, ...]:
    """Give the forms of a year alone, tried last."""
    return compiled(
        (rf"(?:annee|an)(?: civile?) ({YEAR}){END}", _civil_year),
        # "2019-2022", "2019/2022": the first of two years that don't follow each other.
        (rf"(?:(?:annee|an|year)[ :])?({YEAR})(?:{YEAR_END}|(?=[-/]{YEAR}{END}))", _year),
    )


def _short_pair(shape: re.Match[str]) -> DaySpan | None:
    """Read "21-22"; below 13 the first may be a month: "12/13"."""
    sure = int(shape[1]) >= 13 and follow(shape[1], shape[2])  # noqa: PLR2004 no month
    return school_year(full_year(shape[1])) if sure else OTHER_FORM


@cache
def bare_year_forms() -> tuple[Form, ...]:
    """Give the forms that are a school year in a column of dates only."""
    return compiled((rf"{SHORT_PAIR}{END}", _short_pair))
