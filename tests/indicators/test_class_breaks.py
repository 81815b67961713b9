"""The classes of a map's own: rounded, few, with something in them, and the best of all choices."""

import math
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.indicators.catalogue import CATALOGUE, COVERAGE, GAP, KNOWN, MAPPED, WITHOUT
from geo_ent.indicators.class_breaks import (
    FIFTHS,
    FIXED,
    GAPS,
    NUMBERS,
    breaks_around,
    fitted_breaks,
)
from geo_ent.indicators.classes import classed, classify

SHARES = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda pair: min(pair) / pair[0]),
    min_size=1,
    max_size=80,
)
COUNTS = st.lists(st.integers(0, 3000) | st.integers(0, 12), min_size=1, max_size=80)
POINTS = st.lists(st.integers(-1000, 1000).map(lambda tenths: tenths / 10), min_size=1, max_size=60)


def held(values, breaks):
    """Count the values of each class, in plain Python: half open, the last one closed."""
    bounds = breaks[1:-1]
    ranks = [sum(value + 1e-9 >= bound for bound in bounds) for value in values]
    return [ranks.count(rank) for rank in range(len(breaks) - 1)]


def spans_of_five(values):
    """Count the values of each span of 5 points: what no choice can part further."""
    spans = [min(math.floor(value * 20 + 1e-7), 19) for value in values]
    return [spans.count(span) for span in range(20)]


@given(SHARES)
def test_shares_have_few_rounded_classes_with_something_in_them(values):
    """Four to six classes of 5 points, four held, none over 45 %, unless one span of 5 is."""
    breaks = fitted_breaks(np.array(values), "share")
    counts, spans = held(values, breaks), spans_of_five(values)
    assert 4 <= len(counts) <= 6
    assert (breaks[0], breaks[-1]) == (0, 1)
    assert all(low < high for low, high in pairwise(breaks))
    assert all(abs(bound * 20 - round(bound * 20)) < 1e-9 for bound in breaks)
    if len(set(values)) > 1:
        assert sum(map(bool, counts)) >= min(4, sum(map(bool, spans)))
        assert max(counts) <= max(0.45 * len(values), *spans)


@given(COUNTS)
def test_numbers_have_few_whole_classes_and_nought_apart(values):
    """Four to six classes of whole numbers; where a zone has none, it is with no other number."""
    breaks = fitted_breaks(np.array(values, dtype=float), "n")
    assert 4 <= len(breaks) - 1 <= 6
    assert (breaks[0], breaks[-1]) == (0, math.inf)
    assert all(bound % 1 == 0 for bound in breaks[:-1])
    assert breaks[1] == 1 or 0 not in values
    for bound in breaks[1:-1]:
        first = f"{bound:.0f}".rstrip("0")
        assert len(first) < 3, "two figures at most, then noughts"


@given(POINTS)
def test_gaps_keep_their_middle_and_mean_the_same_on_both_sides(values):
    """Within 5 points is one class; the bounds of one side are those of the other."""
    breaks = fitted_breaks(np.array(values), "points")
    inner = breaks[1:-1]
    assert {-5.0, 5.0} <= set(inner)
    assert 5 <= len(breaks) - 1 <= 6
    assert all(bound % 5 == 0 for bound in breaks)
    below, above = [-bound for bound in inner if bound < 0][::-1], [b for b in inner if b > 0]
    shared = min(len(below), len(above))
    assert below[:shared] == above[:shared]


@given(SHARES, st.randoms(use_true_random=False))
def test_classes_depend_on_the_values_alone(values, random):
    """In another order, or each twice, the values have the same classes."""
    mixed = random.sample(values, len(values))
    breaks = fitted_breaks(np.array(values), "share")
    assert fitted_breaks(np.array(mixed), "share") == breaks
    assert fitted_breaks(np.array(values * 2), "share") == breaks


@pytest.mark.parametrize(
    "values",
    [
        [0.31, 0.33, 0.42, 0.44, 0.52, 0.58, 0.71, 0.74],
        [0.5, 0.52, 0.55, 0.551, 0.56, 0.6, 0.62, 0.63, 0.64, 0.67, 0.7, 0.98],
        [0.0, 0.0, 0.0, 0.02, 0.1, 0.3, 0.33, 0.5, 0.5, 0.75, 1.0, 1.0],
    ],
)
def test_no_other_choice_is_better(values):
    """Every choice of 3 to 5 bounds among 19 is scored anew in plain Python: none is lower."""

    def score(points):
        counts = held(values, [0, *(point / 100 for point in points), 1])
        rest, within = sorted(values), 0.0
        for count in counts:
            some, rest = rest[:count], rest[count:]
            mean = sum(some) / max(count, 1)
            within += sum((value - mean) ** 2 for value in some)
        mean = sum(values) / len(values)
        within /= sum((value - mean) ** 2 for value in values)
        price = 0.02 * len(counts) + 0.005 * sum(p % 10 != 0 and p % 25 != 0 for p in points)
        empty = max(4 - sum(map(bool, counts)), 0)
        return empty, max(max(counts) / len(values) - 0.45, 0), round(within + price, 9)

    scores = {
        points: score(points)
        for count in (3, 4, 5)
        for points in combinations(range(5, 100, 5), count)
    }
    chosen = fitted_breaks(np.array(values), "share")[1:-1]
    assert scores[tuple(round(bound * 100) for bound in chosen)] == min(scores.values())


