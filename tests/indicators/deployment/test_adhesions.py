"""The communes that joined: by arithmetic on toyland, and from a register as it is written."""

import datetime as dt

import pandas as pd
import pytest

from geo_ent.indicators.deployment.adhesions import ADHESION_COLUMNS, adhesions
from geo_ent.telling.deployment.adhesion_sentences import adhesion_sentences
from geo_ent.telling.language import language

FRENCH = language("fr")

DAY = dt.date(2015, 3, 1)


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def line(uais, status="school", **said):
    """Make a row of the register for a commune."""
    told = {"scope": "commune", "uai": uais, "status": status, "start": None, "end": None,
            "solution": "ONE", "programme": ""}  # fmt: skip
    return told | said


def rows_of(*lines):
    """Make what became of the rows of a register."""
    columns = ["scope", "uai", "status", "start", "end", "solution", "programme"]
    frame = pd.DataFrame(lines, columns=columns)
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


@pytest.fixture
def schools(toy_schools):
    """95005 has two schools, one of them covered; four more communes have one each."""
    return toy_schools.assign(
        status=["school", "none", "school", "none", "school", "none"],
        pupils_n=[10.0, 20, 40, 80, float("nan"), 160],
    )


def test_communes_with_a_row_in_force_have_joined(schools, toy_communes):
    """Since when, how many schools, how many of them with an ENT, their pupils."""
    rows = rows_of(
        line("9500003C 9500004D", start="2015-01-29", programme="convention"),
        line("9500005E"),
        line("9500006F", scope="circonscription"),
        line("9500001A", scope="school"),
    )
    told = adhesions(rows, schools, toy_communes["name"], DAY)
    assert tuple(told.table.columns) == ADHESION_COLUMNS["commune"]
    assert (told.zones_n, told.planned_n) == (5, 0)
    assert told.table.index.tolist() == ["95005", "95006"]
    first = told.table.loc["95005"]
    assert f"{first['since']:%d/%m/%Y}" == "29/01/2015"
    assert first[["commune_name", "departement_code", "solution", "programme"]].tolist() == [
        "Carré 5", "95", ("ONE",), ("convention",)
    ]  # fmt: skip
    counts = ["schools_n", "covered_n", "pupils_n", "covered_pupils_n"]
    assert first[counts].tolist() == [2, 1, 120.0, 40.0]
    assert told.table.loc["95006", counts[:2]].tolist() == [1, 1]
    assert told.table.loc["95006", ["since", *counts[2:]]].isna().all()


@pytest.mark.parametrize(
    ("said", "joined", "planned"),
    [
        ({"start": "2015-03-01"}, 1, 0),
        ({"start": "2015-03-02"}, 0, 1),
        ({"status": "planned"}, 0, 1),
        ({"end": "2015-03-01"}, 1, 0),
        ({"end": "2015-02-28"}, 0, 0),
        ({"status": "none"}, 0, 0),
        ({"status": "unknown"}, 0, 0),
        ({"status": "class"}, 1, 0),
        ({"uai": "0350000X"}, 0, 0),
        ({"uai": ""}, 0, 0),
    ],
)
def test_a_row_counts_while_it_is_in_force(schools, toy_communes, said, joined, planned):
    """From its first day to its last; what is to come apart; another's school is nobody's."""
    told = adhesions(rows_of(line("9500001A") | said), schools, toy_communes["name"], DAY)
    assert (len(told.table), told.planned_n) == (joined, planned)


@pytest.mark.parametrize(
    ("said", "joined", "undated"),
    [
        ({"start": "2015-03-01"}, 1, 0),
        ({"start": "2015-03-02"}, 0, 0),
        ({"status": "planned"}, 0, 0),
        ({}, 0, 1),
        ({"end": "2015-02-28"}, 0, 0),
    ],
)
def test_a_past_day_has_only_the_dated_ones(schools, toy_communes, said, joined, undated):
    """Before the register was kept: a row without a date is apart, and none is announced."""
    rows = rows_of(line("9500001A") | said)
    told = adhesions(rows, schools, toy_communes["name"], DAY, is_past=True)
    assert (len(told.table), told.undated_n, told.planned_n) == (joined, undated, 0)
    apart = ["1 commune a adhéré à une date que le registre ne dit pas."] * undated
    assert [plain(text) for text in adhesion_sentences(told, FRENCH)][2 * joined :] == apart


