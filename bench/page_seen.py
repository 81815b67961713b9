"""What a visitor sees of the page, and what it asks of others: the figures that `page.py` prints.

The measures themselves are shared with the tests that hold the page to them: `page_measures.py`.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from run import ROOT, line

from geo_ent.maps.page.coverage_map import coverage_map

sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "helpers")]
import acceptance  # noqa: E402
import browser as shared  # noqa: E402
import page_measures  # noqa: E402
from toyland import SIX, make_communes, make_schools  # noqa: E402

LEVELS = ("circonscription", "secteur_college", "epci")
AXE_WIDTHS = (1200, 390, 320)


NAMED = "document.querySelector('.leaflet-names-pane text')"
SCHOOL = """
  () => {
    const { schools } = JSON.parse(document.getElementById("geo-ent-data").textContent);
    const far = (one, other) => Math.abs(schools.lat[one] - schools.lat[other]) > 300;
    const others = (one) => schools.uai.every((_, other) => other === one || far(one, other));
    return schools.uai.find((_, index) => schools.lat[index] && others(index)) || schools.uai[0];
  }
"""
"""A school that has no other on its spot."""


@contextmanager
def seen(
    browser: Browser, path: Path, size: tuple[int, int] = (1200, 900), address: str = ""
) -> Iterator[shared.Opened]:
    """Open a page in a context of its own, once it is whole."""
    width, height = size
    # still: where a mark was while the map flew to it isn't where it is
    options = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
    context = browser.new_context(**options)
    opened = shared.Opened(context.new_page())
    opened.page.goto(path.as_uri() + address)
    opened.page.wait_for_selector("html.ready", state="attached")
    acceptance.settled(opened.page)
    yield opened
    context.close()


def told_first_screens(browser: Browser, path: Path) -> None:
    """Print what is seen at each size without scrolling."""
    for size in page_measures.SIZES:
        with seen(browser, path, size) as opened:
            measured = page_measures.first_screen(opened.page)
            smallest = page_measures.smallest_text(opened.page)
        name = f"{size[0]}x{size[1]}"
        shares = f"{measured['territory']:.0%} + {measured['legend']:.0%}"
        phone = size[0] <= page_measures.PHONE_WINDOW
        aim = ">= 300 px wide" if phone else f">= {size[1] // 2} px high"
        line(f"{name}: territory + legend on the first screen", shares, "aim: 100 % of both")
        drawn = f"{measured['width']:.0f}x{measured['height']:.0f} px"
        line(f"{name}: the territory's drawing", drawn, f"aim: {aim}")
        line(f"{name}: smallest text", f"{smallest:.1f} px", "aim: >= 12 px")


def told_classes(browser: Browser, path: Path) -> None:
    """Print how many classes of a level have something in them, and what the fullest one has."""
    with seen(browser, path) as opened:
        for level in LEVELS:
            counts = page_measures.zones_by_class(opened.page, level)
            told = f"{len(counts)}, {max(counts) / sum(counts):.0%}"
            line(f"classes in use by {level}, the fullest one", told, "aim: >= 4, none over 45 %")


def told_names(browser: Browser, path: Path) -> None:
    """Print how many zones have neither a name nor a number on the map as it opens."""
    for size in page_measures.SIZES:
        with seen(browser, path, size) as opened:
            acceptance.eventually(opened.page, NAMED)
            left = page_measures.unnamed_zones(opened.page)
            zones = opened.page.locator("#geo-ent-zone option").count() - 1
        line(
            f"{size[0]}x{size[1]}: zones named or numbered",
            f"{zones - left} of {zones}",
            "aim: all",
        )


def told_cards(browser: Browser, path: Path) -> None:
    """Print what it takes to read of a school: keys from the page's top, presses on its mark."""
    with seen(browser, path) as opened:
        page = opened.page
        uai = page.evaluate(SCHOOL)
        tabs = 0
        while not page.evaluate("document.activeElement.id === 'geo-ent-find'"):
            page.keyboard.press("Tab")
            tabs += 1
        page.keyboard.type(uai)
        page.keyboard.press("Enter")
        keys = f"{tabs} Tab, name, Enter" if card_tells(page, uai) else "no card"
        line("a school's card by keyboard, from the top", keys, "aim: search, name, Enter")
        ring = page.locator(".leaflet-found-pane path").first.bounding_box()
        page.locator(".card-close").click()
        page.mouse.click(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
        presses = "1" if card_tells(page, uai) else "more"
        line("a school's card by presses on its mark", presses, "aim: 1")


def card_tells(page: Page, uai: str) -> bool:
    """Say whether the card comes to tell of a school."""
    there = "(uai) => document.getElementById('geo-ent-card').textContent.includes(uai)"
    return acceptance.eventually(page, there, uai)


def told_faults(browser: Browser, path: Path) -> None:
    """Print what axe-core finds at each width, with every fold and panel open, and in compact."""
    for width in AXE_WIDTHS:
        for address in ("", "#vue=carte"):
            context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
            page = context.new_page()
            page.goto(path.as_uri() + address)
            page.wait_for_selector("html.ready", state="attached")
            acceptance.settled(page)
            n = sum(len(faults_of(page)) for _ in page_measures.each_panel(page))
            line(f"axe at {width} px{' ' + address if address else ''}", f"{n} faults", "aim: 0")
            context.close()


def faults_of(page: Page) -> list[object]:
    """Run axe-core on a page."""
    faults: list[object] = (
        Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
    )
    return faults


def told_manners(browser: Browser, path: Path) -> None:
    """Print what the page asks of others, what its policy refuses, what hostile text could run."""
    with seen(browser, path) as opened:
        page_measures.use(opened.page)
        own = ("file:", "data:", "blob:")
        foreign = [address for address in opened.requests if not address.startswith(own)]
        line("requests to other hosts, all of it used", str(len(foreign)), "aim: 0")
        line("complaints of the browser (policy, errors)", str(len(opened.complaints)), "aim: 0")
    with tempfile.TemporaryDirectory() as folder:
        hostile = Path(folder, "hostile.html")
        inputs = shared.page_inputs(make_communes(), make_schools(SIX))
        *lands, facts = shared.hostile(inputs)
        hostile.write_text(coverage_map(*lands, facts=facts).html(), encoding="utf-8")
        with seen(browser, hostile) as opened:
            page_measures.use(opened.page)
            line("executions of hostile text", str(len(opened.dialogs)), "aim: 0")
