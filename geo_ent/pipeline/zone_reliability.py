"""Honest figures for zones of few schools: shrunken shares, and which zones stand together."""

from dataclasses import replace
from typing import TYPE_CHECKING

from geo_ent.indicators.equity import shrink
from geo_ent.indicators.gaps.local_tables import local_absence, local_rates

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.pipeline.compute import Result

__all__ = ["with_absence", "with_small_zones"]


def with_small_zones(result: "Result") -> "Result":
    """Add to each level's table the shrunken share, its interval, and the local statistics.

    `shrunk_share, shrunk_low, shrunk_high`, then `local_i, local_quadrant, local_p` and
    `local_grouped` of the shrunken shares (docs/conventions.md).
    """
    tables = {level: _added(table, result.zones[level]) for level, table in result.coverage.items()}
    return replace(result, coverage=tables)


def _added(table: "pd.DataFrame", zones: "gpd.GeoDataFrame") -> "pd.DataFrame":
    shrunk = shrink(table["covered_n"], table["schools_n"])
    rates = shrunk["estimate"].round(12)  # what differs by rounding only is the same
    there = zones[zones.geometry.notna()]
    local = local_rates(rates[rates.index.isin(there.index)], there).table
    local = local.rename(columns={"quadrant": "local_quadrant", "p": "local_p",
                                  "grouped": "local_grouped"})  # fmt: skip
    named = {"estimate": "shrunk_share", "low": "shrunk_low", "high": "shrunk_high"}
    told: pd.DataFrame = table.join(shrunk.rename(columns=named)).join(local)
    return told.assign(
        local_quadrant=told["local_quadrant"].astype(object).fillna(""),
        local_grouped=told["local_grouped"].astype("boolean"),
    )


def with_absence(gaps: "pd.DataFrame", schools: "gpd.GeoDataFrame") -> "pd.DataFrame":
    """Add to the schools to equip how many of their neighbours have none, and how odd that is.

    `near_n, near_without_n, absence_p, absence_grouped`, of the eight nearest schools.
    """
    local = local_absence(schools).table
    named = {"p": "absence_p", "grouped": "absence_grouped"}
    told: pd.DataFrame = gaps.join(local.rename(columns=named))
    return told.assign(absence_grouped=told["absence_grouped"].astype("boolean"))
