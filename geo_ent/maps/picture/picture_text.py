"""Text in a picture: how wide it is, where it breaks, how it is written."""

import json
import sys
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from math import ceil
from typing import NamedTuple

from geo_ent.maps.palette import INK, PAPER
from geo_ent.text.compare import unaccented
from geo_ent.text.safe import clean

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
"""What a reader's machine has; the PNG is drawn with the vendored font in their place."""

REGULAR, BOLD = 400, 700
SLACK = 1.1
"""How much wider text without `textLength` may get: measured with one font, shown with another."""

ALL_LINES = sys.maxsize
"""For a text that is never cut: a licence asks that a source be named."""

_WIDEST = 1000  # thousandths of an em: for a letter that the table doesn't know


class Style(NamedTuple):
    """What a text looks like: its size in the picture's units, its weight, its ink."""

    size: float
    weight: int = REGULAR
    ink: str = INK


@cache
def _widths() -> dict[str, dict[str, int]]:
    # A table made with the font (`tools/vendor_font.py`): measuring needs no font library.
    path = files("geo_ent.maps").joinpath("assets", "vendor", "public-sans-widths.json")
    table: dict[str, dict[str, int]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def in_font(words: str) -> str:
    """Keep to the letters that the vendored font has: another font isn't always at hand.

    Examples
    --------
    >>> in_font("Šibenik, 東京 🎒"), in_font("Mū‘allim ḥ")
    ('Šibenik, ?? ?', 'Mū‘allim h')
    """
    known = _widths()[str(REGULAR)]
    return words if all(sign in known for sign in words) else "".join(map(_letter, words))


@cache
def _letter(sign: str) -> str:
    known = _widths()[str(REGULAR)]
    if sign in known:
        return sign
    bare = unaccented(sign)
    return bare if bare and all(letter in known for letter in bare) else "?"


def width(words: str, style: Style) -> float:
    """Measure a text, in the picture's units.

    Examples
    --------
    >>> round(width("Redon", Style(12)), 1)
    35.8
    """
    table = _widths()[str(style.weight)]
    return sum(table.get(letter, _WIDEST) for letter in words) * style.size / 1000


def wrapped(words: object, room: float, style: Style, *, most_lines: int = 3) -> list[str]:
    """Break a text into lines that fit; what doesn't go into the last ends with an ellipsis.

    A tenth of the room is left, since the reader's font may be wider than the one measured.

    Parameters
    ----------
    room
        The width of a line, in the picture's units.
    most_lines
        How many lines at most; the last one may be shortened.

    Examples
    --------
    >>> wrapped("Bain de Bretagne", 65, Style(12))
    ['Bain de', 'Bretagne']
    >>> wrapped("Bain de Bretagne", 65, Style(12), most_lines=1)
    ['Bain de…']
    """
    broken: list[str] = []
    rest = clean(words)
    while rest:
        line, after = _split(rest, room, style)
        if after and len(broken) == most_lines - 1:
            broken.append(_shortened(rest, room, style))
            break
        broken.append(line)
        rest = after
    return broken


def _split(words: str, room: float, style: Style) -> tuple[str, str]:
    """Take the words of a first line; one that is longer than a line is cut, at a hyphen."""
    fits = _fitting(words, room, style)
    if fits == len(words):
        return words, ""
    space, hyphen = words.rfind(" ", 0, fits + 1), words.rfind("-", 0, fits) + 1
    end = space if space > 0 else hyphen or max(fits, 1)
    return words[:end].rstrip(" "), words[end:].lstrip(" ")


def _shortened(words: str, room: float, style: Style) -> str:
    """Cut a text so that it fits with an ellipsis."""
    fits = _fitting(words, room - width("…", style), style)
    return words[:fits].rstrip(" ") + "…"


def _fitting(words: str, room: float, style: Style) -> int:
    """Count the first letters that fit."""
    table = _widths()[str(style.weight)]
    left = room * 1000 / style.size / SLACK
    for count, letter in enumerate(words):
        left -= table.get(letter, _WIDEST)
        if left < 0:
            return count
    return len(words)


def attribute(value: object) -> str:
    """Write a value for an attribute: a number without idle decimals, a text escaped.

    Examples
    --------
    >>> attribute(12.0), attribute(0.126), attribute('a"b')
    ('12', '0.13', 'a&quot;b')
    """
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return escape(clean(value))


def text(
    x: float, y: float, words: str, style: Style, *, anchor: str = "start", fitted: bool = False
) -> str:
    """Write a line of text at a baseline.

    Parameters
    ----------
    fitted
        Whether the reader's font is to be stretched to the width that we measured, where there
        is no room for a wider one.
    """
    cleaned = clean(words)
    # What is so by itself is left out: a picture has some 70 texts.
    look = {
        "x": float(x),
        "y": float(y),
        "font-size": float(style.size),
        "font-weight": style.weight if style.weight != REGULAR else None,
        "fill": style.ink if style.ink != INK else None,
        "text-anchor": anchor if anchor != "start" else None,
        "textLength": width(cleaned, style) if fitted else None,
        "lengthAdjust": "spacingAndGlyphs" if fitted else None,
    }
    attributes = "".join(
        f' {name}="{attribute(value)}"' for name, value in look.items() if value is not None
    )
    return f"<text{attributes}>{escape(cleaned, quote=False)}</text>\n"


def haloed(markup: str, ground: str = PAPER) -> str:
    """Keep what lies under some text off its letters, for a picture whose unit is a point."""
    look = f'stroke="{ground}" stroke-width="2" stroke-linejoin="round" paint-order="stroke"'
    return f"<g {look}>{markup}</g>\n"


def lines(
    x: float, y: float, texts: Iterable[str], style: Style, *, leading: float = 1.35
) -> tuple[str, float]:
    """Write lines under each other from the top `y`; give the markup and where it ends."""
    markup = ""
    for line in texts:
        # A baseline is nearly a letter's size under the top of its line.
        markup += text(x, y + style.size * 0.95, line, style)
        y += style.size * leading
    return markup, y


class Paragraph(NamedTuple):
    """A text of a picture: its words, its style, the most lines it takes, what is left under it."""

    words: str
    style: Style
    most_lines: int
    after: float
    leading: float


def stacked(
    x: float, y: float, paragraphs: Iterable[Paragraph], *, room: float
) -> tuple[str, float]:
    """Write texts under each other, each broken at a width; give the markup and where it ends."""
    markup = ""
    for words, style, most_lines, after, leading in paragraphs:
        broken = wrapped(words, room, style, most_lines=most_lines)
        part, y = lines(x, y, broken, style, leading=leading)
        markup, y = markup + part, y + after
    return markup, y


def opening(title: str, alt: str, *, key: str, size: tuple[int, float], lang: str) -> str:
    """Open a picture's outermost element, with what a screen reader says of it.

    Parameters
    ----------
    title, alt
        What is read out: the name of the picture, then what it shows.
    key
        What its ids begin with: several pictures may stand in one page.
    size
        Its width and its height, which is rounded up.
    lang
        The attributes that say its language.
    """
    width, tall = size[0], ceil(size[1])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" width="{width}" '
        f'height="{tall}" role="img" aria-labelledby="{key}-title {key}-desc" {lang} '
        f'font-family="{FONTS}" fill="{INK}">\n'
        f'<title id="{key}-title">{attribute(title)}</title>\n'
        f'<desc id="{key}-desc">{attribute(alt)}</desc>\n'
        # The ground is drawn: a picture on a dark page would have dark text on a dark ground.
        f'<rect width="{width}" height="{tall}" fill="{PAPER}"/>\n'
    )
