"""The words of the workbook: headings, what they mean, and the values that are words, in French."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo_ent.communes.density import DENSITY_LABELS
from geo_ent.indicators.catalogue import CATALOGUE
from geo_ent.telling.page_words import LEVEL_WORDS, NATURE_WORDS, STATUS_WORDS, TABLE_HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COVERAGE_HEADINGS", "MEANINGS", "OTHER_HEADINGS", "SCHOOL_HEADINGS", "VALUE_WORDS"]

_GROUPS = {
    "rural": "écoles rurales",
    "urban": "écoles urbaines",
    "rep": "écoles de REP",
    "rep_plus": "écoles de REP+",
    "enir_eligible": "écoles éligibles à ENIR",
    "frr": "écoles en France Ruralités",
}


def _of_group(name: str, words: str) -> dict[str, str]:
    title = words[0].upper() + words[1:]
    return {
        f"{name}_schools_n": title,
        f"{name}_covered_n": f"{title} avec un ENT",
        f"{name}_coverage_share": f"Part, {words}",
    }


_RURALITY = {
    "rural_urban_gap_points": "Écart rural–urbain (points)",
    "rural_without_n": "Écoles rurales sans ENT pour toute l’école",
    "rural_unknown_n": "Écoles rurales, situation inconnue",
    "rural_without_pupils_n": "Élèves des écoles rurales sans ENT",
    "rural_without_unfigured_n": "Écoles rurales sans ENT, effectif inconnu",
    "rurality_unknown_n": "Écoles dont la ruralité est inconnue",
}

_SIMPLE = {
    "schools_n": "Écoles",
    "covered_n": "Avec un ENT",
    "coverage_share": "Part avec un ENT",
    "coverage_share_max": "Part maximale possible",
    "class_n": "Certaines classes seulement",
    "planned_n": "ENT prévu",
    "none_n": "Sans ENT",
    "unknown_n": "Situation inconnue",
    "known_share": "Part connue",
    "interval_low": "Intervalle de la part, bas",
    "interval_high": "Intervalle de la part, haut",
    "primary_schools_n": "Écoles sans les maternelles",
    "primary_covered_n": "Sans les maternelles, avec un ENT",
    "pupils_n": "Élèves",
    "covered_pupils_n": "Élèves dont l’école a un ENT",
    "pupils_coverage_share": "Part des élèves",
    "classes_n": "Classes",
    "covered_classes_n": "Classes qui ont un ENT",
    "classes_coverage_share": "Part des classes",
    "accounts_created_n": "Comptes créés",
    "accounts_activated_n": "Comptes activés",
    "accounts_activated_share": "Part des comptes activés",
}

_BY_GROUP = [_of_group(name, words) for name, words in _GROUPS.items()]
_OF_PAGE = TABLE_HEADINGS
COVERAGE_HEADINGS: "Mapping[str, str]" = MappingProxyType(
    {
        column: _OF_PAGE.get(column, title)
        for part in (_SIMPLE, *_BY_GROUP[:2], _RURALITY, *_BY_GROUP[2:])
        for column, title in part.items()
    }
)
"""Columns of a coverage table → headings, in their order; the page's own wherever it has one."""

SCHOOL_HEADINGS: "Mapping[str, str]" = MappingProxyType(
    {
        "uai": "UAI",
        "name": "École",
        "nature": "Nature",
        "sector": "Secteur",
        "commune_name": "Commune",
        "commune_code": "Code de la commune",
        "circonscription_name": "Circonscription",
        "secteur_college_name": "Secteur de collège",
        "epci_name": "Intercommunalité",
        "departement_name": "Département",
        "status": "ENT",
        "solution": "Solution",
        "start": "Depuis le",
        "end": "Jusqu’au",
        "programme": "Programme",
        "phase": "Phase",
        "network": "Réseau d’écoles",
        "pupils_n": "Élèves",
        "classes_n": "Classes",
        "ent_classes_n": "Classes avec ENT",
        "accounts_created_n": "Comptes créés",
        "accounts_activated_n": "Comptes activés",
        "ips": "IPS",
        "priority": "Éducation prioritaire",
        "rpi_code": "RPI",
        "rural": "Rurale",
        "density_class": "Densité de la commune",
        "rurality_basis": "Ruralité d’après",
        "frr": "France Ruralités",
        "enir_2017": "ENIR 2017",
        "enir_2018": "ENIR 2018",
        "label_2020": "Label Écoles numériques 2020",
        "enir_eligible": "Éligible à l’un des trois",
    }
)
"""Columns of the sheet of schools → headings, in their order."""

