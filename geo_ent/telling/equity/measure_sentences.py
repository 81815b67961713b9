"""The measures of inequality in words: their names, what each means, what to beware of."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from geo_ent.indicators.equity.groups import Groups
from geo_ent.telling.equity.measure_numbers import index_number, measure_bounds, measure_value
from geo_ent.telling.equity.share_words import apart, points, quoted
from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import Wordings, write_note
from geo_ent.text.note import Note
from geo_ent.text.numbers import half_up

Sentence: TypeAlias = Callable[[float, Groups, Language], str]

_NAMES_SHOWN = 3  # in a note

_TITLES: Mapping[str, str] = {
    "D": mark("Écart simple"),
    "R": mark("Rapport simple"),
    "ACI": mark("Indice de concentration absolu"),
    "RCI": mark("Indice de concentration relatif"),
    "RCI_wagstaff": mark("Indice de concentration de Wagstaff"),
    "RCI_erreygers": mark("Indice de concentration d’Erreygers"),
    "SII": mark("Indice de pente (courbe logistique)"),
    "RII": mark("Indice relatif d’inégalité (courbe logistique)"),
    "SII_linear": mark("Indice de pente (droite)"),
    "RII_linear": mark("Indice relatif d’inégalité (droite)"),
    "BGV": mark("Variance entre groupes"),
    "BGSD": mark("Écart type entre groupes"),
    "COV": mark("Coefficient de variation"),
    "MDMU": mark("Écart moyen à la moyenne, non pondéré"),
    "MDMW": mark("Écart moyen à la moyenne, pondéré"),
    "MDBU": mark("Écart moyen au meilleur groupe, non pondéré"),
    "MDBW": mark("Écart moyen au meilleur groupe, pondéré"),
    "MDRU": mark("Écart moyen à la référence, non pondéré"),
    "MDRW": mark("Écart moyen à la référence, pondéré"),
    "IDISU": mark("Indice de disparité, non pondéré"),
    "IDISW": mark("Indice de disparité, pondéré"),
    "TI": mark("Indice de Theil (millièmes)"),
    "MLD": mark("Écart logarithmique moyen (millièmes)"),
    "PAR": mark("Gain possible"),
    "PAF": mark("Gain possible, en part de la moyenne"),
}

_ALIKE = mark("Tous les groupes ont la même valeur.")


def measure_title(measure: str, tr: Language) -> str:
    """Name a measure, as a reader of statistics knows it.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> measure_title("TI", language("en"))
    'Theil index (thousandths)'
    """
    return tr(_TITLES[measure])


def measure_meaning(measure: str, estimate: float, groups: Groups, tr: Language) -> str:
    r"""Say what a measure's estimate means, in a sentence that is true of it.

    Parameters
    ----------
    measure
        A key of `MEASURES`.
    estimate
        Finite, as `measure_groups` gives it.
    groups
        Those measured, `names` as they are to be written.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> two = Groups(("rural", "urban"), np.array([4.0, 6]), np.array([0.25, 0.5]), np.ones(2))
    >>> measure_meaning("D", 0.25, two, language("en"))
    '“urban” exceeds “rural” by 25.0\xa0points (50.0% against 25.0%).'
    """
    return _SENTENCES[measure](estimate, groups, tr)


def told_measures(
    measures: pd.DataFrame, groups: Groups, tr: Language, *, names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Put what measures mean, and what to beware of, in words.

    Parameters
    ----------
    measures
        As `measure_groups` gives them.
    groups
        Those that were measured.
    tr
        The language.
    names
        Name of each group; without them, the groups' own.

    Returns
    -------
    DataFrame
        On `measure`: `estimate, se, low, high, corrected` as they were, and the texts `written` and
        `bounds` (the estimate and its interval in the unit of the sentence; "" where there is
        none), `note` ("" where there is nothing to beware of) and `meaning`.
    """
    # A user's table names its groups itself, in whatever language.
    own = names or {name: name for name in groups.names}
    # The measures were made on codes, in no language.
    named = replace(groups, names=tuple(own[name] for name in groups.names))
    notes = [
        tr(" ; ").join(_told(_in_units(note, str(measure), groups, tr), own, tr) for note in row)
        for measure, row in measures["notes"].items()
    ]
    meanings = [
        measure_meaning(str(measure), estimate, named, tr)
        if np.isfinite(estimate)
        else tr("Non calculée : {why}.", why=note)
        for measure, estimate, note in zip(measures.index, measures["estimate"], notes, strict=True)
    ]
    figures = measures[["estimate", "low", "high"]].astype(float)
    return measures.drop(columns="notes").assign(
        written=[
            measure_value(str(measure), value, groups.scale, tr) if value == value else ""  # noqa: PLR0124
            for measure, value in figures["estimate"].items()
        ],
        bounds=[
            measure_bounds(str(measure), low, high, groups.scale, tr) if low == low else ""  # noqa: PLR0124
            for measure, _, low, high in figures.itertuples()
        ],
        note=notes,
        meaning=meanings,
    )


