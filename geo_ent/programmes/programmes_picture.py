"""The programmes as a picture: the last year of the table, for a page that shows no script."""

from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from geo_ent.maps import palette
from geo_ent.maps.picture.picture_parts import MARGIN, ROOM, WIDTH
from geo_ent.maps.picture.picture_shapes import Box, borders, path
from geo_ent.maps.picture.picture_text import (
    BOLD,
    FONTS,
    Style,
    attribute,
    lines,
    text,
    width,
    wrapped,
)
from geo_ent.programmes.programme_places import land_of
from geo_ent.programmes.programme_words import PAGE, SHORT_NAME
from geo_ent.programmes.programmes_markup import source_words
from geo_ent.programmes.programmes_model import projects_of
from geo_ent.programmes.solution_signs import signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from geo_ent.programmes.programme_places import Land, Spot
    from geo_ent.programmes.programmes_model import Place, Projects, State
    from geo_ent.programmes.solution_signs import Sign

__all__ = ["projects_svg"]

_GROUND, _COAST = "#ededf2", "#7b7b94"
_SIGN = 8.0  # units: a sign's radius
_STEP = 20.0
_STRIPE = 6.0
_METRES = 2154
_NAME, _RATE = Style(12.5), Style(11.5, BOLD, "#000091")
_TITLE, _SAID = Style(27, BOLD), Style(14, ink=palette.INK_MUTE)
_KEY, _SMALL = Style(12.5), Style(11, ink=palette.INK_MUTE)
_LEGEND_COLUMNS = 3


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


def projects_svg(programmes: "pd.DataFrame") -> str:
    """Draw the programmes known at the last date of the table, with signs, rates and a legend.

    Parameters
    ----------
    programmes
        As `read_programmes` gives them.

    Returns
    -------
    str
        A complete SVG, 800 units wide: no script, nothing from elsewhere, the same bytes for the
        same rows.

    Examples
    --------
    >>> svg = projects_svg(read_programmes())  # doctest: +SKIP
    """
    projects = projects_of(programmes)
    places = [place for programme in projects.programmes for place in programme.places]
    land = land_of(places)
    title, y = lines(MARGIN, MARGIN, wrapped(PAGE["title"], ROOM, _TITLE), _TITLE, leading=1.25)
    said = f"Ce que l’on savait en {projects.years[1]}" if projects.rows else PAGE["none"]
    head, y = lines(MARGIN, y + 4, [said], _SAID)
    box = Box(MARGIN, y + 10, ROOM, ROOM)
    ground, shown = _placed(projects, land, box)
    drawn = _map(ground, shown) + _marks(shown, box)
    legend, y = _legend(signs(projects.solutions), box.top + box.height + 24)
    foot, y = _foot(projects, land, y + 10)
    return f"{_opening(said, shown, y + MARGIN)}{title}{head}{drawn}{legend}{foot}</svg>\n"


def _placed(projects: "Projects", land: "Land", box: Box) -> tuple[Any, list[_Shown]]:
    """Fit the ground and the places into the box, the largest place first."""
    import numpy as np
    import shapely

    metric = land.ground.geometry.to_crs(_METRES)
    put = _putting(tuple(metric.total_bounds), box)
    fitted = shapely.coverage_simplify(put(np.asarray(metric)), tolerance=1.0)
    ground = dict(zip(metric.index, fitted, strict=True))
    areas = {
        name: put(np.asarray(frame.geometry.to_crs(_METRES)))[0]
        for name, frame in land.areas.items()
    }
    named = {sign.name: sign for sign in signs(projects.solutions)}
    places = [place for programme in projects.programmes for place in programme.places]
    found = [
        _shown(place, spot, ground, areas, put, named)
        for place, spot in sorted(zip(places, land.spots, strict=True), key=lambda p: -p[1].size)
        if spot.point
    ]
    return ground, found


