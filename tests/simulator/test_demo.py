"""The demo: simulated schools, published totals."""

import datetime as dt
import os
import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scripts import ROOT
from simulator import find_scenario, scenario_names
from simulator.partition import assign_circonscriptions
from simulator.rows import of_place
from simulator.simulate import simulate, simulated_communes

from geo_ent.communes.bundled import read_communes
from geo_ent.project.bundled_demos import DEFAULT, demo_project
from geo_ent.register.read_register import read_register
from geo_ent.register.status_at_date import status_at
from geo_ent.schools.directory import read_schools
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.findings import Findings
from geo_ent.tables.uai import is_uai
from geo_ent.tables.word_lists import join_words
from geo_ent.territory.crs import metric_crs

DATE = dt.date(2020, 7, 1)
DEPARTEMENTS = ("54", "55", "57", "88")
SCHOOLS = {"54": 578, "55": 147, "57": 961, "88": 335}
COVERED = {"54": 271, "55": 104, "57": 609, "88": 86}
PRIMARY_COVERED = {"54": 205, "55": 89, "57": 609, "88": 65}
TOWNS = {"Neufchâteau", "Liffol-le-Grand", "Châtenois", "Bulgnéville"}


@pytest.fixture(scope="module")
def scenario():
    """Read the scenario of the demo."""
    return find_scenario(DEFAULT)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Unpack the demo, whose files are the simulation's to the byte (test_simulate.py)."""
    folder = tmp_path_factory.mktemp("demo")
    return demo_project(DEFAULT, folder / "inputs", folder / "out")


@pytest.fixture(scope="module")
def inputs(project):
    """Give the two files of the demo."""
    return project.schools, project.register


@pytest.fixture(scope="module")
def findings():
    """Gather what reading the two files finds fault with."""
    return Findings()


@pytest.fixture(scope="module")
def schools(inputs, findings):
    """Read the schools as any build does."""
    return read_schools(inputs[0], sector="public", findings=findings)


@pytest.fixture(scope="module")
def register(inputs, schools, findings):
    """Read the register as any build does."""
    return read_register(inputs[1], schools, findings=findings)


@pytest.fixture(scope="module")
def now(schools, register):
    """Give the schools their status on 1 July 2020."""
    statuses = status_at(register, schools.index, DATE)
    words = {name: statuses[name].map(join_words) for name in ("solution", "programme")}
    return schools.join(statuses.assign(**words))


@pytest.fixture(scope="module")
def communes():
    """Read the real communes of the académie."""
    return read_communes(DEPARTEMENTS)


def test_the_scenario_has_the_published_table(scenario):
    """The four départements of the bundled table sum to its last line; the scenario has them."""
    table = pd.read_csv(bundled_file("schools", "nancy-metz-2020-07.csv"))
    counts = ["schools_n", "covered_n", "primary_covered_n"]
    assert table[counts].iloc[:4].sum().tolist() == [2021, 1070, 968]
    assert table[counts].iloc[4].tolist() == [2021, 1070, 968]
    rows = pd.read_csv(bundled_file("schools", "nancy-metz-2020-07.csv"), dtype=str).iloc[:4]
    told = (scenario.schools_n, scenario.covered_n, scenario.primary_covered_n)
    for column, by_departement in zip(counts, told, strict=True):
        printed = dict(zip(rows["departement_code"], rows[column].astype(int), strict=True))
        assert {code: low for code, (low, _) in by_departement.items()} == printed


def test_the_published_shares_are_those_of_the_counts():
    """Each share printed is that of its counts to the tenth of a point."""
    table = pd.read_csv(bundled_file("schools", "nancy-metz-2020-07.csv"))
    shares = (table["covered_n"] / table["schools_n"]).round(3)
    assert shares.tolist() == table["coverage_share_printed"].tolist()
    primary = (table["primary_covered_n"] / table["covered_n"]).round(3)
    assert primary.tolist() == table["primary_share_printed"].tolist()


