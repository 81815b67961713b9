"""The page as bytes: complete, escaped, self-contained, the same each time."""

import gzip
import html.parser
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import folium
import pandas as pd
import pytest
import shapely

from geo_ent.errors import InputError
from geo_ent.maps.page import coverage_map
from geo_ent.maps.payload import as_json, totals

HERE = Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("browser", HERE / "browser.py")
shared = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shared)

VOID = {"meta", "link", "br", "input", "img", "hr"}


class Outline(html.parser.HTMLParser):
    """Reads a page strictly: every tag closed in its turn; keeps elements, texts and data."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.text, self.held = [], [], "", {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note an element and what it is in."""
        self.seen.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the innermost element, which must be this one."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep what is read, and what scripts hold."""
        if self.open and self.open[-1] == "script":
            self.held[self.seen[-1][1].get("id", f"script {len(self.held)}")] = data
        elif self.open and self.open[-1] != "style":
            self.text += data

    def all(self, tag):
        """Give the attributes of every element of a kind."""
        return [attrs for found, attrs, _ in self.seen if found == tag]


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's page: six schools, nine communes, two circonscriptions."""
    return shared.page_inputs(toy_communes, toy_schools)


@pytest.fixture
def page(inputs):
    """Toyland's page as text."""
    return coverage_map(*inputs, facts=shared.facts()).html()


