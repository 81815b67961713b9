"""The measures of inequality: published values, arithmetic, and laws that always hold."""

import math
import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from told_equity import equity

from geo_ent.errors import InputError
from geo_ent.indicators.equity import MEASURES
from geo_ent.indicators.equity import equity as bare_equity

POPULATION = [832, 931, 1468, 1021, 1039, 1515, 1138, 620, 794, 866, 1367, 1108, 1120, 1033, 833,
              1536, 1149, 410, 1210, 858, 680, 935, 692, 781, 812]  # fmt: skip
VALUE = [61, 74, 58, 59, 72, 75, 74, 68, 75, 67, 73, 63, 66, 62, 60, 66, 71, 73, 71, 61, 74, 84,
         55, 69, 60]  # fmt: skip
ERROR = [5, 3, 3, 3, 4, 9, 2, 2, 2, 5, 5, 7, 5, 6, 4, 5, 6, 6, 9, 4, 3, 4, 1, 3, 7]
MEAN, EVERY = "Les groupes sont en moyenne à", "chaque groupe comptant autant"
ALL = "Si tous les groupes étaient au niveau du groupe « b »"
LEVEL = "Au niveau du groupe « b » pour tous"
MADE_OF_EXTREMES = ["D", "R", "MDBU", "MDBW", "PAR", "PAF"]


def groups(population, value, **more):
    """Make a table of groups, named by letters."""
    names = [f"{string.ascii_letters[at % 52]}{at // 52 or ''}" for at in range(len(value))]
    return pd.DataFrame({"group": names, "population": population, "value": value, **more})


def ordered_set():
    """Give the WHO package's ordered reference groups."""
    return groups([78, 91, 162, 103, 105], [20, 30, 40, 50, 60], order=[1, 2, 3, 4, 5])


def unordered_set():
    """Give its unordered ones; the 14th is the reference."""
    return groups(POPULATION, VALUE, se=ERROR)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("D", 40), ("R", 3), ("ACI", 7.328420321), ("RCI", 0.1777686117),
        ("SII", 44.90526404), ("RII", 3.223923442),
        ("SII_linear", 46.25381094), ("RII_linear", 3.555800272),
        ("PAR", 18.7755102), ("PAF", 45.54455446),
        ("RCI_wagstaff", 0.1777686117 / (1 - 0.412244898)), ("RCI_erreygers", 0.04 * 7.328420321),
    ],
)  # fmt: skip
def test_ordered_groups_have_the_published_values(measure, expected):
    """Reference set 1, to 1e-6; the logistic fit counts each population once."""
    found = equity(ordered_set(), scale=100)
    assert found.loc[measure, "estimate"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("BGV", 46.19832554), ("BGSD", 6.796935011), ("COV", 10.03877084),
        ("MDMU", 5.8917262), ("MDMW", 5.834868694), ("MDBU", 16.36), ("MDBW", 16.293155),
        ("MDRU", 7.24), ("MDRW", 7.222846291), ("IDISU", 8.701817667), ("IDISW", 8.617841659),
        ("TI", 5.035980303), ("MLD", 5.052355207), ("PAR", 16.293155), ("PAF", 24.06426559),
    ],
)  # fmt: skip
def test_unordered_groups_have_the_published_values(measure, expected):
    """Reference set 2, to 1e-6."""
    found = equity(unordered_set(), scale=100, reference="n")
    assert found.loc[measure, "estimate"] == pytest.approx(expected, abs=1e-6)


def test_extremes_and_reference():
    """Without a reference D is 84 − 55 and R 84/55; with one (62), 62 − 55 and 62/55."""
    free = equity(unordered_set(), scale=100)["estimate"]
    tied = equity(unordered_set(), scale=100, reference="n")["estimate"]
    assert (free["D"], free["R"]) == (29, pytest.approx(1.527272727, abs=1e-6))
    assert (tied["D"], tied["R"]) == (7, pytest.approx(62 / 55))


def test_published_standard_errors():
    """BGV's formula gives 17.13464919; TI's error is in thousandths like TI: 1.42, not 0.0014."""
    found = equity(unordered_set(), scale=100)["se"]
    assert found["BGV"] == pytest.approx(17.13464919, abs=1e-6)
    assert found["TI"] == pytest.approx(1.42, abs=0.005)
    assert found["D"] == pytest.approx(math.hypot(4, 1))


