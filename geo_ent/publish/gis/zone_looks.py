"""Zones in QGIS: the page's classes and colours, its two patterns, their names and rates."""

from itertools import pairwise
from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.indicators.classes import LEAST_KNOWN, NO_SCHOOL, UNKNOWN, classed, classify
from geo_ent.maps import palette
from geo_ent.publish.gis import qml
from geo_ent.publish.gis.words_in_qgis import aloud, escaped, percent
from geo_ent.telling.indicator_words import class_labels, special_labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.telling.language import Language

_RATED = f'"schools_n" > 0 AND "known_share" >= {LEAST_KNOWN} AND "coverage_share" IS NOT NULL'
_NO_SCHOOL = '"schools_n" = 0'
_UNKNOWN = (
    f'"schools_n" > 0 AND ("known_share" < {LEAST_KNOWN} OR "known_share" IS NULL'
    ' OR "coverage_share" IS NULL)'
)
# Of the two patterns of `assets/patterns.svg`, whose steps are pixels: four of them a millimetre.
_HATCH = {"angle": 45, "distance": 1.6, "line_width": 0.32}
_DOTTING = {"distance_x": 1.2, "distance_y": 1.2, "displacement_x": 0.6, "displacement_y": 0.0}
_SMALL_ZONES = frozenset({"commune", "secteur_college"})
_NAMED_FROM = 250_000
"""The scale from which the names of small zones have room."""


def zone_style(
    table: "pd.DataFrame", headings: dict[str, str], level: str, tr: "Language"
) -> "Element":
    """Dress a level's layer as the page does: classes fitted to it, names and rates.

    Parameters
    ----------
    table
        The level's coverage, as the layer has it.
    headings
        Column -> what stands over it.
    level
        Which level: the borders of small zones are thin, their names wait for a near look.
    """
    indicator = classed(table, COVERAGE)
    small = level in _SMALL_ZONES
    steps = [*_steps(table, indicator, 0.12 if small else 0.26, tr)]
    return qml.style(
        qml.renderer(steps),
        labels=_labels(indicator, tr, farthest=_NAMED_FROM if small else 0),
        headings=headings,
        tip=_tip(tr),
    )


def _steps(
    table: "pd.DataFrame", indicator: "Indicator", width: float, tr: "Language"
) -> "Iterator[qml.Step]":
    """Give a rule a class, the lowest first, then those without a rate, where there are any."""
    line = _border(width)
    fills = palette.fills_of(indicator)
    for label, fill, rows in zip(
        class_labels(indicator, tr), fills, _bounds(indicator.breaks), strict=True
    ):
        painted = qml.drawn("SimpleFill", {"color": qml.rgba(fill), "style": "solid"} | line)
        yield qml.Step(label, f"{_RATED}{rows}", qml.symbol("fill", [painted]))
    there = set(classify(table, indicator))
    no_school, unknown = special_labels(indicator, tr)
    if NO_SCHOOL in there:
        yield qml.Step(no_school, _NO_SCHOOL, _hatched(line))
    if UNKNOWN in there:
        yield qml.Step(unknown, _UNKNOWN, _dotted(line))


def _bounds(breaks: tuple[float, ...]) -> "Iterator[str]":
    """Say of each class which shares fall in it: a bound belongs to the class above it."""
    last = len(breaks) - 2
    for number, (low, high) in enumerate(pairwise(breaks)):
        over = f' AND "coverage_share" >= {low}' if number else ""
        yield over + (f' AND "coverage_share" < {high}' if number < last else "")


def _border(width: float) -> dict[str, object]:
    return {
        "outline_color": qml.rgba(palette.OUTLINE), "outline_style": "solid",
        "outline_width": width, "outline_width_unit": "MM", "joinstyle": "round",
    }  # fmt: skip


def _ground(colour: str) -> "Element":
    return qml.drawn(
        "SimpleFill", {"color": qml.rgba(colour), "style": "solid", "outline_style": "no"}
    )


def _edge(line: dict[str, object]) -> "Element":
    return qml.drawn("SimpleFill", {"style": "no", **line})


def _hatched(line: dict[str, object]) -> "Element":
    """Hatch what has no school, in grey: it must not pass for a step of the scale."""
    stroke = {"line_color": qml.rgba(palette.HATCH), "line_width": _HATCH["line_width"]}
    inside = qml.symbol(
        "line", [qml.drawn("SimpleLine", stroke | {"line_width_unit": "MM"})], name="@0@1"
    )
    units = {"distance_unit": "MM", "line_width_unit": "MM", "color": qml.rgba(palette.HATCH)}
    hatching = qml.drawn("LinePatternFill", {**_HATCH, **units}, inside)
    return qml.symbol("fill", [_ground(palette.PAPER), hatching, _edge(line)])


def _dotted(line: dict[str, object]) -> "Element":
    """Dot what is unknown, on grey."""
    dot = {
        "name": "circle", "color": qml.rgba(palette.DOT), "outline_style": "no",
        "size": 0.55, "size_unit": "MM",
    }  # fmt: skip
    inside = qml.symbol("marker", [qml.drawn("SimpleMarker", dot)], name="@0@1")
    units = {f"{name}_unit": "MM" for name in _DOTTING}
    dotting = qml.drawn("PointPatternFill", {**_DOTTING, **units}, inside)
    return qml.symbol("fill", [_ground(palette.UNKNOWN_GROUND), dotting, _edge(line)])


def _labels(indicator: "Indicator", tr: "Language", *, farthest: int) -> qml.Labels:
    """Write a zone's name over its rate, in the ink that reads on its colour."""
    no_school, unknown = (qml.literal(told) for told in special_labels(indicator, tr))
    rate = (
        f"CASE WHEN {_NO_SCHOOL} THEN {no_school} WHEN {_UNKNOWN} THEN {unknown} "
        f"ELSE {percent(tr)} END"
    )
    fills = palette.fills_of(indicator)
    return qml.Labels(
        words=f"wordwrap(\"zone_name\", 14) || '\\n' || {rate}",
        ink=_by_class(indicator, [palette.ink_on(fill) for fill in fills], palette.INK),
        ground=_by_class(indicator, list(fills), palette.PAPER),
        size=8.5,
        farthest=farthest,
    )


def _by_class(indicator: "Indicator", colours: list[str], other: str) -> str:
    """Give each class its colour, and `other` to what has none."""
    cases = " ".join(
        f"WHEN {_RATED}{rows} THEN '{colour}'"
        for rows, colour in zip(_bounds(indicator.breaks), colours, strict=True)
    )
    return f"CASE {cases} ELSE '{other}' END"


def _tip(tr: "Language") -> str:
    """Say what a zone is when it is pointed at: its name, its rate, of how many schools."""
    counted = aloud(tr("Avec un ENT\u00a0: {n} sur {total}"), n='"covered_n"', total='"schools_n"')
    unknown = aloud(tr("Situation inconnue\u00a0: {n}"), n='"unknown_n"')
    rate = f"CASE WHEN {_RATED} THEN ', ' || {percent(tr)} ELSE '' END"
    no_school = qml.literal(special_labels(COVERAGE, tr)[0])
    return (
        f"<b>[% {escaped('zone_name')} %]</b><br>"
        f"[% CASE WHEN {_NO_SCHOOL} THEN {no_school} ELSE {counted} || {rate} END %]"
        f"[% CASE WHEN \"unknown_n\" > 0 THEN '<br>' || {unknown} ELSE '' END %]"
    )
