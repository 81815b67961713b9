"""Where the zones' names go in a picture: inside their zone, or a number and a list.

A name that is wholly inside its own zone can't touch another's, nor run out of the picture. A
zone that is too small for its name in two sizes gets a number; one that is too small for that
gets it beside, at the end of a line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, inf, pi, sin
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo_ent.maps.picture.picture_text import BOLD, Style, width
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    import numpy.typing as npt

    from geo_ent.maps.picture.picture_shapes import Box

    Clear = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.floating[Any]]
    Ints = npt.NDArray[np.int64]

# Two sizes, not as many as fit: on a map, larger names are taken for those of larger places.
SIZES = (12.5, 10.5)
NUMBER = Style(11, BOLD)
RADIUS = 8.5  # room for two figures in NUMBER
LEADING = 1.2
# A fifth of the smaller letters' height: finer would let in few more names, and a map of 800 by
# 640 units already has 130,000 cells to go through for each way to write a name.
CELL = 2.0
"""Zones are looked at on a grid of this step, in the picture's units."""

MARGINS = (7.0, 3.0, 1.5)
"""Room wished for round a label; the largest that can be had is taken."""

MOST_LINES = 3
# Where a disc may go: on circles, at 32 places of each. They part as they widen: a few units more
# matter to a short line, not to a long one.
_RINGS = (20.0, 27.0, 35.0, 44.0, 54.0, 66.0, 80.0, 96.0, 116.0, 140.0)
_TURNS = tuple(2 * pi * turn / 32 for turn in range(32))


class Label(NamedTuple):
    """A name and a value, written inside a zone: a style a line, the middle of the first line."""

    zone: int
    x: float
    y: float
    lines: tuple[tuple[str, Style], ...]


class Mark(NamedTuple):
    """A number in a disc; `foot` is the place in the zone that a line leads to, if it is needed."""

    zone: int
    x: float
    y: float
    number: int
    foot: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Placed:
    """What goes on the map: names inside their zones, numbers in the others."""

    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]


class Rect(NamedTuple):
    """A rectangle of the picture, by its sides."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rect") -> bool:
        """Say whether two rectangles share some of their inside."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def place(
    shapes: "npt.NDArray[np.object_]",
    names: list[str],
    values: list[str],
    box: "Box",
    *,
    farthest: float = inf,
) -> Placed:
    """Place a name and a value in each zone that has room for them, numbers in the others.

    Parameters
    ----------
    shapes
        The zones in the picture's units, y down; None where there is nothing to draw.
    names, values
        What to write, in the same order.
    box
        The part of the picture that numbers must stay in.
    farthest
        How long a line to a number may be; a zone that would need a longer one has none.

    Returns
    -------
    Placed
        No two labels or numbers overlap. Numbers rise from top to bottom.
    """
    grids = {zone: _Grid(shape) for zone, shape in enumerate(shapes) if shape is not None}
    named = {zone: _named(zone, grid, names[zone], values[zone]) for zone, grid in grids.items()}
    labels = tuple(label for label in named.values() if label)
    small = {zone: grid for zone, grid in grids.items() if named[zone] is None}
    # Names first: inside their own zones they can't meet, in whatever order. Numbers stand where
    # no name is.
    taken = [rect for label in labels for rect in rectangles(label)]
    return Placed(labels, _marks(small, taken, box, farthest))


def rectangles(label: Label) -> list[Rect]:
    """Give the rectangles that a label's lines take up."""
    rects, y = [], label.y
    for words, style in label.lines:
        half, tall = width(words, style) / 2, style.size * LEADING / 2
        rects.append(Rect(label.x - half, y - tall, label.x + half, y + tall))
        y += style.size * LEADING
    return rects


def disc(mark: Mark) -> Rect:
    """Give the square that a number's disc is in."""
    return Rect(mark.x - RADIUS, mark.y - RADIUS, mark.x + RADIUS, mark.y + RADIUS)


