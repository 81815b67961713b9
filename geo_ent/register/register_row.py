"""A row of a register on its way: what was written, what was understood, what became of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from geo_ent.tables.cells import cell_text
from geo_ent.text.note import Note

OUTCOMES = (
    "used",
    "merged",
    "spread",
    "corrected",
    "ambiguous",
    "not_found",
    "not_school",
    "ignored",
)
"""What can become of a row of a register; each row has exactly one."""

ReasonCode = Literal[
    # rows that no school was looked for in (read_register)
    "no-table",  # the sheet holds no register
    "hidden-sheet",
    "unwanted-sheet",  # left out by order; said of the sheet too
    "header",
    "above-table",
    "header-again",  # the titles once more, below
    "subheading",  # text: one text in all its cells
    "total-row",  # text: its first cell
    "continued",  # text: the end of the name above
    "other-service",  # text: what the row is about, and isn't the ENT
    "subtotal",  # text: of a commune, above its schools
    "outside-note",  # text: its first cell, in a column that isn't read
    # rows tied by a UAI
    "known-uai",
    "completed-uai",  # its letter was missing
    "several-uais",  # count: in one cell
    "some-unknown-uais",  # unknown, and schools: those of the others
    "corrected-uai",  # written, uai, school: whose number, name and commune these are
    "other-school",  # school: the UAI's; other: the one whose name and commune these are
    "completed-elsewhere",  # written, school: whose name and commune these aren't
    "unconfirmed-letter",  # written, school, lacking: the columns that would confirm it
    "unknown-uai",  # written, named: the school of this name and commune, or None
    "impossible-uai",  # the same, of what can't be a UAI
    "other-establishment",  # written, what: it is; named: as above
    # rows tied by a name
    "by-name",  # school
    "by-like-name",  # school
    "by-rest",  # name, school: the only one of those that it may be without a row
    "by-group",  # name, schools: that bear it together
    "nothing-said",  # no UAI, school or commune with a status
    "nameless",  # commune, schools: that it may be, of the commune
    "unknown-place",  # commune: all that the row names
    "text-alone",  # name: of no school, and without a status
    "other-degree",  # name: a collège's, a lycée's
    "several-schools",  # name, commune, schools: that it may be, the likeliest first
    "unknown-commune",  # name, commune
    "unknown-name",  # name, commune
    # rows of a territory
    "territory",  # level, name, reached, others: schools that have a row of their own
    "unsaid-territory",  # name: "toutes les écoles" of no place
    "unknown-territory",  # level, name
    "empty-territory",  # level, name: no school of the sector or nature that it says
    "unclear-reach",  # level, name, words: not understood, schools: that it may be of
    "place-outside",  # level, name, words: a place that the territory hasn't, schools
    "place-unnamed",  # level, name, words: its communes that the row doesn't list, schools
    "other-count",  # level, name, count: that it says, schools
    "unknown-sectors",  # name: a secteur de collège, which the directory doesn't give
    # rows that another one beats (periods)
    "silent",  # row: the one that speaks for it
    "further",  # row: the one nearer to the school
    "repeated",  # row: the one that says the same
    "earlier-year",  # row: that of the latest sheet
    "earlier-act",  # row: that of the school's last operation
    "class-row",  # row: the one that speaks for the school's classes
    "answered-again",  # row: the school's later answer
    "renewed",  # row: the first of those that go on without a gap
    "contradicted",  # row, theirs, ours, dated: whether the other is dated last, or only below
    "outanswered",  # row: of the same school, which the officer answered about
    "outdone",  # count: of schools; first: the reason at the first of them
    # what else is noted of a row
    "as-written",  # text
    "cell-error",  # text: of a formula that failed
    "read-as-planned",  # text: of the remarks
    "staff-tool",  # names: of solutions for the staff, which are all that the row names
    "end-before-start",  # start, end
    # what a file leaves open, and what is to be said of a sheet
    "rival-column",  # column, taken, rival, changed_n: rows where it would change the answer
    "weak-column",  # column, taken, count
    "contrary-column",  # title, count, status: of its "oui"; is_turned: whether "non" is an ENT
    "unknown-box",  # title, count
    "unread-statuses",  # title, count
    "unread-dates",  # title, count
    "ordered-title-absent",  # sheet, column, title: by which nothing of it is read
    "ordered-no-table",  # sheet
    "ordered-sheet-absent",  # file, sheet, sheets: those that the registers have
    "sheet-hidden",
    "formulas-uncomputed",  # count, cell: the first
    "filled-down",  # first, last: rows cut, text
    "calendar-1904",  # columns: letters of those whose figures may be days
    # what isn't sure in a cell: text, and its words
    "unread-words",
    "misspelt",
    "doubted",
    "contrary-words",
    # cells of a row that say different things: text, and the status and the end that are kept
    "against-solution",
    "against-note",
    "against-section",
    "against-date",  # text: of the status; date: of its own column, which is kept
    "without-status",  # text: of the solution or the remark; no cell says the status
    # a column that has no title
    "lettered-column",  # letters: as a spreadsheet names it
    # rows that the officer answered about
    "answered",  # text: the answer
    "answered-ignored",
    "answer-no-school",  # text: an answer about a row of no school
]
"""Why a row ended as it did, with the fields that its `Note` has: never a sentence.

