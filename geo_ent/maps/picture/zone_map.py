"""The map of one zone for a sheet of paper: its communes, its schools, its neighbours in pale.

A unit is a point of print, so that letters are as large as they are written here.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geo_ent.maps import palette
from geo_ent.maps.picture.labels import Rect, splits
from geo_ent.maps.picture.picture_shapes import Box, in_box, path
from geo_ent.maps.picture.picture_text import BOLD, Style, attribute, haloed, in_font, text, width
from geo_ent.maps.picture.status_marks import mark
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

WIDTH = 292.0
"""The map's width, in points."""

NEIGHBOUR, NEIGHBOUR_EDGE = "#efefef", "#bdbdbd"
COMMUNE_EDGE = "#a6a6a6"
_MARGIN = 0.05  # of the zone, kept round it: what lies about is seen
_DETAIL = 0.4  # points: a corner less than this is none on paper
_LARGE, _SMALL = 3.5, 2.5  # the marks' radius, where schools are few and where they crowd
_MANY = 45
# Of communes that have a school here, then of the others: the eye goes to the first.
_NAMES = (Style(7.0, BOLD), Style(6.2, BOLD))
_QUIET_NAMES = (Style(6.0, ink="#4a4a4a"),)
_NUMBER = Style(6.2)
_NEIGHBOUR_NAME = Style(6.6, ink="#6a6a6a")
_SCALE = Style(6.6)
_LEADING = 1.15
_ROUNDS = 60  # of pushing marks apart: after them, those left over one another stay so
_SLIVER_SHARE, _SLIVER = 0.02, 12.0  # of a commune, and in square points
_HAIR = 0.01  # points: nearer than that, marks touch
_EDGE = 2.0  # a hair from the map's edge
_GRID = 10  # places for a name across a surface
_ROUND_KM = (50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1)
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


class ZoneMap(NamedTuple):
    """A map, its size in points, and how many numbers of the list it doesn't show."""

    svg: str
    width: float
    height: float
    unnumbered_n: int


class Ground(NamedTuple):
    """What a map is drawn on: outlines in metres, on their codes.

    Attributes
    ----------
    zones
        Of the level, with `zone_name`.
    communes
        With `zone_name`.
    """

    zones: "gpd.GeoDataFrame"
    communes: "gpd.GeoDataFrame"


class _Piece(NamedTuple):
    """A surface on paper, and its name."""

    name: str
    shape: shapely.Geometry


class _Frame:
    """The window on the ground that a map shows, and where it is on paper."""

    def __init__(self, outline: shapely.Geometry, height: float) -> None:
        west, south, east, north = outline.bounds
        margin = max(east - west, north - south, 200.0) * _MARGIN
        wide, tall = east - west + 2 * margin, north - south + 2 * margin
        # As wide a window as the paper is: the neighbours fill what the zone leaves.
        self.unit = max(wide / WIDTH, tall / height)  # metres a point
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        half_x, half_y = self.unit * WIDTH / 2, self.unit * height / 2
        self.bounds = (
            middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y,
        )  # fmt: skip
        self.box = Box(0.0, 0.0, WIDTH, height)
        self.height = height
        self.window = shapely.box(*self.bounds)

    def drawn(self, shapes: "npt.NDArray[np.object_]") -> "npt.NDArray[np.object_]":
        """Put outlines on paper, without the corners that nobody sees, cut at the window."""
        simple = shapely.coverage_simplify(shapes, tolerance=self.unit * _DETAIL)
        return in_box(shapely.intersection(simple, self.window), self.bounds, self.box)

    def holds(self, rect: Rect) -> bool:
        """Tell whether a rectangle is wholly on the map."""
        across = rect.left >= _EDGE and rect.right <= WIDTH - _EDGE
        return across and rect.top >= _EDGE and rect.bottom <= self.height - _EDGE


class _Mark(NamedTuple):
    """A school on paper."""

    uai: str
    status: str
    x: float
    y: float
    radius: float

    @property
    def rect(self) -> Rect:
        """The square that it is in."""
        return Rect(
            self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius
        )


def natural_height(ground: Ground, code: str) -> float:
    """Tell how tall a map is that its zone fills from side to side; 0 where it has no outline."""
    outline = ground.zones.geometry[code]
    if outline is None or outline.is_empty:
        return 0.0
    west, south, east, north = outline.bounds
    margin = max(east - west, north - south, 200.0) * _MARGIN
    return float(WIDTH * (north - south + 2 * margin) / (east - west + 2 * margin))


