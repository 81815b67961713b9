"""What people open rather than programs: the workbook, the GeoPackage, the equity sheet."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.gaps.local_tables import with_absence
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.maps.page.page_levels import page_levels
from geo_ent.pipeline.change_figures import changes, history_rows
from geo_ent.pipeline.gap_figures import in_words
from geo_ent.pipeline.page_telling import teller
from geo_ent.pipeline.row_notes import row_notes
from geo_ent.publish.csv_tables import write_gaps, write_parts
from geo_ent.publish.equity.equity_sheet import write_equity
from geo_ent.publish.gis.geopackage import write_geopackage
from geo_ent.publish.gis.qgis_project import write_qgis_project
from geo_ent.publish.gis.zone_files import write_zone_files
from geo_ent.publish.workbook.coverage_workbook import write_workbook
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.findings import TO_MEND
from geo_ent.telling.deployment.cost_sentences import cost_notes, cost_sentences
from geo_ent.telling.deployment.pace_notes import pace_notes
from geo_ent.telling.deployment.pace_sentences import pace_sentences
from geo_ent.telling.gaps.gap_sentences import area_sentence, cluster_sentence
from geo_ent.telling.language import Language, mark
from geo_ent.telling.table_notes import table_notes
from geo_ent.territory.crs import metric_crs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pandas as pd

    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.pipeline.compute import Result
    from geo_ent.pipeline.deployment_figures import Deployment
    from geo_ent.project.build_options import Project
    from geo_ent.telling.equity.equity_sentences import EquityWords
    from geo_ent.telling.page.page_facts import PageFacts

_AREAS_TOLD = 5


def write_for_people(  # noqa: PLR0913, PLR0917 what the files are made of
    project: "Project",
    result: "Result",
    folder: Path,
    behind: "LeftOut",
    found: "Deployment",
    facts: "PageFacts",
    findings: "pd.DataFrame",
) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Write the tables of gaps, change and deployment, the equity sheet, the workbook, the layers.

    Parameters
    ----------
    behind
        As `left_out` gives it, before it is put in words.
    facts
        As `page_facts` gives them: a sheet says what the page says.
    findings
        What was noticed, as `findings.csv` has it.

    Returns
    -------
    sentences, notes
        What they say: "equity", "gaps", and "deployment" where there is one; and what the equity
        sheet has to be read aloud, and can't tell.
    """
    tr = teller(project, result)
    behind = in_words(behind, tr)
    gaps = with_absence(behind.gaps.table, result.schools)
    write_gaps(gaps, folder / "gaps.csv", note=project.note("gaps"))
    write_parts(deployment_tables(found), folder, note=project.note("deployment"))
    since = changes(result)
    write_parts({"change": since}, folder, note=project.note("change"))
    # What the page draws its curves from: who makes a picture of a zone later has them too.
    write_parts({"history": history_rows(result)}, folder, note=project.note("history"))
    words = write_equity(
        folder,
        result.schools,
        facts=facts,
        tr=tr,
        behind=behind,
        communes=result.communes,
        note=project.note("equity"),
    )
    write_workbook(
        folder / "coverage.xlsx",
        schools=result.schools,
        coverage=result.coverage,
        facts=facts,
        tr=tr,
        sheets=_sheets(behind, found, since, findings),
        notes=_notes(project),
    )
    _write_geopackage(project, result, folder, _extra_layers(behind, found), facts)
    sentences = told_sentences(words, behind, found, tr)
    return sentences, (*words.spoken, *words.doubts, *words.notes)


def told_sentences(
    words: "EquityWords", behind: "LeftOut", found: "Deployment", tr: Language
) -> dict[str, list[str]]:
    """Give what the manifest tells: of "equity", "gaps", and "deployment" where there is one.

    Parameters
    ----------
    words
        As `equity_sheet_words` gives them.
    behind
        In words of the same language.
    """
    sentences = {
        "equity": list(words.sentences),
        # the list and the networks say the same of the schools that both leave out
        "gaps": list(dict.fromkeys(_sentences(behind, tr))),
    }
    if found.sentences:
        sentences["deployment"] = list(found.sentences)
    return sentences


def deployment_tables(found: "Deployment") -> "dict[str, pd.DataFrame]":
    """Name the tables of the deployment as their files."""
    return {
        "solutions": found.solutions,
        "adhesions": found.adhesions.table,
        "adhesions-epci": found.epcis.table,
        "school-networks": found.networks.table.drop(columns="geometry"),
        "phases": found.phases,
    }