`telling/register/register_reasons.py` writes each in French and English, and what to do about it.
"""

WRITTEN = (
    *("uai", "name", "commune", "status", "solution", "start", "end"),
    *("programme", "phase", "network"),
)
"""The columns whose cells are kept as they were written."""

_UNSETTLED = Note("nothing-said")


@dataclass(slots=True)
class Line:
    """A row that holds anything, with its place in the files.

    Attributes
    ----------
    cells
        The cells by the contract's columns.
    outcome, reason
        One of `OUTCOMES`, and why.
    uais, scope, tied_by
        The schools reached, the level of what the row speaks of, and what tied it to them:
        "uai", "name", "corrected", "territory", "answer" or "".
    notes
        What else was noticed: (kind of finding, what of the row).
    raw
        The row's cells as they stand, each in its column; None in those of another table.
    answered
        Whether the officer's answer speaks for it, over any other row of its school.
    columns
        The contract's columns that its table has, those to tick too.
    year, year_day, of_class
        The school year of its sheet, where a register has a sheet a year, and the day of it whose
        state the sheet is; whether it is of one class, where a table has a row a class.
    answered_at
        When it was answered, to be compared; "" where it isn't a survey's.
    act
        What an operation does to its school's ENT, in a log or a list of tickets: "on", "off",
        "asked" or "dropped".
    history
        What the row says of earlier periods, where its table has a column a school year.
    """

    file: str
    sheet: str
    row: int
    cells: Mapping[str, object]
    outcome: str = "not_school"
    reason: Note = _UNSETTLED
    uais: tuple[str, ...] = ()
    name: str = ""
    scope: str = ""
    tied_by: str = ""
    status: str = ""
    solution: tuple[str, ...] = ()
    start: dt.date | None = None
    start_precision: str = ""
    end: dt.date | None = None
    programme: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    notes: list[tuple[str, Note]] = field(default_factory=list)
    raw: Sequence[object] = ()
    answered: bool = False
    columns: frozenset[str] = frozenset()
    year: int | None = None
    year_day: dt.date | None = None
    of_class: bool = False
    act: str = ""
    answered_at: str = ""
    history: "list[Line]" = field(default_factory=list)

    def text(self, column: str) -> str:
        """Give what is written in a column, "" for nothing."""
        return cell_text(self.cells.get(column))

    @property
    def place(self) -> str:
        """Where the row is in its file: "Feuille1!4", or "4" in a CSV."""
        return f"{self.sheet}!{self.row}" if self.sheet else str(self.row)

    def place_beside(self, other: "Line") -> str:
        """Where the row is, for who reads another one: its file too where that is another."""
        return self.place if self.file == other.file else f"{self.place} ({self.file})"

    def reach(self, uais: tuple[str, ...], tied_by: str) -> None:
        """Tie the row to schools of its own: "uai", "name" or "corrected" says by what."""
        self.uais, self.scope, self.tied_by = uais, "school", tied_by

    def settle(self, outcome: str, code: ReasonCode, **fields: object) -> "Line":
        """Say what became of the row and why: one of `OUTCOMES`, and a reason with its fields."""
        self.outcome, self.reason = outcome, Note(code, **fields)
        return self

    def note(self, kind: str, code: ReasonCode, **fields: object) -> None:
        """Note something else about the row: a kind of finding, and what is meant."""
        self.notes.append((kind, Note(code, **fields)))
