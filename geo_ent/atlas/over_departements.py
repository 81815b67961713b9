"""What an atlas has over its départements, made from their parts: tables, search, pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.atlas.atlas_findings import OfNone, note_shared_zones
from geo_ent.atlas.identities import digest
from geo_ent.communes.departements import academie_departements
from geo_ent.publish.atlas.method_page import (
    MethodFacts,
    downloads,
    method_notes,
    write_method,
)
from geo_ent.publish.atlas.national_tables import national_figures, write_national
from geo_ent.publish.atlas.overview_page import academie_slug, write_academie, write_index
from geo_ent.publish.atlas.search_shards import write_search
from geo_ent.publish.csv_tables import write_findings
from geo_ent.publish.package.data_package import About, write_packages
from geo_ent.publish.register.register_report import REPORT_CSV, write_report_csv
from geo_ent.tables.atlas_parts import read_part_schools
from geo_ent.tables.findings import Findings
from geo_ent.telling.atlas.overview_words import summary
from geo_ent.telling.claims import Scope
from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import page_title
from geo_ent.telling.page.source_credits import Vintages, source_credits
from geo_ent.text.web_address import folder_address

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.project.build_options import Project
    from geo_ent.publish.atlas.national_tables import NationalFigures
    from geo_ent.tables.atlas_parts import Part
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import Source

SEARCH, FINDINGS = "search", "findings.csv"


@dataclass(frozen=True)
class Territory:
    """What is told over the départements.

    Attributes
    ----------
    project
        What the atlas was asked for.
    codes
        The départements asked, sorted.
    parts
        Of those that have a page.
    failed
        Why a département couldn't be built, by its code.
    of_none
        What was read that is of no département.
    """

    project: "Project"
    codes: Sequence[str]
    parts: "Sequence[Part]"
    failed: Mapping[str, str]
    of_none: OfNone


@dataclass(frozen=True)
class Over:
    """What was written over the départements.

    Attributes
    ----------
    findings
        How many findings of each kind.
    pages
        The académies' pages by name: the digest of what each is made from.
    kept
        Those of them that weren't written, since they would be what they are.
    """

    findings: Mapping[str, int]
    pages: Mapping[str, str] = field(default_factory=dict)
    kept: Sequence[str] = ()


def write_over(
    staged: Path, atlas: Path, territory: Territory, *, before: Mapping[str, str]
) -> Over:
    """Write in a folder what an atlas has over its départements.

    Parameters
    ----------
    staged
        Where to write.
    atlas
        Where the parts' schools are.
    territory
        What to tell.
    before
        As `Over.pages`, those that are in the atlas as they were written.
    """
    project, parts = territory.project, territory.parts
    codes = tuple(part.code for part in parts)
    day = max(part.date for part in parts)
    tr = language(project.lang).about(Scope(project.sector, codes, day))
    schools = read_part_schools(atlas, codes)
    figures = national_figures(parts, schools, tr)
    note = parts[0].simulated
    write_national(staged, figures, schools, tr, note=note)
    academies = {f"{academie_slug(name)}.html": name for name in _academies(parts)}
    write_search(staged / SEARCH, schools, {part.code: part.name for part in parts}, academies)
    findings = Findings([*territory.of_none.findings.entries])
    note_shared_zones(parts, findings)
    write_findings(findings_table(findings, tr), staged / FINDINGS, note=note)
    if len(territory.of_none.reading.rows):
        write_report_csv(territory.of_none.reading, staged / REPORT_CSV, tr=tr, note=note)
    facts = MethodFacts(
        complete=project.complete,
        rentree=_rentree(parts),
        sources=_sources(project, parts, tr),
        simulated=note,
    )
    write_method(staged, figures, schools, facts, tr)
    write_packages(staged, _about(territory, figures, schools, facts, tr), tr)
    pages = dict(_academie_pages(staged, territory, figures, before))
    write_index(
        staged,
        parts,
        figures,
        asked=territory.codes,
        failed=territory.failed,
        downloads=downloads(staged, tr),
        beyond=territory.of_none.beyond,
        lang=project.lang,
    )
    kept = [name for name, made_from in pages.items() if before.get(name) == made_from]
    return Over(dict(findings.summary()), pages, kept)


def _academie_pages(
    staged: Path, territory: Territory, figures: "NationalFigures", before: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Write the pages of the académies that aren't what they would be; name each, with its digest.

    A page depends on its own départements and on the day of the whole: on no other's schools.
    """
    names = {part.academie.code: part.academie.name for part in territory.parts}
    for code, name in sorted(names.items()):
        # All of it, asked or not: the page's name is the académie's, and so is what it counts.
        own = set(academie_departements(code))
        made_from = digest(
            sorted((part.code, part.identity) for part in territory.parts if part.code in own),
            sorted(own),
            (figures.date, figures.compared_to, figures.name),
        )
        page = f"academies/{academie_slug(name)}.html"
        if before.get(page) != made_from:
            write_academie(
                staged,
                code,
                territory.parts,
                figures,
                codes=own,
                lang=territory.project.lang,
            )
        yield page, made_from


def _about(
    territory: Territory,
    figures: "NationalFigures",
    schools: "pd.DataFrame",
    facts: MethodFacts,
    tr: "Language",
) -> About:
    """Say of the tables over the départements what the pages over them say."""
    project, whole = territory.project, {str(name): n for name, n in figures.totals.items()}
    headline = summary(whole, tr, there_n=len(territory.parts), all_n=len(territory.codes))
    return About(
        title=project.title or page_title(figures.name, tr),
        territory=figures.name,
        date=figures.date,
        departements=tr.scope.departements,
        sentences=(headline, *method_notes(schools, facts, tr)),
        simulated=facts.simulated,
        sources=facts.sources,
        contact=project.contact,
        url=folder_address(project.url) if project.url else "",
    )


def _rentree(parts: "Sequence[Part]") -> int | None:
    return max((part.rentree for part in parts if part.rentree), default=None)


def _academies(parts: "Sequence[Part]") -> list[str]:
    """Name the académies of the départements, each once."""
    return sorted({part.academie.name for part in parts})


def _sources(project: "Project", parts: "Sequence[Part]", tr: "Language") -> "tuple[Source, ...]":
    """Credit the files that an atlas is made of, with the years that were used of them."""
    years = {part.priority_year for part in parts if part.priority_year is not None}
    vintages = Vintages(
        updated_on=max((part.updated_on for part in parts if part.updated_on), default=None),
        rentree=_rentree(parts),
        priority_year=max(years, default=None),
        keeps_bundled=any(part.findings.get("outline-kept") for part in parts),
    )
    return source_credits(project, vintages, tr)
