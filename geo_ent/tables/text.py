"""Text made comparable: no accents, no case, no punctuation."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["plain", "snake"]

_NOT_WORD = re.compile(r"[^a-z0-9+]+")


def plain(text: object) -> str:
    r"""Reduce a text to its lower-case words without accents, one space apart.

    Examples
    --------
    >>> plain("  École élémentaire\nSt-Ouën ")
    'ecole elementaire st ouen'
    """
    return _plain(str(text))


@lru_cache(maxsize=1 << 16)  # a register says the same few words thousands of times
def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare.lower()).strip()


def snake(text: object) -> str:
    """Reduce a column's title to a name.

    Examples
    --------
    >>> snake("Code postal"), snake("coordX_origine")
    ('code_postal', 'coordx_origine')
    """
    return plain(str(text).replace("\ufeff", "")).replace(" ", "_")
