"""What a scenario states itself is told apart from what a build computes."""

import pytest
from simulator.echoes import is_echo

from geo_ent.programmes.printed_numbers import agrees, as_printed, is_printed_day

SCENARIO = """
name = "Essai"
departements = ["90"]
date = 2015-06-30

[schools]
schools_n = { 90 = 120, 70 = 80 }

[covered]
covered_n = 30

[[waves]]
phase = "Pilote"
schools_n = [9, 11]
start = [{ on = [2014-01-15, 2014-06-30], share = 0.5 }, { on = 2015-03-02, share = 0.5 }]

[goal]
share = 0.8
by = 2018-12-31
"""


@pytest.fixture
def scenario(tmp_path):
    """Write a scenario that states three totals and two first days."""
    path = tmp_path / "essai.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "value", "echo"),
    [
        ("goal_share", 0.8, True),
        ("cofinancing:FEDER", 0.49, True),
        ("covered_n", 30, True),
        ("schools_n@departement:90", 120, True),
        ("schools_n@phase:Pilote", 10, True),
        ("since_month", 201401, True),
        ("since_day", 20150302, True),
        ("since_month", 201402, False),
        ("schools_n", 200, False),  # the sum of what is stated
        ("coverage_share", 0.15, False),
        ("networks_n", 30, False),  # a number that is stated of another thing
        ("cost_pupil_year", 8.86, False),
    ],
)
def test_a_number_that_the_scenario_states_is_an_echo(scenario, name, value, echo):
    """A setting, a total under its own name, the first day of a wave; a sum or a share isn't."""
    assert is_echo(name, value, scenario) is echo


def test_a_month_agrees_with_its_month_alone():
    """January 2014 isn't agreed with by February, whose year it is too."""
    figure = {"figure": "launch_month", "printed": "janvier 2014", "value": 201401.0,
              "relation": "=", "decimals": 0}  # fmt: skip
    assert [agrees(figure, month) for month in (201401, 201402, 201301)] == [True, False, False]
    assert as_printed(figure, 201402).replace("\u00a0", " ") == "février 2014"


@pytest.mark.parametrize(
    ("printed", "value", "right"),
    [
        ("29 janvier", 20150129, True),
        ("29 janvier", 20150128, False),
        ("octobre 2013", 201310, True),
        ("octobre 2013", 201210, False),
        ("rentrée 2020", 202009, True),
        ("octobre 2013", 2013, False),  # a year is no month
    ],
)
def test_what_is_printed_of_a_day_holds(printed, value, right):
    """The day, the month and the year that are printed, each of them."""
    assert is_printed_day(printed, value) is right
