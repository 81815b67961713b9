"""The demos that come with the package: what is unpacked, and the project that they make."""

import datetime as dt

import pytest

from geo_ent.project.bundled_demos import DEFAULT, INPUTS, demo_names, demo_project


@pytest.mark.parametrize("name", demo_names())
def test_each_demo_is_a_project(name, tmp_path):
    """Its inputs are where the project says, with nothing beside them; it says it is simulated."""
    project = demo_project(name, tmp_path / "inputs", tmp_path / "out")
    paths = {getattr(project, field) for field in INPUTS} - {None}
    assert paths == set((tmp_path / "inputs").iterdir())
    assert all(path.stat().st_size > 100 for path in paths)
    assert "simulé" in project.simulation.message
    assert project.simulation.replaces_sources
    assert project.note("schools").startswith("École simulée")
    assert isinstance(project.date, dt.date)


def test_goals_and_programmes_are_those_of_a_project(tmp_path):
    """The Somme aims at a day and has a budget; Nancy-Metz says nothing of either."""
    somme = demo_project("somme", tmp_path / "somme", tmp_path)
    assert (somme.goal.by, somme.goal.unit) == (dt.date(2019, 6, 30), "classes")
    assert somme.programme.shares == {"Europe": 0.3}
    default = demo_project(DEFAULT, tmp_path / "default", tmp_path)
    assert (default.goal, default.programme) == (None, None)


def test_a_demo_in_english(tmp_path):
    """The language is the project's."""
    assert demo_project("cantal", tmp_path / "inputs", tmp_path, lang="en").lang == "en"
