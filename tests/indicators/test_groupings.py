"""The schools in groups: who is in which, what isn't known, and what equity makes of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.indicators.coverage import coverage
from geo_ent.indicators.equity import equity
from geo_ent.indicators.groupings import GROUP_COLUMNS, OUTSIDE, groupings
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.equity.group_words import caveats, left_out, named_groups, why_none
from geo_ent.telling.language import language

FR = language("fr")
KEYS = ["rurality", "density", "priority", "ips", "commune_size", "circonscription"]


def schools(n=10, **columns):
    """Make n schools, half of them covered, with more columns."""
    index = pd.Index([f"950{at:04d}A" for at in range(n)], name="uai")
    frame = pd.DataFrame({"status": ["school", "none"] * (n // 2) + ["none"] * (n % 2)}, index)
    return frame.assign(**columns)


def rural(letters):
    """Make a column of ruralities: r for rural, u for urban, anything else isn't known."""
    return pd.array([{"r": True, "u": False}.get(one) for one in letters], dtype="boolean")


def rows(grouping, *titles):
    """Give a grouping's rows as lists."""
    return grouping.table[list(titles)].to_numpy().tolist()


def test_every_grouping_is_there_and_says_why_it_cannot_be():
    """Schools of which only the status is known: six groupings, none to compare, each in words."""
    told = groupings(schools())
    assert list(told) == KEYS
    for key, grouping in told.items():
        assert grouping.key == key
        assert why_none(grouping, FR).endswith("."), key
        assert list(grouping.table.columns) == list(GROUP_COLUMNS)
        assert not len(grouping.table)


def test_no_school_at_all():
    """No school: no group, and that is why."""
    told = groupings(schools(0))
    assert {why_none(grouping, FR) for grouping in told.values()} == {"Il n’y a aucune école."}


def test_unknown_schools_are_not_covered_and_could_be():
    """One covered, one not, one unknown: a third, two thirds at most."""
    three = schools(3, rural=rural("rrr"), priority=["REP", "", ""])
    three["status"] = ["school", "none", "unknown"]
    told = groupings(three)["rurality"]
    assert rows(told, "group", "population", "covered_n", "unknown_n") == [["rural", 3, 1, 1]]
    assert rows(told, "value", "value_max")[0] == pytest.approx([1 / 3, 2 / 3])
    assert why_none(told, FR) == "Un seul groupe (« rural ») : il n’y a rien à comparer."


def test_the_interval_is_the_coverage_tables():
    """Counts, share and Wilson's limits are those that coverage() gives for the same schools."""
    zones = schools(9, circonscription_code=list("AAABBBBBB"), circonscription_name="", nature="",
                    pupils_n=1.0)  # fmt: skip
    there = coverage(zones, pd.Series({"A": "A", "B": "B"}), level="circonscription")
    here = groupings(zones)["circonscription"].table.set_index("group")
    for ours, theirs in (("population", "schools_n"), ("covered_n", "covered_n"),
                         ("value", "coverage_share"), ("low", "interval_low"),
                         ("high", "interval_high")):  # fmt: skip
        np.testing.assert_allclose(here[ours], there[theirs])


def test_all_unknown_cannot_be_compared():
    """Two groups of which nothing is known: the table is there, the comparison refused."""
    pair = schools(2, rural=rural("ru"), status="unknown")
    told = groupings(pair)["rurality"]
    assert len(told.table) == 2
    assert "On ne sait d’aucune école" in why_none(told, FR)


def test_a_group_of_which_nothing_is_known_is_named():
    """It counts as without an ENT, and the caveat says so."""
    four = schools(4, rural=rural("rruu"))
    four["status"] = ["unknown", "unknown", "school", "none"]
    told = groupings(four)["rurality"]
    assert not told.lacks
    assert any("comptées comme sans ENT : « rural »" in words for words in caveats(told, FR))


def test_ruralities_that_are_not_known_are_left_out_and_counted():
    """Two schools of unknown rurality are of no group."""
    four = schools(4, rural=rural("ru??"))
    told = groupings(four)["rurality"]
    assert told.table["population"].tolist() == [1, 1]
    assert left_out(told, FR) == "2 écoles sur 4 ne sont d’aucun groupe."
    assert told.reference == "urban"


def test_estimated_ruralities_are_said():
    """The caveat counts the schools whose rurality is an estimate."""
    two = schools(2, rural=rural("ru"), rurality_basis=["estimated", "insee"])
    assert "estimée pour 1 école," in caveats(groupings(two)["rurality"], FR)[0]


def test_density_goes_from_the_most_scattered_to_the_densest():
    """Class 7 comes first; empty classes aren't listed; the order has no hole."""
    told = groupings(schools(6, density_class=[1.0, 7.0, 7.0, 5.0, 1.0, np.nan]))["density"]
    assert rows(told, "group", "order") == [["7", 1.0], ["5", 2.0], ["1", 3.0]]
    assert list(named_groups(told, FR).values()) == [
        "Rural à habitat très dispersé", "Bourgs ruraux", "Grands centres urbains",
    ]  # fmt: skip
    assert told.ordered


