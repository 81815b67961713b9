"""What a row of a register says, its cells held against each other, with what is to be verified."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from geo_ent.register.cell_grammar import CellSays, names_a_thing, read_cell, read_remark
from geo_ent.register.register_row import Line
from geo_ent.register.territory_words import read_limits
from geo_ent.register.tick_columns import PLAIN, ticked_status
from geo_ent.register.vocabulary import TICKS, solution_of, staff_tools
from geo_ent.tables.dates import dated
from geo_ent.tables.files import CellError
from geo_ent.tables.word_lists import split_words

_USED = frozenset({"school", "class"})
_SILENT = CellSays("unknown")


def read_meaning(line: Line, columns: Mapping[str, object]) -> None:
    """Fill what a row says (status, solution, dates, programme…); note what is to be verified.

    Parameters
    ----------
    line
        A row below a header; its cell "section" is the title that it stands under, if any, and
        "section_odd" says that this title isn't understood.
    columns
        The contract's columns that its sheet has.
    """
    line.programme, line.phase, line.network = (
        split_words(line.text(column)) for column in ("programme", "phase", "network")
    )
    for column in ("uai", "name", "commune"):
        _failed(line, column, "formula-error-aside")
    failed = _failed(line, "solution", "formula-error")
    line.solution, known = ((), True) if failed else solution_of(line.text("solution"))
    written = _SILENT if failed else read_cell(line.text("solution"))
    only_status = written.status is not None and written.doubt is None and not written.solution
    if not known and only_status:
        line.solution, known = (), True  # "oui", "en projet": a status, and no product
    status_read = _status(line, columns)
    _doubt_solution(line, known=known)
    _dates(line)
    _doubt_part(line)
    _against_columns(line, status_read)
    _complete(line, status_read)
    _against_section(line, implied=columns.keys().isdisjoint({"status", *TICKS}))
    _against_solution(line, status_read)
    _against_remarks(line)


def _doubt_part(line: Line) -> None:
    """Doubt "à l'élémentaire seulement" of several schools: it says which, not in how much."""
    several = line.scope != "school" and len(line.uais) > 1
    if several and line.status == "class" and read_limits(line.text("status")).natures:
        line.note("unknown-status", "as-written", text=line.text("status"))
        line.status = "unknown"


def _failed(line: Line, column: str, kind: str) -> bool:
    """Tell a cell that a formula left in error, and note it: it says nothing else."""
    cell = line.cells.get(column)
    if isinstance(cell, CellError):
        line.note(kind, "cell-error", text=str(cell))
    return isinstance(cell, CellError)


def _note(line: Line, kind: str, column: str) -> None:
    line.note(kind, "as-written", text=line.text(column))


def _doubt_solution(line: Line, *, known: bool) -> None:
    """Note a solution that isn't sure or known: a name is kept, a sentence is doubted too."""
    if isinstance(line.cells.get("solution"), CellError):
        return
    reading = read_cell(line.text("solution"))
    if known:
        if reading.doubt is not None and reading.doubt.code != "contrary-words":
            line.notes.append(("solution-doubted", reading.doubt))
        return
    words = [word for word in reading.unread if not word.isdigit()]
    # "Maison + ONE" is two names; "ONE puis zut" is one, and a word that may change it.
    understood = len(line.solution) == 1 and (reading.solution or reading.status == "none")
    long = len(line.text("solution").split()) > _LONGEST_NAME
    prose = long or (understood and words)
    _note(line, "solution-doubted" if prose else "unknown-solution", "solution")


_SAME_YEAR = 366  # days from which two dates can't be one, written more or less precisely
_ALL_GRADES = re.compile(
    r"\b(?:cp\W+(?:au?\W+)?cm ?2|t?ps\W+(?:[aà] (?:la )?)?gs)\b", re.IGNORECASE
)
_COUNT = re.compile(r"\s*\(\s*\d+\s*\)\s*$")  # "Équipées (45)"
_SHORTEST_TITLE = 3  # letters from which a title may say a status

_LONGEST_NAME = 7  # words that may be a product's name ("ENT de la ville de…"); more are prose


def _status(line: Line, columns: Mapping[str, object]) -> CellSays:
    """Give what the row's own status says; where it has no such column, what its solution says."""
    if not columns.keys().isdisjoint(TICKS):
        line.status = _ticked(line, columns)
        return replace(_SILENT, status=line.status)
    if "status" in columns:
        reading = _read_status(line, "status")
        line.status = reading.status or "unknown"
        return reading
    line.status = _implied(line)
    return read_cell(line.text("solution"))


def _ticked(line: Line, columns: Mapping[str, object]) -> str:
    """Read the columns to tick, with the plain one beside them, else the solution in its stead."""
    alone = _read_status(line, PLAIN).status or "unknown" if "status" in columns else "unknown"
    status = ticked_status(line, columns, alone)
    # Where the only boxes are "en projet" or "pas d'ENT", an ENT is told by its solution.
    can_say_yes = {"status", "status_school", "status_class"} & columns.keys()
    return status if status != "unknown" or can_say_yes else _implied(line)


