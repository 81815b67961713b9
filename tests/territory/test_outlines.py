"""Outlines of another make: read from their file, and put on the communes of today."""

import itertools
import json
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from outlineland import bent, drawn, land, squares
from properties import examples
from told_findings import in_french
from toyland import make_schools, square

from geo_ent.communes.boundaries import read_boundaries
from geo_ent.communes.bundled import read_communes
from geo_ent.errors import InputError
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.tables.findings import KINDS, Findings
from geo_ent.telling.finding_words import KIND_NAMES
from geo_ent.territory.communes_without_outline import shown_inside, with_hidden_communes
from geo_ent.territory.locate import locate
from geo_ent.territory.outlines import with_outlines
from geo_ent.territory.zones import zones

REAL = ("95002", "95008", "95011", "95012", "95014", "95018", "95019", "95023", "95024")
KM2 = 1.0
NEAR = 1e-5  # degrees back to metres


def put(path, communes):
    """Read a file and put it on communes; what was noted, by kind."""
    findings = Findings()
    outlines = read_boundaries(path, communes, findings=findings)
    told = with_outlines(communes, outlines, findings=findings, file=path.name)
    noted = in_french(findings).groupby("kind", sort=False)["message"].agg(list).to_dict()
    return told, noted


def areas(communes):
    """Give square kilometres by code, to the hectare."""
    return communes["area_km2"].round(2).to_dict()


def shapes_of(communes):
    """Give the polygons."""
    return communes.geometry.to_numpy()


@pytest.fixture
def nine():
    """Nine communes of 1 km², under codes of today."""
    return land(*REAL)


