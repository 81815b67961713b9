"""What the page does first: the map, before all that goes around it."""

import browser as shared
import pytest

from geo_ent.maps.page.coverage_map import coverage_map

pytestmark = pytest.mark.browser

NOTE = """
  window.asked = [];
  for (const name of ["NumberFormat", "DateTimeFormat", "Collator"]) {
    Intl[name] = new Proxy(Intl[name], {
      construct: (made, told) => { window.asked.push(name); return new made(...told); },
    });
  }
  new MutationObserver(function (_, observer) {
    if (!document.querySelector("path.leaflet-interactive")) return;
    observer.disconnect();
    window.first = {
      asked: [...window.asked],
      fills: document.querySelectorAll(".leaflet-zones-pane path").length,
      borders: document.querySelectorAll(".leaflet-borders-pane path").length,
      name: document.getElementById("geo-ent-map-name").textContent,
      legend: document.querySelectorAll("#geo-ent-legend .class-list li").length,
      top: document.getElementById("map_geo_ent").getBoundingClientRect().top,
      panel: document.getElementById("geo-ent-panel").children.length,
      canvas: document.querySelectorAll("canvas").length,
      ready: document.documentElement.classList.contains("ready"),
    };
  }).observe(document, { childList: true, subtree: true });
"""


@pytest.fixture
def show(chromium, toy_communes, toy_schools, tmp_path):
    """Open toyland's page and note what is there when its first zone is."""
    inputs = shared.page_inputs(toy_communes, toy_schools)
    at = tmp_path / "page.html"
    at.write_text(coverage_map(*inputs, facts=shared.facts()).html(), encoding="utf-8")
    contexts = []

    def opened(address="", *, width=1200, sooner=""):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        found = shared.Opened(context.new_page())
        found.page.add_init_script(NOTE + sooner)
        found.page.goto(at.as_uri() + address)
        found.page.wait_for_selector("html.ready", state="attached")
        return found

    yield opened
    for context in contexts:
        context.close()


def test_the_map_comes_before_what_goes_around_it(show):
    """Fills, borders, name and legend are painted first; panel, marks and the rest follow."""
    page = show().page
    first = page.evaluate("window.first")
    assert first["fills"] == 2
    assert first["borders"] == 1
    assert "circonscription" in first["name"]
    assert first["legend"] >= 4
    assert (first["panel"], first["canvas"], first["ready"]) == (0, 0, False)
    assert page.locator("#geo-ent-panel > *").count() > 0
    assert page.locator("canvas").count() == 1


def test_the_first_map_waits_for_no_dictionary_of_the_browser(show):
    """Intl takes a browser tens of milliseconds the first time: only what follows asks for it."""
    page = show().page
    assert page.evaluate("window.first.asked") == []
    assert "Collator" in page.evaluate("window.asked")


@pytest.mark.parametrize("width", [1200, 360])
def test_what_follows_does_not_move_the_map(show, width):
    """The map stays where it was first painted."""
    page = show(width=width).page
    top = page.evaluate("document.getElementById('map_geo_ent').getBoundingClientRect().top")
    assert page.evaluate("window.first.top") == pytest.approx(top, abs=1)


def test_a_view_that_the_address_tells_is_the_first_one_seen(show):
    """The whole territory isn't painted before the zone that a link names."""
    found = show("#niveau=commune&zone=95005")
    first = found.page.evaluate("window.first")
    assert first["ready"]
    assert "commune" in first["name"]
    assert first["panel"] > 0
    assert found.complaints == []


def test_a_choice_made_before_the_rest_is_there_is_kept(show):
    """A level chosen as soon as the map is there is the one drawn, told and tabled."""
    page = show(
        sooner="""
      new MutationObserver(function (_, observer) {
        const control = document.getElementById("geo-ent-level");
        if (!document.querySelector("path.leaflet-interactive") || !control) return;
        observer.disconnect();
        window.early = !document.documentElement.classList.contains("ready");
        control.value = "commune";
        control.dispatchEvent(new Event("change"));
      }).observe(document, { childList: true, subtree: true });
    """
    ).page
    assert page.evaluate("window.early")
    assert page.locator(".leaflet-zones-pane path").count() == 9
    assert page.locator("#geo-ent-zone option").count() == 10
    page.locator("tbody tr").nth(8).wait_for()
    assert page.locator("tbody tr").count() == 9
