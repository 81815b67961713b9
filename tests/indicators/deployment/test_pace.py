"""The pace, the projection and the cost: by arithmetic, and in sentences true for every input."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from geo_ent.errors import InputError
from geo_ent.indicators.deployment.cost import cost
from geo_ent.indicators.deployment.pace import Pace, history, pace
from geo_ent.indicators.deployment.projection import LEAST_DATES, project, student_95
from geo_ent.indicators.units import weigh
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.deployment.cost_sentences import cost_notes, cost_sentences
from geo_ent.telling.deployment.pace_sentences import pace_notes, pace_sentences
from geo_ent.telling.language import language

SEPTEMBERS = [dt.date(year, 9, 1) for year in range(2015, 2025)]


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def sentences_of(figures):
    """Tell a pace or a cost in French."""
    write = pace_sentences if isinstance(figures, Pace) else cost_sentences
    return tuple(write(figures, language("fr")))


def notes_of(figures):
    """Tell in French what can't be told of a pace or a cost."""
    write = pace_notes if isinstance(figures, Pace) else cost_notes
    return write(figures, language("fr"))


def made(counts, n, *, unknown_n=0, first=2019):
    """Make a series of n schools of which so many have an ENT at each 1 September."""
    days = [dt.date(first + at, 9, 1) for at in range(len(counts))]
    columns = {
        day: ["school"] * count + ["none"] * (n - count - unknown_n) + ["unknown"] * unknown_n
        for day, count in zip(days, counts, strict=True)
    }
    return pd.DataFrame(columns, index=[f"095{at:04d}A" for at in range(n)])


def _are_shares(table):
    return ((table >= 0) & (table <= 1)).all(axis=None)


def test_history_counts_each_date():
    """Counts, unknown and share at each date, rising, whatever the order of the columns."""
    series = made([2, 5], 10, unknown_n=1)
    table = history(series[series.columns[::-1]])
    assert table.index.tolist() == [dt.date(2019, 9, 1), dt.date(2020, 9, 1)]
    assert table["covered_n"].tolist() == [2, 5]
    assert table["unknown_n"].tolist() == [1, 1]
    assert table["coverage_share"].tolist() == [0.2, 0.5]


def test_eighty_per_cent_in_five_years():
    """From 20 of 100: 60 schools in 60 months are one a month."""
    told = pace(made([20], 100), target=0.8, by=5)
    assert told.goal.by == dt.date(2024, 9, 1)
    assert told.needed_n == 60
    assert told.needed_per_month == pytest.approx(1, abs=1e-3)
    assert plain(sentences_of(told)[1]) == (
        "Pour atteindre 80 % au 1er septembre 2024, il faut encore équiper 60 écoles en 60 mois, "
        "soit 1,0 école par mois."
    )


def test_all_by_a_date():
    """7 schools of 10 left in 3.5 months: two a month."""
    told = pace(made([3], 10), target=1, by=dt.date(2019, 12, 16))
    assert told.needed_n == 7
    assert told.needed_per_month == pytest.approx(7 / (106 / 30.4375))
    assert "soit 2,0 écoles par mois" in plain(sentences_of(told)[1])


def test_a_target_is_not_rounded_up_by_floats():
    """80 % of 10 schools is 8; 81 % is 9."""
    assert pace(made([0], 10), target=0.8, by=1).needed_n == 8
    assert pace(made([0], 10), target=0.81, by=1).needed_n == 9
    assert pace(made([0], 3), target=0.1, by=1).needed_n == 1


@pytest.mark.parametrize(
    ("counts", "n", "target", "by", "sentence"),
    [
        ([9], 10, 0.8, 1, "L’objectif de 80 % est atteint."),
        ([0], 10, 0.8, 0, "{past} : il manque 8 écoles pour 80 %."),
        ([9], 10, 1, 0, "{past} : il manque 1 école pour 100 %."),
        ([9], 10, 1, 1, "{aim} équiper 1 école en 12 mois."),
        ([0], 1, 1, 2, "{aim} équiper 1 école en 24 mois."),
        ([8], 10, 1, 2, "{aim} équiper 2 écoles en 24 mois, soit une école tous les 12,0 mois."),
        ([0], 10, 0.333, 1, "{aim} équiper 4 écoles en 12 mois, soit une école tous les 3,0 mois."),
    ],
)
def test_the_aim_in_words(counts, n, target, by, sentence):
    """Reached, past, one school, few: each has its sentence."""
    share = "33,3 %" if target < 0.5 else "100 %"
    aim = f"Pour atteindre {share} au 1er septembre {2019 + by}, il faut encore"
    past = "L’échéance du 1er septembre 2019 est passée"
    told = plain(sentences_of(pace(made(counts, n), target=target, by=by))[1])
    assert told == sentence.format(aim=aim, past=past)


