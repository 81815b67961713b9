"""What the page's table and legend must hold, for each level, date and indicator."""

from collections import Counter
from fractions import Fraction

import numpy as np
from coverage_figures import FEW
from numeral_claims import Fault
from printed import count, plain, written

ELIGIBLE = "Part des écoles éligibles à ENIR ou au label 2020 qui ont un ENT"
GROUPED = {
    "rural_coverage_share": ("rural", "Part des rurales avec un ENT", "Rurales avec un ENT",
                             "Écoles rurales"),
    "rep_coverage_share": ("rep", "Part des écoles de REP qui ont un ENT", "REP avec un ENT",
                           "Écoles en REP"),
    "rep_plus_coverage_share": ("rep_plus", "Part des écoles de REP+ qui ont un ENT",
                                "REP+ avec un ENT", "Écoles en REP+"),
    "enir_eligible_coverage_share": ("enir_eligible",
                                     ELIGIBLE, "Éligibles avec un ENT",
                                     "Éligibles à ENIR ou au label 2020"),
}  # fmt: skip
COUNTS = {
    "Écoles": "schools_n", "Avec un ENT": "covered_n", "ENT prévu": "planned_n",
    "Certaines classes seulement": "class_n", "Sans ENT": "none_n",
    "Situation inconnue": "unknown_n", "Élèves": "pupils_n", "Classes": "classes_n",
    "ENT non daté": "undated_n", "Pas encore d'ENT": "not_yet_n",
    "Élèves d'une école avec un ENT": "covered_pupils_n",
    "Classes avec un ENT": "covered_classes_n",
    "Nombre d'écoles sans ENT pour toute l'école": "without_n",
}  # fmt: skip
SHARES = {
    "Part avec un ENT": ("covered_n", "schools_n"),
    "Part des élèves dont l'école a un ENT": ("covered_pupils_n", "pupils_n"),
    "Part des classes qui ont un ENT": ("covered_classes_n", "classes_n"),
}
for _group, _share, _covered, _of in GROUPED.values():
    SHARES[_share] = (f"{_group}_covered_n", f"{_group}_schools_n")
    COUNTS |= {_covered: f"{_group}_covered_n", _of: f"{_group}_schools_n"}
GAP = "Écart entre écoles rurales et urbaines"
NOTHING = "–"


def cell(title, zone):
    """Write what a column says of a zone; None where nothing is claimed of the column."""
    if title in COUNTS:
        value = zone[COUNTS[title]]
        return NOTHING if np.isnan(value) and zone["schools_n"] else count(np.nan_to_num(value))
    if title == "Part maximale possible":
        most = zone["covered_n"] + zone["unknown_n"] + zone["undated_n"]
        return starred(share(most, zone["schools_n"]), zone["schools_n"])
    if title == GAP:
        return gap(zone)
    if title not in SHARES:
        return None
    part, whole = SHARES[title]
    return starred(share(zone[part], zone[whole]), zone[few_of(whole)])


def starred(text, schools):
    """Mark a figure that stands on few schools."""
    return text + "*" if text != NOTHING and schools < FEW else text


def few_of(whole):
    """Tell which schools a share stands on."""
    return "schools_n" if whole in ("pupils_n", "classes_n") else whole


def share(part, whole):
    """Write a share, or that there is none."""
    if not whole > 0:
        return NOTHING
    return f"{written(exactly(part, whole), 1)} %"


def exactly(part, whole):
    """Give a percentage as a fraction."""
    return Fraction(100 * round(part), round(whole))


def gap(zone):
    """Write the gap between rural and urban schools, in points."""
    points = gap_points(zone)
    if points is None:
        return NOTHING
    text = written(points, 1)
    sign = "+" if text[0] != "−" and float(text.replace(",", ".")) else ""
    word = "point" if abs(float(text.replace(",", ".").replace("−", "-"))) < 2 else "points"
    return starred(f"{sign}{text} {word}", min(zone["rural_schools_n"], zone["urban_schools_n"]))


def gap_points(zone):
    """Give the gap between rural and urban schools, exactly; none where one kind is missing."""
    if not (zone["rural_schools_n"] and zone["urban_schools_n"]):
        return None
    rural = exactly(zone["rural_covered_n"], zone["rural_schools_n"])
    return rural - exactly(zone["urban_covered_n"], zone["urban_schools_n"])


def columns(moment, level, title):
    """Write a column: what it says of each zone of a level, then of all; kept once made."""
    kept = moment.texts
    if (level, title) not in kept:
        zones = [*moment.rows[level], moment.whole]
        kept[level, title] = [cell(title, zone) for zone in zones]
    return kept[level, title]


def table_faults(state, moment, names):
    """Hold the table of a state to what is right: each column, each zone, and the line of all."""
    place = f"page, {state['level']} {moment.date:%Y-%m-%d} {state['indicator']}"
    titles = [plain(title).strip() for title in state["table"][0]][1:]
    printed = Counter(tuple(plain(text) for text in row) for row in state["table"][1:])
    unclaimed = [title for title in titles if cell(title, moment.whole) is None]
    if unclaimed:
        return [Fault(place, title, "not claimed", "a column") for title in unclaimed]
    zones = [plain(names[code]) for code in moment.levels[state["level"]].index]
    texts = [columns(moment, state["level"], title) for title in titles]
    right = Counter(zip([*zones, "Ensemble"], *texts, strict=True))
    wrong, missing = printed - right, {row[0]: row for row in right - printed}
    return [Fault(place, str(row), str(missing.get(row[0])), str(titles)) for row in wrong]
