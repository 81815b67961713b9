"""All that the equity sheet tells, computed once: groups, measures, curves, words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.equity import (
    concentration_curve,
    concentration_index,
    decompose,
    dissimilarity,
    equity,
    lorenz,
    unequal_by_chance,
)
from geo_ent.indicators.groupings import Grouping, groupings
from geo_ent.indicators.schools_without_ent import texts
from geo_ent.telling.equity_words import Told, equity_words

if TYPE_CHECKING:
    from geo_ent.indicators.deployment.cost import Cost
    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.indicators.noted_table import Answer

__all__ = ["MEASURE_COLUMNS", "Behind", "EquityFigures", "equity_figures"]

MEASURE_COLUMNS = ("estimate", "se", "low", "high", "corrected", "remark")
"""What is given of each measure of each grouping; `remark` is in French."""

_NESTED = ("academie", "departement", "circonscription")


@dataclass(frozen=True, eq=False)
class Behind:
    """What was found of the schools left behind; None for what wasn't looked for.

    Attributes
    ----------
    gaps, areas, clusters, networks
        As the functions of these names give them.
    pace
        How fast it goes, for each goal.
    cost
        What the programme costs.
    """

    gaps: "Answer[pd.DataFrame] | None" = None
    areas: "Answer[pd.DataFrame] | None" = None
    clusters: "Answer[pd.DataFrame] | None" = None
    networks: "Answer[pd.DataFrame] | None" = None
    pace: "tuple[Pace, ...]" = ()
    cost: "Cost | None" = None


@dataclass(frozen=True, eq=False)
class EquityFigures:
    """How equal the coverage is.

    Attributes
    ----------
    groups
        As `groupings` gives them.
    measures
        Grouping → its measures (as `equity` gives them), for those that have groups to compare.
    told
        The paragraph.
    split
        Theil's index split between the levels of the territory, by `level`; empty where there is
        one département only.
    lorenz, concentration
        The curves of the circonscriptions and of the IPS; one row where there is nothing to share.
    whole
        The share of all the schools that has an ENT; NaN without a school.
    """

    groups: Mapping[str, Grouping]
    measures: Mapping[str, pd.DataFrame]
    told: Told
    split: pd.DataFrame
    lorenz: pd.DataFrame
    concentration: pd.DataFrame
    whole: float

    def table(self) -> pd.DataFrame:
        """Put the measures of all groupings in rows: `grouping, measure` and `MEASURE_COLUMNS`."""
        parts = [
            frame.rename(columns={"note": "remark"})[[*MEASURE_COLUMNS]].reset_index()
            .assign(grouping=key)
            for key, frame in self.measures.items()
        ]  # fmt: skip
        parts.append(pd.DataFrame(list(self._own()), columns=["grouping", "measure", "estimate"]))
        parts.append(pd.DataFrame(list(self._lacking()), columns=["grouping", "remark"]))
        table = pd.concat([part for part in parts if len(part)])
        return table.reindex(columns=["grouping", "measure", *MEASURE_COLUMNS]).reset_index(
            drop=True
        )

    def _own(self) -> Iterator[tuple[str, str, float]]:
        """Give the measures that aren't the WHO's."""
        for key in self.measures:
            table = self.groups[key].table
            yield (
                key,
                "p_chance",
                unequal_by_chance(table["covered_n"], table["population"]).p_value,
            )
        if "circonscription" in self.measures:
            table = self.groups["circonscription"].table
            yield "circonscription", "gini", concentration_index(self.lorenz)
            apart = dissimilarity(table["covered_n"], table["population"])
            yield "circonscription", "dissimilarity", apart
        if "ips" in self.measures:
            yield "ips", "concentration_index", concentration_index(self.concentration)
        for level, row in self.split.iterrows():
            yield str(level), "TI_between", float(row["between"])
            yield str(level), "TI_within", float(row["within"])

    def _lacking(self) -> Iterator[tuple[str, str]]:
        for key, grouping in self.groups.items():
            if grouping.lacks:
                yield key, grouping.lacks

    def group_table(self) -> pd.DataFrame:
        """Put the groups of all groupings in rows: `grouping` and `GROUP_COLUMNS`."""
        parts = [grouping.table.assign(grouping=key) for key, grouping in self.groups.items()]
        table = pd.concat([parts[0], *(part for part in parts[1:] if len(part))])
        return table[["grouping", *table.columns.drop("grouping")]].reset_index(drop=True)


def equity_figures(
    schools: pd.DataFrame, *, areas: "Answer[pd.DataFrame] | None" = None
) -> EquityFigures:
    """Measure how equal the coverage is, in every way that the schools' columns allow.

    Parameters
    ----------
    schools
        Those counted: `status` and what `groupings` reads.
    areas
        The white areas, where they were looked for: the paragraph counts them.

    Examples
    --------
    >>> pair = pd.DataFrame({"status": ["school", "none"], "rural": pd.array([False, True])})
    >>> told = equity_figures(pair)
    >>> list(told.measures), float(told.measures["rurality"].loc["D", "estimate"])
    (['rurality'], 1.0)
    """
    groups = groupings(schools)
    covered = (schools["status"] == "school").astype(float)
    zones = groups["circonscription"].table
    ips = schools["ips"] if "ips" in schools else pd.Series(float("nan"), index=schools.index)
    measures = {
        key: equity(_asked(grouping), reference=grouping.reference)
        for key, grouping in groups.items()
        if not grouping.lacks
    }
    return EquityFigures(
        groups=groups,
        measures=measures,
        told=equity_words(groups, schools, areas=areas),
        split=_split(schools, covered),
        lorenz=lorenz(zones["value"], zones["population"]),
        concentration=concentration_curve(ips, covered),
        whole=float(covered.mean()) if len(schools) else float("nan"),
    )


def _asked(grouping: Grouping) -> pd.DataFrame:
    titles = ["group", "population", "value"] + (["order"] if grouping.ordered else [])
    return grouping.table[titles]


def _split(schools: pd.DataFrame, covered: "pd.Series[float]") -> pd.DataFrame:
    """Split Theil's index along the levels that part the schools, the smallest always one."""
    codes = {level: texts(schools, f"{level}_code") for level in _NESTED}
    levels = [level for level, code in codes.items() if len(set(code) - {""}) > 1]
    if len(levels) < 2:  # noqa: PLR2004 nothing to split between
        return pd.DataFrame(columns=["step", "between", "within", "total", "share"])
    frame = pd.DataFrame({level: codes[level] for level in levels}).assign(value=covered)
    frame = frame[(frame[levels] != "").all(axis=1)]
    zones = frame.groupby(levels)["value"].agg(["mean", "size"]).reset_index()
    return decompose(zones.rename(columns={"mean": "value", "size": "population"}), levels)