def _in_units(note: Note, measure: str, groups: Groups, tr: Language) -> Note:
    """Write the figure of a note as the measure's own."""
    if note.code != "corrected":
        return note
    value: Any = note.fields["estimate"]
    return Note(note.code, estimate=measure_value(measure, value, groups.scale, tr))


def _told(note: Note, names: Mapping[str, str], tr: Language) -> str:
    fields = dict(note.fields)
    if isinstance(groups := fields.get("groups"), tuple):
        shown = tuple(names.get(group, group) for group in groups)
        fields["groups"] = quoted(shown, tr, most_names=_NAMES_SHOWN, last=True)
    return write_note(Note(note.code, **fields), _WORDINGS, tr)


# Fragments, without capital or full stop: several stand in one cell, after semicolons.
_WORDINGS: Wordings = {
    "incomplete": mark(
        "la valeur ou la population manque pour {groups} : une mesure ordonnée a besoin de tous "
        "les groupes"
    ),
    "no_populations": mark("les populations des groupes ne sont pas connues"),
    "no_people": mark("aucun groupe n’a de population"),
    "too_many_missing": lambda tr, n, groups_n, most: tr.plural(
        "la valeur ou la population manque pour {n} groupe sur {groups_n}, plus de {most} %",
        "la valeur ou la population manque pour {n} groupes sur {groups_n}, plus de {most} %",
        n,
        n=tr.number(n),
        groups_n=tr.number(groups_n),
        most=tr.number(100 * most),
    ),
    "only_one": mark("un seul groupe : il en faut au moins deux pour les comparer"),
    "unordered": mark("les groupes n’ont pas d’ordre"),
    "unranked": mark("le rang manque pour {groups} : les groupes sont lus sans ordre"),
    "tied": mark("{groups} ont le même rang : les groupes sont lus sans ordre"),
    "no_reference": mark("aucun groupe de référence n’est donné"),
    "reference_unmeasured": mark(
        "le groupe de référence « {group} » n’est pas parmi les groupes mesurés"
    ),
    "without_people": mark("sans population, laissé de côté : {groups}"),
    "without_value": mark("sans valeur ou sans effectif, laissé de côté : {groups}"),
    "off_scale": mark("valeur hors de l’échelle, laissée de côté : {groups}"),
    "no_mean": mark("la moyenne est nulle : on ne compare pas à elle"),
    "zero_compared": mark("le groupe comparé a une valeur nulle : on ne divise pas par zéro"),
    "mean_at_bound": mark("la moyenne est à une borne (0 ou 100 %) : l’indice n’y a pas de valeur"),
    "no_logistic": mark("la courbe logistique ne s’ajuste pas (0 puis 100 %) ; voir SII_linear"),
    "no_logistic_ratio": mark(
        "la courbe logistique ne s’ajuste pas (0 puis 100 %, ou tout à une borne)"
    ),
    "line_below_zero": mark("la droite passe sous zéro à un bout de l’échelle : pas de rapport"),
    "zero_logarithm": mark("un groupe a une valeur nulle, dont le logarithme est infini ; voir TI"),
    "undefined": mark("la mesure n’a pas de valeur ici"),
    "too_few_groups": mark_plural(
        "{n} groupe seulement : il en faut au moins {least}",
        "{n} groupes seulement : il en faut au moins {least}",
    ),
    "no_interval": mark("pas d’intervalle, faute de population ou d’erreur type"),
    "no_upper_bound": mark("l’intervalle n’a pas de borne haute"),
    "corrected": mark("corrigée du bruit des petits effectifs (l’intervalle aussi) : {estimate}"),
    "chance_would_do": mark("le hasard suffirait à expliquer ces écarts"),
    "best_under_mean": mark("le groupe le plus favorisé ne fait pas mieux que la moyenne"),
}


