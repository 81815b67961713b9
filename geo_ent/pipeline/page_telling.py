"""What the page says of itself, from what was asked and computed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from geo_ent.maps.page.page_levels import communes_left_out
from geo_ent.tables.contract import UNOPENED
from geo_ent.telling.claims import Scope, joined
from geo_ent.telling.language import Language, language
from geo_ent.telling.page.headline import headline, in_unit
from geo_ent.telling.page.page_facts import Above, PageFacts
from geo_ent.telling.page.page_notes import (
    absence_notes,
    commune_notes,
    finding_notes,
    page_notes,
    quick_notes,
)
from geo_ent.telling.page.page_titles import page_title
from geo_ent.telling.page.past_notes import Past, past_notes
from geo_ent.telling.page.source_credits import Vintages, source_credits
from geo_ent.territory.communes_without_outline import shown_inside
from geo_ent.text.web_address import folder_address

if TYPE_CHECKING:
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.build_options import Project


def teller(project: "Project", result: "Result") -> Language:
    """Give what writes in the project's language, of the schools counted at the date shown."""
    scope = Scope(project.sector, tuple(result.departements), result.date)
    return language(project.lang).about(scope)


def page_facts(project: "Project", result: "Result") -> PageFacts:
    """Gather what the page says of itself, in the project's language."""
    tr, simulation = teller(project, result), project.simulation
    figures = {str(name): n for name, n in result.totals.items()}
    sentences = (
        # the goal's unit first: what the programme aims at
        in_unit(figures, project.goal.unit if project.goal else "schools", tr),
        headline(figures, tr, sector=project.sector),
        # beside the rate, which would pass for that of the whole académie
        *absence_notes(result.located, result.departements, tr),
    )
    notes = page_notes(
        result.schools,
        tr,
        complete=project.complete,
        shown_inside=shown_inside(result.communes),
        rentree=result.rentree,
        scope=tr.scope,
    )
    lacking = [
        *quick_notes(tr, quick=project.quick),
        *commune_notes(tr, communes_left_out(result.zones)),
    ]
    past = past_notes(_past(project, result), tr)
    absent = absence_notes(result.located, result.departements, tr)
    mended = finding_notes(result.findings, tr, scope=tr.scope)
    # A source is credited with the year that was used of it, which only reading its file tells.
    vintages = Vintages(
        updated_on=result.updated_on,
        rentree=result.rentree,
        priority_year=result.priority_year,
        keeps_bundled=bool(result.findings.count("outline-kept")),
    )
    return PageFacts(
        title=project.title or page_title(result.territory, tr),
        territory=result.territory,
        date=result.date,
        headline=joined(sentences),
        sources=source_credits(_used(project, result), vintages, tr),
        notes=(*lacking, *absent, *notes, *past, *mended),
        # None where it isn't: the page then has no banner, not an empty one
        simulated=simulation.message if simulation else None,
        contact=project.contact,
        url=folder_address(project.url) if project.url else "",
        above=tuple(Above(*page) for page in project.above),
        scope=tr.scope,
    )


def _used(project: "Project", result: "Result") -> "Project":
    """Leave out a carte scolaire that has nothing of the territory: the page owes it nothing."""
    return project if result.sectors is not None else replace(project, college_sectors=None)


def _past(project: "Project", result: "Result") -> Past:
    """Count whom the register's past, or a day before their opening, leaves out."""
    dated = result.series if result.series is not None else result.schools[["status"]]
    starts = result.reading.register["start"].dt.date
    return Past(
        date=result.date,
        as_of=result.as_of,
        as_of_given=project.as_of is not None,
        as_of_opening=bool((starts == result.as_of).any()),
        undated_n=int(result.totals["undated_n"]),
        undated_before_n=int((dated == "undated").sum().max()),
        unopened_n=result.unopened_n,
        unopened_before=bool((dated == UNOPENED).any(axis=None)),
    )
