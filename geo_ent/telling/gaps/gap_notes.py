"""What the gaps don't know or leave out, in sentences."""

from typing import TYPE_CHECKING

from geo_ent.telling.chance_words import p_words
from geo_ent.telling.claims import ANYONE, Claim, joined, told
from geo_ent.telling.gaps.criterion_names import CRITERION_NAMES
from geo_ent.telling.gaps.gap_sentences import circle_place
from geo_ent.telling.language import Language, mark, mark_plural

if TYPE_CHECKING:
    from geo_ent.telling.notes import Wordings


_TWO = 2


def _criterion(tr: Language, *, criterion: str, weight: float, total: float) -> str:
    """Say that a criterion is known of no school: without a number, unlike `_criterion_of`."""
    return tr(
        "Critère « {criterion} » : il n’est connu d’aucune école de la liste ; son poids ({weight} "
        "sur {total}) ne joue pas.",
        criterion=tr(CRITERION_NAMES[criterion]),
        weight=_short(weight, criterion, tr),
        total=_short(total, "total", tr),
    )


def _criterion_of(
    tr: Language, *, criterion: str, n: int, whole: int, weight: float, total: float
) -> str:
    return tr.plural(
        "Critère « {criterion} » : il n’est pas connu pour {n} école de la liste sur {whole} ; son "
        "poids ({weight} sur {total}) n’y joue pas.",
        "Critère « {criterion} » : il n’est pas connu pour {n} écoles de la liste sur {whole} ; "
        "son poids ({weight} sur {total}) n’y joue pas.",
        n,
        criterion=tr(CRITERION_NAMES[criterion]),
        n=tr.count(n, figure=f"listed_without_{criterion}_n"),
        whole=tr.count(whole, figure="listed_schools_n"),
        weight=_short(weight, criterion, tr),
        total=_short(total, "total", tr),
    )


def _short(weight: float, of: str, tr: Language) -> str:
    """Write a weight with the decimal that it needs: 2, but 0,5."""
    written = tr.number(weight, decimals=0 if weight == int(weight) else 1)
    return told(written, Claim(f"weight:{of}", weight, ANYONE))


def _small_areas(tr: Language, *, n: int, communes_n: int, schools_n: int) -> str:
    """Say how many areas are too small, and for which of the two bounds."""
    sizes = []  # an area has a commune and a school anyhow: a bound of one says nothing
    if communes_n == _TWO:
        sizes.append(tr("d’une seule commune"))
    elif communes_n > _TWO:
        n_of = tr.count(communes_n, figure="least_communes_n")
        sizes.append(tr("de moins de {n} communes", n=n_of))
    if schools_n == _TWO:
        sizes.append(tr("d’une seule {school}"))
    elif schools_n > _TWO:
        n_of = tr.count(schools_n, figure="least_schools_n")
        sizes.append(tr("de moins de {n} {schools}", n=n_of))
    return tr.plural(
        "{n} zone blanche {least} n’est pas montrée.",
        "{n} zones blanches {least} ne sont pas montrées.",
        n,
        n=tr.count(n, figure="small_white_areas_n"),
        least=joined(sizes, tr(" ou ")),
    )


def _nearer(tr: Language, *, n: int, whole: int) -> str:
    return tr.plural(
        "Pour {n} école de la liste sur {whole}, une {other} équipée est plus proche, de 100 m au "
        "moins, que toute {school} équipée.",
        "Pour {n} écoles de la liste sur {whole}, une {other} équipée est plus proche, de 100 m au "
        "moins, que toute {school} équipée.",
        n,
        n=tr.count(n, figure="listed_nearer_other_sector_n"),
        whole=tr.count(whole, figure="listed_schools_n"),
        other=tr.school(tr.other_sector),
    )


def _others(tr: Language, *, n: int, whole: int) -> str:
    return tr.plural(
        "{n} commune des zones blanches sur {whole} a une {other} équipée.",
        "{n} communes des zones blanches sur {whole} ont au moins une {other} équipée.",
        n,
        n=tr.count(n, figure="white_communes_of_other_sector_n"),
        whole=tr.count(whole, figure="white_communes_n"),
        other=tr.school(tr.other_sector),
    )


def _chance(tr: Language, *, level: float, p: float, deals_n: int, **circle: object) -> str:
    """Tell the group that came nearest to being shown."""
    return tr(
        "Aucun regroupement d’{schools} sans ENT ne se distingue du hasard (au seuil de {level})"
        "\u00a0; le plus marqué, {where}, a {p}.",
        level=told(
            tr.percent(level, decimals=0 if (100 * level).is_integer() else 1),
            Claim("level", level, ANYONE),
        ),
        where=circle_place(circle, tr),
        p=told(p_words(p, deals_n, tr), Claim("circle_p:first", p, tr.scope)),
    )


