"""A row of a register on its way: what was written, what was understood, what became of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from geo_ent.register.reason_codes import ReasonCode
from geo_ent.tables.cells import cell_text
from geo_ent.text.note import Note

__all__ = ["OUTCOMES", "WRITTEN", "Line"]

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
        "uai", "name", "corrected", "territory" or "".
    notes
        What else was noticed: (kind of finding, what of the row).
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

    def text(self, column: str) -> str:
        """Give what is written in a column, "" for nothing."""
        return cell_text(self.cells.get(column))

    @property
    def place(self) -> str:
        """Where the row is in its file: "Feuille1!4", or "4" in a CSV."""
        return f"{self.sheet}!{self.row}" if self.sheet else str(self.row)

    def settle(self, outcome: str, code: ReasonCode, **fields: object) -> "Line":
        """Say what became of the row and why: one of `OUTCOMES`, and a reason with its fields."""
        self.outcome, self.reason = outcome, Note(code, **fields)
        return self

    def note(self, kind: str, code: ReasonCode, **fields: object) -> None:
        """Note something else about the row: a kind of finding, and what is meant."""
        self.notes.append((kind, Note(code, **fields)))
