"""Who is left out: the schools to equip, the white areas, the groups, the pace towards a goal."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.indicators.deployment.cost import cost
from geo_ent.indicators.deployment.pace import pace
from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.joint_equipment import networks
from geo_ent.indicators.gaps.ranked_schools import gaps, reasons_in
from geo_ent.indicators.gaps.ranking_rule import make_ranking
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.indicators.units import weigh
from geo_ent.maps.page.gaps_layer import REASONS_TOLD

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.deployment.cost import Cost
    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.indicators.gaps.ranking_rule import Ranking
    from geo_ent.indicators.noted_table import Answer
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.model import Project

__all__ = ["LeftOut", "left_out", "ranks_told"]

_ENOUGH = 0.8  # the goal without one in the project, until it is reached
_YEARS = 5


@dataclass(frozen=True)
class LeftOut:
    """What the gaps are, each with what can't be told of it.

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
    """

    gaps: "Answer[pd.DataFrame]"
    white_areas: "Answer[gpd.GeoDataFrame]"
    clusters: "Answer[gpd.GeoDataFrame]"
    networks: "Answer[pd.DataFrame]"
    pace: "Pace | None"
    cost: "Cost | None"


def left_out(project: "Project", result: "Result") -> LeftOut:
    """Find who is left out, among the schools counted."""
    pace = _pace(project, result)
    return LeftOut(
        gaps=gaps(result.schools, weights=_ranking(project)),
        white_areas=white_areas(result.communes, result.schools),
        clusters=clusters(result.schools),
        networks=networks(result.schools),
        pace=pace,
        cost=_cost(project, result, _missing_n(pace)),
    )


def ranks_told(project: "Project", result: "Result", behind: LeftOut) -> "pd.DataFrame":
    """Give the schools to equip with the reasons that the page tells, in its language."""
    table = behind.gaps.table
    if project.lang == "fr":
        return table
    first, rule = table.head(REASONS_TOLD), _ranking(project)
    told = reasons_in(result.schools, first, rule, lang=project.lang)
    return table.assign(reasons=told.reindex(table.index).fillna(""))


def _ranking(project: "Project") -> "Ranking | None":
    """Make the project's own rule; None for the default."""
    return make_ranking(project.ranking, where="[gaps]") if project.ranking else None


def _pace(project: "Project", result: "Result") -> "Pace | None":
    """Measure the way to the project's goal, else to 80 % (then 100 %) of schools in five years."""
    if result.series is None:
        return None
    goal = project.goal
    if goal:
        weights = weigh(result.schools.loc[result.series.index], goal.unit)
        return pace(result.series, target=goal.share, by=goal.by, weights=weights)
    reached = float(result.totals["coverage_share"]) >= _ENOUGH
    return pace(result.series, target=1.0 if reached else _ENOUGH, by=_YEARS)


def _missing_n(pace: "Pace | None") -> int:
    """Tell how many schools are still to be equipped; 0 where the goal is in classes or pupils."""
    return pace.needed_n if pace and pace.unit == "schools" else 0


def _cost(project: "Project", result: "Result", missing_n: int) -> "Cost | None":
    programme = project.programme
    if programme is None:
        return None
    return cost(
        result.schools,
        budget=programme.budget,
        shares=programme.shares,
        programme=programme.name,
        missing_n=missing_n,
        years=programme.years,
    )
