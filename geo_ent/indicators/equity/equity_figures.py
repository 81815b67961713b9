"""All that the equity sheet tells, computed once: groups, measures, curves, counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo_ent.indicators.equity.decomposition import decompose
from geo_ent.indicators.equity.groups import Groups, prepare
from geo_ent.indicators.equity.lorenz_curves import (
    concentration_curve,
    concentration_index,
    dissimilarity,
    lorenz,
)
from geo_ent.indicators.equity.small_zones import Chance, unequal_by_chance
from geo_ent.indicators.equity.table import measure_groups
from geo_ent.indicators.groupings import Grouping, groupings
from geo_ent.indicators.schools_without_ent import are_rural, figures, texts
from geo_ent.tables.contract import IN_DOUBT, WITHOUT

# From the largest: the inequality of a level is told inside that of the one before.
_NESTED = ("academie", "departement", "circonscription")


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """How many schools there are, and what is known of them.

    Attributes
    ----------
    schools_n, covered_n, unknown_n
        Schools; those that have an ENT; those that may have one or not.
    undated_n
        Of these, at a past day, the ones that have an ENT of which no start is told.
    pupils_known
        Whether the pupils of any school are known.
    rural_n
        Schools known to be rural.
    without_n, rural_unknown_n
        Rural schools known to have none for the whole school, and those of which nobody knows.
    pupils_n, pupils_unknown_n
        Pupils of the rural schools without, and how many of these schools don't tell theirs.
    """

    schools_n: int
    covered_n: int
    unknown_n: int
    pupils_known: bool
    rural_n: int
    without_n: int
    rural_unknown_n: int
    pupils_n: int
    pupils_unknown_n: int
    undated_n: int = 0


@dataclass(frozen=True, eq=False)
class EquityFigures:
    """How equal the coverage is.

    Attributes
    ----------
    groups
        As `groupings` gives them.
    ready, measures, chances
        For each grouping that has groups to compare: its groups as they were measured, their
        measures (as `equity` gives them), and what chance alone would make of their gaps.
    counts
        Of all the schools.
    split
        Theil's index split between the levels of the territory, by `level`; empty where there is
        one département only.
    lorenz, concentration
        The curves of the circonscriptions and of the IPS; one row where there is nothing to share.
    gini, concentrated
        Twice the area between each curve and the diagonal (`concentration_index`).
    dissimilarity
        Of the circonscriptions.
    whole
        The share of all the schools that has an ENT; NaN without a school.
    """

    groups: Mapping[str, Grouping]
    ready: Mapping[str, Groups]
    measures: Mapping[str, pd.DataFrame]
    chances: Mapping[str, Chance]
    counts: SchoolCounts
    split: pd.DataFrame
    lorenz: pd.DataFrame
    concentration: pd.DataFrame
    gini: float
    concentrated: float
    dissimilarity: float
    whole: float


def equity_figures(schools: pd.DataFrame) -> EquityFigures:
    """Measure how equal the coverage is, in every way that the schools' columns allow.

    Parameters
    ----------
    schools
        Those counted: `status` and what `groupings` reads.

    Examples
    --------
    >>> pair = pd.DataFrame({"status": ["school", "none"], "rural": pd.array([False, True])})
    >>> figures = equity_figures(pair)
    >>> list(figures.measures), float(figures.measures["rurality"].loc["D", "estimate"])
    (['rurality'], 1.0)
    """
    groups = groupings(schools)
    covered = (schools["status"] == "school").astype(float)
    zones = groups["circonscription"].table
    ips = schools["ips"] if "ips" in schools else pd.Series(float("nan"), index=schools.index)
    compared = {key: grouping for key, grouping in groups.items() if not grouping.lacks}
    ready = {key: _ready(grouping) for key, grouping in compared.items()}
    shared = lorenz(zones["value"], zones["population"])
    by_ips = concentration_curve(ips, covered)
    return EquityFigures(
        groups=groups,
        ready=ready,
        measures={key: measure_groups(ready[key]) for key in compared},
        chances={
            key: unequal_by_chance(grouping.table["covered_n"], grouping.table["population"])
            for key, grouping in compared.items()
        },
        counts=_counts(schools),
        split=_split(schools, covered),
        lorenz=shared,
        concentration=by_ips,
        gini=concentration_index(shared),
        concentrated=concentration_index(by_ips),
        dissimilarity=dissimilarity(zones["covered_n"], zones["population"]),
        whole=float(covered.mean()) if len(schools) else float("nan"),
    )


def _ready(grouping: Grouping) -> Groups:
    titles = ["group", "population", "value"] + (["order"] if grouping.ordered else [])
    return prepare(grouping.table[titles], scale=1, favourable=True, reference=grouping.reference)


def _counts(schools: pd.DataFrame) -> SchoolCounts:
    status, pupils = schools["status"], figures(schools, "pupils_n")
    known = are_rural(schools)
    # Nobody is told to be rural where it is known of none.
    rural = pd.Series(data=False, index=schools.index) if known is None else known
    without = rural & status.isin(WITHOUT)
    return SchoolCounts(
        schools_n=len(schools),
        covered_n=int((status == "school").sum()),
        unknown_n=int(status.isin(IN_DOUBT).sum()),
        pupils_known=bool(pupils.notna().any()),
        rural_n=int(rural.sum()),
        without_n=int(without.sum()),
        rural_unknown_n=int((rural & status.isin(IN_DOUBT)).sum()),
        pupils_n=int(pupils[without].sum()),
        pupils_unknown_n=int(pupils[without].isna().sum()),
        undated_n=int((status == "undated").sum()),
    )


def _split(schools: pd.DataFrame, covered: "pd.Series[float]") -> pd.DataFrame:
    """Split Theil's index along the levels that part the schools, the smallest always one."""
    codes = {level: texts(schools, f"{level}_code") for level in _NESTED}
    levels = [level for level, code in codes.items() if len(set(code) - {""}) > 1]
    if len(levels) < 2:  # noqa: PLR2004 nothing to split between
        return pd.DataFrame(columns=["step", "between", "within", "total", "share"])
    frame = pd.DataFrame({level: codes[level] for level in levels}).assign(value=covered)
    # A school that lacks one of the codes has no place in the nest.
    frame = frame[(frame[levels] != "").all(axis=1)]
    zones = frame.groupby(levels)["value"].agg(["mean", "size"]).reset_index()
    return decompose(zones.rename(columns={"mean": "value", "size": "population"}), levels)
