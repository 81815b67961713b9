"""The method of an atlas, once for all its pages: `methode.html`; and the files it offers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.maps.page.page_markup import list_of_sources, simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.atlas.departement_files import Download
from geo_ent.publish.atlas.overview_markup import METHOD
from geo_ent.publish.page_style import base_css
from geo_ent.publish.templates import markup, render
from geo_ent.tables.fields import table
from geo_ent.telling.atlas.method_words import (
    TOLD,
    change_sentences,
    empty_sentence,
    explained,
    file_words,
    offered_files,
    small_number_sentences,
    statuses_told,
    territory_sentences,
)
from geo_ent.telling.column_words import heading, meaning, table_words
from geo_ent.telling.page.page_notes import page_notes
from geo_ent.telling.source_words import size_words
from geo_ent.text.ascii_page import write_page
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.publish.atlas.national_tables import NationalFigures
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import Source


_TABLES = ("coverage", "change", "schools")


@dataclass(frozen=True, kw_only=True)
class MethodFacts:
    """What the method tells of how this atlas was made.

    Attributes
    ----------
    complete
        Whether a school that isn't in the register is held for having no ENT.
    rentree
        The year of the effectifs used, if any.
    sources
        The data sets.
    simulated
        What is simulated; "" where nothing is.
    """

    complete: bool
    rentree: int | None = None
    sources: Sequence["Source"] = ()
    simulated: str = ""


def write_method(
    folder: Path,
    figures: "NationalFigures",
    schools: "pd.DataFrame",
    facts: MethodFacts,
    tr: "Language",
) -> str:
    """Write `methode.html`: what counts, formulas, limits, columns, sources; give its name.

    Parameters
    ----------
    folder
        That of the atlas.
    figures, schools
        As for `write_national`.
    facts
        How the atlas was made.
    tr
        The page's language, about the sector that is counted.
    """
    page = render(
        "publish/templates/methode.html",
        tr,
        css=markup("\n".join([base_css(), asset("banner.css"), asset("methode.css", "publish")])),
        banner=markup(simulated_banner(escape(printable(facts.simulated)), tr)),
        name=figures.name,
        day=figures.date,
        statuses=statuses_told(tr),
        indicators=[explained(indicator, tr) for indicator in TOLD],
        territories=territory_sentences(tr),
        changes=change_sentences(figures.compared_to, tr),
        few=small_number_sentences(tr),
        notes=method_notes(schools, facts, tr),
        empty=empty_sentence(tr),
        tables=list(_tables(tr)),
        sources=markup(list_of_sources(facts.sources, tr)),
    )
    write_page(folder / METHOD, page)
    return METHOD


def method_notes(schools: "pd.DataFrame", facts: MethodFacts, tr: "Language") -> list[str]:
    """Say what was estimated or counted apart in all the tables; arguments as `write_method`."""
    notes = page_notes(
        schools, tr, complete=facts.complete, shown_inside={}, rentree=facts.rentree, scope=tr.scope
    )
    return list(notes)


def downloads(folder: Path, tr: "Language") -> list[Download]:
    """List the files of an atlas that there are to take away: what each is for, its weight.

    Parameters
    ----------
    folder
        That of the atlas, its files written; those that it doesn't have aren't offered.
    """
    return [
        Download(name, file_words(name, tr), size_words((folder / name).stat().st_size, tr))
        for name in offered_files()
        if (folder / name).is_file()
    ]


def _tables(tr: "Language") -> Iterator[tuple[str, str, str, list[tuple[str, str, str]]]]:
    """Give the tables' files, titles, rows, and columns with their headings and meanings."""
    for name in _TABLES:
        record = table(name)
        title, row = table_words(record, tr)
        columns = [
            (column, heading(field, tr), meaning(field, tr))
            for column, field in record.columns.items()
        ]
        yield record.file, title, row, columns
