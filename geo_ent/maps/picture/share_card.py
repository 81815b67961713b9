"""The card of the map: what a social network or a mail shows beside its address, 1200 by 630."""

from typing import TYPE_CHECKING

from geo_ent.maps import palette
from geo_ent.maps.picture.map_picture import look_of, table_of, zones_drawn
from geo_ent.maps.picture.picture_parts import cited, swatch
from geo_ent.maps.picture.picture_shapes import Box, drawn, outlines
from geo_ent.maps.picture.picture_text import (
    ALL_LINES,
    BOLD,
    Paragraph,
    Style,
    lines,
    opening,
    stacked,
    wrapped,
)
from geo_ent.telling.page.picture_words import PICTURE_WORDS, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.maps.picture.picture_parts import Row
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts

CARD = "card.png"
"""The card's file, beside the page: its address is in the page's head."""

CARD_WIDTH, CARD_HEIGHT = 1200, 630

_EDGE = 48
_TEXT_ROOM = 560
_MAP = Box(650, 40, 502, 550)
# A card is shown some 500 pixels wide: less than half of what it is drawn in.
_EYEBROW, _TITLE, _SAID = Style(24, ink=palette.INK_MUTE), Style(44, BOLD), Style(28)
_WARNING = Style(24, BOLD, palette.SIMULATED_INK)
_NAME = Style(22, BOLD)
_KEY = Style(21)
_KEY_STEP, _KEY_COLUMNS = 36, 2
_CREDIT_SIZES, _CREDIT_LINES, _CREDIT_LEADING = (14, 13, 12, 11, 10), 2, 1.25
_OVER_CREDITS, _UNDER_CREDITS = 12, 12


def card_svg(  # noqa: PLR0913 what a picture is made of, all by keyword
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    *,
    facts: "PageFacts",
    level: str,
    indicator: "Indicator",
    alt: str,
    tr: "Language",
) -> str:
    """Draw the card: title and headline on the left, the map on the right, simulated data first.

    Parameters
    ----------
    zones, coverage, facts, level, indicator, alt, tr
        As for `map_svg`.

    Returns
    -------
    str
        A complete SVG of 1200 by 630: the same bytes for the same inputs.
    """
    look = look_of(table_of(zones, coverage, level), indicator, tr)
    shapes, bounds = drawn(zones, level)
    cited_below, top = _credits(facts, tr)
    room = _MAP._replace(height=top - _MAP.top - _OVER_CREDITS)
    fitted, around = outlines(zones, shapes, bounds, _within(room, bounds))
    said, y = _said(facts, tr)
    name, y = lines(
        _EDGE, y + 20, wrapped(title_of(indicator, level, tr), _TEXT_ROOM, _NAME), _NAME
    )
    size = (CARD_WIDTH, CARD_HEIGHT)
    lang = f'xml:lang="{tr.code}" lang="{tr.code}"'
    start = opening(facts.title, alt, key="geo-ent-card", size=size, lang=lang)
    keys = _keys(look.rows, y + 8, top - _OVER_CREDITS)
    return f"{start}{said}{name}{keys}{zones_drawn(fitted, around, look)}{cited_below}</svg>\n"


def _credits(facts: "PageFacts", tr: "Language") -> tuple[str, float]:
    """Write whose data it is at the foot; give where that begins.

    As large as two lines allow, else small on as many as it takes: what a licence asks for isn't
    cut.
    """
    (words,) = cited(facts, tr, briefly=True) or [""]
    for size in _CREDIT_SIZES:
        style = Style(size, ink=palette.INK_MUTE)
        broken = wrapped(words, CARD_WIDTH - 2 * _EDGE, style, most_lines=ALL_LINES)
        if len(broken) <= _CREDIT_LINES:
            break
    top = CARD_HEIGHT - _UNDER_CREDITS - len(broken) * style.size * _CREDIT_LEADING
    markup, _ = lines(_EDGE, top, broken, style, leading=_CREDIT_LEADING)
    return markup, top


def _keys(rows: "Sequence[Row]", top: float, end: float) -> str:
    """Write the classes in two columns; none where a long headline has taken their room."""
    tall = -(-len(rows) // _KEY_COLUMNS)
    if top + tall * _KEY_STEP > end:
        return ""
    wide, markup = _TEXT_ROOM / _KEY_COLUMNS, ""
    for number, row in enumerate(rows):
        x, y = _EDGE + wide * (number // tall), top + _KEY_STEP * (number % tall)
        markup += swatch(row.fill, Box(x, y, 40, 26))
        label = wrapped(row.label, wide - 60, _KEY, most_lines=1)
        markup += lines(x + 52, y + 2, label, _KEY)[0]
    return markup


def _said(facts: "PageFacts", tr: "Language") -> tuple[str, float]:
    """Write where and when, the title and the headline; before them that data is simulated."""
    when = tr(PICTURE_WORDS["at"], day=tr.day(facts.date))
    warning = Paragraph(tr(PICTURE_WORDS["simulated"]), _WARNING, 1, 10, 1.35)
    paragraphs = [
        *[warning] * bool(facts.simulated),
        Paragraph(f"{facts.territory} · {when}", _EYEBROW, 2, 8, 1.35),
        Paragraph(facts.title, _TITLE, 4, 16, 1.2),
        Paragraph(facts.headline, _SAID, 5, 0, 1.35),
    ]
    return stacked(_EDGE, float(_EDGE), paragraphs, room=_TEXT_ROOM)


def _within(room: Box, bounds: tuple[float, float, float, float]) -> Box:
    """Give the largest box of the territory's shape in the middle of a room."""
    west, south, east, north = bounds
    shape = (north - south) / max(east - west, 1.0)
    width = min(room.width, room.height / max(shape, 1e-6))
    left = room.left + (room.width - width) / 2
    return Box(left, room.top + (room.height - width * shape) / 2, width, width * shape)
