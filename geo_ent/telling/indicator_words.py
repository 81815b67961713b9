"""The indicators in words: their titles, what to know not to misread them, their classes."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark

if TYPE_CHECKING:
    from geo_ent.indicators.catalogue import Indicator

_MOST_DECIMALS = 6

# Told of two indicators or more: one text, so that they cannot drift apart.
_RURALITY = mark("Une école est rurale ou urbaine comme l’est sa commune.")
_PRIORITY = mark(
    "Réseaux d’éducation prioritaire, d’après leur liste officielle si elle est "
    "parmi les sources, sinon d’après l’annuaire de l’éducation."
)
_WORTH = mark("Dit ce que vaut la carte, non ce que font les écoles.")

_TITLES: Mapping[str, str] = {
    "coverage_share": mark("Part des écoles qui ont un ENT"),
    "pupils_coverage_share": mark("Part des élèves dont l’école a un ENT"),
    "classes_coverage_share": mark("Part des classes qui ont un ENT"),
    "without_n": mark("Nombre d’écoles sans ENT pour toute l’école"),
    "rural_coverage_share": mark("Part des écoles rurales qui ont un ENT"),
    "rural_urban_gap_points": mark("Écart entre écoles rurales et urbaines"),
    "rep_coverage_share": mark("Part des écoles de REP qui ont un ENT"),
    "rep_plus_coverage_share": mark("Part des écoles de REP+ qui ont un ENT"),
    "enir_eligible_coverage_share": mark(
        "Part des écoles éligibles à ENIR ou au label 2020 qui ont un ENT"
    ),
    "accounts_activated_share": mark("Part des comptes activés, parmi les comptes créés"),
    "unknown_n": mark("Nombre d’écoles dont la situation est inconnue"),
    "urban_coverage_share": mark("Part des écoles urbaines qui ont un ENT"),
    "coverage_share_max": mark("Part maximale possible des écoles qui ont un ENT"),
    "known_share": mark("Part des écoles dont la situation est connue"),
}
"""What a legend says over the classes, by the indicator's id."""

_CAVEATS: Mapping[str, str] = {
    "coverage_share": mark(
        "Une école compte si l’ENT est ouvert pour toute l’école : un ENT "
        "prévu, ou limité à certaines classes, ne compte pas. Une école "
        "dont on ne sait rien est comptée sans ENT ; la part possible si "
        "toutes ces écoles en avaient un est donnée à côté."
    ),
    "pupils_coverage_share": mark(
        "Ne compte que les élèves des écoles dont l’effectif est "
        "connu. Un élève compte si l’ENT est ouvert pour toute son "
        "école, qu’il s’en serve ou non."
    ),
    "classes_coverage_share": mark(
        "Ne compte que les écoles dont le nombre de classes est "
        "connu. Toutes les classes d’une école comptent si l’ENT "
        "est ouvert pour toute l’école ; s’il ne l’est que dans "
        "certaines, celles que dit le relevé d’usage, et aucune "
        "s’il n’en dit rien."
    ),
    "without_n": mark(
        "Écoles qui n’en ont pas, ou dont l’ENT est prévu ou limité à certaines "
        "classes ; celles dont on ne sait rien n’y sont pas."
    ),
    "rural_urban_gap_points": mark(
        "Part des écoles rurales qui ont un ENT moins celle des "
        "écoles urbaines, en points de pourcentage : négatif quand "
        "les écoles rurales sont en retard. Il faut des écoles des "
        "deux sortes."
    ),
    "enir_eligible_coverage_share": mark(
        "Éligibles, par leur commune, à l’un au moins de trois appels, qui n’avaient pas les "
        "mêmes règles : « Écoles numériques innovantes et ruralité » (ENIR) de 2017, ENIR de "
        "2018, label « Écoles numériques 2020 » ; les écoles dont on ne peut pas le dire n’y "
        "sont pas."
    ),
    "accounts_activated_share": mark(
        "Comptes des écoles dont le relevé d’usage dit les deux "
        "nombres, quelle que soit la date montrée. Un compte "
        "activé a été ouvert par son titulaire : ce n’est pas "
        "dire qu’il s’en sert."
    ),
    "coverage_share_max": mark(
        "Part atteinte si toutes les écoles dont on ne sait rien avaient un ENT ; à une date "
        "d’avant le registre, celles dont l’ENT n’est pas daté y sont aussi."
    ),
    "rural_coverage_share": _RURALITY,
    "urban_coverage_share": _RURALITY,
    "rep_coverage_share": _PRIORITY,
    "rep_plus_coverage_share": _PRIORITY,
    "unknown_n": _WORTH,
    "known_share": _WORTH,
}
"""What a reader must know not to misread it, by the indicator's id."""


