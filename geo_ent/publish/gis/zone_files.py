"""The zones of each level as GeoJSON, for the web, and as GeoParquet, for analysts."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo_ent.tables.contract import LEVELS
from geo_ent.text.whole_file import whole_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

GEOJSON, PARQUET = "zones-{level}.geojson", "zones-{level}.parquet"

# Longitude first, outer rings counterclockwise; seven decimals of a degree are a centimetre, which
# is finer than any outline that is given.
_RFC7946 = {"RFC7946": "YES", "COORDINATE_PRECISION": "7", "WRITE_BBOX": "YES", "ID_FIELD": "id"}
_GEOPARQUET = {"schema_version": "1.1.0", "write_covering_bbox": True}


def write_zone_files(folder: str | Path, layers: "Mapping[str, gpd.GeoDataFrame]") -> None:
    """Write each level's zones, with every figure: the rows and columns of the GeoPackage's layer.

    Parameters
    ----------
    folder
        Where to write `zones-<level>.geojson` and `zones-<level>.parquet`; the same inputs give
        the same bytes (with the same GDAL and the same Arrow).
    layers
        Those of the GeoPackage, as `write_geopackage` gives them; of levels alone are written.

    Raises
    ------
    OutputError
        If one can't be written; what was there is untouched.
    """
    for level in filter(LEVELS.__contains__, layers):
        layer = layers[level]
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
