"""The page at a past day of its slider, in a real Chromium: undated, not yet, not opened."""

import browser as shared
import pytest
from acceptance import eventually
from toyland import make_communes

from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.tables.contract import STATUSES, UNOPENED
from geo_ent.telling.language import language
from geo_ent.telling.page.page_words import STATUS_WORDS

pytestmark = pytest.mark.browser

FRENCH = language("fr")


@pytest.fixture
def past():
    """A land whose first date has every status, and some schools that hadn't opened."""
    schools, zones, coverage, series = shared.land(make_communes())
    told = [*STATUSES, UNOPENED, "undated", "not_yet"]
    then = series.copy()
    then[series.columns[0]] = [told[row % len(told)] for row in range(len(series))]
    return schools, zones, coverage, then


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def slide_to(page, at):
    """Move the slider to a date."""
    shared.choose_date(page, at)


def test_a_past_day_shows_apart_what_is_not_dated(past, show):
    """Legend, panel, table, trend count as pandas does; at the page's own day neither is there."""
    schools, zones, coverage, series = past
    page = show(
        coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    ).page
    then = series.loc[schools.index, series.columns[0]]
    counts, n = then.value_counts(), int((then != UNOPENED).sum())
    slide_to(page, 0)
    said = plain(page.locator("#geo-ent-panel").inner_text())
    assert f"{counts['school']} écoles sur {n} ont un ENT" in said
    doubt = counts["undated"] + counts["unknown"]
    assert f"selon les {doubt} écoles dont on ne sait rien ou dont l’ENT n’est pas daté." in said
    shared.unfold(page, "settings")
    marks = plain(page.locator("#geo-ent-dots").inner_text())
    for status in STATUSES:
        assert f"{FRENCH(STATUS_WORDS[status])} {counts[status]}" in marks
    assert f"+ {counts['undated']} non datées" in said
    assert page.locator(".sparkline .bound").count() == len(series.columns)
    # the table follows when the slider has come to rest
    heads = "(() => document.querySelector('table:has(caption) thead').innerText)()"
    assert eventually(page, f"() => {heads}.includes('ENT non daté')")
    assert "Pas encore d’ENT" in page.evaluate(heads)

    slide_to(page, len(series.columns) - 1)
    shared.unfold(page, "settings")
    assert eventually(page, f"() => !{heads}.includes('ENT non daté')")
    assert "dont l’ENT n’est pas daté" not in plain(page.locator("#geo-ent-panel").inner_text())
    for part in (".counts", "#geo-ent-dots"):
        said = plain(page.locator(part).inner_text())
        for status in STATUSES:
            assert (FRENCH(STATUS_WORDS[status]) in said) == (status not in ("undated", "not_yet"))


def test_the_undated_of_an_indicator_are_those_that_it_is_about(past, show):
    """Beside the share of a group, that group's; beside pupils, they are said to be schools."""
    schools, zones, coverage, series = past
    page = show(
        coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    ).page
    undated = series.loc[schools.index, series.columns[0]] == "undated"
    rural = int((undated & schools["rural"]).sum())  # of unknown rurality is in neither group
    assert 1 < rural < undated.sum()
    row = page.locator(".trend tr").first
    page.locator("#geo-ent-indicator").select_option("rural_coverage_share")
    assert plain(row.inner_text()).endswith(f"+ {rural} non datées")
    page.locator("#geo-ent-indicator").select_option("pupils_coverage_share")
    assert plain(row.inner_text()).endswith(f"+ {undated.sum()} écoles non datées")


def test_a_filter_keeps_no_school_that_had_not_opened(past, show):
    """Every box checked, the schools kept are those that had opened; each mark is one of them."""
    schools, zones, coverage, series = past
    page = show(
        coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    ).page
    slide_to(page, 0)
    then = series.loc[schools.index, series.columns[0]]
    opened = then[then != UNOPENED]
    page.get_by_text("Filtrer les écoles").click()
    page.get_by_label("Maternelle", exact=True).check()
    kept = int((schools.loc[opened.index, "nature"] == "maternelle").sum())
    told = plain(page.locator(".filter-told").inner_text())
    assert told == f"{kept} écoles gardées sur {len(opened)}"
