"""The programmes as a picture: the last year of the table, for a page that shows no script."""

from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo_ent.maps import palette
from geo_ent.maps.picture.picture_parts import MARGIN, ROOM, WIDTH
from geo_ent.maps.picture.picture_shapes import Box, borders, in_box, path
from geo_ent.maps.picture.picture_text import (
    BOLD,
    Style,
    attribute,
    lines,
    opening,
    text,
    width,
    wrapped,
)
from geo_ent.programmes.programme_places import land_of
from geo_ent.programmes.programme_words import (
    BOUNDARIES,
    NONE,
    OVERSEAS,
    SHORT_NAME,
    TITLE,
    share_words,
    solution_words,
)
from geo_ent.programmes.programmes_model import projects_of
from geo_ent.programmes.programmes_table import source_list
from geo_ent.programmes.solution_signs import signs
from geo_ent.telling.language import mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from geo_ent.programmes.programme_places import Land
    from geo_ent.programmes.programmes_model import Place, Projects, State
    from geo_ent.programmes.solution_signs import Sign
    from geo_ent.telling.language import Language

_GROUND, _COAST = "#ededf2", "#7b7b94"
# EPSG; one system for all, the overseas having been brought next to the metropole.
_LAMBERT_93 = 2154
# Units of the picture, of which 800 are its width.
_SIGN = 8.0  # a sign's radius
_STEP = 20.0  # from sign to sign of one place
_STRIPE = 6.0  # width of a stripe, where a territory has several solutions
_NAME, _RATE = Style(12.5), Style(11.5, BOLD, "#000091")
_TITLE, _WHEN_STYLE = Style(27, BOLD), Style(14, ink=palette.INK_MUTE)
_KEY, _SMALL = Style(12.5), Style(11, ink=palette.INK_MUTE)
_LEGEND_COLUMNS = 3
_WHEN = mark("Ce que l’on savait en {year}")


class _Shown(NamedTuple):
    """A place as it is drawn: its state, its signs, its sign's point, its shape if it has one."""

    place: "Place"
    state: "State"
    signs: "tuple[Sign, ...]"
    x: float
    y: float
    shape: Any


class _Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def projects_svg(programmes: "pd.DataFrame", tr: "Language") -> str:
    """Draw the programmes known at the last date of the table, with signs, rates and a legend.

    Parameters
    ----------
    programmes
        As `read_programmes` gives them.
    tr
        The picture's language; names and figures stay as printed.

    Returns
    -------
    str
        A complete SVG, 800 units wide: no script, nothing from elsewhere, the same bytes for the
        same rows.

    Examples
    --------
    >>> svg = projects_svg(read_programmes(), language("fr"))  # doctest: +SKIP
    """
    projects = projects_of(programmes)
    land = land_of(projects.places)
    title, y = lines(MARGIN, MARGIN, wrapped(tr(TITLE), ROOM, _TITLE), _TITLE, leading=1.25)
    when = tr(_WHEN, year=projects.years[1]) if projects.rows else tr(NONE)
    head, y = lines(MARGIN, y + 4, [when], _WHEN_STYLE)
    box = Box(MARGIN, y + 10, ROOM, ROOM)
    ground, shown = _placed(projects, land, box)
    drawn = _map(ground, shown) + _marks(shown, box, tr)
    legend, y = _legend(signs(projects.solutions), box.top + box.height + 24, tr)
    foot, y = _foot(projects, land, y + 10, tr)
    places = ", ".join(_in_words(placed, tr) for placed in shown)
    start = opening(
        tr(TITLE),
        tr("{when} : {places}", when=when, places=places),
        key="projects",
        size=(WIDTH, y + MARGIN),
        lang=f'xml:lang="{tr.code}" lang="{tr.code}"',
    )
    return f"{start}{title}{head}{drawn}{legend}{foot}</svg>\n"


