"""The register: which school has an ENT, since when, with which solution."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.tables.contract import REGISTER_COLUMNS, check, register_schema
from geo_ent.tables.files import Grid, read_grids
from geo_ent.tables.findings import Findings
from geo_ent.tables.matching import Directory
from geo_ent.tables.register_words import column_of, date_of, solution_of, status_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_register"]

_HEADER_DEPTH = 30  # title rows above the header: more than this is no register


@dataclass(frozen=True)
class _Row:
    """A row of a sheet: its place in the file and its cells by the contract's columns."""

    place: str
    cells: Mapping[str, object]

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return "" if cell is None else str(cell).strip()


def read_register(
    path: str | Path, schools: "pd.DataFrame", *, findings: Findings | None = None
) -> "pd.DataFrame":
    """Read which schools have an ENT from a table (`uai, status, solution, start, end`) or a sheet.

    Titles may stand above the header, columns in any order and under their usual French names;
    every sheet that has such a header is read. A row is tied to its school by the UAI (any dress;
    a wrong check letter is corrected when name or commune agree), else by name and commune; a row
    for all schools of a commune is spread to those that have no row of their own.

    Parameters
    ----------
    path
        xlsx, xlsm, xls, ods or CSV.
    schools
        The directory, all sectors, indexed by `uai`.
    findings
        Where to note the rows left out, corrected or spread.

    Returns
    -------
    DataFrame
        One row a school and a period: `uai, status, solution, start, end, programme, scope,
        source_row`, in the order of the file.

    Raises
    ------
    InputError
        If the file holds no register, or none of its schools is in the directory.
    """
    import pandas as pd

    path = Path(path)
    findings = Findings() if findings is None else findings
    reader = _Reader(path.name, Directory(schools), findings)
    rows = list(_register_rows(read_grids(path), path, findings))
    told = [period for row in rows for period in reader.periods(row)]
    if not told:
        msg = (
            f"{path} : aucune des {len(rows)} lignes du registre ne correspond à une école de "
            f"l'annuaire ({len(schools)} écoles) ; vérifiez que les deux fichiers portent sur le "
            "même département."
        )
        raise InputError(msg)
    frame = pd.DataFrame(told, columns=list(REGISTER_COLUMNS))
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return check(_own_rows_first(frame), register_schema(), str(path))


def _own_rows_first(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Let a school's own row win over its territory's; a row that says nothing doesn't count."""
    of_school = frame["scope"] == "school"
    speaks = frame["status"] != "unknown"
    own = set(frame.loc[of_school & speaks, "uai"])
    reached = set(frame.loc[~of_school, "uai"]) - own
    silent = of_school & ~speaks & frame["uai"].isin(reached)
    beaten = ~of_school & frame["uai"].isin(own)
    return frame[~silent & ~beaten].reset_index(drop=True)


def _register_rows(grids: Mapping[str, Grid], path: Path, findings: Findings) -> Iterator[_Row]:
    """Go through the rows below the header of every sheet that has one."""
    headers = {name: _find_header(grid) for name, grid in grids.items()}
    if not any(headers.values()):
        msg = (
            f"{path} : aucun tableau d'ENT reconnu ; on attend une ligne de titres avec au moins "
            f"« UAI » (ou « École » et « Commune ») et « ENT ». Vu : {_first_titles(grids)}."
        )
        raise InputError(msg)
    for name, grid in grids.items():
        header = headers[name]
        if header is None:
            findings.add("sheet-skipped", "pas de ligne de titres", file=path.name, rows=[name])
            continue
        top, columns = header
        for number, row in enumerate(grid[top + 1 :], top + 2):
            cells = {column: row[at] for column, at in columns.items() if at < len(row)}
            if any(str(cell).strip() for cell in cells.values() if cell is not None):
                yield _Row(f"{name}!{number}" if name else str(number), cells)


def _find_header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Find the first row that names a status and what ties a row to its school."""
    for at, row in enumerate(grid[:_HEADER_DEPTH]):
        columns: dict[str, int] = {}
        for place, title in enumerate(row):
            column = column_of(title) if title else None
            if column and column not in columns:
                columns[column] = place
        if "status" in columns and ("uai" in columns or {"name", "commune"} <= columns.keys()):
            return at, columns
    return None


def _first_titles(grids: Mapping[str, Grid]) -> str:
    rows = [row for grid in grids.values() for row in grid[:_HEADER_DEPTH] if any(row)]
    titles = [" ".join(str(cell).split()) for cell in (rows[0] if rows else []) if cell]
    return ", ".join(f"« {title[:40]} »" for title in titles[:6]) or "rien"


@dataclass(frozen=True)
class _Reader:
    """Reads rows one at a time, and notes what it couldn't read."""

    file: str
    directory: Directory
    findings: Findings

    def periods(self, row: _Row) -> list[dict[str, Any]]:
        """Give the periods that a row tells: one a school that it reaches."""
        match = self.directory.match(row.text("uai"), row.text("name"), row.text("commune"))
        if match.kind:
            self.findings.add(
                match.kind,
                match.message,
                file=self.file,
                rows=[row.place],
                uais=[match.uais[0] if len(match.uais) == 1 else row.text("uai")],
            )
        if not match.uais:
            return []
        told = {
            "status": self._status(row),
            "solution": self._solution(row),
            "start": self._date(row, "start"),
            "end": self._date(row, "end"),
            "programme": row.text("programme"),
            "scope": match.scope,
            "source_row": row.place,
        }
        return [{"uai": uai, **told} for uai in match.uais]

    def _note(self, kind: str, row: _Row, column: str) -> None:
        message = f"« {row.text(column)} »"
        uai = row.text("uai")
        self.findings.add(kind, message, file=self.file, rows=[row.place], uais=[uai])

    def _status(self, row: _Row) -> str:
        status = status_of(row.cells.get("status"))
        if status is None:
            self._note("unknown-status", row, "status")
        return status or "unknown"

    def _solution(self, row: _Row) -> str:
        solution, known = solution_of(row.cells.get("solution"))
        if not known:
            self._note("unknown-solution", row, "solution")
        return solution

    def _date(self, row: _Row, column: str) -> object:
        try:
            return date_of(row.cells.get(column))
        except ValueError:
            self._note("unread-date", row, column)
            return None
