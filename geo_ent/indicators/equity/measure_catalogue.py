"""The measures: what each needs, how it is computed, and why it may have no value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np

from geo_ent.indicators.equity import who_measures as formulas
from geo_ent.indicators.equity.groups import Floats, Groups
from geo_ent.text.note import Note

Formula: TypeAlias = Callable[[Floats, Groups], Floats]

# The WHO asks for three groups of all but D and R; a spread or a gain of two is as true.
_COMPAT_LEAST = 3


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a measure is.

    Attributes
    ----------
    kind
        `ends` compares two groups, `fit` needs an order, `spread` takes every group, `impact` is
        what equality would change.
    formula
        Values (…, groups) -> measure (…); None where it is a form (`forms.py`) only.
    equality
        Its value when all groups are equal.
    least
        Groups needed.
    undefined
        Why it may have no value, as the code of a note; "" where it always has one.
    """

    kind: Literal["ends", "fit", "spread", "impact"]
    formula: Formula | None = None
    equality: float = 0.0
    least: int = 2
    weighted: bool = True
    undefined: str = ""


def _root(y: Floats, groups: Groups) -> Floats:
    return np.sqrt(formulas.between_group_variance(y, groups))


def _relative(formula: Formula) -> Formula:
    """Make a formula that gives 100 times another over the mean."""

    def relative(y: Floats, groups: Groups) -> Floats:
        mean = y @ groups.p
        return 100 * formula(y, groups) / np.where(mean > 0, mean, np.nan)

    return relative


_NO_MEAN = "no_mean"
_mean_alike = partial(formulas.mean_deviation, weighted=False)
_mean_weighted = partial(formulas.mean_deviation, weighted=True)
# A line through two groups leaves nothing to tell how far they are from one.
_fit = partial(Measure, kind="fit", least=3)
_spread = partial(Measure, kind="spread")

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "D": Measure(kind="ends", formula=formulas.difference, weighted=False),
        "R": Measure(
            kind="ends",
            formula=formulas.ratio,
            equality=1.0,
            weighted=False,
            undefined="zero_compared",
        ),
        "ACI": _fit(),
        "RCI": _fit(undefined=_NO_MEAN),
        "RCI_wagstaff": _fit(undefined="mean_at_bound"),
        "RCI_erreygers": _fit(),
        "SII": _fit(undefined="no_logistic"),
        "RII": _fit(equality=1.0, undefined="no_logistic_ratio"),
        "SII_linear": _fit(),
        "RII_linear": _fit(equality=1.0, undefined="line_below_zero"),
        "BGV": _spread(formula=formulas.between_group_variance),
        "BGSD": _spread(formula=_root),
        "COV": _spread(formula=_relative(_root), undefined=_NO_MEAN),
        "MDMU": _spread(formula=_mean_alike),
        "MDMW": _spread(formula=_mean_weighted),
        "MDBU": _spread(formula=partial(formulas.best_deviation, weighted=False), weighted=False),
        "MDBW": _spread(formula=partial(formulas.best_deviation, weighted=True)),
        "MDRU": _spread(
            formula=partial(formulas.reference_deviation, weighted=False), weighted=False
        ),
        "MDRW": _spread(formula=partial(formulas.reference_deviation, weighted=True)),
        "IDISU": _spread(formula=_relative(_mean_alike), undefined=_NO_MEAN),
        "IDISW": _spread(formula=_relative(_mean_weighted), undefined=_NO_MEAN),
        "TI": _spread(formula=formulas.theil, undefined=_NO_MEAN),
        "MLD": _spread(formula=formulas.mean_log_deviation, undefined="zero_logarithm"),
        "PAR": Measure(kind="impact", formula=formulas.impact),
        "PAF": Measure(kind="impact", formula=_relative(formulas.impact), undefined=_NO_MEAN),
    }
)
"""Every measure by id, in the order of the WHO's toolkit."""


def refusal(measure: str, groups: Groups, *, compat: bool) -> Note | None:
    """Note why a measure can't be had with these groups; None if nothing forbids it."""
    record, lacks = MEASURES[measure], groups.lacks
    # In the order to tell them: what forbids all comes before what forbids some.
    needs = {
        "any": True,
        "ordered": record.kind == "fit",
        "complete": record.kind != "spread",
        "weighted": record.weighted,
        "reference": measure in {"MDRU", "MDRW"},
    }
    for need, needed in needs.items():
        if needed and need in lacks:
            return lacks[need]
    least = _COMPAT_LEAST if compat and record.kind != "ends" else record.least
    return Note("too_few_groups", n=len(groups.y), least=least) if len(groups.y) < least else None
