"""Simulated collèges, one in a town, and the communes of their sectors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from simulator.calibrate import inside, middle, shared_by
from simulator.rows import of_place, uai_codes
from simulator.selection import EVERY, refuse

if TYPE_CHECKING:
    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Scenario

__all__ = ["Colleges", "draw_colleges"]


@dataclass(frozen=True, eq=False)
class Colleges:
    """The collèges of a scenario.

    Attributes
    ----------
    table
        Indexed by `uai`: `name, commune_code, commune_name, departement_code, latitude, longitude`
        and `x, y` (metres).
    sector
        The collège's UAI of each commune.
    """

    table: pd.DataFrame
    sector: "pd.Series[str]"


def draw_colleges(
    communes: gpd.GeoDataFrame, scenario: "Scenario", gazetteer: "Gazetteer"
) -> Colleges | None:
    """Put a collège in the towns, the populous and far from each other first.

    Each commune goes to the nearest collège of its département (by the communes' centres).

    Parameters
    ----------
    communes
        In a metric CRS, with `departement_code, population_n, name`.

    Returns
    -------
    Colleges
        None where the scenario has none.

    Raises
    ------
    InputError
        If there are more collèges than communes, or fewer than the towns that have one.
    """
    if not scenario.colleges_n and not scenario.college_towns:
        return None
    named = [gazetteer.code(town) for town in scenario.college_towns]
    towns: list[str] = []
    parts: list[pd.Series[str]] = []
    for code, count in _counts(communes, scenario, len(named)).items():
        home = communes[communes["departement_code"] == code]
        must = [town for town in named if town in home.index]
        least = max(1, len(must))
        if not least <= count <= len(home):
            refuse(scenario, f"[colleges] : {count} collèges dans le département {code} ; il en "
                             f"faut de {least} à {len(home)}, un par commune au plus.")  # fmt: skip
        places = shapely.get_coordinates(shapely.centroid(home.geometry.to_numpy()))
        chosen = _spread(places, home["population_n"].to_numpy(dtype=float), count,
                         [home.index.get_loc(town) for town in must])  # fmt: skip
        away = np.linalg.norm(places[:, None] - places[chosen], axis=2)
        owners = home.index.to_numpy()[chosen]
        parts.append(pd.Series(owners[away.argmin(axis=1)], index=home.index))
        towns += sorted(owners)
    table = _table(communes.loc[towns])
    uai_of = dict(zip(table["commune_code"], table.index, strict=True))
    return Colleges(table, pd.concat(parts).map(uai_of))


def _counts(communes: gpd.GeoDataFrame, scenario: "Scenario", least: int) -> dict[str, int]:
    wanted = scenario.colleges_n or {EVERY: (least, least)}
    if EVERY not in wanted:
        return {code: inside(wanted.get(code, (0, 0)), 0) for code in scenario.departements}
    people = communes.groupby("departement_code")["population_n"].sum().astype(float)
    return shared_by(people, middle(wanted[EVERY]))


def _spread(
    places: "np.typing.NDArray[np.float64]",
    people: "np.typing.NDArray[np.float64]",
    count: int,
    first: list[int],
) -> list[int]:
    chosen = first or [int(people.argmax())]
    while len(chosen) < count:
        away = np.linalg.norm(places[:, None] - places[chosen], axis=2).min(axis=1)
        chosen.append(int((away * people).argmax()))
    return chosen[:count]


def _places(towns: gpd.GeoDataFrame) -> list[str]:
    """Say "de Delle", with the département of two towns of one name."""
    twice = towns["name"].duplicated(keep=False)
    return [
        of_place(name) + (f" ({home})" if again else "")
        for name, home, again in zip(towns["name"], towns["departement_code"], twice, strict=True)
    ]


def _table(towns: gpd.GeoDataFrame) -> pd.DataFrame:
    """Name the collèges and place them in their towns."""
    shapes = towns.geometry.to_numpy()
    middles = shapely.centroid(shapes)
    within = shapely.contains_properly(shapes, middles)
    points = gpd.GeoSeries(
        np.where(within, middles, shapely.point_on_surface(shapes)), crs=towns.crs
    )
    degrees = points.to_crs(4326)
    serial = towns.groupby("departement_code").cumcount() + 1
    return pd.DataFrame(
        {
            "name": [f"Collège simulé {place}" for place in _places(towns)],
            "commune_code": towns.index,
            "commune_name": towns["name"].to_numpy(),
            "departement_code": towns["departement_code"].to_numpy(),
            "latitude": degrees.y.round(6).to_numpy(),
            "longitude": degrees.x.round(6).to_numpy(),
            "x": points.x.to_numpy(),
            "y": points.y.to_numpy(),
        },
        index=pd.Index(uai_codes(towns["departement_code"], serial + 4000), name="uai"),
    )
