"""Make the polygons of one territory a clean coverage: no overlap, no sliver, no lost piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

Polygons = npt.NDArray[np.object_]

METRES_PER_DEGREE = 111_320.0
SNAP_M = 1.0  # vertices nearer than this are one vertex
SLIVER_M = 10.0  # a gap narrower than this is a fault of digitising, closed
LOST_M = 200.0  # land without a commune is a lost piece only if it is wider than this
GRID = 2**17  # steps in a degree: 0.85 m of latitude, and short in binary
MAX_ROUNDS = 12


@dataclass(frozen=True)
class Clues:
    """What tells which commune a lost piece now belongs to, the surest first."""

    with_lost_parts: frozenset[str]
    """Communes that have a commune déléguée without a polygon."""
    by_hand: frozenset[str]
    """Communes named one by one, where the rest would leave a doubt."""
    absorbing: frozenset[str]
    """Communes that absorbed another one, at any time."""


class Frame:
    """Local metres around a latitude: degrees times two constants.

    Straight edges stay straight and a vertex on an edge stays on it, which no real
    projection grants; tolerances are metres within some ten per cent, enough to tell a
    sliver from an estuary.

    Examples
    --------
    >>> Frame(60.0).scale.round().tolist()
    [55660.0, 111320.0]
    """

    def __init__(self, latitude: float) -> None:
        self.scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(latitude)), 1.0])

    def to_metres(self, polygons: Polygons) -> Polygons:
        """Degrees to local metres."""
        return _scaled(polygons, self.scale)

    def to_degrees(self, polygons: Polygons) -> Polygons:
        """Local metres to degrees."""
        return _scaled(polygons, 1.0 / self.scale)


def _scaled(polygons: Polygons, factor: npt.NDArray[np.float64] | float) -> Polygons:
    result: Polygons = shapely.transform(polygons, lambda xy: xy * factor)
    return result


def rebuild_from_parts(codes: set[str], parts: gpd.GeoDataFrame) -> dict[str, shapely.Geometry]:
    """Unite the parts (communes déléguées) of each commune that has no polygon of its own.

    A commune that has no part, or any part of which has no polygon, is left out.
    """
    ours = parts[parts["parent_code"].isin(sorted(codes))]
    return {
        str(code): shapely.union_all(group.geometry.to_numpy())
        for code, group in ours.groupby("parent_code")
        if group.geometry.notna().all()
    }


def lost_pieces(polygons: Polygons, cantons: Polygons) -> Polygons:
    """Find the land that a canton covers and no commune does, in metres.

    Slivers along the borders, narrower than ``LOST_M``, are not land; nor is anything that
    no canton claims (enclaves of a neighbouring country, estuaries, lakes).
    """
    near = np.unique(shapely.STRtree(cantons).query(polygons, predicate="intersects")[1])
    land = shapely.union_all(cantons[near])
    parts = shapely.get_parts(shapely.difference(land, shapely.union_all(polygons)))
    # a piece and slivers that hang on to it come as one: cut what is narrow off
    cores = shapely.buffer(parts, -LOST_M / 2)
    return parts[~shapely.is_empty(cores)]


def clean(polygons: Polygons) -> Polygons:
    """Mend overlaps and slivers of polygons in metres; shared edges become identical."""
    result: Polygons = shapely.coverage_clean(
        polygons, gap_width=SLIVER_M, snapping_distance=SNAP_M
    )
    return result


def neighbours(polygons: Polygons, piece: shapely.Geometry) -> npt.NDArray[np.intp]:
    """Give the positions of the polygons that share an edge, not a mere corner, with a piece."""
    near = shapely.STRtree(polygons).query(piece, predicate="intersects")
    shared = shapely.length(shapely.intersection(polygons[near], piece.boundary))
    result: npt.NDArray[np.intp] = near[shared > 0]
    return result


def recipient(neighbour_codes: list[str], clues: Clues) -> str | None:
    """Tell which neighbour a lost piece belongs to: the only one that a clue points to.

    Examples
    --------
    >>> clues = Clues(frozenset({"b"}), frozenset({"a", "b"}), frozenset())
    >>> recipient(["a", "b", "c"], clues)
    'b'
    """
    for known in (clues.with_lost_parts, clues.by_hand, clues.absorbing):
        pointed = [code for code in neighbour_codes if code in known]
        if len(pointed) == 1:
            return pointed[0]
    return None


def mend(
    codes: list[str], polygons: Polygons, cantons: Polygons, clues: Clues
) -> tuple[Polygons, list[tuple[str | None, shapely.Geometry]]]:
    """Clean the coverage of a territory and give each lost piece back to its commune.

    Parameters
    ----------
    codes, polygons
        The communes, polygons in metres.
    cantons
        Polygons in metres that tell what is land.

    Returns
    -------
    polygons, pieces
        The coverage, in the order of ``codes``; each lost piece with the commune it went to,
        None if no clue pointed to a single one.
    """
    pieces = lost_pieces(polygons, cantons)
    cleaned = clean(np.concatenate([polygons, pieces]))
    communes, pieces = cleaned[: len(codes)].copy(), cleaned[len(codes) :]
    given = []
    for piece in pieces:
        near = sorted(codes[i] for i in neighbours(communes, piece))
        code = recipient(near, clues)
        given.append((code, piece))
        if code is not None:
            i = codes.index(code)
            communes[i] = shapely.coverage_union_all([communes[i], piece])
    return communes, given


def quantise(polygons: Polygons) -> tuple[Polygons, int]:
    """Round degrees to the grid and mend what rounding breaks, until both hold.

    Returns
    -------
    polygons, rounds
        Degrees, every coordinate a multiple of ``1 / GRID``, a valid coverage; how many
        times it had to be mended.

    Raises
    ------
    ValueError
        If ``MAX_ROUNDS`` rounds do not suffice.
    """
    grid = _rounded(_scaled(polygons, float(GRID)))
    for rounds in range(MAX_ROUNDS):
        if _sound(grid):
            return shapely.normalize(_scaled(grid, 1.0 / GRID)), rounds
        grid = _rounded(shapely.coverage_clean(grid, snapping_distance=0.0))
    msg = f"still not a valid coverage after {MAX_ROUNDS} rounds of rounding and mending"
    raise ValueError(msg)


def _rounded(grid: Polygons) -> Polygons:
    result: Polygons = shapely.remove_repeated_points(shapely.transform(grid, np.rint), 0.0)
    return result


def _sound(grid: Polygons) -> bool:
    filled = not shapely.is_empty(grid).any()
    return bool(filled and shapely.is_valid(grid).all() and shapely.coverage_is_valid(grid))
