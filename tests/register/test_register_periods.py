"""Several rows for one school: repeats merge, changes make periods, conflicts are said."""

import datetime as dt
from itertools import product
from typing import get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import HEADER, UAIS, csv_file, directory, reading_of, told
from properties import examples

import geo_ent
from geo_ent.errors import InputError
from geo_ent.register.read_register import read_registers
from geo_ent.register.register_row import OUTCOMES, ReasonCode
from geo_ent.register.status_at_date import rentrees, status_at, status_table
from geo_ent.tables.dates import dated
from geo_ent.tables.word_lists import with_joined_words

A = UAIS[0]


def periods(reading):
    """Give what the register says of A: (status, solution, start, end)."""
    rows = reading.register[reading.register["uai"] == A]
    text = rows.assign(**{c: rows[c].dt.strftime("%Y-%m-%d").fillna("") for c in ("start", "end")})
    text = with_joined_words(text)
    return list(text[["status", "solution", "start", "end"]].itertuples(index=False, name=None))


def test_change_of_solution_makes_periods(tmp_path):
    """The earlier solution ends the day before the later one starts, in any order of rows."""
    rows = [[A, "", "", "oui", "Beneylu", "rentrée 2021"], [A, "", "", "oui", "ONE", "09/2017"]]
    for order in (rows, rows[::-1]):
        reading = reading_of(tmp_path, *order)
        assert sorted(periods(reading)) == [
            ("school", "Beneylu School", "2021-09-01", ""),
            ("school", "ONE", "2017-09-01", "2021-08-31"),
        ]
        assert told(reading)["outcome"].tolist() == ["used", "used"]
        found = geo_ent.status_series(reading.register, pd.Index([A]),
                              [dt.date(year, 9, 1) for year in (2016, 2017, 2021)])  # fmt: skip
        assert found["solution"].tolist()[1:] == [("ONE",), ("Beneylu School",)]
        assert found["status"].tolist() == ["not_yet", "school", "school"]


def test_renewal_goes_on(tmp_path):
    """The same solution again on the day after its end: one ENT since its first day."""
    rows = [[A, "", "", "oui", "ONE", "01/09/2015", "31/08/2018"],
            [A, "", "", "oui", "ONE", "01/09/2018", ""]]  # fmt: skip
    reading = reading_of(tmp_path, *rows)
    assert periods(reading) == [("school", "ONE", "2015-09-01", "")]
    assert reading.rows["outcome"].tolist()[1:] == ["used", "merged"]
    rows[1][5] = "01/09/2020"  # two years without: another period
    assert periods(reading_of(tmp_path, *rows)) == [
        ("school", "ONE", "2015-09-01", "2018-08-31"),
        ("school", "ONE", "2020-09-01", ""),
    ]


def test_repeats_are_merged(tmp_path):
    """The same content, or the same but less, is one row."""
    rows = [[A, "", "", "oui", "ONE", ""], [A.lower(), "", "", "X", "one", "2019-2020"],
            [A, "", "", "1", "ONE", "rentrée 2019"]]  # fmt: skip
    reading = reading_of(tmp_path, *rows)
    assert periods(reading) == [("school", "ONE", "2019-09-01", "")]
    assert told(reading)["outcome"].value_counts().to_dict() == {"merged": 2, "used": 1}
    assert not (told(reading)["code"] == "contradicted").any()


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (["oui", "ONE", "2019"], ["non", "", ""], ("school", "ONE", "2019-09-01", "")),
        (["non", "", ""], ["oui", "ONE", ""], ("school", "ONE", "", "")),
        (["oui", "ONE", ""], ["non", "", ""], ("none", "", "", "")),
        (["oui", "ONE", "2021"], ["oui", "ONE", "2019"], ("school", "ONE", "2021-09-01", "")),
        (["oui", "ONE", ""], ["oui", "Beneylu", ""], ("school", "Beneylu School", "", "")),
    ],
)
def test_conflict(tmp_path, first, second, kept):
    """The latest dated wins, else the last row; the other says that it is in conflict."""
    reading = reading_of(tmp_path, [A, "", "", *first], [A, "", "", *second])
    assert periods(reading) == [kept]
    rows = told(reading)
    assert sorted(rows["outcome"]) == ["merged", "used"]
    assert rows.loc[rows["outcome"] == "merged", "code"].item() == "contradicted"
    assert reading.findings.count("row-conflict") == 1


