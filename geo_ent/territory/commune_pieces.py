"""Communes cut into pieces, each of one zone, and pieces put together into zones."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

Cells = Sequence[tuple[str, shapely.Geometry]]
"""The parts of a cut commune: the zone of each, and its polygon."""

_SNAP_M = 0.01  # pieces are cut at a centimetre: far below the boundaries' own metre
_MIN_SHARE = 1e-9  # share of a commune's area under which a piece is only rounding


def nearest_cells(
    commune: shapely.Geometry, points: "NDArray[np.object_]", owners: Sequence[str]
) -> Cells:
    """Split a commune by what lies nearest to each point (Voronoi cells, clipped to it).

    Parameters
    ----------
    commune
        In a metric system, as the points.
    points, owners
        Where two points are at one place, to the centimetre, the first one's owner has it.

    Examples
    --------
    >>> ends = shapely.points([(0, 0), (10, 0)])
    >>> [(owner, cell.area) for owner, cell in nearest_cells(shapely.box(0, 0, 8, 1), ends, "AB")]
    [('A', 5.0), ('B', 3.0)]
    """
    points = shapely.set_precision(points, _SNAP_M)  # GEOS fails on points a hair apart
    # By their bytes, for points of one place: there is nothing to split, and GEOS draws no cell.
    if len(set(shapely.to_wkb(points).tolist())) == 1:
        return [(owners[0], commune)]
    diagram = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=commune)
    cells = shapely.get_parts(diagram)
    # GEOS gives the cells in an order of its own: each is known by the point that lies in it.
    inside, cell = shapely.STRtree(cells).query(points, predicate="intersects")
    first = np.lexsort((inside, cell))  # at one place: the first point's owner
    cell, inside = cell[first], inside[first]
    owned, first_rows = np.unique(cell, return_index=True)
    clipped = shapely.intersection(cells[owned], commune)
    large = shapely.area(clipped) > _MIN_SHARE * commune.area
    of_cells = [owners[inside[row]] for row in first_rows[large]]
    return list(zip(of_cells, clipped[large], strict=True))


def cut_communes(
    communes: gpd.GeoSeries, owners: Mapping[str, str], cells: Mapping[str, Cells]
) -> gpd.GeoDataFrame:
    """Give each commune whole to its owner, or its cells to theirs.

    Parameters
    ----------
    communes
        On `commune_code`, a clean coverage in a metric system.
    owners
        The zone of the communes that have one alone ("" where it is not said).
    cells
        Of the communes that are cut.

    Returns
    -------
    GeoDataFrame
        `commune_code`, `zone_code`, `cut` and the polygons, a clean coverage: whole communes
        first, then the parts of each cell.
    """
    whole = communes.drop(list(cells))
    parts = [
        (code, zone, True, part)
        for code, split in cells.items()
        for zone, cell in split
        for part in shapely.get_parts(cell)
    ]
    rows = [*((code, owners.get(code, ""), False, shape) for code, shape in whole.items()), *parts]
    frame = pd.DataFrame(rows, columns=["commune_code", "zone_code", "cut", "geometry"])
    shapes = frame["geometry"].to_numpy()
    if parts:
        # The cells' borders meet the neighbours between two of their vertices: node them too.
        shapes = np.array(shapely.coverage_clean(shapes, snapping_distance=_SNAP_M))
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes, crs=communes.crs)


def zone_frame(
    shapes: gpd.GeoSeries, names: "pd.Series[str] | Mapping[str, str]", *, estimated: object
) -> gpd.GeoDataFrame:
    """Give drawn zones what a level says of each, on `zone_code`: `zone_name`, `estimated`."""
    columns = {"zone_name": shapes.index.map(names).to_numpy(), "estimated": estimated}
    return gpd.GeoDataFrame(columns, geometry=shapes, index=shapes.index)


def dissolved(shapes: gpd.GeoSeries, zones: "pd.Series[str]") -> gpd.GeoSeries:
    """Put together the pieces of each zone ("" is none), from a clean coverage.

    Returns
    -------
    GeoSeries
        On `zone_code`, sorted. Holes and borders are those of the pieces, to the last digit.

    Examples
    --------
    >>> row = gpd.GeoSeries([shapely.box(west, 0, west + 1, 1) for west in range(3)])
    >>> dissolved(row, pd.Series(["A", "A", "B"])).area.to_dict()
    {'A': 2.0, 'B': 1.0}
    """
    # `coverage_union_all` drops the edges that stand twice and computes no intersection: over all
    # of France it takes a twelfth of the time of GeoPandas' `dissolve`, or less.
    codes, number = np.unique(zones.to_numpy(dtype=str), return_inverse=True)
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(1, len(codes)))
    groups = np.split(shapes.to_numpy()[order], starts)
    merged = {
        code: shapely.coverage_union_all(group)
        for code, group in zip(codes.tolist(), groups[: len(codes)], strict=True)
        if code
    }
    index = pd.Index(list(merged), name="zone_code", dtype=str)
    return gpd.GeoSeries(list(merged.values()), index=index, crs=shapes.crs)
