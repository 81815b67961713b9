"""Solutions for teachers and inspectors alone: they cover no school, and that is said."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import HEADER, UAIS, csv_file, directory, reading_of, told
from properties import examples
from registers import FRENCH

from geo_ent.indicators.deployment.solutions import solution_mixes
from geo_ent.register.answers import Answer
from geo_ent.register.read_register import read_registers
from geo_ent.register.status_at_date import status_at, tools_at
from geo_ent.register.vocabulary import solution_of, staff_tools
from geo_ent.telling.deployment.deployment_sentences import solution_sentences, staff_sentences
from geo_ent.telling.register.register_wording import report_rows

DAY = dt.date(2023, 6, 30)
A, B = UAIS[:2]


def at_day(reading, *, complete=False):
    """Give the status of A at the day, and what its staff has."""
    index = pd.Index([A])
    status = status_at(reading.register, index, DAY, complete=complete)["status"].item()
    return status, tools_at(reading.staff, index, DAY).item()


@pytest.mark.parametrize("written", ["Net'Circo", "NetCirco", "M@gistère", "Tribu", "I-Prof"])
def test_a_tool_of_the_staff_alone_covers_nothing(written, tmp_path):
    """A "oui" beside it says nothing of the school's ENT: none where the register is exhaustive."""
    reading = reading_of(tmp_path, [A, "", "", "oui", written, "01/09/2021"])
    name = solution_of(written)[0]
    assert at_day(reading) == ("unknown", name)
    assert at_day(reading, complete=True) == ("none", name)


def test_it_is_said_in_the_report_and_the_findings(tmp_path):
    """The row's reason names the tool, and a finding counts the row; it is no doubt."""
    reading = reading_of(tmp_path, [A, "", "", "oui", "Net'Circo"], [B, "", "", "oui", "ONE"])
    rows = report_rows(reading, FRENCH)
    row = rows[rows["uai"] == A].iloc[0]
    assert (
        "solution des personnels seuls, qui ne couvre pas l’école : « Net'Circo »" in row["reason"]
    )
    assert (row["outcome"], row["status"], row["doubt"]) == ("used", "unknown", "")
    kinds = [finding["kind"] for finding in reading.findings.entries]
    assert kinds.count("staff-tool") == 1


def test_beside_a_solution_of_the_school_it_changes_nothing(tmp_path):
    """Of "ONE + Net'Circo" the school has ONE, its staff has Net'Circo, and nothing is noted."""
    reading = reading_of(tmp_path, [A, "", "", "oui", "ONE + Net'Circo", "01/09/2021"])
    row = status_at(reading.register, pd.Index([A]), DAY).iloc[0]
    assert (row["status"], row["solution"]) == ("school", ("ONE",))
    assert at_day(reading)[1] == ("Net'Circo",)
    assert "staff-tool" not in [finding["kind"] for finding in reading.findings.entries]


def by_product(tmp_path, *rows):
    """Read a register with a column for each product; give A's ENT and its staff's tools."""
    # Schools enough to make a table, none of them A's.
    others = [[UAIS[1 + i], *["oui"] * 3] for i in range(3)]
    reading = reading_of(tmp_path, *rows, *others, header=["UAI", "Net'Circo", "ONE", "Beneylu"])
    frame = reading.register[reading.register["uai"] == A]
    return frame.iloc[0], reading.staff[reading.staff["uai"] == A]


@pytest.mark.parametrize(
    ("cells", "ent", "tool"),
    [
        (["2022-09-01", "2018-09-01", ""], ("school", "2018-09-01"), "2022-09-01"),
        (["2018-09-01", "2022-09-01", "2020-09-01"], ("school", "2020-09-01"), "2018-09-01"),
        (["2018-09-01", "oui", ""], ("school", None), "2018-09-01"),
        (["oui", "2018-09-01", ""], ("school", "2018-09-01"), None),
        (["oui", "prévu", ""], ("planned", None), None),
        (["", "prévu", "oui"], ("school", None), "-"),
    ],
)
def test_a_column_by_product_says_the_day_of_its_own(cells, ent, tool, tmp_path):
    """The staff's tool and the school's ENT each have theirs; the ENT's is its first one."""
    row, staff = by_product(tmp_path, [A, *cells])
    start = None if pd.isna(row["start"]) else f"{row['start']:%Y-%m-%d}"
    assert (row["status"], start) == ent
    if tool == "-":
        assert staff.empty
        assert row["solution"] == ("Beneylu School",)
    elif tool:
        assert f"{staff.iloc[0]['start']:%Y-%m-%d}" == tool
    else:
        assert staff["start"].isna().all()


def test_a_territory_still_speaks_for_a_school_of_which_only_the_staff_is_told(tmp_path):
    """The commune's ONE reaches the school, whose own row is of its staff."""
    rows = [[A, "", "", "oui", "Net'Circo"], ["", "Toutes les écoles", "Betton", "oui", "ONE"]]
    assert at_day(reading_of(tmp_path, *rows)) == ("school", ("Net'Circo",))


def test_a_circonscription_s_tool_takes_no_school_from_its_own_row(tmp_path):
    """The row of the whole circonscription is spread, told, and leaves "non" as it is."""
    header = [*HEADER, "Circonscription"]
    rows = [
        ["", "Toutes les écoles", "", "oui", "Net'Circo", "", "", "Liffré"],
        [A, "", "", "non", "", "", "", ""],
    ]
    reading = reading_of(tmp_path, *rows, header=header)
    assert at_day(reading) == ("none", ("Net'Circo",))
    spread = told(reading).iloc[0]
    assert (spread["outcome"], spread["status"]) == ("spread", "unknown")
    assert set(reading.staff["uai"]) > {A, B}


