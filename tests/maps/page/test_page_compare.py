"""The page's comparison of two dates, in a real Chromium: its figures, its words, its keyboard."""

import csv
import io
import itertools
import math

import browser as shared
import numpy as np
import pandas as pd
import pytest
from acceptance import TAGS, eventually, plain, settled
from accessibility import Axe
from toyland import make_communes

from geo_ent.indicators.catalogue import CATALOGUE
from geo_ent.indicators.change import change
from geo_ent.indicators.classes import values
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.tables.contract import STATUSES, UNOPENED
from geo_ent.text.numbers import gap_agrees, half_up

pytestmark = pytest.mark.browser

FIGURES = ("change", "change_now", "change_then", "change_low", "change_high", "compared_n",
           "left_n")  # fmt: skip
READ = """() => ({
  columns: Array.from(document.querySelectorAll("#geo-ent-figures .sort"),
    (one) => one.dataset.column),
  rows: Array.from(document.querySelectorAll("#geo-ent-figures tr:has(td)"),
    (row) => Array.from(row.cells, (cell) => cell.textContent)),
})"""


EDGE = 'document.getElementById("geo-ent-legend").getBoundingClientRect().bottom'

GONE_TO = """address => new Promise((done) => {
  addEventListener("hashchange", () => setTimeout(done), { once: true });
  location.hash = address;
})"""


def past_land(seed):
    """Make a land whose earlier dates have every status, and schools that hadn't opened."""
    schools, zones, coverage, series = shared.land(make_communes(), seed=seed)
    rng, told = np.random.default_rng(seed), [*STATUSES, UNOPENED]
    then = series.copy()
    for date in series.columns[:-1]:
        then[date] = rng.choice(told, len(series))
    for earlier, later in itertools.pairwise(reversed(series.columns)):
        # one that isn't open yet wasn't before
        then[later] = then[later].mask(then[earlier] == UNOPENED, UNOPENED)
    return schools, zones, coverage, then


def page_of(land, show, address="", **options):
    """Open a land's page."""
    schools, zones, coverage, series = land
    text = coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    return show(text, address=address, **options)


def compared(land, level, indicator, shown, other):
    """Compute what the table must hold: each zone's figures by name, then all schools'."""
    schools, zones, _, series = land
    first, last = sorted((shown, other))
    whole = pd.Series({"": "Ensemble"})
    parts = (
        (schools, zones[level]["zone_name"], level),
        (schools.assign(whole_code=""), whole, "whole"),
    )
    tables = [
        change(some, names, level=of, statuses=series[[first, last]], indicator=indicator).assign(
            name=names
        )
        for some, names, of in parts
    ]
    table = pd.concat(tables)
    ends = {True: ("after", "before"), False: ("before", "after")}[shown > other]
    sign = 1 if shown > other else -1
    low, high = (table[name] * sign for name in ("change_low", "change_high")[::sign])
    return pd.DataFrame({
        "name": table["name"], "change": table["change"] * sign,
        "change_now": table[ends[0]], "change_then": table[ends[1]], "change_low": low,
        "change_high": high, "compared_n": table["compared_n"], "left_n": table["left_out_n"],
    })  # fmt: skip


def pairs_of(dates):
    """Give each date with each other one, in both orders."""
    return [*itertools.permutations(dates, 2)]


def number_in(text):
    """Read a figure as the page writes it; NaN for none."""
    bare = plain(text).replace("≈ ", "").replace("\u2212", "-").replace(",", ".").rstrip("*")
    return math.nan if bare == "–" else float(bare.split()[0])


def choose(page, **view):
    """Set what is shown, by the page's own address."""
    address = "&".join(f"{name.replace('_', '-')}={value}" for name, value in view.items())
    page.evaluate(GONE_TO, address)
    settled(page)


def read(page):
    """Read the table: each row's name and figures, and the cells as they are written."""
    told = page.evaluate(READ)
    return [dict(zip(["name", *told["columns"][1:]], row, strict=True)) for row in told["rows"]]


@pytest.mark.parametrize("seed", [3, 5])
def test_the_table_is_the_change_by_the_one_definition(seed, show):
    """Each indicator, level and order of dates in turn: the figures of `change`, as rounded."""
    land = past_land(seed)
    page = page_of(land, show).page
    dates = land[3].columns
    records = [CATALOGUE[value] for value in page.eval_on_selector_all(
        "#geo-ent-indicator option", "all => all.map((one) => one.value)"
    )]  # fmt: skip
    records = [one for one in records if one.has_change]
    turns = zip(records, itertools.cycle(land[1]), itertools.cycle(pairs_of(dates)), strict=False)
    for record, level, (shown, other) in turns:
        choose(page, niveau=level, indicateur=record.id, date=shown, par_rapport=other)
        right = compared(land, level, record, shown, other).set_index("name")
        rows = read(page)
        assert {row["name"] for row in rows} == set(right.index)
        share = 100 if record.unit == "share" else 1
        scales = {"change_now": share, "change_then": share}
        for row, name in itertools.product(rows, FIGURES):
            meant = right.loc[row["name"], name] * scales.get(name, 1)
            digits = 0 if name.endswith("_n") or record.unit == "n" else 1
            place = (level, record.id, shown, other, row["name"], name)
            expected = half_up(round(float(meant), 10), digits)
            assert number_in(row[name]) == pytest.approx(expected, abs=1e-9, nan_ok=True), place
        if record.unit == "share":
            for row in rows:
                now, then = right.loc[row["name"], ["change_now", "change_then"]]
                about = not (np.isnan(now - then) or gap_agrees(now, then))
                assert row["change"].startswith("≈") == about, row
            caption = page.locator("#geo-ent-figures caption").inner_text()
            assert ("≈" in caption) == any(row["change"].startswith("≈") for row in rows)


