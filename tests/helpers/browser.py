"""What the page's tests share: a small page of toyland, and a real Chromium to open it in."""

import contextlib
import datetime as dt
import os
import shutil

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo_ent.indicators.coverage import coverage
from geo_ent.telling.page.page_facts import PageFacts, Source

HOSTILE = (
    "{{7*7}}",
    "{% x %}",
    "{# x #}",
    "</script><script>alert(1)</script>",
    "`",
    "${1}",
    "<img src=x onerror=alert(1)>",
    "<!--@@data@@",
    "\u2028' \" \\ &amp;",
)
STATUSES = ("school", "none", "class", "planned", "unknown", "school")
PATIENCE_MS = 180_000
"""How long a busy machine may take for what an idle one does in a second."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


def facts(**changed):
    """Make a page's facts, with some changed."""
    said = {
        "title": "Les écoles et l’ENT dans le Carré",
        "territory": "Carré",
        "date": dt.date(2023, 6, 30),
        "headline": "2 écoles sur 6 ont un ENT, soit 33,3 %.",
        "sources": (Source("Annuaire", "Ministère", "Licence Ouverte 2.0", dt.date(2023, 6, 8)),),
        "notes": ("Les écoles privées ne sont pas comptées.",),
    }
    return PageFacts(**(said | changed))


def unfold(page, name):
    """Open what a button of the toolbar opens: the dates, the filters or the settings."""
    if page.locator(f"#geo-ent-{name}").is_hidden():
        page.locator(f"#geo-ent-{name}-button").click()


def choose_date(page, rank):
    """Put the slider of dates on one of them."""
    unfold(page, "dates")
    page.locator("#geo-ent-date").fill(str(rank))


def coverage_of(schools, level, zones):
    """Compute a level's coverage."""
    return coverage(schools, zones["zone_name"], level=level)


def page_inputs(communes, schools):
    """Make the inputs of a page: communes, and two halves of toyland as circonscriptions."""
    west = np.isin(np.arange(len(communes)) % 3, (0, 1))
    halves = communes.assign(half=np.where(west, "A", "B")).dissolve("half")[["geometry"]]
    zones = {
        "circonscription": halves.assign(zone_name=["Ouest", "Est"], estimated=True),
        "commune": communes[["name", "geometry"]].rename(columns={"name": "zone_name"}),
    }
    zones["commune"]["estimated"] = False
    circonscription = schools["commune_code"].map(
        dict(zip(communes.index, np.where(west, "A", "B"), strict=True))
    )
    schools = schools.assign(
        status=list(STATUSES), solution=["ONE", *[""] * 4, "Beneylu School"], start=pd.NaT
    ).assign(circonscription_code=circonscription)
    coverage = {level: coverage_of(schools, level, frame) for level, frame in zones.items()}
    return schools, zones, coverage


DATES = (dt.date(2021, 9, 1), dt.date(2022, 9, 1), dt.date(2023, 6, 30))


def land(communes, *, schools_n=60, seed=3):
    """Make a land with every level, group and status: its schools, zones, coverage and series.

    One commune has no polygon, one school no zone, one no place; some pupils and some
    ruralities aren't known.
    """
    rng = np.random.default_rng(seed)
    uais = pd.Index([f"{9500000 + n}A" for n in range(schools_n)], name="uai")
    homes = rng.choice(communes.index[:-1], schools_n)
    points = communes.geometry[homes].representative_point().to_numpy()
    rural = pd.Series(rng.choice([True, False], schools_n), index=uais).astype("boolean")
    schools = gpd.GeoDataFrame(
        {
            "name": [f"École {n}" for n in range(schools_n)],
            "nature": rng.choice(["maternelle", "elementaire", "primaire"], schools_n),
            "sector": rng.choice(["public", "prive"], schools_n, p=[0.8, 0.2]),
            "priority": rng.choice(["", "REP", "REP+"], schools_n, p=[0.6, 0.2, 0.2]),
            "rural": rural.mask(rng.random(schools_n) < 0.1),
            "enir_eligible": rural.mask(rng.random(schools_n) < 0.2),
            "pupils_n": np.where(
                rng.random(schools_n) < 0.2, np.nan, rng.integers(9, 400, schools_n)
            ),
            "commune_code": homes,
        },
        geometry=points,
        index=uais,
        crs=4326,
    )
    series = pd.DataFrame(
        {date: rng.choice(sorted(set(STATUSES)), schools_n) for date in DATES}, index=uais
    )
    schools["status"] = series[DATES[-1]]
    schools["solution"] = np.where(
        schools["status"] == "school", rng.choice(["ONE", "NEO"], schools_n), ""
    )
    zones = land_zones(communes)
    for level in ("circonscription", "epci", "arrondissement", "departement"):
        column = communes[f"{level}_code"] if level != "circonscription" else halves_of(communes)
        schools[f"{level}_code"] = schools["commune_code"].map(column)
    codes = [f"{level}_code" for level in zones]
    schools.loc[uais[0], codes] = ""
    schools.loc[uais[1], "geometry"] = None
    return schools, zones, coverage_at(schools, zones), series


def coverage_at(schools, zones, statuses=None):
    """Compute the coverage of each level, with other statuses if any."""
    told = schools if statuses is None else schools.assign(status=statuses)
    return {level: coverage_of(told, level, frame) for level, frame in zones.items()}


