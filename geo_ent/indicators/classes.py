"""Put each zone in one class, the same for the map, its legend, the tables and the pictures."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.indicators.catalogue import FRAGILE_BELOW, Indicator
from geo_ent.indicators.class_breaks import ROUNDING, breaks_around, fitted_breaks
from geo_ent.indicators.coverage import doubtful_n

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo_ent.indicators.class_breaks import Classing

NO_SCHOOL = "no school"
UNKNOWN = "unknown"

LEAST_KNOWN = 0.5
"""Under this share of known schools, a rate would say more of the list than of the schools."""


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
    names: pd.Index[Any] = pd.Index([*range(n), NO_SCHOOL, UNKNOWN], dtype=object)
    classes = pd.Categorical.from_codes(_codes(coverage, indicator)[1], names, ordered=True)
    return pd.Series(classes, index=coverage.index, name="class")


def rated_values(coverage: pd.DataFrame, indicator: Indicator) -> "NDArray[np.float64]":
    """Give the values of the zones that fall in a class of their own, in the zones' order.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> rows = {"schools_n": [4, 0], "known_share": [1, None], "coverage_share": [0.5, None]}
    >>> rated_values(pd.DataFrame(rows), COVERAGE).tolist()
    [0.5]
    """
    value, codes = _codes(coverage, indicator)
    rated: NDArray[np.float64] = value[codes < len(indicator.breaks) - 1]
    return rated


def _codes(
    coverage: pd.DataFrame, indicator: Indicator
) -> "tuple[NDArray[np.float64], NDArray[np.int64]]":
    """Give each zone's value and the number of its class, in the order of `classify`."""
    n = len(indicator.breaks) - 1
    value = values(coverage, indicator).to_numpy(dtype=float)
    # A bound belongs to the class above it, as the legend writes ("20 à 40 %").
    code = np.searchsorted(indicator.breaks[1:-1], value + ROUNDING, side="right")
    # A count needs no known half: 3 schools without an ENT are 3 whatever is not known.
    known = coverage["known_share"].astype(float).to_numpy() + ROUNDING >= LEAST_KNOWN
    valued = ~np.isnan(value) & (known | (not indicator.needs_known))
    code = np.where(valued, code, n + 1)
    # Last, since it is the stronger word: a zone without a school has no share to be unknown.
    none = [(coverage[column] == 0).to_numpy() for column in indicator.concerned]
    some = [(coverage[name] > 0).to_numpy() for name in indicator.undecided if name in coverage]
    code = np.where(np.any(none, axis=0), np.where(np.any(some, axis=0), n + 1, n), code)
    return value, code


def classed(
    coverage: pd.DataFrame,
    indicator: Indicator,
    classing: "Classing | None" = None,
    *,
    rate: float = float("nan"),
) -> Indicator:
    """Choose the classes of a map from its own values, once for its every date and filter.

    Parameters
    ----------
    coverage
        The level's, at the date that the map is of, of all its schools.
    indicator
        The record; its own classes are those of every map.
    classing
        Which classes; None for those that the record says.
    rate
        The territory's own value, where the scale is to be parted "around" it. Without it, or for
        what isn't a share, the classes are fitted.

    Returns
    -------
    Indicator
        The record with the classes' bounds, for `classify`, the labels and the colours.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> shares = pd.DataFrame({"schools_n": 20, "known_share": 1.0,
    ...                        "coverage_share": [0.3, 0.35, 0.45, 0.5, 0.6, 0.65, 0.75, 0.8]})
    >>> classed(shares, COVERAGE).breaks
    (0.0, 0.4, 0.6, 0.75, 1.0)
    >>> classed(shares, COVERAGE, "equal") is COVERAGE
    True
    >>> classed(shares, COVERAGE, "around", rate=0.55).breaks
    (0.0, 0.4, 0.55, 0.7, 1.0)
    """
    wanted = classing or indicator.classing
    if wanted == "equal":
        return indicator
    return fitted(rated_values(coverage, indicator), indicator, wanted, rate=rate)


def fitted(
    told: "NDArray[np.float64]",
    indicator: Indicator,
    wanted: "Classing",
    *,
    rate: float = float("nan"),
) -> Indicator:
    """Choose the classes of a map from the values that have one, as `classed` does.

    Parameters
    ----------
    told
        As `rated_values` gives them.
    indicator, wanted, rate
        As for `classed`.
    """
    if wanted == "around" and indicator.unit == "share" and 0 < rate < 1:
        return replace(indicator, breaks=breaks_around(told, rate), centre=rate)
    return replace(indicator, breaks=fitted_breaks(told, indicator.unit))
