"""Intervals of measures whose groups play fixed parts, from the groups' own intervals.

Coverage is a census: the intervals don't tell of a sample. They tell what so few schools can say
of the places they are in, had each school been equipped or not by an independent draw
(a super-population).

The limits are MOVER's (G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008; G. Y. Zou et al.,
ibid. 28, 2009): each group's Wilson limits, put together as variances are. For two shares it is
Newcombe's interval (Statistics in Medicine 17, 1998, method 10), which keeps its word with few
schools where estimate ± 1.96 standard errors does not.
"""

from collections.abc import Callable
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from geo_ent.indicators.equity.forms import Form, Line, Quotient
from geo_ent.indicators.equity.groups import Floats, Groups
from geo_ent.indicators.wilson import wilson

Z = NormalDist().inv_cdf(0.975)

# 2^-60 of the first step is below the last bit of a float; 2^60 times it is as good as infinite.
_HALVINGS = 60
_DOUBLINGS = 60


class Interval(NamedTuple):
    """A standard error and the two ends of a 95 % interval."""

    se: float
    low: float
    high: float


def limits(groups: Groups) -> tuple[Floats, Floats]:
    """Give the low and the high ends of each group's 95 % interval, in the scale of the values.

    Wilson's, or value ± 1.96 se where errors were given.
    """
    if groups.given:
        return groups.y - Z * groups.se, groups.y + Z * groups.se
    # Wilson's: of a share near 0 or 1, as many zones' are, the usual ± 1.96 se would leave the
    # scale and hold the truth too seldom.
    n = pd.Series(groups.n)
    covered: pd.Series[Any] = pd.Series(groups.y / groups.scale) * n
    low, high = (np.asarray(end, dtype=np.float64) for end in wilson(covered, n))
    return groups.scale * low, groups.scale * high


def mover(weights: Floats, y: Floats, low: Floats, high: Floats) -> tuple[float, float]:
    """Give the limits of `weights · y` from those of each y, all independent.

    Examples
    --------
    >>> y, low, high = np.array([0.5, 0.5]), np.array([0.3, 0.4]), np.array([0.7, 0.6])
    >>> [round(end, 4) for end in mover(np.array([1.0, -1.0]), y, low, high)]
    [-0.2236, 0.2236]
    """
    down, up = weights * (y - low), weights * (high - y)
    # A group that is taken away is at its highest where the whole is at its lowest.
    below = np.where(weights > 0, down, up)
    above = np.where(weights > 0, up, down)
    centre = weights @ y
    return float(centre - np.sqrt(below @ below)), float(centre + np.sqrt(above @ above))


def form_interval(form: Form, groups: Groups) -> Interval:
    """Give a form's standard error (delta method) and interval (MOVER)."""
    low, high = limits(groups)

    def ends(weights: Floats) -> tuple[float, float]:
        return mover(weights, groups.y, low, high)

    if isinstance(form, Line):
        return Interval(_spread(form.weights, groups), *ends(form.weights))
    if isinstance(form, Quotient):
        return _quotient(form, groups, ends)
    below, above = (end - float(form.slope @ groups.y) for end in ends(form.slope))
    se = _spread(form.slope, groups)
    # A ratio cannot be under 0: its interval is made on its logarithm, and brought back.
    if form.log:
        return Interval(
            form.estimate * se, form.estimate * np.exp(below), form.estimate * np.exp(above)
        )
    return Interval(se, form.estimate + below, form.estimate + above)


def _spread(slope: Floats, groups: Groups) -> float:
    return float(np.sqrt(((slope * groups.se) ** 2).sum()))


def _quotient(
    form: Quotient, groups: Groups, ends: Callable[[Floats], tuple[float, float]]
) -> Interval:
    """Keep the values r for which `top − r · bottom` may be 0, as Fieller does."""
    value = form.value(groups.y) / form.factor
    below = float(form.bottom @ groups.y)
    se = _spread((form.top - value * form.bottom) / below, groups)

    def refused_low(r: float) -> bool:
        return ends(form.top - r * form.bottom)[0] > 0

    def refused_high(r: float) -> bool:
        return ends(form.top - r * form.bottom)[1] < 0

    low = _edge(value, -1.0, refused_low)
    high = _edge(value, 1.0, refused_high)
    return Interval(form.factor * se, form.factor * low, form.factor * high)


def _edge(inside: float, way: float, refused: Callable[[float], bool]) -> float:
    """Find, from a value inside, the last one that isn't refused; infinite if there is none."""
    step = max(abs(inside), 1.0) / 16
    outside = inside + way * step
    # No closed form here: the limits put together by MOVER are not a quadratic in r, as Fieller's
    # normal ones are. The last value inside is searched for.
    for _ in range(_DOUBLINGS):
        if refused(outside):
            break
        step *= 2
        outside = inside + way * step
    else:
        return way * float("inf")
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if refused(middle) else (middle, outside)
    return inside