def test_priority_has_no_order_and_refers_to_outside():
    """REP+, REP and outside; a word that isn't one of them is of no group."""
    told = groupings(schools(5, priority=["REP+", "REP", "", "", "<b>"]))["priority"]
    assert rows(told, "group", "population") == [["REP+", 1], ["REP", 1], [OUTSIDE, 2]]
    assert told.reference == OUTSIDE
    assert told.table["order"].isna().all()
    assert left_out(told, FR) == "1 école sur 5 n’est d’aucun groupe."


def test_fifths_by_hand():
    """Ten schools, IPS 80 to 125: two in each fifth, the lowest first."""
    told = groupings(schools(10, ips=[80.0 + 5 * at for at in range(10)]))["ips"]
    assert told.table["population"].tolist() == [2] * 5
    assert named_groups(told, FR)["1"] == "1er cinquième (IPS de 80,0 à 85,0)"
    assert named_groups(told, FR)["5"] == "5e cinquième (IPS de 120,0 à 125,0)"


def test_all_of_one_ips_is_one_group():
    """Ties stay together: there is nothing to compare."""
    told = groupings(schools(10, ips=100.0))["ips"]
    assert list(named_groups(told, FR).values()) == ["3e cinquième (IPS 100,0)"]
    assert "Un seul groupe" in why_none(told, FR)


@pytest.mark.parametrize("known", [0, 1, 4])
def test_too_few_ips_are_refused(known):
    """Under five schools there are no fifths; the reason tells how many there are."""
    told = groupings(schools(10, ips=[90.0 + at for at in range(known)] + [np.nan] * (10 - known)))
    assert told["ips"].lacks
    assert (f"que de {known} école" in why_none(told["ips"], FR)) == bool(known)


@examples(12)
@given(st.lists(st.one_of(st.none(), st.integers(60, 140)), max_size=60))
def test_fifths_hold_together(values):
    """Each IPS is in one fifth; equal ones in the same; a higher one never in a lower fifth."""
    frame = schools(len(values), ips=pd.array(values, dtype="Float64").astype(float))
    told = groupings(frame)["ips"]
    known = [value for value in values if value is not None]
    if len(known) < 5:
        assert told.lacks
        return
    assert told.table["population"].sum() == len(known)
    assert told.table["order"].tolist() == list(range(1, len(told.table) + 1))
    assert len(told.table) <= 5
    assert told.table["population"].gt(0).all()


def test_commune_sizes_have_closed_bounds():
    """499, 500, 999 and 50,000 inhabitants fall where their names say."""
    told = groupings(schools(4, commune_population_n=[499, 500, 999, 50_000]))["commune_size"]
    names = [name.replace("\u202f", " ") for name in named_groups(told, FR).values()]
    assert names == [
        "moins de 500 habitants",
        "de 500 à 999 habitants",
        "50 000 habitants et plus",
    ]
    assert told.table["population"].tolist() == [1, 2, 1]


def test_circonscriptions_of_one_name_are_told_apart():
    """Two codes share a name: each gets its code; a code without a name is its own name."""
    told = groupings(
        schools(4, circonscription_code=["A", "B", "C", ""],
                circonscription_name=["Centre", "Centre", "", "Perdue"])
    )["circonscription"]  # fmt: skip
    assert list(named_groups(told, FR).values()) == ["C", "Centre (A)", "Centre (B)"]
    assert told.left_out


def test_few_schools_make_a_fragile_share():
    """A group of four is named as fragile, one of five isn't."""
    told = groupings(schools(9, priority=["REP"] * 4 + [""] * 5))["priority"]
    assert any("part fragile : « REP »." in words for words in caveats(told, FR))


@examples(8)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATUSES), st.sampled_from("ru?"),
            st.sampled_from(["", "REP", "REP+"]), st.sampled_from([1.0, 5.0, 7.0, np.nan]),
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_schools_make_groups_that_equity_takes(drawn):
    """Counts add up, shares are between 0 and their maximum, and the measures can be made."""
    frame = schools(len(drawn), status=[row[0] for row in drawn],
                    rural=rural([row[1] for row in drawn]),
                    priority=[row[2] for row in drawn],
                    density_class=[row[3] for row in drawn])  # fmt: skip
    for grouping in groupings(frame).values():
        table = grouping.table
        assert table["population"].sum() <= len(frame)
        assert (table["covered_n"] + table["unknown_n"] <= table["population"]).all()
        assert table["value"].between(0, table["value_max"]).all()
        assert table["group"].is_unique
        if not grouping.lacks:
            asked = table[["group", "population", "value"]]
            found = equity(asked, reference=grouping.reference)
            assert found.loc["D", "estimate"] == found.loc["D", "estimate"]


def test_real_schools(shared_file):
    """Ille-et-Vilaine's directory: every school is inside or outside priority education."""
    from geo_ent.schools.directory import read_schools

    frame = read_schools(shared_file("annuaire-035-2023-06.csv")).assign(status="none")
    told = groupings(frame)
    assert told["priority"].table["population"].sum() == len(frame)
    assert told["circonscription"].table["population"].sum() <= len(frame)
