"""The map as a picture, without a browser: an SVG written by hand, and a PNG drawn from it.

The picture is 800 units wide: it is meant to be shown 800 pixels wide. The PNG has 1600 pixels
across, twice that, so that it is crisp on the screens of today and in print.
"""

from typing import TYPE_CHECKING, NamedTuple

import shapely

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.indicators.classes import classed, classify, fragile, values
from geo_ent.maps import palette
from geo_ent.maps.palette import fills_of
from geo_ent.maps.picture.labels import LEADING, NUMBER, RADIUS, Label, Mark, Placed, place
from geo_ent.maps.picture.picture_parts import (
    DOTTED,
    HATCHED,
    MARGIN,
    ROOM,
    WIDTH,
    Entry,
    Row,
    filled,
    foot,
    head,
    legend,
    numbers,
    pattern,
)
from geo_ent.maps.picture.picture_shapes import Box, borders, drawn, linked, outlines, path
from geo_ent.maps.picture.picture_text import BOLD, Style, attribute, lines, opening, text, wrapped
from geo_ent.telling.indicator_words import class_labels, special_labels
from geo_ent.telling.language import Language, language
from geo_ent.telling.page.alt_text import alt_text
from geo_ent.telling.page.page_words import level_words
from geo_ent.telling.page.picture_words import PICTURE_WORDS, title_of, value_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.page.page_facts import PageFacts

    Geometries = npt.NDArray[np.object_]

TALLEST, TALLEST_ALONE = 640.0, 720.0
"""The map's height at most, in the picture's units: with the legend beside it, and without."""

# The longest label of a class is 148 units wide, and its swatch takes 40 to the left of it.
BESIDE = 190.0
"""The least room beside the map that the legend goes into."""

WIDEST_ASIDE = 280.0
"""What stands beside the map is read in one look: no wider than this."""

MOST_NAMED = 90
"""With more zones than this, names and numbers would hide the map: none is written."""

_NAME = Style(15, BOLD)
_GUTTER = 24.0
_FLAT = 1e-6


def map_svg(  # noqa: PLR0913 what a picture is made of, all by keyword
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    *,
    facts: "PageFacts",
    level: str = "circonscription",
    indicator: "Indicator" = COVERAGE,
    links: "gpd.GeoDataFrame | None" = None,
    alt: str = "",
    tr: Language = language("fr"),  # noqa: B008 always the same, and frozen
) -> str:
    """Draw the map of an indicator as an SVG, with its title, legend, labels and sources.

    Parameters
    ----------
    zones
        Level -> frame indexed by `zone_code`: `zone_name, estimated`, geometry in EPSG:4326. The
        outlines of `departement` are drawn when it is there.
    coverage
        Level -> coverage table of the same zones.
    facts
        Title, date, headline, sources, in the same language.
    level, indicator
        What is coloured, and by what.
    links
        The networks of schools in place, as lines that meet in their middle (EPSG:4326).
    alt
        What those who don't see it are told; "" for `alt_text` to say it from the figures.
    tr
        The picture's language.

    Returns
    -------
    str
        A complete SVG, 800 units wide: no script, no font, nothing from elsewhere. The same bytes
        for the same inputs.

    Raises
    ------
    InputError
        If the level is missing, or its zones and its coverage don't name the same zones.
    """
    table = table_of(zones, coverage, level)
    look = look_of(table, indicator, tr)
    shapes, bounds = drawn(zones, level)
    top, y = head(facts, tr)
    named, y = lines(
        MARGIN, y, wrapped(title_of(indicator, level, tr), ROOM, _NAME, most_lines=2), _NAME
    )
    box, side = _arranged(bounds, y + 6)
    fitted, around = outlines(zones, shapes, bounds, box)
    meshes = linked(links, zones, level, bounds, box) if links is not None else ()
    few = len(fitted) <= MOST_NAMED
    placed = place(fitted, look.names, look.readings, box) if few else Placed((), ())
    aside, low = _aside(look, placed, level, tr, side)
    end = max(box.top + box.height, low) + 14
    notes = _notes(zones, look, level, tr) + [tr(PICTURE_WORDS["networks"])] * bool(len(meshes))
    last, end = foot(facts, notes, tr, end)
    body = zones_drawn(fitted, around, look) + _links(meshes)
    body += _labels(placed, look.fills, over_lines=bool(len(meshes)))
    alt = alt or alt_text(table, facts=facts, level=level, indicator=indicator, tr=tr)
    lang = f'xml:lang="{tr.code}" lang="{tr.code}"'  # as a file it is XML, in a page it is HTML
    size = (WIDTH, end + MARGIN - 8)
    start = opening(facts.title, alt, key="geo-ent-still", size=size, lang=lang)
    return f"{start}{top}{named}{body}{aside}{last}</svg>\n"