@pytest.mark.parametrize(
    ("measure", "estimate", "se", "low", "high"),
    [
        ("ACI", 7.328420321, 0.2936854412, None, None),
        ("RCI", 0.1777686117, 0.0071240491, None, None),
        ("SII", 44.4450191, 2.190822, 40.15109, 48.73895),
        ("RII", 3.159505716, 0.07644001, 2.719902, 3.67016),
        ("PAR", 18.7755102, 4.4066, 10.138505, 27.412513),
        ("PAF", 45.54455446, 10.689361, None, None),
    ],
)
def test_compat_gives_the_packages_numbers(measure, estimate, se, low, high):
    """The package's own: population counted twice in SII and RII, its errors, its intervals."""
    row = equity(ordered_set(), scale=100, compat="healthequal").loc[measure]
    assert row["estimate"] == pytest.approx(estimate, abs=1e-6)
    assert row["se"] == pytest.approx(se, rel=1e-5)
    if low is not None:
        assert row[["low", "high"]].tolist() == pytest.approx([low, high], rel=1e-6)


def test_compat_on_unordered_groups():
    """PAR's error and interval, PAF's error, of reference set 2."""
    found = equity(unordered_set(), scale=100, compat="healthequal")
    assert found.loc["PAR", "se"] == pytest.approx(1.1994447, abs=1e-7)
    expected = [13.94224, 18.644063]
    assert found.loc["PAR", ["low", "high"]].tolist() == pytest.approx(expected, abs=1e-5)
    assert found.loc["PAF", "se"] == pytest.approx(1.771526, abs=1e-6)


def test_compat_replaces_zeros_where_ours_says_no():
    """MLD of (0, 1/2, 1/2): infinite, so none; the package puts 1e-6 for 0."""
    table = groups([1, 1, 1], [0, 0.5, 0.5])
    ours, theirs = equity(table).loc["MLD"], equity(table, compat="healthequal").loc["MLD"]
    assert math.isnan(ours["estimate"])
    assert "logarithme" in ours["note"]
    expected = -1000 / 3 * (math.log(3e-6) + 2 * math.log(1.5))
    assert theirs["estimate"] == pytest.approx(expected)


@pytest.mark.parametrize("least", [1e-300, 1e-12, 1e-7, 4e-4])
@pytest.mark.parametrize("population", [1, 10**15])
def test_extreme_numbers_are_written(least, population):
    """A ratio of 1e300 is no crash, and is written short."""
    table = groups([1, population, 3], [least, 0.5, 1], order=[1, 2, 3])
    for some in (table, table.drop(columns="order"), table.assign(se=1e-9)):
        found = equity(some)
        assert found["meaning"].str.len().max() < 200
        had = found.dropna(subset=["estimate", "low"])
        assert (had["low"] <= had["high"]).all()


def test_two_groups_by_hand():
    """40 rural schools at 25 %, 60 urban at 50 %: mean 40 %, and so on."""
    found = equity(groups([40, 60], [0.25, 0.5]), reference="b")["estimate"]
    expected = {
        "D": 0.25, "R": 2, "BGV": 0.4 * 0.15**2 + 0.6 * 0.1**2, "MDMU": 0.125, "MDMW": 0.12,
        "MDBU": 0.125, "MDBW": 0.1, "MDRU": 0.125, "MDRW": 0.1, "IDISU": 31.25, "IDISW": 30,
        "PAR": 0.1, "PAF": 25,
        "TI": 1000 * (0.25 * math.log(0.625) + 0.75 * math.log(1.25)),
        "MLD": -1000 * (0.4 * math.log(0.625) + 0.6 * math.log(1.25)),
    }  # fmt: skip
    assert found[list(expected)].to_dict() == pytest.approx(expected)


def test_adverse_values_turn_the_comparison():
    """Of a share without ENT, D is bottom − top, the best the lowest; equality lowers the mean."""
    table = groups([1, 1, 2], [0.6, 0.4, 0.2], order=[1, 2, 3])
    found = equity(table, favourable=False)
    assert found.loc[["D", "R", "PAR"], "estimate"].tolist() == pytest.approx([0.4, 3, 0.15])
    assert "baisserait" in found.loc["PAR", "meaning"]
    theirs = equity(table, favourable=False, compat="healthequal")
    assert theirs.loc["PAR", "estimate"] == pytest.approx(-0.15)
    free = equity(table.drop(columns="order"), favourable=False, reference="b")["estimate"]
    assert (free["D"], free["MDBU"]) == (pytest.approx(0.2), pytest.approx(0.2))


