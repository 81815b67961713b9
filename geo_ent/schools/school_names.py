"""Names of schools and communes, as directories and as hands write them, made comparable."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

_WORDS = own_toml(Path(__file__).with_name("school_words.toml"))
_ABBREVIATIONS = {
    short: full for full, shorts in _WORDS["abbreviations"].items() for short in shorts
}
# Initials that `plain` has parted ("E.M.PU" is "e m pu"), put together before words are told apart:
# the longest first, for "e m" is in "e m p u".
_SPELT = (
    (re.compile(r"\be ([mep]) p (u|r)\b"), r"e\1p\2"),
    (re.compile(r"\be ([mep]) (pu|pr)\b"), r"e\1\2"),
    (re.compile(r"^e (?=(?:mat|elem|prim|pub|priv|pu\b|pr\b)\w*)"), "ecole "),
    (re.compile(r"\bn dame\b"), "notre dame"),
    (re.compile(r"\be m\b"), "em"),
    (re.compile(r"\be e\b"), "ee"),
    (re.compile(r"\bg s\b"), "gs"),
    (re.compile(r"\bn d\b"), "nd"),
)
_NATURES = ("maternelle", "elementaire", "primaire")
_SECTORS = {"publique": "public", "privee": "prive", "laique": "public"}
_EMPTY_WORDS, _MARKS = set(_WORDS["empty"]), set(_WORDS["marks"])
# Words of no school in particular.
_COMMON = {*_EMPTY_WORDS, *_WORDS["generic"], *_SECTORS, *_NATURES}
_MARK_LETTERS = 2  # a last word so short tells two schools apart, as a number does
_MARK = re.compile(r"^\d+$")
_CITY = re.compile(r"^(paris|lyon|marseille) (\d+)(?: ?(?:e|er|eme|ere|me))?(?: arr\w*)?$")
_ROMAN_CITY = re.compile(r"^(paris|lyon|marseille) ([ivx]+)(?:e|er|eme)?\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_CEDEX = re.compile(r"^(?:\d{5} )|(?: \d{5})$|(?: cedex(?: \d+)?)$|(?: \d[\dab])$")
_TOWN_HALL = re.compile(
    r"^\s*(?:commune|mairie|ville|municipalit[ée])\s*(?::|(?:de|du|des|d['’])\s*)", re.IGNORECASE
)
_SLASH = re.compile(r"(?<=\w)[\s-]*\bs\s*/\s*", re.IGNORECASE)
_SS = re.compile(r"(?<=\w)[\s-]*\bs/s\b\.?\s*|\bss\b", re.IGNORECASE)


@dataclass(frozen=True)
class SchoolName:
    """A school's name taken apart.

    Attributes
    ----------
    nature, sector
        What the name says of them: "maternelle", "elementaire", "primaire" or ""; "public",
        "prive" or "".
    core
        The words that tell the school apart, in their order.
    marks
        Numbers and quarters among them: "Jules Ferry 1" is never "Jules Ferry 2".
    """

    nature: str
    sector: str
    core: tuple[str, ...]
    marks: frozenset[str]

    @property
    def text(self) -> str:
        """The telling words, one space apart."""
        return " ".join(self.core)


@lru_cache(maxsize=100_000)
def parse_name(name: str) -> SchoolName:
    """Take a school's name apart, abbreviations written out.

    Examples
    --------
    >>> parse_name("Éc. élém. publique de St-Ouen")
    SchoolName(nature='elementaire', sector='public', core=('saint', 'ouen'), marks=frozenset())
    """
    words = _full_words(name)
    sectors = {_SECTORS[word] for word in words if word in _SECTORS}
    core = tuple(word for word in words if word not in _COMMON)
    last = {core[-1]} if core and len(core[-1]) <= _MARK_LETTERS else set()  # "Pyrénées B"
    marks = frozenset(last | {word for word in core if word in _MARKS or _MARK.match(word)})
    # "Centre" alone is a school's name: a mark is one beside another word.
    marks = marks if len(core) > 1 else frozenset()
    # "École publique … (ex-école privée)" says both: nothing is made of it.
    sector = sectors.pop() if len(sectors) == 1 else ""
    natures = [word for word in words if word in _NATURES]
    both = {"maternelle", "elementaire"} <= set(natures)  # "maternelle et élémentaire"
    return SchoolName("primaire" if both else next(iter(natures), ""), sector, core, marks)


def _full_words(name: str) -> list[str]:
    """Give the plain words of a name, its abbreviations written out."""
    bare = plain(name.replace("+", " "))
    for pattern, spelt in _SPELT:
        bare = pattern.sub(spelt, bare)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in bare.split()).split()


_TOGETHER = re.compile(r"\b(?:gr?ou?pe? scol(?:aire)?|grpe? scol|gs|g s|ecoles)\b")


def speaks_of_several(name: str) -> bool:
    """Tell whether a name may be that of a maternelle and an élémentaire together.

    Examples
    --------
    >>> speaks_of_several("GS Jean Moulin"), speaks_of_several("École Jean Moulin")
    (True, False)
    >>> speaks_of_several("EM et EE Jean Moulin")
    True
    """
    natures = {word for word in _full_words(name) if word in _NATURES}
    return len(natures) > 1 or bool(_TOGETHER.search(plain(name)))


def without_town_hall(commune: str) -> str:
    """Take off a commune's name what says that it is one.

    Examples
    --------
    >>> without_town_hall("Mairie de Bruz"), without_town_hall("La Ville-ès-Nonais")
    ('Bruz', 'La Ville-ès-Nonais')
    """
    return _TOWN_HALL.sub("", commune, count=1)


def commune_words(text: str) -> str:
    """Reduce a text that holds a commune's name to its plain words, "s/" written out.

    Examples
    --------
    >>> commune_words("École Le Doris, St-Germain s/ Ille")
    'ecole le doris st germain sur ille'
    """
    return plain(_SLASH.sub(" sur ", _SS.sub(" sous ", text)))


@lru_cache(maxsize=50_000)
def commune_key(commune: str) -> str:
    """Reduce a commune's name to what is the same however it is written.

    Examples
    --------
    >>> [commune_key(name) for name in ("St-Germain s/ Ille", "PARIS XIIe", "35000 Rennes Cedex 7")]
    ['saint germain sur ille', 'paris 12', 'rennes']
    """
    bare = commune_words(commune)
    bare = _CEDEX.sub("", _CEDEX.sub("", bare)) if not _CITY.match(bare) else bare
    # Saints and mounts alone: the other abbreviations are of words for schools and for people.
    text = " ".join(
        _ABBREVIATIONS.get(word, word) if word[:2] in {"st", "mt"} else word
        for word in bare.split()
    )
    city = _CITY.match(_ROMAN_CITY.sub(_arabic, text))
    return f"{city[1]} {int(city[2])}" if city else text


def _arabic(city: re.Match[str]) -> str:
    """Write the Roman number of an arrondissement in figures; none is beyond XX."""
    units = city[2].lstrip("x")
    tens = len(city[2]) - len(units)
    return f"{city[1]} {tens * 10 + _ROMAN.get(units, 0)}"


@lru_cache(maxsize=50_000)
def loose_commune_key(commune: str) -> str:
    """Reduce a commune's name further, without its small words.

    Examples
    --------
    >>> loose_commune_key("La Bouëxière"), loose_commune_key("bouexiere")
    ('bouexiere', 'bouexiere')
    """
    words = [word for word in commune_key(commune).split() if word not in _EMPTY_WORDS]
    return " ".join(words)


@lru_cache(maxsize=100_000)
def without_place(name: SchoolName, commune: str) -> tuple[str, ...]:
    """Take the commune's own name out of a school's telling words, where it stands whole.

    Examples
    --------
    >>> without_place(parse_name("Ecole primaire publique de Clayes"), "Clayes")
    ()
    """
    words = tuple(loose_commune_key(commune).split())
    core = name.core
    # As one run, and not word by word: the "saint" of another name isn't that of Saint-Ouen.
    for start in range(len(core) - len(words) + 1) if words else ():
        if core[start : start + len(words)] == words:
            return core[:start] + core[start + len(words) :]
    return core
