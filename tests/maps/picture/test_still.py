"""The map as a picture: valid, in its classes' colours, its names apart, the same each time."""

import dataclasses
import io
import random
import xml.etree.ElementTree as ET

import browser as shared
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from toyland import ORIGIN

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import GAP, WITHOUT
from geo_ent.maps import palette
from geo_ent.maps.picture import raster
from geo_ent.maps.picture.labels import disc, leader, place, rectangles
from geo_ent.maps.picture.map_picture import map_svg
from geo_ent.maps.picture.picture_shapes import Box, borders, dots, hatch, path
from geo_ent.maps.picture.picture_text import BOLD, Style, clean, text, width, wrapped
from geo_ent.maps.picture.raster import drawing, png
from geo_ent.telling.language import language
from geo_ent.telling.page.alt_text import alt_text

FRENCH = language("fr")
SVG = "{http://www.w3.org/2000/svg}"
LIGHTEST, LIGHT, MIDDLE, DARKEST = palette.SEQUENTIAL[4]


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's zones and coverage: nine communes, two circonscriptions, six schools."""
    _, zones, coverage = shared.page_inputs(toy_communes, toy_schools)
    return zones, coverage


def drawn(inputs, **options):
    """Draw toyland and read it as XML."""
    return ET.fromstring(map_svg(*inputs, facts=shared.facts(), **options))  # noqa: S314 ours


def zone_fills(root):
    """Give each zone's colour by its name, from the titles that the surfaces carry."""
    found = {}
    for shape in root.iter(f"{SVG}path"):
        title = shape.find(f"{SVG}title")
        if title is not None:
            found[title.text.split("\u00a0:")[0]] = shape.get("fill")
    return found


def words(root):
    """Give every line of text of a picture."""
    return [element.text.replace("\u00a0", " ") for element in root.iter(f"{SVG}text")]


def test_the_picture_says_what_it_is(inputs):
    """A screen reader gets a title and a description; nothing comes from elsewhere."""
    text = map_svg(*inputs, facts=shared.facts())
    root = ET.fromstring(text)  # noqa: S314 ours
    ids = root.get("aria-labelledby").split()
    named = {child.get("id"): child.text for child in root if child.get("id")}
    assert root.get("role") == "img"
    assert named[ids[0]] == shared.facts().title
    assert named[ids[1]] == alt_text(inputs[1]["circonscription"], facts=shared.facts(), tr=FRENCH)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg", "title", "desc", "rect", "path", "text", "g"
    }  # fmt: skip
    assert not any(word in text for word in ("href", "url(", "<script", "@import", "<style"))


def test_zones_have_the_colour_of_their_class(inputs):
    """West: 1 school of 4 is 25 %, the second quarter; East: 1 of 2 is 50 %, the third."""
    assert zone_fills(drawn(inputs)) == {"Ouest": LIGHT, "Est": MIDDLE}


def test_special_classes_are_patterns(inputs):
    """Without a school: lines on white; unknown: dots on grey; 0 and 1 of 1: the end classes."""
    root = drawn(inputs, level="commune")
    fills = zone_fills(root)
    assert fills["Carré 1"] == fills["Carré 9"] == DARKEST
    assert fills["Carré 4"] == fills["Carré 5"] == LIGHTEST
    assert fills["Carré 6"] == palette.UNKNOWN_GROUND
    assert {fills[f"Carré {at}"] for at in (2, 3, 7, 8)} == {palette.PAPER}
    lines = [shape for shape in root.iter(f"{SVG}path") if shape.get("stroke") == palette.HATCH]
    points = [shape for shape in root.iter(f"{SVG}path") if shape.get("stroke") == palette.DOT]
    assert len(lines) == 4 + 1  # the legend has one too
    assert len(points) == 1 + 1


