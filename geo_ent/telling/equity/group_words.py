"""The groups that are compared, in words: their names, what to beware of, why there are none."""

import math
from typing import TYPE_CHECKING

from geo_ent.communes.density import DENSITY_LABELS
from geo_ent.indicators.groupings import OUTSIDE, RURAL, URBAN
from geo_ent.telling.claims import Claim, Scope
from geo_ent.telling.equity.share_words import quoted
from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from geo_ent.indicators.groupings import Grouping
    from geo_ent.telling.notes import Wordings

_TITLES = {
    "rurality": mark("Communes rurales et urbaines"),
    "density": mark("Grille communale de densité"),
    "priority": mark("Éducation prioritaire"),
    "ips": mark("Indice de position sociale (cinquièmes d’écoles)"),
    "commune_size": mark("Taille de la commune"),
    "circonscription": mark("Circonscriptions"),
}
_NAMES = {RURAL: mark("rural"), URBAN: mark("urbain"), OUTSIDE: mark("hors éducation prioritaire")}
# Five whole texts: French and English write ordinals by rules of their own.
_FIFTHS = (
    mark("1er cinquième (IPS {ends})"),
    mark("2e cinquième (IPS {ends})"),
    mark("3e cinquième (IPS {ends})"),
    mark("4e cinquième (IPS {ends})"),
    mark("5e cinquième (IPS {ends})"),
)
# The column that is empty for the schools of no group.
_OF_NONE = {
    "rurality": "rural",
    "density": "density_class",
    "priority": "priority",
    "ips": "ips",
    "commune_size": "commune_population_n",
}
_NAMES_SHOWN = 4  # in a note: more would hide what it says


def grouping_title(key: str, tr: Language) -> str:
    """Give a grouping's title by its `key` ("density": « Grille communale de densité »)."""
    return tr(_TITLES[key])


def named_groups(grouping: "Grouping", tr: Language) -> dict[str, str]:
    """Name each group of a grouping, in their order.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.indicators.groupings import groupings
    >>> from geo_ent.telling.language import language
    >>> pair = pd.DataFrame({"status": "none", "rural": pd.array([True, False])}, index=["A", "B"])
    >>> named_groups(groupings(pair)["rurality"], language("en"))
    {'rural': 'rural', 'urban': 'urban'}
    """
    # Density, fifths and sizes are named from numbers; the others bring a word or a proper name.
    name = _NAMERS.get(grouping.key, _common)
    return {group: name(group, grouping, tr) for group in grouping.groups}


def with_group_names(grouping: "Grouping", tr: Language) -> "pd.DataFrame":
    """Give a grouping's table with names for codes."""
    return grouping.table.assign(group=list(named_groups(grouping, tr).values()))


def _common(group: str, grouping: "Grouping", tr: Language) -> str:
    own = grouping.proper.get(group, group)
    return tr(_NAMES[group]) if group in _NAMES else own


def _density(group: str, _grouping: "Grouping", tr: Language) -> str:
    return tr(DENSITY_LABELS[int(group)])


def _fifth(group: str, grouping: "Grouping", tr: Language) -> str:
    """Name a fifth by its rank (1 to 5) and its bounds."""
    low, high = (tr.number(end, decimals=1) for end in grouping.spans[group])
    ends = low if low == high else tr("de {low} à {high}", low=low, high=high)
    return tr(_FIFTHS[int(group) - 1], ends=ends)


def _size(group: str, grouping: "Grouping", tr: Language) -> str:
    low, end = grouping.spans[group]
    if not low:
        return tr("moins de {n} habitants", n=tr.number(end))
    if math.isinf(end):
        return tr("{n} habitants et plus", n=tr.number(low))
    # Inhabitants are whole: the class ends at one less than the next begins.
    return tr("de {low} à {high} habitants", low=tr.number(low), high=tr.number(end - 1))


_NAMERS: "Mapping[str, Callable[[str, Grouping, Language], str]]" = {
    "density": _density,
    "ips": _fifth,
    "commune_size": _size,
}

