"""Names on the live map: whole, apart, readable, and never read twice."""

import datetime as dt
import json
import re

import browser as shared
import pytest
from acceptance import eventually, quiet, settled
from accessibility import Axe
from toyland import make_communes

from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.palette import contrast
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project

pytestmark = pytest.mark.browser

NAMES = ".leaflet-names-pane g"

WRITTEN = """() => {
  const frame = document.querySelector("#map_geo_ent").getBoundingClientRect();
  const box = (node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top];
  };
  return Array.from(document.querySelectorAll(".leaflet-names-pane g"), (group) => ({
    lines: Array.from(group.children, (line) => line.textContent),
    sizes: Array.from(group.children, (line) => Number(line.getAttribute("font-size"))),
    ink: group.getAttribute("fill"),
    ground: group.getAttribute("stroke"),
    boxes: Array.from(group.children, box),
  }));
}"""

COVERS = """() => {
  const frame = document.querySelector("#map_geo_ent").getBoundingClientRect();
  const over = "#geo-ent-map-name, #geo-ent-legend, .leaflet-control, .names-key:not(.under)";
  return Array.from(document.querySelectorAll(over), (node) => node.getBoundingClientRect())
    .filter(({ width }) => width > 0)
    .map(({ left, top, right, bottom }) =>
      [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top]);
}"""


def named(page):
    """Give the names on the map, once they are there."""
    assert eventually(page, f"document.querySelector('{NAMES}')")
    return page.evaluate(WRITTEN)


def meet(one, other):
    """Say whether two boxes share more than a pixel."""
    return (
        one[0] + 1 < other[2]
        and other[0] + 1 < one[2]
        and one[1] + 1 < other[3]
        and other[1] + 1 < one[3]
    )


def plain(text):
    """Read a text with plain spaces."""
    return re.sub(r"\s", " ", text)


@pytest.fixture(scope="module")
def land_text():
    """A land of nine communes and two circonscriptions, with values of every kind."""
    schools, zones, coverage, series = shared.land(make_communes(), schools_n=60)
    return coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()


@pytest.fixture(scope="module")
def real_text(shared_file, tmp_path_factory):
    """The page of Ille-et-Vilaine."""
    project = Project(
        departements=("35",),
        schools=shared_file("annuaire-035-2023-06.csv"),
        register=shared_file("registre-ent-035-simule.xlsx"),
        out=tmp_path_factory.mktemp("names") / "35",
        date=dt.date(2023, 6, 30),
        quick=True,
    )
    build(project)
    return (project.out / "index.html").read_text(encoding="utf-8")


def test_zones_are_named_with_their_value(toy):
    """Each circonscription has its name, and under it the value of the shown indicator.

    Communes as large as toyland's are named too, without a value.
    """
    lines = [[plain(line) for line in name["lines"]] for name in named(toy.page)]
    assert sorted(line for line in lines if len(line) > 1) == [
        ["Est", "50,0 %"],
        ["Ouest", "25,0 %"],
    ]
    assert {line[0][:6] for line in lines if len(line) == 1} == {"Carré "}
    assert quiet(toy) == []


@pytest.mark.parametrize("size", [(1200, 900), (390, 844)])
def test_names_are_apart_and_uncovered(land_text, show, size):
    """No two names meet, none is under the legend or a button, no letter under 12 pixels."""
    page = show(land_text, address="#niveau=commune", width=size[0], height=size[1]).page
    names = named(page)
    boxes = [(rank, box) for rank, name in enumerate(names) for box in name["boxes"]]
    assert [(a, b) for i, a in boxes for j, b in boxes if i < j and meet(a, b)] == []
    assert [(a, b) for _, a in boxes for b in page.evaluate(COVERS) if meet(a, b)] == []
    assert min(size for name in names for size in name["sizes"]) >= 12


@pytest.mark.parametrize("classes", ["", "&classes=around", "&par-rapport=2021-09-01"])
@pytest.mark.parametrize("level", ["commune", "epci"])
def test_names_are_read_on_every_fill(land_text, show, level, classes):
    """Ink and halo are 4.5:1 at least, on colours and on patterns, at each date."""
    page = show(land_text, address=f"#niveau={level}{classes}").page
    for date in ("2021-09-01", "2022-09-01", "2023-06-30"):
        page.evaluate(f"void (location.hash = '#niveau={level}&date={date}{classes}')")
        page.wait_for_timeout(50)
        pairs = {(name["ink"], name["ground"]) for name in named(page)}
        assert pairs
        assert min(contrast(wide(ink), wide(ground)) for ink, ground in pairs) >= 4.5


