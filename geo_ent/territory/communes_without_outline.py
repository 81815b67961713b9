"""The communes of today that have no polygon yet: shown inside the one that still covers them."""

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

from geo_ent.communes.bundled import communes_without_polygon


def polygon_codes(codes: "pd.Series[str]", *, drawn: Collection[str] = ()) -> "pd.Series[str]":
    """Give, for communes of today, the one whose polygon covers each: itself, but for a few.

    Parameters
    ----------
    drawn
        The communes that have a polygon: one of the few may, from another file of outlines.

    Examples
    --------
    >>> polygon_codes(pd.Series(["35238", "15031", ""])).tolist()
    ['35238', '15141', '']
    """
    hidden = _not_drawn(drawn)["shown_inside"]
    # Nearly always none of the few is there, and `replace` would go through all the codes.
    if not codes.isin(hidden.index).any():
        return codes
    return codes.replace(dict(zip(hidden.index, hidden, strict=True)))


def with_hidden_communes(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add a row without geometry for each commune that one of these still covers, sorted by code.

    Examples
    --------
    >>> from geo_ent.communes.bundled import read_communes
    >>> whole = with_hidden_communes(read_communes(["15"]))
    >>> whole.index[whole.geometry.isna()].tolist()
    ['15031', '15035', '15047', '15171']
    """
    hidden = _not_drawn(communes.index)
    here = hidden[hidden["shown_inside"].isin(communes.index)]
    if here.empty:
        return communes
    return pd.concat([communes, undrawn(here, communes)]).sort_index()


def undrawn(hidden: pd.DataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give some of `communes_without_polygon` the columns of others, and no geometry."""
    rows = hidden.reindex(columns=communes.columns.drop(communes.geometry.name))
    return gpd.GeoDataFrame(rows, geometry=[None] * len(rows), crs=communes.crs)


def shown_inside(communes: gpd.GeoDataFrame) -> dict[str, tuple[str, ...]]:
    """Name the communes that are shown inside the polygon of another of these, by its name.

    Examples
    --------
    >>> from geo_ent.communes.bundled import read_communes
    >>> shown_inside(read_communes(["35"]))
    {}
    """
    hidden = _not_drawn(communes.index)
    groups = hidden[hidden["shown_inside"].isin(communes.index)].groupby("shown_inside")
    return {str(communes["name"][host]): tuple(group["name"]) for host, group in groups}


def _not_drawn(drawn: Collection[str]) -> pd.DataFrame:
    hidden = communes_without_polygon()
    return hidden[[code not in drawn for code in hidden.index]]
