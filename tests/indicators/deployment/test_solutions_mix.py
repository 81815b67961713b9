"""Which solutions the schools of a zone use: by arithmetic on toyland."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.deployment.multiple_values import by_word, each_word, has_word, most_used
from geo_ent.indicators.deployment.solutions import MIX_COLUMNS, solution_mixes
from geo_ent.telling.deployment.deployment_sentences import solution_sentences
from geo_ent.telling.language import language

FRENCH = language("fr")

NAMES = pd.Series({"A": "Ouest", "B": "Est"}, name="zone_name")


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def schools(toy_schools):
    """Three schools a zone: two solutions in A, of which one school has both; one told in B."""
    return toy_schools.assign(
        status=["school", "school", "none", "school", "school", "planned"],
        solution=["ONE", ("ONE", "NEO"), "ONE", "", "NEO", "NEO"],
        pupils_n=[10.0, 20, 40, 80, float("nan"), 160],
    )


def mix_by_circonscription(schools, names):
    """Keep of the mixes those of the circonscriptions."""
    mixes = solution_mixes(schools, {"circonscription": names}, whole="Carré")
    return mixes[mixes["level"] == "circonscription"]


def mix_of(schools):
    """Count by circonscription, as plain rows."""
    mix = mix_by_circonscription(schools, NAMES)
    return mix[["zone_code", *MIX_COLUMNS[:8]]].to_numpy().tolist()


def test_a_school_of_two_solutions_counts_for_both(schools):
    """A: ONE in 2 of 2 covered schools, NEO in 1; the school of both is told as such."""
    assert mix_of(schools)[:2] == [
        ["A", "Ouest", "ONE", 2, 30.0, 2, 1.0, 1, 0],
        ["A", "Ouest", "NEO", 1, 20.0, 2, 0.5, 1, 0],
    ]


def test_a_solution_that_is_not_told_is_a_row(schools):
    """B: two covered schools, one whose solution isn't told, one whose pupils aren't known."""
    told = mix_of(schools)[2:]
    assert [row[2:4] for row in told] == [["", 1], ["NEO", 1]]
    assert told[0][4] == 80.0
    assert pd.isna(told[1][4])


def test_only_covered_schools_of_the_zones_count(schools):
    """A school planned or without doesn't; nor does one of another zone."""
    mix = mix_by_circonscription(schools, NAMES.drop("B"))
    assert set(mix["zone_code"]) == {"A"}
    assert mix["schools_n"].sum() == 3


def test_the_whole_comes_first(schools):
    """Levels one under another; the territory's own counts are the sums."""
    told = solution_mixes(schools, {"circonscription": NAMES}, whole="Carré")
    assert told.columns.tolist() == ["level", "zone_code", *MIX_COLUMNS]
    whole = told[told["level"] == "territory"]
    assert whole[["solution", "schools_n"]].to_numpy().tolist() == [["NEO", 2], ["ONE", 2], ["", 1]]
    assert whole["zone_code"].tolist() == ["", "", ""]
    assert told["level"].tolist() == ["territory"] * 3 + ["circonscription"] * 4


@pytest.mark.parametrize("solution", ["", None])
def test_nothing_told_is_no_table(schools, solution):
    """Where no solution is told there is nothing to list, whatever the statuses."""
    told = solution_mixes(schools.assign(solution=solution), {}, whole="Carré")
    assert told.empty
    assert list(solution_sentences(told, 0, FRENCH)) == []


def test_a_frame_without_the_column_is_no_table(schools):
    """No solution column, no covered school, no school: an empty table with its columns."""
    for frame in (
        schools.drop(columns="solution"), schools.assign(status="none"), schools.iloc[:0]
    ):  # fmt: skip
        told = solution_mixes(frame, {"circonscription": NAMES}, whole="Carré")
        assert told.empty
        assert told.columns.tolist() == ["level", "zone_code", *MIX_COLUMNS]


