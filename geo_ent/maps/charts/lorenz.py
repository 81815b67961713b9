"""Lorenz and concentration curves: how the schools that have an ENT are shared out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from geo_ent.errors import InputError
from geo_ent.maps import palette
from geo_ent.maps.charts import chart_parts as parts
from geo_ent.maps.picture.picture_text import text
from geo_ent.telling.equity.chart_words import CHART_WORDS
from geo_ent.telling.language import Language, language
from geo_ent.text.safe import clean

_LEFT = 46.0  # units: "100 %" of the scale stands left of the square
_SIDE = parts.WIDTH - _LEFT - parts.MARGIN - 8
# Two curves at most, of two hues and two dashes: either tells them apart without the other.
_LOOKS = ((palette.DSFR[4], ""), (palette.BELOW[2], "7 4"))
_DIAGONAL = (palette.INK_MUTE, 1.5, "2 4")
# 40 markers of 6 units have room along a square of some 290; more would hide the line.
_MOST_MARKED = 40
_LEAST_SHOWN = 0.005


class Curve(NamedTuple):
    """A curve from (0, 0) to (1, 1).

    Attributes
    ----------
    name
        What orders the schools, in words.
    along, up
        Shares of the schools, and of those that have an ENT.
    area_name, area
        What is written of the area between it and the diagonal, and its index.
    """

    name: str
    along: Sequence[float]
    up: Sequence[float]
    area_name: str
    area: float


def lorenz_svg(
    curves: Sequence[Curve],
    *,
    title: str,
    tr: Language = language("fr"),  # noqa: B008 always the same, and frozen
    key: str = "lorenz",
) -> parts.Chart:
    """Draw one or two curves beside the diagonal of equality.

    Parameters
    ----------
    curves
        The first solid, the second dashed; a curve of one point has nothing to share and is left
        out.
    title, tr, key
        As for `dumbbell_svg`.

    Returns
    -------
    parts.Chart
        An SVG 360 units wide, and its text alternative. The same bytes for the same input.

    Raises
    ------
    InputError
        If there is nothing to draw.

    Examples
    --------
    >>> curve = Curve("Par circonscription", [0, 0.5, 1], [0, 0.25, 1], "indice de Gini", 0.25)
    >>> lorenz_svg([curve], title="Courbe de Lorenz").alt.replace(chr(0xA0), " ")[:66]
    'Courbe de Lorenz. Par circonscription : la première moitié des éco'
    """
    drawn = [curve for curve in curves if len(curve.along) > 1][: len(_LOOKS)]
    if not drawn:
        msg = "lorenz_svg needs one curve with something to share"
        raise InputError(msg)
    body, y = parts.heading(title, 10, parts.TITLE, most_lines=3)
    axis, y = parts.paragraph(tr(CHART_WORDS["up"]), y + 2)
    body += axis + _frame(y + 6, tr)
    # The first curve is the one that the sheet is about: drawn last, it lies over the other.
    for curve, (colour, dash) in reversed(list(zip(drawn, _LOOKS, strict=False))):
        body += _line(curve, y + 6, colour, dash)
    axis, y = parts.paragraph(tr(CHART_WORDS["along"]), y + 6 + _SIDE + 22)
    body, y = _key(drawn, body + axis, y + 8, tr)
    alt = clean(" ".join([f"{title}.", *(_alt(curve, tr) for curve in drawn)]))
    return parts.drawing(body, y + 8, key=key, title=title, alt=alt, tr=tr)


def _point(top: float, along: float, up: float) -> tuple[float, float]:
    return _LEFT + along * _SIDE, top + (1 - up) * _SIDE


def _frame(top: float, tr: Language) -> str:
    """Draw the square, its scales and the diagonal."""
    body = ""
    for share in parts.QUARTERS:
        body += parts.stroke([_point(top, share, 0), _point(top, share, 1)], parts.GRID, 1)
        body += parts.stroke([_point(top, 0, share), _point(top, 1, share)], parts.GRID, 1)
        if share in {0.0, 0.5, 1.0}:
            percent = tr.percent(share, decimals=0)
            (x, bottom), (_, y) = _point(top, share, 0), _point(top, 0, share)
            # Both scales begin in the same corner: its 0 % is written once.
            body += text(x, bottom + 16, percent, parts.SMALL, anchor="middle") if share else ""
            body += text(_LEFT - 6, y + 4, percent, parts.SMALL, anchor="end")
    return body + parts.stroke([_point(top, 0, 0), _point(top, 1, 1)], *_DIAGONAL)


def _line(curve: Curve, top: float, colour: str, dash: str) -> str:
    points = [_point(top, *pair) for pair in zip(curve.along, curve.up, strict=True)]
    # On dashes a marker would look like one more dash: the solid curve alone has them.
    marked = points[1:-1] if len(points) <= _MOST_MARKED and not dash else []
    markers = "".join(parts.marker(x, y, 0, size=2) for x, y in marked)
    return parts.stroke(points, colour, 2.5, dash) + markers


def _key(curves: Sequence[Curve], body: str, y: float, tr: Language) -> tuple[str, float]:
    """Say under the picture what each line is."""
    left, right = parts.MARGIN, parts.MARGIN + 28
    for curve, (colour, dash) in zip(curves, _LOOKS, strict=False):
        body += parts.stroke([(left, y + 8), (right, y + 8)], colour, 2.5, dash)
        drawn, y = parts.paragraph(f"{curve.name}, {_area(curve, tr)}", y, indent=36)
        body, y = body + drawn, y + 2
    body += parts.stroke([(left, y + 8), (right, y + 8)], *_DIAGONAL)
    drawn, y = parts.paragraph(tr(CHART_WORDS["equal"]), y, indent=36)
    return body + drawn, y


def _area(curve: Curve, tr: Language) -> str:
    # What rounds to nothing is "0": "−0,00" would say a direction that two decimals don't show.
    shown = abs(curve.area) > _LEAST_SHOWN
    value = tr.number(curve.area, decimals=2).replace("-", "\u2212") if shown else "0"
    return f"{curve.area_name} {value}"


def _alt(curve: Curve, tr: Language) -> str:
    # The curve in a figure that anybody can check: what the first half of the schools has.
    half = float(np.interp(0.5, curve.along, curve.up))
    sentence = tr(CHART_WORDS["half"], share=tr.percent(half, decimals=0))
    return tr(CHART_WORDS["curve"], curve=curve.name, half=sentence, area=_area(curve, tr))
