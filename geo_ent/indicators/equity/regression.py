"""The slope and relative indices of inequality: a line, or a logistic curve, through the groups."""

from dataclasses import dataclass

import numpy as np

from geo_ent.indicators.equity.groups import Floats, Groups

# Newton's method takes a handful; a fit that needs more than these will not come.
_STEPS = 200
_TOLERANCE = 1e-12
_FARTHEST = 30.0  # logits: beyond, a share is 0 or 1 and the fit runs away


@dataclass(frozen=True, eq=False)
class Curve:
    """A logistic curve of the value over the rank.

    Attributes
    ----------
    bottom, top
        Fitted shares at rank 0 and at rank 1.
    slopes
        Derivatives of (bottom, top), logits, by each group's share: shape (2, groups).
    """

    bottom: float
    top: float
    slopes: Floats

    @property
    def difference_slope(self) -> Floats:
        """Derivative of top − bottom by each group's share."""
        top, bottom = self.top * (1 - self.top), self.bottom * (1 - self.bottom)
        slope: Floats = top * self.slopes[1] - bottom * self.slopes[0]
        return slope

    @property
    def log_ratio_slope(self) -> Floats:
        """Derivative of ln(top / bottom) by each group's share."""
        slope: Floats = (1 - self.top) * self.slopes[1] - (1 - self.bottom) * self.slopes[0]
        return slope


def counts(groups: Groups) -> Floats:
    """Give each group's share as a whole number of units over its population.

    Tables give rounded percentages: rounding the count restores what they were made from.
    Populations that aren't whole numbers are weights, and the share stays as it is.
    """
    share = groups.y / groups.scale
    whole = (groups.n == np.round(groups.n)).all()
    rounded: Floats = np.round(share * groups.n) / groups.n
    return rounded if whole else share


def logistic(share: Floats, rank: Floats, weights: Floats) -> Curve | None:
    """Fit logit(share) ~ rank by maximum likelihood, each group weighing `weights`.

    Returns
    -------
    Curve or None
        None if the likelihood has no maximum (all 0 below a rank and all 1 above).
    """
    design = np.column_stack([1 - rank, rank])  # coefficients: the logits at rank 0 and rank 1
    weights = weights / weights.sum()
    beta = np.zeros(2)
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-design @ beta))
        information = design.T @ ((weights * fitted * (1 - fitted))[:, None] * design)
        # All shares at a bound, or one rank only: the slope may be anything.
        if np.linalg.cond(information) > 1 / np.finfo(float).eps:
            return None
        step = np.linalg.solve(information, design.T @ (weights * (share - fitted)))
        beta = beta + step / max(1.0, float(np.abs(step).max()) / 2)  # no leap beyond 2 logits
        if np.abs(beta).max() > _FARTHEST:
            return None
        if np.abs(step).max() < _TOLERANCE:
            # The derivatives are those of a maximum: by how much it moves for each share, held
            # there by the information.
            bottom, top = 1 / (1 + np.exp(-beta))
            slopes = np.asarray(np.linalg.solve(information, design.T * weights), dtype=float)
            return Curve(float(bottom), float(top), slopes)
    return None


def line_weights(rank: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Give, for a weighted line of y over rank, the weights of y in its ends at rank 0 and 1.

    Examples
    --------
    >>> bottom, top = line_weights(np.array([0.25, 0.75]), np.array([1.0, 1.0]))
    >>> bottom.round(9).tolist(), top.round(9).tolist()
    ([1.5, -0.5], [-0.5, 1.5])
    """
    design = np.column_stack([1 - rank, rank])
    information = design.T @ (weights[:, None] * design)
    bottom, top = np.linalg.solve(information, design.T * weights)
    return bottom, top
