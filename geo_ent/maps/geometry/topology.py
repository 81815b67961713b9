"""One TopoJSON for all levels: every border is written once, however many zones share it.

All levels are cut into their common pieces, the pieces are simplified together (neighbours move
alike, so no gap or overlap can open), and each level's zones are outlined by the pieces' borders
that have the zone on one side only (`arcs.py`).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo_ent.maps.geometry.arcs import arcs_of, borders_of, quantized, rings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import numpy.typing as npt

    Geometries = npt.NDArray[np.object_]
    Owners = dict[str, npt.NDArray[np.int64]]

DECIMALS = 6
GRID_DEGREES = 10**-DECIMALS
"""About 10 cm: borders of two levels that differ by less are the same border."""

# The smallest island or enclave of the bundled communes is five times as large: none is lost.
SLIVER_DEGREES2 = 1e-9
"""About 8 m²: what two levels' borders leave between them when they don't quite agree."""

# No screen shows a territory on many more pixels; a reader who zooms in sees zones, not surveys.
DETAIL = 1000
"""A corner goes when its triangle is under one pixel of a map this many pixels across."""

WHOLE_COMMUNES = frozenset({"epci", "arrondissement", "departement", "academie", "region"})
"""Levels whose zones are made of whole communes: their borders are borders of communes."""

QUANTA = 4 * DETAIL
"""Steps of the grid that coordinates are written on, over the territory's extent: what they move a
corner by is an eighth of what simplifying may."""


def topology(zones: "Mapping[str, gpd.GeoDataFrame]", *, finest: float = 0.0) -> dict[str, Any]:
    """Write the zones of all levels as one TopoJSON that fits a screen.

    Parameters
    ----------
    zones
        Level -> frame indexed by zone code; geometry in EPSG:4326, a coverage within a level
        (no overlap, neighbours share their edges).
    finest
        Degrees: corners whose triangle is under its square go even where a screen, on a small
        territory, would show them.

    Returns
    -------
    dict
        A TopoJSON `Topology`, one object a level, whose geometries have the zone code as `id`
        and the order of the frame. A zone without a geometry has type null.
    """
    pieces, owners = _pieces(zones, finest)
    borders = arcs_of(pieces)
    steps, transform = quantized(borders, steps_n=QUANTA)
    return {
        "type": "Topology",
        "transform": transform,
        "objects": {
            level: _object(frame.index, rings_of(borders, owners[level], len(frame)))
            for level, frame in zones.items()
        },
        "arcs": steps,
    }


def _pieces(zones: "Mapping[str, gpd.GeoDataFrame]", finest: float) -> "tuple[Geometries, Owners]":
    """Cut the territory along every border of every level; say which zones own each piece."""
    cutting = [level for level in zones if level not in WHOLE_COMMUNES or "commune" not in zones]
    shapes = np.concatenate([np.asarray(zones[level].geometry.array) for level in cutting])
    # Most borders are shared: each is given once, so that there is less to cut. The grid makes one
    # node of what two sources put a few centimetres apart.
    noded = shapely.union_all(borders_of(shapes, decimals=DECIMALS), grid_size=GRID_DEGREES)
    lines = shapely.get_parts(shapely.line_merge(noded))
    pieces = _without_slivers(np.asarray(shapely.get_parts(shapely.polygonize(lines))))
    owners = {level: _owner(pieces, frame) for level, frame in zones.items()}
    # A hole of the territory is a ring of borders too, but no zone's.
    owned = np.any([owner >= 0 for owner in owners.values()], axis=0)
    pieces, owners = pieces[owned], {level: owner[owned] for level, owner in owners.items()}
    return _simplified(pieces, finest), owners


def _without_slivers(pieces: "Geometries") -> "Geometries":
    """Give each sliver to the piece that it shares most of its border with: no hole is left."""
    small = shapely.area(pieces) <= SLIVER_DEGREES2
    kept = pieces[~small]
    tree = shapely.STRtree(kept)
    for sliver in pieces[small]:
        near = tree.query(sliver, predicate="intersects")
        shared = shapely.length(shapely.intersection(kept[near], sliver))
        # One that shares no border with a piece has nobody to go to, and is dropped.
        if len(near) and shared.max() > 0:
            best = near[np.argmax(shared)]
            kept[best] = shapely.coverage_union(kept[best], sliver)
    return np.asarray(kept)


def _owner(pieces: "Geometries", frame: "gpd.GeoDataFrame") -> "npt.NDArray[np.int64]":
    """Give the row of the zone that each piece lies in, -1 for none."""
    # A point on the surface, not the centroid: that of a crescent lies in its neighbour.
    piece, zone = frame.sindex.query(shapely.point_on_surface(pieces), predicate="within")
    owner = np.full(len(pieces), -1)
    owner[piece] = zone
    return owner


def _simplified(pieces: "Geometries", finest: float) -> "Geometries":
    """Drop the corners that no screen shows, the same on both sides of a border."""
    if not len(pieces):
        return pieces
    west, south, east, north = shapely.total_bounds(pieces)
    # Its square is the least area that a corner's triangle may have (Visvalingam and Whyatt), so
    # it is the side of a pixel.
    tolerance = max(max(east - west, north - south) / DETAIL, finest)
    return np.asarray(shapely.coverage_simplify(pieces, tolerance=tolerance))


def _object(codes: "Iterable[str]", zones: "Iterable[list[list[list[int]]]]") -> dict[str, Any]:
    """Give each zone its geometry, by its code, and nothing else."""
    return {
        "type": "GeometryCollection",
        "geometries": [
            {"id": code} | _shape(polygons) for code, polygons in zip(codes, zones, strict=True)
        ],
    }


def _shape(polygons: list[list[list[int]]]) -> dict[str, Any]:
    if not polygons:
        return {"type": None}
    if len(polygons) == 1:
        return {"type": "Polygon", "arcs": polygons[0]}
    return {"type": "MultiPolygon", "arcs": polygons}
