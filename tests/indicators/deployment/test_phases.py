"""The phases of a deployment and who its rows speak of: by arithmetic on toyland."""

import pandas as pd
import pytest

from geo_ent.indicators.deployment.phases import PHASE_COLUMNS, SCOPE_COLUMNS, phases, scopes
from geo_ent.telling.deployment.deployment_sentences import (
    account_sentences,
    phase_sentences,
    scope_sentences,
    whole_zone_sentences,
)
from geo_ent.telling.language import language

FRENCH = language("fr")

BOTH = "2 circonscriptions sur 3 sont équipées en entier : A (3 écoles) ; B (4 écoles)."
DAYS = {"Pilote": "2013-06-03", "Vague 1": "2013-10-01", "Vague 2": "2014-09-01"}


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def schools(toy_schools):
    """Two schools in a pilot, two in a first wave of which one isn't open, one without a date."""
    return toy_schools.assign(
        status=["school", "school", "school", "planned", "school", "none"],
        phase=["Pilote", "Pilote", "Vague 1", "Vague 1", "Sans date", ""],
        start=pd.to_datetime(
            [DAYS["Pilote"], DAYS["Pilote"], DAYS["Vague 1"], DAYS["Vague 2"], None, None]
        ),
        solution=["ONE", ("ONE", "NEO"), "NEO", "ONE", "", ""],
        pupils_n=[10.0, 20, 40, 80, float("nan"), 160],
    )


def test_phases_are_counted_in_the_order_of_their_starts(schools):
    """Pilot, then the wave, then what has no date; the school of no phase is in none."""
    table = phases(schools)
    assert tuple(table.columns) == PHASE_COLUMNS
    assert table.index.tolist() == ["Pilote", "Vague 1", "Sans date"]
    assert table["schools_n"].tolist() == [2, 2, 1]
    assert table["covered_n"].tolist() == [2, 1, 1]
    assert table["pupils_n"].tolist()[:2] == [30.0, 120.0]
    assert pd.isna(table.loc["Sans date", ["pupils_n", "first_start", "last_start"]]).all()
    first, last = table.loc["Vague 1", ["first_start", "last_start"]]
    assert (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}") == (DAYS["Vague 1"], DAYS["Vague 2"])
    assert table["solutions"].tolist() == [("ONE", "NEO"), ("NEO", "ONE"), ()]


def test_rows_of_the_register_tell_phases_apart(schools):
    """A school open in the pilot and planned in a wave counts in both, covered by the first."""
    rows = pd.DataFrame(
        {"status": ["school", "planned", "school"], "phase": ["Pilote", "Vague 1", "Vague 1"],
         "start": pd.to_datetime([DAYS["Pilote"], DAYS["Vague 2"], DAYS["Vague 1"]]),
         "solution": ["ONE", "NEO", "NEO"]},
        index=["9500001A", "9500001A", "9500002B"],
    )  # fmt: skip
    table = phases(schools, rows)
    assert table[["schools_n", "covered_n", "pupils_n"]].to_numpy().tolist() == [
        [1, 1, 10.0], [2, 1, 30.0]
    ]  # fmt: skip
    assert table["solutions"].tolist() == [("ONE",), ("NEO",)]


def test_an_ent_of_some_classes_is_counted_apart():
    """Three schools of a phase: one whole, one in some classes, one of which both are said."""
    rows = pd.DataFrame(
        {"status": ["school", "class", "class", "school", "planned"], "phase": "Vague 1"},
        index=["A", "B", "C", "C", "D"],
    )
    counted = phases(pd.DataFrame(index=["A", "B", "C", "D"]), rows).loc["Vague 1"]
    assert counted[["schools_n", "covered_n", "class_n"]].tolist() == [4, 2, 1]


def test_a_school_of_two_phases_counts_in_both():
    """In one cell."""
    schools = pd.DataFrame({"status": ["school"], "phase": [("1", "2")]}, index=["A"])
    assert phases(schools)["schools_n"].to_dict() == {"1": 1, "2": 1}


@pytest.mark.parametrize("without", ["phase", "start"])
def test_what_is_not_known_is_empty(schools, without):
    """No phase, no table; no start, no dates."""
    table = phases(schools.drop(columns=without))
    assert tuple(table.columns) == PHASE_COLUMNS
    assert table["first_start"].isna().all()
    assert table.empty == (without == "phase")
    assert phases(schools.iloc[:0]).empty


