"""Whole numbers that add up exactly to a published total."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from simulator.fields import Range

__all__ = ["calibrate", "inside", "middle", "share_out", "shared_by"]

_STEPS = 80  # halvings of an interval: beyond the precision of a float


def inside(wanted: "Range", natural: float) -> int:
    """Choose a count in a range: the one that comes naturally, else the nearest bound.

    Examples
    --------
    >>> inside((300, 300), 412.0), inside((201, 220), 208.4), inside((201, 220), 150.0)
    (300, 208, 201)
    """
    return int(min(max(round(natural), wanted[0]), wanted[1]))


def middle(wanted: "Range") -> int:
    """Choose a count in a range where nothing comes naturally.

    Examples
    --------
    >>> middle((300, 300)), middle((201, 220))
    (300, 210)
    """
    return inside(wanted, sum(wanted) / 2)


def share_out(weights: "pd.Series[float]", total: int, floor: "pd.Series[int]") -> "pd.Series[int]":
    """Give each its floor, and what is left after the weights, by the largest remainders.

    Where the floors pass the total, those of the lightest are given up.

    Examples
    --------
    >>> share_out(pd.Series([5.0, 3.0, 2.0]), 7, pd.Series([1, 1, 0])).tolist()
    [4, 2, 1]
    """
    total = max(0, total)
    if floor.sum() > total:
        kept = weights.where(floor > 0).nlargest(total).index
        floor = floor.where(floor.index.isin(kept), 0)
    left = total - int(floor.sum())
    above = (weights / (weights.sum() or 1.0) * total - floor).clip(lower=0)
    quota = above / (above.sum() or 1.0) * left
    counts = np.floor(quota).astype(int)
    last = (quota - counts).sort_values(ascending=False, kind="stable").index
    counts[last[: left - int(counts.sum())]] += 1
    return floor + counts


def shared_by(weights: "pd.Series[float]", total: int) -> "dict[str, int]":
    """Share a total out after weights alone: name -> count.

    Examples
    --------
    >>> shared_by(pd.Series({"11": 2.0, "34": 6.0}), 7)
    {'11': 2, '34': 5}
    """
    counts = share_out(weights, total, pd.Series(0, index=weights.index))
    return {str(name): int(count) for name, count in counts.items()}


def calibrate(
    weights: "pd.Series[float]", total: int, low: "pd.Series[int]", high: "pd.Series[int]"
) -> "pd.Series[int]":
    """Scale positive weights to whole numbers within their bounds that add up to a total.

    The scale is found by halving, then what its rounding leaves is given by the largest remainders
    (Hamilton's method) to those that have room.

    Parameters
    ----------
    weights, low, high
        On the same index.
    total
        Between the sums of the bounds.

    Examples
    --------
    >>> ones = pd.Series([1, 1, 1])
    >>> calibrate(pd.Series([1.0, 1.0, 8.0]), 12, ones, pd.Series([9, 9, 4])).tolist()
    [4, 4, 4]
    """
    if not len(weights):
        return low
    size, least, most = (side.to_numpy(dtype=float) for side in (weights, low, high))
    below, above = 0.0, float(most.max()) / float(size.min()) + 1.0
    for _ in range(_STEPS):
        scale = (below + above) / 2
        if np.clip(size * scale, least, most).sum() < total:
            below = scale
        else:
            above = scale
    quota = np.clip(size * below, least, most)
    counts = np.floor(quota).astype(int)
    order = np.argsort(counts - quota, kind="stable")
    while (left := total - int(counts.sum())) > 0:
        counts[order[counts[order] < most[order]][:left]] += 1
    return pd.Series(counts, index=weights.index)
