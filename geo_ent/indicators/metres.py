"""Schools as points in metres, each territory in its own metric system."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.placed_schools import placed

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

Metres = tuple["pd.Index[str]", "NDArray[np.float64]"]
"""The schools of one metric system, and their coordinates in it: a row each."""

_GRID = 16
"""Points stand on a sixteenth of a metre: exact in binary, so that equal distances are equal."""

_START_M = 4_000.0  # first radius of the search; it doubles until the neighbours are in it


def in_metres(schools: "gpd.GeoDataFrame") -> Iterator[Metres]:
    """Give the placed schools' coordinates, metric system by metric system, sorted by UAI.

    Parameters
    ----------
    schools
        Indexed by `uai`, points in any CRS, with `departement_code`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> point = gpd.points_from_xy([2.0], [47.0], crs=4326)
    >>> row = gpd.GeoDataFrame({"departement_code": "18"}, geometry=point, index=["0180001A"])
    >>> [(list(uais), xy.round().tolist()) for uais, xy in in_metres(row)]
    [(['0180001A'], [[624016.0, 6656012.0]])]
    """
    here = schools[placed(schools)].sort_index()
    for crs, uais in by_metric_crs(here["departement_code"]).items():
        # Degrees are never lengths, and one metric system does not fit the overseas départements.
        points = here.geometry[uais].to_crs(crs).to_numpy()
        yield uais, np.round(shapely.get_coordinates(points) * _GRID) / _GRID


def nearest_others(xy: "NDArray[np.float64]", k: int) -> "NDArray[np.intp]":
    """Find the k nearest others of each point; among equals, those that come first.

    Parameters
    ----------
    xy
        Metres, a row a point; more than `k` of them.

    Returns
    -------
    NDArray
        A row a point: the indices of its k nearest, nearest first.

    Examples
    --------
    >>> nearest_others(np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]]), 1).tolist()
    [[1], [0], [1]]
    """
    points = shapely.points(xy)
    tree = shapely.STRtree(points)
    neighbours = np.empty((len(xy), k), dtype=np.intp)
    # A radius that doubles until k others are in it: among equal distances the order is then ours
    # to choose, where a search for the k nearest would leave it to the tree. `place` is a row of
    # `left`.
    left, radius = np.arange(len(xy)), _START_M
    while len(left):
        place, other = tree.query(points[left], predicate="dwithin", distance=radius)
        place, other = place[left[place] != other], other[left[place] != other]
        # Squares, exact on the grid, where roots of equal ones may differ in the last bit.
        squares = ((xy[left[place]] - xy[other]) ** 2).sum(axis=1)
        order = np.lexsort((other, squares, place))
        counts = np.bincount(place, minlength=len(left))
        starts = np.cumsum(counts) - counts
        enough = counts >= k
        rows = starts[enough, None] + np.arange(k)
        neighbours[left[enough]] = other[order][rows]
        left, radius = left[~enough], radius * 2
    return neighbours
