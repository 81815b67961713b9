"""One TopoJSON for all levels: every border is written once, however many zones share it.

All levels are cut into their common pieces, the pieces are simplified together (neighbours move
alike, so no gap or overlap can open), and each level's zones are put together again from them.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt

    Geometries = npt.NDArray[np.object_]
    Owners = dict[str, npt.NDArray[np.int64]]

__all__ = ["topology"]

GRID_DEGREES = 1e-6
"""About 10 cm: borders of two levels that differ by less are the same border."""

SLIVER_DEGREES2 = 1e-9
"""About 8 m²: what two levels' borders leave between them when they don't quite agree."""

DETAIL = 1000
"""A corner goes when its triangle is under one pixel of a map this many pixels across."""

QUANTA = 20_000
"""Steps of the grid that coordinates are written on, over the territory's extent."""


def topology(zones: "Mapping[str, gpd.GeoDataFrame]") -> dict[str, Any]:
    """Write the zones of all levels as one TopoJSON that fits a screen.

    Parameters
    ----------
    zones
        Level -> frame indexed by zone code; geometry in EPSG:4326, a coverage within a level
        (no overlap, neighbours share their edges).

    Returns
    -------
    dict
        A TopoJSON `Topology`, one object a level, whose geometries have the zone code as `id`
        and the order of the frame. A zone without a geometry has type null.
    """
    pieces, owners = _pieces(zones)
    merged = {level: _merge(pieces, owners[level], len(frame)) for level, frame in zones.items()}
    return _written(zones, merged)


def _pieces(zones: "Mapping[str, gpd.GeoDataFrame]") -> "tuple[Geometries, Owners]":
    """Cut the territory along every border of every level; say which zones own each piece."""
    import numpy as np
    import shapely

    borders = np.concatenate([shapely.boundary(frame.geometry.array) for frame in zones.values()])
    lines = shapely.get_parts(shapely.union_all(borders, grid_size=GRID_DEGREES))
    pieces = np.asarray(shapely.get_parts(shapely.polygonize(lines)))
    pieces = pieces[shapely.area(pieces) > SLIVER_DEGREES2]
    owners = {level: _owner(pieces, frame) for level, frame in zones.items()}
    owned = np.any([owner >= 0 for owner in owners.values()], axis=0)
    pieces, owners = pieces[owned], {level: owner[owned] for level, owner in owners.items()}
    return _simplified(pieces), owners


def _owner(pieces: "Geometries", frame: "gpd.GeoDataFrame") -> "npt.NDArray[np.int64]":
    """Give the row of the zone that each piece lies in, -1 for none."""
    import numpy as np
    import shapely

    piece, zone = frame.sindex.query(shapely.point_on_surface(pieces), predicate="within")
    owner = np.full(len(pieces), -1)
    owner[piece] = zone
    return owner


def _simplified(pieces: "Geometries") -> "Geometries":
    """Drop the corners that no screen shows, the same on both sides of a border."""
    import numpy as np
    import shapely

    if not len(pieces):
        return pieces
    west, south, east, north = shapely.total_bounds(pieces)
    return np.asarray(
        shapely.coverage_simplify(pieces, tolerance=max(east - west, north - south) / DETAIL)
    )


def _merge(pieces: "Geometries", owner: "npt.NDArray[np.int64]", zones_n: int) -> "Geometries":
    """Put a level's zones together again from their pieces."""
    import numpy as np
    import shapely

    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(zones_n + 1))
    groups = [pieces[order[start:end]] for start, end in pairwise(starts)]
    return np.array([shapely.coverage_union_all(group) for group in groups], dtype=object)


def _written(
    zones: "Mapping[str, gpd.GeoDataFrame]", merged: "dict[str, Geometries]"
) -> dict[str, Any]:
    """Write zones as TopoJSON: arcs cut at the junctions, coordinates on a grid, in steps."""
    import geopandas as gpd
    import shapely
    from topojson.core.topology import Topology

    drawn = {level: ~shapely.is_empty(shapes) for level, shapes in merged.items()}
    frames = [gpd.GeoDataFrame(geometry=merged[level][drawn[level]], crs=4326) for level in zones]
    written = Topology(frames, object_name=list(zones), prequantize=QUANTA).to_dict()
    objects = {
        level: _object(frame.index, drawn[level], written["objects"][level]["geometries"])
        for level, frame in zones.items()
    }
    return {
        "type": "Topology",
        "transform": written["transform"],
        "objects": objects,
        "arcs": written["arcs"],
    }


def _object(
    codes: "gpd.pd.Index", drawn: "npt.NDArray[np.bool_]", geometries: list[dict[str, Any]]
) -> dict[str, Any]:
    """Give each zone its geometry back, by its code, and nothing else."""
    shapes = iter(geometries)
    return {
        "type": "GeometryCollection",
        "geometries": [
            {"id": code} | (_shape(next(shapes)) if there else {"type": None})
            for code, there in zip(codes, drawn, strict=True)
        ],
    }


def _shape(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "arcs": geometry["arcs"]}
