"""Dates as people write them in a register, with how precise they were."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from geo_ent.tables.written_dates.date_phrases import DatePhrase, agree, date_phrases, fineness
from geo_ent.tables.written_dates.day_span import FIRST, LAST
from geo_ent.tables.written_dates.marked_text import MarkedText, marked
from geo_ent.text.compare import plain

PRECISIONS = ("day", "month", "school_year", "year", "")
"""How precise a date was as written; "" where there is none."""

_SERIALS = (36_526, 54_788)  # 2000-01-01 and 2049-12-31 as Excel counts days
_EPOCH = dt.date(1899, 12, 30)
_MOST = 100_000_000  # one more than eight figures hold
_ONE_DAY = dt.timedelta(days=1)
_DECEMBER = 12
_NUMBER = re.compile(r"[12]\d{3}(?:[.,]0+)?|[1-9]\d{4}(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"^(\d\d?)\s(\d{3})$")  # "2 021", "43 709": a number's dress
_AROUND = " \t\r\n\u00a0\u202f«»\"'’."
_DAY = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}(?!\d)")
_LONGEST = 200  # no cell of a date is as long; what is cut off would be unread

# Cells that say that there is no date, or that it isn't known: nothing is lost of them.
_NO_DATE = re.compile(
    r"(?:n ?[acdr]|nsp|s ?o|nan|nat|none|null|tbd|tbc|tba|unknown|neant|vide|"
    r"sans (?:objet|date)|pas de date|(?:date )?(?:inconnue?|indeterminee?)|"
    r"(?:date )?non (?:connue?|concernee?s?|renseignee?|communiquee?|precisee?|disponible|"
    r"applicable|datee?)|"
    r"aucune?(?: date)?|ne sait pas|not (?:applicable|available|known)|"
    r"(?:date )?a (?:definir|preciser|determiner|completer|renseigner|fixer)|0000 00 00)"
)
# Ends that haven't come: "en cours", "illimité", 31/12/9999.
_NO_END = re.compile(
    r"(?:(?:toujours )?(?:en cours|en service|en vigueur|actif|active)|toujours|a ce jour|"
    r"aujourd hui|jusqu a (?:ce jour|aujourd hui|present)|present|actuel(?:lement)?|"
    r"(?:duree )?(?:illimitee?|indeterminee?)|sans(?: date de)? fin|pas de(?: date de)? fin|"
    r"(?:reconduction )?tacite(?: reconduction)?|reconduction|ongoing|current|now|"
    r"31 12 9999|9999 12 31)"
)

# Words beside a date in a column of dates that say nothing but that it is one: what began, or
# ended, is the column's affair; who said so is nobody's.
_ANY = (
    r"date|annee|ent|le|la|les|l|de|d|du|des|a|au|en|et|rentree|scolaire|oui|vu|ok|"
    r"prevue?s?|prevision(?:nel(?:le)?)?|estimee?|estimation|environ|env|approx|ca|"
    r"approximatif|approximative|confirmee?|effecti(?:f|ve)|faite?s?|inclus|compris|au plus tard|"
    r"pendant|lors|confinement|covid|mairie|commune|ville|ecole|direct(?:eur|rice|ion)|"
    r"enseignante?s?|ien|erun|dane|dsden|rectorat|academie|inspection|editeur|"
    r"cf|selon|source|mail|courriel|d’apres|convention|conv|contrat"
)
_STARTS = (
    r"debut|demarrage|demarree?s?|demarre|depart|deploiement|deployee?s?|ouverture|ouverte?s?|"
    r"me[sp]|mise?s? en (?:service|place|oeuvre|ligne)|installation|installee?s?|creation|creee?s?|"
    r"activation|activee?s?|active|actif|adhesion|signature|signee?s?|livraison|livree?s?|"
    r"lancement|lancee?s?|lance|equipee?s?|utilisee?s?|utilise|souscription|souscrite?s?|"
    r"inscription|inscrite?s?|en (?:service|place)|start(?:ed)?|deployed|live|opened"
)
_ENDS = (
    r"fin|fini|arret|arretee?s?|arrete|fermeture|fermee?s?|ferme|resiliation|resiliee?s?|resilie|"
    r"expiration|expiree?s?|expire|echeance|terminee?s?|termine|cloture|cloturee?s?|abandon|"
    r"abandonnee?s?|abandonne|end(?:ed)?|closed|expired|stopped"
)


@cache
def _beside(end: bool) -> re.Pattern[str]:  # noqa: FBT001 the key of the cache
    words = rf"(?:{_ANY}|{_ENDS if end else _STARTS})(?![a-z0-9+])"
    return re.compile(rf"[ \n'.,:;()~<>/–-]*(?:{words}[ \n'.,:;()~<>/–-]*)*")


_Reading = tuple[dt.date | None, str]


@dataclass(frozen=True)
class DateInText:
    """A date in the midst of a text.

    Attributes
    ----------
    start, stop
        The slice of `plain(text)` that it takes, the words that lead to it included: "depuis la
        rentrée 2020", "en septembre 2024", "fin 2021".
    date
        The date as a first day.
    end
        The date as a last day; before `date` where it is a rentrée or a year alone.
    precision
        One of `PRECISIONS`.
    bound
        "" for the date itself; "from" ("depuis", "dès", and the first of two that are the ends of
        a period); "until" ("jusqu'en", and the second of them); "before" and "after", of which the
        dates are the day, month or year before and after the one that is written.
    """

    start: int
    stop: int
    date: dt.date
    end: dt.date
    precision: str
    bound: str


def dates_in(text: str) -> list[DateInText]:
    """Find the dates in a text, in its order.

    Examples
    --------
    >>> [date] = dates_in("ONE depuis la rentrée 2020")
    >>> "one depuis la rentree 2020"[date.start : date.stop], str(date.date), date.bound
    ('depuis la rentree 2020', '2020-09-01', 'from')
    >>> [str(date.end) for date in dates_in("du 01/09/2019 au 31/08/2022")]
    ['2019-09-01', '2022-08-31']
    """
    return list(_dates_in(text))


@lru_cache(maxsize=20_000)
def _dates_in(text: str) -> tuple[DateInText, ...]:
    written = marked(text)
    return tuple(
        DateInText(
            phrase.start, phrase.stop, phrase.span.first, phrase.span.last,
            phrase.span.precision, phrase.bound,
        )
        for phrase in _phrases(written)
    )  # fmt: skip


def _phrases(
    written: MarkedText, *, bare: bool = False, month_first: bool = False
) -> list[DatePhrase]:
    # The signs before the first word and after the last may say something: "<2018", "2000 €".
    lead = len(written.lead)
    body = written.lead + written.body + written.tail
    phrases = date_phrases(body, bare=bare, month_first=month_first)
    return [
        replace(phrase, start=phrase.start - lead, stop=phrase.stop - lead) for phrase in phrases
    ]


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


def dated(
    cell: object, *, end: bool = False, month_first: bool = False
) -> tuple[dt.date | None, str]:
    """Read a date and say how precise it was: one of `PRECISIONS`.

    Every word and figure of the cell is accounted for: one that isn't ("2021 (2 classes)", "2021
    puis 2022", "2021 ?") makes the cell unread. A cell that says that there is no date ("?", "NC",
    "à définir") has none.

    Parameters
    ----------
    cell
        A date, an Excel serial number, a year or a text.
    end
        Whether it is a last day: a month then is its last day, a school year its 31 August, and a
        rentrée or a year alone the eve of that year's 1 September; "depuis …" is the eve of what
        it names, and "en cours" or "illimité" is no end.
    month_first
        Whether days in figures are written as in America (`reads_month_first`).

    Notes
    -----
    "Avant 2018" is the latest that it can be: as a start the rentrée 2017, as an end 31 December
    2017. "Après 2018" has no latest day, and is unread; so is "jusqu'en 2018" as a start.

    Raises
    ------
    ValueError
        If the cell isn't empty and can't be read as one date between 1990 and 2100.

    Examples
    --------
    >>> dated(43709), dated("rentrée 2020"), dated("06/2022", end=True)
    ((datetime.date(2019, 9, 1), 'day'), (datetime.date(2020, 9, 1), 'school_year'), \
(datetime.date(2022, 6, 30), 'month'))
    """
    if cell is None or cell != cell or (isinstance(cell, str) and not cell.strip()):  # noqa: PLR0124 NaN, NaT
        return None, ""
    reading = None
    if isinstance(cell, dt.date):
        reading = _plausible(cell.date() if isinstance(cell, dt.datetime) else cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        reading = _number(cell, end=end)
    elif not isinstance(cell, bool):
        reading = _read(str(cell), end, month_first)
    if reading is None:
        msg = "ce n’est pas une date"
        raise ValueError(msg)
    return reading


def reads_month_first(cells: Iterable[object]) -> bool:
    """Tell whether a column's days in figures are written as in America: 9/25/2020.

    They are where the second figure of one can't be a month and the first of none can't.

    Examples
    --------
    >>> reads_month_first(["9/1/2020", "9/25/2020"]), reads_month_first(["25/9/2020", "9/25/2020"])
    (True, False)
    """
    days = [day for cell in cells if isinstance(cell, str) and (day := _DAY.match(cell))]
    firsts, seconds = ([int(day[n]) for day in days] for n in (1, 2))
    return any(n > _DECEMBER for n in seconds) and not any(n > _DECEMBER for n in firsts)


def _plausible(date: dt.date) -> _Reading | None:
    return (date, "day") if FIRST <= date.year <= LAST else None


def _number(number: float, *, end: bool) -> _Reading | None:
    """Read the number of a day as Excel counts them, a year, or the figures of a date in a row."""
    # The ranges don't meet: a year, a count of days since 1900 and yyyymmdd can't be mixed.
    if _SERIALS[0] <= number < _SERIALS[1] + 1:
        return _EPOCH + dt.timedelta(days=int(number)), "day"
    if FIRST <= number < _MOST and number == int(number):
        return _words(marked(str(int(number))), end=end)
    return None


# What can't be read is kept as well: a column of remarks is full of it.
@lru_cache(maxsize=20_000)
def _read(text: str, end: bool, month_first: bool) -> _Reading | None:  # noqa: FBT001 lru_cache keys are positional
    if len(text) > _LONGEST:
        return None
    if _says_no_date(text, end=end):
        return None, ""
    written = marked(text)
    figures = _THOUSANDS.sub(r"\1\2", text.strip(_AROUND))
    if _NUMBER.fullmatch(figures):
        return _number(float(figures.replace(",", ".")), end=end)
    return _words(written, end=end, month_first=month_first)


def _words(written: MarkedText, *, end: bool, month_first: bool = False) -> _Reading | None:
    """Read a text all of which must be dates, the same one, and words that go with dates."""
    phrases = _phrases(written, bare=True, month_first=month_first)
    if not phrases or not _accounted(written, phrases, end=end):
        return None
    finest = min(phrases, key=lambda phrase: fineness(phrase.span))
    bounds = {phrase.bound for phrase in phrases}
    same = all(agree(finest.span, phrase.span) for phrase in phrases)
    if not same or "after" in bounds or (not end and "until" in bounds):
        return None
    # "Depuis le 01/07/2022", said of an end: that was the last day's morrow.
    last = finest.span.first - _ONE_DAY if "from" in bounds else finest.span.last
    return last if end else finest.span.first, finest.span.precision


def _says_no_date(text: str, *, end: bool) -> bool:
    words = plain(text)
    if not words:
        return not text.strip("?-–—./… _")
    if text.lstrip().startswith("#"):  # "#N/A": a formula that failed
        return False
    return bool(_NO_DATE.fullmatch(words) or (end and _NO_END.fullmatch(words)))


def _accounted(written: MarkedText, phrases: list[DatePhrase], *, end: bool) -> bool:
    """Tell whether what stands beside the dates of a cell says nothing else."""
    # "-2021" is an end and "2021 -" a start that goes on: not what the column is of.
    if written.lead == "-" or (end and written.tail in {"-", "–"}):
        return False
    place, rests = 0, []
    for phrase in phrases:
        rests.append(written.body[place : phrase.start])
        place = phrase.stop
    rests = [written.lead + rests[0], *rests[1:], written.body[place:] + written.tail]
    return all(_beside(end).fullmatch(rest) for rest in rests)
