"""Writing: the page, the pictures, the tables and the manifest of a build."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.coverage import out_of_level
from geo_ent.indicators.schools_without_ent import keeps_to_rural
from geo_ent.maps.page.coverage_page import coverage_page
from geo_ent.maps.page.deployment_layer import Programme
from geo_ent.maps.page.gaps_layer import Gaps
from geo_ent.maps.page.page_levels import communes_left_out, page_levels
from geo_ent.pipeline.page_telling import page_facts, teller
from geo_ent.pipeline.row_notes import row_notes
from geo_ent.publish.csv_tables import write_coverage, write_findings, write_schools
from geo_ent.publish.manifest import write_manifest
from geo_ent.publish.package.data_package import about_page, write_packages
from geo_ent.publish.register.register_report import write_register_report
from geo_ent.telling.build_sentences import gaps_listed, left_out_quickly, page_written
from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.register.column_sentences import register_first
from geo_ent.telling.table_notes import table_notes
from geo_ent.text.ascii_page import write_page

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.maps.page.coverage_page import CoveragePage
    from geo_ent.pipeline.compute import Result
    from geo_ent.pipeline.deployment_figures import Deployment
    from geo_ent.project.build_options import Project
    from geo_ent.sources.fetch import Fetched
    from geo_ent.telling.build_sentences import Report, Step
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts

# Degrees, about 100 m, which is how far the bundled outlines stray: they lose nothing to it, and
# outlines at 5 m stay light enough for a page (docs/decisions/0014-boundaries.md).
_BUNDLED_DETAIL = 0.001


class Told(NamedTuple):
    """What the outputs say: the figures in one sentence, and every sentence with its claims."""

    headline: str
    sentences: tuple[str, ...]


def write_outputs(
    project: "Project",
    result: "Result",
    folder: Path,
    report: "Report",
    page_ready: "Callable[[Path], object]" = lambda _page: None,
) -> Told:
    """Write everything in a folder; give what it says. The page first, for whoever waits for it."""
    facts, tr = page_facts(project, result), teller(project, result)
    manifest, texts = manifest_facts(project, result, facts), [facts.headline, *facts.notes]
    if project.quick:
        weight = _write_page(project, result, folder, facts)
        page_ready(folder / "index.html")
        report(*page_written(tr, weight, left_out_n=communes_left_out(result.zones)))
        _write_tables(project, result, folder)
        report(*left_out_quickly(tr))
    else:
        # Late: --quick does without, and the statistics with the workbook's and the GeoPackage's
        # libraries take about 0.1 s of its 1.9 to import.
        from geo_ent.pipeline.deployment_figures import deployment, deployment_facts
        from geo_ent.pipeline.gap_figures import left_out, ranks_told
        from geo_ent.pipeline.office_files import write_for_people
        from geo_ent.pipeline.pictures import write_pictures
        from geo_ent.pipeline.zone_reliability import with_small_zones

        behind = left_out(project, result)
        figures = deployment(project, result, behind)
        networks = figures.networks.table
        level = page_levels(result.zones)[0]
        with write_pictures(project, result, facts, folder, level=level, links=networks) as alt:
            # After the pictures, which don't show them, so that the PNG is on its way.
            result = with_small_zones(result)
            gaps = gaps_layer(behind, ranks_told(behind, tr), tr)
            programme = programme_layer(figures)
            texts += [alt, *programme.sentences, *gaps.notes, *gaps.chance]
            weight = _write_page(project, result, folder, facts, gaps, programme, alt)
            page_ready(folder / "index.html")
            noticed = _write_tables(project, result, folder)
            report(*page_written(tr, weight, left_out_n=communes_left_out(result.zones)))
            told, notes = write_for_people(project, result, folder, behind, figures, facts, noticed)
            manifest["told"] = told
            manifest["ranking"] = _ranking_facts(behind)
            texts += [*(text for part in told.values() for text in part), *notes]
            if known := deployment_facts(figures, project, behind):
                manifest["deployment"] = known
        manifest["alt"] = alt
        report(*_gaps_step(behind, tr))
    write_packages(folder, about_page(facts, result.departements), tr)
    # Last: it lists the other files with their sums.
    write_manifest(folder, manifest)
    return Told(facts.headline, tuple(dict.fromkeys(texts)))


def _write_page(  # noqa: PLR0913, PLR0917 what a page is made of
    project: "Project",
    result: "Result",
    folder: Path,
    facts: "PageFacts",
    gaps: "Gaps | None" = None,
    programme: "Programme | None" = None,
    card: str = "",
) -> int:
    """Write the page, and give its weight in bytes."""
    page = whole_page(project, result, facts, gaps, programme, card)
    return write_page(folder / "index.html", page.html())


def whole_page(
    project: "Project",
    result: "Result",
    facts: "PageFacts",
    gaps: "Gaps | None" = None,
    programme: "Programme | None" = None,
    card: str = "",
) -> "CoveragePage":
    """Make the page of a build; without gaps and programme, that of a quick one."""
    return coverage_page(
        result.schools,
        result.zones,
        result.coverage,
        facts=facts,
        levels=page_levels(result.zones),
        series=result.series,
        lang=project.lang,
        gaps=gaps,
        programme=programme,
        everyone=result.everyone,
        first=result.shown_first,
        finest=_BUNDLED_DETAIL if project.boundaries else 0.0,
        card=card,
    )


def _gaps_step(behind: "LeftOut", tr: "Language") -> "Step":
    statuses = Counter(behind.gaps.table["status"])
    areas_n, rural = len(behind.white_areas.table), keeps_to_rural(behind.gaps.notes)
    return gaps_listed(tr, statuses, areas_n, rural=rural)


def _ranking_facts(behind: "LeftOut") -> dict[str, object]:
    """Say how far the rule that ranked the schools looked around them: no table does."""
    from geo_ent.indicators.gaps.ranking_rule import make_ranking

    return {"around_km": (behind.ranking or make_ranking()).around_km}


def gaps_layer(behind: "LeftOut", ranks: "pd.DataFrame", tr: "Language") -> "Gaps":
    """Show the gaps on the map, told in the page's language."""
    areas, groups = behind.white_areas, behind.clusters
    return Gaps(
        ranks=ranks,
        white_areas=areas.table,
        clusters=groups.table,
        notes=table_notes(areas, tr),
        chance=table_notes(groups, tr),
    )


