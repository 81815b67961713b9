"""The frame of all the measures: estimates, errors, intervals, and words."""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from geo_ent.errors import InputError
from geo_ent.indicators.equity.forms import form_of
from geo_ent.indicators.equity.groups import Floats, Groups, prepare
from geo_ent.indicators.equity.healthequal import COMPAT, Answer
from geo_ent.indicators.equity.intervals import Interval, form_interval
from geo_ent.indicators.equity.measure_catalogue import MEASURES, refusal
from geo_ent.indicators.equity.posterior import draw_truths, homogeneity
from geo_ent.indicators.equity.standard_errors import analytic_error
from geo_ent.telling.measure_sentences import meaning
from geo_ent.text.numbers import number

__all__ = ["COLUMNS", "equity"]

COLUMNS = ("estimate", "se", "low", "high", "note", "corrected", "meaning")

_SEED = 20_240_601
_ALPHA = 0.05
_TINY = 1e-12
_HUGE = 1e9  # written with its power of ten
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
        Indexed by `measure`: `estimate, se, low, high` (95 %), `note` (French: why there is no
        value, or what to beware of), `corrected` (the estimate without what noise in small groups
        adds, where it adds any), `meaning` (a French sentence). D, ACI, SII, MD…, BGSD, PAR are in
        the value's unit and BGV in its square; COV, IDIS…, PAF are in per cent; TI and MLD in
        thousandths. Of measures that noise swells, the interval is of the true inequality, and may
        lie under the estimate. A measure that can't be had is NaN, and its note says why.

    Raises
    ------
    InputError
        If it isn't a table of groups.

    Examples
    --------
    >>> rows = {"group": ["rural", "urbain"], "population": [40, 60], "value": [0.25, 0.5]}
    >>> found = equity(pd.DataFrame(rows))
    >>> found.loc[["D", "R", "PAR"], "estimate"].round(3).tolist()
    [0.25, 2.0, 0.1]
    """
    if compat not in _PACKAGES:
        msg = f"equity : compat vaut « healthequal » ou rien, on a trouvé « {compat} »."
        raise InputError(msg)
    ready = prepare(groups, scale=scale, favourable=favourable, reference=reference)
    with np.errstate(all="ignore"):  # a ratio beyond the largest float is infinite, and said so
        noise = _noise(ready)
        rows = [_row(measure, ready, noise, compat=bool(compat)) for measure in MEASURES]
    index = pd.Index(list(MEASURES), name="measure")
    return pd.DataFrame(rows, columns=list(COLUMNS), index=index)


def _noise(groups: Groups) -> _Noise | None:
    if "any" in groups.lacks or not np.isfinite(groups.se).all() or "weighted" in groups.lacks:
        return None
    return _Noise(draw_truths(groups, seed=_SEED), homogeneity(groups) > _ALPHA)


def _row(
    measure: str, groups: Groups, noise: _Noise | None, *, compat: bool
) -> tuple[float, float, float, float, str, float, str]:
    why, nan = refusal(measure, groups, compat=compat), float("nan")
    estimate, theirs = (nan, None) if why else _estimate(measure, groups, compat=compat)
    if not np.isfinite(estimate):
        why = why or MEASURES[measure].undefined or "la mesure n'a pas de valeur ici"
        return nan, nan, nan, nan, why, nan, f"Non calculée : {why}."
    estimate = 0.0 if abs(estimate) < _TINY else estimate  # rounding, or a zero with a sign
    if _has_form(measure, groups):
        interval, corrected = _by_form(measure, groups), nan
    else:
        interval, corrected = _by_draws(measure, groups, noise)
    interval = theirs or interval
    note = _note(
        measure, groups, interval, corrected=corrected, chance=bool(noise and noise.chance)
    )
    return estimate, *interval, note, corrected, meaning(measure, estimate, groups)


def _has_form(measure: str, groups: Groups) -> bool:
    kind = MEASURES[measure].kind
    return kind == "fit" or (kind != "spread" and groups.ordered)


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
    found = form_interval(form, groups)
    if MEASURES[measure].kind == "impact":
        return Interval(found.se, max(found.low, 0.0), max(found.high, 0.0))
    return found


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


def _note(
    measure: str, groups: Groups, interval: Interval, *, corrected: float, chance: bool
) -> str:
    told = [groups.left_out] if groups.left_out else []
    if np.isnan(interval.low):
        told.append("pas d'intervalle, faute de population ou d'erreur type")
    if np.isinf(interval.high):
        told.append("l'intervalle n'a pas de borne haute")
    if np.isfinite(corrected):
        told.append(
            f"corrigée du bruit des petits effectifs (l'intervalle aussi) : {_short(corrected)}"
        )
        if chance:
            told.append("le hasard suffirait à expliquer ces écarts")
    if MEASURES[measure].kind == "impact" and groups.ordered and _under_mean(groups):
        told.append("le groupe le plus favorisé ne fait pas mieux que la moyenne")
    return " ; ".join(told)


def _under_mean(groups: Groups) -> bool:
    gain = groups.y[groups.best] - groups.mean
    return bool((gain if groups.favourable else -gain) <= 0)


def _short(value: float) -> str:
    """Write a number with three significant figures."""
    if value == 0 or not np.isfinite(value):
        return "0"
    if abs(value) >= _HUGE:
        return f"{value:.1e}".replace(".", ",").replace("-", "\u2212")
    decimals = int(np.clip(2 - np.floor(np.log10(abs(value))), 0, 6))
    return number(value, decimals=decimals).replace("-", "\u2212")