def zone_map(
    ground: Ground,
    code: str,
    schools: "gpd.GeoDataFrame",
    numbers: "Mapping[str, str]",
    *,
    height: float,
    km: "Callable[[float], str]",
) -> ZoneMap | None:
    """Draw a zone: its communes by name, its schools by status, its neighbours in pale.

    Parameters
    ----------
    ground
        The outlines.
    code
        The zone.
    schools
        The zone's, on `uai`: `status`, points in metres.
    numbers
        School → the number that it has in the list beside the map, where it has one.
    height
        The map's height, in points.
    km
        Writes a distance in kilometres.

    Returns
    -------
    ZoneMap or None
        None where the zone has no outline. The same bytes for the same inputs.
    """
    outline = ground.zones.geometry[code]
    if outline is None or outline.is_empty:
        return None
    frame = _Frame(outline, height)
    own = frame.drawn(np.array([outline], dtype=object))[0]
    around = _pieces(ground.zones, frame, without=code)
    inner = _inner(ground.communes, outline, own, frame)
    marks = _marks(schools, frame)
    taken = [school.rect for school in marks]
    numbered = [*_numbered(marks, numbers, taken, frame, own)]
    # With one commune, or in one, its name is the title's or tells nothing.
    named = list(_commune_names(inner, marks, taken, frame)) if len(inner) > 1 else []
    scale = _scale(frame, taken, km)
    beside = _names(around, taken, frame, (_NEIGHBOUR_NAME,), overflows=False)
    edge = (
        f'<rect x="0.3" y="0.3" width="{attribute(WIDTH - 0.6)}" height="{attribute(height - 0.6)}"'
    )
    body = "".join(
        (
            _surfaces(around, own, inner),
            *(name.markup(NEIGHBOUR) for name in beside),
            *(name.markup(palette.PAPER) for name in named),
            *(mark(school.status, school.x, school.y, school.radius) for school in marks),
            *numbered,
            scale,
            f'{edge} fill="none" stroke="{NEIGHBOUR_EDGE}" stroke-width="0.6"/>\n',
        )
    )
    size = f'viewBox="0 0 {attribute(WIDTH)} {attribute(height)}"'
    look = f'font-family="Public Sans" fill="{palette.INK}"'
    return ZoneMap(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} width="{attribute(WIDTH)}" '
        f'height="{attribute(height)}" {look}>\n{body}</svg>\n',
        WIDTH,
        height,
        len(numbers) - len(numbered),
    )


def _inner(
    communes: "gpd.GeoDataFrame", outline: shapely.Geometry, own: shapely.Geometry, frame: _Frame
) -> list[_Piece]:
    """Put on paper the communes that a zone has some of; `own` is its outline there."""
    near = communes.iloc[np.sort(communes.sindex.query(outline, predicate="intersects"))]
    # On paper, where outlines have the fewest corners: to cut them as they are takes longer.
    shapes = frame.drawn(np.asarray(near.geometry))
    clipped = shapely.intersection(shapes, own)
    # Neighbours touch, and outlines stray: a sliver is no part of the zone.
    kept = shapely.area(clipped) > np.minimum(_SLIVER_SHARE * shapely.area(shapes), _SLIVER)
    named = zip(near["zone_name"][kept], clipped[kept], strict=True)
    return [_Piece(str(name), shape) for name, shape in named if shapely.area(shape) > 0]


def _marks(schools: "gpd.GeoDataFrame", frame: _Frame) -> list[_Mark]:
    """Place a mark a school; those that would hide one another are pushed apart."""
    there = schools[~(schools.geometry.isna() | schools.geometry.is_empty)]
    if there.empty:
        return []
    radius = _SMALL if len(there) > _MANY else _LARGE
    points = in_box(np.asarray(there.geometry), frame.bounds, frame.box)
    placed = _apart(shapely.get_coordinates(points), 2.15 * radius)
    return [
        _Mark(str(uai), str(status), float(x), float(y), radius)
        for uai, status, (x, y) in zip(there.index, there["status"], placed, strict=True)
    ]


def _apart(points: "Floats", least: float) -> "Floats":
    """Push points away from one another until no two are nearer than `least`, or nearly."""
    # Two schools of one address are two points in one place: a little of their rank tells them
    # apart, so that there is a way to push. On a spiral, as a sunflower's seeds are: along a line,
    # a town's schools would be pushed out of it, and off the map.
    order = np.arange(len(points))
    turn = order * math.pi * (3 - math.sqrt(5))
    away = 0.01 * np.sqrt(order)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    moved: Floats = points.astype(float) + away
    for _ in range(_ROUNDS):
        gaps = moved[:, None] - moved[None]
        far = np.hypot(gaps[..., 0], gaps[..., 1])
        np.fill_diagonal(far, np.inf)
        lack = np.maximum(least - far, 0)
        if lack.max(initial=0) < _HAIR:
            break
        push = (gaps / far[..., None] * (lack / 2)[..., None]).sum(axis=1)
        # Pushed by fifty at once, a mark would fly: as far as one place a round is enough.
        length = np.hypot(push[:, 0], push[:, 1])
        moved += push * (np.minimum(length, least) / np.maximum(length, _HAIR))[:, None]
    return moved


