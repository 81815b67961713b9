"""The phrases of a cell: what part each of its words plays, and where its clauses part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo_ent.register.cells.cell_cut import Cut, ends, parts
from geo_ent.register.cells.cell_patterns import forms_at
from geo_ent.tables.dates import DateInText, dates_in
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

_PHRASES = Path(__file__).with_name("cell_words.toml")
_SOLUTIONS = Path(__file__).parent.with_name("solutions.toml")

_DOUBLED = re.compile(r"(.)\1")
_AGREEMENTS = ("", "e", "s", "es")
_LONG_WORD = 5  # letters of a word that is shortened; a name of no more may be spelled
_SLIP_FROM = 7  # letters from which a word of one slip is known: of fewer, too many are near


# A year, a day, "rentrée 24": nothing else is looked for as a date, which takes a while.
_MAY_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\s?[-/.]\s?\d|[^\W\d_]{2,}\.?[\s'’]*\d\d(?!\d)|\d{8}"
)
_PLACES = frozenset(
    {"mairie", "maire", "commune", "ville", "cc", "agglo", "agglomeration", "metropole", "syndicat"}
    | {"communaute de communes", "com com", "departement", "academie", "college", "circonscription"}
)
"""After these and "de", words that nothing knows are the name of a place."""

_HYPHENS = frozenset({"-", "'", "’"})
_BEFORE_NAMES = frozenset({"saint", "st", "sainte", "ste", "la", "le", "les", "l", "d", "sur"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or several words of a cell that play a part together.

    Attributes
    ----------
    role
        A section of `cell_words.toml`, or "product", "date" or "unread".
    words
        As they were compared.
    first, stop
        The place of its first word in the cell, and the one past its last.
    name
        Of a product: its one name.
    is_ent
        Of a product: whether it is an ENT, not an application that some call so.
    date
        Of a date: the date.
    slip
        Whether it was written with a slip of the pen.
    """

    role: str
    words: str
    first: int
    stop: int
    name: str = ""
    is_ent: bool = True
    date: DateInText | None = None
    slip: bool = False


@cache
def lexicon() -> Mapping[str, str]:
    """Give the role of each phrase, agreements written out."""
    roles: dict[str, str] = {}
    for role, phrases in own_toml(_PHRASES)["phrases"].items():
        for phrase in phrases:
            for spelling in _agreements(phrase):
                roles.setdefault(spelling, role)
    return roles


def _agreements(phrase: str) -> Iterator[str]:
    stems = [
        [word[:-1] + end for end in _AGREEMENTS] if word.endswith("~") else [word]
        for word in phrase.split()
    ]
    return map(" ".join, product(*stems))


@cache
def whole_cells() -> Mapping[str, str]:
    """Give the role of the letters and figures that answer where they stand alone."""
    cells = own_toml(_PHRASES)["whole-cell"]
    return {word: role for role, words in cells.items() for word in words}


@cache
def products() -> Mapping[str, tuple[str, bool]]:
    """Give each spelling of a solution: its one name, and whether it is an ENT."""
    tables = own_toml(_SOLUTIONS)
    # A name that says something else in a cell ("ENT-école") is only known as it is spelled.
    others = {
        plain(spelling): (entry["name"], entry["ent"])
        for entry in tables["other"]
        for spelling in entry["spellings"]
    }
    own = {
        # a tool of the staff is none of the school's: "non" beside it is no contradiction
        plain(spelling): (entry["name"], entry.get("for") != "staff")
        for entry in tables["solution"]
        for spelling in [entry["name"], *entry["spellings"]]
    }
    shorter = {short: named for known, named in own.items() for short in _shortened(known)}
    return {**shorter, **others, **own}


def _shortened(spelling: str) -> Iterator[str]:
    """Shorten a name's last word ("Beneylu Sch."), and spell a short one ("O.N.E.")."""
    first, _, last = spelling.rpartition(" ")
    if len(first) >= _LONG_WORD and len(last) >= _LONG_WORD:
        yield from (f"{first} {last[:n]}" for n in range(_LONG_WORD - 2, len(last)))
    elif not first and len(last) <= _LONG_WORD:
        yield " ".join(last)