@pytest.mark.parametrize(
    ("status", "start", "end", "staff"),
    [
        ("oui", "01/09/2021", "31/08/2022", ()),
        ("oui", "01/09/2023", "", ()),
        ("en projet", "", "", ()),
        ("non", "", "", ()),
        ("oui", "01/09/2021", "", ("Net'Circo",)),
    ],
)  # fmt: skip
def test_a_tool_has_its_dates(status, start, end, staff, tmp_path):
    """What is over, to come, planned or refused isn't the staff's at the day."""
    reading = reading_of(tmp_path, [A, "", "", status, "Net'Circo", start, end])
    assert at_day(reading)[1] == staff


def test_a_remark_on_a_course_of_the_teachers_takes_nothing(tmp_path):
    """A "M@gistère" in the remarks of an equipped school is neither its solution nor a doubt."""
    rows = [
        [A, "", "", "oui", "", "", "", "M@gistère suivi"],
        [B, "", "", "oui", "ONE", "", "", ""],
    ]
    reading = reading_of(tmp_path, *rows, header=[*HEADER, "Remarques"])
    assert at_day(reading) == ("school", ())


def test_a_register_of_the_staff_s_tools_alone_is_read(tmp_path):
    """It is a register, of no school's ENT."""
    path = csv_file(tmp_path / "r.csv", [HEADER, [A, "", "", "oui", "Net'Circo"]])
    reading = read_registers([path], directory())
    assert (len(reading.register), len(reading.staff)) == (0, 1)


def test_the_keeper_s_solution_makes_the_school_s_ent(tmp_path):
    """The answer "ONE" about a row of Net'Circo covers the school."""
    row = f"{A} | oui | Net'Circo"
    answer = Answer(row=row, solution=("ONE",), text="ONE")
    assert at_day(reading_of(tmp_path, [A, "", "", "oui", "Net'Circo"], answers=[answer])) == (
        "school", ())  # fmt: skip


@examples(25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ONE", "Net'École", "Beneylu School"]),
            st.booleans(),
            st.sampled_from(["oui", "en projet", "non", ""]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_tool_added_to_rows_changes_no_status(tmp_path_factory, rows):
    """Whatever the rows say, naming the staff's tool beside it leaves them as they are."""
    folder = tmp_path_factory.mktemp("r")
    lines = [
        [[UAIS[n], "", "", status, f"{name} + Net'Circo" if more and beside else name]
         for n, (name, beside, status) in enumerate(rows)]
        for more in (False, True)
    ]  # fmt: skip
    index = pd.Index(UAIS)
    plain, more = (
        status_at(reading_of(folder, *part, strict=False).register, index, DAY)["status"]
        for part in lines
    )
    assert plain.tolist() == more.tolist()


def test_every_entry_says_for_whom_in_known_words():
    """No solution is both the staff's and known as another's: names are unique."""
    assert {"Net'Circo", "M@gistère", "Tribu", "Arena", "I-Prof"} <= staff_tools()
    assert not {"Net'École", "ONE", "Beneylu School", "e-primo"} & staff_tools()


def test_the_mix_sets_the_staff_s_solutions_apart():
    """Two of three schools have ONE, the staff of all three Net'Circo: no share of covered ones."""
    schools = pd.DataFrame(
        {
            "status": ["school", "school", "none"],
            "solution": [("ONE",), ("ONE",), ()],
            "staff_solution": [("Net'Circo",)] * 3,
            "circonscription_code": ["1", "1", "2"],
        },
        index=["A", "B", "C"],
    )
    names = {"circonscription": pd.Series({"1": "Ouest", "2": "Est"})}
    mix = solution_mixes(schools, names, whole="Ensemble")
    columns = ["level", "zone_name", "solution", "schools_n", "zone_schools_n", "for_whom"]
    assert mix[columns].to_numpy().tolist() == [
        ["territory", "Ensemble", "ONE", 2, 3, "schools"],
        ["territory", "Ensemble", "Net'Circo", 3, 3, "staff"],
        ["circonscription", "Ouest", "ONE", 2, 2, "schools"],
        ["circonscription", "Ouest", "Net'Circo", 2, 2, "staff"],
        ["circonscription", "Est", "Net'Circo", 1, 1, "staff"],
    ]
    of_staff = mix[mix["for_whom"] == "staff"]
    assert of_staff["covered_share"].isna().all()
    assert of_staff["zone_covered_n"].tolist() == [2, 2, 0]
    assert list(solution_sentences(mix, 0, FRENCH)) == [
        "Les écoles qui ont un ENT utilisent toutes ONE."
    ]
    (sentence,) = staff_sentences(mix, 2, FRENCH)
    assert sentence.replace("\u00a0", " ") == (
        "Une solution des personnels, Net'Circo, est dans 3 écoles sur 3, dont celles de 2 "
        "circonscriptions entières sur 2 : elle n’en couvre aucune."
    )


@pytest.mark.parametrize("status", ["school", "class"])
def test_a_tool_is_there_from_its_start_to_its_last_day(status):
    """Of all the staff or of some of it; not before it starts, nor the day after its last one."""
    days = {
        name: pd.Timestamp(day) for name, day in (("start", "2015-02-05"), ("end", "2020-07-05"))
    }
    row = {"uai": A, "status": status, "solution": ("Net'Circo",), "programme": "", **days}
    had = [
        tools_at(pd.DataFrame([row]), pd.Index([A]), day).item()
        for day in map(
            dt.date.fromisoformat, ("2015-02-04", "2015-02-05", "2020-07-05", "2020-07-06")
        )
    ]
    assert had == [(), ("Net'Circo",), ("Net'Circo",), ()]
