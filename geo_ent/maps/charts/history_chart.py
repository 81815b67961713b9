"""The share of a zone at each rentrée, the département's beside: a small chart for paper.

A unit is a point of print.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.maps import palette
from geo_ent.maps.charts.chart_parts import GRID, stroke
from geo_ent.maps.picture.picture_text import BOLD, Style, attribute, haloed, text, width

if TYPE_CHECKING:
    from geo_ent.telling.language import Language

WIDTH, HEIGHT = 246.0, 104.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 34.0, 12.0, 18.0
_AXIS = Style(6.6, ink=palette.INK_MUTE)
_VALUE = Style(7.4, BOLD)
_BESIDE = Style(6.8, ink="#5a5a5a")
_OWN, _WHOLE = palette.DSFR[4], "#767676"
_APART = 9.0  # points between the middles of two texts that stand one over the other
_MARGIN = 12.0
_LOW = 0.12  # a share under it has no room under its point


class Point(NamedTuple):
    """A date: the zone's share and how far it may go, the département's; NaN where none is."""

    date: dt.date
    share: float
    share_max: float
    whole_share: float


def history_svg(points: Sequence[Point], tr: "Language") -> str:
    """Draw two shares over time, from 0 to 100 %: the zone's thick, the département's dashed.

    Parameters
    ----------
    points
        Two at least, the earliest first.
    tr
        What writes the numbers.

    Returns
    -------
    str
        An SVG of `WIDTH` by `HEIGHT`: the same bytes for the same input.
    """
    own = [(_x(point.date, points), _y(point.share)) for point in points if _is(point.share)]
    whole = [
        (_x(point.date, points), _y(point.whole_share)) for point in points
        if _is(point.whole_share)
    ]  # fmt: skip
    body = _grid(tr) + _dates(points)
    body += "".join(_doubt(point, points) for point in points)
    body += stroke(whole, _WHOLE, 1.1, "3 2.4") if whole else ""
    body += stroke(own, _OWN, 1.8) if own else ""
    body += "".join(_dot(x, y) for x, y in own)
    body += _ends(points, tr)
    size = f'viewBox="0 0 {attribute(WIDTH)} {attribute(HEIGHT)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} width="{attribute(WIDTH)}" '
        f'height="{attribute(HEIGHT)}" font-family="Public Sans" fill="{palette.INK}">\n{body}'
        "</svg>\n"
    )


def _is(share: float) -> bool:
    return share == share  # noqa: PLR0124 NaN isn't itself


def _x(date: dt.date, points: Sequence[Point]) -> float:
    first, last = points[0].date, points[-1].date
    span = max((last - first).days, 1)
    return _LEFT + _MARGIN + (WIDTH - _LEFT - _RIGHT - 2 * _MARGIN) * (date - first).days / span


def _y(share: float) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _grid(tr: "Language") -> str:
    lines = ""
    for share in (0.0, 0.5, 1.0):
        y = _y(share)
        lines += stroke([(_LEFT, y), (WIDTH - _RIGHT, y)], GRID, 0.6)
        words = tr.percent(share, decimals=0)
        lines += text(_LEFT - 4, y + 2.3, words, _AXIS, anchor="end")
    return lines


def _dates(points: Sequence[Point]) -> str:
    """Write the years of the rentrées, those that there is room for; the last one first."""
    markup, left = "", WIDTH + 1.0
    for point in reversed(points):
        x, words = _x(point.date, points), f"{point.date:%m/%Y}"
        half = width(words, _AXIS) / 2
        if x + half + 3 < left:
            markup += text(x, HEIGHT - 6, words, _AXIS, anchor="middle")
            left = x - half
    return markup


def _doubt(point: Point, points: Sequence[Point]) -> str:
    """Draw over a share how far what isn't known may raise it."""
    if not point.share_max > point.share:  # NaN too
        return ""
    x = _x(point.date, points)
    top, low = _y(point.share_max), _y(point.share)
    return stroke([(x, low), (x, top)], "#9594cc", 1.0) + stroke(
        [(x - 2.5, top), (x + 2.5, top)], "#9594cc", 1.0
    )


def _dot(x: float, y: float) -> str:
    return (
        f'<circle cx="{attribute(x)}" cy="{attribute(y)}" r="2.6" fill="{_OWN}" '
        f'stroke="{palette.PAPER}" stroke-width="0.9"/>\n'
    )


def _ends(points: Sequence[Point], tr: "Language") -> str:
    """Write the first share over its point, the last two at the right, apart from each other."""
    markup, first, last = "", points[0], points[-1]
    if _is(first.share):
        # Under its point, since over it is drawn how far the share may go; where there is no room,
        # over that.
        most = max(first.share, first.share_max)
        y = _y(first.share) + 10 if first.share > _LOW else _y(most) - 5
        words = text(_x(first.date, points), y, tr.percent(first.share), _VALUE, anchor="middle")
        markup += haloed(words)
    own, whole = _y(last.share), _y(last.whole_share)
    if _is(last.share) and _is(last.whole_share) and abs(own - whole) < _APART:
        middle, up = (own + whole) / 2, -1 if own <= whole else 1
        own, whole = middle + up * _APART / 2, middle - up * _APART / 2
    x = WIDTH - _RIGHT + 3
    if _is(last.share):
        markup += text(x, own + 2.6, tr.percent(last.share), _VALUE)
    if _is(last.whole_share):
        markup += text(x, whole + 2.4, tr.percent(last.whole_share), _BESIDE)
    return markup
