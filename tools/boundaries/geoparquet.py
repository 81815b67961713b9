"""Write communes.parquet: GeoParquet 1.1, native encoding, one row group a département."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

XY = "geometry.list.element.list.element.list.element."


def write(frame: gpd.GeoDataFrame, path: Path, *, group_by: str) -> None:
    """Write a frame of polygons in EPSG:4326, sorted by ``group_by``, one row group each.

    Coordinates go byte by byte (BYTE_STREAM_SPLIT): rounded to a binary grid, their last
    bytes are zeros, which zstd makes nothing of.
    """
    table = _table(frame)
    names = [name for name in table.column_names if name != "geometry"]
    texts = [name for name in names if pa.types.is_string(table.schema.field(name).type)]
    bounds = _bounds(frame[group_by].to_numpy())
    with pq.ParquetWriter(
        path,
        table.schema,
        compression="zstd",
        compression_level=19,
        use_dictionary=texts,
        column_encoding={f"{XY}x": "BYTE_STREAM_SPLIT", f"{XY}y": "BYTE_STREAM_SPLIT"},
        write_statistics=names,
    ) as writer:
        for start, stop in bounds:
            writer.write_table(table.slice(start, stop - start), row_group_size=stop - start)


def _bounds(keys: npt.NDArray[np.object_]) -> list[tuple[int, int]]:
    starts = [0, *(int(i) + 1 for i in np.flatnonzero(keys[1:] != keys[:-1]))]
    return list(zip(starts, [*starts[1:], len(keys)], strict=True))


def _table(frame: gpd.GeoDataFrame) -> pa.Table:
    columns = {name: _column(frame, name) for name in frame.columns if name != "geometry"}
    columns["geometry"] = encode(frame.geometry.to_numpy())
    metadata = {"geo": json.dumps(_geo(frame), ensure_ascii=False, sort_keys=True)}
    return pa.table(columns).replace_schema_metadata(metadata)


def _column(frame: gpd.GeoDataFrame, name: str) -> pa.Array:
    kinds = {"population_n": pa.int64(), "area_km2": pa.float64()}
    return pa.Array.from_pandas(frame[name], type=kinds.get(name, pa.string()))


def encode(polygons: npt.NDArray[np.object_]) -> pa.Array:
    """Encode polygons as GeoParquet's native ``multipolygon``: nested lists of x, y.

    Examples
    --------
    >>> encode(np.array([shapely.box(0, 0, 1, 1)], dtype=object)).to_pylist()[0][0][0][0]
    {'x': 1.0, 'y': 0.0}
    """
    multi = np.array(
        [p if p.geom_type == "MultiPolygon" else shapely.MultiPolygon([p]) for p in polygons],
        dtype=object,
    )
    _, xy, (rings, parts, wholes) = shapely.to_ragged_array(multi)
    x, y = (pa.array(np.ascontiguousarray(xy[:, i])) for i in (0, 1))
    array = pa.StructArray.from_arrays([x, y], fields=[_coordinate("x"), _coordinate("y")])
    for offsets in (rings, parts, wholes):
        kind = pa.list_(pa.field("element", array.type, nullable=False))
        array = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), array, type=kind)
    return array


def _coordinate(name: str) -> pa.Field:
    return pa.field(name, pa.float64(), nullable=False)


def _geo(frame: gpd.GeoDataFrame) -> dict[str, object]:
    column = {
        "encoding": "multipolygon",
        "geometry_types": ["MultiPolygon"],
        "crs": pyproj.CRS.from_epsg(4326).to_json_dict(),
        "bbox": [float(v) for v in frame.total_bounds],
    }
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
