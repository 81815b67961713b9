"""A text as `plain` gives it, but with one sign for what stood between two words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from geo_ent.text.compare import unaccented

_GAP = re.compile(r"[^a-z0-9+]+")
_ARROW = re.compile(r"[-=–—]>|[→⇒➔]")
_DOUBTS = (("?", "?"), ("#%=@€$£≤≥", "#"), ("<", "<"), (">", ">"), ("~≈±", "~"))
_QUOTES = str.maketrans("", "", '«»"“”*°º•·!')
# What a gap is when it has one of these: the first of the list that is there.
_SIGNS = (
    *(("([{", "("), (")]}", ")"), ("'’`‘", "'"), ("/\\⁄", "/")),
    *((",", ","), (":", ":"), ("|;&", ";")),
)
_DASHES = "-‐‑‒–—―−_"
# "2O21", "O1/09/2021": letters typed for figures, where there is no other reading than a date.
_MISTYPED = re.compile(
    r"(?<![a-z0-9+])(?<!\d[/.-])(?:(?=[a-z]*\d[a-z]*\d)[12][0-9oil]{3}"
    r"|[0-9oil]{1,2}([/.-])[0-9oil]{1,2}\1(?=[a-z]*\d)[0-9oil]{2,4})(?![a-z0-9+])"
)
_LETTERS = str.maketrans("oil", "011")


@dataclass(frozen=True)
class MarkedText:
    """The words of a text with one sign between two of them.

    Attributes
    ----------
    lead, tail
        The sign before the first word and the one after the last; "" where there is none.
    body
        Of the length of `plain(text)`, so that a slice of the one is a slice of the other. A sign
        is " " or a line's end, "-" for a hyphen and "–" for a dash between spaces, "/", ".", ",",
        ":", "'", brackets, "?", "<", ">" (an arrow too), "~" for about, ";" for what parts two
        things, "#" for what has no place in a date.
    """

    lead: str
    body: str
    tail: str


def marked(text: str) -> MarkedText:
    """Write a text in small letters with one sign for each gap.

    Examples
    --------
    >>> marked("Dès le 1er sept. 2021 – 31/08/2022 ?")
    MarkedText(lead='', body='des le 1er sept 2021–31/08/2022', tail='?')
    """
    bare = unaccented(text)
    gaps = list(_GAP.finditer(bare))
    lead = tail = ""
    if gaps and gaps[0].start() == 0:
        lead = _sign(gaps[0][0])
    if gaps and gaps[-1].end() == len(bare):
        tail = _sign(gaps[-1][0])
    words = _GAP.sub(lambda gap: _sign(gap[0]), bare)[len(lead) :]
    body = words.removesuffix(tail) if tail else words
    return MarkedText(lead, _MISTYPED.sub(lambda slip: slip[0].translate(_LETTERS), body), tail)


@lru_cache(maxsize=1 << 12)  # of thousands of cells, most gaps are a space or a slash
def _sign(gap: str) -> str:
    """Give the one sign that says most of what stands between two words."""
    if _ARROW.search(gap):
        return ">"
    for signs, mark in _DOUBTS:
        if any(sign in gap for sign in signs):
            return mark
    bare = "".join(gap.translate(_QUOTES).split())
    for signs, mark in _SIGNS:
        if any(sign in bare for sign in signs):
            return mark
    # "sept.-21" is a hyphen, "sept. 2021" a space: the point ends a word that was cut short.
    dash = bare.strip(".")
    if dash:
        alone = len(dash) == 1 and not gap[0].isspace() and not gap[-1].isspace()
        return ("-" if alone else "–") if set(dash) <= set(_DASHES) else ";"
    if bare and gap == ".":
        return "."
    return "\n" if "\n" in gap else " "
