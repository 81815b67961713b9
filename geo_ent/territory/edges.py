"""Which polygons of a clean coverage touch, by the edges or the vertices that they share."""

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def touching(polygons: "NDArray[np.object_]") -> "tuple[NDArray[np.intp], NDArray[np.intp]]":
    """Pair the polygons that have an edge in common; a corner is no border.

    In a clean coverage two neighbours have the same vertices along their border, so that edges can
    be matched by sorting: ten times as fast as intersecting polygons. What it tells is the same in
    any CRS.

    Parameters
    ----------
    polygons
        Polygons and multipolygons, a clean coverage.

    Returns
    -------
    first, second
        Indices in `polygons` of each pair, `first < second`; sorted, each pair once.

    Examples
    --------
    >>> row = np.array([shapely.box(west, 0, west + 1, 1) for west in range(3)])
    >>> [indices.tolist() for indices in touching(row)]
    [[0, 1], [1, 2]]
    """
    first, second, _ = border_lengths(polygons)
    return first, second


def border_lengths(
    polygons: "NDArray[np.object_]",
) -> "tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]":
    """Measure the border between each two polygons, as `touching` pairs them.

    Parameters
    ----------
    polygons
        A clean coverage, in a metric CRS.

    Returns
    -------
    first, second, length
        Indices in `polygons` of each pair, and what they share, in metres.

    Examples
    --------
    >>> row = np.array([shapely.box(west, 0, west + 1, 2) for west in range(3)])
    >>> [column.tolist() for column in border_lengths(row)]
    [[0, 1], [1, 2], [2.0, 2.0]]
    """
    first, second, lengths = _shared(polygons)
    # A pair as one number: numpy sorts numbers many times quicker than rows of two.
    pairs, pair = np.unique(first * len(polygons) + second, return_inverse=True)
    total = np.bincount(pair, weights=lengths, minlength=len(pairs))
    # As floats, for `bincount` of no pair gives integers.
    return pairs // len(polygons), pairs % len(polygons), total.astype(float)


def _shared(
    polygons: "NDArray[np.object_]",
) -> "tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]":
    """List the edges of two polygons: whose they are, the smaller index first, and how long."""
    xy, vertex, ring, polygon = vertices(polygons)
    # From each vertex to the next, but from the last of a ring to the first of another.
    same = ring[1:] == ring[:-1]
    ends = np.sort(np.stack([vertex[:-1][same], vertex[1:][same]], axis=1), axis=1)
    lengths, owner = np.hypot(*(xy[1:] - xy[:-1])[same].T), polygon[1:][same]
    order = np.lexsort((owner, ends[:, 1], ends[:, 0]))
    ends, owner, lengths = ends[order], owner[order], lengths[order]
    shared = (ends[1:] == ends[:-1]).all(axis=1) & (owner[1:] != owner[:-1])
    return owner[:-1][shared], owner[1:][shared], lengths[1:][shared]


def vertices(
    polygons: "NDArray[np.object_]",
) -> "tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]":
    """List the vertices ring by ring: where, their number (one a point), whose ring, and whose."""
    parts, polygon = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    # Seen as complex numbers, the same bytes are one value a vertex, sorted by x and then y. They
    # are compared to the last bit: neighbours of a clean coverage have the very same vertices.
    _, vertex = np.unique(xy.view(np.complex128)[:, 0], return_inverse=True)
    return xy, vertex, ring, polygon[part[ring]]
