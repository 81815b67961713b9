"""A sixth scenario, written without Python, through the same build as any real territory."""

import dataclasses
import hashlib
import json

import pandas as pd
import pytest
from scripts import ROOT
from simulator import find_scenario, scenario_project
from simulator.measures import measure
from written_pages import page_text

from geo_ent.errors import InputError
from geo_ent.pipeline.build import build

SIXTH = """
name = "Écoles numériques du Territoire de Belfort"
title = "Les ENT dans les écoles du Territoire de Belfort"
departements = ["90"]
date = 2019-06-30
seed = 90

[simulation]
message = "Les écoles et leur situation sont simulées ; aucun chiffre n’est publié."
published_levels = ["departement"]
published_note = "Publié : schools_n ; le reste est simulé."

[schools]
schools_n = 130
communes_n = 64

[[circonscriptions]]
name = "Delle"
departement = "90"
schools_n = 30

[[priorities]]
label = "REP+"
commune = "Belfort"
schools_n = 4

[[communes]]
name = "Giromagny"
schools_n = 4
covered_n = 2
covered_pupils_n = 301
start = 2016-01-29

[colleges]
colleges_n = 8

[[waves]]
phase = "Pilotes"
networks_n = 3
schools_n = 9
where = { circonscriptions = ["Delle"] }
start = [2015-02-05, 2015-06-30]
solution = "Net'École"
programme = "Réseaux"

[[waves]]
phase = "Conventions"
scope = "commune"
communes_n = 12
schools_n = 20
where = { not_circonscriptions = ["Delle"], population_max = 9000 }
start = [2016-01-04, 2017-12-15]
solution = "Beneylu School"
programme = "ENT 90"

[[waves]]
phase = "Animation"
scope = "circonscription"
where = { circonscriptions = ["Delle"] }
start = 2018-09-03
solution = "Iconito"
programme = "Circonscriptions"
beside = true

[[waves]]
phase = "Classes"
status = "class"
schools_n = 7
start = 2019-01-07
solution = "ONE"

[pupils]
pupils_n = 11800
covered_pupils_n = 4000

[classes]
classes_n = 520
covered_classes_n = 195
partial_n = 12

[accounts]
created_n = 8000
activated_share = 0.97

[goal]
share = 0.8
by = 2024-09-01
unit = "classes"

[programme]
budget = 300000
years = 5
since = 2000-01-01
shares = { FEDER = 0.49, "Département" = 0.3 }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the scenario and build its map."""
    home = tmp_path_factory.mktemp("sixth")
    (home / "belfort.toml").write_text(SIXTH, encoding="utf-8")
    build(scenario_project(find_scenario(home / "belfort.toml"), home / "inputs", home / "map"))
    return home


@pytest.fixture(scope="module")
def built(folder):
    """Give the folder of the map."""
    return folder / "map"


FIGURES = {
    "schools_n": 130,
    "communes_n": 64,
    "schools_n@circonscription:Delle": 30,
    "coverage_share@circonscription:Delle": 1,
    "covered_n": 50,  # the 30 of Delle, and 20 in the communes that joined
    "covered_pupils_n": 4000,
    "covered_pupils_n@commune:90052": 301,
    "pupils_n": 11800,
    "covered_classes_n": 195,
    "classes_coverage_share": 0.375,
    "rep_plus_schools_n": 4,
    "rep_plus_schools_n@commune:90010": 4,
    "networks_n": 3,
    "schools_n@network": 9,
    "schools_n@phase:Pilotes": 9,
    "schools_n@phase:Classes": 7,
    "schools_n@solution:Net'École": 9,
    "schools_n@solution:Iconito": 30,
    "coverage_share@solution:Beneylu School": 20 / 130,
    "adhering_communes_n": 12,
    "accounts_created_n": 8000,
    "accounts_activated_share": 0.97,
    "covered_n@rentree:2015-09-01": 9,
    "decided_share@commune:90052": 1,
    "colleges_n": 8,
    "since_year": 2015,
    "since_year@commune:90052": 2016,
    "since_year@phase:Animation": 2018,  # in schools that have had Net'École since 2015
    "goal_share": 0.8,
    "goal_year": 2024,
    "goal_years": 5.2,
    "budget": 300000,
    "years": 5,
    "cost_school": 6000,
    "cost_pupil": 75,
    "cost_school_year": 1200,
    "cost_pupil_year": 15,
    "cofinancing:FEDER": 0.49,
    "cofinancing:Département": 0.3,
}


