"""The map of an analyst's own frames, which says of itself what they tell."""

from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import COVERAGE, Indicator
from geo_ent.indicators.schools_counted import SECTOR, of_sector
from geo_ent.indicators.zone_figures import coverage as count_zones
from geo_ent.maps.page.coverage_map import CoverageMap, coverage_map
from geo_ent.maps.page.deployment_layer import Programme
from geo_ent.maps.page.gaps_layer import REASONS_TOLD, Gaps
from geo_ent.maps.page.page_levels import page_levels
from geo_ent.project.build_options import LANGS
from geo_ent.tables.given.given_frames import hold_made, hold_schools, hold_series, hold_zones
from geo_ent.tables.given.given_options import hold_kind, hold_list, hold_word
from geo_ent.telling.gaps.gap_tables import NOTES
from geo_ent.telling.page.frame_facts import frame_facts
from geo_ent.telling.page.page_facts import PageFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from geo_ent.text.numbers import Lang

_KINDS: "Mapping[str, type]" = {
    "facts": PageFacts,
    "programme": Programme,
    "first": Indicator,
    "title": str,
    "finest": Real,
    "card": str,
}
"""What each choice of a map must be."""


def map(  # noqa: A001, PLR0913 the verb of the public API; what a map is made of, by keyword
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    coverage: "Mapping[str, pd.DataFrame] | None" = None,
    *,
    facts: "PageFacts | None" = None,
    sector: str = SECTOR,
    title: str = "",
    levels: "Sequence[str] | None" = None,
    series: "pd.DataFrame | None" = None,
    gaps: "pd.DataFrame | Gaps | None" = None,
    white_areas: "gpd.GeoDataFrame | None" = None,
    programme: "Programme | None" = None,
    everyone: "gpd.GeoDataFrame | None" = None,
    first: "Indicator | None" = None,
    lang: "Lang" = "fr",
    finest: float = 0.0,
    card: str = "",
) -> CoverageMap:
    """Draw the page of which schools have an ENT, as a Folium map to which layers can be added.

    Parameters
    ----------
    schools
        As `status_at` gives them, of every sector; points in EPSG:4326.
    zones
        As `zones` gives them: level → frame.
    coverage
        As `coverage` gives it, of each level; it is counted without.
    facts
        What the page says of itself. Without it title, territory, date, headline, sources and notes
        are told from the frames.
    sector
        The schools counted: "public", "prive" or "all". Those of the others are only told of where
        they are nearer.
    title
        The page's title, where it isn't that of its territory.
    levels
        The levels to choose from, the first shown first; those of `zones` that a page can carry
        without it.
    series
        As `series` gives it: the dates to choose from.
    gaps, white_areas
        As `gaps` and `white_areas` give them: what a reader may put on the map. Or, as `gaps`, the
        record of the page's layer.
    programme
        What is said of a deployment, and its networks.
    everyone
        Schools of every sector, where `schools` are of one.
    first
        The indicator that the page opens on, where something is known for it.
    lang
        "fr" or "en".
    finest
        The finest detail to draw, in degrees, where outlines have more than a page should carry.
    card
        What the picture `card.png` beside the page shows; "" for none.

    Returns
    -------
    CoverageMap
        A `folium.Map`: shown by a notebook, `.html()` is the page, `.save(path)` writes it.

    Raises
    ------
    InputError
        If the schools aren't as `status_at` gives them, they don't say their date (and no facts are
        given), no school is of the sector, a level is missing, or `coverage` counts other schools.

    Examples
    --------
    >>> import geo_ent
    >>> files = geo_ent.demo_files("cantal")
    >>> communes = geo_ent.read_communes(["15"])
    >>> schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    >>> register = geo_ent.read_register(files["register"], schools)
    >>> schools = geo_ent.status_at(register, schools, "2017-01-16")
    >>> page = geo_ent.map(schools, geo_ent.zones(communes, schools))
    >>> from html import unescape  # the page is written in ASCII
    >>> "19 écoles publiques sur 172 ont un ENT" in unescape(page.html())
    True
    """
    hold_schools(schools, "map", points=True, status=True)
    _hold_layers(gaps, white_areas, everyone)
    _hold_choices(lang, {"facts": facts, "programme": programme, "first": first, "title": title,
                         "finest": finest, "card": card})  # fmt: skip
    counted = of_sector(schools, sector)
    chosen = _chosen(zones, levels)
    tables = _figures(counted, {level: zones[level] for level in chosen}, coverage)
    dated = None if series is None else hold_series(series, counted.index, "map")
    facts = facts or frame_facts(
        counted, zones, sector=sector, title=title, series=dated, lang=lang
    )
    return coverage_map(
        counted,
        zones,
        tables,
        facts=facts,
        levels=chosen,
        series=dated,
        gaps=_layer(gaps, white_areas),
        programme=programme,
        everyone=everyone if everyone is not None or counted is schools else schools,
        first=first or COVERAGE,
        lang=lang,
        finest=finest,
        card=card,
    )


