"""The styles in the GeoPackage: every row under one rule, in the page's colour and words."""

import math
import re
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from browser import hostile, land
from toyland import make_communes

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.indicators.classes import NO_SCHOOL, UNKNOWN, classed, classify
from geo_ent.maps.palette import fills_of
from geo_ent.maps.picture.status_marks import STATUS_SHAPES
from geo_ent.publish.gis.geopackage import SCHOOLS, write_geopackage
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.indicator_words import class_labels, special_labels
from geo_ent.telling.language import language
from geo_ent.telling.page.page_words import STATUS_WORDS

FR = language("fr")


@pytest.fixture(scope="module")
def inputs():
    """A land of sixteen communes, of every status, with zones without a polygon or a school."""
    schools, zones, coverage, _ = land(make_communes(4, 4))
    days = {"start": pd.NaT, "end": pd.NaT, "programme": "", "commune_name": "L’Île-d'Yeu"}
    return schools.assign(**days), zones, coverage


def styled(path, inputs, **options):
    """Write a land's GeoPackage, and give it opened."""
    schools, zones, coverage = inputs
    write_geopackage(path, zones=zones, coverage=coverage, schools=schools, **options)
    return closing(sqlite3.connect(path))


def style_of(file, layer):
    """Give a layer's style as a tree."""
    query = "select styleQML from layer_styles where f_table_name = ?"
    return ET.fromstring(file.execute(query, (layer,)).fetchone()[0])  # noqa: S314 ours


def rules(tree):
    """Give each rule's label and condition, with the first colour of its symbol that isn't none."""
    symbols = {each.get("name"): each for each in tree.find(".//symbols")}
    for rule in tree.iter("rule"):
        symbol = symbols[rule.get("symbol")]
        codes = [each.get("v") for each in symbol.iter("prop") if each.get("k") == "color"]
        yield rule.get("label"), rule.get("filter"), [hexadecimal(code) for code in codes]


def hexadecimal(colour):
    """Write a colour of QGIS as the page does."""
    return "#" + "".join(f"{int(part):02x}" for part in colour.split(",")[:3])


def fallen(file, layer, code="zone_code"):
    """Put each row under the rules that it meets: their conditions are SQL too."""
    for label, rows, colours in rules(style_of(file, layer)):
        for (found,) in file.execute(f"select {code} from {layer} where {rows}"):  # noqa: S608 ours
            yield found, label, colours


def expected(table):
    """Say of each zone the page's label and colour."""
    indicator = classed(table, COVERAGE)
    labels, fills = class_labels(indicator, FR), fills_of(indicator)
    special = dict(zip((NO_SCHOOL, UNKNOWN), special_labels(indicator, FR), strict=True))
    for code, found in classify(table, indicator).items():
        own = found not in special
        yield (
            (code, labels[found], fills[found])
            if own
            else (code, special[found], "#ffffff" if found == NO_SCHOOL else "#dddddd")
        )


def agree(file, coverage):
    """Hold every zone of every level to the page's class."""
    for level, table in coverage.items():
        told = sorted((code, label, colours[0]) for code, label, colours in fallen(file, level))
        assert told == sorted(expected(table)), level


def test_each_zone_has_the_class_of_the_page(inputs, tmp_path):
    """Under one rule, whose label and colour are the page's; so are those without a rate."""
    _, _, coverage = inputs
    table = coverage["commune"].copy()
    half = table.index[table["schools_n"] > 1][0]
    table.loc[half, ["known_share", "unknown_n"]] = (0.4, table.loc[half, "schools_n"])
    coverage = {**coverage, "commune": table}
    assert {NO_SCHOOL, UNKNOWN} <= set(classify(table, COVERAGE))
    with styled(tmp_path / "c.gpkg", (inputs[0], inputs[1], coverage)) as file:
        agree(file, coverage)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0, math.nan])
def test_rates_that_are_all_the_same_or_unknown(share, inputs, tmp_path):
    """One class holds them all, or none does; nothing is left without a colour."""
    schools, zones, coverage = inputs
    known = 0.0 if math.isnan(share) else 1.0
    told = {"coverage_share": share, "known_share": known, "schools_n": 2}
    coverage = {level: table.assign(**told) for level, table in coverage.items()}
    with styled(tmp_path / "c.gpkg", (schools, zones, coverage)) as file:
        agree(file, coverage)


