"""Programmes as the page tells them: places, states, and a page that is valid, light and safe."""

import gzip
import json
import re

import browser
import html5lib
import pandas as pd
import projects
import pytest

from geo_ent.programmes.programme_words import date_words, kind_words, source_words
from geo_ent.programmes.programmes_model import NO_SOLUTION, projects_of
from geo_ent.programmes.programmes_page import projects_page
from geo_ent.programmes.published_figures import read_programmes
from geo_ent.telling.language import language


@pytest.fixture(scope="module")
def found():
    """The small table, grouped."""
    return projects_of(projects.frame())


@pytest.fixture(scope="module")
def text():
    """The page of the small table."""
    return projects.page()


@pytest.fixture(scope="module")
def real():
    """The page of the table that comes with the package."""
    return projects_page(read_programmes(), language("fr"))


def place_of(found, name):
    """Find a place."""
    places = [place for each in found.programmes for place in each.places]
    return next(place for place in places if place.name == name)


def strictly(markup):
    """Parse a page as HTML; any error of syntax fails."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)


def data_of(markup, name):
    """Read the JSON that a page carries."""
    return json.loads(strictly(markup).find(f".//script[@id='geo-ent-{name}']").text)


def test_rows_of_one_place_and_date_are_one_state(found):
    """Two figures of June 2015 are one state; the programme begins with its first date."""
    nord = place_of(found, "Nord")
    assert [(state.date, len(state.figures)) for state in nord.states] == [
        ("2013", 1), ("2015-06", 2),
    ]  # fmt: skip
    assert [programme.id for programme in found.programmes] == ["france", "nord", "rennes"]
    assert found.years == (2012, 2016)


def test_what_a_later_date_does_not_say_is_carried_on():
    """A figure of 2018 without solution, carrier, unit or rate keeps those of 2015."""
    later = projects.figure(projects.NORD, "2018", "Objectif", "100 %")
    later |= {"carrier": "", "carrier_kind": "", "unit": ""}
    before, after = place_of(projects_of(projects.frame(later)), "Nord").states[1:]
    assert after.solutions == before.solutions == ("ONE",)
    assert (after.carrier, after.kind, after.units) == (before.carrier, before.kind, before.units)
    assert after.rate == before.rate
    assert after.rate.date == "2015-06"


def test_a_place_without_a_solution_has_its_programme_s(found):
    """Rennes says none in 2016: in that year the académie still had Toutatice alone."""
    assert place_of(found, "Rennes").states[0].solutions == ("Toutatice",)
    assert place_of(found, "Nord").states[0].solutions == (NO_SOLUTION,)


def test_two_solutions_in_a_cell_or_in_two_rows_are_two():
    """A cell of "A + B" and two rows of a date say the same."""
    row = projects.figure(projects.NORD, "2016", "Écoles", "3", solution="A + B")
    rows = [row | {"solution": "A"}, row | {"solution": "B", "figure": "m"}]
    for given in ([row], rows):
        assert projects_of(pd.DataFrame(given)).programmes[0].places[0].states[0].solutions == (
            "A", "B",
        )  # fmt: skip


def test_the_codes_order_does_not_make_a_place():
    """The codes "54 55" and "55 54" are one territory."""
    row = projects.figure(projects.NORD, "2016", "Écoles", "3")
    told = [row | {"codes": "54 55"}, row | {"codes": "55 54", "date": "2017"}]
    (programme,) = projects_of(pd.DataFrame(told)).programmes
    assert len(programme.places) == 1


@pytest.mark.parametrize(
    ("rows", "rate"),
    [
        ([("coverage_share@departement:59", "46,9 %")], ("46,9 %", "schools")),
        ([("classes_coverage_share", "63%")], ("63%", "classes")),
        ([("classes_coverage_share", "63 %"), ("coverage_share", "15 %")], ("15 %", "schools")),
        ([("pupils_coverage_share", "12 %")], ("12 %", "pupils")),
        ([("coverage_share", "toutes les écoles")], None),
        ([("primary_covered_share", "75,6 %"), ("goal_share", "80 %")], None),
        ([("", "49 %")], None),
    ],
)
def test_the_rate_is_a_published_share_of_coverage(rows, rate):
    """Of schools first, as printed, with what it is of; a target or a subsidy is none."""
    told = [
        projects.figure(projects.NORD, "2016", "x", printed, measure=measure, figure=f"f{at}")
        for at, (measure, printed) in enumerate(rows)
    ]
    state = projects_of(pd.DataFrame(told)).programmes[0].places[0].states[0]
    assert (state.rate and (state.rate.printed, state.rate.of)) == rate


def test_the_rate_needs_no_measure_when_its_name_says_it():
    """In a table of one's own, `measure` may be left out: the figure's id is looked at."""
    row = projects.figure(projects.NORD, "2016", "x", "15 %", figure="coverage_share")
    state = projects_of(pd.DataFrame([row])).programmes[0].places[0].states[0]
    assert state.rate.printed == "15 %"


def test_solutions_are_listed_as_they_first_appear(found):
    """Toutatice is of 2014, ONE of 2015; what isn't told comes last, the frame's not at all."""
    assert found.solutions == ("Toutatice", "ONE", NO_SOLUTION)
    assert found.kinds == ("departement", "academie", "commune")


def test_missing_columns_are_empty():
    """A table with the needed columns alone is shown all the same."""
    row = {"programme": "a", "name": "A", "level": "departement", "codes": "59", "date": "2019"}
    (programme,) = projects_of(pd.DataFrame([row])).programmes
    assert programme.places[0].name == "A"
    assert "2019" in projects_page(pd.DataFrame([row]), language("fr"))


def test_an_empty_table_makes_a_page():
    """Nothing to show is said; the page is valid."""
    page = projects_page(pd.DataFrame(columns=list(projects.rows()[0])), language("fr"))
    assert "Aucun programme" in "".join(strictly(page).find("body").itertext())


@pytest.mark.parametrize(
    ("date", "words"),
    [("2003", "2003"), ("2011-04", "avril 2011"), ("2020-07-01", "1er juillet 2020"),
     ("2017-01-13", "13 janvier 2017"), ("2011/2013", "2011/2013"), ("2013-13", "2013-13")],
)  # fmt: skip
def test_dates_are_as_precise_as_they_are_known(date, words):
    """A year, a month, a day; what isn't a date is left as it is."""
    assert date_words(date, language("fr")) == words