class _Grid:
    """A zone on a grid: which cells are inside, and sums that answer for any rectangle at once."""

    def __init__(self, shape: Any) -> None:  # noqa: ANN401 shapely publishes no types
        left, top, right, bottom = shapely.bounds(shape)
        self.left, self.top = float(left), float(top)
        rows, columns = int((bottom - top) / CELL) + 1, int((right - left) / CELL) + 1
        shapely.prepare(shape)
        # A cell is inside when its middle is: half of it may stand out, less than the least margin.
        self.inside: Clear = shapely.contains_xy(
            shape, *np.meshgrid(*self.middles(np.arange(columns), np.arange(rows)))
        )
        # How many cells are inside, above and left of each corner: four of these sums give the
        # count in any rectangle, so that every place for a label is tried at once.
        self.sums = np.zeros((rows + 1, columns + 1), dtype=np.int64)
        self.sums[1:, 1:] = self.inside.cumsum(axis=0).cumsum(axis=1)
        middle = shapely.centroid(shape)
        self.middle = (float(shapely.get_x(middle)), float(shapely.get_y(middle)))
        self.shape = shape

    def middles(self, x: "Ints", y: "Ints") -> "tuple[Floats, Floats]":
        """Give the middles of cells, in the picture's units."""
        return self.left + (x + 0.5) * CELL, self.top + (y + 0.5) * CELL

    def clear(self, across: float, above: float, below: float) -> "Clear":
        """Say for each cell whether a rectangle about it is wholly inside the zone."""
        rows, columns = self.inside.shape
        # Outwards: a rectangle takes whole cells, so that a label is never let in by rounding.
        wide = int(np.ceil(across / CELL))
        up, down = int(np.floor(-above / CELL)), int(np.ceil(below / CELL))
        y, x = np.arange(rows), np.arange(columns)
        first, last = (np.clip(y + shift, 0, rows) for shift in (up, down + 1))
        start, end = (np.clip(x + shift, 0, columns) for shift in (-wide, wide + 1))
        sums = self.sums
        within = (
            sums[np.ix_(last, end)]
            - sums[np.ix_(first, end)]
            - sums[np.ix_(last, start)]
            + sums[np.ix_(first, start)]
        )
        # Near the grid's edge a rectangle is cut: it has too few cells, and doesn't fit.
        fits: Clear = within == (down + 1 - up) * (2 * wide + 1)
        return fits

    def nearest(self, fits: "Clear") -> tuple[float, float]:
        """Give the place nearest to the zone's middle, of those that fit."""
        rows, columns = np.nonzero(fits)
        x, y = self.middles(columns, rows)
        best = np.argmin((x - self.middle[0]) ** 2 + (y - self.middle[1]) ** 2)
        return float(x[best]), float(y[best])


def _named(zone: int, grid: _Grid, name: str, value: str) -> Label | None:
    """Write the name inside the zone, as large and on as few lines as it goes."""
    room = grid.inside.shape[1] * CELL
    # The margin before the size: a name that touches its border is harder to read than a small one.
    for margin in MARGINS:
        for lines in _layouts(clean(name), value):
            # Wider than the zone: not worth three passes over its grid.
            if max(width(words, style) for words, style in lines) > room:
                continue
            fits = _all_clear(grid, lines, margin)
            if fits.any():
                x, y = grid.nearest(fits)
                return Label(zone, x, y, lines)
    return None


def _all_clear(grid: _Grid, lines: tuple[tuple[str, Style], ...], margin: float) -> "Clear":
    """Say for each cell whether all lines are inside when the first is centred there."""
    # Line by line, not the block that holds them: a short value under a long name then goes into a
    # zone that narrows. Only the first and the last line have room above and below.
    fits, y = grid.inside, 0.0
    for number, (words, style) in enumerate(lines):
        half = style.size * LEADING / 2
        above = half - y + (margin if number == 0 else 0)
        below = half + y + (margin if number == len(lines) - 1 else 0)
        fits = fits & grid.clear(width(words, style) / 2 + margin, above, below)
        y += style.size * LEADING
    return fits


def _layouts(name: str, value: str) -> Iterator[tuple[tuple[str, Style], ...]]:
    """Give the ways to write a label, best first: the size, then the number of lines."""
    for size in SIZES:
        for split in splits(name, Style(size, BOLD)):
            yield (*((line, Style(size, BOLD)) for line in split), (value, Style(size)))


def splits(name: str, style: Style) -> Iterator[list[str]]:
    """Break a name into one, two, three lines, as even as they can be."""
    # A hyphen stays at the end of its line, as French writes it: Saint-Malo breaks after "Saint-".
    pieces = name.replace("-", "-\n").replace(" ", " \n").split("\n")
    for count in range(1, min(MOST_LINES, len(pieces)) + 1):
        yield [line.strip() for line in _evenest(pieces, count, style)]