def test_the_legend_counts_the_zones(inputs):
    """Each class says how many zones it holds; together they are all of them."""
    said = words(drawn(inputs, level="commune"))
    counts = [line for line in said if line[0].isdigit() and " commune" in line]
    assert counts == ["2 communes", "0 commune", "0 commune", "2 communes",
                      "4 communes", "1 commune"]  # fmt: skip
    assert {"sans école", "inconnu", "moins de 25 %"} <= set(said)
    two = words(drawn(inputs))
    assert "sans école" not in two  # none there, none in the legend
    assert two.count("1 circonscription") == 2


def test_the_picture_has_the_words_of_the_page(inputs):
    """Territory, date, title, headline, what is shown, estimated contours, source are all read."""
    said = " ".join(words(drawn(inputs)))
    for part in ("Carré · situation au 30 juin 2023", "Les écoles et l’ENT dans le Carré",
                 "2 écoles sur 6 ont un ENT", "Part des écoles qui ont un ENT, par circonscription",
                 "Contours de circonscriptions estimés", "Annuaire, Ministère, 8 juin 2023",
                 "Ouest 25,0 %*", "Est 50,0 %*", "moins de 5 écoles"):  # fmt: skip
        assert part in said
    assert "simulées" not in said


def test_simulated_data_is_said_to_be(inputs):
    """The strip comes first, and its sentence is whole."""
    facts = shared.facts(simulated="Le registre est simulé ; l’annuaire est publié.")
    root = ET.fromstring(map_svg(*inputs, facts=facts))  # noqa: S314 ours
    assert words(root)[:2] == ["Données simulées.", facts.simulated]
    assert "Données simulées." in alt_text(
        inputs[1]["commune"], facts=facts, level="commune", tr=FRENCH
    )


def test_an_english_picture_is_english(inputs):
    """Words and numbers follow the language; French terms of art stay."""
    said = " ".join(words(drawn(inputs, tr=language("en"))))
    assert "Share of schools with a digital workspace (ENT), by circonscription" in said
    assert "situation on 30 June 2023" in said
    assert "0 circonscriptions" in said
    assert "1 circonscription " in said
    assert " ; " not in said
    assert "Ouest 25.0%*" in said
    assert "25 to under 50%" in said
    assert "Classes chosen from the values of this map" in said


def test_counts_and_gaps_can_be_drawn(inputs):
    """Numbers of schools are whole; points are signed, and coloured from orange to blue."""
    zones, coverage = inputs
    table = coverage["circonscription"].assign(
        rural_schools_n=5, urban_schools_n=5,
        rural_coverage_share=[0.2, 0.9], urban_coverage_share=[0.5, 0.5])  # fmt: skip
    coverage = coverage | {"circonscription": table}
    gap = drawn((zones, coverage), indicator=dataclasses.replace(GAP, classing="equal"))
    assert zone_fills(gap) == {"Ouest": palette.BELOW[1], "Est": palette.ABOVE[1]}
    assert {"−30,0 points", "+40,0 points"} <= set(words(gap))
    assert "3" in words(drawn((zones, coverage), indicator=WITHOUT))


def test_hostile_text_is_text(inputs):
    """Tags, templates and control characters in every field are shown, not obeyed."""
    zones, coverage = inputs
    *_, facts = shared.hostile((pd.DataFrame(), zones, coverage))
    name = "<b>&\"'\x00\x1b\u202e</text><script>alert(1)</script>{{7*7}}"
    zones = {level: frame.assign(zone_name=name) for level, frame in zones.items()}
    coverage = {level: frame.assign(zone_name=name) for level, frame in coverage.items()}
    root = ET.fromstring(map_svg(zones, coverage, facts=facts))  # noqa: S314 ours
    tags = {element.tag for element in root.iter()}
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert f"{SVG}script" not in tags
    assert f"{SVG}b" not in tags
    assert clean(name) in titles[1]
    assert "{{7*7}}" in titles[0]
    assert png(map_svg(zones, coverage, facts=facts)).startswith(b"\x89PNG")


