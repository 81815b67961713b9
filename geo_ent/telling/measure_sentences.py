"""What each measure means, in a French sentence that is true of the numbers it tells."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from geo_ent.indicators.equity.groups import Groups
from geo_ent.text.numbers import number

__all__ = ["meaning"]

_HUGE = 1e9  # written with its power of ten
_EVERY = "chaque groupe comptant autant"
_WEIGHTED = "chaque groupe comptant selon sa population"


def meaning(measure: str, estimate: float, groups: Groups) -> str:
    """Say what a measure's estimate means.

    Examples
    --------
    >>> import numpy as np
    >>> two = Groups(("rural", "urbain"), np.array([4.0, 6]), np.array([0.25, 0.5]), np.ones(2))
    >>> meaning("D", 0.25, two).replace(chr(0xA0), " ")
    '« urbain » dépasse « rural » de 25,0 points (50,0 % contre 25,0 %).'
    """
    return _SENTENCES[measure](estimate, groups)


def _points(groups: Groups, value: float) -> str:
    """Write a distance in percentage points, never one that isn't 0 as 0."""
    points = abs(groups.points(value))
    if 0 < round(points, 9) < 0.05:  # noqa: PLR2004 would be written 0,0
        return "moins de 0,1 point"
    word = "point" if points < 1.95 else "points"  # noqa: PLR2004 1,9 point, 2,0 points
    return f"{number(points, decimals=1)} {word}"


def _level(groups: Groups, value: float) -> str:
    return f"{number(groups.points(value), decimals=1)}\u00a0%"


def _plain(value: float, decimals: int = 2) -> str:
    """Write a number, never one that isn't 0 as 0."""
    if abs(value) >= _HUGE:
        return f"{value:.1e}".replace(".", ",").replace("-", "\u2212")
    if 0 < abs(value) < 0.5 * 10.0**-decimals and round(value, 12):
        least = number(10.0**-decimals, decimals=decimals)
        return f"moins de {least}" if value > 0 else f"entre \u2212{least} et 0"
    return number(value, decimals=decimals).replace("-", "\u2212")


def _none(value: float, at: float = 0.0) -> bool:
    return math.isclose(value, at, abs_tol=1e-9)


def _compared(groups: Groups) -> tuple[int, int]:
    """Give the places of the two groups that D and R compare."""
    last = len(groups.y) - 1
    if groups.ordered:
        return (last, 0) if groups.favourable else (0, last)
    places = sorted(range(len(groups.y)), key=lambda at: groups.y[at])
    if groups.reference is None:
        return places[-1], places[0]
    others = [at for at in places if at != groups.reference]
    if groups.favourable:
        return groups.reference, others[0]
    return others[-1], groups.reference


def _difference(value: float, groups: Groups) -> str:
    high, low = _compared(groups)
    names = f"« {groups.names[high]} »", f"« {groups.names[low]} »"
    if _none(groups.points(value)):
        return f"{names[0]} et {names[1]} ont la même valeur ({_level(groups, groups.y[high])})."
    first, second = (high, low) if value > 0 else (low, high)
    return (
        f"« {groups.names[first]} » dépasse « {groups.names[second]} » de "
        f"{_points(groups, value)} ({_level(groups, groups.y[first])} contre "
        f"{_level(groups, groups.y[second])})."
    )


def _ratio(value: float, groups: Groups) -> str:
    high, low = _compared(groups)
    if _none(value, 1):
        return f"« {groups.names[high]} » et « {groups.names[low]} » ont la même valeur."
    return (
        f"La valeur de « {groups.names[high]} » est {_plain(value)} fois celle de "
        f"« {groups.names[low]} »."
    )


def _concentration(what: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, _groups: Groups) -> str:
        told = f"{what} : {_plain(value, 3)}."
        if _none(value):
            return f"{told} La valeur ne penche ni vers le haut ni vers le bas de l'échelle."
        side = "plus" if value > 0 else "moins"
        return f"{told} La valeur penche vers les groupes les {side} favorisés (0 : égalité)."

    return sentence


def _slope(fitted: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, groups: Groups) -> str:
        if _none(groups.points(value)):
            return f"Du bas en haut de l'échelle des groupes, {fitted} est plate."
        way = "monte" if value > 0 else "descend"
        return (
            f"Du bas en haut de l'échelle des groupes, {fitted} {way} de {_points(groups, value)}."
        )

    return sentence


def _relative_slope(fitted: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, _groups: Groups) -> str:
        if _none(value, 1):
            return f"En haut et en bas de l'échelle des groupes, {fitted} est au même niveau."
        return f"En haut de l'échelle des groupes, {fitted} est à {_plain(value)} fois le bas."

    return sentence


