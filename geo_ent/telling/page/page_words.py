"""The words of the page: its skeleton, its table, statuses, levels.

French terms of art (circonscription, REP+, ENT) are the same in both languages. What the page's
script says is in `maps/assets/words.js`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from geo_ent.telling.language import Language, mark

STATUS_WORDS: Mapping[str, str] = MappingProxyType({
    "school": mark("Un ENT pour toute l’école"),
    "undated": mark("Un ENT dont l’ouverture n’est pas datée"),
    "class": mark("Un ENT dans certaines classes seulement"),
    "planned": mark("Un ENT prévu, pas encore ouvert"),
    "not_yet": mark("Pas encore d’ENT à cette date"),
    "none": mark("Pas d’ENT"),
    "unknown": mark("Situation inconnue"),
})  # fmt: skip
"""What a status is called; the order is the legend's."""

NATURE_WORDS: Mapping[str, str] = MappingProxyType({
    "maternelle": mark("maternelle"),
    "elementaire": mark("élémentaire"),
    "primaire": mark("primaire"),
})  # fmt: skip


class LevelWords(NamedTuple):
    """A level's name: one, several, one with its article, and how its contours are named."""

    one: str
    many: str
    a: str
    contours: str


LEVEL_WORDS: Mapping[str, LevelWords] = MappingProxyType({
    "commune": LevelWords(
        mark("commune"), mark("communes"), mark("une commune"), mark("de communes")
    ),
    "circonscription": LevelWords(
        mark("circonscription"), mark("circonscriptions"), mark("une circonscription"),
        mark("de circonscriptions"),
    ),
    "secteur_college": LevelWords(
        mark("secteur de collège"), mark("secteurs de collège"), mark("un secteur de collège"),
        mark("de secteurs de collège"),
    ),
    "epci": LevelWords(
        mark("intercommunalité"), mark("intercommunalités"), mark("une intercommunalité"),
        mark("d’intercommunalités"),
    ),
    "arrondissement": LevelWords(
        mark("arrondissement"), mark("arrondissements"), mark("un arrondissement"),
        mark("d’arrondissements"),
    ),
    "departement": LevelWords(
        mark("département"), mark("départements"), mark("un département"),
        mark("de départements"),
    ),
    "academie": LevelWords(
        mark("académie"), mark("académies"), mark("une académie"), mark("d’académies")
    ),
    "region": LevelWords(mark("région"), mark("régions"), mark("une région"), mark("de régions")),
})  # fmt: skip
"""The levels as they are called in French, to be told by `level_words`."""

TABLE_HEADINGS: Mapping[str, str] = MappingProxyType({
    # first, beside the name: of all figures, a phone shows this one without going sideways
    "coverage_share": mark("Part avec un ENT"),
    "covered_n": mark("Avec un ENT"),
    "schools_n": mark("Écoles"),
    "coverage_share_max": mark("Part maximale possible"),
    "undated_n": mark("ENT non daté"),
    "class_n": mark("Certaines classes seulement"),
    "planned_n": mark("ENT prévu"),
    "not_yet_n": mark("Pas encore d’ENT"),
    "none_n": mark("Sans ENT"),
    "unknown_n": mark("Situation inconnue"),
    "pupils_coverage_share": mark("Part des élèves"),
    "classes_coverage_share": mark("Part des classes"),
    # Short: each stands over a column of a few figures, and the caption says "of schools".
    "rural_coverage_share": mark("Part, écoles rurales"),
    "urban_coverage_share": mark("Part, écoles urbaines"),
    "rep_coverage_share": mark("Part, REP"),
    "rep_plus_coverage_share": mark("Part, REP+"),
    "enir_eligible_coverage_share": mark("Part, éligibles à ENIR ou au label 2020"),
    "accounts_activated_share": mark("Part des comptes activés"),
})  # fmt: skip
"""The columns of the page's table; those after `unknown_n` only where one is known."""

