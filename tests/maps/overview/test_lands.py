"""Where the lands of an atlas are in its picture: each in its projection, none over another."""

import itertools

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo_ent.communes.departements import academie_departements, departement_names
from geo_ent.maps.overview.lands import (
    HEIGHT,
    PETITE_COURONNE,
    WIDTH,
    departement_shapes,
    known_shapes,
    lands_of,
    merged,
    neighbours,
)

OVERSEAS = ("971", "972", "973", "974", "976")


def lands(codes):
    """Fit some départements."""
    shapes = known_shapes(codes)
    return lands_of(shapes, shapes.index.to_series())


@pytest.fixture(scope="module")
def france():
    """Fit the whole country."""
    return lands(departement_names())


def test_the_country_is_whole(france):
    """All 101 départements are there, five of them in insets, and the petite couronne once more."""
    assert sum(len(land.codes) for land in france) == 101 + len(PETITE_COURONNE)
    assert [land.codes for land in france[1:6]] == [(code,) for code in OVERSEAS]
    assert set(france[6].codes) == set(PETITE_COURONNE)
    assert len(departement_shapes()) == 101


def test_no_land_is_over_another(france):
    """The metropole, the insets and the enlargement share nothing, and all is in the picture."""
    whole = [shapely.union_all(land.shapes) for land in france]
    for one, other in itertools.combinations(whole, 2):
        assert one.intersection(other).area == 0
    picture = shapely.box(0, 0, WIDTH, HEIGHT)
    assert all(picture.contains(shape) for shape in whole)


def test_each_land_has_its_own_projection(france):
    """A square kilometre is one: areas on the picture are those on the ground, land by land."""
    ground = departement_shapes()
    assert [land.crs for land in france] == [2154, 5490, 5490, 2972, 2975, 4471, 2154]
    for land in france:
        areas = shapely.area(land.shapes)
        metres = shapely.area(ground.loc[list(land.codes)].to_crs(land.crs).to_numpy())
        scales = areas / metres
        # simplified to a unit: what is larger than some is as large as it should be
        large = areas > 400
        assert scales[large].max() / scales[large].min() < 1.1


def test_neighbours_keep_their_common_border(france):
    """Simplified together, they neither part nor overlap."""
    assert shapely.coverage_is_valid(france[0].shapes)


@pytest.mark.parametrize("codes", [("974",), OVERSEAS, academie_departements("14"), ("75",)])
def test_what_there_is_fills_the_picture(codes):
    """A part of the country is drawn as large as it can be, without what isn't asked for."""
    drawn = lands(codes)
    assert sorted(code for land in drawn for code in land.codes) == sorted(codes)
    left, top, right, bottom = shapely.total_bounds([*itertools.chain(*(x.shapes for x in drawn))])
    assert right - left > 0.85 * WIDTH or bottom - top > 0.8 * (HEIGHT - 90)


def test_academies_are_their_departements_together(france):
    """Merging keeps the area, and every border that is left is one of a département's."""
    metropole = france[0]
    groups = dict.fromkeys(metropole.codes, "here")
    (whole,) = merged(metropole, groups).shapes
    assert whole.area == pytest.approx(shapely.area(metropole.shapes).sum())


def test_a_shape_is_put_where_its_land_is():
    """What is drawn over a land is fitted as the land was."""
    square = gpd.GeoSeries([shapely.box(2, 46, 3, 47)], index=["36"], crs=4326)
    (land,) = lands_of(square, pd.Series({"36": "36"}))
    (again,) = land.fitted(square)
    assert again.symmetric_difference(land.shapes[0]).area == pytest.approx(0)


def test_a_part_of_the_country_has_its_neighbours_round_it(france):
    """Their borders are lines of the picture that touch no inside of the land; none overseas."""
    (land,) = lands(academie_departements("14"))
    around = neighbours(land)
    assert around.length > 100
    inside = shapely.union_all(land.shapes).buffer(-2)
    assert not around.intersects(inside)
    assert all(neighbours(other) is None for other in (*france[1:], *lands(["974"])))