def test_long_text_stays_in_the_picture(inputs):
    """A title, a headline and names of 10 kB are cut; no line is wider than the picture."""
    zones, coverage = inputs
    long = "Très-long " * 1000
    coverage = {level: frame.assign(zone_name=long) for level, frame in coverage.items()}
    facts = shared.facts(title=long, headline="x" * 10_000, territory=long, simulated=long)
    root = ET.fromstring(map_svg(zones, coverage, facts=facts))  # noqa: S314 ours
    assert int(root.get("height")) < 2500
    for line in root.iter(f"{SVG}text"):
        style = Style(float(line.get("font-size")), int(line.get("font-weight", 400)))
        assert width(line.text, style) <= 800 - 28


def test_same_inputs_same_bytes(inputs):
    """Drawn twice, and with the rows of the table in another order, nothing changes."""
    zones, coverage = inputs
    turned = {level: table.iloc[::-1] for level, table in coverage.items()}
    first = map_svg(zones, coverage, facts=shared.facts())
    assert first == map_svg(zones, turned, facts=shared.facts())
    assert png(first) == png(first)


def test_the_png_is_two_pixels_a_unit_in_the_same_colours(inputs):
    """1600 pixels across; the pixels of a zone's corner and of its pattern are as asked."""
    svg = drawn(inputs, level="commune")
    content = png(map_svg(*inputs, facts=shared.facts(), level="commune"))
    image = Image.open(io.BytesIO(content)).convert("RGB")
    assert image.size == (1600, 2 * int(svg.get("height")))
    pixels = {
        f"#{r:02x}{g:02x}{b:02x}"
        for r, g, b in np.unique(np.asarray(image)[::3, ::3].reshape(-1, 3), axis=0)
    }
    assert {LIGHTEST, DARKEST, palette.UNKNOWN_GROUND, palette.PAPER} <= pixels
    counts = np.asarray(image).reshape(-1, 3)
    dark = (counts == list(bytes.fromhex(DARKEST[1:]))).all(axis=1).sum()
    light = (counts == list(bytes.fromhex(LIGHTEST[1:]))).all(axis=1).sum()
    assert 0.9 < dark / light < 1.1  # two squares each, less their names


def test_text_is_drawn_without_any_font_of_the_machine():
    """Letters are drawn, accents and thin spaces included, as wide as they were measured."""
    said, style = "Écoles : 2\u202f021 ENT à Œuilly, 46,9\u00a0%", Style(20, BOLD)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 60" width="800" height="60" '
        f'font-family="Nowhere, sans-serif">{text(10, 40, said, style)}</svg>'
    )
    ink = np.asarray(Image.open(io.BytesIO(png(svg))).convert("L")) < 128
    columns = np.nonzero(ink.any(axis=0))[0] / 2
    assert columns.min() == pytest.approx(10, abs=2.5)
    assert columns.max() - 10 == pytest.approx(width(said, style), rel=0.03)


def test_another_process_draws_the_same(inputs, tmp_path, monkeypatch):
    """Drawn beside, the PNG is the same; where no process can be had, it is drawn here."""
    svg = map_svg(*inputs, facts=shared.facts())
    (tmp_path / "map.svg").write_text(svg, encoding="utf-8")
    with drawing(tmp_path / "map.svg", tmp_path / "beside.png"):
        pass
    monkeypatch.setattr(raster.sys, "executable", "false")
    with drawing(tmp_path / "map.svg", tmp_path / "here.png"):
        pass
    assert (tmp_path / "beside.png").read_bytes() == png(svg)
    assert (tmp_path / "here.png").read_bytes() == png(svg)


def test_a_zone_without_a_geometry_is_counted_not_drawn(inputs):
    """It is in the legend's count; the others are drawn; with none at all there is still a page."""
    zones, coverage = inputs
    frame = zones["circonscription"].copy()
    frame.loc["A", "geometry"] = None
    root = drawn((zones | {"circonscription": frame}, coverage))
    assert zone_fills(root) == {"Est": MIDDLE}
    assert words(root).count("1 circonscription") == 2
    frame["geometry"] = gpd.GeoSeries([None, None], index=frame.index, crs=4326)
    assert zone_fills(drawn((zones | {"circonscription": frame}, coverage))) == {}