class Look(NamedTuple):
    """What each zone says and wears, in the order of the table; and the legend's rows."""

    names: list[str]
    readings: list[str]
    titles: list[str]
    fills: list[str]
    rows: list[Row]
    own_classes: bool


def table_of(
    zones: "Mapping[str, gpd.GeoDataFrame]", coverage: "Mapping[str, pd.DataFrame]", level: str
) -> "pd.DataFrame":
    """Give the level's coverage in the order of its zones."""
    if level in zones and level in coverage:
        table, index = coverage[level], zones[level].index
        if len(table) == len(index) and not index.difference(table.index).size:
            return table.reindex(index)
    msg = f"the picture needs the zones of level {level}, and the coverage of the same zones"
    raise InputError(msg)


def look_of(table: "pd.DataFrame", indicator: "Indicator", tr: Language) -> Look:
    """Choose each zone's colour and words."""
    indicator, common = classed(table, indicator), indicator.breaks
    codes = classify(table, indicator).cat.codes.tolist()
    ramp = fills_of(indicator)
    fills = [*ramp, HATCHED, DOTTED]
    labels = [*class_labels(indicator, tr), *special_labels(indicator, tr)]
    # Every class of the scale is in the legend, empty ones too: two pictures of one territory then
    # have the same legend. A pattern is explained only where it is drawn.
    rows = [
        Row(label, fill, codes.count(code))
        for code, (label, fill) in enumerate(zip(labels, fills, strict=True))
        if code < len(ramp) or code in codes
    ]
    measured = zip(values(table, indicator), fragile(table, indicator), codes, strict=True)
    readings = [
        value_words(value, indicator.unit, tr) + "*" * weak if code < len(ramp) else labels[code]
        for value, weak, code in measured
    ]
    names = table["zone_name"].astype(str).tolist()
    titles = [
        tr(PICTURE_WORDS["named_value"], zone=name, value=value)
        for name, value in zip(names, readings, strict=True)
    ]
    shown = [fills[code] for code in codes]
    return Look(names, readings, titles, shown, rows, own_classes=indicator.breaks != common)


def _arranged(bounds: tuple[float, float, float, float], top: float) -> tuple[Box, Box]:
    """Share the room out: the map, and the legend beside it or under it.

    A territory that is taller than wide leaves room at its side.
    """
    west, south, east, north = bounds
    shape = (north - south) / max(east - west, 1.0)
    # As wide as it is at the tallest. Where that leaves no room for the legend at its side, the
    # legend goes below and the map takes the whole width.
    width = TALLEST / max(shape, _FLAT)
    if ROOM - width >= BESIDE + _GUTTER:
        box = Box(MARGIN, top, width, TALLEST)
        left = ROOM - width - _GUTTER
        return box, Box(MARGIN + width + _GUTTER, top, min(left, WIDEST_ASIDE), TALLEST)
    height = min(ROOM * shape, TALLEST_ALONE)
    return Box(MARGIN, top, ROOM, height), Box(MARGIN, top + height + 18, ROOM, 0)


def _aside(look: Look, placed: Placed, level: str, tr: Language, side: Box) -> tuple[str, float]:
    """Write the legend and, under it, the zones that are numbers on the map."""
    keys, y = legend(look.rows, level, tr, side)
    entries = [
        Entry(mark.number, look.names[mark.zone], look.readings[mark.zone]) for mark in placed.marks
    ]
    listed, low = numbers(entries, tr, Box(side.left, y + 14, side.width, 0))
    return keys + listed, low


def _notes(
    zones: "Mapping[str, gpd.GeoDataFrame]", look: Look, level: str, tr: Language
) -> list[str]:
    notes = [tr(PICTURE_WORDS["own_classes"])] if look.own_classes else []
    if any(value.endswith("*") for value in look.readings):
        notes.append(tr(PICTURE_WORDS["fragile"]))
    if zones[level]["estimated"].any():
        contours = level_words(level, tr).contours
        notes.append(tr(PICTURE_WORDS["estimated"], contours=contours))
    return notes


