"""The frame of all the measures: estimates, errors, intervals, and what to beware of."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.equity.forms import form_of
from geo_ent.indicators.equity.groups import Floats, Groups, prepare
from geo_ent.indicators.equity.healthequal import COMPAT, Answer
from geo_ent.indicators.equity.measure_catalogue import MEASURES, refusal
from geo_ent.indicators.equity.mover_intervals import Interval, form_interval
from geo_ent.indicators.equity.posterior import draw_truths, homogeneity
from geo_ent.indicators.equity.standard_errors import analytic_error
from geo_ent.text.note import Note

COLUMNS = ("estimate", "se", "low", "high", "corrected", "notes")
"""What is given of each measure."""

_SEED = 20_240_601
# The usual one in twenty: at which equality is refused, and the interval leaves it out.
_ALPHA = 0.05
_TINY = 1e-12
# Others could be matched some day; a name that is not known must not be taken for none.
_PACKAGES = (None, "healthequal")
_NONE = Interval(float("nan"), float("nan"), float("nan"))


class _Noise(NamedTuple):
    """Draws of the groups' true values, and whether chance alone could explain their gaps."""

    truths: Floats
    chance: bool


def equity(
    groups: pd.DataFrame,
    *,
    scale: Literal[1, 100] = 1,
    favourable: bool = True,
    reference: str | None = None,
    compat: Literal["healthequal"] | None = None,
) -> pd.DataFrame:
    """Measure how unequal groups are: the WHO's 21 summary measures and four variants.

    Parameters
    ----------
    groups
        One row a group: `group` (its name), `population` (schools, pupils…), `value` (share from
        0 to `scale`), and if they are known `order` (1 for the least advantaged group; all
        different) and `se` (standard error of the value, in its unit). Without `se`, the value is
        taken for the share of `population` units.
    scale
        What the value is out of: 1 or 100.
    favourable
        Whether a higher value is better.
    reference
        The group that D, R (when there is no order) and MDRU, MDRW compare with.
    compat
        "healthequal" gives what that R package gives for SII, RII, ACI, RCI, PAR, PAF and zeros in
        TI and MLD (docs/decisions/0010-equity.md tells the differences).

    Returns
    -------
    DataFrame
        Indexed by `measure`: `estimate, se, low, high` (95 %), `corrected` (the estimate without
        what noise in small groups adds, where it adds any), `notes` (why there is no value, or
        what to beware of; `telling.equity` writes them). D, ACI, SII, MD…, BGSD, PAR are in the
        value's unit and BGV in its square; COV, IDIS…, PAF are in per cent; TI and MLD in
        thousandths. Of measures that noise swells, the interval is of the true inequality, and may
        lie under the estimate. A measure that can't be had is NaN, and its note says why.

    Raises
    ------
    InputError
        If it isn't a table of groups.

    Examples
    --------
    >>> rows = {"group": ["rural", "urbain"], "population": [40, 60], "value": [0.25, 0.5]}
    >>> measures = equity(pd.DataFrame(rows))
    >>> measures.loc[["D", "R", "PAR"], "estimate"].round(3).tolist()
    [0.25, 2.0, 0.1]
    """
    ready = prepare(groups, scale=scale, favourable=favourable, reference=reference)
    return measure_groups(ready, compat=compat)


def measure_groups(groups: Groups, *, compat: str | None = None) -> pd.DataFrame:
    """Measure groups made ready (`prepare`); what is returned is `equity`'s.

    Raises
    ------
    InputError
        If `compat` names a package that isn't known.
    """
    if compat not in _PACKAGES:
        msg = f"equity : compat vaut « healthequal » ou rien, on a trouvé « {compat} »."
        raise InputError(msg)
    with np.errstate(all="ignore"):  # a ratio beyond the largest float is infinite, and said so
        noise = _noise(groups)
        rows = [_row(measure, groups, noise, compat=bool(compat)) for measure in MEASURES]
    index = pd.Index(list(MEASURES), name="measure")
    return pd.DataFrame(rows, columns=list(COLUMNS), index=index)