def used(land, *, seed=4):
    """Add to a land what a statement of use tells: classes, accounts, some of them unknown."""
    schools, zones, _, series = land
    rng = np.random.default_rng(seed)
    n = len(schools)
    created = rng.integers(0, 300, n).astype(float)
    counts = {
        "classes_n": rng.integers(1, 12, n).astype(float),
        "ent_classes_n": rng.integers(0, 14, n).astype(float),
        "accounts_created_n": created,
        "accounts_activated_n": np.floor(created * rng.random(n)),
    }
    schools = schools.assign(
        **{name: np.where(rng.random(n) < 0.2, np.nan, told) for name, told in counts.items()}
    )
    return schools, zones, coverage_at(schools, zones), series


def halves_of(communes):
    """Name the half of the land that each commune is in."""
    west = np.isin(np.arange(len(communes)) % 3, (0, 1))
    return pd.Series(np.where(west, "A", "B"), index=communes.index)


def land_zones(communes):
    """Draw every level's zones; the last commune is listed without a polygon."""
    halves = communes.assign(half=halves_of(communes)).dissolve("half")[["geometry"]]
    zones = {
        "circonscription": halves.assign(zone_name=["Ouest", "Est"], estimated=True),
        "commune": communes[["name", "geometry"]].rename(columns={"name": "zone_name"}),
    }
    for level in ("epci", "arrondissement", "departement"):
        shapes = communes.dissolve(f"{level}_code")[[f"{level}_name", "geometry"]]
        zones[level] = shapes.rename(columns={f"{level}_name": "zone_name"})
    for frame in zones.values():
        frame["estimated"] = frame.get("estimated", False)
    zones["commune"].loc[communes.index[-2], "geometry"] = None
    return zones


def hostile(inputs):
    """Put hostile text in every field that a page shows."""
    schools, zones, coverage = inputs
    text = " ".join(HOSTILE)
    schools = schools.assign(name=text, solution=text, priority=text)
    zones = {level: frame.assign(zone_name=text) for level, frame in zones.items()}
    coverage = {level: frame.assign(zone_name=text) for level, frame in coverage.items()}
    said = facts(
        title=text,
        territory=text,
        headline=text,
        notes=(text,),
        simulated=text,
        sources=(Source(text, text, text, text, "javascript:alert(1)"),),
    )
    return schools, zones, coverage, said


def chromium():
    """Find Chromium; skip without one, but not where CI says there must be."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("GEO_ENT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        reason = "no Chromium: set GEO_ENT_CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class Opened:
    """A page in Chromium, and all that it asked for or complained of."""

    def __init__(self, page):
        self.page, self.requests, self.complaints, self.dialogs = page, [], [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        page.on("dialog", self._dialog)

    def _heard(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextlib.contextmanager
def browser():
    """Run Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium(), args=list(FLAGS), timeout=PATIENCE_MS
        )
        yield patient(running)
        running.close()


def patient(running):
    """Make Chromium's pages wait as long as it takes; Playwright's own way is for each of them."""

    def waiting(make, context_of):
        def made(**options):
            page_or_context = make(**options)
            context_of(page_or_context).set_default_timeout(PATIENCE_MS)
            return page_or_context

        return made

    running.new_context = waiting(running.new_context, lambda context: context)
    running.new_page = waiting(running.new_page, lambda page: page.context)
    return running


LASTING = ("add_init_script", "emulate_media", "expose_function", "grant_permissions", "once",
           "route", "set_extra_http_headers", "set_offline")  # fmt: skip
"""What stays with a tab, or its context, after the page that was in it."""


class Tab:
    """A tab of Chromium, alone in its context, and what was done to it that outlives a page."""

    def __init__(self, context):
        self.context, self.page = context, context.new_page()
        self.spent, self.listeners = False, []
        self._on, self.page.on = self.page.on, self._heard
        for owner in (context, self.page):
            for name in filter(owner.__dir__().__contains__, LASTING):
                setattr(owner, name, self._noting(getattr(owner, name)))

    def _noting(self, method):
        def noted(*arguments, **options):
            self.spent = True
            return method(*arguments, **options)

        return noted

    def _heard(self, event, listener):
        self.listeners.append((event, listener))
        self._on(event, listener)

    def emptied(self):
        """Make it as good as new, where that can be: say whether it is."""
        if self.spent or self.page.is_closed() or len(self.context.pages) > 1:
            return False
        while self.listeners:
            self.page.remove_listener(*self.listeners.pop())
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)  # or the next page would be hovered over where this one was
        return True


class Tabs:
    """Tabs that are used again, one page after another.

    A tab of its own is a process that compiles our script anew: 1.3 s of work, where the next page
    in the same one takes 0.4 s. Each page is a document of its own all the same, and ours keep
    nothing in the browser.
    """

    def __init__(self, running):
        self.running, self.free, self.contexts = running, {}, set()

    @contextlib.contextmanager
    def lent(self, *, width=1200, height=900, **options):
        """Give a page of that size, empty, in a context made with these options."""
        free = self.free.setdefault(repr(sorted(options.items())), [])
        tab = free.pop() if free else Tab(self.running.new_context(**options))
        self.contexts.add(tab.context)
        try:
            tab.page.set_viewport_size({"width": width, "height": height})
            yield tab.page
        finally:
            if tab.emptied():
                free.append(tab)
            else:
                self.contexts.remove(tab.context)
                tab.context.close()
