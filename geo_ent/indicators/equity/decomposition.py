"""Inequality split between the levels of a territory: académies, their départements, and so on."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from geo_ent.indicators.equity.groups import Floats

_INDICES = ("TI", "MLD")


def decompose(
    zones: pd.DataFrame, levels: Sequence[str], *, index: Literal["TI", "MLD"] = "TI"
) -> pd.DataFrame:
    """Split Theil's index or the mean log deviation between the zones of nested levels.

    Both are sums over people of a logarithm of y/μ, and a ratio of means is a product along the
    levels: y/μ = (y₁/μ)(y₂/y₁)…, so that the parts add up to the whole.

    Parameters
    ----------
    zones
        One row a zone of the smallest level: `population`, `value` (0 or more) and the columns
        `levels`. Rows without a population or a value are left out.
    levels
        Columns from the largest zones to the smallest, each nested in the one before: it is enough
        that their codes, read together, tell the zones apart.

    Returns
    -------
    DataFrame
        Indexed by `level`: `step` (between the zones of this level inside their zone of the level
        before), `between` (among all zones of this level: the steps so far), `within` (inside
        them), `total` (`between + within`) and `share` (the step over the total). In thousandths,
        as TI and MLD. NaN where the mean is 0, and MLD where a value is 0 (a shares' split of it
        has no limit; TI has one).

    Raises
    ------
    ValueError
        If `index` is neither "TI" nor "MLD".

    Examples
    --------
    >>> zones = pd.DataFrame({"departement": ["a", "a", "b", "b"], "zone": list("1234"),
    ...                       "population": 1, "value": [0.1, 0.3, 0.4, 0.8]})
    >>> decompose(zones, ["departement", "zone"])[["between", "within"]].round(1).values.tolist()
    [[130.8, 75.2], [206.0, 0.0]]
    """
    if index not in _INDICES:
        msg = f"index is one of {', '.join(_INDICES)}, found {index!r}"
        raise ValueError(msg)
    # What has no population weighs nothing, and what has no value would empty the sums.
    rows = zones[zones["population"].gt(0) & zones["value"].ge(0)]
    weight = rows["population"].to_numpy(float)
    weight = weight / (weight.sum() or np.nan)
    means = _means(rows, levels, weight)
    steps = [_step(weight, *pair, index) for pair in pairwise(means)]
    return _table(np.array(steps, dtype=float), levels)


def _means(rows: pd.DataFrame, levels: Sequence[str], weight: Floats) -> list[Floats]:
    """Give each row the mean of all, then of its zone at each level."""
    value = rows["value"].to_numpy(float)
    means = [np.full(len(rows), weight @ value)]
    for depth in range(1, len(levels) + 1):
        # By all the levels above as well: two départements may have a circonscription of one name.
        codes = rows.groupby(list(levels[:depth]), sort=False, dropna=False).ngroup().to_numpy()
        mean = np.bincount(codes, weight * value) / np.bincount(codes, weight)
        means.append(mean[codes])
    return means


def _step(weight: Floats, above: Floats, mean: Floats, index: str) -> float:
    """Add up what the zones' means (`mean`) are unequal by inside their larger zones (`above`)."""
    if not len(weight):
        return float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        # Both indices are sums of logarithms of ratios of means. Along nested levels the ratios
        # multiply, so that the steps add up to the whole without a rest (the reason for Theil, not
        # Gini).
        if index == "MLD":
            logs = np.where(mean > 0, np.log(above / mean), np.nan)
            return 1000 * float(weight @ logs)
        whole = weight @ above  # the mean of all, at every level
        relative = mean / whole if whole > 0 else np.full(len(mean), np.nan)
        # x ln x goes to 0 with x, which numpy calls NaN.
        terms = np.where(mean == 0, 0 * relative, relative * np.log(mean / above))
    return 1000 * float(weight @ terms)


def _table(steps: Floats, levels: Sequence[str]) -> pd.DataFrame:
    steps = np.where(np.abs(steps) < 1e-10, 0.0, steps)  # noqa: PLR2004 equal zones, but for rounding
    between = np.cumsum(steps)
    total = between[-1] if len(between) else float("nan")
    share = steps / total if total > 0 else np.full(len(steps), np.nan)
    columns = {
        "step": steps,
        "between": between,
        "within": total - between,
        # Not `total` itself: the last bit of between + within must be that of the total.
        "total": between + (total - between),
        "share": share,
    }
    return pd.DataFrame(columns, index=pd.Index(list(levels), name="level"))