def test_two_rows_of_one_commune_are_one_adhesion(schools, toy_communes):
    """The earliest start; both solutions; a row to come doesn't make it planned."""
    rows = rows_of(
        line("9500001A", start="2014-09-01", solution="NEO"),
        line("9500001A", start="2014-01-06"),
        line("9500001A", start="2016-01-01"),
    )
    told = adhesions(rows, schools, toy_communes["name"], DAY)
    assert told.planned_n == 0
    assert told.table["solution"].tolist() == [("NEO", "ONE")]
    assert told.table["since"].dt.year.tolist() == [2014]
    assert told.table["since"].dt.month.tolist() == [1]


def test_a_row_of_several_communes_is_an_adhesion_each(schools, toy_communes):
    """By the communes of the schools that it reached."""
    told = adhesions(rows_of(line("9500001A 9500006F")), schools, toy_communes["name"], DAY)
    assert told.table.index.tolist() == ["95001", "95009"]


def test_no_row_is_no_adhesion(schools, toy_communes):
    """Nothing is told, and the communes with a school are still counted."""
    told = adhesions(rows_of(), schools, toy_communes["name"], DAY)
    assert told.table.empty
    assert tuple(told.table.columns) == ADHESION_COLUMNS["commune"]
    assert told.zones_n == 5
    assert list(adhesion_sentences(told, FRENCH)) == []


def test_epci_with_a_row_in_force_have_joined(schools):
    """As communes have, by rows for the EPCI; their communes haven't by themselves."""
    schools = schools.assign(epci_code=["E1", "E1", "E1", "E1", "E2", ""])
    names = pd.Series({"E1": "Carré Ouest", "E2": "Carré Est", "E3": "Ailleurs"})
    rows = rows_of(
        line("9500001A 9500002B 9500003C 9500004D", scope="epci", start="2015-01-29"),
        line("9500005E", scope="epci", status="planned"),
        line("9500006F", scope="epci"),
        line("9500005E"),
    )
    told = adhesions(rows, schools, names, DAY, level="epci")
    assert tuple(told.table.columns) == ADHESION_COLUMNS["epci"]
    assert (told.level, told.zones_n, told.planned_n) == ("epci", 2, 1)
    first = told.table.loc["E1"]
    assert told.table.index.tolist() == ["E1"]
    assert first[["epci_name", "communes_n", "schools_n", "covered_n"]].tolist() == [
        "Carré Ouest", 3, 4, 2
    ]  # fmt: skip
    assert first[["pupils_n", "covered_pupils_n"]].tolist() == [150.0, 50.0]
    communes = adhesions(rows, schools, pd.Series({"95006": "Carré 6"}), DAY)
    assert communes.table.index.tolist() == ["95006"]


def test_adhesions_in_words(schools, toy_communes):
    """How many, since when, their schools and pupils; those to come."""
    rows = rows_of(
        line("9500003C 9500004D", start="2015-01-29"),
        line("9500001A", start="2014-01-06"),
        line("9500002B", status="planned"),
    )
    told = adhesions(rows, schools, toy_communes["name"], DAY)
    assert [plain(words) for words in adhesion_sentences(told, FRENCH)] == [
        (
            "2 communes ont adhéré, sur 5 qui ont une école, soit 40,0 %, de la première le "
            "6 janvier 2014 à la dernière le 29 janvier 2015."
        ),
        "De leurs écoles, 2 sur 3 ont un ENT, pour 50 élèves.",
        "1 autre commune est annoncée.",
    ]


def test_one_commune_in_words(schools, toy_communes):
    """Singular, all its schools, a day."""
    rows = rows_of(line("9500001A", start="2014-01-06"))
    told = adhesions(rows, schools.assign(pupils_n=float("nan")), toy_communes["name"], DAY)
    assert [plain(words) for words in adhesion_sentences(told, FRENCH)] == [
        "1 commune a adhéré, sur 5 qui ont une école, soit 20,0 %, le 6 janvier 2014.",
        "Sa seule école a un ENT.",
    ]