@pytest.mark.parametrize(("name", "expected"), FIGURES.items())
def test_the_build_gives_what_the_scenario_says(built, name, expected):
    """Every figure of the scenario is that of the build's own files, to the unit."""
    assert measure(name, built) == pytest.approx(expected, abs=1e-6)


def test_primary_schools_are_a_share_of_those_covered(built):
    """The share of the older children's schools is that of the two counts of the table."""
    row = pd.read_csv(built / "coverage-departement.csv").iloc[0]
    expected = row["primary_covered_n"] / row["covered_n"]
    assert measure("primary_covered_share", built) == expected
    assert measure("primary_covered_share@departement:90", built) == expected
    assert measure("primary_covered_n", built) == row["primary_covered_n"]


@pytest.mark.parametrize(
    "name",
    ["nothing", "covered_n@commune:99999", "covered_n@phase:Nulle", "covered_n@moon:1",
     "since_year@phase:Nulle", "since_year@commune:99999", "cofinancing:Lune",
     "covered_n@epci:Nulle part", "goal_share@departement:90"],
)  # fmt: skip
def test_a_figure_that_the_build_hasnt_is_refused(built, name):
    """No zero for what isn't known: the name is told."""
    with pytest.raises(InputError, match="n'en dit rien"):
        measure(name, built)


def test_nothing_is_found_wrong_with_the_files(built):
    """What the readers note is only that rows speak of territories, and EPCI cross the border."""
    findings = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["findings"]
    assert set(findings) <= {"partial-epci", "row-spread"}
    assert findings["row-spread"] == 13  # twelve communes and a circonscription


def test_the_files_have_the_layouts_of_the_real_ones(folder):
    """Annuaire, register, effectifs, usage and carte scolaire, with their titles."""
    titles = {
        "annuaire-simule.csv": "\ufeffIdentifiant_de_l_etablissement;Nom_etablissement;",
        "registre-simule.csv": "uai,name,commune,circonscription,status,solution,start,end,",
        "effectifs-simules.csv": "\ufeffRentrée scolaire;",
        "usage-simule.csv": "UAI,Comptes créés,Comptes activés,Classes avec ENT\n",
        "carte-scolaire-simulee.csv": "\ufeffcode_departement;code_insee;",
    }
    found = {path.name: path.read_text(encoding="utf-8") for path in (folder / "inputs").iterdir()}
    assert found.keys() == titles.keys()
    for name, opening in titles.items():
        assert found[name].startswith(opening)


def test_every_file_says_that_it_is_simulated(built):
    """The page, the tables and the manifest; the published level has its own note."""
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["simulated"].startswith("Les écoles et leur situation sont simulées")
    assert "sont simulées" in page_text(built / "index.html")
    for level, words in (("departement", "Publié : schools_n"), ("commune", "sont simulées")):
        notes = pd.read_csv(built / f"coverage-{level}.csv")["note"]
        assert notes.str.contains(words).all()


def test_a_commune_that_joined_has_its_date(built):
    """Giromagny joined on 29 January 2016, with two of its four schools; the others wait."""
    schools = pd.read_csv(built / "schools.csv", dtype=str)
    own = schools[schools["commune_code"] == "90052"]
    assert own["status"].value_counts().to_dict() == {"planned": 2, "school": 2}
    assert set(own.loc[own["status"] == "school", "start"]) == {"2016-01-29"}


