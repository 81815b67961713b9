"""The page that everybody sees: a Folium map inside one complete, self-contained HTML file.

Folium hosts the map, so that a notebook can show it and add layers to it; no data of ours passes
through Folium's templates, because what they render is compiled again as a template. The page's
skeleton is filled after rendering, in one pass.
"""

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure
from folium.template import Template

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps.content_hash import digest
from geo_ent.maps.geometry.topology import topology
from geo_ent.maps.page import page_markup as markup
from geo_ent.maps.page.deployment_layer import deployment_part
from geo_ent.maps.page.gaps_layer import gaps_part
from geo_ent.maps.page.packing import packed
from geo_ent.maps.page.page_script import STYLES, asset, joined_style, script
from geo_ent.maps.page.payload import aligned, as_json, offered, payload
from geo_ent.tables.contract import LEVELS
from geo_ent.telling.page_words import level_words, page_words
from geo_ent.text.numbers import LOCALES, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.maps.page.deployment_layer import Programme
    from geo_ent.maps.page.gaps_layer import Gaps
    from geo_ent.maps.page.page_script import Language
    from geo_ent.telling.page_facts import PageFacts

__all__ = ["CoverageMap", "coverage_map"]

_SLOT = re.compile(r"@@([a-z_]+)@@")


def coverage_map(  # noqa: PLR0913 what a map is made of, all by keyword
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    *,
    facts: "PageFacts",
    levels: "Sequence[str] | None" = None,
    series: "pd.DataFrame | None" = None,
    gaps: "Gaps | None" = None,
    programme: "Programme | None" = None,
    first: "Indicator" = COVERAGE,
    lang: "Language" = "fr",
    finest: float = 0.0,
) -> "CoverageMap":
    """Make the coverage map: which schools have an ENT, by zone and one by one.

    Parameters
    ----------
    schools
        Indexed by `uai`, with `name, nature, sector, priority, status, solution` and
        `<level>_code` for each level; points in EPSG:4326, empty where the place is unknown.
        `pupils_n, rural, enir_eligible, frr_classified` are shown where they are known.
    zones
        Level -> frame indexed by `zone_code`: `zone_name, estimated`, geometry in EPSG:4326 (a
        zone without one is listed, not drawn).
    coverage
        Level -> frame indexed by the same codes, as the contract of `coverage` says.
    facts
        Title, date, headline, sources and what else the page says of itself.
    levels
        The levels to choose from; the first is shown first and is the one of the table. None for
        all that `zones` has, circonscriptions first.
    series
        Indexed by `uai`, one column a date (`datetime.date`), each school's status then; None
        for the date of `facts` alone.
    gaps
        Schools to equip first, white areas and groups of schools without an ENT, which a reader
        may put on the map; None for a page without them.
    programme
        What is said of a deployment, and the networks of schools, which a reader may put on the
        map; None for a page without them.
    first
        The indicator that the page opens on, where something is known for it.
    lang
        The language of the page's own words; those of `facts` are the caller's.
    finest
        The finest detail to draw, in degrees, where zones have more than a page should carry.

    Returns
    -------
    CoverageMap
        A Folium map: `.html()` is the complete page, a notebook shows it, layers can be added.

    Raises
    ------
    InputError
        When a level is missing, when its zones and its coverage don't name the same zones, or
        when `series`, `gaps` or `programme` aren't those of these schools.
    """
    chosen = _levels(zones) if levels is None else tuple(levels)
    missing = [level for level in chosen if level not in zones or level not in coverage]
    if missing or not chosen:
        msg = f"the map needs zones and coverage of {', '.join(missing) or 'one level at least'}"
        raise InputError(msg)
    kept = {level: zones[level] for level in chosen}
    tables = {level: aligned(level, kept[level], coverage[level]) for level in chosen}
    told = payload(schools, kept, facts=facts, series=series, first=first, lang=lang)
    parts = deployment_part(programme, schools)
    shown, *others = offered(schools, first=first)
    slots = {
        "data": as_json(told | gaps_part(gaps, schools, kept) | parts),
        "topology": as_json(packed(topology(kept, finest=finest))),
        "table": markup.table(chosen[0], tables[chosen[0]], facts, lang=lang),
        "table_of": escape(level_words(chosen[0], lang).one),
        "notes": markup.list_of_notes(_notes(kept, facts, lang, shown)),
        "definitions": markup.list_of_notes(_definitions(others, lang)),
    }
    words = {f"w_{key}": escape(text) for key, text in page_words(lang).items()}
    slots |= words | _facts_slots(facts, lang)
    return CoverageMap(slots, bounds=_bounds(kept[chosen[0]]), lang=lang, parts=tuple(parts))


def _levels(zones: "Mapping[str, gpd.GeoDataFrame]") -> tuple[str, ...]:
    """List the levels that have zones, circonscriptions first, then from small to large."""
    there = [level for level in LEVELS if level in zones and len(zones[level])]
    return tuple(sorted(there, key=lambda level: level != "circonscription"))


