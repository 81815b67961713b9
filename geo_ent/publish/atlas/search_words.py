"""The words that a commune or a school is found by in an atlas, as `matching.js` makes them."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^a-z0-9]")
_LONG = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_MOST_SIGNS = 20  # of a word that files are named after; what follows tells no more names apart


@lru_cache(maxsize=1 << 16)  # a commune's name is that of each of its schools
def bare_words(text: str) -> tuple[str, ...]:
    """Give a text's words without accents, capitals or signs, "St" as "Saint".

    The same words as `bareWords` and `longWord` of `matching.js` give: what a shard holds is found
    again there.

    Examples
    --------
    >>> bare_words("Ste-Cécile-du-Cœur (l’École)")
    ('sainte', 'cecile', 'du', 'coeur', 'l', 'ecole')
    """
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in marked if unicodedata.category(sign)[0] != "M")
    small = text.lower().replace("œ", "oe").replace("æ", "ae")
    return tuple(_LONG.get(word, word) for word in _WORD.findall(small))


@lru_cache(maxsize=1 << 17)  # a few words make all the names
def folded(word: str) -> str:
    """Write a word in the signs of the files' names: small letters, figures, "_" for all others.

    Examples
    --------
    >>> folded("straße"), folded("x" * 400) == "x" * 20
    ('stra_e', True)
    """
    short = word[:_MOST_SIGNS]
    return short if short.isascii() else _FOREIGN.sub("_", short)
