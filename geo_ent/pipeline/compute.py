"""From what was read to figures: zones drawn, statuses at the date, indicators computed."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.communes.departements import departement_names
from geo_ent.errors import InputError
from geo_ent.indicators.catalogue import CATALOGUE, COVERAGE
from geo_ent.indicators.coverage import Tally, totals
from geo_ent.indicators.schools_at_date import directory_date, known_at, opened, register_day
from geo_ent.indicators.zone_figures import zone_figures
from geo_ent.maps.page.payload import offered
from geo_ent.pipeline.reader_findings import reader_findings
from geo_ent.pipeline.reading import Inputs
from geo_ent.register.status_at_date import NO_PAST, rentrees, status_table
from geo_ent.telling.build_sentences import indicators_computed, zones_drawn
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.territory.zones import whole_levels, zones
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.catalogue import Indicator
    from geo_ent.project.build_options import Project
    from geo_ent.tables.findings import Findings
    from geo_ent.telling.build_sentences import Report

_FAR = dt.timedelta(days=366)
"""How long after the files' own days a day may be shown without a word."""


@dataclass(frozen=True)
class Result(Inputs):
    """What was read, and computed and noticed on the way to the outputs.

    Attributes
    ----------
    territory
        The territory's name, as the page writes it.
    date
        The day shown.
    schools
        Those counted, of the sector asked for, with their zones and their status at the date.
    everyone
        The same of every school of the territory, whatever its sector.
    series
        Their status at each rentrée, one column a date; None without a history.
    as_of
        The day that the register was kept on; None where it bears no date.
    unopened_n
        How many schools of the sector had not opened at the date, and aren't counted.
    zones, coverage
        By level.
    totals
        The whole territory's counts.
    shown_first
        What the page and the pictures open on.
    updated_on
        The directory's date, if it says one.
    findings
        What was left out or mended, of the schools counted and their territory.
    """

    territory: str
    date: dt.date
    schools: "gpd.GeoDataFrame"
    everyone: "gpd.GeoDataFrame"
    series: "pd.DataFrame | None"
    as_of: dt.date | None
    unopened_n: int
    zones: "dict[str, gpd.GeoDataFrame]"
    coverage: "dict[str, pd.DataFrame]"
    totals: "pd.Series[float]"
    shown_first: "Indicator"
    updated_on: dt.date | None
    findings: "Findings"


def compute(project: "Project", inputs: "Inputs", findings: "Findings", report: "Report") -> Result:
    """Put schools in zones, draw the zones, count.

    Raises
    ------
    InputError
        If the territory has no school of the sector, or no date can be told.
    """
    tr = language(project.lang, project.sector)
    levels = whole_levels(inputs.communes, sectors=inputs.sectors, findings=findings)
    # Of the schools of all sectors, so that the borders don't move with --sector.
    shapes = zones(
        inputs.communes,
        inputs.located,
        levels=levels,
        sectors=inputs.sectors,
        findings=findings,
        file=project.schools.name,
    )
    report(*zones_drawn(tr, len(shapes["circonscription"])))
    of_sector = _counted_schools(project, inputs, findings)
    updated_on, date = _dates(project, inputs)
    counted = _opened(of_sector, project, date)
    as_of = _as_of(project, inputs, (updated_on, date), findings)
    # Of every sector: an equipped school of another may be near, whatever is counted.
    everyone = _with_status(project, inputs, date, as_of)
    schools = everyone.loc[counted.index]
    tables = _tables(schools, shapes)
    # The goal's unit, where something is known for it: a goal in classes may be set before any
    # class is counted.
    unit = project.goal.unit if project.goal else "schools"
    wanted = CATALOGUE.get(f"{unit}_coverage_share", COVERAGE)
    report(*indicators_computed(tr, len(tables), date))
    return Result(
        **vars(inputs),
        territory=territory_name(inputs.departements, tr),
        date=date,
        schools=schools,
        everyone=everyone,
        series=_series(project, inputs, counted, date, as_of),
        as_of=as_of,
        unopened_n=len(of_sector) - len(schools),
        zones=shapes,
        coverage=tables,
        # counted as the table of the départements counts them, so that the two agree
        totals=totals(schools[schools["departement_code"].isin(shapes["departement"].index)]),
        shown_first=offered(schools, first=wanted)[0],
        updated_on=updated_on,
        findings=reader_findings(
            findings,
            elsewhere=inputs.elsewhere,
            located=inputs.located,
            counted=schools,
            departements=inputs.departements,
            sector=project.sector,
        ),
    )


