"""Groups of schools with a column for each of their schools: "en maternelle", "en élémentaire".

Such a row is of two schools of one name, and each column says the status of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from geo_ent.register.layouts.sheet_tables import Table
from geo_ent.register.layouts.title_meaning import bare
from geo_ent.register.register_row import Line
from geo_ent.register.vocabulary import status_of
from geo_ent.tables.cells import cell_text

_LEVEL = re.compile(
    r"^(?:ent )?(?:en |ecole |cote |niveau |a la |a l )?(maternelle|elementaire)s?(?: ent)?$"
)
_STATUSES = 0.85  # share of the cells that must say a status
_LEVELS = 2

Row = Sequence[object]


def level_columns(table: Table) -> Mapping[int, str]:
    """Find the columns of the maternelle and of the élémentaire; none where there aren't both.

    Parameters
    ----------
    table
        A table whose rows are told by a name.
    """
    choice = table.choice
    if "name" not in choice.columns or choice.has_codes:
        return {}
    levels = {
        index: level[1]
        for index, title in choice.titles.items()
        for level in [_LEVEL.match(bare(title.own))]
        if level and choice.profiles[index].share("status") >= _STATUSES
    }
    return levels if set(levels.values()) == {"maternelle", "elementaire"} and (
        len(levels) == _LEVELS) else {}  # fmt: skip


def by_level(line: Line, row: Row, levels: Mapping[int, str]) -> Iterator[Line]:
    """Make a group's row one for each of its schools; a product is of those that have an ENT.

    Parameters
    ----------
    line, row
        The row, and its cells as they stand.
    levels
        As `level_columns` gives them.
    """
    for index, level in levels.items():
        cell = row[index] if index < len(row) else None
        cells = {**line.cells, "status": cell, "name": f"École {level} {line.text('name')}"}
        if status_of(cell if isinstance(cell, bool) else cell_text(cell)) in {"none", "unknown"}:
            cells = {column: kept for column, kept in cells.items()
                     if column not in {"solution", "start", "end"}}  # fmt: skip
        yield replace(line, cells=cells, columns=line.columns | {"status"}, notes=[], history=[])
