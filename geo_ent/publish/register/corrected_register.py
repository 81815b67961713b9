"""The corrected register: the keeper's own sheets, with what was read beside, and what is asked.

Every row and column of the files is kept, in its order but for the doubtful rows, which stand on
top of their sheet with a column to answer in. Read again, the workbook is the register once more
(`register/corrected/unfolding.py`): what was read is never taken back from it, the answers are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.errors import OutputError
from geo_ent.publish.register.answer_choices import AnswerChoices, status_words
from geo_ent.publish.register.column_questions import (
    ColumnQuestion,
    column_questions,
    offer,
    write_questions,
)
from geo_ent.publish.register.original_cells import kept_cell, write_cell
from geo_ent.publish.workbook.workbook_cells import Book, new_book, sheet_name
from geo_ent.publish.workbook.workbook_lines import height_of, lines_of
from geo_ent.publish.workbook.workbook_paper import paper_for, set_columns, set_paper
from geo_ent.register.answers import row_as_written
from geo_ent.register.corrected.own_columns import COLUMNS, HIDDEN, MARK, READ, read_title
from geo_ent.register.corrected.unfolding import LONGEST, QUESTIONS, read_as_written
from geo_ent.register.register_findings import DOUBTS
from geo_ent.tables.cells import cell_text
from geo_ent.telling.language import Language
from geo_ent.telling.register.answer_words import answer_text
from geo_ent.telling.register.register_wording import OUTCOME_WORDS, as_sentence, report_rows
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from geo_ent.register.read_register import Reading
    from geo_ent.tables.files import Sheet

_WIDTHS = {"answer": 34, "doubt": 46, "advice": 34, "uai": 11, "name": 34, "status": 11,
           "solution": 16, "start": 12, "end": 12, "reading": 34, "line": 9}  # fmt: skip
_WIDE, _NARROW = 36, 9  # characters of a column of the register, by its first cells
_SEEN = 200  # rows that a column's width is made for
_MANY_COLUMNS = 10  # of the register: from there on, the sheet opens on those to answer in
_HELD = 3  # columns that may stay in sight while the others are gone through
_SHEET_KEY, _LIST_KEY = "sheet", "list"  # what a row of the hidden sheet holds

Cells = Sequence[Any]


def write_fixed_register(
    path: str | Path,
    reading: "Reading",
    schools: pd.DataFrame,
    *,
    tr: Language,
    inputs: Iterable[Path] = (),
) -> None:
    """Write the corrected register as an xlsx: the sheets that were read, doubtful rows first.

    Beside each row: what was read of it, what is doubtful, and a column to answer in, with the
    answers to choose from. Texts are texts, whatever they begin with; dates are dates.

    Parameters
    ----------
    path
        An `.xlsx`; an existing one is replaced only when all went well.
    reading
        What `read_registers` gives.
    schools
        The directory, indexed by `uai`: `name`, `commune_name`.
    tr
        The language of the headings, the statuses and the remarks.
    inputs
        The files read, which are never overwritten.

    Raises
    ------
    OutputError
        If the file can't be written, or is one of the inputs; nothing has been touched.
    """
    path = Path(path)
    # Before anything is computed: the register itself must never be what is replaced.
    refuse_target(path, inputs)
    sheets, questions = _sheets(reading, schools, tr), column_questions(reading, tr)
    with whole_file(path) as work:
        _save(sheets, questions, work, tr)


def own_headings(tr: Language) -> dict[str, str]:
    """Give the headings of the workbook's own columns, by which it is known in either language."""
    return {
        "answer": tr.in_context("register", "Votre réponse"),
        "doubt": tr.in_context("register", "À vérifier"),
        "advice": tr.in_context("register", "Que faire"),
        "uai": tr.in_context("register", "UAI lu"),
        "name": tr.in_context("register", "École lue"),
        "status": tr.in_context("register", "Situation lue"),
        "solution": tr.in_context("register", "Solution lue"),
        "start": tr.in_context("register", "Début lu"),
        "end": tr.in_context("register", "Fin lue"),
        "reading": tr.in_context("register", "Devenir de la ligne"),
        "line": tr.in_context("register", "Ligne d’origine"),
        "row": tr.in_context("register", "Ligne telle qu’écrite"),
        "part": tr.in_context("register", "Partie de la ligne"),
        "read": tr.in_context("register", "Lecture d’origine"),
    }


