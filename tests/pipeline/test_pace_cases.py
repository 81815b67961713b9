"""The pace of the real case and of the programmes whose figures are published."""

import datetime as dt

import pytest

from geo_ent.pipeline.compute import compute
from geo_ent.pipeline.gap_figures import left_out
from geo_ent.pipeline.reading import read_inputs
from geo_ent.project.build_options import Project
from geo_ent.project.bundled_demos import demo_project
from geo_ent.tables.findings import Findings


def silent(*_):
    """Report nothing."""


def pace_of(project):
    """Read and compute a project, as far as its pace."""
    findings = Findings()
    result = compute(project, read_inputs(project, findings, silent), findings, silent)
    told = left_out(project, result).pace
    # the state that it is told from is that of the headline
    latest, titles = told.history.iloc[-1], ["schools_n", "covered_n", "undated_n", "unknown_n"]
    if told.unit == "schools":
        titles_told = ["whole_n", *titles[1:]]
        assert latest[titles_told].tolist() == [result.totals.get(title, 0) for title in titles]
    return told


@pytest.mark.parametrize(
    ("name", "gained_n", "end_year", "in_time"),
    [
        ("nantes", 148, 2032, False),
        ("montpellier", 284, 2019, False),
        ("nancy-metz", 830, 2020, True),
        ("somme", 169, 2017, True),
    ],
)
def test_the_pace_of_the_programmes(name, gained_n, end_year, in_time, tmp_path):
    """What opened in twelve months (classes in the Somme), and the school year of the goal."""
    told = pace_of(demo_project(name, tmp_path / "inputs", tmp_path / "out"))
    assert (told.gained_n, told.end_year, told.in_time) == (gained_n, end_year, in_time)
    # the first school of Nantes: June 2013, for December
    assert told.since_first_opening == (name == "nantes")


@pytest.fixture
def real_case(shared_file, tmp_path):
    """The pace of Ille-et-Vilaine at a day."""

    def at(date):
        return pace_of(
            Project(
                departements=("35",),
                schools=shared_file("annuaire-035-2023-06.csv"),
                register=shared_file("registre-ent-035-simule.xlsx"),
                date=date,
                out=tmp_path / "out",
            )
        )

    return at


def test_the_pace_of_the_real_case(real_case):
    """15 in twelve months, 127 to go, 80 % in 2031-2032; about 72 % in 2028 by the curve."""
    told = real_case(dt.date(2023, 6, 30))
    assert (told.needed_n, told.gained_n, told.rentrees_n) == (127, 15, 5)
    assert (told.since, told.end_year) == (dt.date(2022, 6, 30), 2031)
    assert told.projection["share"].iloc[-1] == pytest.approx(0.72, abs=0.005)
    assert told.share_then == pytest.approx((210 + 5 * 15) / 421)


def test_the_pace_of_the_real_case_two_years_before(real_case):
    """At a day of the past the 23 without a date are in doubt: neither equipped nor in the pace.

    Nor is a school counted that opened in 2022, though its ENT is of 2017.
    """
    told = real_case(dt.date(2021, 6, 30))
    row = told.history.iloc[-1]
    assert (row["covered_n"], row["undated_n"]) == (172 - 23 - 1, 23)
    assert told.gained_n == 19  # the rentrée of 2020
