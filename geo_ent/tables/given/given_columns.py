"""The cells of a frame that a notebook hands over, held to the records of their columns.

A cell that isn't what its column can be is counted as nothing, or as another thing, without a
word: « oui » for a rural commune, « rep » for an éducation prioritaire, minus three pupils.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.tables.contract_check import is_missing, is_number, rules
from geo_ent.tables.fields import Field, table
from geo_ent.text.compare import meant
from geo_ent.text.safe import one_line

_WIDTH = 40  # of what was found, in a sentence

# What to write instead: a table that was read again from a CSV has lost its types.
_CODES = (
    "lisez les codes en texte, pd.read_csv(…, dtype={{'{name}': str}}), "
    "ou prenez geo_ent.open(dossier).schools"
)
_FLAGS = "faites {column}.map({{'oui': True, 'non': False}}).astype('boolean')"
_ONES = "faites {column}.astype('boolean')"
_DAYS = "faites pd.to_datetime({column}), sans fuseau horaire (.dt.tz_localize(None))"
_NUMBERS = "faites pd.to_numeric({column}, errors='coerce')"
_MISSING = "un texte qui manque est vide : faites {column}.fillna('')"


def hold_cells(
    frame: pd.DataFrame, record: str, name: str, call: str, *, but: Collection[str] = ()
) -> None:
    """Refuse a frame of which a cell isn't what its column can be.

    Parameters
    ----------
    frame
        Of which the columns that the record names are looked at.
    record
        The table, as `fields.table` names it.
    name
        What the frame is called in the call: "schools", "register".
    call
        The piece, by its public name.
    but
        Columns to leave alone, which somebody else holds.

    Raises
    ------
    InputError
        With the column, the first cell at fault and its row, and what to do.

    Examples
    --------
    >>> frame = pd.DataFrame({"rural": ["oui"], "sector": ["public"]}, index=["0350122T"])
    >>> try:
    ...     hold_cells(frame, "schools", "schools", "coverage")
    ... except InputError as fault:
    ...     print(str(fault).split(" ; ")[0])
    coverage : rural « oui » (0350122T)
    """
    columns, filled = _columns(record)
    for column, field in columns.items():
        if column in frame and column not in but:
            must = column in filled
            cells = _held(frame[column], field, filled=must)
            for right, expected in rules(cells, field):
                if not right.all():
                    where = f"{name}['{column}']"
                    fault = _fault(cells[~right], field, expected, where, filled=must)
                    msg = f"{call} : {column} {fault}"
                    raise InputError(msg)


@cache
def _columns(record: str) -> tuple[Mapping[str, Field], Collection[str]]:
    """Give the columns of a record but its index, and those that are filled in."""
    kept = table(record)
    columns = {name: kept.columns[name] for name in kept.own}
    if record == "schools":
        # Schools are held before they are located too, when their codes are of any vintage.
        columns |= {name: table("annuaire").columns[name] for name in table("annuaire").own}
    if record == "communes":
        # Schools take from their commune what it is known by: the same columns, in both.
        columns = {**_columns("schools")[0], **columns}
    return columns, (*kept.filled, *(kept.needed if record == "register" else ()))


def _held(cells: "pd.Series[Any]", field: Field, *, filled: bool) -> "pd.Series[Any]":
    """Leave out the cells that say nothing, where a column may have some."""
    if filled or field.kind not in ("text", "code"):
        return cells
    # What is missing is "": NaN, read again from a CSV, is told nowhere from what isn't known.
    return cells[cells.ne("")]


def _fault(
    wrong: "pd.Series[Any]", field: Field, expected: str, column: str, *, filled: bool
) -> str:
    """Say which cell isn't right, what was expected and what to do."""
    shown = wrong[wrong.notna()] if wrong.notna().any() else wrong
    cell, row = shown.tolist()[0], one_line(shown.index[0], width=_WIDTH)
    written = "vide" if is_missing(cell) else f"« {one_line(cell, width=_WIDTH)} »"
    todo = _to_do(cell, field, filled=filled).format(name=field.name, column=column)
    parts = f"{written} ({row})", f"on attend {expected}", *filter(None, [todo])
    return " ; ".join(parts) + ("" if todo.endswith("?") else ".")


def _to_do(cell: object, field: Field, *, filled: bool) -> str:
    """Say what to do about a cell; "" where nobody knows what was meant."""
    if field.words:
        missing = "" if filled else _MISSING
        return missing if is_missing(cell) else meant(str(cell), field.words)
    if field.kind == "code" and is_missing(cell):
        return "" if filled else _MISSING
    if field.is_number:
        return "" if is_number(cell) else _NUMBERS
    if field.kind == "flag":
        return _ONES if is_number(cell) else _FLAGS
    return {"code": _CODES, "day": _DAYS}.get(field.kind, "")
