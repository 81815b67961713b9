"""Put each zone in one class, the same for the map, its legend, the tables and the pictures."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.text.numbers import number

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator

__all__ = [
    "NO_SCHOOL",
    "UNKNOWN",
    "class_labels",
    "classify",
    "fragile",
    "special_labels",
    "values",
]

NO_SCHOOL = "sans école"
UNKNOWN = "inconnu"

LEAST_KNOWN = 0.5
"""Under this share of known schools, a rate would say more of the list than of the schools."""

_ROUNDING = 1e-9  # 3/5 and 0.6 may differ in the last bit
_MOST_DECIMALS = 6
_NBSP = "\u00a0"

_SPECIAL = {
    "fr": (NO_SCHOOL, "sans école concernée", UNKNOWN),
    "en": ("no school", "no school concerned", "unknown"),
}


def _bounds(values: tuple[float, ...], lang: str) -> list[str]:
    """Write bounds with as few decimals as keep them different."""
    for decimals in range(_MOST_DECIMALS):
        written = [number(value, decimals=decimals, locale=lang) for value in values]
        if len(set(written)) == len(written):
            return written
    return [str(value) for value in values]


def special_labels(indicator: "Indicator", lang: Literal["fr", "en"] = "fr") -> tuple[str, str]:
    """Name the classes of zones without a value: no school, or too little known.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE, RURAL
    >>> special_labels(COVERAGE), special_labels(RURAL)[0]
    (('sans école', 'inconnu'), 'sans école concernée')
    """
    none, none_concerned, unknown = _SPECIAL[lang]
    return (none if indicator.concerned == ("schools_n",) else none_concerned), unknown


def class_labels(indicator: "Indicator", lang: Literal["fr", "en"] = "fr") -> tuple[str, ...]:
    """Name an indicator's classes, lowest first.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE, GAP, WITHOUT
    >>> [label.replace(chr(0xA0), " ") for label in class_labels(COVERAGE)][:2]
    ['moins de 20 %', '20 à moins de 40 %']
    >>> class_labels(WITHOUT)
    ('0', '1 à 4', '5 à 9', '10 à 19', '20 et plus')
    >>> class_labels(COVERAGE, "en")[-1]
    '80% and over'
    """
    if indicator.unit == "n":
        return _number_labels(indicator.breaks, lang)
    factor, gap = (100, _NBSP if lang == "fr" else "") if indicator.unit == "share" else (1, _NBSP)
    unit = gap + ("%" if indicator.unit == "share" else "points")
    bounds = _bounds(tuple(value * factor for value in indicator.breaks), lang)
    bounds = [bound.replace("-", "\u2212") for bound in bounds]
    under, to, over = ("moins de", "à moins de", "et plus")
    if lang == "en":
        under, to, over = ("under", "to under", "and over")
    middle = [f"{low} {to} {high}{unit}" for low, high in pairwise(bounds[1:-1])]
    if len(bounds) == 2:  # noqa: PLR2004 one class holds everything
        return (f"{bounds[0]} {'à' if lang == 'fr' else 'to'} {bounds[1]}{unit}",)
    return (f"{under} {bounds[1]}{unit}", *middle, f"{bounds[-2]}{unit} {over}")


def _number_labels(breaks: tuple[float, ...], lang: str) -> tuple[str, ...]:
    """Name classes of whole numbers by the first and the last that each holds."""
    to, over = ("à", "et plus") if lang == "fr" else ("to", "and over")
    labels = []
    for low, high in pairwise(breaks):
        first, last = math.ceil(low), high - 1
        if math.isinf(high):
            labels.append(f"{number(first, locale=lang)} {over}")
        elif first >= last:
            labels.append(number(first, locale=lang))
        else:
            labels.append(f"{number(first, locale=lang)} {to} {number(last, locale=lang)}")
    return tuple(labels)


def values(coverage: "pd.DataFrame", indicator: "Indicator") -> "pd.Series":
    """Give an indicator's value in each zone: its column, or what is made of others.

    Parameters
    ----------
    coverage
        One row a zone, as the contract of `coverage` says.

    Returns
    -------
    pd.Series
        Named by the indicator, on the zones' index: shares 0 to 1, numbers of schools, or
        percentage points; NaN where it has no sense.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import WITHOUT
    >>> counts = {"schools_n": [4], "covered_n": [1], "unknown_n": [1]}
    >>> values(pd.DataFrame(counts), WITHOUT).tolist()
    [2.0]
    """
    if indicator.id in coverage:
        value = coverage[indicator.id]
    elif indicator.id == "without_n":
        value = coverage["schools_n"] - coverage["covered_n"] - coverage["unknown_n"]
    elif indicator.id == "rural_urban_gap_points":
        value = (coverage["rural_coverage_share"] - coverage["urban_coverage_share"]) * 100
    else:
        msg = f"the coverage table has no column {indicator.id}"
        raise KeyError(msg)
    found: pd.Series = value.astype(float).rename(indicator.id)
    return found


def fragile(coverage: "pd.DataFrame", indicator: "Indicator") -> "pd.Series[bool]":
    """Say which zones' values stand on fewer than `FRAGILE_BELOW` schools, but on some.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> fragile(pd.DataFrame({"schools_n": [0, 4, 5]}), COVERAGE).tolist()
    [False, True, False]
    """
    import pandas as pd

    few = pd.Series(False, index=coverage.index)  # noqa: FBT003 a value
    if indicator.unit == "n":
        return few
    for column in indicator.concerned:
        few |= (coverage[column] > 0) & (coverage[column] < FRAGILE_BELOW)
    return few


def classify(coverage: "pd.DataFrame", indicator: "Indicator") -> "pd.Series":
    """Say in which class each zone falls.

    Parameters
    ----------
    coverage
        One row a zone, with `known_share`, the columns of the indicator's `concerned` and what
        `values` needs (shares 0 to 1).
    indicator
        The record whose breaks make the classes.

    Returns
    -------
    pd.Series
        `class` on the zones' index: ordered categories, the indicator's classes (lowest first),
        then `sans école` (no school that it is about) and `inconnu` (fewer than half of the
        zone's schools have a known status, where that matters, or the value is missing).

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
    value = values(coverage, indicator).to_numpy()
    code = np.searchsorted(indicator.breaks[1:-1], value + _ROUNDING, side="right")
    known = coverage["known_share"].astype(float).to_numpy() + _ROUNDING >= LEAST_KNOWN
    valued = ~np.isnan(value) & (known | (not indicator.needs_known))
    code = np.where(valued, code, len(labels) + 1)
    none = [(coverage[column] == 0).to_numpy() for column in indicator.concerned]
    code = np.where(np.any(none, axis=0), len(labels), code)
    words = pd.Index([*labels, *special_labels(indicator)])
    classes = pd.Categorical.from_codes(code, words, ordered=True)
    return pd.Series(classes, index=coverage.index, name="class")
