"""A solution's sign: one colour and one shape each, so that neither is needed to read the map.

Eight colours that differ by 20 (CIEDE2000) at least, two by two, for every kind of colour vision,
and by 3:1 from white; `tests/programmes/test_projects_signs.py` holds them to it. A ninth solution
takes up the first colour with another shape: 56 signs before any comes back.
"""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.programmes.programmes_model import NO_SOLUTION

if TYPE_CHECKING:
    from collections.abc import Sequence

COLOURS = (
    "#0891ff",
    "#971400",
    "#266e59",
    "#6c1fc3",
    "#9d9534",
    "#dd5f8f",
    "#08023c",
    "#291414",
)

SHAPES = (
    "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",  # disc
    "M-.88 -.88H.88V.88H-.88Z",  # square
    "M0 -1.1L1.1 .82H-1.1Z",  # triangle
    "M0 -1.2L1.2 0L0 1.2L-1.2 0Z",  # lozenge
    "M-.4 -1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z",  # cross
    "M0 -1.2L.35 -.37H1.14L.5 .14L.71 .97L0 .46L-.71 .97L-.5 .14L-1.14 -.37H-.35Z",  # star
    "M0 1.1L1.1 -.82H-1.1Z",  # triangle on its point
)
"""Paths in a circle of about radius 1."""

NONE_COLOUR = "#6a6a6a"
NONE_SHAPE = "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0ZM.5 0A.5 .5 0 1 0 -.5 0A.5 .5 0 1 0 .5 0Z"
"""A ring in grey: the solution isn't told."""

_TINT = 0.42  # share of a sign's colour in its territory's fill: ink on it must keep 4.5:1


class Sign(NamedTuple):
    """What a solution looks like: the path of its shape, its colour, its territories' fill.

    `name` is "" where no source tells the solution.
    """

    name: str
    shape: str
    colour: str
    fill: str


def signs(solutions: "Sequence[str]") -> tuple[Sign, ...]:
    """Give each solution its sign, in the order given.

    Examples
    --------
    >>> [sign.colour for sign in signs(["ONE", "NEO"])]
    ['#0891ff', '#971400']
    """
    return tuple(_sign(index, name) for index, name in enumerate(solutions))


def _sign(index: int, name: str) -> Sign:
    if name == NO_SOLUTION:  # apart: it is no solution that one could compare with the others
        return Sign(name, NONE_SHAPE, NONE_COLOUR, tint(NONE_COLOUR))
    # Eight colours and seven shapes have no common divisor: pairs come back after 56 signs only.
    colour = COLOURS[index % len(COLOURS)]
    shape = SHAPES[index % len(SHAPES)]
    return Sign(name, shape, colour, tint(colour))


def tint(colour: str) -> str:
    """Lighten a colour for a territory, over which signs and text are read.

    Examples
    --------
    >>> tint("#000000")
    '#949494'
    """
    channels = bytes.fromhex(colour[1:])
    return "#" + "".join(f"{round(255 - (255 - value) * _TINT):02x}" for value in channels)