def test_impact_is_never_under_zero():
    """When the most advantaged group is under the mean there is nothing to gain, and it is said."""
    row = equity(groups([1, 1, 1], [0.6, 0.6, 0.3], order=[1, 2, 3])).loc["PAR"]
    assert (row["estimate"], row["low"]) == (0, 0)
    assert "ne fait pas mieux" in row["note"]
    assert "ne ferait rien gagner" in row["meaning"]


def test_difference_of_two_shares_has_newcombes_interval():
    """56 of 70 less 48 of 80: 0.0524 to 0.3339 (Newcombe 1998, method 10)."""
    table = groups([80, 70], [48 / 80, 56 / 70], order=[1, 2])
    found = equity(table).loc["D", ["low", "high"]].tolist()
    assert found == pytest.approx([0.0524, 0.3339], abs=5e-5)


RURAL_URBAN = ([215, 206], [87 / 215, 123 / 206])
"""Public schools of Ille-et-Vilaine in June 2023, those that have an ENT."""


def wilson_by_hand(covered, n, z=1.959963984540054):
    """Give Wilson's limits as a textbook writes them."""
    share, half = covered / n, z / (2 * n) * math.sqrt(z * z + 4 * covered * (1 - covered / n))
    return tuple((share + z * z / (2 * n) + side * half) / (1 + z * z / n) for side in (-1, 1))


def test_two_groups_that_are_fixed_in_advance_have_newcombes_interval():
    """Rural and urban are known before they are counted: 9.7 to 28.3 points, as statsmodels."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = equity(groups(*RURAL_URBAN), reference="b").loc["D", ["low", "high"]].tolist()
    (rural_low, rural_high), (low, high) = wilson_by_hand(87, 215), wilson_by_hand(123, 206)
    rural, urban = 87 / 215, 123 / 206
    expected = [
        urban - rural - math.hypot(urban - low, rural_high - rural),
        urban - rural + math.hypot(high - urban, rural - rural_low),
    ]
    assert found == pytest.approx(expected, abs=1e-12)
    assert found == pytest.approx([0.097, 0.283], abs=5e-4)
    theirs = confint_proportions_2indep(123, 206, 87, 215, method="newcomb")
    assert found == pytest.approx(theirs, abs=1e-9)


def test_the_sign_of_a_fixed_pair_turns_with_the_reference():
    """Against the other group the gap and its interval are the contrary, not another test."""
    table = groups(*RURAL_URBAN)
    ours, theirs = (
        equity(table, reference=name).loc["D", ["estimate", "low", "high"]].astype(float)
        for name in "ba"
    )
    assert theirs.tolist() == pytest.approx([-ours["estimate"], -ours["high"], -ours["low"]])
    adverse = equity(table, reference="b", favourable=False).loc["D", "estimate"]
    assert adverse == pytest.approx(-ours["estimate"])


@pytest.mark.parametrize("more", [{}, {"c": (100, 0.5)}])
def test_extremes_that_are_picked_keep_their_own_interval(more):
    """Without a reference, or with three groups, an end is picked: noise is taken off."""
    population, value = (
        [*start, *(row[at] for row in more.values())] for at, start in enumerate(RURAL_URBAN)
    )
    row = equity(groups(population, value), reference="b" if more else None).loc["D"]
    assert row["corrected"] < row["estimate"]
    assert row["low"] < 0.097


def test_a_ratio_of_a_fixed_pair_has_no_draws_either():
    """Its interval is MOVER's quotient; one side refuses equality where the other does."""
    found = equity(groups(*RURAL_URBAN), reference="b").loc["R"]
    assert np.isnan(found["corrected"])
    assert 1 < found["low"] < found["estimate"] < found["high"]


@pytest.mark.parametrize("measure", ["TI", "MLD"])
def test_an_entropy_is_never_under_zero(measure):
    """Equal draws sum to −2e-13 in floats: REP+, REP and the others of Ille-et-Vilaine."""
    row = equity(groups([5, 44, 372], [2 / 5, 26 / 44, 182 / 372]), reference="c").loc[measure]
    assert (row["low"], math.copysign(1, row["low"])) == (0, 1)
    assert row["estimate"] > 0