def refuse_target(path: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write the corrected register in another form, or over what was read.

    Parameters
    ----------
    path
        Where it is to be written.
    inputs
        The files read.

    Raises
    ------
    OutputError
        If it is no `.xlsx`, or one of the inputs.
    """
    if path.suffix.lower() != ".xlsx":
        msg = f"--fixed {path} : on attend un nom de fichier en .xlsx."
        raise OutputError(msg)
    if path.is_dir():
        msg = f"--fixed {path} : c’est un dossier, on attend un fichier en .xlsx."
        raise OutputError(msg)
    # The same file under another name (a link, a drive's letter) is the same file.
    if path.exists() and any(path.samefile(file) for file in inputs if file.exists()):
        msg = f"--fixed {path} : c’est un des fichiers lus ; choisissez un autre nom."
        raise OutputError(msg)


@dataclass(frozen=True)
class _Row:
    """A row of the workbook: the register's cells, our own by column, what can be answered."""

    cells: Cells
    own: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        return bool(self.own.get("doubt"))


@dataclass(frozen=True)
class _Sheet:
    """A sheet of the workbook: `header` is the line of its titles, 0 where they aren't one row."""

    file: str
    name: str
    rows: Sequence[_Row]
    titles: Cells = ()
    header: int = 0
    is_register: bool = False
    hidden: bool = False

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=len(self.titles))


def _sheets(reading: "Reading", schools: pd.DataFrame, tr: Language) -> list[_Sheet]:
    """Lay out every sheet that was read."""
    rows = _Rows(reading, schools, tr)
    return [
        _laid_out(key, sheet, rows, is_register=bool(reading.columns.get(key)))
        for key, sheet in reading.written.sheets.items()
    ]


def _laid_out(key: tuple[str, str], sheet: "Sheet", rows: "_Rows", *, is_register: bool) -> _Sheet:
    """Put the doubtful rows of a sheet on top; the others keep their order, and all their line."""
    lines = {
        number: [kept_cell(cell) for cell in row]
        for number, row in enumerate(sheet.rows, 1)
        if row_as_written(row)
    }
    if not is_register:
        # As it stands, its empty lines too: nothing of ours is beside.
        kept = [_Row([kept_cell(cell) for cell in row]) for row in sheet.rows]
        return _Sheet(*key, rows=kept, hidden=sheet.hidden)
    headers = rows.headers(key)
    header = headers[0] if len(headers) == 1 else 0
    titles = lines.pop(header) if header else _joined([lines[line] for line in headers])
    made = [row for number, cells in lines.items() for row in rows.of(key, number, cells)]
    made.sort(key=lambda row: row.own["rank"])  # the gravest doubts first; others as they stood
    return _Sheet(*key, made, titles, header, is_register=True, hidden=sheet.hidden)


def _joined(headers: Sequence[Cells]) -> Cells:
    """Make one row of titles of several."""
    width = max(map(len, headers), default=0)
    columns = [[row[index] for row in headers if index < len(row)] for index in range(width)]
    return [" ".join(dict.fromkeys(filter(None, map(cell_text, cells)))) for cells in columns]


