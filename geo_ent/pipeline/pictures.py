"""The map as pictures, and the page that says how to embed it."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.maps.picture.map_picture import map_svg
from geo_ent.maps.picture.raster import drawing, png
from geo_ent.maps.picture.share_card import CARD, CARD_WIDTH, card_svg
from geo_ent.pipeline.page_telling import teller
from geo_ent.publish.embed_page import EMBED, embed_page
from geo_ent.telling.page.alt_text import alt_text
from geo_ent.text.ascii_page import write_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from geo_ent.pipeline.compute import Result
    from geo_ent.project.build_options import Project
    from geo_ent.telling.page.page_facts import PageFacts


@contextmanager
def write_pictures(
    project: "Project",
    result: "Result",
    facts: "PageFacts",
    folder: Path,
    *,
    level: str,
    links: "gpd.GeoDataFrame",
) -> "Iterator[str]":
    """Write the map as pictures and how to embed it; the PNG is drawn while the caller works.

    Parameters
    ----------
    level
        The level that the page opens on.
    links
        The networks in place, whose links are drawn.

    Yields
    ------
    str
        The pictures' text alternative.
    """
    # What the page opens on, so that the picture beside it is the same map.
    shown, table = result.shown_first, result.coverage[level]
    tr = teller(project, result)
    alt = alt_text(table, facts=facts, level=level, indicator=shown, tr=tr)
    same: dict[str, Any] = {
        "facts": facts, "level": level, "indicator": shown, "alt": alt, "tr": tr,
    }  # fmt: skip
    write_page(folder / EMBED, embed_page(table, url=project.url, **same))
    if facts.url:  # a card is named by its whole address: without one nobody would find it
        card = card_svg(result.zones, result.coverage, **same)
        (folder / CARD).write_bytes(png(card, width=CARD_WIDTH))
    drawn = links if len(links) else None  # without them the legend has no line for them
    svg = map_svg(result.zones, result.coverage, links=drawn, **same)
    write_page(folder / "map.svg", svg)
    # A quarter of a second in a process of its own, that nobody waits for on two cores.
    with drawing(folder / "map.svg", folder / "map.png"):
        yield alt
