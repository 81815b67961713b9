"""Put each zone in one class, the same for the map, its legend, the tables and the pictures."""

from typing import Any

import numpy as np
import pandas as pd

from geo_ent.indicators.catalogue import FRAGILE_BELOW, Indicator
from geo_ent.indicators.coverage import doubtful_n

NO_SCHOOL = "no school"
UNKNOWN = "unknown"

LEAST_KNOWN = 0.5
"""Under this share of known schools, a rate would say more of the list than of the schools."""

_ROUNDING = 1e-9  # 3/5 and 0.6 may differ in the last bit


def values(coverage: pd.DataFrame, indicator: Indicator) -> "pd.Series[Any]":
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

    Raises
    ------
    KeyError
        If the table hasn't the indicator's column, and it isn't one that is computed.

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
        value = coverage["schools_n"] - coverage["covered_n"] - doubtful_n(coverage)
    elif indicator.id == "rural_urban_gap_points":
        value = (coverage["rural_coverage_share"] - coverage["urban_coverage_share"]) * 100
    else:
        msg = f"the coverage table has no column {indicator.id}"
        raise KeyError(msg)
    return value.astype(float).rename(indicator.id)


def fragile(coverage: pd.DataFrame, indicator: Indicator) -> "pd.Series[bool]":
    """Say which zones' values stand on fewer than `FRAGILE_BELOW` schools, but on some.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> fragile(pd.DataFrame({"schools_n": [0, 4, 5]}), COVERAGE).tolist()
    [False, True, False]
    """
    few = pd.Series(False, index=coverage.index)  # noqa: FBT003 a value
    if indicator.unit == "n":
        return few
    for column in indicator.concerned:
        few |= (coverage[column] > 0) & (coverage[column] < FRAGILE_BELOW)
    return few


def classify(coverage: pd.DataFrame, indicator: Indicator) -> "pd.Series[Any]":
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
        `class` on the zones' index: ordered categories, the indicator's classes by number (0 the
        lowest), then `NO_SCHOOL` (no school that it is about) and `UNKNOWN` (fewer than half of
        the zone's schools have a known status, where that matters, none is known to be of those
        that it is about but some may be, or the value is missing).

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> rows = {"schools_n": [4, 0], "known_share": [1, None], "coverage_share": [1, None]}
    >>> classify(pd.DataFrame(rows), COVERAGE).tolist()
    [4, 'no school']
    """
    n = len(indicator.breaks) - 1
    value = values(coverage, indicator).to_numpy()
    # A bound belongs to the class above it, as the legend writes ("20 à 40 %").
    code = np.searchsorted(indicator.breaks[1:-1], value + _ROUNDING, side="right")
    # A count needs no known half: 3 schools without an ENT are 3 whatever is not known.
    known = coverage["known_share"].astype(float).to_numpy() + _ROUNDING >= LEAST_KNOWN
    valued = ~np.isnan(value) & (known | (not indicator.needs_known))
    code = np.where(valued, code, n + 1)
    # Last, since it is the stronger word: a zone without a school has no share to be unknown.
    none = [(coverage[column] == 0).to_numpy() for column in indicator.concerned]
    some = [(coverage[name] > 0).to_numpy() for name in indicator.undecided if name in coverage]
    code = np.where(np.any(none, axis=0), np.where(np.any(some, axis=0), n + 1, n), code)
    names: pd.Index[Any] = pd.Index([*range(n), NO_SCHOOL, UNKNOWN], dtype=object)
    classes = pd.Categorical.from_codes(code, names, ordered=True)
    return pd.Series(classes, index=coverage.index, name="class")
