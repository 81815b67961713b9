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
from geo_ent.indicators.deployment.equipped_history import history
from geo_ent.indicators.deployment.pace import Pace, pace
from geo_ent.indicators.deployment.projection import LEAST_POINTS, project, student_95
from geo_ent.indicators.deployment.school_years import pace_days, school_year
from geo_ent.indicators.units import weigh
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.deployment.cost_sentences import cost_notes, cost_sentences
from geo_ent.telling.deployment.pace_notes import pace_notes
from geo_ent.telling.deployment.pace_sentences import pace_sentences
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
    """From 20 of 100: 60 schools in five rentrées are 12 at each."""
    told = pace(made([20], 100), target=0.8, by=5)
    assert told.goal.by == dt.date(2024, 9, 1)
    assert (told.needed_n, told.rentrees_n) == (60, 5)
    assert plain(sentences_of(told)[1]) == (
        "Pour atteindre 80 % au 1er septembre 2024, il faut encore équiper 60 écoles en 5 "
        "rentrées, soit 12 écoles par rentrée."
    )


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
        ([9], 10, 1, 1, "{aim} équiper 1 école en une rentrée."),
        ([0], 1, 1, 2, "{aim} équiper 1 école en 2 rentrées."),
        ([8], 10, 1, 2, "{aim} équiper 2 écoles en 2 rentrées, soit 1 école par rentrée."),
        ([7], 10, 1, 2, "{aim} équiper 3 écoles en 2 rentrées, soit 1 ou 2 écoles par rentrée."),
        (
            [0],
            50,
            1,
            4,
            "{aim} équiper 50 écoles en 4 rentrées, soit environ 13 écoles par rentrée.",
        ),
        ([0], 10, 0.333, 1, "{aim} équiper 4 écoles en une rentrée."),
    ],
)
def test_the_aim_in_words(counts, n, target, by, sentence):
    """Reached, past, one school, few, many (50 over 4 is 12.5): each has its sentence."""
    share = "33,3 %" if target < 0.5 else "100 %"
    aim = f"Pour atteindre {share} au 1er septembre {2019 + by}, il faut encore"
    past = "L’échéance du 1er septembre 2019 est passée"
    told = plain(sentences_of(pace(made(counts, n), target=target, by=by))[1])
    assert told == sentence.format(aim=aim, past=past)


@pytest.mark.parametrize(
    ("planned_n", "words"),
    [
        (0, "2 rentrées, soit 4 écoles par rentrée."),
        (1, "4 écoles par rentrée ; 1 école a un ENT prévu, pas encore ouvert."),
        (5, "4 écoles par rentrée ; 5 écoles ont un ENT prévu, pas encore ouvert."),
    ],
)
def test_what_is_planned_is_told_beside_what_is_missing(planned_n, words):
    """A pace knows nothing of what was decided yesterday: the sentence does."""
    series = made([2], 10)
    series.iloc[2 : 2 + planned_n, 0] = "planned"
    told = pace(series, target=1, by=2)
    assert plain(sentences_of(told)[1]).endswith(words)


def test_no_rentree_is_left():
    """Until August none comes: no pace is asked for."""
    told = pace(made([3], 10), target=1, by=dt.date(2020, 8, 31))
    assert told.rentrees_n == 0
    assert plain(sentences_of(told)[1]).endswith(
        "il faut encore équiper 7 écoles, sans rentrée d’ici là."
    )


