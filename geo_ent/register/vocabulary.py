"""What the words of a register mean: titles, statuses, solutions."""

import re
from functools import cache
from pathlib import Path

from geo_ent.tables.dates import dated
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

TICKS = ("status_school", "status_class", "status_planned", "status_none")
"""The columns to tick, one a status, the strongest first."""

COLUMNS = (
    *("uai", "name", "commune", "status", "solution", "start", "end", "programme", "phase"),
    *("network", "scope", "note", "circonscription", "epci", "rpi"),
    *TICKS,
)
"""What a register's column can be."""

_WORDS = Path(__file__).with_name("vocabulary.toml")
_SOLUTIONS = Path(__file__).with_name("solutions.toml")

# "2 classes", "quelques classes": some of them. "Classe entière" is no count of classes.
_NUMBER = r"(?:\d+|une|deux|trois|quatre|cinq|quelques|plusieurs|certaines|les|la|seulement)"
_CLASSES = re.compile(rf"^(?:oui )?(?:{_NUMBER} )*(?:classes?|niveaux?)\b(?! entiere)")
# "CP-CE1", "les CM2 seulement": the grades that have it, so not the whole school.
_GRADE = r"(?:tps|ps|ms|gs|cp|ce ?1|ce ?2|cm ?1|cm ?2|ulis|cycles? ?\d)"
_GRADES = re.compile(
    rf"^(?:oui |classes? |les |des |en |de |niveaux? )*{_GRADE}"
    rf"(?:(?: |et|ou|a|seulement|uniquement|les|des|classes?)+{_GRADE})*"
    r"(?: seulement| uniquement| seul| seuls)?$"
)
_YES, _NO = re.compile(r"^(?:oui|o|x|ok)\b"), re.compile(r"^(?:non|pas|aucun)\b")
# "ENT Beneylu", "ONE 1er degré": what is written around a solution's name.
_AROUND = re.compile(r"^(?:l )?ent | (?:ecoles?|primaire|1d|1er degre|premier degre)$")

# A title of the vocabulary is the column; one that only holds its words may be ("UAI du collège"),
# and gives way to any that is.
_EXACT_TITLE = 1.0
_LIKELY = 0.4


@cache
def _meanings(section: str) -> dict[str, str]:
    words = own_toml(_WORDS)[section]
    return {plain(word): name for name, spellings in words.items() for word in [name, *spellings]}


@cache
def _solutions() -> dict[str, str]:
    return {
        plain(spelling): entry["name"]
        for entry in own_toml(_SOLUTIONS)["solution"]
        for spelling in [entry["name"], *entry["spellings"]]
    }


@cache
def title_of(title: object) -> tuple[str | None, float]:
    """Name the column that a title stands for, and say how surely, 0 to 1.

    Examples
    --------
    >>> title_of("UAI"), title_of("Code UAI de l'école d'origine"), title_of("Mail de l'école")
    (('uai', 1.0), ('uai', 0.4), (None, 0.0))
    """
    bare = plain(title).removeprefix("no ")
    named = _meanings("columns").get(bare)
    if named:
        # Of two exact titles the one listed first is the better: hence a thousandth less each.
        spellings = [named, *map(plain, own_toml(_WORDS)["columns"][named])]
        return named, _EXACT_TITLE - spellings.index(bare) / 1000
    words = set(bare.split())
    # "Mail de l'école" holds a word of a name and is none: what rules a title out goes first.
    if any(set(plain(word).split()) <= words for word in own_toml(_WORDS)["unlike"]["words"]):
        return None, 0.0
    for column, phrases in own_toml(_WORDS)["contains"].items():
        if any(set(phrase.split(" + ")) <= words for phrase in phrases):
            return column.strip(), _LIKELY  # "name ": the same, less telling, tried later
    return None, 0.0


@cache
def tick_meanings() -> dict[str, str]:
    """Give the titles of columns to tick, as `plain` writes them -> the status they stand for."""
    return {
        title: status for status, titles in own_toml(_WORDS)["ticks"].items() for title in titles
    }


def status_of(word: object) -> str | None:
    """Name the status that a cell stands for; None when the word isn't known.

    Examples
    --------
    >>> status_of("OUI"), status_of("1 classe (CM2)"), status_of(1.0), status_of("peut-être")
    ('school', 'class', 'school', None)
    """
    if word is None or word is False or word is True:
        return {None: "unknown", False: "none", True: "school"}[word]
    return _status_of(str(word)[:200])


@cache
def _status_of(word: str) -> str | None:
    bare = plain(word)
    if not bare:
        return _mark(word.strip())
    named = _meanings("status").get(bare)
    if named:
        return named
    if _CLASSES.match(bare) or _GRADES.match(bare):
        return "class"
    # In the file's order: "projet abandonné" is abandoned, "déploiement prévu" isn't done.
    for status, phrases in own_toml(_WORDS)["says"].items():
        if any(re.search(rf"\b{phrase}\b", bare) for phrase in phrases):
            return str(status)
    if _YES.match(bare):
        return "class" if re.search(r"\bclasses?\b", bare) else "school"
    return "none" if _NO.match(bare) else None


def _mark(word: str) -> str | None:
    """Read a cell without letters or figures: a tick, a cross, a question mark, a dash."""
    if any(mark in word for mark in "✓✔☑✅"):
        return "school"
    # "✗" says no; "×" is the cross of a box that is ticked.
    if any(mark in word for mark in "✗✘❌×"):
        return "school" if "×" in word else "none"
    return "unknown" if not word.strip("?-–—./… ") else None


def solution_of(word: object) -> tuple[tuple[str, ...], bool]:
    """Give the solutions that a cell names, each by its one name, and say whether all are known.

    Examples
    --------
    >>> solution_of("BENEYLU"), solution_of("Maison"), solution_of("")
    ((('Beneylu School',), True), (('Maison',), False), ((), True))
    """
    text = "" if word is None else " ".join(str(word).split())
    return _solutions_in(text[:200])


@cache
def _solutions_in(text: str) -> tuple[tuple[str, ...], bool]:
    """Name the solutions of a text, and say whether all is known vocabulary."""
    bare = plain(text)
    name = _solutions().get(bare) or _solutions().get(_AROUND.sub("", bare))
    if name:
        return (name,), True
    if not bare or _meanings("status").get(bare) in {"none", "unknown"}:
        return (), True
    parts = [_solutions().get(plain(part)) for part in re.split(r"\s*[+/,;&]\s*|\s+et\s+", text)]
    known = [part for part in parts if part]
    if len(known) == len(parts):
        return tuple(dict.fromkeys(known)), True
    # An unknown name may hold "/" or "et" ("Tête et Jambes"): only a plus sign parts it.
    several = [part for part in re.split(r"\s*\+\s*", text) if part]
    names = [_solutions().get(plain(part)) or part for part in several]
    return (tuple(dict.fromkeys(names)) if len(several) > 1 else (text,)), False


def reads_as_date(cell: object) -> bool:
    """Tell whether a cell is a date in any form."""
    try:
        return dated(cell)[0] is not None
    except (ValueError, OverflowError):
        return False