def test_last_file_wins(tmp_path):
    """A later file counts as written after an earlier one; places tell the file."""
    old = csv_file(tmp_path / "a.csv", [HEADER, [A, "", "", "non"]])
    new = csv_file(tmp_path / "b.csv", [HEADER, [A, "", "", "oui"]])
    reading = read_registers([old, new], directory())
    assert reading.register[["status", "source_row"]].to_numpy().tolist() == [
        ["school", "[b.csv]2"]
    ]
    assert set(reading.columns) == {("a.csv", ""), ("b.csv", "")}


def test_end_before_start_is_listed(tmp_path):
    """The start is kept, the end left out, and the row noted."""
    reading = reading_of(tmp_path, [A, "", "", "oui", "", "2020-09-01", "2019-08-31"])
    assert periods(reading) == [("school", "", "2020-09-01", "")]
    assert reading.findings.count("dates-reversed") == 1


def test_end_makes_the_status_none(tmp_path):
    """On its last day an ENT is there, on the next it isn't."""
    register = reading_of(tmp_path, [A, "", "", "oui", "", "2018", "06/2020"]).register
    days = [dt.date(2020, 6, 30), dt.date(2020, 7, 1)]
    told_on = [status_at(register, pd.Index([A]), day)["status"].item() for day in days]
    assert told_on == ["school", "none"]


def test_observation_speaks_where_the_status_is_empty(tmp_path):
    """An ENT whose "convention à signer" is all that is said is planned, and noted."""
    header = ["UAI", "ENT", "Observations"]
    rows = [[A, "", "convention à signer"], [UAIS[1], "oui", "convention à signer"]]
    reading = reading_of(tmp_path, *rows, header=header)
    assert reading.register["status"].tolist() == ["planned", "school"]
    assert reading.findings.count("status-from-note") == 1


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        (43709, "2019-09-01", "day"), ("43709", "2019-09-01", "day"),
        (43709.5, "2019-09-01", "day"),
        (dt.date(2020, 1, 6), "2020-01-06", "day"), ("01/09/2018", "2018-09-01", "day"),
        ("1.9.18", "2018-09-01", "day"), ("2018-09-01T00:00:00", "2018-09-01", "day"),
        ("20180901", "2018-09-01", "day"), ("1er sept. 2018", "2018-09-01", "day"),
        ("09/2021", "2021-09-01", "month"), ("2021-09", "2021-09-01", "month"),
        ("sept. 2019", "2019-09-01", "month"), ("sept-19", "2019-09-01", "month"),
        ("depuis janvier 2020", "2020-01-01", "month"), ("août 2020", "2020-08-01", "month"),
        ("juillet 2020", "2020-07-01", "month"), ("juin 2020", "2020-06-01", "month"),
        ("rentrée 2020", "2020-09-01", "school_year"), ("RS 2020", "2020-09-01", "school_year"),
        ("2021-2022", "2021-09-01", "school_year"), ("2021/22", "2021-09-01", "school_year"),
        ("21-22", "2021-09-01", "school_year"),
        ("année scolaire 2021-2022", "2021-09-01", "school_year"),
        (2015, "2015-09-01", "year"), ("2015", "2015-09-01", "year"),
        (2015.0, "2015-09-01", "year"),
    ],
)  # fmt: skip
def test_dates_keep_their_precision(cell, day, precision):
    """Each form of a date, and how precise it was."""
    date, told_precision = dated(cell)
    assert (str(date), told_precision) == (day, precision)


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2021-2022", "2022-08-31"), ("06/2022", "2022-06-30"), ("02/2020", "2020-02-29"),
     ("rentrée 2022", "2022-08-31"), ("2022", "2022-08-31"), ("30/06/2022", "2022-06-30")],
)  # fmt: skip
def test_last_days(cell, day):
    """A school year ends on 31 August, a month on its last day."""
    assert str(dated(cell, end=True)[0]) == day


@pytest.mark.parametrize(
    "cell", ["bientôt", "31/02/2020", "00/00/0000", 12, True, 1e9, "1850", "²"]
)
def test_no_date(cell):
    """What is no date is refused, never guessed."""
    with pytest.raises(ValueError, match=r"date|month|day"):
        dated(cell)