def _placed(projects: "Projects", land: "Land", box: Box) -> "tuple[dict[str, Any], list[_Shown]]":
    """Fit the ground and the places into the box, the largest place first."""
    west, south, east, north = land.ground.geometry.to_crs(_LAMBERT_93).total_bounds.tolist()

    def put(shapes: "gpd.GeoSeries") -> Any:  # noqa: ANN401 shapely publishes no types
        return in_box(np.asarray(shapes.to_crs(_LAMBERT_93)), (west, south, east, north), box)

    # Together, so that neighbours keep their common border; to a unit, which nobody sees.
    fitted = shapely.coverage_simplify(put(land.ground.geometry), tolerance=1.0)
    ground = dict(zip(land.ground.index, fitted, strict=True))
    areas = {name: put(frame.geometry)[0] for name, frame in land.areas.items()}
    # The smallest last: a city lies over its département, and would be hidden under it.
    spotted = [
        (place, spot, shapely.Point(spot.point[::-1]))
        for place, spot in zip(projects.places, land.spots, strict=True)
        if spot.point
    ]
    spotted.sort(key=lambda known: -known[1].size)
    points = put(gpd.GeoSeries([point for _, _, point in spotted], crs=4326))
    named = {sign.name: sign for sign in signs(projects.solutions)}
    shown = []
    for (place, spot, _), point in zip(spotted, points, strict=True):
        shape = areas.get(spot.area)
        if spot.departements:
            shape = shapely.coverage_union_all([ground[code] for code in spot.departements])
        own = tuple(named[name] for name in place.states[-1].solutions if name in named)
        shown.append(_Shown(place, place.states[-1], own, float(point.x), float(point.y), shape))
    return ground, shown


def _map(ground: "Mapping[str, Any]", shown: "Iterable[_Shown]") -> str:
    """Draw the ground, then territories from the largest to the smallest."""
    # Borders over all fills, each once: dark round territories, since two of one solution have one
    # fill; white between départements.
    shapes = list(ground.values())
    whole = shapely.coverage_union_all(shapes)
    parts = [f'<g fill="{_GROUND}">\n<path d="{path(whole)}"/>\n</g>\n']
    parts += [_territory(placed) for placed in shown if placed.shape is not None and placed.signs]
    inner = path(borders(np.array(shapes, dtype=object)))
    coast = path(shapely.boundary(whole))
    outlines = "".join(
        f'<path d="{path(shapely.boundary(placed.shape))}" stroke="{palette.BORDER}" '
        'stroke-width="1.3"/>\n'
        for placed in shown
        if placed.shape is not None
    )
    return (
        f'{"".join(parts)}<g fill="none" stroke-linejoin="round">\n'
        f'<path d="{inner}" stroke="{palette.PAPER}" stroke-width="0.8"/>\n'
        f'<path d="{coast}" stroke="{_COAST}" stroke-width="0.8"/>\n{outlines}</g>\n'
    )


def _territory(placed: _Shown) -> str:
    count = len(placed.signs)
    ground = f'<path d="{path(placed.shape)}" fill="{placed.signs[0].fill}"/>\n'
    return ground + "".join(
        f'<path d="{path(_stripes(placed.shape, turn, count))}" fill="{sign.fill}"/>\n'
        for turn, sign in enumerate(placed.signs)
        if turn
    )


def _stripes(shape: Any, turn: int, count: int) -> Any:  # noqa: ANN401 shapely publishes no types
    """Cut a shape into slanted stripes, and give those of one solution, by its turn."""
    # As shapes, not as a `<pattern>`: quicker, and drawn alike by every program. They begin at a
    # multiple of the whole, so that they go on over a border.
    left, top, right, bottom = shapely.bounds(shape)
    whole, high = _STRIPE * count, bottom - top
    first = np.floor((left - high) / whole) * whole
    starts = np.arange(first, right + whole, whole) + turn * _STRIPE
    bands = [
        shapely.Polygon([(x, bottom), (x + _STRIPE, bottom), (x + _STRIPE + high, top),
                         (x + high, top)])
        for x in starts
    ]  # fmt: skip
    return shapely.intersection(shapely.MultiPolygon(bands), shape)


def _marks(shown: "Sequence[_Shown]", box: Box, tr: "Language") -> str:
    """Write signs, but those that would hide one of the same programme; then names with room."""
    taken: list[_Rect] = []
    kept: list[_Shown] = []
    # A city of the same programme lies in its département, and says nothing more: its sign goes. A
    # city of another programme is what one looks for: it stays, whatever it lies over.
    for placed in shown:
        half = len(placed.signs) * _STEP / 2
        room = _Rect(placed.x - half, placed.y - _SIGN, placed.x + half, placed.y + _SIGN)
        same = [other.place.programme == placed.place.programme for other in kept]
        if not any(own and _meets(room, other) for own, other in zip(same, taken, strict=True)):
            taken.append(room)
            kept.append(placed)
    signs_svg = "".join(_signs(placed) for placed in kept)
    return signs_svg + "".join(_label(placed, taken, box, tr) for placed in kept)


