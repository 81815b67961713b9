"""The groups of schools that the sheet of equity compares, and the WHO's measures of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from coverage_figures import wilson
from raw_files import DENSITY

SIZES = [0, 500, 1000, 2000, 5000, 10_000, 50_000, np.inf]
SIZE_WORDS = [
    "moins de 500 habitants", "de 500 à 999 habitants", "de 1 000 à 1 999 habitants",
    "de 2 000 à 4 999 habitants", "de 5 000 à 9 999 habitants", "de 10 000 à 49 999 habitants",
    "50 000 habitants et plus",
]  # fmt: skip
DRAWS, SEED = 4000, 35


@dataclass(frozen=True)
class Grouping:
    """Groups of schools: their names, sizes and equipped schools.

    Attributes
    ----------
    title
        What the groups are.
    table
        One row a group: schools_n, covered_n, unknown_n.
    ordered
        Whether they go from the least to the most advantaged.
    reference
        The name of the group that the others are measured against, if any.
    """

    title: str
    table: pd.DataFrame
    ordered: bool = False
    reference: str | None = None


def table_of(schools, groups, names):
    """Count the schools of each group, in the order of their names; those of no group are out."""
    rows = {}
    for name in names:
        of = schools[groups == name]
        rows[name] = {
            "schools_n": len(of),
            "covered_n": (of["status"] == "school").sum(),
            "unknown_n": (of["status"] == "unknown").sum(),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def groupings(schools, circonscriptions):
    """Make the six groupings of the sheet."""
    fifths, fifth_names = ips_fifths(schools["ips"])
    sizes = pd.cut(schools["population_n"], SIZES, right=False, labels=SIZE_WORDS).astype(str)
    rural = schools["rural"].map({True: "rural", False: "urbain"})
    priority = schools["priority"].replace("", "hors éducation prioritaire")
    inspections = schools["circonscription_code"].map(circonscriptions)
    return [
        Grouping("Communes rurales et urbaines", table_of(schools, rural, ["rural", "urbain"]),
                 reference="urbain"),
        Grouping("Grille communale de densité",
                 table_of(schools, schools["density"], DENSITY[::-1]), ordered=True),
        Grouping("Éducation prioritaire",
                 table_of(schools, priority, ["REP+", "REP", "hors éducation prioritaire"]),
                 reference="hors éducation prioritaire"),
        Grouping("Indice de position sociale (cinquièmes d'écoles)",
                 table_of(schools, fifths, fifth_names), ordered=True),
        Grouping("Taille de la commune", table_of(schools, sizes, SIZE_WORDS), ordered=True),
        Grouping("Circonscriptions",
                 table_of(schools, inspections, sorted(circonscriptions.values()))),
    ]  # fmt: skip


def ips_fifths(ips):
    """Cut the schools that have an IPS into five groups of equal size; equal IPS stay together."""
    edges = np.nanquantile(ips, [0, 0.2, 0.4, 0.6, 0.8, 1])
    place = pd.cut(ips, edges, labels=range(5), include_lowest=True)
    names = {}
    for n in range(5):
        low, high = ips[place == n].min(), ips[place == n].max()
        rank = "1er" if n == 0 else f"{n + 1}e"
        names[n] = f"{rank} cinquième (IPS de {low:.1f} à {high:.1f})".replace(".", ",")
    return place.map(names).astype(str), list(names.values())


def measures(schools_n, covered, grouping):
    """Give the WHO's summary measures of one or many sets of rates, by their letters.

    `covered` is a share a group, the groups last; the means are by `schools_n`.
    """
    y, weight = np.asarray(covered, dtype=float), schools_n / schools_n.sum()
    mean = (weight * y).sum(-1)
    told = gaps_between(y, mean, grouping)
    away = np.abs(y - mean[..., None])
    best = y.max(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = y / mean[..., None]
        logs = np.where(ratio > 0, ratio * np.log(np.where(ratio > 0, ratio, 1)), 0.0)
        told |= {
            "BGV": (weight * (y - mean[..., None]) ** 2).sum(-1),
            "MDMU": away.mean(-1),
            "MDMW": (weight * away).sum(-1),
            "MDBU": (best[..., None] - y).mean(-1),
            "MDBW": (weight * (best[..., None] - y)).sum(-1),
            "TI": 1000 * (weight * logs).sum(-1),
            "MLD": -1000 * (weight * np.log(ratio)).sum(-1),
        }
        told["BGSD"] = np.sqrt(told["BGV"])
        told |= {
            "COV": 100 * told["BGSD"] / mean,
            "IDISU": 100 * told["MDMU"] / mean,
            "IDISW": 100 * told["MDMW"] / mean,
            "PAF": 100 * told["PAR"] / mean,
        }
    if grouping.reference:
        at = list(grouping.table.index).index(grouping.reference)
        aside = np.abs(y - y[..., at : at + 1])
        told |= {"MDRU": aside.mean(-1), "MDRW": (weight * aside).sum(-1)}
    return told | (slopes(y, weight, mean) if grouping.ordered else {})


def gaps_between(y, mean, grouping):
    """Give D, R and PAR: between the ends, the extremes, or from the reference to the lowest."""
    if grouping.ordered:
        high, low, best = y[..., -1], y[..., 0], y[..., -1]
    elif grouping.reference:
        names = list(grouping.table.index)
        at = names.index(grouping.reference)
        others = np.delete(y, at, axis=-1)
        high, low, best = y[..., at], others.min(-1), y.max(-1)
    else:
        high, low, best = y.max(-1), y.min(-1), y.max(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"D": high - low, "R": high / low, "PAR": np.maximum(best - mean, 0)}


def slopes(y, weight, mean):
    """Give what needs an order: concentration indices, slopes on a line and on a logistic curve."""
    rank = np.cumsum(weight) - weight / 2
    index = 2 * (weight * y * (rank - 0.5)).sum(-1)
    centred = rank - (weight * rank).sum()
    slope = (weight * centred * y).sum(-1) / (weight * centred**2).sum()
    start = mean - slope * (weight * rank).sum()
    low, high = logistic_ends(y, weight, rank)
    return {
        "ACI": index,
        "RCI": index / mean,
        "RCI_wagstaff": index / mean / (1 - mean),
        "RCI_erreygers": 4 * index,
        "SII_linear": slope,
        "RII_linear": (start + slope) / start,
        "SII": high - low,
        "RII": high / low,
    }


def logistic_ends(y, weight, rank):
    """Fit a logistic curve on the ranks by Newton's steps; give it at the bottom and the top."""
    a, b = np.zeros(y.shape[:-1]), np.zeros(y.shape[:-1])
    for _ in range(30):
        curve = 1 / (1 + np.exp(-(a[..., None] + b[..., None] * rank)))
        left, heft = weight * (y - curve), weight * curve * (1 - curve)
        s0, s1, s2 = heft.sum(-1), (heft * rank).sum(-1), (heft * rank**2).sum(-1)
        g0, g1 = left.sum(-1), (left * rank).sum(-1)
        away = s0 * s2 - s1**2
        a, b = a + (s2 * g0 - s1 * g1) / away, b + (s0 * g1 - s1 * g0) / away
    return 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - b))


