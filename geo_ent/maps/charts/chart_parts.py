"""The equity charts as static SVG: what they share, and the words of both languages.

A chart is 360 units wide, the width of a telephone: its text is as large as the page's there, and
larger where there is more room.
"""

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.maps import palette
from geo_ent.maps.picture.picture_text import BOLD, FONTS, Style, attribute, lines, text, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo_ent.telling.language import Lang as Language

__all__ = [
    "CHART_WORDS",
    "LABEL",
    "MARGIN",
    "MARKERS",
    "ROOM",
    "SMALL",
    "TITLE",
    "WIDTH",
    "Chart",
    "ChartWords",
    "dot",
    "drawing",
    "heading",
    "label",
    "said",
    "stroke",
]

WIDTH, MARGIN = 360, 14.0
ROOM = WIDTH - 2 * MARGIN

TITLE, HEADING, LABEL = Style(16, BOLD), Style(14, BOLD), Style(13)
SMALL = Style(12, ink=palette.INK_MUTE)

MARKERS = (palette.SEQUENTIAL[4], palette.PAPER, palette.SEQUENTIAL[2])
"""What fills a disc, a square and a diamond: each has a shape of its own as well."""


class Chart(NamedTuple):
    """A picture, and what it says to those who don't see it."""

    svg: str
    alt: str


class ChartWords(NamedTuple):
    """What charts say besides the figures; `{}` is filled in."""

    others: str
    others_one: str
    interval: str
    whole: str
    fragile: str
    of: str
    equal: str
    up: str
    along: str
    half: str
    area: str


CHART_WORDS: "dict[Language, ChartWords]" = {
    "fr": ChartWords(
        others="les {} autres groupes",
        others_one="l’autre groupe",
        interval="Trait fin\u00a0: intervalle à 95\u00a0%, ce que vaut si peu d’écoles.",
        whole="Ensemble\u00a0: {}",
        fragile="* Moins de 5 écoles\u00a0: part fragile.",
        of="{name}\u00a0: {share} ({covered}\u00a0sur\u00a0{n})",
        equal="Égalité\u00a0: à chaque part des écoles, la même part de l’ENT",
        up="↑ Part des écoles qui ont un ENT",
        along="Part des écoles, dans l’ordre de la courbe →",
        half="la première moitié des écoles réunit {} de celles qui ont un ENT",
        area="{name} {value}",
    ),
    "en": ChartWords(
        others="the {} other groups",
        others_one="the other group",
        interval="Thin line: 95% interval, what so few schools are worth.",
        whole="All: {}",
        fragile="* Fewer than 5 schools: fragile share.",
        of="{name}: {share} ({covered}\u00a0of\u00a0{n})",
        equal="Equality: each share of schools has the same share of the ENT",
        up="↑ Share of the schools with an ENT",
        along="Share of schools, in the order of the curve →",
        half="the first half of the schools has {} of those with an ENT",
        area="{name} {value}",
    ),
}


def drawing(body: str, height: float, *, key: str, title: str, alt: str, lang: str) -> str:
    """Close a chart: its outermost element, its title and what a screen reader says of it.

    Parameters
    ----------
    key
        Tells the chart apart from others of the same page: letters and hyphens.
    """
    tall, at = ceil(height), f"geo-ent-{key}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" '
        f'height="{tall}" role="img" aria-labelledby="{at}-title {at}-desc" lang="{lang}" '
        f'font-family="{FONTS}" fill="{palette.INK}">\n'
        f'<title id="{at}-title">{attribute(title)}</title>\n'
        f'<desc id="{at}-desc">{attribute(alt)}</desc>\n'
        f'<rect width="{WIDTH}" height="{tall}" fill="{palette.PAPER}"/>\n{body}</svg>\n'
    )


def heading(words: str, y: float, style: Style = HEADING, *, most: int = 2) -> tuple[str, float]:
    """Write a heading from the top `y`; give the markup and where it ends."""
    # Bold letters of the readers' fonts are wider still than `wrapped` makes room for.
    return lines(MARGIN, y, wrapped(words, 0.92 * ROOM, style, most=most), style)


def said(
    words: str, y: float, *, style: Style = LABEL, indent: float = 0.0, most: int = 3
) -> tuple[str, float]:
    """Write a text in as many lines as it takes."""
    room = ROOM - indent
    return lines(MARGIN + indent, y, wrapped(words, room, style, most=most), style, leading=1.3)


def stroke(at: "Iterable[tuple[float, float]]", colour: str, width: float, dash: str = "") -> str:
    """Draw a line through points."""
    path = "L".join(f"{attribute(float(x))} {attribute(float(y))}" for x, y in at)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    look = f'fill="none" stroke="{colour}" stroke-width="{attribute(float(width))}"{dashed}'
    return f'<path d="M{path}" {look} stroke-linecap="round" stroke-linejoin="round"/>\n'


def dot(x: float, y: float, kind: int, *, size: float = 5.5) -> str:
    """Draw a marker: a disc, a square or a diamond."""
    edge = f'fill="{MARKERS[kind]}" stroke="{palette.SEQUENTIAL[4]}" stroke-width="2"'
    if kind == 0:
        at = f'cx="{attribute(x)}" cy="{attribute(y)}" r="{attribute(size)}"'
        return f"<circle {at} {edge}/>\n"
    side = size * (0.9 if kind == 1 else 1.2)
    corners = (
        [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
        if kind == 1
        else [(x, y - side), (x + side, y), (x, y + side), (x - side, y)]
    )
    path = "L".join(f"{attribute(a)} {attribute(b)}" for a, b in corners)
    return f'<path d="M{path}Z" {edge}/>\n'


def label(x: float, y: float, words: str, style: Style = SMALL, *, anchor: str = "middle") -> str:
    """Write a short text at a baseline."""
    return text(x, y, words, style, anchor=anchor)