def _notes(
    zones: "Mapping[str, gpd.GeoDataFrame]",
    facts: "PageFacts",
    lang: "Language",
    shown: "Indicator",
) -> "list[str]":
    """Say what counts as covered, what is estimated, and what the caller adds."""
    caveat = shown.caveat_en if lang == "en" else shown.caveat_fr
    fragile = page_words(lang)["fragile"]
    return [caveat, *markup.estimated_note(zones, lang=lang), fragile, *facts.notes]


def _definitions(others: "Iterable[Indicator]", lang: "Language") -> "list[str]":
    """Say what each other indicator counts."""
    return [
        f"{record.title_en}: {record.caveat_en}"
        if lang == "en"
        else f"{record.title_fr}\u00a0: {record.caveat_fr}"
        for record in others
    ]


def _facts_slots(facts: "PageFacts", lang: "Language") -> dict[str, str]:
    """Escape what the page says of itself."""
    return {
        "lang": lang,
        "title": escape(facts.title),
        "territory": escape(facts.territory),
        "date": escape(day(facts.date, locale=LOCALES[lang])),
        "iso_date": facts.date.isoformat(),
        "headline": escape(facts.headline),
        "simulated": markup.simulated_banner(escape(facts.simulated or ""), lang=lang),
        "sources": markup.list_of_sources(facts.sources, lang=lang),
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

    def __init__(
        self,
        slots: "Mapping[str, str]",
        *,
        bounds: list[list[float]],
        lang: "Language" = "fr",
        parts: tuple[str, ...] = (),
    ) -> None:
        """Host a map over the page's slots; use `coverage_map` to make one."""
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []  # Folium's come from five other servers
        self._id = "geo_ent"
        self.geo_ent_bounds = bounds
        self.options = {
            "home": bounds,
            "zoomSnap": 0.25,
            "zoomDelta": 0.75,
            "zoomControl": False,
            "scrollWheelZoom": False,
            "maxZoom": 18,
        }
        _PageFigure(slots, lang, parts).add_child(self)

    def html(self) -> str:
        """Give the complete page, the same bytes for the same inputs."""
        return str(self.get_root().render())


class _PageFigure(Figure):
    """Folium's outermost element, rendered into our own skeleton."""

    def __init__(
        self, slots: "Mapping[str, str]", lang: "Language", parts: tuple[str, ...]
    ) -> None:
        super().__init__(ratio="100%")
        self._id = "geo_ent_page"
        self._slots = slots
        self._lang: Language = lang
        self._parts_shown = parts

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 branca's signature
        """Let the children render, then fill the skeleton with them and with the data."""
        for child in list(self._children.values()):
            child.render(**kwargs)
        return _filled(asset("page.html"), self._parts(**kwargs) | dict(self._slots))

    def _parts(self, **kwargs: Any) -> dict[str, str]:  # noqa: ANN401 branca's signature
        """Give what comes from Folium, and the assets that host it."""
        added = any(len(child._children) for child in self._children.values())  # noqa: SLF001
        born = str(self.script.render(**kwargs))
        own = script(self._lang, self._parts_shown)
        scripts = {"leaflet": _leaflet(whole=added)} | (
            {"folium_script": f"<script>\n{born}\n</script>\n", "script": own}
            if added
            # one script, so that the browser paints the map before anything else
            else {"folium_script": "", "script": f"{born}\n{own}"}
        )
        return scripts | {
            "csp": "" if added else _policy([scripts["leaflet"], scripts["script"]]),
            "leaflet_css": asset(f"vendor/leaflet{'' if added else '-part'}.css"),
            "css": "\n".join(joined_style(asset(name)) for name in STYLES),
            "patterns": asset("patterns.svg"),
            "folium_header": self._header(**kwargs),
            "folium_html": str(self.html.render(**kwargs)),
        }

    def _header(self, **kwargs: Any) -> str:  # noqa: ANN401 branca's signature
        """Give what added layers put in the head; the skeleton has its own charset."""
        self.header._children.pop("meta_http", None)  # noqa: SLF001
        return str(self.header.render(**kwargs))


@cache
def _leaflet(*, whole: bool) -> str:
    """Give Leaflet, with what added layers need when it is whole, and its licence."""
    licence = f"/*!\n{asset('vendor/LICENSE-leaflet')}*/"
    names = ["leaflet.js", "leaflet-icons.js"] if whole else ["leaflet-part.js"]
    parts = [asset("boot.js"), licence, *(asset(f"vendor/{name}") for name in names)]
    return "\n".join([*parts, asset("folium.js")] if whole else parts)


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
    hashes = " ".join(f"'{digest(told)}'" for told in (f"\n{text}\n" for text in scripts))
    rules = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: https://data.geopf.fr; connect-src 'none'; base-uri 'none'; "
        "form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
