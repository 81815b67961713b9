"""Groups in two camps: those that were equipped and those that were not, and no smooth family.

A beta or normal family spreads its members: where all have one of two true rates (REP+ and the
rest, the communes that paid and those that didn't) it takes the extremes to be further away than
they are. Here each group has one of two rates, unknown, as is the share of each camp. Which of the
two pictures counts is settled by how well each predicts what was seen (Bayesian model averaging;
J. A. Hoeting et al., Statistical Science 14, 1999).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_ent.indicators.equity.groups import Floats

__all__ = ["RATES", "Camps", "find_camps", "log_mean", "mix", "worth_it"]

RATES: Floats = (np.arange(50) + 0.5) / 50
"""Rates, as shares of the scale, that a camp may have before it is looked at more closely."""

_PARTS: Floats = (np.arange(12) + 0.5) / 12
_MOST_GROUPS = 500
_ODDS = 4.0  # a family is this much likelier beforehand: camps are the exception


@dataclass(frozen=True, eq=False)
class Camps:
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


def worth_it(errors: Floats) -> bool:
    """Say whether to look for camps: with errors (shares) so small, nothing hangs on a family."""
    return bool(np.median(errors) > RATES[1] - RATES[0] and len(errors) <= _MOST_GROUPS)


def find_camps(likelihood: Floats, *, size: int, rng: np.random.Generator) -> Camps:
    """Draw camps from the logarithm of each group's likelihood at each of `RATES`."""
    low, high = np.triu_indices(len(RATES), 1)
    top = likelihood.max(axis=1, keepdims=True)
    seen = np.exp(likelihood - top)
    score = np.empty((len(low), len(_PARTS)))
    with np.errstate(divide="ignore"):
        for at, part in enumerate(_PARTS):
            score[:, at] = np.log(part * seen[:, low] + (1 - part) * seen[:, high]).sum(axis=0)
    weight = np.exp(score - score.max()).ravel()
    pair, part_at = np.divmod(rng.choice(weight.size, size=size, p=weight / weight.sum()),
                              len(_PARTS))  # fmt: skip
    ours = _PARTS[part_at] * seen[:, low[pair]]
    theirs = (1 - _PARTS[part_at]) * seen[:, high[pair]]
    first = rng.random(ours.shape) * (ours + theirs) < ours
    return Camps(log_mean(score) + float(top.sum()), first.T)


def log_mean(score: Floats) -> float:
    """Give the logarithm of the mean of exponentials."""
    peak = score.max()
    return float(peak + np.log(np.exp(score - peak).mean()))


def mix(
    family: Floats, evidence: float, camps: Floats, camps_evidence: float, rng: np.random.Generator
) -> Floats:
    """Take each draw from one picture or the other, as often as each is likely."""
    chance = 1 / (1 + _ODDS * np.exp(np.clip(evidence - camps_evidence, -500, 500)))
    taken: Floats = np.where(rng.random(len(family))[:, None] < chance, camps, family)
    return taken
