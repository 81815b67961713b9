"""Splits, curves and small zones: against libraries, by arithmetic, and by laws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.equity import (
    concentration_curve,
    concentration_index,
    decompose,
    dissimilarity,
    equity,
    gini,
    lorenz,
    shrink,
    unequal_by_chance,
)

LEVELS = ["academie", "departement", "circonscription"]


def zones(rows):
    """Make zones of (académie, département, population, value), one circonscription each."""
    frame = pd.DataFrame(rows, columns=["academie", "departement", "population", "value"])
    return frame.assign(circonscription=range(len(frame)))


nested = st.lists(
    st.tuples(
        st.sampled_from("AB"), st.sampled_from("xyz"), st.integers(1, 90), st.floats(0.01, 1)
    ),
    min_size=1,
    max_size=12,
)


@examples(10)
@given(nested, st.sampled_from(["TI", "MLD"]))
def test_between_and_within_make_the_total(rows, index):
    """At every level; the last has nothing within; the total is the measure of its zones."""
    frame = zones(rows)
    found = decompose(frame, LEVELS, index=index)
    assert (found["between"] + found["within"] == found["total"]).all()
    assert found["within"].iloc[-1] == 0
    assert found["step"].sum() == pytest.approx(found["total"].iloc[-1])
    assert (found["step"] >= 0).all()
    if len(rows) > 1:
        table = frame.rename(columns={"circonscription": "group"})
        whole = equity(table).loc[index, "estimate"]
        assert found["total"].iloc[0] == pytest.approx(whole, abs=1e-6)


# NumPy 2.5, of Python 3.12 up: inequality, not ours, sets a shape as it no longer likes.
@pytest.mark.filterwarnings("ignore:Setting the shape on a NumPy array:DeprecationWarning")
def test_theil_split_is_the_librarys():
    """{10, 20} and {30, 40, 50}: 0.0915 between, 0.0282 within, as inequality's TheilD."""
    from inequality.theil import TheilD

    value = [10, 20, 30, 40, 50]
    frame = zones([("A", "x", 1, y) for y in value[:2]] + [("B", "x", 1, y) for y in value[2:]])
    found = decompose(frame, ["academie", "circonscription"]).iloc[0] / 1000
    theirs = TheilD(np.array(value, dtype=float), np.array([0, 0, 1, 1, 1]))
    assert found["between"] == pytest.approx(float(theirs.bg[0]), abs=1e-12)
    assert found["within"] == pytest.approx(float(theirs.wg[0]), abs=1e-12)
    assert found["between"] == pytest.approx(0.09151622, abs=1e-8)
    assert found["within"] == pytest.approx(0.02817137, abs=1e-8)


def test_theil_split_with_zeros():
    """(0,0,0) and (10,10,10): all of ln 2 is between, where the library's limit is the same."""
    frame = zones([("A", "x", 1, 0)] * 3 + [("B", "x", 1, 10)] * 3)
    found = decompose(frame, ["academie", "circonscription"])
    assert found["between"].iloc[0] == pytest.approx(1000 * math.log(2))
    assert found["within"].iloc[0] == pytest.approx(0, abs=1e-9)
    assert decompose(frame, ["academie"], index="MLD").isna().all(axis=None)


def test_split_of_nothing():
    """No zone, or nobody covered: NaN. An unknown index is a mistake of the caller's."""
    assert decompose(zones([]), LEVELS).isna().all(axis=None)
    assert decompose(zones([("A", "x", 1, 0), ("A", "y", 1, 0)]), LEVELS).isna().all(axis=None)
    with pytest.raises(ValueError, match="TI, MLD"):
        decompose(zones([]), LEVELS, index="GINI")


def test_same_code_in_two_departements_is_two_zones():
    """A circonscription 1 in each of two départements: they aren't added up."""
    frame = zones([("A", "x", 1, 0.2), ("A", "y", 1, 0.6)]).assign(circonscription="1")
    found = decompose(frame, ["departement", "circonscription"])
    assert found["within"].tolist() == [0, 0]


