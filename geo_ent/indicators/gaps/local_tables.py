"""Local association of schools and of zones, as tables with what they leave out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.indicators.gaps.local_association import beyond_chance, local_join_counts, local_moran
from geo_ent.indicators.metres import in_metres, nearest_others, placed
from geo_ent.indicators.noted_table import Answer
from geo_ent.territory.edges import touching
from geo_ent.text.numbers import counted

if TYPE_CHECKING:
    import geopandas as gpd

    from geo_ent.indicators.gaps.local_association import Floats

__all__ = ["local_absence", "local_rates"]

_LEAST = 3  # places: with fewer, chance has nothing to deal


def local_absence(
    schools: "gpd.GeoDataFrame", *, neighbours: int = 8, level: float = 0.05, unknown: bool = False
) -> Answer[pd.DataFrame]:
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
    Answer
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
    asked = schools if unknown else schools[schools["status"] != "unknown"]
    empty = {"near_n": int, "near_without_n": int, "p": float}
    tables = [pd.DataFrame({title: pd.Series(dtype=kind) for title, kind in empty.items()})]
    notes = []
    if left := len(schools) - int(placed(asked).sum()):
        are = "ne sont pas comptées" if left > 1 else "n’est pas comptée"
        who = counted(left, "école inconnue", "écoles inconnues")
        notes.append(f"{who} ou sans point {are}.")
    for uais, xy in in_metres(asked):
        if len(uais) < _LEAST:
            notes.append("Trop peu d’écoles connues pour comparer chacune à ses voisines.")
            continue
        without = (asked["status"].reindex(uais) != "school").to_numpy()
        k = min(neighbours, len(uais) - 1)
        told = local_join_counts(without, nearest_others(xy, k)).set_axis(uais)
        tables.append(told.rename(columns={"marked_n": "near_without_n"}).assign(near_n=k))
    table = pd.concat(tables)[[*empty]].rename_axis("uai")
    grouped = beyond_chance(table["p"].to_numpy(dtype=float), level=level)
    return Answer(table.assign(grouped=grouped), tuple(notes))


def local_rates(
    rates: "pd.Series[float]", zones: "gpd.GeoDataFrame", *, level: float = 0.05, seed: int = 0
) -> Answer[pd.DataFrame]:
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
    Answer
        On the index of the zones that have a rate: `local_i, quadrant, p` as `local_moran` gives
        them, and `grouped`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> boxes = [box(x, 0, x + 1, 1) for x in range(3)]
    >>> zones = gpd.GeoDataFrame(index=list("ABC"), geometry=boxes)
    >>> local_rates(pd.Series([0.0, 0.1, None], index=list("ABC")), zones).notes
    ('1 zone sans valeur n’est pas comparée.', 'Trop peu de zones pour comparer.')
    """
    known = rates.dropna().sort_index()
    notes = []
    if left := len(zones) - len(known):
        are = "ne sont pas comparées" if left > 1 else "n’est pas comparée"
        notes.append(f"{counted(left, 'zone')} sans valeur {are}.")
    if len(known) < _LEAST:
        notes.append("Trop peu de zones pour comparer.")
    elif known.min() == known.max():
        notes.append("Toutes les zones ont la même valeur : aucune ne tranche.")
    pairs = touching(zones.geometry[known.index].to_numpy())
    values: Floats = np.array(known.tolist(), dtype=np.float64)
    table = local_moran(values, pairs, seed=seed).set_axis(known.index)
    if len(known) < _LEAST:
        table["p"] = np.nan
    grouped = beyond_chance(table["p"].to_numpy(dtype=float), level=level)
    return Answer(table.assign(grouped=grouped), tuple(notes))
