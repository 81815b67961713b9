"""What is drawn over the zones in QGIS, as on the page: white areas, groups, networks."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo_ent.maps import palette
from geo_ent.publish.gis import qml
from geo_ent.publish.gis.words_in_qgis import escaped
from geo_ent.telling.language import Language, mark

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

GAP_INK = "#6e1e8a"
"""Violet: of the gaps alone, as `maps/assets/gaps_shapes.js` has it."""

_WORDS: Mapping[str, str] = MappingProxyType({
    "white_areas": mark("Zone blanche"),
    "clusters": mark("Regroupement d’écoles sans ENT"),
    "school_networks": mark("Réseau d’écoles"),
})  # fmt: skip

# In degrees, as the layer is: on the ground a circle, at any latitude of France.
_CIRCLE = (
    'make_ellipse($geometry, max("radius_km", 0.4) / (111.2 * cos(radians(y($geometry)))), '
    'max("radius_km", 0.4) / 111.2, 90, 72)'
)
_NAMED_BY = {"white_areas": "zone_name", "clusters": "centre_name", "school_networks": "network"}


def gap_style(layer: str, headings: dict[str, str], tr: Language) -> "Element | None":
    """Dress a layer that lies over the zones; None for one that isn't ours.

    Parameters
    ----------
    layer
        "white_areas", "clusters" or "school_networks".
    headings
        Column -> what stands over it.
    """
    if layer not in _WORDS:
        return None
    drawings = {"white_areas": _area, "clusters": _group, "school_networks": _network}
    steps = [qml.Step(tr(_WORDS[layer]), "", drawings[layer]())]
    column = _NAMED_BY[layer] if _NAMED_BY[layer] in headings else ""
    tip = f"<b>[% {escaped(column)} %]</b>" if column else ""
    return qml.style(qml.renderer(steps), headings=headings, tip=tip)


def _edge(colour: str, width: float, style: str = "solid") -> "Element":
    return qml.drawn(
        "SimpleFill",
        {
            "style": "no", "outline_color": qml.rgba(colour), "outline_style": style,
            "outline_width": width, "outline_width_unit": "MM", "joinstyle": "round",
        },
    )  # fmt: skip


def _hatch(colour: str, width: float) -> "Element":
    stroke = {"line_color": qml.rgba(colour), "line_width": width, "line_width_unit": "MM"}
    inside = qml.symbol("line", [qml.drawn("SimpleLine", stroke)], name="@0@0")
    told = {"angle": 135, "distance": 2.0, "distance_unit": "MM", "color": qml.rgba(colour)}
    return qml.drawn("LinePatternFill", told, inside)


def _area() -> "Element":
    """Hatch an area that stays seen over any fill: each line is cased in white."""
    hatches = [_hatch(palette.PAPER, 0.9), _hatch(GAP_INK, 0.4)]
    return qml.symbol("fill", [*hatches, _edge(palette.PAPER, 1.0), _edge(GAP_INK, 0.5)])


def _group() -> "Element":
    """Dash the circle that a group's point is in the middle of, as wide as its row says."""
    dashed = [_edge(palette.PAPER, 1.3), _edge(GAP_INK, 0.6, "dash")]
    told = {"SymbolType": "Fill", "geometryModifier": _CIRCLE, "units": "MapUnit"}
    circle = qml.drawn("GeometryGenerator", told, qml.symbol("fill", dashed, name="@0@0"))
    return qml.symbol("marker", [circle])


def _network() -> "Element":
    """Link the schools of a network, in brown: borders are blue, and a link isn't one."""
    lines = [
        qml.drawn(
            "SimpleLine",
            {"line_color": qml.rgba(colour), "line_width": width, "line_width_unit": "MM",
             "capstyle": "round", "joinstyle": "round"},
        )
        for colour, width in ((palette.PAPER, 1.3), (palette.NETWORK, 0.6))
    ]  # fmt: skip
    return qml.symbol("line", lines)
