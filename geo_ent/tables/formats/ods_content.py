"""An ods: its cells, its merged ones, its errors, whatever repeats in it never written out.

The reader of the other workbooks takes an ods too, but writes out every repeated row, and gives
neither merged cells nor errors.
"""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from geo_ent.tables.formats.calendar_1904 import date_serials
from geo_ent.tables.formats.filled_down import LONGEST_RUN, cut_runs, note_run
from geo_ent.tables.formats.raw_sheet import (
    MOST_CELLS,
    BoundlessError,
    Place,
    RawSheet,
    fill_merged,
    note_uncomputed,
)

_CHUNK = 1 << 20
_MOST_BYTES = 2 << 30  # of XML, once decompressed
_MOST_ROWS = 1 << 21  # twice what a spreadsheet has
_WIDEST = 1 << 14  # columns of a spreadsheet
_SPACE = " "  # between an element's namespace and its name
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE = (
    f"{_OPEN}{name}:1.0{_SPACE}" for name in ("table", "office", "text", "style")
)
_LIBRE = f"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0{_SPACE}"
# Made once: a sheet has a million of attributes.
_COLUMNS_REPEATED = f"{_TABLE}number-columns-repeated"
_ROWS_REPEATED = f"{_TABLE}number-rows-repeated"
_ROWS_SPANNED = f"{_TABLE}number-rows-spanned"
_COLUMNS_SPANNED = f"{_TABLE}number-columns-spanned"
_FORMULA = f"{_TABLE}formula"
_VALUE_TYPE = f"{_OFFICE}value-type"
_STRING = f"{_OFFICE}string-value"
_VALUE = f"{_OFFICE}value"
_LIBRE_TYPE = f"{_LIBRE}value-type"
_FAILED = re.compile(r"#|Err ?:")
_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)")
_LINKED = "'file:"  # how the name begins of a copy kept of another workbook's sheet
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class UnreadableOdsError(ValueError):
    """An ods that has no content to read: damaged, or locked by a password."""


def read_ods(path: Path) -> list[RawSheet]:
    """Read every sheet of an ods, the hidden ones too.

    Raises
    ------
    UnreadableOdsError
        If it is damaged.
    BoundlessError
        If it would not hold in memory.
    """
    content = _Content()
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
            if archive.getinfo("content.xml").file_size > _MOST_BYTES:
                raise BoundlessError
            while piece := part.read(_CHUNK):
                content.feed(piece)
        return content.sheets()
    except (*_ZIP_FAULTS, expat.ExpatError, KeyError) as fault:
        raise UnreadableOdsError(str(fault)) from None


def read_flat_ods(content: bytes) -> list[RawSheet]:
    """Read every sheet of an ods that is one file of XML and no archive.

    Raises
    ------
    UnreadableOdsError
        If it is damaged.
    BoundlessError
        If it would not hold in memory.
    """
    parsed = _Content()
    try:
        parsed.feed(content)
        return parsed.sheets()
    except expat.ExpatError as fault:
        raise UnreadableOdsError(str(fault)) from None


