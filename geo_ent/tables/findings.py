"""What was noticed while reading: nothing is dropped or mended in silence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

import pandas as pd

from geo_ent.text.note import Note

KINDS = (
    # The directory of schools.
    *("not-open", "no-uai", "duplicate-school", "repaired-code", "nature-guessed"),
    "no-circonscription",
    # Where a school is, and the zones of its commune.
    *("moved-code", "split-guess", "outside-commune", "joined-by-point", "shown-inside"),
    *("outside-circonscription", "unjoined", "partial-epci"),
    # The sectors of collèges.
    *("sector-row", "sector-shared", "sector-estimated", "no-sector", "partial-sector"),
    # The register: what its columns and sheets leave open, then its sheets and rows.
    *("register-question", "sheet-note"),
    *("sheet-skipped", "column-unread", "row-total", "row-unmatched", "row-ambiguous"),
    *("row-merged", "row-conflict", "row-ignored", "uai-corrected", "matched-by-name"),
    *("row-spread", "unknown-status", "unknown-solution"),
    *("status-doubted", "status-contrary", "solution-doubted", "status-from-note", "ticked-twice"),
    *("unread-date", "dates-reversed", "formula-error", "formula-error-aside"),
    # What the officer answered about rows of the register.
    *("answer-unread", "answer-changed", "answer-unused"),
    # Figures by school, whatever their file.
    *("figure-undated", "figure-no-uai", "mended-uai", "wrong-letter", "duplicate-figure"),
    *("figure-sheet", "figure-unread", "figure-unmatched", "figure-elsewhere"),
    *("duplicate-priority", "usage-activated", "usage-added", "usage-replaced", "usage-classes"),
    *("no-pupils", "no-ips", "priority-list", "priority-kept", "priority-conflict"),
    # Zonings by commune.
    *("zoning-moved", "zoning-merged", "zoning-duplicate", "zoning-unknown", "zoning-label"),
    "zoning-note",
    # Outlines of another make.
    *("outline-mended", "outline-left", "outline-double", "outline-moved", "outline-new"),
    *("outline-kept", "outline-cleaned"),
)
"""The kinds, in the order that they are listed in; `telling.finding_words` names them."""


class Finding(TypedDict):
    """One fact noticed.

    Attributes
    ----------
    kind
        One of `KINDS`.
    file, row, uai
        Where: the file's name, what it calls the row (its number, or "sheet:number"), the school;
        "" where it isn't of one.
    message
        The detail: a code and its numbers, that `telling.finding_details` writes in a language, or
        a text that is the same in each, as it was in the file.
    """

    kind: str
    file: str
    row: str
    uai: str
    message: str | Note


@dataclass
class Findings:
    """A list that the readers add to, one entry a fact.

    Examples
    --------
    >>> findings = Findings()
    >>> findings.add("no-uai", Note("no-uai"), file="annuaire.csv", rows=[12])
    >>> findings.count("no-uai")
    1
    """

    entries: list[Finding] = field(default_factory=list)

    def add(
        self,
        kind: str,
        message: str | Note,
        *,
        file: str = "",
        rows: Iterable[object] | None = None,
        uais: Iterable[str] | None = None,
    ) -> None:
        """Note the same fact for each of `rows` (and of `uais`, in the same order), or once."""
        row_list = None if rows is None else list(rows)
        # A fact of many schools is one call; what is said of no row is said of the file, once.
        codes = [""] * (1 if row_list is None else len(row_list)) if uais is None else list(uais)
        row_list = [""] * len(codes) if row_list is None else row_list
        for row, uai in zip(row_list, codes, strict=True):
            self.entries.append(
                Finding(kind=kind, file=file, row=str(row), uai=uai, message=message)
            )

    def count(self, kind: str) -> int:
        """Count the entries of a kind."""
        return sum(entry["kind"] == kind for entry in self.entries)

    def summary(self) -> list[tuple[str, int]]:
        """Count the entries of each kind that has any, in the order of `KINDS`."""
        # Not as they were noted: the same faults are listed alike, whatever file was read first.
        return [(kind, self.count(kind)) for kind in KINDS if self.count(kind)]

    def table(self) -> "pd.DataFrame":
        """Give the entries as a frame: kind, file, row, uai, message."""
        columns = ["kind", "file", "row", "uai", "message"]
        return pd.DataFrame(self.entries, columns=columns, dtype=object)
