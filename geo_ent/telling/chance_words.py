"""How a p of random deals is written: at the floor of so many deals it is only bounded."""

import math

from geo_ent.telling.language import Language


def at_floor(p: float, deals_n: int) -> bool:
    """Tell whether no deal at all did as well: (1 + 0) / (1 + deals) is the least that p can be.

    Examples
    --------
    >>> at_floor(0.001, 999), at_floor(0.002, 999), at_floor(0.01, 99)
    (True, False, True)
    """
    return p * (1 + deals_n) < 1.5  # noqa: PLR2004 the next one is 2


def p_words(p: float, deals_n: int, tr: Language) -> str:
    """Write a p as finely as its deals tell it.

    Parameters
    ----------
    p
        (1 + deals that did as well) / (1 + deals).
    deals_n
        How many there were.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> fr = language("fr")
    >>> [p_words(p, 999, fr).replace(chr(0xA0), " ") for p in (0.001, 0.202)]
    ['p ≤ 0,001', 'p = 0,202']
    """
    decimals = max(math.ceil(math.log10(1 + deals_n)), 1)
    written = tr.number(p, decimals=decimals)
    if at_floor(p, deals_n):
        return tr("p\u00a0≤\u00a0{p}", p=written)
    return tr("p\u00a0=\u00a0{p}", p=written)
