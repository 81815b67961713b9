"""What the pace's sentences count is true of the schools, at the date and twelve months before."""

import datetime as dt

import pandas as pd
from claimed import check, disagreeing, unclaimed
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from random_lands import LANDS

from geo_ent.indicators.deployment.pace import pace
from geo_ent.indicators.units import weigh
from geo_ent.telling.claims import Scope
from geo_ent.telling.deployment.pace_notes import pace_notes
from geo_ent.telling.deployment.pace_sentences import pace_sentences
from geo_ent.telling.language import language

DAYS = [dt.date(year, 6, 30) for year in range(2019, 2024)]
# Where it leads is held by tests of the pace and of the projection, and by bench/intervals.py.
AHEAD = {
    f"{unit}_{figure}"
    for unit in ("schools", "classes", "pupils")
    for figure in (
        *("reached_after_years_n", "reached_year", "a_rentree_n", "pace_share"),
        "without_start_n",
        *("curve_share", "curve_low", "curve_high"),
    )
} | {"goal_share", "dates_for_a_curve_n", "dates_known_n"}
LEVEL = {"95"}  # of the interval, in per cent


@given(
    schools=LANDS,
    openings=st.lists(st.integers(0, 6), min_size=25, max_size=25),
    goal=st.sampled_from([0.5, 0.8, 1.0]),
    by=st.sampled_from([dt.date(2022, 1, 1), dt.date(2024, 8, 31), dt.date(2027, 9, 1)]),
    unit=st.sampled_from(["schools", "classes", "pupils"]),
)
@examples(20)
def test_each_sentence_is_true_of_a_random_history(schools, openings, goal, by, unit):
    """State, goal and gain of schools that open one after another, counted again by day."""
    if unit != "schools" and schools[f"{unit}_n"].isna().all():
        return
    # Each school has none until its own day, and its status from then on.
    series = pd.DataFrame(
        {
            day: [
                status if at >= opening else "none"
                for status, opening in zip(schools["status"], openings, strict=False)
            ]
            for at, day in enumerate(DAYS)
        },
        index=schools.index,
    )
    by_day = {day: schools.assign(status=series[day]) for day in DAYS}
    found = pace(series, target=goal, by=by, weights=weigh(schools, unit))
    french = language("fr").about(Scope("all", ("95",), DAYS[-1]))
    said = [*pace_sentences(found, french), *pace_notes(found, french)]
    check(said, by_day[DAYS[-1]], before=by_day, known=AHEAD)
    assert not disagreeing(said)
    assert not {numeral for text in said for numeral in unclaimed(text)} - LEVEL
