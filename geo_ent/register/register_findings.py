"""What was noticed in a register, as the findings of a build."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from geo_ent.register.layouts.title_meaning import says
from geo_ent.register.register_row import Line
from geo_ent.register.tick_columns import tick_of
from geo_ent.register.vocabulary import title_of
from geo_ent.schools.portal_titles import of_school
from geo_ent.tables.cells import cell_text
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd

DOUBTS = ("ambiguous", "not_found", "unreached", "conflict", "corrected", "named", "words")
"""Every kind of doubtful row, the gravest first."""

Sheet = tuple[str, str]
"""A file's name and a sheet's."""

# Reasons that tie a row to a school whose name isn't the one that it bears.
_BY_LIKE_NAME = ("by-like-name", "by-rest")

# By the reason, else by the outcome.
_KINDS = {
    "contradicted": "row-conflict",
    "total-row": "row-total",
    "corrected": "uai-corrected",
    "spread": "row-spread",
    "merged": "row-merged",
    "ambiguous": "row-ambiguous",
    "not_found": "row-unmatched",
}


def register_findings(
    lines: Sequence[Line],
    columns: Mapping[Sheet, Mapping[str, str]],
    unread: Mapping[Sheet, Sequence[str | Note]],
    questions: Iterable[tuple[Sheet, Note]] = (),
    notes: Iterable[tuple[Sheet, Note]] = (),
) -> Findings:
    """Note what was left out, corrected or spread, as the findings of a build.

    Parameters
    ----------
    lines
        Every row, with its outcome.
    columns, unread
        By sheet: the columns read (none where it isn't a register) and the titles of the others.
    questions, notes
        What a sheet's columns leave open, and what is to be said of a sheet.
    """
    findings = Findings()
    for (file, sheet), question in questions:
        findings.add("register-question", question, file=file, rows=[sheet])
    for (file, sheet), note in notes:
        findings.add("sheet-note", note, file=file, rows=[sheet])
    # A sheet that is left out by order has its note.
    held = {(line.file, line.sheet) for line in lines if line.reason.code != "unwanted-sheet"}
    _add_columns(findings, held, columns, unread)
    for line in lines:
        uai = line.uais[0] if len(line.uais) == 1 else line.text("uai")
        kind = _kind(line)
        for noted, message in [(kind, line.reason)] * bool(kind) + line.notes:
            findings.add(noted, message, file=line.file, rows=[line.place], uais=[uai])
    return findings


def _add_columns(
    findings: Findings,
    held: set[Sheet],
    columns: Mapping[Sheet, Mapping[str, str]],
    unread: Mapping[Sheet, Sequence[str | Note]],
) -> None:
    """Note the sheets that hold something and were not read, and columns that speak of the ENT."""
    for (file, sheet), titles in columns.items():
        if not titles and (file, sheet) in held:
            findings.add("sheet-skipped", Note("no-titles"), file=file, rows=[sheet])
        words = [title for title in unread.get((file, sheet), ()) if isinstance(title, str)]
        of_annuaire = of_school([*words, *titles.values()])
        for title in words:
            if title not in of_annuaire and _speaks_of_ent(title):
                written = Note("as-written", text=cell_text(title))
                findings.add("column-unread", written, file=file, rows=[sheet])


def _speaks_of_ent(title: str) -> bool:
    if says(title, "other") or says(title, "other_dates"):
        return False
    return bool(tick_of(title)) or title_of(title)[0] in {"status", "solution", "start", "end"}


def _kind(line: Line) -> str:
    """Give the kind of finding that a row's outcome is, "" where it is nothing to tell."""
    if line.outcome == "used":
        if line.reason.code in _BY_LIKE_NAME:
            return "matched-by-like-name"
        return "matched-by-name" if line.tied_by == "name" else ""
    if line.outcome == "ignored" and line.scope:
        return "row-ignored"
    return _KINDS.get(line.reason.code) or _KINDS.get(line.outcome, "")


def row_doubts(rows: "pd.DataFrame", *, noted: "pd.Series[bool]") -> "pd.Series[str]":
    """Say of each row read what is doubtful about it: one of `DOUBTS`, or "".

    Parameters
    ----------
    rows
        `Reading.rows`: `outcome`, `reason`, `scope`.
    noted
        Whether a word of the row was not understood.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.text.note import Note
    >>> reasons = [Note("known-uai"), Note("unknown-uai", written="0351234", named=None)]
    >>> rows = pd.DataFrame({"outcome": ["used", "not_found"], "reason": reasons, "scope": ""})
    >>> row_doubts(rows, noted=pd.Series([True, False])).tolist()
    ['words', 'not_found']
    """
    outcome, code = rows["outcome"], rows["reason"].map(attrgetter("code"))
    doubt = outcome.where(outcome.isin(["ambiguous", "not_found", "corrected"]), "")
    doubt = doubt.mask((outcome == "ignored") & (rows["scope"] != ""), "unreached")
    doubt = doubt.mask(code == "contradicted", "conflict")
    doubt = doubt.mask(code.isin(_BY_LIKE_NAME), "named")
    # A row has one doubt. A word unread is the least: it is told where nothing else is.
    # A row that another one speaks for says nothing only where all of it was read.
    used = (outcome.isin(["used", "spread"]) | (code == "silent")) & (doubt == "")
    return doubt.mask(used & noted, "words")


def known_schools_n(register: "pd.DataFrame", schools: "pd.DataFrame") -> int:
    """Count the schools of a directory whose situation a register knows."""
    known = register.loc[register["status"] != "unknown", "uai"].unique()
    return int(schools.index.isin(known).sum())
