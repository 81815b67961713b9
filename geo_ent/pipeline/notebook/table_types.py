"""The tables of a folder as frames: what a CSV says, each column with the type of its record."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.pipeline.made_folders import unreadable
from geo_ent.tables.fields import Field, table, tables

_COVERAGE = "coverage"
_FLAGS: Mapping[str, object] = {"True": True, "False": False, "": pd.NA}


@cache
def _records() -> Mapping[str, str]:
    """Give the record of each file of tables: `schools.csv` → `schools`."""
    return {table(name).file: name for name in tables()}


def typed_table(source: Path | IO[str], name: str) -> pd.DataFrame:
    """Read a table as `build` writes it.

    Parameters
    ----------
    source
        The file, or its text.
    name
        The file's, without `.csv`: `schools`, `coverage-epci`.

    Returns
    -------
    DataFrame
        On the index of its record, where it has one. Codes are texts, days are dates; a missing
        number is NaN, a missing text is "", as in the frames of the other functions.

    Raises
    ------
    InputError
        If the file isn't the table that was written any more.
    """
    if not isinstance(source, Path):
        return _typed_table(source, name)
    try:
        typed = _typed_table(source, name)
    except ValueError as fault:
        raise unreadable(source) from fault
    index = table(_record(name)).index if _record(name) else ""
    if index and typed.index.name != index:
        raise unreadable(source)
    return typed


def _record(name: str) -> str:
    """Name the record of a table by its file's name, without `.csv`; "" where none tells of it."""
    file = f"{_COVERAGE}-<level>" if name.startswith(f"{_COVERAGE}-") else name
    return _records().get(f"{file}.csv", "")


def _typed_table(source: Path | IO[str], name: str) -> pd.DataFrame:
    record = _record(name)
    # Text by text, then by their records: pandas would make numbers of codes, and lose the zero of
    # « 01004 », and take a commune called « NA » for a missing one.
    written = pd.read_csv(source, dtype=str, keep_default_na=False)
    columns = table(record).columns if record else {}
    index = table(record).index if record else ""
    typed = pd.DataFrame({title: _typed(cells, columns) for title, cells in written.items()})
    return typed.set_index(index) if index in typed else typed


def _typed(cells: "pd.Series[str]", columns: Mapping[str, Field]) -> "pd.Series":
    """Give a column the type of its record; what none tells of stays text."""
    field = columns.get(str(cells.name))
    missing = cells == ""
    if field is not None and field.kind == "flag":
        flags = cells.map(_FLAGS).astype("boolean")
        return flags if missing.any() else flags.astype(bool)
    if field is not None and field.kind == "day":
        return pd.to_datetime(cells.mask(missing), format="%Y-%m-%d").dt.as_unit("s")
    if field is not None and field.is_number:
        return pd.to_numeric(cells.mask(missing).astype(object))
    return cells


def school_points(schools: pd.DataFrame) -> gpd.GeoDataFrame:
    """Put schools where `latitude, longitude` say; a point is empty where the place is unknown."""
    places = schools[["longitude", "latitude"]].to_numpy(dtype=float)
    placed = ~np.isnan(places).any(axis=1)
    points = np.full(len(schools), shapely.Point())
    points[placed] = shapely.points(places[placed])
    return gpd.GeoDataFrame(schools, geometry=points, crs=4326)


def zone_shapes(table: pd.DataFrame, outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put a level's figures and outlines together, on the figures' index.

    Parameters
    ----------
    table
        On `zone_code`.
    outlines
        On the same, with `estimated`; of several parts where one would do, as a GeoPackage has
        them.
    """
    here = outlines.reindex(table.index)
    shapes = here.geometry.to_numpy()
    several = shapely.get_num_geometries(shapes) > 1
    plain = np.where(several, shapes, shapely.get_geometry(shapes, 0))
    joined = table.assign(estimated=here["estimated"].fillna(value=False).astype(bool))
    return gpd.GeoDataFrame(joined, geometry=plain, crs=4326)
