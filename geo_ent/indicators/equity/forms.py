"""Measures that are plain functions of the groups' values: a line, a quotient, a smooth curve.

Written so, their standard error and interval come from the groups' own, without simulation. It
holds when the groups play fixed parts: an order is given, or the measure doesn't pick a best one.
"""

from dataclasses import dataclass

import numpy as np

from geo_ent.indicators.equity.groups import Floats, Groups
from geo_ent.indicators.equity.regression import counts, line_weights, logistic

# A mean this near a bound is at it: rounding alone makes it differ.
_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Line:
    """`weights · y`."""

    weights: Floats

    def value(self, y: Floats) -> float:
        """Compute the measure."""
        return float(self.weights @ y)


@dataclass(frozen=True, eq=False)
class Quotient:
    """`factor · (top · y) / (bottom · y)`."""

    top: Floats
    bottom: Floats
    factor: float = 1.0

    def value(self, y: Floats) -> float:
        """Compute the measure; NaN if there is nothing to divide by."""
        below = float(self.bottom @ y)
        return self.factor * float(self.top @ y) / below if below > 0 else float("nan")


@dataclass(frozen=True, eq=False)
class Smooth:
    """A value and its derivative by each group's; `log`: the derivative of its logarithm."""

    estimate: float
    slope: Floats
    log: bool = False

    def value(self, _y: Floats) -> float:
        """Give the measure."""
        return self.estimate


Form = Line | Quotient | Smooth


def form_of(measure: str, groups: Groups) -> Form | None:
    """Give a measure's form; None if it has none with these groups, or can't be had.

    Formulas: WHO technical notes; Wagstaff (2005) and Erreygers (2009) for a value bounded by
    0 and 1; SII and RII on the mid-ranks, by default on a logistic curve.
    """
    if measure in {"D", "R"}:
        return _of_pair(measure, groups)
    if measure in {"PAR", "PAF"}:
        return _of_gain(measure, groups) if groups.ordered else None
    if measure.startswith(("SII", "RII")):
        return _of_fit(measure, groups)
    # ACI = 2 Σ p y (R − ½): linear in the values, which is why its interval needs no draws.
    concentration = 2 * groups.p * (groups.rank - 0.5)
    if measure == "ACI":
        return Line(concentration)
    if measure == "RCI_erreygers":
        # Erreygers: 4 ACI for a value between 0 and 1; a share has two bounds, and an index that
        # knows one only changes when "without" is counted for "with".
        return Line(4 * concentration / groups.scale)
    index = Quotient(concentration, groups.p)
    return index if measure == "RCI" else _wagstaff(index, groups)


def _unit(place: int, size: int) -> Floats:
    unit = np.zeros(size)
    unit[place] = 1.0
    return unit


def _of_pair(measure: str, groups: Groups) -> Form | None:
    if groups.fixed_pair is None:
        return None
    high, low = (_unit(place, len(groups.y)) for place in groups.fixed_pair)
    return Line(high - low) if measure == "D" else Quotient(high, low)


def _of_gain(measure: str, groups: Groups) -> Form:
    best = _unit(len(groups.y) - 1, len(groups.y))
    gain = (best - groups.p) * (1.0 if groups.favourable else -1.0)
    return Line(gain) if measure == "PAR" else Quotient(gain, groups.p, 100.0)


def _of_fit(measure: str, groups: Groups) -> Form | None:
    if groups.equal:  # flat, also where rounded counts would say otherwise
        measure = f"{measure[:3]}_linear"
    if measure.endswith("linear"):
        bottom, top = line_weights(groups.rank, groups.p)
        if measure == "SII_linear":
            return Line(top - bottom)
        return Quotient(top, bottom) if min(top @ groups.y, bottom @ groups.y) > 0 else None
    share = groups.y / groups.scale
    # As the WHO: shares are first turned into whole numbers of units, each counted once. Its
    # package counts them twice (docs/decisions/0010-equity.md).
    curve = logistic(counts(groups), groups.rank, groups.n) or logistic(
        share,
        groups.rank,
        groups.n,  # where it was rounding that put all the 0 on one side
    )
    if curve is None:
        return None
    if measure == "SII":
        return Smooth(groups.scale * (curve.top - curve.bottom), curve.difference_slope)
    return Smooth(curve.top / curve.bottom, curve.log_ratio_slope / groups.scale, log=True)


def _wagstaff(index: Quotient, groups: Groups) -> Form | None:
    """RCI / (1 − μ), the mean as a share; None where the mean is 0 or 1."""
    mean = groups.mean / groups.scale
    if not _TINY < mean < 1 - _TINY:
        return None
    value = index.value(groups.y) / (1 - mean)
    # The derivative of top/(μ(1 − μ)), by the quotient rule: there is no linear form for it.
    bend = value * (1 - 2 * mean) / groups.scale * groups.p
    slope = (index.top / groups.scale - bend) / (mean * (1 - mean))
    return Smooth(value, slope)
