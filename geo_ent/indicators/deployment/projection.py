"""Where a share is going: a logistic curve from its history, with how far it can be trusted."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_DATES = 4
"""Three changes: with two, the interval would say nothing; with one, there is none."""

YEAR_DAYS = 365.25

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
    dates: Sequence[dt.date],
    covered_n: Sequence[float],
    schools_n: float,
    until: Sequence[dt.date],
) -> pd.DataFrame:
    """Carry the share of schools that have an ENT on, along a logistic curve.

    Parameters
    ----------
    dates
        Dates of the history, rising, at least `LEAST_DATES` of them.
    covered_n
        How many schools had one, at each.
    schools_n
        How many there are; not whole where classes or pupils are counted in schools of one size.
    until
        The dates to tell of, after the last.

    Returns
    -------
    DataFrame
        On `date`: `share`, `low` and `high` (95 %), between 0 and 1. Never under 0 nor over 1, and
        wider as the date is further.

    Notes
    -----
    The schools are the same at each date, so their counts are not the independent binomials that a
    regression would take them for. Their changes are nearer to it: the logit of the share is taken
    as a random walk with a drift, whose mean path is a logistic curve from the last share known.
    With changes d over times u, the drift is sum d / sum u and the variance a year the mean of
    (d - drift u)^2 / u over one less than there are changes, and not less than what Poisson numbers
    of new schools would give. At h years the standard error is s sqrt(h + h^2 / sum u), with
    Student's law. The logit is ln((k + 1/2) / (n - k + 1/2)).

    Examples
    --------
    >>> history = [dt.date(year, 9, 1) for year in range(2019, 2023)]
    >>> ahead = project(history, [100, 150, 200, 250], 500, [dt.date(2023, 9, 1)])
    >>> ahead.round(2).iloc[0].tolist()
    [0.61, 0.53, 0.69]
    """
    # On the logit: a share has two bounds, and equipment is slow, quick, then slow again.
    logit = _logit(np.asarray(covered_n, dtype=float), schools_n)
    years = _years(dates)
    steps, changes = np.diff(years), np.diff(logit)
    drift = changes.sum() / steps.sum()  # so that long steps weigh as much as they last
    noise = ((changes - drift * steps) ** 2 / steps).sum() / (len(steps) - 1)
    # A history that happens to be even isn't certain: schools come whole, one by one at the least.
    noise = max(noise, _poisson(np.asarray(covered_n, dtype=float), schools_n, steps))
    ahead = _years([dates[-1], *until])[1:]
    middle = logit[-1] + drift * ahead
    # A random walk with drift: the variance of its future grows with the time ahead, and with its
    # square for the drift, which is estimated from the same few steps. Student's quantile, since
    # the noise is estimated too.
    half = student_95(len(steps) - 1) * np.sqrt(noise * (ahead + ahead**2 / steps.sum()))
    shares = {"share": middle, "low": middle - half, "high": middle + half}
    index = pd.Index(list(until), name="date")
    return pd.DataFrame({name: _share(logits) for name, logits in shares.items()}, index=index)


def _years(dates: Sequence[dt.date]) -> "Floats":
    days = [(date - dates[0]).days for date in dates]
    return np.array(days, dtype=float) / YEAR_DAYS


def _logit(covered_n: "Floats", schools_n: float) -> "Floats":
    # half a school on either side: none and all have a logit too
    logit: Floats = np.log((covered_n + 0.5) / (schools_n - covered_n + 0.5))
    return logit


def _share(logit: "Floats") -> "Floats":
    share: Floats = (1 + np.tanh(logit / 2)) / 2  # never overflows
    return share


def _poisson(covered_n: "Floats", schools_n: float, steps: "Floats") -> float:
    """Give the variance a year of the logit, if the schools came one by one at random."""
    new = np.abs(np.diff(covered_n))
    middle = (covered_n[1:] + covered_n[:-1] + 1) / 2
    # By how much one school more moves the logit.
    slope = (schools_n + 1) / (middle * (schools_n + 1 - middle))
    return float((new * slope**2 / steps).mean())
