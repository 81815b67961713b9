"""Where programmes are: whole départements, lists of communes, points, overseas next to France."""

import projects
import pytest

from geo_ent.programmes.programme_places import land_of
from geo_ent.programmes.programmes_model import Place


def place(level, *codes):
    """Make a place that has only a level and codes."""
    return Place("x", "X", level, codes, ())


def spots(*places):
    """Find where places are."""
    land = land_of(places)
    return land, land.spots


def test_an_academie_is_its_departements():
    """By its own code, or by the codes of its départements."""
    land, (one, other) = spots(place("academie", "12"), place("academie", "54", "55", "57", "88"))
    assert one.departements == other.departements == ("54", "55", "57", "88")
    assert one.point == other.point
    assert set(land.ground.index) >= {"54", "2A", "75"}


def test_a_region_and_a_departement():
    """Bretagne has four départements; 12 is the Aveyron for a département, Nancy-Metz for none."""
    _, (region, aveyron) = spots(place("region", "53"), place("departement", "12"))
    assert region.departements == ("22", "29", "35", "56")
    assert aveyron.departements == ("12",)


def test_a_commune_is_a_point_inside_it():
    """Limoges is where it is, and has no area."""
    _, (spot,) = spots(place("commune", "87085"))
    assert spot.departements == ()
    assert spot.area == ""
    assert spot.point == pytest.approx((45.83, 1.26), abs=0.03)


def test_an_arrondissement_of_paris_is_paris():
    """Its code is of no commune: the sign is in Paris."""
    _, (spot,) = spots(place("commune", "75112"))
    assert spot.point == pytest.approx((48.86, 2.34), abs=0.05)


def test_an_epci_and_a_list_of_communes_have_a_shape_of_their_own():
    """Rennes Métropole by its code; two communes as one shape; each drawn once."""
    land, (epci, two) = spots(
        place("epci", "243500139"), place("circonscription", "35238", "35051")
    )
    assert set(land.areas) == {epci.area, two.area}
    assert epci.size > two.size > 0
    assert land.areas[two.area].geometry.iloc[0].area < land.areas[epci.area].geometry.iloc[0].area


def test_a_circonscription_known_by_its_departement_is_a_sign_there():
    """The whole département isn't coloured for it."""
    _, (spot,) = spots(place("circonscription", "88"))
    assert spot.departements == ()
    assert spot.size == 0
    assert spot.point is not None


@pytest.mark.parametrize("codes", [(), ("FR",), ("99999",), ("0880123X",)])
def test_what_cannot_be_placed_has_no_place(codes):
    """France, an unknown code or none: no point, and no error."""
    _, (spot,) = spots(place("france", *codes))
    assert spot.point is None


def test_overseas_comes_next_to_france_only_when_asked_for():
    """La Réunion is brought west of the metropole, with its communes; else it isn't there."""
    land, (reunion, saint_denis) = spots(place("departement", "974"), place("commune", "97411"))
    assert land.overseas == ("974",)
    west, south, east, north = land.ground.total_bounds
    assert west > -6
    assert south > 40
    assert east < 10
    assert north < 52
    shape = land.ground.geometry["974"]
    assert shape.bounds[2] < -3
    assert shape.is_valid
    assert reunion.point[1] < -3
    box = shape.buffer(0.02).bounds
    assert box[0] < saint_denis.point[1] < box[2]
    assert box[1] < saint_denis.point[0] < box[3]
    plain, _ = spots(place("departement", "59"))
    assert not [code for code in plain.ground.index if code.startswith("97")]


def test_all_five_overseas_fit_under_each_other():
    """Their boxes don't touch each other or the metropole."""
    codes = ["971", "972", "973", "974", "976"]
    land, _ = spots(*(place("departement", code) for code in codes))
    shapes = [land.ground.geometry[code] for code in codes]
    assert not any(
        one.intersects(other) for at, one in enumerate(shapes) for other in shapes[at + 1 :]
    )
    metropole = land.ground.geometry.drop(codes).union_all()
    assert not any(shape.intersects(metropole) for shape in shapes)
    assert sorted(shapes, key=lambda shape: -shape.bounds[1]) == shapes


def test_the_page_says_what_it_moved_and_what_it_cannot_place():
    """The note on the scale and the names without a place are under the map."""
    row = projects.figure(projects.NORD | {"programme": "x"}, "2016", "Écoles", "3")
    page = projects.page(
        row | {"codes": "974", "place": "La Réunion"},
        row | {"codes": "99999", "level": "commune", "place": "Nulle-part"},
    )
    assert "ne sont pas à la même échelle" in page
    assert "Sans place sur la carte\u00a0: Nulle-part." in page
    assert "Sans place" not in projects.page()