def test_phases_in_words(schools):
    """Singular and plural, one day or several, none told."""
    assert [plain(told) for told in phase_sentences(phases(schools), FRENCH)] == [
        "Pilote : 2 écoles, toutes avec un ENT ; ouverture le 3 juin 2013.",
        (
            "Vague 1 : 2 écoles, dont 1 avec un ENT ; ouvertures du 1er octobre 2013 au "
            "1er septembre 2014."
        ),
        "Sans date : 1 école, avec un ENT.",
    ]


def test_many_phases_are_cut_short():
    """Six are told, the others counted with their schools."""
    schools = pd.DataFrame({"status": "school", "phase": [*"ABCDEFGG"]}, index=range(8))
    assert plain(list(phase_sentences(phases(schools), FRENCH))[-1]) == "1 autre phase : 2 écoles."


def test_scopes_count_covered_schools(toy_schools):
    """By what the row speaks of; a school of two rows is in both; one without an ENT in none."""
    schools = toy_schools.assign(
        status=["school"] * 5 + ["none"],
        scope=[
            "commune",
            "commune",
            "school",
            ("circonscription", "secteur_college"),
            "",
            "commune",
        ],
        pupils_n=10.0,
    )
    table = scopes(schools)
    assert tuple(table.columns) == SCOPE_COLUMNS
    assert table["schools_n"].to_dict() == {
        "commune": 2, "circonscription": 1, "school": 1, "secteur_college": 1
    }  # fmt: skip
    assert table["pupils_n"].tolist() == [20.0, 10.0, 10.0, 10.0]
    assert plain(*scope_sentences(table, FRENCH)) == (
        "L’ENT est ouvert : par communes entières, pour 2 écoles ; par circonscriptions entières, "
        "pour 1 école ; école par école, pour 1 école ; par secteurs de collège entiers, "
        "pour 1 école."
    )


def test_schools_that_each_speak_for_themselves_say_nothing(toy_schools):
    """Nothing is told where no row speaks of a territory, nor where nothing is known."""
    schools = toy_schools.assign(status="school", scope="school")
    assert list(scope_sentences(scopes(schools), FRENCH)) == []
    assert scopes(schools.drop(columns="scope")).empty


@pytest.mark.parametrize(
    ("covered", "told"),
    [
        ([3, 2, 0], ["1 circonscription sur 3 est équipée en entier : A (3 écoles)."]),
        ([3, 4, 0], [BOTH]),
        ([3, 4, 5], ["Les 3 circonscriptions sont équipées en entier."]),
        ([0, 0, 0], []),
    ],
)  # fmt: skip
def test_whole_circonscriptions_in_words(covered, told):
    """None, one, some, all; a zone of one school isn't worth telling."""
    table = pd.DataFrame(
        {"zone_name": [*"ABCD"], "schools_n": [3, 4, 5, 1], "covered_n": [*covered, 1]}
    )
    assert [plain(words) for words in whole_zone_sentences(table, FRENCH)] == told


def test_a_phase_to_come_in_words():
    """Nothing is open: the openings are planned."""
    days = pd.to_datetime(["2020-09-01", "2020-09-01", "2020-11-02"])
    schools = pd.DataFrame(
        {"status": "planned", "phase": [*"ABB"], "start": days}, index=["1", "2", "3"]
    )
    assert [plain(told) for told in phase_sentences(phases(schools), FRENCH)] == [
        "A : 1 école ; ouverture prévue le 1er septembre 2020.",
        "B : 2 écoles ; ouvertures prévues du 1er septembre 2020 au 2 novembre 2020.",
    ]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({}, []),
        ({"accounts_created_n": 0.0, "accounts_activated_n": 0.0}, []),
        ({"accounts_created_n": 9.0}, []),
        (
            {"accounts_created_n": 4.0, "accounts_activated_n": 1.0},
            ["1 compte est activé sur 4 créés, soit 25,0 %."],
        ),
        (
            {"accounts_created_n": 4.0, "accounts_activated_n": 0.0},
            ["0 compte est activé sur 4 créés, soit 0,0 %."],
        ),
    ],
)
def test_accounts_in_words(counts, told):
    """Both must be known, and some created."""
    assert [
        plain(words) for words in account_sentences(pd.Series(counts, dtype=float), FRENCH)
    ] == told