def test_counts_by_departement_are_those_published(now):
    """The readers find in each département the three numbers that were published."""
    covered = now[now["status"] == "school"]
    assert now.groupby("departement_code").size().to_dict() == SCHOOLS
    assert covered.groupby("departement_code").size().to_dict() == COVERED
    primary = covered[covered["nature"] != "maternelle"]
    assert primary.groupby("departement_code").size().to_dict() == PRIMARY_COVERED
    assert (len(now), len(covered), len(primary)) == (2021, 1070, 968)


@pytest.mark.parametrize(
    ("day", "covered_n"),
    [
        (dt.date(2014, 9, 1), 0),
        (dt.date(2019, 6, 30), 240),
        (dt.date(2019, 8, 31), 240),
        (dt.date(2019, 9, 1), 240),
        (dt.date(2020, 7, 1), 1070),
    ],
)
def test_deployment_goes_by_the_published_dates(schools, register, day, covered_n):
    """240 schools have an ENT before the summer of 2019; at the rentrée 150 declare an interest."""
    assert (status_at(register, schools.index, day)["status"] == "school").sum() == covered_n


def test_nothing_is_found_wrong_with_the_files(schools, register, findings):
    """The readers have nothing to mend, to guess or to leave out.

    1,070 an ENT, 103 in some classes; 1,052 rows are of one to come: 71 of ENIR, 20 of whole
    circonscriptions, and the 961 of Moselle, those with an ENT too.
    """
    assert findings.summary() == []
    assert set(register["uai"]) < set(schools.index)
    counts = register["status"].value_counts().to_dict()
    assert counts == {"school": 1070, "planned": 71 + 20 + 961, "class": 103}


def test_enir_is_for_small_communes(now, communes):
    """The 150 that declare an interest are in communes of at most 2,000 people; 79 are open."""
    enir = now[now["programme"].str.contains("ENIR")]
    assert enir["status"].value_counts().to_dict() == {"school": 79, "planned": 71}
    assert enir.loc[enir["status"] == "school", "start"].min() > pd.Timestamp("2019-09-01")
    assert communes["population_n"].reindex(enir["commune_code"]).max() <= 2000


def test_neufchateau_has_34_schools_in_four_sectors(now, communes):
    """Each of the four towns has several of the 34 schools nearest to it; three are in the plan."""
    centres = communes.geometry.to_crs(metric_crs(DEPARTEMENTS)).centroid
    vosges = communes["departement_code"] == "88"
    towns = centres[vosges & communes["name"].isin(TOWNS)]
    members = now[now["circonscription_name"] == "Neufchâteau"]
    places = centres[members["commune_code"]].to_numpy()
    away = pd.DataFrame(
        {communes["name"][code]: shapely.distance(places, point) for code, point in towns.items()},
        index=members.index,
    )
    sector = away.idxmin(axis=1)
    assert len(members) == 34
    assert set(sector) == TOWNS
    assert sector.value_counts().min() >= 3
    in_plan = members["programme"] == "Plan ruralité académique"
    wanted = (
        (members["status"] == "school")
        & (sector != "Bulgnéville")
        & (members["programme"] != "ENIR")
    )
    assert in_plan.equals(wanted)
    assert in_plan.any()


def test_epinal_has_45_schools_four_in_rep_plus(now):
    """The four REP+ schools are in the commune of Épinal; no other school is given a label."""
    members = now[now["circonscription_name"] == "Épinal"]
    labelled = now[now["priority"] != ""]
    assert len(members) == 45
    assert labelled["priority"].tolist() == ["REP+"] * 4
    assert set(labelled["commune_name"]) == {"Épinal"}


def test_experiments_go_further_than_the_rest_of_the_vosges(now):
    """Over half of the two circonscriptions' schools have an ENT, under a quarter elsewhere."""
    vosges = now[now["departement_code"] == "88"]
    covered = vosges["status"] == "school"
    shares = covered.groupby(vosges["circonscription_name"]).mean()
    tried = vosges["circonscription_name"].isin(["Neufchâteau", "Épinal"])
    assert shares[["Neufchâteau", "Épinal"]].min() > 0.5
    assert covered[~tried].mean() < 0.25
    assert set(vosges.loc[tried, "status"]) == {"school", "planned"}


