"""Isolated schools that could be equipped together: those of one collège's sector."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.indicators.metres import in_metres
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.schools_without_ent import figures, texts, without_ent
from geo_ent.tables.contract import IN_DOUBT
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

NETWORK_COLUMNS = (
    "zone_name",
    "schools_n",
    "unknown_n",
    "covered_n",
    "pupils_n",
    "pupils_unknown_n",
    "mean_km",
    "max_km",
    "names",
    "uais",
)
"""The columns of the networks."""


def networks(
    schools: "gpd.GeoDataFrame", *, rural_only: bool = True, minimum: int = 2
) -> NotedTable[pd.DataFrame]:
    """List, sector by sector, the schools without an ENT that could be equipped together.

    Their pupils meet at one collège ("écoles éloignées en réseau").

    Parameters
    ----------
    schools
        Every school counted, with `status`, points and `secteur_college_code`.
    rural_only
        Whether to keep to rural communes; where no commune's rurality is known, none is left out.
    minimum
        How many schools make a network.

    Returns
    -------
    NotedTable
        On `zone_code` (the collège's UAI), most schools first: how many schools of the list
        (`schools_n`, of which `unknown_n` of unknown status), how many of the sector have an ENT
        (`covered_n`), pupils (NaN where none is known), the mean and the longest of the distances
        between two of them (km, straight line, NaN where fewer than two have a point), a tuple of
        their names (`telling` joins them as its language does), their UAIs joined by spaces.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6604000], crs=2154)
    >>> pair = {"status": "none", "departement_code": "95", "secteur_college_code": "0951234X"}
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["0950001A", "0950002B"])
    >>> networks(schools).table[["schools_n", "max_km"]].to_dict("index")
    {'0951234X': {'schools_n': 2, 'max_km': 5.0}}
    """
    listed = without_ent(schools, rural_only=rural_only)
    without = listed.table.assign(zone_code=texts(listed.table, "secteur_college_code"))
    known = without[without["zone_code"] != ""]
    table = _described(schools, known)
    kept = table[table["schools_n"] >= minimum]
    kept = kept.sort_values(["schools_n", "pupils_n"], ascending=False, kind="stable")
    return NotedTable(kept, (*listed.notes, *_notes(without, known, table, kept)))


def _described(schools: "gpd.GeoDataFrame", known: "gpd.GeoDataFrame") -> pd.DataFrame:
    zones, pupils = known["zone_code"], figures(known, "pupils_n")
    uais = pd.Series(known.index, index=known.index, dtype=str)
    # of all the sector's schools, rural or not: who has an ENT already can show it to the others
    covered = texts(schools, "secteur_college_code")[schools["status"] == "school"].value_counts()
    kms = _distances(known)
    table = pd.DataFrame(
        {
            "zone_name": texts(known, "secteur_college_name").groupby(zones).first(),
            "schools_n": zones.groupby(zones).size(),
            "unknown_n": known["status"].isin(IN_DOUBT).groupby(zones).sum(),
            "pupils_n": pupils.groupby(zones).sum(
                min_count=1
            ),  # 0 would be a figure: none is known
            "pupils_unknown_n": pupils.isna().groupby(zones).sum(),
            "names": texts(known, "name").groupby(zones).agg(tuple),
            "uais": uais.groupby(zones).agg(" ".join),
        }
    ).rename_axis("zone_code")
    table["covered_n"] = covered.reindex(table.index).fillna(0).astype(int)
    table["mean_km"] = pd.Series({zone: mean for zone, (mean, _) in kms.items()}, dtype=float)
    table["max_km"] = pd.Series({zone: longest for zone, (_, longest) in kms.items()}, dtype=float)
    return table[[*NETWORK_COLUMNS]]


def _distances(known: "gpd.GeoDataFrame") -> dict[str, tuple[float, float]]:
    """Give the mean and the longest distance (km) between two schools of each sector."""
    kms: dict[str, tuple[float, float]] = {}
    for uais, xy in in_metres(known):
        zones = known["zone_code"].reindex(uais).to_numpy()
        for zone in np.unique(zones):
            metres = _between(xy[zones == zone])
            if len(metres):  # a school alone has a place in the table, but no distance
                kms[str(zone)] = (float(metres.mean()) / 1000, float(metres.max()) / 1000)
    return kms


def _between(xy: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Give the metres between each two points, once each."""
    first, second = np.triu_indices(len(xy), k=1)
    metres: NDArray[np.float64] = np.hypot(*(xy[first] - xy[second]).T)
    return metres


def _notes(
    without: pd.DataFrame, known: pd.DataFrame, table: pd.DataFrame, kept: pd.DataFrame
) -> "Iterator[Note]":
    """Count the schools that are in no network, so that all of the list are accounted for."""
    if not len(without):
        return
    if not len(known):
        yield Note("together.no_sector")
        return
    if left_n := len(without) - len(known):
        yield Note("together.sector_of", n=left_n)
    if alone_n := int(table["schools_n"].sum() - kept["schools_n"].sum()):
        yield Note("together.alone", n=alone_n, whole=len(known))
