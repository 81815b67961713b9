"""Where the simulated schools stand: how many in each commune, of which nature, at which point."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["EPINAL", "NEUFCHATEAU", "PLAN_TOWNS", "count_schools", "draw_schools", "home_pools"]

NEUFCHATEAU, EPINAL = "Neufchâteau", "Épinal"
"""The two circonscriptions of the Vosges where a whole-circonscription ENT is tried."""

PLAN_TOWNS = ("Neufchâteau", "Liffol-le-Grand", "Châtenois")
"""The collège sectors of Neufchâteau that are in the academic rurality plan (published)."""

_FOURTH_TOWN = "Bulgnéville"  # simulated: the source doesn't name the fourth sector
_TOWNS = (*PLAN_TOWNS, _FOURTH_TOWN)
_TOWNS_AROUND = ("Contrexéville", "Vittel", "Mirecourt", "Lamarche", "Charmes")
_POOL_SCHOOLS = {NEUFCHATEAU: 34, EPINAL: 45}  # published with the table
_EPINAL_PEOPLE = 52_000  # 45 schools at the département's inhabitants a school
_VOSGES = "88"

_ALWAYS = 500  # inhabitants from which a commune has a school
_CONCAVITY = 0.98  # a town's schools are larger: fewer of them an inhabitant
_SPREAD = 0.6  # of the logarithm of a small commune's chances
_MARGIN = 0.12  # of the side of a square as large: schools don't stand on the boundary
_CANDIDATES = 8  # points tried for each school of a town; the farthest from the others is kept
_TOWN_NATURES = ("elementaire", "maternelle", "primaire", "elementaire", "maternelle")


def home_pools(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Mark the communes of the two circonscriptions whose number of schools is published.

    Parameters
    ----------
    communes
        In a metric CRS.

    Returns
    -------
    GeoDataFrame
        The communes with `pool` ("Neufchâteau", "Épinal" or "") and `sector_town`, the nearest of
        the four towns of Neufchâteau's collège sectors ("" out of that circonscription).
    """
    centres = communes.geometry.centroid
    vosges = communes[communes["departement_code"] == _VOSGES]
    places = centres[vosges.index]
    towns = centres[[_code_of(vosges, name) for name in (*_TOWNS, *_TOWNS_AROUND)]]
    away = pd.DataFrame({town: places.distance(point) for town, point in towns.items()})
    nearest = away.idxmin(axis=1).map(vosges["name"])
    epinal = places.distance(centres[_code_of(vosges, EPINAL)]).sort_values(kind="stable")
    reached = vosges.loc[epinal.index, "population_n"].cumsum()
    pool = pd.Series("", index=communes.index)
    pool[nearest.index[nearest.isin(_TOWNS)]] = NEUFCHATEAU
    pool[reached.index[reached <= _EPINAL_PEOPLE]] = EPINAL
    sector = nearest.reindex(communes.index).where(pool == NEUFCHATEAU, "")
    return communes.assign(pool=pool, sector_town=sector)


def _code_of(communes: gpd.GeoDataFrame, name: str) -> str:
    return str(communes.index[communes["name"] == name][0])


def count_schools(
    communes: gpd.GeoDataFrame, totals: "pd.Series[int]", rng: np.random.Generator
) -> "pd.Series[int]":
    """Share out each département's schools among its communes, after their population.

    Parameters
    ----------
    communes
        With `departement_code, population_n, pool`.
    totals
        Number of schools by `departement_code`.
    """
    people = communes["population_n"].astype(float)
    spread = _SPREAD / np.sqrt(1 + people / _ALWAYS)  # chance matters less in a town
    weights = people**_CONCAVITY * np.exp(spread * rng.standard_normal(len(communes)))
    parts = []
    for (departement, pool), group in communes.groupby(["departement_code", "pool"]):
        pools = communes.loc[communes["departement_code"] == departement, "pool"].unique()
        elsewhere = sum(_POOL_SCHOOLS.get(name, 0) for name in pools)
        total = _POOL_SCHOOLS.get(pool, totals[departement] - elsewhere)
        floor = (group["population_n"] >= _ALWAYS).astype(int)
        parts.append(_share_out(weights[group.index], total, floor))
    return pd.concat(parts).reindex(communes.index)


