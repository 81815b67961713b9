"""Adding up schools by zone: one pass over the codes, then a few sums over numbers."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Adder = Callable[["pd.Series[Any] | NDArray[Any]"], NDArray[Any]]


def adder(codes: "pd.Series[str] | NDArray[np.object_]", index: pd.Index) -> "Adder":
    """Make a function that adds up values by zone; schools out of every zone are left out.

    Parameters
    ----------
    codes
        Each school's zone.
    index
        The zones' codes, in the order of the sums.

    Examples
    --------
    >>> add = adder(pd.Series(["A", "B", "A", ""]), pd.Index(["B", "A"]))
    >>> add(pd.Series([1, 10, 100, 1000])).tolist()
    [10.0, 101.0]
    """
    # The codes are looked up once, then each sum is one pass over numbers; a groupby would look
    # them up again for each of some forty columns.
    places = index.get_indexer(pd.Index(codes))
    inside = places >= 0

    def add(values: "pd.Series[Any] | NDArray[Any]") -> "NDArray[Any]":
        weights = np.asarray(values, dtype=float)
        return np.bincount(places[inside], weights=weights[inside], minlength=len(index))

    return add


def share(part: "NDArray[Any]", whole: "NDArray[Any]") -> "NDArray[np.float64]":
    """Divide; NaN where there is nothing to share."""
    return part / np.where(whole > 0, whole, np.nan)
