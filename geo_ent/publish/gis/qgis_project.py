"""The project of QGIS that a build writes: which layers, in which order, which are ticked."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.publish.gis.layer_looks import SCHOOLS, layer_styles, layer_titles
from geo_ent.publish.gis.project_xml import Shown, write_project
from geo_ent.tables.contract import LEVELS
from geo_ent.telling.indicator_words import indicator_title
from geo_ent.telling.page.page_words import level_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from geo_ent.telling.language import Language

PROJECT = "coverage.qgs"

_OVER = (SCHOOLS, "school_networks", "clusters", "white_areas")
"""What lies over the zones, the highest first."""
_GEOMETRIES = {SCHOOLS: "Point", "clusters": "Point", "school_networks": "Line"}
_AROUND = 0.03  # of the width and of the height: the edge of the window isn't the land's


def write_qgis_project(
    folder: str | Path,
    layers: "Mapping[str, gpd.GeoDataFrame]",
    *,
    levels: "Sequence[str]",
    title: str,
    crs: int,
    tr: "Language",
) -> None:
    """Write `coverage.qgs`, which opens the GeoPackage beside it as the page opens.

    Parameters
    ----------
    folder
        Where `coverage.gpkg` is.
    layers
        Those of the GeoPackage, as `write_geopackage` gives them.
    levels
        In the page's order: the first one is shown, the others are a click away.
    title
        The page's.
    crs
        EPSG code of the territory's legal metric system, which the map is drawn in.
    tr
        The language of the list of layers.

    Raises
    ------
    OutputError
        If it can't be written.
    """
    styles = layer_styles(layers, tr)
    ordered = [*_OVER, *levels, *(level for level in LEVELS if level not in levels)]
    ticked = {SCHOOLS, *levels[:1]}
    shown = [
        Shown(
            name, _words(name, tr), _GEOMETRIES.get(name, "Polygon"), styles[name], name in ticked
        )
        for name in ordered
        if name in styles
    ]
    write_project(
        Path(folder) / PROJECT,
        shown,
        title=title,
        levels_title=indicator_title(COVERAGE, tr),
        crs=crs,
        bounds=_bounds([layers[name] for name in ordered if name in ticked & set(layers)], crs),
    )


def _words(name: str, tr: "Language") -> str:
    """Call a layer as the page's list of levels does, or by its title."""
    if name not in LEVELS:
        return layer_titles(name, tr)[0]
    words = level_words(name, tr).many
    return words[:1].upper() + words[1:]


def _bounds(layers: "Sequence[gpd.GeoDataFrame]", crs: int) -> "list[float]":
    """Give what holds the layers, with some room around."""
    places = [layer.geometry.dropna().to_crs(crs).total_bounds for layer in layers]
    known = np.array([each for each in places if not np.isnan(each).any()] or [[0, 0, 1, 1]])
    (west, south), (east, north) = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    across, down = _AROUND * (east - west), _AROUND * (north - south)
    return [west - across, south - down, east + across, north + down]
