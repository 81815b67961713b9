"""The page's geometry in few signs: the numbers of a TopoJSON as text, most of them one sign each.

JSON writes a step of 23 by -41 as seven signs; here it is two. Gzip then has half as much to keep.
`assets/packed.js` reads it back.
"""

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Rings = list[list[list[int]]]

_SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\{')
"""What JSON, HTML and any template engine leave as they are."""

# Of the 88 signs, 70 leave room for 18 that go on: most steps are under 70 when folded, and one of
# 18 × 70 beyond takes two signs. `assets/packed.js` has the same figure.
_LAST = 70
"""Signs under this one end a number, the others say that more follow."""

_MORE = len(_SIGNS) - _LAST


def packed(topology: "dict[str, Any]") -> "dict[str, Any]":
    """Write a TopoJSON in fewer signs.

    Arcs are put in the order in which the zones of the finest level first name them, and run as
    they do: most then begin where the one before ends.

    Parameters
    ----------
    topology
        With `arcs` as steps on a grid, and for each level one geometry a zone.

    Returns
    -------
    dict
        `transform` as it was; `points`, how many points each arc has, less two; `arcs`, steps from
        point to point through all arcs; `objects`, level -> for each zone its polygons, rings and
        arcs: 0 for the next arc that none has named, else how far it is from the last one.

    Examples
    --------
    >>> square = [[0, 0], [5, 0], [0, 5], [-5, 0], [0, -5]]
    >>> zone = {"id": "1", "type": "Polygon", "arcs": [[0]]}
    >>> objects = {"a": {"geometries": [zone]}}
    >>> written = packed({"transform": {}, "arcs": [square], "objects": objects})
    >>> written["points"], written["objects"]
    ('%', {'a': '#!!!'})
    """
    shapes = {level: _polygons(zones) for level, zones in topology["objects"].items()}
    # The finest level names nearly all arcs, one zone beside the other; coarser ones then find them
    # in an order in which their own neighbours are near.
    levels = sorted(shapes, key=lambda level: -len(shapes[level]))
    order: dict[int, tuple[int, bool]] = {}
    objects = {level: as_signs(_numbers(shapes[level], order)) for level in levels}
    lines = _lines(topology["arcs"], order)
    return {
        "transform": topology["transform"],
        # Less two, which every arc has: a straight border is then a 0.
        "points": as_signs(len(line) - 2 for line in lines),
        "arcs": as_signs(_steps(lines)),
        "objects": objects,
    }


def as_signs(numbers: "Iterable[int]") -> str:
    """Write whole numbers from 0 as text: one sign under 70, two under 1330.

    Examples
    --------
    >>> as_signs([0, 1, 69, 70, 1330])
    '!#kl!ll!'
    """
    return "".join(map(_sign, numbers))


def _sign(number: int) -> str:
    signs = ""
    while number >= _LAST:
        number, more = divmod(number - _LAST, _MORE)
        signs += _SIGNS[_LAST + more]
    return signs + _SIGNS[number]


def _folded(number: int) -> int:
    """Count 0, -1, 1, -2, 2… as 0, 1, 2, 3, 4…, so that there is no sign to write."""
    return 2 * number if number >= 0 else -2 * number - 1


def _polygons(collection: "dict[str, Any]") -> "list[Rings]":
    """List each zone's polygons; none for one without a shape."""
    return [
        [zone["arcs"]] if zone["type"] == "Polygon" else zone.get("arcs", [])
        for zone in collection["geometries"]
    ]


def _numbers(zones: "Iterable[Rings]", order: dict[int, tuple[int, bool]]) -> "Iterator[int]":
    """Give a level's counts and arcs; note each arc's new index and the way it is first run."""
    # A level's first arc is counted from 0, not from where the level before ended: that is nowhere
    # near.
    last = 0
    for polygons in zones:
        yield len(polygons)
        for rings in polygons:
            yield len(rings) - 1
            for ring in rings:
                yield len(ring) - 1
                for arc in ring:
                    code, last = _code(arc, last, order)
                    yield code


def _code(arc: int, last: int, order: dict[int, tuple[int, bool]]) -> tuple[int, int]:
    """Give what is written for an arc, and its new index."""
    backwards = arc < 0
    number = ~arc if backwards else arc
    if number not in order:
        order[number] = len(order), backwards
        return 0, len(order) - 1
    index, turned = order[number]
    # How far it is, not where: a neighbour's arc was mostly named a little before, so that one
    # sign is enough. The last bit says whether it is run against the way in which it is written.
    return 1 + 2 * _folded(index - last) + (backwards != turned), index


def _lines(
    arcs: list[list[list[int]]], order: dict[int, tuple[int, bool]]
) -> list[list[list[int]]]:
    """Give the arcs' points on the grid, in their new order and direction."""
    lines = []
    for number, (_, turned) in order.items():
        line = np.cumsum(arcs[number], axis=0).tolist()
        lines.append(line[::-1] if turned else line)
    return lines


def _steps(lines: list[list[list[int]]]) -> "Iterator[int]":
    """Give the steps from each point to the next, and from an arc's end to the next one's start."""
    x, y = 0, 0
    for next_x, next_y in chain.from_iterable(lines):
        yield _folded(next_x - x)
        yield _folded(next_y - y)
        x, y = next_x, next_y