def test_logistic_fit_is_the_librarys():
    """SII and RII are those of a binomial regression of statsmodels', counts weighted once."""
    import statsmodels.api as sm

    table = groups([10, 24, 31, 18], [0.2, 0.25, 15 / 31, 0.5], order=[1, 2, 3, 4])
    n = table["population"].to_numpy()
    k = np.round(n * table["value"].to_numpy())
    rank = (np.cumsum(n) - n / 2) / n.sum()
    fit = sm.GLM(np.column_stack([k, n - k]), sm.add_constant(rank), family=sm.families.Binomial())
    bottom, top = fit.fit(tol=1e-12).predict(np.array([[1, 0], [1, 1]]))
    found = equity(table)["estimate"]
    assert found[["SII", "RII"]].tolist() == pytest.approx([top - bottom, top / bottom])


def test_noise_is_told_apart():
    """25 groups drawn at one rate look unequal: the corrected index is far less, and may be 0."""
    rng = np.random.default_rng(3)
    table = groups([12] * 25, rng.binomial(12, 0.5, 25) / 12)
    row = equity(table).loc["TI"]
    assert row["corrected"] < row["estimate"] / 2
    assert row["low"] == 0
    assert "hasard" in row["note"]
    far = equity(groups([12] * 25, [0.1, 0.9] * 12 + [0.5])).loc["TI"]
    assert far["low"] > 0
    assert "hasard" not in far["note"]


def test_two_camps_arent_taken_for_a_family():
    """Zones at 30 % or 70 %: the extremes look 60 points apart, the interval holds the 40."""
    rng = np.random.default_rng(11)
    n = rng.integers(10, 40, 16)
    table = groups(n, rng.binomial(n, np.where(np.arange(16) % 2, 0.3, 0.7)) / n)
    row = equity(table).loc["D"]
    assert row["estimate"] > 0.55
    assert row["low"] <= 0.4 <= row["high"]
    assert row["corrected"] == pytest.approx(0.4, abs=0.1)


def test_the_same_table_gives_the_same_numbers():
    """Draws have a fixed seed."""
    pd.testing.assert_frame_equal(
        equity(unordered_set(), scale=100), equity(unordered_set(), scale=100)
    )


@pytest.mark.parametrize(
    ("table", "measures", "said"),
    [
        (groups([], []), list(MEASURES), "aucun groupe"),
        (groups([5], [0.4]), list(MEASURES), "un seul groupe"),
        (groups([0, 0], [0.4, 0.5]), list(MEASURES), "aucun groupe n’a de population"),
        (groups([1] * 4, [0.1, 0.2, None, 0.4]), list(MEASURES), "1 groupe sur 4, plus de"),
        (groups([1, 1], [0.4, 0.5]), ["ACI", "SII"], "n’ont pas d’ordre"),
        (groups([1, 1], [0.4, 0.5]), ["MDRU", "MDRW"], "aucun groupe de référence"),
        (groups([1, 1], [0.4, 0.5], order=[1, 2]), ["ACI", "RII"], "2 groupes seulement"),
        (groups([1, 1, 1], [0, 0.5, 1], order=[1, 1, 2]), ["ACI"], "ont le même rang"),
        (groups([1, 1, 1], [0, 0.5, 1], order=[1, None, 2]), ["ACI"], "le rang manque pour « b »"),
        (groups([None] * 3, [0, 0.5, 1]), ["BGV", "TI", "PAR"], "populations"),
        (groups([9, 9], [0, 0]), ["R", "COV", "TI", "PAF"], ""),
        (groups([9, 9], [0, 1]), ["R"], "zéro"),
        (groups([9] * 3, [0, 0, 1], order=[1, 2, 3]), ["SII", "RII"], "SII_linear"),
        (groups([9] * 8, [0.1] * 7 + [None], order=range(8)), ["D", "ACI"], "besoin de tous"),
    ],
)  # fmt: skip
def test_what_cant_be_had_is_said(table, measures, said):
    """NaN, and a note in words."""
    found = equity(table).loc[measures]
    assert found[["estimate", "se", "low", "high"]].isna().all(axis=None)
    assert (found["note"] != "").all()
    assert found["note"].str.contains(said, regex=False).any()


def test_what_can_be_had_is_given():
    """Without populations D and R are known, but no interval; one of 7 may lack its value."""
    bare = equity(groups([None] * 3, [0.2, 0.5, 0.8]))
    assert bare["estimate"].dropna().index.tolist() == ["D", "R", "MDBU"]
    assert "pas d’intervalle" in bare.loc["D", "note"]
    partly = equity(groups([1] * 7, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, None]))
    assert partly.loc["D", "estimate"] == pytest.approx(0.5)
    assert "« g »" in partly.loc["D", "note"]


