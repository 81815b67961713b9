"""Simulated circonscriptions: whole communes of one département, compact, of about 45 schools."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo_ent.territory.edges import vertices

__all__ = ["assign_circonscriptions", "meeting", "split_towns"]

_USUAL = 43  # schools in a circonscription
_TOWN = 1.2  # times as many: from there a town makes circonscriptions of its own
_ROUNDS = 400

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]


def assign_circonscriptions(communes: gpd.GeoDataFrame, *, size: int = _USUAL) -> gpd.GeoDataFrame:
    """Give each commune its circonscription.

    The pools and the largest towns are circonscriptions as they are; the rest of each
    département is shared by balance.

    Parameters
    ----------
    communes
        In a metric CRS, with `departement_code, pool, schools_n, population_n, name`.
    size
        Schools in a circonscription, about.

    Returns
    -------
    GeoDataFrame
        The communes with `circonscription` (the code of its largest commune) and
        `circonscription_name`.
    """
    own = communes["pool"].where(communes["schools_n"] < _TOWN * size, communes.index)
    groups = []
    for (departement, name), group in communes.groupby([communes["departement_code"], own]):
        parts = 1 if name else max(1, round(group["schools_n"].sum() / size))
        owner = _balance(group, parts)
        groups.append(departement + "/" + name + "/" + pd.Series(owner, group.index).astype(str))
    zones = pd.concat(groups).reindex(communes.index)
    largest = communes["population_n"].groupby(zones).idxmax()
    key = zones.map(largest)
    return communes.assign(circonscription=key, circonscription_name=key.map(communes["name"]))


def _balance(communes: gpd.GeoDataFrame, parts: int) -> Indices:
    """Cut communes into compact parts with nearly as many schools each.

    A power diagram of the communes' centres: its cells are convex, and a cell that has too few
    schools sees its weight raised (Aurenhammer, Hoffmann and Aronov, 1998).
    """
    points = shapely.get_coordinates(shapely.centroid(communes.geometry.to_numpy()))
    weights = communes["schools_n"].to_numpy(dtype=float)
    target = weights.sum() / parts
    step = float(points.var(axis=0).sum()) / parts
    centres, raised = points[_spread(points, weights, parts)], np.zeros(parts)
    best, smallest = np.zeros(len(points), dtype=np.intp), np.inf
    if parts == 1:
        return best
    away = _squares(points, centres)
    for turn in range(_ROUNDS):
        owner = (away - raised).argmin(axis=1)
        sizes = np.bincount(owner, weights, parts)
        if np.abs(sizes - target).max() < smallest:
            best, smallest = owner, np.abs(sizes - target).max()
        raised += 0.3 * step * (1 - turn / _ROUNDS) * (target - sizes) / target
        if turn < _ROUNDS // 8:  # first move the centres, then only balance
            centres = _centres(points, weights, owner, centres)
            away = _squares(points, centres)
    return _gather_strays(communes, best)


def _squares(points: Numbers, centres: Numbers) -> Numbers:
    """Give the square of the distance of each point to each centre."""
    (x, y), (at_x, at_y) = points.T, centres.T
    squares: Numbers = (x[:, None] - at_x) ** 2 + (y[:, None] - at_y) ** 2
    return squares


def _spread(points: Numbers, weights: Numbers, parts: int) -> list[int]:
    """Choose the first centres: the heaviest commune, then heavy ones far from those chosen."""
    chosen = [int(weights.argmax())]
    while len(chosen) < parts:
        away = ((points[:, None] - points[chosen]) ** 2).sum(axis=2).min(axis=1)
        chosen.append(int((away * weights).argmax()))
    return chosen


def _centres(points: Numbers, weights: Numbers, owner: Indices, before: Numbers) -> Numbers:
    """Move each centre to the middle of its schools."""
    sizes = np.bincount(owner, weights, len(before))
    sums = [np.bincount(owner, weights * axis, len(before)) for axis in points.T]
    middle = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, None]
    moved: Numbers = np.where(sizes[:, None] > 0, middle, before)
    return moved


def _gather_strays(communes: gpd.GeoDataFrame, owner: Indices) -> Indices:
    """Give the communes cut off from their part to the part that they touch most."""
    left, right = meeting(communes.geometry.to_numpy())
    for _ in range(len(set(owner))):
        main = _main_components(owner, left, right)
        strays = np.flatnonzero(~main)
        near = pd.DataFrame({"at": left, "owner": owner[right], "main": main[right]})
        near = near[near["main"] & near["at"].isin(strays)]
        if near.empty:
            break
        shared = near.groupby(["at", "owner"], as_index=False).size()
        most = shared.sort_values(["size", "owner"], ascending=[False, True])
        moves = most.drop_duplicates("at")
        owner = owner.copy()
        owner[moves["at"].to_numpy()] = moves["owner"].to_numpy()
    return owner


def _main_components(owner: Indices, left: Indices, right: Indices) -> NDArray[np.bool_]:
    """Tell which communes are in the largest connected piece of their part."""
    piece = np.arange(len(owner))
    same = owner[left] == owner[right]
    left, right = left[same], right[same]
    while (piece[left] > piece[right]).any():
        np.minimum.at(piece, left, piece[right])
    table = pd.DataFrame({"owner": owner, "piece": piece})
    size = table.groupby("piece")["owner"].transform("size")
    first = table.assign(size=size).sort_values(["size", "piece"], ascending=[False, True])
    largest = first.drop_duplicates("owner").set_index("owner")["piece"]
    return (table["piece"] == table["owner"].map(largest)).to_numpy()


def split_towns(schools: pd.DataFrame, *, size: int = _USUAL) -> pd.DataFrame:
    """Split the circonscriptions that are too large a town by straight cuts: Nancy 1, Nancy 2.

    Parameters
    ----------
    schools
        With `circonscription`, `circonscription_name` and `x, y` (metres).
    size
        Schools in a circonscription, about.
    """
    schools = schools.copy()
    zones = schools.groupby("circonscription")["commune_code"]
    sizes = zones.size()[zones.min() == zones.max()]
    for town in sizes.index[sizes >= _TOWN * size]:
        members = schools[schools["circonscription"] == town]
        part = _cut(members[["x", "y"]].to_numpy(), max(2, round(len(members) / size)))
        for column, mark in (("circonscription", "-"), ("circonscription_name", " ")):
            schools.loc[members.index, column] = members[column] + mark + part.astype(str)
    return schools


def _cut(points: Numbers, parts: int) -> NDArray[np.str_]:
    """Give points a number along their longest axis, as many in each part, from west to east."""
    centred = points - points.mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    order = np.argsort(centred @ (axis * np.sign(axis[0])), kind="stable")
    part = np.empty(len(points), dtype=int)
    for number, members in enumerate(np.array_split(order, parts), 1):
        part[members] = number
    return part.astype(str)


def meeting(polygons: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair the polygons that have a vertex in common: a corner is enough.

    Parameters
    ----------
    polygons
        Polygons and multipolygons, a clean coverage: vertices are compared to the last bit.

    Returns
    -------
    first, second
        Indices in `polygons`, sorted; a pair (i, j) is there as (j, i) too.

    Examples
    --------
    >>> corner = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)])
    >>> [indices.tolist() for indices in meeting(corner)]
    [[0, 1], [1, 0]]
    """
    _, vertex, _, owner = vertices(polygons)
    n = len(polygons)
    met = np.unique(vertex * n + owner)
    vertex, owner = met // n, met % n
    pairs = [np.empty(0, dtype=np.intp)]
    for step in range(1, int(np.bincount(vertex).max(initial=0))):  # three or four meet at most
        same = vertex[step:] == vertex[:-step]
        one, other = owner[:-step][same], owner[step:][same]
        pairs += [one * n + other, other * n + one]
    pair = np.unique(np.concatenate(pairs))
    return pair // n, pair % n
