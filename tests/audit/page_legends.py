"""What the legend of the page must hold, for each level, date and indicator."""

from collections import Counter
from fractions import Fraction

from coverage_figures import FEW
from numeral_claims import Audit, Claim, Fault
from page_tables import GROUPED, gap_points
from printed import count, plain

PLURALS = {
    "circonscription": ("circonscription", "circonscriptions"),
    "commune": ("commune", "communes"),
    "secteur_college": ("secteur de collège", "secteurs de collège"),
    "epci": ("intercommunalité", "intercommunalités"),
    "arrondissement": ("arrondissement", "arrondissements"),
    "departement": ("département", "départements"),
}
SHARE_CLASSES = ["moins de 20 %", "20 à moins de 40 %", "40 à moins de 60 %",
                 "60 à moins de 80 %", "80 % et plus"]  # fmt: skip
GAP_CLASSES = ["moins de −20 points", "−20 à moins de −5 points", "−5 à moins de 5 points",
               "5 à moins de 20 points", "20 points et plus"]  # fmt: skip
COUNT_CLASSES = ["0", "1 à 4", "5 à 9", "10 à 19", "20 et plus"]
UNKNOWN = "inconnu"
BLANKS = {
    "rural_coverage_share": "sans école publique rurale",
    "rural_urban_gap_points": "sans école publique de l'une des deux sortes",
    "rep_coverage_share": "sans école publique en REP",
    "rep_plus_coverage_share": "sans école publique en REP+",
    "enir_eligible_coverage_share": "sans école publique éligible",
}
NO_SCHOOL = "sans école publique"
"""What is said of a zone that has no school of the kind, or none at all."""


def measured(zone, indicator):
    """Give a zone's value by an indicator, and the schools that it stands on."""
    if indicator in ("without_n", "unknown_n"):
        return zone[indicator], zone["schools_n"]
    if indicator == "rural_urban_gap_points":
        return gap_points(zone), min(zone["rural_schools_n"], zone["urban_schools_n"])
    if indicator in GROUPED:
        group = GROUPED[indicator][0]
        of = zone[f"{group}_schools_n"]
        return ratio(zone[f"{group}_covered_n"], of), of
    unit = {"pupils_coverage_share": "pupils", "classes_coverage_share": "classes"}.get(indicator)
    part, whole = (f"covered_{unit}_n", f"{unit}_n") if unit else ("covered_n", "schools_n")
    return ratio(zone[part], zone[whole]), zone["schools_n"]


def ratio(part, whole):
    """Give an exact share; none of nothing."""
    return Fraction(round(part), round(whole)) if whole > 0 else None


def class_of(value, indicator):
    """Name the class that a value is in: half open, the last one closed."""
    if indicator in ("without_n", "unknown_n"):
        return COUNT_CLASSES[sum(value >= edge for edge in (1, 5, 10, 20))]
    if indicator == "rural_urban_gap_points":
        return GAP_CLASSES[sum(value >= edge for edge in (-20, -5, 5, 20))]
    return SHARE_CLASSES[sum(value >= Fraction(edge, 5) for edge in (1, 2, 3, 4))]


def sorted_out(zones, indicator):
    """Count the zones of each class, and those whose value stands on few schools."""
    classes, fragile = Counter(), 0
    for zone in zones.to_dict("records"):
        value, of = measured(zone, indicator)
        unsure = zone["unknown_n"] + zone["undated_n"] if indicator != "unknown_n" else 0
        if not of or value is None:
            undecided = indicator.startswith("enir") and zone["enir_unknown_n"]
            classes[UNKNOWN if undecided else BLANKS.get(indicator, NO_SCHOOL)] += 1
        else:
            classes[UNKNOWN if 2 * unsure > zone["schools_n"] else class_of(value, indicator)] += 1
            fragile += of < FEW
    return classes, fragile


def legend_faults(state, moment):
    """Hold the legend of a state to what is right."""
    level, indicator = state["level"], state["indicator"]
    place = f"legend, {level} {moment.date:%Y-%m-%d} {indicator}"
    classes, fragile = sorted_out(moment.levels[level], indicator)
    one, many = PLURALS[level]
    claims = [Claim("de moins de 5 écoles")]
    for name in (
        *SHARE_CLASSES,
        *GAP_CLASSES,
        *COUNT_CLASSES,
        *BLANKS.values(),
        NO_SCHOOL,
        UNKNOWN,
    ):
        n = classes[name]
        claims.append(Claim(f"\n{name}\n{{n}} {many if n > 1 else one}", {"n": count(n)}))
    claims.append(Claim(f"{{n}} {many if fragile > 1 else one} de moins de", {"n": count(fragile)}))
    audit = Audit(claims)
    return [fault for line in state["legend"] for fault in audit.faults(line, place)]


def missing_classes(state, moment):
    """Name the classes that have zones and that the legend doesn't show."""
    place = f"legend, {state['level']} {moment.date:%Y-%m-%d} {state['indicator']}"
    classes, _ = sorted_out(moment.levels[state["level"]], state["indicator"])
    shown = {plain(line).strip().split("\n")[0] for line in state["legend"]}
    return [Fault(place, name, "shown", f"{n} zones") for name, n in classes.items()
            if n and name not in shown]  # fmt: skip