def test_moselle_plans_every_school_for_september_2020(now):
    """In Moselle no school has Ari@ne57 before the rentrée of 2020; elsewhere nobody has it."""
    moselle = now["departement_code"] == "57"
    equipped = now["status"] == "school"
    assert set(now.loc[equipped | ~moselle, "solution"]) == {"", "ONE", "Beneylu School"}
    waiting = now[moselle & ~equipped]
    assert set(waiting["status"]) == {"planned", "class"}
    planned = waiting[waiting["status"] == "planned"]
    assert planned["solution"].str.contains("Ari@ne57").all()
    assert set(planned["start"]) == {pd.Timestamp("2020-09-01")}


def test_points_are_inside_their_communes(now, communes):
    """Every school stands in the polygon of the commune that its code names."""
    polygons = communes.geometry[now["commune_code"]].to_numpy()
    assert shapely.contains_properly(polygons, now.geometry.to_numpy()).all()


def test_uais_are_well_made_and_unused(inputs, schools):
    """Every UAI has the right check letter, once, in a range that the académie doesn't use."""
    rows = pd.read_csv(inputs[0], sep=";", dtype=str, encoding="utf-8-sig")
    uais = rows["Identifiant_de_l_etablissement"]
    assert uais.map(is_uai).all()
    assert uais.is_unique
    assert set(schools.index.str[3]) == {"9"}
    assert set(schools["circonscription_code"]) == set(uais[rows["code_nature"] == "809"])


def test_every_name_says_that_the_school_is_simulated(schools):
    """No name can pass for that of a real school, and no two schools share one in a commune."""
    assert schools["name"].str.match(r"École (maternelle|élémentaire|primaire) simulée ").all()
    assert not schools.duplicated(["name", "commune_code"]).any()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vittel", "de Vittel"),
        ("Épinal", "d'Épinal"),
        ("Étain", "d'Étain"),
        ("Le Thillot", "du Thillot"),
        ("Les Éparges", "des Éparges"),
        ("La Bresse", "de La Bresse"),
        ("L'Hôpital", "de L'Hôpital"),
        ("Lessy", "de Lessy"),
        ("Yutz", "d'Yutz"),
    ],
)
def test_french_of_before_a_place(name, expected):
    """De elides before a vowel and contracts with the articles le and les only."""
    assert of_place(name) == expected


def test_adoption_is_lower_in_small_communes(now, communes):
    """Under 2,000 inhabitants fewer schools have an ENT, where the totals leave room.

    In Moselle all ENT are in schools that aren't maternelles, and nearly all of those have one:
    there the comparison is among these.
    """
    small = now["commune_code"].map(communes["population_n"]) < 2000
    covered = now["status"] == "school"
    counted = (now["departement_code"] != "57") | (now["nature"] != "maternelle")
    homes = now["departement_code"]
    low, high = (
        covered[counted & size].groupby(homes[counted & size]).mean() for size in (small, ~small)
    )
    assert (low < high).all()
    assert low.index.tolist() == list(DEPARTEMENTS)


def test_schools_follow_population(now, communes):
    """A commune of 500 people has a school, most of under 200 have none, a large town most."""
    counts = now.groupby("commune_code").size().reindex(communes.index).fillna(0)
    people = communes["population_n"]
    assert counts[people >= 500].min() >= 1
    assert (counts[people < 200] == 0).mean() > 0.9
    for _, group in communes.groupby("departement_code"):
        assert counts[group.index].idxmax() in people[group.index].nlargest(2).index


def test_circonscriptions_are_of_a_usual_size_in_one_departement(now):
    """Every circonscription has 30 to 50 schools, of one département, under a name of its own."""
    zones = now.groupby("circonscription_code")
    assert zones.size().between(30, 50).all()
    assert zones["departement_code"].unique().str.len().max() == 1
    names = zones["circonscription_name"].first()
    assert names.is_unique
    assert {"Nancy 1", "Nancy 2", "Metz 1", "Metz 2"} <= set(names)


