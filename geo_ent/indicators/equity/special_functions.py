"""The two special functions that the measures need, so that nobody installs scipy for them."""

from math import erfc, exp, floor, gamma, log, log1p, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike

from geo_ent.indicators.equity.groups import Floats

_STIRLING = (
    1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400
)  # fmt: skip
"""Of ln Γ(x) − (x − ½) ln x + x − ½ ln 2π: the terms in 1/x, 1/x³, 1/x⁵ …"""
_ENOUGH = 10  # from here on they give it to the last digit of a double
_HALF_LOG_TAU = 0.5 * log(2 * pi)


def log_beta(a: ArrayLike, b: ArrayLike) -> Floats:
    """Give the natural logarithm of the beta function, for arrays of numbers from 10⁻¹⁰ to 10¹².

    Never from three log-gammas: of shapes of 10⁶ these are of 10⁷, and what counts is lost in their
    difference.

    Source: A. R. DiDonato, A. H. Morris, *Algorithm 708*, ACM TOMS 18 (1992), for large numbers; to
    which small ones are brought by B(a, b) = B(a + 1, b) (a + b) / a.

    Examples
    --------
    >>> round(float(np.exp(log_beta(3, 4)) * 60), 12)
    1.0
    """
    less, more = np.minimum(a, b).astype(float), np.maximum(a, b).astype(float)
    total = less + more
    # Each is raised by `_ENOUGH`, so their sum by twice that.
    lowered = _rising(total, 2 * _ENOUGH) / (_rising(less, _ENOUGH) * _rising(more, _ENOUGH))
    less, more, total = less + _ENOUGH, more + _ENOUGH, total + 2 * _ENOUGH
    ratio = less / more
    rest = _stirling_rest(less) + _stirling_rest(more) - _stirling_rest(total)
    high: Floats = (
        _HALF_LOG_TAU
        - 0.5 * np.log(more)
        + rest
        + (less - 0.5) * np.log(ratio / (1 + ratio))
        - more * np.log1p(ratio)
    )
    return high + np.log(lowered)


def _rising(x: Floats, factors_n: int) -> Floats:
    """Give x (x + 1) (x + 2) …, of an even number of factors: each of the first with a last one."""
    last = factors_n - 1
    first = x * (x + last)
    product = first.copy()
    for step in range(1, factors_n // 2):
        product *= first + step * (last - step)
    return product


def _stirling_rest(x: Floats) -> Floats:
    """Give what Stirling's formula leaves of ln Γ(x), for numbers of `_ENOUGH` and more."""
    inverse = 1 / x
    square, rest = inverse * inverse, np.zeros_like(x)
    for term in reversed(_STIRLING):
        rest = rest * square + term
    return rest * inverse


def chi2_tail(df: int, x: float) -> float:
    """Give the probability that a chi-square variable is more than x.

    For whole degrees of freedom it is a sum, all of whose terms are positive: what the Poisson law
    of mean x/2 gives to fewer than df/2 events (M. Abramowitz, I. Stegun, *Handbook of Mathematical
    Functions*, 26.4.4 and 26.4.5).

    Examples
    --------
    >>> round(chi2_tail(1, 3.841459), 6), round(chi2_tail(2, 5.991465), 6)
    (0.05, 0.05)
    """
    half = x / 2
    if half <= 0:
        return 1.0
    least, terms_n = (df % 2) / 2, df // 2  # exponents of x/2 go up from this one, so many
    start = erfc(sqrt(half)) if df % 2 else 0.0
    if not terms_n:
        return start
    # From the largest term on, each from its neighbour: none of those that count underflows.
    peak = min(max(floor(half - least), 0), terms_n - 1)
    lower = np.cumprod((np.arange(peak, 0, -1) + least) / half)
    upper = np.cumprod(half / (np.arange(peak + 1, terms_n) + least))
    total = _poisson(peak + least, half) * float(1 + lower.sum() + upper.sum())
    return min(start + total, 1.0)


def _poisson(count: float, mean: float) -> float:
    """Give mean^count e^−mean / Γ(count + 1), of any size (C. Loader's way, 2000)."""
    if count < _ENOUGH:
        return exp(-mean + count * log(mean)) / gamma(count + 1)
    rest = float(_stirling_rest(np.array(count)))
    gap = (mean - count) / count
    return exp(-rest - count * (gap - log1p(gap))) / sqrt(2 * pi * count)
