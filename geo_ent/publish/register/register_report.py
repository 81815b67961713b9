"""The register's report: what became of each row, as a page for people and a CSV for programs."""

import csv
import io
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.page_style import base_css
from geo_ent.publish.register.shown_rows import ShownRow, day_text, shown_row, text_of
from geo_ent.publish.templates import markup, render
from geo_ent.register.register_findings import DOUBTS, known_schools_n
from geo_ent.telling.language import Language
from geo_ent.telling.register.column_sentences import column_sentences, question_sentences
from geo_ent.telling.register.register_reasons import reason_text
from geo_ent.telling.register.register_wording import (
    COLUMN_WORDS,
    DOUBT_WORDS,
    OUTCOME_WORDS,
    outcome_count,
    outcome_counts,
    reading_sentence,
    report_rows,
    row_count,
)
from geo_ent.text.ascii_page import write_page
from geo_ent.text.safe import no_formula, one_break, printable

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo_ent.register.read_register import Reading

REPORT_HTML = "register-report.html"
REPORT_CSV = "register-report.csv"

_MOST_TITLES = 60  # columns that were not read, by name
_MOST = 2000  # rows that one part of the page lists; the CSV has them all


def write_register_report(
    reading: "Reading", folder: Path, *, schools: "pd.DataFrame", tr: Language, note: str = ""
) -> None:
    """Write `register-report.html` and `register-report.csv` in a folder.

    Parameters
    ----------
    reading
        What `read_registers` gives.
    folder
        Where to write; it must exist.
    schools
        The schools that the register should tell of, indexed by `uai`: `name`, `commune_name`.
    tr
        The report's language.
    note
        Written on top of the page and on each row of the CSV, when data is simulated.
    """
    rows = report_rows(reading, tr)
    page = report_page(reading, rows, schools=schools, tr=tr, note=note)
    write_page(folder / REPORT_HTML, page)
    # newline="": the CSV has its own, and cells with line breaks in them
    (folder / REPORT_CSV).write_text(_csv(rows, note), encoding="utf-8", newline="")


def write_report_csv(reading: "Reading", path: Path, *, tr: Language, note: str = "") -> None:
    """Write rows of a register as `register-report.csv` has them, and no page.

    Parameters
    ----------
    reading, tr, note
        As for `write_register_report`.
    path
        The file to write.
    """
    path.write_text(report_csv(reading, tr=tr, note=note), encoding="utf-8", newline="")


def report_csv(reading: "Reading", *, tr: Language, note: str = "") -> str:
    """Give the text of `register-report.csv`; the parameters are those of `write_report_csv`."""
    return _csv(report_rows(reading, tr), note)


def _csv(rows: "pd.DataFrame", note: str) -> str:
    # Cell by cell: dates as days, and no text that a spreadsheet takes for a formula.
    table = rows.assign(note=note) if note else rows
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    # As objects first: a column of Arrow strings gives its cells one by one ten times as slowly.
    columns = (table[column].to_numpy(dtype=object) for column in table)
    cells = [[_plain_cell(cell) for cell in column] for column in columns]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue()


def _plain_cell(cell: object) -> str:
    return one_break(no_formula(printable(day_text(cell, "%Y-%m-%d") or text_of(cell))))


class _Part(NamedTuple):
    """Rows that the page lists together: their kind, how many they are, the first of them."""

    kind: str
    rows_n: int
    rows: list[ShownRow]


class _Sheet(NamedTuple):
    """A sheet's name, its columns with their titles, the titles that weren't read and more."""

    name: str
    columns: list[tuple[str, str]]
    unread: list[str]
    more_n: int


def report_page(
    reading: "Reading",
    rows: "pd.DataFrame",
    *,
    schools: "pd.DataFrame",
    tr: Language,
    note: str = "",
) -> str:
    """Make the report's page: one file, no script, no third party, everything escaped.

    Parameters
    ----------
    rows
        `report_rows` of the reading.
    reading, schools, tr, note
        As for `write_register_report`.
    """
    doubt, outcome, files = rows["doubt"], rows["outcome"], rows["file"].unique()
    names, counts, several = _names(schools), outcome_counts(rows), len(files) > 1

    def part(kind: str, mask: "pd.Series[bool]") -> _Part:
        # The first rows, and the count of all: the CSV has the rest.
        first = _records(rows, np.flatnonzero(mask)[:_MOST])
        shown = [shown_row(row, names, tr, files=several) for row in first]
        return _Part(kind, int(mask.sum()), shown)

    known_n = known_schools_n(reading.register, schools)
    # A row stands once on the page: among the doubts, else with its territory, else by outcome.
    doubts = [part(kind, doubt == kind) for kind in DOUBTS if (doubt == kind).any()]
    clear = (doubt == "") & (outcome != "spread")
    return render(
        "publish/templates/register-report.html",
        tr,
        base_css=markup(base_css()),
        css=markup(asset("register-report.css", "publish") + asset("banner.css")),
        banner=markup(simulated_banner(escape(printable(note)), tr)),
        files=", ".join(files),
        csv_name=REPORT_CSV,
        taken=list(map(printable, column_sentences(reading, tr))),
        questions=list(map(printable, question_sentences(reading.findings, tr))),
        headline=reading_sentence(counts, known_n=known_n, schools_n=len(schools), tr=tr),
        counts=list(counts.items()),
        rows_n=len(rows),
        doubtful_n=int((doubt != "").sum()),
        doubts=doubts,
        spread=part("spread", outcome == "spread"),
        sheets=list(_sheets(reading, tr, several=several)),
        rest=[
            part(kind, clear & (outcome == kind))
            for kind in OUTCOME_WORDS
            if (clear & (outcome == kind)).any()
        ],
        columns_words=COLUMN_WORDS,
        doubt_words=DOUBT_WORDS,
        outcome_words=OUTCOME_WORDS,
        outcome_count=outcome_count,
        row_count=row_count,
    )


def _records(rows: "pd.DataFrame", places: "NDArray[np.int_]") -> "list[dict[str, Any]]":
    """Give some rows as records, their cells by title."""
    # As objects first: pandas gathers a record far more slowly.
    columns = [rows[title].to_numpy(dtype=object)[places] for title in rows]
    titles = [str(title) for title in rows]
    return [dict(zip(titles, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _names(schools: "pd.DataFrame") -> dict[str, str]:
    """Name each school with its commune."""
    communes = schools.get("commune_name", schools["name"].where(schools["name"] == "", ""))
    named = zip(schools.index, schools["name"], communes, strict=True)
    return {
        uai: ", ".join(word for word in (name, commune) if word) for uai, name, commune in named
    }


def _sheets(reading: "Reading", tr: Language, *, several: bool) -> Iterator[_Sheet]:
    """Give for each sheet which title was taken for which column, and which weren't read."""
    for (file, sheet), titles in reading.columns.items():
        name = ", ".join([*([file] if several or not sheet else []), *filter(None, [sheet])])
        # A title may have line breaks; here it is quoted within a line.
        titles_unread = (reason_text(title, tr) for title in reading.unread.get((file, sheet), ()))
        unread = [" ".join(title.split()) for title in titles_unread]
        columns = [(column, " ".join(str(title).split())) for column, title in titles.items()]
        yield _Sheet(name, columns, unread[:_MOST_TITLES], max(len(unread) - _MOST_TITLES, 0))
