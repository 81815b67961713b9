"""From what was read to figures: zones drawn, statuses at the date, indicators computed."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.coverage import coverage, totals
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.register.status_at_date import rentrees, status_at, status_table
from geo_ent.telling.build_sentences import indicators_computed, schools_located, zones_drawn
from geo_ent.telling.language import Language, language
from geo_ent.telling.page.page_titles import territory_name
from geo_ent.territory.zones import whole_levels, zones

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.pipeline.reading import Inputs
    from geo_ent.project.model import Project
    from geo_ent.register.read_register import Reading
    from geo_ent.tables.findings import Findings
    from geo_ent.telling.build_sentences import Report

__all__ = ["Result", "compute"]

_OF_COMMUNE = (
    "density_class",
    "rural",
    "rurality_basis",
    "frr",
    "frr_classified",
    "enir_2017",
    "enir_2018",
    "label_2020",
    "enir_eligible",
)
"""What a school takes from its commune."""


@dataclass(frozen=True)
class Result:
    """What was computed and noticed on the way to the outputs.

    Attributes
    ----------
    territory
        Its name.
    date
        The day shown.
    schools
        Those counted, with their zones and their status at the date.
    series
        Their status at each rentrée, one column a date; None without a history.
    zones, coverage
        By level.
    totals
        The whole territory's counts.
    communes
        Those of the territory.
    located
        The schools of every sector.
    reading
        The register, and what became of each row.
    rentree
        The year of the effectifs used, if any.
    priority_year
        The year of the list of éducation prioritaire used, "" where it bears none; None where no
        list is.
    updated_on
        The directory's date, if it says one.
    elsewhere_n
        How many schools of the directory are of another territory.
    findings
        What was left out or mended.
    sectors
        Which collège serves which commune, with its name and point; None when not given.
    """

    territory: str
    date: dt.date
    schools: "gpd.GeoDataFrame"
    series: "pd.DataFrame | None"
    zones: "dict[str, gpd.GeoDataFrame]"
    coverage: "dict[str, pd.DataFrame]"
    totals: "pd.Series[float]"
    communes: "gpd.GeoDataFrame"
    located: "gpd.GeoDataFrame"
    reading: "Reading"
    rentree: int | None
    updated_on: dt.date | None
    elsewhere_n: int
    findings: "Findings"
    sectors: "gpd.GeoDataFrame | None" = None
    priority_year: str | None = None


def compute(project: "Project", inputs: "Inputs", findings: "Findings", report: "Report") -> Result:
    """Put schools in zones, draw the zones, count.

    Raises
    ------
    InputError
        If the territory has no school of the sector, or no date can be told.
    """
    tr = language(project.lang)
    located = _with_communes(inputs, findings, report, tr)
    shapes = _draw(project, inputs, located, findings)
    report(*zones_drawn(tr, len(shapes["circonscription"])))
    schools = _counted_schools(
        project, located, territory_name(inputs.departements, language("fr"))
    )
    updated = located["updated_on"].max()
    date = _date(project, updated)
    register, complete = inputs.reading.register, project.complete
    schools = schools.join(status_at(register, schools.index, date, complete=complete))
    days = rentrees(register, date)
    series = status_table(register, schools.index, days, complete=complete) if days else None
    tables = {level: _figures(schools, shape, level) for level, shape in shapes.items()}
    report(*indicators_computed(tr, len(tables), date))
    return Result(
        territory=territory_name(inputs.departements, language(project.lang), shapes),
        date=date,
        schools=schools,
        series=series,
        zones=shapes,
        coverage=tables,
        totals=totals(schools[schools["departement_code"].isin(shapes["departement"].index)]),
        communes=inputs.communes,
        located=located,
        reading=inputs.reading,
        rentree=inputs.rentree,
        updated_on=None if updated != updated else updated.date(),  # noqa: PLR0124 NaT isn't itself
        elsewhere_n=len(inputs.directory) - len(located),
        findings=findings,
        sectors=inputs.sectors,
        priority_year=inputs.priority_year,
    )


def _figures(schools: "gpd.GeoDataFrame", zones: "gpd.GeoDataFrame", level: str) -> "pd.DataFrame":
    names = zones["zone_name"]
    table = coverage(schools, names, level=level)
    told = table.join(rurality_gaps(schools, names, level=level))
    basis = set(schools["rurality_basis"]) - {""}
    return told.assign(rurality_basis=" + ".join(sorted(basis)))  # estimated figures say so


def _with_communes(
    inputs: "Inputs", findings: "Findings", report: "Report", tr: Language
) -> "gpd.GeoDataFrame":
    """Give each school what it takes from its commune."""
    located = inputs.located
    findings.entries += inputs.located_findings.entries
    elsewhere_n = len(inputs.directory) - len(located)
    report(*schools_located(tr, located["joined_by"].value_counts().to_dict(), elsewhere_n))
    told: gpd.GeoDataFrame = located.join(inputs.communes[[*_OF_COMMUNE]], on="polygon_code")
    return told


def _draw(
    project: "Project", inputs: "Inputs", located: "gpd.GeoDataFrame", findings: "Findings"
) -> "dict[str, gpd.GeoDataFrame]":
    levels = whole_levels(inputs.communes, sectors=inputs.sectors, findings=findings)
    return zones(
        inputs.communes,
        located,
        levels=levels,
        sectors=inputs.sectors,
        findings=findings,
        file=project.schools.name,
    )


def _counted_schools(
    project: "Project", located: "gpd.GeoDataFrame", territory: str
) -> "gpd.GeoDataFrame":
    schools = located if project.sector == "all" else located[located["sector"] == project.sector]
    if schools.empty:
        msg = (
            f"{project.schools} : aucune école (secteur : {project.sector}) dans {territory} ; "
            "l'annuaire donné est-il celui de ce territoire ?"
        )
        raise InputError(msg, key="schools")
    return schools


def _date(project: "Project", updated: "pd.Timestamp") -> dt.date:
    """Choose the day to show: the one asked for, else the directory's own."""
    if project.date:
        return project.date
    if updated != updated:  # noqa: PLR0124 NaT isn't itself
        msg = f"{project.schools} : l'annuaire ne dit pas sa date ; donnez --date AAAA-MM-JJ."
        raise InputError(msg, key="schools")
    return updated.date()
