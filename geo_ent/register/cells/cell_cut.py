"""A cell cut into words, with the marks that stand between them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from geo_ent.register.cells.cell_abbreviations import written_out

# An address or a telephone says who to ask, and nothing of the ENT. "Ari@ne57" is no address.
_CONTACT = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\d)0\d(?:[ .-]?\d\d){4}(?!\d)")
_WORD = re.compile(r"[a-z0-9]+")
# What parts clauses. A hyphen does between spaces ("ONE - en projet"), not within "e-primo".
_BREAK = re.compile(r"[,;:()\[\]/|\n\t>→=&+!?…«»\"]|\s[-*•]|[-*•]\s|[–—]|\.(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell cut into its words, with what stands between them.

    Attributes
    ----------
    words
        Plain words.
    gaps
        What stands before each, and after the last.
    text
        The text that they are of, abbreviations written out.
    """

    words: Sequence[str]
    gaps: Sequence[str]
    text: str


def cut(text: str) -> Cut:
    """Cut a text into plain words; what tells whom to ask is left out.

    Examples
    --------
    >>> cut("Oui (ONE)").words, cut("Oui (ONE)").gaps
    (['oui', 'one'], ['', ' (', ')'])
    """
    left = _CONTACT.sub(" ", text).replace("+", " ; ").replace("œ", "oe").replace("Œ", "OE")
    letters = unicodedata.normalize("NFKD", left)
    bare = "".join(c for c in letters if not unicodedata.combining(c)).lower()
    bare = written_out(bare)
    words: list[str] = []
    gaps: list[str] = []
    last = 0
    for match in _WORD.finditer(bare):
        words.append(match[0])
        gaps.append(bare[last : match.start()])
        last = match.end()
    return Cut(words, [*gaps, bare[last:]], bare)


def ends(gap: str) -> bool:
    """Tell whether a letter that stands before a gap stands alone there."""
    return parts(gap) or "/" in gap


def parts(gap: str) -> bool:
    """Tell whether clauses part at a gap; "n/a" and "n.c." are one phrase."""
    return gap not in {"/", "."} and bool(_BREAK.search(gap))
