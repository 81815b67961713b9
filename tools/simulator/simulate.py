"""From a scenario to its simulated schools: drawn in real communes, scaled to what is published."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.communes.bundled import read_communes
from geo_ent.register.vocabulary import staff_tools
from geo_ent.territory.crs import metric_crs
from simulator.checks import check_before, check_equipped, check_places, check_pools
from simulator.colleges import Colleges, draw_colleges
from simulator.figures import add_figures
from simulator.files import Simulated
from simulator.gazetteer import Gazetteer
from simulator.partition import assign_circonscriptions, split_towns
from simulator.places import (
    count_schools,
    draw_schools,
    priority_labels,
    private_schools,
    school_totals,
)
from simulator.pools import home_pools
from simulator.rows import identify
from simulator.waves import Waves

if TYPE_CHECKING:
    import geopandas as gpd

    from simulator.scenario import Scenario

__all__ = ["simulate", "simulated_communes"]


def simulate(scenario: "Scenario") -> Simulated:
    """Draw the schools of a scenario, their circonscriptions, their ENT and their figures.

    The same at each run: all chance comes from the scenario's `seed`.

    Returns
    -------
    Simulated
        Its `schools` have `name, commune_code, commune_name, departement_code, population_n,
        nature, priority, private, latitude, longitude, circonscription_name,
        circonscription_code, pool, sector_town, network`, `covered` and `partial` (whether the
        school, or some of its classes, have an ENT at the date), and the figures that the scenario
        has.

    Raises
    ------
    InputError
        If the scenario can't be met.
    """
    rng = np.random.default_rng(scenario.seed)
    communes, gazetteer = simulated_communes(scenario, rng)
    colleges = draw_colleges(communes, scenario, gazetteer)
    size = scenario.circonscription_size
    drawn = draw_schools(assign_circonscriptions(communes, size=size), rng,
                         natures=scenario.natures)  # fmt: skip
    labels = priority_labels(drawn, scenario, gazetteer)
    private = private_schools(labels, scenario, rng)
    schools = identify(split_towns(drawn.assign(priority=labels, private=private), size=size))
    if colleges is not None:
        schools = _in_sectors(schools, colleges)
    waves = Waves(scenario, schools, gazetteer, rng)
    told = waves.run()
    schools = _equipped(waves.schools, told, scenario)
    check_equipped(schools, told, scenario, gazetteer)
    schools = add_figures(schools, scenario, gazetteer, rng)
    return Simulated(schools, told, colleges)


def simulated_communes(
    scenario: "Scenario", rng: np.random.Generator
) -> "tuple[gpd.GeoDataFrame, Gazetteer]":
    """Give the communes of a scenario (metric CRS) with `pool`, `sector_town` and `schools_n`."""
    communes = read_communes(scenario.departements).to_crs(metric_crs(scenario.departements))
    gazetteer = Gazetteer(scenario, communes[["name", "departement_code"]])
    check_before(scenario, communes)
    totals = school_totals(communes, scenario)
    check_pools(scenario, totals)
    communes = home_pools(communes, scenario, gazetteer, totals)
    communes["schools_n"] = count_schools(
        communes, totals, rng, scenario=scenario, gazetteer=gazetteer
    )
    check_places(communes, scenario, gazetteer)
    return communes, gazetteer


def _in_sectors(schools: pd.DataFrame, colleges: Colleges) -> pd.DataFrame:
    """Say which collège each school goes to, and how far it is."""
    uais = schools["commune_code"].map(colleges.sector)
    college = colleges.table.loc[uais.tolist()]
    away = np.hypot(
        schools["x"].to_numpy() - college["x"].to_numpy(),
        schools["y"].to_numpy() - college["y"].to_numpy(),
    )
    return schools.assign(
        college=uais, college_name=college["name"].to_numpy(), college_km=away / 1000
    )


def _equipped(schools: pd.DataFrame, told: pd.DataFrame, scenario: "Scenario") -> pd.DataFrame:
    """Tell which schools have an ENT at the date, as a whole or in some classes."""
    day = scenario.date.isoformat()
    holds = (told["start"] <= day) & ((told["end"] == "") | (told["end"] >= day))
    holds &= ~told["solution"].isin(staff_tools())
    whole = set(told.loc[holds & (told["status"] == "school"), "uai"])
    some = set(told.loc[holds & (told["status"] == "class"), "uai"]) - whole
    return schools.assign(covered=schools.index.isin(whole), partial=schools.index.isin(some))
