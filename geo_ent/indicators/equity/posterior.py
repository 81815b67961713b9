"""What the groups' true values may be, given few schools each: draws that noise doesn't swell.

A spread, a best group or a gap between extremes is always larger in the counts than in truth: each
small group adds its own noise. Drawing noise once more on top of the counts (a plain Monte-Carlo)
doubles it. Here the groups are members of one family, or of two camps (`families.py`, `camps.py`),
and the draws are of their true values.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from geo_ent.indicators.equity.camps import RATES, Camps, find_camps, mix, worth_it
from geo_ent.indicators.equity.families import beta_family, normal_family
from geo_ent.indicators.equity.groups import Floats, Groups

__all__ = ["draw_shares", "draw_truths", "draws_of", "homogeneity"]

Rate: TypeAlias = Callable[[Floats], Floats]

_MOST_NUMBERS = 1_000_000
_DRAWS = 4000
_LEAST_DRAWS = 400
_SUREST = 1e-9  # an error of 0 is as small as this


def draws_of(size: int) -> int:
    """Say how many draws to take for so many groups."""
    return int(np.clip(_MOST_NUMBERS // max(size, 1), _LEAST_DRAWS, _DRAWS))


def draw_truths(groups: Groups, *, seed: int) -> Floats:
    """Draw true values of the groups, shape (draws, groups); the same seed gives the same."""
    share = groups.y / groups.scale
    if groups.given:
        return groups.scale * _draw_values(share, groups.se / groups.scale, seed=seed)
    return groups.scale * draw_shares(share * groups.n, groups.n, seed=seed)


def draw_shares(covered: Floats, n: Floats, *, seed: int, camps: bool = True) -> Floats:
    """Draw true shares of groups where `covered` (whole or not) of `n` are.

    `camps`: whether the groups may be in two camps rather than of one family.

    Returns
    -------
    ndarray
        Shape (draws, groups), 0 to 1.
    """
    rng, size = np.random.default_rng(seed), draws_of(len(n))
    covered = np.clip(covered, 0, n)
    family = beta_family(covered, n, size=size, rng=rng)
    if not (camps and worth_it(0.5 / np.sqrt(n))):
        return family.values
    seen = covered[:, None] * np.log(RATES) + (n - covered)[:, None] * np.log1p(-RATES)
    found = find_camps(seen, size=size, rng=rng)
    values = _of_camps(found, lambda who: rng.beta(1 + who @ covered, 1 + who @ (n - covered)))
    return mix(family.values, family.evidence, values, found.evidence, rng)


def _draw_values(share: Floats, error: Floats, *, seed: int) -> Floats:
    """Draw true shares from shares with a normal error."""
    rng, size = np.random.default_rng(seed), draws_of(len(share))
    error = np.maximum(error, _SUREST)
    family = normal_family(share, error, size=size, rng=rng)
    drawn = family.values
    if worth_it(error):
        seen = -np.log(error)[:, None] - 0.5 * ((share[:, None] - RATES) / error[:, None]) ** 2
        camps = find_camps(seen, size=size, rng=rng)
        values = _of_camps(camps, lambda who: _common(who, share, error, rng))
        drawn = mix(drawn, family.evidence, values, camps.evidence, rng)
    return np.clip(drawn, 0.0, 1.0)


def _common(who: Floats, share: Floats, error: Floats, rng: np.random.Generator) -> Floats:
    """Draw the rate of a camp, from its members; anything if it has none."""
    weight = who @ error**-2
    some = weight > 0
    sure = np.where(some, weight, 1.0)
    drawn = rng.normal(who @ (share * error**-2) / sure, 1 / np.sqrt(sure))
    return np.where(some, drawn, rng.random(len(drawn)))


def _of_camps(camps: Camps, rate: Rate) -> Floats:
    """Give each group its camp's rate, drawn from the camp's members."""
    first = camps.first.astype(float)
    ours, theirs = rate(first), rate(1 - first)
    return np.where(camps.first, ours[:, None], theirs[:, None])


def homogeneity(groups: Groups) -> float:
    """Give the chi-square p-value that all groups have one true value."""
    from scipy.special import chdtrc

    with np.errstate(divide="ignore", invalid="ignore"):
        if groups.given:
            weight = 1 / groups.se**2
            mean = weight @ groups.y / weight.sum()
            chi2 = weight @ (groups.y - mean) ** 2
        else:
            share, mean = groups.y / groups.scale, groups.mean / groups.scale
            chi2 = groups.n @ (share - mean) ** 2 / (mean * (1 - mean))
    if not np.isfinite(chi2):  # nothing is noisy: all is told by the values
        return 1.0 if groups.equal else 0.0
    return float(chdtrc(len(groups.y) - 1, chi2))
