"""The formulas of the WHO's summary measures of inequality.

Each takes values of shape (…, groups) and gives an array of shape (…): one set of groups, or
thousands of simulated ones at once.

Source: WHO, *Health Equity Assessment Toolkit, technical notes* (formulas), written anew.
"""

import numpy as np
from numpy.typing import NDArray

from geo_ent.indicators.equity.groups import Floats, Groups


def ends(y: Floats, groups: Groups) -> tuple[Floats, Floats]:
    """Give the two values that D and R compare, the one expected to be larger first.

    Groups in order: the most and the least advantaged (reversed if the value is adverse). Others:
    the reference and the lowest of the others (if adverse, the highest of the others and the
    reference), or without a reference the highest and the lowest.
    """
    if groups.ordered:
        first, last = y[..., 0], y[..., -1]
        return (last, first) if groups.favourable else (first, last)
    if groups.reference is None:
        return y.max(axis=-1), y.min(axis=-1)
    # As the WHO: against the worst of the others, whatever their number.
    others = np.delete(y, groups.reference, axis=-1)
    reference = y[..., groups.reference]
    if groups.favourable:
        return reference, others.min(axis=-1)
    return others.max(axis=-1), reference


def difference(y: Floats, groups: Groups) -> Floats:
    """D: difference of the two ends."""
    high, low = ends(y, groups)
    return high - low


def ratio(y: Floats, groups: Groups) -> Floats:
    """R: ratio of the two ends; NaN where the lower is 0."""
    high, low = ends(y, groups)
    return _over(high, low)


def between_group_variance(y: Floats, groups: Groups) -> Floats:
    """BGV: Σ p (y − μ)²."""
    mean = y @ groups.p
    spread: Floats = ((y - mean[..., None]) ** 2) @ groups.p
    return spread


def mean_deviation(y: Floats, groups: Groups, *, weighted: bool) -> Floats:
    """MDMU, MDMW: mean distance to the mean, each group counting alike or by population."""
    mean = y @ groups.p
    return _mean(np.abs(y - mean[..., None]), groups, weighted=weighted)


def best_deviation(y: Floats, groups: Groups, *, weighted: bool) -> Floats:
    """MDBU, MDBW: mean distance to the best value, the best group among those counted."""
    best = y.max(axis=-1) if groups.favourable else y.min(axis=-1)
    return _mean(np.abs(y - best[..., None]), groups, weighted=weighted)


def reference_deviation(y: Floats, groups: Groups, *, weighted: bool) -> Floats:
    """MDRU, MDRW: mean distance to the reference group, itself among those counted."""
    if groups.reference is None:
        return np.full(y.shape[:-1], np.nan)
    reference = y[..., groups.reference]
    return _mean(np.abs(y - reference[..., None]), groups, weighted=weighted)


def theil(y: Floats, groups: Groups) -> Floats:
    """TI: 1000 Σ p (y/μ) ln(y/μ); a group of value 0 adds nothing, its limit; never under 0."""
    relative = _over(y, (y @ groups.p)[..., None])
    with np.errstate(divide="ignore", invalid="ignore"):
        # The limit of x ln x at 0; the WHO's package puts 1e-6 for 0 instead.
        terms = np.where(relative == 0, 0.0, relative * np.log(relative))
    return _not_under_0(1000 * (terms @ groups.p))


def mean_log_deviation(y: Floats, groups: Groups) -> Floats:
    """MLD: −1000 Σ p ln(y/μ), never under 0; NaN where a group's value is 0 (it has no limit)."""
    relative = _over(y, (y @ groups.p)[..., None])
    with np.errstate(divide="ignore", invalid="ignore"):
        # No limit here, so that no value may stand for 0: the answer would hang on it.
        logs = np.where(relative > 0, np.log(relative), np.nan)
    return _not_under_0(-1000 * (logs @ groups.p))


def _not_under_0(index: Floats) -> Floats:
    """Clip what Jensen's inequality keeps from being negative: equal groups sum to −1e-13."""
    return np.maximum(index, 0.0)


def impact(y: Floats, groups: Groups) -> Floats:
    """PAR: what the mean would gain if every group did as well as the best one; never under 0.

    For an adverse value it is what the mean would lose.
    """
    if groups.ordered:
        gain = y[..., -1] - y @ groups.p
    elif groups.favourable:
        gain = y.max(axis=-1) - y @ groups.p
    else:
        gain = y.min(axis=-1) - y @ groups.p
    # As the WHO; with groups in order the best one may be under the mean.
    return np.maximum(gain if groups.favourable else -gain, 0.0)


def _mean(distances: Floats, groups: Groups, *, weighted: bool) -> Floats:
    result: Floats = distances @ groups.p if weighted else distances.mean(axis=-1)
    return result


def _over(part: Floats, whole: Floats) -> NDArray[np.float64]:
    """Divide; NaN where there is nothing to divide by."""
    return part / np.where(whole > 0, whole, np.nan)