@pytest.mark.parametrize(
    ("counts", "n", "words"),
    [
        ([10, 22], 40, "12 écoles de plus ont un ENT ; à ce rythme, l’objectif serait atteint "),
        ([10, 22], 40, "pendant l’année scolaire 2022-2023, après l’échéance."),
        ([10, 36], 40, "26 écoles de plus ont un ENT ; à ce rythme, l’objectif serait atteint "),
        ([10, 36], 40, "pendant l’année scolaire 2021-2022, à temps."),
        ([10, 11], 40, "1 école de plus a un ENT ; "),
        ([10, 10], 40, "aucune école de plus n’a d’ENT ; à ce rythme, "),
        ([10, 10], 40, "l’objectif ne serait jamais atteint."),
        ([10, 9], 40, "1 école de moins a un ENT ; à ce rythme, l’objectif ne serait jamais"),
        ([10, 7], 40, "3 écoles de moins ont un ENT"),
        ([10, 40], 40, "30 écoles de plus ont un ENT."),
        ([1, 2], 400, "l’objectif ne serait pas atteint avant 50 ans."),
    ],
)
def test_the_recent_pace_in_words(counts, n, words):
    """Forwards, backwards, standing still, in time or late; all in twelve months."""
    told = pace(made(counts, n), target=1, by=1)
    assert plain(sentences_of(told)[2]).startswith("En douze mois, depuis le 1er septembre 2019, ")
    assert words in plain(sentences_of(told)[2])


def test_a_programme_of_a_few_months_is_told_from_its_first_opening():
    """60 of 100 since November, and nothing before: 60 a year, not so many in a few months."""
    days = [dt.date(2022, 12, 31), dt.date(2023, 8, 31), dt.date(2023, 9, 10)]
    series = pd.DataFrame({day: ["none"] * 100 for day in days})
    series[dt.date(2023, 12, 31)] = ["school"] * 60 + ["none"] * 40
    told = pace(series, target=1, by=2, first_opening=dt.date(2023, 11, 3))
    assert (told.since, told.gained_n, told.end_year) == (dt.date(2023, 11, 3), 60, 2023)
    assert plain(sentences_of(told)[2]) == (
        "Depuis la première ouverture datée, le 3 novembre 2023, 60 écoles de plus ont un ENT ; à "
        "raison d’autant par an, l’objectif serait atteint pendant l’année scolaire 2023-2024, à "
        "temps."
    )


def opened_on(starts, days, *, undated_n=0):
    """Make the series of schools that open on these days (None: never), others equipped before."""
    columns = {
        day: ["school" if start and start <= day else "none" for start in starts]
        + ["undated" if day < max(days) else "school"] * undated_n
        for day in days
    }
    return pd.DataFrame(columns)


@given(
    st.lists(st.one_of(st.none(), st.integers(2015, 2023)), min_size=1, max_size=40),
    st.dates(dt.date(2019, 1, 1), dt.date(2023, 12, 31)),
)
def test_twelve_months_hold_one_rentree(years, last):
    """Schools that open on 1 September: the gain is that of one September, whatever the date."""
    starts = [year and dt.date(year, 9, 1) for year in years]
    told = pace(opened_on(starts, pace_days([dt.date(2015, 9, 1), last])), target=1, by=5)
    rentree = max(dt.date(y, 9, 1) for y in range(2014, 2024) if dt.date(y, 9, 1) <= last)
    assert told.gained_n == starts.count(rentree)
    assert told.gained_n == 0 or told.rentree_share == 1


def simulated_end(last, needed_n, at_rentree_n, per_day):
    """Add day by day what opens, so many at each 1 September, till as many have as are needed."""
    day, opened = last, 0.0
    while opened < needed_n - 1e-6:
        day += dt.timedelta(days=1)
        opened += per_day + (at_rentree_n if (day.month, day.day) == (9, 1) else 0)
    return day


@given(
    st.integers(1, 30), st.integers(1, 300), st.dates(dt.date(2019, 1, 1), dt.date(2023, 12, 31))
)
def test_the_end_is_the_september_when_enough_have_opened(gained_n, needed_n, last):
    """The pace added each September, one after the other, ends in the school year that is told."""
    rentree = max(dt.date(y, 9, 1) for y in range(2014, 2024) if dt.date(y, 9, 1) <= last)
    starts = [rentree] * gained_n + [None] * needed_n
    told = pace(opened_on(starts, pace_days([dt.date(2015, 9, 1), last])), target=1, by=5)
    end = simulated_end(last, needed_n, gained_n, 0)
    assert told.end_year == (end.year if end.year <= last.year + 50 else None)
    assert told.in_time == (end <= told.goal.by)


