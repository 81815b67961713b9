"""Schools on the map: from when they can be told apart, on request, and whichever is asked for."""

import browser as shared
import geopandas as gpd
import numpy as np
import pytest
from acceptance import eventually, quiet
from toyland import make_communes

from geo_ent.maps.page.coverage_map import coverage_map

pytestmark = pytest.mark.browser

CROWD = 900
"""Schools in nine square kilometres: a town denser than Paris."""

PAINTED = """() => {
  const canvas = document.querySelector(".leaflet-dots-pane canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, index) => index % 4 === 3 && value > 0);
}"""

OUTLINED = """() => document.querySelector(
  ".leaflet-borders-pane path[stroke-width='2']"
)?.getAttribute("d")"""


def crowded(schools_n):
    """Make the text of a page of a land whose schools stand anywhere."""
    schools, zones, coverage, series = shared.land(make_communes(), schools_n=schools_n)
    west, south, east, north = zones["commune"].total_bounds
    rng = np.random.default_rng(5)
    places = gpd.points_from_xy(
        rng.uniform(west, east, schools_n), rng.uniform(south, north, schools_n), crs=4326
    )
    schools = schools.set_geometry(places)
    return coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()


@pytest.fixture(scope="module")
def town():
    """A page of a dense town."""
    return crowded(CROWD)


def nearer(page, levels):
    """Zoom in by some levels, about the middle."""
    page.evaluate(f"void map_geo_ent.setZoom(map_geo_ent.getZoom() + {levels}, {{animate: false}})")


def legend_of_marks(page):
    """Say whether the marks are explained."""
    return page.locator(".marks-key").is_visible()


def test_marks_come_once_they_can_be_told_apart(town, show):
    """At overview the zones alone speak; nearer the schools are there, and so is their legend."""
    found = show(town)
    page = found.page
    assert not page.evaluate(PAINTED)
    assert not legend_of_marks(page)
    nearer(page, 3)
    assert page.evaluate(PAINTED)
    assert legend_of_marks(page)
    nearer(page, -3)
    assert not page.evaluate(PAINTED)
    assert not legend_of_marks(page)
    assert quiet(found) == []


def test_few_schools_are_there_from_the_first(show):
    """Nine schools hide nothing of the map: they needn't be asked for."""
    page = show(crowded(9)).page
    assert page.evaluate(PAINTED)
    assert legend_of_marks(page)


def test_a_filter_by_status_asks_for_schools(town, show):
    """Who looks for the schools in one situation sees where they are, and no others."""
    page = show(town, address="#filtre-status=planned").page
    assert eventually(page, PAINTED)
    assert legend_of_marks(page)
    page = show(town, address="#filtre-sector=public").page
    assert not page.evaluate(PAINTED)


def test_marks_are_always_there_for_who_wants_them(town, show):
    """The address tells it, and keeps it along with the rest of the view."""
    page = show(town, address="#points=toujours").page
    assert eventually(page, PAINTED)
    page.locator("#geo-ent-level").select_option("commune")
    assert "points=toujours" in page.evaluate("window.location.hash")
    page.evaluate("void (window.location.hash = '#niveau=epci')")
    assert eventually(page, f"!({PAINTED})()")


def test_a_school_that_is_not_painted_is_not_found_under_the_pointer(town, show):
    """At overview the tooltip is the zone's, wherever a school may be."""
    page = show(town).page
    for shift in (0, 7, 15):
        box = page.locator("#map_geo_ent").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2 + shift, box["y"] + box["height"] / 2 + shift)
        assert eventually(page, "document.querySelector('.tip strong')")
        assert page.locator(".tip strong").inner_text() in {"Ouest", "Est"}


def test_the_zone_pointed_at_is_outlined(toy):
    """The outline is the zone's own shape over the borders, and leaves with the pointer."""
    page = toy.page
    zones = page.locator(".leaflet-zones-pane path.leaflet-interactive")
    zones.nth(1).hover()
    assert page.evaluate(OUTLINED) == zones.nth(1).get_attribute("d")
    zones.nth(0).hover()
    assert page.evaluate(OUTLINED) == zones.nth(0).get_attribute("d")
    page.mouse.move(5, 5)
    assert page.evaluate(OUTLINED) is None
    assert quiet(toy) == []


def test_the_outline_does_not_outlive_what_it_was_drawn_for(toy):
    """A zoom draws other shapes, another level other zones: it follows, or goes."""
    page = toy.page
    zones = page.locator(".leaflet-zones-pane path.leaflet-interactive")
    zones.nth(1).hover()
    nearer(page, 1)
    shapes = [zones.nth(0).get_attribute("d"), zones.nth(1).get_attribute("d"), None]
    assert page.evaluate(OUTLINED) in shapes  # the browser may say that the pointer is over a zone
    zones.nth(1).hover()
    page.mouse.move(5, 5)
    zones.nth(1).hover()
    page.evaluate("void (window.location.hash = '#niveau=commune')")
    assert eventually(page, "document.querySelectorAll('.leaflet-zones-pane path').length > 2")
    drawn = zones.evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")
    assert page.evaluate(OUTLINED) in [None, *drawn]


def test_a_press_on_a_zone_goes_to_it(show, town):
    """The zone takes the map, where nothing covers it; the panel says which it is."""
    page = show(town, reduced_motion="reduce").page
    before = page.evaluate("map_geo_ent.getZoom()")
    page.evaluate("location.hash = '#niveau=commune'")
    zones = page.locator(".leaflet-zones-pane path.leaflet-interactive")
    assert eventually(page, "document.querySelectorAll('.leaflet-zones-pane path').length > 2")
    zones.nth(4).click()
    assert eventually(page, f"map_geo_ent.getZoom() > {before}")
    assert page.locator("#geo-ent-panel-name").inner_text() == "Carré 5"
    size = """() => {
      const zone = document.querySelector(".leaflet-chosen-pane path").getBoundingClientRect();
      const frame = document.querySelector("#map_geo_ent").getBoundingClientRect();
      const part = Math.max(zone.width / frame.width, zone.height / frame.height);
      return [part, zone.left >= frame.left, zone.right <= frame.right];
    }"""
    part, *within = page.evaluate(size)
    assert part > 0.3
    assert all(within)
