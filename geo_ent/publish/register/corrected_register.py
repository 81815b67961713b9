"""The corrected register: clean columns, the doubtful rows on top, for the DANE's own file."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import OutputError
from geo_ent.publish.workbook.workbook_cells import new_book, plain_text
from geo_ent.register.register_row import WRITTEN
from geo_ent.tables.word_lists import join_words
from geo_ent.telling.language import language
from geo_ent.telling.register_wording import as_sentence, place, report_rows
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from geo_ent.register.read_register import Reading

__all__ = ["FIXED_HEADINGS", "write_fixed_register"]

FIXED_HEADINGS = (
    "uai",
    "école",
    "commune",
    "statut",
    "solution",
    "début",
    "fin",
    "programme",
    "phase",
    "réseau d'écoles",
    "ce qui a été lu",
    "à vérifier",
)
"""The headings of the corrected register: the first ten are read back by geo-ent."""

_STATUS_CELLS = {
    "school": "oui",
    "class": "classe",
    "planned": "prévu",
    "none": "non",
    "unknown": "inconnu",
}
_WIDTHS = (11, 44, 26, 10, 20, 12, 12, 20, 16, 26, 60, 60)
_SHEET = "Registre ENT"
_LOST = ("ambiguous", "not_found", "unreached")

Cells = Sequence[Any]


def write_fixed_register(
    path: str | Path,
    reading: "Reading",
    schools: pd.DataFrame,
    *,
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
    inputs
        The files read, which are never overwritten.

    Raises
    ------
    OutputError
        If the file can't be written, or is one of the inputs; nothing has been touched.
    """
    path = Path(path)
    _refuse(path, inputs)
    table = _fixed_rows(reading, schools)
    with whole_file(path) as work:
        _save(table, work)


def _refuse(path: Path, inputs: Iterable[Path]) -> None:
    if path.suffix.lower() != ".xlsx":
        msg = f"--fixed {path} : on attend un nom de fichier en .xlsx."
        raise OutputError(msg)
    if path.is_dir():
        msg = f"--fixed {path} : c'est un dossier, on attend un fichier en .xlsx."
        raise OutputError(msg)
    if path.exists() and any(path.samefile(each) for each in inputs if each.exists()):
        msg = f"--fixed {path} : c'est un des fichiers lus ; choisissez un autre nom."
        raise OutputError(msg)


def _fixed_rows(reading: "Reading", schools: pd.DataFrame) -> list[Cells]:
    """Order the rows: left out, then doubtful, then the rest, each in the register's order."""
    rows = report_rows(reading)
    files = len(rows["file"].unique()) > 1
    read = rows.to_dict("records")
    lost = [_lost(row, files=files) for row in read if row["doubt"] in _LOST]
    doubtful: dict[str, list[str]] = {}
    origin: dict[str, list[str]] = {}
    for row in read:
        for uai in str(row["uai"]).split() if row["doubt"] not in _LOST else ():
            origin.setdefault(uai, []).append(_read_as(row, files=files))
            if row["doubt"]:
                doubtful.setdefault(uai, []).append(_why(row, files=files))
    names = _named(schools)
    told = [
        _told_row(each, names, origin, doubtful) for each in reading.register.to_dict("records")
    ]
    return [*lost, *(row for row in told if row[-1]), *(row for row in told if not row[-1])]


def _lost(row: Mapping[Any, Any], *, files: bool) -> Cells:
    written = [row[f"{column}_written"] for column in ("uai", "name", "commune", "status")]
    rest = [row["solution"] or row["solution_written"], _date(row["start"]), _date(row["end"])]
    about = [row[f"{column}_written"] for column in ("programme", "phase", "network")]
    return [*written, *rest, *about, _read_as(row, files=files), _why(row)]


def _why(row: Mapping[Any, Any], *, files: bool | None = None) -> str:
    """Say what is doubtful, with its place when it isn't the row's own."""
    told = f"{as_sentence(row['reason'])} {row['suggestion']}".strip()
    return told if files is None else f"{place(row, files=files)} : {told}"


def _read_as(row: Mapping[Any, Any], *, files: bool) -> str:
    words = [row[f"{name}_written"] for name in WRITTEN]
    return f"{place(row, files=files)} : {' | '.join(word for word in words if word)}"


def _told_row(
    period: Mapping[Any, Any],
    names: Mapping[str, tuple[str, str]],
    origin: Mapping[str, list[str]],
    doubtful: Mapping[str, list[str]],
) -> Cells:
    uai = period["uai"]
    name, commune = names.get(uai, ("", ""))
    return [
        uai,
        name,
        commune,
        _STATUS_CELLS[period["status"]],
        join_words(period["solution"]),
        _date(period["start"]),
        _date(period["end"]),
        *(join_words(period[column]) for column in ("programme", "phase", "network")),
        "\n".join(origin.get(uai, [])),
        "\n".join(doubtful.get(uai, [])),
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


def _save(table: Sequence[Cells], path: Path) -> None:
    """Write the workbook: a header that stays, a filter, wrapped notes, doubts on yellow."""
    with new_book(path, language("fr")) as book:
        sheet = book.sheet(_SHEET)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table), len(FIXED_HEADINGS) - 1)
        for column, (heading, width) in enumerate(zip(FIXED_HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, book.style("text", "heading"))
        for number, row in enumerate(table, 1):
            look = "doubtful" if row[-1] else "wrapped"
            for column, content in enumerate(row):
                if isinstance(content, dt.date):
                    sheet.write_datetime(number, column, content, book.style("day", look))
                elif text := plain_text("" if pd.isna(content) else content):
                    sheet.write_string(number, column, text, book.text_style(text, look))
                else:
                    sheet.write_blank(number, column, None, book.style("text", look))
