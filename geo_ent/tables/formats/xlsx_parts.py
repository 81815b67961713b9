"""What the reader of workbooks leaves out of an xlsx: errors, formulas never computed, its bounds.

The text of the sheets is searched, not parsed: one may be tens of megabytes of XML.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from geo_ent.tables.formats.raw_sheet import MOST_CELLS, BoundlessError, Place

_CHUNK = 1 << 24  # bytes of a sheet searched at once
_LONGEST_ROW = 1 << 28  # bytes
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError)

# A pattern that begins with plain letters is found many times quicker; no other element or
# attribute of a sheet that ends so has such a number or cell.
_ROW_NUMBER = re.compile(rb"row[^>]*?\br=[\"'](\d{1,9})[\"']")
_CELL = re.compile(rb"r=[\"']([A-Z]{2,3})\d")
_FILLED_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^>]*[^/>])?>")
_ERROR_TYPE = re.compile(rb"t=[\"']e[\"']")
_TEXT_TYPE = re.compile(rb"t=[\"']str[\"']")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
# A formula, then what it gave, if anything.
_FORMULA = re.compile(
    rb"f(?: [^<>]*)?/?>(?P<value><(?:\w+:)?v ?/>|<(?:\w+:)?v>0?</(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_COMPUTED = re.compile(rb"f(?: [^<>]*)?/?><(?:\w+:)?v>(?!0?<)")
_TAG = re.compile(rb"<(?:\w+:)?sheet [^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship [^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CALENDAR_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)[\"']")
_COMPUTED_ON_LOAD = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")


@dataclass
class SheetParts:
    """What a sheet's XML holds beside values.

    Attributes
    ----------
    errors
        The cells of formulas that failed, and how (#N/A).
    uncomputed
        The cells of formulas that nothing has computed yet.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    uncomputed: list[Place] = field(default_factory=list)


@dataclass
class WorkbookParts:
    """What is known of a workbook from its parts.

    Attributes
    ----------
    sheets
        By the order of the sheets in the workbook.
    is_1904
        Whether its days are counted from 1904, as on an old Mac.
    """

    sheets: list[SheetParts] = field(default_factory=list)
    is_1904: bool = False


def xlsx_parts(archive: zipfile.ZipFile) -> WorkbookParts:
    """Search the parts of an xlsx.

    Raises
    ------
    BoundlessError
        If a stray cell at the far end of a sheet would have all the cells between made.
    """
    book = b"".join(_chunks(archive, "xl/workbook.xml"))
    zeros_are_unread = bool(_COMPUTED_ON_LOAD.search(book))
    searched = {
        name: _searched(archive, name, zeros_are_unread=zeros_are_unread)
        for name in archive.namelist()
        if name.startswith("xl/worksheets/") and name.endswith(".xml")
    }
    targets = link_targets(archive, "xl/_rels/workbook.xml.rels")
    order = [targets.get(_attribute(tag, b"id"), "") for tag in _TAG.findall(book)]
    return WorkbookParts(
        [searched.get(name, SheetParts()) for name in order],
        is_1904=bool(_CALENDAR_1904.search(book)),
    )


def link_targets(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Give the part that each link of a workbook leads to, by the part that lists them."""
    links = _LINK.findall(b"".join(_chunks(archive, name)))
    parts = {}
    for link in links:
        target = _attribute(link, b"Target")
        parts[_attribute(link, b"Id")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    return parts


def _attribute(tag: bytes, name: bytes) -> str:
    for match in _ATTRIBUTE.finditer(tag):
        if match[1].rpartition(b":")[2] == name:
            return (match[2] or match[3] or b"").decode(errors="replace")
    return ""


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Read a part by pieces that end before a row's tag; nothing of one that is broken."""
    left = b""
    try:
        with archive.open(name) as part:
            while piece := part.read(_CHUNK):
                left += piece
                if len(left) > _LONGEST_ROW:
                    raise BoundlessError
                end = left.rfind(b"<", 0, left.rfind(b"row") + 1)
                if end > 0:
                    yield left[:end]
                    left = left[end:]
    except (*_BROKEN, KeyError):
        pass  # calamine will say it better
    yield left


def _searched(archive: zipfile.ZipFile, name: str, *, zeros_are_unread: bool) -> SheetParts:
    parts = SheetParts()
    zeros: list[Place] = []
    is_computed = False
    rows = columns = 0
    for xml in _chunks(archive, name):
        last_row, last_column = _last_cell(xml)
        rows, columns = max(rows, last_row), max(columns, last_column)
        parts.errors.update(_errors(xml))
        for place, is_zero in _empty_formulas(xml):
            (zeros if is_zero else parts.uncomputed).append(place)
        is_computed = is_computed or bool(_COMPUTED.search(xml))
    if rows * columns > MOST_CELLS:
        # Cells with a format and nothing else may go to the far end: they are never made.
        _refuse_filled(archive, name)
    # What a library wrote has no result at all, a spreadsheet's has one at least: then an empty one
    # is an empty text. A library may write 0 for each, and asks that the workbook be computed when
    # it is opened.
    if is_computed:
        parts.uncomputed.clear()
    elif zeros_are_unread:
        parts.uncomputed += zeros
    return parts


def _last_cell(xml: bytes) -> tuple[int, int]:
    """Find the last row and column that a piece of a sheet names; of one letter, all 26."""
    rows = max((int(row) for row in _ROW_NUMBER.findall(xml)), default=0)
    return rows, max((_column(letters) + 1 for letters in set(_CELL.findall(xml))), default=26)


def _refuse_filled(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a sheet whose cells that hold something go too far."""
    rows = columns = 0
    for xml in _chunks(archive, name):
        for letters, row in set(_FILLED_CELL.findall(xml)):
            rows, columns = max(rows, int(row)), max(columns, _column(letters) + 1)
    if rows * columns > MOST_CELLS:
        raise BoundlessError(rows, columns)


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + letter - 64
    return index - 1


def _errors(xml: bytes) -> Iterator[tuple[Place, str]]:
    for match in _ERROR_TYPE.finditer(xml):
        start, end = xml.rfind(b"<", 0, match.start()), xml.find(b">", match.end())
        value = _VALUE.search(xml, end, xml.find(b"/c>", end) if end > 0 else end)
        place = _place(xml[start:end])
        if place and value:
            yield place, value[1].decode(errors="replace")


def _place(tag: bytes) -> Place | None:
    match = _PLACE.search(tag)
    return (int(match[2]) - 1, _column(match[1])) if match else None


def _empty_formulas(xml: bytes) -> Iterator[tuple[Place, bool]]:
    """Find the formulas without a value, and those whose value is 0 (True)."""
    for match in _FORMULA.finditer(xml):
        value = match["value"] or b""
        start = max(xml.rfind(b"<c ", 0, match.start()), xml.rfind(b":c ", 0, match.start()))
        tag = xml[start : xml.find(b">", start)]
        # A text that a formula made, and that is empty: computed, as `=""` is.
        is_text = _TEXT_TYPE.search(tag) is not None and bool(value)
        place = None if is_text else _place(tag)
        if place:
            yield place, b"0" in value
