"""What every test may ask for: toyland, the real inputs, a browser; and a machine unlike any."""

import gc
import os
from functools import cache
from pathlib import Path

import acceptance
import browser
import pytest
from hypothesis import HealthCheck, settings
from toyland import SIX, make_communes, make_schools

from geo_ent.pipeline.build import build
from geo_ent.project.bundled_demos import demo_project

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

NETWORK = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE",
           "CURL_CA_BUNDLE", "GEO_ENT_CATALOGUE", "GEO_ENT_CACHE")  # fmt: skip
"""What a machine says of its network and of our cache, which no test is about."""
TERMINAL = ("CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES",
            "NO_COLOR", "PY_COLORS", "TERMINAL_WIDTH", "TTY_COMPATIBLE")  # fmt: skip
"""What makes the help narrower or coloured; Typer reads some of it when it is imported."""
for name in TERMINAL:
    os.environ.pop(name, None)
os.environ["PYTHONIOENCODING"] = "utf-8"  # what a command says, whatever the machine's locale

ALLOWED = (
    HealthCheck.too_slow,  # a slow machine is no fault
    HealthCheck.function_scoped_fixture,  # each example writes over the file of the one before
)
# A change lands or not for what it is: the same examples every time. New ones are looked for with
# --hypothesis-profile=explore, which the weekly job does.
settings.register_profile(
    "geo-ent", max_examples=40, deadline=None, derandomize=True, suppress_health_check=ALLOWED
)
settings.register_profile(  # where CI is set, Hypothesis's own default is derandomized
    "explore", max_examples=400, deadline=None, derandomize=False, suppress_health_check=ALLOWED
)
settings.load_profile("geo-ent")


# Ten thousand tests are collected, none of which is garbage. Looked through again and again while
# they run, they took a fifth of the time of the tests that make many small objects.
gc.disable()


def pytest_collection_finish():
    """Look for garbage from here on, among what the tests make."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def no_network_of_this_machine(request, monkeypatch):
    """Take away the machine's proxies, authorities and cache, but where it asks real portals."""
    if request.node.get_closest_marker("network") is None:
        for name in NETWORK:
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def toy_communes():
    """Nine communes of 1 km² in three rows of three."""
    return make_communes()


@pytest.fixture
def toy_schools():
    """Six schools: A in the left column, B in the right one, 95005 (the middle) shared by both."""
    return make_schools(SIX)


@pytest.fixture(scope="session")
def shared_file():
    """Give the path of a real input; skip where it is missing, fail where CI says it must be."""

    def find(name):
        path = SHARED / "data" / name
        if not path.exists():
            reason = f"real input not at hand: {name}"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Build a bundled demo, once for all the tests of a process that read it and leave it be."""

    @cache
    def built(name):
        folder = tmp_path_factory.mktemp(name)
        return build(demo_project(name, folder / "inputs", folder / "map"))

    return built


@pytest.fixture(scope="session")
def running_browser():
    """One Chromium for all the tests of a process: starting it takes longer than most of them."""
    with browser.browser() as running:
        yield running


@pytest.fixture(scope="session")
def tabs(running_browser):
    """Tabs of that Chromium that the tests use one after another."""
    return browser.Tabs(running_browser)


@pytest.fixture(scope="module")
def chromium(running_browser, tabs):
    """That Chromium, whose tabs are closed after each file of tests, but those used again."""
    yield running_browser
    for context in set(running_browser.contexts) - tabs.contexts:
        context.close()


@pytest.fixture
def show(tabs, tmp_path):
    """Open a page's text in a tab that has no other page."""
    with acceptance.shower(tabs, tmp_path) as opening:
        yield opening


@pytest.fixture(scope="session")
def text():
    """Toyland's page, with every indicator, three dates, filters and a contact."""
    names = ["Saint-Étienne", "Ste Cécile", "Œuvres", "A", "B", "C"]
    schools = make_schools(SIX).assign(name=names)
    return acceptance.page_of(browser.page_inputs(make_communes(), schools))


@pytest.fixture
def toy(text, show):
    """Toyland's page, open."""
    return show(text)
