"""How a sheet is laid out: one page or two, how tall its map, how much of its lists.

The parts are as tall as Typst measured them (`sheet.typ`); all is in points of print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Any

PAGE_HEIGHT = 841.89 - (13 + 14) * 72 / 25.4
"""Of what stands on an A4 page, within the margins of `sheet.typ`."""

PAGE_WIDTH = 595.28 - 2 * 15 * 72 / 25.4
"""As wide as it is."""

GAP = 11.0
"""Between the parts."""

_MAP_LEAST, _MAP_MOST = 170.0, 390.0
_MAP_GOOD = (
    180.0  # as tall as the figures beside it: under it, the schools go to a page of their own
)
_ROOMY = 1.3  # of its natural height, where a map has the room
_KEY_GAP = 3.0  # between the map and its key
_LINE_LEFT_OUT = 28.0  # the sentence that counts the schools that have no room, on two lines
_SLACK = 4.0  # for what is rounded on the way: better a little white than a third page


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's layout.

    Attributes
    ----------
    pages
        1 with all on one page; 2 with the schools on a page of their own.
    map_height
        In points.
    ranked_n, others_n
        How many of the schools without an ENT are named, with a rank and without.
    has_equipped
        Whether those that have one are named.
    foot_page
        On which page what isn't known, how to read it and the sources stand.
    """

    pages: int
    map_height: float
    ranked_n: int
    others_n: int
    has_equipped: bool
    foot_page: int


def layout(sizes: Mapping[str, Any], natural: float) -> Layout:
    """Choose a layout: all that there is room for, on as few pages as can be.

    Parameters
    ----------
    sizes
        The heights of the parts, as `sheet.typ` tells them; of `ranked`, of the table's head, then
        of each row.
    natural
        The map's height at which the zone fills it.

    Returns
    -------
    Layout
        One that goes on one page or two.
    """
    ranked_n, others_n = len(sizes["ranked"]) - 1, len(sizes["others"])
    above = sizes["head"] + sizes["middle"] + 3 * GAP + _SLACK
    good = min(max(natural, _MAP_LEAST), _MAP_GOOD)
    lists = _list_height(sizes, ranked_n, others_n)
    for equipped in (sizes["equipped"], 0.0):
        # Where their names have no room, a line says where they are.
        told = equipped or _LINE_LEFT_OUT * (sizes["equipped"] > 0)
        left = PAGE_HEIGHT - above - lists - told - sizes["foot"] - GAP
        if _map_room(sizes, left) >= good and _beside(sizes) <= left:
            height = min(_map_room(sizes, left), max(natural, _beside(sizes)), _MAP_MOST)
            return Layout(1, height, ranked_n, others_n, equipped > 0, 1)
    left = PAGE_HEIGHT - above - sizes["foot"]
    foot_page = 1 if _map_room(sizes, left) >= _MAP_LEAST and _beside(sizes) <= left else 2
    if foot_page == 2:  # noqa: PLR2004 the second page
        left += sizes["foot"]
    room = PAGE_HEIGHT - _SLACK - (sizes["foot"] + GAP if foot_page > 1 else 0.0)
    # Where there is room, more of what is around is better than white.
    tall = max(natural * _ROOMY, _beside(sizes))
    height = max(min(_map_room(sizes, left), tall, _MAP_MOST), _MAP_LEAST)
    has_equipped = 0 < sizes["equipped"] <= room - lists
    line = _LINE_LEFT_OUT if sizes["equipped"] and not has_equipped else 0.0
    if lists + line <= room:
        return Layout(2, height, ranked_n, others_n, has_equipped, foot_page)
    ranked_n, others_n = _that_fit(sizes, room - _LINE_LEFT_OUT)
    return Layout(2, height, ranked_n, others_n, has_equipped=False, foot_page=foot_page)


def _map_room(sizes: Mapping[str, Any], left: float) -> float:
    """Give the map's height where so much is left for it and its key."""
    return float(left - sizes["map-key"] - _KEY_GAP)


def _beside(sizes: Mapping[str, Any]) -> float:
    """Give the height of the table beside the map."""
    return float(sizes["figures"])


def _list_height(sizes: Mapping[str, Any], ranked_n: int, others_n: int) -> float:
    """Tell how tall the list is with so many schools."""
    height = float(sizes["heading"] + sizes["nothing"])
    if ranked_n:
        height += sum(sizes["ranked"][: ranked_n + 1])
    if others_n:
        height += sizes["others-title"] + _halved(sizes, others_n)
    return height


def _halved(sizes: Mapping[str, Any], others_n: int) -> float:
    """Tell how tall the taller of two columns is."""
    first_n = ceil(others_n / 2)
    columns: tuple[Sequence[float], ...] = (
        sizes["others"][:first_n],
        sizes["others"][first_n:others_n],
    )
    between = float(sizes["others-spacing"])
    return max(float(sum(rows)) + between * max(len(rows) - 1, 0) for rows in columns)


def _that_fit(sizes: Mapping[str, Any], room: float) -> tuple[int, int]:
    """Count the schools that there is room for: those with a rank first, then the others."""
    ranked = [*accumulate(sizes["ranked"])]
    fitting = [n for n in range(len(ranked)) if sizes["heading"] + ranked[n] <= room]
    ranked_n = fitting[-1] if fitting else 0
    if ranked_n < len(ranked) - 1:
        return ranked_n, 0
    others = range(len(sizes["others"]), 0, -1)
    return ranked_n, next((n for n in others if _list_height(sizes, ranked_n, n) <= room), 0)
