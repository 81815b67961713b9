"""The numbers of the measures of inequality, each in the unit of the sentence that tells it.

Tables for programs keep a share's unit (0 to 1): 0.0075 is the variance that a sentence calls
75.21 square points. What people read has one unit for both.
"""

import math
from typing import TYPE_CHECKING

from geo_ent.text.numbers import half_up

if TYPE_CHECKING:
    from geo_ent.telling.language import Language

_NOISE = 1e-12
_POWER_FROM = 1e9  # from there on a number is written with its power of ten
_POINTS = frozenset(
    {"D", "ACI", "SII", "SII_linear", "BGSD", "PAR"}
    | {f"MD{to}{weighing}" for to in "MBR" for weighing in "UW"}
)
_PER_CENT = frozenset({"COV", "IDISU", "IDISW", "PAF"})
_SQUARED = "BGV"


def measure_value(measure: str, value: float, scale: float, tr: "Language") -> str:
    """Write a measure's value with its unit; never as 0 what isn't.

    Parameters
    ----------
    measure
        A key of `MEASURES`.
    value
        As `measure_groups` gives it.
    scale
        What the groups' values are out of: 1 or 100.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> fr = language("fr")
    >>> values = {"D": -0.1924, "BGV": 0.007521, "COV": 19.285, "R": 1.4756, "ACI": 0.0001}
    >>> [measure_value(*pair, 1, fr).replace(chr(0xA0), " ") for pair in values.items()]
    ['−19,2 points', '75,21 points²', '19,3 %', '1,48', 'moins de 0,1 point']
    """
    shown = _shown(measure, value, scale)
    return _with_unit(measure, index_number(shown, tr, decimals_of(measure)), shown, tr)


def measure_bounds(measure: str, low: float, high: float, scale: float, tr: "Language") -> str:
    r"""Write the two ends of a measure's interval, the unit once.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> measure_bounds("D", 0.09705, 0.28294, 1, language("fr"))
    '9,7 à 28,3\xa0points'
    """
    ends = [_shown(measure, end, scale) for end in (low, high)]
    first, last = (_plain(end, tr, decimals_of(measure)) for end in ends)
    return _with_unit(measure, tr("{low} à {high}", low=first, high=last), ends[1], tr)


def decimals_of(measure: str) -> int:
    """Say how many decimals a measure is written with."""
    if measure in _POINTS or measure in _PER_CENT:
        return 1
    return 3 if measure.startswith("RCI") else 2


def index_number(value: float, tr: "Language", decimals: int = 2) -> str:
    """Write an index; a bound ("moins de 0,01") where it would round to 0, which says: equal."""
    if _NOISE <= abs(value) < 0.5 * 10.0**-decimals:
        least = tr.number(10.0**-decimals, decimals=decimals)
        if value > 0:
            return tr("moins de {n}", n=least)
        return tr("entre \u2212{n} et 0", n=least)
    return _plain(value, tr, decimals)


def _plain(value: float, tr: "Language", decimals: int) -> str:
    """Write a number with a true minus, since a hyphen may end a line; ∞ where it has no end."""
    if math.isinf(value):
        return "∞" if value > 0 else "\u2212∞"
    if abs(value) >= _POWER_FROM:
        text = f"{value:.1e}"
        text = text.replace(".", ",") if tr.code == "fr" else text
    else:
        text = tr.number(value, decimals=decimals)
    return text.replace("-", "\u2212")


def _shown(measure: str, value: float, scale: float) -> float:
    """Turn a value into the unit that it is written in; a float's noise is nought."""
    if abs(value) < _NOISE:
        return 0.0
    if measure == _SQUARED:  # a variance is in squared units: the scale counts twice
        return value * (100 / scale) ** 2
    return value * 100 / scale if measure in _POINTS else value


def _with_unit(measure: str, number: str, shown: float, tr: "Language") -> str:
    if measure in _POINTS:
        # What is written decides: 1,96 is « 2,0 points ».
        return tr.plural("{n}\u00a0point", "{n}\u00a0points", half_up(shown, 1), n=number)
    if measure == _SQUARED:
        return tr("{n}\u00a0points²", n=number)
    return number + tr("\u00a0%") if measure in _PER_CENT else number