def test_less_than_a_month_left():
    """Twenty days: no pace by month is given."""
    told = pace(made([3], 10), target=1, by=dt.date(2019, 9, 21))
    assert plain(sentences_of(told)[1]).endswith(
        "il faut encore équiper 7 écoles en moins d’un mois."
    )


@pytest.mark.parametrize(
    ("counts", "n", "words"),
    [
        ([10, 22], 40, "12 écoles de plus ont un ENT, soit 1,0 école par mois ; à ce rythme, "),
        ([10, 22], 40, "l’objectif serait atteint vers mars 2022, après l’échéance."),
        ([10, 36], 40, "26 écoles de plus ont un ENT, soit 2,2 écoles par mois ; à ce rythme, "),
        ([10, 36], 40, "l’objectif serait atteint vers octobre 2020, à temps."),
        ([10, 11], 40, "1 école de plus a un ENT, soit une école tous les 12,0 mois"),
        ([10, 10], 40, "aucune école de plus n’a d’ENT ; à ce rythme, "),
        ([10, 10], 40, "l’objectif ne serait jamais atteint."),
        ([10, 9], 40, "1 école de moins a un ENT ; à ce rythme, l’objectif ne serait jamais"),
        ([10, 7], 40, "3 écoles de moins ont un ENT"),
        ([10, 40], 40, "30 écoles de plus ont un ENT, soit 2,5 écoles par mois."),
        ([1, 2], 400, "l’objectif ne serait pas atteint avant 50 ans."),
    ],
)
def test_the_recent_pace_in_words(counts, n, words):
    """Forwards, backwards, standing still, in time or late; all in a year, before a year's end."""
    told = pace(made(counts, n), target=1, by=1)
    assert plain(sentences_of(told)[2]).startswith("Depuis le 1er septembre 2019, ")
    assert words in plain(sentences_of(told)[2])


def test_the_pace_is_that_of_the_last_year():
    """Of four rentrées and a June, the last year starts at the September before."""
    series = made([0, 10, 20, 30], 100)
    series[dt.date(2023, 6, 30)] = ["school"] * 33 + ["none"] * 67
    told = pace(series, target=1, by=3)
    assert told.since == dt.date(2021, 9, 1)
    assert told.gained_n == 13


@pytest.mark.parametrize(
    ("series", "by", "why"),
    [
        (made([1, 2, 3], 10), 5, "il faut au moins 4 dates, l’historique en a 3."),
        (made([1], 10), 5, "il faut au moins 4 dates, l’historique en a 1."),
        (made([3] * 5, 10), 5, "le nombre d’écoles qui ont un ENT n’a jamais changé."),
        (made([0] * 5, 10), 5, "le nombre d’écoles qui ont un ENT n’a jamais changé."),
        (made([1, 2, 3, 10], 10), 5, "toutes les écoles ont un ENT."),
        (made([0] * 5, 10, unknown_n=10), 5, "on ne sait rien d’aucune école."),
        (made([0] * 5, 0), 5, "il n’y a aucune école."),
        (made([1, 2, 3, 4], 10), 0, "l’échéance n’est pas après la dernière date connue."),
    ],
)
def test_a_projection_is_refused_with_a_reason(series, by, why):
    """Each reason is said; the rest of the answer stands."""
    told = pace(series, target=0.9, by=by)
    assert told.projection.empty
    assert notes_of(told)[0] == f"Pas de projection : {why}"


def test_no_school_is_one_sentence():
    """Nothing to reach, nothing to say."""
    told = pace(made([0, 0], 0), target=0.8, by=1)
    assert sentences_of(told) == ("Il n’y a aucune école.",)
    assert np.isnan(told.history["coverage_share"]).all()


def test_unknown_schools_are_said_in_the_state():
    """They count as without, and the sentence says how many."""
    told = pace(made([1], 3, unknown_n=1), target=1, by=1)
    assert plain(sentences_of(told)[0]) == (
        "Au 1er septembre 2019, 1 école sur 3 a un ENT, soit 33,3 % ; on ne sait pas pour 1 école."
    )


