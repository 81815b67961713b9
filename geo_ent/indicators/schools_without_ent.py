"""The schools without an ENT, in rural communes where that can be told."""

from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.noted_table import Answer
from geo_ent.text.numbers import counted, number

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["are_rural", "figures", "texts", "without_ent"]


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
) -> "Answer[gpd.GeoDataFrame]":
    """List the schools that have no ENT for the whole school (class, planned, none, unknown).

    Parameters
    ----------
    schools
        Indexed by `uai`, with `status`, and `rural` where it is known.
    rural_only
        Whether to keep to rural communes; where no commune's rurality is known, none is left out.

    Returns
    -------
    Answer
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
    notes = _why_none(schools, without, kept) or _doubts(kept)
    if rural_only and rural is None and len(without):
        notes.append(
            "On ne sait pas quelles communes sont rurales : toutes les écoles sans ENT comptent."
        )
    if rural is not None:
        notes += _unsaid(without)
    return Answer(kept, tuple(notes))


def _why_none(schools: pd.DataFrame, without: pd.DataFrame, kept: pd.DataFrame) -> list[str]:
    if not len(schools):
        return ["Il n’y a aucune école."]
    if not len(without):
        return ["Toutes les écoles ont un ENT."]
    if not len(kept):
        return ["Aucune école que l’on sait rurale n’est sans ENT."]
    return []


def _doubts(kept: pd.DataFrame) -> list[str]:
    """Say how many of those listed may have an ENT that nobody told of."""
    unknown = int((kept["status"] == "unknown").sum())
    if unknown == len(kept):
        return ["On ne sait pour aucune école de la liste si elle a un ENT."]
    if unknown:
        told = f"Pour {counted(unknown, 'école')} de la liste sur {number(len(kept))}"
        return [f"{told}, on ne sait pas s’il y a un ENT."]
    return []


def _unsaid(without: pd.DataFrame) -> list[str]:
    n = int(without["rural"].isna().sum())
    if not n:
        return []
    are = "sont absentes" if n > 1 else "est absente"
    return [f"{counted(n, 'école')} sans ENT dont la ruralité n’est pas connue {are} de la liste."]
