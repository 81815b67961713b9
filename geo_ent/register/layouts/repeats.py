"""Why a table has several rows for a school: a class each, a service each, one commune for many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.layouts.cell_kinds import STATUS_KINDS, CellKinds
from geo_ent.register.layouts.column_choice import Choice
from geo_ent.register.layouts.sheet_tables import Table
from geo_ent.register.layouts.title_meaning import says
from geo_ent.tables.cells import cell_text, is_empty
from geo_ent.text.compare import plain

Row = Sequence[object]

NUMBERED = re.compile(r"^\s*[\dA-Z]{1,2}\s?[-–.:)]\s?(?=\w{2})")
"""What numbers a status, for boards and lists to be sorted by it."""

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
    steps
        The columns of the days of steps before the opening: a request, a convention.
    in_course
        Whether "en cours" is the contrary of an end, as of a contract, and not a project.
    numbered
        Whether statuses are numbered: "1-candidature", "2-en préparation".
    dashes
        The columns in which a dash, or a box left empty, is the only way to say no.
    answered_column
        The column of the moment at which a survey was answered.
    """

    class_column: int | None = None
    service_column: int | None = None
    services: frozenset[str] = frozenset()
    grouped_commune: bool = False
    date_alone: bool = False
    stage_column: int | None = None
    steps: tuple[int, ...] = ()
    in_course: bool = False
    numbered: bool = False
    dashes: frozenset[str] = frozenset()
    answered_column: int | None = None

    def other_service(self, row: Row) -> bool:
        """Tell a row of a service that isn't the ENT."""
        column = self.service_column
        if column is None or column >= len(row) or is_empty(row[column]):
            return False
        return plain(cell_text(row[column])) not in self.services


def repeats_of(table: Table, rows: Sequence[Row], kinds: CellKinds) -> Repeats:
    """Find out what is peculiar about a table's rows.

    Parameters
    ----------
    table, rows
        A table and its rows.
    kinds
        Tells grades, and what names the ENT.
    """
    profiles = table.choice.profiles
    free = _free(table)
    named = [school for row in rows if (school := _identity(row, table))]
    of_class, service, names = None, None, frozenset[str]()
    if len(named) > _SEVERAL * len(set(named)):
        of_class = next((c for c in free if profiles[c].share("grade") > _MOSTLY), None)
        if of_class is None:
            service, names = _service_column(table, rows, kinds, free)
    elif len(named) > len(set(named)) and "solution" in table.columns:
        # Where some have a photocopier's contract beside the ENT's, few of them come twice.
        column = table.columns["solution"]
        things = {cell_text(row[column]) for row in rows if column < len(row)}
        if any(says(cell, "other") and not says(cell, "ent") for cell in things):
            service, names = _service_column(table, rows, kinds, [column])
    elif _sells_goods(table):
        service, names = _service_column(table, rows, kinds, [table.columns["solution"]])
    commune = table.columns.get("commune")
    steps = _steps(table, free)
    # A product whose steps are dated and whose opening isn't is on its way.
    alone = "start" in table.columns and not _tells_status(table.choice, steps)
    return Repeats(
        class_column=of_class,
        service_column=service,
        services=names,
        grouped_commune=commune is not None
        and "uai" not in table.columns
        and profiles[commune].filled_n < (1 - _GROUPED) * profiles[commune].rows_n,
        date_alone=alone,
        stage_column=_stage_column(table, free) if alone else None,
        steps=steps,
        in_course=_in_course(table, rows),
        numbered=_numbered(table, rows),
        dashes=_dashes(table, alone=alone),
        answered_column=_answered(table),
    )


def _sells_goods(table: Table) -> bool:
    """Tell a list of articles or resources, of which only some are an ENT."""
    return "solution" in table.columns and says(table.titles["solution"], "goods")


def _free(table: Table) -> list[int]:
    """Give the columns that nothing was taken from, and that of the products."""
    taken = {*table.columns.values(), *table.choice.wide.columns}
    solution = table.columns.get("solution")
    return [column for column in table.choice.titles if column not in taken or column == solution]


def _service_column(
    table: Table, rows: Sequence[Row], kinds: CellKinds, free: Sequence[int]
) -> tuple[int | None, frozenset[str]]:
    solution = table.columns.get("solution")
    for column in free:
        products = column != solution or _sells_goods(table)
        names = _ent_services(column, rows, kinds, products=products)
        if names:
            return column, names
    return None, frozenset()


def _steps(table: Table, free: Sequence[int]) -> tuple[int, ...]:
    """Find the days of what comes before an opening: a request, a convention."""
    choice = table.choice
    return tuple(
        column
        for column in free
        if choice.profiles[column].share("date") > _MOSTLY
        and says(choice.titles[column].own, "before_dates")
    )


def _stage_column(table: Table, free: Sequence[int]) -> int | None:
    """Find the column of yes and no of a step before the opening."""
    choice = table.choice
    return next(
        (
            column
            for column in free
            if choice.profiles[column].share("status") > _MOSTLY
            and not says(choice.titles[column].own, "other")
        ),
        None,
    )


def _tells_status(choice: Choice, steps: Sequence[int]) -> bool:
    """Tell whether more than a day says who has an ENT: a product that is ordered doesn't."""
    if choice.wide.says_status or "status" in choice.columns:
        return True
    index = choice.columns.get("solution")
    return index is not None and not steps and not says(choice.titles[index].own, "before")


def _numbered(table: Table, rows: Sequence[Row]) -> bool:
    index = table.columns.get("status")
    cells = [row[index] for row in rows if index is not None and index < len(row)]
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return sum(bool(NUMBERED.match(text)) for text in texts) > _MOSTLY * len(texts) > 0


def _answered(table: Table) -> int | None:
    """Find when each row of a survey was answered; a tool's other moments are of no answer."""
    for column, title in table.choice.titles.items():
        profile = table.choice.profiles[column]
        timed = profile.share("timestamp") > _MOSTLY or profile.share("date") > _MOSTLY
        if timed and says(title.own, "answered"):
            return column
    return None


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
    known = {cell for cell in cells if "solution" in kinds.of(cell)}
    return frozenset(map(plain, ours | known))