@pytest.mark.parametrize(("needed_n", "end"), [(50, 2072), (51, None)])
def test_no_year_is_told_beyond_the_next_fifty(needed_n, end):
    """One school each September from 2023 on: the fiftieth comes in 2072, and no later is told."""
    last = dt.date(2023, 6, 30)
    series = opened_on([dt.date(2022, 9, 1)] + [None] * needed_n, pace_days([last]))
    assert pace(series, target=1, by=60).end_year == end


@given(
    st.lists(st.integers(0, 364), min_size=1, max_size=12),
    st.integers(0, 12),
    st.integers(1, 60),
    st.dates(dt.date(2021, 1, 1), dt.date(2023, 12, 31)),
)
def test_what_opens_through_the_year_ends_through_the_year(days_ago, at_rentree_n, needed_n, last):
    """A part each September and the rest day by day: the simulated end is in the year told."""
    rentree = max(dt.date(y, 9, 1) for y in range(2014, 2024) if dt.date(y, 9, 1) <= last)
    eve, after = rentree - dt.timedelta(days=1), rentree + dt.timedelta(days=9)
    spread = [last - dt.timedelta(days=ago) for ago in days_ago]
    spread = [day for day in spread if not eve < day <= after]  # those would be the rentrée's
    starts = [rentree] * at_rentree_n + spread + [None] * needed_n
    if not at_rentree_n + len(spread):
        return
    told = pace(opened_on(starts, pace_days([dt.date(2015, 9, 1), last])), target=1, by=5)
    assert told.gained_n == at_rentree_n + len(spread)
    # a leap day is a day of the year as the others are: two days' openings of tolerance
    ends = [
        simulated_end(last, needed_n + off * len(spread) / 180, at_rentree_n, len(spread) / 365.25)
        for off in (-1, 1)
    ]
    assert told.end_year is None or (school_year(ends[0]) <= told.end_year <= school_year(ends[1]))
    assert told.end_year is not None or ends[1].year > last.year + 49


def test_an_ent_without_a_date_has_been_there_all_along():
    """Of 12 equipped, 4 without a date: 3 more in twelve months, not 7."""
    last = dt.date(2023, 6, 30)
    starts = [dt.date(2021, 9, 1)] * 5 + [dt.date(2022, 9, 1)] * 3 + [None] * 8
    series = opened_on(starts, pace_days([dt.date(2021, 9, 1), last]), undated_n=4)
    told = pace(series, target=0.8, by=5)
    assert told.history["covered_n"].tolist() == [9, 12]
    assert told.history["held_n"].tolist() == [4, 0]
    assert told.gained_n == 3
    assert notes_of(told)[-1] == (
        "4 écoles équipées à une date inconnue sont comptées comme l’ayant été depuis le début."
    )


def test_what_is_undated_at_the_last_date_too_is_in_doubt():
    """At a day of the past, 4 of 16 without a date: in doubt, and out of the pace."""
    last = dt.date(2023, 6, 30)
    starts = [dt.date(2021, 9, 1)] * 5 + [dt.date(2022, 9, 1)] * 3 + [None] * 4
    series = opened_on(starts, pace_days([dt.date(2021, 9, 1), last]))
    undated = pd.DataFrame("undated", index=range(4), columns=series.columns)
    told = pace(pd.concat([series, undated], ignore_index=True), target=0.8, by=5)
    assert told.history["covered_n"].tolist() == [5, 8]
    assert told.history["undated_n"].tolist() == [4, 4]
    assert (told.gained_n, told.needed_n) == (3, 5)
    assert plain(sentences_of(told)[0]) == (
        "Au 30 juin 2023, 8 écoles sur 16 ont un ENT, soit 50,0 % ; pour 4 écoles, la date de "
        "l’ENT n’est pas connue."
    )


