"""Files as they come: the sheets of any of them, cell by cell, or the rows of a text by column."""

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pandas as pd
from python_calamine import CalamineError

from geo_ent.errors import InputError
from geo_ent.tables.cells import full_text
from geo_ent.tables.formats.calamine_books import read_book
from geo_ent.tables.formats.delimited import read_delimited, unpacked
from geo_ent.tables.formats.file_kind import WORKBOOKS, file_kind
from geo_ent.tables.formats.html_tables import read_html, read_mhtml
from geo_ent.tables.formats.ods_content import read_flat_ods, read_ods
from geo_ent.tables.formats.raw_sheet import BoundlessError, RawSheet
from geo_ent.tables.formats.spreadsheet_xml import read_spreadsheet_xml
from geo_ent.tables.formats.text_encoding import decode
from geo_ent.tables.plain_csv import read_plain, separator
from geo_ent.text.compare import snake
from geo_ent.text.note import Note

Grid = Sequence[Sequence[object]]
"""The cells of a sheet, row by row; empty is "" or None."""


class CellError(str):
    """What a formula that failed left in its cell: '#N/A', '#REF!', '#NOM?' …."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a table of a text.

    Attributes
    ----------
    name
        "" where the file has but one table.
    rows
        Its cells; a row may be shorter than others.
    hidden
        Whether people don't see it when they open the file.
    notes
        What is to be said of it: "formulas-uncomputed" (`count`, the first `cell`), "filled-down"
        (rows `first` to `last`, from 1, and their `text`), "calendar-1904" (`columns`, letters).
    """

    name: str
    rows: Grid
    hidden: bool = False
    notes: tuple[Note, ...] = ()


# Errors of any spreadsheet, in any language: #N/A, #REF!, #NOM?, Err:508; and a cell too narrow for
# what it holds, in a text made of what is shown.
_ERROR = re.compile(
    r"\s*(?:#(?:N/?[AD]|[A-ZÀ-Ý][A-ZÀ-Ý0-9/_]+\s?[!?]|#{2,})|Err(?:eur)? ?: ?\d{3})\s*$"
)
_ERROR_STARTS = {"#", "E", " "}

_READERS: Mapping[str, Callable[[Path], list[RawSheet]]] = {
    "book": read_book,
    "xls": read_book,
    "ods": read_ods,
    "flat-ods": lambda path: read_flat_ods(path.read_bytes()),
    "office-2003": lambda path: read_spreadsheet_xml(path.read_bytes()),
    "html": lambda path: read_html(decode(path.read_bytes())),
    "mhtml": lambda path: read_mhtml(path.read_bytes()),
    "text": lambda path: [read_delimited(decode(path.read_bytes()))],
}

_TITLES_WITHIN = 40  # rows of a sheet among which its titles are looked for


def read_rows(path: str | Path, *, wanted: Callable[[str], bool]) -> "pd.DataFrame":
    """Read a table (CSV, TSV, JSON or a workbook) as text, a column for each wanted title.

    Parameters
    ----------
    wanted
        Says of a title, reduced to lower-case words with underscores, whether to keep the column.

    Returns
    -------
    DataFrame
        Strings, "" for missing; the index is the row's line in the file (2 for the first).

    Raises
    ------
    InputError
        If there is no such file, or it holds something else.
    """
    path = Path(path)
    kind = file_kind(path)
    if kind in WORKBOOKS:
        return _sheet_rows(path, wanted)
    if kind != "text":
        msg = f"{path} : on attend un tableau CSV ou JSON, le fichier est {kind}."
        raise InputError(msg)
    content = path.read_bytes()
    frame = read_plain(content, wanted)
    if frame is None:  # not plain: pandas is slower, and takes or refuses what Arrow might misread
        frame = _any_rows(decode(content), path)
        frame = frame.rename(columns=snake)
        frame = frame.loc[:, ~frame.columns.duplicated()]
        frame = frame[[title for title in frame.columns if wanted(title)]]
    frame.index = pd.RangeIndex(2, 2 + len(frame))
    return frame


def _sheet_rows(path: Path, wanted: Callable[[str], bool]) -> "pd.DataFrame":
    """Read the sheet of a workbook that has the most of the titles wanted."""
    headers = [
        (sum(map(wanted, {snake(full_text(cell)) for cell in row})), -index, sheet.rows)
        for sheet in read_sheets(path)
        if not sheet.hidden
        for index, row in enumerate(sheet.rows[:_TITLES_WITHIN])
        if any(cell is not None and cell != "" for cell in row)
    ]
    if not headers:
        msg = f"{path} : le fichier est vide ; on attend un tableau avec une ligne de titres."
        raise InputError(msg)
    # The first of the sheets and rows that have as many, as in a text.
    _, index, grid = max(headers, key=lambda header: header[0])
    titles = [snake(full_text(cell)) for cell in grid[-index]]
    names = {title: place for place, title in reversed(list(enumerate(titles))) if wanted(title)}
    below = grid[1 - index :]
    columns = {
        title: [full_text(row[place]) if place < len(row) else "" for row in below]
        for title, place in sorted(names.items(), key=lambda name: name[1])
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(2 - index, 2 - index + len(below)), dtype=str)


def is_workbook(path: Path) -> bool:
    """Tell a workbook by what it holds, whatever its name.

    Raises
    ------
    InputError
        If there is no such file, or it can't be read.
    """
    return file_kind(path) in WORKBOOKS


