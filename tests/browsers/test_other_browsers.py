"""The page in Firefox and in WebKitGTK: what a visitor does first works there too."""

import csv

import page_measures
import pytest
import webdriver
from PIL import Image

SIZES = pytest.mark.parametrize(
    ("width", "height"), [(1200, 900), (390, 844)], ids=["desktop", "phone"]
)
ASIDE = "document.getElementById('geo-ent-panel').textContent"
FILLS = """Array.from(document.querySelectorAll(".leaflet-zones-pane path"),
  (path) => path.getAttribute("fill")).join()"""
MIDDLE = """
  for (const path of document.querySelectorAll(".leaflet-zones-pane path")) {
    const { left, top, width, height } = path.getBoundingClientRect();
    for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const [x, y] = [left + width * part, top + height / 2];
      if (document.elementFromPoint(x, y) === path) return [x, y];
    }
  }
"""
"""A place of the window where nothing but a zone is under the pointer."""

SCHOOL = "0809001Z"
CARD = "document.getElementById('geo-ent-card').textContent"
MARK = """
  const { schools } = JSON.parse(document.getElementById("geo-ent-data").textContent);
  const index = schools.uai.indexOf(arguments[0]);
  const { left, top } = map_geo_ent.getContainer().getBoundingClientRect();
  const place = [schools.lat, schools.lon].map((places) => places[index] / 1e5);
  const { x, y } = map_geo_ent.latLngToContainerPoint(place);
  return [left + x, top + y];
"""
"""Where a school is drawn in the window."""


def choose(page, control, value):
    """Choose a value of a control, as a reader's hand does: by a change of it."""
    page.script(
        """const control = document.getElementById(arguments[0]);
        control.value = arguments[1];
        control.dispatchEvent(new Event(control.type === "range" ? "input" : "change"));""",
        control,
        value,
    )


def offered(page, control):
    """List the values that a control offers."""
    return page.script(
        "return Array.from(document.getElementById(arguments[0]).options, (one) => one.value)",
        control,
    )


def follows(page, look, before):
    """Wait until something on the page is no longer as before."""
    assert page.eventually(f"return ({look}) !== arguments[0]", before)
    return page.script(f"return {look}")


@SIZES
def test_the_first_screen_has_the_whole_map(opened, width, height):
    """Title, headline, search, the whole territory and the legend are seen without scrolling."""
    page = opened(width=width, height=height)
    assert page.eventually("return document.fonts.status === 'loaded'")
    seen = page.script(f"return ({page_measures.FIRST_SCREEN})()")
    assert (seen["territory"], seen["legend"], seen["covers"]) == (1, 1, [])
    assert page_measures.drawing_is_large(seen), seen
    assert seen["sideways"] <= 0
    for part in page_measures.HEAD:
        assert page.script(f"return ({page_measures.IN_SIGHT})(arguments[0])", part), part


@SIZES
def test_a_click_on_a_zone_tells_of_it(opened, width, height):
    """A zone clicked on the map, by a real pointer, is the one that is told of."""
    page = opened(width=width, height=height)
    before = page.script(f"return {ASIDE}")
    page.tap(*page.script(MIDDLE))
    follows(page, ASIDE, before)
    assert page.eventually("return location.hash.includes('zone=')")


@SIZES
def test_a_switch_repaints_the_map(opened, width, height):
    """Each indicator and each level draws fills of its own, or of as many zones."""
    page = opened(width=width, height=height)
    seen = page.script(f"return {FILLS}")
    for control in ("geo-ent-level", "geo-ent-indicator"):
        choose(page, control, offered(page, control)[1])
        seen = follows(page, FILLS, seen)


def test_both_files_are_saved(opened):
    """The table is a CSV of as many rows as there are zones, the picture a PNG that has colours."""
    page = opened()
    page.script("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    zones = page.script("return document.querySelectorAll('#geo-ent-figures tbody tr').length")
    for ending in ("CSV", "PNG"):
        press(page, ending)
    table = page.downloaded(".csv")
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) >= zones > 1
    with Image.open(page.downloaded(".png")) as picture:
        assert min(picture.size) > 500
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24)) > 20


def press(page, word):
    """Press the button that says a word."""
    page.script(
        """const button = Array.from(document.querySelectorAll("button"))
          .find((one) => one.textContent.includes(arguments[0]) && one.checkVisibility());
        button.id ||= `press-${arguments[0]}`;
        button.scrollIntoView({ block: "center" });""",
        word,
    )
    page.click(f"#press-{word}")


def test_a_commune_typed_is_found(opened):
    """A commune typed into the search, then Enter: the page answers, and the map goes there."""
    page = opened()
    before = page.script(f"return {ASIDE}")
    page.type("#geo-ent-find", "Abbeville" + webdriver.ENTER)
    assert "Abbeville" in follows(page, ASIDE, before)
    assert "Abbeville" in page.script(f"return {CARD}")


@SIZES
def test_a_school_has_its_card_by_search_and_by_a_press(opened, width, height):
    """Its number and Enter open its card; closed, one press on its mark opens it again."""
    page = opened(width=width, height=height)
    page.type("#geo-ent-find", SCHOOL + webdriver.ENTER)
    assert page.eventually(f"return {CARD}.includes(arguments[0])", SCHOOL)
    assert page.eventually("return location.hash.includes(arguments[0])", SCHOOL)
    page.click(".card-close")
    assert page.eventually(f"return {CARD} === ''")
    page.tap(*page.script(MARK, SCHOOL))
    assert page.eventually(f"return {CARD}.includes(arguments[0])", SCHOOL)
