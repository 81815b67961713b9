"""Where a share is going: a logistic curve from its history, with how far it can be trusted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_POINTS = 4
"""Three changes: with two, the interval would say nothing; with one, there is none."""

# By table: scipy.stats, which has it, takes half a second to import
# (docs/decisions/0010-equity.md).
_STUDENT = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)  # fmt: skip
_NORMAL = 1.95996


def student_95(df: int) -> float:
    """Give Student's 97.5 % quantile: the half-width of a 95 % interval, in standard errors.

    A table to 30 degrees of freedom, then the first terms of its expansion (4 decimals): the
    library that has it takes a second to import.

    Examples
    --------
    >>> student_95(2), round(student_95(120), 4)
    (4.3027, 1.9799)
    """
    if df <= len(_STUDENT):
        return _STUDENT[df - 1]
    z = _NORMAL
    return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)


def project(
    covered_n: Sequence[float], schools_n: Sequence[float], ahead: Sequence[float]
) -> pd.DataFrame:
    """Carry the share of schools that have an ENT on, along a logistic curve.

    Parameters
    ----------
    covered_n
        How many schools had one at each point: at least `LEAST_POINTS` of them, a year apart, so
        that there is one rentrée between two.
    schools_n
        How many there were; not whole where classes or pupils are counted in schools of one size.
    ahead
        How far after the last point to tell of, rising, in years' worth of openings
        (`school_years.openings_ahead`).

    Returns
    -------
    DataFrame
        A row for each of `ahead`: `share`, `low` and `high` (95 %), between 0 and 1. Never under 0
        nor over 1, and wider as it is further.

    Notes
    -----
    The schools are the same at each point, so their counts are not the independent binomials that a
    regression would take them for. Their changes are nearer to it: the logit of the share is taken
    as a random walk with a drift, whose mean path is a logistic curve from the last share known.
    With m changes d, the drift is their mean and the variance a year the sum of (d - drift)^2 over
    m - 1, and not less than what Poisson numbers of new schools would give. At h years the standard
    error is s sqrt(h + h^2 / m), with Student's law. The logit is ln((k + 1/2) / (n - k + 1/2)).

    Examples
    --------
    >>> ahead = project([100, 150, 200, 250], [500] * 4, [1])
    >>> ahead.round(2).iloc[0].tolist()
    [0.61, 0.53, 0.69]
    """
    # On the logit: a share has two bounds, and equipment is slow, quick, then slow again.
    covered, schools = np.asarray(covered_n, dtype=float), np.asarray(schools_n, dtype=float)
    logit = _logit(covered, schools)
    changes = np.diff(logit)
    drift, freedom = changes.mean(), len(changes) - 1
    # A history that happens to be even isn't certain: schools come whole, one by one at the least.
    noise = max(((changes - drift) ** 2).sum() / freedom, _poisson(covered, schools))
    years = np.asarray(ahead, dtype=float)
    middle = logit[-1] + drift * years
    # A random walk with drift: the variance of its future grows with the time ahead, and with its
    # square for the drift, which is estimated from the same few steps. Student's quantile, since
    # the noise is estimated too.
    half = student_95(freedom) * np.sqrt(noise * (years + years**2 / len(changes)))
    shares = {"share": middle, "low": middle - half, "high": middle + half}
    return pd.DataFrame({name: _share(logits, schools[-1]) for name, logits in shares.items()})


def _logit(covered_n: "Floats", schools_n: "Floats") -> "Floats":
    # half a school on either side: none and all have a logit too
    logit: Floats = np.log((covered_n + 0.5) / (schools_n - covered_n + 0.5))
    return logit


def _share(logit: "Floats", schools_n: float) -> "Floats":
    """Give the share back whose logit it is: none and all are shares of 0 and 1."""
    halved = (1 + np.tanh(logit / 2)) / 2  # never overflows
    share: Floats = np.clip((halved * (schools_n + 1) - 0.5) / schools_n, 0, 1)
    return share


def _poisson(covered_n: "Floats", schools_n: "Floats") -> float:
    """Give the variance a year of the logit, if the schools came one by one at random."""
    new = np.abs(np.diff(covered_n))
    middle = (covered_n[1:] + covered_n[:-1] + 1) / 2
    whole = (schools_n[1:] + schools_n[:-1]) / 2
    # By how much one school more moves the logit.
    slope = (whole + 1) / (middle * (whole + 1 - middle))
    return float((new * slope**2).mean())
