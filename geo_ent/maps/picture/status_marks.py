"""A shape a status, for pictures: as the page draws them, told apart in black and white too."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from geo_ent.maps import palette
from geo_ent.maps.picture.picture_text import attribute


class Shape(NamedTuple):
    """A mark in a circle of radius 1: `fill` painted in `colour`, over `paper` in white."""

    colour: str
    line: str
    paper: str
    fill: str


_DISC = "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z"
_SQUARE = "M-0.85 -0.85L0.85 -0.85L0.85 0.85L-0.85 0.85Z"
_GREEN, _RED = "#0b7a5e", "#b34324"

# As in `maps/assets/symbols.js`, which a test holds them to: a sheet of paper beside a screen is
# read by one legend.
STATUS_SHAPES: Mapping[str, Shape] = MappingProxyType({
    "school": Shape(_GREEN, "#fff", "", _DISC),
    "class": Shape(_GREEN, _GREEN, _DISC, "M0 -1A1 1 0 0 0 0 1Z"),
    "undated": Shape(_GREEN, _GREEN, _DISC, "M0.4 0A0.4 0.4 0 1 1 -0.4 0A0.4 0.4 0 1 1 0.4 0Z"),
    "planned": Shape("#f2c14e", "#4a3a00", "", "M0 -1.2L1.1 0.8L-1.1 0.8Z"),
    "not_yet": Shape(_RED, _RED, _SQUARE, "M-0.85 0.85L0.85 0.85L0.85 -0.85Z"),
    "none": Shape("#fff", _RED, "", _SQUARE),
    "unknown": Shape("#fff", "#3a3a3a", "", "M0 -1.2L1.2 0L0 1.2L-1.2 0Z"),
})  # fmt: skip
"""The mark of each status."""


def mark(status: str, x: float, y: float, radius: float) -> str:
    """Draw a status's mark about a point."""
    shape = STATUS_SHAPES[status]
    place = f"translate({attribute(x)} {attribute(y)}) scale({attribute(radius)})"
    ground, fill = shape.paper or shape.fill, palette.PAPER if shape.paper else shape.colour
    body = f'<path d="{ground}" fill="{fill}" stroke="{shape.line}" stroke-width="0.36"/>'
    if shape.paper:
        body += f'<path d="{shape.fill}" fill="{shape.colour}"/>'
    return f'<g transform="{place}">{body}</g>\n'


def lone_mark(status: str) -> str:
    """Draw a status's mark as a picture of its own, for a legend or a list."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.5 -1.5 3 3" width="9" height="9">'
        f"{mark(status, 0.0, 0.0, 1.0)}</svg>"
    )
