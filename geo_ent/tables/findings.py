"""What was noticed while reading: nothing is dropped or mended in silence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd

_OF_REGISTER = (
    # What its columns and sheets leave open, then its sheets and rows.
    *("register-question", "sheet-note"),
    *("sheet-skipped", "column-unread", "row-total", "row-unmatched", "row-ambiguous"),
    *("row-merged", "row-conflict", "row-ignored", "uai-corrected", "matched-by-name"),
    *("matched-by-like-name", "row-spread", "unknown-status", "unknown-solution"),
    *("status-doubted", "status-contrary", "solution-doubted", "status-from-note", "ticked-twice"),
    "staff-tool",
    *("unread-date", "dates-reversed", "formula-error", "formula-error-aside"),
    # What the officer answered about rows of the register.
    *("answer-unread", "answer-changed", "answer-unused"),
)

KINDS = (
    # The directory of schools.
    *("not-open", "no-uai", "duplicate-school", "repaired-code", "nature-guessed"),
    *("no-circonscription", "unread-commune-code", "departement-from-uai"),
    # Where a school is, and the zones of its commune.
    *("moved-code", "city-code", "split-guess", "outside-commune", "astray-point"),
    *("joined-by-point", "only-commune", "departement-differs", "shown-inside"),
    *("outside-circonscription", "unjoined", "partial-epci"),
    # The sectors of collèges.
    *("sector-row", "sector-shared", "sector-estimated", "no-sector", "partial-sector"),
    *_OF_REGISTER,
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
    # Of the territory and of the day shown.
    *("absent-departement", "date-ahead"),
    # Of a whole atlas.
    *("register-silent", "rows-of-absent", "rows-elsewhere", "schools-beyond", "zone-claimed"),
)
"""The kinds, in the order that they are listed in; `telling.finding_words` names them."""

REGISTER_KINDS = frozenset(_OF_REGISTER)
"""Those of the register, which is one file for the schools of every sector."""


TO_MEND = frozenset({
    # The directory: what nobody placed, or what it says twice and not alike.
    *("no-uai", "unread-commune-code", "split-guess", "outside-commune", "astray-point"),
    *("departement-differs", "unjoined", "sector-row", "no-sector", "absent-departement"),
    # The register: what it leaves open, what found no school, what was understood with a doubt.
    # A product that nobody knows is none: it is kept as it is written, and a column of them would
    # make every row a doubt; so would a tool of the staff that a whole circonscription has. What
    # ties a row has nothing to do with a formula that failed beside it.
    *("register-question", "column-unread", "row-unmatched", "row-ambiguous"),
    *("row-conflict", "row-ignored", "uai-corrected", "matched-by-like-name", "unknown-status"),
    *("status-doubted", "status-contrary", "solution-doubted", "status-from-note", "ticked-twice"),
    *("unread-date", "dates-reversed", "formula-error"),
    *("answer-unread", "answer-changed", "answer-unused"),
    # Figures, zonings and outlines: rows that were lost, or that can't be true.
    *("figure-undated", "figure-no-uai", "wrong-letter", "figure-unread", "figure-unmatched"),
    *("usage-activated", "usage-classes", "zoning-unknown", "zoning-label", "outline-left"),
    *("date-ahead", "register-silent", "rows-of-absent", "zone-claimed"),
})  # fmt: skip
"""Those that someone must act on, in a file or by an answer; the others are for information: what
was left out, mended or estimated by a rule that holds for all files. The one record of it: the end
of a build, `findings.csv`, the workbook and the doubts of the register's report go by it."""


def to_mend_first(kind: str) -> tuple[bool, int]:
    """Sort kinds of findings: those to mend before those for information, each in `KINDS`' order.

    Examples
    --------
    >>> sorted(["no-ips", "row-unmatched", "row-total", "no-uai"], key=to_mend_first)
    ['no-uai', 'row-unmatched', 'row-total', 'no-ips']
    """
    return kind not in TO_MEND, KINDS.index(kind)


class Finding(TypedDict):
    """One fact noticed.

    Attributes
    ----------
    kind
        One of `KINDS`.
    file, row, uai
        Where: the file's name, what it calls the row (its number, or "sheet:number"), the school;
        "" where it isn't of one.
    place
        The code of the commune or the département that it is about, where the fact is of a place
        or of a row that no school of the directory stands for; "" else.
    sector
        "public" or "prive", where the fact is of a school that isn't in the directory; "" else.
    message
        The detail: a code and its numbers, that `telling.finding_details` writes in a language, or
        a text that is the same in each, as it was in the file.
    """

    kind: str
    file: str
    row: str
    uai: str
    place: str
    sector: str
    message: str | Note


@dataclass
class Findings:
    """A list that the readers add to, one entry a fact.

    Attributes
    ----------
    entries
        What was found, in the order of reading.

    Examples
    --------
    >>> findings = Findings()
    >>> findings.add("no-uai", Note("no-uai"), file="annuaire.csv", rows=[12])
    >>> findings.count("no-uai")
    1
    """

    entries: list[Finding] = field(default_factory=list)

    def add(  # noqa: PLR0913 where a fact is, all by keyword
        self,
        kind: str,
        message: str | Note,
        *,
        file: str = "",
        rows: Iterable[object] | None = None,
        uais: Iterable[str] | None = None,
        places: Iterable[object] | None = None,
        sectors: Iterable[str] | None = None,
    ) -> None:
        """Note the same fact for each of `rows`, or once; the others in the order of the rows."""
        row_list = None if rows is None else list(rows)
        # A fact of many schools is one call; what is said of no row is said of the file, once.
        codes = [""] * (1 if row_list is None else len(row_list)) if uais is None else list(uais)
        row_list = [""] * len(codes) if row_list is None else row_list
        of_places = [""] * len(codes) if places is None else places
        of_sectors = [""] * len(codes) if sectors is None else sectors
        for row, uai, place, sector in zip(row_list, codes, of_places, of_sectors, strict=True):
            where = Finding(
                kind=kind, file=file, row=str(row), uai=uai,
                place=str(place), sector=sector, message=message,
            )  # fmt: skip
            self.entries.append(where)

    def count(self, kind: str) -> int:
        """Count the entries of a kind."""
        return sum(entry["kind"] == kind for entry in self.entries)

    def summary(self) -> list[tuple[str, int]]:
        """Count the entries of each kind that has any, in the order of `KINDS`."""
        # Not as they were noted: the same faults are listed alike, whatever file was read first.
        return [(kind, self.count(kind)) for kind in KINDS if self.count(kind)]

    def departements(self) -> dict[str, list[str]]:
        """Give the départements that kinds of entries name, in the order of reading."""
        named: dict[str, list[str]] = {}
        for entry in self.entries:
            note = entry["message"]
            name = note.fields.get("departement") if isinstance(note, Note) else None
            if isinstance(name, str):
                named.setdefault(entry["kind"], []).append(name)
        return named

    def table(self) -> "pd.DataFrame":
        """Give the entries as a frame: kind, file, row, uai, message."""
        import pandas as pd  # the kinds are wanted where nothing heavy is imported

        columns = ["kind", "file", "row", "uai", "message"]
        return pd.DataFrame(self.entries, columns=columns, dtype=object)
