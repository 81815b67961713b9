"""What is told of a cost, in French and in English: the same keys in both.

A pair is for one and for several.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_ent.text.numbers import Forms, Texts

__all__ = ["COST_TEXTS"]

_FR: "Forms" = {
    "list": "\u00a0; ",
    "school": ("école", "écoles"),
    "euros": "{n}\u00a0€",
    "most": "au plus ",
    "cost": "Le programme coûte {budget} pour {schools}{each}{pupil}.",
    "cost.each": ", soit {euros} par école",
    "cost.pupil": " et {most}{euros} par élève",
    "cost.year": "Sur {over}, cela fait {school} par école et par an.",
    "cost.year_pupil": "Sur {over}, cela fait {school} par école et {most}{pupil} par élève, "
    "chaque année.",
    "years.one": "un an",
    "years": "{n}\u00a0ans",
    "funding": "Financement\u00a0— {parts}.",
    "funder": "{name}\u00a0: {euros} ({share})",
    "cost.goal": "Rapporté aux {n} écoles de l’objectif, ce budget ferait {euros} par école.",
    "cost.missing": (
        "Au même coût par école, équiper l’école qui manque coûterait {euros}.",
        "Au même coût par école, équiper les {n} écoles qui manquent coûterait {euros}.",
    ),
}

_EN: "Forms" = {
    "list": "; ",
    "school": ("school", "schools"),
    "euros": "€{n}",
    "most": "at most ",
    "cost": "The programme costs {budget} for {schools}{each}{pupil}.",
    "cost.each": ", or {euros} a school",
    "cost.pupil": " and {most}{euros} a pupil",
    "cost.year": "Over {over}, this is {school} a school a year.",
    "cost.year_pupil": "Over {over}, this is {school} a school and {most}{pupil} a pupil, each "
    "year.",
    "years.one": "one year",
    "years": "{n} years",
    "funding": "Funding\u00a0— {parts}.",
    "funder": "{name}: {euros} ({share})",
    "cost.goal": "Spread over the {n} schools of the goal, this budget would be {euros} a school.",
    "cost.missing": (
        "At the same cost a school, equipping the school still needed would cost {euros}.",
        "At the same cost a school, equipping the {n} schools still needed would cost {euros}.",
    ),
}

COST_TEXTS: "Texts" = {"fr": _FR, "en": _EN}
