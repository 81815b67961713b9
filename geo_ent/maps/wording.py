"""The French words of the page, in one place."""

from typing import NamedTuple

__all__ = ["LEVEL_WORDS", "NATURE_WORDS", "STATUS_WORDS", "LevelWords"]

STATUS_WORDS = {
    "school": "Un ENT pour toute l’école",
    "class": "Un ENT dans certaines classes seulement",
    "planned": "Un ENT prévu, pas encore ouvert",
    "none": "Pas d’ENT",
    "unknown": "Situation inconnue",
}
"""What a status is called; the order is the legend's."""

NATURE_WORDS = {
    "maternelle": "maternelle",
    "elementaire": "élémentaire",
    "primaire": "primaire",
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
    "epci": LevelWords("intercommunalité", "intercommunalités", "une intercommunalité", "d’EPCI"),
    "arrondissement": LevelWords(
        "arrondissement", "arrondissements", "un arrondissement", "d’arrondissements"
    ),
    "departement": LevelWords("département", "départements", "un département", "de départements"),
    "academie": LevelWords("académie", "académies", "une académie", "d’académies"),
    "region": LevelWords("région", "régions", "une région", "de régions"),
}