_GAPS = {
    "rank": "Rang",
    "score": "Score (sur 100)",
    "score_known_share": "Part connue du score",
    "circonscription_code": "Code de la circonscription",
    "secteur_college_code": "Code du secteur de collège",
    "nearest_km": "École équipée la plus proche (km)",
    "nearest_uai": "UAI de la plus proche",
    "nearest_name": "École équipée la plus proche",
    "nearest_same_circonscription": "De la même circonscription",
    "nearest_same_secteur_college": "Du même secteur de collège",
    "around_n": "Écoles alentour",
    "around_covered_n": "Alentour, avec un ENT",
    "around_covered_share": "Part alentour",
    "reasons": "Pourquoi",
}
_AREAS = {
    "zone_code": "Code",
    "zone_name": "Zone",
    "communes_n": "Communes",
    "pupils_unknown_n": "Écoles sans effectif connu",
    "area_km2": "Superficie (km²)",
    "commune_codes": "Codes des communes",
    "commune_names": "Noms des communes",
    "bridge_names": "Communes sans école entre elles",
    "circonscription_names": "Circonscriptions",
    "mean_km": "Distance moyenne (km)",
    "max_km": "Distance la plus grande (km)",
    "names": "Noms des écoles",
    "uais": "UAI des écoles",
}
_CLUSTERS = {
    "cluster_code": "Code du regroupement",
    "centre_uai": "UAI de l’école au centre",
    "centre_name": "École au centre",
    "radius_km": "Rayon (km)",
    "without_n": "Écoles sans ENT",
    "expected_n": "Attendues sans ENT",
    "without_share": "Part sans ENT",
    "outside_without_share": "Part sans ENT ailleurs",
    "log_ratio": "Rapport de vraisemblance (log)",
    "p": "p",
    "sentence": "En une phrase",
}
_DEPLOYMENT = {
    "level": "Niveau",
    "departement_code": "Code du département",
    "zone_covered_n": "Écoles équipées de la zone",
    "covered_share": "Part des écoles équipées",
    "several_n": "Dont avec une autre solution",
    "class_only_n": "Dont dans certaines classes seulement",
    "epci_code": "Code de l’intercommunalité",
    "since": "Depuis le",
    "network": "Réseau d’écoles",
    "college_uai": "UAI du collège",
    "college_name": "Collège",
    "linked_to": "Distances mesurées jusqu’au",
    "solutions": "Solutions",
    "phase": "Phase",
    "first_start": "Première ouverture",
    "last_start": "Dernière ouverture",
}
_MEASURES = {
    "measure": "Mesure",
    "title": "Nom",
    "estimate": "Estimation",
    "se": "Erreur type",
    "low": "Borne basse",
    "high": "Borne haute",
    "note": "Remarque",
    "corrected": "Corrigée du hasard",
    "meaning": "Ce que cela veut dire",
    "group": "Groupe",
    "population": "Effectif du groupe",
    "value": "Valeur du groupe",
    "value_max": "Valeur maximale possible",
    "order": "Ordre",
}

OTHER_HEADINGS: "Mapping[str, str]" = MappingProxyType(
    {
        **COVERAGE_HEADINGS,
        **SCHOOL_HEADINGS,
        **_GAPS,
        **_AREAS,
        **_CLUSTERS,
        **_MEASURES,
        **_DEPLOYMENT,
    }
)
"""Columns of any other sheet → headings; a column that isn't here keeps its name."""

MEANINGS: "Mapping[str, str]" = MappingProxyType(
    {
        **{name: record.caveat_fr for name, record in CATALOGUE.items()},
        "schools_n": "Les écoles comptées ; leurs cinq situations en font le total.",
        "covered_n": "L’ENT est ouvert pour toute l’école.",
        "class_n": "L’ENT n’est ouvert que dans certaines classes : l’école ne compte pas.",
        "planned_n": "Décidé ou en cours, pas encore ouvert à cette date.",
        "none_n": "On sait que l’école n’en a pas, ou n’en a plus.",
        "unknown_n": "Rien n’est connu de l’école : comptée sans ENT dans la part, avec un ENT "
        "dans la part maximale possible.",
        "known_share": "Part des écoles dont la situation est connue : dit ce que valent les "
        "autres chiffres, non ce que font les écoles.",
        "interval_low": "De bas en haut : ce que vaut la part quand les écoles sont peu nombreuses "
        "(Wilson, 95 %). Toutes les écoles sont comptées : ce n’est pas une erreur de sondage.",
        "primary_schools_n": "Écoles élémentaires et primaires.",
        "pupils_n": "Les élèves des écoles dont l’effectif est connu.",
        "classes_n": "Les classes des écoles dont le nombre de classes est connu.",
        "covered_classes_n": "Toutes celles d’une école où l’ENT est ouvert pour toute l’école ; "
        "où il ne l’est que dans certaines classes, celles que dit le relevé d’usage.",
        "accounts_created_n": "Les comptes des écoles dont le relevé d’usage le dit.",
        "accounts_activated_n": "Les comptes que leur titulaire a ouverts.",
        "ent_classes_n": "D’après le relevé d’usage.",
        "rural_without_n": "Écoles rurales qui n’ont pas d’ENT, ou dont l’ENT est prévu ou limité "
        "à certaines classes.",
        "rural_without_pupils_n": "Les élèves de ces écoles, là où l’effectif est connu.",
        "frr_schools_n": "Écoles d’une commune classée France Ruralités Revitalisation.",
    }
)
"""What a column means, where its heading doesn't say enough: the catalogue's words, and ours."""

_ELIGIBLE = {"eligible": "éligible", "not_eligible": "non éligible", "undecided": "indécidé"}

VALUE_WORDS: "Mapping[str, Mapping[Any, str]]" = MappingProxyType(
    {
        "linked_to": {"college": "collège", "middle": "milieu du réseau"},
        "level": {"territory": "ensemble"}
        | {level: words.one for level, words in LEVEL_WORDS.items()},
        "status": dict(STATUS_WORDS),
        "nature": dict(NATURE_WORDS),
        "sector": {"public": "public", "prive": "privé"},
        "density_class": DENSITY_LABELS,
        "rurality_basis": {"insee": "grille de l’INSEE", "estimated": "estimation"},
        "enir_2017": _ELIGIBLE,
        "enir_2018": _ELIGIBLE,
        "label_2020": _ELIGIBLE,
    }
)
"""Columns whose values are words of ours → how people say each."""