def _putting(bounds: tuple[float, ...], box: Box) -> "Callable[[Any], Any]":
    """Give what brings metres into the picture."""
    import numpy as np
    import shapely

    west, south, east, north = bounds
    scale = min(box.width / (east - west), box.height / (north - south))
    left = box.left + (box.width - (east - west) * scale) / 2
    top = box.top + (box.height - (north - south) * scale) / 2
    return lambda shapes: shapely.transform(
        shapes,
        lambda at: np.column_stack([(at[:, 0] - west) * scale + left,
                                    (north - at[:, 1]) * scale + top]),
    )  # fmt: skip


def _shown(
    place: "Place",
    spot: "Spot",
    ground: "Mapping[str, Any]",
    areas: "Mapping[str, Any]",
    put: "Callable[[Any], Any]",
    named: "Mapping[str, Sign]",
) -> _Shown:
    import geopandas as gpd
    import shapely

    latitude, longitude = spot.point or (0.0, 0.0)
    at = gpd.GeoSeries([shapely.Point(longitude, latitude)], crs=4326).to_crs(_METRES)
    point = put(at.to_numpy())[0]
    shape = areas.get(spot.area)
    if spot.departements:
        shape = shapely.coverage_union_all([ground[code] for code in spot.departements])
    state = place.states[-1]
    own = tuple(named[name] for name in state.solutions if name in named)
    return _Shown(place, state, own, float(point.x), float(point.y), shape)


def _map(ground: "Mapping[str, Any]", shown: "Iterable[_Shown]") -> str:
    """Draw the ground, then territories from the largest to the smallest."""
    import numpy as np
    import shapely

    shapes = list(ground.values())
    whole = shapely.coverage_union_all(shapes)
    parts = [f'<g fill="{_GROUND}">\n<path d="{path(whole)}"/>\n</g>\n']
    parts += [_territory(each) for each in shown if each.shape is not None and each.signs]
    inner = path(borders(np.array(shapes, dtype=object)))
    coast = path(shapely.boundary(whole))
    outlines = "".join(
        f'<path d="{path(shapely.boundary(each.shape))}" stroke="{palette.BORDER}" '
        'stroke-width="1.3"/>\n'
        for each in shown
        if each.shape is not None
    )
    return (
        f'{"".join(parts)}<g fill="none" stroke-linejoin="round">\n'
        f'<path d="{inner}" stroke="{palette.PAPER}" stroke-width="0.8"/>\n'
        f'<path d="{coast}" stroke="{_COAST}" stroke-width="0.8"/>\n{outlines}</g>\n'
    )


def _territory(each: _Shown) -> str:
    count = len(each.signs)
    ground = f'<path d="{path(each.shape)}" fill="{each.signs[0].fill}"/>\n'
    return ground + "".join(
        f'<path d="{path(_stripes(each.shape, at, count))}" fill="{sign.fill}"/>\n'
        for at, sign in enumerate(each.signs)
        if at
    )


def _stripes(shape: Any, at: int, count: int) -> Any:  # noqa: ANN401 shapely publishes no types
    """Cut a shape into slanted stripes, and give those of the solution that comes `at`."""
    import numpy as np
    import shapely

    left, top, right, bottom = shapely.bounds(shape)
    whole, high = _STRIPE * count, bottom - top
    first = np.floor((left - high) / whole) * whole
    starts = np.arange(first, right + whole, whole) + at * _STRIPE
    bands = [
        shapely.Polygon([(x, bottom), (x + _STRIPE, bottom), (x + _STRIPE + high, top),
                         (x + high, top)])
        for x in starts
    ]  # fmt: skip
    return shapely.intersection(shapely.MultiPolygon(bands), shape)


def _marks(shown: "Sequence[_Shown]", box: Box) -> str:
    """Write signs, but those that would hide one of the same programme; then names with room."""
    taken: list[_Rect] = []
    kept: list[_Shown] = []
    for each in shown:
        half = len(each.signs) * _STEP / 2
        room = _Rect(each.x - half, each.y - _SIGN, each.x + half, each.y + _SIGN)
        same = [other.place.programme == each.place.programme for other in kept]
        if not any(own and _meets(room, other) for own, other in zip(same, taken, strict=True)):
            taken.append(room)
            kept.append(each)
    drawn = "".join(_signs(each) for each in kept)
    return drawn + "".join(_label(each, taken, box) for each in kept)


