"""Networks of schools in place: by arithmetic on toyland's grid, a kilometre a square."""

import geopandas as gpd
import pandas as pd
import pytest
from toyland import ORIGIN, SIDE_M

from geo_ent.indicators.deployment.school_networks import IN_PLACE_COLUMNS, school_networks
from geo_ent.telling.deployment.deployment_sentences import network_sentences
from geo_ent.telling.language import language
from geo_ent.telling.table_notes import table_notes

FRENCH = language("fr")

COLLEGE = "0950001C"


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def colleges(places):
    """Make collèges from UAI -> (x, y) in km of the grid, None for one without a point."""
    points = gpd.GeoSeries.from_xy(
        *zip(*(((ORIGIN[0] + at[0] * SIDE_M, ORIGIN[1] + at[1] * SIDE_M) if at else (0, 0))
               for at in places.values()), strict=True),
        index=list(places), crs=2154,
    ).to_crs(4326)  # fmt: skip
    known = [at is not None for at in places.values()]
    names = [f"Collège {uai}" for uai in places]
    return gpd.GeoDataFrame(
        {"college_name": names}, index=points.index, geometry=points.where(known)
    )


@pytest.fixture
def schools(toy_schools):
    """Two schools of network 1 a kilometre apart, two of 2 in the middle, one planned of 3."""
    return toy_schools.assign(
        status=["school", "school", "school", "none", "planned", "none"],
        network=["Réseau 1", "Réseau 1", "Réseau 2", "Réseau 2", "Réseau 3", ""],
        start=pd.to_datetime(["2017-01-13", "2016-09-01", None, None, "2030-09-01", None]),
        solution=["Net'École", ("Net'École", "ONE"), "NEO", "", "", ""],
        secteur_college_code=[COLLEGE, COLLEGE, COLLEGE, "0950002C", COLLEGE, ""],
        secteur_college_name=["Un", "Un", "Un", "Deux", "Un", ""],
        pupils_n=[10.0, 20, 40, 80, 160, 320],
    )


def test_a_network_of_one_sector_is_linked_to_its_college(schools):
    """The collège is a kilometre east of one school, the square's diagonal from the other."""
    told = school_networks(schools, colleges({COLLEGE: (1.5, 0.5)})).table
    row = told.loc["Réseau 1"]
    assert tuple(told.columns) == (*IN_PLACE_COLUMNS, "geometry")
    named = ["college_uai", "college_name", "linked_to"]
    assert row[named].tolist() == [COLLEGE, f"Collège {COLLEGE}", "college"]
    assert row[["schools_n", "covered_n", "pupils_n"]].tolist() == [2, 2, 30.0]
    assert row["mean_km"] == pytest.approx((1 + 2**0.5) / 2, rel=2e-3)
    assert row["max_km"] == pytest.approx(2**0.5, rel=2e-3)
    assert f"{row['since']:%Y-%m-%d}" == "2016-09-01"
    assert row["solutions"] == ("Net'École", "ONE")
    assert row["uais"] == "9500001A 9500002B"
    assert row["names"] == ("École 9500001A", "École 9500002B")
    ends = [line.coords[1] for line in row["geometry"].geoms]
    assert len(ends) == 2
    assert set(ends) == {(row["longitude"], row["latitude"])}


def test_a_network_of_two_sectors_is_linked_to_its_middle(schools):
    """Half a kilometre apart: each is a quarter from the middle; no collège is named."""
    row = school_networks(schools, colleges({COLLEGE: (1.5, 0.5)})).table.loc["Réseau 2"]
    assert row[["college_uai", "college_name"]].tolist() == ["", ""]
    assert (row["schools_n"], row["covered_n"]) == (2, 1)
    assert row["max_km"] == pytest.approx(0.25, rel=2e-3)
    assert pd.isna(row["since"])
    assert row["solutions"] == ("NEO",)


@pytest.mark.parametrize("known", [None, {COLLEGE: None}, {"0959999Z": (0, 0)}])
def test_a_college_whose_place_is_unknown_leaves_the_middle(schools, known):
    """No carte scolaire, no point, or another collège: named if it can be, not linked to."""
    given = None if known is None else colleges(known)
    row = school_networks(schools, given).table.loc["Réseau 1"]
    assert row[["college_uai", "linked_to"]].tolist() == [COLLEGE, "middle"]
    assert row["max_km"] == pytest.approx(0.5, rel=2e-3)


