"""Why a table has several rows for a school: a class each, a service each, one commune for many."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.layouts.cell_kinds import STATUS_KINDS, CellKinds
from geo_ent.register.layouts.sheet_tables import Table
from geo_ent.register.layouts.title_meaning import says
from geo_ent.tables.cells import cell_text, is_empty
from geo_ent.text.compare import plain

Row = Sequence[object]

_SEVERAL = 1.2  # rows a school from which a table has several by design
_MOSTLY = 0.6
_GROUPED = 0.15  # share of blank cells from which communes are written once a group
_MOST_SERVICES = 25


@dataclass(frozen=True)
class Repeats:
    """What is peculiar about a table's rows: several for a school, a commune written once.

    Attributes
    ----------
    class_column
        The column of classes, where each has a row.
    service_column, services
        The column of services and those that are the ENT, where each has a row.
    grouped_commune
        Whether a commune is written once for the schools below it.
    date_alone
        Whether the day of the opening is all that a row says of the ENT.
    stage_column
        There, the column of the steps before it (a request, an answer), which says no.
    in_course
        Whether "en cours" is the contrary of an end, as of a contract, and not a project.
    dashes
        The columns in which a dash, or a box left empty, is the only way to say no.
    """

    class_column: int | None = None
    service_column: int | None = None
    services: frozenset[str] = frozenset()
    grouped_commune: bool = False
    date_alone: bool = False
    stage_column: int | None = None
    in_course: bool = False
    dashes: frozenset[str] = frozenset()

    def other_service(self, row: Row) -> bool:
        """Tell a row of a service that isn't the ENT."""
        column = self.service_column
        if column is None or column >= len(row) or is_empty(row[column]):
            return False
        return plain(cell_text(row[column])) not in self.services


def repeats_of(table: Table, rows: Sequence[Row], kinds: CellKinds) -> Repeats:
    """Find out why schools come back in a table.

    Parameters
    ----------
    table, rows
        A table and its rows.
    kinds
        Tells grades, and what names the ENT.
    """
    schools = [_identity(row, table) for row in rows]
    schools = [school for school in schools if school]
    several = len(schools) > _SEVERAL * len(set(schools))
    taken = {*table.columns.values(), *table.choice.wide.columns}
    solution = table.columns.get("solution")
    free = [column for column in table.choice.titles if column not in taken or column == solution]
    profiles = table.choice.profiles
    of_class = next((c for c in free if several and profiles[c].share("grade") > _MOSTLY), None)
    service, names = None, frozenset[str]()
    for column in free if several and of_class is None else ():
        names = _ent_services(column, rows, kinds, products=column != solution)
        if names:
            service = column
            break
    commune = table.columns.get("commune")
    grouped = commune is not None and "uai" not in table.columns and (
        profiles[commune].filled_n < (1 - _GROUPED) * profiles[commune].rows_n
    )  # fmt: skip
    choice = table.choice
    alone = "start" in table.columns and not choice.says_status
    stage = next((c for c in free if alone and profiles[c].share("status") > _MOSTLY), None)
    dashes = _dashes(table, alone=alone)
    return Repeats(of_class, service, names, grouped, alone, stage, _in_course(table, rows), dashes)


def _in_course(table: Table, rows: Sequence[Row]) -> bool:
    """Tell contracts, of which those that are over stand beside those that are "en cours"."""
    index = table.columns.get("status")
    if index is None or "end" not in table.columns:
        return False
    return any(read_cell(cell_text(row[index])).gone for row in rows if index < len(row))


def _dashes(table: Table, *, alone: bool) -> frozenset[str]:
    """Find the columns where nobody writes "non": there a dash is what says it."""
    names = ("status", "solution") if not alone else ("start",)
    indexes = {column: table.columns[column] for column in names if column in table.columns}
    if "status" in indexes:
        indexes.pop("solution", None)
    profiles = table.choice.profiles
    return frozenset(
        column
        for column, index in indexes.items()
        if not profiles[index].kinds["no"] and profiles[index].kinds["dash"]
        and profiles[index].kinds["dash"] < profiles[index].filled_n
    )  # fmt: skip


def _identity(row: Row, table: Table) -> str:
    for column in ("uai", "name"):
        index = table.columns.get(column)
        if index is not None and index < len(row) and not is_empty(row[index]):
            return plain(cell_text(row[index]))
    return ""


def _ent_services(
    column: int, rows: Sequence[Row], kinds: CellKinds, *, products: bool
) -> frozenset[str]:
    """Give which of a column's few services are the ENT; none where all or none of them are."""
    cells = {
        cell_text(row[column]) for row in rows if column < len(row) and not is_empty(row[column])
    }
    if not 1 < len(cells) <= _MOST_SERVICES:
        return frozenset()
    ours = {cell for cell in cells if says(cell, "ent")}
    # A column of products is a history of them, unless it says "ENT" of some.
    ours = ours or {cell for cell in cells if products and "solution" in kinds.of(cell)}
    others = [cell for cell in cells - ours if "solution" not in kinds.of(cell)]
    # "MESSAGERIE" is what a school has besides, and no "non".
    statuses = [cell for cell in others if kinds.of(cell) & (STATUS_KINDS | {"date", "number"})
                and read_cell(cell).firm]  # fmt: skip
    if not ours or not others or statuses:
        return frozenset()
    return frozenset(map(plain, ours))
