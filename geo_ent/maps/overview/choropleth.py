"""The map of an atlas as an SVG: each zone a link to its page, in the colour of its class.

It is whole without a script: what a zone says is its title, which a browser shows under the
pointer. A level is a layer, a figure a class of each path: style sheets alone choose what is seen.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo_ent.maps import palette
from geo_ent.maps.overview.lands import HEIGHT, WIDTH, neighbours
from geo_ent.maps.overview.overview_level import CHANGE_FIGURE
from geo_ent.maps.page.class_bounds import NO_SCHOOL_FILL, UNKNOWN_FILL
from geo_ent.maps.picture.labels import LEADING, NUMBER, RADIUS, Placed, place
from geo_ent.maps.picture.picture_shapes import Box, borders, path
from geo_ent.maps.picture.picture_text import BOLD, SLACK, Style, attribute, text, width
from geo_ent.telling.atlas.zone_words import absent_line, zone_lines
from geo_ent.telling.claims import joined
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo_ent.maps.overview.lands import Geometries, Land
    from geo_ent.maps.overview.overview_level import OverviewLevel, Painted
    from geo_ent.maps.picture.labels import Mark
    from geo_ent.telling.claims import Scope
    from geo_ent.telling.language import Language

MOST_NAMED = 90
"""With more zones than this, names and numbers would hide the map: rates alone are written."""

_RATE = Style(10.5, BOLD)
_LAND_NAME = Style(11.5, ink=palette.INK_MUTE)
_FARTHEST = 44.0  # units: longer lines cross each other where a town has twenty circonscriptions
_MOST_WITH_NAMES = 20  # départements: with more, a name would find room in the largest alone
_UNIT = re.compile(r"\s?(?:%|points?)")
_SPECIALS = {NO_SCHOOL_FILL: palette.PAPER, UNKNOWN_FILL: palette.UNKNOWN_GROUND}


class Layer(NamedTuple):
    """A level of the map: its SVG, the zones that are numbers on it, what it says of each zone.

    The marks number the zones by their place among `codes`.
    """

    svg: str
    codes: "tuple[str, ...]"
    marks: "tuple[Mark, ...]"
    sentences: tuple[str, ...]


def layer(
    level: "OverviewLevel",
    lands: "Sequence[Land]",
    figures: "Sequence[Painted]",
    tr: "Language",
    *,
    around: "Geometries | None" = None,
) -> Layer:
    """Draw a level: its zones as links, their borders, what is written on them.

    Parameters
    ----------
    level
        The figures of the zones.
    lands
        Where the zones are; those without figures are drawn without a colour.
    figures
        The rate, then the change if there is one.
    tr
        The page's language, of the atlas' schools.
    around
        The outlines of larger zones, drawn over the borders.
    """
    lines = _lines(level, tr)
    zones = "".join(
        _land(land, level, figures, lines, again=_again(lands, rank))
        for rank, land in enumerate(lands)
    )
    shapes = np.concatenate([land.shapes for land in lands])
    codes = [code for land in lands for code in land.codes]
    over = _line(path(borders(around)), "around") if around is not None and len(around) else ""
    written, marks = _written(level, shapes, codes, figures)
    svg = f'<g class="layer of-{level.level}" fill-rule="evenodd">\n{zones}{over}{written}</g>\n'
    return Layer(svg, tuple(codes), marks, tuple(joined(words) for words in lines.values()))


def _again(lands: "Sequence[Land]", rank: int) -> bool:
    """Tell whether a land draws again, larger, zones that another land has."""
    before = {code for land in lands[:rank] for code in land.codes}
    return bool(before & set(lands[rank].codes))


def _lines(level: "OverviewLevel", tr: "Language") -> "Mapping[str, Sequence[str]]":
    """Say of each zone what is shown under the pointer."""
    changed = level.change.to_dict("index")
    lines: dict[str, Sequence[str]] = {}
    for code, row in level.coverage.to_dict("index").items():
        of_zone = tr.about(_scope(level, str(code), tr.scope))
        if code in level.dates:
            of_zone = of_zone.about(of_zone.scope.on(level.dates[str(code)]))
        name = str(row["zone_name"])
        numbers = {str(column): value for column, value in row.items()}
        change = {str(column): value for column, value in changed.get(code, {}).items()}
        lacking = level.lacking.get(str(code), ())
        lines[str(code)] = zone_lines(name, numbers, change, of_zone, lacking=lacking)
    for code, name in level.absent.items():
        lines[code] = [name, absent_line(tr)]
    return lines


def _scope(level: "OverviewLevel", key: str, whole: "Scope") -> "Scope":
    """Say of whom the figures of a zone are."""
    if key not in level.shared:
        return whole.at(level.level, key)
    code, departement = level.shared[key]
    return replace(whole, departements=(departement,)).at(level.level, code)


def _land(
    land: "Land",
    level: "OverviewLevel",
    figures: "Sequence[Painted]",
    lines: "Mapping[str, Sequence[str]]",
    *,
    again: bool,
) -> str:
    name = ""
    if land.name:
        words = text(land.box.left, land.box.top - 5, land.name, _LAND_NAME)
        name = f'<g class="land-names">{words}</g>\n'
    zones = [
        _zone(code, path(shape), level, figures, lines.get(code, ()), again=again)
        for code, shape in zip(land.codes, land.shapes, strict=True)
    ]
    return f"{name}{''.join(zones)}"


def _zone(
    code: str,
    shape: str,
    level: "OverviewLevel",
    figures: "Sequence[Painted]",
    lines: "Sequence[str]",
    *,
    again: bool,
) -> str:
    """Draw a zone: a link where it has a page, of its colours; what is said of it is its title."""
    title = f"<title>{attribute_lines(lines)}</title>" if lines else ""
    known = [
        f"{figure.name[0]}{figure.classes[code]}" for figure in figures if code in figure.classes
    ]
    if not known:
        return f'<path class="zone absent" d="{shape}">{title}</path>\n'
    drawn = f'<path class="zone {" ".join(known)}" d="{shape}"/>'
    if code not in level.pages:
        return f'<g data-zone="{attribute(code)}">{title}{drawn}</g>\n'
    # Drawn larger, a zone is the same link once more: once is enough for a keyboard.
    hidden = ' tabindex="-1" aria-hidden="true"' if again else ""
    page = attribute(level.pages[code])
    return f'<a href="{page}" data-zone="{attribute(code)}"{hidden}>{title}{drawn}</a>\n'


def attribute_lines(lines: "Iterable[str]") -> str:
    """Write the lines of a title: cleaned, escaped, one under the other."""
    return "&#10;".join(attribute(line) for line in lines)


def _line(shape: str, name: str) -> str:
    return f'<path class="{name}" d="{shape}"/>\n' if shape else ""


def _written(
    level: "OverviewLevel",
    shapes: "Geometries",
    codes: "Sequence[str]",
    figures: "Sequence[Painted]",
) -> "tuple[str, tuple[Mark, ...]]":
    """Write names and values, or values alone where there are too many zones."""
    most = _MOST_WITH_NAMES if level.level == "departement" else MOST_NAMED
    if len(codes) > most:
        return "".join(_values(shapes, codes, figure) for figure in figures), ()
    rated = figures[0]
    names = [str(level.coverage["zone_name"].get(code, "")) for code in codes]
    there = np.array(
        [
            shape if code in rated.readings else None
            for code, shape in zip(codes, shapes, strict=True)
        ],
        dtype=object,
    )
    readings = [rated.readings.get(code, "") for code in codes]
    placed = place(there, names, readings, Box(0, 0, WIDTH, HEIGHT), farthest=_FARTHEST)
    # Numbers are for circonscriptions, which have a key; those that none is for are passed over.
    marks = placed.marks if level.level == "circonscription" else ()
    numbered = [mark._replace(number=number) for number, mark in enumerate(marks, start=1)]
    placed = Placed(placed.labels, tuple(numbered))
    written = "".join(_labels(placed, codes, figure, rated) for figure in figures)
    # What has room for no name may have some for its value.
    named = {label.zone for label in placed.labels} | {mark.zone for mark in placed.marks}
    bare = [rank for rank in range(len(codes)) if rank not in named]
    written += "".join(
        _values(shapes[bare], [codes[rank] for rank in bare], figure) for figure in figures
    )
    discs = "".join(_mark(mark) for mark in placed.marks)
    return f'{written}<g class="labels" aria-hidden="true">{discs}</g>\n', placed.marks


def _values(shapes: "Geometries", codes: "Sequence[str]", figure: "Painted") -> str:
    """Write the value of each zone that has room for it."""
    markup = ""
    for code, shape in zip(codes, shapes, strict=True):
        if code not in figure.readings or figure.classes[code] >= len(figure.fills) - 2:
            continue
        words = _short(figure.readings[code])
        spot = _spot(shape, width(words, _RATE) * SLACK / 2, _RATE.size / 2)
        if spot is None:
            continue
        ink = palette.ink_on(_ground(figure, code))
        markup += text(spot[0], spot[1] + 3.8, words, _RATE._replace(ink=ink), anchor="middle")
    return f'<g class="labels show-{figure.name}" aria-hidden="true">\n{markup}</g>\n'


def _short(reading: str) -> str:
    """Leave the unit out, which the legend has."""
    return _UNIT.sub("", reading)


def _spot(shape: Any, half_wide: float, half_high: float) -> "tuple[float, float] | None":  # noqa: ANN401 shapely publishes no types
    """Give the middle of a shape where a text fits around it, or the place of it that is widest."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    middle = shapely.get_coordinates(shapely.centroid(largest))[0]
    widest = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest))[0]
    for x, y in (middle.tolist(), widest.tolist()):
        room = shapely.box(x - half_wide, y - half_high, x + half_wide, y + half_high)
        if shapely.contains(largest, room):
            return float(x), float(y)
    return None


