"""The signs of solutions: told apart by colour, for every eye, and by shape."""

from itertools import combinations, product

import pytest
from colour_vision import VISION, ciede2000, lab_of

from geo_ent.maps.palette import INK, contrast
from geo_ent.programmes.programmes_model import NO_SOLUTION
from geo_ent.programmes.solution_signs import COLOURS, NONE_COLOUR, SHAPES, signs, tint


@pytest.mark.parametrize("vision", VISION)
def test_colours_are_told_apart(vision):
    """Any two of them differ by 19 at least, for every kind of colour vision."""
    seen = [lab_of(colour, vision) for colour in COLOURS]
    assert min(ciede2000(*pair) for pair in combinations(seen, 2)) >= 19


@pytest.mark.parametrize("colour", [*COLOURS, NONE_COLOUR])
def test_signs_are_seen_and_text_is_read_over_their_territories(colour):
    """3:1 from the white of their edge; the ink of labels has 4.5:1 on each tint."""
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(INK, tint(colour)) >= 4.5


def test_no_two_of_fifty_six_signs_are_the_same():
    """Seven shapes by eight colours, each pair once before any comes back."""
    many = signs([f"s{at}" for at in range(57)])
    looks = [(sign.shape, sign.colour) for sign in many]
    assert set(looks[:56]) == set(product(SHAPES, COLOURS))
    assert looks[56] == looks[0]


def test_neighbours_in_the_list_differ_in_both():
    """The first seven solutions have seven shapes and seven colours."""
    few = signs([f"s{at}" for at in range(7)])
    assert len({sign.shape for sign in few}) == len({sign.colour for sign in few}) == 7


def test_a_solution_that_is_not_told_is_grey():
    """It takes no colour of the others."""
    told, none = signs(["ONE", NO_SOLUTION])
    assert none.colour == NONE_COLOUR
    assert told.colour == COLOURS[0]
    assert none.shape not in SHAPES