def _read_status(line: Line, column: str) -> CellSays:
    """Read the cell of a status; what isn't sure of it is noted."""
    if _failed(line, column, "unknown-status"):
        return _SILENT
    cell, text = line.cells.get(column), line.text(column)
    reading = read_cell(cell if isinstance(cell, bool) or cell is None else text)
    if reading.status is None:
        _note(line, "unknown-status", column)
        return replace(reading, status="unknown")
    if reading.doubt is not None:
        kind = "unknown-status" if reading.status == "unknown" else "status-doubted"
        line.notes.append((kind, reading.doubt))
    return reading


def _implied(line: Line) -> str:
    """Tell the status from the solution where no column says it."""
    reading = read_cell(line.text("solution"))
    if reading.doubt is None and reading.status is not None:
        return reading.status
    if names_a_thing(line.text("solution")):
        _note(line, "status-doubted", "solution")
        return "unknown"  # "Formation (3 h)" is sold beside an ENT, or without
    # A name that nobody knows is one all the same, where it is all that the cell says.
    sure = reading.doubt is None or reading.unread
    return "school" if sure and line.solution else "unknown"


def _dates(line: Line) -> None:
    line.start, line.start_precision = _date(line, "start")
    line.end, _ = _date(line, "end")
    if line.start and line.end and line.start > line.end:
        start, end = line.text("start"), line.text("end")
        line.note("dates-reversed", "end-before-start", start=start, end=end)
        line.end = None


def _date(line: Line, column: str) -> tuple[dt.date | None, str]:
    if _failed(line, column, "formula-error"):
        return None, ""
    try:
        return dated(line.cells.get(column), end=column == "end")
    except (ValueError, OverflowError):
        _note(line, "unread-date", column)
        return None, ""


def _against_columns(line: Line, said: CellSays) -> None:
    """Doubt a status's cell whose product or year isn't that of its own column, which is kept."""
    if said is read_cell(line.text("solution")):
        return
    names = set(said.solution)
    if names and line.solution and names.isdisjoint(line.solution):
        _contrary(line, "against-solution", line.text("solution"))
    for day, kept in ((said.start, line.start), (said.end, line.end)):
        # A day beside its year, or a rentrée beside its day, agree.
        if day and kept and abs((day - kept).days) > _SAME_YEAR and line.status in _USED:
            line.note("status-contrary", "against-date", text=line.text("status"), date=kept)


def _complete(line: Line, said: CellSays) -> None:
    """Take from the status's cell the solution and the dates that no column of theirs gives."""
    written = read_cell(line.text("solution"))
    line.solution = line.solution or said.solution
    # What is only planned has a day to come, not a first day.
    if line.start is None and line.status in _USED:
        first = said if said.start else written
        line.start, line.start_precision = first.start, first.start_precision
    if line.end is None:
        end = said.end or written.end
        line.end = end if end is None or line.start is None or line.start <= end else None
    # "Résilié" beside its last day: it was there until then.
    if said.gone and line.status == "none" and line.end:
        line.status = "school"
    elif said.gone and line.end is None:
        line.status = "none"


def _against_solution(line: Line, said: CellSays) -> None:
    """Doubt a status that the solution or the start contradicts; what is kept is said."""
    written = read_cell(line.text("solution"))
    named = bool(line.text("solution")) and bool(line.solution)
    if line.status == "none" and not said.gone and line.end is None:
        if named and written.status != "none" and _is_ent(line):
            _contrary(line, "against-solution", line.text("solution"))
    elif line.status in _USED and (written.gone or written.status in {"none", "planned"}):
        # Where the solution's cell is all that says the status, it can't contradict itself.
        if written.doubt is None and line.text("solution") and said is not written:
            _set_aside(line, "against-solution", line.text("solution"), written)
    elif line.status in _USED and written.doubt is None and named and said is not written:
        _against_share(line, said, written)
    elif line.status == "unknown" and not line.notes and _says_more(line):
        _contrary(line, "without-status", line.text("solution") or line.text("start"))


def _against_share(line: Line, said: CellSays, written: CellSays) -> None:
    """Take "ONE (CM2)" beside a plain "oui" for some classes; doubt it beside "toute l'école"."""
    if line.status == "school" and written.status == "class":
        if said.whole:
            _set_aside(line, "against-solution", line.text("solution"), written)
        line.status = "class"
    elif line.status == "class" and written.whole:
        # From CP to CM2 are the classes that the school has.
        if _ALL_GRADES.search(line.text("status")):
            line.status = "school"
        else:
            _contrary(line, "against-solution", line.text("solution"))


def _says_more(line: Line) -> bool:
    """Tell whether a row without a situation names a solution or a start all the same."""
    beside = bool(line.start or (line.text("solution") and line.solution))
    return beside and not line.text("status")


def _is_ent(line: Line) -> bool:
    """Tell whether what stands beside a "non" is an ENT, not what the school has instead."""
    return read_cell(f"non ({line.text('solution')})").doubt is not None


def _contrary(line: Line, code: str, text: str) -> None:
    line.note("status-contrary", code, text=text, status=line.status, end=line.end)  # type: ignore[arg-type]


