"""French before a name: « d’ », « du » or « des », « au » or « aux », « qu’ », or as they are."""

import re
from functools import cache
from pathlib import Path

from geo_ent.text.compare import unaccented
from geo_ent.text.toml_file import own_toml

_ASPIRATED = Path(__file__).with_name("aspirated.toml")
_FIRST_WORD = re.compile(r"[a-z]+")
# « La » and « L’ » stay as they are: de La Haye, à L’Aigle.
_ARTICLES = {"le": ("du", "au"), "les": ("des", "aux"), "aux": ("des", "aux")}


def elides(words: str) -> bool:
    """Tell whether « de », « le » or « que » loses its vowel before some words.

    Examples
    --------
    >>> [elides(name) for name in ("Olmeto", "Hyères", "Yvetot", "Houdan", "Rennes", "11 écoles")]
    [True, True, True, False, False, False]
    """
    first_word = _FIRST_WORD.match(unaccented(words))
    first = first_word[0] if first_word else ""
    return first[:1] in set("aeiouyh") and first not in _kept()


def elided(word: str, words: str) -> str:
    """Write a word that may lose its vowel, and what follows it.

    Examples
    --------
    >>> elided("que", "aucune école"), elided("que", "deux écoles")
    ('qu’aucune école', 'que deux écoles')
    """
    return f"{word[:-1]}’{words}" if elides(words) else f"{word} {words}"


def of_place(name: str) -> str:
    """Write « de » and the name of a commune or of another place.

    Examples
    --------
    >>> [of_place(name) for name in ("Ille-sur-Têt", "Le Mans", "Les Sables-d'Olonne", "La Haye")]
    ['d’Ille-sur-Têt', 'du Mans', "des Sables-d'Olonne", 'de La Haye']
    """
    article, _, bare = name.partition(" ")
    if bare and article.lower() in _ARTICLES:
        return f"{_ARTICLES[article.lower()][0]} {bare}"
    return elided("de", name)


def at_place(name: str) -> str:
    """Write « à » and the name of a commune.

    Examples
    --------
    >>> [at_place(name) for name in ("Rennes", "Le Mans", "Les Sables-d'Olonne", "La Haye")]
    ['à Rennes', 'au Mans', "aux Sables-d'Olonne", 'à La Haye']
    """
    article, _, bare = name.partition(" ")
    if bare and article.lower() in _ARTICLES:
        return f"{_ARTICLES[article.lower()][1]} {bare}"
    return f"à {name}"


def of_school(name: str) -> str:
    """Write « de » and the name of a school, as the directory gives it.

    Examples
    --------
    >>> of_school("Ecole primaire publique Jules Ferry"), of_school("Groupe scolaire de l'Hermine")
    ('de l’école primaire publique Jules Ferry', "de Groupe scolaire de l'Hermine")
    """
    first, _, more = name.partition(" ")
    if more and unaccented(first) == "ecole":
        return f"de l’école {more}"
    return elided("de", name)


@cache
def _kept() -> frozenset[str]:
    table = own_toml(_ASPIRATED)
    return frozenset([*table["communes"], *table["words"]])
