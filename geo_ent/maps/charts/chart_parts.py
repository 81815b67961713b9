"""The equity charts as static SVG: what they share.

A chart is 360 units wide, the width of a telephone: its text is as large as the page's there, and
larger where there is more room.
"""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.maps import palette
from geo_ent.maps.picture.picture_text import BOLD, Style, attribute, lines, opening, wrapped
from geo_ent.telling.equity.chart_words import CHART_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo_ent.telling.language import Language

WIDTH, MARGIN = 360, 14.0
ROOM = WIDTH - 2 * MARGIN

# 12 units at least: pixels on a telephone, where a chart is shown at its own size.
TITLE, HEADING, LABEL = Style(16, BOLD), Style(14, BOLD), Style(13)
SMALL = Style(12, ink=palette.INK_MUTE)

GRID = "#c6c6c6"
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Where lines of the grid stand: a quarter and a half are found at a glance."""

# Dark, white and between, within one dark edge: they are told apart in print without colour.
MARKERS = (palette.DSFR[4], palette.PAPER, palette.DSFR[2])
"""What fills a disc, a square and a diamond: each has a shape of its own as well."""

# How far corners are from the middle, across and down; a disc has none.
_CORNERS = ((), ((-1, -1), (1, -1), (1, 1), (-1, 1)), ((0, -1), (1, 0), (0, 1), (-1, 0)))
_CAP = 4.0  # of a whisker's ends, up and down
# Half their width, in discs' radii: with these the three have nearly the same area, so that none
# looks like more than the others.
_SIZES = (1.0, 0.9, 1.2)


class Chart(NamedTuple):
    """A picture, and what it says to those who don't see it."""

    svg: str
    alt: str


class Rate(NamedTuple):
    """A group's rate: its name, schools covered, schools, and the interval of the share."""

    name: str
    covered: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share covered."""
        return self.covered / self.n


def drawing(body: str, height: float, *, key: str, title: str, alt: str, tr: "Language") -> Chart:
    """Close a chart: its outermost element, its title and what a screen reader says of it.

    Parameters
    ----------
    key
        Tells the chart apart from others of the same page: letters and hyphens.
    """
    start = opening(
        title, alt, key=f"geo-ent-{key}", size=(WIDTH, height), lang=f'lang="{tr.code}"'
    )
    return Chart(f"{start}{body}</svg>\n", alt)


def heading(
    words: str, y: float, style: Style = HEADING, *, most_lines: int = 2
) -> tuple[str, float]:
    """Write a heading on `most_lines` at most from the top `y`; give the SVG and its bottom."""
    # Bold letters of the readers' fonts are wider still than `wrapped` makes room for.
    return lines(MARGIN, y, wrapped(words, 0.92 * ROOM, style, most_lines=most_lines), style)


def paragraph(
    words: str, y: float, *, style: Style = LABEL, indent: float = 0.0
) -> tuple[str, float]:
    """Write a text in as many lines as it takes, three at most; give where it ends too."""
    return lines(MARGIN + indent, y, wrapped(words, ROOM - indent, style), style, leading=1.3)


def stroke(
    points: "Iterable[tuple[float, float]]", colour: str, width: float, dash: str = ""
) -> str:
    """Draw a line through points."""
    path = "L".join(f"{attribute(float(x))} {attribute(float(y))}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    look = f'fill="none" stroke="{colour}" stroke-width="{attribute(float(width))}"{dashed}'
    return f'<path d="M{path}" {look} stroke-linecap="round" stroke-linejoin="round"/>\n'


def marker(x: float, y: float, kind: int, *, size: float = 5.5) -> str:
    """Draw a disc of radius `size` (`kind` 0), a square (1) or a diamond (2) about as large."""
    edge = f'fill="{MARKERS[kind]}" stroke="{palette.DSFR[4]}" stroke-width="2"'
    half = size * _SIZES[kind]
    if not _CORNERS[kind]:
        circle = f'cx="{attribute(x)}" cy="{attribute(y)}" r="{attribute(half)}"'
        return f"<circle {circle} {edge}/>\n"
    corners = ((x + half * across, y + half * down) for across, down in _CORNERS[kind])
    path = "L".join(f"{attribute(a)} {attribute(b)}" for a, b in corners)
    return f'<path d="M{path}Z" {edge}/>\n'


def grid(place: "Callable[[float], float]", top: float, bottom: float, whole: float | None) -> str:
    """Draw the quarters of an axis of shares, and the whole's share as a dashed line."""
    drawn = "".join(
        stroke([(place(share), top), (place(share), bottom)], GRID, 1) for share in QUARTERS
    )
    if whole is not None:
        drawn += stroke([(place(whole), top), (place(whole), bottom)], palette.INK, 1.5, "1 4")
    return drawn


def whisker(low: float, high: float, y: float) -> str:
    """Draw an interval, with a stop at either end."""
    strokes = ([(low, y), (high, y)], *([(x, y - _CAP), (x, y + _CAP)] for x in (low, high)))
    return "".join(stroke(points, palette.DSFR[4], 1.5) for points in strokes)


def rate_words(rate: Rate, tr: "Language") -> str:
    """Write a group's name, its share and its counts."""
    return tr(
        CHART_WORDS["rate"],
        name=rate.name,
        share=tr.percent(rate.share),
        covered=tr.number(rate.covered),
        n=tr.number(rate.n),
    )


def rate_notes(whole: float | None, tr: "Language", *, fragile: bool) -> list[str]:
    """Say what a dashed line, a thin one and a star are."""
    notes = [tr(CHART_WORDS["interval"])]
    if whole is not None:
        notes.insert(0, f"┊ {tr(CHART_WORDS['whole'], share=tr.percent(whole))}")
    return [*notes, tr(CHART_WORDS["fragile"])] if fragile else notes
