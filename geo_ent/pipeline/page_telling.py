"""What a build says of itself: title, territory, sources, notes, in French or in English."""

from typing import TYPE_CHECKING

from geo_ent.communes.bundled import departement_names
from geo_ent.indicators.catalogue import CATALOGUE, COVERAGE
from geo_ent.maps.page.payload import offered
from geo_ent.pipeline.credits import sources
from geo_ent.pipeline.page_notes import notes
from geo_ent.telling.headline import headline, in_unit
from geo_ent.telling.page_facts import PageFacts
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.model import Project

__all__ = ["page_facts", "shown_first", "territory_name", "title"]

_TITLES = {
    "fr": "Les ENT dans les écoles\u00a0: {}",
    "en": "Digital workspaces (ENT) in primary schools: {}",
}
_AND = {"fr": " et ", "en": " and "}


def territory_name(
    codes: "Sequence[str]",
    zones: "Mapping[str, gpd.GeoDataFrame] | None" = None,
    *,
    lang: str = "fr",
) -> str:
    """Name the départements, or the région or académie that they make up together.

    Examples
    --------
    >>> territory_name(["54", "57"])
    'Meurthe-et-Moselle et Moselle'
    """
    if zones and len(codes) > 1:
        for level in ("academie", "region"):
            if level in zones and len(zones[level]) == 1:
                name = str(zones[level]["zone_name"].item())
                return name if level == "region" else _academie(name)
    names = [departement_names()[code] for code in codes]
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])}{_AND[lang]}{names[-1]}"


def _academie(name: str) -> str:
    return f"Académie d’{name}" if plain(name)[0] in "aeiou" else f"Académie de {name}"


def title(project: "Project", territory: str) -> str:
    """Give the title asked for, or make one from the territory's name."""
    return project.title or _TITLES[project.lang].format(territory)


def page_facts(project: "Project", result: "Result") -> PageFacts:
    """Gather what the page says of itself."""
    simulation = project.simulation
    figures = {str(name): value for name, value in result.totals.items()}
    return PageFacts(
        title=title(project, result.territory),
        territory=result.territory,
        date=result.date,
        headline=" ".join(_said(project, figures)),
        sources=sources(project, result),
        notes=notes(project, result),
        simulated=simulation.message if simulation else None,
        contact=project.contact,
    )


def _said(project: "Project", figures: "Mapping[str, float]") -> "Iterator[str]":
    """Say the coverage: in the goal's unit, then in schools."""
    if told := in_unit(figures, _unit(project), lang=project.lang):
        yield told
    yield headline(figures, sector=project.sector, lang=project.lang)


def shown_first(project: "Project", result: "Result") -> "Indicator":
    """Choose what the page and the pictures open on: the goal's unit, where it is known."""
    wanted = CATALOGUE.get(f"{_unit(project)}_coverage_share", COVERAGE)
    return offered(result.schools, first=wanted)[0]


def _unit(project: "Project") -> str:
    return project.goal.unit if project.goal else "schools"
