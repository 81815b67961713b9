"""What a reader must know of the figures: what they count, what is estimated, what was mended."""

from typing import TYPE_CHECKING

from geo_ent.telling.finding_words import KIND_NAMES
from geo_ent.telling.language import language
from geo_ent.territory.communes_without_outline import shown_inside_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.pipeline.compute import Result
    from geo_ent.project.model import Project

__all__ = ["notes"]

_INTERNAL = ("row-", "column-", "sheet-", "figure-", "duplicate-", "unknown-", "zoning-",
             "outline-")  # fmt: skip
_OF_REGISTER = {
    "uai-corrected",
    "matched-by-name",
    "status-from-note",
    "ticked-twice",
    "unread-date",
    "dates-reversed",
    "mended-uai",
    "wrong-letter",
}
"""Kinds of findings that concern who keeps the files, not who reads the map: the register's
report and findings.csv have them, one by one."""

_WORDS = {
    "fr": {
        "absent_none": "Une école qui n’est pas dans le registre n’a pas d’ENT.",
        "absent_unknown": "Une école qui n’est pas dans le registre est comptée « situation "
        "inconnue ».",
        "interval": "L’intervalle d’un taux (Wilson, 95 %) dit ce que valent de petits nombres "
        "d’écoles ; ce n’est pas une erreur de sondage.",
        "insee": "Est rurale une école d’une commune rurale : bourg rural, rural à habitat "
        "dispersé ou très dispersé de la grille de densité de l’INSEE.",
        "estimated": "Ruralité estimée : faute de grille de densité, les communes rurales sont "
        "estimées d’après la population et la densité de la commune et de ses voisines "
        "(19 communes sur 20 comme dans la grille de l’INSEE).",
        "partly": "Ruralité estimée pour {count} écoles, dont la commune n’est pas dans la grille.",
        "enir": "L’éligibilité aux appels à projets ENIR est déduite de la population des communes "
        "et, si elles sont données, des unités urbaines ; elle reste indécidée pour {count} "
        "écoles, qui ne sont pas comptées dans cet indicateur.",
        "pupils": "Effectifs de la rentrée {year}.",
        "elsewhere": "Écoles de l’annuaire hors du territoire : {count}.",
        "finding": "{kind} ({count}).",
    },
    "en": {
        "absent_none": "A school that isn’t in the register has no ENT.",
        "absent_unknown": "A school that isn’t in the register is counted as “situation unknown”.",
        "interval": "The interval of a rate (Wilson, 95%) tells what small numbers of schools are "
        "worth; it isn’t a sampling error.",
        "insee": "A school is rural when its commune is: bourg rural, rural à habitat dispersé or "
        "très dispersé in INSEE’s density grid.",
        "estimated": "Estimated rurality: for want of a density grid, rural communes are estimated "
        "from the population and density of the commune and its neighbours (19 communes in 20 "
        "as in INSEE’s grid).",
        "partly": "Estimated rurality for {count} schools, whose commune isn’t in the grid.",
        "enir": "Eligibility to the ENIR calls is derived from the communes’ population and, where "
        "they are given, the unités urbaines; it is undecided for {count} schools, which aren’t "
        "counted in this indicator.",
        "pupils": "Pupils of the school year that began in {year}.",
        "elsewhere": "Schools of the directory outside the territory: {count}.",
        "finding": "{kind} ({count}).",
    },
}


def notes(project: "Project", result: "Result") -> tuple[str, ...]:
    """Say what the figures count, what is estimated, and how much was left out or mended."""
    words = _WORDS[project.lang]
    absent = words["absent_none" if project.complete else "absent_unknown"]
    hidden = shown_inside_notes(result.communes, lang=project.lang)
    return (
        absent,
        words["interval"],
        *_rurality(words, result),
        *hidden,
        *_told(project, words, result),
    )


def _rurality(words: dict[str, str], result: "Result") -> "Iterator[str]":
    """Say on what ground schools are rural, and how many eligibilities aren't decided."""
    basis = result.schools["rurality_basis"]
    estimated = int((basis == "estimated").sum())
    if (basis == "insee").any():
        yield words["insee"]
        if estimated:
            yield words["partly"].format(count=estimated)
    elif estimated:
        yield words["estimated"]
    undecided = int(result.schools["enir_eligible"].isna().sum())
    if undecided < len(result.schools):
        yield words["enir"].format(count=undecided)


def _told(project: "Project", words: dict[str, str], result: "Result") -> "Iterator[str]":
    """Say the vintage of the pupils, what was mended or left out, and what is elsewhere."""
    if result.rentree:
        yield words["pupils"].format(year=result.rentree)
    tr = language(project.lang)
    for kind, count in result.findings.summary():
        if not kind.startswith(_INTERNAL) and kind not in _OF_REGISTER:
            yield words["finding"].format(kind=tr(KIND_NAMES[kind]), count=count)
    if result.elsewhere_n:
        yield words["elsewhere"].format(count=result.elsewhere_n)