def _evenest(pieces: list[str], count: int, style: Style) -> list[str]:
    """Join pieces into lines whose widest is as narrow as can be."""
    if count == 1 or len(pieces) == 1:
        return ["".join(pieces)]
    # Seven pieces at most on a line: a name of 10 kB has a million ways to be broken in three.
    ways = (
        ["".join(pieces[:first_n]), *_evenest(pieces[first_n:], count - 1, style)]
        for first_n in range(1, min(len(pieces) - count + 2, 8))
    )
    return min(ways, key=lambda way: max(width(line.strip(), style) for line in way))


def _marks(
    grids: Mapping[int, _Grid], taken: list[Rect], box: "Box", farthest: float
) -> tuple[Mark, ...]:
    """Give a number to the zones that have no room for a name, from top to bottom.

    Those that fit in their zone are placed first: the others go where they are not, nor where
    another one's line ends.
    """
    # In rows of 12 units, then from left to right: zones side by side follow one another, as lines
    # of a text do, whichever is a little higher.
    order = sorted(grids, key=lambda zone: (round(grids[zone].middle[1] / 12), grids[zone].middle))
    numbers = {zone: number for number, zone in enumerate(order, start=1)}
    marks: dict[int, Mark] = {}
    for zone in order:
        if mark := _inside(zone, grids[zone], numbers[zone], taken):
            marks[zone] = mark
            taken = [*taken, disc(mark)]
    feet = {zone: _foot(grids[zone]) for zone in order if zone not in marks}
    for zone, foot in feet.items():
        ends = [Rect(x - 2, y - 2, x + 2, y + 2) for x, y in feet.values() if (x, y) != foot]
        beside = Mark(zone, *foot, numbers[zone], foot)
        if mark := _beside(beside, [*taken, *ends], box, farthest):
            marks[zone] = mark
            taken = [*taken, disc(mark)]
    return tuple(marks[zone] for zone in order if zone in marks)


def _inside(zone: int, grid: _Grid, number: int, taken: list[Rect]) -> Mark | None:
    """Put a disc inside its zone, where it is free; its edge may stand out a little."""
    # 0.8: the corners of a disc's square are empty, and a disc with a little of its edge over the
    # border still says whose it is.
    fits = grid.clear(*[RADIUS * 0.8] * 3)
    if not fits.any():
        return None
    mark = Mark(zone, *grid.nearest(fits), number, None)
    return mark if _free(disc(mark), taken) else None


def _foot(grid: _Grid) -> tuple[float, float]:
    """Give a place well inside a zone, for the end of a line."""
    point = shapely.point_on_surface(grid.shape)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def _beside(mark: Mark, taken: list[Rect], box: "Box", farthest: float) -> Mark | None:
    """Move a disc from its zone to the nearest free place, at the end of a line.

    Where every line would cross a label, one does.
    """
    first = None
    # Nearest circle first: the shortest line.
    for ring in (ring for ring in _RINGS if ring <= farthest):
        for turn in _TURNS:
            moved = mark._replace(x=mark.x + ring * cos(turn), y=mark.y + ring * sin(turn))
            if not (_within(disc(moved), box) and _free(disc(moved), taken)):
                continue
            if all(_free(rect, taken) for rect in leader(moved)):
                return moved
            first = first or moved
    return first


def leader(mark: Mark) -> list[Rect]:
    """Give small squares along the line from a disc to its zone."""
    if mark.foot is None:
        return []
    # The longest line has a square every 9 units: no line of a label, 12 high, slips between two.
    (x, y), steps = mark.foot, [step / 16 for step in range(17)]
    points = [(x + (mark.x - x) * step, y + (mark.y - y) * step) for step in steps]
    return [Rect(x - 1, y - 1, x + 1, y + 1) for x, y in points]


def _free(rect: Rect, taken: list[Rect]) -> bool:
    return not any(rect.meets(other) for other in taken)


def _within(rect: Rect, box: "Box") -> bool:
    return (
        rect.left >= box.left
        and rect.top >= box.top
        and rect.right <= box.left + box.width
        and rect.bottom <= box.top + box.height
    )
