"""The zones of each level as GeoJSON, for the web, and as GeoParquet, for analysts."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo_ent.publish.gis.layers import noted, zone_layer
from geo_ent.text.whole_file import whole_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

GEOJSON, PARQUET = "zones-{level}.geojson", "zones-{level}.parquet"

# Longitude first, outer rings counterclockwise; seven decimals of a degree are a centimetre, which
# is finer than any outline that is given.
_RFC7946 = {"RFC7946": "YES", "COORDINATE_PRECISION": "7", "WRITE_BBOX": "YES", "ID_FIELD": "id"}
_GEOPARQUET = {"schema_version": "1.1.0", "write_covering_bbox": True}


def write_zone_files(
    folder: Path,
    *,
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    notes: "Mapping[str, str]",
) -> None:
    """Write each level's zones, with every figure: the rows and columns of the GeoPackage's layer.

    Parameters
    ----------
    folder
        Where to write `zones-<level>.geojson` and `zones-<level>.parquet`; the same inputs give
        the same bytes (with the same GDAL and the same Arrow).
    zones, coverage, notes
        As for the GeoPackage.

    Raises
    ------
    OutputError
        If one can't be written; what was there is untouched.
    """
    for level, table in coverage.items():
        layer = noted(zone_layer(table, zones.get(level)), notes.get(level, ""))
        names = [name.format(level=level) for name in (GEOJSON, PARQUET)]
        with whole_files(folder, names) as work:
            _write_geojson(layer, work / names[0])
            layer.to_parquet(work / names[1], compression="zstd", **_GEOPARQUET)


def _write_geojson(layer: "gpd.GeoDataFrame", path: Path) -> None:
    """Write a level as RFC 7946 has it; whatever GDAL has against it is a fault of the disk."""
    rows = layer.reset_index()
    rows.insert(0, "id", rows.iloc[:, 0])  # of the feature, beside the code among its properties
    try:
        pyogrio.write_dataframe(
            rows, path, driver="GeoJSON", layer=path.stem, use_arrow=True, layer_options=_RFC7946
        )
    except (DataSourceError, DataLayerError) as fault:
        raise OSError(str(fault)) from None