def estimates(grouping):
    """Give the measures of the shares as they are."""
    table = grouping.table
    n, k = table["schools_n"].to_numpy(float), table["covered_n"].to_numpy(float)
    return {name: float(value) for name, value in measures(n, k / n, grouping).items()}


def lorenz(table):
    """Give the Gini index of groups by their rate, and what the first half of schools holds."""
    ordered = table.assign(rate=table["covered_n"] / table["schools_n"]).sort_values("rate")
    return curve(ordered)


def curve(table):
    """Follow groups in their order: the index of concentration, and the first half's share."""
    x = np.r_[0, table["schools_n"].cumsum() / table["schools_n"].sum()]
    y = np.r_[0, table["covered_n"].cumsum() / table["covered_n"].sum()]
    area = ((y[1:] + y[:-1]) / 2 * np.diff(x)).sum()
    return 1 - 2 * area, float(np.interp(0.5, x, y))


def spread(table):
    """Give the spread of rates that a test looks at: chi-square, up to a factor."""
    share = table["covered_n"].sum() / table["schools_n"].sum()
    return (table["schools_n"] * (table["covered_n"] / table["schools_n"] - share) ** 2).sum()


def chance(table, deals=999, seed=SEED):
    """Deal the equipped schools again among the groups; say how often they differ as much."""
    n = table["schools_n"].to_numpy()
    draws = np.random.default_rng(seed)
    dealt = draws.multivariate_hypergeometric(n, int(table["covered_n"].sum()), size=deals)
    share = table["covered_n"].sum() / n.sum()
    as_much = (n * (dealt / n - share) ** 2).sum(1) >= spread(table) - 1e-9
    return (1 + as_much.sum()) / (deals + 1)


def limits(table):
    """Give Wilson's limits of each group."""
    return [wilson(k, n) for k, n in zip(table["covered_n"], table["schools_n"], strict=True)]