def _points(groups: Groups, value: float, tr: Language) -> str:
    """Write a distance in percentage points, never one that isn't 0 as 0."""
    return points(groups.points(value), tr)


def _apart(groups: Groups, first: float, second: float, tr: Language) -> str:
    """Write the distance between two values that are written beside it."""
    return apart(first / groups.scale, second / groups.scale, tr)


def _level(groups: Groups, value: float, tr: Language) -> str:
    return tr.number(groups.points(value), decimals=1) + tr("\u00a0%")


def _none(value: float, equality: float = 0.0) -> bool:
    return math.isclose(value, equality, abs_tol=1e-9)


def _compared(groups: Groups) -> tuple[int, int]:
    """Give the indices of the two groups that D and R compare."""
    last = len(groups.y) - 1
    if groups.ordered:
        return (last, 0) if groups.favourable else (0, last)
    by_value = sorted(range(len(groups.y)), key=lambda index: groups.y[index])
    if groups.reference is None:
        return by_value[-1], by_value[0]
    others = [index for index in by_value if index != groups.reference]
    if groups.favourable:
        return groups.reference, others[0]
    return others[-1], groups.reference


def _difference(value: float, groups: Groups, tr: Language) -> str:
    high, low = _compared(groups)
    if _none(groups.points(value)):
        return tr(
            "« {one} » et « {other} » ont la même valeur ({level}).",
            one=groups.names[high],
            other=groups.names[low],
            level=_level(groups, groups.y[high], tr),
        )
    # Of groups in order, the favoured ones may be behind: the sentence turns round.
    first, second = (high, low) if value > 0 else (low, high)
    return tr(
        "« {first} » dépasse « {second} » {gap:de} ({level} contre {other}).",
        first=groups.names[first],
        second=groups.names[second],
        gap=_apart(groups, groups.y[first], groups.y[second], tr),
        level=_level(groups, groups.y[first], tr),
        other=_level(groups, groups.y[second], tr),
    )


def _ratio(value: float, groups: Groups, tr: Language) -> str:
    high, low = (groups.names[index] for index in _compared(groups))
    if _none(value, 1):
        return tr("« {one} » et « {other} » ont la même valeur.", one=high, other=low)
    return tr(
        "La valeur du groupe « {high} » est {times} fois celle du groupe « {low} ».",
        high=high,
        times=index_number(value, tr),
        low=low,
    )


def _concentration(value: float, groups: Groups, tr: Language, *, measure: str, what: str) -> str:
    written = measure_value(measure, value, groups.scale, tr)
    index = tr("{what} : {n}.", what=tr(what), n=written)
    if _none(value):
        leaning = tr("La valeur ne penche ni vers le haut ni vers le bas de l’échelle.")
    elif value > 0:
        leaning = tr("La valeur penche vers les groupes les plus favorisés (0 : égalité).")
    else:
        leaning = tr("La valeur penche vers les groupes les moins favorisés (0 : égalité).")
    return f"{index} {leaning}"


