"""A project of QGIS over the GeoPackage: a double click gives the page's first screen."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from geo_ent.publish.gis.qml import VERSION, written
from geo_ent.tables.contract import LEVELS
from geo_ent.text.safe import clean
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WGS84 = 4326
_SOURCE = "coverage.gpkg"  # beside it


class Shown(NamedTuple):
    """A layer of the project.

    Attributes
    ----------
    name
        As the GeoPackage has it.
    words
        What it is called in the list of layers.
    geometry
        "Polygon", "Line" or "Point".
    style
        Its style, as a tree.
    ticked
        Whether it is drawn when the project is opened.
    """

    name: str
    words: str
    geometry: str
    style: Element
    ticked: bool


def write_project(
    path: Path,
    layers: "Sequence[Shown]",
    *,
    title: str,
    levels_title: str,
    crs: int,
    bounds: "Iterable[float]",
) -> None:
    """Write a project that opens the layers of a GeoPackage beside it, in order, in their styles.

    Parameters
    ----------
    path
        Replaced only when all went well; the same inputs give the same bytes.
    layers
        The highest first. Those of levels stand in a group of which one is drawn at a time.
    title, levels_title
        Of the project, and of the group of levels.
    crs
        EPSG code of what the map is drawn in.
    bounds
        What is seen first: west, south, east, north in that system.

    Raises
    ------
    OutputError
        If it can't be written; what was there is untouched.
    """
    root = Element("qgis", {"projectname": clean(title), "version": VERSION})
    SubElement(root, "title").text = clean(title)
    _system(SubElement(root, "projectCrs"), crs)
    levels = [layer for layer in layers if layer.name in LEVELS]
    tree = SubElement(root, "layer-tree-group")
    _leaves(tree, [layer for layer in layers if layer not in levels])
    drawn = [number for number, layer in enumerate(levels) if layer.ticked]
    group = {
        "name": clean(levels_title), "checked": "Qt::Checked", "expanded": "1",
        "mutually-exclusive": "1", "mutually-exclusive-child": str(next(iter(drawn), 0)),
    }  # fmt: skip
    _leaves(SubElement(tree, "layer-tree-group", group), levels)
    _canvas(root, crs, bounds)
    drawings = SubElement(root, "projectlayers")
    drawings.extend(_layer(layer) for layer in layers)
    properties = SubElement(root, "properties")
    paths, systems = SubElement(properties, "Paths"), SubElement(properties, "SpatialRefSys")
    SubElement(paths, "Absolute", {"type": "bool"}).text = "false"  # the folder may be moved
    # Without it the project's system isn't even read.
    SubElement(systems, "ProjectionsEnabled", {"type": "int"}).text = "1"
    with whole_file(path) as work:
        work.write_text(written(root), encoding="utf-8", newline="\n")


def _canvas(root: Element, crs: int, bounds: "Iterable[float]") -> None:
    """Say what is seen first."""
    canvas = SubElement(root, "mapcanvas", {"name": "theMapCanvas", "annotationsVisible": "1"})
    SubElement(canvas, "units").text = "meters"
    extent = SubElement(canvas, "extent")
    for side, place in zip(("xmin", "ymin", "xmax", "ymax"), bounds, strict=True):
        SubElement(extent, side).text = str(int(place))
    _system(SubElement(canvas, "destinationsrs"), crs)


def _system(node: Element, crs: int) -> None:
    """Name a system of coordinates by its code, which QGIS knows all the rest by."""
    system = SubElement(node, "spatialrefsys")
    # QGIS's own number for it, which it wants to see before it reads the code and goes by that.
    SubElement(system, "srsid").text = "1"
    SubElement(system, "authid").text = f"EPSG:{crs}"


def _leaves(tree: Element, layers: "Iterable[Shown]") -> None:
    """List layers under a group, the highest first."""
    for layer in layers:
        SubElement(
            tree,
            "layer-tree-layer",
            {
                "id": _key(layer), "name": clean(layer.words), "providerKey": "ogr",
                "source": _address(layer), "expanded": str(int(layer.ticked)),
                "checked": "Qt::Checked" if layer.ticked else "Qt::Unchecked",
            },
        )  # fmt: skip


def _layer(layer: Shown) -> Element:
    """Say where a layer is and what it looks like."""
    node = Element(
        "maplayer",
        {
            "type": "vector", "geometry": layer.geometry,
            "labelsEnabled": layer.style.get("labelsEnabled", "0"),
        },
    )  # fmt: skip
    SubElement(node, "id").text = _key(layer)
    SubElement(node, "datasource").text = _address(layer)
    SubElement(node, "layername").text = clean(layer.words)
    _system(SubElement(node, "srs"), _WGS84)
    SubElement(node, "provider", {"encoding": "UTF-8"}).text = "ogr"
    node.extend(layer.style)
    return node


def _key(layer: Shown) -> str:
    return f"geo_ent_{layer.name}"


def _address(layer: Shown) -> str:
    return f"./{_SOURCE}|layername={layer.name}"