def test_the_outline_of_the_departement_is_drawn_over(inputs, toy_communes):
    """With the départements at hand, one thicker line is the square of toyland."""
    zones, coverage = inputs
    whole = gpd.GeoDataFrame(
        {"zone_name": ["Carré"], "estimated": [False]},
        geometry=[toy_communes.union_all()],
        index=pd.Index(["95"], name="zone_code"),
        crs=4326,
    )
    root = drawn((zones | {"departement": whole}, coverage))
    drawn_lines = [
        (shape.get("stroke"), shape.get("stroke-width")) for shape in root.iter(f"{SVG}path")
    ]
    assert drawn_lines.count((palette.OUTLINE, "0.8")) == 1
    lines = [shape for shape in root.iter(f"{SVG}path") if shape.get("stroke-width") == "1.6"]
    numbers = [
        float(step) for step in lines[0].get("d").replace("M", " ").replace("l", " ").split()
    ]
    steps = np.array(numbers).reshape(-1, 2)[1:]
    assert len(lines) == 1
    assert np.abs(steps).sum() == pytest.approx(4 * 720, rel=0.01)  # a square of the height given


def meshes(*networks):
    """Make networks of toyland, each of ((x, y), (x, y)) links in km of the grid; None for none."""
    geometries = [
        None if network is None else shapely.MultiLineString([1000 * np.array(e) for e in network])
        for network in networks
    ]
    lines = gpd.GeoSeries(geometries, crs=2154).translate(*ORIGIN)
    return gpd.GeoDataFrame(geometry=lines).to_crs(4326)


def strokes(root, width):
    """Give the colour and the corners of every line of a thickness, a row a corner."""
    lines = [line for line in root.iter(f"{SVG}path") if line.get("stroke-width") == width]
    told = []
    for line in lines:
        parts = [part.split("l") for part in line.get("d").split("M")[1:]]
        steps = [np.array([step.split() for step in part], dtype=float) for part in parts]
        told.append((line.get("stroke"), [part.cumsum(axis=0) for part in steps]))
    return told


STAR = (((0, 0), (1.5, 2)), ((3, 1), (1.5, 2)))
PAIR = (((0, 3), (1, 3)),)


def test_networks_are_lines_to_where_they_meet(inputs, toy_communes):
    """A side of 3 km is 720 units: a link of 1 km is 240, and a dot stands where links end."""
    zones, coverage = inputs
    around = toy_communes.dissolve("departement_code").rename_axis("zone_code")
    zones = zones | {"departement": around.assign(zone_name="Carré", estimated=False)}
    root = drawn((zones, coverage), links=meshes(STAR, None, PAIR))
    star, pair = (corners for _, corners in strokes(root, "1.8"))
    (left, bottom), top = star[0][0], pair[0][0][1]
    assert bottom - top == pytest.approx(720, abs=0.3)
    for found, told in zip([*star, *pair], [*STAR, *PAIR], strict=True):
        expected = [(left + 240 * x, bottom - 240 * y) for x, y in told]
        assert found == pytest.approx(np.array(expected), abs=0.3)
    discs = [dot for dot in root.iter(f"{SVG}circle") if dot.get("fill") == palette.NETWORK]
    dots = np.array([[float(dot.get(side)) for side in ("cx", "cy", "r")] for dot in discs])
    assert dots == pytest.approx(np.array([[*star[0][-1], 4], [*pair[0][-1], 4]]), abs=0.11)


