"""The phrases of a text that are dates: "depuis la rentrée 2020", "fin 2021", "du … au …"."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from geo_ent.tables.written_dates.date_forms import bare_forms, day_forms, month_forms
from geo_ent.tables.written_dates.day_span import (
    OTHER_FORM,
    DaySpan,
    Form,
    after,
    before,
    one_month,
)
from geo_ent.tables.written_dates.term_forms import school_month_forms, term_forms
from geo_ent.tables.written_dates.year_forms import (
    bare_year_forms,
    school_year_forms,
    year_forms,
)

_FIGURE = re.compile(r"\d")
_FURTHEST = 90  # "à compter de la fin du premier trimestre de l'année scolaire 2021" has 58
_WORD = re.compile(r"[a-z0-9+]+")
# A row of figures is read whole or not at all: nothing inside "31/09/2021" is another date.
_ROW = re.compile(r"[a-z0-9+]+(?:(?<=\d)[/.-](?=\d)[a-z0-9+]+)*")
_AFTER_WORD = r"(?![a-z0-9+])(?![/-])[ \n'.,:~]?"
_BOUNDS = re.compile(
    r"(?:(?P<until>jusqu(?:e|a|au|en)?|until|till)"
    r"|(?P<before>avant|before|anterieure? au?)"
    r"|(?P<after>apres|after|posterieure? au?)"
    r"|(?P<from>depuis|des|a partir|a compter|since|from|starting|as of))" + _AFTER_WORD
)
_LINKS = re.compile(
    # "En cours" says a status: only "en cours de …" leads to a date.
    r"(?:(?P<time>(?:en|au) cours d(?:e|u)?|en|vers|environ|env|approximativement|approx|autour|"
    r"circa|ca|around|about|courant|durant|pendant|during|mois|month|rentree(?: scolaire)?|ici|by)"
    r"|to|le|la|les|l|au|aux|a|du|de|d|dans|pour|on|in|the|of|sur)" + _AFTER_WORD
)
_EDGES = re.compile(
    r"(?:(?P<start>debut|start|beginning|early)|(?P<end>fin|end|late)"
    r"|(?P<middle>mi|mid|milieu|middle))(?![a-z0-9+])[ \n'-]"
)
_MOST_LEADS = 10  # "à compter de la fin du mois de juin 2021" has eight
_LEADING = (_BOUNDS, _EDGES, _LINKS)
_TRAILING = re.compile(r" (?:environ|inclus)(?![a-z0-9+])")
_SCHOOL = re.compile(r"(?!annee civile)(?:l')?(?:annee|a[. ]?s)[^a-z0-9](?:[a-z ]*)\d+$")
_TO = re.compile(r"(?:au|a|jusqu[a-z]*|to|until|till)(?![a-z])")
_FINENESS = ("day", "month", "months", "rentree", "school_year", "year", "civil_year")
_ROUND_RENTREE = (8, 9)
_JULY, _DECEMBER, _JUNE, _FEBRUARY = 7, 12, 6, 2


@dataclass(frozen=True)
class DatePhrase:
    """A slice of a marked text that is a date.

    Attributes
    ----------
    start, stop
        The slice, with the words that lead to the date: "depuis la rentrée 2020".
    core
        Where the date itself begins.
    span
        The days that it stands for.
    bound
        "" for the date itself, "from", "until", "before" or "after".
    """

    start: int
    stop: int
    core: int
    span: DaySpan
    bound: str


@cache
def _forms(bare: bool, month_first: bool) -> tuple[Form, ...]:  # noqa: FBT001 keys of the cache
    shy = (*bare_year_forms(), *bare_forms()) if bare else ()
    days = day_forms(month_first=month_first)
    return (
        *days, *term_forms(), *school_month_forms(), *school_year_forms(),
        *month_forms(), *shy, *year_forms(),
    )  # fmt: skip


def date_phrases(body: str, *, bare: bool, month_first: bool = False) -> list[DatePhrase]:
    """Find the dates of a text, in its order.

    Parameters
    ----------
    body
        The text as `marked_text.marked` writes it.
    bare
        Whether figures that could be anything else, "09/20" or "21-22", are dates here: in the
        cell of a column of dates, and after "en", "depuis"…
    month_first
        Whether days in figures are written as in America.
    """
    phrases: list[DatePhrase] = []
    place = 0
    # No date is without a figure: what comes long before one, or after the last, is prose.
    figures = [figure.start() for figure in _FIGURE.finditer(body)]
    while word := _WORD.search(body, place):
        figures = figures[bisect_left(figures, word.start()) :]
        if not figures:
            break
        if figures[0] - word.start() > _FURTHEST:
            place = word.end()
            continue
        stop, phrase = _phrase(body, word.start(), bare=bare, month_first=month_first)
        if phrase:
            phrases.append(phrase)
        if stop is None:
            row = _ROW.match(body, word.start())
            stop = row.end() if row and word[0][0].isdigit() else word.end()
        place = stop
    return list(_ranged(body, phrases))


def _phrase(
    body: str, start: int, *, bare: bool, month_first: bool
) -> tuple[int | None, DatePhrase | None]:
    """Read a phrase that begins here; give where it stops, None where there is none."""
    for lead in _leads(body, start):
        forms = _forms(bare or lead.timely, month_first)
        stop, span = _core(body, lead.stop, forms)
        if stop is None:
            continue
        if span and lead.edge:
            # "Fin 31/08/2022": no edge of a day, but a word before it.
            if span.kind == "day":
                break
            span = _edge(lead.edge, span, body[lead.stop : stop])
        bound = _sign_before(body, start) or lead.bound
        if span and bound in {"before", "after"}:
            span = before(span) if bound == "before" else after(span)
        trailing = _TRAILING.match(body, stop)
        stop = trailing.end() if trailing else stop
        return stop, DatePhrase(start, stop, lead.stop, span, bound) if span else None
    return None, None


def _sign_before(body: str, start: int) -> str:
    """Read "<2018" and ">2018"; after a figure the sign is an arrow: "2018 → 2021"."""
    sign = body[max(start - 1, 0) : start]
    if sign == ">" and not body[max(start - 2, 0)].isdigit():
        return "after"
    return "before" if sign == "<" else ""


@dataclass(frozen=True)
class _Lead:
    """The words that lead to a date, and what they say of it."""

    stop: int
    bound: str = ""
    edge: str = ""
    timely: bool = False  # whether what follows can but be a date: after "en", not after "la"


def _leads(body: str, start: int) -> Iterator[_Lead]:
    """Give the words that could lead to a date, none at first: "à | partir de | la | fin | de"."""
    lead = _Lead(start)
    yield lead
    for _ in range(_MOST_LEADS):
        word = next(filter(None, (words.match(body, lead.stop) for words in _LEADING)), None)
        if not word:
            return
        kind = word.lastgroup or ""
        lead = replace(lead, stop=word.end(), timely=lead.timely or bool(kind))
        if kind in {"start", "end", "middle"}:
            lead = replace(lead, edge=kind)
        elif kind not in {"", "time"}:
            lead = replace(lead, bound=kind)
        yield lead


def _core(body: str, place: int, forms: tuple[Form, ...]) -> tuple[int | None, DaySpan | None]:
    """Read a date that begins here; one of no day ("31/09/2021") has an end and no span."""
    for shape, reader in forms:
        match = shape.match(body, place)
        if match:
            span = reader(match)
            if span is not OTHER_FORM:
                return match.end(), span
    return None, None


def _edge(edge: str, span: DaySpan, text: str) -> DaySpan | None:
    """Give the month that "début", "mi-" or "fin" leaves of a span."""
    year, first, last = span.first.year, span.first.month, span.last.month
    if span.kind in {"month", "rentree"}:
        return span
    # Which year is meant isn't said: "fin d'année 2021" is June to a school and December to a
    # town; "fin d'année scolaire 2021" is of the one that began, or of the one that ended in 2021.
    if _SCHOOL.match(text) and not (edge == "start" and span.kind == "school_year"):
        return None
    if span.kind in {"year", "civil_year"}:
        return one_month(year, {"start": 1, "middle": _JULY, "end": _DECEMBER}[edge])
    if span.kind == "school_year" and edge == "end":
        return DaySpan("months", dt.date(year + 1, _JUNE, 1), span.last)
    if span.kind == "school_year" and edge == "middle":
        return one_month(year + 1, _FEBRUARY)
    return one_month(year, {"start": first, "middle": (first + last) // 2, "end": last}[edge])


def _ranged(body: str, phrases: list[DatePhrase]) -> Iterator[DatePhrase]:
    """Say of two dates that are the ends of a period which is the first and which the last."""
    opened = False
    for n, phrase in enumerate(phrases):
        bound = "until" if opened else phrase.bound
        opened = not opened and n + 1 < len(phrases) and _is_range(body, phrase, phrases[n + 1])
        yield replace(phrase, bound="from" if opened else bound)


def _is_range(body: str, first: DatePhrase, last: DatePhrase) -> bool:
    """Tell "du 01/09/2019 au 31/08/2022", "2019 à 2022" and "2019 – 2022"."""
    between = body[first.stop : last.start]
    led = last.core > last.start
    joined = (
        between in {" ", "\n", ","} and _TO.match(body, last.start)
        if led
        else (between in {"-", "–", "/", ">"})
    )
    bounds = first.bound in {"", "from"} and last.bound in {"", "until"}
    in_order = first.span.first <= last.span.last and not agree(first.span, last.span)
    return bool(joined) and bounds and in_order


def fineness(span: DaySpan) -> int:
    """Rank spans from a day, 0, to a year."""
    return _FINENESS.index(span.kind)


def agree(one: DaySpan, other: DaySpan) -> bool:
    """Tell whether two dates are the same, one of them said less finely: 09/2021 and 2021."""
    fine, coarse = sorted((one, other), key=fineness)
    if coarse.kind in {"year", "civil_year"}:
        return fine.first.year == coarse.first.year
    if coarse.kind == "rentree":
        same = fine.first.year == coarse.first.year
        return same and fine.first.month in _ROUND_RENTREE
    return coarse.first <= fine.first <= coarse.last