def _meets(one: _Rect, other: _Rect) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _signs(each: _Shown) -> str:
    start = each.x - (len(each.signs) - 1) * _STEP / 2
    return "".join(_sign(sign, start + at * _STEP, each.y) for at, sign in enumerate(each.signs))


def _sign(sign: "Sign", x: float, y: float) -> str:
    place = f'transform="translate({attribute(x)} {attribute(y)}) scale({attribute(_SIGN * 0.8)})"'
    return (
        f'<g {place}><path d="{sign.shape}" fill="none" stroke="{palette.PAPER}" '
        f'stroke-width="0.7"/><path d="{sign.shape}" fill="{sign.colour}" '
        'fill-rule="evenodd"/></g>\n'
    )


def _label(each: _Shown, taken: list[_Rect], box: Box) -> str:
    """Write the name and the rate where there is room, or nothing."""
    rate = each.state.rate
    said = [(SHORT_NAME.sub("", each.place.name), _NAME)]
    said += [(f"{rate.printed} {rate.of}", _RATE)] if rate else []
    wide = max(width(words, style) for words, style in said) * 1.06
    high = 15.0 * len(said)
    half = len(each.signs) * _STEP / 2 + 2
    lefts = (each.x - wide / 2, each.x - half, each.x + half - wide)
    corners = [
        (each.x + half, each.y - high / 2),
        (each.x - half - wide, each.y - high / 2),
        *((left, each.y + _SIGN + 2) for left in lefts),
        *((left, each.y - _SIGN - 2 - high) for left in lefts),
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
    if free is None:
        return ""
    taken.append(free)
    written = "".join(
        text(free.left, free.top + 11.5 + 15 * at, words, style)
        for at, (words, style) in enumerate(said)
    )
    halo = f'stroke="{palette.PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f"<g {halo}>\n{written}</g>\n"


def _legend(shown: "Sequence[Sign]", top: float) -> tuple[str, float]:
    """List the signs in columns."""
    markup, across = "", ROOM / _LEGEND_COLUMNS
    for at, sign in enumerate(shown):
        x = MARGIN + at % _LEGEND_COLUMNS * across
        y = top + at // _LEGEND_COLUMNS * 22
        words = wrapped(sign.name, across - 30, _KEY, most=1)[0]
        markup += _sign(sign, x + _SIGN, y - 4.5) + text(x + 24, y, words, _KEY)
    return markup, top + ceil(len(shown) / _LEGEND_COLUMNS) * 22


def _foot(projects: "Projects", land: "Land", top: float) -> tuple[str, float]:
    """Say what isn't where it is, and name the sources."""
    moved = wrapped(PAGE["overseas"], ROOM, _SMALL) if land.overseas else []
    named = sorted(filter(None, map(source_words, projects.sources)))
    said = wrapped(f"Sources\u00a0: {' ; '.join(named)}.", ROOM, _SMALL, most=12) if named else []
    return lines(MARGIN, top, [*moved, *said, PAGE["boundaries"]], _SMALL)


def _opening(said: str, shown: "Iterable[_Shown]", height: float) -> str:
    """Open the outermost element, with what a screen reader says of the picture."""
    tall = ceil(height)
    told = ", ".join(
        f"{each.place.name} ({' + '.join(each.state.solutions)}"
        f"{f', {each.state.rate.printed} {each.state.rate.of}' if each.state.rate else ''})"
        for each in shown
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" '
        f'height="{tall}" role="img" aria-labelledby="projects-title projects-desc" '
        f'xml:lang="fr" lang="fr" font-family="{FONTS}" fill="{palette.INK}">\n'
        f'<title id="projects-title">{attribute(PAGE["title"])}</title>\n'
        f'<desc id="projects-desc">{attribute(f"{said} : {told}")}</desc>\n'
        f'<rect width="{WIDTH}" height="{tall}" fill="{palette.PAPER}"/>\n'
    )