def zones_drawn(shapes: "Geometries", around: "Geometries", look: Look) -> str:
    """Draw the zones, their borders once each over them, the départements over all."""
    there = [
        (shape, fill, title)
        for shape, fill, title in zip(shapes, look.fills, look.titles, strict=True)
        if shape is not None
    ]
    fills = "".join(filled(path(shape), fill, title) for shape, fill, title in there)
    patterns = "".join(pattern(shape, fill) for shape, fill, _ in there)
    # Fills have no stroke: a border would be drawn by both neighbours, the second over the first.
    # Once, and dark: no class is as dark, and two classes part by themselves.
    fine = path(borders(shapes)) if there else ""
    thick = path(borders(around)) if len(around) else ""
    return (
        f'<g fill-rule="evenodd">\n{fills}</g>\n<g fill="none">\n{patterns}'
        + _line(fine, palette.OUTLINE, 0.8)
        + _line(thick, palette.OUTLINE, 1.6)
        + "</g>\n"
    )


def _links(meshes: "Geometries | tuple[()]") -> str:
    """Draw the networks: lines on a white casing, a dot where those of a network meet."""
    # All casings before all lines: a casing over a line would cut it where networks cross.
    shapes = [path(mesh) for mesh in meshes]
    cased = "".join(_line(shape, palette.PAPER, 4) for shape in shapes)
    inked = "".join(_line(shape, palette.NETWORK, 1.8) for shape in shapes)
    # Links are run from a school to the middle, so any link's last point will do.
    ends = [shapely.get_point(shapely.get_parts(mesh)[0], -1) for mesh in meshes]
    dots = "".join(_disc(end.x, end.y, 4, palette.NETWORK) for end in ends)
    return f'<g fill="none">\n{cased}{inked}</g>\n{dots}' if shapes else ""


def _line(shape: str, colour: str, thickness: float) -> str:
    if not shape:
        return ""
    join = 'stroke-linejoin="round" stroke-linecap="round"'
    return f'<path d="{shape}" stroke="{colour}" stroke-width="{thickness}" {join}/>\n'


def _labels(placed: Placed, fills: "Sequence[str]", *, over_lines: bool) -> str:
    """Write names and numbers over the map."""
    names = "".join(_label(label, fills[label.zone], over_lines) for label in placed.labels)
    marks = "".join(_mark(mark) for mark in placed.marks)
    return f'<g class="labels">\n{names}{marks}</g>\n'


def _label(label: Label, fill: str, over_lines: bool) -> str:  # noqa: FBT001
    """Write a name in the ink that reads best on its zone, its pattern and lines kept off."""
    ground = {HATCHED: palette.PAPER, DOTTED: palette.UNKNOWN_GROUND}.get(fill, fill)
    ink, y, markup = palette.ink_on(ground), label.y, ""
    for words, style in label.lines:
        inked = style._replace(ink=ink)
        # `fitted`: a reader's wider font is narrowed to the room that we measured.
        markup += text(label.x, y + style.size * 0.35, words, inked, anchor="middle", fitted=True)
        y += style.size * LEADING
    halo = f'stroke="{ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f"<g {halo}>\n{markup}</g>\n" if over_lines or fill in {HATCHED, DOTTED} else markup


def _mark(mark: Mark) -> str:
    """Draw a number in a disc, with a line to its zone where it stands beside."""
    x, y = attribute(mark.x), attribute(mark.y)
    leader = ""
    if mark.foot:
        line = f"M{attribute(mark.foot[0])} {attribute(mark.foot[1])}L{x} {y}"
        leader = _line(line, palette.PAPER, 3) + _line(line, palette.INK, 1.2)
        leader += _disc(mark.foot[0], mark.foot[1], 2, palette.INK)
    circle = _disc(mark.x, mark.y, RADIUS, palette.PAPER)
    number = text(mark.x, mark.y + NUMBER.size * 0.36, str(mark.number), NUMBER, anchor="middle")
    return leader + circle + number


def _disc(x: float, y: float, radius: float, fill: str) -> str:
    circle = f'cx="{attribute(x)}" cy="{attribute(y)}" r="{attribute(float(radius))}"'
    ring = palette.INK if fill == palette.PAPER else palette.PAPER
    return f'<circle {circle} fill="{fill}" stroke="{ring}" stroke-width="1.2"/>\n'
