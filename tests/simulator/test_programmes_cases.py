"""The five programmes built from their bundled inputs: what is computed is what was published."""

import json
import re

import gallery
import pandas as pd
import pytest
from packages import described, faults
from scripts import ROOT
from simulator import SCENARIOS, scenario_names
from simulator.measures import measure
from written_pages import page_text

from geo_ent.programmes.printed_numbers import agrees
from geo_ent.programmes.published_figures import read_programmes
from geo_ent.project.bundled_demos import demo_names
from geo_ent.publish.package.data_package import PACKAGE

PROGRAMMES = ("cantal", "montpellier", "nancy-metz", "nantes", "somme")
OWN = ("cantal", "nantes", "somme")
CASES = ROOT / "docs" / "cases"
DATES_AND_NAMES = re.compile(
    r"(?:\b\d{1,2}(?:er)? )?(?:janvier|février|juin|juillet) \d{4}|\b20\d\d(?:-20\d\d)?\b"
    r"|5 février|29 janvier|13 janvier|Ari@ne57|CM1|cycle 3|\b6e\b"
)
NUMBER = r"\d+(?:\.\d+)?"


@pytest.fixture(scope="module")
def told():
    """Read the published figures."""
    return read_programmes()


@pytest.fixture(scope="module", params=PROGRAMMES)
def case(request, demo):
    """A programme's case, built once."""
    return request.param, demo(request.param).page.parent


def test_every_figure_that_a_build_gives_is_the_published_one(told, case):
    """At the printed precision, and read in the files of an ordinary build."""
    programme, folder = case
    rows = told[told["programme"].eq(programme) & told["measure"].ne("")].to_dict("records")
    computed = {row["measure"]: measure(row["measure"], folder) for row in rows}
    wrong = {name: value for name, value in computed.items()
             if not all(agrees(row, value) for row in rows if row["measure"] == name)}  # fmt: skip
    assert wrong == {}
    assert len(rows) >= 3


def test_what_is_the_staff_s_or_decided_is_no_school_s(case):
    """Cantal: 19 schools of networks, the others planned; Moselle: nobody has Ari@ne57 yet."""
    programme, folder = case
    schools = pd.read_csv(folder / "schools.csv", dtype=str, keep_default_na=False)
    covered = schools[schools["status"] == "school"]
    assert not covered["solution"].str.contains("Net'Circo|Ari@ne57").any()
    if programme == "cantal":
        assert schools["status"].value_counts().to_dict() == {"planned": 153, "school": 19}
        assert set(covered["solution"]) == {"Net'École"}
        assert set(schools["staff_solution"]) == {"Net'Circo"}
    page = page_text(folder / "index.html")
    assert ('"staff":{"words":["Net' in page) == (programme == "cantal")


def test_the_case_says_what_is_simulated(case):
    """The banner of the page and each row of the table of schools say it."""
    _, folder = case
    rows = (folder / "schools.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all("imulé" in row for row in rows)
    assert "simulés" in page_text(folder / "index.html")


def test_the_package_is_true_of_the_case(case):
    """Frictionless has nothing against any table of any demo; the package says it is simulated."""
    _, folder = case
    assert faults(folder) == []
    assert len(described(folder)) >= 15
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    assert "simul" in package["description"].partition("\n")[0]
    assert {source["licence"] for source in package["sources"]} == {"MIT", "Licence Ouverte"}


def test_the_gallery_has_the_figures_of_the_build(case):
    """Each page of the gallery is, figure for figure, what its build gives today."""
    programme, folder = case
    written = (CASES / f"{programme}.md").read_text(encoding="utf-8")
    assert written == gallery.page(programme, folder)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_texts_of_the_gallery_hold_no_figure_of_their_own(programme):
    """But for dates and names, every figure of a text is asked of the build or of its source."""
    text = (CASES / "texts" / f"{programme}.md").read_text(encoding="utf-8")
    bare = re.sub(r"\[\[[^\]]*\]\]", "", text)
    assert re.findall(r"\d[\d\s.,]*", DATES_AND_NAMES.sub("", bare)) == []


@pytest.mark.parametrize("mark", ["publié:schools_n@nowhere", "dit:equity:jamais dit"])
def test_a_mark_of_the_gallery_that_finds_nothing_is_refused(mark, tmp_path):
    """A page is never written with a hole in it."""
    (tmp_path / "manifest.json").write_text('{"told": {"equity": []}}', encoding="utf-8")
    with pytest.raises(LookupError):
        gallery._answer(mark, "cantal", read_programmes(), tmp_path)  # noqa: SLF001


def test_each_story_has_its_scenario():
    """The five scenarios are those of the five stories, and of the demos that come with geo-ent."""
    assert scenario_names() == demo_names() == PROGRAMMES


@pytest.mark.parametrize("programme", OWN)
def test_a_number_said_to_be_published_is(told, programme):
    """The value of a line marked « publié » is one of the programme's, or its comment's own."""
    mine = told[told["programme"] == programme]
    known = set(mine["value"]) | {float(code) for codes in mine["codes"] for code in codes.split()}
    worded = re.compile(rf"publié(?!.*: {NUMBER})")
    said = [found for found in numbers(programme) if worded.match(found[2])]
    published = [(line, value) for line, value, _ in said]
    assert [line for line, value in published if value not in known] == []
    assert published


@pytest.mark.parametrize("programme", OWN)
def test_every_number_of_a_scenario_says_where_it_comes_from(programme):
    """Each has beside it whether it is published or simulated, or what it comes from."""
    assert [line for line, _, comment in numbers(programme) if not comment] == []


def numbers(programme):
    """Give the lines of a scenario that are one number: the line, the number, the comment."""
    text = (SCENARIOS / f"{programme}.toml").read_text(encoding="utf-8")
    pattern = rf"(?!seed)\w+ = (?:\{{ \w+ = )?({NUMBER})(?: \}})?\s*(?:# (.*))?"
    found = [(line, re.fullmatch(pattern, line)) for line in text.splitlines()]
    return [(line, float(match[1]), match[2] or "") for line, match in found if match]