def _meets(one: _Rect, other: _Rect) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _signs(placed: _Shown) -> str:
    start = placed.x - (len(placed.signs) - 1) * _STEP / 2
    return "".join(
        _sign(sign, start + turn * _STEP, placed.y) for turn, sign in enumerate(placed.signs)
    )


def _sign(sign: "Sign", x: float, y: float) -> str:
    place = f'transform="translate({attribute(x)} {attribute(y)}) scale({attribute(_SIGN * 0.8)})"'
    return (
        f'<g {place}><path d="{sign.shape}" fill="none" stroke="{palette.PAPER}" '
        f'stroke-width="0.7"/><path d="{sign.shape}" fill="{sign.colour}" '
        'fill-rule="evenodd"/></g>\n'
    )


def _label(placed: _Shown, taken: list[_Rect], box: Box, tr: "Language") -> str:
    """Write the name and the rate where there is room, or nothing."""
    rate = placed.state.rate
    texts = [(SHORT_NAME.sub("", placed.place.name), _NAME)]
    texts += [(f"{rate.printed} {share_words(rate.of, tr)}", _RATE)] if rate else []
    # A reader's own font may be wider than the one that is measured: some room is kept for it.
    wide = max(width(words, style) for words, style in texts) * 1.06
    high = 15.0 * len(texts)
    half = len(placed.signs) * _STEP / 2 + 2
    lefts = (placed.x - wide / 2, placed.x - half, placed.x + half - wide)
    # On the right, where a reader expects a name, then left, below, above: the first that is free.
    corners = [
        (placed.x + half, placed.y - high / 2),
        (placed.x - half - wide, placed.y - high / 2),
        *((left, placed.y + _SIGN + 2) for left in lefts),
        *((left, placed.y - _SIGN - 2 - high) for left in lefts),
    ]
    rooms = [_Rect(left, top, left + wide, top + high) for left, top in corners]
    free = next(
        (
            room
            for room in rooms
            if room.left >= box.left
            and room.right <= box.left + box.width
            and not any(_meets(room, other) for other in taken)
        ),
        None,
    )
    if free is None:  # no name over another: the table and the page have them all
        return ""
    taken.append(free)
    written = "".join(
        text(free.left, free.top + 11.5 + 15 * line, words, style)
        for line, (words, style) in enumerate(texts)
    )
    halo = f'stroke="{palette.PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f"<g {halo}>\n{written}</g>\n"


def _legend(shown: "Sequence[Sign]", top: float, tr: "Language") -> tuple[str, float]:
    """List the signs in columns."""
    markup, across = "", ROOM / _LEGEND_COLUMNS
    for turn, sign in enumerate(shown):
        x = MARGIN + turn % _LEGEND_COLUMNS * across
        y = top + turn // _LEGEND_COLUMNS * 22
        # on one line: a second would run into the row below
        words = wrapped(solution_words(sign.name, tr), across - 30, _KEY, most_lines=1)[0]
        markup += _sign(sign, x + _SIGN, y - 4.5) + text(x + 24, y, words, _KEY)
    return markup, top + ceil(len(shown) / _LEGEND_COLUMNS) * 22


def _foot(projects: "Projects", land: "Land", top: float, tr: "Language") -> tuple[str, float]:
    """Say what isn't where it is, and name the sources."""
    moved = wrapped(tr(OVERSEAS), ROOM, _SMALL) if land.overseas else []
    named = source_list(projects, tr)
    sources = tr("Sources\u00a0: {sources}.", sources=tr(" ; ").join(named))
    listed = wrapped(sources, ROOM, _SMALL, most_lines=12) if named else []
    return lines(MARGIN, top, [*moved, *listed, tr(BOUNDARIES)], _SMALL)


def _in_words(placed: _Shown, tr: "Language") -> str:
    solutions = " + ".join(solution_words(name, tr) for name in placed.state.solutions)
    rate = placed.state.rate
    share = f", {rate.printed} {share_words(rate.of, tr)}" if rate else ""
    return f"{placed.place.name} ({solutions}{share})"
