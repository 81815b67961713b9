"""What the reader of workbooks leaves out of an xlsb, the binary xlsx: errors and its bounds."""

import struct
import zipfile
from collections.abc import Iterator

from geo_ent.tables.formats.raw_sheet import MOST_CELLS, BoundlessError
from geo_ent.tables.formats.xls_records import ERRORS
from geo_ent.tables.formats.xlsx_parts import SheetParts, WorkbookParts, link_targets

_ROW, _LAST_CELL_KIND = 0, 18
_ERROR_CELL, _FAILED_FORMULA = 3, 11
_PROPERTIES, _SHEET = 0x99, 0x9C
_NO_LINK = 0xFFFFFFFF


def xlsb_parts(archive: zipfile.ZipFile) -> WorkbookParts:
    """Search the parts of an xlsb; of one that is damaged, give what comes before.

    Raises
    ------
    BoundlessError
        If a stray cell at the far end of a sheet would have all the cells between made.
    """
    parts = WorkbookParts()
    targets = link_targets(archive, "xl/_rels/workbook.bin.rels")
    try:
        for kind, record in _records(archive.read("xl/workbook.bin")):
            if kind == _PROPERTIES:
                parts.is_1904 = bool(record[0] & 1)
            elif kind == _SHEET:
                length = struct.unpack_from("<I", record, 8)[0]
                link = (
                    "" if length == _NO_LINK else record[12 : 12 + 2 * length].decode("utf-16-le")
                )
                parts.sheets.append(_sheet(archive.read(targets[link])))
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        pass  # calamine will say it better
    return parts


def _sheet(content: bytes) -> SheetParts:
    parts = SheetParts()
    row = columns = 0
    for kind, record in _records(content):
        if kind > _LAST_CELL_KIND or len(record) < 4:  # noqa: PLR2004 a row or a column's number
            continue
        number = int(struct.unpack_from("<I", record)[0])
        if kind == _ROW:
            row = number
            continue
        columns = max(columns, number + 1)
        if (row + 1) * columns > MOST_CELLS:
            raise BoundlessError(row + 1, columns)
        # A cell's column, its format, then what it holds.
        if kind in {_ERROR_CELL, _FAILED_FORMULA} and record[8] in ERRORS:
            parts.errors[row, number] = ERRORS[record[8]]
    return parts


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Go through the records: the kind of each, in one byte or two, and what it holds."""
    start = 0
    while start < len(content):
        kind, start = _number(content, start, most=2)
        size, start = _number(content, start, most=4)
        yield kind, content[start : start + size]
        start += size


def _number(content: bytes, start: int, *, most: int) -> tuple[int, int]:
    """Read a number of some bytes at most, seven bits in each, the eighth if another follows."""
    number = 0
    for power in range(most):
        byte = content[start]
        number |= (byte & 0x7F) << (7 * power)
        start += 1
        if byte < 0x80:  # noqa: PLR2004 the eighth bit
            break
    return number, start
