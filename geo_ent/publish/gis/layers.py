"""The rows of a layer: a level's figures with its polygons, whatever the file's format."""

from typing import TYPE_CHECKING

import geopandas as gpd

from geo_ent.publish.frames import tidy
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    import pandas as pd

CRS = 4326


def zone_layer(table: "pd.DataFrame", zones: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Put a level's figures and polygons together, by zone, in the order of their codes.

    Parameters
    ----------
    table
        Indexed by zone.
    zones
        Polygons on the same index and, where contours are estimated, `estimated`; None where the
        level isn't drawn. A zone without a polygon keeps its row, a polygon without figures is
        left.
    """
    named = "zone_code" if table.index.name is None else str(table.index.name)
    tidied = tidy(table.sort_index()).rename_axis(named)
    if zones is None:
        return gpd.GeoDataFrame(tidied, geometry=[None] * len(tidied), crs=CRS)
    drawn = zones[[column for column in ("estimated", "geometry") if column in zones]]
    return gpd.GeoDataFrame(tidied.join(drawn), geometry="geometry", crs=CRS)


def noted(layer: gpd.GeoDataFrame, note: str) -> gpd.GeoDataFrame:
    """Give each row the note, if there is one, and only letters that any reader can show."""
    # A file takes any character, but what reads it may show it or put it in XML.
    layer = layer.assign(note=note) if note else layer
    texts = layer.select_dtypes("str").columns
    return layer.assign(**{column: layer[column].map(printable) for column in texts})
