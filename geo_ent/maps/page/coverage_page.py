"""The page that everybody sees: one complete, self-contained HTML file, made without Folium.

Its skeleton is filled in one pass; `coverage_map` hosts the same page in a Folium map.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps.content_hash import digest
from geo_ent.maps.geometry.topology import topology
from geo_ent.maps.page import page_markup as markup
from geo_ent.maps.page.card_part import card_part
from geo_ent.maps.page.deployment_layer import deployment_part
from geo_ent.maps.page.gaps_layer import gaps_part
from geo_ent.maps.page.packing import packed
from geo_ent.maps.page.page_levels import page_levels
from geo_ent.maps.page.page_script import STYLES, asset, joined_style
from geo_ent.maps.page.page_script import script as page_script
from geo_ent.maps.page.payload import aligned, offered, payload
from geo_ent.telling.indicator_words import indicator_caveat, indicator_title
from geo_ent.telling.language import Language, language
from geo_ent.telling.page.page_words import PAGE_WORDS, level_words, page_words
from geo_ent.text.ascii_page import ascii_page, ascii_script
from geo_ent.text.numbers import Lang
from geo_ent.text.safe import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.maps.page.deployment_layer import Programme
    from geo_ent.maps.page.gaps_layer import Gaps
    from geo_ent.telling.page.page_facts import PageFacts

_SLOT = re.compile(r"@@([a-z_]+)@@")


MAP_ID = "map_geo_ent"
"""The map's variable in the script, and its element's id: what Folium calls a map named so."""

MAP_ELEMENT = (
    f'\n    <div class="folium-map" id="{MAP_ID}"'
    '\n            role="region" aria-labelledby="geo-ent-map-name"></div>'
)


@dataclass(frozen=True)
class CoveragePage:
    """The page of a coverage map, before it is one text.

    Attributes
    ----------
    slots
        What is put in the skeleton's slots: text that is safe there.
    bounds
        South-west and north-east corners of what is shown first, latitude first.
    tr
        The language of the page's own words.
    parts
        The optional parts of the script that the page needs.
    """

    slots: "Mapping[str, str]"
    bounds: list[list[float]]
    tr: Language
    parts: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """The script that makes the map; `home` is an option of ours, the others are Leaflet's."""
        options = {
            "home": self.bounds,
            "maxZoom": 18,  # some 300 m across the map: nothing of ours is smaller than a school
            "scrollWheelZoom": False,  # the wheel scrolls the page, until the map is clicked
            "zoomControl": False,  # the script adds its own, with words in the page's language
            "zoomDelta": 0.75,
            # Whole steps double the scale: a territory that just misses one would fill half.
            "zoomSnap": 0.05,
        }
        home, start = json.dumps(options), json.dumps(self.bounds)
        # Indented as Folium renders it, so that the page is the same with Folium and without.
        return (
            f'\n    \n            var {MAP_ID} = L.map("{MAP_ID}", {home});'
            f"\n            {MAP_ID}.fitBounds({start});\n        "
        )

    def html(self) -> str:
        """Give the complete page, in ASCII, the same bytes for the same inputs."""
        # One script, so that the browser paints the map before anything else.
        script = f"{self.script}\n{page_script(self.tr, self.parts)}"
        map_library = leaflet(whole=False)
        return self._filled(
            csp=_policy([map_library, script]),
            leaflet=map_library,
            leaflet_css=asset("vendor/leaflet-part.css"),
            script=script,
            folium_html=MAP_ELEMENT,
            folium_header="",
            folium_script="",
        )

    def html_with_layers(self, *, script: str, element: str, header: str) -> str:
        """Give the page of a map that layers of Folium were added to.

        They need Leaflet whole. There is no policy: what they ask for isn't ours to vouch for.

        Parameters
        ----------
        script, element, header
            As Folium renders them: the script that makes the map and its layers, the map's
            element, what goes in the page's head.
        """
        return self._filled(
            csp="",
            leaflet=leaflet(whole=True),
            leaflet_css=asset("vendor/leaflet.css"),
            script=page_script(self.tr, self.parts),
            folium_html=element,
            folium_header=header,
            folium_script=f"<script>\n{script}\n</script>\n",
        )

    def _filled(self, **hosted: str) -> str:
        """Fill the skeleton with what hosts the map and with the page's own slots."""
        css = "\n".join(joined_style(asset(name)) for name in STYLES)
        slots = {"css": css, "patterns": asset("patterns.svg"), **hosted, **self.slots}
        return ascii_page(_filled(asset("page.html"), slots))