class _Rows:
    """What was read of each row, as it is written beside it."""

    def __init__(self, reading: "Reading", schools: pd.DataFrame, tr: Language) -> None:
        self.tr, self.written = tr, reading.written
        self.statuses = status_words(tr)
        self.choices = AnswerChoices(schools, tr)
        self.ranks = {kind: rank for rank, kind in enumerate((*DOUBTS, ""))}
        self.answers = {(answer.place, answer.row): answer.text
                        for answer in reading.written.answers if not answer.changed}  # fmt: skip
        # What an answered row was kept against is told by the other one.
        self.kept = {(row["file"], note.fields["row"])
                     for row, note in zip(reading.rows[["file"]].to_dict("records"),
                                          reading.rows["reason"], strict=True)
                     if note.code == "outanswered"}  # fmt: skip
        records = report_rows(reading, tr).to_dict("records")
        self.of_line: defaultdict[tuple[str, str, int], list[dict[Any, Any]]] = defaultdict(list)
        codes = zip(reading.rows["reason"], reading.rows["notes"], strict=True)
        for record, (reason, notes), cells in zip(
            records, codes, reading.written.cells, strict=True
        ):
            record |= {"words": record["reason"], "reason": reason, "notes": notes}
            record["cells"] = cells
            self.of_line[record["file"], record["sheet"], record["row"]].append(record)

    def headers(self, key: tuple[str, str]) -> list[int]:
        """Give the lines of a sheet's titles."""
        lines = {
            line for (*sheet, line), records in self.of_line.items()
            if tuple(sheet) == key and records[0]["reason"].code == "header"
        }  # fmt: skip
        return sorted(lines)

    def of(self, key: tuple[str, str], number: int, cells: Cells) -> Iterator[_Row]:
        """Make what stands for a row of a sheet: itself, and once more for each further doubt.

        Two tables side by side have a row in common, and each may ask about its own school.
        """
        records = self.of_line.get((*key, number), [])
        # What was answered stands again, so that the answer holds in the next file too.
        shown = [record for record in records if record["doubt"] or self._answer(record)]
        shown = shown or records[:1]
        yield self._row(number, cells, shown[0] if shown else None)
        for record in shown[1:]:
            yield self._row(number, [kept_cell(cell) for cell in record["cells"]], record)

    def _answer(self, record: Mapping[Any, Any]) -> str:
        row = row_as_written(record["cells"])
        place = record["file"], record["sheet"], record["row"]
        text = self.answers.get((place, row)) or self.answers.get((None, row), "")
        named = f"{record['sheet']}!{record['row']}" if record["sheet"] else str(record["row"])
        return answer_text(text, self.tr, is_kept_row=(record["file"], named) in self.kept)

    def _row(self, number: int, cells: Cells, record: Mapping[Any, Any] | None) -> _Row:
        row = row_as_written(cells)
        own: dict[str, Any] = {"line": number, "row": row[:LONGEST], "rank": self.ranks[""]}
        if record is None:  # a line that nothing was made of, as those between two tables
            return _Row(cells, own)
        part = row_as_written(kept_cell(cell) for cell in record["cells"])
        reason, doubt = as_sentence(record["words"]), record["doubt"]
        outcome = self.tr(OUTCOME_WORDS[record["outcome"]].name)
        own |= {
            "answer": self._answer(record),
            "doubt": reason if doubt else "",
            "advice": record["suggestion"] if doubt else "",
            "reading": outcome if doubt else self.tr("{outcome} : {reason}",
                                                    outcome=outcome, reason=record["words"]),
            "part": part[:LONGEST] if part != row else "",
            "rank": self.ranks[doubt],
            **self._read(record),
        }  # fmt: skip
        own["read"] = read_as_written(cell_text(own[column]) for column in READ)
        return _Row(cells, own, self.choices.of(record) if doubt else ())

    def _read(self, record: Mapping[Any, Any]) -> dict[str, Any]:
        """Write what was understood; nothing of a row that reaches no school."""
        uais = str(record["uai"]).split()
        if not uais:
            return {"uai": "", "name": "", "status": "", "solution": "", "start": "", "end": ""}
        several = self.tr.plural("{n} école", "{n} écoles", len(uais), n=len(uais))
        return {
            "uai": uais[0] if len(uais) == 1 else "",
            "name": self.choices.school_name(uais[0]) if len(uais) == 1 else several,
            "status": self.statuses.get(record["status"], ""),
            "solution": record["solution"],
            "start": _date(record["start"]),
            "end": _date(record["end"]),
        }


def _date(cell: object) -> dt.date | str:
    """Give a real date, or "" for what isn't one."""
    if isinstance(cell, dt.datetime) and cell == cell:  # noqa: PLR0124 NaT isn't itself
        return cell.date()
    return cell if type(cell) is dt.date else ""


def _save(
    sheets: Sequence[_Sheet], questions: Sequence[ColumnQuestion], path: Path, tr: Language
) -> None:
    """Write the workbook: what is asked of columns, each sheet that was read, the hidden one."""
    with new_book(path, tr) as book:
        taken = [HIDDEN]
        names = []
        asking = ""
        if questions:  # first, since a row is worth what its columns are
            asking = sheet_name(tr.in_context("register", "Questions"), taken)
            taken.append(asking)
        for sheet in sheets:
            # A CSV's one table has no name: its file's is what people know it by.
            names.append(sheet_name(sheet.name or Path(sheet.file).stem, taken))
            taken.append(names[-1])
        # What can be chosen is a range of the hidden sheet, each once: a list written in the cell
        # itself can't be longer than 255 characters.
        of_rows = (row.choices for sheet in sheets for row in sheet.rows)
        lists = dict.fromkeys(filter(None, (*(one.titles for one in questions), *of_rows)))
        above = len(sheets) + bool(questions)
        ranges = {choices: above + number for number, choices in enumerate(lists, 2)}
        if questions:
            write_questions(book, book.sheet(asking), questions, ranges)
        for sheet, name in zip(sheets, names, strict=True):
            _SheetWriter(book, book.sheet(name), sheet, ranges).write()
        _write_hidden(book, [*_origins(sheets, names, asking), *_lists(lists)])


