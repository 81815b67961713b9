"""What the legend of the page must hold, for each level, date and indicator."""

import math
import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise

from coverage_figures import FEW
from numeral_claims import Audit, Claim, Fault
from page_tables import GROUPED, gap_points
from printed import count, day, plain
from raw_files import DATE

PLURALS = {
    "circonscription": ("circonscription", "circonscriptions"),
    "commune": ("commune", "communes"),
    "secteur_college": ("secteur de collège", "secteurs de collège"),
    "epci": ("intercommunalité", "intercommunalités"),
    "arrondissement": ("arrondissement", "arrondissements"),
    "departement": ("département", "départements"),
}
SPANS = (
    re.compile(r"moins de (?P<high>−?\d+)(?P<unit> %| points)"),
    re.compile(r"(?P<low>−?\d+) à moins de (?P<high>−?\d+)(?P<unit> %| points)"),
    re.compile(r"(?P<low>−?\d+)(?P<unit> %| points) et plus"),
    re.compile(r"(?P<low>\d+) et plus"),
    re.compile(r"(?P<low>\d+) à (?P<last>\d+)"),
    re.compile(r"(?P<low>\d+)"),
)
"""What a class is called, by the values that it holds; whole numbers have a last one."""
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


def span_of(name):
    """Read from the name of a class the values that it holds: from, to under; None for no class."""
    for pattern in SPANS:
        found = pattern.fullmatch(plain(name))
        if found:
            said = found.groupdict()
            scale = 100 if said.get("unit") == " %" else 1
            low, high, last = (
                Fraction(int(said[end].replace("−", "-")), scale) if said.get(end) else None
                for end in ("low", "high", "last")
            )
            single = low is not None and "high" not in said and name.strip().isdigit()
            high = last + 1 if last is not None else low + 1 if single else high
            return (-math.inf if low is None else low, math.inf if high is None else high)
    return None


def spans_told(lines):
    """Give the classes that a legend names, with the values that each holds."""
    names = [plain(line).strip().split("\n")[0] for line in lines]
    return {name: span_of(name) for name in names if span_of(name)}


def classes_named(line):
    """Give the names of the classes that a line of the workbook lists, if they leave no hole."""
    head, _, listed = plain(line).partition(" : ")
    if not head.startswith("Classes de la carte"):
        return []
    spans = spans_told(listed.removesuffix(".").split(" ; "))
    ends = list(spans.values())
    whole = (ends[0][0], ends[-1][1]) == (-math.inf, math.inf)
    return list(spans) if whole and all(a[1] == b[0] for a, b in pairwise(ends)) else []


def sorted_out(zones, indicator, spans):
    """Count the zones of each class, and those whose value stands on few schools."""
    classes, fragile = Counter(), 0
    for zone in zones:
        value, of = measured(zone, indicator)
        unsure = zone["unknown_n"] + zone["undated_n"] if indicator != "unknown_n" else 0
        if not of or value is None:
            undecided = indicator.startswith("enir") and zone["enir_unknown_n"]
            classes[UNKNOWN if undecided else BLANKS.get(indicator, NO_SCHOOL)] += 1
        else:
            holding = [name for name, (low, high) in spans.items() if low <= value < high]
            held = holding[0] if len(holding) == 1 else f"{len(holding)} classes"
            classes[UNKNOWN if 2 * unsure > zone["schools_n"] else held] += 1
            fragile += of < FEW
    return classes, fragile


def class_faults(states):
    """Hold the classes to what a reader counts on: few, rounded, without a hole, at every date."""
    faults, told = [], {}
    for state in states:
        names = told.setdefault((state["level"], state["indicator"]), [])
        names.append(tuple(spans_told(state["legend"])))
    for (level, indicator), names in told.items():
        place, spans = f"legend, {level} {indicator}", list(spans_told(names[0]).values())
        inner = [low for low, _ in spans[1:]]
        whole = indicator in ("without_n", "unknown_n")
        step = 1 if whole else 5 if indicator == "rural_urban_gap_points" else Fraction(1, 20)
        right = {
            "the same classes at every date": len(set(names)) == 1,
            "four to six classes": 4 <= len(spans) <= 6,
            "rounded bounds": all(bound % step == 0 for bound in inner),
            "no hole": [high for _, high in spans[:-1]] == inner,
        }
        faults += [
            Fault(place, str(names[0]), rule, "") for rule, kept in right.items() if not kept
        ]
    return faults


def legend_faults(state, moment):
    """Hold the legend of a state to what is right."""
    level, indicator = state["level"], state["indicator"]
    place = f"legend, {level} {moment.date:%Y-%m-%d} {indicator}"
    spans = spans_told(state["legend"])
    classes, fragile = sorted_out(moment.rows[level], indicator, spans)
    one, many = PLURALS[level]
    chosen_by = f"les valeurs de cette carte au {day(DATE)}, et gardées à chaque date"
    claims = [Claim("de moins de 5 écoles"), Claim(chosen_by)]
    for name in (*spans, *BLANKS.values(), NO_SCHOOL, UNKNOWN):
        n = classes[name]
        claims.append(Claim(f"\n{name}\n{{n}} {many if n > 1 else one}", {"n": count(n)}))
    claims.append(Claim(f"{{n}} {many if fragile > 1 else one} de moins de", {"n": count(fragile)}))
    audit = Audit(claims)
    return [fault for line in state["legend"] for fault in audit.faults(line, place)]


def missing_classes(state, moment):
    """Name the classes that have zones and that the legend doesn't show."""
    place = f"legend, {state['level']} {moment.date:%Y-%m-%d} {state['indicator']}"
    spans = spans_told(state["legend"])
    classes, _ = sorted_out(moment.rows[state["level"]], state["indicator"], spans)
    shown = {plain(line).strip().split("\n")[0] for line in state["legend"]}
    return [Fault(place, name, "shown", f"{n} zones") for name, n in classes.items()
            if n and name not in shown]  # fmt: skip
