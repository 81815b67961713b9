"""The map of a zone for paper: its marks are the page's, and each is seen."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geo_ent.maps
from geo_ent.maps.picture.status_marks import STATUS_SHAPES
from geo_ent.maps.picture.zone_map import WIDTH, Ground, _apart, natural_height, zone_map
from geo_ent.tables.contract import STATUSES

SCRIPT = Path(geo_ent.maps.__file__).parent / "assets" / "symbols.js"
MARK = re.compile(r"translate\(([\d.-]+) ([\d.-]+)\) scale\(([\d.]+)\)")


def test_the_marks_are_those_of_the_page():
    """Each shape, colour and line of paper is in the page's script, under the same status."""
    script = SCRIPT.read_text(encoding="utf-8")
    assert set(STATUS_SHAPES) == set(STATUSES)
    for status, shape in STATUS_SHAPES.items():
        record = script[script.index(f"  {status}: {{") :].partition("}")[0]
        told = [re.search(rf'{name}: "([^"]*)"', record)[1] for name in shape._fields]
        assert told == list(shape), status


def ground():
    """Two squares of 10 km side by side, four communes in each."""
    squares = [shapely.box(x, y, x + 5e3, y + 5e3) for x in (0, 5e3, 10e3, 15e3) for y in (0, 5e3)]
    names = ["A", "Baguer-Morvan", "<b>", "東京", "E", "F", "G", "H"]
    communes = gpd.GeoDataFrame({"zone_name": names}, geometry=squares, crs=2154)
    zones = gpd.GeoDataFrame(
        {"zone_name": ["Ouest", "Est"]}, index=["W", "E"],
        geometry=[shapely.box(0, 0, 10e3, 10e3), shapely.box(10e3, 0, 20e3, 10e3)], crs=2154,
    )  # fmt: skip
    return Ground(zones, communes)


def drawn(points, height=300.0):
    """Draw schools at some points of the western zone."""
    schools = gpd.GeoDataFrame(
        {"status": [STATUSES[n % len(STATUSES)] for n in range(len(points))]},
        geometry=[shapely.Point(*point) for point in points], crs=2154,
    )  # fmt: skip
    schools.index = [f"S{n}" for n in range(len(points))]
    numbers = {uai: str(n) for n, uai in enumerate(schools.index, 1)}
    return zone_map(ground(), "W", schools, numbers, height=height, km=lambda n: f"{n} km")


@given(points=st.lists(st.tuples(st.floats(200, 9800), st.floats(200, 9800)), max_size=40))
def test_no_school_hides_another(points):
    """Wherever they are, four at one address too, each mark is seen."""
    points = [*points, *[(5000.0, 5000.0)] * 4]
    marks = np.array([[float(part) for part in mark] for mark in MARK.findall(drawn(points).svg)])
    assert len(marks) == len(points)
    away = np.hypot(*(marks[:, None, :2] - marks[None, :, :2]).transpose(2, 0, 1))
    np.fill_diagonal(away, np.inf)
    assert away.min() > 1.2 * marks[0, 2]  # never the same place, nor nearly


def test_names_are_text_and_letters_of_the_font():
    """A commune's name is no markup; a letter that the font lacks is "?", which all have."""
    picture = drawn([(2500.0, 2500.0)], height=150.0)  # wider than the zone
    assert "&lt;b&gt;" in picture.svg
    assert "??" in picture.svg
    assert "東" not in picture.svg
    assert ">Est<" in picture.svg  # the neighbour
    assert ">5 km<" in picture.svg
    assert picture.svg == drawn([(2500.0, 2500.0)], height=150.0).svg


def test_a_zone_without_an_outline_is_not_drawn():
    """It has no map, and no height; one that is as tall as wide fills a square."""
    land = ground()
    land.zones.loc["W", "geometry"] = None
    nobody = gpd.GeoDataFrame({"status": []}, geometry=[], crs=2154)
    assert zone_map(land, "W", nobody, {}, height=200.0, km=str) is None
    assert natural_height(land, "W") == 0
    assert natural_height(land, "E") == pytest.approx(WIDTH)


@pytest.mark.parametrize("n", [2, 5, 40, 120])
def test_schools_of_one_address_stay_about_it(n):
    """However many, their marks don't hide one another, and lie in a round heap, not in a line."""
    least = 5.0
    placed = _apart(np.zeros((n, 2)), least)
    gaps = np.hypot(*(placed[:, None] - placed[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min() > 0.8 * least
    # A heap of discs has room for as many in half as much again as their own surface.
    assert np.hypot(*placed.T).max() < least * (1 + 0.65 * n**0.5)
