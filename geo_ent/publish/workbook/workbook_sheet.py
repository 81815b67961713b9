"""A sheet of figures: caption, header that stays, filter, rows, total, and what to know below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from geo_ent.errors import OutputError
from geo_ent.publish.workbook.workbook_cells import Book, Cell, plain_text
from geo_ent.publish.workbook.workbook_lines import height_of, lines_of
from geo_ent.publish.workbook.workbook_paper import paper_for, set_columns, set_paper
from geo_ent.publish.workbook.workbook_rows import Rows
from geo_ent.tables.fields import table
from geo_ent.telling.page.page_words import PAGE_WORDS
from geo_ent.telling.workbook.workbook_words import ABOUT

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 1_048_000  # and a few for the caption, the header and what stands below
_WIDTH = 8  # characters, of a column that isn't set
_ACROSS = 140  # of a sentence that stands above or below: what A4 takes at full size
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 300, 15, 46  # pixels, pixels, characters


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
    meanings
        Column -> what it means, a note on its heading; "" or not there for what nobody explained.
    record
        The record of its columns, for the first sheet to explain once what sheets share; "" for
        none.
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
    meanings: Mapping[str, str] = field(default_factory=dict)
    record: str = ""
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
    _Writer(book, shown).write()


class _Writer:
    """A sheet that is being written.

    Attributes
    ----------
    top
        The row of the headings.
    across
        The last column that a sentence above or below the table reaches, and how wide it is then.
    """

    def __init__(self, book: Book, shown: Sheet) -> None:
        self.book, self.shown, self.sheet = book, shown, book.sheet(shown.title)
        self.top, self.rows = 2 if shown.banner else 1, Rows(shown.table, shown.headings, book.tr)
        printed = self._printed()
        self.rows.narrow(printed)
        self.paper = paper_for(self.rows.widths[:printed], fixed=shown.fixed)
        self.across = self._across()

    def write(self) -> None:
        """Write all of it, top down: the library keeps one row in memory."""
        book, shown, rows = self.book, self.shown, self.rows
        self._set_up()
        self._row(0, [book.text(self.sheet, shown.caption, "title")])
        if shown.banner:
            self._sentence(1, shown.banner, "banner")
        self._headings()
        for number, lines_n in enumerate(rows.lines, self.top + 1):
            self.sheet.set_row(number, height_of(lines_n))
        self._rows(self.top + 1, _cells(book, self.sheet, rows))
        self._rule()
        end, weak, about = self.top + 1 + len(shown.table), rows.weak, rows.about
        if shown.total is not None:
            total = Rows(shown.total, shown.headings, book.tr)
            # An empty row keeps the total out of the filter, and of what it sorts.
            self._rows(end + 1, _cells(book, self.sheet, total, look="total"))
            end, weak, about = end + 2, weak | total.weak, about | total.about
        marks = {PAGE_WORDS["fragile"]: weak, ABOUT: about}
        below = (*(book.tr(words) for words, marked in marks.items() if marked), *shown.below)
        for number, line in enumerate(below, end + 1):
            self._sentence(number, line, "below")
        self._print(end + len(below))

    def _printed(self) -> int:
        """Tell how many of the columns print: all, or those before the details."""
        known = table(self.shown.record) if self.shown.record else None
        names = self.rows.names
        if known is None or not known.details:
            return len(names)
        details = known.sheet[known.sheet.index(known.details) :]
        return next((number for number, name in enumerate(names) if name in details), len(names))

    def _across(self) -> tuple[int, float]:
        reach = list(accumulate((*self.rows.widths, *[_WIDTH] * _ACROSS)))
        last = next(number for number, width in enumerate(reach) if width >= _ACROSS)
        # Not over the end of a page, nor over columns that don't print.
        ends = [*self.paper.breaks, self.paper.columns_n]
        last = min(last, ends[0] - 1) if self._details or self.paper.breaks else last
        return last, reach[last]

    @property
    def _details(self) -> int:
        """How many columns don't print."""
        return len(self.rows.names) - self.paper.columns_n

    def _set_up(self) -> None:
        """Set widths, panes, filter; what doesn't print can be folded on the screen."""
        end = self.top + max(len(self.shown.table), 1)  # a filter wants a row, be it empty
        for number, width in enumerate(self.rows.widths):
            level = {"level": 1} if number >= self.paper.columns_n else {}
            self.sheet.set_column(number, number, width, None, level)
        if self._details:
            self.sheet.outline_settings(symbols_right=False)
        self.sheet.freeze_panes(self.top + 1, self.shown.fixed)
        if self.rows.names:
            self.sheet.autofilter(self.top, 0, end, len(self.rows.names) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:ZZ{end + 1}"})  # codes are texts

    def _headings(self) -> None:
        """Write the headings, with what each column means in a note."""
        self.sheet.set_row(self.top, height_of(self.rows.heading_lines))
        titles = [self.book.text(self.sheet, title, "heading") for title in self.rows.titles]
        self._row(self.top, titles)
        for number, name in enumerate(self.rows.names):
            if meaning := plain_text(self.shown.meanings.get(name, "")):
                height = (lines_of(meaning, _NOTE_LETTERS) + 1) * _NOTE_LINE
                size = {"width": _NOTE_WIDTH, "height": height, "font_size": 9}
                self.sheet.write_comment(self.top, number, meaning, size)

    def _rule(self) -> None:
        """Draw a line under each row, its empty cells too, which have no format of their own."""
        last, columns_n = self.top + len(self.shown.table), len(self.rows.names)
        ruled = {"type": "formula", "criteria": "=TRUE", "format": self.book.style("", "ruled")}
        self.sheet.conditional_format(self.top + 1, 0, last, columns_n - 1, ruled)

    def _sentence(self, row: int, text: str, look: str) -> None:
        """Write a sentence across the columns of the first page, as high as it takes."""
        last, width = self.across
        self.sheet.set_row(row, height_of(lines_of(text, width, bold=look == "banner")))
        if last:
            self.sheet.merge_range(row, 0, row, last, "", self.book.style("text", look))
        self._row(row, [self.book.text(self.sheet, text, look)])

    def _print(self, end: int) -> None:
        """Set how it prints: the headings on each page; the first columns, where it needs them."""
        tr, shown, paper = self.book.tr, self.shown, self.paper
        under = [tr("Données simulées.")] * bool(shown.banner)
        if self._details:
            # What is on paper alone must say that there is more.
            under.append(
                tr(
                    "{n} colonnes sur {whole}\u00a0: les autres sont à l’écran.",
                    n=paper.columns_n,
                    whole=len(self.rows.names),
                )
            )
        set_paper(self.sheet, shown.caption, " ".join(under))
        set_columns(self.sheet, paper, fixed=shown.fixed)
        self.sheet.repeat_rows(self.top)
        # All but the caption, which stands over each page.
        self.sheet.print_area(1, 0, end, max(paper.columns_n - 1, self.across[0]))

    def _rows(self, first: int, columns: "Sequence[Iterable[Cell]]") -> None:
        # Columns are made apart, but written across.
        for row, cells in enumerate(zip(*columns, strict=True), first):
            self._row(row, cells)

    @staticmethod
    def _row(row: int, cells: "Sequence[Cell]") -> None:
        for number, cell in enumerate(cells):
            if cell is not None:
                write, value, style = cell
                write(row, number, value, style)


def _cells(book: Book, sheet: Any, rows: Rows, look: str = "") -> "list[Iterator[Cell]]":  # noqa: ANN401
    """Make the cells of each column, one at a time; those of a fragile rate are marked."""
    return [_column(book, sheet, rows, number, look) for number in range(len(rows.names))]


def _column(
    book: Book,
    sheet: Any,  # noqa: ANN401
    rows: Rows,
    number: int,
    look: str,
) -> "Iterator[Cell]":
    name, what, values = rows.names[number], rows.kinds[number], rows.contents[number]
    if what == "text" and not look:
        # On paper what is longer than its column would be cut; a number before it would touch it.
        look = "wrapped" if rows.wraps(number) else ""
        look += "_beside" if number and rows.kinds[number - 1] not in {"text", "yes_no"} else ""

    def written(look: str) -> "Iterator[Cell]":
        cells = book.column(sheet, name, what, values, look)
        if name not in rows.about:
            return cells
        return _chosen(cells, book.column(sheet, name, "about_points", values, look),
                       rows.about[name])  # fmt: skip

    cells = written(look)
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