def read_grids(path: str | Path) -> dict[str, Grid]:
    """Read every sheet of a workbook, or the one table of a CSV, cell by cell.

    The sheets that people see come first.

    Raises
    ------
    InputError
        If there is no such file, or it holds something else.
    """
    sheets = sorted(read_sheets(path), key=lambda sheet: sheet.hidden)
    return {sheet.name: sheet.rows for sheet in sheets}


def read_sheets(path: str | Path) -> list[Sheet]:
    """Read every sheet of a workbook, or the tables of a text, and what is to be said of each.

    Parameters
    ----------
    path
        xlsx, xlsm, xlsb, xls, ods, CSV or TSV, known by what it holds and not by its name.

    Returns
    -------
    list of Sheet
        In the file's order, the hidden ones too. A merged cell's value is said of all the cells it
        covers; an error is a `CellError`.

    Raises
    ------
    InputError
        If there is no such file, or it holds something else.
    """
    path = Path(path)
    kind = file_kind(path)
    if kind not in _READERS:
        msg = f"{path} : on attend un classeur (xlsx, ods, xls) ou un CSV, le fichier est {kind}."
        raise InputError(msg)
    sheets = _raw_sheets(path, kind)
    if kind in {"html", "mhtml"} and not sheets:
        msg = (
            f"{path} : on attend un classeur (xlsx, ods, xls) ou un CSV, le fichier est une page "
            "HTML sans tableau. Téléchargez le fichier lui-même, ou enregistrez-le en xlsx depuis "
            "un tableur."
        )
        raise InputError(msg)
    return [
        Sheet(sheet.name, _finished(sheet), hidden=sheet.hidden, notes=tuple(sheet.notes))
        for sheet in sheets
    ]


def _raw_sheets(path: Path, kind: str) -> list[RawSheet]:
    try:
        return _READERS[kind](path)
    except BoundlessError as fault:
        raise InputError(_boundless(path, fault)) from None
    except csv.Error as fault:
        msg = f"{path} : ce CSV ne se lit pas ({_line(fault)}). Réenregistrez-le depuis un tableur."
        raise InputError(msg) from None
    except (CalamineError, OSError, ValueError, RuntimeError):
        # The library's own words are in English, and name what is inside: of no help here.
        msg = (
            f"{path} : on attend un classeur (xlsx, ods, xls), il ne s’ouvre pas : il est "
            "incomplet ou abîmé. Ouvrez-le dans un tableur et réenregistrez-le en xlsx ou en CSV."
        )
        raise InputError(msg) from None


def _boundless(path: Path, fault: BoundlessError) -> str:
    if not fault.rows:
        return f"{path} : ce classeur est trop grand une fois ouvert (plusieurs gigaoctets)."
    return (
        f"{path} : une feuille va jusqu’à la ligne {fault.rows} et à la colonne {fault.columns}, "
        "sans doute pour une cellule égarée. Supprimez les lignes et les colonnes vides."
    )


def _finished(sheet: RawSheet) -> Grid:
    """Split what was left whole in one column; tell errors from texts, typed or exported too."""
    rows = unpacked(sheet.rows)
    for row in rows:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and cell[:1] in _ERROR_STARTS and _ERROR.match(cell):
                row[index] = CellError(cell.strip())
    return rows


def _any_rows(text: str, path: Path) -> "pd.DataFrame":
    if not text.strip():
        msg = f"{path} : le fichier est vide ; on attend un tableau avec une ligne de titres."
        raise InputError(msg)
    return _json_rows(text, path) if text.lstrip()[0] in "[{" else _csv_rows(text, path)


def _csv_rows(text: str, path: Path) -> "pd.DataFrame":
    first = text.lstrip("\r\n").split("\n", 1)[0]
    try:
        # As text, with no word for missing: a school's name may be "NA" or "None", and a number
        # would lose the zeros that its code begins with.
        frame = pd.read_csv(
            io.StringIO(text), sep=separator(first), dtype=str, keep_default_na=False
        ).fillna("")
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        _refuse_ragged(path, _line(fault))
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes the cells too many for an index
        _refuse_ragged(path, "la première ligne a plus de cellules que de titres")
    return frame


def _refuse_ragged(path: Path, reason: str) -> NoReturn:
    msg = f"{path} : on attend un CSV dont chaque ligne a les colonnes du titre ; {reason}."
    raise InputError(msg)


def _json_rows(text: str, path: Path) -> "pd.DataFrame":
    """Read the portal's export (a list of records) or an answer of its API (`results`)."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as fault:
        msg = f"{path} : JSON incomplet ou abîmé, ligne {fault.lineno}. Téléchargez-le de nouveau."
        raise InputError(msg) from None
    records = content.get("results") if isinstance(content, dict) else content
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        msg = f"{path} : on attend une liste d’établissements (export JSON du portail)."
        raise InputError(msg)
    titles: Collection[str] = dict.fromkeys(title for record in records for title in record)
    rows = [[_text(record.get(title)) for title in titles] for record in records]
    return pd.DataFrame(rows, columns=list(titles), dtype=str)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and {"lon", "lat"} <= value.keys():
        return f"{value['lat']}, {value['lon']}"
    return str(value)


def _line(fault: Exception) -> str:
    return " ".join(str(fault).split())