def _numbered(
    marks: Sequence[_Mark],
    numbers: Mapping[str, str],
    taken: list[Rect],
    frame: _Frame,
    own: shapely.Geometry,
) -> Iterator[str]:
    """Write beside a school's mark its number in the list, where there is room.

    Off the zone's thick outline if it can be: a 1 on it is not seen.
    """
    line = shapely.boundary(own)
    shapely.prepare(line)
    for school in marks:
        if school.uai not in numbers:
            continue
        words = numbers[school.uai]
        free = [
            rect
            for rect in _beside(school, width(words, _NUMBER) / 2, _NUMBER.size * 0.38)
            if frame.holds(rect) and not any(rect.meets(other) for other in taken)
        ]
        clear = (rect for rect in free if not shapely.intersects(line, shapely.box(*rect)))
        if rect := next(clear, free[0] if free else None):
            taken.append(rect)
            middle = (rect.left + rect.right) / 2
            yield haloed(text(middle, rect.bottom, words, _NUMBER, anchor="middle"))


def _beside(school: _Mark, half: float, tall: float) -> Iterator[Rect]:
    """Give the places for a number beside a mark, the best first."""
    for across, down in _SIDES:
        # Along a diagonal a disc is left sooner.
        near = 0.8 if across and down else 1.0
        x = school.x + across * (school.radius * near + half + 0.8)
        y = school.y + down * (school.radius * near + tall + 0.8)
        yield Rect(x - half, y - tall, x + half, y + tall)


def _pieces(frame_of: "gpd.GeoDataFrame", frame: _Frame, *, without: str = "") -> list[_Piece]:
    """Put on paper what of some zones is in the window."""
    rows = np.sort(frame_of.sindex.query(frame.window, predicate="intersects"))
    near = frame_of.iloc[rows]
    near = near[near.index != without] if without else near
    shapes = frame.drawn(np.asarray(near.geometry))
    return [
        _Piece(str(name), shape)
        for name, shape in zip(near["zone_name"], shapes, strict=True)
        if shapely.area(shape) > 0
    ]


def _surfaces(around: Sequence[_Piece], own: shapely.Geometry, inner: Sequence[_Piece]) -> str:
    """Draw the zone, its communes' borders, the neighbours over what of them is outside."""
    edge = 'stroke-linejoin="round"'
    whole = f'<path d="{path(own)}" fill="{palette.PAPER}"/>\n'
    fine = "".join(
        f'<path d="{path(piece.shape)}" stroke="{COMMUNE_EDGE}" stroke-width="0.5" {edge}/>\n'
        for piece in inner
    )
    pale = "".join(
        f'<path d="{path(piece.shape)}" fill="{NEIGHBOUR}" stroke="{NEIGHBOUR_EDGE}" '
        f'stroke-width="0.6" {edge}/>\n'
        for piece in around
    )
    thick = f'<path d="{path(own)}" stroke="{palette.OUTLINE}" stroke-width="1.3" {edge}/>\n'
    return (
        f'<g fill-rule="evenodd">{whole}<g fill="none">{fine}</g>{pale}'
        f'<g fill="none">{thick}</g></g>\n'
    )


class _Name(NamedTuple):
    """A name on paper: the middle of its block, its lines."""

    x: float
    y: float
    lines: list[str]
    style: Style

    @property
    def rect(self) -> Rect:
        """The rectangle that it takes up."""
        half, tall = _half_size(self.lines, self.style)
        return Rect(self.x - half, self.y - tall, self.x + half, self.y + tall)

    def markup(self, ground: str) -> str:
        """Write it, over a ground that keeps what is under it off."""
        step = self.style.size * _LEADING
        first = self.y - (len(self.lines) - 1) * step / 2 + self.style.size * 0.35
        written = "".join(
            text(self.x, first + number * step, line, self.style, anchor="middle")
            for number, line in enumerate(self.lines)
        )
        return haloed(written, ground)


def _half_size(lines: Sequence[str], style: Style) -> tuple[float, float]:
    wide = max(width(line, style) for line in lines)
    return wide / 2 + 1, len(lines) * style.size * _LEADING / 2