def test_fewer_than_three_groups_in_the_package():
    """The package wants three groups for what compares more than two values."""
    table = groups([40, 60], [0.25, 0.5])
    assert math.isnan(equity(table, compat="healthequal").loc["BGSD", "estimate"])
    assert equity(table).loc["BGSD", "estimate"] > 0


@pytest.mark.parametrize("wrong", [None, pd.DataFrame({"group": ["a"]}), [1, 2]])
def test_what_isnt_a_table_of_groups_is_refused(wrong):
    """With the columns that are expected, or what was found."""
    with pytest.raises(InputError, match="equity : on attend"):
        equity(wrong)


def test_a_scale_is_1_or_100():
    """And a package to agree with is healthequal."""
    with pytest.raises(InputError, match=r"1 .* ou 100"):
        equity(ordered_set(), scale=1000)
    with pytest.raises(InputError, match="healthequal"):
        equity(ordered_set(), compat="other")


@pytest.mark.parametrize(
    ("values", "measure", "said"),
    [
        ([0.25, 0.5], "D", "« b » dépasse « a » de 25,0 points (50,0 % contre 25,0 %)."),
        ([0.49, 0.5], "D", "« b » dépasse « a » de 1,0 point (50,0 % contre 49,0 %)."),
        ([0.5, 0.5001], "D", "« b » dépasse « a » de moins de 0,1 point (50,0 % contre 50,0 %)."),
        ([0.5, 0.5], "D", "« b » et « a » ont la même valeur (50,0 %)."),
        ([0.5, 0.5], "R", "« b » et « a » ont la même valeur."),
        ([0.5, 0.25], "D", "« a » dépasse « b » de 25,0 points (50,0 % contre 25,0 %)."),
        ([0.25, 0.5], "R", "La valeur du groupe « b » est 2,00 fois celle du groupe « a »."),
        ([0.5, 0.5], "TI", "Tous les groupes ont la même valeur."),
        ([0.25, 0.5], "MDBU", f"{MEAN} 12,5 points du meilleur niveau (50,0 %), {EVERY}."),
        ([0.5, 0.5], "MDRU", "Tous les groupes sont au niveau de la référence, « a » (50,0 %)."),
        ([0.25, 0.5], "PAR", f"{ALL} (50,0 %), leur moyenne d’ensemble monterait de 12,5 points."),
        ([0.25, 0.5], "PAF", f"{LEVEL}, la moyenne monterait de 33,3 % de ce qu’elle est."),
    ],
)  # fmt: skip
def test_sentences_are_true_and_french(values, measure, said):
    """Singular, plural, ties, too small to be written."""
    table = groups([10, 10], values, order=[1, 2])
    found = equity(table, reference="a").loc[measure, "meaning"]
    assert found.replace("\u00a0", " ") == said


EXAMPLES = 8  # of some 30 ms each
shares = st.floats(0.01, 1)
tables = st.lists(st.tuples(st.integers(1, 400), shares), min_size=3, max_size=8)
numbers = st.one_of(st.none(), st.floats(), st.integers(-5, 200), st.just("?"))
anything = st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=6)


def table_of(rows, **more):
    """Make groups of (population, value)."""
    return groups([n for n, _ in rows], [y for _, y in rows], **more)


@examples(EXAMPLES)
@given(st.lists(st.integers(1, 400), min_size=3, max_size=8), shares, st.booleans())
def test_equal_groups_are_not_unequal(population, value, favourable):
    """Every measure is 0, or 1 for a ratio, when all groups are equal."""
    table = groups(population, [value] * len(population), order=range(len(population)))
    found = equity(table, favourable=favourable, reference="a")
    for measure, record in MEASURES.items():
        estimate = found.loc[measure, "estimate"]
        # at 100 % Wagstaff's index has no value
        right = math.isnan(estimate) if measure == "RCI_wagstaff" and value > 0.999 else False
        assert right or estimate == pytest.approx(record.equality, abs=1e-6), measure


@examples(EXAMPLES)
@given(tables)
def test_scale_changes_units_only(rows):
    """In per cent distances are 100 times, their square 10,000 times, relative ones the same."""
    table = table_of(rows, order=range(len(rows)))
    small = equity(table, reference="a")["estimate"]
    large = equity(table.assign(value=100 * table["value"]), scale=100, reference="a")["estimate"]
    factor = pd.Series(1.0, index=small.index)
    factor[["D", "ACI", "SII", "SII_linear", "BGSD", "PAR"]] = 100
    factor[[name for name in MEASURES if name.startswith("MD")]] = 100
    factor["BGV"] = 10_000
    expected = (small * factor).rename("estimate")
    pd.testing.assert_series_equal(large, expected, rtol=1e-6, atol=1e-6)


