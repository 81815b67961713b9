"""Honest figures for zones of few schools: shrunken shares, and which zones stand together."""

from dataclasses import replace
from typing import TYPE_CHECKING

from geo_ent.indicators.equity import shrink
from geo_ent.indicators.gaps.local_tables import local_rates

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.pipeline.compute import Result


def with_small_zones(result: "Result") -> "Result":
    """Add to each level's table the shrunken share, its interval, and the local statistics.

    `shrunk_share, shrunk_low, shrunk_high`, then `local_i, local_quadrant, local_p` and
    `local_grouped` of the shrunken shares (docs/conventions.md).
    """
    tables = {
        level: with_reliability(table, result.zones[level])
        for level, table in result.coverage.items()
    }
    return replace(result, coverage=tables)


def with_reliability(table: "pd.DataFrame", zones: "gpd.GeoDataFrame") -> "pd.DataFrame":
    """Add these columns to one level's table; `zones` are its own."""
    # Zones hold 5 to 60 schools: the raw shares of the smallest are the extremes of any list, and
    # neighbours would stand together by noise. Shrunken shares are compared instead.
    shrunk = shrink(table["covered_n"], table["schools_n"])
    rates = shrunk["estimate"].round(12)  # what differs by rounding only is the same
    # a zone without a polygon has no neighbour
    there = zones[zones.geometry.notna()]
    local = local_rates(rates[rates.index.isin(there.index)], there).table
    local = local.rename(columns={"quadrant": "local_quadrant", "p": "local_p",
                                  "grouped": "local_grouped"})  # fmt: skip
    named = {"estimate": "shrunk_share", "low": "shrunk_low", "high": "shrunk_high"}
    joined: pd.DataFrame = table.join(shrunk.rename(columns=named)).join(local)
    return joined.assign(
        local_quadrant=joined["local_quadrant"].astype(object).fillna(""),
        # with its own missing value: "not grouped" and "not measured" are two things
        local_grouped=joined["local_grouped"].astype("boolean"),
    )
