"""The officer's answers about doubtful rows: each wins over what its row says.

An answer holds for the row as it was written when the question was put. A row that has changed
since is read afresh, and asked about again if it is still doubtful
(docs/decisions/0005-register.md).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from geo_ent.register.name_matching import School
from geo_ent.register.register_row import Line
from geo_ent.tables.cells import cell_text
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note

STATUS_UNREAD = ("unknown-status", "status-doubted")
"""What is noted of a row whose situation was not understood, or not taken for sure."""

_BETWEEN = " | "
# Likeness, out of 100, from which a row is taken for the one that was asked about, changed since.
_SAME_ROW = 80.0
_NOWHERE = Note("answer-entry", file="", number=0)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody answered about a row.

    Attributes
    ----------
    row
        The row as it was written when it was asked about, as `row_as_written` gives it.
    uais, status, solution, start, start_precision, end
        What the row says, where the answer tells it; empty where the row itself does.
    ignore
        Whether the row is to be left out.
    keep
        Whether the row is right as it was read, whatever was doubtful about it.
    changed
        Whether the row is known to have changed since, and the answer to be void.
    unread
        What of the answer was not understood.
    text
        The answer in the officer's words, to be shown again.
    source
        Where it stands: a `Note` "answer-entry" or "answer-cell".
    place
        File, sheet and row that it is about, where it is known: two rows may be written alike.
    """

    row: str
    uais: tuple[str, ...] = ()
    status: str = ""
    solution: tuple[str, ...] = ()
    start: dt.date | None = None
    start_precision: str = ""
    end: dt.date | None = None
    ignore: bool = False
    keep: bool = False
    changed: bool = False
    unread: str = ""
    text: str = ""
    source: Note = _NOWHERE
    place: tuple[str, str, int] | None = None


def row_as_written(cells: Iterable[object]) -> str:
    """Write a row in one line, its filled cells only: what an answer is about.

    Examples
    --------
    >>> row_as_written(["Ec. Jules Ferry", None, "Bruz", " oui ? "])
    'Ec. Jules Ferry | Bruz | oui ?'
    """
    return _BETWEEN.join(text for cell in cells if (text := cell_text(cell)))


def apply_answers(
    lines: Sequence[Line], answers: Sequence[Answer], schools: Mapping[str, School]
) -> Findings:
    """Let each answer speak for its row; give what there is to say of the answers.

    To be called once the rows are matched and their meaning read, before the periods are settled.

    Parameters
    ----------
    lines
        Every row, with its cells as they stand (`Line.raw`). Those of an answer are changed.
    answers
        Of the project file and of a corrected register; of two about one row the last counts. Rows
        that are written alike are answered in their order, where there is an answer for each.
    schools
        The directory, by UAI.
    """
    findings = Findings()
    if not answers:  # to write each row costs time, which most readings needn't spend
        return findings
    of_row: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of_row[_key(row_as_written(line.raw))].append(line)
    given = _answers_of_rows(of_row, answers, findings)
    # A row that repeats another isn't asked about: its question is answered with the other's, or
    # it would come up once the other is left out.
    alike = {_question(line): given[id(line)] for line in lines if id(line) in given}
    alike.pop("", None)
    applied = [(line, given.get(id(line)) or alike.get(_question(line))) for line in lines]
    for line, answer in applied:
        if answer is not None:
            _apply(line, answer, schools)
    return findings


def _question(line: Line) -> str:
    """Write what is asked about a row whose school is known; "" where nothing is."""
    return f"{line.uais} {line.notes}" if line.uais and line.notes else ""


