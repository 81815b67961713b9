"""Where counts of a deployment end: what isn't known, what is reached, what has no place."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import projects
import pytest
from toyland import ORIGIN, SIDE_M

from geo_ent.errors import InputError
from geo_ent.indicators.deployment.pace import pace
from geo_ent.indicators.deployment.phases import phases, scopes
from geo_ent.indicators.deployment.school_networks import school_networks
from geo_ent.indicators.deployment.solutions import solution_mixes
from geo_ent.programmes.programme_words import date_words
from geo_ent.programmes.programmes_folder import programme_lines
from geo_ent.programmes.published_figures import COLUMNS, read_programmes
from geo_ent.telling.language import language

COLLEGE = "0950001C"
SEPTEMBERS = [dt.date(year, 9, 1) for year in range(2019, 2024)]


def statuses(counts, n, days=SEPTEMBERS):
    """Make a series of n schools of which so many have an ENT at each date."""
    return pd.DataFrame(
        {day: ["school"] * count + ["none"] * (n - count)
         for day, count in zip(days, counts, strict=False)}
    )  # fmt: skip


# Phases and scopes


def test_pupils_that_nobody_knows_are_not_none():
    """A scope or a phase of schools without a figure has no number; one that has counts those."""
    schools = pd.DataFrame(
        {"status": "school", "scope": ["commune", "school", "school"], "phase": ["1", "2", "2"],
         "pupils_n": [np.nan, 30.0, np.nan]},
        index=["A", "B", "C"],
    )  # fmt: skip
    told = scopes(schools)
    assert told["schools_n"].to_dict() == {"school": 2, "commune": 1}
    assert told["pupils_n"].fillna(-1).to_dict() == {"school": 30.0, "commune": -1}
    assert phases(schools)["pupils_n"].fillna(-1).to_dict() == {"1": -1, "2": 30.0}


def test_scopes_of_as_many_schools_are_by_name():
    """Most schools first; then as their words are ordered, whatever the rows' order."""
    schools = pd.DataFrame({"status": "school", "scope": ["school", "epci", "commune", "school"]})
    assert scopes(schools).index.tolist() == ["school", "commune", "epci"]


# Networks


@pytest.fixture
def network(toy_schools):
    """Two schools of one network a kilometre apart, of one sector; the other has none."""
    return toy_schools.assign(
        status="school", network=["Réseau", "Réseau", "", "", "", ""],
        secteur_college_code=COLLEGE, secteur_college_name="Collège", pupils_n=float("nan"),
    )  # fmt: skip


def college_at(x, y):
    """Place the collège on the grid, in km."""
    at = gpd.GeoSeries.from_xy([ORIGIN[0] + x * SIDE_M], [ORIGIN[1] + y * SIDE_M], crs=2154)
    return gpd.GeoDataFrame(
        {"college_name": ["Collège"]}, geometry=at.to_crs(4326).to_numpy(), index=[COLLEGE]
    )


def test_a_network_whose_pupils_nobody_knows_has_no_number(network):
    """Not zero pupils."""
    assert pd.isna(school_networks(network).table.loc["Réseau", "pupils_n"])
    told = school_networks(network.assign(pupils_n=[12.0, np.nan, 5, 5, 5, 5])).table
    assert told.loc["Réseau", "pupils_n"] == 12


def test_a_school_at_its_college_has_no_link(network):
    """One line, the other school's: its kilometre is the mean and the longest."""
    at_the_first = college_at(0, 0).set_geometry(network.geometry.iloc[:1].to_numpy())
    row = school_networks(network, at_the_first).table.loc["Réseau"]
    assert len(row["geometry"].geoms) == 1
    assert row[["mean_km", "max_km"]].tolist() == pytest.approx([1, 1], rel=2e-3)
    assert row["schools_n"] == 2


def test_a_network_of_one_school_in_its_middle_has_no_link(network):
    """It is where it is, and linked to nothing."""
    alone = network.assign(network=["Réseau", "", "", "", "", ""])
    row = school_networks(alone).table.loc["Réseau"]
    assert (row["geometry"], row["linked_to"]) == (None, "")
    assert pd.isna(row["mean_km"])
    assert row["longitude"] == network.geometry.iloc[0].x


# Solutions