def _names(
    pieces: Sequence[_Piece], taken: list[Rect], frame: _Frame, styles: Sequence[Style],
    *, overflows: bool,
) -> Iterator[_Name]:  # fmt: skip
    """Place the pieces' names, the largest piece first, where they hide nothing.

    `overflows` lets a name whose middle is in its piece stand out of it, where it can't do else.
    """
    for piece in sorted(pieces, key=lambda one: -float(shapely.area(one.shape))):
        spots = _spots(piece.shape)
        ways = [
            (lines, style)
            for style in styles
            for lines in splits(in_font(clean(piece.name)), style)
        ]
        tries = [(way, True) for way in ways]
        if overflows:  # on more lines before it stands out more
            narrow = sorted(ways, key=lambda way: _half_size(*way)[0])
            tries += [(way, False) for way in narrow]
        for (lines, style), inside in tries:
            free = _free(spots, _half_size(lines, style), taken, frame)
            if inside:
                free &= _within(piece.shape, spots, _half_size(lines, style))
            if free.any():
                x, y = spots[int(np.argmax(free))]
                name = _Name(float(x), float(y), lines, style)
                taken.append(name.rect)
                yield name
                break


def _commune_names(
    inner: Sequence[_Piece], marks: Sequence[_Mark], taken: list[Rect], frame: _Frame
) -> Iterator[_Name]:
    """Place the communes' names: first of those that have a school here."""
    points = np.array([(school.x, school.y) for school in marks]).reshape(-1, 2)
    schooled = [bool(shapely.contains_xy(piece.shape, points).any()) for piece in inner]
    for has_school, styles in ((True, _NAMES), (False, _QUIET_NAMES)):
        pieces = [piece for piece, has in zip(inner, schooled, strict=True) if has is has_school]
        yield from _names(pieces, taken, frame, styles, overflows=True)


def _spots(shape: shapely.Geometry) -> "Floats":
    """Give places in a shape, on a grid, those near its middle first."""
    left, top, right, bottom = shapely.bounds(shape)
    step = max((right - left) / _GRID, (bottom - top) / _GRID, 1.0)
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(left + step / 2, right, step),
                                np.arange(top + step / 2, bottom, step))
    )  # fmt: skip
    inside = shapely.contains_xy(shape, x, y)
    middle = shapely.point_on_surface(shape)
    x, y = np.append(x[inside], middle.x), np.append(y[inside], middle.y)
    centre = shapely.centroid(shape)
    order = np.argsort((x - centre.x) ** 2 + (y - centre.y) ** 2, kind="stable")
    return np.column_stack([x, y])[order]


def _free(
    spots: "Floats", half: tuple[float, float], taken: Sequence[Rect], frame: _Frame
) -> "npt.NDArray[np.bool_]":
    """Tell at which places a block hides nothing, and is on the map."""
    low, high = spots - half, spots + half
    # A row a place, a column a rectangle that is taken.
    left, top, right, bottom = np.array(taken).reshape(-1, 4).T
    across = (low[:, :1] < right) & (left < high[:, :1])
    meets = across & (low[:, 1:] < bottom) & (top < high[:, 1:])
    ends = (WIDTH - _EDGE, frame.height - _EDGE)
    held = np.logical_and.reduce((low >= _EDGE) & (high <= ends), axis=1)
    free: npt.NDArray[np.bool_] = held & ~np.logical_or.reduce(meets, axis=1)
    return free


def _within(
    shape: shapely.Geometry, spots: "Floats", half: tuple[float, float]
) -> "npt.NDArray[np.bool_]":
    shapely.prepare(shape)
    low, high = spots - half, spots + half
    blocks = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    held: npt.NDArray[np.bool_] = shapely.contains(shape, blocks)
    return held


def _scale(frame: _Frame, taken: list[Rect], km: "Callable[[float], str]") -> str:
    """Draw a bar of a round length in a corner that is free."""
    length = next(
        (round_km for round_km in _ROUND_KM if round_km * 1000 / frame.unit <= WIDTH / 4),
        _ROUND_KM[-1],
    )
    long = length * 1000 / frame.unit
    words = km(length)
    wide, tall = max(long, width(words, _SCALE)) + 4, 15.0
    right, bottom = WIDTH - 6 - wide, frame.height - 6
    corners = ((6.0, bottom), (right, bottom), (right, 6 + tall), (6.0, 6 + tall))
    x, y = next((spot for spot in corners
                 if not any(Rect(spot[0], spot[1] - tall, spot[0] + wide, spot[1]).meets(other)
                            for other in taken)), corners[0])  # fmt: skip
    taken.append(Rect(x, y - tall, x + wide, y))
    bar = f"M{attribute(x)} {attribute(y - 4)}v4h{attribute(long)}v-4"
    line = f'<path d="{bar}" fill="none" stroke="{palette.INK}" stroke-width="0.9"/>'
    return line + haloed(text(x, y - 6, words, _SCALE))