def whole_file():
    """Make the features of the nine communes."""
    cells = {f"c{code}": (at % 3, at // 3) for at, code in enumerate(REAL)}
    return squares(**cells)


# ------------------------------------------------------------------ reading


def test_the_same_outlines_change_nothing(nine, tmp_path):
    """Nine squares read from a file are the nine squares that were there."""
    told, noted = put(drawn(whole_file(), tmp_path / "c.geojson"), nine)
    assert noted == {}
    pd.testing.assert_frame_equal(
        pd.DataFrame(told.drop(columns=["geometry", "area_km2"])),
        pd.DataFrame(nine.drop(columns=["geometry", "area_km2"])),
    )
    assert set(areas(told).values()) == {KM2}
    assert told.geometry.geom_equals_exact(nine.geometry, NEAR).all()


TITLES = ("code", "code_insee", "INSEE_COM", "CODGEO", "insee_com", "depcom")


@pytest.mark.parametrize(
    ("title", "suffix"),
    [*itertools.product(TITLES, ("gpkg", "shp", "geojson")), ("Code commune", "gpkg")],
)
def test_the_codes_are_found_under_their_usual_titles(nine, tmp_path, title, suffix):
    """In the three formats, whatever IGN, INSEE or Etalab call the column; Lambert-93 is read."""
    frame = whole_file().rename(columns={"code": title})
    path = tmp_path / f"communes.{suffix}"
    frame = frame.to_crs(4326) if suffix == "geojson" else frame
    frame.to_file(path)
    read = read_boundaries(path, nine, findings=Findings())
    assert read.crs == 4326
    assert sorted(read["commune_code"]) == sorted(REAL)
    shapes = read.set_index("commune_code").geometry.sort_index()
    assert shapes.normalize().geom_equals_exact(nine.geometry.normalize(), NEAR).all()


@pytest.mark.parametrize("name", ["contours", "admin-express"])
def test_what_is_fetched_can_be_read(nine, tmp_path, name):
    """Each name that the catalogue gives to the codes of a dataset is one that the reader knows."""
    dataset = read_catalogue().datasets[name]
    assert (dataset.option, dataset.by_default) == ("boundaries", False)
    coded = next(column for column in dataset.columns if column.holds == "commune")
    for title in (coded.name, *coded.aliases):
        path = drawn(whole_file().rename(columns={"code": title}), tmp_path / f"{title}.geojson")
        assert len(read_boundaries(path, nine, findings=Findings())) == len(REAL)


def test_a_column_of_numbers_has_lost_its_zeros():
    """01004 written as the number 1004 is found."""
    ain = land("01004", "01005")
    frame = squares(c01004=(0, 0), c01005=(1, 0)).assign(code=[1004, 1005]).to_crs(4326)
    outlines = with_outlines(ain, frame.assign(commune_code=["01004", "01005"], name=""))
    assert list(outlines.index) == ["01004", "01005"]


def test_numbers_in_a_file_are_codes(tmp_path):
    """A column of numbers is read as codes with their zero."""
    frame = squares(c01004=(0, 0), c01005=(1, 0)).assign(code=[1004, 1005])
    path = drawn(frame, tmp_path / "numbers.geojson")
    read = read_boundaries(path, land("01004", "01005"), findings=Findings())
    assert sorted(read.index) == ["01004", "01005"]


def test_the_layer_of_communes_is_taken_among_others(nine, tmp_path):
    """Of ADMIN EXPRESS's layers, not the first by name but `commune`."""
    path = tmp_path / "ADMIN-EXPRESS.gpkg"
    parts = squares(c95002=(0, 0, 3, 3)).rename(columns={"code": "code_insee"})
    parts.to_file(path, layer="arrondissement_municipal")
    parts.to_file(path, layer="commune_associee_ou_deleguee")
    whole_file().rename(columns={"code": "code_insee"}).to_file(path, layer="commune")
    read = read_boundaries(path, nine, findings=Findings())
    assert sorted(read["commune_code"]) == sorted(REAL)


def test_only_the_territory_is_kept(nine, tmp_path):
    """A commune of elsewhere is left out, near or far, without a word."""
    far = squares(c35238=(300, 0), c60001=(-1, 0))
    path = drawn(pd.concat([whole_file(), far]), tmp_path / "c.geojson")
    told, noted = put(path, nine)
    assert list(told.index) == sorted(REAL)
    assert noted == {}


def test_a_zipped_shapefile_is_read(nine, tmp_path):
    """As portals give them."""
    whole_file().to_file(tmp_path / "communes.shp")
    with zipfile.ZipFile(tmp_path / "communes.zip", "w") as archive:
        for part in tmp_path.glob("communes.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    told, noted = put(tmp_path / "communes.zip", nine)
    assert (len(told), noted) == (9, {})


def test_a_zip_is_searched_for_its_communes(nine, tmp_path):
    """In a folder of it, beside départements and a note, as IGN packs them: the communes."""
    whole_file().rename(columns={"code": "INSEE_COM"}).to_file(tmp_path / "COMMUNE.shp")
    squares(c95=(0, 0, 3, 3)).rename(columns={"code": "INSEE_COM"}).to_file(tmp_path / "CANTON.shp")
    parts = [each for each in tmp_path.iterdir() if each.is_file()]
    with zipfile.ZipFile(tmp_path / "ADE.zip", "w") as archive:
        archive.writestr("ADE/LISEZ-MOI.json", "[]")
        archive.writestr("__MACOSX/ADE/._COMMUNE.shp", "")
        for part in parts:
            archive.write(part, f"ADE/1_DONNEES/{part.name}")
    told, noted = put(tmp_path / "ADE.zip", nine)
    assert (len(told), noted) == (9, {})


@pytest.mark.parametrize(
    ("title", "listed"),
    [("ref:INSEE", False), ("com_code", True), ("c_arinsee", False), ("com_current_code", False)],
)
def test_the_codes_of_open_data_portals_are_found(nine, tmp_path, title, listed):
    """OpenStreetMap's title, Opendatasoft's with a list in each cell, that of Paris."""
    path = drawn(whole_file().rename(columns={"code": title}), tmp_path / "c.geojson")
    told = json.loads(path.read_text(encoding="utf-8"))
    for feature in told["features"]:
        of = feature["properties"]
        of[title] = [of[title]] if listed else of[title]
    path.write_text(json.dumps(told), encoding="utf-8")
    assert sorted(read_boundaries(path, nine, findings=Findings()).index) == sorted(REAL)


def test_of_two_columns_of_codes_that_of_communes_is_read(nine, tmp_path):
    """`code` may be the EPCI's, or a rank, where `codgeo` is the commune's."""
    frame = whole_file()
    frame = frame.assign(codgeo=frame["code"], code="243500139")
    told, noted = put(drawn(frame, tmp_path / "c.geojson"), nine)
    assert (len(told), noted) == (9, {})


# ------------------------------------------------------------------ refusing


def refused(path, communes):
    """Give the one line that a file is refused with."""
    with pytest.raises(InputError) as fault:
        put(path, communes)
    assert "\n" not in str(fault.value)
    return str(fault.value)


def test_a_file_that_isnt_one_is_refused_in_a_line(nine, tmp_path):
    """Absent, of another kind, packed, cut: each is told what is expected."""
    (tmp_path / "c.7z").write_bytes(b"7z")
    (tmp_path / "c.csv").write_text("code\n95002\n", encoding="utf-8")
    (tmp_path / "c.geojson").write_text('{"type":"FeatureCollection","fea', encoding="utf-8")
    (tmp_path / "c.shp").write_bytes(b"\x00\x00\x27\x0a")
    assert "n’existe pas" in refused(tmp_path / "none.gpkg", nine)
    assert "Décompressez-le" in refused(tmp_path / "c.7z", nine)
    assert "GeoJSON (.geojson), GeoPackage" in refused(tmp_path / "c.csv", nine)
    assert "ne se lit pas" in refused(tmp_path / "c.geojson", nine)
    assert "ne se lit pas" in refused(tmp_path / "c.shp", nine)


def referring(secret):
    """Give texts, none of which is outlines, that have GDAL read another file, or an address."""
    layer = f'<OGRVRTLayer name="communes"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    command = f"gdal vector pipeline ! read {secret} ! write --output-format=stream streamed"
    return [
        f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>",
        "<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>",
        json.dumps({"type": "gdal_streamed_alg", "command_line": command}),
    ]


@pytest.mark.parametrize("suffix", [".geojson", ".json", ".gpkg", ".shp", ".fgb"])
@pytest.mark.parametrize("zipped", [False, True])
def test_a_file_that_names_another_one_reads_nothing_of_it(nine, tmp_path, suffix, zipped):
    """What GDAL would follow to good outlines elsewhere, under a name of outlines, is refused."""
    secret = tmp_path / "other" / "communes.geojson"
    secret.parent.mkdir()
    drawn(nine.reset_index()[["commune_code", "name", "geometry"]], secret)
    for text in referring(secret):
        path = tmp_path / f"communes{suffix}"
        path.write_text(text, encoding="utf-8")
        if zipped:
            path = tmp_path / "communes.zip"
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr(f"communes{suffix}", text)
        refused(path, nine)


def test_a_zip_of_two_files_of_one_name_is_refused(nine, tmp_path):
    """Of two that bear it, one reader looks at the first, and another at the last."""
    path = tmp_path / "communes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("communes.gpkg", "<OGRVRTDataSource/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("communes.gpkg", b"SQLite format 3\0")
    assert "même nom" in refused(path, nine)


def test_outlines_without_codes_are_refused(nine, tmp_path):
    """The titles that are there are named."""
    path = drawn(whole_file().rename(columns={"code": "numero"}), tmp_path / "c.geojson")
    assert refused(path, nine).endswith("on trouve : numero, nom.")


def test_a_shapefile_without_its_prj_is_refused(nine, tmp_path):
    """Metres of an unknown system would land anywhere."""
    whole_file().to_file(tmp_path / "c.shp")
    (tmp_path / "c.prj").unlink()
    assert "ne dit pas son système de coordonnées" in refused(tmp_path / "c.shp", nine)


def test_a_system_that_is_nowhere_on_earth_is_refused(nine, tmp_path):
    """A drawing's own axes can't be put on a map."""
    whole_file().to_file(tmp_path / "c.shp")
    local = 'LOCAL_CS["x",LOCAL_DATUM["x",0],UNIT["metre",1],AXIS["E",EAST],AXIS["N",NORTH]]'
    (tmp_path / "c.prj").write_text(local, encoding="utf-8")
    assert "ne dit pas son système de coordonnées" in refused(tmp_path / "c.shp", nine)


def test_a_shapefile_of_before_utf8_is_read(nine, tmp_path):
    """IGN's old ones are in Latin-1 and don't say so: the names come out right."""
    path = tmp_path / "c.shp"
    whole_file().assign(nom="Évêché").to_file(path, encoding="latin1")
    path.with_suffix(".cpg").unlink()
    assert set(read_boundaries(path, nine, findings=Findings())["name"]) == {"Évêché"}


def test_a_code_that_cant_be_one_makes_no_commune(nine, tmp_path):
    """What only a hostile file would write is left out, and its row noted."""
    more = whole_file().iloc[:1].assign(code="=cmd|' /C calc'!A0")
    told, noted = put(drawn(pd.concat([whole_file(), more]), tmp_path / "c.geojson"), nine)
    assert list(told.index) == sorted(REAL)
    assert noted["outline-left"] == ["« =cmd|' /C calc'!A0 95002 » : pas de code de commune"]


def test_no_codes_at_all_are_refused(nine, tmp_path):
    """An empty column is no column of codes."""
    path = drawn(whole_file().assign(code=None), tmp_path / "c.geojson")
    assert "9 sur 9 n’ont pas un code de commune" in refused(path, nine)


def test_points_are_refused(nine, tmp_path):
    """The API Géo gives centres unless outlines are asked for: it is said."""
    frame = whole_file()
    path = drawn(frame.set_geometry(frame.centroid), tmp_path / "c.geojson")
    assert "geometry=contour" in refused(path, nine)


def test_another_territory_is_refused(nine, tmp_path):
    """Outlines of elsewhere: the territory is named, with a code that was found."""
    path = drawn(squares(c35238=(0, 0), c35051=(1, 0)), tmp_path / "c.geojson")
    assert "communes (Carré" in refused(path, nine)
    assert "« 35238 »" in refused(path, nine)
    far = drawn(squares(c95002=(400, 0)), tmp_path / "far.geojson")
    assert "ils sont ailleurs, entre " in refused(far, nine)


def test_outlines_of_elsewhere_say_where_they_are(nine, tmp_path):
    """Swapped degrees, metres taken for degrees, nothing drawn: each is told as what it is."""
    frame = whole_file().to_crs(4326)
    swapped = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in frame.geometry]
    path = drawn(frame.set_geometry(swapped, crs=4326), tmp_path / "swapped.geojson")
    assert refused(path, nine).endswith("latitudes et longitudes y sont échangées.")
    metres = whole_file().set_crs(4326, allow_override=True)
    assert "ne sont pas des degrés" in refused(drawn(metres, tmp_path / "m.geojson"), nine)
    nothing = frame.assign(geometry=None)
    path = drawn(nothing.set_geometry("geometry", crs=4326), tmp_path / "none.geojson")
    assert refused(path, nine).endswith("on n’y trouve aucun contour.")
    whole_file().set_crs(27572, allow_override=True).to_file(tmp_path / "other.gpkg")
    assert "un autre système que celui qu’il dit" in refused(tmp_path / "other.gpkg", nine)


def test_a_zip_of_something_else_is_refused(nine, tmp_path):
    """What it holds is named; a file that is no zip, and a folder, are told so."""
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("ecoles.csv", "uai")
    assert refused(tmp_path / "c.zip", nine).endswith("on y trouve : ecoles.csv.")
    (tmp_path / "no.zip").write_bytes(b"<html>")
    assert "ce n’est pas un fichier zip" in refused(tmp_path / "no.zip", nine)
    assert "c’est un dossier" in refused(tmp_path, nine)


def test_what_misses_is_named(nine, tmp_path):
    """A shapefile alone, and an answer of the API Géo without outlines, with what to do."""
    whole_file().to_file(tmp_path / "c.shp")
    (tmp_path / "c.dbf").unlink()
    assert "le .dbf du shapefile est-il là ?" in refused(tmp_path / "c.shp", nine)
    (tmp_path / "c.shx").unlink()
    assert "(son .shx manque)" in refused(tmp_path / "c.shp", nine)
    pyogrio.write_dataframe(pd.DataFrame({"code": REAL}), tmp_path / "c.gpkg", layer="communes")
    assert "que des tableaux, sans géométrie" in refused(tmp_path / "c.gpkg", nine)
    (tmp_path / "c.json").write_text('[{"nom": "A", "code": "95002"}]', encoding="utf-8")
    assert "format=geojson et geometry=contour" in refused(tmp_path / "c.json", nine)


def test_other_zones_than_communes_are_refused(nine, tmp_path):
    """EPCI bear a code too, of nine figures: it is shown."""
    path = drawn(squares(c243500139=(0, 0, 3, 2), c200000000=(0, 2, 3)), tmp_path / "c.geojson")
    assert "2 sur 2 n’ont pas un code de commune, par exemple « 243500139 »" in refused(path, nine)


def test_a_code_of_two_lines_is_told_in_one(nine, tmp_path):
    """Whatever the cells hold, the error is a line, and not long."""
    path = drawn(whole_file().assign(code="a\nb" + "x" * 400), tmp_path / "c.geojson")
    assert "« a bxxx" in refused(path, nine)
    assert "x" * 50 not in refused(path, nine)


def test_a_wrong_column_of_codes_is_refused(nine, tmp_path):
    """Where most codes are put on another's land, nothing of it is believed."""
    frame = whole_file()
    path = drawn(frame.assign(code=[*frame["code"][1:], frame["code"][0]]), tmp_path / "c.geojson")
    assert "pas à la place de leur commune, 9 sur 9" in refused(path, nine)


# ------------------------------------------------------------------ mending


def test_a_polygon_that_crosses_itself_is_mended(nine, tmp_path):
    """A bow tie is made of two triangles; the whole is a coverage, and it is noted."""
    frame = whole_file()
    west, south, east, north = frame.geometry[0].bounds
    notch = [(west, south), (east, south), (east, north), (west, north), (west, 2 * north - south),
             (west + 10, north), (west, north)]  # fmt: skip
    crossed = shapely.Polygon(notch)
    assert not crossed.is_valid
    shapes = [crossed, *frame.geometry[1:]]
    told, noted = put(drawn(frame.set_geometry(shapes, crs=2154), tmp_path / "c.geojson"), nine)
    assert noted["outline-mended"] == ["95002 95002 : le contour se croisait"]
    assert shapely.coverage_is_valid(shapes_of(told))


def test_what_has_no_code_or_no_polygon_is_left_out_and_noted(nine, tmp_path):
    """A feature without a code, one without a shape: their communes keep the bundled outline."""
    frame = whole_file()
    frame.loc[0, "code"] = ""
    frame.loc[1, "geometry"] = None
    told, noted = put(drawn(frame, tmp_path / "c.geojson"), nine)
    assert noted["outline-left"] == ["« 95002 » : pas de code de commune"]
    assert noted["outline-kept"] == ["95002 Carré 1", "95008 Carré 2"]
    assert set(areas(told).values()) == {KM2}


def test_a_ring_of_two_points_is_no_outline(nine, tmp_path):
    """What a careless editor leaves of a polygon stops nothing: its commune is kept, and noted."""
    path = drawn(whole_file(), tmp_path / "c.geojson")
    told = json.loads(path.read_text(encoding="utf-8"))
    shape = told["features"][0]["geometry"]
    shape["coordinates"] = [shape["coordinates"][0][:2]]
    path.write_text(json.dumps(told), encoding="utf-8")
    told, noted = put(path, nine)
    assert noted["outline-kept"] == ["95002 Carré 1"]
    assert set(areas(told).values()) == {KM2}


def test_a_commune_in_several_features_is_put_together(nine, tmp_path):
    """An islet apart from its commune, as some files write them: one outline, and it is noted."""
    islet = squares(c95002=(0, -2))
    told, noted = put(drawn(pd.concat([whole_file(), islet]), tmp_path / "c.geojson"), nine)
    assert noted == {"outline-double": ["95002 : plusieurs contours, réunis"]}
    assert areas(told)["95002"] == 2 * KM2
    assert areas(told)["95008"] == KM2


def test_overlaps_are_shared_out_and_gaps_closed(nine, tmp_path):
    """The middle is 2 m too small, a corner 2 m too large: they meet, no hole is left."""
    frame = whole_file()
    wide = {0: 2, 4: -2}
    shapes = [shape.buffer(wide.get(at, 0), join_style="mitre")
              for at, shape in enumerate(frame.geometry)]  # fmt: skip
    told, noted = put(drawn(frame.set_geometry(shapes, crs=2154), tmp_path / "c.geojson"), nine)
    assert noted == {"outline-cleaned": ["chevauchements et interstices résorbés"]}
    assert shapely.coverage_is_valid(shapes_of(told))
    assert told["area_km2"].sum() == pytest.approx(9, abs=0.05)
    whole = shapely.union_all(shapes_of(told))
    assert (whole.geom_type, len(whole.interiors)) == ("Polygon", 0)


# ------------------------------------------------------------------ codes of other years


def test_former_communes_are_put_together(tmp_path):
    """49046 and 49274 are in 49060 today: three outlines of 2018 make one of 3 km²."""
    today = land("49060", "49007", columns=1)
    today.loc["49060", "geometry"] = gpd.GeoSeries([square(0, 0, 3)], crs=2154).to_crs(4326)[0]
    today.loc["49007", "geometry"] = gpd.GeoSeries([square(0, 1, 3)], crs=2154).to_crs(4326)[0]
    of_2018 = squares(c49060=(0, 0), c49046=(1, 0), c49274=(2, 0), c49007=(0, 1, 3))
    told, noted = put(drawn(of_2018, tmp_path / "2018.geojson"), today)
    assert noted == {"outline-moved": ["49046 → 49060", "49274 → 49060"]}
    assert areas(told) == {"49007": 3 * KM2, "49060": 3 * KM2}


def test_a_part_of_a_merged_commune_isnt_the_commune(tmp_path):
    """A file that draws one of its three parts alone doesn't draw it: the bundled one stays."""
    today = land("49060", "49007", columns=1)
    today.loc["49060", "geometry"] = gpd.GeoSeries([square(0, 0, 3)], crs=2154).to_crs(4326)[0]
    today.loc["49007", "geometry"] = gpd.GeoSeries([square(0, 1, 3)], crs=2154).to_crs(4326)[0]
    path = drawn(squares(c49046=(1, 0), c49007=(0, 1, 3)), tmp_path / "2018.geojson")
    told, noted = put(path, today)
    assert noted["outline-left"] == ["49060 : le contour ne couvre que 33\u00a0% de la commune"]
    assert noted["outline-kept"] == ["49060 Carré 1"]
    assert told.geometry["49060"].equals(today.geometry["49060"])


def test_arrondissements_dont_count_paris_twice(tmp_path):
    """Paris whole with two of its arrondissements over it, as Etalab's file: the city, once."""
    city = land("75056", columns=1)
    both = squares(c75056=(0, 0), c75101=(0, 0), c75102=(0, 0))
    told, noted = put(drawn(both, tmp_path / "c.geojson"), city)
    assert areas(told) == {"75056": KM2}
    assert noted["outline-moved"] == ["75101 → 75056", "75102 → 75056"]


def test_a_commune_that_was_split_since_is_cut(tmp_path):
    """In 2018, 85084 held what is 85165 and 85212 today: the bundled two are cut out of it."""
    today = land("85084", "85165", "85212")
    told, noted = put(drawn(squares(c85084=(0, 0, 3)), tmp_path / "2018.geojson"), today)
    assert noted["outline-kept"] == ["85165 Carré 2", "85212 Carré 3"]
    assert areas(told) == {"85084": KM2, "85165": KM2, "85212": KM2}
    assert shapely.coverage_is_valid(shapes_of(told))


def test_a_commune_merged_after_the_bundle_stays_in_two(nine, tmp_path):
    """A file of 2027 draws 95002 over 95008 too: this map is of the COG 2026, both are there."""
    frame = whole_file().drop(index=1)
    frame.loc[0, "geometry"] = square(0, 0, 2)
    told, noted = put(drawn(frame, tmp_path / "2027.geojson"), nine)
    assert noted == {"outline-kept": ["95008 Carré 2"]}
    assert set(areas(told).values()) == {KM2}


def test_no_commune_is_lost_under_another(nine, tmp_path):
    """Two communes drawn alike, each over both: whichever the cleaning empties is still there."""
    frame = whole_file()
    frame.loc[[0, 1], "geometry"] = [square(0, 0, 2), square(0, 0, 2)]
    told, noted = put(drawn(frame, tmp_path / "c.geojson"), nine)
    assert list(told.index) == sorted(REAL)
    assert set(areas(told).values()) == {KM2}
    assert len(noted["outline-left"]) == len(noted["outline-kept"]) == 1
    assert noted["outline-left"][0].endswith("recouverte par une autre commune")


def test_an_outline_many_times_too_large_is_left_out(nine, tmp_path):
    """One that holds the whole country doesn't take the others' land: it is the wrong one."""
    frame = whole_file()
    frame.loc[4, "geometry"] = square(0, 0).buffer(500_000)
    told, noted = put(drawn(frame, tmp_path / "c.geojson"), nine)
    assert noted["outline-kept"] == ["95014 Carré 5"]
    assert len(noted["outline-left"]) == 1
    assert "fois plus grand que la commune" in noted["outline-left"][0]
    assert set(areas(told).values()) == {KM2}


def test_zones_that_cover_each_other_are_refused(nine, tmp_path):
    """The same land drawn for each of nine: no map of communes comes of it."""
    frame = whole_file()
    frame["geometry"] = [square(0, 0, 3, 3)] * len(REAL)
    assert "les contours se recouvrent" in refused(drawn(frame, tmp_path / "c.geojson"), nine)


def test_an_unknown_code_takes_the_zones_of_the_land_it_is_on(nine, tmp_path):
    """95999 left the right half of 95002: its EPCI is the same, half the people are its own."""
    frame = whole_file()
    left, right = square(0, 0).bounds, square(0, 0).bounds
    middle = (left[0] + left[2]) / 2
    frame.loc[0, "geometry"] = shapely.box(left[0], left[1], middle, left[3])
    new = gpd.GeoDataFrame(
        {"code": ["95999"], "nom": ["Neuville"]},
        geometry=[shapely.box(middle, right[1], right[2], right[3])], crs=2154,
    )  # fmt: skip
    told, noted = put(drawn(pd.concat([frame, new]), tmp_path / "2027.geojson"), nine)
    assert noted["outline-new"] == ["95999 : nouvelle, zones de 95002"]
    row = told.loc["95999"]
    assert (row["name"], row["population_n"], row["epci_code"]) == ("Neuville", 50, "20000000")
    assert told["population_n"].sum() == nine["population_n"].sum()
    assert areas(told)["95999"] == areas(told)["95002"] == 0.5
    located = locate(make_schools([("9500001A", 0.8, 0.5, "95999", "A")]), told)
    assert located["commune_code"].tolist() == ["95999"]
    assert located["joined_by"].tolist() == ["code"]


def test_an_unknown_code_may_be_a_commune_under_another_number(nine, tmp_path):
    """Where the file has 95999 on the land of 95002 and no 95002, it is that commune."""
    frame = whole_file()
    frame.loc[0, "code"] = "95999"
    told, noted = put(drawn(frame, tmp_path / "2027.geojson"), nine)
    assert noted["outline-new"] == ["95999 : tient la place de 95002"]
    assert list(told.index) == sorted(REAL)
    assert "outline-kept" not in noted


HIDDEN = ("15031", "15035", "15047", "15171")


@pytest.fixture
def cantal():
    """15141 over five squares, as the bundle draws it with the four that left it, and 15001."""
    today = land("15001", "15141", columns=1)
    today.loc["15141", "geometry"] = gpd.GeoSeries([square(0, 0, 5)], crs=2154).to_crs(4326)[0]
    today.loc["15001", "geometry"] = gpd.GeoSeries([square(0, 1, 5)], crs=2154).to_crs(4326)[0]
    return today


def apart(tmp_path):
    """Write a file that draws the five communes, each a square, and 15001."""
    cells = {f"c{code}": (at, 0) for at, code in enumerate(("15141", *HIDDEN))}
    return drawn(squares(**cells, c15001=(0, 1, 5)), tmp_path / "2026.geojson")


def test_restored_communes_get_their_own_outline(cantal, tmp_path):
    """Four communes that the bundle can't draw are drawn, with their own name and zones."""
    told, noted = put(apart(tmp_path), cantal)
    assert noted == {}
    assert set(HIDDEN) < set(told.index)
    assert told["name"]["15031"] == "Celles"
    assert areas(told) == {**dict.fromkeys(("15141", *HIDDEN), KM2), "15001": 5 * KM2}
    assert with_hidden_communes(told).geometry.notna().all()
    assert shown_inside(cantal)
    assert shown_inside(told) == {}


def test_a_school_of_a_restored_commune_is_no_guess_any_more(cantal, tmp_path):
    """By code it has its own polygon; under the former code its point decides."""
    told, _ = put(apart(tmp_path), cantal)
    schools = make_schools([
        ("9500001A", 1.5, 0.5, "15031", "A"),
        ("9500002B", 2.5, 0.5, "15141", "A"),
        ("9500003C", 0.5, 0.5, "15141", "A"),
    ]).assign(departement_code="15")  # fmt: skip
    before, after = Findings(), Findings()
    inside = locate(schools, cantal, findings=before)
    own = locate(schools, told, findings=after)
    assert inside["polygon_code"].tolist() == ["15141"] * 3
    assert (before.count("shown-inside"), before.count("split-guess")) == (1, 2)
    assert own["commune_code"].tolist() == ["15031", "15035", "15141"]
    assert own["polygon_code"].tolist() == own["commune_code"].tolist()
    assert (after.count("shown-inside"), after.count("split-guess")) == (0, 0)
    assert (own["distance_km"] == 0).all()


# ------------------------------------------------------------------ properties


@examples(8)
@given(times=st.integers(0, 2), kept=st.sets(st.integers(0, 8), max_size=7))
def test_whatever_is_drawn_the_land_is_shared_out(times, kept):
    """Finer or not, whole or in part: a clean coverage, each commune once, the land kept."""
    nine = land(*REAL)
    fine = bent(nine, times).assign(commune_code=nine.index, name=nine["name"])
    outlines = fine.drop(index=[REAL[at] for at in kept]).rename_axis("written")
    findings = Findings()
    told = with_outlines(nine, outlines, findings=findings)
    assert list(told.index) == list(nine.index)
    assert list(told.columns) == list(nine.columns)
    assert shapely.coverage_is_valid(shapes_of(told))
    assert findings.count("outline-kept") == len(kept)
    assert told["area_km2"].sum() == pytest.approx(shape_km2(told), abs=1e-6)
    assert told["area_km2"].between(0.5, 1.5).all()


def shape_km2(communes):
    """Measure the union of all."""
    whole = gpd.GeoSeries([shapely.union_all(shapes_of(communes))], crs=4326)
    return float(whole.to_crs(2154).area.iloc[0]) / 1e6


def test_every_kind_of_note_is_said_in_both_languages():
    """What this file may note is in the two lists of words."""
    kinds = {kind for kind in KINDS if kind.startswith("outline-")}
    assert len(kinds) == 7
    assert kinds == {kind for kind in KIND_NAMES if kind.startswith("outline-")}


# ------------------------------------------------------------------ real outlines


def test_a_real_file_of_2018_draws_the_communes_of_today(shared_file):
    """183 outlines of Maine-et-Loire in the COG 2018 make its 176 communes, a clean coverage."""
    today = read_communes(["49"])
    told, noted = put(shared_file("communes-49-cog2018.geojson"), today)
    assert list(told.index) == list(today.index)
    assert {kind: len(each) for kind, each in noted.items()} == {"outline-moved": 8}
    assert shapely.coverage_is_valid(shapes_of(told))
    assert told["area_km2"].sum() == pytest.approx(today["area_km2"].sum(), rel=1e-3)
    assert (told["area_km2"] / today["area_km2"]).between(0.95, 1.05).all()


def test_the_zones_above_follow_the_outlines():
    """EPCI and département of fine outlines are made of them, border for border."""
    fine = bent(read_communes(["90"]), 2)
    outlines = fine.assign(commune_code=fine.index).rename_axis("written")
    told = with_outlines(read_communes(["90"]), outlines)
    shapes = zones(told, None, levels=["epci", "departement"])
    corners = shapely.get_num_coordinates(np.asarray(shapes["departement"].geometry))
    coarse = zones(read_communes(["90"]), None, levels=["departement"])["departement"]
    assert corners.sum() > 3 * shapely.get_num_coordinates(np.asarray(coarse.geometry)).sum()
    assert shapely.coverage_is_valid(shapes_of(shapes["epci"]))
