"""Put each zone in one class, the same for the map, its legend, the tables and the pictures."""

from itertools import pairwise
from typing import TYPE_CHECKING

from geo_ent.words import number

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator

__all__ = ["NO_SCHOOL", "UNKNOWN", "class_labels", "classify"]

NO_SCHOOL = "sans école"
UNKNOWN = "inconnu"

LEAST_KNOWN = 0.5
"""Under this share of known schools, a rate would say more of the list than of the schools."""

_ROUNDING = 1e-9  # 3/5 and 0.6 may differ in the last bit
_MOST_DECIMALS = 6


def _bounds(breaks: tuple[float, ...]) -> list[str]:
    """Write bounds in per cent, with as few decimals as keep them different."""
    for decimals in range(_MOST_DECIMALS):
        written = [number(value * 100, decimals=decimals) for value in breaks]
        if len(set(written)) == len(written):
            return written
    return [str(value * 100) for value in breaks]


def class_labels(indicator: "Indicator") -> tuple[str, ...]:
    """Name an indicator's classes, lowest first, in French.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> [label.replace(chr(0xA0), " ") for label in class_labels(COVERAGE)][:2]
    ['moins de 20 %', '20 à moins de 40 %']
    """
    bounds = _bounds(indicator.breaks)
    middle = [f"{low} à moins de {high}\u00a0%" for low, high in pairwise(bounds[1:-1])]
    if len(bounds) == 2:  # noqa: PLR2004 one class holds everything
        return (f"{bounds[0]} à {bounds[1]}\u00a0%",)
    return (f"moins de {bounds[1]}\u00a0%", *middle, f"{bounds[-2]}\u00a0% et plus")


def classify(coverage: "pd.DataFrame", indicator: "Indicator") -> "pd.Series":
    """Say in which class each zone falls.

    Parameters
    ----------
    coverage
        One row a zone, with `schools_n`, `known_share` and the indicator's column (shares 0 to 1).
    indicator
        The record whose breaks make the classes.

    Returns
    -------
    pd.Series
        `class` on the zones' index: ordered categories, the indicator's classes (lowest first),
        then `sans école` (no school at all) and `inconnu` (fewer than half of the zone's schools
        have a known status, or the value is missing).

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> rows = {"schools_n": [4, 0], "known_share": [1, None], "coverage_share": [1, None]}
    >>> [str(label).replace(chr(0xA0), " ") for label in classify(pd.DataFrame(rows), COVERAGE)]
    ['80 % et plus', 'sans école']
    """
    import numpy as np
    import pandas as pd

    labels = class_labels(indicator)
    value = coverage[indicator.id].astype(float).to_numpy()
    code = np.searchsorted(indicator.breaks[1:-1], value + _ROUNDING, side="right")
    known = coverage["known_share"].astype(float).to_numpy() + _ROUNDING >= LEAST_KNOWN
    code = np.where(known & ~np.isnan(value), code, len(labels) + 1)
    code = np.where(coverage["schools_n"].to_numpy() == 0, len(labels), code)
    words = pd.Index([*labels, NO_SCHOOL, UNKNOWN])
    classes = pd.Categorical.from_codes(code, words, ordered=True)
    return pd.Series(classes, index=coverage.index, name="class")
