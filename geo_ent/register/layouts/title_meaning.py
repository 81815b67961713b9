"""What a column's titles say: which column of the contract, of the ENT or of something else."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_uppercase

from geo_ent.register.vocabulary import title_of
from geo_ent.tables.dates import dates_in
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

_TITLES = Path(__file__).with_name("titles.toml")
_RENTREE_MONTH = 8
_SPANS_YEAR = re.compile(r"\b((?:19|20)\d\d) ((?:19|20)?\d\d)\b")
_SHORT_SPAN = re.compile(r"(?<!\d )\b([12]\d) ([123]\d)\b(?! \d)")
_CENTURY = 100
_ENDINGS = re.compile(r"\((?:s|e|es|x|nt|ne|trice)\)|·(?:e|s|es|e·s)\b")
# "dateOuverture": the names of fields part their words by capitals.
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_RENTREE = re.compile(r"\b(?:r|rs|rentree|sept|septembre|as)? ?((?:19|20)\d\d)\b")
_CODE = re.compile(r"^(?:[A-Z]{1,3}\d+\w*(?:\[\w+\])?|[A-Z]+)[.:)]\s+")
# What titles of a survey repeat before each answer: "Avez-vous un ENT ? [Non]".
_BRACKETED = re.compile(r"^(?P<question>.{8,}?)\s*[\[(](?P<answer>[^\[\]()]+)[\])]$")
_AFTER_MARK = re.compile(r"^(?P<question>.{8,}?[?:])\s*[:/–-]*\s*(?P<answer>[^?:]+)$")


@dataclass(frozen=True)
class Title:
    """The titles of a column, from the largest group to its own.

    Attributes
    ----------
    own
        As written in the last line that has one; "" for none.
    group
        The titles above it, those of a group of columns.
    """

    own: str
    group: str = ""

    @property
    def whole(self) -> str:
        """The group and the title, in one."""
        return f"{self.group} {self.own}".strip()

    @property
    def names(self) -> set[str]:
        """What the column can be named by, reduced."""
        return {plain(self.own), plain(self.whole)} - {""}


def called(titles: Mapping[int, Title]) -> dict[int, str]:
    """Call each column that has a title as no other is called: by it, if it is the only one.

    Of those that bear one title each is called by the titles above it too, where they tell it
    apart; else by its letter, but for the first, which the title alone means.

    Examples
    --------
    >>> list(called({0: Title("ENT", "2021"), 1: Title("ENT", "2022")}).values())
    ['2021 ENT', '2022 ENT']
    >>> called({0: Title(""), 1: Title("")})
    {}
    >>> list(called({0: Title("UAI"), 3: Title("Avis"), 4: Title("Avis")}).values())
    ['UAI', 'Avis', 'Avis (E)']
    """
    own = Counter(plain(title.own) for title in titles.values())
    whole = Counter(plain(title.whole) for title in titles.values())
    names: dict[int, str] = {}
    taken: set[str] = set()
    for index in sorted(titles):
        title = titles[index]
        name = title.own or title.group
        if own[plain(title.own)] > 1 and whole[plain(title.whole)] == 1:
            name = title.whole
        elif plain(name) in taken:
            name = lettered(name, index)
        if name:
            names[index] = name
            taken |= {plain(name)} - {""}  # "?" and "✓" are as good as none
    return names


def lettered(title: str, index: int) -> str:
    """Tell a column from those that bear the same title, by its letter."""
    return f"{title} ({letters(index)})"


def letters(index: int) -> str:
    """Name a column as a spreadsheet does.

    Examples
    --------
    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    before, last = divmod(index, len(ascii_uppercase))
    return (letters(before - 1) if before else "") + ascii_uppercase[last]


def bare(text: str) -> str:
    """Reduce a title to its words, without the endings that it leaves open: "classe(s)".

    Examples
    --------
    >>> bare("ENT classe(s)"), bare("Déployé(e)"), bare("dateOuverture")
    ('ent classe', 'deploye', 'date ouverture')
    """
    return plain(_INNER_CAPITAL.sub(" ", without_endings(text)))


def without_endings(text: str) -> str:
    """Leave out the endings that a text leaves open, and a tool's code before it.

    Examples
    --------
    >>> without_endings("Non, école(s) pas équipée(s)")
    'Non, école pas équipée'
    """
    return _ENDINGS.sub("", _CODE.sub("", text))


def column_scores(title: Title) -> dict[str, float]:
    """Give the columns of the contract that a title may name, each with how surely, 0 to 1.

    Examples
    --------
    >>> column_scores(Title("Oui/Non", "ENT"))["status"] > 0.9
    True
    """
    scores: dict[str, float] = {}
    for text in dict.fromkeys((title.own, title.whole)):
        column, likely = title_of(bare(text))
        if column:
            scores[column] = max(likely, scores.get(column, 0.0))
    return scores


@cache
def _phrases(section: str) -> "re.Pattern[str]":
    words = sorted(map(plain, own_toml(_TITLES)[section]), key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, words))})(?![a-z0-9])")


@cache
def says(text: str, section: str) -> bool:
    """Tell whether a text holds a phrase of a section of titles.toml.

    Examples
    --------
    >>> says("ENT livré ?", "ent"), says("Classe ULIS", "other"), says("Entrée", "ent")
    (True, True, False)
    """
    return bool(_phrases(section).search(bare(text)))


