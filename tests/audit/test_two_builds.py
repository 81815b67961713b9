"""The real case compared to a rentrée: what the page shows, and two builds at the two dates."""

import datetime as dt

import page_states
import pandas as pd
import pytest
from printed import half_up, plain

from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project

THEN, NOW = "2021-09-01", "2023-06-30"
DOUBT = ["unknown", "undated"]
LEVELS = ("circonscription", "epci", "departement")
STATES = (
    "async ([levels, then]) => {"
    + page_states.TOOLS
    + page_states.ASIDE
    + """
  const states = [];
  choose("#geo-ent-compare", then);
  for (const level of levels) {
    choose("#geo-ent-level", level);
    for (const indicator of ["coverage_share", "pupils_coverage_share", "without_n"]) {
      choose("#geo-ent-indicator", indicator);
      await settled();
      const table = document.querySelector("#geo-ent-figures table");
      states.push({ level, indicator, table: cells(table) });
    }
  }
  states.push(words(".headline"));
  return states;
}
"""
)


@pytest.fixture(scope="module")
def builds(files, folder, tmp_path_factory):
    """The folders of the two builds, the earlier one first."""
    given = {name: path for name, path in files.items() if name != "truth"}
    then = tmp_path_factory.mktemp("then") / "35"
    date = dt.date.fromisoformat(THEN)
    build(Project(departements=("35",), out=then, date=date, quick=True, **given))
    return then, folder


@pytest.fixture(scope="module")
def schools(builds):
    """The schools that each build counts, by UAI, and which of them are known in both."""
    tables = [
        pd.read_csv(path / "schools.csv").set_index("uai").assign(uais_n=1) for path in builds
    ]
    doubt = [table.index[table["status"].isin(DOUBT)] for table in tables]
    left = doubt[0].union(doubt[1])
    return tables, [table[~table.index.isin(left)] for table in tables], left


def figure(table, indicator):
    """Give an indicator of some schools, in points where it is a share."""
    covered = table["status"] == "school"
    if indicator == "without_n":
        return float((~covered).sum())
    weights = table["pupils_n"].fillna(0) if indicator.startswith("pupils") else table["uais_n"]
    return 100 * (weights * covered).sum() / weights.sum() if weights.sum() else float("nan")


def number_in(text):
    """Read a figure of the page; None where there is none."""
    bare = plain(text).replace("≈ ", "").replace("−", "-").replace(",", ".").rstrip("*")
    return None if bare == "–" else float(bare.split()[0])


@pytest.fixture(scope="module")
def states(folder, running_browser):
    """The page's table of each level and indicator, compared; then its headline."""
    with page_states.served(folder) as address:
        page = running_browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(f"{address}/index.html")
        page.wait_for_selector("html.ready", state="attached")
        yield page.evaluate(STATES, [LEVELS, THEN])
        page.close()


def of_zone(table, level, code):
    """Take the schools of a zone; all of them where there is no code."""
    return table if code is None else table[table[f"{level}_code"].astype(str) == code]


@pytest.mark.browser
def test_the_page_compares_what_two_builds_count(builds, schools, states):
    """Each zone: the change of the schools known in both, and bounds that hold the two rates'."""
    tables, known, left = schools
    for state in states[:-1]:
        level, indicator = state["level"], state["indicator"]
        digits = 0 if indicator == "without_n" else 1
        zones = pd.read_csv(builds[1] / f"coverage-{level}.csv", dtype=str)
        codes = dict(zip(map(plain, zones["zone_name"]), zones["zone_code"], strict=True))
        for row in state["table"][1:]:
            code, place = codes.get(plain(row[0])), (level, indicator, row[0])
            change, now, then, low, high, compared_n, left_n = map(number_in, row[1:])
            first, last = (figure(of_zone(table, level, code), indicator) for table in known)
            for printed, right in ((then, first), (now, last), (change, last - first)):
                rounded = None if pd.isna(right) else float(half_up(round(right, 9), digits))
                assert printed == rounded, place
            every = [of_zone(table, level, code) for table in tables]
            assert compared_n == len(of_zone(known[1], level, code)), place
            assert left_n == len(left.intersection(every[0].index.union(every[1].index))), place
            rates = [figure(table, indicator) for table in every]
            if indicator != "without_n" and not pd.isna(rates[1] - rates[0]):
                assert low - 0.051 <= rates[1] - rates[0] <= high + 0.051, place
    assert f"d'après les {len(known[1])} écoles publiques" in plain(states[-1])


def test_the_years_change_is_that_of_two_builds(builds, schools):
    """The table of the change: N and N−1 of the schools known in both, bounds of all of them."""
    tables, known, _ = schools
    rows = pd.read_csv(builds[1] / "change.csv", dtype={"zone_code": str})
    assert set(rows["compared_to"]) == {THEN}
    for row in rows.to_dict("records"):
        code = None if pd.isna(row["zone_code"]) else row["zone_code"]
        first, last = (
            figure(of_zone(table, row["level"], code), "coverage_share") for table in known
        )
        assert row["before_share"] * 100 == pytest.approx(first, abs=1e-4)
        assert row["change_points"] == pytest.approx(last - first, abs=1e-4)
        rates = [figure(of_zone(table, row["level"], code), "coverage_share") for table in tables]
        assert (
            row["change_low_points"] - 1e-4
            <= rates[1] - rates[0]
            <= row["change_high_points"] + 1e-4
        )