def test_a_network_without_any_ent_is_told_not_listed(schools):
    """One is planned: it isn't in place."""
    told = school_networks(schools)
    assert told.table.index.tolist() == ["Réseau 1", "Réseau 2"]
    assert [plain(note) for note in table_notes(told, FRENCH)] == [
        "1 réseau n’a encore aucune école avec un ENT : Réseau 3."
    ]


def test_rows_for_the_sector_of_a_college_make_networks(schools):
    """Without a column of networks: the schools that a row for their sector gave an ENT."""
    by_row = schools.drop(columns="network").assign(
        scope=["secteur_college", ("circonscription", "secteur_college"), "school",
               "secteur_college", "", ""]
    )  # fmt: skip
    told = school_networks(by_row.assign(status="school")).table
    assert told["uais"].to_dict() == {"Deux": "9500004D", "Un": "9500001A 9500002B"}


def test_two_colleges_of_one_name_are_two_networks(schools):
    """Told apart by their UAI."""
    by_row = schools.drop(columns="network").assign(
        scope="secteur_college", status="school", secteur_college_name="Jean Moulin"
    )
    told = school_networks(by_row).table
    assert told.index.tolist() == ["Jean Moulin 0950001C", "Jean Moulin 0950002C"]


def test_rows_of_the_register_say_since_when_and_with_what(schools):
    """The school's older ENT of another solution is none of its network's."""
    rows = pd.DataFrame(
        {"status": "school", "network": ["", "Réseau 1"], "solution": ["Net'Circo", "Net'École"],
         "scope": "school", "start": pd.to_datetime(["2015-02-01", "2017-01-13"])},
        index=["9500001A", "9500001A"],
    )  # fmt: skip
    row = school_networks(schools, rows=rows).table.loc["Réseau 1"]
    assert (row["solutions"], row["since"].year, row["schools_n"]) == (("Net'École",), 2017, 1)


def test_a_school_of_two_networks_is_in_both_and_said(schools):
    """A cell that names two."""
    two = schools.assign(network=[("1", "2"), "1", "2", "", "", ""], status="school")
    told = school_networks(two)
    assert told.table["schools_n"].to_dict() == {"1": 2, "2": 2}
    assert table_notes(told, FRENCH) == ("1 école est de plusieurs réseaux.",)


def test_schools_without_a_point_are_counted_and_said(schools):
    """They have no link; a network without any place has none at all."""
    lost = schools.set_geometry(schools.geometry.where(schools.index != "9500001A"))
    told = school_networks(lost, colleges({COLLEGE: (1.5, 0.5)}))
    row = told.table.loc["Réseau 1"]
    assert row["schools_n"] == 2
    assert len(row["geometry"].geoms) == 1
    assert "1 école de ces réseaux est sans point et n’est pas reliée sur la carte." in [
        plain(note) for note in table_notes(told, FRENCH)
    ]
    nowhere = schools.set_geometry(gpd.GeoSeries([None] * 6, index=schools.index, crs=4326))
    row = school_networks(nowhere).table.loc["Réseau 1"]
    assert row["geometry"] is None
    assert row["linked_to"] == ""
    assert row[["latitude", "mean_km"]].isna().all()


def test_nothing_known_is_an_empty_table(toy_schools):
    """No network, no scope, no school: no row, all columns, no note."""
    for frame in (toy_schools.assign(status="school"), toy_schools.iloc[:0].assign(status="")):
        told = school_networks(frame)
        assert told.table.empty
        assert tuple(told.table.columns) == (*IN_PLACE_COLUMNS, "geometry")
        assert told.notes == ()
        assert list(network_sentences(told.table, FRENCH)) == []


def test_networks_in_words(schools):
    """How many, their schools and collèges, how far."""
    given = colleges({COLLEGE: (1.5, 0.5)})
    told = [
        plain(words) for words in network_sentences(school_networks(schools, given).table, FRENCH)
    ]
    assert told == [
        "2 réseaux d’écoles sont en place : 4 écoles, dont 3 avec un ENT, et 1 collège.",
        (
            "Leurs écoles sont à 0,7 km de leur collège ou du milieu de leur réseau en moyenne, "
            "à 1,4 km au plus."
        ),
    ]