def test_each_status_has_its_shape_its_colour_and_its_words(inputs, tmp_path):
    """As the page's marks, in the order of its legend; a status that no school has isn't there."""
    schools, zones, coverage = inputs
    some = (*STATUSES, *STATUSES)
    schools = schools.assign(status=[some[n % len(some)] for n in range(len(schools))])
    with styled(tmp_path / "c.gpkg", (schools, zones, coverage)) as file:
        told = [*rules(style_of(file, SCHOOLS))]
        assert sorted(uai for uai, _, _ in fallen(file, SCHOOLS, "uai")) == sorted(schools.index)
    assert [label for label, _, _ in told] == [*STATUS_WORDS.values()]
    for status, (_, rows, colours) in zip(STATUS_WORDS, told, strict=True):
        shape = STATUS_SHAPES[status]
        assert f"'{status}'" in rows
        assert colours[-1] == shape.colour.replace("#fff", "#ffffff")
        assert len(colours) == (2 if shape.paper else 1)
    few = schools.assign(status="none")
    with styled(tmp_path / "few.gpkg", (few, zones, coverage)) as file:
        assert [label for label, _, _ in rules(style_of(file, SCHOOLS))] == ["Pas d’ENT"]


def test_qgis_finds_them(inputs, tmp_path):
    """By what it asks for: texts of no letter, the layer, its column of geometry, by default."""
    with styled(tmp_path / "c.gpkg", inputs) as file:
        columns = "f_table_catalog, f_table_schema, f_geometry_column, useAsDefault, update_time"
        found = {*file.execute(f"select {columns} from layer_styles")}  # noqa: S608 ours
        layers = [name for (name,) in file.execute("select f_table_name from layer_styles")]
        counted = file.execute(
            "select feature_count from gpkg_ogr_contents where table_name = 'layer_styles'"
        ).fetchone()
    assert found == {("", "", "geom", 1, "1980-01-01T00:00:00.000Z")}
    assert layers == [*inputs[2], SCHOOLS]
    assert counted == (len(layers),)


def test_columns_have_their_headings(inputs, tmp_path):
    """The table of attributes says « Part avec un ENT », not coverage_share."""
    with styled(tmp_path / "c.gpkg", inputs) as file:
        tree = style_of(file, "epci")
        columns = {row[1] for row in file.execute("pragma table_info(epci)")}
    headings = {each.get("field"): each.get("name") for each in tree.iter("alias")}
    assert columns - set(headings) <= {"fid", "geom"}
    assert headings["coverage_share"] == "Part avec un ENT"


def test_layers_say_what_they_are(inputs, tmp_path):
    """A title in French, and what a row is, of what day, what is simulated."""
    options = {"about": "Ille-et-Vilaine, 30 juin 2023.", "notes": {"epci": "Simulé <b>& ' \""}}
    with styled(tmp_path / "c.gpkg", inputs, **options) as file:
        told = {
            name: (title, text)
            for name, title, text in file.execute(
                "select table_name, identifier, description from gpkg_contents"
            )
        }
    assert told["epci"] == (
        "Part des écoles qui ont un ENT, par intercommunalité",
        "Ille-et-Vilaine, 30 juin 2023. Une ligne par zone. Simulé <b>& ' \"",
    )
    assert told[SCHOOLS][0] == "Les écoles"


def test_english_maps_speak_english(inputs, tmp_path):
    """Legends, headings and titles are in the map's language."""
    with styled(tmp_path / "c.gpkg", inputs, tr=language("en")) as file:
        labels = [label for label, _, _ in rules(style_of(file, "epci"))]
        title = file.execute("select identifier from gpkg_contents where table_name = 'epci'")
        assert title.fetchone()[0].startswith("Share of")
        assert "format_number" in ET.tostring(style_of(file, "epci"), encoding="unicode")
        assert "'en'" in ET.tostring(style_of(file, "epci"), encoding="unicode")
    assert not any(re.search(r"moins|à", label) for label in labels)


def test_hostile_names_stay_out_of_the_styles(inputs, tmp_path):
    """A style is XML that no name of a school or of a zone is in; it is read whatever they are."""
    schools, zones, coverage, _ = hostile(inputs)
    with styled(tmp_path / "c.gpkg", (schools, zones, coverage)) as file:
        for layer in (*coverage, SCHOOLS):
            assert "alert(1)" not in ET.tostring(style_of(file, layer), encoding="unicode")


def test_two_levels_less(inputs, tmp_path):
    """Levels that aren't there have no layer and no style, and the others are as they were."""
    schools, zones, coverage = inputs
    kept = {level: coverage[level] for level in ("commune", "departement")}
    with styled(tmp_path / "c.gpkg", (schools, zones, kept)) as file:
        agree(file, kept)
        layers = [name for (name,) in file.execute("select f_table_name from layer_styles")]
    assert layers == ["commune", "departement", SCHOOLS]
