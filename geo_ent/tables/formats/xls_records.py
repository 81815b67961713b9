"""What the reader of workbooks leaves out of an old xls: errors, the calendar, a password."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from geo_ent.tables.formats.raw_sheet import Place

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How every file of the old Office begins."""

_END_OF_CHAIN = 0xFFFFFFFA  # and above: no sector
_ENTRY = 128  # bytes of an entry of the container's directory
_LONGEST_NAME = 64
_BOUND_SHEET, _BEGIN, _CALENDAR = 0x85, 0x809, 0x22
_FORMULA, _BOOLEAN_OR_ERROR = 0x06, 0x205
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""The errors of the old Office and of the binary xlsx, by their codes."""


class DamagedXlsError(RuntimeError):
    """An xls of impossible sizes, or whose parts follow each other in a ring."""


@dataclass
class XlsRecords:
    """What an xls holds beside values.

    Attributes
    ----------
    errors
        By sheet, in the workbook's order: the cells of formulas that failed, and how.
    is_1904
        Whether its days are counted from 1904, as on an old Mac.
    """

    errors: list[dict[Place, str]] = field(default_factory=list)
    is_1904: bool = False


def xls_records(content: bytes) -> XlsRecords:
    """Go through the records of an xls; of one that is damaged, give what comes before.

    Raises
    ------
    DamagedXlsError
        If it would be read for ever, or fill the memory.

    Examples
    --------
    >>> xls_records(b"no workbook")
    XlsRecords(errors=[], is_1904=False)
    """
    records = XlsRecords()
    if not content.startswith(MAGIC):
        return records
    try:
        stream = _workbook_stream(content)
    except (struct.error, IndexError):
        raise DamagedXlsError from None  # cut short: calamine might never come back
    with suppress(struct.error, IndexError):  # calamine will say it better
        _gather(stream, records)
    return records


def _gather(stream: bytes, records: XlsRecords) -> None:
    order: list[int] = []  # where each sheet begins
    sheet: dict[Place, str] = {}
    for start, kind, size in _records(stream):
        if kind == _BOUND_SHEET:
            order.append(int(struct.unpack_from("<I", stream, start + 4)[0]))
            records.errors.append({})
        elif kind == _BEGIN:
            # A chart inside a sheet begins too: what follows it is no longer taken for cells.
            sheet = records.errors[order.index(start)] if start in order else {}
        elif kind == _CALENDAR:
            records.is_1904 = stream[start + 4 : start + 6] == b"\x01\x00"
        elif error := _error(stream, start + 4, kind, size):
            row, column = struct.unpack_from("<HH", stream, start + 4)
            sheet[row, column] = error


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Go through the records: where each begins, its kind, its size."""
    start = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield start, kind, size
        start += 4 + size


def _error(stream: bytes, start: int, kind: int, size: int) -> str:
    """Name the error that a cell holds, if any; what holds none is told first."""
    if kind == _FORMULA and size > 13:  # noqa: PLR2004 where the value ends
        value = stream[start + 6 : start + 14]
        # Not a number: the first byte says what instead, 2 for an error, the third says which.
        return ERRORS.get(value[2], "") if value[6:] == b"\xff\xff" and value[0] == 2 else ""  # noqa: PLR2004
    if kind == _BOOLEAN_OR_ERROR and size > 7 and stream[start + 7]:  # noqa: PLR2004
        return ERRORS.get(stream[start + 6], "")
    return ""


def _workbook_stream(content: bytes) -> bytes:
    """Take the workbook out of its container, a small file system of its own."""
    size = _sector_size(content)
    fat_n, directory_start = _u32(content, 44), _u32(content, 48)
    fat_sectors = list(struct.unpack_from("<109I", content, 76))
    further = _u32(content, 68)
    while further < _END_OF_CHAIN and len(fat_sectors) < fat_n:
        sector = _sector(content, further, size)
        *more, further = struct.unpack(f"<{size // 4}I", sector)
        fat_sectors += more
    fat: list[int] = []
    for number in fat_sectors[:fat_n]:
        fat += struct.unpack(f"<{size // 4}I", _sector(content, number, size))
    # A ring anywhere would hold calamine for ever.
    _refuse_rings(fat)
    small = _chain(content, fat, _u32(content, 60), size)
    _refuse_rings(list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])))
    directory = _chain(content, fat, directory_start, size)
    for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = int(struct.unpack_from("<H", directory, start + _LONGEST_NAME)[0])
        name = directory[start : start + min(length, _LONGEST_NAME)].decode("utf-16-le", "replace")
        if name.rstrip("\0") in {"Workbook", "Book"}:
            return _chain(content, fat, _u32(directory, start + 116), size)
    return b""


def _refuse_rings(following: list[int]) -> None:
    """Refuse sectors that follow each other in a ring."""
    passed_from = [-1] * len(following)
    for start in range(len(following)):
        number = start
        while number < len(following) and passed_from[number] < 0:
            passed_from[number] = start
            number = following[number]
        if number < len(following) and passed_from[number] == start:
            raise DamagedXlsError


def _sector_size(content: bytes) -> int:
    """Read the size of a sector, in a header that makes sense: calamine would believe any."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    most = len(content) >> 9
    counts = [_u32(content, start) for start in (44, 64, 72)]
    if shift not in {9, 12} or small_shift != 6 or max(counts) > most:  # noqa: PLR2004 as specified
        raise DamagedXlsError
    return 1 << int(shift)


def _u32(content: bytes, start: int) -> int:
    return int(struct.unpack_from("<I", content, start)[0])


def _sector(content: bytes, number: int, size: int) -> bytes:
    # The header takes the place of a first one.
    return content[(number + 1) * size : (number + 2) * size]


def _chain(content: bytes, fat: list[int], start: int, size: int) -> bytes:
    """Put together the sectors that follow each other from one."""
    sectors: list[bytes] = []
    while start < _END_OF_CHAIN:
        if len(sectors) > len(fat):
            raise DamagedXlsError
        sectors.append(_sector(content, start, size))
        start = fat[start]
    return b"".join(sectors)
