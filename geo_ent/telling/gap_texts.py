"""What is told of the gaps, in French and in English: the same keys in both."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_ent.text.numbers import Forms, Texts

__all__ = ["GAP_TEXTS"]

_FR: "Forms" = {
    "join": "\u00a0; ",
    "and": " et ",
    "unknown": "non connu\u00a0: {criteria}",
    "pupil": ("élève", "élèves"),
    "class": ("classe", "classes"),
    "status.none": "sans ENT",
    "status.class": "ENT limité à certaines classes",
    "status.planned": "ENT prévu",
    "status.unknown": "situation inconnue",
    "here": "une école équipée au même endroit",
    "near": "à {km} km de l’école équipée la plus proche",
    "near.elsewhere": "à {km} km de l’école équipée la plus proche, dans une autre circonscription",
    "around.alone": "aucune autre école à moins de {within}\u00a0km",
    "around.none": (
        "une autre école à moins de {within}\u00a0km, aucune équipée que l’on sache",
        "{n} autres écoles à moins de {within}\u00a0km, aucune équipée que l’on sache",
    ),
    "around.one": (
        "une autre école à moins de {within}\u00a0km, {covered} équipée que l’on sache",
        "{n} autres écoles à moins de {within}\u00a0km, {covered} équipée que l’on sache",
    ),
    "around.some": "{n} autres écoles à moins de {within}\u00a0km, {covered} équipées que l’on "
    "sache",
    "frr.FRR+": "commune classée FRR+",
    "frr.FRR socle": "commune classée FRR socle",
    "frr.FRR bénéficiaire": "commune bénéficiaire de FRR",
    "frr.Classée FRR partiellement": "commune classée FRR en partie",
    "frr.FRR bénéficiaire partiellement": "commune bénéficiaire de FRR en partie",
    "priority": "en {priority}",
    "rpi": "en RPI",
    "eligible": "éligible {editions}",
    "enir_2017": "à ENIR 2017",
    "enir_2018": "à ENIR 2018",
    "label_2020": "au label Écoles numériques 2020",
    "ips": "IPS de {ips}",
    # what the white areas leave out
    "school": ("école", "écoles"),
    "commune": ("commune", "communes"),
    "or": " ou ",
    "areas.rurality": "On ne sait pas quelles communes sont rurales : toutes peuvent être d’une "
    "zone blanche.",
    "areas.no_school": "Il n’y a aucune école.",
    "areas.all": "Chaque commune qui a des écoles en a au moins une avec un ENT.",
    "areas.all_rural": "Chaque commune rurale qui a des écoles en a au moins une avec un ENT.",
    "areas.unknown": (
        "{communes} dont on ne sait rien des écoles n’est d’aucune zone blanche.",
        "{communes} dont on ne sait rien des écoles ne sont d’aucune zone blanche.",
    ),
    "areas.unknown_in": "Les zones blanches ont {schools} dont on ne sait rien.",
    "areas.small": (
        "{n} zone blanche de moins de {least} n’est pas montrée.",
        "{n} zones blanches de moins de {least} ne sont pas montrées.",
    ),
    # what the groups leave out, and why there is none
    "groups.unknown": (
        "{schools} dont on ne sait rien n’est pas comptée dans les regroupements.",
        "{schools} dont on ne sait rien ne sont pas comptées dans les regroupements.",
    ),
    "groups.unplaced": (
        "{schools} sans point ne peut être d’aucun regroupement.",
        "{schools} sans point ne peuvent être d’aucun regroupement.",
    ),
    "groups.chance": "Aucun regroupement d’écoles sans ENT ne se distingue du hasard (au seuil de "
    "{level})\u00a0; le plus marqué, {where}, a p = {p}.",
    "groups.where": "dans un rayon de {km}\u00a0km autour de « {name} »{commune}",
    "groups.where_one": "à l’endroit de « {name} »{commune}",
    "groups.no_school": "Aucune école n’a une situation connue : il n’y a pas de regroupement à "
    "chercher.",
    "groups.none_has": "Aucune école connue n’a d’ENT : c’est tout le territoire, non un "
    "regroupement.",
    "groups.all_have": "Toutes les écoles connues ont un ENT : il n’y a pas de regroupement à "
    "chercher.",
    "groups.too_few": "Trop peu d’écoles connues pour chercher un regroupement d’écoles sans ENT.",
}

_EN: "Forms" = {
    "join": "; ",
    "and": " and ",
    "unknown": "not known: {criteria}",
    "pupil": ("pupil", "pupils"),
    "class": ("class", "classes"),
    "status.none": "no ENT",
    "status.class": "ENT in some classes only",
    "status.planned": "ENT planned",
    "status.unknown": "situation unknown",
    "here": "an equipped school in the same place",
    "near": "{km}\u00a0km from the nearest equipped school",
    "near.elsewhere": "{km}\u00a0km from the nearest equipped school, in another circonscription",
    "around.alone": "no other school within {within}\u00a0km",
    "around.none": (
        "one other school within {within}\u00a0km, not equipped as far as is known",
        "{n} other schools within {within}\u00a0km, none equipped as far as is known",
    ),
    "around.one": (
        "one other school within {within}\u00a0km, equipped",
        "{n} other schools within {within}\u00a0km, {covered} equipped as far as is known",
    ),
    "around.some": "{n} other schools within {within}\u00a0km, {covered} equipped as far as is "
    "known",
    "frr.FRR+": "commune in FRR+",
    "frr.FRR socle": "commune in FRR socle",
    "frr.FRR bénéficiaire": "commune that benefits from FRR",
    "frr.Classée FRR partiellement": "commune partly in FRR",
    "frr.FRR bénéficiaire partiellement": "commune that partly benefits from FRR",
    "priority": "in {priority}",
    "rpi": "in an RPI",
    "eligible": "eligible for {editions}",
    "enir_2017": "ENIR 2017",
    "enir_2018": "ENIR 2018",
    "label_2020": "the label Écoles numériques 2020",
    "ips": "IPS {ips}",
    "school": ("school", "schools"),
    "commune": ("commune", "communes"),
    "or": " or ",
    "areas.rurality": "It isn’t known which communes are rural: all may be in a white area.",
    "areas.no_school": "There is no school.",
    "areas.all": "Each commune that has schools has one at least with an ENT.",
    "areas.all_rural": "Each rural commune that has schools has one at least with an ENT.",
    "areas.unknown": (
        "{communes}, of whose schools nothing is known, is in no white area.",
        "{communes}, of whose schools nothing is known, are in no white area.",
    ),
    "areas.unknown_in": "The white areas have {schools} of which nothing is known.",
    "areas.small": (
        "{n} white area of fewer than {least} isn’t shown.",
        "{n} white areas of fewer than {least} aren’t shown.",
    ),
    "groups.unknown": (
        "{schools} of which nothing is known isn’t counted in the groups.",
        "{schools} of which nothing is known aren’t counted in the groups.",
    ),
    "groups.unplaced": (
        "{schools} without a point can be in no group.",
        "{schools} without a point can be in no group.",
    ),
    "groups.chance": "No group of schools without an ENT stands out from chance (at the level of "
    "{level}); the strongest, {where}, has p = {p}.",
    "groups.where": "within {km}\u00a0km of “{name}”{commune}",
    "groups.where_one": "at “{name}”{commune}",
    "groups.no_school": "The situation of no school is known: there is no group to look for.",
    "groups.none_has": "No known school has an ENT: this is the whole territory, not a group.",
    "groups.all_have": "All known schools have an ENT: there is no group to look for.",
    "groups.too_few": "Too few known schools to look for a group of schools without an ENT.",
}

GAP_TEXTS: "Texts" = {"fr": _FR, "en": _EN}
