"""The pieces of a style of QGIS (QML), as it reads them since 3.0.

Each symbol's options are written twice: `Option`, which QGIS reads, and `prop`, which those before
3.22 do. Everything goes through an XML tree, so that no text can be taken for markup.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from geo_ent.text.safe import printable

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION = "3.22.0"
_CATEGORIES = "Symbology|Labeling|Fields|MapTips"

Kind = Literal["fill", "marker", "line"]


class Step(NamedTuple):
    """A rule of a renderer: what it is called in the legend, of which rows, and its symbol."""

    label: str
    rows: str
    symbol: Element


class Labels(NamedTuple):
    """What is written on the map.

    Attributes
    ----------
    words
        The expression that makes the label.
    ink, ground
        Expressions that give the colours of the letters and of what is round them.
    size
        Of the letters, in points.
    farthest
        The scale from which labels are written, as 1:50 000 is 50000; 0 for any.
    over
        How the labels lie: "polygon" or "point".
    """

    words: str
    ink: str
    ground: str
    size: float
    farthest: int = 0
    over: Literal["polygon", "point"] = "polygon"


def rgba(colour: str) -> str:
    """Write a colour as QGIS does.

    Examples
    --------
    >>> rgba("#fff"), rgba("#0b7a5e")
    ('255,255,255,255', '11,122,94,255')
    """
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits  # noqa: PLR2004 "#fff"
    return ",".join(str(int(digits[at : at + 2], 16)) for at in (0, 2, 4)) + ",255"


def literal(text: str) -> str:
    """Write a text in an expression of QGIS.

    Examples
    --------
    >>> literal("sans école d'ici")
    "'sans école d''ici'"
    """
    escaped = printable(text).replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def drawn(layer: str, options: Mapping[str, object], inside: Element | None = None) -> Element:
    """Make a layer of a symbol; `inside` is the symbol that it repeats."""
    node = Element("layer", {"class": layer, "enabled": "1", "pass": "0", "locked": "0"})
    written = {name: str(value) for name, value in options.items()}
    listed = SubElement(node, "Option", {"type": "Map"})
    for name, value in written.items():
        SubElement(listed, "Option", {"name": name, "type": "QString", "value": value})
    for name, value in written.items():
        SubElement(node, "prop", {"k": name, "v": value})
    if inside is not None:
        node.append(inside)
    return node


def symbol(kind: Kind, layers: Iterable[Element], *, name: str = "") -> Element:
    """Make a symbol of its layers, the lowest first; `name` is for one that another repeats."""
    node = Element(
        "symbol",
        {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"},
    )
    node.extend(layers)
    return node


def renderer(steps: Sequence[Step]) -> Element:
    """Draw each row by the rule that it falls under."""
    node = Element("renderer-v2", {"type": "RuleRenderer", "symbollevels": "0", "forceraster": "0"})
    rules = SubElement(node, "rules", {"key": "root"})
    symbols = SubElement(node, "symbols")
    for number, step in enumerate(steps):
        told = {"key": f"rule-{number}", "symbol": str(number), "label": printable(step.label)}
        SubElement(rules, "rule", told | ({"filter": step.rows} if step.rows else {}))
        step.symbol.set("name", str(number))
        symbols.append(step.symbol)
    return node


def labeling(labels: Labels) -> Element:
    """Write labels, each in its ink on its ground, where there is room."""
    node = Element("labeling", {"type": "simple"})
    settings = SubElement(node, "settings", {"calloutType": "simple"})
    style = SubElement(
        settings,
        "text-style",
        {
            "fieldName": labels.words, "isExpression": "1", "fontFamily": "Arial",
            "fontSize": str(labels.size), "fontSizeUnit": "Point", "fontWeight": "75",
            "namedStyle": "Bold", "textColor": rgba("#161616"), "textOpacity": "1",
            "multilineHeight": "1", "useSubstitutions": "0",
        },
    )  # fmt: skip
    SubElement(
        style,
        "text-buffer",
        {
            "bufferDraw": "1", "bufferSize": "0.7", "bufferSizeUnits": "MM",
            "bufferColor": rgba("#fff"), "bufferOpacity": "1", "bufferJoinStyle": "128",
        },
    )  # fmt: skip
    SubElement(settings, "text-format", {"multilineAlign": "1", "wrapChar": ""})
    placements = {"polygon": "4", "point": "6"}  # anywhere inside it, flat; around it
    place = {"placement": placements[labels.over], "dist": "1.2", "distUnits": "MM"}
    SubElement(settings, "placement", place)
    # Read the wrong way round: QGIS calls "scaleMax" the greatest number, which is the farthest.
    bounds = {"scaleVisibility": "1", "scaleMin": "1", "scaleMax": str(labels.farthest)}
    SubElement(settings, "rendering", {"obstacle": "1"} | (bounds if labels.farthest else {}))
    settings.append(_defined({"Color": labels.ink, "BufferColor": labels.ground}))
    return node


def _defined(expressions: Mapping[str, str]) -> Element:
    """Let expressions say what differs from one label to another."""
    node = Element("dd_properties")
    whole = SubElement(node, "Option", {"type": "Map"})
    SubElement(whole, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = SubElement(whole, "Option", {"name": "properties", "type": "Map"})
    for name, expression in expressions.items():
        one = SubElement(properties, "Option", {"name": name, "type": "Map"})
        SubElement(one, "Option", {"name": "active", "type": "bool", "value": "true"})
        told = {"name": "expression", "type": "QString", "value": expression}
        SubElement(one, "Option", told)
        SubElement(one, "Option", {"name": "type", "type": "int", "value": "3"})
    SubElement(whole, "Option", {"name": "type", "type": "QString", "value": "collection"})
    return node


def style(
    drawing: Element,
    *,
    labels: Labels | None = None,
    headings: Mapping[str, str] | None = None,
    tip: str = "",
) -> Element:
    """Make a layer's whole style.

    Parameters
    ----------
    drawing
        As `renderer` gives it.
    headings
        Column -> what stands over it in the table of attributes.
    tip
        What a layer says of the row that is pointed at: HTML with expressions of QGIS.
    """
    root = Element(
        "qgis",
        {
            "version": VERSION,
            "styleCategories": _CATEGORIES,
            "labelsEnabled": "1" if labels else "0",
        },
    )
    root.append(drawing)
    if labels:
        root.append(labeling(labels))
    aliases = SubElement(root, "aliases")
    for column, heading in (headings or {}).items():
        SubElement(aliases, "alias", {"field": column, "name": printable(heading)})
    if tip:
        SubElement(root, "mapTip").text = tip
    return root


def written(root: Element) -> str:
    """Write a style or a project as its file has it."""
    indent(root, " ")
    return DOCTYPE + tostring(root, encoding="unicode") + "\n"