# What a zone has none of, where the indicator is about some of the schools only.
_NONE: Mapping[str, str] = {
    "rural_coverage_share": mark("sans {school} rurale"),
    "urban_coverage_share": mark("sans {school} urbaine"),
    "rural_urban_gap_points": mark("sans {school} de l’une des deux sortes"),
    "rep_coverage_share": mark("sans {school} en REP"),
    "rep_plus_coverage_share": mark("sans {school} en REP+"),
    "enir_eligible_coverage_share": mark("sans {school} éligible"),
}


def indicator_title(indicator: "Indicator", tr: Language) -> str:
    """Name an indicator, as a legend does over its classes."""
    return tr(_TITLES[indicator.id])


def indicator_caveat(indicator: "Indicator", tr: Language) -> str:
    """Say what a reader must know not to misread an indicator."""
    return tr(_CAVEATS[indicator.id])


def special_labels(indicator: "Indicator", tr: Language) -> tuple[str, str]:
    """Name the classes of zones without a value: no school, or too little known.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE, RURAL
    >>> from geo_ent.telling.language import language
    >>> special_labels(COVERAGE, language("fr")), special_labels(RURAL, language("en", "public"))[0]
    (('sans école', 'inconnu'), 'no rural public school')
    """
    # A zone without a public school may have private ones, and one without a rural school others.
    return tr(_NONE.get(indicator.id, mark("sans {school}"))), tr("inconnu")


def class_labels(indicator: "Indicator", tr: Language) -> tuple[str, ...]:
    """Name an indicator's classes, lowest first.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE, WITHOUT
    >>> from geo_ent.telling.language import language
    >>> [label.replace(chr(0xA0), " ") for label in class_labels(COVERAGE, language("fr"))][:2]
    ['moins de 20 %', '20 à moins de 40 %']
    >>> class_labels(WITHOUT, language("fr"))
    ('0', '1 à 4', '5 à 9', '10 à 19', '20 et plus')
    """
    if indicator.unit == "share" and indicator.centre is not None:
        return _around(indicator.breaks, indicator.centre, tr)
    if indicator.unit == "n":
        return tuple(_whole_numbers(low, high, tr) for low, high in pairwise(indicator.breaks))
    factor, unit = (100, tr("\u00a0%")) if indicator.unit == "share" else (1, tr("\u00a0points"))
    # With the unit at the last bound only: "20 à moins de 40 %", as a legend is read.
    bounds = _bounds([value * factor for value in indicator.breaks], tr)
    if len(bounds) == 2:  # noqa: PLR2004 one class holds everything
        return (tr("{low} à {high}", low=bounds[0], high=bounds[1] + unit),)
    return (
        tr("moins de {bound}", bound=bounds[1] + unit),
        *(
            tr("{low} à moins de {high}", low=low, high=high + unit)
            for low, high in pairwise(bounds[1:-1])
        ),
        tr("{bound} et plus", bound=bounds[-2] + unit),
    )


def _around(breaks: tuple[float, ...], rate: float, tr: Language) -> tuple[str, ...]:
    """Name the classes on each side of a rate by how far they are from it."""
    # In words, since the bounds are no round numbers: 49,88 % would read as the rate, 49,9 %.
    sides = [bound for bound in breaks[1:-1] if bound != rate]
    steps = [tr.number(100 * abs(bound - rate)) for bound in sides]
    low, high = (any(far(bound) for bound in sides) for far in (rate.__gt__, rate.__lt__))
    names = [
        tr("plus de {n}\u00a0points au-dessous", n=steps[0]) if low else "",
        tr("au-dessous, à {n}\u00a0points au plus", n=steps[0]) if low else tr("au-dessous"),
        tr("au taux ou au-dessus, à moins de {n}\u00a0points", n=steps[-1])
        if high
        else tr("au taux ou au-dessus"),
        tr("{n}\u00a0points au-dessus ou davantage", n=steps[-1]) if high else "",
    ]
    return tuple(filter(None, names))


def _bounds(values: list[float], tr: Language) -> list[str]:
    """Write bounds with as few decimals as keep them different, and a minus that is one."""
    # "33 à moins de 67 %": "33,3333" would be exact, and unread.
    for decimals in range(_MOST_DECIMALS):
        written = [tr.number(value, decimals=decimals) for value in values]
        if len(set(written)) == len(written):
            break
    else:
        written = [str(value) for value in values]
    return [bound.replace("-", "\u2212") for bound in written]


def _whole_numbers(low: float, high: float, tr: Language) -> str:
    """Name a class of whole numbers by the first and the last that it holds."""
    # Whole numbers have a last one below the bound: "5 à 9", not "5 à moins de 10".
    first, last = math.ceil(low), high - 1
    if math.isinf(high):
        return tr("{bound} et plus", bound=tr.number(first))
    if first >= last:
        return tr.number(first)
    return tr("{low} à {high}", low=tr.number(first), high=tr.number(last))
