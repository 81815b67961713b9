"""The parts of a picture round its map: head, legend, list of numbers, foot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import shapely

from geo_ent.maps import palette
from geo_ent.maps.picture.picture_shapes import Box, dots, hatch
from geo_ent.maps.picture.picture_text import (
    ALL_LINES,
    BOLD,
    SLACK,
    Paragraph,
    Style,
    attribute,
    lines,
    stacked,
    text,
    width,
    wrapped,
)
from geo_ent.telling.page.page_words import level_words
from geo_ent.telling.page.picture_words import PICTURE_WORDS, credit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts, Source

WIDTH = 800
MARGIN = 28
ROOM = WIDTH - 2 * MARGIN

EYEBROW = Style(14, ink=palette.INK_MUTE)
TITLE, LONG_TITLE = Style(27, BOLD), Style(24, BOLD)
HEADLINE = Style(16.5)
SIMULATED = Style(12.5, ink=palette.SIMULATED_INK)
LEGEND = Style(12.5, BOLD)
COUNT = Style(12, ink=palette.INK_MUTE)
KEY = Style(12.5)
# In the place of a colour: whoever draws a surface in it must draw a pattern over it too.
HATCHED, DOTTED = "hatch", "dots"
SMALL = Style(11, ink=palette.INK_MUTE)

_GAP, _KEY_INDENT = 22.0, 26.0
_GROUNDS = {HATCHED: palette.PAPER, DOTTED: palette.UNKNOWN_GROUND}


@dataclass(frozen=True, slots=True)
class Row:
    """A class in the legend: its name, its colour (`HATCHED`, `DOTTED` for the special two).

    `zones_n` is how many zones it holds.
    """

    label: str
    fill: str
    zones_n: int


class Entry(NamedTuple):
    """A zone that is a number on the map."""

    number: int
    name: str
    value: str


def filled(shape: str, fill: str, title: str = "") -> str:
    """Write a surface in a class's colour; the special ones get a white or grey ground."""
    ground = _GROUNDS.get(fill, fill)
    # A `<title>` within: what a browser shows under the pointer, without a script.
    end = f"><title>{attribute(title)}</title></path>" if title else "/>"
    return f'<path d="{shape}" fill="{ground}"{end}\n'


def head(facts: "PageFacts", tr: "Language") -> tuple[str, float]:
    """Write the title, the date, the headline, and first of all that data is simulated."""
    markup, y = _simulated(facts, tr) if facts.simulated else ("", 0.0)
    y += MARGIN
    title = TITLE if len(wrapped(facts.title, ROOM, TITLE)) == 1 else LONG_TITLE
    when = tr(PICTURE_WORDS["at"], day=tr.day(facts.date))
    paragraphs = (
        Paragraph(f"{facts.territory} · {when}", EYEBROW, 1, 4, 1.4),
        Paragraph(facts.title, title, 3, 6, 1.25),
        Paragraph(facts.headline, HEADLINE, 4, 18, 1.4),
    )
    rest, y = stacked(MARGIN, y, paragraphs, room=ROOM)
    return markup + rest, y


def _simulated(facts: "PageFacts", tr: "Language") -> tuple[str, float]:
    """Write the strip that says that data is simulated."""
    # Over the whole width and before the title: whoever crops the picture must see it.
    strong = SIMULATED._replace(weight=BOLD)
    title, y = lines(MARGIN, 12, [tr(PICTURE_WORDS["simulated"])], strong)
    body, y = lines(MARGIN, y, wrapped(facts.simulated, ROOM, SIMULATED, most_lines=5), SIMULATED)
    tall = attribute(y + 10)
    strip = f'<rect width="{WIDTH}" height="{tall}" fill="{palette.SIMULATED_GROUND}"/>\n'
    return strip + title + body, y + 10


def legend(rows: "Sequence[Row]", level: str, tr: "Language", box: Box) -> tuple[str, float]:
    """Write the classes and how many zones each holds: in a list beside the map, in a row under it.

    Parameters
    ----------
    box
        Where it goes; its height is that of the map beside it, 0 under the map.
    """
    one, many, *_ = level_words(level, tr)
    counts = [f"{tr.number(row.zones_n)} {one if tr.is_one(row.zones_n) else many}" for row in rows]
    if box.height:
        return _legend_list(rows, counts, box)
    return _legend_row(rows, counts, box)


def _legend_list(rows: "Sequence[Row]", counts: list[str], box: Box) -> tuple[str, float]:
    markup, y = "", box.top
    for row, count in zip(rows, counts, strict=True):
        markup += swatch(row.fill, Box(box.left, y + 2, 30, 26))
        part, y = lines(box.left + 40, y, [row.label], LEGEND, leading=1.3)
        markup += part
        part, y = lines(box.left + 40, y, [count], COUNT, leading=1.25)
        markup, y = markup + part, y + 6
    return markup, y


