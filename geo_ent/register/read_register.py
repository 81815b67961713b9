"""The register: which school has an ENT, since when, with which solution."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.register.answers import Answer, apply_answers
from geo_ent.register.column_evidence import Known
from geo_ent.register.corrected.unfolding import unfold
from geo_ent.register.name_matching import Directory
from geo_ent.register.periods import Period, settle_periods
from geo_ent.register.register_findings import register_findings
from geo_ent.register.register_row import WRITTEN, Line
from geo_ent.register.register_table import Table, filled, find_table
from geo_ent.register.row_matching import RowMatcher
from geo_ent.register.row_meaning import read_meaning
from geo_ent.register.territories import Territories
from geo_ent.register.tick_columns import with_ticks
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text
from geo_ent.tables.contract_check import check
from geo_ent.tables.fields import table
from geo_ent.tables.files import Grid, Sheet, read_sheets
from geo_ent.tables.findings import Findings
from geo_ent.tables.uai import looks_like_uai
from geo_ent.text.compare import plain
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
    """

    sheets: Mapping[tuple[str, str], Sheet] = field(default_factory=dict)
    cells: tuple[Sequence[object], ...] = ()
    answers: tuple[Answer, ...] = ()


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
        `Note`), what was written (`uai_written`, …) and what was understood.
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
    """

    register: "pd.DataFrame"
    rows: "pd.DataFrame"
    columns: dict[tuple[str, str], dict[str, str]]
    findings: Findings = field(default_factory=Findings)
    unread: dict[tuple[str, str], tuple[str | Note, ...]] = field(default_factory=dict)
    written: Written = field(default_factory=Written)


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


def read_registers(  # noqa: PLR0913 all that a reading can be told, by keyword
    paths: Sequence[str | Path],
    schools: "pd.DataFrame",
    *,
    columns: Mapping[str, str] | None = None,
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
        Contract column -> title, where the user says it; wins over what is recognised.
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
    files = _Files([Path(path) for path in paths], dict(columns or {}), directory)
    lines = list(files.lines())
    if not any(files.columns.values()):
        raise InputError(files.nothing_seen())
    matcher = RowMatcher(directory, Territories(directory, communes))
    open_lines = [line for line in lines if not line.outcome]
    matcher.look_over(open_lines)
    for line in open_lines:
        matcher.match(line)
        read_meaning(line, files.columns[line.file, line.sheet])
    # Those of a corrected register last: they were given with the row before one's eyes.
    answers = (*answers, *files.answers)
    answered = apply_answers(lines, answers, directory.by_uai)
    periods = settle_periods([line for line in lines if line.uais])
    if strict and not periods:
        raise InputError(nothing_found(paths, rows_n=len(open_lines), schools_n=len(schools)))
    register = _register_frame(periods, several=len(files.paths) > 1)
    findings = register_findings(lines, files.columns, files.unread)
    findings.entries += answered.entries
    rows, cells = _rows_frame(lines), tuple(line.raw for line in lines)
    written = Written(files.sheets, cells, answers)
    return Reading(register, rows, files.columns, findings, files.unread, written)


def nothing_found(paths: Sequence[str | Path], *, rows_n: int, schools_n: int) -> str:
    """Say that no row of some registers is of a school of the directory."""
    return (
        f"{', '.join(map(str, paths))} : aucune des {rows_n} lignes du registre ne correspond à "
        f"une école de l'annuaire ({schools_n} écoles) ; vérifiez que les fichiers portent sur le "
        "même département."
    )


@dataclass
class _Files:
    """The files of a register, sheet by sheet."""

    paths: Sequence[Path]
    wanted: Mapping[str, str]
    directory: Directory
    columns: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    unread: dict[tuple[str, str], tuple[str | Note, ...]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Go through every row that holds anything; those to be tied have no outcome yet."""
        by_uai = self.directory.by_uai
        communes = {loose_commune_key(school.commune) for school in by_uai.values()}
        known = Known(by_uai.keys(), communes)
        names = _distinct([path.name for path in self.paths])
        for path, name in zip(self.paths, names, strict=True):
            unfolded = unfold(read_sheets(path), name)
            self.answers += unfolded.answers
            for file, sheet in unfolded.sheets:
                key, grid = (file, sheet.name), sheet.rows
                self.sheets[key] = sheet
                rows = [index for index, row in enumerate(grid) if filled(row)]
                table = find_table(grid, rows, known, self.wanted) if rows else None
                self.columns[key] = dict(table.titles) if table else {}
                self.unread[key] = table.unread if table else ()
                if table is None:
                    self.seen += [_shown(grid[index]) for index in rows[:1]]
                yield from _sheet_lines(key, grid, rows, table)

    def nothing_seen(self) -> str:
        """Say that no sheet holds a register, and what was seen instead."""
        return (
            f"{', '.join(map(str, self.paths))} : aucun tableau d'ENT reconnu ; on attend une "
            "ligne de titres avec au moins « UAI » (ou « École » et « Commune ») et « ENT ». "
            f"Vu : {next(filter(None, self.seen), 'rien')}."
        )