class _Content:
    """The parsing of `content.xml`: where it stands, and what it has gathered."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=_SPACE)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._sheets: list[_OdsSheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._is_1904 = False
        self._depth_of_tables = 0
        self._aside = 0  # how deep in what is no cell's text: a comment, a drawing
        self._cell: Mapping[str, str] | None = None
        self._texts: list[str] = []

    def feed(self, piece: bytes) -> None:
        """Parse a piece more."""
        self._parser.Parse(piece)

    def sheets(self) -> list[RawSheet]:
        """Give what was parsed."""
        self._parser.Parse(b"", True)  # noqa: FBT003 expat's own
        sheets = [sheet.finished() for sheet in self._sheets if not sheet.name.startswith(_LINKED)]
        if self._is_1904:
            for sheet in sheets:
                date_serials(sheet)
        return sheets

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name in _CELLS:
            self._cell, self._texts = attributes, []
            self._parser.CharacterDataHandler = None
        elif self._cell is not None:
            self._start_text(name, attributes)
        elif handler := _STARTS.get(name):
            handler(self, attributes)

    def _start_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == _PARAGRAPH:
            if self._texts:
                self._texts.append("\n")
            self._parser.CharacterDataHandler = self._texts.append
        elif name == f"{_TEXT}s":
            self._texts.append(" " * min(_number(attributes, f"{_TEXT}c"), 100))
        elif name in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            self._texts.append("\n" if name.endswith("break") else "\t")

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == _PARAGRAPH:
            self._parser.CharacterDataHandler = None
        elif name in _CELLS:
            if self._cell is not None and self._depth_of_tables == 1:
                self._sheets[-1].add_cell(
                    self._cell, "".join(self._texts), is_covered=name == _COVERED
                )
            self._cell = None
        elif name == _ROW and self._depth_of_tables == 1:
            self._sheets[-1].end_row()
        elif name == f"{_TABLE}table":
            self._depth_of_tables -= 1

    def _start_style(self, attributes: Mapping[str, str]) -> None:
        self._style = attributes.get(f"{_STYLE}name", "")

    def _start_properties(self, attributes: Mapping[str, str]) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _start_calendar(self, attributes: Mapping[str, str]) -> None:
        self._is_1904 = attributes.get(f"{_TABLE}date-value", "").startswith("1904")

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._depth_of_tables += 1
        if self._depth_of_tables == 1:
            is_hidden = attributes.get(f"{_TABLE}style-name") in self._hidden_styles
            self._sheets.append(_OdsSheet(attributes.get(f"{_TABLE}name", ""), hidden=is_hidden))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        if self._depth_of_tables == 1:
            self._sheets[-1].start_row(_number(attributes, _ROWS_REPEATED))


_ROW, _PARAGRAPH, _COVERED = f"{_TABLE}table-row", f"{_TEXT}p", f"{_TABLE}covered-table-cell"
_CELLS = {f"{_TABLE}table-cell", _COVERED}
_ASIDE = {f"{_OFFICE}annotation", f"{_TABLE}shapes", f"{_TABLE}tracked-changes"}
_STARTS: Mapping[str, Callable[[_Content, Mapping[str, str]], None]] = {
    f"{_STYLE}style": _Content._start_style,  # noqa: SLF001 the class's own
    f"{_STYLE}table-properties": _Content._start_properties,  # noqa: SLF001
    f"{_TABLE}null-date": _Content._start_calendar,  # noqa: SLF001
    f"{_TABLE}table": _Content._start_table,  # noqa: SLF001
    _ROW: _Content._start_row,  # noqa: SLF001
}


class _OdsSheet:
    """A sheet as it is gathered: repeated rows and cells are counted, and blank ones not made."""

    def __init__(self, name: str, *, hidden: bool) -> None:
        self.name = name
        self._raw = RawSheet(name, [], hidden=hidden)
        self._merged: list[tuple[Place, Place]] = []
        self._uncomputed: list[Place] = []
        self._row: list[object] = []
        self._blank_cells = 0  # since the last cell of the row that holds something
        self._repeated = 1
        self._cells_n = 0

    def start_row(self, repeated: int) -> None:
        """Begin a row that stands so many times."""
        self._row, self._blank_cells, self._repeated = [], 0, repeated

    def add_cell(self, attributes: Mapping[str, str], text: str, *, is_covered: bool) -> None:
        """Add a cell, as many times as it is repeated."""
        if text and len(attributes) == 1 and not self._blank_cells:  # nearly every cell
            self._row.append(_cell(attributes, text))
            return
        times = min(_number(attributes, _COLUMNS_REPEATED), _WIDEST)
        cell = _cell(attributes, text)
        if cell == "" and not is_covered:
            place = (len(self._raw.rows), len(self._row) + self._blank_cells)
            self._blank_cells += times
            if _FORMULA in attributes and _VALUE_TYPE not in attributes:
                self._uncomputed.append(place)
            return
        self._row += [""] * self._blank_cells
        self._blank_cells = 0
        self._note_merge(attributes)
        self._row += [cell] * times
        if len(self._row) > _WIDEST:
            raise BoundlessError(len(self._raw.rows), len(self._row))

    def _note_merge(self, attributes: Mapping[str, str]) -> None:
        high = _number(attributes, _ROWS_SPANNED)
        wide = _number(attributes, _COLUMNS_SPANNED)
        if high * wide > 1:
            top, left = len(self._raw.rows), len(self._row)
            self._merged.append(((top, left), (top + high - 1, left + wide - 1)))

    def end_row(self) -> None:
        """Add the row; one that stands a thousand times is added once, and said."""
        rows, first = self._raw.rows, len(self._raw.rows)
        self._cells_n += len(self._row) * min(self._repeated, LONGEST_RUN)
        if first + self._repeated > _MOST_ROWS or self._cells_n > MOST_CELLS:
            raise BoundlessError(first + self._repeated, len(self._row))
        if not self._row or self._repeated <= LONGEST_RUN:
            rows += (
                [list(self._row) for _ in range(self._repeated)]
                if self._row
                else ([[]] * self._repeated)
            )
            return
        rows += [self._row, *[[]] * (self._repeated - 1)]
        if any(cell != "" for cell in self._row):
            self._raw.notes.append(note_run(self._row, first, self._repeated))

    def finished(self) -> RawSheet:
        """Give the sheet, its merged cells filled."""
        fill_merged(self._raw.rows, self._merged)
        self._raw.rows, notes = cut_runs(self._raw.rows)
        self._raw.notes += notes
        note_uncomputed(self._raw, self._uncomputed)
        return self._raw


def _refuse_doctype(*_: object) -> None:
    """Refuse what no ods has: entities, by which a small file becomes an endless one."""
    msg = "DOCTYPE"
    raise UnreadableOdsError(msg)


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name)
    if text is None:
        return 1
    return int(text) if text.isascii() and text.isdigit() and text != "0" else 1


def _cell(attributes: Mapping[str, str], text: str) -> object:
    """Read a cell by its type; a formula that failed is what is shown of it."""
    kind = attributes.get(_VALUE_TYPE, "")
    is_formula = _FORMULA in attributes
    is_error = is_formula and (
        attributes.get(_LIBRE_TYPE) == "error" or _FAILED.match(text) is not None
    )
    if kind != "string" and not is_error:
        # What doesn't read as its type says is left as it is shown.
        with suppress(ValueError):
            return _typed(attributes, kind)
    return text if is_error else attributes.get(_STRING) or text


def _typed(attributes: Mapping[str, str], kind: str) -> object:
    if kind in {"float", "percentage", "currency"}:
        return float(attributes.get(_VALUE, ""))
    if kind == "date":
        return _date(attributes.get(f"{_OFFICE}date-value", ""))
    if kind == "boolean":
        return attributes.get(f"{_OFFICE}boolean-value") == "true"
    time = _TIME.match(attributes.get(f"{_OFFICE}time-value", ""))
    if not time:
        raise ValueError(kind)
    return dt.time(int(time[1]), int(time[2]), int(time[3]))


def _date(text: str) -> dt.date:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.time() != dt.time() else moment.date()
