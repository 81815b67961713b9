"""A corrected register becomes the register again: its rows in their order, and the answers.

What was read is never taken back from it: the rows are read afresh, as they were the first time,
so that without an answer the same register comes out, with the same doubts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo_ent.register.answers import Answer, row_as_written, same_row
from geo_ent.register.corrected.own_columns import (
    MARK,
    READ,
    answer_fields,
    date_fields,
    number_of,
    own_columns,
)
from geo_ent.register.layouts.imposed_titles import IGNORED
from geo_ent.register.vocabulary import solution_of
from geo_ent.tables.cells import cell_text
from geo_ent.tables.files import Sheet
from geo_ent.text.note import Note

ADDED = "lignes ajoutées"
"""The sheet of rows that were added under the workbook's own columns alone."""

QUESTIONS = "questions"
"""How a row of the hidden sheet begins that names the sheet which asks about columns."""

_ANSWERED = 4  # the place of the answer there: after the file, the sheet, the column, the question
LONGEST = 8_000
"""Characters of a row that the workbook remembers: half of what one of its cells can hold."""

_READ_BETWEEN = " | "
_ADDED_TITLES = ("UAI", "École", "ENT", "Solution", "Début", "Fin")
_ADDED_COLUMNS = ("uai", "name", "status", "solution", "start", "end")

Row = Sequence[object]


