"""What the words of a register mean: titles, statuses, solutions.

A cell is read by `cell_grammar`; here are its two short answers, a status and the solutions.
"""

import re
from functools import cache
from pathlib import Path

from geo_ent.register.cell_grammar import products_in, read_cell
from geo_ent.tables.dates import dated
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

TICKS = ("status_school", "status_class", "status_planned", "status_none")
"""The columns to tick, one a status, the strongest first."""

COLUMNS = (
    *("uai", "name", "commune", "status", "solution", "start", "end", "programme", "phase"),
    *("network", "scope", "note", "circonscription", "epci", "rpi", "nature", "sector"),
    *TICKS,
)
"""What a register's column can be."""

_SOLUTIONS = Path(__file__).with_name("solutions.toml")
_WORDS = Path(__file__).with_name("vocabulary.toml")

# A title of the vocabulary is the column; one that only holds its words may be ("UAI du collège"),
# and gives way to any that is.
_EXACT_TITLE = 1.0
_LIKELY = 0.4


@cache
def _meanings(section: str) -> dict[str, str]:
    words = own_toml(_WORDS)[section]
    return {plain(word): name for name, spellings in words.items() for word in [name, *spellings]}


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
    """Name the status that a cell stands for; None where a word of it isn't understood.

    What was and is no more is "none", whatever dates the cell gives, and a product alone is no
    word for a status: `read_cell` has both.

    Examples
    --------
    >>> status_of("OUI"), status_of("1 classe (CM2)"), status_of(1.0), status_of("peut-être")
    ('school', 'class', 'school', None)
    """
    reading = read_cell(word)
    if reading.doubt is not None or reading.only_named:
        return None
    return "none" if reading.gone else reading.status


def solution_of(word: object) -> tuple[tuple[str, ...], bool]:
    """Give the solutions that a cell names, each by its one name, and say whether all are known.

    Examples
    --------
    >>> solution_of("BENEYLU"), solution_of("Maison"), solution_of("")
    ((('Beneylu School',), True), (('Maison',), False), ((), True))
    """
    text = "" if word is None else " ".join(str(word).split())
    return _solutions_in(text[:200])


def product_at(address: str) -> str:
    """Name the product that an address is of: its host bears it; "" where it bears none.

    Examples
    --------
    >>> product_at("https://0350122t.beneyluschool.net"), product_at("https://example.org/one")
    ('Beneylu School', '')
    """
    host = re.match(r"\s*(?:https?://|www\.)([^/?#\s]+)", address.lower())
    labels = re.split(r"[.-]", host[1]) if host else []
    return next((name for label in labels if (name := _hosts().get(label))), "")


@cache
def staff_tools() -> frozenset[str]:
    """Name the solutions that are for teachers and inspectors alone: they cover no school.

    Examples
    --------
    >>> "Net'Circo" in staff_tools(), "Net'École" in staff_tools()
    (True, False)
    """
    tables = own_toml(_SOLUTIONS)
    entries = [*tables["solution"], *tables["other"]]
    return frozenset(entry["name"] for entry in entries if entry.get("for") == "staff")


@cache
def _hosts() -> dict[str, str]:
    """Give each spelling of a solution as hosts write it, in one word."""
    return {
        plain(spelling).replace(" ", ""): entry["name"]
        for entry in own_toml(_SOLUTIONS)["solution"]
        for spelling in entry["spellings"]
    }


@cache
def _solutions_in(text: str) -> tuple[tuple[str, ...], bool]:
    """Name the solutions of a text, and say whether all is known vocabulary."""
    names, unread = products_in(text)
    if not unread:
        reading = read_cell(text)
        # "Oui" or "en projet" is no product: the words of a status are a solution that isn't known.
        if not names and text and reading.status not in {"none", "unknown"}:
            return (text,), False
        # Of "ex-Beneylu, ONE" only one is the school's; of "ONE résilié", what it was.
        return reading.solution or names, True
    # An unknown name may hold "/" or "et" ("Tête et Jambes"): only a plus sign parts it.
    several = [part for part in re.split(r"\s*\+\s*", text) if part]
    if len(several) > 1:
        parts = [products_in(part) for part in several]
        listed = [
            own if not left else (part,) for part, (own, left) in zip(several, parts, strict=True)
        ]
        return tuple(dict.fromkeys(name for own in listed for name in own)), False
    return (unread,), False


def reads_as_date(cell: object) -> bool:
    """Tell whether a cell is a date in any form."""
    try:
        return dated(cell)[0] is not None
    except (ValueError, OverflowError):
        return False
