"""Each layer of the GeoPackage by its name: its style, its title, what a row of it is."""

from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.publish.gis.gap_looks import gap_style
from geo_ent.publish.gis.school_looks import school_style
from geo_ent.publish.gis.zone_looks import zone_style
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.fields import fields, table
from geo_ent.telling.column_words import heading, table_words
from geo_ent.telling.language import mark
from geo_ent.telling.page.picture_words import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    import geopandas as gpd
    import pandas as pd

    from geo_ent.telling.language import Language

SCHOOLS = "schools"
"""The layer of the schools; those of the zones have their level's name."""

_ESTIMATED = mark("Contours estimés")
_RECORDS = {
    SCHOOLS: "schools",
    "white_areas": "white_areas",
    "clusters": "clusters",
    "school_networks": "school-networks",
}


def layer_titles(layer: str, tr: "Language") -> tuple[str, str]:
    """Give a layer's title, and what a row of it is; its name and "" for one that isn't ours.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> layer_titles("epci", language("fr"))
    ('Part des écoles qui ont un ENT, par intercommunalité', 'Une ligne par zone.')
    """
    if layer in LEVELS:
        return title_of(COVERAGE, layer, tr), table_words(table("coverage"), tr)[1]
    return table_words(table(_RECORDS[layer]), tr) if layer in _RECORDS else (layer, "")


def layer_styles(layers: "Mapping[str, gpd.GeoDataFrame]", tr: "Language") -> "dict[str, Element]":
    """Make the style of each layer that is ours, as it is in the file.

    Parameters
    ----------
    layers
        By name, indexed by what their rows are called.
    """
    styles = {name: _style(name, layer, tr) for name, layer in layers.items()}
    return {name: style for name, style in styles.items() if style is not None}


def _style(name: str, layer: "pd.DataFrame", tr: "Language") -> "Element | None":
    headings = _headings(name, layer, tr)
    if name in LEVELS:
        return zone_style(layer, headings, name, tr)
    if name == SCHOOLS:
        return school_style(layer["status"], headings, tr)
    return gap_style(name, headings, tr)


def _headings(name: str, layer: "pd.DataFrame", tr: "Language") -> dict[str, str]:
    """Give what stands over the columns, as the workbook has it."""
    record = "coverage" if name in LEVELS else _RECORDS.get(name, "")
    known = {**fields(), **(table(record).columns if record else {})}
    names = [str(layer.index.name), *map(str, layer.columns)]
    told = {column: heading(known[column], tr) for column in names if column in known}
    return told | ({"estimated": tr(_ESTIMATED)} if "estimated" in names else {})
