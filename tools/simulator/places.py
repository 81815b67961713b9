"""Where the simulated schools stand: how many in each commune, of which nature, at which point."""

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.communes.bundled import communes_without_polygon
from geo_ent.errors import InputError
from simulator.calibrate import middle, share_out, shared_by

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Priority, Scenario

__all__ = ["count_schools", "draw_schools", "priority_labels", "school_totals"]

_ALWAYS = 500  # inhabitants from which a commune has a school
_CONCAVITY = 0.98  # a town's schools are larger: fewer of them an inhabitant
_RURAL = 0.85  # the same between départements
_SPREAD = 0.6  # of the logarithm of a small commune's chances
_MARGIN = 0.12  # of the side of a square as large: schools don't stand on the boundary
_CANDIDATES = 8  # points tried for each school of a town; the farthest from the others is kept
_TOWN_NATURES = ("elementaire", "maternelle", "primaire", "elementaire", "maternelle")


def school_totals(communes: gpd.GeoDataFrame, scenario: "Scenario") -> dict[str, int]:
    """Give the number of schools of each département: as published, else after the population.

    Small communes have more schools an inhabitant, and so have the départements made of them.
    """
    wanted = scenario.schools_n
    if "" not in wanted:
        return {code: middle(wanted[code]) for code in sorted(wanted)}
    people = communes["population_n"].astype(float) ** _RURAL
    weights = people.groupby(communes["departement_code"]).sum()
    return shared_by(weights, middle(wanted[""]))


