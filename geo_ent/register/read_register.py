"""The register: which school has an ENT, since when, with which solution."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.register.answers import Answer, apply_answers
from geo_ent.register.layouts.imposed_titles import Titles, absent_titles
from geo_ent.register.layouts.register_files import RegisterFiles
from geo_ent.register.layouts.repeated_schools import (
    settle_answers,
    settle_class_rows,
    settle_operations,
    settle_year_sheets,
)
from geo_ent.register.name_matching import Directory
from geo_ent.register.periods import Period, settle_periods, settle_staff_tools
from geo_ent.register.register_findings import register_findings
from geo_ent.register.register_row import WRITTEN, Line
from geo_ent.register.row_departements import hold_to_departements
from geo_ent.register.row_matching import RowMatcher
from geo_ent.register.row_meaning import read_meaning
from geo_ent.register.sheet_orders import SheetKey, SheetOrder, absent_sheet
from geo_ent.register.territories import Territories
from geo_ent.tables.contract_check import check
from geo_ent.tables.fields import table
from geo_ent.tables.files import Sheet
from geo_ent.tables.findings import Findings
from geo_ent.tables.rare_collections import rare_collections
from geo_ent.text.note import Note

_TOTALS = ("total", "sous total", "totaux", "nombre", "nb ", "moyenne", "taux", "somme")
_PLACED = ("file", "sheet", "row", "outcome")
_MEANT = (
    *("status", "solution", "start", "end", "programme", "phase", "network"),
    *("start_precision", "scope", "tied_by"),
)
_OF_PERIOD = (
    *("uai", "line.status", "line.solution", "line.start", "end"),
    *("line.programme", "line.phase", "line.network", "line.scope", "line.place"),
    "line.start_precision",
)
_TOLD = (*_PLACED, "name", "reason", *_MEANT)


@dataclass(frozen=True)
class Written:
    """The files of a register as they are written, for what is made of them.

    Attributes
    ----------
    sheets
        By (file, sheet), in their order.
    cells
        For each row of `Reading.rows`, its cells as they stand.
    answers
        Those that were given about rows, of the files and beside them.
    imposed
        By (file, sheet): the titles that a corrected register answers about its columns.
    titles
        By (file, sheet): the titles that can be chosen for a column, in the order of the columns
        (`sheet_titles` gives them).
    """

    sheets: Mapping[SheetKey, Sheet] = field(default_factory=dict)
    cells: tuple[Sequence[object], ...] = ()
    answers: tuple[Answer, ...] = ()
    imposed: Mapping[SheetKey, Titles] = field(default_factory=dict)
    titles: Mapping[SheetKey, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A register, and what became of every row of its files.

    Attributes
    ----------
    register
        One row a school and a period: the contract's columns and `start_precision` ("day",
        "month", "school_year", "year" or "").
    rows
        One row for each row that holds anything: `file, sheet, row` (1 for the first line),
        `outcome` (one of `OUTCOMES`), `uai` (those reached, a space between), `name`, `reason` (a
        `Note`), what was written (`uai_written`, …), what was understood, and `notes`: what else
        was noticed of it, (kind of finding, `Note`).
    columns
        For each (file, sheet): contract column -> title as written; empty where it isn't a
        register.
    findings
        The same facts as the findings of a build.
    unread
        For each (file, sheet): the titles of the columns that nothing was taken from; where there
        is none, a `Note` "lettered-column" with its `letters` (F).
    written
        The files as they are written.
    staff
        What is said of solutions for teachers and inspectors, which cover no school: as `register`.
    """

    register: "pd.DataFrame"
    rows: "pd.DataFrame"
    columns: dict[SheetKey, dict[str, str]]
    findings: Findings = field(default_factory=Findings)
    unread: dict[SheetKey, tuple[str | Note, ...]] = field(default_factory=dict)
    written: Written = field(default_factory=Written)
    staff: "pd.DataFrame" = field(default_factory=lambda: _register_frame([], several=False))


def read_register(
    path: str | Path, schools: "pd.DataFrame", *, findings: Findings | None = None
) -> "pd.DataFrame":
    """Read which schools have an ENT from one file, as people keep it.

    Parameters
    ----------
    path
        xlsx, xlsm, xls, ods, CSV or TSV.
    schools
        The directory, all sectors, indexed by `uai`.
    findings
        Where to note the rows left out, corrected or spread.

    Returns
    -------
    DataFrame
        As `read_registers(...).register`.

    Raises
    ------
    InputError
        If the file holds no register, or none of its schools is in the directory.
    """
    reading = read_registers([Path(path)], schools)
    if findings is not None:
        findings.entries.extend(reading.findings.entries)
    return reading.register


