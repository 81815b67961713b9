"""Arcs: the borders of a coverage's pieces, each written once, and the rings that they make.

An arc runs from one junction of borders to the next. It has one piece on its left and another, or
none, on its right; a zone made of pieces is outlined by the arcs that have it on one side only.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Geometries = npt.NDArray[np.object_]
    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arcs:
    """The borders of pieces.

    Attributes
    ----------
    lines
        Coordinates of each arc, from its first junction to its last (EPSG:4326, longitude first).
    start, end
        The junctions, numbered.
    left, right
        The pieces on either side as the arc is run, -1 outside of all.
    """

    lines: "list[Floats]"
    start: "Ints"
    end: "Ints"
    left: "Ints"
    right: "Ints"


def arcs_of(pieces: "Geometries") -> Arcs:
    """Find the arcs of pieces that share their borders point by point (a valid coverage).

    Examples
    --------
    >>> import numpy as np, shapely
    >>> two = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> arcs = arcs_of(two)
    >>> sorted(sorted(pair) for pair in zip(arcs.left.tolist(), arcs.right.tolist()))
    [[-1, 0], [-1, 1], [0, 1]]
    """
    if not len(pieces):
        none = np.zeros(0, dtype=int)
        return Arcs([], none, none, none, none)
    points, ends, owner = _segments(pieces)
    parts = _merged(points, ends)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    first = np.searchsorted(part, np.arange(len(parts)))
    # GEOS moves no point of a line that it merges: each is found again, to the bit.
    numbers = np.searchsorted(_packed(points), _packed(coordinates))
    left, right = _sides(numbers[first], numbers[first + 1], ends, owner)
    last = np.append(first[1:], len(part)) - 1
    return Arcs(np.split(coordinates, first[1:]), numbers[first], numbers[last], left, right)


def borders_of(polygons: "Geometries", *, decimals: int) -> "Geometries":
    """Give the borders of polygons, rounded, each stretch once however many share it.

    Parameters
    ----------
    polygons
        In any number of levels; empty and missing ones have no border.
    decimals
        Of the coordinates, in degrees.

    Returns
    -------
    array of LineString
        Not noded: two of them may cross.
    """
    there = polygons[~(shapely.is_missing(polygons) | shapely.is_empty(polygons))]
    rounded = shapely.transform(there, lambda points: np.round(points, decimals))
    points, ends, _ = _segments(rounded)
    # Points that rounding makes one leave a segment without length, which is no border.
    return _merged(points, ends[ends[:, 0] != ends[:, 1]])


def _merged(points: "Floats", ends: "Ints") -> "Geometries":
    """Join segments, each drawn once, from junction to junction."""
    low, high = ends.min(axis=1), ends.max(axis=1)
    # A pair of numbers as one number: a segment and the same run backwards are found equal by
    # sorting integers, which takes a fraction of what sorting rows does.
    once = np.unique(low * len(points) + high)
    pairs = np.column_stack([once // len(points), once % len(points)])
    # GEOS stops a line where three segments meet: these are the junctions of the coverage.
    merged = shapely.line_merge(shapely.multilinestrings(points[pairs]))
    return np.asarray(shapely.get_parts(merged))


def _segments(pieces: "Geometries") -> "tuple[Floats, Ints, Ints]":
    """Give the distinct points, each ring's segments as pairs of points, and their pieces.

    Every ring is run with its piece on the left.
    """
    parts, piece = shapely.get_parts(shapely.orient_polygons(pieces), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    points, number = np.unique(_packed(coordinates), return_inverse=True)
    # All rings lie end to end in one array: what goes from one ring to the next is no segment.
    inside = ring[:-1] == ring[1:]
    ends = np.column_stack([number[:-1][inside], number[1:][inside]])
    return points.view(np.float64).reshape(-1, 2), ends, piece[part][ring[:-1][inside]]


def _packed(coordinates: "Floats") -> "npt.NDArray[np.complex128]":
    """Make each point one number, so that points sort and compare at once."""
    # numpy sorts complex numbers by their first part, then by their second: nine times as fast as
    # `np.unique(…, axis=0)` on 200,000 points.
    return np.ascontiguousarray(coordinates).view(np.complex128).ravel()


def _sides(start: "Ints", after: "Ints", ends: "Ints", owner: "Ints") -> "tuple[Ints, Ints]":
    """Say which piece is on the left and on the right of each arc, by its first segment.

    Rings run with their piece on the left: the piece on an arc's right is the one whose ring has
    that segment the other way. No junction lies within an arc, so that its first segment speaks
    for all.
    """
    points_n = int(ends.max()) + 1
    keys = ends[:, 0] * points_n + ends[:, 1]
    order = np.argsort(keys)

    def piece(wanted: "Ints") -> "Ints":
        # A key past the last one would point outside: it is compared with the last, and differs.
        rank = np.searchsorted(keys, wanted, sorter=order).clip(max=len(keys) - 1)
        segment = order[rank]
        return np.where(keys[segment] == wanted, owner[segment], -1)

    return piece(start * points_n + after), piece(after * points_n + start)


def quantized(arcs: Arcs, *, steps_n: int) -> tuple[list[list[list[int]]], dict[str, Any]]:
    """Write arcs on a grid, each point as a step from the one before it.

    Parameters
    ----------
    steps_n
        The steps of the grid over the extent, either way.

    Returns
    -------
    arcs, transform
        As TopoJSON has them; an arc keeps two points at least.
    """
    if not arcs.lines:
        return [], {"scale": [1.0, 1.0], "translate": [0.0, 0.0]}
    coordinates = np.concatenate(arcs.lines)
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    # All on one meridian, or one point: any scale will do, but 0 can't be divided by.
    scale = np.where(high > low, (high - low) / (steps_n - 1), 1.0)
    first = np.cumsum([0, *(len(line) for line in arcs.lines[:-1])])
    # Points are rounded, steps are not: rounding steps would add up their errors along an arc, and
    # two arcs that meet would end apart.
    points = np.rint((coordinates - low) / scale).astype(int)
    steps = np.diff(points, axis=0, prepend=0)
    steps[first] = points[first]
    kept = np.any(steps != 0, axis=1)
    # An arc shorter than a step of the grid keeps two points all the same: with fewer it would be
    # no line, and the rings that go through it wouldn't close.
    kept[first] = kept[first + 1] = True
    arc = np.repeat(np.arange(len(first)), [len(line) for line in arcs.lines])[kept]
    written = np.split(steps[kept], np.searchsorted(arc, np.arange(1, len(first))))
    return [line.tolist() for line in written], {
        "scale": scale.tolist(),
        "translate": low.tolist(),
    }


def rings_of(arcs: Arcs, owner: "Ints", zones_n: int) -> list[list[list[list[int]]]]:
    """Outline each zone: polygons, each its outer ring then its holes, as numbers of arcs.

    Parameters
    ----------
    owner
        The zone of each piece, -1 for none.

    Returns
    -------
    list
        One list of polygons a zone, empty for a zone without pieces; `~n` is arc n run backwards.
    """
    padded = np.append(owner, -1)  # what is outside of all pieces is in no zone
    left, right = padded[arcs.left], padded[arcs.right]
    borders: list[list[int]] = [[] for _ in range(zones_n)]
    # The same zone on both sides: the border between two of its pieces is no outline.
    for index in np.flatnonzero(left != right).tolist():
        if left[index] >= 0:
            borders[left[index]].append(index)
        if right[index] >= 0:
            borders[right[index]].append(~index)
    return [_polygons(arcs, list(_rings(arcs, border))) for border in borders]


def _rings(arcs: Arcs, border: list[int]) -> "Iterator[list[int]]":
    """Join arcs end to end; a ring that comes back to a junction is cut there in two.

    Two squares of one zone that meet at a corner are two rings then, not one that crosses itself,
    which is no valid polygon.
    """
    leaving: dict[int, list[int]] = {}
    for arc in border:
        leaving.setdefault(_from(arcs, arc), []).append(arc)
    for first in border:
        path: list[int] = []
        junction = _from(arcs, first)
        seen = {junction: 0}
        # As many arcs of a zone come to a junction as leave it: the walk can't end but where it
        # began, and what is left over is walked from another arc.
        while leaving[junction]:
            arc = leaving[junction].pop()
            path.append(arc)
            junction = _from(arcs, ~arc)
            if junction in seen:
                yield path[seen[junction] :]
                del path[seen[junction] :]
                seen = {_from(arcs, kept): place for place, kept in enumerate(path)}
            seen[junction] = len(path)


def _from(arcs: Arcs, arc: int) -> int:
    """Give the junction that an arc leaves from, as it is run."""
    return int(arcs.start[arc] if arc >= 0 else arcs.end[~arc])


def _polygons(arcs: Arcs, rings: list[list[int]]) -> list[list[list[int]]]:
    """Put holes into the outer ring that holds them: outer rings turn left, holes right."""
    if len(rings) == 1:  # nearly every commune: nothing to draw, nothing to compare
        return [rings]
    drawn = [shapely.Polygon(_line(arcs, ring)) for ring in rings]
    outer = [number for number, shape in enumerate(drawn) if shape.exterior.is_ccw]
    polygons = {number: [rings[number]] for number in outer}
    for hole in sorted(set(range(len(rings))) - set(outer)):
        # A point inside, not the whole hole: one that touches the outer ring isn't within it. Of
        # frames that lie one in the other, the smallest that holds the point has the hole.
        inside = drawn[hole].representative_point()
        holding = [number for number in outer if drawn[number].contains(inside)]
        polygons[min(holding, key=lambda number: drawn[number].area)].append(rings[hole])
    return list(polygons.values())


def _line(arcs: Arcs, ring: list[int]) -> "Floats":
    return np.concatenate([arcs.lines[arc] if arc >= 0 else arcs.lines[~arc][::-1] for arc in ring])
