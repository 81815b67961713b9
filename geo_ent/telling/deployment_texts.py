"""What is told of a deployment, in French and in English: the same keys in both.

A pair is for one and for several. French terms of art stay French.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo_ent.text.numbers import Forms, Texts

__all__ = ["DEPLOYMENT_TEXTS"]

_FR: "Forms" = {
    "list": "\u00a0; ",
    "and": " et ",
    "or": " ou ",
    "have": ("a", "ont"),
    "school": ("école", "écoles"),
    "pupil": ("élève", "élèves"),
    "college": ("collège", "collèges"),
    # solutions
    "solution.of_one": "L’école qui a un ENT utilise {solutions}.",
    "solution.alone": "Les écoles qui ont un ENT utilisent toutes {solution}.",
    "solutions": "Solutions des {covered} écoles qui ont un ENT\u00a0: {parts}.",
    "solution": "{solution}, {schools} ({share})",
    "solution.partly": "{solution}, {schools}, dont {limited} dans certaines classes seulement "
    "({share})",
    "solution.limited": "{solution}, {schools}, dans certaines classes seulement ({share})",
    "solution.unnamed": "non précisée",
    "others": ("et {n} autre", "et {n} autres"),
    "solutions.several": (
        "{schools} a plusieurs solutions à la fois, et compte pour chacune.",
        "{schools} ont plusieurs solutions à la fois, et comptent pour chacune.",
    ),
    "solutions.all_several": "Toutes ont plusieurs solutions à la fois, et comptent pour chacune.",
    # communes and EPCI that joined
    "commune.joined": (
        "{n} commune a adhéré, sur {among} qui ont une école, soit {share}{when}.",
        "{n} communes ont adhéré, sur {among} qui ont une école, soit {share}{when}.",
    ),
    "epci.joined": (
        "{n} intercommunalité a adhéré, sur {among} qui ont une école, soit {share}{when}.",
        "{n} intercommunalités ont adhéré, sur {among} qui ont une école, soit {share}{when}.",
    ),
    "joined.on": ", le {day}",
    "joined.all_on": ", toutes le {day}",
    "joined.from_to": ", de la première le {first} à la dernière le {last}",
    "joined.school": "Sa seule école a un ENT{pupils}.",
    "joined.all": (
        "Ses {covered} écoles ont toutes un ENT{pupils}.",
        "Leurs {covered} écoles ont toutes un ENT{pupils}.",
    ),
    "joined.some": (
        "De ses écoles, {covered} sur {schools_n} {have} un ENT{pupils}.",
        "De leurs écoles, {covered} sur {schools_n} {have} un ENT{pupils}.",
    ),
    "joined.pupils": ", pour {pupils}",
    "commune.planned": ("{n} commune est annoncée.", "{n} communes sont annoncées."),
    "commune.planned_too": (
        "{n} autre commune est annoncée.",
        "{n} autres communes sont annoncées.",
    ),
    "epci.planned": (
        "{n} intercommunalité est annoncée.",
        "{n} intercommunalités sont annoncées.",
    ),
    "epci.planned_too": (
        "{n} autre intercommunalité est annoncée.",
        "{n} autres intercommunalités sont annoncées.",
    ),
    # networks of schools
    "networks": (
        "{n} réseau d’écoles est en place\u00a0: {schools}{colleges}.",
        "{n} réseaux d’écoles sont en place\u00a0: {schools}{colleges}.",
    ),
    "networks.colleges": ", et {colleges}",
    "networks.far": "Leurs écoles sont à {mean}\u00a0km {whom} en moyenne, à {longest}\u00a0km au "
    "plus.",
    "networks.from_college": "de leur collège",
    "networks.from_middle": "du milieu de leur réseau",
    "networks.waiting": (
        "{n} réseau n’a encore aucune école avec un ENT\u00a0: {names}.",
        "{n} réseaux n’ont encore aucune école avec un ENT\u00a0: {names}.",
    ),
    "networks.unplaced": (
        "{schools} de ces réseaux est sans point et n’est pas reliée sur la carte.",
        "{schools} de ces réseaux sont sans point et ne sont pas reliées sur la carte.",
    ),
    "networks.several": (
        "{schools} est de plusieurs réseaux.",
        "{schools} sont de plusieurs réseaux.",
    ),
    # phases
    "phase": "{name}\u00a0: {schools}{opened}.",
    "phase.others": ("{n} autre phase\u00a0: {schools}.", "{n} autres phases\u00a0: {schools}."),
    "ent.all": ("{schools}, avec un ENT", "{schools}, toutes avec un ENT"),
    "ent.none": ("{schools}, pas encore avec un ENT", "{schools}, aucune avec un ENT"),
    "ent.some": "{schools}, dont {covered} avec un ENT",
    "class.all": "{schools}, avec un ENT dans certaines classes seulement",
    "class.some": "{schools}, dont {partial} avec un ENT dans certaines classes seulement",
    "class.both": "{schools}, dont {covered} avec un ENT et {partial} dans certaines classes "
    "seulement",
    "opened.on": "\u00a0; ouverture le {first}",
    "opened.from_to": "\u00a0; ouvertures du {first} au {last}",
    "planned.on": "\u00a0; ouverture prévue le {first}",
    "planned.from_to": "\u00a0; ouvertures prévues du {first} au {last}",
    # how schools got their ENT
    "scopes": "L’ENT est ouvert\u00a0: {parts}.",
    "scope": "{how}, pour {schools}",
    "scope.school": "école par école",
    "scope.rpi": "par RPI entiers",
    "scope.commune": "par communes entières",
    "scope.secteur_college": "par secteurs de collège entiers",
    "scope.circonscription": "par circonscriptions entières",
    "scope.epci": "par intercommunalités entières",
    "scope.departement": "dans tout le département",
    "whole.all": "Les {n} circonscriptions sont équipées en entier.",
    "whole": (
        "{n} circonscription sur {among} est équipée en entier\u00a0: {parts}.",
        "{n} circonscriptions sur {among} sont équipées en entier\u00a0: {parts}.",
    ),
    "accounts": (
        "{n} compte est activé sur {created} créés, soit {share}.",
        "{n} comptes sont activés sur {created} créés, soit {share}.",
    ),
}

_EN: "Forms" = {
    "list": "; ",
    "and": " and ",
    "or": " or ",
    "have": ("has", "have"),
    "school": ("school", "schools"),
    "pupil": ("pupil", "pupils"),
    "college": ("collège", "collèges"),
    "solution.of_one": "The school with an ENT uses {solutions}.",
    "solution.alone": "The schools with an ENT all use {solution}.",
    "solutions": "Solutions of the {covered} schools with an ENT: {parts}.",
    "solution": "{solution}, {schools} ({share})",
    "solution.partly": "{solution}, {schools}, {limited} of them in some classes only ({share})",
    "solution.limited": "{solution}, {schools}, in some classes only ({share})",
    "solution.unnamed": "not specified",
    "others": ("and {n} other", "and {n} others"),
    "solutions.several": (
        "{schools} has several solutions at once, and counts for each.",
        "{schools} have several solutions at once, and count for each.",
    ),
    "solutions.all_several": "All of them have several solutions at once, and count for each.",
    "commune.joined": (
        "{n} commune has joined, of {among} that have a school, or {share}{when}.",
        "{n} communes have joined, of {among} that have a school, or {share}{when}.",
    ),
    "epci.joined": (
        "{n} intercommunalité has joined, of {among} that have a school, or {share}{when}.",
        "{n} intercommunalités have joined, of {among} that have a school, or {share}{when}.",
    ),
    "joined.on": ", on {day}",
    "joined.all_on": ", all on {day}",
    "joined.from_to": ", the first on {first}, the last on {last}",
    "joined.school": "Its only school has an ENT{pupils}.",
    "joined.all": (
        "Its {covered} schools all have an ENT{pupils}.",
        "Their {covered} schools all have an ENT{pupils}.",
    ),
    "joined.some": (
        "{covered} of its {schools_n} schools {have} an ENT{pupils}.",
        "{covered} of their {schools_n} schools {have} an ENT{pupils}.",
    ),
    "joined.pupils": ", for {pupils}",
    "commune.planned": ("{n} commune is announced.", "{n} communes are announced."),
    "commune.planned_too": (
        "{n} other commune is announced.",
        "{n} other communes are announced.",
    ),
    "epci.planned": (
        "{n} intercommunalité is announced.",
        "{n} intercommunalités are announced.",
    ),
    "epci.planned_too": (
        "{n} other intercommunalité is announced.",
        "{n} other intercommunalités are announced.",
    ),
    "networks": (
        "{n} network of schools is in place: {schools}{colleges}.",
        "{n} networks of schools are in place: {schools}{colleges}.",
    ),
    "networks.colleges": ", and {colleges}",
    "networks.far": "Their schools are {mean}\u00a0km {whom} on average, {longest}\u00a0km at "
    "most.",
    "networks.from_college": "from their collège",
    "networks.from_middle": "from the middle of their network",
    "networks.waiting": (
        "{n} network has no school with an ENT yet: {names}.",
        "{n} networks have no school with an ENT yet: {names}.",
    ),
    "networks.unplaced": (
        "{schools} of these networks has no point and isn’t linked on the map.",
        "{schools} of these networks have no point and aren’t linked on the map.",
    ),
    "networks.several": (
        "{schools} is in several networks.",
        "{schools} are in several networks.",
    ),
    "phase": "{name}: {schools}{opened}.",
    "phase.others": ("{n} other phase: {schools}.", "{n} other phases: {schools}."),
    "ent.all": ("{schools}, with an ENT", "{schools}, all with an ENT"),
    "ent.none": ("{schools}, without an ENT yet", "{schools}, none with an ENT"),
    "ent.some": "{schools}, {covered} of them with an ENT",
    "class.all": "{schools}, with an ENT in some classes only",
    "class.some": "{schools}, {partial} of them with an ENT in some classes only",
    "class.both": "{schools}, {covered} of them with an ENT and {partial} in some classes only",
    "opened.on": "; opened on {first}",
    "opened.from_to": "; opened from {first} to {last}",
    "planned.on": "; opening planned on {first}",
    "planned.from_to": "; openings planned from {first} to {last}",
    "scopes": "The ENT is open: {parts}.",
    "scope": "{how}, for {schools}",
    "scope.school": "school by school",
    "scope.rpi": "by whole RPI",
    "scope.commune": "by whole communes",
    "scope.secteur_college": "by whole secteurs de collège",
    "scope.circonscription": "by whole circonscriptions",
    "scope.epci": "by whole intercommunalités",
    "scope.departement": "in the whole département",
    "whole.all": "All {n} circonscriptions are equipped in full.",
    "whole": (
        "{n} circonscription of {among} is equipped in full: {parts}.",
        "{n} circonscriptions of {among} are equipped in full: {parts}.",
    ),
    "accounts": (
        "{n} account is activated of {created} created, or {share}.",
        "{n} accounts are activated of {created} created, or {share}.",
    ),
}

DEPLOYMENT_TEXTS: "Texts" = {"fr": _FR, "en": _EN}