words = st.sampled_from(
    ["", "oui", "non", "classe", "en projet", "?", "bof", "ONE", "Toutes les écoles publiques",
     "Betton", "Bruz", "Redon", "Circonscription de Redon", "total", "2019", "sept. 2021", "école",
     "Ecole Jean Moulin", *UAIS, UAIS[0][:-1], "0750001N", "Rennes Métropole", "RPI 035009"]
)  # fmt: skip
lines = st.lists(words, min_size=7, max_size=7)


@examples(25)
@given(st.lists(lines, max_size=12))
def test_every_row_has_one_outcome(tmp_path, rows):
    """Whatever the rows, each that holds anything is told once, and the sum is right."""
    rows = [[UAIS[3], "", "", "oui", "", "", ""], *rows]
    try:
        reading = reading_of(tmp_path, *rows)
    except InputError as fault:  # a column of which most cells are years isn't a status
        assert fault.args[0].count("aucun tableau d’ENT reconnu") == 1  # noqa: PT017
        return
    held = sum(any(row) for row in rows) + 1
    assert len(reading.rows) == held
    assert set(reading.rows["outcome"]) <= set(OUTCOMES)
    assert {reason.code for reason in reading.rows["reason"]} <= {*get_args(ReasonCode)}
    assert not reading.rows.duplicated(["file", "sheet", "row"]).any()


status_words = st.sampled_from(["oui", "non", "classe", "en projet", ""])


@examples(20)
@given(st.lists(status_words, min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_order_of_independent_rows_is_nothing(tmp_path, statuses, random):
    """One row a school and one for a commune, shuffled: every status stays."""
    rows = [[uai, "", "", word, "", "", ""] for uai, word in zip(UAIS, statuses, strict=True)]
    rows.append(["", "Commune de Betton", "", "oui", "ONE", "", ""])
    shuffled = random.sample(rows, len(rows))
    one, other = (reading_of(tmp_path, *each).register for each in (rows, shuffled))
    columns = ["uai", "status", "solution", "scope"]
    pd.testing.assert_frame_equal(
        one[columns].sort_values("uai", ignore_index=True),
        other[columns].sort_values("uai", ignore_index=True),
    )


def test_status_table_says_what_status_at_says():
    """At each date, past or not, complete or not, the quick table is the slow one's."""
    rows = [
        ("0350001A", "school", "2020-09-01", "2022-07-06"),
        ("0350001A", "class", "2019-09-01", None),
        ("0350002B", "planned", None, None),
        ("0350003C", "school", None, None),
        ("0350003C", "none", None, None),
    ]
    register = pd.DataFrame(rows, columns=["uai", "status", "start", "end"])
    dates = {
        name: pd.to_datetime(register[name]).astype("datetime64[s]") for name in ("start", "end")
    }
    register = register.assign(**dates, solution="", programme="")
    uais = pd.Index(["0350003C", "0350001A", "0350004D", "0350002B"])
    days = [dt.date(year, 9, 1) for year in range(2018, 2024)]
    opened_on = pd.Series(pd.to_datetime(["2020-01-01"]), index=uais[1:2])
    kept = (None, days[0], days[2], days[-1])
    for complete, as_of, opened in product((False, True), kept, (None, opened_on)):
        asked = {"complete": complete, "as_of": as_of, "opened_on": opened}
        table = status_table(register, uais, days, **asked)
        for day in days:
            slow = status_at(register, uais, day, **asked)["status"]
            assert table[day].tolist() == slow.tolist(), (day, asked)


def test_no_history_without_two_dates():
    """A register without dates, or with one, has no rentrée to show."""
    none = pd.DataFrame({"status": ["school"], "start": pd.to_datetime([None])})
    one = pd.DataFrame({"status": ["school"] * 2, "start": pd.to_datetime(["2020-09-01"] * 2)})
    assert rentrees(none, dt.date(2023, 6, 30)) == rentrees(one, dt.date(2023, 6, 30)) == []


def test_a_long_history_keeps_its_last_rentrees():
    """Twenty years of register: the last eight dates, the day shown among them."""
    starts = pd.to_datetime(["2003-09-01", "2022-09-01"])
    register = pd.DataFrame({"status": ["school"] * 2, "start": starts})
    days = rentrees(register, dt.date(2023, 6, 30))
    assert len(days) == 8
    assert (days[0], days[-1]) == (dt.date(2016, 9, 1), dt.date(2023, 6, 30))
