"""The page that everybody sees: a Folium map inside one complete, self-contained HTML file.

Folium hosts the map, so that a notebook can show it and add layers to it; no data of ours passes
through Folium's templates, because what they render is compiled again as a template. The page's
skeleton is filled after rendering, in one pass.
"""

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure
from folium.template import Template

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps import markup
from geo_ent.maps.payload import aligned, as_json, payload
from geo_ent.maps.topology import topology
from geo_ent.maps.wording import LEVEL_WORDS
from geo_ent.words import day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo_ent.maps.facts import PageFacts

__all__ = ["CoverageMap", "coverage_map"]

SCRIPTS = (
    "dom",
    "words",
    "topology",
    "symbols",
    "zones",
    "dots",
    "tooltip",
    "legend",
    "panel",
    "controls",
    "wheel",
    "main",
)
"""The page's script, file by file in the order they are joined in."""

_SLOT = re.compile(r"@@([a-z_]+)@@")


def coverage_map(
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    *,
    facts: "PageFacts",
    levels: "Sequence[str]" = ("circonscription", "commune"),
) -> "CoverageMap":
    """Make the coverage map: which schools have an ENT, by zone and one by one.

    Parameters
    ----------
    schools
        Indexed by `uai`, with `name, nature, sector, priority, status, solution` and
        `<level>_code` for each level; points in EPSG:4326, empty where the place is unknown.
    zones
        Level -> frame indexed by `zone_code`: `zone_name, estimated`, geometry in EPSG:4326.
    coverage
        Level -> frame indexed by the same codes, as the contract of `coverage` says.
    facts
        Title, date, headline, sources and what else the page says of itself.
    levels
        The levels to choose from; the first is shown first and is the one of the table.

    Returns
    -------
    CoverageMap
        A Folium map: `.html()` is the complete page, a notebook shows it, layers can be added.

    Raises
    ------
    InputError
        When a level is missing, or its zones and its coverage don't name the same zones.
    """
    missing = [level for level in levels if level not in zones or level not in coverage]
    if missing or not levels:
        msg = f"the map needs zones and coverage of {', '.join(missing) or 'one level at least'}"
        raise InputError(msg)
    kept = {level: zones[level] for level in levels}
    data = payload(schools, kept, coverage, facts=facts, indicator=COVERAGE)
    slots = _facts_slots(facts) | {
        "table": markup.table(
            levels[0], aligned(levels[0], kept[levels[0]], coverage[levels[0]]), facts
        ),
        "table_of": escape(LEVEL_WORDS[levels[0]].one),
        "notes": markup.list_of_notes(
            (COVERAGE.caveat_fr, *markup.estimated_note(kept), *facts.notes)
        ),
        "data": as_json(data),
        "topology": as_json(topology(kept)),
    }
    return CoverageMap(slots, bounds=_bounds(kept[levels[0]]))


def _facts_slots(facts: "PageFacts") -> dict[str, str]:
    """Escape what the page says of itself."""
    return {
        "title": escape(facts.title),
        "territory": escape(facts.territory),
        "date": escape(day(facts.date)),
        "iso_date": facts.date.isoformat(),
        "headline": escape(facts.headline),
        "simulated": markup.simulated_banner(facts),
        "sources": markup.list_of_sources(facts.sources),
    }


def _bounds(zones: "gpd.GeoDataFrame") -> list[list[float]]:
    """Give south-west and north-east corners, latitude first as Leaflet wants them."""
    west, south, east, north = (float(value) for value in zones.total_bounds)
    return [[south, west], [north, east]]


class CoverageMap(folium.Map):
    """A Folium map whose page is complete and asks no other server for anything.

    Markers, popups, vectors and layer controls can be added as to any Folium map. What needs a
    library of its own (`folium.Icon`, tile layers, most plugins) brings its own requests.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"
            role="region" aria-labelledby="geo-ent-map-name"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {{ this.options|tojson }});
            {{ this.get_name() }}.fitBounds({{ this.geo_ent_bounds|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, slots: "Mapping[str, str]", *, bounds: list[list[float]]) -> None:
        """Host a map over the page's slots; use `coverage_map` to make one."""
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []  # Folium's come from five other servers
        self._id = "geo_ent"
        self.geo_ent_bounds = bounds
        self.options = {
            "zoomSnap": 0.25,
            "zoomDelta": 0.75,
            "zoomControl": False,
            "scrollWheelZoom": False,
            "maxZoom": 18,
        }
        _PageFigure(slots).add_child(self)

    def html(self) -> str:
        """Give the complete page, the same bytes for the same inputs."""
        return str(self.get_root().render())


class _PageFigure(Figure):
    """Folium's outermost element, rendered into our own skeleton."""

    def __init__(self, slots: "Mapping[str, str]") -> None:
        super().__init__(ratio="100%")
        self._id = "geo_ent_page"
        self._slots = slots

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 branca's signature
        """Let the children render, then fill the skeleton with them and with the data."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        return _filled(_asset("page.html"), self._parts(**kwargs) | dict(self._slots))

    def _parts(self, **kwargs: Any) -> dict[str, str]:  # noqa: ANN401 branca's signature
        """Give what comes from Folium, and the assets that host it."""
        added = any(len(child._children) for child in self._children.values())  # noqa: SLF001
        leaflet = f"/*!\n{_asset('vendor/LICENSE-leaflet')}*/\n{_asset('vendor/leaflet.js')}"
        before = [
            _asset("boot.js"),
            leaflet,
            _asset("vendor/leaflet-icons.js"),
            *([_asset("folium.js")] if added else []),
        ]
        scripts = {
            "leaflet": "\n".join(before),
            "folium_script": str(self.script.render(**kwargs)),
            "script": _script(),
        }
        return scripts | {
            "csp": "" if added else _policy(list(scripts.values())),
            "leaflet_css": _asset("vendor/leaflet.css"),
            "css": _asset("page.css"),
            "patterns": _asset("patterns.svg"),
            "folium_header": self._header(**kwargs),
            "folium_html": str(self.html.render(**kwargs)),
        }

    def _header(self, **kwargs: Any) -> str:  # noqa: ANN401 branca's signature
        """Give what added layers put in the head; the skeleton has its own charset."""
        self.header._children.pop("meta_http", None)  # noqa: SLF001
        return str(self.header.render(**kwargs))


def _filled(skeleton: str, slots: "Mapping[str, str]") -> str:
    """Fill the slots in one pass: what is put in is never looked at again.

    Examples
    --------
    >>> _filled("<p>@@a@@</p>", {"a": "@@b@@"})
    '<p>@@b@@</p>'
    """
    return _SLOT.sub(lambda found: slots[found[1]], skeleton)


def _policy(scripts: list[str]) -> str:
    """Write a content security policy that runs these scripts and asks nobody for anything."""
    digests = [hashlib.sha256(f"\n{text}\n".encode()).digest() for text in scripts]
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    rules = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


@cache
def _asset(name: str) -> str:
    return files("geo_ent.maps").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")


@cache
def _script() -> str:
    """Join the page's script: one function, so that nothing leaks into the page."""
    body = "\n".join(_asset(f"{name}.js") for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{body}\n}})();'