@pytest.mark.parametrize("target", [0, -0.1, 1.01, 80, float("nan")])
def test_a_target_that_is_no_share_is_refused(target):
    """80 isn't 80 %: one line says what was expected."""
    with pytest.raises(InputError, match="une part entre 0 et 1"):
        pace(made([1], 10), target=target, by=1)


def test_a_series_without_dates_is_refused():
    """No date, no pace."""
    with pytest.raises(InputError, match="aucune date"):
        pace(made([], 10), target=0.8, by=1)


@given(
    st.lists(st.lists(st.sampled_from(STATUSES), min_size=4, max_size=4), min_size=0, max_size=8),
    st.integers(1, 10),
    st.floats(0.01, 1),
    st.integers(-2, 60),
)
def test_every_input_has_true_sentences(rows, dates, target, years):
    """Any statuses, dates, targets: no crash, counts that hold, words that end."""
    days = SEPTEMBERS[:dates]
    series = pd.DataFrame([(row * 3)[:dates] for row in rows], columns=days, dtype=object)
    told = pace(series, target=target, by=years)
    covered_n = int(told.history["covered_n"].iloc[-1])
    assert covered_n + told.needed_n >= target * len(rows) - 1e-6
    assert told.needed_n == 0 or covered_n + told.needed_n - 1 < target * len(rows)
    for sentence in (*sentences_of(told), *notes_of(told)):
        assert re.fullmatch(r"[A-Z0-9].*[^ .]\.", plain(sentence))
        assert "nan" not in sentence
    assert len(told.projection) == 0 or _are_shares(told.projection)
    assert bool(len(told.projection)) != any("projection" in note for note in notes_of(told))


# The projection


def test_a_logistic_history_goes_on_along_its_curve():
    """Shares on a logistic curve of slope 0.5 a year: the middle stays on it."""
    n = 100_000
    shares = [1 / (1 + np.exp(-(-1 + 0.5 * at))) for at in range(7)]
    counts = [round(share * n) for share in shares]
    ahead = project(SEPTEMBERS[:5], counts[:5], n, SEPTEMBERS[5:7])
    assert ahead["share"].tolist() == pytest.approx(shares[5:], abs=0.002)
    assert (ahead["low"] < ahead["share"]).all()
    assert (ahead["share"] < ahead["high"]).all()


def test_the_interval_is_that_of_the_formula():
    """Changes of the logit by hand: a drift, a variance, Student with one degree less."""
    counts, n = [10, 30, 35, 60], 100
    logit = np.log([(k + 0.5) / (n - k + 0.5) for k in counts])
    days = [(day - SEPTEMBERS[0]).days / 365.25 for day in SEPTEMBERS[:5]]
    steps, changes = np.diff(days[:4]), np.diff(logit)
    drift = changes.sum() / days[3]
    noise = (((changes - drift * steps) ** 2) / steps).sum() / 2
    ahead = days[4] - days[3]
    half = student.ppf(0.975, 2) * np.sqrt(noise * (ahead + ahead**2 / days[3]))
    row = project(SEPTEMBERS[:4], counts, n, [SEPTEMBERS[4]]).iloc[0]
    bounds = [1 / (1 + np.exp(-(logit[3] + drift * ahead + side * half))) for side in (0, -1, 1)]
    assert row.tolist() == pytest.approx(bounds, abs=1e-4)


def test_a_smooth_history_is_not_a_sure_future():
    """Ten schools each year exactly: the interval still allows for what chance does to ten."""
    row = project(SEPTEMBERS[:5], [10, 20, 30, 40, 50], 100, [SEPTEMBERS[5]]).iloc[0]
    assert row["high"] - row["low"] > 0.15


def test_an_interval_from_none_to_all_is_not_told_as_a_figure():
    """Counts that leapt once say nothing of five years on, and the sentence gives no share."""
    leapt = pace(made([0, 0, 0, 60], 100), target=1, by=5)
    last = leapt.projection.iloc[-1]
    assert last["high"] - last["low"] > 0.9
    assert plain(sentences_of(leapt)[-1]) == (
        "Jusqu’ici, l’allure a trop changé pour dire où en seront les écoles au 1er septembre 2027."
    )
    steady = pace(made([10, 20, 30, 40], 100), target=1, by=2)
    assert plain(sentences_of(steady)[-1]).startswith("Si la courbe se prolonge, ")