@examples(EXAMPLES)
@given(tables, st.integers(2, 50))
def test_only_shares_of_population_count(rows, times):
    """Populations all multiplied change no estimate, but for the counts that the fit rounds."""
    table = table_of(rows, order=range(len(rows)))
    many = table.assign(population=table["population"] * times)
    rounded = ["SII", "RII"]
    pd.testing.assert_series_equal(
        equity(many)["estimate"].drop(rounded), equity(table)["estimate"].drop(rounded), rtol=1e-9
    )


@examples(EXAMPLES)
@given(tables, st.randoms())
def test_rows_come_in_any_order(rows, random):
    """Shuffled rows give the same, with or without ranks."""
    for more in ({}, {"order": range(len(rows))}):
        table = table_of(rows, **more)
        places = list(range(len(rows)))
        random.shuffle(places)
        found = [equity(some)["estimate"] for some in (table, table.iloc[places])]
        pd.testing.assert_series_equal(*found, rtol=1e-6, atol=1e-9)


@examples(EXAMPLES)
@given(tables)
def test_turning_the_order_turns_the_sign(rows):
    """Read from the other end, concentration and slope change sign, the ratio is inverted."""
    table = table_of(rows, order=range(len(rows)))
    up = equity(table)["estimate"]
    down = equity(table.assign(order=-table["order"]))["estimate"]
    for measure in ("D", "ACI", "RCI", "SII", "SII_linear"):
        assert down[measure] == pytest.approx(-up[measure], abs=1e-6, nan_ok=True), measure
    assert down["R"] == pytest.approx(1 / up["R"])


@examples(EXAMPLES)
@given(tables, st.booleans(), st.booleans())
def test_bounds(rows, favourable, ranked):
    """Spreads and gains are at least 0, R unordered at least 1; intervals hold their median."""
    more = {"order": range(len(rows))} if ranked else {}
    found = equity(table_of(rows, **more), favourable=favourable)
    spread = [name for name, record in MEASURES.items() if record.kind in {"spread", "impact"}]
    had = found.loc[spread].dropna(subset="estimate")
    assert (had[["estimate", "low"]] >= 0).all(axis=None)
    assert ranked or (found.loc["R", "estimate"] >= 1 and found.loc["R", "low"] >= 1)
    known = found.dropna(subset="corrected")
    assert (known["low"] <= known["corrected"]).all()
    assert (known["corrected"] <= known["high"]).all()


@examples(EXAMPLES)
@given(tables)
def test_inequality_falls_when_the_poor_gain(rows):
    """Halfway to the mean, every spread is smaller."""
    table = table_of(rows)
    mean = np.average(table["value"], weights=table["population"])
    nearer = equity(table.assign(value=(table["value"] + mean) / 2))["estimate"]
    spread = [
        "BGV",
        "BGSD",
        "COV",
        "MDMU",
        "MDMW",
        "IDISU",
        "IDISW",
        "TI",
        "MLD",
        *MADE_OF_EXTREMES,
    ]
    assert (nearer[spread] <= equity(table)["estimate"][spread] + 1e-9).all()


@examples(EXAMPLES)
@given(anything, st.booleans(), st.sampled_from([1, 100]), st.sampled_from([None, "a", "?"]))
def test_no_input_crashes(rows, favourable, scale, reference):
    """Any cells at all: each measure has a value and a sentence, or a reason."""
    columns = ["population", "value", "order", "se"]
    table = pd.DataFrame(rows, columns=columns).assign(group="a")
    for compat in (None, "healthequal"):
        found = equity(
            table, scale=scale, favourable=favourable, reference=reference, compat=compat
        )
        assert found.index.tolist() == list(MEASURES)
        assert (found["meaning"] != "").all()
        assert (found["note"][found["estimate"].isna()] != "").all()


def test_the_measures_are_numbers_and_codes():
    """What indicators give is in no language: numbers, and notes with a code."""
    found = bare_equity(groups([1] * 7, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, None]), reference="z")
    assert list(found) == ["estimate", "se", "low", "high", "corrected", "notes"]
    assert found.loc["D", "notes"][0].code == "without_value"
    assert [note.code for note in found.loc["MDRU", "notes"]] == ["reference_unmeasured"]
