"""How far each school is from one that has an ENT, and how its surroundings are equipped."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo_ent.indicators.metres import in_metres
from geo_ent.tables.contract import IN_DOUBT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_LEAST_KM = 0.1  # distances are told to 100 m: nearer by less isn't worth telling
_CHUNK = 2_000  # schools asked about at a time: a city's have a thousand others around them
_AROUND = ("around_n", "around_covered_n", "around_unknown_n")


def nearest_covered(schools: "gpd.GeoDataFrame") -> pd.DataFrame:
    """Find, for each school without an ENT, the nearest school that has one.

    Parameters
    ----------
    schools
        Indexed by `uai`, with points, `departement_code` and `status`. Only these schools are
        known: one that has an ENT over the border isn't seen.

    Returns
    -------
    DataFrame
        A row for each placed school whose status isn't `school`, where its territory has a covered
        school: `nearest_uai` (the first by UAI among equals) and `nearest_km` (straight line, in
        the territory's metric CRS).

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6604000], crs=2154)
    >>> pair = {"status": ["none", "school"], "departement_code": "95"}
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["0950001A", "0950002B"])
    >>> nearest_covered(schools).to_dict("index")["0950001A"]
    {'nearest_uai': '0950002B', 'nearest_km': 5.0}
    """
    # an empty one first: where no territory has a covered school, the columns are there too
    tables = [
        pd.DataFrame({"nearest_uai": pd.Series(dtype=str), "nearest_km": pd.Series(dtype=float)})
    ]
    for uais, xy in in_metres(schools):
        covered = (schools["status"].reindex(uais) == "school").to_numpy()
        if covered.any() and not covered.all():
            tables.append(_nearest(uais, xy, covered))
    return pd.concat(tables).rename_axis("uai")


def nearer_of_another_sector(
    everyone: "gpd.GeoDataFrame", nearest_km: "pd.Series[float]"
) -> pd.DataFrame:
    """Find, for each school, the equipped one that is nearer than any of those counted.

    Parameters
    ----------
    everyone
        Every school of the territory, of all sectors, as for `nearest_covered`.
    nearest_km
        By UAI, how far the nearest covered school is of the sector that is counted; NaN for none.

    Returns
    -------
    DataFrame
        A row for each school that has one, 100 m nearer at least: `nearer_uai` and `nearer_km`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6604000], crs=2154)
    >>> pair = {"status": ["none", "school"], "departement_code": "95"}
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["0950001A", "0950002B"])
    >>> nearer_of_another_sector(schools, pd.Series({"0950001A": 7.9}))["nearer_km"].to_dict()
    {'0950001A': 5.0}
    """
    near = nearest_covered(everyone)
    near = near[near.index.isin(nearest_km.index)]
    own_km = nearest_km.reindex(near.index)
    # `~(…)`: where none of the counted ones has an ENT, any that has one is nearer
    nearer = near[~(near["nearest_km"] > own_km - _LEAST_KM)]
    return nearer.rename(columns={"nearest_uai": "nearer_uai", "nearest_km": "nearer_km"})


def _nearest(uais: "pd.Index[str]", xy: "Floats", covered: "Bools") -> pd.DataFrame:
    """Ask a tree of the covered schools; the first of equals, since UAIs are sorted."""
    points, names = shapely.points(xy), uais[covered]
    tree = shapely.STRtree(points[covered])
    # All that are as near are asked for: the tree would give any one of equals, by its own order.
    (school, near), away = tree.query_nearest(
        points[~covered], all_matches=True, return_distance=True
    )
    first = np.lexsort((near, school))
    _, start = np.unique(school[first], return_index=True)
    rows = first[start]
    return pd.DataFrame(
        {"nearest_uai": names[near[rows]].astype(str), "nearest_km": away[rows] / 1000},
        index=uais[~covered],
    )


def around(
    schools: "gpd.GeoDataFrame", listed: "pd.Index[str]", *, radius_km: float
) -> pd.DataFrame:
    """Count the other schools around each school asked about, and those that have an ENT.

    Parameters
    ----------
    schools
        As for `nearest_covered`.
    listed
        The UAIs to speak of.
    radius_km
        As far as this, included.

    Returns
    -------
    DataFrame
        A row for each placed school of `listed`: `around_n`, `around_covered_n`,
        `around_unknown_n` and `around_covered_share` (NaN where nobody is around).

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6604000], crs=2154)
    >>> pair = {"status": ["none", "school"], "departement_code": "95"}
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["0950001A", "0950002B"])
    >>> around(schools, schools.index[:1], radius_km=5).loc["0950001A"].to_list()
    [1.0, 1.0, 0.0, 1.0]
    """
    counted = [
        pd.DataFrame(dict(zip(_AROUND, counts, strict=True)), index=uais)
        for uais, counts in _around(schools, listed, radius_km * 1000)
    ]
    empty = pd.DataFrame({title: [] for title in _AROUND}, dtype=int)
    table = pd.concat(counted) if counted else empty
    # nobody around isn't a share of 0: the ranking would take it for surroundings without an ENT
    share = table["around_covered_n"] / table["around_n"].where(table["around_n"] > 0)
    return table.assign(around_covered_share=share).rename_axis("uai")


def _around(
    schools: "gpd.GeoDataFrame", listed: "pd.Index[str]", radius_m: float
) -> "Iterator[tuple[pd.Index[str], list[NDArray[np.intp]]]]":
    """Count the schools around each of those listed: all, covered, of unknown status."""
    for uais, xy in in_metres(schools):
        status = schools["status"].reindex(uais)
        kinds = [
            np.ones(len(uais), dtype=bool),
            (status == "school").to_numpy(),
            status.isin(IN_DOUBT).to_numpy(),
        ]
        points, rows = shapely.points(xy), np.flatnonzero(listed.get_indexer(uais) >= 0)
        tree = shapely.STRtree(points)
        for start in range(0, len(rows), _CHUNK):
            some = rows[start : start + _CHUNK]
            place, other = tree.query(points[some], predicate="dwithin", distance=radius_m)
            # a school isn't around itself
            yield (
                uais[some],
                [np.bincount(place[of[other]], minlength=len(some)) - of[some] for of in kinds],
            )