@given(st.lists(st.integers(0, 50), min_size=LEAST_DATES, max_size=8))
def test_a_projection_stays_between_none_and_all(counts):
    """Up, down or flat, from none to all: shares, ordered, wider with time."""
    ahead = project(SEPTEMBERS[: len(counts)], counts, 50, SEPTEMBERS[len(counts) :])
    assert _are_shares(ahead)
    assert ((ahead["low"] <= ahead["share"]) & (ahead["share"] <= ahead["high"])).all()


@pytest.mark.parametrize("df", [1, 2, 3, 7, 30, 31, 60, 1000])
def test_students_quantile_is_scipys(df):
    """The table and the expansion beyond it, to four decimals."""
    assert student_95(df) == pytest.approx(student.ppf(0.975, df), abs=1e-4)


# The cost


def equipped(pupils, **columns):
    """Make schools that have an ENT, with so many pupils each."""
    return pd.DataFrame({"status": "school", "pupils_n": pupils, **columns})


def test_a_programme_costs_so_much_a_school_and_a_pupil():
    """12,000 € for 4 schools of 50 pupils: 3,000 € and 60 €; who pays; what is missing."""
    told = cost(equipped([50.0] * 4), budget=12_000, shares={"État": 0.5, "communes": 0.5},
                missing_n=2)  # fmt: skip
    assert (told.per_school, told.per_pupil) == (3000, 60)
    assert [plain(sentence) for sentence in sentences_of(told)] == [
        "Le programme coûte 12 000 € pour 4 écoles, soit 3 000 € par école et 60,00 € par élève.",
        "Financement — État : 6 000 € (50,0 %) ; communes : 6 000 € (50,0 %).",
        "Au même coût par école, équiper les 2 écoles qui manquent coûterait 6 000 €.",
    ]
    assert notes_of(told) == ()


def test_the_budget_of_a_goal_is_shared_among_its_schools():
    """4 schools and 2 to come: 12,000 € over six years would be 2,000 € each, and no price more."""
    told = cost(equipped([50.0] * 4), budget=12_000, missing_n=2, years=6)
    last = "Rapporté aux 6 écoles de l’objectif, ce budget ferait 2 000 € par école."
    assert plain(sentences_of(told)[-1]) == last
    assert not any("Au même coût" in sentence for sentence in sentences_of(told))
    nobody = cost(equipped([]), budget=12_000, missing_n=3, years=6)
    assert [plain(sentence) for sentence in sentences_of(nobody)] == [
        "Rapporté aux 3 écoles de l’objectif, ce budget ferait 4 000 € par école."
    ]
    assert sentences_of(cost(equipped([]), budget=12_000, missing_n=3)) == ()


def test_only_the_schools_of_the_programme_count():
    """Two programmes in the register, one school in both; a school without an ENT doesn't count."""
    schools = equipped([10.0] * 4, programme=["ENIR", ("ENIR", "TNE"), "TNE", "ENIR"])
    schools["status"] = ["school", "school", "school", "planned"]
    assert cost(schools, budget=100, programme="ENIR").schools_n == 2


def test_pupils_that_are_not_known_bound_the_cost():
    """One of two schools without a figure: at most so much a pupil."""
    told = cost(equipped([50.0, np.nan]), budget=1000)
    assert "au plus 20,00 € par élève" in plain(sentences_of(told)[0])
    assert notes_of(told) == ("L’effectif n’est pas connu pour 1 école du programme sur 2.",)


@pytest.mark.parametrize(
    ("schools", "note"),
    [
        (equipped([]), "Aucune école du programme n’a d’ENT"),
        (equipped([np.nan, np.nan]), "L’effectif d’aucune école du programme n’est connu"),
        (equipped([1.0]).drop(columns="pupils_n"), "L’effectif d’aucune école"),
    ],
)
def test_a_cost_that_cannot_be_told_says_why(schools, note):
    """No school, no pupils: what can be said is, and why not the rest."""
    told = cost(schools, budget=1000)
    assert notes_of(told)[0].startswith(note)
    assert np.isnan(told.per_pupil)


def test_one_school_is_singular():
    """One school equipped, one missing."""
    told = cost(equipped([20.0]), budget=1000, missing_n=1)
    assert plain(sentences_of(told)[0]).endswith("1 000 € pour 1 école et 50,00 € par élève.")
    assert "équiper l’école qui manque coûterait" in sentences_of(told)[-1]