def test_only_the_large_towns_are_split(now):
    """Every commune is of one circonscription, save Nancy and Metz."""
    split = now.groupby("commune_name")["circonscription_code"].nunique()
    homes = now.groupby("commune_code")["circonscription_code"].nunique()
    assert (homes > 1).sum() == 2
    assert {"Nancy", "Metz"} <= set(split.index[split > 1])


def test_circonscriptions_are_compact(now):
    """Half of a circonscription's schools, at least, have their nearest neighbour in it.

    A random assignment of the 48 circonscriptions would leave one in forty-eight.
    """
    points = now.geometry.to_crs(metric_crs(DEPARTEMENTS))
    tree = shapely.STRtree(points.to_numpy())
    me, other = tree.query_nearest(points.to_numpy(), exclusive=True, all_matches=False)
    zone = now["circonscription_code"].to_numpy()
    same = pd.Series(zone[me] == zone[other]).groupby(zone[me]).mean()
    assert same.min() > 0.5
    assert same.mean() > 0.9


def test_circonscriptions_are_in_one_piece(scenario):
    """Communes of one circonscription, schools or not, touch one another (two in a hundred off)."""
    marked, _ = simulated_communes(scenario, np.random.default_rng(1))
    zones = assign_circonscriptions(marked)
    pieces = gpd.GeoSeries(zones.groupby("circonscription").geometry.agg(shapely.union_all))
    largest = pieces.map(lambda shape: max(part.area for part in shapely.get_parts(shape)))
    assert (largest / pieces.area).min() > 0.98


def test_two_runs_give_the_same_bytes(inputs, tmp_path):
    """Another process, with another hash seed, writes the two files that are bundled."""
    code = (
        "import sys, pathlib, simulator as s; "
        f"s.write_inputs(s.find_scenario({DEFAULT!r}), pathlib.Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run(command, check=True, cwd=ROOT / "tools", env=environment)
    for path in inputs:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_files_are_laid_out_as_a_dane_has_them(inputs):
    """The annuaire has the portal's BOM and separator; the register plain names."""
    annuaire, register = (path.read_text("utf-8") for path in inputs)
    assert annuaire.startswith("\ufeffIdentifiant_de_l_etablissement;Nom_etablissement;")
    assert register.startswith("uai,status,solution,start,end,programme,phase\n")


def test_the_project_says_what_is_simulated(project):
    """The project's message and every table's note tell the published from the simulated."""
    notes = project.simulation.notes
    assert set(notes) == {*LEVELS, "schools"}
    assert "simulé" in project.simulation.message.lower()
    for level, note in notes.items():
        assert ("Publiés" in note) == (level in {"departement", "academie"})
        assert "simulé" in note.lower()
    assert (project.date, project.complete, project.sector) == (DATE, True, "public")
    assert project.departements == DEPARTEMENTS


def test_the_simulation_has_a_row_a_school(scenario):
    """The frames are indexed by UAI and complete; only Moselle's have a second wave."""
    found = simulate(scenario)
    assert len(found.schools) == 2021
    assert found.schools.index.is_unique
    own = found.told[found.told["solution"] != "Ari@ne57"]
    assert own["uai"].is_unique
    assert len(found.told) - len(own) == 961
    assert not found.told.isna().any().any()
    assert not found.schools[["name", "circonscription_code", "covered"]].isna().any().any()


def test_series_by_rentree_tells_the_published_steps(inputs):
    """Through the public API: 240 schools in June 2019 and at the rentrée, 1,070 in July 2020."""
    import geo_ent

    annuaire, registre = inputs
    schools = geo_ent.read_schools(annuaire)
    register = geo_ent.read_register(registre, schools)
    days = [dt.date(2019, 6, 30), dt.date(2019, 9, 1), dt.date(2020, 7, 1)]
    told = geo_ent.status_series(register, schools.index, days)
    covered = told[told["status"] == "school"].groupby("date").size()
    assert covered.tolist() == [240, 240, 1070]


def test_the_default_is_among_the_scenarios():
    """`geo-ent demo` alone is one of those that it names."""
    assert DEFAULT in scenario_names()
    assert set(scenario_names()) >= {"cantal", "montpellier", "nantes", "somme"}