@dataclass
class _SheetWriter:
    """Writes a sheet; `ranges` says in which row of the hidden sheet each list of answers is."""

    book: Book
    out: Any
    sheet: _Sheet
    ranges: Mapping[tuple[str, ...], int]
    widths: list[float] = field(default_factory=list)

    def write(self) -> None:
        """Write the titles that stay, the rows, and what can be answered."""
        if self.sheet.hidden:
            self.out.hide()
        if not self.sheet.is_register:
            for number, row in enumerate(self.sheet.rows):
                self._cells(number, row.cells, "")
            return
        width = max(self.sheet.width, len(self.sheet.titles))
        self._columns(width)
        self._titles(width)
        for number, row in enumerate(self.sheet.rows, 1):
            self._row(number, row, width)
        self.out.autofilter(0, 0, max(len(self.sheet.rows), 1), width + len(COLUMNS) - 1)
        self._choices(width)
        self._print()

    def _print(self) -> None:
        """Set how it prints: the titles on each page, and the first column where it needs several.

        A register is whoever's: as many pages wide as its columns need to be read.
        """
        set_paper(self.out, Path(self.sheet.file).name, "")
        set_columns(self.out, paper_for(self.widths, fixed=1), fixed=1)
        self.out.repeat_rows(0)

    def _columns(self, width: int) -> None:
        """Make columns as wide as what they hold; those that people needn't see are hidden."""
        for index in range(width):
            cells = [row.cells[index] for row in self.sheet.rows[:_SEEN] if index < len(row.cells)]
            longest = max((len(cell_text(cell)) for cell in cells), default=0)
            self.widths.append(min(max(longest + 1, _NARROW), _WIDE))
            self.out.set_column(index, index, self.widths[-1])
        for index, column in enumerate(COLUMNS, width):
            hidden = {} if column in _WIDTHS else {"hidden": True}
            self.widths.append(_WIDTHS.get(column, 0))
            self.out.set_column(index, index, self.widths[-1] or _NARROW, None, hidden)
        if width > _MANY_COLUMNS:
            self.out.freeze_panes(1, _HELD, 1, width)
        else:
            self.out.freeze_panes(1, 0)

    def _height(self, number: int, texts: Mapping[int, object]) -> None:
        """Make a row as high as its texts are in their columns: LibreOffice doesn't."""
        lines = [lines_of(cell_text(text), self.widths[at]) for at, text in texts.items()]
        self.out.set_row(number, height_of(max(lines, default=1)))

    def _titles(self, width: int) -> None:
        headings = own_headings(self.book.tr)
        shown = [text for column, text in headings.items() if column in _WIDTHS]
        self._height(0, dict(enumerate(self.sheet.titles)) | dict(enumerate(shown, width)))
        self._cells(0, self.sheet.titles, "heading")
        headings["read"] = read_title(headings["read"], self.sheet.header, self.sheet.name)
        for index, heading in enumerate(headings.values(), width):
            look = "asked" if index == width else "heading"
            write_cell(self.book, self.out, (0, index), heading, look)

    def _row(self, number: int, row: _Row, width: int) -> None:
        look = "doubtful" if row.is_doubtful else ""
        own = {at: row.own.get(name, "") for at, name in enumerate(COLUMNS, width)
               if name in _WIDTHS and (look or name == "reading")}  # fmt: skip
        self._height(number, (dict(enumerate(row.cells)) if look else {}) | own)
        # Every cell of a doubtful row is coloured, the empty ones too.
        blank = [""] * (width - len(row.cells)) if row.is_doubtful else []
        self._cells(number, [*row.cells, *blank], look)
        for index, column in enumerate(COLUMNS, width):
            wrapped = look or ("wrapped" if column == "reading" else "")
            cell_look = "answer" if column == "answer" and row.is_doubtful else wrapped
            write_cell(self.book, self.out, (number, index), row.own.get(column, ""), cell_look)

    def _cells(self, number: int, cells: Cells, look: str) -> None:
        for index, cell in enumerate(cells):
            write_cell(self.book, self.out, (number, index), cell, look)

    def _choices(self, column: int) -> None:
        """Put a drop-down on the answer of each doubtful row."""
        message = self.book.tr(
            "Choisissez, ou écrivez un UAI, une situation, une solution, une date (un « ; » entre "
            "deux), ou « ignorer »."
        )
        for number, row in enumerate(self.sheet.rows, 1):
            if row.choices:
                line = self.ranges[row.choices]
                offer(self.book, self.out, (number, column), (line, len(row.choices)), message)


def _origins(sheets: Sequence[_Sheet], names: Sequence[str], asking: str) -> list[Cells]:
    """Say where each sheet comes from, and which one asks about columns."""
    origins: list[Cells] = [
        (_SHEET_KEY, name, sheet.file, sheet.name, sheet.header if sheet.is_register else 0)
        for sheet, name in zip(sheets, names, strict=True)
    ]
    return [*([(QUESTIONS, asking)] if asking else []), *origins]


def _lists(choices: Iterable[tuple[str, ...]]) -> list[Cells]:
    return [(_LIST_KEY, *texts) for texts in choices]


def _write_hidden(book: Book, rows: Sequence[Cells]) -> None:
    """Write the sheet that says that the workbook is ours, where from, and what can be answered."""
    out = book.sheet(HIDDEN)
    out.hide()
    for number, cells in enumerate([(MARK,), *rows]):
        for index, cell in enumerate(cells):
            write_cell(book, out, (number, index), cell, "")
