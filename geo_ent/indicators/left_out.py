"""Who is left out, in one record: what was looked for, as figures and codes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.deployment.cost import Cost
    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.indicators.gaps.ranking_rule import Ranking
    from geo_ent.indicators.noted_table import NotedTable


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Who is left out, each part with what can't be told of it.

    Attributes
    ----------
    gaps
        The rural schools without an ENT, ranked.
    white_areas
        Contiguous rural communes with schools and none equipped.
    clusters
        Groups of schools without an ENT that chance doesn't explain.
    networks
        By secteur de collège, the schools that could be equipped together.
    pace
        The way to the goal; None without a history.
    cost
        Of the programme; None without a budget.
    ranking
        The project's own rule that ranked the gaps; None for the default.
    """

    gaps: "NotedTable[pd.DataFrame]"
    white_areas: "NotedTable[gpd.GeoDataFrame]"
    clusters: "NotedTable[gpd.GeoDataFrame]"
    networks: "NotedTable[pd.DataFrame]"
    pace: "Pace | None" = None
    cost: "Cost | None" = None
    ranking: "Ranking | None" = None
