"""The deployment, the pace and the cost in two languages: the same sentences in both."""

import datetime as dt
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.indicators.deployment.adhesions import Adhesions
from geo_ent.indicators.deployment.cost import cost
from geo_ent.indicators.deployment.pace import pace
from geo_ent.indicators.deployment.phases import scopes
from geo_ent.indicators.deployment.school_networks import school_networks
from geo_ent.indicators.deployment.solutions import solution_mixes
from geo_ent.indicators.units import weigh
from geo_ent.telling.deployment.adhesion_sentences import adhesion_sentences
from geo_ent.telling.deployment.cost_sentences import cost_notes, cost_sentences
from geo_ent.telling.deployment.deployment_sentences import (
    account_sentences,
    network_sentences,
    phase_sentences,
    scope_sentences,
    solution_sentences,
    whole_zone_sentences,
)
from geo_ent.telling.deployment.pace_notes import pace_notes
from geo_ent.telling.deployment.pace_sentences import pace_sentences
from geo_ent.telling.language import language
from geo_ent.telling.table_notes import table_notes

FRENCH_TR, ENGLISH_TR = language("fr"), language("en")
FRENCH = re.compile(
    r"\b(?:le|la|les|de|des|du|au|une?|est|sont|ont|qui|pour|sur|écoles?|élèves?|par)\b"
)


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def told(found):
    """Give sentences with plain spaces."""
    return [plain(sentence) for sentence in found]


def joined(level="commune", *, n=2, planned_n=1, covered_n=2, since="2014-01-06"):
    """Make communes (or EPCI) that joined: so many, of three schools, of which some have an ENT."""
    table = pd.DataFrame(
        {"since": pd.to_datetime([since, "2015-01-29"][:n]), "schools_n": [2, 1][:n],
         "covered_n": [covered_n - (n > 1), 1][:n], "covered_pupils_n": [1200.0, 34.0][:n]}
    )  # fmt: skip
    return Adhesions(table, 5, planned_n, level)


def test_adhesions_in_english():
    """How many joined, since when, their schools and pupils; those to come."""
    assert told(adhesion_sentences(joined(), ENGLISH_TR)) == [
        (
            "2 communes have joined, of 5 that have a school, or 40.0%, the first on 6 January "
            "2014, the last on 29 January 2015."
        ),
        "2 of their 3 schools have an ENT, for 1,234 pupils.",
        "1 other commune is announced.",
    ]
    one = joined("epci", n=1, planned_n=2)
    assert told(adhesion_sentences(one, ENGLISH_TR)) == [
        "1 intercommunalité has joined, of 5 that have a school, or 20.0%, on 6 January 2014.",
        "Its 2 schools all have an ENT, for 1,200 pupils.",
        "2 other intercommunalités are announced.",
    ]


def test_epci_that_joined_in_french():
    """As communes are, with their own noun."""
    assert told(adhesion_sentences(joined("epci", since="2015-01-29"), FRENCH_TR)) == [
        (
            "2 intercommunalités ont adhéré, sur 5 qui ont une école, soit 40,0 %, toutes le "
            "29 janvier 2015."
        ),
        "De leurs écoles, 2 sur 3 ont un ENT, pour 1 234 élèves.",
        "1 autre intercommunalité est annoncée.",
    ]
    assert told(adhesion_sentences(joined("epci", n=0, planned_n=1), FRENCH_TR)) == [
        "1 intercommunalité est annoncée."
    ]


