"""The project beside the GeoPackage: the page's layers, in its order, one level drawn at first."""

from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from browser import land
from toyland import make_communes

from geo_ent.errors import OutputError
from geo_ent.publish.gis.geopackage import write_geopackage
from geo_ent.publish.gis.qgis_project import PROJECT, write_qgis_project
from geo_ent.telling.language import language

TITLE = 'L’Île-d\'Yeu & <b>« "Ys" »\x00'


@pytest.fixture(scope="module")
def layers(tmp_path_factory):
    """The layers of a land of sixteen communes, as they are written."""
    schools, zones, coverage, _ = land(make_communes(4, 4))
    schools = schools.assign(start=pd.NaT, end=pd.NaT, programme="")
    path = tmp_path_factory.mktemp("gis") / "coverage.gpkg"
    return write_geopackage(path, zones=zones, coverage=coverage, schools=schools)


def written(folder, layers, *, lang="fr", levels=("circonscription", "epci", "commune")):
    """Write a project, and give it as a tree."""
    write_qgis_project(folder, layers, levels=levels, title=TITLE, crs=2154, tr=language(lang))
    return ET.fromstring((folder / PROJECT).read_text(encoding="utf-8"))  # noqa: S314 ours


def test_layers_are_the_pages_in_its_order(layers, tmp_path):
    """Schools over the levels; of these one at a time, the page's first one at first."""
    tree = written(tmp_path, layers).find("layer-tree-group")
    top, group = tree.find("layer-tree-layer"), tree.find("layer-tree-group")
    assert (top.get("name"), top.get("checked")) == ("Les écoles", "Qt::Checked")
    told = [(each.get("name"), each.get("checked")) for each in group]
    assert told[0] == ("Circonscriptions", "Qt::Checked")
    assert [name for name, _ in told][1:3] == ["Intercommunalités", "Communes"]
    assert {ticked for _, ticked in told[1:]} == {"Qt::Unchecked"}
    assert group.get("mutually-exclusive") == "1"
    assert group.get("mutually-exclusive-child") == "0"
    assert {*layers} == {
        each.get("id").removeprefix("geo_ent_") for each in tree.iter() if each.get("id")
    }


def test_the_folder_may_be_moved(layers, tmp_path):
    """Every layer is asked of the file beside, in the style that it has there."""
    tree = written(tmp_path, layers)
    for layer in tree.iter("maplayer"):
        name = layer.findtext("id").removeprefix("geo_ent_")
        assert layer.findtext("datasource") == f"./coverage.gpkg|layername={name}"
        assert layer.find("renderer-v2/rules") is not None
        assert layer.get("labelsEnabled") == "1"
    assert tree.findtext("properties/Paths/Absolute") == "false"


def test_it_is_drawn_in_metres_where_the_land_is(layers, tmp_path):
    """In the legal system of the territory, which QGIS has to be told to read."""
    tree = written(tmp_path, layers)
    for system in (tree.find("projectCrs"), tree.find("mapcanvas/destinationsrs")):
        assert system.findtext("spatialrefsys/authid") == "EPSG:2154"
        assert int(system.findtext("spatialrefsys/srsid")) > 0
    assert tree.findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"
    seen = {side.tag: float(side.text) for side in tree.find("mapcanvas/extent")}
    west, south, east, north = layers["circonscription"].to_crs(2154).total_bounds
    assert seen["xmin"] < west < east < seen["xmax"]
    assert seen["ymin"] < south < north < seen["ymax"]


def test_titles_are_only_text(layers, tmp_path):
    """Signs of XML stay what they are; what no XML holds is replaced."""
    assert written(tmp_path, layers).findtext("title") == TITLE.replace("\x00", "\ufffd")


def test_an_english_project_is_in_english(layers, tmp_path):
    """The list of layers is in the map's language."""
    tree = written(tmp_path, layers, lang="en")
    assert tree.find("layer-tree-group/layer-tree-layer").get("name") == "The schools"


def test_a_land_without_a_shape_has_a_project(layers, tmp_path):
    """Nothing to be seen at first, and no fault."""
    bare = {
        name: layer.set_geometry([None] * len(layer), crs=4326) for name, layer in layers.items()
    }
    assert written(tmp_path, bare).find("mapcanvas/extent") is not None


def test_the_same_bytes_twice(layers, tmp_path):
    """Nothing tells who made it, nor when."""
    written(tmp_path, layers)
    once = (tmp_path / PROJECT).read_bytes()
    written(tmp_path, layers)
    assert (tmp_path / PROJECT).read_bytes() == once


def test_a_place_that_cannot_be_written_is_told(layers):
    """In one line, as for every file."""
    with pytest.raises(OutputError, match="écriture impossible"):
        write_qgis_project(
            "/proc/geo-ent", layers, levels=("epci",), title="", crs=2154, tr=language("fr")
        )
