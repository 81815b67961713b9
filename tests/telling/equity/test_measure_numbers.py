"""The measures' numbers: one unit for the cell and for the sentence beside it."""

import re

import numpy as np
import pandas as pd
import pytest
from told_equity import equity

from geo_ent.indicators.equity.measure_catalogue import MEASURES
from geo_ent.telling.equity.measure_numbers import measure_bounds, measure_value
from geo_ent.telling.language import language

FRENCH = language("fr")
ILLE_ET_VILAINE = [(9, 2), (85, 37), (121, 48), (25, 15), (31, 16), (59, 40), (91, 52)]
"""Schools, and those that have an ENT, by class of the density grid."""


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("scale", [1, 100])
def test_a_cell_says_what_its_sentence_does(ordered, scale):
    """Of each measure, the number and the unit of the cell stand in the sentence too."""
    rows = pd.DataFrame(ILLE_ET_VILAINE, columns=["population", "covered"])
    table = rows.assign(group=list("abcdefg"), value=scale * rows["covered"] / rows["population"])
    told = equity(table.assign(order=range(7)) if ordered else table, scale=scale, reference="g")
    for measure, row in told[told["written"] != ""].iterrows():
        number = re.match("[−0-9,]+", row["written"])[0]
        assert number in row["meaning"], (measure, row["written"], row["meaning"])
        assert ("point" in row["written"]) <= ("point" in row["meaning"]), measure
    assert len(told[told["written"] != ""]) >= (20 if ordered else 15)


def test_a_variance_is_in_square_points():
    """0.3 and 0.5 in halves: each is 10 points from the mean, 100 square points."""
    table = pd.DataFrame({"group": ["a", "b"], "population": 50, "value": [0.3, 0.5]})
    row = equity(table).loc["BGV"]
    assert row["estimate"] == pytest.approx(0.01)
    assert row["written"] == "100,00\u00a0points²"
    assert "100,00 points au carré" in row["meaning"].replace("\u00a0", " ")
    near = equity(table.assign(value=[0.49, 0.501])).loc["BGV", "meaning"].replace("\u00a0", " ")
    assert "0,30 point au carré" in near  # under two is singular: 0,55 point from the mean, squared


def test_a_corrected_value_is_in_the_same_unit():
    """The remark's number can be compared with the cell's."""
    table = pd.DataFrame({"group": list("abc"), "population": 20, "value": [0.3, 0.5, 0.6]})
    row = equity(table).loc["BGSD"]
    expected = measure_value("BGSD", row["corrected"], 1, FRENCH)
    assert expected in row["note"]
    assert expected.endswith("points")


@pytest.mark.parametrize("measure", [*MEASURES])
def test_what_is_nought_has_no_sign(measure):
    """Neither a value nor an end of an interval is "−0,0", nor is what isn't 0 written so."""
    for value in (0.0, -0.0, -1e-14):
        assert "−" not in measure_value(measure, value, 1, FRENCH)
        assert "−" not in measure_bounds(measure, value, 0.3, 1, FRENCH)
    assert measure_value(measure, 1e-7, 1, FRENCH).startswith("moins de")
    assert "∞" in measure_bounds(measure, 0.1, np.inf, 1, FRENCH)