def test_solutions_in_english(toy_schools):
    """With their shares; those of some classes only are said to be."""
    schools = toy_schools.assign(
        status="school",
        solution=[
            "ONE",
            ("ONE", "NEO"),
            ("ONE", "Klassroom"),
            "",
            ("NEO", "Klassroom"),
            ("ONE", "Blog"),
        ],
        class_solution=["", "", "Klassroom", "", "Klassroom", ""],
    )
    mixes = solution_mixes(schools, {}, whole="")
    assert told(solution_sentences(mixes, 4, ENGLISH_TR)) == [
        (
            "Solutions of the 6 schools with an ENT: ONE, 4 schools (66.7%); Klassroom, 2 schools, "
            "in some classes only (33.3%); NEO, 2 schools (33.3%); not specified, 1 school "
            "(16.7%); Blog, 1 school (16.7%)."
        ),
        "4 schools have several solutions at once, and count for each.",
    ]
    alone = solution_mixes(schools.assign(solution="ONE"), {}, whole="")
    assert told(solution_sentences(alone, 0, ENGLISH_TR)) == [
        "The schools with an ENT all use ONE."
    ]


def test_a_solution_of_some_classes_is_said_to_be():
    """All of those that have it in French, or some of them."""
    schools = pd.DataFrame(
        {
            "status": "school",
            "solution": [("A", "B"), ("A", "B"), "B"],
            "class_solution": ["B", "", ""],
        },
        index=["1", "2", "3"],
    )
    found = told(solution_sentences(solution_mixes(schools, {}, whole=""), 0, FRENCH_TR))
    assert "B, 3 écoles, dont 1 dans certaines classes seulement (100,0 %) ; A, 2" in found[0]
    limited = schools.assign(class_solution=["B", "B", "B"])
    found = told(solution_sentences(solution_mixes(limited, {}, whole=""), 0, FRENCH_TR))
    assert "B, 3 écoles, dans certaines classes seulement (100,0 %)" in found[0]


@pytest.mark.parametrize(
    ("covered_n", "class_n", "french", "english"),
    [
        (
            0,
            4,
            ", avec un ENT dans certaines classes seulement",
            ", with an ENT in some classes only",
        ),
        (
            0,
            1,
            ", dont 1 avec un ENT dans certaines classes seulement",
            ", 1 of them with an ENT in some classes only",
        ),
        (
            2,
            1,
            ", dont 2 avec un ENT et 1 dans certaines classes seulement",
            ", 2 of them with an ENT and 1 in some classes only",
        ),
    ],
)
def test_an_ent_of_some_classes_is_open_and_not_planned(covered_n, class_n, french, english):
    """A phase that only reached some classes has opened: its day isn't one to come."""
    day = pd.Timestamp("2013-06-03")
    figures = {"schools_n": 4, "covered_n": covered_n, "class_n": class_n}
    table = pd.DataFrame(figures | {"first_start": day, "last_start": day}, index=["Essai"])
    assert told(phase_sentences(table, FRENCH_TR)) == [
        f"Essai : 4 écoles{french} ; ouverture le 3 juin 2013."
    ]
    assert told(phase_sentences(table, ENGLISH_TR)) == [
        f"Essai: 4 schools{english}; opened on 3 June 2013."
    ]


def test_phases_scopes_zones_and_accounts_in_english():
    """Dates as they are written in English, singular and plural."""
    starts = pd.to_datetime(["2013-06-03", "2013-10-01", "2030-09-01"])
    phases = pd.DataFrame(
        {"schools_n": [2, 3, 1], "covered_n": [2, 1, 0], "class_n": 0, "first_start": starts,
         "last_start": starts + pd.to_timedelta([0, 31, 0], unit="D")},
        index=["Pilot", "Wave 1", "Wave 2"],
    )  # fmt: skip
    assert told(phase_sentences(phases, ENGLISH_TR)) == [
        "Pilot: 2 schools, all with an ENT; opened on 3 June 2013.",
        (
            "Wave 1: 3 schools, 1 of them with an ENT; opened from 1 October 2013 to 1 November "
            "2013."
        ),
        "Wave 2: 1 school; opening planned on 1 September 2030.",
    ]
    many = pd.concat([phases] * 3, ignore_index=True)
    assert told(phase_sentences(many, ENGLISH_TR))[-1] == "3 other phases: 6 schools."
    found = scopes(pd.DataFrame({"status": "school", "scope": ["epci", "school", "epci"]}))
    assert told(scope_sentences(found, ENGLISH_TR)) == [
        (
            "The ENT is open: by whole intercommunalités, for 2 schools; school by school, for "
            "1 school."
        )
    ]
    zones = pd.DataFrame({"zone_name": ["A", "B"], "schools_n": [3, 4], "covered_n": [3, 0]})
    assert told(whole_zone_sentences(zones, ENGLISH_TR)) == [
        "1 circonscription of 2 is equipped in full: A (3 schools)."
    ]
    totals = pd.Series({"accounts_created_n": 2000.0, "accounts_activated_n": 1940.0})
    assert told(account_sentences(totals, ENGLISH_TR)) == [
        "1,940 accounts are activated of 2,000 created, or 97.0%."
    ]


