"""Workbooks that calamine reads: xlsx, xlsm, xlsb and the old xls."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from geo_ent.tables.formats.calendar_1904 import date_serials
from geo_ent.tables.formats.filled_down import cut_runs
from geo_ent.tables.formats.raw_sheet import (
    BoundlessError,
    Place,
    RawSheet,
    fill_merged,
    note_uncomputed,
)
from geo_ent.tables.formats.xls_records import xls_records
from geo_ent.tables.formats.xlsb_parts import xlsb_parts
from geo_ent.tables.formats.xlsx_parts import SheetParts, WorkbookParts, xlsx_parts

CALAMINE_LACKS = (NotImplementedError, AttributeError, TypeError)
"""What calamine raises for a kind of workbook whose merged cells it doesn't give."""


def read_book(path: Path) -> list[RawSheet]:
    """Read every sheet of a workbook, the hidden ones too.

    Raises
    ------
    CalamineError, OSError, ValueError, RuntimeError
        If it doesn't open.
    BoundlessError
        If a stray cell at the far end would have all the cells between made.
    """
    # Calamine reads workbooks of every kind, old .xls included; but it makes every cell up to the
    # last one that a sheet names, and reads a formula that failed as an empty cell.
    parts = _parts(path)
    try:
        # By what the file holds, not by its name: an .xls may be an .xlsx renamed.
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            return [
                _read(book, index, metadata.visible != SheetVisibleEnum.Visible, parts)
                for index, metadata in enumerate(book.sheets_metadata)
            ]
    except BaseException as fault:
        # Its library stops so on some damaged files, by a class that nothing can be told of.
        if type(fault).__name__ == "PanicException":
            raise CalamineError(_DAMAGED) from None
        raise


_DAMAGED = "fichier abîmé"
_MOST_BYTES = 4 << 30  # of XML, once decompressed


def _parts(path: Path) -> WorkbookParts:
    if not zipfile.is_zipfile(path):
        records = xls_records(path.read_bytes())
        sheets = [SheetParts(errors) for errors in records.errors]
        return WorkbookParts(sheets, is_1904=records.is_1904)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise BoundlessError
            is_binary = "xl/workbook.bin" in archive.namelist()
            return xlsb_parts(archive) if is_binary else xlsx_parts(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return WorkbookParts()  # not an xlsx, or a broken one: calamine will say it better


def _read(book: CalamineWorkbook, index: int, hidden: bool, parts: WorkbookParts) -> RawSheet:  # noqa: FBT001 one of four
    sheet = book.get_sheet_by_index(index)
    beside = parts.sheets[index] if index < len(parts.sheets) else SheetParts()
    rows, notes = cut_runs(_rows(sheet, beside))
    fill_merged(rows, _merged(sheet))
    raw = RawSheet(sheet.name, rows, hidden=hidden, notes=notes)
    note_uncomputed(raw, beside.uncomputed)
    if parts.is_1904:
        date_serials(raw)
    return raw


def _rows(sheet: Any, beside: SheetParts) -> Iterator[list[object]]:  # noqa: ANN401 calamine's own
    """Go through the rows, with what calamine leaves out put back in its place."""
    # Rows are given from the first one, cells from the first column that holds anything.
    left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    changes: dict[int, list[tuple[int, object]]] = {}
    for (place, column), error in beside.errors.items():
        changes.setdefault(place, []).append((column, error))
    for place, column in beside.uncomputed:
        changes.setdefault(place, []).append((column, ""))
    index = -1
    for index, cells in enumerate(sheet.iter_rows()):
        yield _changed([*left, *cells] if left else cells, changes.get(index, ()))
    # An error may stand alone to the right or below of all that calamine has seen.
    for below in range(index + 1, max(changes, default=-1) + 1):
        yield _changed([], changes.get(below, ()))


def _changed(row: list[object], changes: Sequence[tuple[int, object]]) -> list[object]:
    for column, cell in changes:
        row.extend([""] * (column + 1 - len(row)))
        row[column] = cell
    return row


def _merged(sheet: Any) -> list[tuple[Place, Place]]:  # noqa: ANN401
    try:
        return list(sheet.merged_cell_ranges or [])
    except CALAMINE_LACKS:
        return []