@examples(12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["school", "none"]),
            st.lists(st.sampled_from(["A", "B", "C"]), unique=True, max_size=3),
        ),
        max_size=12,
    )
)
def test_shares_are_those_of_the_covered(rows):
    """Each solution's share is its schools over the covered ones; none counts twice in one."""
    uais = [f"U{at}" for at in range(len(rows))]
    schools = pd.DataFrame(
        {"status": [status for status, _ in rows], "zone_code": "Z",
         "solution": [tuple(words) for _, words in rows]},
        index=uais, dtype=object,
    )  # fmt: skip
    mixes = solution_mixes(schools, {"zone": pd.Series({"Z": "Z"})}, whole="Carré")
    mix = mixes[mixes["level"] == "zone"]
    covered = [words or [""] for status, words in rows if status == "school"]
    expected = {word: sum(word in words for words in covered) for each in covered for word in each}
    expected = expected if any(expected) else {}  # where no solution is told there is no table
    assert dict(zip(mix["solution"], mix["schools_n"], strict=True)) == expected
    assert ((mix["covered_share"] > 0) & (mix["covered_share"] <= 1)).all()
    assert (mix["zone_covered_n"] == len(covered)).all()
    assert (mix["several_n"] <= mix["schools_n"]).all()


def words_of(mixes, several_n=0):
    """Give the sentences, with plain spaces."""
    return [plain(told) for told in solution_sentences(mixes, several_n, FRENCH)]


def test_solutions_in_words(schools):
    """The most used first, with its share; how many schools have several."""
    mixes = solution_mixes(schools, {}, whole="Carré")
    assert words_of(mixes, 1) == [
        (
            "Solutions des 4 écoles qui ont un ENT : NEO, 2 écoles (50,0 %) ; "
            "ONE, 2 écoles (50,0 %) ; non précisée, 1 école (25,0 %)."
        ),
        "1 école a plusieurs solutions à la fois, et compte pour chacune.",
    ]


def test_schools_that_all_have_several_in_words():
    """Two schools of two solutions."""
    schools = pd.DataFrame({"status": "school", "solution": [("A", "B")] * 2}, index=["1", "2"])
    told = words_of(solution_mixes(schools, {}, whole="Carré"), 2)
    assert told[1] == "Toutes ont plusieurs solutions à la fois, et comptent pour chacune."


@pytest.mark.parametrize(
    ("solutions", "sentence"),
    [
        (["ONE", "ONE"], "Les écoles qui ont un ENT utilisent toutes ONE."),
        (["ONE"], "L’école qui a un ENT utilise ONE."),
        ([("ONE", "NEO")], "L’école qui a un ENT utilise NEO et ONE."),
    ],
)
def test_one_school_or_one_solution_in_words(solutions, sentence):
    """Neither is listed."""
    index = [f"U{at}" for at in range(len(solutions))]
    schools = pd.DataFrame({"status": "school", "solution": solutions}, index=index)
    assert words_of(solution_mixes(schools, {}, whole="Carré")) == [sentence]


def test_many_solutions_are_cut_short():
    """Six are told, the others counted."""
    index = [f"U{at}" for at in range(9)]
    schools = pd.DataFrame({"status": "school", "solution": [*"ABCDEFGHI"]}, index=index)
    assert words_of(solution_mixes(schools, {}, whole="Carré"))[0].endswith(
        "F, 1 école (11,1 %) ; et 3 autres."
    )


def test_cells_of_several_words():
    """Each word once, with the school's UAI; whole words only."""
    frame = pd.DataFrame({"x": [("A", "B"), "AB", None]}, index=["1", "2", "3"])
    words = each_word(frame, "x")
    assert list(words.items()) == [("1", "A"), ("1", "B"), ("2", "AB"), ("3", "")]
    assert has_word(frame, "x", "A").tolist() == [True, False, False]
    assert most_used([("B", "A"), ("A",), (), ("C",)]) == ("A", "B", "C")


def test_rows_that_repeat_a_school_are_kept_apart():
    """Two rows of one school: both are spelt out, with their own status and start."""
    rows = pd.DataFrame(
        {"phase": ["1", "2"], "status": ["school", "planned"],
         "start": pd.to_datetime(["2013-06-03", "2014-09-01"])},
        index=["A", "A"],
    )  # fmt: skip
    told = by_word(rows, "phase")
    assert told[["uai", "word", "status"]].to_numpy().tolist() == [
        ["A", "1", "school"], ["A", "2", "planned"]
    ]  # fmt: skip
    assert told["start"].dt.year.tolist() == [2013, 2014]
    assert by_word(rows, "network").empty
