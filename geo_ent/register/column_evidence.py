"""What the cells of a register's column look like, whatever its title says."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo_ent.register.vocabulary import reads_as_date, solution_of, status_of
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text
from geo_ent.tables.uai import clean_uai, looks_like_uai
from geo_ent.text.compare import plain

MOST = 0.5
"""Share of a column's cells from which it is what they are."""

_LEAST_UAI_SHARE = 0.2  # share of cells like a UAI; fewer are slips in a column of another kind

# A column without cells can't be refuted: it counts, just above what is refuted (0).
_EMPTY = 0.01

_SCHOOL = re.compile(r"^(?:ecoles?|ec|e[mep]|e[mep]p[ur]?|gs|groupe|maternelle|elementaire|mat)\b")
_PRIORITY = re.compile(r"^(?:(?:hors|non) )?(?:rep\b|ep\b|rrs\b|eclair\b|education prioritaire)")


@dataclass(frozen=True)
class Known:
    """What tells the content of a column: the directory's UAI and communes."""

    uais: Collection[str]
    communes: Collection[str]


def is_content(cell: str) -> bool:
    """Tell what can't be a title: a UAI, a date, a status."""
    return looks_like_uai(cell) or reads_as_date(cell) or is_status(cell)


def _starts_as_school(cell: object) -> bool:
    return bool(_SCHOOL.match(plain(cell_text(cell))))


def share(cells: Sequence[object], holds: Callable[[object], bool]) -> float:
    """Give the share of cells of which something holds, 0 to 1."""
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def _uai_like(cells: Sequence[object], known: Known) -> float:
    """Share of cells like a UAI; the column with most schools of the directory wins."""
    alike = share(cells, looks_like_uai)
    hits = share(cells, lambda cell: clean_uai(cell) in known.uais)
    return 0.0 if alike < _LEAST_UAI_SHARE and hits == 0 else alike + hits


def _commune_like(cells: Sequence[object], known: Known) -> float:
    numbers = share(cells, _is_number)
    names = share(cells, lambda cell: loose_commune_key(cell_text(cell)) in known.communes)
    # Codes and postcodes are refuted; names that the directory hasn't may be hamlets.
    return 0.0 if numbers > MOST else names + 0.001


def _status_like(cells: Sequence[object], _known: Known) -> float:
    # "ENT" above 3, 5, 12 counts classes or accounts; 0 and 1 are no and yes.
    counts = share(cells, lambda cell: _is_number(cell) and cell_text(cell) not in {"0", "1"})
    words = share(cells, is_status)
    return 0.0 if counts > words else max(words, _EMPTY)


def _name_like(cells: Sequence[object], _known: Known) -> float:
    if share(cells, _is_number) > MOST or share(cells, looks_like_uai) > MOST:
        return 0.0
    # Of two columns of texts the one that differs most from row to row names the schools.
    return 1 + len({*map(str, cells)}) / len(cells) + share(cells, _starts_as_school)


def _date_like(cells: Sequence[object], _known: Known) -> float:
    return max(share(cells, reads_as_date), _EMPTY)


def _solution_like(cells: Sequence[object], _known: Known) -> float:
    known = share(cells, is_solution)
    return 0.0 if share(cells, _is_number) > MOST else known + _EMPTY


def _network_like(cells: Sequence[object], _known: Known) -> float:
    """Tell networks of schools from those of priority education, which bear the same title."""
    priority = share(cells, lambda cell: bool(_PRIORITY.match(plain(cell_text(cell)))))
    return 0.0 if priority > MOST else 1 - priority + _EMPTY


_CONTENT: Mapping[str, Callable[[Sequence[object], Known], float]] = {
    "uai": _uai_like,
    "commune": _commune_like,
    "status": _status_like,
    "name": _name_like,
    "called_school": lambda cells, _known: share(cells, _starts_as_school),
    "start": _date_like,
    "end": _date_like,
    "solution": _solution_like,
    "network": _network_like,
}


def fitness(column: str, cells: Sequence[object], known: Known) -> float:
    """Say how well cells fit a column of the contract, from 0, which refutes it.

    For a column that a title names, it tells which of several is the better, and may be over 1;
    columns whose cells can't tell (a programme, a remark) are as good as each other. For "uai",
    "commune", "status" and "called_school" (a name by its cells alone), it begins with a share.
    """
    content = _CONTENT.get(column)
    if content is None:
        return 1.0
    return content(cells, known) if cells else _EMPTY


def _is_number(cell: object) -> bool:
    return plain(cell_text(cell)).replace(" ", "").isdigit()


@cache
def _text_is_status(text: str) -> bool:
    return status_of(text) not in {None, "unknown"} or text == "?"


def is_status(cell: object) -> bool:
    """Tell whether a cell says a status, or that nobody knows it."""
    return isinstance(cell, bool) or _text_is_status(cell_text(cell))


def is_solution(cell: object) -> bool:
    """Tell whether a cell names a known solution."""
    return solution_of(cell_text(cell))[1]