def _tables(
    schools: "gpd.GeoDataFrame", shapes: "Mapping[str, gpd.GeoDataFrame]"
) -> "dict[str, pd.DataFrame]":
    """Count the schools at each level."""
    tally = Tally(schools)
    return {
        level: zone_figures(tally, shape["zone_name"], level=level)
        for level, shape in shapes.items()
    }


def _note_far_date(
    date: dt.date, updated_on: dt.date | None, as_of: dt.date | None, findings: "Findings"
) -> None:
    """Note a day shown of which no file can tell: a year is easily mistyped."""
    last = max(filter(None, (updated_on, as_of)), default=None)
    if last is not None and date > last + _FAR:
        findings.add("date-ahead", Note("date-ahead", shown=date, last=last))


def _counted_schools(
    project: "Project", inputs: Inputs, findings: "Findings"
) -> "gpd.GeoDataFrame":
    """Keep the schools of the sector asked for; note the départements that have none of any."""
    _note_absent_departements(inputs, project, findings)
    located, sector = inputs.located, project.sector
    schools = located if sector == "all" else located[located["sector"] == sector]
    if schools.empty:
        french = language("fr", sector)
        territory = territory_name(inputs.departements, french)
        msg = (
            f"{project.schools} : aucune {french.school()} dans {territory} ; "
            "l’annuaire donné est-il celui de ce territoire ?"
        )
        raise InputError(msg, key="schools")
    return schools


def _note_absent_departements(inputs: Inputs, project: "Project", findings: "Findings") -> None:
    """Note the départements of which the directory has no school, of any sector."""
    there, names = set(inputs.located["departement_code"]), departement_names()
    for code in inputs.departements:
        if code not in there:
            note = Note("absent-departement", departement=f"{names[code]} ({code})")
            findings.add("absent-departement", note, file=project.schools.name)


def _opened(schools: "gpd.GeoDataFrame", project: "Project", date: dt.date) -> "gpd.GeoDataFrame":
    """Leave out the schools that open after a date; refuse a date before all of them."""
    there = opened(schools, date)
    if there.empty:
        msg = (
            f"{project.schools} : aucune des {len(schools)} écoles n’avait ouvert au "
            f"{date:%d/%m/%Y} ; vérifiez la date demandée."
        )
        raise InputError(msg, key="date" if project.date else "schools")
    return there


def _as_of(
    project: "Project",
    inputs: Inputs,
    dates: tuple[dt.date | None, dt.date],
    findings: "Findings",
) -> dt.date | None:
    """Tell on which day the register was kept; None where it bears no date before today.

    Parameters
    ----------
    dates
        As `_dates` gives them.
    findings
        Where a day that no file can tell of is noted.
    """
    updated_on, date = dates
    reading = inputs.reading
    as_of = project.as_of or register_day(
        reading.register, reading.staff, updated_on=updated_on, date=date
    )
    _note_far_date(date, updated_on, as_of, findings)
    return as_of


def _with_status(
    project: "Project", inputs: Inputs, date: dt.date, as_of: dt.date | None
) -> "gpd.GeoDataFrame":
    """Give the territory's schools that have opened at the day shown, with what is known of each.

    They are of every sector, with their ENT at that day.
    """
    reading = inputs.reading
    return known_at(
        reading.register,
        reading.staff,
        inputs.located,
        date,
        complete=project.complete,
        as_of=as_of,
    )


def _series(
    project: "Project",
    inputs: Inputs,
    schools: "gpd.GeoDataFrame",
    date: dt.date,
    as_of: dt.date | None,
) -> "pd.DataFrame | None":
    """Give the schools' statuses at each rentrée; None without a history."""
    register = inputs.reading.register
    if not (days := rentrees(register, date)):
        return None
    return status_table(
        register,
        schools.index,
        days,
        complete=project.complete,
        as_of=as_of or NO_PAST,
        opened_on=schools["opened_on"],
    )


def _dates(project: "Project", inputs: Inputs) -> tuple[dt.date | None, dt.date]:
    """Give the directory's date, and the day to show: the one asked for, else the directory's."""
    updated_on = directory_date(inputs.located)
    date = project.date or updated_on
    if date is None:
        # not today's date: the same files must make the same map tomorrow
        msg = f"{project.schools} : l’annuaire ne dit pas sa date ; donnez --date AAAA-MM-JJ."
        raise InputError(msg, key="schools")
    return updated_on, date
