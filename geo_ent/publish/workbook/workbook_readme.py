"""The first sheet of the workbook: what the figures are, where they come from, how to read them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.publish.workbook.workbook_cells import plain_text
from geo_ent.telling.language import language
from geo_ent.telling.page_words import STATUS_WORDS, page_words
from geo_ent.telling.workbook_words import MEANINGS
from geo_ent.text.numbers import day

if TYPE_CHECKING:
    from geo_ent.publish.workbook.workbook_cells import Book
    from geo_ent.publish.workbook.workbook_sheet import Sheet
    from geo_ent.telling.page_facts import PageFacts, Source

__all__ = ["README", "write_readme"]

README = "À lire"

_WIDTHS = (40, 110)
_LEFT_OUT = "Une colonne dont rien n’est connu n’est pas montrée. Une case vide : on ne sait pas."
_FILTER = (
    "La ligne « Ensemble » donne le total de la feuille entière, quel que soit le filtre choisi."
)
_PROGRAMS = "Les chiffres pour un programme sont dans les fichiers .csv, à côté."

Row = tuple[str, str, str, str]
"""What stands in the first column, how it looks; what in the second, how it looks."""


def write_readme(book: "Book", sheets: "Sequence[Sheet]", facts: "PageFacts") -> None:
    """Write the sheet that comes first.

    Parameters
    ----------
    sheets
        The others, named: each is linked to, and their columns are explained.
    facts
        Title, headline, notes and sources.
    """
    sheet = book.sheet(README)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for number, (left, look, right, style) in enumerate(_rows(sheets, facts)):
        if look == "link":
            address = f"internal:'{left.replace(chr(39), chr(39) * 2)}'!A1"
            text = plain_text(left)
            sheet.write_url(number, 0, address, book.text_style(text, look), text)
        elif cell := book.text(sheet, left, look):
            cell[0](number, 0, *cell[1:])
        if cell := book.text(sheet, right, style):
            cell[0](number, 1, *cell[1:])


def _rows(sheets: "Sequence[Sheet]", facts: "PageFacts") -> Iterator[Row]:
    yield _section(facts.title, "title")
    yield _said(facts.territory, f"Situation au {day(facts.date)}")
    if facts.simulated:
        words = page_words(language("fr"))
        yield words["warning"], "banner", f"{words['simulated']} {facts.simulated}", "banner"
    yield _said("En une phrase", facts.headline, "strong")
    if facts.contact:
        yield _said("Une erreur ?", facts.contact)
    yield from _part("Les feuilles", _listed(sheets))
    yield from _part("Ce que compte une école", _counted())
    yield from _part("Ce que veulent dire les colonnes", _meanings(sheets))
    notes = (_said("", note) for note in facts.notes)
    yield from _part(page_words(language("fr"))["to_know"], notes)
    yield from _part("Sources", (_source(source) for source in facts.sources))


def _part(title: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Write a part and its title, unless it is empty."""
    told = list(rows)
    if told:
        yield _section("")
        yield _section(title)
        yield from told


def _section(title: str, look: str = "section") -> Row:
    return title, look, "", ""


def _said(left: str, right: str, look: str = "wrapped") -> Row:
    return left, "wrapped", right, look


def _listed(sheets: "Sequence[Sheet]") -> Iterator[Row]:
    for sheet in sheets:
        yield sheet.title, "link", sheet.about, "wrapped"
    yield _said("", f"{_FILTER} {_LEFT_OUT} {_PROGRAMS}")


def _counted() -> Iterator[Row]:
    yield _said("", COVERAGE.caveat_fr)
    for status, words in STATUS_WORDS.items():
        yield _said(words, "compte" if status == "school" else "ne compte pas, montré à part")
    yield _said("Une part suivie d’un astérisque", page_words(language("fr"))["fragile"])


def _meanings(sheets: "Sequence[Sheet]") -> Iterator[Row]:
    """Explain each column shown whose heading doesn't say enough, once."""
    shown: dict[str, str] = {}
    for sheet in sheets:
        for name in map(str, sheet.table):
            shown.setdefault(name, sheet.headings.get(name, name))
    for name, heading in shown.items():
        if name in MEANINGS:
            yield _said(heading, MEANINGS[name])


def _source(source: "Source") -> Row:
    when = day(source.date) if isinstance(source.date, date) else source.date
    told = (source.producer, when, source.licence, source.url)
    return _said(source.title, " · ".join(part for part in told if part))