@examples(10)
@given(st.lists(st.integers(1, 100), min_size=2, max_size=30))
def test_gini_is_the_librarys(values):
    """On any values, each counting one."""
    from inequality.gini import Gini

    ours = gini(pd.Series(values), pd.Series(1, index=range(len(values))))
    assert ours == pytest.approx(float(Gini(np.array(values, dtype=float)).g), abs=1e-9)


def test_lorenz_by_hand():
    """1 to 5: 1/15, 3/15, 6/15, 10/15 of the total."""
    curve = lorenz(pd.Series([3, 1, 5, 2, 4]), pd.Series([1] * 5))
    assert curve["value_share"].tolist() == pytest.approx([0, 1 / 15, 0.2, 0.4, 2 / 3, 1])
    assert curve["population_share"].tolist() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])


def test_curves_of_nothing():
    """None covered, no school: one point, no index."""
    empty = lorenz(pd.Series([0.0, 0.0]), pd.Series([1, 1]))
    assert empty.to_numpy().tolist() == [[0, 0]]
    assert math.isnan(concentration_index(empty))
    assert math.isnan(gini(pd.Series(dtype=float), pd.Series(dtype=float)))


@examples(10)
@given(
    st.lists(st.tuples(st.integers(70, 80), st.integers(0, 1)), min_size=3, max_size=30).filter(
        lambda rows: sum(covered for _, covered in rows)
    )
)
def test_concentration_curve_and_index_agree(schools):
    """The area of the curve by IPS is the RCI of the groups of schools of the same IPS."""
    frame = pd.DataFrame(schools, columns=["ips", "covered"])
    curve = concentration_curve(frame["ips"], frame["covered"])
    shuffled = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(concentration_curve(shuffled["ips"], shuffled["covered"]), curve)
    assert curve.iloc[-1].tolist() == [1, 1]
    assert (curve.diff().iloc[1:] >= 0).all(axis=None)
    by_ips = frame.groupby("ips")["covered"].agg(["size", "mean"]).reset_index()
    table = pd.DataFrame({"group": by_ips["ips"], "population": by_ips["size"],
                          "value": by_ips["mean"], "order": by_ips["ips"]})  # fmt: skip
    rci = equity(table).loc["RCI", "estimate"]
    if len(by_ips) > 2:
        assert concentration_index(curve) == pytest.approx(rci, abs=1e-9)


def test_schools_without_ips_are_left_out():
    """Pupils weigh; a school without an IPS is in neither share."""
    frame = pd.DataFrame({"ips": [80.0, np.nan, 120.0], "covered": [0, 500, 300],
                          "pupils": [100, 500, 300]})  # fmt: skip
    curve = concentration_curve(frame["ips"], frame["covered"], frame["pupils"])
    assert curve.to_numpy().tolist() == [[0, 0], [0.25, 0], [1, 1]]


def test_dissimilarity_by_hand():
    """All in one zone: 1 if zones are all or nothing, 0 if of one rate, NaN if all are covered."""
    n = pd.Series([10, 10])
    assert dissimilarity(pd.Series([10, 0]), n) == 1
    assert dissimilarity(pd.Series([5, 5]), n) == 0
    assert math.isnan(dissimilarity(n, n))


E_AND_N = pd.Series([5, 2, 40, 0, 12]), pd.Series([10, 10, 80, 3, 20])


def test_shrunken_rates_never_pass_the_whole():
    """Where rates differ less than Poisson noise makes them, all get 59/123; esda's pass it."""
    from esda.smoothing import Empirical_Bayes

    covered, n = E_AND_N
    found = shrink(covered, n, noise="poisson")["estimate"]
    assert found.tolist() == pytest.approx([0.4796747967] * 5, abs=1e-10)
    theirs = np.ravel(Empirical_Bayes(list(covered), list(n)).r)
    assert theirs[1] == pytest.approx(
        0.5112883, abs=1e-7
    )  # 2 of 10 "shrunk" past the 0.4797 of all
    binomial = shrink(covered, n)["estimate"]
    assert (np.abs(binomial - 59 / 123) <= np.abs(covered / n - 59 / 123) + 1e-12).all()


