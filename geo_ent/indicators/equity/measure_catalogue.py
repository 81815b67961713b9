"""The measures: what each needs, how it is computed, and why it may have no value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np

from geo_ent.indicators.equity import measures as formulas
from geo_ent.indicators.equity.groups import Floats, Groups

__all__ = ["MEASURES", "Measure", "refusal"]

Formula: TypeAlias = Callable[[Floats, Groups], Floats]

_COMPAT_LEAST = 3


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a measure is.

    Attributes
    ----------
    title_fr
        Its name, as a reader of French statistics knows it.
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
        Why it may have no value (French).
    """

    title_fr: str
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


_NO_MEAN = "la moyenne est nulle : on ne compare pas à elle"
_mean_alike = partial(formulas.mean_deviation, weighted=False)
_mean_weighted = partial(formulas.mean_deviation, weighted=True)
_fit = partial(Measure, kind="fit", least=3)
_spread = partial(Measure, kind="spread")

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "D": Measure(
            title_fr="Écart simple", kind="ends", formula=formulas.difference, weighted=False
        ),
        "R": Measure(
            title_fr="Rapport simple",
            kind="ends",
            formula=formulas.ratio,
            equality=1.0,
            weighted=False,
            undefined="le groupe comparé a une valeur nulle : on ne divise pas par zéro",
        ),
        "ACI": _fit(title_fr="Indice de concentration absolu"),
        "RCI": _fit(title_fr="Indice de concentration relatif", undefined=_NO_MEAN),
        "RCI_wagstaff": _fit(
            title_fr="Indice de concentration de Wagstaff",
            undefined="la moyenne est à une borne (0 ou 100 %) : l'indice n'y a pas de valeur",
        ),
        "RCI_erreygers": _fit(title_fr="Indice de concentration d'Erreygers"),
        "SII": _fit(
            title_fr="Indice de pente (courbe logistique)",
            undefined="la courbe logistique ne s'ajuste pas (0 puis 100 %) ; voir SII_linear",
        ),
        "RII": _fit(
            title_fr="Indice relatif d'inégalité (courbe logistique)",
            equality=1.0,
            undefined="la courbe logistique ne s'ajuste pas (0 puis 100 %, ou tout à une borne)",
        ),
        "SII_linear": _fit(title_fr="Indice de pente (droite)"),
        "RII_linear": _fit(
            title_fr="Indice relatif d'inégalité (droite)",
            equality=1.0,
            undefined="la droite passe sous zéro à un bout de l'échelle : pas de rapport",
        ),
        "BGV": _spread(title_fr="Variance entre groupes", formula=formulas.between_group_variance),
        "BGSD": _spread(title_fr="Écart type entre groupes", formula=_root),
        "COV": _spread(
            title_fr="Coefficient de variation", formula=_relative(_root), undefined=_NO_MEAN
        ),
        "MDMU": _spread(title_fr="Écart moyen à la moyenne, non pondéré", formula=_mean_alike),
        "MDMW": _spread(title_fr="Écart moyen à la moyenne, pondéré", formula=_mean_weighted),
        "MDBU": _spread(
            title_fr="Écart moyen au meilleur groupe, non pondéré",
            formula=partial(formulas.best_deviation, weighted=False),
            weighted=False,
        ),
        "MDBW": _spread(
            title_fr="Écart moyen au meilleur groupe, pondéré",
            formula=partial(formulas.best_deviation, weighted=True),
        ),
        "MDRU": _spread(
            title_fr="Écart moyen à la référence, non pondéré",
            formula=partial(formulas.reference_deviation, weighted=False),
            weighted=False,
        ),
        "MDRW": _spread(
            title_fr="Écart moyen à la référence, pondéré",
            formula=partial(formulas.reference_deviation, weighted=True),
        ),
        "IDISU": _spread(
            title_fr="Indice de disparité, non pondéré",
            formula=_relative(_mean_alike),
            undefined=_NO_MEAN,
        ),
        "IDISW": _spread(
            title_fr="Indice de disparité, pondéré",
            formula=_relative(_mean_weighted),
            undefined=_NO_MEAN,
        ),
        "TI": _spread(
            title_fr="Indice de Theil (millièmes)", formula=formulas.theil, undefined=_NO_MEAN
        ),
        "MLD": _spread(
            title_fr="Écart logarithmique moyen (millièmes)",
            formula=formulas.mean_log_deviation,
            undefined="un groupe a une valeur nulle, dont le logarithme est infini ; voir TI",
        ),
        "PAR": Measure(title_fr="Gain possible", kind="impact", formula=formulas.impact),
        "PAF": Measure(
            title_fr="Gain possible, en part de la moyenne",
            kind="impact",
            formula=_relative(formulas.impact),
            undefined=_NO_MEAN,
        ),
    }
)
"""Every measure by id, in the order of the WHO's toolkit."""


def refusal(measure: str, groups: Groups, *, compat: bool) -> str:
    """Say why a measure can't be had with these groups, in French; "" if nothing forbids it."""
    record, lacks = MEASURES[measure], groups.lacks
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
    if len(groups.y) < least:
        return f"{len(groups.y)} groupes seulement : il en faut au moins {least}"
    return ""