def _sheets(
    behind: "LeftOut", found: "Deployment", since: "pd.DataFrame", findings: "pd.DataFrame"
) -> "dict[str, NotedTable[Any]]":
    """Name the sheets in French; of the change and the deployment, those without a row are not."""
    networks = found.networks.table.drop(columns=["geometry", "latitude", "longitude"])
    deployed: dict[str, NotedTable[Any]] = {
        mark("Solutions"): NotedTable(found.solutions),
        mark("Communes adhérentes"): NotedTable(found.adhesions.table),
        mark("Intercommunalités adhérentes"): NotedTable(found.epcis.table),
        mark("Réseaux en place"): replace(found.networks, table=networks),
        mark("Phases"): NotedTable(found.phases),
    }
    changed: dict[str, NotedTable[Any]] = {mark("Changement"): NotedTable(since)}
    return {
        **(changed if len(since) else {}),
        mark("Écoles à équiper"): behind.gaps,
        mark("Zones blanches"): behind.white_areas,
        mark("Regroupements"): behind.clusters,
        mark("Réseaux"): behind.networks,
        **{title: noted for title, noted in deployed.items() if len(noted.table)},
        mark("Constats"): NotedTable(_to_do(findings)),
    }


def _to_do(findings: "pd.DataFrame") -> "pd.DataFrame":
    """Say what there is to do of each finding, those to mend first."""
    mend = findings["kind"].isin(TO_MEND)
    marked = findings.assign(to_do=mend.map({True: "to_mend", False: "to_know"}))
    return marked.sort_values("to_do", key=lambda words: words != "to_mend", kind="stable")


def _sentences(behind: "LeftOut", tr: Language) -> "Iterator[str]":
    """Say the white areas, the groups, the pace and the cost, and what can't be told."""
    for area in behind.white_areas.table.head(_AREAS_TOLD).to_dict("records"):
        yield area_sentence(area, tr)
    # Written anew: a column of texts doesn't carry what they claim.
    for group in behind.clusters.table.to_dict("records"):
        yield cluster_sentence(group, tr)
    if behind.pace:
        yield from (*pace_sentences(behind.pace, tr), *pace_notes(behind.pace, tr))
    if behind.cost:
        yield from (*cost_sentences(behind.cost, tr), *cost_notes(behind.cost, tr))
    for noted in (behind.gaps, behind.white_areas, behind.clusters, behind.networks):
        yield from table_notes(noted, tr)


def _extra_layers(behind: "LeftOut", found: "Deployment") -> "dict[str, gpd.GeoDataFrame]":
    """Give the GeoPackage's layers other than zones and schools, by name."""
    networks = found.networks.table
    # texts, which no GIS shifts from one time zone to another
    days = ["" if day != day else f"{day:%Y-%m-%d}" for day in networks["since"]]  # noqa: PLR0124
    return {
        "white_areas": behind.white_areas.table,
        "clusters": behind.clusters.table,
        "school_networks": networks.assign(since=days),
    }


def _write_geopackage(
    project: "Project",
    result: "Result",
    folder: Path,
    layers: "dict[str, gpd.GeoDataFrame]",
    facts: "PageFacts",
) -> None:
    """Write the zones, the layers beside them and the schools, for QGIS; the zones for others."""
    tr, notes = teller(project, result), _notes(project, *layers) | row_notes(project, result)
    tables = {name: frame.drop(columns="geometry") for name, frame in layers.items() if len(frame)}
    written = write_geopackage(
        folder / "coverage.gpkg",
        zones={**result.zones, **{name: layers[name].to_crs(4326) for name in tables}},
        coverage={**result.coverage, **tables},
        schools=result.schools,
        notes=notes,
        about=tr(
            "{territory}, situation au {day}.", territory=facts.territory, day=tr.day(result.date)
        ),
        tr=tr,
    )
    write_qgis_project(
        folder,
        written,
        levels=page_levels(result.zones),
        title=facts.title,
        crs=metric_crs(result.departements),
        tr=tr,
    )
    write_zone_files(folder, written)


def _notes(project: "Project", *more: str) -> dict[str, str]:
    """Say of each table what is simulated in it; nothing when the data is real."""
    if not project.simulation:
        return {}
    return {name: project.note(name) for name in (*LEVELS, "schools", *more)}