def test_where_nothing_is_in_doubt_it_is_the_difference_of_two_builds(show):
    """Each zone's change is its rate by a build at the one date less that at the other."""
    schools, zones, coverage, series = past_land(8)
    sure = series.replace({"unknown": "none", "undated": "school"})
    schools = schools.assign(status=sure[sure.columns[-1]])
    land = schools, zones, coverage, sure
    page = page_of(land, show).page
    first, _, last = sure.columns
    for level, indicator in itertools.product(zones, ("coverage_share", "pupils_coverage_share")):
        choose(page, niveau=level, indicateur=indicator, date=last, par_rapport=first)
        shares = []
        for date in (first, last):
            open_then = schools.assign(status=sure[date])[sure[date] != UNOPENED]
            table = shared.coverage_of(open_then, level, zones[level])
            shares.append(values(table, CATALOGUE[indicator]).to_numpy())
        names = list(zones[level]["zone_name"])
        right = dict(zip(names, (shares[1] - shares[0]) * 100, strict=True))
        rows = read(page)
        assert "change_low" not in rows[0]
        for row in rows[:-1]:
            meant = half_up(round(float(right[row["name"]]), 10), 1)
            assert number_in(row["change"]) == pytest.approx(meant, abs=1e-9, nan_ok=True)


def pick(page, date):
    """Choose a date to compare to, in what opens under the date."""
    if not page.locator("#geo-ent-compare").is_visible():
        page.locator("#geo-ent-dates-button").click()
    page.locator("#geo-ent-compare").select_option(str(date))


@pytest.fixture(scope="module")
def land():
    """One land for the tests that change nothing of it."""
    return past_land(3)


def test_headline_panel_map_and_tooltip_say_the_change(land, show):
    """The same figures in each, with their dates; leaving it, the page is as it was."""
    page = page_of(land, show).page
    first, _, last = land[3].columns
    headline, name = page.locator(".headline"), page.locator("#geo-ent-map-name")
    told = (headline, name, page.locator("#geo-ent-panel"))
    before = [part.inner_text() for part in told]
    pick(page, first)
    all_of = compared(land, "commune", CATALOGUE["coverage_share"], last, first).iloc[-1]
    said = plain(headline.inner_text())
    shares = [f"{half_up(100 * all_of[end], 1):.1f} %".replace(".", ",") for end in FIGURES[1:3]]
    assert f"({shares[0]}) au 30 juin 2023, contre {shares[1]}" in said
    assert (
        f"d’après les {all_of['compared_n']} écoles dont on connaît la situation aux deux" in said
    )
    assert plain(name.inner_text()).endswith("au 30 juin 2023 par rapport à septembre 2021")
    panel = plain(page.locator("#geo-ent-panel").inner_text())
    change_told = plain(page.locator("#geo-ent-panel .other-rate").inner_text())
    points = f"{half_up(all_of['change'], 1):+.1f}".replace(".", ",").replace("-", "\u2212")
    assert change_told.startswith(f"{points} point")
    assert change_told.endswith("par rapport à septembre 2021")
    assert f"Avec les {all_of['left_n']} écoles dont on ne sait rien ou dont l’ENT n’est" in panel
    classes = page.locator("#geo-ent-legend").inner_text()
    assert "points et plus" in plain(classes)
    page.locator("#geo-ent-compare").select_option("")
    assert before == [part.inner_text() for part in told]


def test_the_date_compared_to_is_left_when_it_is_shown_and_passed_over_in_play(land, show):
    """On the slider it is compared to nothing; played, it isn't among the dates that go by."""
    page = page_of(land, show).page
    first, middle, _ = land[3].columns
    pick(page, middle)
    assert f"par-rapport={middle}" in page.url
    page.clock.install()
    page.locator(".play").click()
    assert f"date={first}" in page.url
    page.clock.run_for(1600)
    assert f"date={land[3].columns[-1]}" in page.url
    assert f"par-rapport={middle}" in page.url
    page.locator("#geo-ent-date").fill("1")
    assert "par-rapport" not in page.url
    assert page.locator("#geo-ent-compare").input_value() == ""


