"""The deployment of a programme: solutions, communes that joined, networks, phases, goal, cost."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.indicators.deployment.adhesions import adhesions
from geo_ent.indicators.deployment.multiple_values import by_word
from geo_ent.indicators.deployment.phases import phases, scopes
from geo_ent.indicators.deployment.school_networks import school_networks
from geo_ent.indicators.deployment.solutions import solution_mixes
from geo_ent.indicators.schools_without_ent import texts
from geo_ent.pipeline.page_telling import teller
from geo_ent.tables.word_lists import word_lists
from geo_ent.telling.deployment.adhesion_sentences import adhesion_sentences
from geo_ent.telling.deployment.cost_sentences import cost_sentences
from geo_ent.telling.deployment.deployment_sentences import (
    account_sentences,
    network_sentences,
    phase_sentences,
    scope_sentences,
    solution_sentences,
    staff_sentences,
    whole_zone_sentences,
)
from geo_ent.telling.deployment.pace_sentences import pace_sentences, school_year_words
from geo_ent.telling.gaps.gap_sentences import with_names
from geo_ent.telling.language import Language
from geo_ent.telling.table_notes import table_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from geo_ent.indicators.deployment.adhesions import Adhesions
    from geo_ent.indicators.deployment.cost import Cost
    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.indicators.noted_table import NotedTable
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.build_options import Goal, Project

# Who signs for an ENT, inspects its schools or equips their collège. By commune most would have one
# or two schools, of one solution: `schools.csv` says that already.
_LEVELS = ("departement", "circonscription", "secteur_college", "epci")
# Share of schools equipped by rows for a territory, from which that is a way to spread the ENT.
_LEAST_TERRITORY_SHARE = 0.1


@dataclass(frozen=True)
class Deployment:
    """What is known of a deployment; parts of which nothing is known are empty.

    Attributes
    ----------
    solutions
        By level, zone and solution, as `solution_mixes` gives them.
    adhesions, epcis
        The communes and the EPCI that have joined.
    networks
        The networks of schools in place, with their links.
    phases
        Schools and dates of each phase.
    scopes
        Covered schools by what the row that equipped them speaks of.
    sentences
        All of this in the project's language; empty where the register only says who has an ENT and
        which one.
    notes
        What isn't in the tables, and why.
    """

    solutions: "pd.DataFrame"
    adhesions: "Adhesions"
    epcis: "Adhesions"
    networks: "NotedTable[gpd.GeoDataFrame]"
    phases: "pd.DataFrame"
    scopes: "pd.DataFrame"
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def deployment(project: "Project", result: "Result", behind: "LeftOut") -> Deployment:
    """Gather what the register and the project say of a deployment.

    Parameters
    ----------
    project, result
        What was asked for and computed.
    behind
        The pace and the cost, to be told where the project has a goal or a budget.
    """
    tr = teller(project, result)
    rows = _rows(result)
    schools = result.schools.assign(scope=_scopes(rows, result.schools.index))
    names = {level: result.zones[level]["zone_name"] for level in _LEVELS if level in result.zones}
    named = schools.assign(class_solution=_of_classes(rows, schools.index))
    gathered = Deployment(
        solutions=solution_mixes(named, names, whole=tr("Ensemble")),
        adhesions=_joined(result, "commune", texts(result.communes, "name")),
        epcis=_joined(result, "epci", names["epci"]),
        networks=school_networks(schools, _colleges(result), rows),
        phases=phases(schools, rows),
        scopes=scopes(schools),
    )
    networks = with_names(gathered.networks.table, tr)
    return replace(
        gathered,
        networks=replace(gathered.networks, table=networks),
        sentences=tuple(_sentences(gathered, project, result, behind, tr)),
        notes=table_notes(gathered.networks, tr),
    )


def _joined(result: "Result", level: str, names: "pd.Series[str]") -> "Adhesions":
    """List the communes or the EPCI that have joined."""
    # From the register's rows, not from equipped schools: a teacher's own initiative is no
    # convention of the commune, and a commune may join before any of its schools is equipped.
    rows = result.reading.rows
    return adhesions(
        rows, result.schools, names, result.date, level=level, is_past=_is_past(result)
    )


def _is_past(result: "Result") -> bool:
    """Tell whether the day shown is before the register was kept."""
    return result.as_of is not None and result.date < result.as_of


def _rows(result: "Result") -> "pd.DataFrame":
    """Give what the register says of an ENT, open or to come, a row a school and a row of it."""
    register, day = result.reading.register, pd.Timestamp(result.date)
    rows = register[register["uai"].isin(result.schools.index)]
    # `~(end < day)`, not `end >= day`: a row whose end isn't told holds
    rows = rows[rows["status"].isin(["school", "class", "planned"]) & ~(rows["end"] < day)]
    if _is_past(result):
        return rows[(rows["start"] <= day) & (rows["status"] != "planned")].set_index("uai")
    # An ENT that is to open is written as one that is there, with its date: it is still to come.
    status = rows["status"].mask(rows["start"] > day, "planned")
    return rows.assign(status=status).set_index("uai")


def _scopes(rows: "pd.DataFrame", uais: "pd.Index[str]") -> "pd.Series[Any]":
    """Tell what the rows that give each school its ENT speak of."""
    gives = rows[rows["status"] == "school"].reset_index()[["uai", "scope"]].drop_duplicates()
    return gives.groupby("uai")["scope"].agg(tuple).reindex(uais)


def _of_classes(rows: "pd.DataFrame", uais: "pd.Index[str]") -> "pd.Series[Any]":
    """Name the solutions that a school has in some of its classes, and not as a whole."""
    limited = rows.index[rows["status"] == "class"]
    solutions = by_word(rows[rows.index.isin(limited)], "solution")
    # A solution that another row gives to the whole school isn't told as one of classes too.
    keys = pd.MultiIndex.from_frame(solutions[["uai", "word"]])
    for_all = keys.isin(keys[solutions["status"] == "school"])
    only = solutions[(solutions["status"] == "class") & ~for_all]
    only = only.drop_duplicates(["uai", "word"])
    return only.groupby("uai")["word"].agg(tuple).reindex(uais)


def _colleges(result: "Result") -> "gpd.GeoDataFrame | None":
    """Give the collèges of the carte scolaire, by UAI."""
    if result.sectors is None:
        return None
    # A row is a commune and a collège: a collège has one for each commune that it serves.
    colleges: gpd.GeoDataFrame = result.sectors.drop_duplicates("college_uai")
    return colleges.set_index("college_uai")[["college_name", "geometry"]]


def _several_n(result: "Result") -> int:
    """Count the schools with an ENT that have several solutions at once."""
    covered = result.schools[result.schools["status"] == "school"]
    return int((word_lists(covered, "solution").map(len) > 1).sum())


def _by_territories(figures: Deployment) -> bool:
    """Tell whether communes or larger territories are how the ENT is spread.

    One row for a commune in a register of schools is a convenience of who keeps it, no convention.
    """
    schools_n = figures.scopes["schools_n"]
    return bool(
        schools_n.drop("school", errors="ignore").sum()
        >= _LEAST_TERRITORY_SHARE * max(schools_n.sum(), 1)
    )


def _sentences(
    figures: Deployment, project: "Project", result: "Result", behind: "LeftOut", tr: Language
) -> "Iterator[str]":
    """Tell all that is known, from who joined to what it costs."""
    by_territories, several_n = _by_territories(figures), _several_n(result)
    # More than who has which ENT: without any of this the page has no block on a deployment.
    is_programme = (
        by_territories
        or several_n
        or len(figures.phases)
        or len(figures.networks.table)
        or project.goal
        or project.programme
        or "accounts_created_n" in result.totals
        or (figures.solutions["for_whom"] == "staff").any()
    )
    if not is_programme:
        return
    if by_territories:
        yield from adhesion_sentences(figures.adhesions, tr)
        yield from adhesion_sentences(figures.epcis, tr)
    yield from phase_sentences(figures.phases, tr)
    if by_territories:
        yield from scope_sentences(figures.scopes, tr)
    if "circonscription" in figures.scopes.index:
        yield from whole_zone_sentences(result.coverage["circonscription"], tr)
    yield from network_sentences(figures.networks.table, tr)
    yield from solution_sentences(figures.solutions, several_n, tr)
    yield from staff_sentences(figures.solutions, len(result.zones["circonscription"]), tr)
    yield from account_sentences(result.totals, tr)
    # Without a goal of the project's own, the pace to 80 % is the equity sheet's to tell.
    if behind.pace and project.goal:
        yield from pace_sentences(behind.pace, tr)
    if behind.cost:
        yield from cost_sentences(behind.cost, tr)


def deployment_facts(
    figures: Deployment, project: "Project", behind: "LeftOut"
) -> dict[str, object]:
    """Give the figures of a deployment for the manifest; empty where there is nothing to tell."""
    if not (figures.sentences or project.goal or project.programme):
        return {}
    facts: dict[str, object] = {
        "adhering_communes_n": len(figures.adhesions.table),
        "communes_n": figures.adhesions.zones_n,
        "adhering_epcis_n": len(figures.epcis.table),
        "epcis_n": figures.epcis.zones_n,
        "networks_n": len(figures.networks.table),
        "phases_n": len(figures.phases),
        "scopes": {str(scope): int(n) for scope, n in figures.scopes["schools_n"].items()},
    }
    if project.goal:
        facts["goal"] = _goal_facts(project.goal, behind.pace)
    if behind.cost:
        facts["cost"] = _cost_facts(behind.cost)
    return facts


def _goal_facts(goal: "Goal", pace: "Pace | None") -> dict[str, object]:
    """Give the goal, and where a history shows it, how far it is."""
    facts: dict[str, object] = {"share": goal.share, "by": goal.by, "unit": goal.unit}
    if pace is None:
        return facts
    # `by` as a day, where the project says a number of years
    return facts | {
        "by": pace.goal.by,
        "reached_share": _number(float(pace.history["coverage_share"].iloc[-1])),
        "needed_n": pace.needed_n,
        "gained_in_twelve_months_n": None if pace.since is None else pace.gained_n,
        "reached_in": pace.end_year and school_year_words(pace.end_year),
        "share_then": _number(pace.share_then),
    }


def _cost_facts(cost: "Cost") -> dict[str, object]:
    prices = ("per_school", "per_pupil", "per_school_year", "per_pupil_year")
    return {
        "budget": cost.budget,
        "years": cost.years,
        **{name: _number(getattr(cost, name)) for name in prices},
        "funders": dict(cost.funders),
    }


def _number(value: float) -> float | None:
    """Round a figure; None where there is none, since JSON has no NaN."""
    return None if value != value else round(value, 6)  # noqa: PLR0124 NaN isn't itself