def test_networks_in_english(toy_schools):
    """Those in place and how far; those that wait, who isn't linked, who is in several."""
    schools = toy_schools.assign(
        status=["school", "none", "school", "none", "none", "none"],
        network=["R1", ("R1", "R2"), "R2", "R3", "", ""],
    )
    schools.loc[["9500003C"], "geometry"] = None
    answer = school_networks(schools)
    table = answer.table
    assert told(network_sentences(table, ENGLISH_TR))[0] == (
        "2 networks of schools are in place: 4 schools, 2 of them with an ENT."
    )
    assert "from the middle of their network on average" in plain(
        list(network_sentences(table, ENGLISH_TR))[1]
    )
    assert told(table_notes(answer, ENGLISH_TR)) == [
        "1 network has no school with an ENT yet: R3.",
        "1 school of these networks has no point and isn’t linked on the map.",
        "1 school is in several networks.",
    ]
    assert len(table_notes(answer, FRENCH_TR)) == 3
    assert "R3" in table_notes(answer, FRENCH_TR)[0]


def series_of(counts, n=20):
    """Make a history of n schools, so many of them with an ENT at each 1 September from 2019."""
    columns = {
        dt.date(2019 + at, 9, 1): ["school"] * count + ["none"] * (n - count - 1) + ["unknown"]
        for at, count in enumerate(counts)
    }
    return pd.DataFrame(columns, index=[f"U{at:02d}" for at in range(n)])


def pace_words(counts, unit="schools", **options):
    """Tell a pace in English."""
    series = series_of(counts)
    schools = pd.DataFrame({"classes_n": 100.0, "pupils_n": 1000.0}, index=series.index)
    found = pace(series, weights=weigh(schools, unit), **({"target": 0.8, "by": 5} | options))
    return told(pace_sentences(found, ENGLISH_TR))


def test_a_pace_in_english():
    """State, goal, recent pace and projection, each a sentence."""
    first, aim, recent, ahead = pace_words([4, 6, 8, 10])
    assert first == (
        "On 1 September 2022, 10 of 20 schools have an ENT, or 50.0%; it isn’t known for 1 school."
    )
    assert aim == (
        "To reach 80% by 1 September 2027, 6 schools still have to be equipped within 5 starts of "
        "a school year, or 1 or 2 schools at each."
    )
    assert recent == (
        "In twelve months, since 1 September 2021, 2 more schools have an ENT; at this pace, the "
        "goal would be reached in the school year 2025-2026, in time."
    )
    assert ahead == (
        "So far the pace has changed too much to tell where schools will be on 1 September 2027."
    )
    ahead = pace_words([4, 6, 8, 10], by=1)[-1]
    assert re.fullmatch(
        r"If the curve followed since 1 September 2019 goes on, [\d.]+% of schools will have an "
        r"ENT on 1 September 2023 \([\d.]+% to [\d.]+%, 95% prediction interval\); at the pace "
        r"of the last twelve months, it would be 60%\.",
        ahead,
    )


