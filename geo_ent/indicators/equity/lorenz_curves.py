"""Lorenz and concentration curves, and the indices that are areas under them."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from geo_ent.indicators.equity.groups import Floats


def lorenz(value: "pd.Series[Any]", population: "pd.Series[Any]") -> pd.DataFrame:
    """Draw the Lorenz curve of groups: from the lowest value to the highest.

    Parameters
    ----------
    value
        What each member of a group has, 0 or more (a share covered).
    population
        Members of each group, on the same index; groups of 0, or without a value, are left out.

    Returns
    -------
    DataFrame
        `population_share, value_share`, from (0, 0) to (1, 1); no row but the first if there is
        nothing to share.

    Examples
    --------
    >>> curve = lorenz(pd.Series([0.2, 0.6]), pd.Series([1, 1]))
    >>> curve.round(3).values.tolist()
    [[0.0, 0.0], [0.5, 0.25], [1.0, 1.0]]
    """
    return _curve(value, value * population, population, "value_share")


def concentration_curve(
    rank: "pd.Series[Any]", covered: "pd.Series[Any]", population: "pd.Series[Any] | None" = None
) -> pd.DataFrame:
    """Draw the share of the covered that goes to those who rank lowest.

    Below the diagonal the covered are among the high ranks (with the IPS: the better-off schools).
    Those of the same rank make one step, so that the order of rows tells nothing.

    Parameters
    ----------
    rank
        What orders the schools (IPS); those without it are left out.
    covered
        1 or 0 a school (or any quantity, 0 or more: covered pupils).
    population
        What each weighs (pupils); 1 each by default.

    Returns
    -------
    DataFrame
        `population_share, covered_share`, from (0, 0) to (1, 1).

    Examples
    --------
    >>> curve = concentration_curve(pd.Series([80, 90, 100, 120]), pd.Series([0, 0, 1, 1]))
    >>> curve["covered_share"].tolist()
    [0.0, 0.0, 0.0, 0.5, 1.0]
    """
    population = pd.Series(1.0, index=rank.index) if population is None else population
    return _curve(rank, covered, population, "covered_share")


def _curve(
    rank: "pd.Series[Any]", part: "pd.Series[Any]", weight: "pd.Series[Any]", title: str
) -> pd.DataFrame:
    rows = pd.DataFrame({"rank": rank, "part": part, "weight": weight}).astype(float)
    # A group without population has no width on the curve, and one without a rank no place.
    rows = rows[rows["weight"].gt(0) & rows["rank"].notna() & rows["part"].ge(0)]
    # Groups of one rank are one step: in which of two orders equal ones are drawn would otherwise
    # change the area under the curve.
    steps = rows.groupby("rank")[["weight", "part"]].sum()
    totals = steps.sum()
    # Nothing to share (no school covered): a curve would be 0/0 all along.
    if not (totals > 0).all():
        return pd.DataFrame({"population_share": [0.0], title: [0.0]})
    shares = (steps.cumsum() / totals).to_numpy(copy=True)
    shares[-1] = 1.0  # a sum of parts may miss it by 1e-16
    return pd.DataFrame(np.vstack([[0.0, 0.0], shares]), columns=["population_share", title])


def concentration_index(curve: pd.DataFrame) -> float:
    """Give 1 minus twice the area under a curve: 0 if equal; NaN if there is nothing to share.

    Of a Lorenz curve it is Gini's index; of a concentration curve, the relative concentration
    index (RCI), positive when the covered are among the high ranks.
    """
    if len(curve) == 1:
        return float("nan")
    x, y = curve.iloc[:, 0].to_numpy(), curve.iloc[:, 1].to_numpy()
    # The area by trapezia is exact: the curve is made of straight lines.
    return float(1 - np.diff(x) @ (y[1:] + y[:-1]))


def gini(value: "pd.Series[Any]", population: "pd.Series[Any]") -> float:
    """Give Gini's index between groups, weighted by population, without small-sample correction.

    Examples
    --------
    >>> round(gini(pd.Series([10, 20, 30, 40, 50]), pd.Series([1] * 5)), 10)
    0.2666666667
    """
    return concentration_index(lorenz(value, population))


def dissimilarity(covered: "pd.Series[Any]", n: "pd.Series[Any]") -> float:
    """Give the share of the covered who would have to change zone for all to have one rate.

    Duncan's D = ½ Σ |covered/Σcovered − others/Σothers|; NaN if all or none are covered.

    Examples
    --------
    >>> round(dissimilarity(pd.Series([10, 20, 60]), pd.Series([100, 100, 100])), 10)
    0.4761904762
    """
    have = np.asarray(covered, dtype=float)
    lack: Floats = np.asarray(n, dtype=float) - have
    # With all covered, or none, nobody could change zone: 0 would say that zones are equal.
    if not (have.sum() > 0 and lack.sum() > 0):
        return float("nan")
    return float(np.abs(have / have.sum() - lack / lack.sum()).sum() / 2)
