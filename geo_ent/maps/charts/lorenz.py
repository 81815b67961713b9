"""Lorenz and concentration curves: how the schools that have an ENT are shared out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo_ent.errors import InputError
from geo_ent.maps import palette
from geo_ent.maps.charts.chart_parts import (
    CHART_WORDS,
    MARGIN,
    TITLE,
    WIDTH,
    Chart,
    ChartWords,
    dot,
    drawing,
    heading,
    label,
    said,
    stroke,
)
from geo_ent.maps.picture.picture_text import clean
from geo_ent.text.numbers import number, percent

if TYPE_CHECKING:
    from geo_ent.telling.language import Lang as Language

__all__ = ["Curve", "lorenz_svg"]

_LEFT = 46.0
_SIDE = WIDTH - _LEFT - MARGIN - 8
_LOOKS = ((palette.SEQUENTIAL[4], ""), (palette.DIVERGING[0], "7 4"))
_MOST_MARKED = 40


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
    curves: Sequence[Curve], *, title: str, lang: "Language" = "fr", key: str = "lorenz"
) -> Chart:
    """Draw one or two curves beside the diagonal of equality.

    Parameters
    ----------
    curves
        The first solid, the second dashed; a curve of one point has nothing to share and is left
        out.
    title, lang, key
        As for `dumbbell_svg`.

    Returns
    -------
    Chart
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
    words = CHART_WORDS[lang]
    body, y = heading(title, 10, TITLE, most=3)
    told, y = said(words.up, y + 2)
    body += told + _frame(y + 6, lang)
    for curve, (colour, dash) in reversed(list(zip(drawn, _LOOKS, strict=False))):
        body += _line(curve, y + 6, colour, dash)
    y += 6 + _SIDE + 22
    told, y = said(words.along, y)
    body, y = _key(drawn, body + told, y + 8, words, lang)
    alt = clean(" ".join([f"{title}.", *(_alt(curve, words, lang) for curve in drawn)]))
    return Chart(drawing(body, y + 8, key=key, title=title, alt=alt, lang=lang), alt)


def _point(top: float, along: float, up: float) -> tuple[float, float]:
    return _LEFT + along * _SIDE, top + (1 - up) * _SIDE


def _frame(top: float, lang: "Language") -> str:
    """Draw the square, its scales and the diagonal."""
    body = ""
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        body += stroke([_point(top, share, 0), _point(top, share, 1)], "#c6c6c6", 1)
        body += stroke([_point(top, 0, share), _point(top, 1, share)], "#c6c6c6", 1)
        if share in {0.0, 0.5, 1.0}:
            told = percent(share, decimals=0, locale=lang)
            x, y = _point(top, share, 0)
            body += label(x, y + 16, told) if share else ""
            body += label(_LEFT - 6, top + (1 - share) * _SIDE + 4, told, anchor="end")
    return body + stroke([_point(top, 0, 0), _point(top, 1, 1)], palette.INK_MUTE, 1.5, "2 4")


def _line(curve: Curve, top: float, colour: str, dash: str) -> str:
    at = [_point(top, *pair) for pair in zip(curve.along, curve.up, strict=True)]
    marked = at[1:-1] if len(at) <= _MOST_MARKED and not dash else []
    return stroke(at, colour, 2.5, dash) + "".join(dot(x, y, 0, size=2) for x, y in marked)


def _key(
    curves: Sequence[Curve], body: str, y: float, words: ChartWords, lang: "Language"
) -> tuple[str, float]:
    """Say under the picture what each line is."""
    for curve, (colour, dash) in zip(curves, _LOOKS, strict=False):
        told = f"{curve.name}, {_area(curve, words, lang)}"
        body += stroke([(MARGIN, y + 8), (MARGIN + 28, y + 8)], colour, 2.5, dash)
        drawn, y = said(told, y, indent=36)
        body, y = body + drawn, y + 2
    body += stroke([(MARGIN, y + 8), (MARGIN + 28, y + 8)], palette.INK_MUTE, 1.5, "2 4")
    drawn, y = said(words.equal, y, indent=36)
    return body + drawn, y


def _area(curve: Curve, words: ChartWords, lang: "Language") -> str:
    value = number(curve.area, decimals=2, locale=lang).replace("-", "\u2212")
    value = "0" if value in {"\u22120,00", "\u22120.00", "0,00", "0.00"} else value
    return words.area.format(name=curve.area_name, value=value)


def _alt(curve: Curve, words: ChartWords, lang: "Language") -> str:
    half = float(np.interp(0.5, curve.along, curve.up))
    gap = "\u00a0" if lang == "fr" else ""
    told = words.half.format(percent(half, decimals=0, locale=lang))
    return f"{curve.name}{gap}: {told}, {_area(curve, words, lang)}."