@pytest.mark.parametrize(
    ("counts", "options", "said"),
    [
        ([16], {}, "The goal of 80% is reached."),
        (
            [15],
            {"by": dt.date(2019, 8, 1)},
            ("The deadline of 1 August 2019 is past: 1 school is still needed for 80%."),
        ),
        (
            [14],
            {"by": dt.date(2019, 9, 20)},
            (
                "To reach 80% by 20 September 2019, 2 schools still "
                "have to be equipped, with no start of a school year before."
            ),
        ),
        (
            [15],
            {"by": dt.date(2020, 11, 1)},
            (
                "To reach 80% by 1 November 2020, 1 school still has to be equipped within one "
                "start of a school year."
            ),
        ),
        (
            [4],
            {"unit": "classes", "by": 1},
            (
                "To reach 80% of classes by 1 September 2020, 1,200 "
                "classes still have to be equipped within one start of a school year."
            ),
        ),
        (
            [4],
            {"unit": "pupils", "by": 7},
            (
                "To reach 80% of pupils by 1 September 2026, 12,000 pupils still have to be given "
                "an ENT within 7 starts of a school year, or about 1,714 pupils at each."
            ),
        ),
    ],
)
def test_aims_in_english(counts, options, said):
    """Reached, past, soon, in rentrées; in classes and in pupils."""
    assert pace_words(counts, **options)[1] == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            [9, 8],
            (
                "In twelve months, since 1 September 2019, 1 fewer school has an ENT; at this "
                "pace, the goal would never be reached."
            ),
        ),
        (
            [8, 8],
            (
                "In twelve months, since 1 September 2019, no more schools have an ENT; at this "
                "pace, the goal would never be reached."
            ),
        ),
        (
            [3, 4],
            (
                "In twelve months, since 1 September 2019, 1 more school has an ENT; at this pace, "
                "the goal would be reached in the school year 2032-2033, after the deadline."
            ),
        ),
    ],
)
def test_recent_paces_in_english(counts, said):
    """Fewer, none more, more: and when the goal would be reached."""
    assert pace_words(counts)[2] == said


def test_the_state_says_of_which_schools():
    """Public schools in the noun; classes and pupils of public schools; nothing more for all."""
    series = series_of([4, 8])
    schools = pd.DataFrame({"classes_n": 3.0}, index=series.index)
    for tr, unit, words in (
        (FRENCH_TR, "schools", "8 écoles publiques sur 20 ont un ENT, soit"),
        (FRENCH_TR, "classes", "24 classes sur 60 ont un ENT dans les écoles publiques, soit"),
        (ENGLISH_TR, "schools", "8 of 20 public schools have an ENT, or"),
        (ENGLISH_TR, "classes", "24 of 60 classes in public schools have an ENT, or"),
    ):
        found = pace(series, target=1, by=5, weights=weigh(schools, unit), sector="public")
        assert words in told(pace_sentences(found, tr))[0]


def test_a_territory_without_schools_in_english():
    """One sentence."""
    empty = pd.DataFrame({"whole_n": [0]})
    found = SimpleNamespace(history=empty, unit="classes")
    assert list(pace_sentences(found, ENGLISH_TR)) == ["There is no class."]


def test_one_and_a_half_is_singular_in_french():
    """1,5 an and 0,5 an, 2 ans and 2,5 ans; one school of the goal; one account created."""
    schools = pd.DataFrame({"status": "school", "pupils_n": [40.0, 60.0]})
    said = {
        years: told(cost_sentences(cost(schools, budget=3000, years=years), FRENCH_TR))[1]
        for years in (0.5, 1.0, 1.5, 2.0, 2.5)
    }
    starts = {0.5: "0,5 an", 1.0: "un an", 1.5: "1,5 an", 2.0: "2 ans", 2.5: "2,5 ans"}
    for years, words in starts.items():
        assert said[years].startswith(f"Sur {words}, ")
    alone = cost(schools.head(0), budget=3000, years=1.5, aimed_n=1)
    assert told(cost_sentences(alone, FRENCH_TR)) == [
        (
            "Le programme coûte 3 000 € sur 1,5 an pour la seule école de l’objectif, soit "
            "3 000 € par école (2 000 € par an)."
        )
    ]
    accounts = pd.Series({"accounts_created_n": 1.0, "accounts_activated_n": 1.0})
    assert told(account_sentences(accounts, FRENCH_TR)) == [
        "1 compte est activé sur 1 créé, soit 100,0 %."
    ]