PAGE_WORDS: Mapping[str, str] = MappingProxyType({
    "to_map": mark("Aller à la carte"),
    "above": mark("Dans l’atlas"),
    "to_table": mark("Aller au tableau"),
    "situation": mark("situation au"),
    "needs_script": mark(
        "La carte interactive a besoin de JavaScript. Les mêmes chiffres sont dans le tableau "
        "ci-dessous."
    ),
    "explorer": mark("Carte et détail"),
    "choices": mark("Ce que montre la carte"),
    "wheel": mark("Ctrl + molette pour zoomer"),
    "see_detail": mark("Voir le détail"),
    "see_table": mark("Voir les chiffres en tableau"),
    "whole_page": mark("Voir la page entière"),
    "credit": mark("Sources\u00a0: {sources}"),
    "on_paper": mark("Les autres précautions de lecture sont dans la page de la carte."),
    "on_paper_at": mark(
        "Les autres précautions de lecture sont dans la page de la carte\u00a0: {url}"
    ),
    "new_tab": mark("(nouvel onglet)"),
    "figures_by": mark("Les chiffres par"),
    "to_know": mark("Ce qu’il faut savoir pour lire ces chiffres"),
    "definitions": mark("Ce que compte chaque autre indicateur"),
    "sources": mark("Sources"),
    # What is left on a reader's machine, and who else is asked: a public site must be able to say.
    "privacy": mark(
        "Cette page ne dépose aucun traceur et n’interroge aucun autre site, sauf celui de l’IGN "
        "si vous demandez son fond de carte. Carte : Leaflet (licence BSD à deux clauses)."
    ),
    "warning": mark("Avertissement"),
    "simulated": mark("Données simulées."),
    "simulated_what": mark("Voir lesquelles"),
    "caption": mark("Écoles et ENT par {level}, {territory}, au {day}"),
    "definition": mark("{title}\u00a0: {caveat}"),
    "whole": mark("Ensemble"),
    "estimated": mark(
        "Contours {contours} estimés à partir des communes et des écoles : aucune source "
        "officielle ne les publie."
    ),
    "estimated_sectors": mark(
        "Secteurs de collège : une commune que plusieurs collèges se partagent est découpée au "
        "plus près de chacun (estimation)."
    ),
    "fragile": mark(
        "Une part sur moins de 5 écoles est fragile : une école équipée de plus la change d’au "
        "moins 25 points. Elle est marquée d’un astérisque."
    ),
    "fragile_mark": mark("part fragile : moins de 5 écoles"),
})  # fmt: skip
"""What the page says besides figures, by the name of its slot in `maps/assets/page.html`."""


@cache
def level_words(level: str, tr: Language) -> LevelWords:
    """Name a level; in English it keeps its French name, with an English article.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> level_words("epci", language("en")).a
    'an intercommunalité'
    """
    # Once a level and language: it is asked for at every column of every table.
    return LevelWords(*map(tr, LEVEL_WORDS[level]))


@cache
def page_words(tr: Language) -> Mapping[str, str]:
    """Give `PAGE_WORDS` in a language; `{fields}` are still to be filled in.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> page_words(language("en"))["to_map"]
    'Skip to the map'
    """
    return MappingProxyType({slot: tr(text) for slot, text in PAGE_WORDS.items()})


def in_last_row_only(schools_n: int, whole_n: int, level: str, tr: Language) -> str:
    """Say how many schools are of no zone of the page's table; "" for none.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> said = in_last_row_only(2, 12, "commune", language("fr"))
    >>> said.replace(chr(0xA0), " ")
    '2 écoles sur 12, sans commune, ne sont comptées que dans la dernière ligne.'
    """
    if not schools_n:
        return ""
    return tr.plural(
        "{n}\u00a0école sur {all}, sans {level}, n’est comptée que dans la dernière ligne.",
        "{n}\u00a0écoles sur {all}, sans {level}, ne sont comptées que dans la dernière ligne.",
        schools_n,
        n=tr.number(schools_n),
        all=tr.number(whole_n),
        level=level_words(level, tr).one,
    )
