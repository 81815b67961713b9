"""The communes: bundled boundaries of the whole of France, read by département."""

import json
from collections.abc import Collection
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from geo_ent.communes.departements import COMMUNES_FILE, departement_groups, find_departement
from geo_ent.sources.bundled_files import bundled_file


def read_communes(departements: Collection[str]) -> "gpd.GeoDataFrame":
    """Read the communes of some départements, with the codes of every level above.

    Parameters
    ----------
    departements
        Codes, as ``["54", "2A"]``.

    Returns
    -------
    GeoDataFrame
        Indexed by `commune_code`, sorted; `name`, code and name of the EPCI, arrondissement,
        département, académie and région ("" for no EPCI), `population_n`, `area_km2`, polygons in
        EPSG:4326 that share their borders exactly (a clean coverage).

    Raises
    ------
    InputError
        If a code isn't one of the 101 départements.

    Examples
    --------
    >>> len(read_communes(["90"]))
    101
    """
    codes = {find_departement(code) for code in departements}
    frame = _communes_of(codes).set_index("commune_code")
    texts = [column for column in frame.columns if column.endswith(("_code", "_name"))]
    # Four islands have no EPCI, Mayotte no arrondissement: "" there, as every text that is missing.
    frame[texts] = frame[texts].astype(str).fillna("")
    return frame.sort_index()  # held to its contract by the tests: the file is ours


def _communes_of(codes: Collection[str]) -> "gpd.GeoDataFrame":
    """Read the row groups of some départements, each of which has its own."""
    # Not `gpd.read_parquet` with a filter, which looks into all groups: of one it takes five times
    # as long. Polygons are GeoArrow's: coordinates, and where each part begins.
    file = pq.ParquetFile(bundled_file(*COMMUNES_FILE))
    groups = [place for place, code in enumerate(departement_groups()) if code in codes]
    table = file.read_row_groups(groups, use_threads=False)
    shapes = table["geometry"].combine_chunks()
    shapes = shapes.chunk(0) if isinstance(shapes, pa.ChunkedArray) else shapes
    parts = shapes.flatten()
    rings = parts.flatten()
    points = rings.flatten()
    degrees = np.column_stack([points.field(axis).to_numpy() for axis in ("x", "y")])
    offsets = tuple(level.offsets.to_numpy() for level in (rings, parts, shapes))
    polygons = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, degrees, offsets)
    rows = table.drop_columns(["geometry"]).to_pandas()
    return gpd.GeoDataFrame(rows, geometry=polygons, crs=_crs(file.schema_arrow.metadata[b"geo"]))


@cache
def _crs(metadata: bytes) -> pyproj.CRS:
    """Read the reference system that the file tells."""
    return pyproj.CRS.from_user_input(json.loads(metadata)["columns"]["geometry"]["crs"])


@cache
def commune_zones(level: str) -> dict[str, str]:
    """Give the zone of a level of every commune of today that has a polygon ("" for none).

    The same mapping is given each time: it is to be read.

    Examples
    --------
    >>> commune_zones("departement")["35238"], commune_zones("academie")["35238"]
    ('35', '14')
    """
    pairs = zip(commune_texts("commune_code"), commune_texts(f"{level}_code"), strict=True)
    return {code: zone or "" for code, zone in pairs if code}


@cache
def epci_names() -> dict[str, str]:
    """Give the name of every EPCI of France by its code.

    Examples
    --------
    >>> epci_names()["243500139"]
    'Rennes Métropole'
    """
    pairs = zip(commune_texts("epci_code"), commune_texts("epci_name"), strict=True)
    return {code: name for code, name in pairs if code and name}


@cache
def commune_texts(title: str) -> list[str | None]:
    """Read a column of codes or names of every commune that has a polygon, once."""
    # Not `read_table`, which imports a whole engine for files in parts.
    file = pq.ParquetFile(bundled_file(*COMMUNES_FILE))
    values: list[str | None] = file.read(columns=[title])[title].to_pylist()
    return values


@cache
def bundled_populations() -> "pd.Series[int]":
    """Give the bundled population of every commune of today, with or without a polygon.

    Municipal population of 2023 (2017 in Mayotte): data/boundaries/README.md. The same Series is
    given each time: it is to be read.

    Examples
    --------
    >>> int(bundled_populations()["35238"]) > 200_000
    True
    """
    table = pq.ParquetFile(bundled_file(*COMMUNES_FILE)).read(
        columns=["commune_code", "population_n"]
    )
    drawn = pd.Series(table["population_n"].to_numpy(), index=table["commune_code"].to_pylist())
    hidden = communes_without_polygon()["population_n"]
    return pd.concat([drawn, hidden]).sort_index().rename_axis("commune_code")


@cache
def communes_without_polygon() -> "pd.DataFrame":
    """Give the communes of today, lately re-established, that the bundled file cannot draw.

    Returns
    -------
    DataFrame
        Indexed by `commune_code`; the columns of `read_communes` but for area and polygon, and
        `shown_inside`, the commune whose polygon still covers this one.

    Examples
    --------
    >>> communes_without_polygon()["shown_inside"].to_dict()["15031"]
    '15141'
    """
    path = bundled_file("boundaries", "communes-without-polygon.csv")
    table = pd.read_csv(path, dtype=str, index_col="commune_code")
    return table.astype({"population_n": int})
