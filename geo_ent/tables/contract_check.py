"""The door of every table: a frame is held to the records of its columns, every fault at once."""

from collections.abc import Iterable, Iterator
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from geo_ent.errors import InputError
from geo_ent.tables.fields import Field, table

_MOST_FAULTS = 5  # named in a message; the others are seen once these are mended


def check(frame: pd.DataFrame, name: str, where: str) -> pd.DataFrame:
    """Hold a frame to the record of a table, every fault at once.

    Parameters
    ----------
    frame
        Its columns that the record names are looked at, the others left alone.
    name
        The table, as `fields.table` names it: "annuaire", "register", "communes".
    where
        What the reader of an error knows it by: the file's path.

    Returns
    -------
    DataFrame
        The frame, its days as "datetime64[s]".

    Raises
    ------
    InputError
        In one line: the columns at fault, with an example of each.
    """
    record = table(name)
    typed = _in_seconds(frame, record.columns.values())
    faults = [
        f"{column} : attendu une colonne de ce nom, trouvé aucune"
        for column in record.needed
        if column not in frame
    ]
    for column, field in record.columns.items():
        if column == record.index:
            faults += _faults("index", typed.index.to_series(), field)
            again = typed.index[typed.index.duplicated()]
            faults += [f"index : attendu un code par ligne, trouvé deux fois {code!r}"
                       for code in again[:1]]  # fmt: skip
        elif column in typed:
            faults += _faults(column, typed[column], field)
    if faults:
        named = "; ".join(faults[:_MOST_FAULTS])
        msg = f"{where} : le tableau n’est pas celui que l’on attend : {named}"
        raise InputError(msg)
    return typed


def _in_seconds(frame: pd.DataFrame, columns: Iterable[Field]) -> pd.DataFrame:
    """Give days the one dtype that they have everywhere, where they come in another unit."""
    days = [field.name for field in columns if field.kind == "day" and field.name in frame]
    # pandas gives days the unit of the way that they were read: one table, read from a CSV and
    # from a workbook, would be two that aren't equal.
    finer = [name for name in days if frame[name].dtype in ("datetime64[ns]", "datetime64[us]")]
    return frame.astype(dict.fromkeys(finer, "datetime64[s]")) if finer else frame


def _faults(name: str, cells: "pd.Series[Any]", field: Field) -> Iterator[str]:
    """Say what a column should hold, with the first cell that isn't so."""
    for right, expected in rules(cells, field):
        # The value itself, by `tolist`, for numpy's own repr says "np.float64(1.2)".
        wrong = cells[~right]
        if len(wrong):
            yield f"{name} : attendu {expected}, trouvé {wrong.tolist()[0]!r}"


def rules(cells: "pd.Series[Any]", field: Field) -> "Iterator[tuple[pd.Series[bool], str]]":
    """Give what the cells of a column must be, and which are; what one rule refuses ends them.

    Parameters
    ----------
    cells
        The column, or those of its cells that say something.
    field
        Its record.

    Examples
    --------
    >>> from geo_ent.tables.fields import fields
    >>> held = rules(pd.Series([True, "oui", None]), fields()["rural"])
    >>> [(right.tolist(), expected) for right, expected in held]
    [([True, False, True], 'True, False ou rien')]
    """
    if field.words:
        yield cells.isin(field.words), " ou ".join(word or "rien" for word in field.words)
    elif field.kind == "code":
        # A number has lost the zero before it, and is found among no codes.
        yield cells.map(lambda cell: isinstance(cell, str)).astype(bool), "un code, en texte"
        if field.pattern:
            yield cells.astype(str).str.fullmatch(field.pattern), f"un code {field.pattern}"
    elif field.is_number:
        yield from _of_numbers(cells, field)
    elif field.kind == "flag" and cells.dtype not in ("bool", "boolean"):
        yield cells.map(_is_flag).astype(bool), "True, False ou rien"
    elif field.kind == "day" and not _are_days(cells):
        yield cells.map(_is_day).astype(bool), "un jour"


def _of_numbers(cells: "pd.Series[Any]", field: Field) -> "Iterator[tuple[pd.Series[bool], str]]":
    if not pd.api.types.is_numeric_dtype(cells.dtype) or cells.dtype in ("bool", "boolean"):
        right = cells.map(is_number).astype(bool)
        yield right, "un nombre"
        if not right.all():
            return
    numbers = pd.to_numeric(cells, errors="coerce").astype(float)
    yield ~numbers.abs().eq(np.inf), "un nombre"
    if field.least is not None:
        yield ~(numbers < field.least), f"{field.least:g} ou plus"
    if field.most is not None:
        yield ~(numbers > field.most), f"{field.most:g} ou moins"


def is_missing(cell: object) -> bool:
    """Tell whether a cell says nothing: None, NaN, NaT or NA.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing("")
    (True, False)
    """
    return pd.api.types.is_scalar(cell) and bool(pd.isna(cell))  # type: ignore[call-overload]


def is_number(cell: object) -> bool:
    """Tell whether a cell is a number, which True and False aren't.

    Examples
    --------
    >>> is_number(np.int64(3)), is_number(True), is_number("3")
    (True, False, False)
    """
    return isinstance(cell, Real) and not isinstance(cell, bool)


def _is_flag(cell: object) -> bool:
    return isinstance(cell, bool | np.bool_) or is_missing(cell)


def _are_days(cells: "pd.Series[Any]") -> bool:
    """Tell days by their column, which is quick: nearly all are."""
    return isinstance(cells.dtype, np.dtype) and cells.dtype.kind == "M"


def _is_day(cell: object) -> bool:
    # Hours of another place can't be compared with a day.
    return cell is pd.NaT or (isinstance(cell, pd.Timestamp) and cell.tzinfo is None)