_WORDINGS: "Wordings" = {
    "no_school": mark("Il n’y a aucune école."),
    "one_group": mark("Un seul groupe ({group}) : il n’y a rien à comparer."),
    "all_unknown": mark("On ne sait d’aucune école si elle a un ENT : il n’y a rien à comparer."),
    "no_rurality": mark("On ne sait d’aucune école si sa commune est rurale."),
    "no_density": mark("La grille communale de densité n’est pas donnée."),
    "no_priority": mark("On ne sait pas quelles écoles sont en éducation prioritaire."),
    "no_ips": mark("L’IPS n’est pas donné."),
    "few_ips": mark_plural(
        "L’IPS n’est connu que de {n} école : il en faut au moins {least} pour des cinquièmes.",
        "L’IPS n’est connu que de {n} écoles : il en faut au moins {least} pour des cinquièmes.",
    ),
    "no_population": mark("La population des communes n’est pas donnée."),
    "no_circonscription": mark("La circonscription d’aucune école n’est connue."),
    "left_out": mark_plural(
        "{n} école sur {schools_n} n’est d’aucun groupe.",
        "{n} écoles sur {schools_n} ne sont d’aucun groupe.",
    ),
    "rurality_estimated": mark_plural(
        "Ruralité estimée pour {n} école, faute de grille de densité.",
        "Ruralité estimée pour {n} écoles, faute de grille de densité.",
    ),
    "order.density": mark("Les groupes sont rangés du plus dispersé au plus dense."),
    "order.ips": mark(
        "Les groupes sont rangés du plus bas IPS au plus haut ; il est calculé sur les élèves de "
        "CM2, et les maternelles comme les très petites écoles n’en ont pas."
    ),
    "order.commune_size": mark(
        "Les groupes sont rangés de la plus petite commune à la plus grande."
    ),
    "fragile": mark("Moins de {least} écoles, part fragile : {groups}."),
    "silent": mark("On ne sait d’aucune école, comptées comme sans ENT : {groups}."),
}


def why_none(grouping: "Grouping", tr: Language) -> str:
    """Say why a grouping's groups can't be compared; "" where they can."""
    return _told(grouping.lacks, grouping, tr) if grouping.lacks else ""


def left_out(grouping: "Grouping", tr: Language) -> str:
    """Say how many schools are of no group; "" where each is of one."""
    return _told(grouping.left_out, grouping, tr) if grouping.left_out else ""


def caveats(grouping: "Grouping", tr: Language) -> list[str]:
    """Say what to beware of in a grouping."""
    return [_told(note, grouping, tr) for note in grouping.caveats]


def _told(note: Note, grouping: "Grouping", tr: Language) -> str:
    """Write a note with the names of the groups that it speaks of."""
    names, fields = named_groups(grouping, tr), dict(note.fields)
    if isinstance(groups := fields.get("groups"), tuple):
        fields["groups"] = quoted(
            tuple(names[group] for group in groups), tr, most_names=_NAMES_SHOWN
        )
    if "group" in fields:
        fields["group"] = quoted((names[str(fields["group"])],), tr, most_names=1)
    return write_note(
        Note(note.code, **fields), _WORDINGS, tr, _claims(note, grouping.key, tr.scope)
    )


def _claims(note: Note, key: str, whole: Scope) -> dict[str, Claim]:
    """Say of whom the counts of a note are."""
    if note.code == "left_out":
        none = whole.at(key, "") if key == "circonscription" else whole.of(**{_OF_NONE[key]: None})
        claims = {"n": ("schools_n", none), "schools_n": ("schools_n", whole)}
    elif note.code == "rurality_estimated":
        estimated = whole.of(rural=(False, True), rurality_basis="estimated")
        claims = {"n": ("schools_n", estimated)}
    elif note.code == "few_ips":
        claims = {"n": ("schools_with_ips_n", whole)}
    else:
        claims = {}
    values = {name: float(str(note.fields[name])) for name in claims}
    return {name: Claim(figure, values[name], scope) for name, (figure, scope) in claims.items()}