def test_classes_without_a_date_have_been_there_all_along():
    """Unknown then, classes now: as many classes at both dates; what nobody knows stays unknown."""
    schools = sized([10.0, 5.0], ent_classes_n=[3.0, np.nan])
    series = pd.DataFrame(
        {SEPTEMBERS[0]: ["unknown", "unknown"], SEPTEMBERS[1]: ["class", "unknown"]},
        index=schools.index,
    )
    table = history(series, weigh(schools, "classes"))
    assert table["covered_n"].tolist() == [3, 3]
    assert table["unknown_n"].tolist() == [5, 5]


def test_a_school_that_had_not_opened_is_not_counted():
    """Three schools, then a fourth that opens with its ENT: one more of four."""
    series = pd.DataFrame(
        {SEPTEMBERS[0]: ["school", "none", "none", "unopened"], SEPTEMBERS[1]: ["school"] * 4}
    )
    series[SEPTEMBERS[1]] = ["school", "none", "none", "school"]
    told = pace(series, target=1, by=1)
    assert told.history["whole_n"].tolist() == [3, 4]
    assert told.gained_n == 1


def test_a_school_that_others_were_merged_into_is_no_gain_of_its_year():
    """Two of five opened in 2022: one with an ENT of 2017, one with its own; one more in a year."""
    last = dt.date(2023, 6, 30)
    starts = [dt.date(2017, 9, 1), dt.date(2022, 9, 1), dt.date(2018, 9, 1), None, None]
    series = opened_on(starts, pace_days([dt.date(2019, 6, 30), last]))
    first = pd.Series(pd.Timestamp(2022, 9, 1), index=[0, 1])
    told = pace(series, target=1, by=5, opened_on=first)
    assert told.gained_n == 1
    assert told.history["whole_n"].tolist() == [3, 3, 3, 3, 5]
    assert told.history["covered_n"].tolist() == [1, 1, 1, 1, 3]


def test_the_curve_begins_where_a_dated_opening_is_known():
    """Years of nothing, or of what has no date, say when a register begins: they aren't fitted."""
    days = [dt.date(year, 6, 30) for year in range(2016, 2024)]
    starts = [dt.date(year, 9, 1) for year in (2018, 2018, 2019, 2020, 2021)] + [None] * 10
    told = pace(opened_on(starts, days, undated_n=3), target=1, by=5)
    assert told.fitted_from == dt.date(2019, 6, 30)
    assert told.history["covered_n"].tolist() == [3, 3, 3, 5, 6, 7, 8, 8]
    ahead = project([5, 6, 7, 8, 8], [18] * 5, [5])
    assert told.projection.iloc[-1].tolist() == ahead.iloc[0].tolist()


def test_from_june_to_june_there_are_as_many_rentrees_as_years():
    """Five Septembers in five years; the last school year's isn't counted again."""
    days = [dt.date(year, 6, 30) for year in range(2019, 2024)]
    starts = [dt.date(year, 9, 1) for year in (2018, 2019, 2019, 2020, 2022)] + [None] * 15
    series = opened_on(starts, pace_days([dt.date(2019, 6, 30), days[-1]]))
    told = pace(series, target=1, by=5)
    assert told.rentrees_n == 5
    ahead = project([1, 3, 4, 4, 5], [20] * 5, [1, 2, 3, 4, 5, 5])
    assert told.projection.index[-1] == dt.date(2028, 6, 30)
    assert told.projection.to_numpy().tolist() == ahead.to_numpy().tolist()


