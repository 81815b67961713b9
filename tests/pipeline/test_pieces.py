"""The pieces of the public API give the figures that the command line gives, by the same code."""

import datetime as dt

import pandas as pd
import pytest

import geo_ent
from geo_ent.pipeline.compute import compute
from geo_ent.pipeline.reading import read_inputs
from geo_ent.project.bundled_demos import demo_project
from geo_ent.tables.findings import Findings

DAY = "2023-06-30"


def command(project):
    """Read and compute as the command does, without writing."""
    findings = Findings()

    def silent(_step, _done):
        """Report nothing."""

    return compute(project, read_inputs(project, findings, silent), findings, silent)


@pytest.fixture(scope="module")
def files(shared_file):
    """The real directory and the simulated register of Ille-et-Vilaine."""
    return {
        "schools": shared_file("annuaire-035-2023-06.csv"),
        "register": shared_file("registre-ent-035-simule.xlsx"),
        "density": shared_file("grille-densite-7-niveaux-2024.xlsx"),
    }


@pytest.fixture(scope="module")
def pieces(files):
    """Communes, schools, register and zones, as an analyst puts them together."""
    communes = geo_ent.read_communes(["35"], density=files["density"])
    schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    register = geo_ent.read_register(files["register"], schools)
    schools = geo_ent.status_at(register, schools, DAY)
    return communes, schools, register, geo_ent.zones(communes, schools)


@pytest.fixture(scope="module")
def made(files, tmp_path_factory):
    """The same by the command's own reading and computing."""
    out = tmp_path_factory.mktemp("out")
    return command(
        geo_ent.Project(
            departements=("35",), date=dt.date.fromisoformat(DAY), out=out, quick=True, **files
        )
    )


def test_public_schools_alone_are_counted(pieces):
    """210 of 421: the command's default, though the frame has the private schools too."""
    _, schools, _, zones = pieces
    assert len(schools) == 685
    row = geo_ent.coverage(schools, zones["departement"], level="departement").loc["35"]
    assert (row["covered_n"], row["schools_n"]) == (210, 421)
    every = geo_ent.coverage(schools, zones["departement"], level="departement", sector="all")
    assert (every.loc["35", "covered_n"], every.loc["35", "schools_n"]) == (285, 685)


def test_zones_and_figures_join_at_each_level(pieces, made):
    """Every level's figures, rural ones too, are those of the command; a join needs no suffix."""
    _, schools, _, zones = pieces
    for level, shapes in zones.items():
        table = geo_ent.coverage(schools, shapes, level=level)
        joined = shapes.join(table)
        assert joined["rural_coverage_share"].notna().any()
        expected = made.coverage[level]
        pd.testing.assert_frame_equal(
            pd.DataFrame(joined)[list(expected)], expected, check_names=False
        )


def test_schools_and_series_are_the_commands(pieces, made):
    """Each school has the status, the dates and the history that the command gives it."""
    _, schools, register, _ = pieces
    told = ["status", "solution", "start", "end", "rural", "rurality_basis"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(schools)[told], pd.DataFrame(made.everyone)[told], check_names=False
    )
    series = geo_ent.series(register, schools[schools["sector"] == "public"])
    pd.testing.assert_frame_equal(series, made.series, check_names=False)


def test_a_demo_gives_the_commands_figures(tmp_path):
    """Cantal, told by its own settings: an exhaustive register or not, a date, a sector."""
    project = demo_project("cantal", tmp_path / "in", tmp_path / "out")
    made = command(project)
    communes = geo_ent.read_communes(project.departements)
    schools = geo_ent.locate(geo_ent.read_schools(project.schools), communes)
    register = geo_ent.read_register(project.register, schools)
    schools = geo_ent.status_at(register, schools, project.date, complete=project.complete)
    zones = geo_ent.zones(communes, schools)["departement"]
    table = geo_ent.coverage(schools, zones, level="departement", sector=project.sector)
    shared = ["schools_n", "covered_n", "unknown_n", "rural_schools_n", "rural_covered_n"]
    assert table[shared].sum().tolist() == made.coverage["departement"][shared].sum().tolist()


def test_a_second_date_replaces_the_first(pieces):
    """Schools that have a status are asked about at another day, and are shown at it."""
    _, schools, register, _ = pieces
    before = geo_ent.status_at(register, schools, "2019-09-01")
    assert before.attrs["date"] == "2019-09-01"
    assert list(before.columns) == list(schools.columns)
    assert (before["status"] == "school").sum() < (schools["status"] == "school").sum()


def test_frames_that_say_no_date_or_no_school_are_refused(pieces):
    """A day that nobody gives, a sector of no school: a sentence, not a table of zeros."""
    _, schools, register, zones = pieces
    undated = schools.drop(columns="updated_on")
    with pytest.raises(geo_ent.InputError, match="date="):
        geo_ent.status_at(register, undated)
    with pytest.raises(geo_ent.InputError, match="date="):
        geo_ent.status_at(register, schools.index)
    private = schools[schools["sector"] == "prive"]
    with pytest.raises(geo_ent.InputError, match="secteur public"):
        geo_ent.coverage(private, zones["commune"], level="commune")
    with pytest.raises(geo_ent.InputError, match="on attend public"):
        geo_ent.coverage(schools, zones["commune"], level="commune", sector="publique")
