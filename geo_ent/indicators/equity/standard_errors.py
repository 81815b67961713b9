"""Standard errors by formula, of the measures that have no fixed form: WHO's, or the delta method.

Each takes the groups as they are; which is the best, or an end, counts as known.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from geo_ent.indicators.equity.groups import Floats, Groups
from geo_ent.indicators.equity.who_measures import between_group_variance, ends, ratio, theil


def analytic_error(measure: str, groups: Groups) -> float | None:
    """Give a measure's standard error; None if it has no formula or the formula no value.

    Examples
    --------
    >>> two = Groups(("a", "b"), np.ones(2), np.array([0.2, 0.5]), np.array([0.03, 0.04]))
    >>> analytic_error("D", two)
    0.05
    """
    if measure not in _ERRORS:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        error = float(_ERRORS[measure](groups))
    return error if np.isfinite(error) else None


def _ends(groups: Groups) -> tuple[float, float, float, float]:
    """Give the two ends' values and errors; a tie counts the largest error."""
    high, low = (float(end) for end in ends(groups.y, groups))
    # Which of two equal groups is "the" end is chance: the larger error claims less.
    errors = [float(groups.se[groups.y == end].max()) for end in (high, low)]
    return high, low, errors[0], errors[1]


def _difference(groups: Groups) -> float:
    _, _, first, second = _ends(groups)
    return float(np.hypot(first, second))


def _ratio(groups: Groups) -> float:
    high, low, first, second = _ends(groups)
    return float(ratio(groups.y, groups)) * float(np.hypot(_over(first, high), _over(second, low)))


def _over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _variance(groups: Groups) -> float:
    """WHO's: 4Σp²se²(y−μ)² + 2[(Σp²se²)² − Σp⁴se⁴ + Σp²(1−p)²se⁴], its root."""
    p, error = groups.p, groups.se**2
    spread_term = 4 * (p**2 * error) @ (groups.y - groups.mean) ** 2
    noise_term = (p**2 @ error) ** 2 - p**4 @ error**2 + (p**2 * (1 - p) ** 2) @ error**2
    return float(np.sqrt(spread_term + 2 * noise_term))


def _deviation(groups: Groups) -> float:
    root = float(np.sqrt(between_group_variance(groups.y, groups)))
    # d√v = dv / 2√v.
    return _over(_variance(groups), 2 * root)


def _variation(groups: Groups) -> float:
    """Of 100 √BGV / μ, both moving with the values."""
    root = float(np.sqrt(between_group_variance(groups.y, groups)))
    slope = _over(1, root) * groups.p * (groups.y - groups.mean) - root / groups.mean * groups.p
    return 100 / groups.mean * _spread(slope, groups)


def _theil(groups: Groups) -> float:
    """∂TI/∂y = p (ln(y/μ) − TI) / μ."""
    index = float(theil(groups.y, groups)) / 1000
    logs = np.log(groups.y / groups.mean)
    return 1000 * _spread(groups.p * (logs - index) / groups.mean, groups)


def _logarithms(groups: Groups) -> float:
    """∂MLD/∂y = p (1/μ − 1/y)."""
    return 1000 * _spread(groups.p * (1 / groups.mean - 1 / groups.y), groups)


def _impact(groups: Groups) -> float:
    return _spread(_best_slope(groups) - groups.p, groups)


def _impact_share(groups: Groups) -> float:
    # The best group and the mean both move: the quotient rule.
    value = groups.y[groups.best] / groups.mean
    return 100 * _spread((_best_slope(groups) - value * groups.p) / groups.mean, groups)


def _best_slope(groups: Groups) -> Floats:
    """Derive the best group's value by each group's: 1 for that group, 0 for the others."""
    unit = np.zeros(len(groups.y))
    unit[groups.best] = 1.0
    return unit


def _spread(slope: Floats, groups: Groups) -> float:
    return float(np.sqrt(((slope * groups.se) ** 2).sum()))


_ERRORS: Mapping[str, Callable[[Groups], float]] = MappingProxyType(
    {
        "D": _difference,
        "R": _ratio,
        "BGV": _variance,
        "BGSD": _deviation,
        "COV": _variation,
        "TI": _theil,
        "MLD": _logarithms,
        "PAR": _impact,
        "PAF": _impact_share,
    }
)