def _legend_row(rows: "Sequence[Row]", counts: list[str], box: Box) -> tuple[str, float]:
    gap = 6.0
    wide = (box.width - gap * (len(rows) - 1)) / len(rows)
    markup, lowest = "", box.top
    for number, (row, count) in enumerate(zip(rows, counts, strict=True)):
        x = box.left + number * (wide + gap)
        markup += swatch(row.fill, Box(x, box.top, wide, 18))
        part, y = lines(x, box.top + 24, wrapped(row.label, wide, LEGEND, most_lines=2), LEGEND)
        markup += part
        part, y = lines(x, y, wrapped(count, wide, COUNT, most_lines=2), COUNT)
        markup, lowest = markup + part, max(lowest, y)
    return markup, lowest


def swatch(fill: str, box: Box) -> str:
    """Draw a class's colour or pattern in a box, as a legend has it."""
    shape = shapely.box(box.left, box.top, box.left + box.width, box.top + box.height)
    left, top, wide, tall = (attribute(side) for side in box)
    rect = f'<rect x="{left}" y="{top}" width="{wide}" height="{tall}" fill='
    # The edge over the pattern, whose lines and dots go as far as it.
    return (
        f'{rect}"{_GROUNDS.get(fill, fill)}"/>\n'
        + pattern(shape, fill)
        + f'{rect}"none" stroke="{palette.BORDER}"/>\n'
    )


def pattern(shape: object, fill: str) -> str:
    """Write the lines or the dots of a special class over a surface; nothing for the others."""
    if fill not in _GROUNDS:
        return ""
    if fill == HATCHED:
        return f'<path d="{hatch(shape)}" stroke="{palette.HATCH}" stroke-width="1.2"/>\n'
    look = f'stroke="{palette.DOT}" stroke-width="2.2" stroke-linecap="round"'
    return f'<path d="{dots(shape)}" {look}/>\n'


def numbers(entries: "Sequence[Entry]", tr: "Language", box: Box) -> tuple[str, float]:
    """List the zones that are numbers on the map, in columns as wide as the names ask for."""
    if not entries:
        return "", box.top
    widest = SLACK * max(width(f"{entry.name}{entry.value}", KEY) for entry in entries)
    columns = max(int((box.width + _GAP) // (widest + _KEY_INDENT + 10 + _GAP)), 1)
    columns = min(columns, 4, len(entries))
    wide = (box.width - _GAP * (columns - 1)) / columns
    # Down each column, as the numbers go down the map; the last column may be shorter.
    tall = -(-len(entries) // columns)
    markup, top = lines(box.left, box.top, [tr(PICTURE_WORDS["key"])], LEGEND)
    lowest = top
    for column in range(columns):
        x, y = box.left + column * (wide + _GAP), top + 4
        for entry in entries[column * tall : (column + 1) * tall]:
            part, y = _entry(entry, x, y, wide)
            markup += part
        lowest = max(lowest, y)
    return markup, lowest


def _entry(entry: Entry, x: float, y: float, room: float) -> tuple[str, float]:
    left = room - _KEY_INDENT - SLACK * width(entry.value, KEY) - 8
    base = y + KEY.size * 0.95
    # A zone without a name has an empty line: the next entry would be written over its value.
    words = wrapped(entry.name, left, KEY, most_lines=2) or [""]
    name, y = lines(x + _KEY_INDENT, y, words, KEY, leading=1.25)
    bold = KEY._replace(weight=BOLD)
    return (
        text(x + _KEY_INDENT - 8, base, str(entry.number), bold, anchor="end")
        + name
        + text(x + room, base, entry.value, KEY, anchor="end")
    ), y + 3.5


def foot(facts: "PageFacts", notes: "Sequence[str]", tr: "Language", y: float) -> tuple[str, float]:
    """Write the notes and where the data comes from, however many lines that takes."""
    markup = ""
    for note in [*notes, *cited(facts, tr)]:
        part, y = lines(MARGIN, y, wrapped(note, ROOM, SMALL, most_lines=ALL_LINES), SMALL)
        markup, y = markup + part, y + 3
    return markup, y


def cited(facts: "PageFacts", tr: "Language", *, briefly: bool = False) -> list[str]:
    """Name the sources in one text; none where there is none.

    Parameters
    ----------
    briefly
        Whether to name whose data it is alone, each producer once; what has no licence, which the
        map's publisher gave, by its title.
    """
    named = [_briefly(source) if briefly else credit(source, tr) for source in facts.sources]
    sources = tr(PICTURE_WORDS["semicolon"]).join(dict.fromkeys(named))
    return [tr(PICTURE_WORDS["sources"], sources=sources)] if sources else []


def _briefly(source: "Source") -> str:
    return (source.licence and source.producer) or source.title