def _labels(placed: Placed, codes: "Sequence[str]", figure: "Painted", rated: "Painted") -> str:
    """Write the names, and under each the figure's value."""
    markup = ""
    for label in placed.labels:
        code, y = codes[label.zone], label.y
        ground = _ground(figure, code)
        words = ""
        for line, style in label.lines:
            shown = _short_points(figure, code) if line == rated.readings[code] else line
            inked = style._replace(ink=palette.ink_on(ground))
            words += text(label.x, y + style.size * 0.35, shown, inked, anchor="middle")
            y += style.size * LEADING
        special = figure.classes[code] >= len(figure.fills) - 2
        halo = f'stroke="{ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        markup += f"<g {halo}>{words}</g>\n" if special else words
    return f'<g class="labels show-{figure.name}" aria-hidden="true">\n{markup}</g>\n'


def _short_points(figure: "Painted", code: str) -> str:
    """Write a zone's value under its name; of a change the number alone, which has a sign."""
    reading = figure.readings[code]
    return _short(reading) if figure.name == CHANGE_FIGURE else reading


def _ground(figure: "Painted", code: str) -> str:
    fill = figure.fills[figure.classes[code]] if code in figure.classes else palette.PAPER
    return _SPECIALS.get(fill, fill)


def _mark(mark: "Mark") -> str:
    """Draw a number in a disc, with a line to its zone where it stands beside."""
    x, y = attribute(mark.x), attribute(mark.y)
    leader = ""
    if mark.foot:
        line = f"M{attribute(mark.foot[0])} {attribute(mark.foot[1])}L{x} {y}"
        leader = f'<path class="leader" d="{line}"/>'
    disc = f'<circle cx="{x}" cy="{y}" r="{RADIUS}" class="disc"/>'
    words = text(mark.x, mark.y + NUMBER.size * 0.36, str(mark.number), NUMBER, anchor="middle")
    return leader + disc + words