def programme_layer(figures: "Deployment") -> Programme:
    """Tell the deployment on the page, and show its networks."""
    sentences = (*figures.sentences, *figures.notes)
    return Programme(sentences=sentences, networks=figures.networks.table)


def _write_tables(project: "Project", result: "Result", folder: Path) -> "pd.DataFrame":
    """Write the tables; give what was noticed, as it is written."""
    notes = row_notes(project, result)
    for level, table in result.coverage.items():
        write_coverage(table, folder / f"coverage-{level}.csv", note=notes[level])
    write_schools(result.schools, folder / "schools.csv", note=project.note("schools"))
    tr, findings = teller(project, result), findings_told(project, result)
    write_findings(findings, folder / "findings.csv", note=project.note("findings"))
    # Against the schools of every sector: a row for a private school isn't one for no school.
    note, schools = project.note("register"), result.located
    write_register_report(result.reading, folder, schools=schools, tr=tr, note=note)
    return findings


def findings_told(project: "Project", result: "Result") -> "pd.DataFrame":
    """Say what was noticed, first of all what was taken of the register."""
    tr = teller(project, result)
    return register_first(findings_table(result.findings, tr), result.reading, tr)


def manifest_facts(project: "Project", result: "Result", facts: "PageFacts") -> dict[str, object]:
    """Say what a folder is of: what it was asked, read and counted, before its files are listed."""
    schools, simulation = result.schools, project.simulation
    # By level, since sums over zones are under the total by these schools.
    out_of = {
        level: out_of_level(schools, table.index, level=level)
        for level, table in result.coverage.items()
    }
    return {
        "title": facts.title,
        # The sentences below are in this language; without it, in French, as in all folders that
        # were made before there was another.
        **({"lang": project.lang} if project.lang != "fr" else {}),
        "territory": facts.territory,
        "departements": sorted(result.zones["departement"].index),
        "date": result.date,
        "sector": project.sector,
        "complete_register": project.complete,
        "simulated": simulation.message if simulation else False,
        "inputs": _inputs(project, result),
        # Of files that are of other territories too, no sum is told but that of the rows used.
        **({"rows_sha256": result.rows_sha256} if result.rows_sha256 else {}),
        "headline": facts.headline,
        "figures": {
            # counts and shares are one Series, of floats: each is written as what it is
            name: int(value) if str(name).endswith("_n") else round(float(value), 6)
            for name, value in result.totals.items()
        },
        # Whoever makes something of a folder credits whose data it is, and says how to read it.
        "sources": [asdict(source) for source in facts.sources],
        "notes": [*facts.notes],
        "schools_out_of_level": out_of,
        "schools_elsewhere": len(result.elsewhere),
        "findings": dict(result.findings.summary()),
    }


def _origin(fetched: "Fetched", *, whole: bool) -> dict[str, object]:
    """Say where a fetched file comes from, and when it was, if the whole of it was used."""
    about, entry = fetched.dataset, fetched.entry
    source: dict[str, object] = {
        "dataset": about.id,
        "producer": about.producer,
        "licence": about.licence,
        "url": entry.url,
    }
    if not whole:
        return source
    return {
        **source,
        "fetched_at": entry.fetched_at,
        "content_sha256": entry.content_sha256,
    }


def _inputs(project: "Project", result: "Result") -> dict[str, object]:
    """Describe each file that was read: its sums, where it comes from, the year used of it."""
    given = {key: {**facts} for key, facts in result.files.items() if key != "register"}
    for key, fetched in project.fetched.items():
        given[key]["fetched"] = _origin(fetched, whole=not result.rows_sha256)
    given["schools"]["updated_on"] = result.updated_on
    if result.rentree:
        given["pupils"]["rentree"] = result.rentree
    if result.priority_year:
        given["priority"]["year"] = result.priority_year
    return {
        **given,
        "register": result.files["register"],
        "boundaries": {**given.get("boundaries", {}), "vintage": "COG 2026"},
    }