@pytest.mark.parametrize(
    ("counts", "target", "words"),
    [
        (
            [4, 7, 12, 19, 26],
            0.99,
            "le rythme des douze derniers mois suffit pour 99 %, et la courbe",
        ),
        ([2, 6, 14, 22, 23], 0.8, "la courbe, qui tient compte de toutes ces années, passe 80 % à"),
        ([4, 8, 12, 16, 20], 0.6, None),
    ],
)
def test_two_ways_that_disagree_on_the_goal_are_reconciled(counts, target, words):
    """Said where one reaches it in time and the other doesn't, and only there."""
    told = pace(made(counts, 40), target=target, by=3)
    curve = told.projection["share"].iloc[-1]
    assert ((curve >= target) != told.in_time) == (words is not None)
    said = [plain(sentence) for sentence in sentences_of(told)]
    disagree = [sentence for sentence in said if sentence.startswith("Les deux calculs")]
    assert len(disagree) == (words is not None)
    assert all(words in sentence for sentence in disagree)


FEW = "il faut 4 dates à un an d’écart depuis la première ouverture, il n’y en a que {}."


@pytest.mark.parametrize(
    ("series", "by", "why"),
    [
        (made([1, 2, 3], 10), 5, FEW.format(3)),
        (made([1], 10), 5, FEW.format(1)),
        (made([0, 0, 0, 1, 2, 3], 10), 5, FEW.format(3)),
        (made([3] * 5, 10), 5, "le nombre d’écoles qui ont un ENT n’a jamais changé."),
        (made([0] * 5, 10), 5, FEW.format(1)),
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
    ahead = project(counts[:5], [n] * 5, [1, 2])
    assert ahead["share"].tolist() == pytest.approx(shares[5:], abs=0.002)
    assert (ahead["low"] < ahead["share"]).all()
    assert (ahead["share"] < ahead["high"]).all()


def test_the_interval_is_that_of_the_formula():
    """Changes of the logit by hand: a drift, a variance, Student with one degree less."""
    counts, schools = [10, 30, 35, 60], [100, 100, 110, 120]
    logit = np.log([(k + 0.5) / (n - k + 0.5) for k, n in zip(counts, schools, strict=True)])
    changes = np.diff(logit)
    drift = (logit[3] - logit[0]) / 3
    noise = ((changes - drift) ** 2).sum() / 2
    half = student.ppf(0.975, 2) * np.sqrt(noise * (1 + 1 / 3))
    row = project(counts, schools, [1]).iloc[0]
    odds = [np.exp(logit[3] + drift + side * half) for side in (0, -1, 1)]
    # the share k / n whose logit is ln((k + 1/2) / (n - k + 1/2))
    bounds = [(120.5 * odd - 0.5) / (1 + odd) / 120 for odd in odds]
    assert row.tolist() == pytest.approx(bounds, abs=1e-4)


def test_a_smooth_history_is_not_a_sure_future():
    """Ten schools each year exactly: the interval still allows for what chance does to ten."""
    row = project([10, 20, 30, 40, 50], [100] * 5, [1]).iloc[0]
    assert row["high"] - row["low"] > 0.15


def test_an_even_history_is_as_unsure_as_ten_draws():
    """Odds that double each year don't vary at all: what is left is chance in whole schools.

    Of 100, 19.7, 33.2, 50 and 66.8: of steps of 13.47, 16.83 and 16.83 schools, a school moves the
    logit by 101 / (26.93 x 74.07) = 0.0506, then twice by 0.0407: a variance of 0.0301 a year. A
    year on, the odds are 4, and 4.3027 sqrt(0.0301 x 4/3) = 0.862 from them on the logit.
    """
    counts = [101 * odds / (1 + odds) - 0.5 for odds in (1 / 4, 1 / 2, 1, 2)]
    row = project(counts, [100] * 4, [1]).iloc[0]
    odds = [4, 4 * np.exp(-0.862), 4 * np.exp(0.862)]
    expected = [(101 * odd / (1 + odd) - 0.5) / 100 for odd in odds]
    assert row.tolist() == pytest.approx(expected, abs=5e-4)


def test_an_interval_from_none_to_all_is_not_told_as_a_figure():
    """Counts that leapt once say nothing of five years on, and the sentence gives no share."""
    leapt = pace(made([1, 1, 1, 60], 100), target=1, by=5)
    last = leapt.projection.iloc[-1]
    assert last["high"] - last["low"] > 0.9
    assert plain(sentences_of(leapt)[-1]) == (
        "Jusqu’ici, l’allure a trop changé pour dire où en seront les écoles au 1er septembre 2027."
    )
    steady = pace(made([10, 20, 30, 40], 100), target=1, by=2)
    assert plain(sentences_of(steady)[3]).startswith(
        "Si la courbe suivie depuis le 1er septembre 2019 se prolonge, "
    )


@given(st.lists(st.integers(0, 50), min_size=LEAST_POINTS, max_size=8))
def test_a_projection_stays_between_none_and_all(counts):
    """Up, down or flat, from none to all: shares, ordered, wider with time."""
    ahead = project(counts, [50] * len(counts), [1, 2, 3.5, 8])
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
    """300 of 2,000 schools have an ENT, 1,600 are aimed at: 3 M€ over five years are 1,875 € each.

    Never 10,000 € each of the first ones; of their pupils nothing is said, nor that any is missing.
    """
    told = cost(equipped([100.0] * 300), budget=3_000_000, years=5, aimed_n=1600, missing_n=1300)
    assert [plain(sentence) for sentence in sentences_of(told)] == [
        (
            "Le programme coûte 3 000 000 € sur 5 ans pour les 1 600 écoles de l’objectif, soit "
            "1 875 € par école (375 € par an)."
        )
    ]
    assert (told.per_school, told.per_school_year) == (1875, 375)
    assert np.isnan([told.per_pupil, told.per_pupil_year]).all()
    assert notes_of(cost(equipped([]), budget=12_000, years=6, aimed_n=3)) == ()
    assert sentences_of(cost(equipped([]), budget=12_000, missing_n=3)) == ()


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("schools", "pour la seule école de l’objectif, soit 1 000 € par école."),
        ("classes", "pour la seule classe de l’objectif, soit 1 000 € par classe."),
        ("pupils", "pour le seul élève de l’objectif, soit 1 000,00 € par élève."),
    ],
)
def test_a_goal_has_its_own_unit(unit, words):
    """Its budget is shared among what is aimed at, and nothing else has a price."""
    told = cost(equipped([50.0]), budget=1000, years=1, aimed_n=1, unit=unit)
    assert plain(sentences_of(told)[0]).endswith(words)
    assert np.isnan(told.per_school) == (unit != "schools")