def test_shrunken_rates_are_the_librarys_where_it_is_right():
    """With a variance above 0, Marshall's formula is esda's."""
    from esda.smoothing import Empirical_Bayes

    covered, n = pd.Series([1, 20, 39, 5, 70]), pd.Series([40, 45, 41, 50, 80])
    theirs = np.ravel(Empirical_Bayes(list(covered), list(n)).r)
    assert shrink(covered, n, noise="poisson")["estimate"].tolist() == pytest.approx(
        theirs.tolist()
    )


def test_shrinking_by_arithmetic():
    """Zones of one size: the pull is 1 − (noise of the rates over their variance)."""
    found = shrink(pd.Series([2, 5, 8]), pd.Series([10, 10, 10]))["estimate"]
    between = (0.06 * 30 - 0.25 * 2) / (30 - 10)
    pull = between / (between + 0.025)
    assert found.tolist() == pytest.approx([0.5 - 0.3 * pull, 0.5, 0.5 + 0.3 * pull])


counts = st.lists(
    st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=15,
)


@examples(10)
@given(counts)
def test_shrunken_rates_lie_between_their_own_and_the_whole(pairs):
    """Zones in their order, inside their interval, none for a zone without a school."""
    covered = pd.Series([k for k, _ in pairs])
    n = pd.Series([size for _, size in pairs])
    found = shrink(covered, n)
    some = n > 0
    assert (found["estimate"].notna() == some).all()
    if some.any():
        rate, whole = (covered / n.where(some))[some], covered.sum() / n.sum()
        estimate = found["estimate"][some]
        assert (estimate >= np.minimum(rate, whole) - 1e-12).all()
        assert (estimate <= np.maximum(rate, whole) + 1e-12).all()
        inside = found[some]
        assert ((inside["low"] <= estimate) & (estimate <= inside["high"])).all()
        assert inside["low"].min() >= 0
        assert inside["high"].max() <= 1


def test_more_covered_than_schools_is_refused():
    """A mistake of the caller's, not a rate over 1."""
    with pytest.raises(ValueError, match="between 0 and n"):
        shrink(pd.Series([3]), pd.Series([2]))


def test_chance_of_two_zones_by_enumeration():
    """4 of 8 in two zones of 4: as far as (4, 0) in 2 of 70 allocations; mean variance 1/28."""
    found = unequal_by_chance(pd.Series([4, 0]), pd.Series([4, 4]), simulations=9999)
    assert found.observed == 0.25
    assert found.expected == pytest.approx(1 / 28)
    assert found.excess == pytest.approx(0.25 - 1 / 28)
    assert found.p_value == pytest.approx(2 / 70, abs=0.006)


def test_chance_alone_is_seldom_found_unequal():
    """Of 400 allocations at random, about 5 % have p ≤ 0.05, and the excess is 0 half the time."""
    rng = np.random.default_rng(8)
    n = np.array([5, 8, 13, 21, 34, 6, 9, 40])
    drawn = rng.multivariate_hypergeometric(n, 60, size=400)
    found = [unequal_by_chance(pd.Series(k), pd.Series(n), simulations=199) for k in drawn]
    assert 0.02 <= np.mean([one.p_value <= 0.05 for one in found]) <= 0.08
    assert np.mean([one.observed for one in found]) == pytest.approx(found[0].expected, rel=0.1)


@pytest.mark.parametrize(
    ("covered", "n", "p_value"),
    [
        ([0, 10], [10, 10], 0.001),
        ([5, 5], [10, 10], 1.0),
        ([10, 10], [10, 10], math.nan),
        ([3], [10], math.nan),
        ([0, 0], [0, 0], math.nan),
    ],
)
def test_chance_by_hand(covered, n, p_value):
    """Unequal, not more than chance, or nothing to test; the same seed gives the same."""
    found = unequal_by_chance(pd.Series(covered), pd.Series(n))
    assert found.p_value == pytest.approx(p_value, nan_ok=True)
    assert found == unequal_by_chance(pd.Series(covered), pd.Series(n)) or math.isnan(found.p_value)
