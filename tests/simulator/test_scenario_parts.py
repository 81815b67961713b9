"""The parts of a simulated territory: circonscriptions, collèges, the rows of its files."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from simulator import find_scenario, scenario_project
from simulator.colleges import draw_colleges
from simulator.files import pupil_rows, register_rows, rentree, usage_rows
from simulator.pools import home_pools
from simulator.rows import annuaire_rows
from simulator.selection import draw_days, draw_words
from simulator.simulate import simulate, simulated_communes

from geo_ent.communes.bundled import read_communes

TEXT = """
departements = ["90", "70"]
date = 2019-06-30
seed = 3
complete = {complete}
simulation.message = "Tout est simulé."
[schools]
schools_n = {{ 90 = 90, 70 = 120 }}
[covered]
covered_n = 40
[[waves]]
start = 2018-09-03
[[waves]]
status = "class"
schools_n = 6
[colleges]
colleges_n = {{ 90 = 5, 70 = 9 }}
towns = ["Delle"]
[pupils]
[classes]
"""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """Read a scenario of two départements of two académies' size."""
    path = tmp_path_factory.mktemp("parts") / "two.toml"
    path.write_text(TEXT.format(complete="true"), encoding="utf-8")
    return find_scenario(path)


@pytest.fixture(scope="module")
def found(scenario):
    """Simulate it once."""
    return simulate(scenario)


@pytest.fixture(scope="module")
def places(scenario):
    """Give its communes, in metres, and their gazetteer."""
    return simulated_communes(scenario, np.random.default_rng(3))


def test_every_commune_is_of_the_nearest_college_of_its_departement(scenario, places):
    """Five collèges in one, nine in the other; no commune has a nearer one at home."""
    communes, gazetteer = places
    colleges = draw_colleges(communes, scenario, gazetteer)
    homes = colleges.table["departement_code"]
    assert homes.value_counts().to_dict() == {"70": 9, "90": 5}
    assert colleges.table["commune_code"].is_unique
    centres = communes.geometry.centroid
    for home in ("70", "90"):
        towns = centres[colleges.table.loc[homes == home, "commune_code"]]
        uais = homes.index[homes == home]
        own = communes.index[communes["departement_code"] == home]
        away = pd.DataFrame(
            {
                uai: centres[own].distance(place)
                for uai, place in zip(uais, towns.to_numpy(), strict=True)
            }
        )
        assert (away.idxmin(axis=1) == colleges.sector[own]).all()


def test_a_college_stands_in_its_town(scenario, places):
    """Each point is in the polygon of its commune; Delle has one, as asked."""
    import geopandas as gpd

    communes, gazetteer = places
    table = draw_colleges(communes, scenario, gazetteer).table
    points = gpd.points_from_xy(table["x"], table["y"])
    shapes = communes.geometry[table["commune_code"]].to_numpy()
    assert all(shape.contains(point) for shape, point in zip(shapes, points, strict=True))
    assert "Delle" in set(table["commune_name"])


@pytest.mark.parametrize(
    ("more", "most"), [("people = 9000", 9000), ('away_from = ["Belfort"]', 40_000), ("", 25_000)]
)
def test_a_circonscription_has_the_communes_around_its_town(tmp_path, more, most):
    """As many inhabitants as said, or as its schools have; never those of a town kept away."""
    path = tmp_path / "delle.toml"
    text = TEXT.format(complete="true") + (
        f'[[circonscriptions]]\nname = "Delle"\ndepartement = "90"\nschools_n = 14\n{more}\n'
    )
    path.write_text(text, encoding="utf-8")
    scenario = find_scenario(path)
    communes, gazetteer = simulated_communes(scenario, np.random.default_rng(3))
    pool = home_pools(communes, scenario, gazetteer, {"90": 90, "70": 120})["pool"]
    own = communes[pool == "Delle"]
    assert "Delle" in set(own["name"])
    assert "Belfort" not in set(own["name"])
    assert set(own["departement_code"]) == {"90"}
    assert 5000 <= own["population_n"].sum() <= most


def test_the_annuaire_has_the_academie_of_each_departement():
    """Nancy-Metz for the Vosges, Besançon for the Jura, Corse for Corse-du-Sud."""
    schools = pd.DataFrame(
        {
            "name": "École", "commune_code": "88160", "commune_name": "Épinal",
            "departement_code": ["88", "39", "2A"], "nature": "primaire", "priority": "",
            "private": False,
            "circonscription": "88160", "circonscription_name": "Épinal",
            "circonscription_code": ["0888001X", "0398001X", "6208001X"],
            "latitude": 48.1, "longitude": 6.4,
        },
        index=["a", "b", "c"],
    )  # fmt: skip
    rows = annuaire_rows(schools, dt.date(2020, 7, 1)).iloc[:3]
    assert rows["Libelle_academie"].tolist() == ["Nancy-Metz", "Besançon", "Corse"]
    assert rows["Code_departement"].tolist() == ["088", "039", "02A"]


