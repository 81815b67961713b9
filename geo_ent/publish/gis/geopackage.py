"""The GeoPackage, for QGIS: a layer a level and the schools, dressed as the page is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo_ent.publish.frames import schools_table, tidy
from geo_ent.publish.gis.layer_looks import SCHOOLS, layer_styles, layer_titles
from geo_ent.publish.gis.layer_styles import add_styles
from geo_ent.publish.gis.layers import CRS, noted, zone_layer
from geo_ent.publish.gis.qml import written
from geo_ent.telling.language import Language, language
from geo_ent.text.safe import printable
from geo_ent.text.whole_file import whole_file

_VERSION = "1.2"  # of GeoPackage: all that is in it, and none that a GIS of 2018 warns of
_SETTINGS = MappingProxyType(
    {
        "OGR_CURRENT_DATE": "1980-01-01T00:00:00.000Z",  # no clock: the same inputs, the same bytes
        # A file that counts only once it is whole needs no journal on the disk: ten times quicker.
        "OGR_SQLITE_SYNCHRONOUS": "OFF",
        "OGR_SQLITE_JOURNAL": "MEMORY",
    }
)


def write_geopackage(  # noqa: PLR0913 what the file is made of, all by keyword
    path: str | Path,
    *,
    zones: Mapping[str, gpd.GeoDataFrame],
    coverage: Mapping[str, pd.DataFrame],
    schools: gpd.GeoDataFrame,
    notes: Mapping[str, str] = MappingProxyType({}),
    about: str = "",
    tr: Language = language("fr"),  # noqa: B008 always the same, and frozen
) -> dict[str, gpd.GeoDataFrame]:
    """Write the zones with their figures, and the schools, as layers of one GeoPackage.

    Parameters
    ----------
    path
        Replaced only when all went well. The same inputs give the same bytes (with the same GDAL).
    zones
        By level, indexed by `zone_code`: polygons in EPSG:4326 and, where contours are estimated,
        `estimated`. A zone without a polygon keeps its row.
    coverage
        By level, on the same index: a layer each, named as the level, in this order.
    schools
        Located points in EPSG:4326, with their status: the last layer, "schools". A school without
        a point keeps its row.
    notes
        Level or "schools" → what to write on each of its rows (column `note`), for simulated data.
    about
        What every layer's description begins with: the territory and the date.
    tr
        The language of the legends, the headings and the descriptions.

    Returns
    -------
    dict
        The layers by name, as they are written.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    layers = {level: zone_layer(table, zones.get(level)) for level, table in coverage.items()}
    layers[SCHOOLS] = _schools(schools)
    layers = {name: noted(layer, notes.get(name, "")) for name, layer in layers.items()}
    titles = {name: layer_titles(name, tr) for name in layers}
    with whole_file(path) as work, _settings():
        for name, layer in layers.items():
            title, row = titles[name]
            told = " ".join(filter(None, (about, row, notes.get(name, ""))))
            _write(layer, work, name, IDENTIFIER=title, DESCRIPTION=printable(told))
        styles = {name: written(style) for name, style in layer_styles(layers, tr).items()}
        add_styles(work, styles, {name: titles[name][0] for name in layers})
    return layers


def _schools(schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # The point says where: two columns of degrees beside it would be a second truth.
    table = tidy(schools_table(schools)).drop(columns=["latitude", "longitude"])
    table = table.rename_axis("uai")
    days = {str(name): _days(column) for name, column in table.select_dtypes("datetime").items()}
    return gpd.GeoDataFrame(table.assign(**days), geometry=schools.geometry, crs=CRS)


def _days(column: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    """Make days of instants at midnight, which GIS would shift from one time zone to another."""
    return column.astype(pd.ArrowDtype(pa.date32()))


def _write(layer: gpd.GeoDataFrame, path: Path, name: str, **told: str) -> None:
    """Add a layer to a file; whatever GDAL has against it comes out as a fault of the disk."""
    try:
        pyogrio.write_dataframe(
            layer.reset_index(),
            path,
            layer=name,
            driver="GPKG",
            use_arrow=True,
            dataset_options={"VERSION": _VERSION},
            promote_to_multi="Polygon" in set(layer.geom_type),  # one type a layer
            **told,
        )
    except (DataSourceError, DataLayerError) as fault:
        raise OSError(str(fault)) from None


@contextmanager
def _settings() -> Iterator[None]:
    """Set GDAL's options, and put them back as they were."""
    # They are GDAL's own and the process's: a notebook that writes its own files gets them back.
    before = {name: pyogrio.get_gdal_config_option(name) for name in _SETTINGS}
    pyogrio.set_gdal_config_options(dict(_SETTINGS))
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