def _distinct(names: Sequence[str]) -> list[str]:
    """Tell apart the files of the same name in several folders."""
    return [
        name if names.count(name) == 1 else f"{name} ({names[: place + 1].count(name)})"
        for place, name in enumerate(names)
    ]


def _shown(row: Sequence[object]) -> str:
    titles = [cell_text(cell)[:40] for _, cell in filled(row)[:6]]
    return ", ".join(f"« {title} »" for title in titles)


def _sheet_lines(
    place: tuple[str, str], grid: Grid, rows: Sequence[int], table: Table | None
) -> Iterator[Line]:
    """Make the rows of a sheet; those that speak of no school are settled already."""
    header = _title_words(grid, table) if table else frozenset()
    for index in rows:
        row = grid[index]
        if table is None or index < table.bottom:
            line = Line(*place, index + 1, {"name": filled(row)[0][1]}, raw=row)
            if table is None:
                line.settle("ignored", "no-table")
            else:
                line.settle("not_school", "header" if index >= table.top else "above-table")
        else:
            cells = {column: row[i] for column, i in table.columns.items() if i < len(row)}
            line = Line(*place, index + 1, with_ticks(cells, table.titles), outcome="", raw=row)
            _set_aside(line, row, header)
        yield line


def _title_words(grid: Grid, table: Table) -> frozenset[str]:
    rows = grid[table.top : table.bottom]
    return frozenset(_bare(cell) for row in rows for _, cell in filled(row))


def _set_aside(line: Line, row: Sequence[object], header: frozenset[str]) -> None:
    """Settle the rows below a header that are no school's: totals, titles again, headings."""
    cells = [cell for _, cell in filled(row)]
    first = cell_text(cells[0])
    texts = [first, *(line.text(column) for column in ("uai", "name", "commune"))]
    several = len(cells) > 1
    if _is_total(texts) and not looks_like_uai(line.cells.get("uai")):
        line.settle("not_school", "total-row", text=first)
    # Half the titles are enough: what a register repeats below is often only its first columns.
    elif several and len(cells) >= len(header) / 2 and header.issuperset(map(_bare, cells)):
        line.settle("not_school", "header-again")
    # A heading in merged cells is read once a cell.
    elif several and len(set(map(str, cells))) == 1:
        line.settle("not_school", "subheading", text=first)
    elif not any(line.text(column) for column in line.cells):
        line.settle("not_school", "outside-note", text=first)


def _is_total(texts: Sequence[str]) -> bool:
    return any(plain(text).startswith(_TOTALS) for text in texts)


def _bare(cell: object) -> str:
    return plain(cell_text(cell))


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
    return _with_dates(frame[[*_PLACED, "uai", "name", "reason", *written, *_MEANT]])
