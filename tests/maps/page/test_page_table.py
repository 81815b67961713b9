"""The table of many zones: the rate beside the name, fifty rows at first, all when asked."""

import csv
import io
import re

import acceptance
import browser
import pytest
from acceptance import plain, quiet, settled
from accessibility import Axe
from toyland import make_communes

from geo_ent.maps.page.coverage_map import coverage_map

pytestmark = pytest.mark.browser

COMMUNES_N = 72
ROWS = "#geo-ent-figures tbody tr"
BOX = """(node) => {
  const { left, right } = node.getBoundingClientRect();
  return [left, right];
}"""


@pytest.fixture(scope="module")
def many():
    """The page of 72 communes and 150 schools, whose first level is the commune."""
    schools, zones, coverage, series = browser.land(make_communes(8, 9), schools_n=150)
    levels = ["commune", "epci", "circonscription"]
    return coverage_map(
        schools, zones, coverage, facts=browser.facts(), levels=levels, series=series
    ).html()


def by_commune(found):
    """Give the page once its table is there."""
    settled(found.page)
    return found.page


def more(page):
    """Give the button that shows the other rows."""
    return page.locator(".more-rows")


def names(page):
    """Read the names in the rows."""
    return page.locator(f"{ROWS} th").all_inner_texts()


def test_fifty_rows_come_first_and_the_rest_on_demand(many, show):
    """The button says how many others, shows them and gives them the focus; nothing jumps."""
    found = show(many)
    page = by_commune(found)
    assert page.locator(ROWS).count() == 50
    assert plain(more(page).inner_text()) == f"Afficher les {COMMUNES_N - 50} autres communes"
    last = page.locator("#geo-ent-figures tfoot tr").inner_text()
    assert plain(last).startswith("Ensemble")
    more(page).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    more(page).press("Enter")
    assert page.locator(ROWS).count() == COMMUNES_N
    assert not more(page).is_visible()
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.activeElement.textContent") == names(page)[50]
    assert page.locator("#geo-ent-figures tfoot tr").inner_text() == last
    # another date keeps what was asked for, another level begins anew
    browser.choose_date(page, 0)
    settled(page)
    assert page.locator(ROWS).count() == COMMUNES_N
    for level, rows in (("epci", 9), ("commune", COMMUNES_N)):
        page.locator("#geo-ent-level").select_option(level)
        settled(page)
        assert page.locator(ROWS).count() == rows
    assert quiet(found) == []


def test_all_zones_are_sorted_not_the_fifty_shown(many, show):
    """Sorted by a figure, the first rows are the extremes of all communes; the focus stays."""
    page = by_commune(show(many))
    page.locator("#geo-ent-figures [data-column=schools_n]").press("Enter")
    shown = [int(text) for text in page.locator(f"{ROWS} td:nth-child(4)").all_inner_texts()]
    assert len(shown) == 50
    assert page.evaluate("document.activeElement.textContent") == "Écoles"
    more(page).click()
    whole = [int(text) for text in page.locator(f"{ROWS} td:nth-child(4)").all_inner_texts()]
    assert whole == sorted(whole, reverse=True)
    assert shown == whole[:50]
    assert sum(whole) > sum(shown)


def test_the_file_has_every_row(many, show):
    """Saved while fifty are shown, the table is whole."""
    page = by_commune(show(many, accept_downloads=True))
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 1 + COMMUNES_N
    assert page.locator(ROWS).count() == 50


def test_paper_and_no_script_have_every_row(many, show, chromium, tmp_path):
    """Printed, all rows are there, and fifty again afterwards; without a script, all of them."""
    page = by_commune(show(many))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(ROWS).count() == COMMUNES_N
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(ROWS).count() == 50
    assert more(page).is_visible()
    at = tmp_path / "page.html"
    at.write_text(many, encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(at.as_uri())
    assert bare.locator(ROWS).count() == COMMUNES_N
    heads = bare.locator("#geo-ent-figures thead th").all_inner_texts()
    assert heads[:4] == ["Commune", "Part avec un ENT", "Avec un ENT", "Écoles"]
    context.close()


def test_a_few_rows_over_fifty_need_no_button(show):
    """Sixty communes are all shown: as few others aren't worth a press."""
    schools, zones, coverage, _ = browser.land(make_communes(6, 10), schools_n=40)
    text = coverage_map(schools, zones, coverage, facts=browser.facts(), levels=["commune"]).html()
    page = by_commune(show(text))
    assert page.locator(ROWS).count() == 60
    assert not more(page).is_visible()


@pytest.mark.parametrize("width", [320, 390, 800, 1200])
def test_the_rate_is_the_first_figure_in_sight(many, show, width):
    """Beside the name, whole in the window, without going sideways; the name stays if one does."""
    page = by_commune(show(many, width=width, height=844))
    region = page.locator("#geo-ent-figures")
    left, right = region.evaluate(BOX)
    for row in ("thead", "tbody", "tfoot"):
        first = page.locator(f"#geo-ent-figures {row} tr").first
        name, rate = (first.locator("th, td").nth(at).evaluate(BOX) for at in (0, 1))
        assert left <= name[0] < name[1] <= rate[0] + 1
        assert rate[1] <= right + 1, row
    assert re.fullmatch(r"\d+,\d %\*?|–", plain(page.locator(f"{ROWS} td").first.inner_text()))
    region.evaluate("node => { node.scrollLeft = 1000 }")
    moved = region.evaluate("node => node.scrollLeft")
    assert (moved > 0) == (width < 1200)
    for row in ("thead", "tbody", "tfoot"):
        name = page.locator(f"#geo-ent-figures {row} tr").first.locator("th").first.evaluate(BOX)
        assert abs(name[0] - left) < 2, row


def test_a_heading_that_is_focused_is_not_under_the_names(many, show):
    """Tab through the headings of a narrow table: each is beside the names that stay."""
    page = by_commune(show(many, width=390, height=844))
    page.locator("#geo-ent-figures thead .sort").first.focus()
    edge = page.locator("#geo-ent-figures thead th").first.evaluate(BOX)[1]
    for keys in (["Tab"] * 6, ["Shift+Tab"] * 5):
        for key in keys:
            page.keyboard.press(key)
            left, _ = page.locator("#geo-ent-figures thead .sort:focus").evaluate(BOX)
            assert left >= edge - 1


def test_axe_finds_no_fault(many, show):
    """With the button there and its rows shown, at 320 px."""
    page = by_commune(show(many, width=320, height=844, bypass_csp=True))
    for _ in range(2):
        faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
        assert [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in faults] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if more(page).is_visible():
            more(page).click()
