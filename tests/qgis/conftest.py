"""GeoPackages as builds make them, opened in QGIS once for all the tests, and their pages."""

from dataclasses import dataclass
from pathlib import Path

import browser
import pandas as pd
import pytest
import qgis_python
from commands import run_here
from toyland import make_communes

from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.publish.csv_tables import write_coverage
from geo_ent.publish.gis.geopackage import write_geopackage
from geo_ent.publish.gis.qgis_project import write_qgis_project
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.language import language

ROOT = Path(__file__).parents[2]
LOOKED_AT = ROOT / "maps" / "qgis"
"""Where the pictures are put, for whoever wants to look at them; out of git."""

collect_ignore = ["asked_of_qgis.py"]  # of another Python, which has QGIS

NAME = 'L’Île-d\'Yeu & <b>« "Ys" »</b>'
_OF_REAL = {
    "--schools": "annuaire-035-2023-06.csv", "--register": "registre-ent-035-simule.xlsx",
    "--density": "grille-densite-7-niveaux-2024.xlsx",
    "--college-sectors": "carte-scolaire-colleges-035-2023.csv",
}  # fmt: skip

# What the page shows of a level: each zone's colour, in the order of the codes, a pattern by its
# ground; and the words of its legend.
_LEVEL = """(level) => {
  const select = document.getElementById("geo-ent-level");
  select.value = level;
  select.dispatchEvent(new Event("change"));
  const ground = (fill) => fill.startsWith("url(")
    ? document.querySelector(fill.slice(4, -1) + " rect").getAttribute("fill") : fill;
  const fills = [...document.querySelectorAll(".leaflet-zones-pane path")];
  const names = [...document.querySelectorAll("#geo-ent-legend .class-name")];
  return {
    fills: fills.map((path) => ground(path.getAttribute("fill"))),
    legend: names.map((name) => name.textContent),
  };
}"""

# Each status's words, and its mark on a grid: the colour of the highest shape that a point is in,
# "" outside, "edge" where a shape ends near.
_MARKS = """(grid) => {
  const marks = {};
  const context = document.createElement("canvas").getContext("2d");
  for (const line of document.querySelectorAll("#geo-ent-dots label")) {
    const shapes = [...line.querySelectorAll("svg.mark path")].map((path) =>
      [new Path2D(path.getAttribute("d")), path.getAttribute("fill")]);
    const colourAt = (x, y) => shapes.reduce(
      (under, [shape, fill]) => context.isPointInPath(shape, x, y) ? fill : under, "");
    const near = [-0.17, 0, 0.17];
    const told = (x, y) => {
      const around = near.flatMap((dx) => near.map((dy) => colourAt(x + dx, y + dy)));
      return around.every((colour) => colour === around[0]) ? around[0] : "edge";
    };
    const words = line.querySelector("svg.mark + span").firstChild.textContent.trim();
    marks[words] = grid.map((y) => grid.map((x) => told(x, y)));
  }
  return marks;
}"""


def pytest_collection_modifyitems(items):
    """Everything here is left out, but by `make qgis`."""
    for item in items:
        if "tests/qgis/" in str(item.path):
            item.add_marker(pytest.mark.qgis)


@dataclass(frozen=True)
class Opened:
    """A folder as a build makes it, what QGIS makes of its GeoPackage, what its page shows.

    Attributes
    ----------
    folder
        As `geo-ent build` makes it.
    layers
        What QGIS says of each, by name.
    levels
        What the page shows of each: the zones' colours by code, and the words of its legend.
    marks
        By the words of a status: its mark on the same grid, in QGIS and on the page.
    complaints
        What QGIS warned of.
    project
        What QGIS says of the project beside.
    """

    folder: Path
    layers: dict
    levels: dict
    marks: dict
    complaints: list
    project: dict


def _real(folder):
    """Build the real case, where its files are at hand."""
    shared = ROOT.parent / "shared" / "data"
    if not shared.exists():
        pytest.skip(f"real input not at hand: {shared}")
    files = [part for option, name in _OF_REAL.items() for part in (option, shared / name)]
    said = run_here("build", "--departement", "35", "--date", "2023-06-30", "--out", folder, *files)
    assert said.returncode == 0, said.stderr


def _demo(folder):
    """Build a demo of simulated schools."""
    assert run_here("demo", "cantal", "--out", folder).returncode == 0


def _english(folder):
    """Build it in English."""
    assert run_here("demo", "cantal", "--lang", "en", "--out", folder).returncode == 0


def _every_status(folder):
    """Make a land where each status is some school's, and names are full of signs."""
    schools, zones, coverage, _ = browser.land(make_communes(4, 4))
    some = [STATUSES[n % len(STATUSES)] for n in range(len(schools))]
    named = [f"{NAME} {n}" for n in range(len(schools))]
    days = {"start": pd.NaT, "end": pd.NaT, "programme": ""}
    schools = schools.assign(status=some, name=named, **days)
    coverage = browser.coverage_at(schools, zones)
    coverage = {level: table.assign(zone_name=NAME) for level, table in coverage.items()}
    folder.mkdir()
    page = coverage_map(schools, zones, coverage, facts=browser.facts(), series=None).html()
    (folder / "index.html").write_text(page, encoding="utf-8")
    layers = write_geopackage(
        folder / "coverage.gpkg", zones=zones, coverage=coverage, schools=schools, about="Carré."
    )
    write_qgis_project(
        folder, layers, levels=["circonscription"], title=NAME, crs=2154, tr=language("fr")
    )
    for level, table in coverage.items():
        write_coverage(table, folder / f"coverage-{level}.csv")


MAKERS = {"real": _real, "demo": _demo, "english": _english, "every status": _every_status}


def _page(path, levels, grid):
    """Read the page: each level's colours and legend, and the marks of the statuses."""
    with browser.browser() as running:
        page = running.new_page(viewport={"width": 1200, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_selector("html.ready", state="attached")
        shown = {level: page.evaluate(_LEVEL, level) for level in levels}
        return shown, page.evaluate(_MARKS, grid)


@pytest.fixture(scope="session", params=MAKERS)
def opened(request, tmp_path_factory):
    """The real case, a demo, the demo in English, and a land of every status."""
    assert not qgis_python.missing()
    folder = tmp_path_factory.mktemp("qgis") / "map"
    MAKERS[request.param](folder)
    told = qgis_python.opened(folder / "coverage.gpkg", LOOKED_AT / request.param)
    layers = told["layers"]
    levels, marks = _page(
        folder / "index.html", [name for name in layers if "zones" in layers[name]], told["grid"]
    )
    both = {words: (mark, marks[words]) for words, mark in layers["schools"]["marks"].items()}
    return Opened(folder, layers, levels, both, told["complaints"], told["project"])