def _noise(groups: Groups) -> _Noise | None:
    # Draws need how sure each value is: all of the errors, and the populations.
    if "any" in groups.lacks or not np.isfinite(groups.se).all() or "weighted" in groups.lacks:
        return None
    return _Noise(draw_truths(groups, seed=_SEED), homogeneity(groups) > _ALPHA)


def _row(
    measure: str, groups: Groups, noise: _Noise | None, *, compat: bool
) -> tuple[float, float, float, float, float, tuple[Note, ...]]:
    why, nan = refusal(measure, groups, compat=compat), float("nan")
    estimate, theirs = (nan, None) if why else _estimate(measure, groups, compat=compat)
    if not np.isfinite(estimate):
        why = why or Note(MEASURES[measure].undefined or "undefined")
        return nan, nan, nan, nan, nan, (why,)
    if _has_form(measure, groups):
        interval, corrected = _by_form(measure, groups), nan
    else:
        interval, corrected = _by_draws(measure, groups, noise)
    interval = Interval(*map(_without_noise, theirs or interval))
    estimate, corrected = _without_noise(estimate), _without_noise(corrected)
    chance = bool(noise and noise.chance)
    notes = _notes(measure, groups, interval, corrected=corrected, chance=chance)
    return estimate, *interval, corrected, tuple(notes)


def _without_noise(figure: float) -> float:
    """Give 0 for what is one but for a float's noise, or has a sign."""
    return 0.0 if abs(figure) < _TINY else figure


def _has_form(measure: str, groups: Groups) -> bool:
    # Two groups that are known beforehand have Newcombe's interval; ends that are picked for being
    # extreme are picked by noise too: that takes draws. So does a gain, whose best group is picked
    # where there is no order.
    kind = MEASURES[measure].kind
    if kind == "ends":
        return groups.fixed_pair is not None
    return kind == "fit" or (kind == "impact" and groups.ordered)


def _estimate(measure: str, groups: Groups, *, compat: bool) -> Answer:
    if compat and measure in COMPAT and groups.mean > 0:
        return COMPAT[measure](groups)
    formula = MEASURES[measure].formula
    if formula is not None:
        return float(formula(groups.y, groups)), None
    form = form_of(measure, groups)
    return (float("nan") if form is None else form.value(groups.y)), None


def _by_form(measure: str, groups: Groups) -> Interval:
    form = form_of(measure, groups)
    if form is None or not np.isfinite(groups.se).all():
        return _NONE
    interval = form_interval(form, groups)
    if MEASURES[measure].kind == "impact":  # nobody loses by being lifted to the best group
        return Interval(interval.se, max(interval.low, 0.0), max(interval.high, 0.0))
    return interval


def _by_draws(measure: str, groups: Groups, noise: _Noise | None) -> tuple[Interval, float]:
    """Give the interval of the true inequality, and its median: the estimate without noise."""
    record = MEASURES[measure]
    error = analytic_error(measure, groups)
    if noise is None or record.formula is None:
        return Interval(float("nan") if error is None else error, *_NONE[1:]), float("nan")
    drawn = record.formula(noise.truths, groups)
    drawn = np.where(np.isnan(drawn), np.inf, drawn)  # a true value of 0 below a ratio or a log
    low, middle, high = np.quantile(drawn, [0.025, 0.5, 0.975], method="inverted_cdf")
    if noise.chance:  # equality isn't ruled out, and no draw is ever exactly equal
        low, high = min(low, record.equality), max(high, record.equality)
    se = error or float(drawn.std())  # a formula's 0: extremes where none or all are covered
    return Interval(se, float(low), float(high)), float(middle)


def _notes(
    measure: str, groups: Groups, interval: Interval, *, corrected: float, chance: bool
) -> Iterator[Note]:
    yield from groups.left_out
    if np.isnan(interval.low):
        yield Note("no_interval")
    if np.isinf(interval.high):
        yield Note("no_upper_bound")
    if np.isfinite(corrected):
        yield Note("corrected", estimate=corrected)
        if chance:
            yield Note("chance_would_do")
    if MEASURES[measure].kind == "impact" and groups.ordered and _under_mean(groups):
        yield Note("best_under_mean")


def _under_mean(groups: Groups) -> bool:
    gain = groups.y[groups.best] - groups.mean
    return bool((gain if groups.favourable else -gain) <= 0)
