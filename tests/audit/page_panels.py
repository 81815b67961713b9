"""What the page's panel must say of the territory and of each zone."""

import numpy as np
from coverage_figures import FEW, members, wilson
from numeral_claims import Audit, Claim
from page_legends import PLURALS
from page_tables import GROUPED, cell, share
from printed import count, day, month, per_cent
from sentence_claims import names_with_digits

STATUS_LINES = {
    "covered_n": "Un ENT pour toute l'école",
    "class_n": "Un ENT dans certaines classes seulement",
    "planned_n": "Un ENT prévu, pas encore ouvert",
    "not_yet_n": "Pas encore d'ENT à cette date",
    "undated_n": "Un ENT dont l'ouverture n'est pas datée",
    "none_n": "Pas d'ENT",
    "unknown_n": "Situation inconnue",
}
PAST_LINES = ("undated_n", "not_yet_n")
"""The situations that there are at a past date only."""
GROUP_LINES = {
    "maternelle": "Maternelles", "elementaire": "Élémentaires", "primaire": "Primaires",
    "rural": "Rurales", "urban": "Urbaines", "rep": "REP", "rep_plus": "REP+",
    "frr": "En zone FRR", "enir_eligible": "Éligibles à ENIR ou au label 2020",
}  # fmt: skip
INDICATOR_TITLES = {
    "coverage_share": "Part avec un ENT",
    "pupils_coverage_share": "Part des élèves dont l'école a un ENT",
    "classes_coverage_share": "Part des classes qui ont un ENT",
    "without_n": "Nombre d'écoles sans ENT pour toute l'école",
    "rural_urban_gap_points": "Écart entre écoles rurales et urbaines",
    "unknown_n": "Situation inconnue",
} | {indicator: titles[1] for indicator, titles in GROUPED.items()}
COUNTED = (
    "Nombre d'écoles sans ENT pour toute l'école", "Écart entre écoles rurales et urbaines",
    "Nombre d'écoles dont la situation est inconnue",
)  # fmt: skip
LISTED = 60
"""How many of a zone's schools are listed before one asks for the others."""
PARTS = {
    "coverage_share": ("covered_n", "schools_n"),
    "pupils_coverage_share": ("covered_pupils_n", "pupils_n"),
    "classes_coverage_share": ("covered_classes_n", "classes_n"),
} | {name: (f"{of[0]}_covered_n", f"{of[0]}_schools_n") for name, of in GROUPED.items()}


def panel_audit(right, moment, indicator, level=None, code=None):
    """Make the claims about a panel: of a zone, or of the territory."""
    zone = moment.whole if code is None else moment.levels[level].loc[code]
    schools = moment.schools
    if code is not None:
        schools = schools[schools[f"{level}_code"] == code]
    claims = [
        *coverage_lines(zone, moment.whole),
        *when(moment),
        *trend(right, moment, indicator, level, code),
        *group_lines(schools),
        *units(zone),
        *solutions(schools),
    ]
    if code is not None:
        claims += [*compared(moment, level, code, zone), *listed_schools(schools)]
    return Audit(claims, names_with_digits(right.case))


def when(moment):
    """Claim the date."""
    figures_ = {"day": str(moment.date.day), "year": str(moment.date.year)}
    text = month(moment.date).rsplit(" ", 1)[0]
    return [
        Claim(f"\nEn {text} {{year}}\n", figures_),
        Claim(f"\nAu {{day}} {text} {{year}}\n", figures_),
    ]


def coverage_lines(zone, whole):
    """Claim the counts of a zone by situation, its share, what bounds it and its interval."""
    covered, schools = zone["covered_n"], zone["schools_n"]
    unsure = zone["unknown_n"] + zone["undated_n"]
    low, high = wilson(covered, schools) if schools else (0, 0)
    told = {
        "covered": count(covered),
        "schools": count(schools),
        "share": per_cent(covered, schools) if schools else "",
        "most": per_cent(covered + unsure, schools) if schools else "",
        "unsure": count(unsure),
        "unknown": count(zone["unknown_n"]),
        "undated": count(zone["undated_n"]),
        "low": per_cent(float(max(low, 0))),
        "high": per_cent(float(min(high, 1))),
    }
    lines = [
        Claim(f"\n{words}\n{{n}}", {"n": count(zone[name])})
        for name, words in STATUS_LINES.items()
        if name not in PAST_LINES or whole[name]
    ]
    return [
        *lines,
        Claim("{covered} école[[s|]]<which>sur {schools} [[ont|a]] un ENT ({share} %)", told),
        Claim("Entre {share} % et {most} %, selon", told),
        Claim("selon les {unsure} écoles dont on ne sait rien", told),
        Claim("la part irait de {low} % à {high} % (95 %)", told),
        Claim("Part fragile : {schools} école", told),
    ]


