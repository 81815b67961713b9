"""What cards need beside the page's schools: days, postcodes, equipped schools not counted."""

import browser as shared
import pandas as pd
import pytest

from geo_ent.maps.page.card_part import card_part
from geo_ent.maps.page.coverage_map import coverage_map

POSTCODES = ["95100", "95200", "95300", "95400", "95200", ""]


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's page: six schools, nine communes, postcodes and a few starts."""
    schools, zones, coverage = shared.page_inputs(toy_communes, toy_schools)
    starts = ["2021-09-01", None, None, None, None, "2022-11-05"]
    schools = schools.assign(postcode=POSTCODES, start=pd.to_datetime(starts))
    return schools, zones, coverage


def told(column):
    """Read a column of few words back."""
    return [column["words"][int(sign, 36)] for sign in column["at"]]


def test_what_nobody_knows_is_not_carried(toy_communes, toy_schools):
    """Without starts, postcodes nor other schools, the part has nothing."""
    schools, zones, _ = shared.page_inputs(toy_communes, toy_schools)
    assert card_part(schools, zones) == {"card": {}}
    assert card_part(schools, zones, schools) == {"card": {}}


def test_the_communes_whose_h_is_silent_are_named(inputs):
    """« d’Hirel », « de Hédé-Bazouges » : INSEE's list is the builder's, a page has its own few."""
    schools, zones, _ = inputs
    names = ["Hirel", "Hédé-Bazouges", "Yvignac", *zones["commune"]["zone_name"][3:]]
    named = zones | {"commune": zones["commune"].assign(zone_name=names)}
    assert card_part(schools, named)["card"]["elided"] == ["Hirel"]


def test_each_school_has_its_day_or_none(inputs):
    """Starts are in the order of the UAI, whatever the caller's."""
    schools, zones, _ = inputs
    days = told(card_part(schools.iloc[::-1], zones)["card"]["start"])
    assert days == ["2021-09-01", "", "", "", "", "2022-11-05"]


def test_a_commune_has_the_postcodes_of_its_schools(inputs):
    """A commune of two postcodes has both, its schools one each; one without a school has none."""
    schools, zones, _ = inputs
    part = card_part(schools, zones)["card"]
    assert told(part["postcodes"]) == [
        "95100", "", "", "95200", "95300 95400", "95200", "", "", "",
    ]  # fmt: skip
    assert told(part["apart"]) == ["95300", "95400"]


def test_schools_that_are_not_counted_give_postcodes_too(inputs):
    """A commune whose only school isn't counted is found by its postcode all the same."""
    schools, zones, _ = inputs
    part = card_part(schools.drop("9500001A"), zones, schools)["card"]
    assert told(part["postcodes"])[0] == "95100"
    assert "postcodes" not in card_part(schools, {"circonscription": zones["circonscription"]})


def test_only_equipped_schools_that_are_not_counted_are_carried(inputs):
    """One without an ENT, or without a place, isn't near to anybody; one counted is there."""
    schools, zones, _ = inputs
    counted = schools.drop(["9500001A", "9500002B", "9500006F"])
    placeless = schools.copy()
    placeless.loc["9500006F", "geometry"] = None
    others = card_part(counted, zones, placeless)["card"]["others"]
    assert (others["name"], others["commune"]) == (["École 9500001A"], [0])
    assert told(others["start"]) == ["2021-09-01"]
    place = schools.geometry["9500001A"]
    assert abs(others["lat"][0] / 1e5 - place.y) < 1e-5
    assert abs(others["lon"][0] / 1e5 - place.x) < 1e-5


def test_the_page_carries_it(inputs):
    """The map takes the schools of every sector, and tells those that are near."""
    schools, zones, coverage = inputs
    page = coverage_map(
        schools.drop("9500001A"), zones, coverage, facts=shared.facts(), everyone=schools
    ).html()
    assert "\\u00c9cole 9500001A" in page
