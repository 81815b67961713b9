"""The words of the page, in French and in English, in one place.

French terms of art (circonscription, REP+, ENT) are the same in both. What the script says is in
`assets/words.fr.js` and `assets/words.en.js`.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo_ent.maps.page.page_script import Language

__all__ = [
    "LEVEL_WORDS",
    "NATURE_WORDS",
    "STATUS_WORDS",
    "LevelWords",
    "level_words",
    "page_words",
]

STATUS_WORDS: "Mapping[Language, Mapping[str, str]]" = {
    "fr": {
        "school": "Un ENT pour toute l’école",
        "class": "Un ENT dans certaines classes seulement",
        "planned": "Un ENT prévu, pas encore ouvert",
        "none": "Pas d’ENT",
        "unknown": "Situation inconnue",
    },
    "en": {
        "school": "An ENT for the whole school",
        "class": "An ENT in some classes only",
        "planned": "An ENT is planned, not open yet",
        "none": "No ENT",
        "unknown": "Situation unknown",
    },
}
"""What a status is called; the order is the legend's."""

NATURE_WORDS: "Mapping[Language, Mapping[str, str]]" = {
    "fr": {"maternelle": "maternelle", "elementaire": "élémentaire", "primaire": "primaire"},
    "en": {"maternelle": "maternelle", "elementaire": "élémentaire", "primaire": "primaire"},
}


class LevelWords(NamedTuple):
    """A level's name: one, several, one with its article, and how its contours are named."""

    one: str
    many: str
    a: str
    contours: str


LEVEL_WORDS = {
    "commune": LevelWords("commune", "communes", "une commune", "de communes"),
    "circonscription": LevelWords(
        "circonscription", "circonscriptions", "une circonscription", "de circonscriptions"
    ),
    "secteur_college": LevelWords(
        "secteur de collège",
        "secteurs de collège",
        "un secteur de collège",
        "de secteurs de collège",
    ),
    "epci": LevelWords("intercommunalité", "intercommunalités", "une intercommunalité", "d’EPCI"),
    "arrondissement": LevelWords(
        "arrondissement", "arrondissements", "un arrondissement", "d’arrondissements"
    ),
    "departement": LevelWords("département", "départements", "un département", "de départements"),
    "academie": LevelWords("académie", "académies", "une académie", "d’académies"),
    "region": LevelWords("région", "régions", "une région", "de régions"),
}
"""The levels as they are called in French."""

_VOWELS = frozenset("aeiouéA")


def level_words(level: str, lang: "Language" = "fr") -> LevelWords:
    """Name a level; in English it keeps its French name, with an English article.

    Examples
    --------
    >>> level_words("epci", "en").a
    'an intercommunalité'
    """
    words = LEVEL_WORDS[level]
    if lang == "fr":
        return words
    article = "an" if words.one[0] in _VOWELS else "a"
    return words._replace(a=f"{article} {words.one}", contours=f"of {words.many}")


_PAGE_WORDS: "Mapping[Language, Mapping[str, str]]" = {
    "fr": {
        "to_map": "Aller à la carte",
        "to_table": "Aller au tableau",
        "situation": "situation au",
        "needs_script": "La carte interactive a besoin de JavaScript. Les mêmes chiffres sont dans "
        "le tableau ci-dessous.",
        "explorer": "Carte et détail",
        "choices": "Ce que montre la carte",
        "wheel": "Ctrl + molette pour zoomer",
        "see_detail": "Voir le détail",
        "see_table": "Voir les chiffres en tableau",
        "figures_by": "Les chiffres par",
        "to_know": "Ce qu’il faut savoir pour lire ces chiffres",
        "definitions": "Ce que compte chaque autre indicateur",
        "sources": "Sources",
        "privacy": "Cette page ne dépose aucun traceur et n’interroge aucun autre site, sauf celui "
        "de l’IGN si vous demandez son fond de carte. "
        "Carte : Leaflet (licence BSD à deux clauses).",
        "warning": "Avertissement",
        "simulated": "Données simulées.",
        "simulated_what": "Voir lesquelles",
        "caption": "Écoles et ENT par {level}, {territory}, au {day}",
        "whole": "Ensemble",
        "estimated": "Contours {contours} estimés à partir des communes et des écoles : "
        "aucune source officielle ne les publie.",
        "estimated_sectors": "Secteurs de collège : une commune que plusieurs collèges se "
        "partagent est découpée au plus près de chacun (estimation).",
        "fragile": "Une part sur moins de 5 écoles est fragile : une école de plus ou de moins la "
        "change d’au moins 20 points. Elle est marquée d’un astérisque.",
        "fragile_mark": "part fragile : moins de 5 écoles",
        "none": "–",
    },
    "en": {
        "to_map": "Skip to the map",
        "to_table": "Skip to the table",
        "situation": "situation on",
        "needs_script": "The interactive map needs JavaScript. The same figures are in the table "
        "below.",
        "explorer": "Map and details",
        "choices": "What the map shows",
        "wheel": "Ctrl + wheel to zoom",
        "see_detail": "See the details",
        "see_table": "See the figures as a table",
        "figures_by": "Figures by",
        "to_know": "How to read these figures",
        "definitions": "What the other indicators count",
        "sources": "Sources",
        "privacy": "This page sets no tracker and asks no other site for anything, except IGN’s if "
        "you turn on its basemap. Map: Leaflet (two-clause BSD licence).",
        "warning": "Warning",
        "simulated": "Simulated data.",
        "simulated_what": "See which",
        "caption": "Schools and ENT by {level}, {territory}, on {day}",
        "whole": "Total",
        "estimated": "Outlines {contours} are estimated from communes and schools: "
        "no official source publishes them.",
        "estimated_sectors": "Secteurs de collège: a commune that several collèges share is cut by "
        "what lies nearest to each (estimate).",
        "fragile": "A share of fewer than 5 schools is fragile: one school more or less changes it "
        "by 20 points at least. It is marked with an asterisk.",
        "fragile_mark": "fragile share: fewer than 5 schools",
        "none": "–",
    },
}


def page_words(lang: "Language" = "fr") -> "Mapping[str, str]":
    """Give the words of the page's skeleton in a language.

    Examples
    --------
    >>> page_words("en")["to_map"]
    'Skip to the map'
    """
    return MappingProxyType(dict(_PAGE_WORDS[lang]))
