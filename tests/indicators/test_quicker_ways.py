"""Quicker ways of doing what a plain one does: each gives the same, to the last digit."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from simulator.partition import _gather_strays, meeting

from geo_ent.communes.bundled import commune_zones, read_communes
from geo_ent.communes.departements import departement_names
from geo_ent.indicators.gaps.local_association import _drawn, _sums
from geo_ent.indicators.gaps.scan import _nearest_first, _Tally, likelihood_ratios
from geo_ent.sources.bundled_files import bundled_file
from geo_ent.territory.contiguity import borders
from geo_ent.territory.edges import border_lengths, touching
from geo_ent.territory.index_lookup import among

GRID = np.array([shapely.box(x, y, x + 1, y + 1) for y in range(3) for x in range(3)])

distances = st.lists(st.integers(0, 4), min_size=1, max_size=40)


@given(distances)
def test_equal_distances_keep_the_order_of_the_places(away):
    """The quick order is the stable one, however many places are as far."""
    told = np.array(away, dtype=float)
    assert _nearest_first(told).tolist() == np.argsort(told, kind="stable").tolist()


def counted(deals, order):
    """Count the cases of each window of each size, plainly: sizes, windows, deals."""
    return np.cumsum(deals[order.T].astype(int), axis=0)


@given(st.integers(2, 70), st.integers(0, 2**16))
def test_the_tally_counts_as_a_plain_sum_does(n, seed):
    """The most cases of each size, with and without the windows that are no circle."""
    rng = np.random.default_rng(seed)
    deals = (rng.random((n, 5)) < rng.random()).astype(np.uint8)
    order = np.argsort(rng.random((n, n)), axis=1).astype(np.int32)
    tally, plain = _Tally(deals, n), counted(deals, order)
    for size in range(n):
        tally.add(order[:, size])
        partial = np.flatnonzero(rng.random(n) < 0.5)[: n - 1]
        held = np.setdiff1d(np.arange(n), partial)
        assert tally.largest_counts(partial).tolist() == plain[size, held].max(axis=0).tolist()


def test_a_tally_of_more_than_a_byte_goes_on():
    """One window with 600 cases, another with none: their gap is more than a byte holds."""
    deals = np.repeat([1, 0], 600).astype(np.uint8)[:, None]
    tally = _Tally(deals, 2)
    for size in range(600):
        tally.add(np.array([size, 600 + size], dtype=np.int32))
    assert tally.largest_counts(np.array([], dtype=np.intp)).tolist() == [600]
    assert tally.largest_counts(np.array([0])).tolist() == [0]


def test_a_tally_forgets_nothing_of_what_all_windows_have():
    """Every window has the same 1,000 cases: their common part is told with the rest."""
    tally = _Tally(np.ones((1_000, 3), dtype=np.uint8), 4)
    for size in range(1_000):
        tally.add(np.full(4, size, dtype=np.int32))
    assert tally.largest_counts(np.array([], dtype=np.intp)).tolist() == [1_000] * 3


def test_the_table_of_ratios_has_a_column_for_cases_that_no_window_holds():
    """Nine cases among ten, windows of three: columns 4 to 9 are there, and nothing."""
    table = likelihood_ratios(10, 9, 3)
    assert table.shape == (4, 10)
    assert not table[:, 4:].any()
    assert table[3, 3] == pytest.approx(3 * np.log(10 / 9) + 6 * np.log(60 / 63) + np.log(10 / 7))


def test_sums_by_columns_are_those_of_each_draw():
    """Values at the drawn places, added up draw by draw."""
    drawn = _drawn(6, 4, 50, np.random.default_rng(3))
    values = np.arange(6) ** 2.0
    assert _sums(values, drawn).tolist() == [values[column].sum() for column in drawn.T]
    assert all(len(set(column)) == len(column) for column in drawn.T.tolist())


def test_polygons_meet_at_a_corner_and_touch_at_an_edge():
    """In a grid of nine, the middle meets all the others and touches four."""
    one, other = meeting(GRID)
    assert sorted(other[one == 4].tolist()) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == sorted(
        zip(*(each.tolist() for each in shapely.STRtree(GRID).query(GRID, predicate="touches")),
            strict=True)
    )  # fmt: skip
    first, second = touching(GRID)
    assert (first == 4).sum() + (second == 4).sum() == 4


def test_polygons_far_apart_meet_nothing():
    """Two squares with a gap between them, and none at all."""
    assert [each.tolist() for each in meeting(GRID[[0, 2]])] == [[], []]
    assert [each.tolist() for each in border_lengths(GRID[[0, 8]])] == [[], [], []]


def test_a_border_in_several_stretches_is_as_long_as_all_of_them():
    """A U of 3 by 2 around a square: one below it, one on either side."""
    square = shapely.box(1, 1, 2, 2)
    around = shapely.Polygon([(0, 0), (1, 0), (2, 0), (3, 0), (3, 2), (2, 2), (2, 1), (1, 1),
                              (1, 2), (0, 2)])  # fmt: skip
    assert borders(np.array([square, around])) == {0: {1: 3.0}, 1: {0: 3.0}}


def test_borders_are_as_long_as_their_intersections():
    """The communes of the Territoire de Belfort, against GEOS, pair by pair."""
    polygons = read_communes(["90"]).to_crs(2154).geometry.to_numpy()
    first, second, lengths = border_lengths(polygons)
    lines = shapely.boundary(polygons)
    expected = shapely.length(shapely.intersection(lines[first], lines[second]))
    assert len(first) == len(touching(polygons)[0]) > 200
    assert lengths == pytest.approx(expected)


def test_a_stray_goes_to_the_part_that_it_touches_most():
    """The last of a row of nine is cut off from its part; the smaller number wins a tie."""
    frame = pd.DataFrame({"geometry": GRID})
    owner = np.array([0, 0, 1, 0, 0, 1, 2, 2, 0])  # 8 meets 4 (its own), 5 (1) and 7 (2)
    assert _gather_strays(frame, owner).tolist() == owner.tolist()  # by its corner with 4
    owner = np.array([0, 0, 1, 0, 2, 1, 2, 2, 0])  # cut off: 4 and 7 are of 2, 5 of 1
    assert _gather_strays(frame, owner).tolist() == [0, 0, 1, 0, 2, 1, 2, 2, 2]


def test_each_departement_is_a_row_group_of_its_own():
    """What is read from statistics holds for every commune of the group."""
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(bundled_file("boundaries", "communes.parquet"))
    places = {metadata.schema.column(at).path: at for at in range(metadata.num_columns)}
    for level in ("departement", "academie", "region"):
        for what in ("code", "name"):
            at = places[f"{level}_{what}"]
            told = [metadata.row_group(group).column(at).statistics for group in range(101)]
            assert all(each.min == each.max and not each.null_count for each in told)
    assert metadata.num_row_groups == 101
    assert set(departement_names()) == set(commune_zones("departement").values())


@given(st.lists(st.text("AB1", max_size=3)), st.lists(st.text("AB1", max_size=3), unique=True))
def test_codes_are_among_an_index_as_isin_has_it(codes, known):
    """Repeated, empty, none at all: the same answers on the same index."""
    series = pd.Series(codes, index=range(5, 5 + len(codes)), dtype=str)
    index = pd.Index(known, dtype=str)
    expected = series.isin(index)
    pd.testing.assert_series_equal(among(series, index), expected)