def ground(lands: "Sequence[Land]") -> str:
    """Draw what is round the lands, faintly: a part of the country is known by its neighbours."""
    lines = filter(None, map(neighbours, lands))
    return "".join(_line(path(line), "ground") for line in lines)


def picture(layers: "Iterable[str]", title: str, alt: str) -> str:
    """Put layers into a picture: a group of links with a name, not an image.

    Parameters
    ----------
    layers
        The SVG of each level.
    title, alt
        What is read out of the whole.
    """
    return (
        f'<svg id="geo-ent-map" class="atlas-map" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        'role="group" '
        f'aria-labelledby="geo-ent-map-title geo-ent-map-alt" xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="geo-ent-map-title">{attribute(clean(title))}</title>\n'
        f'<desc id="geo-ent-map-alt">{attribute(clean(alt))}</desc>\n{"".join(layers)}</svg>\n'
    )


def fills_css(level: str, figure: "Painted") -> str:
    """Write the style of a figure's classes: the rate at first, the change where it is chosen."""
    chosen = (
        ""
        if figure.name != CHANGE_FIGURE
        else ":is(html[data-figure=change],html:has(#geo-ent-figure-change:checked)) "
    )
    return "".join(
        f"{chosen}.of-{level} .{figure.name[0]}{rank}{{fill:{fill}}}\n"
        for rank, fill in enumerate(figure.fills)
    )
