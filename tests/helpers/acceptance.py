"""What the acceptance tests of the page share: toyland's page with all that a page can have."""

import contextlib
import datetime as dt
import itertools
import time

import browser
import pandas as pd

from geo_ent.maps.page.coverage_map import coverage_map

DATES = (dt.date(2021, 9, 1), dt.date(2022, 9, 1), dt.date(2023, 6, 30))
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
SIMULATED = "Tout est simulé."

CONTROLS = """
  () => Array.from(document.querySelectorAll("body *"))
    .filter((node) => node.matches("a[href], button, input, select, textarea, summary, [tabindex]"))
    .filter((node) => node.tabIndex >= 0)
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled)
    .map((node, index) => { node.dataset.control ??= String(index); return node.dataset.control; })
"""
"""Everything on the screen that the Tab key must reach, each given a mark."""


def rich(inputs):
    """Add to toyland's page what its indicators, levels and filters need."""
    schools, zones, _ = inputs
    schools = schools.assign(
        rural=pd.array([True, True, False, False, True, None], dtype="boolean"),
        rurality_basis="insee",
        enir_eligible=pd.array([True, False, True, None, True, False], dtype="boolean"),
        priority=["REP", "", "", "REP+", "REP", ""],
        pupils_n=[100.0, 50.0, 80.0, float("nan"), 40.0, 30.0],
        classes_n=[5.0, 4.0, 3.0, float("nan"), 2.0, 2.0],
        ent_classes_n=[*[float("nan")] * 2, 1.0, *[float("nan")] * 3],
        accounts_created_n=[200.0, 100.0, *[float("nan")] * 4],
        accounts_activated_n=[194.0, 20.0, *[float("nan")] * 4],
        nature=["maternelle", "primaire", "elementaire", "primaire", "primaire", "elementaire"],
        sector=["public", "public", "prive", "public", "public", "public"],
        departement_code="95",
    )
    whole = zones["commune"].assign(all="95").dissolve("all")[["geometry"]]
    zones = zones | {"departement": whole.assign(zone_name="Carré", estimated=False)}
    coverage = {level: browser.coverage_of(schools, level, zone) for level, zone in zones.items()}
    return schools, zones, coverage


def series_of(schools):
    """Give each school a status at each date: fewer have an ENT the earlier it is."""
    now = schools["status"]
    first = now.where(now != "school", "none")
    second = now.where(schools.index != schools.index[0], "planned")
    return pd.DataFrame(dict(zip(DATES, (first, second, now), strict=True)))


def page_of(inputs, *, lang="fr", **said):
    """Make the page's text."""
    schools, zones, coverage = rich(inputs)
    said = {"simulated": SIMULATED, "contact": "dane@ac-carre.example"} | said
    facts = browser.facts(**said)
    series = series_of(schools)
    return coverage_map(schools, zones, coverage, facts=facts, series=series, lang=lang).html()


@contextlib.contextmanager
def shower(tabs, folder):
    """Give a function that opens a page's text from a file, at a given width, and watches it."""
    with contextlib.ExitStack() as lent:
        numbers = itertools.count()

        def show(text, *, address="", **options):
            path = folder / f"page{next(numbers)}.html"
            path.write_text(text, encoding="utf-8")
            opened = browser.Opened(lent.enter_context(tabs.lent(**options)))
            opened.page.goto(path.as_uri() + address)
            opened.page.wait_for_selector("html.ready", state="attached")
            return opened

        yield show


def frame_of(opened, folder, *, height):
    """Put a page that is in a file into another page's frame; give that page and the frame."""
    outer = folder / "outer.html"
    address = opened.page.url.partition("#")[0]
    outer.write_text(
        '<!DOCTYPE html><html lang="fr"><title>Dehors</title><main><h1>Dehors</h1>'
        f'<iframe src="{address}" title="Carte" width="700" height="{height}"></iframe>'
        '<p style="height: 3000px">Après</p></main></html>'
    )
    opened.page.goto(outer.as_uri())
    frame = opened.page.frames[1]
    frame.wait_for_selector("html.ready", state="attached")
    return frame


def quiet(opened):
    """Say what went wrong: what was asked of others, complained of, or run."""
    own = ("file:", "data:", "blob:")
    asked = [address for address in opened.requests if not address.startswith(own)]
    return asked + opened.complaints + opened.dialogs


def eventually(page, script, argument=None):
    """Wait until a script is true; Playwright's own way is an eval, which the policy refuses."""
    end = time.monotonic() + browser.PATIENCE_MS / 1000
    while not page.evaluate(script, argument):
        if time.monotonic() > end:
            return False
        page.wait_for_timeout(15)
    return True


def settled(page):
    """Wait until the table is as the view, which it follows when there is time."""
    assert eventually(page, "!document.querySelector('#geo-ent-figures table[aria-busy]')")


def open_sharing(page):
    """Unfold the ways to share; the browser tells the page of it, which fills them, a bit later."""
    page.locator("details.sharing summary").click()
    assert eventually(page, "document.querySelector('#geo-ent-link').value !== ''")


def plain(text):
    """Write a text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