def _variance(value: float, groups: Groups) -> str:
    if _none(value):
        return "Tous les groupes ont la même valeur."
    squared = groups.points(groups.points(value))
    return f"Variance des valeurs autour de leur moyenne : {_plain(squared)} points au carré."


def _deviation(value: float, groups: Groups) -> str:
    if _none(groups.points(value)):
        return "Tous les groupes ont la même valeur."
    return (
        f"L'écart type des groupes autour de la moyenne ({_level(groups, groups.mean)}) est de "
        f"{_points(groups, value)}."
    )


def _share_of_mean(what: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, _groups: Groups) -> str:
        if _none(value):
            return "Tous les groupes ont la même valeur."
        return f"{what} vaut {_plain(value, 1)}\u00a0% de la moyenne."

    return sentence


def _to_mean(how: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, groups: Groups) -> str:
        if _none(groups.points(value)):
            return "Tous les groupes ont la même valeur."
        return (
            f"Les groupes sont en moyenne à {_points(groups, value)} de la moyenne d'ensemble "
            f"({_level(groups, groups.mean)}), {how}."
        )

    return sentence


def _to_best(how: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, groups: Groups) -> str:
        best = groups.y.max() if groups.favourable else groups.y.min()
        if _none(groups.points(value)):
            return f"Tous les groupes sont au meilleur niveau ({_level(groups, best)})."
        return (
            f"Les groupes sont en moyenne à {_points(groups, value)} du meilleur niveau "
            f"({_level(groups, best)}), {how}."
        )

    return sentence


def _to_reference(how: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, groups: Groups) -> str:
        at = groups.reference or 0
        level = f"« {groups.names[at]} » ({_level(groups, groups.y[at])})"
        if _none(groups.points(value)):
            return f"Tous les groupes sont au niveau de la référence, {level}."
        return (
            f"Les groupes sont en moyenne à {_points(groups, value)} de la référence, {level}, "
            f"{how}."
        )

    return sentence


def _entropy(what: str) -> Callable[[float, Groups], str]:
    def sentence(value: float, _groups: Groups) -> str:
        if _none(value):
            return "Tous les groupes ont la même valeur."
        return f"{what} : {_plain(value)} (0 : égalité ; plus il est grand, plus c'est inégal)."

    return sentence


def _gain(value: float, groups: Groups) -> str:
    best = f"« {groups.names[groups.best]} » ({_level(groups, groups.y[groups.best])})"
    if _none(groups.points(value)):
        return f"Mettre tous les groupes au niveau de {best} ne ferait rien gagner à la moyenne."
    way = "monterait" if groups.favourable else "baisserait"
    return (
        f"Si tous les groupes étaient au niveau de {best}, la moyenne {way} de "
        f"{_points(groups, value)}."
    )


def _gain_share(value: float, groups: Groups) -> str:
    if _none(value):
        return "La moyenne n'a rien à gagner à ce que tous les groupes soient à ce niveau."
    way = "monterait" if groups.favourable else "baisserait"
    best = groups.names[groups.best]
    return (
        f"Au niveau de « {best} » pour tous, la moyenne {way} de {_plain(abs(value), 1)}\u00a0% "
        "de ce qu'elle est."
    )


_SENTENCES: Mapping[str, Callable[[float, Groups], str]] = MappingProxyType(
    {
        "D": _difference,
        "R": _ratio,
        "ACI": _concentration("Indice de concentration, dans l'unité de la valeur"),
        "RCI": _concentration("Indice de concentration, de −1 à 1"),
        "RCI_wagstaff": _concentration("Indice de concentration corrigé selon Wagstaff"),
        "RCI_erreygers": _concentration("Indice de concentration corrigé selon Erreygers"),
        "SII": _slope("la courbe ajustée"),
        "RII": _relative_slope("la courbe ajustée"),
        "SII_linear": _slope("la droite ajustée"),
        "RII_linear": _relative_slope("la droite ajustée"),
        "BGV": _variance,
        "BGSD": _deviation,
        "COV": _share_of_mean("L'écart type des groupes"),
        "MDMU": _to_mean(_EVERY),
        "MDMW": _to_mean(_WEIGHTED),
        "MDBU": _to_best(_EVERY),
        "MDBW": _to_best(_WEIGHTED),
        "MDRU": _to_reference(_EVERY),
        "MDRW": _to_reference(_WEIGHTED),
        "IDISU": _share_of_mean("L'écart moyen à la moyenne, chaque groupe comptant autant,"),
        "IDISW": _share_of_mean("L'écart moyen à la moyenne, pondéré par la population,"),
        "TI": _entropy("Indice de Theil, en millièmes"),
        "MLD": _entropy("Écart logarithmique moyen, en millièmes"),
        "PAR": _gain,
        "PAF": _gain_share,
    }
)
