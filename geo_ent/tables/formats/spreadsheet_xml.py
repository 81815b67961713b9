"""The XML that Excel 2003 wrote, and that web applications still give under the name of .xls."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from xml.parsers import expat

from geo_ent.tables.formats.calendar_1904 import date_serials
from geo_ent.tables.formats.filled_down import cut_runs
from geo_ent.tables.formats.raw_sheet import (
    LARGEST_MERGE,
    MOST_CELLS,
    BoundlessError,
    Place,
    RawSheet,
    fill_merged,
    note_uncomputed,
)

_SPACE = " "  # between an element's namespace and its name
_SHEET = f"urn:schemas-microsoft-com:office:spreadsheet{_SPACE}"
_EXCEL = f"urn:schemas-microsoft-com:office:excel{_SPACE}"
_MOST_ROWS, _WIDEST = 1 << 20, 1 << 14


def read_spreadsheet_xml(content: bytes) -> list[RawSheet]:
    """Read every sheet, the hidden ones too.

    Raises
    ------
    ValueError
        If it is damaged.
    BoundlessError
        If a stray cell at the far end would have all the cells between made.
    """
    book = _Book()
    try:
        book.parser.Parse(content, True)  # noqa: FBT003 expat's own
    except expat.ExpatError as fault:
        raise ValueError(str(fault)) from None
    sheets = [sheet.finished() for sheet in book.sheets]
    if book.is_1904:
        for sheet in sheets:
            date_serials(sheet)
    return sheets


class _XmlSheet:
    """A sheet as it is gathered."""

    def __init__(self, name: str) -> None:
        self.raw = RawSheet(name, [])
        self.merged: list[tuple[Place, Place]] = []
        self.uncomputed: list[Place] = []
        self.column = 0

    def start_row(self, attributes: Mapping[str, str]) -> None:
        """Begin a row, further below if it says so."""
        rows = self.raw.rows
        index = _number(attributes, "Index") - 1
        if max(index, len(rows)) >= _MOST_ROWS:
            raise BoundlessError(index + 1, 1)
        rows += [[] for _ in range(index - len(rows))]
        rows.append([])

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        """Begin a cell, further right if it says so, with those that it covers."""
        if not self.raw.rows:
            self.raw.rows.append([])
        row, top = self.raw.rows[-1], len(self.raw.rows) - 1
        left = max(_number(attributes, "Index") - 1, len(row))
        across = min(_number(attributes, "MergeAcross"), _WIDEST)
        down = _number(attributes, "MergeDown")
        if left + across >= _WIDEST or left * len(self.raw.rows) > MOST_CELLS:
            raise BoundlessError(len(self.raw.rows), left + across)
        row += [""] * (left - len(row) + 1 + across)
        if across or down:
            self.merged.append(((top, left), (top + down, left + across)))
        self.column = left
        if f"{_SHEET}Formula" in attributes:
            self.uncomputed.append((top, left))

    def set_cell(self, cell: object) -> None:
        """Write the cell that was begun."""
        row, top = self.raw.rows[-1], len(self.raw.rows) - 1
        if self.column >= len(row):
            return  # outside any cell
        row[self.column] = cell
        if self.uncomputed[-1:] == [(top, self.column)]:
            self.uncomputed.pop()

    def finished(self) -> RawSheet:
        """Give the sheet, its merged cells filled."""
        # Below a merged cell, those that it covers aren't written, and a row may end before them.
        for (top, _), (bottom, right) in self.merged:
            for row in self.raw.rows[top : min(bottom, top + LARGEST_MERGE) + 1]:
                row.extend([""] * (right + 1 - len(row)))
        fill_merged(self.raw.rows, self.merged)
        self.raw.rows, notes = cut_runs(self.raw.rows)
        self.raw.notes += notes
        note_uncomputed(self.raw, self.uncomputed)
        return self.raw


class _Book:
    """The parsing of the workbook: where it stands, and what it has gathered."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_SPACE)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.sheets: list[_XmlSheet] = []
        self.is_1904 = False
        self._type = ""
        self._texts: list[str] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_SHEET}Worksheet":
            self.sheets.append(_XmlSheet(attributes.get(f"{_SHEET}Name", "")))
        elif name == f"{_EXCEL}Date1904":
            self.is_1904 = True
        elif not self.sheets:
            return
        elif name == f"{_SHEET}Row":
            self.sheets[-1].start_row(attributes)
        elif name == f"{_SHEET}Cell":
            self.sheets[-1].start_cell(attributes)
        elif name in _TEXTS:
            self._type, self._texts = attributes.get(f"{_SHEET}Type", ""), []
            self.parser.CharacterDataHandler = self._texts.append
        elif name == f"{_SHEET}Comment":
            # A comment has a text of its own, which is not the cell's.
            self._type = "Comment"

    def _end(self, name: str) -> None:
        if name not in _TEXTS or not self.sheets:
            return
        self.parser.CharacterDataHandler = None
        text = "".join(self._texts)
        if name == f"{_EXCEL}Visible":
            self.sheets[-1].raw.hidden = text.strip() != "SheetVisible"
        elif self._type and self._type != "Comment" and self.sheets[-1].raw.rows:
            self.sheets[-1].set_cell(_cell(self._type, text))


_TEXTS = {f"{_SHEET}Data", f"{_EXCEL}Visible"}


def _refuse_doctype(*_: object) -> None:
    """Refuse what no such workbook has: entities, by which a small file becomes endless."""
    msg = "DOCTYPE"
    raise ValueError(msg)


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(f"{_SHEET}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 digits


def _cell(kind: str, text: str) -> object:
    """Read a cell by its type."""
    with suppress(ValueError):
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text)
            return moment if moment.time() != dt.time() else moment.date()
    return text == "1" if kind == "Boolean" else text
