"""Text made comparable: no accents, no case, no punctuation; and what is near a misspelt word."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# "+" stays: REP+ isn't REP.
_NOT_WORD = re.compile(r"[^a-z0-9+]+")
_LEAST_LIKENESS = 0.5  # short words: one letter of « cantal » missing is 0.9, two exchanged 0.8


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
    return _NOT_WORD.sub(" ", unaccented(text)).strip()


def unaccented(text: str) -> str:
    """Write a text in small letters without accents, what stands between its words as it was.

    Examples
    --------
    >>> unaccented("Déc. 2021")
    'dec. 2021'
    """
    if text.isascii():  # most are
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


def snake(text: object) -> str:
    """Reduce a column's title to a name.

    Examples
    --------
    >>> snake("Code postal"), snake("coordX_origine")
    ('code_postal', 'coordx_origine')
    """
    return plain(str(text).replace("\ufeff", "")).replace(" ", "_")


def nearest(word: str, among: Iterable[str]) -> str:
    """Give the likeliest of some names for one that isn't among them; "" where none is near.

    Examples
    --------
    >>> nearest("Castelnau le Lès", ["Castelnau-le-Lez", "Lattes"]), nearest("Nice", ["Lattes"])
    ('Castelnau-le-Lez', '')
    """
    import difflib

    # Reversed: of two names that differ by their dress only, the first is the one kept.
    bare = {plain(name): name for name in reversed(list(among))}
    near = difflib.get_close_matches(plain(word), list(bare), n=1, cutoff=_LEAST_LIKENESS)
    return bare[near[0]] if near else ""


def meant(word: str, among: Iterable[str]) -> str:
    """Ask whether the likeliest name was meant; "" where none is near.

    Examples
    --------
    >>> meant("cantla", ["cantal", "somme"])
    'vouliez-vous dire « cantal » ?'
    """
    near = nearest(word, among)
    return f"vouliez-vous dire « {near} » ?" if near else ""