@rare_collections()
def read_registers(  # noqa: PLR0913 all that a reading can be told, by keyword
    paths: Sequence[str | Path],
    schools: "pd.DataFrame",
    *,
    columns: Titles | None = None,
    sheet_orders: Sequence[SheetOrder] = (),
    communes: "pd.DataFrame | None" = None,
    others: Callable[[], Mapping[str, Note]] = dict,
    answers: Sequence[Answer] = (),
    strict: bool = True,
) -> Reading:
    """Read which schools have an ENT from one or several files, and say what became of each row.

    The header is looked for under the titles, each column is known by its title and confirmed by
    its cells. A row is tied to its school by the UAI, else by name and commune; a row for a
    territory is spread to its schools. A later file counts as written after an earlier one.

    Parameters
    ----------
    paths
        xlsx, xlsm, xls, ods, CSV or TSV.
    schools
        The directory, all sectors, indexed by `uai`.
    columns
        Contract column -> title (or titles, where sheets differ), where the user says it; wins
        over what is recognised; "" for one that isn't to be read.
    sheet_orders
        What is said of one sheet: whether it is read, and by which columns; wins over `columns`.
    communes
        As `read_communes` gives it, for the names of the EPCI; the bundled list without it.
    others
        Gives the other establishments, UAI -> what they are, as `other_uais` does; only asked
        when a UAI isn't a school's.
    answers
        What the officer answered about doubtful rows; wins over what they say.
    strict
        Whether to refuse registers of which no school is in the directory; else what became of
        their rows is given all the same.

    Raises
    ------
    InputError
        If no file holds a register, or (`strict`) none of their schools is in the directory.
    """
    directory = Directory(schools, others)
    files = RegisterFiles(
        [Path(path) for path in paths], dict(columns or {}), directory, sheet_orders
    )
    lines = list(files.lines())
    if not any(files.columns.values()):
        raise InputError(files.nothing_seen())
    matcher = RowMatcher(directory, Territories(directory, communes))
    open_lines = [line for line in lines if not line.outcome]
    matcher.look_over(open_lines)
    for line in open_lines:
        matcher.match(line)
    matcher.match_left()
    hold_to_departements(open_lines, directory, files.sheets)
    for line in open_lines:
        for period in (*line.history, line):
            read_meaning(period, dict.fromkeys(period.columns))
    settle_answers(open_lines)
    settle_year_sheets(open_lines)
    settle_class_rows(open_lines)
    settle_operations(open_lines)
    # Those of a corrected register last: they were given with the row before one's eyes.
    answers = (*answers, *files.answers)
    answered = apply_answers(lines, answers, directory.by_uai)
    periods = _settled([part for line in lines if line.uais for part in _periods(line)])
    if strict and not any(periods):
        raise InputError(nothing_found(paths, rows_n=len(open_lines), schools_n=len(schools)))
    register, staff = (_register_frame(part, several=len(files.paths) > 1) for part in periods)
    findings = register_findings(lines, files.columns, files.unread, files.questions, files.notes)
    findings.entries += answered.entries
    for question in _unfollowed(files):
        findings.add("register-question", question)
    rows, cells = _rows_frame(lines), tuple(line.raw for line in lines)
    written = Written(files.sheets, cells, answers, files.imposed, files.titles)
    return Reading(register, rows, files.columns, findings, files.unread, written, staff)


def sheet_titles(reading: Reading, key: SheetKey) -> tuple[str, ...]:
    """Give the titles that can be chosen for a column of a sheet, in the order of its columns.

    Parameters
    ----------
    reading
        What `read_registers` gave.
    key
        The file's name and the sheet's.

    Returns
    -------
    tuple of str
        As `SheetOrder.columns` takes them and `Reading.columns` has them, those of a sheet that
        isn't read too. Columns without a title are left out; of those that bear the same one, each
        has the titles above it, else the later ones their letter: "Avis", "Avis (E)".
    """
    return reading.written.titles.get(key, ())


def nothing_found(paths: Sequence[str | Path], *, rows_n: int, schools_n: int) -> str:
    """Say that no row of some registers is of a school of the directory."""
    none = (
        f"aucune des {rows_n} lignes du registre ne correspond à une école"
        if rows_n > 1
        else "la seule ligne du registre ne correspond à aucune école"
    )
    return (
        f"{', '.join(map(str, paths))} : {none} de l’annuaire ({schools_n} écoles) ; vérifiez que "
        "les fichiers portent sur le même département."
    )


def _unfollowed(files: RegisterFiles) -> Iterator[Note]:
    """Ask about what the user says of columns and sheets that no file has."""
    grids = [sheet.rows for sheet in files.sheets.values()]
    for column, title in absent_titles(files.wanted, grids).items():
        yield Note("imposed-absent", column=column, title=title)
    for order in files.unmet:
        yield absent_sheet(order, files.sheets)


def _periods(line: Line) -> list[Line]:
    """Give what a row says of each of its periods, tied to the same schools, the last one last."""
    for period in line.history:
        period.uais, period.scope, period.tied_by = line.uais, line.scope, line.tied_by
        period.outcome, period.reason, period.name = line.outcome, line.reason, line.name
    return [*line.history, line]


def _settled(lines: Sequence[Line]) -> tuple[list[Period], list[Period]]:
    """Give the periods of the schools' ENT, and those of the solutions of their staff alone."""
    of_schools, of_staff = settle_staff_tools(lines)
    return settle_periods(of_schools), of_staff


def _register_frame(periods: Sequence[Period], *, several: bool) -> "pd.DataFrame":
    columns = [*table("register").own, "start_precision"]
    frame = pd.DataFrame(map(attrgetter(*_OF_PERIOD), periods), columns=columns)
    if several:
        frame["source_row"] = [f"[{period.line.file}]{period.line.place}" for period in periods]
    return check(_with_dates(frame), "register", "registre")


def _with_dates(frame: "pd.DataFrame") -> "pd.DataFrame":
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame


def _rows_frame(lines: Sequence[Line]) -> "pd.DataFrame":
    frame = pd.DataFrame(map(attrgetter(*_TOLD), lines), columns=list(_TOLD))
    written = {f"{column}_written": [line.text(column) for line in lines] for column in WRITTEN}
    frame = frame.assign(uai=[" ".join(line.uais) for line in lines], **written)
    # Beside the findings, which tell a row by its place: two tables side by side share theirs.
    notes = [tuple(line.notes) for line in lines]
    frame["notes"] = pd.Series(notes, index=frame.index, dtype=object)
    return _with_dates(frame[[*_PLACED, "uai", "name", "reason", *written, *_MEANT, "notes"]])
