"""The clock of openings: properties of any two days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.indicators.deployment.school_years import (
    around_rentree,
    openings_ahead,
    pace_days,
    rentrees_between,
    school_year,
    years_before,
    years_between,
)

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2050, 12, 31))


@given(DAYS)
def test_twelve_months_hold_one_rentree(day):
    """Whatever the day, a leap one too."""
    assert rentrees_between(years_before(day, 1), day) == 1


@given(DAYS, DAYS)
def test_rentrees_are_the_septembers_after_a_day_up_to_another(start, end):
    """Counted one by one."""
    if end < start:
        return
    firsts = [dt.date(year, 9, 1) for year in range(1998, 2052)]
    assert rentrees_between(start, end) == sum(start < first <= end for first in firsts)


@given(DAYS, st.integers(0, 30), st.floats(0, 1))
def test_whole_years_bring_as_many_years_of_openings(day, years, share):
    """At the rentrée, through the year or between: five years are five."""
    end = years_before(day, -years)
    assert years_between(day, end) == years
    assert openings_ahead(day, end, rentree_share=share) == pytest.approx(years)


@given(DAYS, st.integers(0, 4000), st.floats(0, 1))
def test_openings_never_go_back(day, days, share):
    """A day later there are as many or more; a year apart, one year more."""
    later, last = (day + dt.timedelta(days=days + more) for more in (0, 1))
    ahead = [openings_ahead(day, end, rentree_share=share) for end in (later, last)]
    assert 0 <= ahead[0] <= ahead[1] + 1e-9


@given(st.lists(DAYS, min_size=1, max_size=8, unique=True).map(sorted))
def test_the_days_of_a_pace(dates):
    """The last, the year before, anniversaries as far as the first, the rentrée between: rising."""
    days = pace_days(dates)
    assert days == sorted(set(days))
    assert days[-1] == dates[-1]
    eve, after = around_rentree(dates[-1])
    assert {years_before(dates[-1], 1), eve, after} <= set(days)
    assert years_before(dates[-1], 1) <= eve < after <= dates[-1]
    assert school_year(eve) + 1 == school_year(after) == school_year(dates[-1])
    before = [day for day in days if day < min(dates[0], years_before(dates[-1], 1))]
    assert not before
