"""What is told of a pace, in French and in English: the same keys in both.

A pair is for one and for several.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_ent.text.numbers import Forms, Texts

__all__ = ["PACE_TEXTS"]

_FR: "Forms" = {
    "list": "\u00a0; ",
    "have": ("a", "ont"),
    "school": ("école", "écoles"),
    "month": ("mois", "mois"),
    # the state and the goal
    "empty": "Il n’y a {none}.",
    "state": "Au {day}, {covered} sur {whole_n} {have} un ENT, soit {share}{doubt}.",
    "state.doubt": "\u00a0; on ne sait pas pour {unknown}",
    "aim": "{share}",
    "aim.of": "{share} des {many}",
    "goal.reached": "L’objectif de {aim} est atteint.",
    "goal.late": "L’échéance du {day} est passée\u00a0: il manque {needed} pour {aim}.",
    "goal.soon": "Pour atteindre {aim} au {day}, il faut encore {equip} {needed} en moins d’un "
    "mois.",
    "goal.months": "Pour atteindre {aim} au {day}, il faut encore {equip} {needed} en "
    "{months}{rate}.",
    "goal.rate": ", soit {rate}",
    "rate.month": "{n} {noun} par mois",
    "rate.months": "{one} tous les {n} mois",
    # the present pace
    "recent.lost": "Depuis le {day}, {gained} de moins {have} un ENT{end}.",
    "recent.none": "Depuis le {day}, {none} de plus n’a d’ENT{end}.",
    "recent.more": "Depuis le {day}, {gained} de plus {have} un ENT, soit {rate}{end}.",
    "end.never": "\u00a0; à ce rythme, l’objectif ne serait jamais atteint",
    "end.far": "\u00a0; à ce rythme, l’objectif ne serait pas atteint avant {years} ans",
    "end.in_time": "\u00a0; à ce rythme, l’objectif serait atteint vers {month}, à temps",
    "end.after": "\u00a0; à ce rythme, l’objectif serait atteint vers {month}, après l’échéance",
    "ahead": "Si la courbe se prolonge, {share} des {many} auront un ENT au {day} (de {low} à "
    "{high}, intervalle à {level}).",
    "ahead.wide": "Jusqu’ici, l’allure a trop changé pour dire où en seront les {many} au {day}.",
}

_EN: "Forms" = {
    "list": "; ",
    "have": ("has", "have"),
    "school": ("school", "schools"),
    "month": ("month", "months"),
    "empty": "There is {none}.",
    "state": "On {day}, {covered_n} of {whole} {have} an ENT, or {share}{doubt}.",
    "state.doubt": "; it isn’t known for {unknown}",
    "aim": "{share}",
    "aim.of": "{share} of {many}",
    "goal.reached": "The goal of {aim} is reached.",
    "goal.late": (
        "The deadline of {day} is past: {needed} is still needed for {aim}.",
        "The deadline of {day} is past: {needed} are still needed for {aim}.",
    ),
    "goal.soon": (
        "To reach {aim} by {day}, {needed} still has to {equip} in less than a month.",
        "To reach {aim} by {day}, {needed} still have to {equip} in less than a month.",
    ),
    "goal.months": (
        "To reach {aim} by {day}, {needed} still has to {equip} within {months}{rate}.",
        "To reach {aim} by {day}, {needed} still have to {equip} within {months}{rate}.",
    ),
    "goal.rate": ", or {rate}",
    "rate.month": "{n} {noun} a month",
    "rate.months": "{one} every {n} months",
    "recent.lost": "Since {day}, {gained_n} fewer {noun} {have} an ENT{end}.",
    "recent.none": "Since {day}, no more {many} have an ENT{end}.",
    "recent.more": "Since {day}, {gained_n} more {noun} {have} an ENT, or {rate}{end}.",
    "end.never": "; at this pace, the goal would never be reached",
    "end.far": "; at this pace, the goal wouldn’t be reached within {years} years",
    "end.in_time": "; at this pace, the goal would be reached around {month}, in time",
    "end.after": "; at this pace, the goal would be reached around {month}, after the deadline",
    "ahead": "If the curve goes on, {share} of {many} will have an ENT on {day} ({low} to {high}, "
    "{level} interval).",
    "ahead.wide": "So far the pace has changed too much to tell where {many} will be on {day}.",
}

PACE_TEXTS: "Texts" = {"fr": _FR, "en": _EN}
