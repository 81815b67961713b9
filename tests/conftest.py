"""Toyland: a département of square communes, whose every answer is known by arithmetic."""

import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from shapely import box

SIDE_M = 1000
ORIGIN = (700_000, 6_600_000)  # EPSG:2154: the middle of France
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
settings.register_profile("geo-ent", deadline=None, derandomize=True, suppress_health_check=ALLOWED)
settings.register_profile(  # where CI is set, Hypothesis's own default is derandomized
    "explore", deadline=None, derandomize=False, suppress_health_check=ALLOWED
)
settings.load_profile("geo-ent")


def square(column, row, columns=1, rows=1):
    """Draw a rectangle of toyland's grid, in EPSG:2154."""
    left, bottom = ORIGIN[0] + column * SIDE_M, ORIGIN[1] + row * SIDE_M
    return box(left, bottom, left + columns * SIDE_M, bottom + rows * SIDE_M)


def make_communes(columns=3, rows=3):
    """Make a grid of 1 km² communes, 95001 at the bottom left, row by row."""
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    codes = [f"95{index + 1:03d}" for index in range(len(cells))]
    frame = gpd.GeoDataFrame(
        {
            "name": [f"Carré {code[-1]}" for code in codes],
            "epci_code": [f"2000000{row}" for _, row in cells],
            "epci_name": [f"CC de la rangée {row}" for _, row in cells],
            "arrondissement_code": "951",
            "arrondissement_name": "Carreville",
            "departement_code": "95",
            "departement_name": "Carré",
            "academie_code": "25",
            "academie_name": "Versailles",
            "region_code": "11",
            "region_name": "Île-de-France",
            "population_n": 100,
            "area_km2": 1.0,
        },
        geometry=[square(*cell) for cell in cells],
        index=pd.Index(codes, name="commune_code"),
        crs=2154,
    )
    return frame.to_crs(4326)


def make_schools(rows):
    """Make schools from (uai, x, y, commune_code, circonscription), x and y in km of the grid."""
    points = [(ORIGIN[0] + x * SIDE_M, ORIGIN[1] + y * SIDE_M) for _, x, y, *_ in rows]
    codes = [row[4] for row in rows]
    frame = gpd.GeoDataFrame(
        {
            "name": [f"École {row[0]}" for row in rows],
            "nature": "primaire",
            "sector": "public",
            "commune_code": [row[3] for row in rows],
            "departement_code": "95",
            "academie": "Versailles",
            "circonscription_code": codes,
            "circonscription_name": [f"Circo {code}" if code else "" for code in codes],
            "priority": "",
            "rpi_code": "",
            "pupils_n": 100.0,
            "classes_n": float("nan"),
            "ips": float("nan"),
            "opened_on": pd.NaT,
            "state": "OUVERT",
        },
        geometry=gpd.points_from_xy(*zip(*points, strict=True), crs=2154),
        index=pd.Index([row[0] for row in rows], name="uai"),
    )
    return frame.to_crs(4326)


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
    return make_schools(
        [
            ("9500001A", 0.5, 0.5, "95001", "A"),
            ("9500002B", 0.5, 1.5, "95004", "A"),
            ("9500003C", 1.25, 1.5, "95005", "A"),
            ("9500004D", 1.75, 1.5, "95005", "B"),
            ("9500005E", 2.5, 1.5, "95006", "B"),
            ("9500006F", 2.5, 2.5, "95009", "B"),
        ]
    )


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


@pytest.fixture(scope="module")
def chromium():
    """One Chromium for all the tests of a file."""
    import browser

    with browser.browser() as running:
        yield running


@pytest.fixture
def show(chromium, tmp_path):
    """Open a page's text in a tab of its own."""
    import acceptance

    with acceptance.shower(chromium, tmp_path) as opening:
        yield opening


@pytest.fixture
def text(toy_communes, toy_schools):
    """Toyland's page, with every indicator, three dates, filters and a contact."""
    import acceptance
    import browser

    schools = toy_schools.assign(name=["Saint-Étienne", "Ste Cécile", "Œuvres", "A", "B", "C"])
    return acceptance.page_of(browser.page_inputs(toy_communes, schools))


@pytest.fixture
def toy(text, show):
    """Toyland's page, open."""
    return show(text)
