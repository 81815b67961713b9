"""Files of outlines: toyland's squares under real codes, and fine borders made of coarse ones."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from toyland import make_communes, square


def land(*codes, columns=3):
    """Make communes of 1 km² under these codes, from the bottom left, row by row."""
    rows = -(-len(codes) // columns)
    toy = make_communes(columns, rows).iloc[: len(codes)]
    return toy.set_axis(pd.Index(codes, name="commune_code"), axis=0).sort_index()


def squares(**cells):
    """Make the features of a file, in metres: INSEE code -> (column, row, columns, rows)."""
    codes = [name.removeprefix("c") for name in cells]
    shapes = [square(*cell) for cell in cells.values()]
    return gpd.GeoDataFrame({"code": codes, "nom": codes}, geometry=shapes, crs=2154)


def drawn(frame, path):
    """Write features as a GeoJSON in degrees."""
    degrees = frame.to_crs(4326)
    features = [
        {
            "type": "Feature",
            "properties": {name: row[name] for name in frame.columns.drop("geometry")},
            "geometry": None if row["geometry"] is None else row["geometry"].__geo_interface__,
        }
        for row in degrees.to_dict("records")
    ]
    told = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def bent(frame, times):
    """Bend each edge by halves, the same on both sides of a border: a finer outline of it."""
    shapes = [
        shapely.multipolygons([_bent(part, times) for part in shapely.get_parts(shape)])
        for shape in frame.geometry
    ]
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _bent(polygon, times):
    rings = [
        _bent_ring(shapely.get_coordinates(ring), times) for ring in shapely.get_rings(polygon)
    ]
    return shapely.Polygon(rings[0], rings[1:])


def _bent_ring(corners, times):
    for _ in range(times):
        start, end = corners[:-1], corners[1:]
        forth = (start[:, 0] < end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] < end[:, 1]))
        first, last = np.where(forth[:, None], (start, end), (end, start))
        seed = np.sin(first @ [1.3e6, 7.8e6] + last @ [3.7e6, 4.6e5]) * 43_758.5
        away = (seed - np.floor(seed) - 0.5) * 0.1
        along = last - first
        middle = (first + last) / 2 + away[:, None] * np.stack([-along[:, 1], along[:, 0]], axis=1)
        finer = np.empty((2 * len(corners) - 1, 2))
        finer[::2], finer[1::2] = corners, middle
        corners = finer
    return corners
