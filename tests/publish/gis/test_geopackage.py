"""The GeoPackage: a layer a level, every figure of the CSV, and the same bytes each time."""

import csv
import sqlite3
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from browser import hostile, land
from toyland import make_communes

from geo_ent.errors import OutputError
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.publish.csv_tables import write_coverage, write_schools
from geo_ent.publish.frames import schools_table, tidy
from geo_ent.publish.gis.geopackage import SCHOOLS, write_geopackage


@pytest.fixture
def inputs():
    """A land of sixteen communes, with a school without a place and communes without a polygon."""
    schools, zones, coverage, _ = land(make_communes(4, 4))
    whole = {
        level: table.join(rurality_gaps(schools, table["zone_name"], level=level))
        for level, table in coverage.items()
    }
    days = pd.to_datetime(["2021-09-01", None] * (len(schools) // 2)).astype("datetime64[s]")
    schools = schools.assign(start=days, end=pd.NaT, programme="", joined_by="code")
    return schools.assign(distance_km=0.0), zones, whole


def write(path, inputs, **options):
    """Write a land's GeoPackage."""
    schools, zones, coverage = inputs
    write_geopackage(path, zones=zones, coverage=coverage, schools=schools, **options)
    return path


@pytest.fixture
def package(inputs, tmp_path):
    """The land's GeoPackage."""
    return write(tmp_path / "coverage.gpkg", inputs)


def test_a_layer_a_level_and_the_schools(inputs, package):
    """Layers are named as the levels, in their order, with as many rows; degrees, WGS 84."""
    schools, _, coverage = inputs
    layers = [name for name, shape in pyogrio.list_layers(package) if shape]
    assert layers == [*coverage, SCHOOLS]  # beside their styles, which have no shape
    for name, rows in {**coverage, SCHOOLS: schools}.items():
        info = pyogrio.read_info(package, layer=name)
        assert info["features"] == len(rows)
        assert info["crs"] == "EPSG:4326"
        assert info["geometry_type"] == ("Point" if name == SCHOOLS else "MultiPolygon")


def test_every_figure_of_the_table_is_there(inputs, package):
    """Read back, a level has the coverage table's columns and figures, and its polygons."""
    _, zones, coverage = inputs
    for level, table in coverage.items():
        read = gpd.read_file(package, layer=level, engine="pyogrio").set_index("zone_code")
        assert [*read.columns] == [*table.columns, "estimated", "geometry"]
        for name in table.select_dtypes("number"):
            pd.testing.assert_series_equal(
                read[name], table[name].sort_index(), check_dtype=False, atol=5e-7, rtol=0
            )
        assert read["zone_name"].equals(
            table["zone_name"].sort_index().astype(read.zone_name.dtype)
        )
        drawn = zones[level].geometry.reindex(read.index)
        assert (read.geometry.isna() == drawn.isna()).all()
        there = read.geometry.notna()
        assert read.geometry[there].geom_equals(drawn[there]).all()


def test_a_place_that_is_not_known_is_null(inputs, package):
    """A school without a point and a commune without a polygon keep their rows."""
    schools, zones, _ = inputs
    read = gpd.read_file(package, layer=SCHOOLS).set_index("uai")
    assert read.geometry.isna().sum() == schools.geometry.isna().sum() == 1
    read = gpd.read_file(package, layer="commune").set_index("zone_code")
    assert read.index[read.geometry.isna()].tolist() == [
        *zones["commune"].index[zones["commune"].geometry.isna()]
    ]


def test_units_have_their_types(package):
    """Counts are whole numbers that may be missing, shares real, groups yes or no, days days."""

    def types(layer):
        with closing(sqlite3.connect(package)) as file:
            return {row[1]: row[2] for row in file.execute(f"pragma table_info({layer})")}

    zones, schools = types("circonscription"), types(SCHOOLS)
    assert {zones[name] for name in zones if name.endswith("_n")} == {"INTEGER"}
    assert {zones[name] for name in zones if name.endswith("_share")} == {"REAL"}
    assert {zones[name] for name in zones if name.endswith("_fragile")} == {"BOOLEAN"}
    assert schools["start"] == "DATE"
    assert schools["rural"] == "BOOLEAN"
    assert schools["commune_code"] == "TEXT"


def test_missing_is_null_never_zero(inputs, package):
    """A rate without a school, a rurality and a day that aren't known are null in the file."""
    schools, _, coverage = inputs
    asked = {
        "commune": ("coverage_share", coverage["commune"]["coverage_share"].isna().sum()),
        SCHOOLS: ("rural", schools["rural"].isna().sum()),
    }
    with closing(sqlite3.connect(package)) as file:
        for layer, (column, n) in asked.items():
            query = f"select count(*) from {layer} where {column} is null"  # noqa: S608 ours
            assert n
            assert file.execute(query).fetchone() == (n,)
        days = {day for (day,) in file.execute("select distinct start from schools")}
    file.close()
    assert days == {"2021-09-01", None}


def test_the_csv_says_the_same(inputs, package, tmp_path):
    """The columns of the CSV are those of the layers; the place is the layer's geometry."""
    schools, _, coverage = inputs
    write_coverage(coverage["epci"], tmp_path / "epci.csv")
    write_schools(schools, tmp_path / "schools.csv")

    def header(name):
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file))

    fields = pyogrio.read_info(package, layer="epci")["fields"]
    assert header("epci.csv") == [name for name in fields if name != "estimated"]
    columns = [*schools_table(schools).columns]
    assert header("schools.csv") == ["uai", *columns]


