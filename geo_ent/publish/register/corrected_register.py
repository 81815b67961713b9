"""The corrected register: clean columns, the doubtful rows on top, for the DANE's own file."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import OutputError
from geo_ent.publish.workbook.workbook_cells import new_book, plain_text
from geo_ent.register.register_row import WRITTEN
from geo_ent.tables.word_lists import join_words
from geo_ent.telling.language import Language, mark
from geo_ent.telling.register.register_wording import as_sentence, place, report_rows
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from geo_ent.register.read_register import Reading

# Characters: a UAI, a long name of school; what was read and what to do are wrapped.
_WIDTHS = (11, 44, 26, 10, 20, 12, 12, 20, 16, 26, 60, 60)
_SHEET = mark("Registre ENT")
# Doubts that leave the row out: it stands on top as it was written, for nobody else speaks of it.
_LOST = ("ambiguous", "not_found", "unreached")

Cells = Sequence[Any]


def write_fixed_register(
    path: str | Path,
    reading: "Reading",
    schools: pd.DataFrame,
    *,
    tr: Language,
    inputs: Iterable[Path] = (),
) -> None:
    """Write the corrected register as an xlsx: one row a school and a period, doubts first.

    Read again, it gives the same register. Rows that were left out (ambiguous, not found) stand on
    top as they were written, with what to do; a row beaten by another of its school is told in
    that one's last column. Texts are texts, whatever they begin with; dates are dates.

    Parameters
    ----------
    path
        An `.xlsx`; an existing one is replaced only when all went well.
    reading
        What `read_registers` gives.
    schools
        The directory, indexed by `uai`: `name`, `commune_name`.
    tr
        The language of the headings, the statuses and the remarks.
    inputs
        The files read, which are never overwritten.

    Raises
    ------
    OutputError
        If the file can't be written, or is one of the inputs; nothing has been touched.
    """
    path = Path(path)
    # Before anything is computed: the register itself must never be what is replaced.
    _refuse(path, inputs)
    table = _fixed_rows(reading, schools, tr)
    with whole_file(path) as work:
        _save(table, work, tr)


def fixed_headings(tr: Language) -> tuple[str, ...]:
    """Give the headings: the first ten are known when the file is read back, in either language."""
    return (
        tr.in_context("register", "uai"),
        tr.in_context("register", "école"),
        tr.in_context("register", "commune"),
        tr.in_context("register", "statut"),
        tr.in_context("register", "solution"),
        tr.in_context("register", "début"),
        tr.in_context("register", "fin"),
        tr.in_context("register", "programme"),
        tr.in_context("register", "phase"),
        tr.in_context("register", "réseau d'écoles"),
        tr.in_context("register", "ce qui a été lu"),
        tr.in_context("register", "à vérifier"),
    )


def _status_cells(tr: Language) -> dict[str, str]:
    """Write the statuses as they are read back."""
    # The words that the vocabulary of the register knows, whichever language they are in.
    return {
        "school": tr("oui"),
        "class": tr.in_context("register", "classe"),
        "planned": tr.in_context("register", "prévu"),
        "none": tr("non"),
        "unknown": tr.in_context("register", "inconnu"),
    }


def _refuse(path: Path, inputs: Iterable[Path]) -> None:
    if path.suffix.lower() != ".xlsx":
        msg = f"--fixed {path} : on attend un nom de fichier en .xlsx."
        raise OutputError(msg)
    if path.is_dir():
        msg = f"--fixed {path} : c'est un dossier, on attend un fichier en .xlsx."
        raise OutputError(msg)
    # The same file under another name (a link, a drive's letter) is the same file.
    if path.exists() and any(path.samefile(file) for file in inputs if file.exists()):
        msg = f"--fixed {path} : c'est un des fichiers lus ; choisissez un autre nom."
        raise OutputError(msg)


def _fixed_rows(reading: "Reading", schools: pd.DataFrame, tr: Language) -> list[Cells]:
    """Order the rows: left out, then doubtful, then the rest, each in the register's order."""
    rows = report_rows(reading, tr)
    files = len(rows["file"].unique()) > 1
    lost: list[Cells] = []
    origins: defaultdict[str, list[str]] = defaultdict(list)
    remarks: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows.to_dict("records"):
        where = place(row, tr, files=files)
        words = " | ".join(filter(None, (row[f"{column}_written"] for column in WRITTEN)))
        origin = tr("{place} : {text}", place=where, text=words)
        remark = f"{as_sentence(row['reason'])} {row['suggestion']}".strip()
        if row["doubt"] in _LOST:  # no school to be put beside
            lost.append([*_as_written(row), origin, remark])
            continue
        # A row of a territory is told beside each of its schools: each line stands by itself.
        for uai in str(row["uai"]).split():
            origins[uai].append(origin)
            if row["doubt"]:
                remarks[uai].append(tr("{place} : {text}", place=where, text=remark))
    names, statuses = _named(schools), _status_cells(tr)
    periods = [
        [
            *_as_read(period, names, statuses),
            "\n".join(origins[period["uai"]]),
            "\n".join(remarks[period["uai"]]),
        ]
        for period in reading.register.to_dict("records")
    ]
    # False before True: those with a remark come first, and the sort keeps the register's order.
    return [*lost, *sorted(periods, key=lambda cells: not cells[-1])]


def _as_written(row: Mapping[Any, Any]) -> Cells:
    """Give the cells of a row that was left out as they stand, but for what could be read."""
    written = [row[f"{column}_written"] for column in WRITTEN]
    solution = row["solution"] or row["solution_written"]
    return [*written[:4], solution, _date(row["start"]), _date(row["end"]), *written[7:]]


def _as_read(
    period: Mapping[Any, Any], names: Mapping[str, tuple[str, str]], statuses: Mapping[str, str]
) -> Cells:
    """Give the cells of a school and a period."""
    return [
        period["uai"],
        *names.get(period["uai"], ("", "")),
        statuses[period["status"]],
        join_words(period["solution"]),
        _date(period["start"]),
        _date(period["end"]),
        *(join_words(period[column]) for column in ("programme", "phase", "network")),
    ]


def _named(schools: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Give each school's name and commune."""
    communes = schools["commune_name"] if "commune_name" in schools else [""] * len(schools)
    named = zip(schools.index, schools["name"], communes, strict=True)
    return {str(uai): (str(name), str(commune)) for uai, name, commune in named}


def _date(cell: object) -> dt.date | None:
    """Give a real date, or None for what isn't one."""
    if isinstance(cell, dt.datetime) and cell == cell:  # noqa: PLR0124 NaT isn't itself
        return cell.date()
    return cell if type(cell) is dt.date else None


def _save(table: Sequence[Cells], path: Path, tr: Language) -> None:
    """Write the workbook: a header that stays, a filter, wrapped notes, doubts on yellow."""
    # Texts by their own call: `write` would make formulas and links of what people typed.
    headings = fixed_headings(tr)
    with new_book(path, tr) as book:
        sheet = book.sheet(tr(_SHEET))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table), len(headings) - 1)
        for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, book.style("text", "heading"))
        for number, row in enumerate(table, 1):
            look = "doubtful" if row[-1] else "wrapped"
            for column, content in enumerate(row):
                if isinstance(content, dt.date):
                    sheet.write_datetime(number, column, content, book.style("day", look))
                elif text := plain_text("" if pd.isna(content) else content):
                    sheet.write_string(number, column, text, book.text_style(text, look))
                else:  # a blank cell of the row is coloured too
                    sheet.write_blank(number, column, None, book.style("text", look))