def test_a_phase_and_a_network_have_the_solutions_and_dates_of_their_own_rows(built):
    """Nine schools have Net'École by their network since 2015, Iconito by their circonscription.

    So their networks and their phase are of Net'École alone, and that of Iconito starts in 2018.
    """
    networks = pd.read_csv(built / "school-networks.csv")
    phases = pd.read_csv(built / "phases.csv").set_index("phase")
    assert set(networks["solutions"]) == {"Net'École"}
    assert networks["since"].between("2015-02-05", "2015-06-30").all()
    assert phases["solutions"][["Pilotes", "Animation"]].tolist() == ["Net'École", "Iconito"]
    assert phases.loc["Pilotes", "last_start"] <= "2015-06-30"
    assert set(phases.loc["Animation", ["first_start", "last_start"]]) == {"2018-09-03"}


def test_two_runs_give_the_same_bytes(folder, tmp_path):
    """The inputs and every file of the map are the same at a second run, elsewhere."""
    again = scenario_project(
        find_scenario(folder / "belfort.toml"), tmp_path / "inputs", tmp_path / "map"
    )
    build(again)
    for part in ("inputs", "map"):
        first, second = (hashes(home / part) for home in (folder, tmp_path))
        assert first == second
        assert len(first) >= 5


def hashes(folder):
    """Give the sha256 of every file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_whole_territories_are_equipped_by_one_row(tmp_path):
    """Two sectors of collège, then the whole of one département of two, a row each."""
    text = (
        SIXTH.split("[schools]", maxsplit=1)[0].replace('["90"]', '["90", "70"]')
        + """
[schools]
schools_n = { 90 = 80, 70 = 90 }

[colleges]
colleges_n = { 90 = 7, 70 = 9 }

[[waves]]
scope = "secteur_college"
networks_n = 2
where = { departements = ["90"] }
start = 2015-01-05
solution = "Net'École"
programme = "A"

[[waves]]
scope = "departement"
where = { departements = ["70"] }
start = 2016-01-04
solution = "ONE"
programme = "B"
"""
    )
    (tmp_path / "two.toml").write_text(text, encoding="utf-8")
    found = find_scenario(tmp_path / "two.toml")
    project = scenario_project(found, tmp_path / "inputs", tmp_path / "map")
    build(dataclasses.replace(project, quick=True))
    schools = pd.read_csv(tmp_path / "map" / "schools.csv", dtype=str, keep_default_na=False)
    covered = schools[schools["status"] == "school"]
    whole = covered["departement_code"] == "70"
    assert whole.sum() == 90
    assert covered["secteur_college_code"][~whole].nunique() == 2
    sectors = schools["secteur_college_code"].isin(covered["secteur_college_code"][~whole])
    assert sectors.sum() == (~whole).sum()
    assert len(covered["network"][~whole].unique()) == 2
    assert len(pd.read_csv(project.register).query("status == 'school'")) == 3


def test_the_example_of_the_guide_can_be_built(tmp_path):
    """The first example of docs/scenarios.md, as it stands: 96 schools of the Aude in 320."""
    guide = ROOT / "docs" / "scenarios.md"
    example = guide.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "aude.toml").write_text(example, encoding="utf-8")
    found = find_scenario(tmp_path / "aude.toml")
    project = scenario_project(found, tmp_path / "inputs", tmp_path / "map")
    assert (project.departements, project.title) == (("11",), found.title)
    register = pd.read_csv(project.register)
    assert (register["status"] == "school").sum() == 96
    assert not register["uai"].duplicated().any()
    assert len(register) == 96
    annuaire = pd.read_csv(project.schools, sep=";", dtype=str)
    assert (annuaire["Type_etablissement"] == "Ecole").sum() == 320
    assert set(register.loc[register["status"] == "school", "solution"]) == {"ONE"}
