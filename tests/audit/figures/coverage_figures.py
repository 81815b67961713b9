"""The counts, shares and intervals of zones, from the raw files."""

import numpy as np
import pandas as pd

Z = 1.959963984540054
"""The normal quantile of an interval at 95 %."""
STATUSES = ("school", "class", "planned", "none", "unknown", "undated", "not_yet")
"""The last two at a past date only: an ENT whose start isn't told, or that opens later."""
GROUPS = ("rural", "urban", "rep", "rep_plus", "enir_eligible", "frr")
FEW = 5


def wilson(covered, schools):
    """Give the limits of Wilson's 95 % interval of a share."""
    share, spread = covered / schools, Z**2 / schools
    centre = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * np.sqrt(share * (1 - share) / schools + spread / (4 * schools))
    return centre - half, centre + half


def members(schools, group):
    """Tell which schools are of a group."""
    return {
        "rural": lambda: schools["rural"],
        "urban": lambda: ~schools["rural"],
        "rep": lambda: schools["priority"] == "REP",
        "rep_plus": lambda: schools["priority"] == "REP+",
        "enir_eligible": lambda: (
            schools["enir_eligible"].eq(other=True).fillna(value=False).astype(bool)
        ),
        "frr": lambda: schools["frr"] != "Non classée",
        "maternelle": lambda: schools["nature"] == "maternelle",
        "elementaire": lambda: schools["nature"] == "elementaire",
        "primaire": lambda: schools["nature"] == "primaire",
    }[group]()


def tallies(schools):
    """Write what each school adds to the counts of its zone, a column a count."""
    covered, told = schools["status"] == "school", {"schools_n": True}
    told |= {
        f"{'covered' if status == 'school' else status}_n": schools["status"] == status
        for status in STATUSES
    }
    for group in ("primary", *GROUPS):
        of = schools["nature"] != "maternelle" if group == "primary" else members(schools, group)
        told |= {f"{group}_schools_n": of, f"{group}_covered_n": of & covered}
        told[f"{group}_undated_n"] = of & (schools["status"] == "undated")
    rural = members(schools, "rural")
    without = schools["status"].isin(["class", "planned", "none", "not_yet"])
    told["without_n"] = without
    without = without & rural
    for unit in ("pupils", "classes"):
        of = schools[f"{unit}_n"]
        told |= {f"{unit}_n": of, f"covered_{unit}_n": of.where(covered, 0)}
    told |= {
        "rural_without_n": without,
        "rural_unknown_n": rural & (schools["status"] == "unknown"),
        "rural_without_pupils_n": schools["pupils_n"].where(without, 0),
        "rural_without_unfigured_n": without & schools["pupils_n"].isna(),
        "rurality_unknown_n": False,
        "enir_unknown_n": schools["enir_eligible"].isna(),
    }
    return pd.DataFrame(told, index=schools.index).astype(float)


def with_shares(counts):
    """Add to the counts of zones their shares and intervals; a zone without a school has none."""
    some = counts.where(counts["schools_n"] > 0)
    low, high = wilson(some["covered_n"], some["schools_n"])
    unsure = some["unknown_n"] + some["undated_n"]
    shares = {
        "coverage_share": some["covered_n"] / some["schools_n"],
        "coverage_share_max": (some["covered_n"] + unsure) / some["schools_n"],
        "known_share": 1 - unsure / some["schools_n"],
        "interval_low": low.clip(lower=0),
        "interval_high": high.clip(upper=1),
    }
    for unit in ("pupils", "classes"):
        of, part = some[f"{unit}_n"].mask(some[f"{unit}_n"] == 0), some[f"covered_{unit}_n"]
        shares |= {f"{unit}_n": of, f"covered_{unit}_n": part.where(of.notna())}
        shares[f"{unit}_coverage_share"] = part / of
    for group in GROUPS:
        of = counts[f"{group}_schools_n"].mask(counts[f"{group}_schools_n"] == 0)
        shares[f"{group}_coverage_share"] = counts[f"{group}_covered_n"] / of
    gap = shares["rural_coverage_share"] - shares["urban_coverage_share"]
    return counts.assign(**shares, rural_urban_gap_points=100 * gap)


def coverage(schools, zones, level):
    """Give the figures of each zone of a level, by code; zones without a school are there too."""
    counts = tallies(schools).groupby(schools[f"{level}_code"]).sum().reindex(list(zones))
    return with_shares(counts.fillna(0))


def figures(schools):
    """Give the figures of all these schools together."""
    return with_shares(tallies(schools).sum().to_frame().T).iloc[0]
