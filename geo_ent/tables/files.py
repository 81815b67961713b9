"""Files as they come: their kind, their encoding, their separator, their rows as text."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from geo_ent.errors import InputError
from geo_ent.tables.plain_csv import read_plain, separator
from geo_ent.text.compare import snake

Grid = Sequence[Sequence[object]]
"""The cells of a sheet, row by row; empty is "" or None."""

_MAGIC = (
    (b"%PDF", "un PDF"),
    (b"PK\x03\x04", "un classeur ou une archive zip"),
    (b"\xd0\xcf\x11\xe0", "un ancien fichier Office"),
    (b"\x1f\x8b", "un fichier compressé gzip"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
)
_BINARY = {"un classeur ou une archive zip", "un ancien fichier Office"}


def read_rows(path: str | Path, *, wanted: Callable[[str], bool]) -> "pd.DataFrame":
    """Read a table (CSV, TSV or JSON) as text, a column for each wanted title.

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
    kind = _kind(path)
    if kind:
        msg = f"{path} : on attend un tableau CSV ou JSON, le fichier est {kind}."
        raise InputError(msg)
    content = path.read_bytes()
    frame = read_plain(content, wanted)
    if frame is None:  # not plain: pandas is slower, and takes or refuses what Arrow might misread
        frame = _any_rows(_decode(content), path)
        frame = frame.rename(columns=snake)
        frame = frame.loc[:, ~frame.columns.duplicated()]
        frame = frame[[title for title in frame.columns if wanted(title)]]
    frame.index = pd.RangeIndex(2, 2 + len(frame))
    return frame


def is_workbook(path: Path) -> bool:
    """Tell a workbook by what it holds, whatever its name.

    Raises
    ------
    InputError
        If there is no such file, or it can't be read.
    """
    return _kind(path) in _BINARY


def read_grids(path: str | Path) -> dict[str, Grid]:
    """Read every sheet of a workbook, or the one table of a CSV, cell by cell.

    Raises
    ------
    InputError
        If there is no such file, or it holds something else.
    """
    path = Path(path)
    if is_workbook(path):
        return _workbook(path)
    if kind := _kind(path):
        msg = f"{path} : on attend un classeur (xlsx, ods, xls) ou un CSV, le fichier est {kind}."
        raise InputError(msg)
    text = _decode(path.read_bytes()).replace("\0", "")
    lines = io.StringIO(text, newline="")
    # Told by twenty lines, since notes above the titles, in prose, have commas of their own.
    between = separator("".join(text.splitlines(keepends=True)[:20]))
    try:
        return {"": list(csv.reader(lines, delimiter=between))}
    except csv.Error as fault:
        msg = f"{path} : ce CSV ne se lit pas ({_line(fault)}). Réenregistrez-le depuis un tableur."
        raise InputError(msg) from None


def _workbook(path: Path) -> dict[str, Grid]:
    # Calamine reads workbooks of every kind, old .xls included; but it makes every cell up to the
    # last one that a sheet names.
    _refuse_boundless(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return {name: _sheet(book, name) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError, RuntimeError) as fault:
        msg = (
            f"{path} : on attend un classeur (xlsx, ods, xls), il ne s'ouvre pas ({_line(fault)}). "
            "Réenregistrez-le en xlsx ou en CSV."
        )
        raise InputError(msg) from None


def _sheet(book: CalamineWorkbook, name: str) -> Grid:
    """Read a sheet; what is written in a merged cell is said of all the cells it covers."""
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    try:
        merged = sheet.merged_cell_ranges or []
    except CALAMINE_LACKS:
        merged = []
    for (top, left), (bottom, right) in merged:
        if (bottom - top + 1) * (right - left + 1) <= _LARGEST_MERGE and top < len(rows):
            _fill(rows, (top, left), (bottom, right))
    return rows


CALAMINE_LACKS = (NotImplementedError, AttributeError, TypeError)
"""What calamine raises for a kind of workbook whose merged cells it doesn't give."""


def _fill(rows: list[list[object]], start: tuple[int, int], last: tuple[int, int]) -> None:
    (top, left), (bottom, right) = start, last
    if left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top : bottom + 1]:
        span = slice(left, min(right + 1, len(row)))
        row[span] = [value] * (span.stop - left)


def _refuse_boundless(path: Path) -> None:
    """Refuse an xlsx with a stray cell at the far end: all the cells between would be made."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = [
                _last_cell(_member(archive, name))
                for name in archive.namelist()
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return  # not an xlsx, or a broken one: calamine will say it better
    rows, columns = max(sheets, key=lambda last: last[0] * last[1], default=(0, 0))
    if rows * columns > _MOST_CELLS:
        msg = (
            f"{path} : une feuille va jusqu'à la ligne {rows} et à la colonne {columns}, sans "
            "doute pour une cellule égarée. Supprimez les lignes et les colonnes vides."
        )
        raise InputError(msg)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        return b""  # calamine will say it better


def _last_cell(xml: bytes) -> tuple[int, int]:
    """Find the last row and about the last column that an xlsx sheet names."""
    # The text is searched, not parsed: a sheet may be tens of megabytes of XML. A column of three
    # letters lies beyond all those of two, so that these are looked for only where it has none.
    rows = max((int(row) for row in _ROW_NUMBER.findall(xml)), default=0)
    for letters, pattern in ((3, _CELL_3), (2, _CELL_2)):
        column = max(pattern.findall(xml), default=b"")
        if column:
            return rows, sum(
                (letter - 64) * 26**power for power, letter in enumerate(reversed(column))
            )
        if rows * 26 ** (letters - 1) <= _MOST_CELLS:
            return rows, 26 ** (letters - 1)  # no further column, or none that matters
    return rows, 26


# A pattern that begins with plain letters is found many times quicker; no other element or
# attribute of a sheet that ends so has such a number or cell.
_ROW_NUMBER = re.compile(rb"row[^>]*?\br=[\"'](\d{1,9})[\"']")
_CELL_3 = re.compile(rb"r=[\"']([A-Z]{3})\d")
_CELL_2 = re.compile(rb"r=[\"']([A-Z]{2})\d")
_MOST_CELLS = 60_000_000  # about 3 GB once read; the tallest sheet of 50 columns
_LARGEST_MERGE = 5_000  # cells: beyond, a sheet was painted


def _kind(path: Path) -> str:
    """Name what a file is when it isn't text; "" when it is."""
    if not path.exists():
        msg = f"{path} : ce fichier n'existe pas. Vérifiez le chemin donné."
        raise InputError(msg)
    if path.is_dir():
        msg = f"{path} : c'est un dossier, on attend un fichier."
        raise InputError(msg)
    # By its first bytes and not by its name: a workbook is sent as .csv, a page of the portal that
    # says "not found" is saved as .xlsx.
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as fault:
        msg = f"{path} : lecture impossible ({fault.strerror})."
        raise InputError(msg) from None
    kind = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if not kind and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return "une page HTML"
    wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"}  # UTF-16: "Texte Unicode" in Excel
    return kind or ("un fichier binaire" if b"\x00" in head and not wide else "")


def _decode(content: bytes) -> str:
    """Read UTF-8 (with or without a BOM), UTF-16 with its BOM, else what Windows writes."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes as "CSV" on a French Windows. Five bytes mean nothing in it: replaced,
        # for one bad letter must not cost the file.
        return content.decode("cp1252", errors="replace")


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
        msg = f"{path} : on attend une liste d'établissements (export JSON du portail)."
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