def _share_out(
    weights: "pd.Series[float]", total: int, floor: "pd.Series[int]"
) -> "pd.Series[int]":
    """Give each its floor, and what is left by the largest remainders."""
    left = total - int(floor.sum())
    above = (weights / weights.sum() * total - floor).clip(lower=0)
    quota = above / above.sum() * left
    counts = np.floor(quota).astype(int)
    last = (quota - counts).sort_values(ascending=False, kind="stable").index
    counts[last[: left - int(counts.sum())]] += 1
    return floor + counts


def draw_schools(communes: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw each commune's schools: one row a school, by commune.

    Parameters
    ----------
    communes
        In a metric CRS, with `schools_n`, `pool`, `circonscription`.

    Returns
    -------
    DataFrame
        The commune's columns, `nature`, `priority`, `x, y` (metres), `latitude, longitude`
        (degrees, six decimals: 0.1 m).
    """
    homes = communes[communes["schools_n"] > 0]
    schools = homes.loc[homes.index.repeat(homes["schools_n"])].drop(columns="geometry")
    xy = np.concatenate(
        [
            _points_inside(shape, n, rng)
            for shape, n in zip(homes.geometry, homes["schools_n"], strict=True)
        ]
    )
    natures = [
        nature
        for n, people in zip(homes["schools_n"], homes["population_n"], strict=True)
        for nature in _natures(n, people, rng)
    ]
    degrees = gpd.GeoSeries(gpd.points_from_xy(*xy.T), crs=communes.crs).to_crs(4326)
    schools = pd.DataFrame(schools.reset_index()).assign(
        nature=natures,
        x=xy[:, 0],
        y=xy[:, 1],
        latitude=degrees.y.round(6),
        longitude=degrees.x.round(6),
    )
    return schools.assign(priority=_priority(schools))


def _natures(schools_n: int, people: int, rng: np.random.Generator) -> list[str]:
    """Choose a commune's natures: a primaire in a village, pairs in a town.

    A small commune's only school may hold the older or the younger pupils of several villages.
    """
    chance = rng.random()
    if schools_n == 1:
        shared = chance if people < _ALWAYS else 1.0
        only = "elementaire" if shared < 0.3 else "maternelle"  # noqa: PLR2004 a chance
        return [only if shared < 0.4 else "primaire"]  # noqa: PLR2004 a chance
    if schools_n == 2:  # noqa: PLR2004
        return ["primaire"] * 2 if chance < 0.2 else ["elementaire", "maternelle"]  # noqa: PLR2004
    return [_TOWN_NATURES[i % len(_TOWN_NATURES)] for i in range(schools_n)]


def _points_inside(
    polygon: shapely.Geometry, count: int, rng: np.random.Generator
) -> "NDArray[np.float64]":
    """Draw points inside a polygon, away from its boundary and from each other (metres)."""
    shrunk = shapely.buffer(polygon, -_MARGIN * float(np.sqrt(shapely.area(polygon))))
    inner: shapely.Geometry = polygon if shrunk.is_empty else shrunk
    first: NDArray[np.float64] = shapely.get_coordinates(shapely.point_on_surface(inner))
    if count == 1:
        return first
    shapely.prepare(inner)
    low, high = np.reshape(shapely.bounds(inner), (2, 2))
    drawn = np.empty((0, 2))
    while len(drawn) < _CANDIDATES * count:
        tried = rng.uniform(low, high, (4 * _CANDIDATES * count, 2))
        drawn = np.concatenate([drawn, tried[shapely.contains_xy(inner, tried)]])
    kept = drawn[:1]
    for i in range(1, count):
        tried = drawn[i * _CANDIDATES : (i + 1) * _CANDIDATES]
        gaps = np.linalg.norm(tried[:, None] - kept, axis=2).min(axis=1)
        kept = np.concatenate([kept, tried[[gaps.argmax()]]])
    return kept


def _priority(schools: pd.DataFrame) -> "pd.Series[str]":
    """Put four schools of the town of Épinal in REP+, as published: the most eastern ones."""
    town = schools[(schools["pool"] == EPINAL) & (schools["name"] == EPINAL)]
    chosen = town["x"].nlargest(4).index
    return pd.Series("", index=schools.index).where(~schools.index.isin(chosen), "REP+")
