"""Who is left out: the schools to equip, the white areas, the groups, the pace towards a goal."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

import pandas as pd

from geo_ent.indicators.deployment.cost import cost
from geo_ent.indicators.deployment.pace import pace
from geo_ent.indicators.deployment.school_years import pace_days
from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.joint_equipment import networks
from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.indicators.gaps.ranking_rule import make_ranking
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.indicators.left_out import LeftOut
from geo_ent.indicators.units import goal_n, weigh
from geo_ent.maps.page.gaps_layer import REASONS_TOLD
from geo_ent.project.build_options import Goal
from geo_ent.register.status_at_date import NO_PAST, status_table
from geo_ent.telling.gaps.gap_reasons import gap_reasons, with_reasons
from geo_ent.telling.gaps.gap_sentences import with_names, with_sentences

if TYPE_CHECKING:
    from geo_ent.indicators.deployment.cost import Cost
    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.indicators.gaps.ranking_rule import Ranking
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.build_options import Project
    from geo_ent.telling.language import Language

_ENOUGH = 0.8  # the goal without one in the project, until it is reached
_YEARS = 5
_YEAR_DAYS = 365.25


def left_out(project: "Project", result: "Result") -> LeftOut:
    """Compute the gaps, white areas, clusters, networks, pace and cost of the schools counted."""
    pace, ranking = _pace(project, result), _ranking(project)
    return LeftOut(
        gaps=gaps(result.schools, everyone=result.everyone, weights=ranking),
        white_areas=white_areas(result.communes, result.schools, everyone=result.everyone),
        clusters=clusters(result.schools),
        networks=networks(result.schools),
        pace=pace,
        cost=_cost(project, result, _missing_n(pace)),
        ranking=ranking,
    )


def in_words(behind: LeftOut, tr: "Language") -> LeftOut:
    """Put in words: `reasons` in `gaps`, `sentence` in `clusters`, `names` joined in `networks`."""
    reasons = with_reasons(behind.gaps.table, tr, rule=behind.ranking)
    return replace(
        behind,
        gaps=replace(behind.gaps, table=reasons),
        clusters=replace(behind.clusters, table=with_sentences(behind.clusters.table, tr)),
        networks=replace(behind.networks, table=with_names(behind.networks.table, tr)),
    )


def ranks_told(behind: LeftOut, tr: "Language") -> "pd.DataFrame":
    """Give `gaps` with `reasons` in words for the first `REASONS_TOLD` schools, else ""."""
    table = behind.gaps.table
    reasons = gap_reasons(table.head(REASONS_TOLD), tr, rule=behind.ranking)
    return table.assign(reasons=reasons.reindex(table.index).fillna(""))


def _ranking(project: "Project") -> "Ranking | None":
    """Make the project's own rule; None for the default."""
    return make_ranking(project.ranking, where="[gaps]") if project.ranking else None


def _pace(project: "Project", result: "Result") -> "Pace | None":
    """Measure the way to the project's goal, else to 80 % (then 100 %) of schools in five years."""
    if result.series is None:
        return None
    register, uais = result.reading.register, result.series.index
    # The pace is told by twelve months, the history shown by rentrées: other days.
    days = pace_days([pd.Timestamp(day).date() for day in result.series.columns])
    kept = result.as_of or NO_PAST
    series = status_table(register, uais, days, complete=project.complete, as_of=kept)
    goal = project.goal or Goal(
        1.0 if float(result.totals["coverage_share"]) >= _ENOUGH else _ENOUGH, _YEARS
    )
    return pace(
        series,
        target=goal.share,
        by=goal.by,
        weights=weigh(result.schools.loc[uais], goal.unit),
        first_opening=_first_opening(result, goal.unit),
        opened_on=result.schools["opened_on"],
        sector=project.sector,
    )


def _first_opening(result: "Result", unit: str) -> "dt.date | None":
    """Give the first day that a school (or some classes, where they are counted) got its ENT."""
    register = result.reading.register
    counted = ["school", "class"] if unit == "classes" else ["school"]
    rows = register["uai"].isin(result.schools.index) & register["status"].isin(counted)
    first = register.loc[rows, "start"].min()
    return None if first != first else first.date()  # noqa: PLR0124 NaT isn't itself


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
        **_budget_reach(project, result),
    )


class _Reach(TypedDict):
    """For what a budget is, as `cost` takes it."""

    aimed_n: int
    unit: str
    is_spent: bool


def _budget_reach(project: "Project", result: "Result") -> _Reach:
    """Tell whether the budget is for a goal of the project's own, and for how many of its unit.

    A budget of some years is, until they are over or the goal is reached. Spread over the schools
    of the first year it would make each of them cost what all of them do.
    """
    programme, goal = project.programme, project.goal
    nothing = _Reach(aimed_n=0, unit="schools", is_spent=True)
    if programme is None or programme.years is None:
        return nothing
    is_running = programme.since is None or result.date < programme.since + dt.timedelta(
        days=programme.years * _YEAR_DAYS
    )
    if not is_running:
        return nothing
    if goal is None:
        return _Reach(aimed_n=0, unit="schools", is_spent=programme.since is None)
    weights = weigh(result.schools, goal.unit)
    status = result.schools["status"]
    covered = weights.whole[status == "school"].sum() + weights.partly[status == "class"].sum()
    aimed_n = goal_n(goal.share, weights.whole.sum())
    if covered >= aimed_n:
        return nothing
    return _Reach(aimed_n=aimed_n, unit=goal.unit, is_spent=False)
