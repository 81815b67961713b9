"""What the groups' true values may be, given few schools each: draws that noise doesn't swell.

A spread, a best group or a gap between extremes is always larger in the counts than in truth: each
small group adds its own noise. Drawing noise once more on top of the counts (a plain Monte-Carlo)
doubles it. Here the draws are of the groups' true values, under two pictures. In the one the groups
are members of a family of rates, whose mean and spread are unknown too. A family spreads its
members: where all have one of two true rates (REP+ and the rest, the communes that paid and those
that didn't) it takes the extremes to be further away than they are. In the other picture each group
is in one of two camps, whose rates and shares are unknown. Which of the two counts is settled by
how well each predicts what was seen (Bayesian model averaging; J. A. Hoeting et al., Statistical
Science 14, 1999).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo_ent.indicators.equity.groups import Floats, Groups
from geo_ent.indicators.equity.special_functions import chi2_tail, log_beta

Rate: TypeAlias = Callable[[Floats], Floats]
Score: TypeAlias = Callable[[Floats, Floats], Floats]

_MOST_NUMBERS = 1_000_000
_BLOCK = 100_000  # numbers that a processor's cache holds, with what is made of them
_DRAWS = 4000
_LEAST_DRAWS = 400
_SUREST = 1e-9  # an error of 0 is as small as this

_GRID = 32
_REFINED = 3  # passes: each keeps the part of the grid that holds the mass
_LEAST_LOG = 12.0  # e^-12 of the best: nothing is there

_RATES: Floats = (np.arange(50) + 0.5) / 50  # that a camp may have, as shares of the scale
_PARTS: Floats = (np.arange(12) + 0.5) / 12  # that the first camp may hold of the groups
_MOST_GROUPS = 500
_ODDS = 4.0  # a family is this much likelier beforehand: camps are the exception


class _Drawn(NamedTuple):
    """Draws, shape (size, groups), and the model's evidence.

    The evidence is the logarithm of the likelihood of what was seen, over all the parameters.
    """

    values: Floats
    evidence: float


@dataclass(frozen=True, eq=False)
class _Camps:
    """Draws of who is in which camp.

    Attributes
    ----------
    evidence
        Logarithm of the likelihood of what was seen, over all pairs of camps.
    first
        Whether each group is in the first camp: shape (draws, groups).
    """

    evidence: float
    first: NDArray[np.bool_]


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
    if not (camps and _worth_it(0.5 / np.sqrt(n))):
        return family.values
    seen = covered[:, None] * np.log(_RATES) + (n - covered)[:, None] * np.log1p(-_RATES)
    there = _find_camps(seen, size=size, rng=rng)
    values = _of_camps(there, lambda who: rng.beta(1 + who @ covered, 1 + who @ (n - covered)))
    return _mix(family.values, family.evidence, values, there.evidence, rng)


def _draw_values(share: Floats, error: Floats, *, seed: int) -> Floats:
    """Draw true shares from shares with a normal error."""
    rng, size = np.random.default_rng(seed), draws_of(len(share))
    error = np.maximum(error, _SUREST)
    family = _normal_family(share, error, size=size, rng=rng)
    drawn = family.values
    if _worth_it(error):
        seen = -np.log(error)[:, None] - 0.5 * ((share[:, None] - _RATES) / error[:, None]) ** 2
        camps = _find_camps(seen, size=size, rng=rng)
        values = _of_camps(camps, lambda who: _common(who, share, error, rng))
        drawn = _mix(drawn, family.evidence, values, camps.evidence, rng)
    return np.clip(drawn, 0.0, 1.0)


def _common(who: Floats, share: Floats, error: Floats, rng: np.random.Generator) -> Floats:
    """Draw the rate of a camp, from its members; anything if it has none."""
    weight = who @ error**-2
    some = weight > 0
    sure = np.where(some, weight, 1.0)
    drawn = rng.normal(who @ (share * error**-2) / sure, 1 / np.sqrt(sure))
    return np.where(some, drawn, rng.random(len(drawn)))


def _of_camps(camps: _Camps, rate: Rate) -> Floats:
    """Give each group its camp's rate, drawn from the camp's members."""
    first = camps.first.astype(float)
    ours, theirs = rate(first), rate(1 - first)
    return np.where(camps.first, ours[:, None], theirs[:, None])


def beta_family(covered: Floats, n: Floats, *, size: int, rng: np.random.Generator) -> _Drawn:
    """Draw true shares from a beta-binomial model.

    The family's mean is uniform on 0 to 1, and so is the square root of ρ = 1/(a+b+1), the
    family's standard deviation over the largest that its mean allows: flat on the spread itself,
    which lets it be 0 (A. Gelman, Bayesian Analysis 1, 2006).
    """
    pairs, times = np.unique(np.column_stack([covered, n - covered]), axis=0, return_counts=True)

    def score(mean: Floats, root: Floats) -> Floats:
        shapes = np.stack(_shapes(mean, root))
        blocks = np.array_split(shapes, 1 + shapes.shape[1] * len(pairs) // _BLOCK, axis=1)
        return np.concatenate([block_score(*block[:, :, None]) for block in blocks])

    def block_score(a: Floats, b: Floats) -> Floats:
        gain = log_beta(a + pairs[:, 0], b + pairs[:, 1]) - log_beta(a, b)
        total: Floats = gain @ times
        return total

    mean, root, evidence = _sample(score, size, rng)
    a, b = _shapes(mean, root)
    return _Drawn(rng.beta(a[:, None] + covered, b[:, None] + n - covered), evidence)


def _shapes(mean: Floats, root: Floats) -> tuple[Floats, Floats]:
    """Give the parameters of the beta law of this mean and √ρ."""
    strength = 1 / root**2 - 1
    return mean * strength, (1 - mean) * strength


def _normal_family(y: Floats, error: Floats, *, size: int, rng: np.random.Generator) -> _Drawn:
    """Draw true values, shares, from y ~ N(θ, error²), θ ~ N(m, τ²); m and τ flat on 0 to 1."""
    variance = error**2

    def score(mean: Floats, root: Floats) -> Floats:
        total = root[:, None] ** 2 + variance
        miss = (y - mean[:, None]) ** 2 / total
        likelihood: Floats = -0.5 * (np.log(total) + miss).sum(axis=1)
        return likelihood

    mean, root, evidence = _sample(score, size, rng)
    between = root[:, None] ** 2
    pull = between / (between + variance)
    centre = pull * y + (1 - pull) * mean[:, None]
    return _Drawn(rng.normal(centre, np.sqrt(pull * variance)), evidence)


def _sample(score: Score, size: int, rng: np.random.Generator) -> tuple[Floats, Floats, float]:
    """Draw pairs of 0 to 1 from a density on a grid that closes in on its mass."""
    low, high = np.zeros(2), np.ones(2)
    for last in range(_REFINED):
        step = (high - low) / _GRID
        axes = low[:, None] + step[:, None] * (np.arange(_GRID) + 0.5)
        pairs = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
        height = score(pairs[0], pairs[1])
        if last < _REFINED - 1:
            near = pairs[:, height > height.max() - _LEAST_LOG]
            low = np.maximum(low, near.min(axis=1) - step)
            high = np.minimum(high, near.max(axis=1) + step)
    weight = np.exp(height - height.max())
    cell = rng.choice(len(weight), size=size, p=weight / weight.sum())
    drawn = pairs[:, cell] + rng.uniform(-0.5, 0.5, (2, size)) * step[:, None]
    evidence = _log_mean(height) + float(np.log(high - low).sum())
    return drawn[0], np.maximum(drawn[1], 1e-6), evidence


def _worth_it(errors: Floats) -> bool:
    """Tell whether to look for camps.

    Not where errors (shares) are so small that the model changes nothing, nor in too many groups.
    """
    return bool(np.median(errors) > _RATES[1] - _RATES[0] and len(errors) <= _MOST_GROUPS)


def _find_camps(likelihood: Floats, *, size: int, rng: np.random.Generator) -> _Camps:
    """Draw camps from the logarithm of each group's likelihood at each of `_RATES`."""
    low, high = np.triu_indices(len(_RATES), 1)
    top = likelihood.max(axis=1, keepdims=True)
    seen = np.exp(likelihood - top)
    score = np.empty((len(low), len(_PARTS)))
    with np.errstate(divide="ignore"):
        for column, share in enumerate(_PARTS):
            first, second = share * seen[:, low], (1 - share) * seen[:, high]
            score[:, column] = np.log(first + second).sum(axis=0)
    weight = np.exp(score - score.max()).ravel()
    pair, part = np.divmod(rng.choice(weight.size, size=size, p=weight / weight.sum()),
                              len(_PARTS))  # fmt: skip
    ours = _PARTS[part] * seen[:, low[pair]]
    theirs = (1 - _PARTS[part]) * seen[:, high[pair]]
    first = rng.random(ours.shape) * (ours + theirs) < ours
    return _Camps(_log_mean(score) + float(top.sum()), first.T)


def _log_mean(score: Floats) -> float:
    """Give the logarithm of the mean of exponentials."""
    peak = score.max()
    return float(peak + np.log(np.exp(score - peak).mean()))


def _mix(
    family: Floats, evidence: float, camps: Floats, camps_evidence: float, rng: np.random.Generator
) -> Floats:
    """Take each draw from `camps` or `family`, in proportion to their evidence (and `_ODDS`)."""
    chance = 1 / (1 + _ODDS * np.exp(np.clip(evidence - camps_evidence, -500, 500)))
    taken: Floats = np.where(rng.random(len(family))[:, None] < chance, camps, family)
    return taken


def homogeneity(groups: Groups) -> float:
    """Give the chi-square p-value that all groups have one true value."""
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
    return chi2_tail(len(groups.y) - 1, float(chi2))
