"""The rural–urban gap, zone by zone, on schools counted by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.coverage import GROUPS, coverage, members
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.tables.contract import STATUSES

ZONES = pd.Series({"A": "Zone A", "B": "Zone B", "C": "Zone C"})


def make(rows):
    """Make schools from (zone, status, rural, pupils)."""
    frame = pd.DataFrame(rows, columns=["commune_code", "status", "rural", "pupils_n"])
    return frame.assign(
        rural=frame["rural"].astype("boolean"),
        pupils_n=frame["pupils_n"].astype(float),
        nature="primaire",
        priority="",
    )


SCHOOLS = make(
    [
        ("A", "school", True, 50),
        ("A", "none", True, 40),
        ("A", "planned", True, None),
        ("A", "unknown", True, 30),
        ("A", "school", False, 200),
        ("A", "school", None, 10),
        ("B", "none", False, 100),
        ("B", "school", False, 100),
    ]
)


def test_gap_and_counts_by_hand():
    """Zone A: one of four rural schools is covered and the urban one is: 75 points behind."""
    table = rurality_gaps(SCHOOLS, ZONES, level="commune")
    told = table.loc["A"]
    assert told["rural_urban_gap_points"] == -75
    assert (told["rural_without_n"], told["rural_unknown_n"]) == (2, 1)
    assert (told["rural_without_pupils_n"], told["rural_without_unfigured_n"]) == (40, 1)
    assert told["rurality_unknown_n"] == 1
    assert table.index.equals(pd.Index(["A", "B", "C"], name="zone_code"))


def test_no_gap_without_both_groups():
    """A zone without a rural school, or without any school, has no gap and nobody left out."""
    table = rurality_gaps(SCHOOLS, ZONES, level="commune")
    assert table["rural_urban_gap_points"].isna().tolist() == [False, True, True]
    assert table.loc[["B", "C"], "rural_without_n"].tolist() == [0, 0]
    assert table.loc[["B", "C"], "rural_without_pupils_n"].tolist() == [0, 0]


def test_pupils_nobody_counted_are_missing_not_zero():
    """Rural schools without an ENT and without any figure: NaN pupils, one school unfigured."""
    schools = make([("A", "none", True, None)])
    told = rurality_gaps(schools, ZONES, level="commune").loc["A"]
    assert pd.isna(told["rural_without_pupils_n"])
    assert told["rural_without_unfigured_n"] == 1
    bare = rurality_gaps(schools.drop(columns="pupils_n"), ZONES, level="commune").loc["A"]
    assert pd.isna(bare["rural_without_pupils_n"])


@pytest.mark.parametrize(("n", "fragile"), [(0, False), (1, True), (4, True), (5, False)])
def test_fragile_is_one_to_four(n, fragile):
    """A rate on one to four schools is fragile; five are enough, and none have no rate."""
    schools = make([("A", "school", True, 10)] * n + [("B", "none", False, 10)])
    table = rurality_gaps(schools, ZONES, level="commune")
    assert FRAGILE_BELOW == 5
    assert table.loc["A", "rural_fragile"] == fragile


def test_absent_columns_are_not_zero():
    """Without `rural`, nor any group's column, everything is missing and nothing fails."""
    schools = SCHOOLS[["commune_code", "status"]]
    table = rurality_gaps(schools, ZONES, level="commune")
    assert table.isna().all(axis=None)
    assert [f"{name}_fragile" in table for name in GROUPS] == [True] * len(GROUPS)


def test_rurality_that_nobody_knows_is_missing():
    """A column full of NA is as good as none; members says so."""
    schools = SCHOOLS.assign(rural=pd.array([pd.NA] * len(SCHOOLS), dtype="boolean"))
    assert members(schools, "rural") is None
    assert rurality_gaps(schools, ZONES, level="commune")["rural_without_n"].isna().all()


@examples(12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.sampled_from(STATUSES),
            st.sampled_from([True, False, None]),
            st.sampled_from([None, 20, 35]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_every_rural_school_is_counted_once(rows):
    """Covered, without, or unknown: the three make all rural schools; the gap is coverage's own."""
    schools = make(rows)
    table = rurality_gaps(schools, ZONES, level="commune")
    whole = coverage(schools, ZONES, level="commune")
    if schools["rural"].isna().all():
        assert table["rural_urban_gap_points"].isna().all()
        return
    parts = whole["rural_covered_n"] + table["rural_without_n"] + table["rural_unknown_n"]
    assert parts.tolist() == whole["rural_schools_n"].tolist()
    known = whole["rural_schools_n"] + whole["urban_schools_n"] + table["rurality_unknown_n"]
    assert known.tolist() == whole["schools_n"].tolist()
    gap = 100 * (whole["rural_coverage_share"] - whole["urban_coverage_share"])
    assert table["rural_urban_gap_points"].tolist() == pytest.approx(gap.tolist(), nan_ok=True)
