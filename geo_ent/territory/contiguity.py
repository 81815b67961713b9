"""Pieces of land as a graph of borders: what touches what, and what belongs in one piece."""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from geo_ent.territory.edges import border_lengths

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Borders = Mapping[int, Mapping[int, float]]
"""For each piece (by its index), the pieces that it touches and the border's length in metres."""

_STEP = 1e-3  # price of each piece on the way, in schools: among equal ways the shortest
_MAX_WAYS = 12  # tried before a part is left apart: each costs a search of the whole département
_MAX_ROUNDS = 20  # in which strays are absorbed: one or two are enough, a cycle must not last


def borders(polygons: "NDArray[np.object_]") -> Borders:
    """Measure the border between each two pieces of a clean coverage (metric CRS).

    Examples
    --------
    >>> import numpy as np, shapely
    >>> borders(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]))
    {0: {1: 1.0}, 1: {0: 1.0}}
    """
    near: dict[int, dict[int, float]] = {piece: {} for piece in range(len(polygons))}
    first, second, lengths = (column.tolist() for column in border_lengths(polygons))
    for one, other, length in zip(first, second, lengths, strict=True):
        near[one][other] = near[other][one] = length
    return near


def components(members: Collection[int], near: Borders) -> list[set[int]]:
    """Part a set of pieces into those that hold together, in the order of their first piece.

    Examples
    --------
    >>> components([0, 1, 3], {0: {1: 5.0}, 1: {0: 5.0}, 3: {}})
    [{0, 1}, {3}]
    """
    left = set(members)
    parts = []
    for start in sorted(left):
        if start not in left:
            continue
        part, reached = {start}, deque([start])
        while reached:
            new = (set(near[reached.popleft()]) & left) - part
            part |= new
            reached.extend(sorted(new))
        left -= part
        parts.append(part)
    return parts


def attach_free(zones: Sequence[str], near: Borders) -> list[str]:
    """Give each free piece ("") to the zone with which it shares most border.

    Pieces that touch a zone choose first, all at once, then those behind them: the order of the
    pieces changes nothing. Among equal borders the smallest code wins. Pieces that nothing
    reaches (islands) stay free.

    Examples
    --------
    >>> attach_free(["A", "", "B"], {0: {1: 2.0}, 1: {0: 2.0, 2: 3.0}, 2: {1: 3.0}})
    ['A', 'B', 'B']
    """
    zones = list(zones)
    while True:
        free = [piece for piece, zone in enumerate(zones) if not zone]
        won = {piece: zone for piece in free if (zone := _longest(piece, zones, near))}
        if not won:
            return zones
        zones = [won.get(piece, zone) for piece, zone in enumerate(zones)]


def _longest(piece: int, zones: Sequence[str], near: Borders, *, but: str = "") -> str:
    """Name the zone, other than `but`, that shares most border with a piece ("" for none)."""
    lengths: dict[str, float] = {}
    for other, length in near[piece].items():
        zone = zones[other]
        if zone and zone != but:
            lengths[zone] = lengths.get(zone, 0.0) + length
    # Millimetres: lengths added in another order differ by rounding, and must not decide.
    return min(lengths, key=lambda zone: (-round(lengths[zone], 3), zone), default="")


def join_parts(
    zones: Sequence[str], near: Borders, *, costs: Callable[[str], Mapping[int, float]]
) -> list[str]:
    """Join a zone's separate parts through pieces that it may take from others.

    The cheapest way is taken, and only if no zone that gives pieces falls into more parts than it
    had, and no more is taken than the part holds when it could be given up instead.

    Parameters
    ----------
    costs
        Says of a zone which pieces it may take, and what each costs (schools that the drawing
        would leave outside their own zone; 0 for a commune without a school).

    Examples
    --------
    >>> row = {0: {1: 1.0}, 1: {0: 1.0, 2: 1.0, 3: 2.0}, 2: {1: 1.0}, 3: {1: 2.0}}
    >>> join_parts(["A", "B", "A", "B"], row, costs=lambda zone: {1: 0.0})
    ['A', 'A', 'A', 'B']
    """
    zones = list(zones)
    # By code, and the smallest part first: what one zone takes another can't, so that an order
    # which the rows of a file decided would draw another map of the same schools.
    for zone in sorted(set(zones) - {""}):
        movable = costs(zone)
        parts = sorted(_parts_of(zone, zones, near), key=len)
        for part in parts[:-1]:
            way = _fair_way(part, zone, zones, near, movable)
            zones = [zone if piece in way else own for piece, own in enumerate(zones)]
    return zones