def test_the_same_inputs_give_the_same_bytes(inputs, package, tmp_path):
    """Nothing in the file tells when it was made, nor in what order the rows came."""
    schools, zones, coverage = inputs
    again = write(tmp_path / "again" / "coverage.gpkg", inputs)
    assert again.read_bytes() == package.read_bytes()
    turned = {level: table.iloc[::-1] for level, table in coverage.items()}
    other = write(tmp_path / "other.gpkg", (schools.iloc[::-1], zones, turned))
    assert other.read_bytes() == package.read_bytes()
    with closing(sqlite3.connect(package)) as file:
        changed = {day for (day,) in file.execute("select last_change from gpkg_contents")}
    assert changed == {"1980-01-01T00:00:00.000Z"}


def test_simulated_rows_say_so(inputs, tmp_path):
    """A note is on each row of its layer, and only there."""
    path = write(tmp_path / "c.gpkg", inputs, notes={"epci": "Simulé.", SCHOOLS: "École simulée."})
    assert set(gpd.read_file(path, layer="epci")["note"]) == {"Simulé."}
    assert set(gpd.read_file(path, layer=SCHOOLS)["note"]) == {"École simulée."}
    assert "note" not in gpd.read_file(path, layer="commune")


def test_hostile_names_are_only_text(inputs, tmp_path):
    """Quotes, markup and characters that no file holds are stored as text."""
    schools, zones, coverage, _ = hostile(inputs)
    bad = "'); drop table schools; -- \x00"
    schools = schools.assign(name=bad)
    path = write(tmp_path / "c.gpkg", (schools, zones, coverage))
    read = gpd.read_file(path, layer=SCHOOLS)
    assert set(read["name"]) == {"'); drop table schools; -- \ufffd"}
    named = set(gpd.read_file(path, layer="commune")["zone_name"])
    assert named == set(coverage["commune"]["zone_name"])
    assert "alert(1)" in named.pop()


def test_a_level_without_zones_keeps_its_figures(inputs, tmp_path):
    """Figures of a level that isn't drawn are written without polygons."""
    schools, zones, coverage = inputs
    zones = {level: frame for level, frame in zones.items() if level != "epci"}
    read = gpd.read_file(write(tmp_path / "c.gpkg", (schools, zones, coverage)), layer="epci")
    assert len(read) == len(coverage["epci"])
    assert read.geometry.isna().all()


def test_other_layers_keep_their_index_and_shape(inputs, tmp_path):
    """A layer that isn't a level's (centres of groups, say) keeps its codes and its points."""
    schools, zones, coverage = inputs
    codes = pd.Index(["G01", "G02"], name="cluster_code")
    table = pd.DataFrame({"schools_n": [3, 4], "p": [0.01, 0.02]}, index=codes)
    points = gpd.GeoDataFrame(geometry=schools.geometry.dropna()[:2].to_numpy(), crs=4326)
    drawn = {**zones, "clusters": points.set_index(codes)}
    path = write(tmp_path / "c.gpkg", (schools, drawn, {**coverage, "clusters": table}))
    read = gpd.read_file(path, layer="clusters").set_index("cluster_code")
    assert set(read.geom_type) == {"Point"}
    assert read["schools_n"].tolist() == [3, 4]


def test_gdal_is_left_as_it_was(inputs, tmp_path):
    """The options set while writing are put back, also when it fails."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    write(tmp_path / "c.gpkg", inputs)
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before
    assert pyogrio.get_gdal_config_option("OGR_SQLITE_SYNCHRONOUS") is None


def test_a_failure_leaves_the_old_file(inputs, tmp_path, monkeypatch):
    """The last GeoPackage stays until the next one is whole; the fault is told in one line."""
    path = tmp_path / "coverage.gpkg"
    path.write_bytes(b"mine")

    def fail(*_, **__):
        fault = "disk full"
        raise pyogrio.errors.DataLayerError(fault)

    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(
        OutputError, match=r"coverage\.gpkg : .*disk full.*L’ancien contenu est resté"
    ):
        write(path, inputs)
    assert path.read_bytes() == b"mine"
    assert [each.name for each in tmp_path.iterdir()] == ["coverage.gpkg"]
    with pytest.raises(OutputError, match="écriture impossible"):
        write("/proc/geo-ent/coverage.gpkg", inputs)


def test_tidy_keeps_what_is_missing():
    """Counts become whole, shares six decimals, texts stay, missing stays missing."""
    table = pd.DataFrame({"a_n": [1.0, None], "b_share": [2 / 3, None], "name": ["x", ""]})
    told = tidy(table.assign(expected_n=[1.25, 3.0]))
    assert [str(dtype) for dtype in told.dtypes] == ["Int64", "float64", "str", "float64"]
    assert told["a_n"].isna().tolist() == told["b_share"].isna().tolist() == [False, True]
    assert told["b_share"].iloc[0] == 0.666667
    assert table["b_share"].iloc[0] == 2 / 3


def test_real_departement(shared_file, tmp_path):
    """Ille-et-Vilaine, four levels: 685 schools, 332 communes, 19 circonscriptions."""
    import geo_ent

    communes = geo_ent.read_communes(["35"])
    read = geo_ent.read_schools(shared_file("annuaire-035-2023-06.csv"))
    schools = geo_ent.locate(read, communes).assign(status="unknown", solution="", programme="")
    schools = schools.assign(start=pd.NaT, end=pd.NaT)
    zones = geo_ent.zones(communes, schools)
    coverage = {
        level: geo_ent.coverage(schools, frame["zone_name"], level=level)
        for level, frame in zones.items()
    }
    path = write(tmp_path / "c.gpkg", (schools, zones, coverage))
    counts = {name: pyogrio.read_info(path, layer=name)["features"] for name in [*zones, SCHOOLS]}
    told = {"commune": 332, "circonscription": 19, "departement": 1, SCHOOLS: 685}
    assert counts | told == counts
