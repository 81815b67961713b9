"""The tables of an HTML page: what a web application often gives under the name of .xls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from html.parser import HTMLParser

from geo_ent.tables.formats.filled_down import cut_runs
from geo_ent.tables.formats.raw_sheet import LARGEST_MERGE, MOST_CELLS, BoundlessError, RawSheet
from geo_ent.tables.formats.text_encoding import decode

_WIDEST = 1_000  # columns that a cell may cover, as in browsers
_CONDITION = re.compile(r"<!\[[^>]*>?")
_UNSEEN = {"script", "style", "template", "title"}
_BREAKS = {"br", "p", "div", "li"}
_BOXES = {"checkbox", "radio"}


def read_html(text: str) -> list[RawSheet]:
    """Read the tables of a page, each as a sheet; those of one row or column are no tables.

    Raises
    ------
    BoundlessError
        If its cells cover too many rows and columns.

    Examples
    --------
    >>> page = "<table><tr><th>UAI<th>ENT<tr><td>0359001U<td>oui</table>"
    >>> [sheet.rows for sheet in read_html(page)]
    [[['UAI', 'ENT'], ['0359001U', 'oui']]]
    """
    parser = _Page()
    # What Excel writes for browsers of old (<![if …]>) is no HTML.
    parser.feed(_CONDITION.sub("", text))
    parser.close()
    while parser.open_tables:
        parser.handle_endtag("table")
    tables = [table for table in parser.tables if table.is_table()]
    # Pages give names to few tables: one alone needs none, several are numbered.
    names = [table.caption or str(n) for n, table in enumerate(tables, start=1)]
    if len(tables) == 1:
        names = [tables[0].caption]
    sheets = []
    for name, table in zip(names, tables, strict=True):
        rows, notes = cut_runs(table.rows)
        sheets.append(RawSheet(name, rows, notes=notes))
    return sheets


def read_mhtml(content: bytes) -> list[RawSheet]:
    """Read the tables of a page saved with all its parts in one file, as Excel and others do."""
    pages = [
        decode(bytes(part.get_payload(decode=True) or b""))
        for part in message_from_bytes(content).walk()
        if part.get_content_type() == "text/html"
    ]
    return [sheet for page in pages for sheet in read_html(page)]


@dataclass
class _HtmlTable:
    """A table as it is gathered.

    Attributes
    ----------
    spans
        By column: what a cell above says there, and for how many rows still.
    """

    rows: list[list[object]] = field(default_factory=list)
    row: list[object] | None = None
    cell: list[str] | None = None
    covers: tuple[int, int] = (1, 1)
    spans: dict[int, tuple[str, int]] = field(default_factory=dict)
    caption: str = ""
    cells_n: int = 0

    def is_table(self) -> bool:
        """Tell a table from what is only laid out as one."""
        return len(self.rows) > 1 and max(map(len, self.rows)) > 1

    def start_row(self) -> None:
        """Begin a row; the one before may not have been ended."""
        self.end_row()
        self.row = []

    def start_cell(self, attributes: dict[str, str | None]) -> None:
        """Begin a cell, in a row."""
        self.end_cell()
        if self.row is None:
            self.row = []
        high, wide = _span(attributes, "rowspan"), min(_span(attributes, "colspan"), _WIDEST)
        self.covers = (high, wide) if high * wide <= LARGEST_MERGE else (1, wide)
        self.cell = []

    def end_cell(self) -> None:
        """Add the cell, as wide as it is."""
        if self.cell is None or self.row is None:
            return
        self._add_spanned()
        lines = (" ".join(line.split()) for line in "".join(self.cell).split("\n"))
        text, self.cell = "\n".join(filter(None, lines)), None
        high, wide = self.covers
        for _ in range(wide):
            if high > 1:
                self.spans[len(self.row)] = (text, high - 1)
            self.row.append(text)

    def _add_spanned(self) -> None:
        """Add what the cells above say of the next columns."""
        row = self.row if self.row is not None else []
        while len(row) in self.spans:
            text, rows_n = self.spans.pop(len(row))
            if rows_n > 1:
                self.spans[len(row)] = (text, rows_n - 1)
            row.append(text)

    def end_row(self) -> None:
        """Add the row."""
        self.end_cell()
        if self.row is None:
            return
        self._add_spanned()
        self.rows.append(self.row)
        self.cells_n += len(self.row)
        self.row = None
        if self.cells_n > MOST_CELLS:
            raise BoundlessError(len(self.rows), max(map(len, self.rows)))


class _Page(HTMLParser):
    """The tables of a page in their order; one inside another's cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_HtmlTable] = []
        self.open_tables: list[_HtmlTable] = []
        self._unseen = 0
        self._in_caption = False
        self._is_unchosen = False

    def updatepos(self, _start: int, end: int) -> int:
        """Spare the count of lines, of which nothing is made."""
        return end

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or what is in one."""
        attributes = dict(attrs)
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self.tables.append(_HtmlTable())
            self.open_tables.append(self.tables[-1])
        if not self.open_tables:
            return
        table = self.open_tables[-1]
        if tag == "tr":
            table.start_row()
        elif tag in {"td", "th"}:
            table.start_cell(attributes)
        elif tag == "caption":
            self._in_caption = True
        elif tag == "option":
            self._is_unchosen = "selected" not in attributes
        elif table.cell is not None:
            table.cell.append(_shown(tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if not self.open_tables:
            return
        table = self.open_tables[-1]
        if tag in {"td", "th"}:
            table.end_cell()
        elif tag == "tr":
            table.end_row()
        elif tag == "table":
            table.end_row()
            self.open_tables.pop()
        elif tag == "caption":
            self._in_caption = False
        elif tag in {"option", "select"}:
            self._is_unchosen = False

    def handle_data(self, data: str) -> None:
        """Add to a cell the text that people see."""
        if self._unseen or self._is_unchosen or not self.open_tables:
            return
        table = self.open_tables[-1]
        if self._in_caption:
            table.caption = " ".join(f"{table.caption} {data}".split())
        elif table.cell is not None:
            table.cell.append(data.replace("\n", " "))


def _shown(tag: str, attributes: dict[str, str | None]) -> str:
    """Write what people see of an element inside a cell, other than its text."""
    if tag == "input" and attributes.get("type") in _BOXES:
        return "☑" if "checked" in attributes else "☐"
    if tag == "img":
        return attributes.get("alt") or ""
    return "\n" if tag in _BREAKS else ""


def _span(attributes: dict[str, str | None], name: str) -> int:
    text = attributes.get(name) or "" if attributes else ""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 digits