def test_a_budget_that_runs_without_a_goal_has_no_price():
    """Nobody knows for how many schools it will have been."""
    told = cost(equipped([50.0] * 4), budget=12_000, years=6, is_spent=False)
    assert np.isnan(told.per_school)
    assert [plain(sentence) for sentence in sentences_of(told)] == [
        (
            "Le programme coûte 12 000 € sur 6 ans, période qui court encore : on ne sait pas "
            "pour combien d’écoles."
        )
    ]


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
    with pytest.raises(InputError, match="nombre d’années"):
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
    assert row.tolist() == [20, 8, 0, 0, 0, 0, 0.4]
    assert (told.needed_n, told.unit) == (5, "classes")
    assert [plain(words) for words in sentences_of(told)] == [
        "Au 1er septembre 2019, 8 classes sur 20 ont un ENT, soit 40,0 %.",
        (
            "Pour atteindre 63 % des classes au 1er septembre 2020, il faut encore équiper "
            "5 classes en une rentrée."
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
        "120 élèves en une rentrée."
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
        (sized([np.nan] * 2), "classes", "le nombre de classes d’aucune école n’est connu"),
        (sized([np.nan] * 2), "pupils", "l’effectif d’aucune école n’est connu"),
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
    expected = project([n / lump for n in (8, 8, 10, 20)], [40 / lump] * 4, [1, 2])
    assert told.projection.to_numpy().tolist() == expected.to_numpy().tolist()


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
