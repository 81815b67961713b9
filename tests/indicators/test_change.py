"""The change between two dates: who makes it, what bounds it, and that it is that of two builds."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.catalogue import ACCOUNTS, COVERAGE, GAP, PUPILS, WITHOUT
from geo_ent.indicators.change import change
from geo_ent.indicators.classes import values
from geo_ent.indicators.coverage import coverage
from geo_ent.register.status_at_date import status_at, status_table
from geo_ent.tables.contract import IN_DOUBT, REGISTER_STATUSES, STATUSES, UNOPENED

NAMES = pd.Series({code: f"Zone {code}" for code in "ABCDEFGH"})
SURE = [status for status in STATUSES if status not in IN_DOUBT]
DAYS = (dt.date(2021, 9, 1), dt.date(2023, 6, 30))


def schools(*zones, **columns):
    """Make schools of zones, with what else is known of them."""
    uais = [f"{n:07}A" for n in range(len(zones))]
    facts = {"nature": "primaire", "priority": "", "pupils_n": 100.0} | columns
    return pd.DataFrame({"commune_code": list(zones), **facts}, index=pd.Index(uais, name="uai"))


def between(before, after, *, of=COVERAGE, zones=None, **columns):
    """Compute the change of schools, of one zone without others, from their statuses."""
    made = schools(*(zones or ["A"] * len(before)), **columns)
    statuses = pd.DataFrame({DAYS[0]: before, DAYS[1]: after}, index=made.index)
    return change(made, NAMES, level="commune", statuses=statuses, indicator=of)


def test_a_school_in_doubt_at_either_date_is_in_neither_figure():
    """Of five, one was undated and one is unknown: 1 of 3 became 2 of 3, whatever those two had."""
    before = ["school", "none", "none", "undated", "none"]
    after = ["school", "school", "none", "school", "unknown"]
    a = between(before, after).loc["A"]
    assert a[["before", "after"]].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert a["change"] == pytest.approx(100 / 3)
    # at least from 2 of 5 to 3 of 5, at most from 1 of 5 to 4 of 5
    assert a[["change_low", "change_high"]].tolist() == pytest.approx([20, 60])
    assert a[["compared_n", "opened_n", "left_out_n"]].tolist() == [3, 0, 2]


def test_a_school_counts_from_its_opening_on():
    """One of two had an ENT; two that have one opened since: 3 of 4, a change of 25 points."""
    a = between(["school", "none", UNOPENED, UNOPENED], ["school", "none", "school", "school"])
    assert a.loc["A", ["change", "compared_n", "opened_n"]].tolist() == [25, 4, 2]
    only = between([UNOPENED], ["school"]).loc["A"]
    assert only["change":"change_high"].isna().all()


def test_what_is_undated_at_both_dates_was_not_lost():
    """An undated ENT may have opened in between, no more: the change is 0 at least."""
    a = between(["undated", "none"], ["undated", "none"]).loc["A"]
    assert a[["change", "change_low", "change_high"]].tolist() == [0, 0, 50]
    unknown = between(["unknown", "none"], ["unknown", "none"]).loc["A"]
    assert unknown[["change_low", "change_high"]].tolist() == [-50, 50]


def test_numbers_pupils_and_gaps_change_in_their_own_unit():
    """A number changes by schools, pupils weigh, a gap changes by the points that it is in."""
    before, after = ["none", "none", "unknown"], ["school", "none", "none"]
    a = between(before, after, of=WITHOUT).loc["A"]
    assert a[["change", "change_low", "change_high"]].tolist() == [-1, -1, 0 + 0]
    pupils = between(before, after, of=PUPILS, pupils_n=[300.0, 100.0, 100.0]).loc["A"]
    assert pupils["change"] == 75
    gap = between(before, after, of=GAP, rural=[True, False, False]).loc["A"]
    assert gap[["change", "change_low", "change_high"]].tolist() == [100, 100, 150]


def test_what_has_no_change_is_refused():
    """Accounts are those of one day; one date has no change."""
    with pytest.raises(ValueError, match="accounts"):
        between(["none"], ["school"], of=ACCOUNTS)
    made = schools("A")
    with pytest.raises(ValueError, match="two dates"):
        change(made, NAMES, level="commune", statuses=pd.DataFrame({1: "none"}, index=made.index))


@examples(8)
@given(st.lists(st.tuples(*[st.sampled_from(SURE)] * 2, st.sampled_from("AB")), min_size=1))
def test_where_nothing_is_in_doubt_it_is_the_difference_of_two_builds(rows):
    """Each indicator's change is the difference of its figures, and so are its bounds."""
    before, after, zones = zip(*rows, strict=True)
    rural = [bool(n % 2) for n in range(len(rows))]
    made = schools(*zones, rural=rural)
    for record in (COVERAGE, PUPILS, WITHOUT, GAP):
        tables = [
            values(coverage(made.assign(status=status), NAMES, level="commune"), record)
            for status in (before, after)
        ]
        unit = 100 if record.unit == "share" else 1
        told = between(before, after, of=record, zones=zones, rural=rural)
        for column in ("change", "change_low", "change_high"):
            np.testing.assert_allclose(told[column], (tables[1] - tables[0]) * unit, atol=1e-9)
        assert (told["left_out_n"] == 0).all()