def trend(right, moment, indicator, level, code):
    """Claim each line of the history: each date's value, and the line of the indicator."""
    claims = []
    for other in right.moments:
        zone = other.whole if code is None else other.levels[level].loc[code]
        value = cell(INDICATOR_TITLES[indicator], zone).rstrip("*").split(" ")[0]
        part, whole = PARTS.get(indicator, ("covered_n", "schools_n"))
        undated = f"{GROUPED[indicator][0]}_undated_n" if indicator in GROUPED else "undated_n"
        told = {"value": value, "part": whole_number(zone[part]), "undated": count(zone[undated]),
                "whole": whole_number(zone[whole])}  # fmt: skip
        # beside pupils, classes and gaps the undated are said to be schools
        among = "" if part.endswith("covered_n") and not indicator.endswith("points") else "école "
        several = among.replace(" ", "s ")
        undated_words = f"+ {{undated}} [[{several}|{among}]]non datée"
        for date in (month(other.date).capitalize(), day(other.date)):
            shared = f"\n{date}\t{{value}} % ({{part}} sur {{whole}})"
            counted = f"\n{date}\t[[environ |]]{{value}} [[points|point|écoles|école]]"
            if zone["unknown_n"] == zone["schools_n"]:  # of whom nobody knows no share is told
                claims.append(Claim(f"\n{date}\tinconnu"))
            for line in (shared, counted):
                claims += [Claim(line, told), Claim(f"{line}[[ |\n]]{undated_words}", told)]
        if other is moment:
            claims.append(Claim(" ENT : {value} % ({part} sur {whole})", told))
            claims += [
                Claim(f"{words} : [[environ |]]{{value}} [[points|point|écoles|école]]", told)
                for words in COUNTED
            ]
    return claims


def whole_number(value):
    """Write a count; nothing for one that isn't known."""
    return "" if np.isnan(value) else count(value)


def group_lines(schools):
    """Claim the table of kinds of schools."""
    covered, claims = schools["status"] == "school", []
    for group, words in GROUP_LINES.items():
        of = members(schools, group)
        told = {
            "schools": count(of.sum()),
            "covered": count((of & covered).sum()),
            "share": share((of & covered).sum(), of.sum()).removesuffix(" %"),
        }
        few = " fragile" if of.sum() < FEW else ""
        claims.append(Claim(f"\n{words}{few}\t{{schools}}\t{{covered}}\t{{share}} %", told))
    return claims


def units(zone):
    """Claim the sentences about pupils and classes."""
    claims = []
    for unit, one in (("pupils", "élève"), ("classes", "classe")):
        part, whole = zone[f"covered_{unit}_n"], zone[f"{unit}_n"]
        if whole > 0:
            told = {"part": count(part), "whole": count(whole), "share": per_cent(part, whole)}
            told["share"] = share(part, whole).removesuffix(" %")
            claims.append(Claim(f"{{part}} {one}[[s|]] sur {{whole}} ({{share}} %)", told))
    return claims


def solutions(schools):
    """Claim how many of the equipped schools have each solution."""
    of = schools[schools["status"] == "school"]["solution"]
    return [
        Claim(f"\n{solution or 'Sans solution nommée'} {{n}}", {"n": count(n)})
        for solution, n in of.value_counts().items()
    ]


def compared(moment, level, code, zone):
    """Claim a zone's place among those of five schools or more, and the two bars."""
    if zone["schools_n"] == moment.whole["schools_n"]:
        return []  # it is the whole: there is nothing to compare it with
    zones = moment.levels[level]
    big = zones[zones["schools_n"] >= FEW]
    higher = (big["coverage_share"] > zone["coverage_share"] + 1e-12).sum()
    lower = (big["coverage_share"] < zone["coverage_share"] - 1e-12).sum()
    name = moment.case.zone_names[level][code]
    many = PLURALS[level][1]
    told = {"n": count(len(big)), "from_top": str(higher + 1), "from_bottom": str(lower + 1),
            "equal": count(len(big) - higher - lower - 1)}  # fmt: skip
    value = share(zone["covered_n"], zone["schools_n"]).removesuffix(" %")
    whole = share(moment.whole["covered_n"], moment.whole["schools_n"]).removesuffix(" %")
    return [
        Claim(f"{{from_top}}[[re|e]] plus forte part sur {{n}} {many}", told),
        Claim(f"{{from_bottom}}[[re|e]] plus faible part sur {{n}} {many}", told),
        Claim("d'au moins 5 écoles"),
        *[Claim(f"\nLa plus forte part sur {{n}} {many}", told)] * int(higher == 0),
        *[Claim(f"\nLa plus faible part sur {{n}} {many}", told)] * int(lower == 0),
        Claim("à égalité avec {equal} autre", told),
        Claim(f"ensemble\n{name}\n{{value}} %", {"value": value}),
        Claim("\nIlle-et-Vilaine\n{value} %", {"value": whole}),
        *(
            Claim(
                f" %\n{other}\n{{value}} %\nIlle",
                {"value": value_of(of)},
            )
            for other, of in named(moment, "circonscription")
        ),
    ]


def value_of(zone):
    """Write the share of a zone that has schools."""
    return per_cent(zone["covered_n"], zone["schools_n"])


def named(moment, level):
    """Give the zones of a level with a school, by name."""
    names = moment.case.zone_names[level]
    for code, zone in moment.levels[level].iterrows():
        if zone["schools_n"]:
            yield names[code], zone


def listed_schools(schools):
    """Claim the list of a zone's schools: how many, and each one's pupils."""
    pupils, more = schools["pupils_n"], len(schools) - LISTED

    def of(match):
        told = pupils.get(match["uai"], np.nan)
        return {"pupils": "not known" if np.isnan(told) else count(told)}

    return [
        Claim("Ses {n} écoles", {"n": count(len(schools))}),
        *[Claim("Voir les {n} autres", {"n": count(more)})] * int(more > 1),
        Claim("{pupils} élève[[s|]]\n<status>UAI <uai>", of),
    ]