def _slope(value: float, groups: Groups, tr: Language, *, fitted: str) -> str:
    gap, line = _points(groups, value, tr), tr(fitted)
    if _none(groups.points(value)):
        return tr("Du bas en haut de l’échelle des groupes, {fitted} est plate.", fitted=line)
    if value > 0:
        return tr("Du bas en haut de l’échelle des groupes, {fitted} monte de {gap}.",
                  fitted=line, gap=gap)  # fmt: skip
    return tr("Du bas en haut de l’échelle des groupes, {fitted} descend de {gap}.",
              fitted=line, gap=gap)  # fmt: skip


def _relative_slope(value: float, _groups: Groups, tr: Language, *, fitted: str) -> str:
    if _none(value, 1):
        return tr("En haut et en bas de l’échelle des groupes, {fitted} est au même niveau.",
                  fitted=tr(fitted))  # fmt: skip
    return tr("En haut de l’échelle des groupes, {fitted} est à {times} fois le bas.",
              fitted=tr(fitted), times=index_number(value, tr))  # fmt: skip


def _variance(value: float, groups: Groups, tr: Language) -> str:
    if _none(value):
        return tr(_ALIKE)
    # A variance is in squared units: the scale counts twice.
    squared = groups.points(groups.points(value))
    return tr.plural(
        "Variance des valeurs autour de leur moyenne : {n} point au carré.",
        "Variance des valeurs autour de leur moyenne : {n} points au carré.",
        half_up(squared, 2),  # what is written decides: 0,01 is singular
        n=index_number(squared, tr),
    )


def _deviation(value: float, groups: Groups, tr: Language) -> str:
    if _none(groups.points(value)):
        return tr(_ALIKE)
    return tr("L’écart type des groupes autour de la moyenne ({mean}) est de {gap}.",
              mean=_level(groups, groups.mean, tr), gap=_points(groups, value, tr))  # fmt: skip


def _share_of_mean(value: float, _groups: Groups, tr: Language, *, what: str) -> str:
    if _none(value):
        return tr(_ALIKE)
    return tr("{what} vaut {n}\u00a0% de la moyenne.", what=tr(what), n=index_number(value, tr, 1))


def _distance(value: float, groups: Groups, tr: Language, *, to: str, weighing: str) -> str:
    """Say how far the groups are, on average, from the mean, the best or the reference."""
    # Only asked of a reference where there is one; the others do not name a group.
    place = groups.reference or 0
    level = {
        "mean": groups.mean,
        "best": groups.y.max() if groups.favourable else groups.y.min(),
        "reference": groups.y[place],
    }[to]
    alike, apart = _DISTANCES[to]
    written = {"level": _level(groups, level, tr), "name": groups.names[place]}
    if _none(groups.points(value)):
        return tr(alike, **written)
    return tr(apart, gap=_points(groups, value, tr), how=tr(weighing), **written)


_DISTANCES = {
    "mean": (
        _ALIKE,
        mark("Les groupes sont en moyenne à {gap} de la moyenne d’ensemble ({level}), {how}."),
    ),
    "best": (
        mark("Tous les groupes sont au meilleur niveau ({level})."),
        mark("Les groupes sont en moyenne à {gap} du meilleur niveau ({level}), {how}."),
    ),
    "reference": (
        mark("Tous les groupes sont au niveau de la référence, « {name} » ({level})."),
        mark("Les groupes sont en moyenne à {gap} de la référence, « {name} » ({level}), {how}."),
    ),
}


def _entropy(value: float, _groups: Groups, tr: Language, *, what: str) -> str:
    if _none(value):
        return tr(_ALIKE)
    return tr("{what} : {n} (0 : égalité ; plus il est grand, plus c’est inégal).",
              what=tr(what), n=index_number(value, tr))  # fmt: skip


