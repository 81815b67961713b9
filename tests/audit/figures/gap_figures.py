"""Who is left behind, from the raw files: the ranking, white areas, circles and networks."""

import numpy as np
import pandas as pd
import shapely

AROUND_M = 10_000
NEARER_KM = 0.1
"""How much nearer a school of the other sector must be to be told."""
WEIGHTS = {
    "distance": 3, "around": 2, "pupils": 2, "status": 2, "frr": 1, "enir": 1, "priority": 1,
    "ips": 1, "rpi": 0.5,
}  # fmt: skip
"""The published rule (docs/lacunes.md)."""
STATUS_WORTH = {"none": 1.0, "class": 0.5, "planned": 0.0}
FRR_WORTH = {
    "Non classée": 0.0, "Classée FRR partiellement": 0.4, "FRR bénéficiaire partiellement": 0.4,
    "FRR socle": 0.7, "FRR bénéficiaire": 0.7, "FRR+": 1.0,
}  # fmt: skip


def distances(some, others):
    """Give the distances, in metres, from some schools to others."""
    return np.hypot(
        some["x"].to_numpy()[:, None] - others["x"].to_numpy(),
        some["y"].to_numpy()[:, None] - others["y"].to_numpy(),
    )


def listed(schools, every_school):
    """Tell of each rural school without an ENT how far it is from one, and what ranks it."""
    gone = schools[schools["rural"] & (schools["status"] != "school")].sort_index()
    table = gone.join(nearest(gone, schools, "nearest"))
    table = table.join(nearest(gone, every_school[~every_school["public"]], "other"))
    table["other_is_told"] = table["nearest_km"] - table["other_km"] >= NEARER_KM
    away = distances(gone, schools)
    near = (away <= AROUND_M) & (schools.index.to_numpy() != gone.index.to_numpy()[:, None])
    equipped = (schools["status"] == "school").to_numpy()
    table["around_n"], table["around_covered_n"] = near.sum(1), (near & equipped).sum(1)
    unknown = (schools["status"] == "unknown").to_numpy()
    table["around_unknown_n"] = (near & unknown).sum(1)
    table["around_covered_share"] = table["around_covered_n"] / table["around_n"].mask(
        table["around_n"] == 0
    )
    worth = criteria(table)
    weights = pd.Series(WEIGHTS)
    known = worth.notna().mul(weights).sum(axis=1)
    table["score"] = 100 * worth.mul(weights).sum(axis=1) / known
    table["score_known_share"] = known / weights.sum()
    table = table.join(worth.isna().add_prefix("unknown_"))
    order = table.assign(by=-table["score"].round(9)).sort_values(["by", "uai"]).index
    return table.loc[order].assign(rank=np.arange(1, len(table) + 1))


def nearest(gone, among, prefix):
    """Name the nearest equipped school among some, and its distance."""
    equipped = among[among["status"] == "school"].sort_index()
    away = distances(gone, equipped)
    first = away.argmin(axis=1)
    return pd.DataFrame(
        {f"{prefix}_uai": equipped.index[first], f"{prefix}_km": away.min(axis=1) / 1000},
        index=gone.index,
    )


def criteria(table):
    """Bring each criterion between 0 and 1; unknown is missing."""
    return pd.DataFrame(
        {
            "distance": (table["nearest_km"] / 15).clip(0, 1),
            "around": 1 - table["around_covered_share"],
            "pupils": (table["pupils_n"] / 150).clip(0, 1),
            "status": table["status"].map(STATUS_WORTH),
            "frr": table["frr"].map(FRR_WORTH),
            "enir": table["enir_eligible"].astype("Float64").astype(float),
            "priority": table["priority"].map({"": 0.0, "REP": 0.5, "REP+": 1.0}),
            "ips": ((120 - table["ips"]) / 40).clip(0, 1),
            "rpi": table["rpi"].astype(float),
        }
    )


def neighbours(communes):
    """Give the pairs of communes that share more than a corner."""
    shapes = communes.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    border = shapely.length(shapely.intersection(shapes[one], shapes[other])) > 0
    codes = communes.index.to_numpy()
    return list(zip(codes[one[border]], codes[other[border]], strict=True))


def white_areas(schools, communes, rural):
    """Join the rural communes where no school has an ENT: each area's communes, as a set.

    Those of which nothing is known are apart, and given too.
    """
    of = schools[schools["commune_code"].isin(rural)].groupby("commune_code")["status"]
    none_open = {code for code, told in of if "school" not in set(told)}
    blank = {code for code, told in of if set(told) == {"unknown"}}
    white = none_open - blank
    areas = {code: {code} for code in white}
    for one, other in neighbours(communes):
        if one in white and other in white and areas[one] is not areas[other]:
            areas[one] |= areas[other]
            for code in areas[other]:
                areas[code] = areas[one]
    joined = {id(area): area for area in areas.values()}
    return list(joined.values()), blank


def scan(schools, deals=999, seed=20230630):
    """Find Kulldorff's likeliest circle of schools without an ENT, among those that are known.

    Its centre, radius in km and schools; p by deals of our own, so that it only agrees with the
    page's as two draws of 999 do.
    """
    known = schools[schools["status"] != "unknown"].sort_index()
    without = (known["status"] != "school").to_numpy()
    away = distances(known, known)
    order = np.argsort(away, axis=1, kind="stable")
    away = np.take_along_axis(away, order, axis=1)
    half = len(known) // 2
    whole = away[:, 1 : half + 1] > away[:, :half] + 1e-6  # schools as far as the last are in
    ratios = log_ratios(len(known), without.sum(), half)
    sizes = np.arange(half)

    def of_circles(labels):
        inside = np.cumsum(labels[order[:, :half]], axis=1, dtype=np.int64)
        return np.where(whole, ratios[sizes, inside], 0.0)

    seen = of_circles(without)
    centre, last = np.unravel_index(seen.argmax(), seen.shape)
    draws = np.random.default_rng(seed)
    best = np.array([of_circles(draws.permutation(without)).max() for _ in range(deals)])
    return {
        "uai": known.index[centre],
        "radius_km": away[centre, last] / 1000,
        "p": (1 + np.sum(best >= seen.max() - 1e-9)) / (deals + 1),
        "schools": known.index[order[centre, : last + 1]],
    }


def log_ratios(schools_n, without_n, half):
    """Give the log likelihood ratio of a circle by its size less one and its cases; 0 where low."""
    size, inside = np.arange(1, half + 1)[:, None], np.arange(half + 1)
    inside = np.minimum(np.minimum(inside, size), without_n)
    rest, outside = schools_n - size, without_n - inside
    ratio = (
        log_likelihood(inside, size)
        + log_likelihood(outside, rest)
        - log_likelihood(np.array(without_n), schools_n)
    )
    return np.where(inside / size > outside / rest, ratio, 0.0)


def log_likelihood(cases, size):
    """Give the log likelihood of some cases at their own share; none and all are sure."""
    share = np.clip(cases / size, 0, 1)
    mixed = (share > 0) & (share < 1)
    safe = np.where(mixed, share, 0.5)
    return np.where(mixed, cases * np.log(safe) + (size - cases) * np.log(1 - safe), 0.0)


def networks(gone):
    """Group the listed schools by sector of collège, where there are two or more."""
    found = {}
    for code, of in gone.sort_index().groupby("secteur_college_code"):
        if len(of) < 2:
            continue
        away = distances(of, of)[np.triu_indices(len(of), 1)] / 1000
        found[code] = {"schools": of, "mean_km": away.mean(), "max_km": away.max()}
    return found