def _fair_way(
    part: Collection[int],
    zone: str,
    zones: Sequence[str],
    near: Borders,
    movable: Mapping[int, float],
) -> set[int]:
    """Find the cheapest way from a part to the rest of its zone that breaks no other zone."""
    # Looked for again: the ways of the parts before this one may have joined it to others.
    others = [other for other in _parts_of(zone, zones, near) if min(part) not in other]
    rest = set[int]().union(*others)
    # A part of whole communes can't be given up, so that its worth has no bound.
    worth = sum(movable.get(piece, float("inf")) for piece in part)
    for _ in range(_MAX_WAYS):
        way = _way(part, rest, near, movable)
        if not way or sum(movable[piece] for piece in way) > worth:
            break
        if _givers_hold(way, zone, zones, near):
            return way
        # Without all of it: the next cheapest way would else be the same but for one piece.
        movable = {piece: price for piece, price in movable.items() if piece not in way}
    return set()


def _parts_of(zone: str, zones: Sequence[str], near: Borders) -> list[set[int]]:
    return components([piece for piece, own in enumerate(zones) if own == zone], near)


def _givers_hold(way: Collection[int], zone: str, zones: Sequence[str], near: Borders) -> bool:
    """Tell whether the zones that give pieces stay in as many parts as they were, or fewer."""
    moved = [zone if piece in way else own for piece, own in enumerate(zones)]
    return all(
        0 < len(_parts_of(giver, moved, near)) <= len(_parts_of(giver, zones, near))
        for giver in {zones[piece] for piece in way}
    )


def _way(
    start: Collection[int], goal: Collection[int], near: Borders, movable: Mapping[int, float]
) -> set[int]:
    """Find the cheapest movable pieces that lead from one part to another (Dijkstra)."""
    best: dict[int, tuple[float, int | None]] = dict.fromkeys(start, (0.0, None))
    queue: list[tuple[float, int]] = [(0.0, piece) for piece in sorted(start)]
    while queue:
        price, piece = heappop(queue)
        if piece in goal:
            way, step = set(), best[piece][1]
            while step is not None and step not in start:
                way.add(step)
                step = best[step][1]
            return way
        for other in sorted(near[piece]):
            if other not in movable and other not in goal:
                continue
            dearer = price + movable.get(other, 0.0) + _STEP
            if dearer < best.get(other, (float("inf"), None))[0]:
                best[other] = (dearer, piece)
                heappush(queue, (dearer, other))
    return set()


def absorb_strays(
    zones: Sequence[str], near: Borders, *, cut: Collection[int], weights: Sequence[float]
) -> list[str]:
    """Give the strays of shared communes to the zone around them.

    A stray is a part of a zone made only of cut pieces (cells of a shared commune) and apart from
    the zone's heaviest part. Cells of interleaved schools leave such crumbs; the zone's communes
    allow it to be in one piece without them.

    Examples
    --------
    >>> row = {0: {1: 1.0}, 1: {0: 1.0, 2: 1.0}, 2: {1: 1.0}}
    >>> absorb_strays(["A", "B", "A"], row, cut={1, 2}, weights=[3, 2, 1])
    ['A', 'B', 'B']
    """
    zones = list(zones)
    for _ in range(_MAX_ROUNDS):
        strays = [
            part
            for zone in sorted(set(zones) - {""})
            for part in _strays(_parts_of(zone, zones, near), cut, weights)
        ]
        takers = [(part, _taker(part, zones, near)) for part in strays]
        moves = {piece: taker for part, taker in takers if taker for piece in part}
        if not moves:
            break
        zones = [moves.get(piece, zone) for piece, zone in enumerate(zones)]
    return zones


def _strays(
    parts: list[set[int]], cut: Collection[int], weights: Sequence[float]
) -> list[set[int]]:
    # The heaviest by schools, not the largest: a zone is where its schools are.
    main = max(parts, key=lambda part: (sum(weights[piece] for piece in part), -min(part)))
    return [part for part in parts if part is not main and part <= set(cut)]


def _taker(part: Collection[int], zones: Sequence[str], near: Borders) -> str:
    """Name the zone that shares most border with a part, "" for an island."""
    own = zones[min(part)]
    lengths: dict[int, float] = {}
    for piece in part:
        for other, length in near[piece].items():
            lengths[other] = lengths.get(other, 0.0) + length
    return _longest(-1, zones, {-1: lengths}, but=own)
