"""Schools in QGIS: a shape and a colour a status, as `maps.picture.status_marks` draws them."""

from types import MappingProxyType
from typing import TYPE_CHECKING

from geo_ent.maps import palette
from geo_ent.maps.picture.status_marks import STATUS_SHAPES
from geo_ent.publish.gis import qml
from geo_ent.publish.gis.words_in_qgis import escaped
from geo_ent.telling.page.page_words import STATUS_WORDS
from geo_ent.text.numbers import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from geo_ent.maps.picture.status_marks import Shape
    from geo_ent.telling.language import Language

_RADIUS = 1.1
"""Millimetres of the unit that shapes are drawn in."""

_NAMED_FROM = 40_000


def school_style(statuses: "Iterable[str]", headings: dict[str, str], tr: "Language") -> "Element":
    """Dress the schools by their status; those that none has aren't in the legend.

    Parameters
    ----------
    statuses
        Those of the layer's rows.
    headings
        Column -> what stands over it.
    """
    there = set(statuses)
    steps = [
        qml.Step(tr(words), f'"status" = {qml.literal(status)}', _marker(status))
        for status, words in STATUS_WORDS.items()
        if status in there
    ]
    labels = qml.Labels(
        words='"name"',
        ink=qml.literal(palette.INK),
        ground=qml.literal(palette.PAPER),
        size=7.5,
        farthest=_NAMED_FROM,
        over="point",
    )
    return qml.style(
        qml.renderer(steps), labels=labels, headings=headings, tip=_tip(there, headings, tr)
    )


def _tip(there: set[str], columns: "Container[str]", tr: "Language") -> str:
    """Say of a school its name, its situation, its solution, its circonscription."""
    cases = " ".join(
        f'WHEN "status" = {qml.literal(status)} THEN {qml.literal(tr(words))}'
        for status, words in STATUS_WORDS.items()
        if status in there
    )
    told = f"<b>[% {escaped('name')} %]</b>"
    told += f"<br>[% CASE {cases} END %]" if cases else ""
    # One that isn't there would leave the expression as it is written.
    named = [column for column in ("solution", "circonscription_name") if column in columns]
    for column in named:
        words = f"'<br>' || {escaped(column)}"
        told += f"[% CASE WHEN \"{column}\" <> '' THEN {words} ELSE '' END %]"
    return told


def _marker(status: str) -> "Element":
    """Draw a status's mark: what is under it, then what is over it."""
    return qml.symbol("marker", _MARKS[status](STATUS_SHAPES[status]))


def _mark(
    name: str,
    fill: str,
    *,
    line: str = "",
    size: float = 2.0,
    angle: int = 0,
    down: float = 0.0,
) -> "Element":
    edge = {"outline_color": qml.rgba(line), "outline_style": "solid"} if line else {}
    return qml.drawn(
        "SimpleMarker",
        {
            "name": name, "color": qml.rgba(fill), "angle": angle,
            "offset": f"0,{half_up(down * _RADIUS, 3)}", "offset_unit": "MM",
            "size": half_up(size * _RADIUS, 3), "size_unit": "MM",
            "outline_style": "no", "outline_width": 0.25, "outline_width_unit": "MM",
            "joinstyle": "miter", **edge,
        },
    )  # fmt: skip


def _disc(shape: "Shape") -> "list[Element]":
    return [_mark("circle", shape.colour, line=shape.line)]


def _half_disc(shape: "Shape") -> "list[Element]":
    ring = _mark("circle", palette.PAPER, line=shape.line)
    return [ring, _mark("semi_circle", shape.colour, angle=270)]


def _bullseye(shape: "Shape") -> "list[Element]":
    ring = _mark("circle", palette.PAPER, line=shape.line)
    return [ring, _mark("circle", shape.colour, size=0.8)]


def _triangle(shape: "Shape") -> "list[Element]":
    return [_mark("triangle", shape.colour, line=shape.line, size=2.1, down=-0.2)]


def _half_square(shape: "Shape") -> "list[Element]":
    square = _mark("square", palette.PAPER, line=shape.line, size=1.7)
    return [square, _mark("diagonal_half_square", shape.colour, size=1.7, angle=270)]


def _square(shape: "Shape") -> "list[Element]":
    return [_mark("square", shape.colour, line=shape.line, size=1.7)]


def _diamond(shape: "Shape") -> "list[Element]":
    return [_mark("diamond", shape.colour, line=shape.line, size=2.4)]


_MARKS: "Mapping[str, Callable[[Shape], list[Element]]]" = MappingProxyType({
    "school": _disc,
    "undated": _bullseye,
    "class": _half_disc,
    "planned": _triangle,
    "not_yet": _half_square,
    "none": _square,
    "unknown": _diamond,
})  # fmt: skip