def wide(colour):
    """Write a short colour in full."""
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def test_a_switch_changes_values_at_once(land_text, show):
    """Another date or indicator is what the names say in the next picture of the screen."""
    page = show(land_text).page
    named(page)
    read = """(hash) => new Promise((done) => {
      location.hash = hash;
      addEventListener("hashchange", () => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(Array.from(document.querySelectorAll(".leaflet-names-pane g"), (group) =>
          [group.firstChild.textContent, group.lastChild.textContent])
          .filter(([name, value]) => name !== value)))), { once: true });
    })"""
    table = """() => Array.from(document.querySelectorAll("#geo-ent-figures tbody tr"), (row) =>
      [row.querySelector("th").innerText, row.innerText])"""
    for hashed in ("#date=2021-09-01", "#date=2022-09-01"):
        told = {name: plain(value) for name, value in page.evaluate(read, hashed)}
        settled(page)
        rows = {name: plain(row) for name, row in page.evaluate(table)}
        assert told
        assert all(value in rows[name] for name, value in told.items())


def test_communes_are_named_as_one_comes_near(real_text, show):
    """At overview there's no room for those of a real département; nearer they are there."""
    page = show(real_text).page
    assert [name["lines"] for name in named(page) if len(name["lines"]) == 1] == []
    page.evaluate("void map_geo_ent.setView([47.8, -2.0], 11, {animate: false})")
    assert eventually(page, f"document.querySelectorAll('{NAMES}').length > 10")
    names = page.evaluate(WRITTEN)
    assert {"Pipriac", "Lieuron"} <= {name["lines"][0] for name in names}
    boxes = [(rank, box) for rank, name in enumerate(names) for box in name["boxes"]]
    assert [(a, b) for i, a in boxes for j, b in boxes if i < j and meet(a, b)] == []


def test_names_are_off_for_who_wants_none(land_text, show):
    """The box takes them away and back; the address keeps it."""
    found = show(land_text)
    page = found.page
    named(page)
    page.locator("#geo-ent-settings-button").click()
    page.get_by_label("Noms sur la carte").uncheck()
    assert eventually(page, f"!document.querySelector('{NAMES}')")
    assert "noms=non" in page.evaluate("location.hash")
    page.get_by_label("Noms sur la carte").check()
    assert named(page)
    assert "noms" not in page.evaluate("location.hash")
    page = show(land_text, address="#noms=non").page
    page.wait_for_timeout(400)
    assert page.locator(NAMES).count() == 0
    assert quiet(found) == []


def test_names_are_not_read_twice(land_text, show):
    """The accessibility tree has no name of the map; axe finds no fault."""
    page = show(land_text, bypass_csp=True).page
    named(page)
    tree = page.locator(".map-frame").aria_snapshot()
    assert "Ouest" not in tree
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    assert Axe().run(page, options={"runOnly": rules}).response["violations"] == []


def test_a_hostile_name_is_text(toy_communes, toy_schools, show):
    """Whatever a zone is called, it is written, not run."""
    schools, zones, coverage = shared.page_inputs(toy_communes, toy_schools)
    name = "<b>{{7*7}}</b>"
    zones = {level: frame.assign(zone_name=name) for level, frame in zones.items()}
    coverage = {level: frame.assign(zone_name=name) for level, frame in coverage.items()}
    found = show(coverage_map(schools, zones, coverage, facts=shared.facts()).html())
    assert named(found.page)[0]["lines"][0] == name
    assert quiet(found) == []


@pytest.mark.parametrize("size", [(1200, 900), (1440, 900), (1600, 900), (390, 844)])
def test_every_zone_of_the_real_case_is_named_or_numbered(real_text, show, size):
    """All 19 circonscriptions have a name or a number, each number a line of the key."""
    page = show(real_text, width=size[0], height=size[1]).page
    names = named(page)
    numbers = page.locator(".leaflet-names-pane > svg > text").all_text_contents()
    rows = page.locator(".names-key li").all_inner_texts()
    assert len(names) + len(numbers) == 19
    assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))
    assert [int(row.split()[0]) for row in rows] == list(range(1, len(numbers) + 1))
    zones = json.loads(page.locator("#geo-ent-data").text_content())["levels"]
    known = next(level["name"] for level in zones if level["id"] == "circonscription")
    told = ["".join(plain(line) for line in name["lines"][:-1]) for name in names]
    listed = page.locator(".names-key li span:first-of-type").all_inner_texts()
    bare = sorted(name.replace(" ", "").replace("-", "") for name in known)
    assert sorted(name.replace(" ", "").replace("-", "") for name in [*told, *listed]) == bare
    covers = page.evaluate(COVERS)
    assert [
        box for name in names for box in name["boxes"] for over in covers if meet(box, over)
    ] == []


def test_numbers_are_not_all_that_one_sees(real_text, show):
    """At 200 % of a laptop the drawing is too small for nineteen discs: it has none."""
    page = show(real_text, width=600, height=450).page
    assert eventually(page, "document.querySelector('.leaflet-zones-pane path')")
    page.wait_for_timeout(800)  # names come once there is time
    assert page.locator(".leaflet-names-pane > svg > text").count() == 0


def test_compact_names_the_zones_that_have_room(real_text, show):
    """In the column of a site, where few zones have room and the key has none, those are named."""
    page = show(real_text, address="#vue=carte", width=645, height=484).page
    assert 1 <= len(named(page)) < 19