@cache
def ent_likelihood(title: Title) -> float:
    """Say how surely a title asks whether there is an ENT, from -1 (of something else) to 1.

    A step before it (a request, an agreement, a training) may be "oui" where there is none, so
    that such a title counts for little even where it names the ENT.
    """
    own, whole = title.own, title.whole
    of_ent, in_force = says(whole, "ent"), says(own, "in_force")
    if of_ent and says(own, "asks"):
        return 1.0
    # "Coût accompagnement"; "Motif" under "Pas d'ENT" says why, whatever stands above it.
    of_other = says(_WITH_WHOM.sub("", plain(own)), "other") and not says(own, "ent")
    if of_other or is_of_other_schools(title):
        return -1.0
    if says(own, "before"):
        return 0.3 if in_force else 0.1 if of_ent else -0.4
    if says(own, "past"):
        return 0.2  # "ENT 2021 (archive)" beside "ENT"
    # An agreement is signed before an ENT is there, and is often all that is written of it.
    most = 0.5 if says(own, "convention") else 1.0
    exact = max((likely for column, likely in column_scores(title).items() if column == "status"),
                default=0.0)  # fmt: skip
    if of_ent:
        return min(most, 1.0 if exact > _EXACT or says(whole, "in_force") else 0.8)
    return min(most, 0.7 if exact > _EXACT else 0.6 if in_force else 0.1 if own else 0.0)


def is_of_other_schools(title: Title) -> bool:
    """Tell a title that is of collèges or lycées, and of no école.

    Examples
    --------
    >>> is_of_other_schools(Title("ENT du collège")), is_of_other_schools(Title("ENT 1er degré"))
    (True, False)
    """
    return says(title.whole, "other_schools") and not says(title.whole, "own_schools")


_EXACT = 0.9
# Whom something is signed with isn't what it is about: "Convention avec l'académie".
_WITH_WHOM = re.compile(
    r"\b(?:avec|par|aupres de) (?:l |la |le |les )?(?:academie|region|departement|mairie|maire|"
    r"commune|direction|rectorat|prefecture|ville)\b"
)


@cache
def opening_likelihood(title: Title) -> float:
    """Say how surely a title is that of the day when an ENT opens, from -1 to 1."""
    if says(title.own, "other_dates"):
        return -1.0
    likely = column_scores(title).get("start", 0.0)
    if says(title.own, "before_dates"):
        return min(likely, 0.3)  # a signature, where nothing tells of the opening
    # "Ouvert" over days is the day of it.
    return max(
        likely, 0.45 if says(title.own, "in_force") else 0.2 if says(title.whole, "ent") else 0
    )


@dataclass(frozen=True)
class YearTitle:
    """A title that names a school year or a rentrée.

    Attributes
    ----------
    year
        The year in which it begins.
    rest
        The words of the title besides.
    day
        Where it names a day or a month: it, or its first day. What is said there is of that day.
    """

    year: int
    rest: str
    day: dt.date | None = None


@cache
def year_of(text: str) -> YearTitle | None:
    """Read the one school year, rentrée or year that a title names.

    Examples
    --------
    >>> year_of("ENT 2021-2022"), year_of("Rentrée 2023"), year_of("Effectif")
    (YearTitle(year=2021, rest='ent', day=None), YearTitle(year=2023, rest='', day=None), None)
    >>> year_of("Juin 2023").year
    2022
    """
    bare = plain(text.removesuffix(".0"))
    span = _SPANS_YEAR.search(bare) or _SHORT_SPAN.search(bare)
    if span and int(span[2]) % 100 == (int(span[1]) + 1) % 100:
        rest = bare[: span.start()] + bare[span.end() :]
        first = int(span[1])
        return YearTitle(first if first > _CENTURY else first + 2000, _less_words(rest))
    dates = dates_in(text)
    if len(dates) == 1 and dates[0].precision in {"day", "month"}:
        # June 2023 is of the school year that began in 2022.
        day, words = dates[0].date, plain(text)
        begun = day.year - (day.month < _RENTREE_MONTH)
        rest = f"{words[: dates[0].start]} {words[dates[0].stop :]}"
        return YearTitle(begun, _less_words(rest), day)
    years = list(_RENTREE.finditer(bare))
    if len(years) != 1:
        return None
    rest = bare[: years[0].start()] + bare[years[0].end() :]
    return YearTitle(int(years[0][1]), _less_words(rest))


def is_civil(text: str) -> bool:
    """Tell the year of a budget or of its bills, from January, from a school year.

    Examples
    --------
    >>> is_civil("BP 2023"), is_civil("2022-2023")
    (True, False)
    """
    return says(text, "civil_year")


def _less_words(rest: str) -> str:
    words = ("rentree", "annee", "scolaire", "septembre", "sept", "as", "en", "a", "la", "de", "au")
    return " ".join(word for word in rest.split() if word not in words)


@cache
def answer_of(text: str) -> tuple[str, str]:
    """Part a survey's title into its question and one of its answers; ("", text) without one.

    Examples
    --------
    >>> answer_of("Avez-vous un ENT ? [Oui, ONE]"), answer_of("Commune")
    (('Avez-vous un ENT ?', 'Oui, ONE'), ('', 'Commune'))
    """
    # A code of the tool's own stands before each question: "Q3[SQ001]. ".
    title = _CODE.sub("", " ".join(text.split()))
    match = _BRACKETED.match(title) if title.endswith("]") else None
    match = match or _AFTER_MARK.match(title)
    if match is None:
        return "", text
    return match["question"].strip(" /–-"), match["answer"].strip()
