"""Local association of schools and of zones, as tables with what they leave out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.indicators.gaps.local_association import beyond_chance, local_join_counts, local_moran
from geo_ent.indicators.metres import in_metres, nearest_others
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.tables.contract import IN_DOUBT
from geo_ent.territory.edges import touching
from geo_ent.territory.placed_schools import placed
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import geopandas as gpd

    from geo_ent.indicators.gaps.local_association import Floats

_LEAST = 3  # places: with fewer, chance has nothing to deal


def local_absence(
    schools: "gpd.GeoDataFrame", *, neighbours: int = 8, level: float = 0.05, unknown: bool = False
) -> NotedTable[pd.DataFrame]:
    """Tell which schools without an ENT are among others without, more than by chance.

    Parameters
    ----------
    schools
        Indexed by `uai`, with points, `departement_code` and `status`.
    neighbours
        How many of the nearest schools are looked at.
    level
        The share of false ones among those `grouped` (Benjamini-Hochberg).
    unknown
        Whether a school of which nothing is known counts as without an ENT; by default it isn't
        counted at all.

    Returns
    -------
    NotedTable
        On `uai`, the schools counted: `near_n`, `near_without_n`, `p` (exact, NaN for a school that
        has an ENT) and `grouped`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> points = gpd.points_from_xy(range(700_000, 700_006), [6_600_000] * 6, crs=2154)
    >>> row = {"status": ["none"] * 3 + ["school"] * 3, "departement_code": "95"}
    >>> schools = gpd.GeoDataFrame(row, geometry=points, index=list("ABCDEF"))
    >>> local_absence(schools, neighbours=2).table["p"].round(3).tolist()[:2]
    [0.1, 0.1]
    """
    counted = schools if unknown else schools[~schools["status"].isin(IN_DOUBT)]
    empty = {"near_n": int, "near_without_n": int, "p": float}
    tables = [pd.DataFrame({title: pd.Series(dtype=kind) for title, kind in empty.items()})]
    notes = []
    if left_n := len(schools) - int(placed(counted).sum()):
        notes.append(Note("local.schools_out", n=left_n))
    for uais, xy in in_metres(counted):
        if len(uais) < _LEAST:
            notes.append(Note("local.few_schools"))
            continue
        without = (counted["status"].reindex(uais) != "school").to_numpy()
        k = min(neighbours, len(uais) - 1)  # an island may have fewer schools than are asked for
        joins = local_join_counts(without, nearest_others(xy, k)).set_axis(uais)
        tables.append(joins.rename(columns={"marked_n": "near_without_n"}).assign(near_n=k))
    table = pd.concat(tables)[[*empty]].rename_axis("uai")
    grouped = beyond_chance(table["p"].to_numpy(dtype=float), level=level)
    return NotedTable(table.assign(grouped=grouped), tuple(notes))


def local_rates(
    rates: "pd.Series[float]", zones: "gpd.GeoDataFrame", *, level: float = 0.05, seed: int = 0
) -> NotedTable[pd.DataFrame]:
    """Tell which zones have a low rate among low ones, or a high one among high ones.

    Rates on few schools are noise: give shrunken ones (empirical Bayes, its variance clipped at 0).

    Parameters
    ----------
    rates
        On the zones' index; NaN where it isn't known.
    zones
        A clean coverage, in any CRS.
    level
        The share of false ones among those `grouped` (Benjamini-Hochberg).
    seed
        Of the permutations.

    Returns
    -------
    NotedTable
        On the index of the zones that have a rate: `local_i, quadrant, p` as `local_moran` gives
        them, and `grouped`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> boxes = [box(x, 0, x + 1, 1) for x in range(3)]
    >>> zones = gpd.GeoDataFrame(index=list("ABC"), geometry=boxes)
    >>> rates = pd.Series([0.0, 0.1, None], index=list("ABC"))
    >>> [note.code for note in local_rates(rates, zones).notes]
    ['local.zones_out', 'local.few_zones']
    """
    known = rates.dropna().sort_index()  # deals are by place: rows in any order give the same p
    notes = []
    if left_n := len(zones) - len(known):
        notes.append(Note("local.zones_out", n=left_n))
    if len(known) < _LEAST:
        notes.append(Note("local.few_zones"))
    elif known.min() == known.max():
        notes.append(Note("local.all_equal"))
    pairs = touching(zones.geometry[known.index].to_numpy())
    values: Floats = np.array(known.tolist(), dtype=np.float64)
    table = local_moran(values, pairs, seed=seed).set_axis(known.index)
    if len(known) < _LEAST:
        table["p"] = np.nan  # two zones have one neighbour each: every deal is what was found
    grouped = beyond_chance(table["p"].to_numpy(dtype=float), level=level)
    return NotedTable(table.assign(grouped=grouped), tuple(notes))


def with_absence(gaps: pd.DataFrame, schools: "gpd.GeoDataFrame") -> pd.DataFrame:
    """Add to the schools to equip how many of their neighbours have none, and how odd that is.

    `near_n, near_without_n, absence_p, absence_grouped`, of the eight nearest schools.
    """
    local = local_absence(schools).table
    named = {"p": "absence_p", "grouped": "absence_grouped"}
    joined: pd.DataFrame = gaps.join(local.rename(columns=named))
    return joined.assign(absence_grouped=joined["absence_grouped"].astype("boolean"))