def test_what_nobody_pays_is_said():
    """Funders for 70 %: the rest is named in the notes."""
    told = cost(equipped([20.0]), budget=1000, shares={"État": 0.7})
    assert plain(notes_of(told)[0]) == "Le financement n’est pas dit pour 300 € (30,0 %)."


@pytest.mark.parametrize(
    ("budget", "shares", "words"),
    [
        (-1, {}, "« budget » doit être un nombre positif"),
        (float("nan"), {}, "« budget »"),
        (10, {"État": -0.5}, "« État »"),
        (10, {"État": 0.8, "communes": 0.3}, "plus de 100 %"),
    ],
)
def test_a_cost_that_cannot_be_is_refused(budget, shares, words):
    """Negative, not a number, or more than all of it."""
    with pytest.raises(InputError, match=words):
        cost(equipped([20.0]), budget=budget, shares=shares)


def test_a_cost_a_year_is_the_cost_over_the_years():
    """12,000 € for 4 schools of 50 pupils over six years: 500 € and 10 € a year."""
    told = cost(equipped([50.0] * 4), budget=12_000, years=6)
    assert (told.per_school_year, told.per_pupil_year) == (500, 10)
    assert plain(sentences_of(told)[1]) == (
        "Sur 6 ans, cela fait 500 € par école et 10,00 € par élève, chaque année."
    )


@pytest.mark.parametrize(
    ("pupils", "years", "sentence"),
    [
        ([np.nan], 2, "Sur 2 ans, cela fait 500 € par école et par an."),
        ([50.0, np.nan], 1, "Sur un an, cela fait 500 € par école et au plus 20,00 € par élève, "),
        ([20.0], 2.5, "Sur 2,5 ans, cela fait 400 € par école et 20,00 € par élève, "),
    ],
)
def test_the_cost_a_year_in_words(pupils, years, sentence):
    """Nobody's number known, some known, a broken number of years."""
    told = cost(equipped(pupils), budget=1000, years=years)
    assert plain(sentences_of(told)[1]).startswith(sentence)


def test_a_cost_without_years_says_nothing_a_year():
    """NaN, and no sentence."""
    told = cost(equipped([20.0]), budget=1000)
    assert np.isnan([told.per_school_year, told.per_pupil_year]).all()
    assert len(sentences_of(told)) == 1


@pytest.mark.parametrize("years", [0, -1, float("nan"), float("inf")])
def test_years_that_cannot_be_are_refused(years):
    """None, less than none, not a number, for ever."""
    with pytest.raises(InputError, match="nombre d'années"):
        cost(equipped([20.0]), budget=1000, years=years)


# The unit of a goal


def sized(sizes, **columns):
    """Make schools of so many classes each, with the UAIs of `made`."""
    index = [f"095{at:04d}A" for at in range(len(sizes))]
    return pd.DataFrame({"classes_n": sizes, "pupils_n": sizes, **columns}, index=index)


def test_a_goal_in_classes_weighs_schools_by_their_classes():
    """Schools of 8, 2 and 10 classes, the first covered: 8 of 20; 63 % is 13, so 5 are missing."""
    told = pace(made([1], 3), target=0.63, by=1, weights=weigh(sized([8.0, 2, 10]), "classes"))
    row = told.history.iloc[0]
    assert row.tolist() == [20, 8, 0, 0.4]
    assert (told.needed_n, told.unit) == (5, "classes")
    assert [plain(words) for words in sentences_of(told)] == [
        "Au 1er septembre 2019, 8 classes sur 20 ont un ENT, soit 40,0 %.",
        (
            "Pour atteindre 63 % des classes au 1er septembre 2020, il faut encore équiper "
            "5 classes en 12 mois, soit une classe tous les 2,4 mois."
        ),
    ]


def test_a_goal_in_pupils_speaks_of_pupils():
    """Pupils are given an ENT, not equipped; unknown schools weigh their pupils."""
    schools = sized([80.0, 20, 100])
    told = pace(made([1], 3, unknown_n=1), target=1, by=1, weights=weigh(schools, "pupils"))
    assert told.history["unknown_n"].tolist() == [100]
    state, aim = (plain(words) for words in sentences_of(told))
    assert state == (
        "Au 1er septembre 2019, 80 élèves sur 200 ont un ENT, soit 40,0 % ; "
        "on ne sait pas pour 100 élèves."
    )
    assert aim == (
        "Pour atteindre 100 % des élèves au 1er septembre 2020, il faut encore donner un ENT à "
        "120 élèves en 12 mois, soit 10,0 élèves par mois."
    )