# The list and the networks start from the same schools, and say the same of those left out: where
# both are told, once is enough.
_LISTED: "Wordings" = {
    "listed.no_school": mark("Il n’y a aucune {school}."),
    "listed.all_have": mark("Toutes les {schools} ont un ENT."),
    "listed.none_rural": mark("Aucune {school} que l’on sait rurale n’est sans ENT."),
    "listed.all_unknown": mark("On ne sait pour aucune école de la liste si elle a un ENT."),
    "listed.unknown": mark_plural(
        "Pour {n} école de la liste sur {whole}, on ne sait pas s’il y a un ENT.",
        "Pour {n} écoles de la liste sur {whole}, on ne sait pas s’il y a un ENT.",
    ),
    "listed.rurality": mark(
        "On ne sait pas quelles communes sont rurales : toutes les {schools} sans ENT comptent."
    ),
    "listed.rurality_of": mark_plural(
        "{n} {school} sans ENT dont la ruralité n’est pas connue est absente de la liste.",
        "{n} {schools} sans ENT dont la ruralité n’est pas connue sont absentes de la liste.",
    ),
}
_RANKED: "Wordings" = {
    "gaps.nearer": _nearer,
    "gaps.none_has": mark("Aucune {school} connue n’a d’ENT : il n’y a pas de distance à donner."),
    "gaps.criterion": _criterion,
    "gaps.criterion_of": _criterion_of,
}
_TOGETHER: "Wordings" = {
    "together.no_sector": mark(
        "Le secteur de collège d’aucune {school} n’est connu : donnez la carte scolaire des "
        "collèges pour voir quelles écoles équiper ensemble."
    ),
    "together.sector_of": mark_plural(
        "{n} {school} sans ENT dont le secteur de collège n’est pas connu est absente des réseaux.",
        "{n} {schools} sans ENT dont le secteur de collège n’est pas connu sont absentes des "
        "réseaux.",
    ),
    "together.alone": mark_plural(
        "{n} {school} sans ENT sur {whole} est d’un secteur de collège qui en a trop peu pour un "
        "réseau.",
        "{n} {schools} sans ENT sur {whole} sont d’un secteur de collège qui en a trop peu pour un "
        "réseau.",
    ),
}
_AREAS: "Wordings" = {
    "areas.no_school": mark("Il n’y a aucune {school}."),
    "areas.no_rural_school": mark("Aucune commune que l’on sait rurale n’a d’{school}."),
    "areas.rurality": mark(
        "On ne sait pas quelles communes sont rurales : toutes peuvent être d’une zone blanche."
    ),
    "areas.all": mark("Chaque commune qui a des {schools} en a au moins une avec un ENT."),
    "areas.all_rural": mark(
        "Chaque commune rurale qui a des {schools} en a au moins une avec un ENT."
    ),
    "areas.unknown": mark_plural(
        "{n} commune dont on ne sait rien des {schools} n’est d’aucune zone blanche.",
        "{n} communes dont on ne sait rien des {schools} ne sont d’aucune zone blanche.",
    ),
    "areas.unknown_in": mark_plural(
        "Les zones blanches ont {n} {school} dont on ne sait rien.",
        "Les zones blanches ont {n} {schools} dont on ne sait rien.",
    ),
    "areas.small": _small_areas,
    "areas.others": _others,
}
_GROUPS: "Wordings" = {
    "groups.unknown": mark_plural(
        "{n} {school} dont on ne sait rien n’est pas comptée dans les regroupements.",
        "{n} {schools} dont on ne sait rien ne sont pas comptées dans les regroupements.",
    ),
    "groups.in_doubt": mark_plural(
        "{n} {school} dont on ne sait rien ou dont l’ENT n’est pas daté n’est pas comptée dans les "
        "regroupements.",
        "{n} {schools} dont on ne sait rien ou dont l’ENT n’est pas daté ne sont pas comptées dans "
        "les regroupements.",
    ),
    "groups.unplaced": mark_plural(
        "{n} {school} sans point ne peut être d’aucun regroupement.",
        "{n} {schools} sans point ne peuvent être d’aucun regroupement.",
    ),
    "groups.chance": _chance,
    "groups.no_school": mark(
        "Aucune {school} n’a une situation connue : il n’y a pas de regroupement à chercher."
    ),
    "groups.none_has": mark(
        "Aucune {school} connue n’a d’ENT : c’est tout le territoire, non un regroupement."
    ),
    "groups.all_have": mark(
        "Toutes les {schools} connues ont un ENT : il n’y a pas de regroupement à chercher."
    ),
    "groups.too_few": mark(
        "Trop peu d’{schools} connues pour chercher un regroupement d’{schools} sans ENT."
    ),
}
_LOCAL: "Wordings" = {
    "local.schools_out": mark_plural(
        "{n} école inconnue ou sans point n’est pas comptée.",
        "{n} écoles inconnues ou sans point ne sont pas comptées.",
    ),
    "local.few_schools": mark("Trop peu d’écoles connues pour comparer chacune à ses voisines."),
    "local.zones_out": mark_plural(
        "{n} zone sans valeur n’est pas comparée.", "{n} zones sans valeur ne sont pas comparées."
    ),
    "local.few_zones": mark("Trop peu de zones pour comparer."),
    "local.all_equal": mark("Toutes les zones ont la même valeur : aucune ne tranche."),
}

GAP_NOTES: "Wordings" = {**_LISTED, **_RANKED, **_TOGETHER, **_AREAS, **_GROUPS, **_LOCAL}
"""What each code says that the functions of `indicators/gaps` give."""
