"""A figure of a build by its short name: of five schools, each counted by hand."""

import json

import pandas as pd
import pytest
from simulator.measures import measure

from geo_ent.errors import InputError

SCHOOLS = """
uai,status,nature,commune_code,departement_code,priority,start,phase,solution,network,programme,\
pupils_n,secteur_college_code
A,school,primaire,01001,01,REP,2015-09-01,P1,ONE,N1,X,10,c1
B,school,maternelle,01001,01,REP+,2017-01-02,P1 + P2,ONE + NEO,,,20,c1
C,planned,primaire,01002,01,,2021-09-01,P2,NEO,,X,30,
D,none,elementaire,69001,69,,,,,,,,c2
E,school,elementaire,69001,69,,2019-01-01,,,N2,,,
"""
ZONES = """
zone_code,zone_name,covered_n,coverage_share,cost
01,Ain,2,0.667,
69,Rhône,1,0.5,7
70,Ain,0,0,1
"""
MANIFEST = {
    "date": "2020-06-30",
    "figures": {"coverage_share": 0.6, "schools_n": "5"},
    "deployment": {
        "networks_n": 2,
        "adhering_communes_n": 3,
        "goal": {"share": 0.8, "by": "2025-06-30"},
        "cost": {"budget": 12000, "years": 6, "per_school": 4000, "funders": {"FEDER": 3000}},
    },
}


@pytest.fixture
def build(tmp_path):
    """Write a build of five schools of two départements, as `geo-ent build` does."""
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    (tmp_path / "schools.csv").write_text(SCHOOLS.lstrip(), encoding="utf-8")
    (tmp_path / "coverage-departement.csv").write_text(ZONES.lstrip(), encoding="utf-8")
    (tmp_path / "phases.csv").write_text(
        "phase,first_start,schools_n\nP1,2015-09-01,2\nP2,,1\n", "utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # all the schools
        ("schools_n", 5),
        ("coverage_share", 0.6),
        ("covered_n", 3),
        ("primary_covered_n", 2),
        ("primary_covered_share", 2 / 3),
        ("covered_pupils_n", 30),
        ("decided_share", 4 / 5),
        ("priority_share", 2 / 5),
        ("rep_schools_n", 1),
        ("rep_plus_schools_n", 1),
        ("communes_n", 3),
        ("colleges_n", 2),
        ("since_year", 2015),
        # what the manifest tells of the deployment
        ("networks_n", 2),
        ("adhering_communes_n", 3),
        ("goal_share", 0.8),
        ("goal_year", 2025),
        ("goal_years", 5.0),
        ("budget", 12000),
        ("years", 6),
        ("cost_school", 4000),
        ("cofinancing:FEDER", 0.25),
        # some of the schools; a share is of all of them
        ("schools_n@phase:P1", 2),
        ("covered_n@phase:P2", 1),
        ("coverage_share@phase:P2", 1 / 5),
        ("decided_share@phase:P2", 1),
        ("since_year@phase:P1", 2015),
        ("schools_n@solution:ONE", 2),
        ("coverage_share@solution:NEO", 1 / 5),
        ("since_year@solution:NEO", 2017),
        ("schools_n@network", 2),
        ("covered_n@network:N2", 1),
        ("covered_n@programme:X", 1),
        ("colleges_n@programme:X", 1),
        ("covered_n@rentree:2015-08-31", 0),
        ("covered_n@rentree:2015-09-01", 1),
        ("coverage_share@rentree:2019-01-01", 3 / 5),
        # a zone: what its table tells, else its schools
        ("covered_n@departement:69", 1),
        ("coverage_share@departement:01", 0.667),
        ("covered_n@departement:Rhône", 1),
        ("schools_n@departement:01", 3),
        ("communes_n@departement:69", 1),
        ("decided_share@departement:69", 1 / 2),
        ("covered_pupils_n@departement:01", 30),
        ("cost@departement:69", 7),
    ],
)
def test_each_figure_is_what_is_counted(build, name, expected):
    """By arithmetic on five schools."""
    assert measure(name, build) == pytest.approx(expected)


@pytest.mark.parametrize(
    "name",
    [
        "pupils",  # no such figure
        "covered_n@phase:P3",  # no school of it
        "covered_n@couleur:bleu",  # no such kind
        "covered_n@epci:1",  # no such table
        "covered_n@departement:88",
        "covered_n@departement:Ain",  # two zones of one name
        "cost@departement:01",  # empty in the table
        "covered_pupils_n@departement:69",  # nobody's pupils are known
        "since_year@phase:P2",  # no start is known
        "cofinancing:Europe",
        "cost_pupil",
        "primary_covered_share@phase:P9",
    ],
)
def test_what_a_build_does_not_say_is_refused(build, name):
    """One line names the figure and the folder; NaN is no answer."""
    with pytest.raises(InputError, match="n'en dit rien") as fault:
        measure(name, build)
    assert f"« {name} »" in str(fault.value)
    assert str(build) in str(fault.value)


def test_a_build_that_tells_less_is_counted_all_the_same(build):
    """Without phases, networks, sectors or pupils: what can be is; no goal, no budget."""
    manifest = {"date": "2020-06-30", "figures": {}}
    (build / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    table = pd.read_csv(build / "schools.csv", dtype=str, keep_default_na=False)
    kept = table.drop(columns=["phase", "network", "secteur_college_code", "pupils_n"])
    kept.assign(start="").to_csv(build / "schools.csv", index=False)
    assert (measure("covered_n", build), measure("colleges_n", build)) == (3, 0)
    assert measure("coverage_share", build) == 3 / 5
    for name in ("schools_n@network", "goal_year", "goal_years", "cofinancing:FEDER",
                 "covered_pupils_n", "since_year"):  # fmt: skip
        with pytest.raises(InputError):
            measure(name, build)
