"""The words of the national page of programmes, in French, in one place.

What its script says is in `assets/projects/words.js`.
"""

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo_ent.telling.page.page_words import LEVEL_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COLUMNS",
    "KINDS",
    "NO_KIND",
    "NO_SOLUTION",
    "PAGE",
    "SHORT_NAME",
    "date_words",
    "kind_words",
    "level_name",
    "share_of",
    "unit_words",
]

PAGE: "Mapping[str, str]" = MappingProxyType(
    {
        "title": "Les ENT du premier degré, programme par programme",
        "eyebrow": "France",
        "headline": "{programmes}, {figures} publiés entre {first} et {last}. "
        "Chaque chiffre est celui de sa source, tel qu’elle l’a imprimé.",
        "none": "Aucun programme dans ce fichier.",
        "to_map": "Aller à la carte",
        "to_table": "Aller au tableau",
        "needs_script": "La carte interactive a besoin de JavaScript. Tous les chiffres sont dans "
        "le tableau ci-dessous.",
        "explorer": "Carte et détail",
        "map": "Carte des programmes",
        "choices": "L’année que montre la carte",
        "wheel": "Ctrl + molette pour zoomer",
        "see_table": "Voir tous les chiffres en tableau",
        "see_detail": "Voir le détail",
        "table": "Tous les chiffres publiés",
        "caption": "Programmes d’ENT du premier degré\u00a0: chiffres publiés, du plus ancien au "
        "plus récent",
        "download": "Télécharger ce tableau (CSV)",
        "notes_title": "Ce qu’il faut savoir pour lire cette carte",
        "sources": "Sources",
        "privacy": "Cette page ne dépose aucun traceur et n’interroge aucun autre site. "
        "Carte\u00a0: Leaflet (licence BSD à deux clauses).",
        "boundaries": "Contours\u00a0: IGN (ADMIN EXPRESS COG), INSEE et Etalab, Licence Ouverte.",
        "overseas": "Les départements d’outre-mer sont rapprochés de la métropole\u00a0; ils ne "
        "sont pas à la même échelle.",
        "unplaced": "Sans place sur la carte\u00a0: {names}.",
    }
)
"""The texts of the page's skeleton."""

NOTES = (
    (
        "À une année donnée, la carte montre pour chaque territoire ce que l’on savait de plus "
        "récent cette année-là\u00a0: un programme reste affiché tant que rien de plus neuf n’est "
        "publié, même s’il s’est arrêté depuis."
    ),
    (
        "Un territoire en couleur est celui d’un programme\u00a0; toutes ses écoles n’ont pas un "
        "ENT pour autant. La part publiée, quand il y en a une, est écrite à côté du signe."
    ),
    (
        "Un territoire dont la source ne dit pas la solution a le signe de son programme, s’il en "
        "a un."
    ),
    (
        "Les parts ne se comparent pas d’un programme à l’autre sans regarder ce qu’elles "
        "comptent\u00a0: des écoles, des classes ou des élèves, publics ou non, à des dates "
        "différentes."
    ),
    "Un territoire sans couleur n’a pas de programme dans ce tableau\u00a0: il peut en avoir un.",
)
"""What a reader must know."""

COLUMNS: "Mapping[str, str]" = MappingProxyType(
    {
        "programme": "Programme",
        "place": "Territoire",
        "date": "Date",
        "solution": "Solution",
        "carrier": "Porteur",
        "unit": "Unité",
        "subject": "Ce qui est compté",
        "printed": "Chiffre publié",
        "source": "Source",
    }
)
"""The table's columns."""

KINDS: "Mapping[str, str]" = MappingProxyType(
    {
        "commune": "Commune",
        "epci": "Intercommunalité",
        "syndicat": "Syndicat mixte",
        "departement": "Département",
        "academie": "Académie",
        "region": "Région",
        "etat": "État",
    }
)
"""Who carries a programme; the order is the legend's."""

NO_SOLUTION = "Solution non précisée"
NO_KIND = "Porteur non précisé"

_SHARES = {"classes": "des classes", "pupils": "des élèves"}
_UNITS = {"departement": "département", "academie": "académie", "ecole": "école"}
SHORT_NAME = re.compile(
    r"^(?:Académie|Circonscription|Département|Ville|Commune) "
    r"(?:de la |de l[’']|de |du |des |d[’'])"
)
"""What a map leaves out of a territory's name."""

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def date_words(date: str) -> str:
    """Write a date as precise as it is known.

    Examples
    --------
    >>> date_words("2013"), date_words("2013-10"), date_words("2015-02-01")
    ('2013', 'octobre 2013', '1er février 2015')
    """
    year, *rest = date.split("-")
    numbers = [int(part) for part in rest if part.isdecimal()]
    if not numbers or len(numbers) != len(rest) or not 1 <= numbers[0] <= len(_MONTHS):
        return date
    month = f"{_MONTHS[numbers[0] - 1]} {year}"
    if len(numbers) == 1:
        return month
    return f"{'1er' if numbers[1] == 1 else numbers[1]} {month}"


def kind_words(kind: str) -> str:
    """Name a kind of carrier; one that isn't known is called as it is written.

    Examples
    --------
    >>> kind_words("epci"), kind_words("association")
    ('Intercommunalité', 'Association')
    """
    if not kind:
        return NO_KIND
    return KINDS.get(kind, kind[:1].upper() + kind[1:])


def level_name(level: str) -> str:
    """Name a level.

    Examples
    --------
    >>> level_name("academie"), level_name("france"), level_name("pays")
    ('académie', 'France entière', 'pays')
    """
    if level == "france":
        return "France entière"
    return LEVEL_WORDS[level].one if level in LEVEL_WORDS else level


def share_of(measure: str) -> str:
    """Say what a measure of coverage is a share of.

    Examples
    --------
    >>> share_of("coverage_share"), share_of("classes_coverage_share")
    ('des écoles', 'des classes')
    """
    return _SHARES.get(measure.removesuffix("_coverage_share"), "des écoles")


def unit_words(unit: str) -> str:
    """Write a unit of deployment with its accents.

    Examples
    --------
    >>> unit_words("departement"), unit_words("classe")
    ('département', 'classe')
    """
    return _UNITS.get(unit, unit)
