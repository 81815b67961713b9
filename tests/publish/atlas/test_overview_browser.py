"""The pages of an atlas in a real Chromium: choices, keyboard, sort, paper, no script."""

import contextlib

import browser
import pytest
from acceptance import TAGS, eventually, quiet
from accessibility import Axe

from geo_ent.publish.atlas.national_tables import national_figures
from geo_ent.publish.atlas.overview_page import write_academie, write_index
from geo_ent.telling.language import language

SHOWN = "selector => getComputedStyle(document.querySelector(selector)).display !== 'none'"
SIZES = [(1200, 900), (390, 844), (320, 640)]


@pytest.fixture(scope="module")
def pages(parts, schools, tmp_path_factory):
    """Write the index, with a département that failed, and the page of an académie."""
    folder = tmp_path_factory.mktemp("pages")
    figures = national_figures(parts, schools, language("fr"))
    asked = [*(part.code for part in parts), "29"]
    write_index(folder, parts, figures, asked=asked, failed={"29": "le disque est plein"})
    academie = next(part.academie.code for part in parts if part.code == "70")
    return folder / "index.html", write_academie(folder, academie, parts, figures)


@pytest.fixture
def opened(tabs, pages):
    """Give a function that opens one of the pages from its file, and watches it."""
    with contextlib.ExitStack() as lent:

        def open_page(which=0, *, address="", **options):
            shown = browser.Opened(lent.enter_context(tabs.lent(**options)))
            shown.page.goto(pages[which].as_uri() + address)
            return shown

        yield open_page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("which", [0, 1])
def test_nobody_is_kept_out(opened, which, size):
    """Axe finds nothing, nothing goes sideways, nothing is asked of others or complained of."""
    width, height = size
    shown = opened(which, width=width, height=height)
    report = Axe().run(shown.page, options={"runOnly": TAGS})
    assert report.violations_count == 0, report.generate_report()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert quiet(shown) == []


@pytest.mark.parametrize("script", [True, False])
def test_level_and_figure_are_chosen(opened, script):
    """The map, its legend and its table follow the two choices, without a script too."""
    page = opened(java_script_enabled=script).page
    for level, other in (("academie", "departement"), ("departement", "academie")):
        page.locator(f"#geo-ent-level-{level}").check(force=True)
        for part in (".layer", ".figures", ".legend.show-rate"):
            assert page.locator(f".of-{level}{part}").is_visible()
            assert page.locator(f".of-{other}{part}").is_hidden()
        assert page.locator(f".of-{level}.legend.show-change").is_hidden()
    page.locator("#geo-ent-figure-change").check(force=True)
    assert page.locator(".of-departement.legend.show-change").is_visible()
    assert page.locator(".legend.show-rate:visible").count() == 0
    assert page.locator(".legend:visible").count() == 1


@pytest.mark.parametrize("size", [(1200, 900), (1366, 768), (1600, 1000)])
def test_the_legend_covers_no_zone(opened, size):
    """Wherever there is room for it, on the map or beside, no zone is under it."""
    width, height = size
    page = opened(width=width, height=height).page
    under = """(legend) => {
      const { left, top, right, bottom } = legend.getBoundingClientRect();
      const zones = [...document.querySelectorAll(".of-departement .zone")];
      return zones.filter((zone) => zone.getClientRects().length).filter((zone) => {
        const box = zone.getBoundingClientRect();
        return box.left < right && box.right > left && box.top < bottom && box.bottom > top;
      }).length;
    }"""
    assert page.locator(".of-departement.legend.show-rate").evaluate(under) == 0


def test_the_address_keeps_what_is_chosen(opened):
    """A choice is in the address, and an address opens with it; nonsense in one is no matter."""
    page = opened().page
    page.locator("#geo-ent-level-academie").check(force=True)
    page.locator("#geo-ent-figure-change").check(force=True)
    assert page.url.endswith("#niveau=academie&voir=change")
    again = opened(address="#niveau=academie&voir=change").page
    assert again.locator(".of-academie.legend.show-change").is_visible()
    nonsense = opened(address="#niveau=%3Cimg%3E&voir=1").page
    assert nonsense.locator(".of-departement.legend.show-rate").is_visible()


def test_a_zone_tells_its_figures_under_the_pointer_and_the_focus(opened, parts):
    """The tip has the zone's name, rate and numbers; without a script its title has."""
    shown = opened()
    page, part = shown.page, parts[0]
    zone = page.locator(f'.of-departement a[data-zone="{part.code}"] path')
    zone.hover(force=True)
    tip = page.locator("#geo-ent-tip")
    row = part.departement
    assert tip.locator("strong").inner_text() == part.name
    assert f"sur {row['schools_n']}" in tip.inner_text()
    assert page.locator(".halo").count() == 1
    page.mouse.move(5, 5)
    assert tip.is_hidden()
    page.locator('.of-departement a[tabindex="0"]').focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    assert quiet(shown) == []
    bare = opened(java_script_enabled=False).page
    title = bare.locator(f'.of-departement a[data-zone="{part.code}"] title')
    assert f"sur {row['schools_n']}" in title.text_content()


def test_arrows_go_from_zone_to_zone(opened):
    """The map is one stop of Tab, and arrows reach every zone of it that has a page."""
    page = opened().page
    links = ".of-departement a[data-zone]:not([aria-hidden])"
    assert page.locator(f'{links}[tabindex="0"]').count() == 1
    page.locator(f'{links}[tabindex="0"]').focus()
    known, seen = {page.evaluate("document.activeElement.dataset.zone")}, set()
    while known - seen:
        zone = min(known - seen)
        seen.add(zone)
        for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
            page.locator(f'.of-departement a[data-zone="{zone}"]').focus()
            page.keyboard.press(key)
            known.add(page.evaluate("document.activeElement.dataset.zone"))
    assert seen == {"48", "70", "90", "971"}
    assert page.locator(f'{links}[tabindex="0"]').count() == 1


def test_headings_sort_their_column(opened):
    """A press sorts, says so to screen readers, and turns round; what has no figure is last."""
    page = opened().page
    table = page.locator(".of-departement table")
    heading = table.locator("thead th", has_text="Écoles")
    values = (
        "table => [...table.tBodies[0].rows].map((row) => row.dataset.zone + ':' "
        "+ (row.cells[4]?.dataset.key ?? ''))"
    )
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    rows = table.evaluate(values)
    assert rows[-1].startswith("29:")
    counts = [int(row.partition(":")[2]) for row in rows[:-1]]
    assert counts == sorted(counts)
    assert table.locator("thead th[aria-sort]").count() == 1


def test_the_first_map_is_there_within_a_second(opened):
    """The server draws it: it is painted with the page."""
    page = opened().page
    painted = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    assert eventually(page, f"{painted} !== undefined")
    assert page.evaluate(painted) < 1000


def test_the_trend_stays_in_its_panel(opened):
    """However long what is said of a date, it goes to another line and not out of the panel."""
    page = opened().page
    cell = page.locator(".trend td").first
    cell.evaluate("node => { node.innerHTML += ' <small>+ 1 234 écoles non datées</small>'; }")
    panel = page.locator("aside.panel")
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_paper_has_the_map_and_the_table(opened):
    """On A4 the map with its legend, the figures and the table of the level chosen are there."""
    page = opened().page
    page.emulate_media(media="print")
    for part in (".of-departement.layer", ".of-departement.legend.show-rate", ".counts"):
        assert page.evaluate(SHOWN, part)
    assert not page.evaluate(SHOWN, ".toolbar")
    assert not page.evaluate(SHOWN, ".of-academie.figures")
