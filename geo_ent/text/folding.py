"""Texts folded for a terminal, where French allows it."""

import re
import textwrap

_BEFORE = re.compile(r" (?=[:;?!»%€])")
_NUMBER = re.compile(r"(?<=\d) (?=\d{3}\b|(?:km|m|points?|élèves?|écoles?)\b)")
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " "})


def bound(text: str) -> str:
    r"""Put no-break spaces where French doesn't cut: "« a »", "b :", "13,5 km".

    Examples
    --------
    >>> bound("à 13,5 km : « oui »")
    'à 13,5\xa0km\xa0: «\xa0oui\xa0»'
    """
    return _NUMBER.sub("\u00a0", _BEFORE.sub("\u00a0", text.replace("« ", "«\u00a0")))


def folded_lines(text: str, width: int, *, start: str = "", under: str | None = None) -> list[str]:
    r"""Fold a text at so many signs: never at a hyphen, nor before « : » or a unit.

    Its no-break spaces end as ordinary ones, since some terminals show them as a sign.

    Parameters
    ----------
    width
        Signs of a line; a word that is longer is whole.
    start, under
        What stands before the first line and before the others; `under` is `start` if not said.

    Examples
    --------
    >>> folded_lines("Le Vivier-sur-Mer, non connu : l’IPS", 22)
    ['Le Vivier-sur-Mer, non', 'connu : l’IPS']
    >>> folded_lines("Le Vivier-sur-Mer, non connu : l’IPS", 28, start="- ", under="  ")
    ['- Le Vivier-sur-Mer, non', '  connu : l’IPS']
    """
    lines = textwrap.wrap(
        bound(text),
        width,
        initial_indent=start,
        subsequent_indent=start if under is None else under,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.translate(_PLAIN) for line in lines]