@cache
def _longest_from() -> Mapping[str, int]:
    """Give the number of words of the longest phrase that begins with each word."""
    longest: dict[str, int] = {}
    for phrase in {*lexicon(), *products()}:
        words = phrase.split()
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


@cache
def _long_words() -> Mapping[str, Sequence[str]]:
    """Give the words long enough to be known in spite of a slip, by what a letter less leaves."""
    by_rest: dict[str, list[str]] = {}
    for word in sorted({*lexicon(), *products()}):
        if " " not in word and len(word) >= _SLIP_FROM:
            for rest in _rests(word):
                by_rest.setdefault(rest, []).append(word)
    return by_rest


def _rests(word: str) -> set[str]:
    """Give a word, and what is left of it without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def phrases_of(cell: Cut) -> list[Phrase]:
    """Give the phrases of a cell in order; each word is in one."""
    dates = _dates_by_place(cell)
    phrases: list[Phrase] = []
    place = 0
    while place < len(cell.words):
        phrase = _phrase_at(cell, place, dates)
        phrases.append(phrase)
        place = phrase.stop
    return _with_places(cell, phrases)


def _dates_by_place(cell: Cut) -> dict[int, tuple[int, DateInText]]:
    """Give the dates by their first word's place, with the place past their last."""
    if not _MAY_DATE.search(cell.text):
        return {}
    starts: dict[int, int] = {}
    offset = 0
    for place, word in enumerate(cell.words):
        starts[offset] = place
        offset += len(word) + 1
    stops = {offset + len(cell.words[place]): place + 1 for offset, place in starts.items()}
    return {
        starts[date.start]: (stops[date.stop], date)
        for date in dates_in(cell.text)
        if date.start in starts and date.stop in stops
    }


def _phrase_at(cell: Cut, place: int, dates: Mapping[int, tuple[int, DateInText]]) -> Phrase:
    """Read the longest phrase that begins at a word."""
    candidates = [_letter(cell, place), _listed(cell, place), *_formed(cell, place)]
    if place in dates:
        stop, date = dates[place]
        candidates.append(_phrase(cell, "date", place, stop, date=date))
    longest = max(filter(None, candidates), key=lambda phrase: phrase.stop, default=None)
    return longest or _slipped(cell, place)


def _phrase(cell: Cut, role: str, first: int, stop: int, **more: object) -> Phrase:
    return Phrase(role, " ".join(cell.words[first:stop]), first, stop, **more)  # type: ignore[arg-type]


def _listed(cell: Cut, place: int) -> Phrase | None:
    """Find the longest phrase of the lists; none goes over what parts clauses."""
    longest = min(_longest_from().get(cell.words[place], 0), len(cell.words) - place)
    for length in range(longest, 0, -1):
        stop = place + length
        words = " ".join(cell.words[place:stop])
        if words not in products() and words not in lexicon():
            continue
        if any(map(parts, cell.gaps[place + 1 : stop])):
            continue
        if words in products() and (words != "la classe" or len(cell.words) == length):
            name, is_ent = products()[words]
            return _phrase(cell, "product", place, stop, name=name, is_ent=is_ent)
        if words in lexicon():
            return _phrase(cell, lexicon()[words], place, stop)
    return None


def _letter(cell: Cut, place: int) -> Phrase | None:
    """Read a letter or figure that stands alone, or a cross before what it is of ("X ONE")."""
    role = whole_cells().get(" ".join(cell.words)) if place == 0 else None
    if role:
        return _phrase(cell, role, 0, len(cell.words))
    word = cell.words[place]
    role = whole_cells().get(word) if len(word) == 1 else None
    before, after = cell.gaps[place], cell.gaps[place + 1]
    alone = (place == 0 or ends(before)) and (place + 1 == len(cell.words) or ends(after))
    if role and (alone or (place == 0 and word in {"x", "o"})):
        return _phrase(cell, role, place, place + 1)
    return None


def _formed(cell: Cut, place: int) -> Iterator[Phrase]:
    return (_phrase(cell, role, place, stop) for role, stop in forms_at(cell, place))