def _answers_of_rows(
    of_row: Mapping[str, Sequence[Line]], answers: Sequence[Answer], findings: Findings
) -> dict[int, Answer]:
    """Give the answer of each row that has one, by the row's `id`; those left over are told."""
    of_text: defaultdict[str, list[Answer]] = defaultdict(list)
    given: dict[int, Answer] = {}
    for answer in answers:
        key = _key(answer.row)
        here = [line for line in of_row.get(key, ()) if answer.place == _place(line)]
        if answer.changed or key not in of_row:
            _tell_unused(answer, of_row, findings)
        elif here:
            given |= {id(line): answer for line in here}
        else:
            of_text[key].append(answer)
    for key, alike in of_text.items():
        for line, answer in _paired(of_row[key], alike):
            given.setdefault(id(line), answer)
    return given


def _place(line: Line) -> tuple[str, str, int]:
    return line.file, line.sheet, line.row


def _paired(lines: Sequence[Line], answers: Sequence[Answer]) -> Iterator[tuple[Line, Answer]]:
    """Give rows that are written alike their answers: each its own, or the last one to all."""
    for number, line in enumerate(lines):
        own = number if len(answers) <= len(lines) and number < len(answers) else -1
        yield line, answers[own]


def same_row(row: str, other: str) -> bool:
    """Tell whether two rows are written alike, but for spaces and capitals.

    Examples
    --------
    >>> same_row("Jules Ferry | oui", "jules ferry |  OUI"), same_row("oui ?", "oui")
    (True, False)
    """
    return _key(row) == _key(other)


def _key(row: str) -> str:
    # Whoever copies a row by hand changes its spaces and its capitals, not what it says.
    return " ".join(row.split()).casefold()


def _tell_unused(answer: Answer, of_row: Mapping[str, Sequence[Line]], findings: Findings) -> None:
    """Say of an answer that no row is as it was, and which row may be the one that it was about."""
    near = process.extractOne(
        _key(answer.row), of_row.keys(), scorer=fuzz.ratio, score_cutoff=_SAME_ROW
    )
    fields = {"row": answer.row, "source": answer.source}
    if near is None:
        findings.add("answer-unused", Note("answer-unused", **fields))
        return
    line = of_row[near[0]][0]
    note = Note("answer-changed", **fields, now=row_as_written(line.raw))
    findings.add("answer-changed", note, file=line.file, rows=[line.place])


def _apply(line: Line, answer: Answer, schools: Mapping[str, School]) -> None:
    """Settle a row by its answer: what the answer doesn't say stays as it was read."""
    if answer.ignore:
        line.uais, line.scope, line.notes, line.history = (), "", [], []
        line.settle("ignored", "answered-ignored")
        return
    unknown = [uai for uai in answer.uais if uai not in schools]
    if answer.unread or unknown:
        # Not understood, so the row stays as doubtful as it was, and says why.
        line.note("answer-unread", "as-written", text=", ".join(unknown) or answer.unread)
        return
    if not answer.uais and not line.uais:
        line.note("answer-unread", "answer-no-school", text=answer.text)
        return
    if answer.uais:
        line.reach(answer.uais, "answer")
        line.name = schools[answer.uais[0]].title if len(answer.uais) == 1 else ""
    # Whoever names the school of a row whose situation was not understood hasn't told it: that one
    # question stays. All else was seen when the answer was given.
    settled = answer.status or answer.keep or line.status not in {"", "unknown"}
    line.notes = [note for note in line.notes if note[0] in STATUS_UNREAD and not settled]
    _speak(line, answer)
    line.answered = True
    # The reason of a territory's row says how many schools it reached: it is kept.
    if line.scope == "school":
        line.settle("used", "answered", text=answer.text)


def _speak(line: Line, answer: Answer) -> None:
    """Put what an answer says in the stead of what its row does."""
    if answer.status:
        line.status = answer.status
        if answer.status in {"none", "unknown"}:  # the product of a row is then none that it has
            line.solution = ()
    if answer.solution:
        line.solution = answer.solution
        # A product alone is an ENT, where the row said nothing of it.
        if line.status in {"", "unknown"} and not line.notes:
            line.status = "school"
    if answer.start:
        line.start, line.start_precision = answer.start, answer.start_precision
    line.end = answer.end or line.end
    line.status = line.status or "unknown"
