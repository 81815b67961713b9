"""Groups as members of one family of rates, whose mean and spread are unknown too.

Each model gives draws of the groups' true values and its evidence: the logarithm of the likelihood
of what was seen, over all means and spreads.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from geo_ent.indicators.equity.camps import log_mean
from geo_ent.indicators.equity.groups import Floats

__all__ = ["Drawn", "beta_family", "normal_family"]

Score: TypeAlias = Callable[[Floats, Floats], Floats]

_GRID = 32
_REFINED = 3  # passes: each keeps the part of the grid that holds the mass
_LEAST_LOG = 12.0  # e^-12 of the best: nothing is there
_MOST_NUMBERS = 1_000_000


class Drawn(NamedTuple):
    """Draws, shape (size, groups), and the model's evidence."""

    values: Floats
    evidence: float


def beta_family(covered: Floats, n: Floats, *, size: int, rng: np.random.Generator) -> Drawn:
    """Draw true shares from a beta-binomial model.

    The family's mean is uniform on 0 to 1, and so is the square root of ρ = 1/(a+b+1), the
    family's standard deviation over the largest that its mean allows: flat on the spread itself,
    which lets it be 0 (A. Gelman, Bayesian Analysis 1, 2006).
    """
    from scipy.special import betaln

    pairs, times = np.unique(np.column_stack([covered, n - covered]), axis=0, return_counts=True)

    def score(mean: Floats, root: Floats) -> Floats:
        shapes = np.stack(_shapes(mean, root))
        blocks = np.array_split(shapes, 1 + shapes.shape[1] * len(pairs) // _MOST_NUMBERS, axis=1)
        return np.concatenate([block_score(*block[:, :, None]) for block in blocks])

    def block_score(a: Floats, b: Floats) -> Floats:
        gain = betaln(a + pairs[:, 0], b + pairs[:, 1]) - betaln(a, b)
        total: Floats = gain @ times
        return total

    mean, root, evidence = _sample(score, size, rng)
    a, b = _shapes(mean, root)
    return Drawn(rng.beta(a[:, None] + covered, b[:, None] + n - covered), evidence)


def _shapes(mean: Floats, root: Floats) -> tuple[Floats, Floats]:
    """Give the parameters of the beta law of this mean and √ρ."""
    strength = 1 / root**2 - 1
    return mean * strength, (1 - mean) * strength


def normal_family(y: Floats, error: Floats, *, size: int, rng: np.random.Generator) -> Drawn:
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
    return Drawn(rng.normal(centre, np.sqrt(pull * variance)), evidence)


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
    evidence = log_mean(height) + float(np.log(high - low).sum())
    return drawn[0], np.maximum(drawn[1], 1e-6), evidence