def coverage_page(  # noqa: PLR0913 what a map is made of, all by keyword
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame]",
    *,
    facts: "PageFacts",
    levels: "Sequence[str] | None" = None,
    series: "pd.DataFrame | None" = None,
    gaps: "Gaps | None" = None,
    programme: "Programme | None" = None,
    everyone: "gpd.GeoDataFrame | None" = None,
    first: "Indicator" = COVERAGE,
    lang: Lang = "fr",
    finest: float = 0.0,
    card: str = "",
) -> "CoveragePage":
    """Make the page of the coverage map: which schools have an ENT, by zone and one by one.

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
        those of `zones` that `page_levels` lists: circonscriptions first, or départements.
    series
        Indexed by `uai`, one column a date (`datetime.date`), each school's status then; None
        for the date of `facts` alone.
    gaps
        Schools to equip first, white areas and groups of schools without an ENT, which a reader
        may put on the map; None for a page without them.
    programme
        What is said of a deployment, and the networks of schools, which a reader may put on the
        map; None for a page without them.
    everyone
        Schools of every sector, as `schools` and with their status at the date: an equipped one
        that isn't counted may be nearer to a school. None where every sector is counted.
    first
        The indicator that the page opens on, where something is known for it.
    lang
        The language of the page's own words; those of `facts` are the caller's.
    finest
        The finest detail to draw, in degrees, where zones have more than a page should carry.
    card
        What the picture `card.png` beside the page shows, for who shares its address; "" for none.

    Returns
    -------
    CoveragePage
        `.html()` is the complete page. `geo_ent.map`, which takes the same, gives a `CoverageMap`:
        a Folium map too, which a notebook shows and layers can be added to.

    Raises
    ------
    InputError
        When a level is missing, when its zones and its coverage don't name the same zones, or
        when `series`, `gaps` or `programme` aren't those of these schools.
    """
    chosen = page_levels(zones) if levels is None else tuple(levels)
    missing = [level for level in chosen if level not in zones or level not in coverage]
    if missing or not chosen:
        lacking = f"du niveau {', '.join(missing)}" if missing else "d’un niveau au moins"
        msg = f"la carte a besoin des zones et des chiffres {lacking}."
        raise InputError(msg)
    tr = language(lang, facts.scope.sector or "all")
    kept = {level: zones[level] for level in chosen}
    # Every level's figures are checked against its zones, though the page has a table of the first
    # alone: the script counts the others from the schools, and would contradict other figures.
    tables = {level: aligned(level, kept[level], coverage[level]) for level in chosen}
    counted = payload(
        schools, kept, coverage=tables, facts=facts, series=series, first=first, tr=tr
    )
    parts = deployment_part(programme, schools)
    slots = {
        "data": as_json(
            counted | gaps_part(gaps, schools, kept) | card_part(schools, kept, everyone) | parts
        ),
        "topology": as_json(packed(topology(kept, finest=finest))),
        "table": markup.table(chosen[0], tables[chosen[0]], schools, facts=facts, tr=tr),
        "table_of": escape(level_words(chosen[0], tr).one),
    }
    slots |= _notes_slots(kept, facts, offered(schools, first=first), tr)
    words = {f"w_{key}": escape(text) for key, text in page_words(tr).items()}
    slots |= words | _facts_slots(facts, tr)
    slots["shared"] = markup.shared_head(facts, card, tr)
    return CoveragePage(slots, _bounds(kept[chosen[0]]), tr, parts=tuple(parts))


def _notes_slots(
    zones: "Mapping[str, gpd.GeoDataFrame]",
    facts: "PageFacts",
    indicators: "Iterable[Indicator]",
    tr: Language,
) -> dict[str, str]:
    """Give two slots: `notes`, with the first indicator's caveat, and the others' `definitions`."""
    (_, caveat), *others = [
        (indicator_title(record, tr), indicator_caveat(record, tr)) for record in indicators
    ]
    notes = [caveat, *markup.estimated_note(zones, tr), page_words(tr)["fragile"], *facts.notes]
    definition = PAGE_WORDS["definition"]
    definitions = [tr(definition, title=title, caveat=caveat) for title, caveat in others]
    return {
        "notes": markup.list_of_notes(notes),
        "definitions": markup.list_of_notes(definitions),
    }


def _facts_slots(facts: "PageFacts", tr: Language) -> dict[str, str]:
    """Escape what the page says of itself."""
    return {
        "lang": tr.code,
        "title": escape(facts.title),
        "territory": escape(facts.territory),
        "above": markup.pages_above(facts.above, tr),
        "date": escape(tr.day(facts.date)),
        "iso_date": facts.date.isoformat(),
        "headline": escape(facts.headline),
        "simulated": markup.simulated_banner(escape(facts.simulated or ""), tr),
        "sources": markup.list_of_sources(facts.sources, tr),
        "credit": markup.short_credit(facts.sources, tr),
        "on_paper": markup.on_paper(facts.url, tr),
    }


def _bounds(zones: "gpd.GeoDataFrame") -> list[list[float]]:
    """Give south-west and north-east corners, latitude first as Leaflet wants them."""
    west, south, east, north = (float(value) for value in zones.total_bounds)
    return [[south, west], [north, east]]


@cache
def leaflet(*, whole: bool) -> str:
    """Give Leaflet, with what added layers need when it is whole, and its licence."""
    licence = f"/*!\n{asset('vendor/LICENSE-leaflet')}*/"
    # The part that our script uses, 30 kB for 43: layers of Folium may ask for any of the rest.
    names = ["leaflet.js", "leaflet-icons.js"] if whole else ["leaflet-part.js"]
    parts = [asset("boot.js"), licence, *(asset(f"vendor/{name}") for name in names)]
    return ascii_script("\n".join([*parts, asset("folium.js")] if whole else parts))


def _filled(skeleton: str, slots: "Mapping[str, str]") -> str:
    """Fill the slots in one pass: what is put in is never looked at again.

    Examples
    --------
    >>> _filled("<p>@@a@@</p>", {"a": "@@b@@"})
    '<p>@@b@@</p>'
    """
    return _SLOT.sub(lambda slot: slots[slot[1]], skeleton)


def _policy(scripts: list[str]) -> str:
    """Write a content security policy that runs these scripts and asks nobody for anything."""
    # A hash is of all between the tags, and the skeleton puts each script on lines of its own.
    hashes = " ".join(f"'{digest(f'{chr(10)}{text}{chr(10)}')}'" for text in scripts)
    # Leaflet sets styles on elements, so they are let through: they can ask for no more than
    # `img-src` says. IGN's tiles are there for the map under the zones, which a reader turns on.
    rules = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: https://data.geopf.fr; connect-src 'none'; base-uri 'none'; "
        "form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
