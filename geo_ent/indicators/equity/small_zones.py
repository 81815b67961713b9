"""Small zones treated honestly: rates drawn towards the whole, and gaps that chance can't make."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from geo_ent.indicators.equity.groups import Floats
from geo_ent.indicators.equity.posterior import draw_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEED = 20_240_601
# 160 MB of whole numbers: 999 draws of 35,000 communes at once would take 280.
_BLOCK = 20_000_000  # numbers held at once


def shrink(
    covered: "pd.Series[Any]",
    n: "pd.Series[Any]",
    *,
    noise: Literal["binomial", "poisson"] = "binomial",
    seed: int = _SEED,
) -> pd.DataFrame:
    """Draw the rates of small zones towards the rate of all, as far as their noise asks.

    A rate is a mean of the zone's and of the whole's, weighted a : v/n, where v/n is the noise of
    n schools and a the variance between zones' true rates, by moments (R. J. Marshall, Applied
    Statistics 40, 1991). Where the rates differ less than noise alone would make them, a is 0 and
    never less: every zone gets the rate of the whole.

    Parameters
    ----------
    covered, n
        Schools covered, and schools; on the zones' index.
    noise
        `binomial`: v = m(1 − m), a school is covered once at most. `poisson`: v = m, as Marshall's
        for rare diseases (and libraries made for them) have it; it shrinks more.

    Returns
    -------
    DataFrame
        On the index of `n`: `estimate`, and `low`, `high` (95 %), the interval of the zone's true
        rate in a beta-binomial model whose mean and spread are unknown too. NaN where n is 0 or
        missing.

    Examples
    --------
    >>> rates = shrink(pd.Series([0, 5, 10]), pd.Series([10, 10, 10]))
    >>> rates["estimate"].round(2).tolist()
    [0.05, 0.5, 0.95]
    """
    k, size = _counts(covered, n)
    rates = pd.DataFrame(np.nan, index=n.index, columns=["estimate", "low", "high"])
    usable = np.isfinite(k) & (size > 0)
    if usable.any():
        estimate = _shrunk(k[usable], size[usable], noise)
        drawn = _quantiles(k[usable], size[usable], seed)
        # Marshall's estimate is of moments, the interval of draws: an interval that leaves out its
        # own estimate could not be shown.
        low, high = np.minimum(drawn[0], estimate), np.maximum(drawn[1], estimate)
        rates.loc[usable] = np.column_stack([estimate, low, high])
    return rates


def _counts(covered: "pd.Series[Any]", n: "pd.Series[Any]") -> tuple[Floats, Floats]:
    """Read the counts; ValueError where a zone has more covered than schools, or fewer than 0."""
    k = np.asarray(covered, dtype=float)
    size = np.asarray(n, dtype=float)
    if k.shape != size.shape or (k > size).any() or (k < 0).any():
        msg = "covered must lie between 0 and n, one of each a zone"
        raise ValueError(msg)
    return k, size


def _shrunk(k: Floats, n: Floats, noise: str) -> Floats:
    rate, mean, mean_n = k / n, k.sum() / n.sum(), n.sum() / len(n)
    spread = n @ (rate - mean) ** 2 / n.sum()
    if noise == "poisson":
        unit, between = mean, spread - mean / mean_n
    else:  # unbiased: Σ n (r − m)² is (zones − 1) m(1 − m) of noise and (Σn − Σn²/Σn) of spread
        unit = mean * (1 - mean)
        of_spread = n.sum() - n @ n / n.sum()
        beyond_noise = spread * n.sum() - unit * (len(n) - 1)
        between = beyond_noise / of_spread if of_spread > 0 else 0.0
    # Moments may come out negative, where rates differ less than noise; unclipped, esda's pushes a
    # small zone past the mean of all (docs/decisions/0010-equity.md).
    between = max(float(between), 0.0)
    noisy = unit / n
    pull = between / np.where(between + noisy > 0, between + noisy, 1.0)
    shrunk: Floats = mean + pull * (rate - mean)
    return shrunk


def _quantiles(k: Floats, n: Floats, seed: int) -> Floats:
    return np.quantile(draw_shares(k, n, seed=seed, camps=False), [0.025, 0.975], axis=0)


@dataclass(frozen=True)
class Chance:
    """Whether zones are more unequal than chance would make them.

    Attributes
    ----------
    observed
        Variance of the zones' rates around the rate of the whole, weighted by schools (BGV).
    expected
        What it would be on average if the same schools had been equipped at random.
    excess
        Observed less expected, never under 0: the variance that isn't noise.
    p_value
        Share of random allocations at least as unequal as the one observed.
    simulations
        How many were drawn.
    """

    observed: float
    expected: float
    excess: float
    p_value: float
    simulations: int


def unequal_by_chance(
    covered: "pd.Series[Any]", n: "pd.Series[Any]", *, simulations: int = 999, seed: int = _SEED
) -> Chance:
    """Test whether zones are more unequal than if their covered schools were drawn at random.

    The covered schools, in the same number, are given back to the schools of all the zones at
    random (a multivariate hypergeometric draw). What small zones alone make of the variance is
    known exactly: m(1 − m)(zones − 1)/(Σn − 1).

    Parameters
    ----------
    covered, n
        Schools covered, and schools, whole numbers; zones without a school count for nothing.

    Examples
    --------
    >>> unequal_by_chance(pd.Series([0, 10]), pd.Series([10, 10])).p_value
    0.001
    """
    k, size = _counts(covered, n)
    # Zones without a school would count as equal to whatever is drawn.
    k, size = k[size > 0], size[size > 0]
    total, all_schools = int(k.sum()), int(size.sum())
    nan = float("nan")
    if len(size) < 2 or not 0 < total < all_schools:  # noqa: PLR2004
        return Chance(nan, nan, nan, nan, 0)
    mean = total / all_schools
    observed = float(_variance(k, size, mean))
    expected = mean * (1 - mean) * (len(size) - 1) / (all_schools - 1)
    drawn = _allocations(size, total, mean, simulations, seed)
    # The allocation seen is one of those possible, hence the 1 + below: a p of 0 would claim that
    # chance cannot. The 1e-12 lets a draw that equals it count as one that does.
    beaten = int((drawn >= observed * (1 - 1e-12)).sum())
    p_value = (1 + beaten) / (1 + simulations)
    return Chance(observed, expected, max(observed - expected, 0.0), p_value, simulations)


def _variance(k: "NDArray[Any]", n: Floats, mean: float) -> Floats:
    spread: Floats = (k / n - mean) ** 2 @ n / n.sum()
    return spread


def _allocations(size: Floats, total: int, mean: float, simulations: int, seed: int) -> Floats:
    """Give the variance of each random allocation, a block at a time."""
    rng = np.random.default_rng(seed)
    block = max(1, _BLOCK // len(size))
    parts = [
        _variance(
            rng.multivariate_hypergeometric(
                size.astype(np.int64),
                total,
                size=min(block, simulations - done),
                # "count" would shuffle every school of the country for each draw.
                method="marginals",
            ),
            size,
            mean,
        )
        for done in range(0, simulations, block)
    ]
    return np.concatenate(parts)