def test_the_register_has_rows_for_the_schools_that_have_something(found):
    """40 schools and six more in some classes, of 210: the others have no row."""
    rows = register_rows(found)
    assert rows["status"].value_counts().to_dict() == {"school": 40, "class": 6}
    assert len(found.schools) == 210


def test_a_register_of_a_territory_without_any_ent_says_so(found):
    """With nothing to tell, each of the 210 schools has a row "none": a register isn't empty."""
    rows = register_rows(dataclasses.replace(found, told=found.told.iloc[:0]))
    assert rows["status"].tolist() == ["none"] * 210
    assert set(rows["uai"]) == set(found.schools.index)


def test_private_schools_are_counted_where_the_scenario_has_some(tmp_path):
    """A third of 210, none in priority education; the annuaire, the effectifs, the names agree."""
    path = tmp_path / "private.toml"
    text = TEXT.format(complete="true").replace("[schools]", "[schools]\nprivate_share = 0.3333")
    text += '[[priorities]]\nlabel = "REP"\nschools_n = 50\n'
    path.write_text(text, encoding="utf-8")
    scenario = find_scenario(path)
    schools = simulate(scenario).schools
    private = schools["private"]
    assert private.sum() == 70
    assert not (private & (schools["priority"] != "")).any()
    assert (schools["name"].str.contains(" privée ") == private).all()
    rows = annuaire_rows(schools, scenario.date).set_index("Identifiant_de_l_etablissement")
    sectors = pupil_rows(schools, scenario).set_index("Numéro de l'école")["Secteur"]
    assert ((rows["Statut_public_prive"].reindex(schools.index) == "Privé") == private).all()
    assert ((sectors == "PRIVE") == private).all()
    assert scenario_project(scenario, tmp_path / "in", tmp_path / "out").sector == "all"


def test_effectifs_and_usage_are_of_the_schools_that_have_them(scenario, found):
    """Every school has pupils and classes; the classes with an ENT are those of 46 schools."""
    pupils, usage = pupil_rows(found.schools, scenario), usage_rows(found.schools)
    assert len(pupils) == 210
    assert set(pupils["Rentrée scolaire"]) == {2018}
    assert usage.columns.tolist() == ["UAI", "Classes avec ENT"]
    assert len(usage) == 46
    assert (usage["Classes avec ENT"] >= 1).all()


@pytest.mark.parametrize(("day", "year"), [("2019-08-31", 2018), ("2019-09-01", 2019)])
def test_effectifs_are_those_of_the_school_year(tmp_path, day, year):
    """A school year begins on 1 September."""
    path = tmp_path / "a.toml"
    path.write_text(TEXT.format(complete="true").replace("2019-06-30", day), encoding="utf-8")
    assert rentree(find_scenario(path)) == year


def test_days_are_working_days_of_their_periods():
    """A week has five; a weekend alone gives its first day; no period gives no date."""
    rng = np.random.default_rng(0)
    week = ((dt.date(2020, 6, 1), dt.date(2020, 6, 7), 1.0),)
    assert set(draw_days(week, 200, rng)) == {f"2020-06-0{day}" for day in range(1, 6)}
    weekend = ((dt.date(2020, 6, 6), dt.date(2020, 6, 7), 1.0),)
    assert set(draw_days(weekend, 9, rng)) == {"2020-06-06"}
    assert draw_days((), 2, rng) == ["", ""]


def test_words_follow_their_shares():
    """Of 2,000 communes, about a quarter has the rarer solution; one commune has one."""
    rng = np.random.default_rng(0)
    keys = pd.Series([str(n // 2) for n in range(4000)])
    words = draw_words({"ONE": 0.75, "Beneylu School": 0.25}, keys, rng)
    assert (words == "ONE").mean() == pytest.approx(0.75, abs=0.03)
    assert words.groupby(keys).nunique().max() == 1


def test_population_makes_the_schools_of_a_departement(tmp_path):
    """One total for two départements is shared by their people, the rural one a little more."""
    path = tmp_path / "a.toml"
    path.write_text(TEXT.format(complete="true").replace("{ 90 = 90, 70 = 120 }", "210"), "utf-8")
    communes, _ = simulated_communes(find_scenario(path), np.random.default_rng(0))
    counts = communes.groupby("departement_code")["schools_n"].sum()
    people = read_communes(["90", "70"]).groupby("departement_code")["population_n"].sum()
    assert counts.sum() == 210
    assert counts["70"] / counts["90"] > people["70"] / people["90"]