def test_mixes_are_numbered_and_the_whole_has_no_zone(toy_schools):
    """The territory's rows come first, without a code; rows are numbered through."""
    schools = toy_schools.assign(status="school", solution=["ONE", "NEO", "ONE", "ONE", "", "NEO"])
    names = {"circonscription": pd.Series({"A": "Ouest", "B": "Est"})}
    told = solution_mixes(schools, names, whole="Carré")
    assert told.index.tolist() == list(range(len(told)))
    whole = told[told["level"] == "territory"]
    assert whole.index[0] == 0
    assert set(whole["zone_code"]) == {""}
    assert set(whole["zone_name"]) == {"Carré"}
    counted = dict(zip(whole["solution"], whole["schools_n"], strict=True))
    assert counted == {"ONE": 3, "NEO": 2, "": 1}
    zones = told[told["level"] != "territory"]
    assert zones["zone_code"].tolist() == ["A", "A", "B", "B", "B"]
    assert zones["solution"].tolist() == ["ONE", "NEO", "", "NEO", "ONE"]


# The pace


def test_a_goal_that_is_reached_asks_for_nothing():
    """8 of 10 for 80 %: no school is missing, no year is told, even where the date is past."""
    for by in (5, dt.date(2010, 9, 1)):
        told = pace(statuses([5, 8], 10), target=0.8, by=by)
        assert (told.needed_n, told.end_year, told.in_time) == (0, None, True)


def test_a_goal_whose_date_is_past_has_no_rentree_left():
    """One school is missing and no rentrée is left, on the very day too."""
    for by in (SEPTEMBERS[1], dt.date(2010, 9, 1)):
        told = pace(statuses([5, 7], 10), target=0.8, by=by)
        assert (told.needed_n, told.rentrees_n, told.is_past, told.in_time) == (1, 0, True, False)


def test_a_projection_that_is_given_has_no_note():
    """Five rentrées, a goal ahead: nothing is refused, and no empty note is left."""
    told = pace(statuses([10, 20, 30, 40, 50], 100), target=0.8, by=2)
    assert told.notes == ()
    assert told.projection.index.tolist() == [dt.date(2024, 9, 1), dt.date(2025, 9, 1)]
    refused = pace(statuses([10, 20], 100), target=0.8, by=2)
    assert len(refused.notes) == 1
    assert refused.projection.empty


@pytest.mark.parametrize(("days", "gained_n"), [(364, 0), (365, 4), (366, 0)])
def test_the_pace_is_that_of_twelve_months(days, gained_n):
    """From 1 to 6 to 10 schools: the day a year before is compared with, none nearer or further."""
    last = dt.date(2023, 9, 1)
    dates = [dt.date(2021, 1, 1), last - dt.timedelta(days), last]
    told = pace(statuses([1, 6, 10], 20, dates), target=0.8, by=1)
    assert told.gained_n == gained_n
    assert told.since == (dates[1] if days == 365 else None)
    assert [note.code for note in told.notes][1:] == ([] if days == 365 else ["no_year"])


# The lines of a programme


def test_figures_of_a_programme_are_by_date_whatever_their_place():
    """Rennes in 2016 is before the académie in September 2016."""
    lines = programme_lines(projects.frame(), language("fr"))
    own = lines[lines.index("rennes – Toutatice à l'école") :]
    dates = [line for line in own if line.endswith(("Académie de Rennes", ", Rennes"))]
    assert [line.strip() for line in dates if not line.startswith("  Terr")][-3:] == [
        "septembre 2014, Académie de Rennes",
        "2016, Rennes",
        "1er septembre 2016, Académie de Rennes",
    ]


def test_a_date_without_a_figure_is_no_line():
    """A row that tells a solution alone is in the head, not among the dates."""
    row = projects.figure(projects.NORD, "2018", "", "", solution="NEO")
    lines = programme_lines(projects.frame(row), language("fr"))
    block = lines[: lines.index("")]
    assert "  Années : 2013–2018" in block
    assert "  Solution : ONE, NEO" in block
    assert "  2018" not in block


@pytest.mark.parametrize("date", ["2013-00", "2013-13", "2013-1x", "2013-x-01", "hier"])
def test_what_is_no_month_stays_as_it_is_written(date):
    """Neither the month before January nor the one after December."""
    assert date_words(date, language("fr")) == date


def test_a_column_that_is_not_known_is_refused_even_where_none_lacks(tmp_path):
    """Which ones lack is told to whom may have misspelt one; here none does."""
    path = tmp_path / "programmes.csv"
    frame = pd.DataFrame([dict.fromkeys(COLUMNS, "x") | {"couleur": "bleu"}])
    frame.to_csv(path, index=False)
    with pytest.raises(InputError, match=r"« couleur » n’est pas .* manquent : aucune\)"):
        read_programmes(path)
    frame.rename(columns={"remark": "remarques"}).to_csv(path, index=False)
    with pytest.raises(InputError, match=r"« remarques », « couleur » .* manquent : « remark »\)"):
        read_programmes(path)