def _set_aside(line: Line, code: str, text: str, other: CellSays) -> None:
    """Doubt a row of which another cell says something else; no yes is kept against a no."""
    if other.gone and other.end and (line.start is None or line.start <= other.end):
        line.end = other.end
    elif other.gone or other.status == "none":
        line.status = "unknown"
    elif other.status == "planned" or (other.status == "class" and line.status == "school"):
        line.status = other.status or line.status
    _contrary(line, code, text)


def _against_section(line: Line, *, implied: bool) -> None:
    """Let the title that a row stands under speak where the row doesn't; doubt the contrary.

    A status that is only `implied` by a product gives way to a title that says one.
    """
    text = line.text("section")
    # A sheet that is called "F" or "1" answers nothing.
    section = read_cell(_COUNT.sub("", text) if len(text) >= _SHORTEST_TITLE else "")
    alone = line.columns.isdisjoint(("status", "solution", *TICKS))
    weak = not section.firm and section.status in {"none", "unknown"} and not alone
    silent = line.status == "unknown" and not line.notes and not line.text("status")
    if section.doubt is not None or section.status is None or weak or not text:
        if implied and silent and line.text("section_odd"):
            # Nothing but the title says it, and the title isn't understood.
            line.note("unknown-status", "as-written", text=text)
        return
    if implied and not section.only_named and line.status in {"unknown", *_USED}:
        # "Avec ENT" doesn't say whether for all: what the row says of classes stands.
        silent = not _agree(line.status, section.status) or line.status == "unknown"
    # "ONE", or a plain "oui", under "Quelques classes" doesn't say that all have it.
    silent = silent or (section.status == "class" and _says_no_whole(line))
    if silent or (section.only_named and line.status != "none"):
        line.solution = line.solution or section.solution
    if silent:
        line.status, line.end = section.status, line.end or section.end
    elif not section.only_named and not _agree(line.status, section.status):
        _contrary(line, "against-section", text)  # the row's own cell is nearer


def _says_no_whole(line: Line) -> bool:
    """Tell a row of a school that has an ENT, and doesn't say that all of it has."""
    texts = (line.text("status"), line.text("solution"))
    return line.status == "school" and not any(read_cell(text).whole for text in texts)


def _agree(status: str, other: str) -> bool:
    """Tell whether two statuses may be said of one school: a class has it in a school that has."""
    return status == other or "unknown" in {status, other} or {status, other} == _USED


def _against_remarks(line: Line) -> None:
    """Let remarks speak where nothing else does; doubt a row that they clearly contradict."""
    text = line.text("note")
    if not text:
        return
    for remark in _of_school(read_remark(text)):
        if line.status == "unknown" and not line.notes:
            _from_remark(line, remark, text)
        elif remark.doubt is not None or remark.status == "unknown":
            _contrary(line, "against-note", text)
        elif _contradicts(line, remark):
            _set_aside(line, "against-note", text, remark)
        elif line.status in _USED and (remark.solution or remark.start):
            line.solution = line.solution or remark.solution
            if _gives_start(line, remark):
                line.start, line.start_precision = remark.start, remark.start_precision
        else:
            continue
        return


def _of_school(remarks: Iterable[CellSays]) -> Iterator[CellSays]:
    """Leave out the remarks on a solution of the staff alone, which is beside the school's."""
    for remark in remarks:
        if not remark.solution or not staff_tools().issuperset(remark.solution):
            yield remark


def _contradicts(line: Line, remark: CellSays) -> bool:
    """Tell whether a remark says another thing of the school's ENT than its row."""
    if not remark.firm:
        return False
    if remark.gone or remark.status == "none":
        # What is over, or comes after what the row says, agrees with an end of its own.
        return line.status != "none" and line.end is None
    if remark.status == "class":
        return line.status not in {"class", "unknown"}
    if line.status == "class" and remark.whole:
        return True
    if remark.solution and remark.status in _USED:
        return _another_product(line, remark)
    return not _agree(line.status, remark.status or "unknown")


def _gives_start(line: Line, remark: CellSays) -> bool:
    """Tell whether a remark ("démarrage en sept. 2023") has the first day that the row lacks."""
    before_end = remark.start and (line.end is None or remark.start <= line.end)
    return line.start is None and bool(before_end) and remark.firm and not remark.end


def _another_product(line: Line, remark: CellSays) -> bool:
    """Tell whether a remark names an ENT that isn't the row's; an application is beside it."""
    if read_cell(f"non ({remark.solution[0]})").doubt is None:
        return False
    if line.status in _USED and line.solution:
        return set(remark.solution).isdisjoint(line.solution)
    return not _agree(line.status, remark.status or "unknown")


def _from_remark(line: Line, remark: CellSays, text: str) -> None:
    """Read "convention à signer" where the status is empty; a yes is asked about, not taken."""
    if remark.doubt is not None or remark.status == "unknown" or line.text("status"):
        return
    if remark.status == "planned":
        line.status = "planned"
        line.note("status-from-note", "read-as-planned", text=text)
    else:
        _contrary(line, "without-status", text)
