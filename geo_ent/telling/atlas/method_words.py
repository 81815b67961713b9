"""How an atlas' figures are made, in words: what counts, each indicator's formula, its limits."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.catalogue import COVERAGE_MAX, KNOWN, MAPPED, URBAN
from geo_ent.tables.fields import fields
from geo_ent.telling.indicator_words import indicator_caveat, indicator_title
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import STATUS_WORDS, level_words, page_words

if TYPE_CHECKING:
    from geo_ent.indicators.catalogue import Indicator

TOLD = (*MAPPED[:5], URBAN, *MAPPED[5:], COVERAGE_MAX, KNOWN)
"""The indicators that the method explains: those of the maps, and what bounds them."""

_FORMULAS: Mapping[str, str] = MappingProxyType({
    "without_n": "class_n + planned_n + not_yet_n + none_n",
    "unknown_n": "unknown_n",
})  # fmt: skip
"""What the indicators are that aren't made as a column of the tables is."""

_COUNTS_AS: Mapping[str, str] = MappingProxyType({
    "school": mark("Compte."),
    "undated": mark(
        "Avant le jour où le registre a été tenu, un ENT dont l’ouverture n’est pas datée : ne "
        "compte pas, montré à part ; il est dans la part maximale possible."
    ),
    "class": mark("Ne compte pas, montré à part ; ses classes équipées comptent dans les classes."),
    "planned": mark("Ne compte pas : décidé ou en cours, pas encore ouvert."),
    "not_yet": mark(
        "À une date d’avant le registre, un ENT qui s’est ouvert plus tard, ou qui n’est que prévu "
        ": ne compte pas."
    ),
    "none": mark("Ne compte pas : on sait qu’elle n’en a pas."),
    "unknown": mark(
        "Ne compte pas, montré à part : personne ne le dit ; elle est dans la part maximale "
        "possible."
    ),
})  # fmt: skip
"""What each status counts as."""

_FILES: Mapping[str, str] = MappingProxyType({
    "coverage-departement.csv": mark("Les chiffres par département"),
    "coverage-academie.csv": mark("Les chiffres par académie"),
    "coverage-region.csv": mark("Les chiffres par région"),
    "change.csv": mark("L’évolution depuis une rentrée : l’ensemble, puis chaque territoire"),
    "schools.csv": mark("Toutes les écoles, une par ligne, avec leur situation"),
    "schools.parquet": mark("Les mêmes écoles pour les outils de données (Parquet)"),
    "methode.html": mark("La méthode : ce qui compte, les formules, les limites, les sources"),
})  # fmt: skip
"""The files of an atlas that a reader takes away, and what each is for, in this order.

Not what was found in the register: it quotes its cells, for those who keep it.
"""


class Explained(NamedTuple):
    """An indicator: its title, its formula in the columns of the tables, what to know of it."""

    title: str
    formula: str
    caveat: str


def explained(indicator: "Indicator", tr: Language) -> Explained:
    """Explain an indicator.

    Examples
    --------
    >>> from geo_ent.indicators.catalogue import COVERAGE
    >>> from geo_ent.telling.language import language
    >>> explained(COVERAGE, language("fr"))[:2]
    ('Part des écoles qui ont un ENT', 'covered_n ÷ schools_n')
    """
    formula = _FORMULAS.get(indicator.id) or fields()[indicator.id].formula
    return Explained(indicator_title(indicator, tr), formula, indicator_caveat(indicator, tr))


def statuses_told(tr: Language) -> list[tuple[str, str]]:
    """Name each status, and say what it counts as."""
    return [(tr(words), tr(_COUNTS_AS[status])) for status, words in STATUS_WORDS.items()]


def file_words(name: str, tr: Language) -> str:
    """Say what a file of the atlas is for; "" for one that isn't for readers.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> file_words("coverage-region.csv", language("fr"))
    'Les chiffres par région'
    """
    return tr(_FILES[name]) if name in _FILES else ""


def offered_files() -> tuple[str, ...]:
    """Name the files that a reader takes away, in the order that they are offered in."""
    return tuple(_FILES)


def territory_sentences(tr: Language) -> list[str]:
    """Say how schools are counted by territory."""
    return [
        tr(
            "Une école compte une fois, dans le département de sa commune, quel que soit celui que "
            "le registre écrit. Celle que rien ne place reste dans le département qu’elle déclare."
        ),
        tr(
            "Une académie, une région, le pays sont recomptés école par école\u00a0: leur part "
            "n’est ni la somme ni la moyenne de celles des départements. Une ligne à laquelle il "
            "manque des départements les nomme dans sa colonne «\u00a0note\u00a0»."
        ),
        page_words(tr)["estimated"].format(contours=level_words("circonscription", tr).contours),
    ]


def small_number_sentences(tr: Language) -> list[str]:
    """Say what becomes of small numbers, in tables as on pages."""
    return [
        page_words(tr)["fragile"],
        tr(
            "Rien n’est masqué\u00a0: une part va toujours avec le nombre d’écoles dont elle est "
            "faite, qui se lit avant elle. Dans les tableaux, les colonnes en "
            "«\u00a0_fragile\u00a0» marquent les parts d’un groupe d’une à quatre écoles."
        ),
    ]


def change_sentences(compared_to: dt.date | None, tr: Language) -> list[str]:
    """Say how the change is computed, and since when; that there is none without dates."""
    if compared_to is None:
        return [tr("Le registre ne donne pas de dates\u00a0: aucune évolution n’est dite.")]
    return [
        tr(
            "L’évolution est la part des écoles qui ont un ENT au jour montré, moins cette part au "
            "{day}, en points\u00a0: le même jour pour tous les départements.",
            day=tr.day(compared_to),
        ),
        tr(
            "Seules les écoles dont la situation est connue aux deux dates y entrent\u00a0; celle "
            "qui a ouvert entre-temps ne compte qu’à la seconde. Les écoles laissées de côté sont "
            "comptées (left_out_n), et change_low_points et change_high_points disent la plus "
            "petite et la plus grande évolution qu’elles laissent possibles."
        ),
    ]


def empty_sentence(tr: Language) -> str:
    """Say how the tables write what isn't known."""
    return tr(
        "Une case vide\u00a0: on ne sait pas (jamais zéro). Une part est entre 0 et 1 dans les "
        "tableaux, un écart en points de pourcentage\u00a0; un code est un texte\u00a0: importez "
        "ces colonnes comme du texte, ou leurs zéros se perdent."
    )