def test_a_school_equipped_in_some_classes_counts_those():
    """3 of its 10 classes where it is told, none where it isn't, never more than it has."""
    schools = sized([10.0, 10, 4], ent_classes_n=[3.0, np.nan, 9])
    series = pd.DataFrame({SEPTEMBERS[0]: ["class"] * 3}, index=schools.index)
    assert history(series, weigh(schools, "classes"))["covered_n"].tolist() == [7]
    assert history(series, weigh(schools, "pupils"))["covered_n"].tolist() == [0]
    assert history(series)["covered_n"].tolist() == [0]


def test_schools_without_a_number_are_out_of_the_count_and_said():
    """One of three: the rest is counted."""
    told = pace(made([3], 3), target=1, by=1, weights=weigh(sized([8.0, np.nan, 10]), "classes"))
    assert told.history["whole_n"].tolist() == [18]
    assert (
        "1 école sur 3 dont le nombre de classes n’est pas connu est hors de ce compte."
        in notes_of(told)
    )


@pytest.mark.parametrize(
    ("schools", "unit", "words"),
    [
        (sized([np.nan] * 2), "classes", "le nombre de classes d'aucune école n'est connu"),
        (sized([np.nan] * 2), "pupils", "l'effectif d'aucune école n'est connu"),
        (sized([1.0]).drop(columns="classes_n"), "classes", "--pupils"),
        (sized([1.0]), "communes", "schools, classes, pupils"),
    ],
)
def test_a_unit_that_cannot_be_counted_is_refused(schools, unit, words):
    """Nothing known to count it by, or no such unit: what to do is said."""
    with pytest.raises(InputError, match=words):
        weigh(schools, unit)


def test_schools_of_one_size_project_as_schools_do():
    """Five classes each: shares and interval are those of the schools themselves."""
    series = made([1, 3, 4, 6], 10)
    of_schools = pace(series, target=1, by=2).projection
    of_classes = pace(
        series, target=1, by=2, weights=weigh(sized([5.0] * 10), "classes")
    ).projection
    assert len(of_schools)
    pd.testing.assert_frame_equal(of_schools, of_classes)


def test_chance_comes_by_schools_of_a_weighted_size():
    """Of 8, 2, 10 and 20 classes, a class is in a school of 14.2: the interval is of as many."""
    series, sizes = made([1, 1, 2, 3], 4), [8.0, 2, 10, 20]
    told = pace(series, target=1, by=2, weights=weigh(sized(sizes), "classes"))
    lump = (64 + 4 + 100 + 400) / 40
    until = told.projection.index.tolist()
    expected = project(
        list(told.history.index), [n / lump for n in (8, 8, 10, 20)], 40 / lump, until
    )
    pd.testing.assert_frame_equal(told.projection, expected)


@pytest.mark.parametrize(
    ("unit", "why"), [("classes", "toutes les classes ont un ENT"), ("pupils", "tous les élèves")]
)
def test_a_projection_is_refused_in_the_unit_of_the_goal(unit, why):
    """Not of schools where classes or pupils are aimed at."""
    told = pace(made([1, 1, 1, 2], 2), target=1, by=1, weights=weigh(sized([3.0, 4]), unit))
    assert notes_of(told)[0].startswith(f"Pas de projection : {why}")


def test_no_school_weighs_nothing():
    """There is nothing to know, so nothing is missing."""
    told = weigh(sized([]), "classes")
    assert (len(told.whole), notes_of(told)) == (0, ())


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(STATUSES), min_size=4, max_size=4),
            st.one_of(st.none(), st.integers(0, 30)),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["classes", "pupils"]),
)
def test_every_weight_has_true_sentences(rows, unit):
    """Any statuses and sizes: shares between 0 and 1, words of the unit alone."""
    sizes = [np.nan if size is None else float(size) for _, size in rows]
    if all(np.isnan(sizes)):
        return
    schools = sized(sizes)
    series = pd.DataFrame(
        [statuses for statuses, _ in rows], columns=SEPTEMBERS[:4], index=schools.index
    )
    told = pace(series, target=0.8, by=3, weights=weigh(schools, unit))
    shares = told.history["coverage_share"].dropna()
    assert shares.between(0, 1).all()
    assert told.history["whole_n"].eq(np.nansum(sizes)).all()
    for sentence in sentences_of(told):
        assert "école" not in sentence
        assert "nan" not in sentence
    assert len(told.projection) == 0 or _are_shares(told.projection)