def test_sources_quote_within_quotes():
    """A title that quotes has other marks inside; no publisher is said to be unknown."""
    said = source_words(("Revue : extrait « E-primo »", "non indiqué", "2013"), language("fr"))
    assert said.replace("\u00a0", " ") == "« Revue : extrait “E-primo” », éditeur non indiqué, 2013"


def test_a_kind_of_one_s_own_has_its_name():
    """What isn't one of the known kinds is called as it is written."""
    assert kind_words("association", language("fr")) == "Association"


@pytest.mark.parametrize("name", ["text", "real"])
def test_the_page_is_valid_and_whole(name, request):
    """It parses without an error, its ids are unique, no slot and no missing value is left."""
    page = request.getfixturevalue(name)
    tree = strictly(page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert tree.get("lang") == "fr"
    assert "@@" not in re.sub("<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(?:nan|None|NaT)\b", "".join(tree.find("body/main").itertext()))


def test_every_row_is_in_the_table(real):
    """As printed, with its subject, its source and its remark, for each row of the file."""
    rows = read_programmes()
    body = strictly(real).find(".//table/tbody")
    cells = [["".join(cell.itertext()) for cell in row] for row in body]
    remarks = [each.text for each in body.iter("span") if each.get("class") == "remark"]
    assert len(cells) == len(rows)
    assert sorted(row[7] for row in cells) == sorted(rows["printed"])
    assert sorted(remarks) == sorted(filter(None, rows["remark"]))
    assert {row[0] for row in cells} == set(rows["name"])


def test_the_table_has_its_headings_and_caption(text):
    """Column and row headings have their scope; the caption says what it is."""
    table = strictly(text).find(".//table")
    assert table.find("caption").text
    assert {cell.get("scope") for cell in table.find("thead").iter("th")} == {"col"}
    assert all(row.find("th").get("scope") == "row" for row in table.find("tbody"))


def test_all_five_stories_are_on_the_map(real):
    """Each programme of the file has a place with a sign, but for the national frame."""
    told = {each["id"]: each for each in data_of(real, "data")["programmes"]}
    assert {"nancy-metz", "montpellier", "nantes", "cantal", "somme"} <= set(told)
    for name, programme in told.items():
        placed = [place for place in programme["places"] if place["at"]]
        assert bool(placed) == (name != "france"), name


def test_the_page_is_light(real):
    """It weighs under 100 kB gzipped, where 250 was aimed at."""
    assert len(gzip.compress(real.encode(), 9)) < 100_000


def test_the_same_rows_make_the_same_bytes(text):
    """A second run writes the same page."""
    assert projects.page() == text


def test_nothing_comes_from_elsewhere(text):
    """The only addresses are names of SVG and of Leaflet's licence; the policy allows nothing."""
    policy = strictly(text).find("head/meta[@http-equiv='Content-Security-Policy']").get("content")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)


def test_hostile_text_stays_text():
    """What a cell holds is in the page as text and as inert JSON, in any column."""
    text = " ".join(browser.HOSTILE)
    columns = ("name", "place", "solution", "carrier", "carrier_kind", "unit", "subject", "printed",
               "title", "publisher", "source_date", "remark")  # fmt: skip
    row = projects.figure(projects.NORD | {"programme": "x"}, "2016", "", "")
    page = projects.page(row | dict.fromkeys(columns, text + "\x00\x1b[31m"))
    tree = strictly(page)
    assert len(list(tree.iter("script"))) == 3
    assert not list(tree.iter("img"))
    assert "<img src=x onerror=alert(1)>" in "".join(tree.find(".//table").itertext())


def test_a_link_to_the_table_only_where_there_is_one(text):
    """The page by itself names no file; in a folder it links the one beside it."""
    assert "download" not in text.partition("<script")[0]
    linked = strictly(projects.page(download="projects.csv"))
    assert linked.find(".//a[@download]").get("href") == "projects.csv"


def test_figures_of_the_panel_name_their_source(real):
    """Each figure's source is one of the list."""
    told = data_of(real, "data")
    numbers = {
        figure["source"]
        for programme in told["programmes"]
        for place in programme["places"]
        for state in place["states"]
        for figure in state["figures"]
    }
    assert numbers == set(range(len(told["sources"])))
    assert all(told["sources"])


def test_the_published_shares_of_2020_are_on_the_map(real):
    """The four départements and the académie have the table of 1 July 2020 as printed."""
    programme = next(p for p in data_of(real, "data")["programmes"] if p["id"] == "nancy-metz")
    rates = {
        place["name"]: place["states"][-1]["rate"]["printed"]
        for place in programme["places"]
        if place["states"][-1]["rate"]
    }
    assert rates == {
        "Académie de Nancy-Metz": "52,9 %", "Meurthe-et-Moselle": "46,9 %", "Meuse": "70,7 %",
        "Moselle": "63,4 %", "Vosges": "25,7 %",
    }  # fmt: skip