def test_a_longer_headline_leaves_the_legend_on_the_first_screen(land, show):
    """The change is said in more lines than the rate: the map gives up as many, no more."""
    page = page_of(land, show, viewport={"width": 390, "height": 844}).page
    heights = """() => [".headline", ".map-frame"].map(
      (name) => document.querySelector(name).getBoundingClientRect().height)"""
    headline, frame = page.evaluate(heights)
    page.evaluate(GONE_TO, f"#par-rapport={land[3].columns[0].isoformat()}")
    longer = f"({heights})()[0] - {headline}"
    assert page.evaluate(longer) > 0
    assert eventually(page, f"Math.abs({frame} - ({heights})()[1] - ({longer})) <= 1")
    assert page.evaluate(EDGE) <= page.viewport_size["height"]


def test_what_has_no_change_is_not_compared(land, show):
    """By the number of unknown schools the choice is idle, says why, and nothing is compared."""
    page = page_of(land, show).page
    pick(page, land[3].columns[0])
    assert page.locator("#geo-ent-compare").is_enabled()
    page.locator("#geo-ent-indicator").select_option("unknown_n")
    assert "par-rapport" not in page.url
    assert page.locator("#geo-ent-compare").is_disabled()
    assert page.get_by_text("ne se compare pas d’une date à l’autre").is_visible()


def test_a_filter_keeps_the_same_schools_at_both_dates(land, show):
    """Those that are rural; those that have an ENT at the date shown, which the name says."""
    schools, _, _, series = land
    first, _, last = series.columns
    page = page_of(land, show).page
    choose(page, niveau="departement", date=last, par_rapport=first, **{"filtre-rural": "yes"})
    rural = schools["rural"].fillna(value=False).astype(bool)
    kept = (schools[rural], *land[1:])
    whole = compared(kept, "departement", CATALOGUE["coverage_share"], last, first).iloc[-1]
    assert number_in(read(page)[-1]["compared_n"]) == whole["compared_n"]
    choose(page, niveau="departement", date=last, par_rapport=first, **{"filtre-status": "school"})
    row = read(page)[-1]
    pair = series[series[last] == "school"]
    known = pair[~pair[first].isin(["unknown", "undated"])]
    had, there = (known[first] == "school").sum(), (known[first] != UNOPENED).sum()
    assert number_in(row["change_now"]) == 100
    assert number_in(row["change_then"]) == pytest.approx(half_up(100 * had / there, 1))
    assert (
        "au 30 juin 2023" in plain(page.locator("#geo-ent-map-name").inner_text()).split("parmi")[1]
    )


def test_the_comparison_is_saved_and_shared(land, show):
    """The file has both dates, the change and its bounds; its address opens the same view."""
    first, _, last = land[3].columns
    address = f"#niveau=circonscription&date={last}&par-rapport={first}"
    page = page_of(land, show, address, accept_downloads=True).page
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == f"ent-carre-circonscription-{last}-{first}.csv"
    text = saved.value.path().read_text(encoding="utf-8-sig")
    rows = [*csv.reader(io.StringIO(text), delimiter=";")]
    assert [plain(head) for head in rows[0][3:10]] == [
        "Changement", "30 juin 2023 (%)", "Septembre 2021 (%)",
        "Changement le plus faible possible", "Changement le plus fort possible",
        "Écoles comparées", "Écoles non comparées",
    ]  # fmt: skip
    right = compared(land, "circonscription", CATALOGUE["coverage_share"], last, first)
    for row in rows[1:]:
        zone = right.set_index("name").loc[row[1]]
        meant = [zone["change"], zone["change_now"] * 100, zone["change_low"], zone["left_n"]]
        written = [float(row[at].replace(",", ".")) for at in (3, 4, 6, 9)]
        assert written == pytest.approx(meant, abs=0.0051)
    assert "Sont comparées les écoles dont on connaît la situation aux deux dates" in rows[1][-1]


@pytest.mark.parametrize("width", [1200, 390, 320])
def test_axe_finds_no_fault_in_a_comparison(land, show, width):
    """The choice open, the change shown, in a zone: no violation, and nothing overflows."""
    first, _, last = land[3].columns
    address = f"#niveau=circonscription&date={last}&par-rapport={first}&zone=A"
    page = page_of(land, show, address, width=width, bypass_csp=True).page
    page.locator("#geo-ent-dates-button").click()
    assert page.locator("#geo-ent-compare").is_visible()
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    box = page.locator("#geo-ent-compare").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_a_keyboard_alone_compares(land, show):
    """Tab to the date, Enter, Tab to the choice, the first letter of a date: the map says it."""
    page = page_of(land, show).page
    page.locator("#geo-ent-dates-button").focus()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "geo-ent-compare":
            break
    page.keyboard.press("s")
    assert eventually(
        page, "document.querySelector('#geo-ent-map-name').textContent.includes('par rapport')"
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "geo-ent-dates-button"
    assert "par-rapport" in page.url
