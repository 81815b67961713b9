"""Local association: known values of esda, exact probabilities, and bad input."""

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from gapland import french_notes, in_a_row, make_gap_schools, uais
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, hypergeom
from shapely import box

from geo_ent.indicators.gaps.local_association import (
    beyond_chance,
    local_join_counts,
    local_moran,
)
from geo_ent.indicators.gaps.local_tables import local_absence, local_rates
from geo_ent.territory.edges import touching

GRID = gpd.GeoDataFrame(
    geometry=[box(at % 3, at // 3, at % 3 + 1, at // 3 + 1) for at in range(9)],
    index=[f"Z{at}" for at in range(1, 10)],
)
ROOK = touching(GRID.geometry.to_numpy())
"""The twelve borders of a grid of three by three."""


def test_local_moran_is_esdas():
    """1 to 9 on the grid: local I and quadrants of esda 2.9.0."""
    told = local_moran(np.arange(1.0, 10.0), ROOK)
    half = [1.06666667, 0.8, 0.26666667, 0.08888889]
    assert told["local_i"].tolist() == pytest.approx([*half, 0, *half[::-1]], abs=1e-8)
    assert told["quadrant"].tolist() == ["LL"] * 5 + ["HH"] * 4


def test_local_moran_tests_as_a_full_count_does():
    """A corner's two neighbours among the 56 ordered choices of the others: p to 0.02."""
    values = np.arange(1.0, 10.0)
    z = values - 5
    dealt = [sum(pair) / 2 for pair in itertools.permutations(z[1:], 2)]
    exact = 2 * np.mean([mean <= (z[1] + z[3]) / 2 for mean in dealt])
    told = local_moran(values, ROOK, permutations=4999)
    assert told["p"][0] == pytest.approx(exact, abs=0.02)
    assert told["p"][4] == 1  # the mean value is like nobody: never significant


def test_local_join_counts_have_exact_probabilities():
    """The upper tail of the hypergeometric law, as scipy gives it."""
    rng = np.random.default_rng(3)
    marked = rng.random(40) < 0.4
    around = np.array([rng.permutation(np.delete(np.arange(40), at))[:5] for at in range(40)])
    told = local_join_counts(marked, around)
    expected = hypergeom.sf(told["marked_n"] - 1, 39, marked.sum() - 1, 5)
    assert told["p"][marked].tolist() == pytest.approx(expected[marked].tolist())
    assert told["p"][~marked].isna().all()


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=40))
def test_discoveries_are_those_of_scipy(ps):
    """Benjamini and Hochberg's step-up, NaN left aside."""
    p = np.array(ps, dtype=float)
    told = p[~np.isnan(p)]
    expected = false_discovery_control(told) <= 0.05 if len(told) else np.array([], dtype=bool)
    assert beyond_chance(p)[~np.isnan(p)].tolist() == expected.tolist()
    assert not beyond_chance(p)[np.isnan(p)].any()


def test_a_block_of_schools_without_is_grouped():
    """Twenty-five schools without in a corner of a hundred: they are grouped, the others aren't."""
    rows = [
        (uai, at % 10, at // 10, "none" if at % 10 < 5 and at // 10 < 5 else "school")
        for at, uai in enumerate(uais(100))
    ]
    table = local_absence(make_gap_schools(rows)).table
    without = np.array([row[3] == "none" for row in rows])
    assert table["grouped"][without].mean() > 0.8
    assert not table["grouped"][~without].any()
    assert (table["near_n"] == 8).all()


def test_schools_without_by_chance_are_not_grouped():
    """In 60 random fields, few schools are: the false ones are kept to a share."""
    alarmed = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        rows = [
            (uai, *(rng.random(2) * 60).tolist(), "none" if rng.random() < 0.5 else "school")
            for uai in uais(60)
        ]
        alarmed += local_absence(make_gap_schools(rows)).table["grouped"].any()
    assert alarmed <= 8  # 3 expected at most


def test_a_low_corner_is_grouped():
    """A 12 by 12 grid with a corner of low rates: that corner is LL and stands."""
    boxes = [box(at % 12, at // 12, at % 12 + 1, at // 12 + 1) for at in range(144)]
    index = [f"Z{at:03d}" for at in range(144)]
    rng = np.random.default_rng(1)
    rates = pd.Series(0.7 + 0.1 * rng.random(144), index=index)
    corner = [f"Z{row * 12 + column:03d}" for row in range(4) for column in range(4)]
    rates[corner] -= 0.6
    table = local_rates(rates, gpd.GeoDataFrame(geometry=boxes, index=index)).table
    low = table.index[table["grouped"] & (table["quadrant"] == "LL")]
    assert set(low) <= set(corner)
    assert len(low) >= 10


@pytest.mark.parametrize(
    ("rates", "note"),
    [
        ([0.5] * 9, "Toutes les zones ont la même valeur"),
        ([0.1, 0.2] + [None] * 7, "Trop peu de zones"),
        ([None] * 9, "9 zones sans valeur ne sont pas comparées"),
    ],
)
def test_rates_that_cannot_be_compared(rates, note):
    """Equal, too few or unknown: nothing is grouped, and why."""
    answer = local_rates(pd.Series(rates, index=GRID.index, dtype=float), GRID)
    assert any(told.startswith(note) for told in french_notes(answer))
    assert not answer.table["grouped"].any()


def test_an_island_has_no_neighbour():
    """A zone that touches none has no quadrant and no p."""
    zones = GRID.loc[["Z1", "Z2", "Z3", "Z9"]]
    told = local_rates(pd.Series([0.1, 0.5, 0.9, 0.4], index=zones.index), zones).table.loc["Z9"]
    assert (told["local_i"], told["quadrant"]) == (0, "")
    assert np.isnan(told["p"])


@pytest.mark.parametrize("statuses", [["none"], ["none", "school"], ["unknown"] * 5, []])
def test_too_few_schools_for_neighbours(statuses):
    """One, two or none known: an empty table, no crash."""
    assert local_absence(in_a_row(statuses)).table.empty