@dataclass
class Unfolded:
    """What the sheets of a file are as a register.

    Attributes
    ----------
    sheets
        Each with the name of the file that it is of.
    answers
        Those given in it.
    columns
        By (file, sheet): the title of each column that was asked about and answered.
    formerly
        The name of the one file that was corrected; "" where none was, or several.
    """

    sheets: list[tuple[str, Sheet]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    columns: dict[tuple[str, str], dict[str, str | list[str]]] = field(default_factory=dict)
    formerly: str = ""


def unfold(sheets: Sequence[Sheet], file: str) -> Unfolded:
    """Give the sheets of a register: as they are, or as they were before they were corrected.

    Parameters
    ----------
    sheets
        A file's, in their order.
    file
        Its name.
    """
    ours = next((sheet for sheet in sheets if _first_cell(sheet) == MARK), None)
    if ours is None:
        return _unfold_alone(sheets, file)
    origins = _origins(ours)
    # Several files that were corrected together keep their names; one has its workbook's, which is
    # what its reader has opened.
    several = len({origin.file for origin in origins}) > 1
    unfolded = Unfolded(formerly=origins[0].file if origins and not several else "")
    asking = _asking(ours)
    for sheet in sheets:
        if sheet is ours:
            continue
        if sheet.name == asking:
            _take_columns(sheet, unfolded, None if several else file)
            continue
        origin = _origin_of(sheet, origins)
        if origin is None:
            unfolded.sheets.append((file, sheet))
        else:
            place = origin.file if several else file
            _Refolding(sheet, origin, file).into(unfolded, place)
    return unfolded


def _unfold_alone(sheets: Sequence[Sheet], file: str) -> Unfolded:
    """Unfold sheets that were taken out of their workbook: copied, or saved as a CSV."""
    unfolded = Unfolded()
    for sheet in sheets:
        own = own_columns(sheet.rows)
        if own is None:
            unfolded.sheets.append((file, sheet))
        else:
            taken = {other.name for _, other in unfolded.sheets}
            name = sheet.name if own.sheet in taken else own.sheet
            _Refolding(sheet, _Origin("", file, name, own.header), file).into(unfolded, file)
    return unfolded


def _asking(ours: Sheet) -> str:
    """Name the sheet that asks about columns, "" where there is none."""
    named = (cell_text(row[1]) for row in ours.rows[1:] if cell_text(row[0]) == QUESTIONS)
    return next(named, "")


def _take_columns(sheet: Sheet, unfolded: Unfolded, file: str | None) -> None:
    """Take the answers about columns: each row has its file, its sheet, its column, its title."""
    for row in sheet.rows[1:]:
        cells = [cell_text(cell) for cell in row]
        if len(cells) <= _ANSWERED or not cells[_ANSWERED]:
            continue
        taken = unfolded.columns.setdefault(((cells[0] if file is None else file), cells[1]), {})
        # "status|Relance": what the column may be, and the title that is asked about.
        column, _, title = cells[2].partition("|")
        if title and answer_fields(cells[_ANSWERED]).get("ignore"):
            taken[IGNORED] = [*taken.get(IGNORED, []), title]
        elif column:
            taken[column] = cells[_ANSWERED]


def _first_cell(sheet: Sheet) -> str:
    return cell_text(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else ""


@dataclass
class _Origin:
    """Where a sheet of the workbook comes from: `header` is its titles' row, 0 for none of one."""

    sheet: str
    file: str
    name: str
    header: int


def _origins(ours: Sheet) -> list[_Origin]:
    """Read the table of the hidden sheet."""
    origins = []
    for row in ours.rows[1:]:
        cells = [cell_text(cell) for cell in row[:5]]
        if len(cells) == 5 and cells[0] == "sheet":  # noqa: PLR2004 kind, sheet, file, name, header
            _, sheet, file, name, header = cells
            origins.append(_Origin(sheet, file, name, number_of(header) or 0))
    return origins


def _origin_of(sheet: Sheet, origins: list[_Origin]) -> _Origin | None:
    """Find a sheet's origin by its name; one that was renamed has that which no other takes."""
    origin = next((origin for origin in origins if origin.sheet == sheet.name), None)
    if origin is None and own_columns(sheet.rows) is not None:
        origin = next((origin for origin in origins if origin.sheet), None)
    if origin is not None:
        origin.sheet = ""  # once
    return origin


@dataclass
class _Refolding:
    """Puts the rows of a corrected sheet back in their order."""

    sheet: Sheet
    origin: _Origin
    file: str
    _own: dict[str, int] = field(default_factory=dict)
    _placed: dict[int, list[list[object]]] = field(default_factory=dict)
    _added: list[list[object]] = field(default_factory=list)

    def into(self, unfolded: Unfolded, place: str) -> None:
        """Add the sheet as it was, its answers, and the rows that were added beside it."""
        columns = own_columns(self.sheet.rows)
        rows: list[list[object]]
        if columns is None:  # a sheet that was no register: it has nothing of ours
            rows = [list(row) for row in self.sheet.rows]
        else:
            self._own = dict(columns.places)
            rows = self._rows(columns.top, unfolded, place)
        unfolded.sheets.append(
            (place, Sheet(self.origin.name, rows, self.sheet.hidden, self.sheet.notes))
        )
        if self._added:
            table: list[list[object]] = [list(_ADDED_TITLES), *self._added]
            unfolded.sheets.append((place, Sheet(ADDED, table)))

    def _rows(self, top: int, unfolded: Unfolded, place: str) -> list[list[object]]:
        last = 0
        self._placed[0] = [self._theirs(row) for row in self.sheet.rows[:top]]
        if self.origin.header:
            last = self.origin.header
            self._placed[last] = [self._theirs(self.sheet.rows[top])]
        given: list[tuple[Answer, list[object]]] = []
        for index, row in enumerate(self.sheet.rows[top + 1 :], top + 2):
            last, cells = self._place(row, last)
            answer = self._answer(row, index)
            if answer is not None:
                given.append((answer, cells))
        rows = _in_lines(self._placed)
        lines = {id(cells): number for number, cells in enumerate(rows, 1)}
        unfolded.answers += [
            replace(answer, place=(place, self.origin.name, lines.get(id(cells), 0)))
            for answer, cells in given
        ]
        return rows

    def _theirs(self, row: Row) -> list[object]:
        """Give the register's own cells of a row."""
        own = set(self._own.values())
        return [cell for index, cell in enumerate(row) if index not in own]

    def _cell(self, row: Row, column: str) -> Any:  # noqa: ANN401 whatever a cell holds
        index = self._own.get(column, len(row))
        return row[index] if index < len(row) else None

    def _place(self, row: Row, last: int) -> tuple[int, list[object]]:
        """Put a row at its number, or after the last one where it was added; give both."""
        cells = self._theirs(row)
        number = number_of(self._cell(row, "line"))
        if not row_as_written(cells):
            if number is None:
                self._add(row)
            return last, cells
        if number is None:
            self._placed.setdefault(last, []).append(cells)
            return last, cells
        if number not in self._placed:
            self._placed[number] = [cells]
        elif not _unchanged(row_as_written(cells), whole_text(self._cell(row, "row"))):
            # A row that asks twice stands twice: what was changed in the second holds too.
            _overlay(self._placed[number][0], cells)
        return number, self._placed[number][0]

    def _add(self, row: Row) -> None:
        cells = [self._cell(row, column) for column in _ADDED_COLUMNS]
        if row_as_written(cells):
            self._added.append(cells)

    def _answer(self, row: Row, index: int) -> Answer | None:
        """Read the answer about a row, or what somebody corrected of its reading."""
        cells = self._theirs(row)
        now, before = row_as_written(cells), whole_text(self._cell(row, "row"))
        cell = self._cell(row, "answer")
        fields = answer_fields(cell) if cell_text(cell) else self._corrections(row)
        if not fields or not now:
            return None
        part = whole_text(self._cell(row, "part"))
        return Answer(
            row=part or before or now,
            changed=bool(before) and not _unchanged(now, before),
            source=Note("answer-cell", file=self.file, number=index),
            **fields,
        )

    def _corrections(self, row: Row) -> dict[str, Any]:
        """Read the cells of what was read that are no longer as they were written."""
        before = whole_text(self._cell(row, "read"))
        cells = {column: cell_text(self._cell(row, column)) for column in READ}
        if not before or same_row(before, read_as_written(cells.values())):
            return {}
        written = dict(zip(READ, before.split(_READ_BETWEEN), strict=False))
        corrected = {
            column: text
            for column, text in cells.items()
            if text and text != written.get(column, "").strip()
        }
        return _corrected_fields(corrected)


def _corrected_fields(corrected: Mapping[str, str]) -> dict[str, Any]:
    """Read what was written over a reading as an answer: each column says what it can be."""
    if not corrected:
        return {}
    fields: dict[str, Any] = {}
    for column, text in corrected.items():
        if column == "solution":  # a product that isn't known has its own name
            fields["solution"] = solution_of(text)[0]
        elif column in {"start", "end"}:
            fields |= date_fields(text, end=column == "end") or {"unread": text}
        else:
            fields |= answer_fields(text)
    return fields | {"text": " ; ".join(corrected.values())}


def _unchanged(now: str, before: str) -> bool:
    return same_row(now[:LONGEST], before[:LONGEST])


def whole_text(cell: object) -> str:
    """Give a text as it stands, however long: `cell_text` cuts those that are shown."""
    return cell if isinstance(cell, str) else cell_text(cell)


def read_as_written(cells: Iterable[str]) -> str:
    """Write what was read of a row in one line, its empty cells too, to know when it changes."""
    return _READ_BETWEEN.join(text or "–" for text in cells)


def _overlay(row: list[object], cells: Sequence[object]) -> None:
    row += [None] * (len(cells) - len(row))
    for index, cell in enumerate(cells):
        if cell_text(cell):
            row[index] = cell


def _in_lines(placed: dict[int, list[list[object]]]) -> list[list[object]]:
    """Put each row at its line; those that were added push the others down."""
    rows: list[list[object]] = []
    for number, group in sorted(placed.items()):
        # An empty row for each line that isn't there: a row keeps its number.
        rows += [[] for _ in range(number - 1 - len(rows))]
        rows += group
    return rows
