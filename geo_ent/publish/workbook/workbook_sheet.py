"""A sheet of figures: caption, header that stays, filter, rows, total, and what to know below."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from geo_ent.errors import OutputError
from geo_ent.indicators.catalogue import CATALOGUE, FRAGILE_BELOW
from geo_ent.publish.workbook.workbook_cells import Book, Cell, kind
from geo_ent.telling.page.page_words import PAGE_WORDS
from geo_ent.telling.workbook.workbook_words import ABOUT
from geo_ent.text.numbers import gap_agrees

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 1_048_000  # and a few for the caption, the header and what stands below
_LINE_HEIGHT = 15  # points
_HEADER_HEIGHT = 48  # three lines
_WIDTH = 8  # characters, of a column that isn't set
_BANNER_WIDTH = 150
_WIDTHS = {
    "count": 11,
    "share": 11,
    "points": 12,
    "about_points": 12,
    "km": 12,
    "figure": 11,
    "dealt_p": 11,
    "exact_p": 11,
    "day": 12,
    "yes_no": 10,
}
_STAND_ON = dict.fromkeys(("before_share", "after_share", "change_points"), "compared_n")
_TEXT_WIDTHS = (8, 46)  # least, most
_SENTENCE = 60  # characters from which a column of texts is wrapped
_A4 = 9


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """What a sheet shows.

    Attributes
    ----------
    title
        Its name; shortened where Excel wants it.
    caption
        The line on top.
    table
        The columns to show, in their order.
    headings
        Column -> heading; a column that isn't there keeps its name.
    about
        What it holds, for the first sheet's list.
    total
        One row of the same columns, under the others; None for none.
    below
        What to know, one sentence a line.
    banner
        What is simulated; "" where nothing is.
    fixed
        How many columns stay in sight.
    """

    title: str
    caption: str
    table: "pd.DataFrame"
    headings: Mapping[str, str]
    about: str = ""
    total: "pd.DataFrame | None" = None
    below: Sequence[str] = field(default_factory=tuple)
    banner: str = ""
    fixed: int = 1

    def __post_init__(self) -> None:
        """Refuse what doesn't hold in a sheet.

        Raises
        ------
        OutputError
            If there are more rows.
        """
        n = len(self.table)
        if n > _MOST_ROWS:
            msg = f"« {self.title} » : {n} lignes, une feuille en tient {_MOST_ROWS}."
            raise OutputError(msg)


def write_sheet(book: Book, shown: Sheet) -> None:
    """Write a sheet: caption, what is simulated, headings, rows, total, what to know below."""
    sheet = book.sheet(shown.title)
    top, rows = 2 if shown.banner else 1, _Rows(shown.table)
    _set_up(sheet, shown, rows, top)
    _write_row(0, [book.text(sheet, shown.caption, "title")])
    if shown.banner:
        _write_banner(book, sheet, shown.banner, rows.widths)
    titles = (shown.headings.get(name, name) for name in rows.names)
    _write_row(top, [book.text(sheet, title, "heading") for title in titles])
    _write_rows(top + 1, _cells(book, sheet, rows))
    end, weak, about = top + 1 + len(shown.table), rows.weak, rows.about
    if shown.total is not None:
        total = _Rows(shown.total)
        # An empty row keeps the total out of the filter, and of what it sorts.
        _write_rows(end + 1, _cells(book, sheet, total, look="total"))
        end, weak, about = end + 2, weak | total.weak, about | total.about
    marks = {PAGE_WORDS["fragile"]: weak, ABOUT: about}
    below = (*(book.tr(words) for words, marked in marks.items() if marked), *shown.below)
    _write_rows(end + 1, [[book.text(sheet, line, "below") for line in below]])


class _Rows:
    """A table made ready: its columns' kinds and values, which are fragile or don't add up."""

    def __init__(self, table: "pd.DataFrame") -> None:
        # Python's own values, None for what is missing: a NaN can't be written to a sheet.
        missing: Any = None  # says pandas; its types know of no such value
        values = table.to_numpy(dtype=object, na_value=missing)
        self.names = [str(name) for name in table]
        self.kinds = [kind(name, table[name]) for name in self.names]
        self.contents = [column.tolist() for column in values.T]
        columns = dict(zip(self.names, self.contents, strict=True))
        marks = {name: _fragile(columns, name) for name in self.names}
        self.weak = {name: marked for name, marked in marks.items() if any(marked)}
        abouts = {name: _about(columns, name) for name in self.names}
        self.about = {name: marked for name, marked in abouts.items() if any(marked)}
        self.widths = [self._width(number) for number in range(len(self.names))]

    def longest(self, number: int) -> int:
        """Tell how long the longest text of a column is."""
        return max((len(str(value)) for value in self.contents[number]), default=0)

    def _width(self, number: int) -> float:
        if self.kinds[number] != "text":
            return _WIDTHS[self.kinds[number]]
        least, most = _TEXT_WIDTHS
        return min(max(self.longest(number) + 2, least), most)


def _set_up(sheet: Any, shown: Sheet, rows: _Rows, top: int) -> None:  # noqa: ANN401
    """Set widths, panes, filter and how it prints."""
    end = top + max(len(shown.table), 1)  # a filter wants a row, be it empty
    for number, width in enumerate(rows.widths):
        sheet.set_column(number, number, width)
    sheet.set_row(top, _HEADER_HEIGHT)
    sheet.freeze_panes(top + 1, shown.fixed)
    if rows.names:
        sheet.autofilter(top, 0, end, len(rows.names) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:ZZ{end + 1}"})  # codes are texts
    sheet.set_landscape()
    sheet.set_paper(_A4)
    # One page wide, as long as it takes, the headings again on each.
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P / &N")


def _write_banner(book: Book, sheet: Any, text: str, widths: Sequence[float]) -> None:  # noqa: ANN401
    """Write what is simulated across the first columns, as high as it takes."""
    reach = list(accumulate((*widths, *[_WIDTH] * _BANNER_WIDTH)))
    last = next(number for number, width in enumerate(reach) if width >= _BANNER_WIDTH)
    lines = math.ceil(len(text) / _BANNER_WIDTH) + 1  # words don't break where it would suit
    sheet.set_row(1, lines * _LINE_HEIGHT)
    if last:
        sheet.merge_range(1, 0, 1, last, "", book.style("text", "banner"))
    _write_row(1, [book.text(sheet, text, "banner")])


def _cells(book: Book, sheet: Any, rows: _Rows, look: str = "") -> "list[Iterator[Cell]]":  # noqa: ANN401
    """Make the cells of each column, one at a time; those of a fragile rate are marked."""
    return [_column(book, sheet, rows, number, look) for number in range(len(rows.names))]


def _column(
    book: Book,
    sheet: Any,  # noqa: ANN401
    rows: _Rows,
    number: int,
    look: str,
) -> "Iterator[Cell]":
    name, what, values = rows.names[number], rows.kinds[number], rows.contents[number]
    # Sentences are wrapped; names aren't, for a row of several lines is hard to follow.
    wrapped = what == "text" and not look and rows.longest(number) > _SENTENCE

    def written(look: str) -> "Iterator[Cell]":
        cells = book.column(sheet, name, what, values, look)
        if name not in rows.about:
            return cells
        return _chosen(cells, book.column(sheet, name, "about_points", values, look),
                       rows.about[name])  # fmt: skip

    cells = written("wrapped" if wrapped else look)
    if name not in rows.weak:
        return cells
    return _chosen(cells, written("fragile_total" if look else "fragile"), rows.weak[name])


def _chosen(
    cells: "Iterator[Cell]", others: "Iterator[Cell]", which: Sequence[bool]
) -> "Iterator[Cell]":
    """Take each cell, or the other where it is marked."""
    return (
        other if marked else cell for cell, other, marked in zip(cells, others, which, strict=True)
    )


def _about(columns: "Mapping[str, Sequence[Any]]", name: str) -> list[bool]:
    """Tell which gaps don't add up with the two shares in their row, as these are shown."""
    record = CATALOGUE.get(name)
    if name == "change_points":
        shares = ["after_share", "before_share"]
    elif record is None or record.unit != "points":
        return []
    else:
        shares = [count.replace("_schools_n", "_coverage_share") for count in record.concerned]
    if not all(share in columns for share in shares):
        return []
    rows = zip(*(columns[share] for share in shares), strict=True)
    return [None not in row and not gap_agrees(*row) for row in rows]


def _fragile(columns: "Mapping[str, Sequence[Any]]", name: str) -> list[bool]:
    """Tell which rates stand on so few schools that one more changes them by 25 points."""
    if not name.endswith(("_share", "_points")):
        return []
    # The catalogue says which schools a rate is about; one of a group is about that group's.
    record, own = CATALOGUE.get(name), name.replace("_coverage_share", "_schools_n")
    counts_n = record.concerned if record else (_STAND_ON.get(name, own),)
    concerned = [columns.get(count) for count in counts_n]
    if name in counts_n or not all(concerned):
        return []
    counts = zip(*concerned, strict=True)
    return [
        rate is not None and None not in schools_n and 1 <= min(schools_n) < FRAGILE_BELOW
        for rate, schools_n in zip(columns[name], counts, strict=True)
    ]


def _write_rows(first: int, columns: "Sequence[Iterable[Cell]]") -> None:
    # Columns are made apart, but written across: the library keeps one row in memory.
    for row, cells in enumerate(zip(*columns, strict=True), first):
        _write_row(row, cells)


def _write_row(row: int, cells: "Sequence[Cell]") -> None:
    for number, cell in enumerate(cells):
        if cell is not None:
            write, value, style = cell
            write(row, number, value, style)