def test_the_page_is_whole_and_well_formed(page):
    """Every slot is filled, every tag closed, nothing is after the body, ids are unique."""
    found = Outline(page)
    assert found.open == []
    assert "@@" not in page
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert page.rstrip().endswith("</body>\n</html>")
    assert all("body" in parents for tag, _, parents in found.seen if tag == "script")
    ids = [attrs["id"] for _, attrs, _ in found.seen if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert "<title>Les écoles et l’ENT dans le Carré – 30 juin 2023</title>" in page


def test_the_page_asks_nobody_for_anything(page):
    """No script, style, image or frame comes from elsewhere; addresses are only words or links."""
    found = Outline(page)
    assert not found.all("link")
    assert not [attrs for attrs in found.all("script") if "src" in attrs]
    assert not found.all("img")
    addresses = re.findall(r"url\(\s*['\"]?([^'\")\s]+)", page)
    assert [at for at in addresses if not at.startswith(("data:", "#"))] == []
    assert "@import" not in page
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_no_handler_and_no_eval_of_ours(page):
    """No element has an inline handler: a strict policy holds."""
    handlers = [name for _, attrs, _ in Outline(page).seen for name in attrs if name[:2] == "on"]
    assert handlers == []
    assert not re.search(r"\beval\(|new Function", page)


def test_hostile_text_is_text(inputs):
    """Template code, tags and scripts in every field come out as those very characters."""
    *frames, facts = shared.hostile(inputs)
    page = coverage_map(*frames, facts=facts).html()
    found = Outline(page)
    text = " ".join(shared.HOSTILE)
    data = json.loads(found.held["geo-ent-data"])
    assert found.open == []
    assert data["schools"]["name"] == [text] * 6
    assert data["territory"] == text
    assert data["levels"][0]["name"] == [text] * 2
    assert found.text.count(text) >= 8
    assert not found.all("img")
    assert not [a for a in found.all("a") if a["href"].startswith("javascript:")]
    assert "49" not in found.text.replace(text, "")


def test_hostile_text_survives_another_template():
    """What a template engine would run is escaped in the data, whoever renders it again."""
    written = as_json(
        {"name": "{{{7*7}}} {% x %} {# x #} <b> & \u2028", "empty": {}, "in": {"a": {}}}
    )
    assert not re.search(r"\{[{%#]|[<>&\u2028]", written)
    assert json.loads(written)["name"] == "{{{7*7}}} {% x %} {# x #} <b> & \u2028"


def test_the_table_is_there_without_a_script(page):
    """The first level's figures are real HTML, with caption, scopes, sum and French numbers."""
    found = Outline(page)
    assert len(found.all("table")) == len(found.all("caption")) == 1
    assert {attrs["scope"] for attrs in found.all("th")} == {"col", "row"}
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    told = {row[0]: row[1:5] for row in cells[1:]}
    assert [row[0] for row in cells[1:]] == ["Est", "Ouest", "Ensemble"]
    assert told["Ouest"] == ["4", "1", "25,0\u00a0%", "25,0\u00a0%"]
    assert told["Est"] == ["2", "1", "50,0\u00a0%", "100,0\u00a0%"]
    assert told["Ensemble"] == ["6", "2", "33,3\u00a0%", "50,0\u00a0%"]


def test_estimated_and_simulated_are_said(inputs):
    """Estimated contours are always said; simulated data in banner, caption and data."""
    simulated = "Les écoles sont simulées."
    page = coverage_map(*inputs, facts=shared.facts(simulated=simulated)).html()
    found = Outline(page)
    assert "Contours de circonscriptions estimés à partir des communes et des écoles" in found.text
    assert "Contours de communes estimés" not in found.text
    caption = re.search(r"<caption>(.*?)</caption>", page, re.DOTALL)[1]
    assert simulated in caption
    assert page.index('class="simulated"') < page.index("<h1>")
    assert json.loads(found.held["geo-ent-data"])["simulated"] == simulated


def test_sources_are_named_with_date_and_licence(inputs):
    """A source shows its producer, vintage and licence; its address is a link when it is one."""
    source = shared.Source(
        "Annuaire", "Ministère", "LO 2.0", "juin 2023", "https://example.org/?a=1&b"
    )
    page = coverage_map(*inputs, facts=shared.facts(sources=(source,))).html()
    assert "Annuaire</a>, Ministère, juin 2023 – LO 2.0" in page
    assert 'href="https://example.org/?a=1&amp;b"' in page


def test_what_a_source_does_not_say_leaves_no_hole(inputs):
    """A source without vintage or licence is named without stray punctuation."""
    source = shared.Source("Registre", "la DANE", "", "")
    page = coverage_map(*inputs, facts=shared.facts(sources=(source,))).html()
    assert "<li>Registre, la DANE</li>" in page


def test_a_school_without_a_position_is_counted(inputs):
    """It is in the totals and in its zone, without a dot."""
    schools, zones, coverage = inputs
    schools.loc["9500001A", "geometry"] = shapely.Point()
    schools.loc["9500002B", "geometry"] = None
    page = coverage_map(schools, zones, coverage, facts=shared.facts()).html()
    data = json.loads(Outline(page).held["geo-ent-data"])
    assert data["schools"]["lat"][:2] == [None, None]
    assert data["schools"]["lat"][2] is not None
    assert data["total"]["schools_n"] == 6
    assert data["schools"]["zone"]["commune"][0] == 0


def test_a_school_outside_every_zone_is_counted(inputs):
    """An unknown or missing zone code names no zone; the school is still in the totals."""
    schools, zones, coverage = inputs
    schools["commune_code"] = ["95999", None, "", *schools["commune_code"][3:]]
    page = coverage_map(schools, zones, coverage, facts=shared.facts()).html()
    data = json.loads(Outline(page).held["geo-ent-data"])
    assert data["schools"]["zone"]["commune"][:3] == [-1, -1, -1]
    assert data["total"]["schools_n"] == 6


def test_totals_count_every_status(inputs):
    """Six schools: two with an ENT, one of each other status; 2/6, at most 3/6."""
    found = totals(inputs[0])
    counts = [found[f"{name}_n"] for name in ("covered", "class", "planned", "none", "unknown")]
    assert counts == [2, 1, 1, 1, 1]
    assert found["coverage_share"] == pytest.approx(2 / 6)
    assert found["coverage_share_max"] == pytest.approx(3 / 6)


def test_no_school_at_all_makes_a_page(inputs):
    """An empty list of schools gives a page whose shares are missing, not zero."""
    schools, zones, _ = inputs
    none = {level: shared.coverage_of(schools.iloc[:0], level, zones[level]) for level in zones}
    page = coverage_map(schools.iloc[:0], zones, none, facts=shared.facts()).html()
    data = json.loads(Outline(page).held["geo-ent-data"])
    assert data["total"]["coverage_share"] is None
    assert data["levels"][0]["coverage_share"] == [None, None]
    assert "<td>–</td>" in page


def test_zones_and_coverage_must_name_the_same_zones(inputs):
    """A zone without figures is a fault, not a zone without schools."""
    schools, zones, coverage = inputs
    coverage["commune"] = coverage["commune"].drop(index="95002")
    with pytest.raises(InputError, match=r"commune: .* 95002"):
        coverage_map(schools, zones, coverage, facts=shared.facts())


def test_a_missing_level_is_named(inputs):
    """Asking for a level that isn't there says which."""
    with pytest.raises(InputError, match="epci"):
        coverage_map(*inputs, facts=shared.facts(), levels=("commune", "epci"))


def test_order_of_rows_does_not_matter(inputs, page):
    """Schools and coverage in another order make the same page."""
    schools, zones, coverage = inputs
    mixed = {level: frame.iloc[::-1] for level, frame in coverage.items()}
    assert coverage_map(schools.iloc[::-1], zones, mixed, facts=shared.facts()).html() == page


MAKE = """
import importlib.util, pathlib, sys
def load(name):
    spec = importlib.util.spec_from_file_location(name, pathlib.Path(sys.argv[1]) / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
toy, shared = load("conftest"), load("browser")
rows = [(f"950000{n}A", n % 3 + 0.5, n // 3 + 0.5, f"9500{n + 1}", "A") for n in range(6)]
inputs = shared.page_inputs(toy.make_communes(), toy.make_schools(rows))
from geo_ent.maps.page import coverage_map
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.write(coverage_map(*inputs, facts=shared.facts()).html())
"""


def test_same_inputs_same_bytes_in_two_processes():
    """No clock, no random id, no hash order gets into the page."""
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKE, str(HERE)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=HERE.parent,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(made[0]) > 100_000


def test_rendering_twice_gives_the_same_page(inputs):
    """A notebook shows the map and then saves it: the same page."""
    found = coverage_map(*inputs, facts=shared.facts())
    assert found.html() == found.html()


def test_a_notebook_shows_the_page_in_a_frame(inputs, page):
    """The notebook's HTML holds the very page in a frame's srcdoc."""
    shown = coverage_map(*inputs, facts=shared.facts())._repr_html_()
    held = re.search(r'srcdoc="(.*?)"', shown, re.DOTALL)[1]
    assert html.unescape(held) == page


def test_folium_layers_can_be_added(inputs):
    """A marker and a layer control are in the page; its own policy then steps back for them."""
    found = coverage_map(*inputs, facts=shared.facts())
    group = folium.FeatureGroup(name="Mes repères").add_to(found)
    folium.Marker([46.5, 3.0], popup="Ici").add_to(group)
    folium.LayerControl().add_to(found)
    page = found.html()
    assert Outline(page).open == []
    assert "L.marker(" in page
    assert "Mes rep" in page
    assert "Content-Security-Policy" not in page


def test_folium_keeps_its_own_defaults(inputs):
    """Our map's empty lists of scripts aren't Folium's."""
    coverage_map(*inputs, facts=shared.facts()).add_js_link("x", "https://example.org/x.js")
    assert len(folium.Map.default_js) > 1
    assert coverage_map(*inputs, facts=shared.facts()).default_js == []


def test_the_page_is_light(page):
    """All but the data is under 90 kB gzipped: Leaflet, style and script."""
    assert len(gzip.compress(page.encode())) < 90_000


def test_frames_are_left_as_they_were(inputs):
    """Making a page changes none of its inputs."""
    schools, zones, coverage = inputs
    before = schools.copy(), coverage["commune"].copy(), zones["commune"].copy()
    coverage_map(*inputs, facts=shared.facts()).html()
    for frame, kept in zip((schools, coverage["commune"], zones["commune"]), before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(kept))
