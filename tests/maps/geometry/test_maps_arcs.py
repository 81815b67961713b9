"""Arcs: each border once, with what is on either side, and rings that close."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.maps.geometry.arcs import arcs_of, borders_of, quantized, rings_of


def squares(columns, rows):
    """Make a grid of unit squares, row by row."""
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    return np.array([shapely.box(x, y, x + 1, y + 1) for x, y in cells])


def drawn(arcs, polygons):
    """Draw a zone from its rings."""

    def line(ring):
        return np.concatenate([arcs.lines[n] if n >= 0 else arcs.lines[~n][::-1] for n in ring])

    return shapely.union_all(
        [shapely.Polygon(line(p[0]), [line(h) for h in p[1:]]) for p in polygons]
    )


def test_a_border_is_one_arc_with_a_piece_on_either_side():
    """Two squares: one arc between them, one round each; outside is no piece."""
    arcs = arcs_of(squares(2, 1))
    sides = sorted(
        sorted(pair) for pair in zip(arcs.left.tolist(), arcs.right.tolist(), strict=True)
    )
    assert sides == [[-1, 0], [-1, 1], [0, 1]]
    lengths = [shapely.length(shapely.linestrings(line)) for line in arcs.lines]
    assert sorted(lengths) == [1, 3, 3]


def test_a_ring_without_a_junction_is_one_closed_arc():
    """A lone square, and a hole filled by another piece, are arcs that come back to their start."""
    outer = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    arcs = arcs_of(np.array([outer, shapely.box(1, 1, 2, 2)]))
    assert len(arcs.lines) == 2
    assert (arcs.start == arcs.end).all()


def test_holes_are_in_the_ring_that_holds_them():
    """A zone of two frames has two polygons, each with its own hole."""
    frames = [
        shapely.box(x, 0, x + 3, 3).difference(shapely.box(x + 1, 1, x + 2, 2)) for x in (0, 10)
    ]
    arcs = arcs_of(np.array(frames))
    (polygons,) = rings_of(arcs, np.array([0, 0]), 1)
    assert [len(rings) for rings in polygons] == [2, 2]
    assert drawn(arcs, polygons).equals(shapely.union_all(frames))


def test_a_zone_that_touches_itself_makes_valid_rings():
    """Two squares that meet at a corner are two rings, not one that crosses itself."""
    cells = squares(2, 2)
    arcs = arcs_of(cells)
    polygons = rings_of(arcs, np.array([0, 1, 1, 0]), 2)
    assert [len(zone) for zone in polygons] == [2, 2]
    assert drawn(arcs, polygons[0]).equals(shapely.union_all(cells[[0, 3]]))


@given(st.lists(st.integers(-1, 3), min_size=16, max_size=16))
def test_zones_are_the_union_of_their_pieces(owners):
    """However pieces are shared out, each zone's rings draw exactly its pieces."""
    cells = squares(4, 4)
    arcs = arcs_of(cells)
    owner = np.array(owners)
    for zone, polygons in enumerate(rings_of(arcs, owner, 4)):
        mine = cells[owner == zone]
        assert bool(polygons) == bool(len(mine))
        if polygons:
            assert drawn(arcs, polygons).equals(shapely.union_all(mine))


def test_no_piece_makes_no_arc():
    """An empty coverage has no arc, and zones without pieces no ring."""
    arcs = arcs_of(np.array([], dtype=object))
    assert arcs.lines == []
    assert rings_of(arcs, np.array([], dtype=int), 2) == [[], []]
    assert quantized(arcs, steps_n=10)[0] == []


def test_quantized_arcs_add_up_to_their_points():
    """Steps summed and scaled give back each point, to half a step."""
    arcs = arcs_of(squares(3, 2))
    written, transform = quantized(arcs, steps_n=1000)
    for line, steps in zip(arcs.lines, written, strict=True):
        back = np.cumsum(steps, axis=0) * transform["scale"] + transform["translate"]
        assert back == pytest.approx(line, abs=max(transform["scale"]) / 2)


def test_an_arc_smaller_than_a_step_keeps_two_points():
    """Two points on the same place of the grid stay two: rings must close."""
    tiny = shapely.box(0, 0, 1e-6, 1e-6)
    written, _ = quantized(arcs_of(np.array([tiny, shapely.box(5, 5, 9, 9)])), steps_n=10)
    assert all(len(steps) >= 2 for steps in written)


def test_borders_of_several_levels_are_given_once():
    """Two squares and their union: seven sides in all, each once, empty shapes apart."""
    cells = squares(2, 1)
    shapes = np.array([*cells, shapely.union_all(cells), None, shapely.Polygon()], dtype=object)
    assert shapely.length(borders_of(shapes, decimals=6)).sum() == 7