def _slipped(cell: Cut, place: int) -> Phrase:
    """Know a long word with one slip: it is taken, and doubted; else it is unread."""
    word = cell.words[place]
    if word[:-1] in lexicon() and word[-1] == "s":
        return _phrase(cell, lexicon()[word[:-1]], place, place + 1)
    near = _near(word)
    if not near:
        return _phrase(cell, "unread", place, place + 1)
    slip = not _is_near_spelling(word, near)
    if near in products():
        name, is_ent = products()[near]
        return _phrase(cell, "product", place, place + 1, name=name, is_ent=is_ent, slip=slip)
    return _phrase(cell, lexicon()[near], place, place + 1, slip=slip)


def _is_near_spelling(word: str, near: str) -> bool:
    """Tell letters not doubled ("instalé") or exchanged ("parteille") from another word."""
    return _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", near) or sorted(word) == sorted(near)


@lru_cache(maxsize=1 << 15)
def _near(word: str) -> str:
    """Give the long word that another one is, but for a slip of the pen; "" for none."""
    if len(word) < _SLIP_FROM or not word.isalpha():
        return ""
    # Two words that a slip parts leave the same when each has lost a letter, or none.
    known = _long_words()
    likely = sorted({other for rest in _rests(word) for other in known.get(rest, ())})
    near = process.extractOne(word, likely, scorer=OSA.distance, score_cutoff=1)
    # A first letter is seldom mistaken, and "maison" is no "raison".
    return near[0] if near is not None and near[0][0] == word[0] else ""


def _with_places(cell: Cut, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Take what follows "mairie de" for a name, as far as hyphens and "Saint" carry it."""
    named: list[Phrase] = []
    naming = False
    for phrase in phrases:
        before = [other.words for other in named[-2:]]
        gap = cell.gaps[phrase.first]
        naming = naming and (gap in _HYPHENS or before[-1] in _BEFORE_NAMES)
        if phrase.role == "unread" and not parts(gap) and (naming or _names_a_place(before)):
            named.append(_phrase(cell, "neutral", phrase.first, phrase.stop))
            naming = True
        else:
            named.append(phrase)
    return named


def _names_a_place(before: Sequence[str]) -> bool:
    links = {"de", "du", "d", "des", "la", "le", "l", "de la"}
    return bool(before) and before[-1] in links and any(map(_ends_as_a_place, before))


def _ends_as_a_place(words: str) -> bool:
    return words in _PLACES or words.rsplit(maxsplit=1)[-1] in _PLACES


@dataclass(frozen=True, slots=True)
class Clause:
    """Phrases that stand together, between marks or joining words.

    Attributes
    ----------
    phrases
        In order.
    joint
        What joins it to the one before: "then", "or", "but", ":" or "".
    """

    phrases: Sequence[Phrase]
    joint: str = ""


def clauses_of(cell: Cut, phrases: Sequence[Phrase]) -> list[Clause]:
    """Part phrases into clauses, at marks and at joining words.

    Examples
    --------
    >>> from geo_ent.register.cells.cell_cut import cut
    >>> cell = cut("Beneylu puis ONE (2 classes)")
    >>> [[phrase.role for phrase in c.phrases] for c in clauses_of(cell, phrases_of(cell))]
    [['product'], ['product'], ['part']]
    """
    clauses: list[Clause] = []
    held: list[Phrase] = []
    joint = ""
    for phrase in phrases:
        gap = cell.gaps[phrase.first]
        joins = phrase.role in {"then", "or", "but"}
        if held and (joins or ends(gap)):
            clauses.append(Clause(held, joint))
            held, joint = [], ""
        if joins:
            joint = phrase.role
            continue
        if not held and not joint:
            joint = _mark_joint(gap)
        held.append(phrase)
    if not held and joint in {"but", "or"}:
        held = [replace(phrases[-1], role="unread")]  # "oui mais…" says that it doesn't say all
    return [*clauses, Clause(held, joint)] if held else clauses


def _mark_joint(gap: str) -> str:
    if "→" in gap or ">" in gap:
        return "then"
    if gap.strip() == "/":
        return "/"
    return ":" if ":" in gap or "=" in gap else ""
