"""The pages of an atlas: its index, and one an académie; one kind of page at two scales."""

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.communes.departements import academie_departements
from geo_ent.maps.overview.choropleth import ground, layer
from geo_ent.maps.overview.lands import known_shapes, lands_of, merged
from geo_ent.maps.overview.overview_level import painted_change, painted_rate
from geo_ent.publish.atlas.departement_files import Download, departement_files
from geo_ent.publish.atlas.overview_figures import (
    Overview,
    academie_overview,
    circonscription_shapes,
    country_overview,
)
from geo_ent.publish.atlas.overview_markup import (
    DrawnLevel,
    Surroundings,
    overview_text,
    sentences,
)
from geo_ent.telling.atlas_sentences import beyond_sentence
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.text.ascii_page import write_page
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import geopandas as gpd

    from geo_ent.maps.overview.lands import Land
    from geo_ent.maps.overview.overview_level import OverviewLevel
    from geo_ent.publish.atlas.national_tables import NationalFigures
    from geo_ent.tables.atlas_parts import Part
    from geo_ent.telling.language import Language

INDEX = "index.html"
ACADEMIES, DEPARTEMENTS = "academies", "departements"
"""The folders of the pages, in that of the atlas."""


def academie_slug(name: str) -> str:
    """Name an académie's page, without what an address would have to escape.

    Examples
    --------
    >>> academie_slug("Orléans-Tours"), academie_slug("La Réunion")
    ('orleans-tours', 'la-reunion')
    """
    return plain(name).replace(" ", "-")


def write_index(  # noqa: PLR0913 what an index is made of, by keyword
    folder: Path,
    parts: "Sequence[Part]",
    figures: "NationalFigures",
    *,
    asked: "Collection[str]" = (),
    failed: "Collection[str]" = (),
    downloads: Sequence[Download] = (),
    beyond: "Mapping[str, int]" = MappingProxyType({}),
    lang: str = "fr",
) -> tuple[str, ...]:
    """Write `index.html`: the map of the atlas' territory, its figures, the way to each page.

    Parameters
    ----------
    folder
        That of the atlas; it must exist.
    parts
        Of the départements that have figures.
    figures
        What is counted over them.
    asked
        The codes of the territory; those of the parts where it is empty.
    failed
        The départements that couldn't be built. Why isn't told: the page is for everyone.
    downloads
        What there is to take away.
    beyond
        How many schools of the directory are of no département, by their collectivity's code.
    lang
        The page's language.

    Returns
    -------
    tuple[str, ...]
        The sentences of the page, each with its claims.
    """
    academies = {part.academie.code: part.academie.name for part in parts}
    overview = country_overview(
        parts,
        figures,
        asked=asked,
        failed=failed,
        pages={part.code: f"{DEPARTEMENTS}/{part.code}/{INDEX}" for part in parts},
        academie_pages=_academie_pages(academies),
    )
    tr = _teller(overview, lang)
    shapes = known_shapes(overview.codes)
    lands = lands_of(shapes, shapes.index.to_series())
    departements, academies_level = overview.levels
    homes = {part.code: part.academie.code for part in parts}
    groups = {code: homes.get(code, "") for code in shapes.index}
    there = tuple(merged(land, groups) for land in lands)
    drawn = (
        _level_drawn(departements, lands, tr),
        *([_level_drawn(academies_level, _some(there), tr)] if len(academies) > 1 else []),
    )
    name = territory_name(overview.codes, tr)
    only = next(iter(academies_level.pages.items())) if len(academies) == 1 else None
    nearer = only and (only[1], tr("Académie {name:de}", name=academies[only[0]]))
    among = Surroundings(
        territory=name,
        downloads=downloads,
        nearer=nearer,
        ground=ground(lands),
        beyond=beyond_sentence(beyond, tr),
    )
    page = overview_text(overview, drawn, among, tr)
    write_page(folder / INDEX, page)
    return tuple(sentences(overview, drawn, tr))


def write_academie(
    folder: Path,
    academie: str,
    parts: "Sequence[Part]",
    figures: "NationalFigures",
    *,
    codes: "Collection[str]" = (),
    lang: str = "fr",
) -> Path:
    """Write an académie's page: its circonscriptions, its départements, the way to their pages.

    Parameters
    ----------
    folder
        That of the atlas; `academies/` is made in it.
    academie
        The académie's code.
    parts
        Of its départements that have figures; others are left out.
    figures
        What is counted over all of the atlas.
    codes
        Its départements that the atlas has or should have; all of them where it is empty.
    lang
        The page's language.

    Returns
    -------
    Path
        The page.
    """
    own = [part for part in parts if part.academie.code == academie]
    every = sorted(codes or academie_departements(academie))
    overview = academie_overview(
        own,
        figures,
        academie=academie,
        codes=every,
        pages={part.code: f"../{DEPARTEMENTS}/{part.code}/{INDEX}" for part in own},
    )
    tr = _teller(overview, lang)
    around = known_shapes(overview.codes)
    lands = lands_of(around, around.index.to_series())
    shapes = {part.code: circonscription_shapes(part, own) for part in own}
    inner = [_zones_within(land, shapes) for land in lands]
    circonscriptions, departements = overview.levels
    drawn = (
        _level_drawn(circonscriptions, inner, tr, around=lands[0]),
        *([_level_drawn(departements, lands, tr)] if len(overview.codes) > 1 else []),
    )
    name = own[0].academie.name if own else academie
    territory = tr("Académie {name:de}", name=name)
    among = Surroundings(
        territory=territory,
        home="../",
        ground=ground(lands),
        departements=[
            departement_files(part, f"../{DEPARTEMENTS}/{part.code}/", tr) for part in own
        ],
    )
    page = overview_text(overview, drawn, among, tr)
    path = folder / ACADEMIES / f"{academie_slug(name)}.html"
    path.parent.mkdir(exist_ok=True)
    write_page(path, page)
    return path


def _academie_pages(names: "Mapping[str, str]") -> dict[str, str]:
    """Give the way from the index to each académie's page, by its code."""
    return {code: f"{ACADEMIES}/{academie_slug(name)}.html" for code, name in names.items()}


def _teller(overview: Overview, lang: str) -> "Language":
    dates = set(overview.dates.values())
    day = dates.pop() if len(dates) == 1 else None
    there = tuple(code for code in overview.codes if code not in overview.absent)
    return language(lang).about(Scope(overview.sector, there, day))


def _zones_within(land: "Land", shapes: "Mapping[str, gpd.GeoSeries]") -> "Land":
    """Put the zones of a land's départements where these are."""
    own = [shapes[code] for code in land.codes if code in shapes]
    if not own:
        return land._replace(codes=(), shapes=land.shapes[:0])
    zones = pd.concat(own)
    return land._replace(codes=tuple(map(str, zones.index)), shapes=land.fitted(zones))


def _some(lands: "Sequence[Land]") -> "Sequence[Land]":
    return [land for land in lands if land.codes]


def _level_drawn(
    level: "OverviewLevel",
    lands: "Sequence[Land]",
    tr: "Language",
    *,
    around: "Land | None" = None,
) -> DrawnLevel:
    change = painted_change(level, tr)
    figures = [painted_rate(level, tr), *([change] if change else [])]
    outlines = around.shapes if around else None
    return DrawnLevel(level, layer(level, lands, figures, tr, around=outlines), figures)