def test_a_cost_in_english():
    """In all, a school, a pupil, a year; who pays; what is missing."""
    schools = pd.DataFrame({"status": "school", "pupils_n": [40.0, 60.0]})
    found = cost(schools, budget=3000, shares={"FEDER": 0.49}, missing_n=2)
    assert told(cost_sentences(found, ENGLISH_TR)) == [
        "The programme costs €3,000 for 2 schools, or €1,500 a school and €30.00 a pupil.",
        "Funding — FEDER: €1,470 (49.0%).",
        "At the same cost a school, equipping the 2 schools still needed would cost €3,000.",
    ]
    some = schools.assign(pupils_n=[40.0, float("nan")])
    found = cost(some, budget=3000, years=1.5)
    assert told(cost_sentences(found, ENGLISH_TR)) == [
        "The programme costs €3,000 for 2 schools, or €1,500 a school and at most €75.00 a pupil.",
        "Over 1.5 years, this is €1,000 a school and at most €50.00 a pupil, each year.",
    ]
    found = cost(some, budget=3000, years=1.5, aimed_n=3)
    assert told(cost_sentences(found, ENGLISH_TR)) == [
        (
            "The programme costs €3,000 over 1.5 years for the 3 schools of the goal, or €1,000 a "
            "school (€667 a year)."
        )
    ]
    found = cost(some, budget=3000, years=1.5, is_spent=False)
    assert told(cost_sentences(found, ENGLISH_TR)) == [
        (
            "The programme costs €3,000 over 1.5 years, which still run: it isn’t known for how "
            "many schools."
        )
    ]
    one = cost(schools.head(1).drop(columns="pupils_n"), budget=10, years=1)
    assert told(cost_sentences(one, ENGLISH_TR)) == [
        "The programme costs €10 for 1 school.",
        "Over one year, this is €10 a school a year.",
    ]


@given(
    st.lists(st.integers(0, 19), min_size=1, max_size=6),
    st.sampled_from(["schools", "classes", "pupils"]),
    st.sampled_from([0.5, 0.8, 1.0]),
    st.integers(1, 60),
)
def test_whatever_the_pace_it_is_told_in_both_languages(counts, unit, target, by):
    """As many sentences in each, none with a field left open, none French in English."""
    series = series_of(counts)
    schools = pd.DataFrame({"classes_n": 3.0, "pupils_n": 70.0}, index=series.index)
    found = pace(series, target=target, by=by, weights=weigh(schools, unit))
    english = list(pace_sentences(found, ENGLISH_TR))
    french = list(pace_sentences(found, FRENCH_TR))
    assert len(english) == len(french)
    english += pace_notes(found, ENGLISH_TR)
    for sentence in (*english, *french, *pace_notes(found, FRENCH_TR)):
        assert "{" not in sentence
        assert sentence.endswith(".")
    assert not any(FRENCH.search(sentence) for sentence in english)


def test_what_cannot_be_told_of_a_cost_is_said_in_both_languages():
    """Nobody, no number of pupils, some; who pays the rest."""
    schools = pd.DataFrame({"status": "school", "pupils_n": [40.0, float("nan")]})
    some = cost(schools, budget=1000, shares={"FEDER": 0.7})
    assert told(cost_notes(some, FRENCH_TR)) == [
        "L’effectif n’est pas connu pour 1 école du programme sur 2.",
        "Le financement n’est pas dit pour 300 € (30,0 %).",
    ]
    assert told(cost_notes(some, ENGLISH_TR)) == [
        "The number of pupils isn’t known for 1 school of the programme of 2.",
        "It isn’t said who pays €300 (30.0%).",
    ]
