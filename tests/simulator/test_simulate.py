"""`tools/simulate.py`: a programme of one's own, and the demos that come with geo-ent."""

import json
import sys
import zipfile

import pytest
import simulate
from simulator import scenario_names
from simulator.bundle import FOLDER, bundle, write_bundle
from written_pages import page_text

SCENARIO = """
departements = ["90"]
date = 2019-06-30
title = "Un essai"
simulation.message = "Tout est inventé."
schools.schools_n = 20
covered.covered_n = 5
"""


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the tool; give what it says, and its exit code."""

    def running(*words):
        monkeypatch.setattr(sys, "argv", ["simulate", *map(str, words)])
        try:
            simulate.main()
        except SystemExit as end:
            return end.code, capsys.readouterr().err
        return 0, capsys.readouterr().out

    return running


@pytest.fixture
def scenario(tmp_path):
    """Write a scenario of one's own."""
    path = tmp_path / "mon-essai.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def test_a_scenario_is_built_whole(run, scenario, tmp_path):
    """The steps, the figures and the page are said; the inputs can be kept."""
    out = tmp_path / "out"
    code, said = run(scenario, "--out", out, "--inputs", tmp_path / "inputs")
    assert code == 0
    assert "5 écoles publiques sur 20 ont un ENT" in said.replace("\u00a0", " ")
    assert f"La page : {out / 'index.html'}" in said
    assert "Tout est inventé." in page_text(out / "index.html")
    assert (tmp_path / "inputs" / "registre-simule.csv").is_file()


def test_a_scenario_has_a_folder_of_its_name(run, scenario, monkeypatch):
    """Without --out, the map is in maps/ under the file's name; its inputs are gone afterwards."""
    projects = []
    monkeypatch.setattr(simulate, "run", projects.append)
    assert run(scenario)[0] == 0
    (project,) = projects
    assert (project.out.as_posix(), project.title) == ("maps/mon-essai", "Un essai")
    assert not project.schools.exists()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["nancy"], "aucun scénario « nancy »"),
        (["cantla"], "vouliez-vous dire « cantal »"),
        (["absent.toml"], "absent.toml"),
        ([], "name a scenario"),
    ],
)
def test_an_unknown_scenario_is_refused(run, words, refusal):
    """By a name, by a file that isn't there, or for want of one: exit code 2, and why."""
    code, said = run(*words)
    assert code == 2
    assert refusal in said


@pytest.mark.parametrize("name", scenario_names())
def test_the_bundled_demos_are_those_of_their_scenarios(name):
    """Simulated again, each file has the same bytes; so have the project's settings."""
    files, settings = bundle(name)
    with zipfile.ZipFile(FOLDER / f"{name}.zip") as archive:
        bundled = {path: archive.read(path) for path in archive.namelist()}
    assert bundled == files
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == settings
    assert set(json.loads(settings)["inputs"].values()) == set(files)


def test_a_bundle_is_the_same_twice(tmp_path, monkeypatch):
    """No clock and no name of this machine are in the archive."""
    write_bundle("cantal", tmp_path / "one")
    monkeypatch.setattr("time.time", lambda: 2e9)
    write_bundle("cantal", tmp_path / "two")
    for kind in ("zip", "json"):
        one, two = (tmp_path / side / f"cantal.{kind}" for side in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