@pytest.mark.parametrize(
    ("values", "unit", "breaks"),
    [
        ([], "share", FIFTHS),
        ([0.4], "share", FIFTHS),
        ([0.0, 0.0, 0.0], "share", FIFTHS),
        ([1.0, 1.0], "share", FIFTHS),
        ([math.nan, math.nan], "share", FIFTHS),
        ([0.1, 0.9], "share", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ([0.0, 1.0], "share", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ([0.96, 0.99], "share", (0.0, 0.25, 0.5, 0.75, 1.0)),  # 5 points at least make a class
        ([0.0, 0.0], "n", NUMBERS),
        ([0.0, 1.0], "n", (0.0, 1.0, 2.0, 5.0, math.inf)),
        ([3.0, 4.0], "n", (0.0, 4.0, 5.0, 10.0, math.inf)),
        ([12.0], "points", GAPS),
    ],
)
def test_few_values_have_plain_classes(values, unit, breaks):
    """One value or none: the classes of every map; two: as even as can be."""
    assert fitted_breaks(np.array(values, dtype=float), unit) == breaks


def test_a_value_that_most_zones_share_is_alone():
    """Half of the communes at 0 %, a third at 100 %: the rest is told apart between the two."""
    values = np.array([0.0] * 50 + [1.0] * 34 + [0.25, 0.33, 0.5, 0.5, 0.5, 0.67, 0.75, 0.8])
    breaks = fitted_breaks(values, "share")
    counts = held(values, breaks)
    assert counts[0] == 50
    assert counts[-1] == 34
    assert len(counts) >= 4


@given(SHARES, st.integers(1, 999).map(lambda n: n / 1000))
def test_two_tones_part_at_the_rate(values, rate):
    """The rate is a bound; the others are as far on each side, a multiple of 5 points."""
    breaks = breaks_around(np.array(values), rate)
    assert rate in breaks
    assert all(low < high for low, high in pairwise(breaks))
    steps = {round(100 * abs(bound - rate), 6) for bound in breaks[1:-1] if bound != rate}
    assert steps <= {5, 10, 15, 20, 25}
    assert len(steps) <= 1


def table(shares):
    """Make a coverage table of zones of 20 schools, all known."""
    return pd.DataFrame({"schools_n": 20, "known_share": 1.0, "coverage_share": shares})


def test_a_record_takes_the_classes_that_are_asked_for():
    """Fitted by default, those of every map, or parted at a rate; without a rate, fitted."""
    rows = table([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4])
    fitted = classed(rows, COVERAGE)
    assert fitted.breaks == (0.0, 0.1, 0.2, 0.3, 0.4, 1.0)
    assert fitted.tones is None
    assert classed(rows, COVERAGE, "equal") is COVERAGE
    around = classed(rows, COVERAGE, "around", rate=0.225)
    assert around.tones == (2, 2)
    assert classify(rows, around).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    for without in (0.0, 1.0, math.nan):
        assert classed(rows, COVERAGE, "around", rate=without) == fitted
    assert classed(table([0.2, 0.9]).assign(unknown_n=0, covered_n=[4, 18], undated_n=0), WITHOUT,
                   "around", rate=0.5).centre is None  # fmt: skip


def test_zones_without_a_value_choose_no_class():
    """A zone of mostly unknown schools, or without a school, doesn't weigh on the classes."""
    rows = table([0.3, 0.35, 0.4, 0.45, 0.5, 0.6])
    blank = pd.DataFrame({
        "schools_n": [0, 30], "known_share": [math.nan, 0.2], "coverage_share": [math.nan, 0.0],
    })  # fmt: skip
    assert classed(pd.concat([rows, blank]), COVERAGE) == classed(rows, COVERAGE)


def test_the_catalogue_says_which_classes_each_has():
    """Maps are fitted; what tells the worth of a map is the same everywhere; its own are fixed."""
    assert {record.classing for record in MAPPED} == {"fit"}
    assert KNOWN.classing == "equal"
    assert all(record.breaks == FIXED[record.unit] for record in CATALOGUE.values())
    assert GAP.tones == (2, 2)