def _gain(value: float, groups: Groups, tr: Language) -> str:
    best = {"name": groups.names[groups.best], "level": _level(groups, groups.y[groups.best], tr)}
    if _none(groups.points(value)):
        return tr("Mettre tous les groupes au niveau du groupe « {name} » ({level}) ne ferait rien "
                  "gagner à la moyenne.", **best)  # fmt: skip
    # The mean is written too, over the groups.
    gap = _apart(groups, groups.y[groups.best], groups.mean, tr)
    if groups.favourable:
        return tr("Si tous les groupes étaient au niveau du groupe « {name} » ({level}), "
                  "leur moyenne d’ensemble monterait {gap:de}.", gap=gap, **best)  # fmt: skip
    return tr("Si tous les groupes étaient au niveau du groupe « {name} » ({level}), "
              "leur moyenne d’ensemble baisserait {gap:de}.", gap=gap, **best)  # fmt: skip


def _gain_share(value: float, groups: Groups, tr: Language) -> str:
    if _none(value):
        return tr("La moyenne n’a rien à gagner à ce que tous les groupes soient à ce niveau.")
    best, n = groups.names[groups.best], index_number(abs(value), tr, 1)
    if groups.favourable:
        return tr("Au niveau du groupe « {name} » pour tous, la moyenne monterait de {n}\u00a0% de "
                  "ce qu’elle est.", name=best, n=n)  # fmt: skip
    return tr("Au niveau du groupe « {name} » pour tous, la moyenne baisserait de {n}\u00a0% de ce "
              "qu’elle est.", name=best, n=n)  # fmt: skip


_CURVE, _LINE = mark("la courbe ajustée"), mark("la droite ajustée")
_EVERY = mark("chaque groupe comptant autant")
_WEIGHTED = mark("chaque groupe comptant selon sa population")

_SENTENCES: Mapping[str, Sentence] = MappingProxyType({
    "D": _difference,
    "R": _ratio,
    "ACI": partial(_concentration, measure="ACI", what=mark("Indice de concentration")),
    "RCI": partial(
        _concentration, measure="RCI", what=mark("Indice de concentration, de −1 à 1")
    ),
    "RCI_wagstaff": partial(
        _concentration, measure="RCI_wagstaff",
        what=mark("Indice de concentration corrigé selon Wagstaff"),
    ),
    "RCI_erreygers": partial(
        _concentration, measure="RCI_erreygers",
        what=mark("Indice de concentration corrigé selon Erreygers"),
    ),
    "SII": partial(_slope, fitted=_CURVE),
    "RII": partial(_relative_slope, fitted=_CURVE),
    "SII_linear": partial(_slope, fitted=_LINE),
    "RII_linear": partial(_relative_slope, fitted=_LINE),
    "BGV": _variance,
    "BGSD": _deviation,
    "COV": partial(_share_of_mean, what=mark("L’écart type des groupes")),
    "MDMU": partial(_distance, to="mean", weighing=_EVERY),
    "MDMW": partial(_distance, to="mean", weighing=_WEIGHTED),
    "MDBU": partial(_distance, to="best", weighing=_EVERY),
    "MDBW": partial(_distance, to="best", weighing=_WEIGHTED),
    "MDRU": partial(_distance, to="reference", weighing=_EVERY),
    "MDRW": partial(_distance, to="reference", weighing=_WEIGHTED),
    "IDISU": partial(
        _share_of_mean, what=mark("L’écart moyen à la moyenne, chaque groupe comptant autant,")
    ),
    "IDISW": partial(
        _share_of_mean, what=mark("L’écart moyen à la moyenne, pondéré par la population,")
    ),
    "TI": partial(_entropy, what=mark("Indice de Theil, en millièmes")),
    "MLD": partial(_entropy, what=mark("Écart logarithmique moyen, en millièmes")),
    "PAR": _gain,
    "PAF": _gain_share,
})  # fmt: skip