WORDS = st.sampled_from(("school", "class", "none", *IN_DOUBT, UNOPENED))


MAY_HAVE = {"school": [True], UNOPENED: [None]} | {status: [False, True] for status in IN_DOUBT}


def worlds(pairs):
    """List all that may have been: at each date an ENT or not, None where it is unopened."""
    for world in itertools.product(
        *(itertools.product(*(MAY_HAVE.get(status, [False]) for status in pair)) for pair in pairs)
    ):
        lost = [pair == ("undated", "undated") for pair in pairs]
        if not any(tied and had == (True, False) for tied, had in zip(lost, world, strict=True)):
            yield world


def differences(pairs):
    """Give the change of each world in which schools are open at both dates."""
    for world in worlds(pairs):
        dates = [[had for had in date if had is not None] for date in zip(*world, strict=True)]
        if all(dates):
            first, last = (100 * sum(date) / len(date) for date in dates)
            yield last - first


@examples(12)
@given(st.lists(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), min_size=8, max_size=8))
def test_the_bounds_are_the_least_and_the_greatest_that_may_have_been(zones):
    """Counted one by one, no world that the statuses allow is out of the bounds; two reach them."""
    before, after = zip(*itertools.chain(*zones), strict=True)
    codes = [code for code, rows in zip(NAMES.index, zones, strict=True) for _ in rows]
    told = between(before, after, zones=codes)
    for code, rows in zip(NAMES.index, zones, strict=True):
        changes = [*differences(rows)] or [np.nan]
        expected = [min(changes), max(changes)]
        found = told.loc[code, ["change_low", "change_high"]].astype(float)
        np.testing.assert_allclose(found, expected, atol=1e-9)


def day_in(first, last):
    """Draw a day, at times none."""
    return st.none() | st.dates(dt.date(first, 1, 1), dt.date(last, 12, 31))


ROWS = st.lists(
    st.tuples(st.sampled_from(REGISTER_STATUSES), day_in(2019, 2025), day_in(2020, 2027)),
    min_size=1,
    max_size=8,
)


@examples(12)
@given(ROWS, st.data())
def test_the_bounds_hold_the_difference_of_two_builds_however_it_is_dated(rows, drawn):
    """Two builds by `status_at`, of the register as it is, or with each date told: both are in."""
    made = schools(*["A"] * (len(rows) + 1))  # the last one isn't in the register
    register = pd.DataFrame(rows, columns=["status", "start", "end"]).assign(
        uai=made.index[:-1], solution="", programme=""
    )
    register[["start", "end"]] = register[["start", "end"]].apply(pd.to_datetime)
    kept = dt.date(2022, 9, 1)
    statuses = status_table(register, made.index, DAYS, as_of=kept)
    told = change(made, NAMES, level="commune", statuses=statuses).loc["A"]
    starts = [
        drawn.draw(st.dates(dt.date(2015, 1, 1), kept)) if pd.isna(start) else start
        for start in register["start"]
    ]
    for known in (register, register.assign(start=pd.to_datetime(pd.Series(starts)))):
        builds = [status_at(known, made.index, day, as_of=kept)["status"] for day in DAYS]
        shares = [(status == "school").mean() * 100 for status in builds]
        assert told["change_low"] - 1e-9 <= shares[1] - shares[0] <= told["change_high"] + 1e-9
