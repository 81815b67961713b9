"""What the workbook's first sheet says: what the figures are, whence, and how to read them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.tables.contract import OF_THE_PAST
from geo_ent.telling.indicator_words import indicator_caveat
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import PAGE_WORDS
from geo_ent.telling.workbook.workbook_words import value_words

if TYPE_CHECKING:
    from geo_ent.telling.page.page_facts import PageFacts, Source

GUIDE = mark("À lire")
"""The first sheet's name, to be told in the workbook's language."""


class ShownColumn(NamedTuple):
    """A column of another sheet: its name, what stands over it, what that means."""

    name: str
    heading: str
    meaning: str


class ShownSheet(NamedTuple):
    """Another sheet: its name, what it holds, whose columns it has, those that it shows.

    Sheets of the same `record` are explained together.
    """

    title: str
    about: str
    record: str
    columns: Sequence[ShownColumn]


class GuideRow(NamedTuple):
    """A row of the first sheet: what kind of row, what stands left and right."""

    kind: Literal["title", "part", "of", "column", "text", "headline", "warning", "sheet"]
    left: str
    right: str = ""


def guide_rows(
    sheets: Sequence[ShownSheet], facts: "PageFacts", tr: Language, empty: Mapping[str, str]
) -> Iterator[GuideRow]:
    """Give the rows of the first sheet, top down; parts that would be empty are left out.

    Parameters
    ----------
    sheets
        The others, in their order: each is listed, and each of its columns explained.
    facts
        Title, headline, notes and sources, in the language of `tr`.
    empty
        Title of a sheet left out since it has no row -> why, in sentences; "" where nobody says.
    """
    yield GuideRow("title", facts.title)
    yield GuideRow("text", facts.territory, tr("Situation au {day}", day=tr.day(facts.date)))
    if facts.simulated:
        warning = f"{tr('Données simulées.')} {facts.simulated}"
        yield GuideRow("warning", tr("Avertissement"), warning)
    yield GuideRow("headline", tr("En une phrase"), facts.headline)
    # Beside the figures, since a reader who finds a fault looks for whom to tell.
    if facts.contact:
        yield GuideRow("text", tr("Une erreur ?"), facts.contact)
    # From what a reader asks first to what only some do.
    parts = {
        tr("Les feuilles"): _listed(sheets, tr, empty),
        tr("Ce que compte une école"): _counted(sheets, tr),
        tr("Ce que veulent dire les colonnes"): _explained(sheets),
        tr("Ce qu’il faut savoir pour lire ces chiffres"): map(_text, facts.notes),
        tr("Sources"): (_source(source, tr) for source in facts.sources),
    }
    for title, rows in parts.items():
        # A heading with nothing under it would look like something lost.
        if listed := list(rows):
            yield from (GuideRow("text", ""), GuideRow("part", title), *listed)


def _text(text: str) -> GuideRow:
    return GuideRow("text", "", text)


def _listed(
    sheets: Sequence[ShownSheet], tr: Language, empty: Mapping[str, str]
) -> Iterator[GuideRow]:
    for sheet in sheets:
        yield GuideRow("sheet", sheet.title, sheet.about)
    for title, why in empty.items():
        none = tr("aucune ligne, donc pas de feuille.")
        yield GuideRow("text", title, f"{none} {why}".strip())
    yield _text(
        tr(
            "La ligne « Ensemble » donne le total de la feuille entière, quel que soit le filtre "
            "choisi. Une colonne dont rien n’est connu n’est pas montrée. Une case vide : on ne "
            "sait pas. Les chiffres pour un programme sont dans les fichiers .csv, à côté."
        )
    )


def _counted(sheets: Sequence[ShownSheet], tr: Language) -> Iterator[GuideRow]:
    """Say which schools count."""
    yield _text(indicator_caveat(COVERAGE, tr))
    shown = {column.name for sheet in sheets for column in sheet.columns}
    for status, words in value_words("status", tr).items():
        if status in OF_THE_PAST and f"{status}_n" not in shown:
            continue
        # The one question that every reader of a rate asks: what makes a school count.
        counts = tr("compte") if status == "school" else tr("ne compte pas, montré à part")
        yield GuideRow("text", words, counts)
    yield GuideRow("text", tr("Une part suivie d’un astérisque"), tr(PAGE_WORDS["fragile"]))


def _explained(sheets: Sequence[ShownSheet]) -> Iterator[GuideRow]:
    """Explain each column of each sheet; those of a record are explained together, once."""
    together: dict[str, list[ShownSheet]] = {}
    for sheet in sheets:
        together.setdefault(sheet.record or sheet.title, []).append(sheet)
    for alike in together.values():
        told = {
            (column.heading, column.meaning): GuideRow("column", column.heading, column.meaning)
            for sheet in alike
            for column in sheet.columns
            if column.meaning
        }
        if told:
            yield GuideRow("of", ", ".join(sheet.title for sheet in alike))
            yield from told.values()


def _source(source: "Source", tr: Language) -> GuideRow:
    when = tr.day(source.date) if isinstance(source.date, date) else source.date
    about = (source.producer, when, source.licence, source.url)
    return GuideRow("text", source.title, " · ".join(filter(None, about)))
