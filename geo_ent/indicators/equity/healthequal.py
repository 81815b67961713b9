"""What the R package healthequal 1.0.1 gives where it differs from us: for those who must match it.

Rebuilt from its published formulas and results; no line of it is here (AGPL). Its choices, and why
ours differ: docs/decisions/0010-equity.md.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from geo_ent.indicators.equity.groups import Floats, Groups
from geo_ent.indicators.equity.mover_intervals import Interval, Z
from geo_ent.indicators.equity.regression import Curve, counts, logistic
from geo_ent.indicators.equity.who_measures import mean_log_deviation, theil

Answer: TypeAlias = tuple[float, Interval | None]
"""An estimate and its interval; None keeps ours."""

_ZERO = 1e-6  # what it puts in place of a value of 0
_HALF_WIDTH = 1.96  # for PAR and PAF; elsewhere the exact quantile


def _around(estimate: float, se: float) -> Answer:
    return estimate, Interval(se, estimate - Z * se, estimate + Z * se)


def _concentration(groups: Groups) -> Answer:
    """ACI, its error that of the slope of 2σ² y on the ranks, five groups making five points.

    It tells how far the groups are from a line, not how few people they hold.
    """
    # The convenient regression of Kakwani, Wagstaff and van Doorslaer, with groups for people.
    spread = 2 * groups.p @ (groups.rank - 0.5) ** 2
    slope = groups.p @ ((groups.rank - 0.5) * groups.y) * 2
    fit = spread * groups.mean + slope * (groups.rank - 0.5)
    left = groups.n @ (spread * groups.y - fit) ** 2
    se = np.sqrt(left / (len(groups.y) - 2) / (groups.n @ (groups.rank - 0.5) ** 2))
    return _around(float(slope), float(se))


def _relative_concentration(groups: Groups) -> Answer:
    estimate, interval = _concentration(groups)
    se = interval.se if interval else float("nan")
    return _around(estimate / groups.mean, se / groups.mean)


def _curve(groups: Groups) -> tuple[Curve, Floats] | None:
    """Fit the logistic curve with the population counted twice, and its HC1 covariance."""
    # It passes counts and weights both: each population weighs its square.
    share, weights = counts(groups), groups.n**2
    curve = logistic(share, groups.rank, weights)
    if curve is None:
        return None
    design = np.column_stack([1 - groups.rank, groups.rank])
    fitted = 1 / (1 + np.exp(-design @ np.log([curve.bottom / (1 - curve.bottom),
                                               curve.top / (1 - curve.top)])))  # fmt: skip
    bent = curve.slopes * (share - fitted)
    size = len(groups.y)
    # HC1: the sandwich, with the groups as its only observations.
    return curve, bent @ bent.T * size / (size - 2)


def _slope_index(groups: Groups) -> Answer:
    fit = _curve(groups)
    if fit is None:
        return float("nan"), None
    curve, covariance = fit
    turn = np.array([-curve.bottom * (1 - curve.bottom), curve.top * (1 - curve.top)])
    se = np.sqrt(turn @ covariance @ turn)
    return _around(groups.scale * (curve.top - curve.bottom), groups.scale * float(se))


def _relative_index(groups: Groups) -> Answer:
    """RII; `se` is that of its logarithm."""
    fit = _curve(groups)
    if fit is None:
        return float("nan"), None
    curve, covariance = fit
    turn = np.array([curve.bottom - 1, 1 - curve.top])
    se, ratio = float(np.sqrt(turn @ covariance @ turn)), curve.top / curve.bottom
    return ratio, Interval(se, ratio * np.exp(-Z * se), ratio * np.exp(Z * se))


def _impact(groups: Groups) -> Answer:
    """PAR, signed as WHO does; its error is that of an attributable fraction of a 2 × 2 table.

    (S. Greenland's formula for a cross-sectional table: best group against all the others.)
    """
    best, total = groups.best, groups.n.sum()
    gain = float(groups.y[best] - groups.mean)
    right = gain > 0 if groups.favourable else gain < 0
    share, n = groups.y[best] / groups.scale, groups.n[best]
    # a, b, c, d: the cells of the table, as epidemiologists name them.
    c, d = share * n, (1 - share) * n
    a = groups.mean / groups.scale * total - c
    b = total - n - a
    top = c * total * (a * d * (total - c) + b * c**2)
    se = np.sqrt(top / ((a + c) ** 3 * (c + d) ** 3)) * groups.mean
    width = _HALF_WIDTH * float(se)
    estimate = gain if right else 0.0
    return estimate, Interval(float(se), estimate - width, estimate + width)


def _impact_fraction(groups: Groups) -> Answer:
    estimate, interval = _impact(groups)
    se = interval.se if interval else float("nan")
    scaled, width = 100 * estimate / groups.mean, _HALF_WIDTH * 100 * se / groups.mean
    return scaled, Interval(100 * se / groups.mean, scaled - width, scaled + width)


def _without_zeros(formula: Callable[[Floats, Groups], Floats]) -> Callable[[Groups], Answer]:
    def answer(groups: Groups) -> Answer:
        # Without a value of 0 it gives what we give.
        if (groups.y > 0).all():
            return float(formula(groups.y, groups)), None
        relative = np.maximum(groups.y, _ZERO) / groups.mean
        terms = -np.log(relative) if formula is mean_log_deviation else relative * np.log(relative)
        return float(1000 * groups.p @ terms), None

    return answer


COMPAT: Mapping[str, Callable[[Groups], Answer]] = MappingProxyType(
    {
        "ACI": _concentration,
        "RCI": _relative_concentration,
        "SII": _slope_index,
        "RII": _relative_index,
        "TI": _without_zeros(theil),
        "MLD": _without_zeros(mean_log_deviation),
        "PAR": _impact,
        "PAF": _impact_fraction,
    }
)
"""The measures that it answers otherwise, by id."""