def test_networks_stand_out_of_any_fill(inputs):
    """Every casing is under every line: white below, ink above, all over the zones, under names."""
    shown = map_svg(*inputs, facts=shared.facts(), links=meshes(STAR, PAIR))
    root = ET.fromstring(shown)  # noqa: S314 ours
    assert [colour for colour, _ in strokes(root, "4")] == [palette.PAPER] * 2
    assert [colour for colour, _ in strokes(root, "1.8")] == [palette.NETWORK] * 2
    places = [shown.index('stroke-width="0.8"'), shown.rindex('stroke-width="4"'),
              shown.index('stroke-width="1.8"'), shown.index("<circle"),
              shown.index('class="labels"')]  # fmt: skip
    assert places == sorted(places)


def test_a_name_over_a_line_is_kept_off_it(inputs):
    """With networks, each name wears the colour of its zone around it; without, it needs none."""

    def bare(root):
        labels = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "labels")
        return [name.text for name in labels.findall(f"{SVG}text") if not name.text.isdigit()]

    assert "Est" in bare(drawn(inputs))
    assert bare(drawn(inputs, links=meshes(STAR))) == []


def test_networks_are_told_under_the_picture(inputs):
    """A sentence says what the lines are, in the page's language; without lines, none is said."""
    said = " ".join(words(drawn(inputs, links=meshes(STAR))))
    assert "Traits : les écoles d’un réseau, reliées à leur collège ou à son milieu." in said
    english = " ".join(words(drawn(inputs, links=meshes(STAR), tr=language("en"))))
    assert "Lines: each school of a network" in english
    without = map_svg(*inputs, facts=shared.facts())
    assert "Traits" not in without
    assert '<g fill="none">\n</g>' not in without
    for nothing in (None, meshes(), meshes(None), meshes(())):
        assert map_svg(*inputs, facts=shared.facts(), links=nothing) == without


def test_a_level_that_isnt_there_is_said(inputs):
    """A missing level, or a coverage of other zones, is refused in one line."""
    zones, coverage = inputs
    with pytest.raises(InputError, match="level epci"):
        map_svg(zones, coverage, facts=shared.facts(), level="epci")
    other = coverage | {"circonscription": coverage["circonscription"].rename(index={"A": "Z"})}
    with pytest.raises(InputError, match="level circonscription"):
        map_svg(zones, other, facts=shared.facts())


def test_the_alternative_is_a_sentence_of_figures(inputs):
    """It says what, where, when, how much and between what; nothing to compare, no range."""
    said = alt_text(inputs[1]["circonscription"], facts=shared.facts(), tr=FRENCH).replace(
        "\u00a0", " "
    )
    assert said == (
        "Carte : Part des écoles qui ont un ENT, par circonscription, Carré, situation au 30 juin "
        "2023. 2 écoles sur 6 ont un ENT, soit 33,3 %. De 25,0 % (Ouest) à 50,0 % (Est) selon la "
        "zone."
    )
    same = inputs[1]["circonscription"].assign(coverage_share=0.5)
    assert "selon la zone" not in alt_text(same, facts=shared.facts(), tr=FRENCH)
    facts = dataclasses.replace(shared.facts(), headline="a\nb\x00")
    assert "a b\ufffd" in alt_text(same, facts=facts, tr=FRENCH)


