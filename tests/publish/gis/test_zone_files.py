"""The zones as GeoJSON and as GeoParquet: what the GeoPackage has, as each format has it."""

import json

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
from browser import land
from toyland import make_communes

from geo_ent.errors import OutputError
from geo_ent.publish.gis.layers import noted, zone_layer
from geo_ent.publish.gis.zone_files import write_zone_files

NAME = 'L’Île-d\'Yeu & <b>« "Ys" »\x00'


@pytest.fixture(scope="module")
def inputs():
    """Two levels of a land, one of whose communes has no polygon and another a name of signs."""
    _, zones, coverage, _ = land(make_communes(4, 4))
    coverage = {level: coverage[level] for level in ("commune", "circonscription")}
    named = coverage["commune"].copy()
    named.loc[named.index[0], "zone_name"] = NAME
    return zones, {**coverage, "commune": named}


def layers_of(zones, coverage, notes):
    """Put the layers together as the GeoPackage has them."""
    return {
        level: noted(zone_layer(table, zones.get(level)), notes.get(level, ""))
        for level, table in coverage.items()
    }


@pytest.fixture
def folder(inputs, tmp_path):
    """Their files."""
    zones, coverage = inputs
    write_zone_files(tmp_path, layers_of(zones, coverage, {"commune": "Simulé."}))
    return tmp_path


def test_the_same_rows_and_figures_in_both(inputs, folder):
    """Each zone with each figure, missing ones missing, and its note; names stay text."""
    zones, coverage = inputs
    for level, table in coverage.items():
        layer = zone_layer(table, zones[level])
        analysed = gpd.read_parquet(folder / f"zones-{level}.parquet")
        shown = gpd.read_file(folder / f"zones-{level}.geojson").set_index("zone_code")
        assert [*analysed.index] == [*shown.index] == [*layer.index]
        assert analysed.index.name == "zone_code"
        for column in layer.select_dtypes("number"):
            wanted = layer[column].astype(float)
            assert analysed[column].astype(float).equals(wanted), column
            assert shown[column].astype(float).equals(wanted), column
        assert analysed.geometry.isna().equals(layer.geometry.isna())
        assert shown.geometry.isna().equals(layer.geometry.isna())
        there = layer.geometry.notna()
        assert analysed.geometry[there].geom_equals(layer.geometry[there]).all()
        written, meant = shown.geometry[there].normalize(), layer.geometry[there].normalize()
        assert written.geom_equals_exact(meant, 1e-6).all()
    read = gpd.read_parquet(folder / "zones-commune.parquet")
    assert read["zone_name"].iloc[0] == NAME.replace("\x00", "\ufffd")
    assert set(read["note"]) == {"Simulé."}
    assert "note" not in gpd.read_parquet(folder / "zones-circonscription.parquet")


def test_geojson_as_its_standard_has_it(folder):
    """Longitude first, outer rings counterclockwise, no `crs`, an extent, the code as the id."""
    written = json.loads((folder / "zones-commune.geojson").read_text(encoding="utf-8"))
    assert written["name"] == "zones-commune"
    assert "crs" not in written
    west, south, east, north = written["bbox"]
    assert west < east
    assert south < north
    for feature in written["features"]:
        assert feature["id"] == feature["properties"]["zone_code"]
        assert "id" not in feature["properties"]
    shapes = gpd.read_file(folder / "zones-commune.geojson").geometry.dropna().explode()
    assert shapes.is_valid.all()
    assert all(shape.exterior.is_ccw for shape in shapes)


def test_geoparquet_says_its_system_and_its_extent(folder):
    """What readers look for in it: the version, the CRS, the extent, a column of extents."""
    about = json.loads(pq.read_schema(folder / "zones-commune.parquet").metadata[b"geo"])
    column = about["columns"]["geometry"]
    assert about["version"] == "1.1.0"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    assert len(column["bbox"]) == 4
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


def test_the_same_bytes_twice(inputs, folder, tmp_path):
    """Whatever the order of the rows; nothing tells when it was made."""
    zones, coverage = inputs
    turned = {level: table.iloc[::-1] for level, table in coverage.items()}
    again = tmp_path / "again"
    write_zone_files(again, layers_of(zones, turned, {"commune": "Simulé."}))
    for path in sorted(again.iterdir()):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_a_level_that_is_not_drawn_keeps_its_figures(inputs, tmp_path):
    """Rows without a geometry, in both."""
    _, coverage = inputs
    table = {"circonscription": coverage["circonscription"]}
    write_zone_files(tmp_path, layers_of({}, table, {}))
    assert gpd.read_parquet(tmp_path / "zones-circonscription.parquet").geometry.isna().all()
    written = json.loads((tmp_path / "zones-circonscription.geojson").read_text(encoding="utf-8"))
    assert [each["geometry"] for each in written["features"]] == [None, None]


def test_a_place_that_cannot_be_written_is_told(inputs):
    """In one line, as for every file."""
    zones, coverage = inputs
    with pytest.raises(OutputError, match="écriture impossible"):
        write_zone_files("/proc/geo-ent", layers_of(zones, coverage, {}))
