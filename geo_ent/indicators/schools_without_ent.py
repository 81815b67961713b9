"""The schools without an ENT, in rural communes where that can be told."""

from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.noted_table import NotedTable
from geo_ent.tables.contract import IN_DOUBT
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas as gpd


def texts(frame: pd.DataFrame, column: str) -> "pd.Series[str]":
    """Give a column of words, "" where it isn't there or says nothing."""
    if column not in frame:
        return pd.Series("", index=frame.index, dtype=str)
    return frame[column].astype(object).where(frame[column].notna(), "").astype(str)


def figures(frame: pd.DataFrame, column: str) -> "pd.Series[float]":
    """Give a column of numbers, NaN where it isn't there."""
    if column not in frame:
        return pd.Series(float("nan"), index=frame.index)
    return frame[column].astype(float)


def are_rural(frame: pd.DataFrame) -> "pd.Series[bool] | None":
    """Tell which schools or communes are known to be rural; None where nothing is known of any."""
    if "rural" not in frame or frame["rural"].isna().all():
        return None
    return frame["rural"].astype("boolean").fillna(value=False).astype(bool)


def without_ent(
    schools: "gpd.GeoDataFrame", *, rural_only: bool = True
) -> "NotedTable[gpd.GeoDataFrame]":
    """List the schools that have no ENT for the whole school (any status but `school`).

    Parameters
    ----------
    schools
        Indexed by `uai`, with `status`, and `rural` where it is known.
    rural_only
        Whether to keep to rural communes; where no commune's rurality is known, none is left out.

    Returns
    -------
    NotedTable
        The schools, sorted by UAI; notes say why there is none, or what they leave out.

    Examples
    --------
    >>> import geopandas as gpd
    >>> pair = gpd.GeoDataFrame({"status": ["none", "school"], "rural": True}, index=["A", "B"])
    >>> list(without_ent(pair).table.index)
    ['A']
    """
    without = schools[schools["status"] != "school"].sort_index()
    rural = are_rural(schools) if rural_only else None
    kept = without if rural is None else without[rural[without.index]]
    notes = list(_why_none(schools, without, kept) or _doubts(kept))
    if rural_only and rural is None and len(without):
        notes.append(Note("listed.rurality"))
    # a school whose commune's rurality isn't known is neither listed nor said to be urban
    unsaid_n = 0 if rural is None else int(without["rural"].isna().sum())
    if unsaid_n:
        notes.append(Note("listed.rurality_of", n=unsaid_n))
    return NotedTable(kept, tuple(notes))


def keeps_to_rural(notes: "Iterable[Note]") -> bool:
    """Tell whether a list or areas keep to rural communes, by what their notes say they don't know.

    Examples
    --------
    >>> keeps_to_rural([]), keeps_to_rural([Note("areas.rurality")])
    (True, False)
    """
    return not any(note.code.endswith(".rurality") for note in notes)


def _why_none(schools: pd.DataFrame, without: pd.DataFrame, kept: pd.DataFrame) -> tuple[Note, ...]:
    """Say why the list is empty: the first cause is the one that explains the others."""
    causes = (
        (schools, "listed.no_school"),
        (without, "listed.all_have"),
        (kept, "listed.none_rural"),
    )
    return next(((Note(code),) for rows, code in causes if not len(rows)), ())


def _doubts(kept: pd.DataFrame) -> "Iterator[Note]":
    """Say how many of those listed may have an ENT that nobody told of."""
    unknown_n = int(kept["status"].isin(IN_DOUBT).sum())
    if unknown_n == len(kept):
        yield Note("listed.all_unknown")
    elif unknown_n:
        yield Note("listed.unknown", n=unknown_n, whole=len(kept))