def _hold_choices(lang: object, given: "Mapping[str, object]") -> None:
    """Refuse what isn't of the class that it should be, by its name."""
    hold_word(lang, LANGS, "lang", "map")
    for name, value in given.items():
        hold_kind(value, name, "map", _KINDS[name])


def _hold_layers(gaps: object, white_areas: object, everyone: object) -> None:
    """Refuse as a layer what isn't as `gaps` and `white_areas` give it, or no schools."""
    if not isinstance(gaps, Gaps):
        hold_made(gaps, "gaps", "map", ("rank", "reasons"))
    columns = ("zone_name", "communes_n", "schools_n", "unknown_n", "pupils_n", "geometry")
    hold_made(white_areas, "white_areas", "map", columns)
    if everyone is not None:
        hold_schools(everyone, "map", points=True, status=True)


def _chosen(
    zones: "Mapping[str, gpd.GeoDataFrame]", levels: "Sequence[str] | None"
) -> tuple[str, ...]:
    """Choose the levels that are shown; refuse one level's zones alone, or one that there isn't."""
    given: object = zones
    if not isinstance(given, Mapping) or not given:
        msg = "map : on attend les zones de tous les niveaux : zones(communes, schools)."
        raise InputError(msg)
    for level, shapes in zones.items():
        hold_zones(shapes, "map", level=level, drawn=True)
    chosen = page_levels(zones) if levels is None else hold_list(levels, "levels", "map")
    for level in chosen:
        hold_word(level, tuple(zones), "levels", "map")
    return tuple(chosen)


def _figures(
    schools: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    given: "Mapping[str, pd.DataFrame] | None",
) -> "dict[str, pd.DataFrame]":
    """Give the figures of each level that is shown, with the zones' names: those given, or counted.

    Raises
    ------
    InputError
        If those given count other schools.
    """
    if given is None:
        return {
            level: count_zones(schools, shape["zone_name"], level=level, sector="all")
            for level, shape in zones.items()
        }
    tables_given: object = given
    if not isinstance(tables_given, Mapping):
        msg = "map : coverage : on attend le tableau de chaque niveau ({level: coverage(…)})."
        raise InputError(msg)
    tables = {level: given[level] for level in zones if level in given}
    for level, table in tables.items():
        hold_made(table, f"coverage[{level!r}]", "map", ("schools_n", "covered_n"), "coverage")
        # The page counts for itself too, and would contradict them.
        inside_n = int(schools[f"{level}_code"].isin(zones[level].index).sum())
        told_n = int(table["schools_n"].sum())
        if inside_n != told_n:
            msg = (
                f"map : coverage[{level!r}] compte {told_n} écoles, la carte {inside_n} ; donnez "
                "le même sector à coverage et à map, ou laissez map compter."
            )
            raise InputError(msg)
    # A table leaves its names to the zones that it is joined to.
    return {
        level: table.assign(zone_name=zones[level]["zone_name"].reindex(table.index))
        for level, table in tables.items()
    }


def _layer(
    gaps: "pd.DataFrame | Gaps | None", white_areas: "gpd.GeoDataFrame | None"
) -> "Gaps | None":
    """Put on the map the schools to equip and the white areas that are given."""
    if isinstance(gaps, Gaps) or (gaps is None and white_areas is None):
        return gaps
    noted = [] if white_areas is None else white_areas.attrs.get(NOTES, [])
    if gaps is not None:
        # Few are told in full: the others' words are most of what the layer weighs.
        gaps = gaps.assign(reasons=gaps["reasons"].where(gaps["rank"] <= REASONS_TOLD, ""))
    return Gaps(ranks=gaps, white_areas=white_areas, notes=tuple(noted))
