"""The past of a register: what it says without a date doesn't hold before it was kept."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.register.read_register import read_register
from geo_ent.register.status_at_date import NO_PAST, kept_on, status_at, status_table
from geo_ent.schools.directory import read_schools
from geo_ent.tables.contract import IN_DOUBT, REGISTER_STATUSES, UNOPENED

KEPT = dt.date(2022, 9, 1)
THEN = dt.date(2016, 9, 1)
UAI = "0350001A"


def register(*rows):
    """Make a register from (uai, status, start, end)."""
    frame = pd.DataFrame(rows, columns=["uai", "status", "start", "end"])
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("start", "end")}
    return frame.assign(**days, solution=[(f"S{row}",) for row in range(len(frame))])


@pytest.mark.parametrize(
    ("rows", "then", "now"),
    [
        ([("school", "2015-09-01", None)], "school", "school"),
        ([("school", "2016-09-02", None)], "not_yet", "school"),
        ([("class", "2016-09-02", None)], "not_yet", "class"),
        ([("school", "2023-09-01", None)], "not_yet", "planned"),
        ([("planned", None, None)], "not_yet", "planned"),
        ([("planned", "2015-09-01", None)], "not_yet", "planned"),
        ([("school", None, None)], "undated", "school"),
        ([("class", None, None)], "unknown", "class"),
        ([("school", None, "2016-08-31")], "none", "none"),
        ([("school", None, "2018-08-31"), ("school", "2018-09-01", None)], "undated", "school"),
        ([("school", None, None), ("class", "2015-09-01", None)], "undated", "school"),
        ([("school", None, None), ("school", "2015-09-01", None)], "school", "school"),
        ([("class", None, None), ("school", "2018-09-01", None)], "unknown", "school"),
        ([("none", None, None)], "none", "none"),
        ([("unknown", None, None)], "unknown", "unknown"),
    ],
)
def test_status_in_the_past(rows, then, now):
    """What has no date isn't said of 2016, what came later is no project of then; now it is."""
    rows = register(*((UAI, *row) for row in rows))
    for day, expected in ((THEN, then), (KEPT, now)):
        said = status_at(rows, pd.Index([UAI]), day, as_of=KEPT)
        assert said["status"].tolist() == [expected], day


def test_kept_on_its_last_opening():
    """The day is the last start of an ENT: no plan's, no end's, none after the day it is read."""
    rows = register(
        ("0350001A", "school", "2020-09-01", "2030-08-31"),
        ("0350002B", "class", "2021-09-01", None),
        ("0350003C", "planned", "2025-09-01", None),
        ("0350004D", "school", "2023-09-01", None),
        ("0350005E", "none", "2024-09-01", None),
    )
    assert kept_on(rows) == dt.date(2023, 9, 1)
    assert kept_on(rows, until=dt.date(2023, 6, 30)) == dt.date(2021, 9, 1)
    assert kept_on(rows, until=dt.date(2021, 9, 1)) == dt.date(2021, 9, 1)
    assert kept_on(rows, until=dt.date(2021, 8, 31)) == dt.date(2020, 9, 1)
    assert kept_on(rows, until=dt.date(2019, 6, 30)) is None


def test_kept_on_its_last_end_where_nothing_has_a_start():
    """The last one that is over by a day that is known; without such a day none is told."""
    rows = register(
        ("0350001A", "school", None, "2021-08-31"),
        ("0350002B", "class", None, "2023-07-05"),
        ("0350003C", "school", None, "2030-08-31"),
        ("0350004D", "none", None, "2023-08-31"),
    )
    assert kept_on(rows, until=dt.date(2024, 2, 10)) == dt.date(2023, 7, 5)
    assert kept_on(rows, until=dt.date(2020, 1, 1)) is None
    assert kept_on(rows) is None


def test_no_day_is_past_of_a_register_that_is_said_to_have_none():
    """Its openings to come don't make today a past day: who has an ENT without a date has it."""
    rows = register((UAI, "school", None, None), ("0350002B", "school", "2024-09-01", None))
    said = status_at(rows, pd.Index([UAI, "0350002B"]), dt.date(2024, 2, 10), as_of=NO_PAST)
    assert said["status"].tolist() == ["school", "planned"]


def test_no_day_is_past_without_a_date():
    """A register that bears no date says the same of every day."""
    rows = register((UAI, "school", None, None))
    said = status_table(rows, pd.Index([UAI]), [dt.date(1990, 1, 1), KEPT])
    assert said.iloc[0].tolist() == ["school", "school"]


def test_a_school_isnt_counted_before_it_opens():
    """On the eve of its opening it has no status, whatever its register says; then it has."""
    rows, uais = register((UAI, "school", "2015-09-01", None)), pd.Index([UAI, "0350002B"])
    opened_on = pd.Series(pd.to_datetime(["2018-09-01", None]), index=uais)
    days = [dt.date(2018, 8, 31), dt.date(2018, 9, 1)]
    said = status_table(rows, uais, days, as_of=KEPT, opened_on=opened_on)
    assert said.loc[UAI].tolist() == [UNOPENED, "school"]
    assert said.loc["0350002B"].tolist() == ["unknown", "unknown"]


years = st.none() | st.integers(2012, 2026).map(lambda year: f"{year}-09-01")
a_row = st.tuples(
    st.sampled_from(["0350001A", "0350002B"]), st.sampled_from(REGISTER_STATUSES), years, years
)


@given(st.lists(a_row, min_size=1, max_size=6), st.integers(2010, 2026))
def test_the_past_claims_less_and_bounds_it(rows, year):
    """Who is equipped then is who would be without the rule, but for those without a start."""
    rows, uais, day = register(*rows), pd.Index(["0350001A", "0350002B"]), dt.date(year, 9, 1)
    said = status_at(rows, uais, day)["status"]
    plain = status_at(rows, uais, day, as_of=day)["status"]
    covered, before = said == "school", plain == "school"
    assert not (covered & ~before).any()
    assert (covered | said.isin(IN_DOUBT))[before].all()
    kept = kept_on(rows)
    if kept is None or day >= kept:
        pd.testing.assert_series_equal(said, plain)
    else:
        assert not (said == "planned").any()


def test_the_real_case_in_september_2016(shared_file):
    """Its 421 public schools by the expected register alone: dated ones had it, others not yet."""
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    schools = schools[schools["sector"] == "public"]
    rows = read_register(shared_file("registre-ent-035-simule.xlsx"), schools)
    told = pd.read_csv(shared_file("registre-ent-035-attendu.csv"), dtype=str).set_index("uai")
    raw = pd.read_csv(shared_file("annuaire-035-2023-06.csv"), sep=";", dtype=str)
    opening = raw.groupby("Identifiant_de_l_etablissement")["date_ouverture"].min()
    told = told.loc[schools.index].assign(opening=opening)
    now, start = told["status"], told["start"].fillna("")
    expected = {
        "school": (now == "school") & (start != "") & (start <= "2016-09-01"),
        "undated": (now == "school") & (start == ""),
        "not_yet": (now == "planned") | (start > "2016-09-01"),
        "none": now == "none",
        # certain classes without a date: nobody knows whether they had one then
        "unknown": now.isin(["unknown", "class"]) & (start == ""),
    }
    opened = told["opening"] <= "2016-09-01"
    counts = {status: int((of & opened).sum()) for status, of in expected.items()}
    said = status_at(rows, schools.index, THEN, opened_on=schools["opened_on"])["status"]
    assert said.value_counts().to_dict() == {**counts, UNOPENED: int((~opened).sum())}
    assert (counts["school"], counts["undated"]) == (77, 23)
