"""The tables as they leave for programs: which columns of a school, whole numbers, decimals."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo_ent.tables.fields import fields, table
from geo_ent.tables.word_lists import with_joined_words

_WHOLE = {name for name, field in fields().items() if field.kind == "whole"}
_DECIMALS = 6  # kept: of a degree, a tenth of a metre


def schools_table(schools: gpd.GeoDataFrame) -> pd.DataFrame:
    """Choose what a table of schools says: each one's point, zones and status.

    Parameters
    ----------
    schools
        Located (EPSG:4326), with their status at the date.

    Returns
    -------
    DataFrame
        On `uai`, sorted: the contract's columns, zones, what the commune tells, how the school was
        placed, `latitude, longitude`, then the status and the use; those that `schools` has.
    """
    place = {"latitude": schools.geometry.y, "longitude": schools.geometry.x}
    placed = pd.DataFrame(schools).assign(**place)
    return placed[[column for column in table("schools").own if column in placed]].sort_index()


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Make counts whole numbers ("Int64", missing is NA), round the rest, write words as texts.

    An expected number keeps its decimals, though its name ends as a count's.

    Examples
    --------
    >>> import pandas as pd
    >>> table = tidy(pd.DataFrame({"pupils_n": [12.0, None], "coverage_share": [1 / 3, None]}))
    >>> table.astype(object).where(table.notna(), None).values.tolist()
    [[12, 0.333333], [None, None]]
    """
    # Last of all: until it is written, what is several is a list.
    table = with_joined_words(table)
    # The suffix tells a count (docs/conventions.md); an expected number of schools ends so too.
    columns = {title: _tidied(str(title), column) for title, column in table.items()}
    tidied = pd.DataFrame(columns, index=table.index, copy=False)
    tidied.columns = table.columns
    return tidied


def _tidied(title: str, column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Write a count as whole numbers, and round what isn't one."""
    if not title.endswith("_n") and title not in _WHOLE:
        return column.round(_DECIMALS) if column.dtype.kind == "f" else column
    if column.dtype.kind in "iu":
        return column.astype("Int64")
    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    missing = np.isnan(numbers)
    if (numbers[~missing] % 1).any():
        return column.round(_DECIMALS) if column.dtype.kind == "f" else column
    whole = pd.arrays.IntegerArray(np.where(missing, 0, numbers).astype("int64"), missing)
    return pd.Series(whole, index=column.index, name=column.name)