def count_schools(
    communes: gpd.GeoDataFrame,
    totals: "Mapping[str, int]",
    rng: np.random.Generator,
    *,
    scenario: "Scenario",
    gazetteer: "Gazetteer",
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
    named = {gazetteer.code(record.asked): record for record in scenario.communes}
    fixed = {
        code: record.schools_n for code, record in named.items() if record.schools_n is not None
    }
    sizes = {record.name: record.schools_n for record in scenario.circonscriptions}
    groups = {
        (str(home), str(pool)): group.index
        for (home, pool), group in communes.groupby(["departement_code", "pool"])
    }
    wanted = _wanted(groups, totals, sizes)
    split = weights.index.isin(communes_without_polygon()["shown_inside"])
    weights = weights.where(~split, 0.0)  # of two communes today: a school's would be a guess
    floor = ((people >= _ALWAYS) & ~split).astype(int)
    if scenario.communes_n is not None:
        floor = _hosts(weights, groups, _room(groups, wanted, fixed), scenario.communes_n,
                       must=set(named))  # fmt: skip
        weights = weights.where(floor > 0, 0.0)
    elif named:
        floor[list(named)] = 1
    parts = []
    for group, members in groups.items():
        own = {code: n for code, n in fixed.items() if code in members}
        free = members.drop(list(own))
        parts.append(share_out(weights[free], wanted[group] - sum(own.values()), floor[free]))
        parts.append(pd.Series(own, dtype=int).astype(int))
    return pd.concat(parts).reindex(communes.index).astype(int)


def _wanted(
    groups: "Collection[tuple[str, str]]", totals: "Mapping[str, int]", sizes: "Mapping[str, int]"
) -> dict[tuple[str, str], int]:
    """Give the schools of each named circonscription, and of what is left of each département."""
    return {
        (home, pool): sizes[pool]
        if pool
        else totals.get(home, 0) - sum(sizes[own] for place, own in groups if place == home and own)
        for home, pool in groups
    }


def _room(
    groups: "Mapping[tuple[str, str], pd.Index[str]]",
    wanted: "Mapping[tuple[str, str], int]",
    fixed: "Mapping[str, int]",
) -> dict[tuple[str, str], int]:
    """Say how many communes of each group can have a school, when some have several for sure."""
    return {
        group: count - sum(max(0, n - 1) for code, n in fixed.items() if code in groups[group])
        for group, count in wanted.items()
    }


def _hosts(
    weights: "pd.Series[float]",
    groups: "Mapping[tuple[str, str], pd.Index[str]]",
    wanted: "Mapping[tuple[str, str], int]",
    count: int,
    *,
    must: set[str],
) -> "pd.Series[int]":
    """Choose as many communes as have a school: the heaviest, and no more than schools a group."""
    group_of = {code: group for group, members in groups.items() for code in members}
    left = dict(wanted)
    chosen: list[str] = []
    first = weights.where(~weights.index.isin(list(must)), np.inf)
    for code in first.sort_values(ascending=False, kind="stable").index:
        if len(chosen) < count and left[group_of[code]] > 0:
            chosen.append(code)
            left[group_of[code]] -= 1
    return pd.Series(0, index=weights.index).where(~weights.index.isin(chosen), 1)


def draw_schools(
    communes: gpd.GeoDataFrame, rng: np.random.Generator, *, natures: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Draw each commune's schools: one row a school, by commune.

    Parameters
    ----------
    communes
        In a metric CRS, with `schools_n`, `pool`, `circonscription`.
    natures
        Those that are drawn; all without it.

    Returns
    -------
    DataFrame
        The commune's columns, `nature`, `x, y` (metres), `latitude, longitude`
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
    drawn = [
        nature if not natures or nature in natures else natures[-1]
        for n, people in zip(homes["schools_n"], homes["population_n"], strict=True)
        for nature in _natures(n, people, rng)
    ]
    degrees = gpd.GeoSeries(gpd.points_from_xy(*xy.T), crs=communes.crs).to_crs(4326)
    return pd.DataFrame(schools.reset_index()).assign(
        nature=drawn,
        x=xy[:, 0],
        y=xy[:, 1],
        latitude=degrees.y.round(6),
        longitude=degrees.x.round(6),
    )


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


def priority_labels(
    schools: pd.DataFrame, scenario: "Scenario", gazetteer: "Gazetteer"
) -> "pd.Series[str]":
    """Give labels of priority education: to a commune's most eastern schools, so to one quarter.

    Parameters
    ----------
    schools
        With `commune_code, population_n` and `x` (metres).
    """
    labels = pd.Series("", index=schools.index)
    for wanted in scenario.priorities:
        free = labels == ""
        if wanted.commune:
            free &= schools["commune_code"] == gazetteer.code(wanted.commune)
        count = _labelled(wanted, int(free.sum()), scenario)
        by = "x" if wanted.commune else "population_n"
        labels[schools.loc[free, by].nlargest(count).index] = wanted.label
    return labels


def private_schools(
    labels: "pd.Series[str]", scenario: "Scenario", rng: np.random.Generator
) -> "pd.Series[bool]":
    """Draw the private schools that a scenario counts, among those without a label of priority.

    Parameters
    ----------
    labels
        Of priority education, school by school.

    Raises
    ------
    InputError
        If there are too few; the largest share that could hold is told.
    """
    private = pd.Series(data=False, index=labels.index)
    free = labels.index[labels == ""]
    count = round((scenario.private_share or 0) * len(labels))
    if count > len(free):
        msg = (
            f"{scenario.path} : [schools] private_share = {scenario.private_share:g} : {count} "
            f"écoles privées, mais {len(free)} écoles sont hors de l'éducation prioritaire : au "
            f"plus {len(free) / len(labels):.4f}."
        )
        raise InputError(msg)
    if count:
        private[rng.choice(free, count, replace=False)] = True
    return private


def _labelled(wanted: "Priority", among: int, scenario: "Scenario") -> int:
    count = round(among * wanted.share) if wanted.share is not None else wanted.schools_n or 0
    if count > among:
        where = wanted.commune or "le territoire"
        msg = (
            f"{scenario.path} : [[priorities]] : {count} écoles {wanted.label} pour {where}, qui "
            f"n'en a que {among} : au plus {among}."
        )
        raise InputError(msg)
    return count
