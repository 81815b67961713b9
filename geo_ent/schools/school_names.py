"""Names of schools and communes, as directories and as hands write them, made comparable."""

import re
from dataclasses import dataclass
from functools import lru_cache

from geo_ent.text.compare import plain

__all__ = ["SchoolName", "loose_place", "parse_name", "place", "without_place"]

_ABBREVIATIONS = {
    "ec": "ecole",
    "ecol": "ecole",
    "ecoles": "ecole",
    "elem": "elementaire",
    "ele": "elementaire",
    "elementaires": "elementaire",
    "mat": "maternelle",
    "mater": "maternelle",
    "matern": "maternelle",
    "maternelles": "maternelle",
    "prim": "primaire",
    "primaires": "primaire",
    "pub": "publique",
    "publ": "publique",
    "public": "publique",
    "publiques": "publique",
    "pu": "publique",
    "priv": "privee",
    "prive": "privee",
    "privees": "privee",
    "pr": "privee",
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "gs": "groupe scolaire",
    "grpe": "groupe",
    "gr": "groupe",
    "grp": "groupe",
    "gpe": "groupe",
    "scol": "scolaire",
    "nd": "notre dame",
    "eepu": "ecole elementaire publique",
    "empu": "ecole maternelle publique",
    "eppu": "ecole primaire publique",
    "eepr": "ecole elementaire privee",
    "empr": "ecole maternelle privee",
    "eppr": "ecole primaire privee",
    "eep": "ecole elementaire publique",
    "emp": "ecole maternelle publique",
    "em": "ecole maternelle",
    "ee": "ecole elementaire",
    "gal": "general",
    "dr": "docteur",
    "cdt": "commandant",
    "mal": "marechal",
    "pdt": "president",
    "pt": "president",
    "mt": "mont",
    "chap": "chapelle",
}
_SPELT = (  # before words are told apart
    (re.compile(r"\be ([mep]) p (u|r)\b"), r"e\1p\2"),
    (re.compile(r"\be ([mep]) (pu|pr)\b"), r"e\1\2"),
    (re.compile(r"^e (?=(?:mat|elem|prim|pub|priv|pu\b|pr\b)\w*)"), "ecole "),
    (re.compile(r"\bn dame\b"), "notre dame"),
    (re.compile(r"\be m\b"), "em"),
    (re.compile(r"\be e\b"), "ee"),
    (re.compile(r"\bg s\b"), "gs"),
    (re.compile(r"\bn d\b"), "nd"),
)
_EMPTY_WORDS = {"de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en"}
_GENERIC = {
    *("ecole", "groupe", "scolaire", "intercommunale", "communale", "municipale", "rpi", "annexe"),
    *("application", "catholique", "premier", "degre", "1er", "mixte", "regroupement", "site"),
    *("pedagogique", "intercommunal"),
}
_NATURES = ("maternelle", "elementaire", "primaire")
_SECTORS = {"publique": "public", "privee": "prive", "laique": "public"}
_MARKS = {"i", "ii", "iii", "iv", "b", "c", "nord", "sud", "est", "ouest", "haut", "bas", "centre"}
_LETTERED = 2
_MARK = re.compile(r"^\d+$")
_CITY = re.compile(r"^(paris|lyon|marseille) (\d+)(?: ?(?:e|er|eme|ere|me))?(?: arr\w*)?$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_CEDEX = re.compile(r"^(?:\d{5} )|(?: \d{5})$|(?: cedex(?: \d+)?)$|(?: \d[\dab])$")
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
    bare = plain(name)
    for pattern, spelt in _SPELT:
        bare = pattern.sub(spelt, bare)
    words = " ".join(_ABBREVIATIONS.get(word, word) for word in bare.split()).split()
    sectors = {_SECTORS[word] for word in words if word in _SECTORS}
    told = _EMPTY_WORDS | _GENERIC | _SECTORS.keys() | set(_NATURES)
    core = tuple(word for word in words if word not in told)
    last = {core[-1]} if core and len(core[-1]) <= _LETTERED else set()  # "Pyrénées B"
    marks = frozenset(last | {word for word in core if word in _MARKS or _MARK.match(word)})
    marks = marks if len(core) > 1 else frozenset()
    sector = sectors.pop() if len(sectors) == 1 else ""
    return SchoolName(_nature([word for word in words if word in _NATURES]), sector, core, marks)


def _nature(told: list[str]) -> str:
    if {"maternelle", "elementaire"} <= set(told):
        return "primaire"
    return told[0] if told else ""


@lru_cache(maxsize=50_000)
def place(commune: str) -> str:
    """Reduce a commune's name to what is the same however it is written.

    Examples
    --------
    >>> place("St-Germain s/ Ille"), place("PARIS XIIe"), place("35000 Rennes Cedex 7")
    ('saint germain sur ille', 'paris 12', 'rennes')
    """
    bare = plain(_SLASH.sub(" sur ", _SS.sub(" sous ", commune)))
    bare = _CEDEX.sub("", _CEDEX.sub("", bare)) if not _CITY.match(bare) else bare
    words = [_ABBREVIATIONS.get(word, word) if word[:2] in {"st", "mt"} else word
             for word in bare.split()]  # fmt: skip
    text = " ".join(words)
    found = _CITY.match(_arabic(text))
    return f"{found[1]} {int(found[2])}" if found else text


def _arabic(text: str) -> str:
    """Write the Roman number of an arrondissement in figures."""
    found = re.match(r"^(paris|lyon|marseille) ([ivx]+)(?:e|er|eme)?\b(.*)$", text)
    if not found:
        return text
    units = found[2].lstrip("x")
    tens = len(found[2]) - len(units)
    return f"{found[1]} {tens * 10 + _ROMAN.get(units, 0)}{found[3]}"


@lru_cache(maxsize=50_000)
def loose_place(commune: str) -> str:
    """Reduce a commune's name further, without its small words.

    Examples
    --------
    >>> loose_place("La Bouëxière"), loose_place("bouexiere")
    ('bouexiere', 'bouexiere')
    """
    words = [word for word in place(commune).split() if word not in _EMPTY_WORDS]
    return " ".join(words)


@lru_cache(maxsize=100_000)
def without_place(name: SchoolName, commune: str) -> tuple[str, ...]:
    """Take the commune's own name out of a school's telling words, where it stands whole.

    Examples
    --------
    >>> without_place(parse_name("Ecole primaire publique de Clayes"), "Clayes")
    ()
    """
    words = tuple(loose_place(commune).split())
    core = name.core
    for at in range(len(core) - len(words) + 1) if words else ():
        if core[at : at + len(words)] == words:
            return core[:at] + core[at + len(words) :]
    return core