def mosaic(seed, count):
    """Cut a square of 600 units into zones by chance, and name them by chance."""
    chance = random.Random(seed)  # noqa: S311 a test's own
    points = shapely.MultiPoint(
        [(chance.uniform(0, 600), chance.uniform(0, 600)) for _ in range(count)]
    )
    square = shapely.box(0, 0, 600, 600)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=square)
    shapes = np.array([cell & square for cell in cells.geoms], dtype=object)
    names = [" ".join(chance.choices(["Saint-Malo", "Ay", "Bain-de-Bretagne", "sur", "Rennes"],
                                     k=chance.randint(1, 4))) for _ in shapes]  # fmt: skip
    return shapes, names


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_names_and_numbers_never_overlap(seed, count):
    """In any mosaic each zone has its name inside it or a number; nothing touches or runs out."""
    shapes, names = mosaic(seed, count)
    box = Box(0, 0, 600, 600)
    placed = place(shapes, names, ["46,9 %"] * len(shapes), box)
    for label in placed.labels:
        lines = shapely.union_all([shapely.box(*rect) for rect in rectangles(label)])
        assert shapes[label.zone].buffer(0.5).contains(lines)
    rects = [rect for label in placed.labels for rect in rectangles(label)]
    discs = [disc(mark) for mark in placed.marks]
    for at, rect in enumerate(discs):
        assert not any(rect.meets(other) for other in [*rects, *discs[:at]])
        assert min(rect.left, rect.top) >= -3  # a disc inside its zone may stand out a little
        assert max(rect.right, rect.bottom) <= 603
    assert sorted(mark.number for mark in placed.marks) == list(range(1, len(placed.marks) + 1))
    told = [label.zone for label in placed.labels] + [mark.zone for mark in placed.marks]
    assert sorted(told) == list(range(len(shapes)))


def test_a_tiny_zone_has_its_number_beside():
    """Too small for a disc: the number stands outside, and a line leads to the zone."""
    tiny = shapely.box(300, 300, 306, 306)
    around = shapely.box(100, 100, 500, 500) - tiny
    placed = place(np.array([around, tiny], dtype=object), ["Autour", "Petite"], ["1", "2"],
                   Box(0, 0, 600, 600))  # fmt: skip
    (mark,) = placed.marks
    assert mark.zone == 1
    assert tiny.contains(shapely.Point(mark.foot))
    assert not tiny.intersects(shapely.box(*disc(mark)))
    rects = [rect for label in placed.labels for rect in rectangles(label)]
    assert not any(step.meets(rect) for step in leader(mark) for rect in rects)


def test_a_name_goes_round_a_hole():
    """A ring has room for its name only beside its hole, and that's where it goes."""
    ring = shapely.box(0, 0, 200, 200) - shapely.box(60, 40, 140, 160)
    placed = place(np.array([ring], dtype=object), ["Redon"], ["1"], Box(0, 0, 200, 200))
    (label,) = placed.labels
    assert all(ring.contains(shapely.box(*rect)) for rect in rectangles(label))


def test_paths_are_the_shapes():
    """A path's steps add up to the ring; a border shared by two zones is drawn once."""
    assert path(shapely.box(0, 0, 10, 5)) == "M10 0l0 5l-10 0l0 -5Z"
    assert path(shapely.LineString([(0.04, 0), (0.01, 0), (2.26, -1)])) == "M0 0l2.3 -1"
    halves = np.array([shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 2), None], dtype=object)
    assert shapely.length(borders(halves)) == 8 + 2


def test_patterns_stay_inside_and_go_on():
    """Lines and dots are within the zone; two halves have together what the whole has."""
    whole, left, right = (
        shapely.box(*at) for at in ((0, 0, 60, 30), (0, 0, 31, 30), (31, 0, 60, 30))
    )
    assert hatch(whole).count("M") >= 14
    assert dots(left).count("M") + dots(right).count("M") == dots(whole).count("M")
    first = {"M3.5 3.5h0", "M7.0 7.0h0"}
    assert first <= {f"M{part}" for part in dots(whole).split("M")[1:]}


def test_words_break_where_they_may():
    """At a space, after a hyphen, or inside a word without either; the last line is cut."""
    style = Style(12)
    assert wrapped("Saint-Jacques-de-la-Lande", 120, style) == ["Saint-Jacques-de-", "la-Lande"]
    assert wrapped("Rue de Saint-Malo", 85, style) == ["Rue de", "Saint-Malo"]
    assert "".join(wrapped("x" * 40, 60, style, most_lines=9)) == "x" * 40
    assert wrapped("un deux trois quatre", 70, style, most_lines=2)[-1].endswith("…")
    assert wrapped("", 70, style) == []
