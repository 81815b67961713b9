"""Groups of schools that are equipped together: communes that join, networks around a collège."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.register.territory_words import level_of
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.text.compare import plain
from simulator.calibrate import share_out
from simulator.selection import wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["join_communes", "make_networks", "sayable"]

_LEAST = 2  # schools in a network


def sayable(communes: "pd.Series[str]") -> set[str]:
    """Give the codes of the communes that a register can name without being misread.

    Two of the same name can't be told apart by it, and "La Ville-aux-Bois" reads as "ville de".

    Parameters
    ----------
    communes
        Name by `commune_code`.
    """
    keys = communes.map(loose_commune_key)
    alone = ~keys.duplicated(keep=False)
    clear = communes.map(lambda name: not level_of(plain(name))[0])
    return set(communes.index[alone & clear])


def join_communes(
    sizes: "pd.Series[int]",
    chances: "pd.Series[float]",
    *,
    count: int,
    schools_n: int | None,
    fixed: "Mapping[str, int]",
    place: str,
) -> dict[str, int]:
    """Choose the communes that join and how many schools of each are equipped.

    The likeliest, then exchanged for larger or smaller ones until their schools are as many as
    wanted: so nearly all the communes that join have all their schools equipped.

    Parameters
    ----------
    sizes, chances
        Of the communes that can, by `commune_code`: schools, and how near they are to joining.
    count
        Communes.
    schools_n
        Schools; None for all of the communes'.
    fixed
        Those that join whatever happens, and how many of their schools are equipped.
    place
        Of the wave.

    Raises
    ------
    InputError
        If it can't be: how many could is told.
    """
    if not len(fixed) <= count <= len(sizes):
        wrong(place, f"{count} communes adhèrent, {len(fixed)} sont nommées et {len(sizes)} ont "
                     f"une école qui convient : entre {len(fixed)} et {len(sizes)}.")  # fmt: skip
    order = chances.drop(list(fixed)).sort_values(ascending=False, kind="stable").index
    rest = sizes.drop(list(fixed))[order]
    free, known = count - len(fixed), sum(fixed.values())
    if schools_n is None:
        return {**fixed, **_partly(rest.iloc[:free], int(rest.iloc[:free].sum()))}
    low, high = free + known, int(rest.nlargest(free).sum()) + known
    if not low <= schools_n <= high:
        wrong(place, f"{schools_n} écoles dans {count} communes qui adhèrent : elles peuvent en "
                     f"avoir de {low} à {high}.")  # fmt: skip
    chosen = _fit(rest, free, schools_n - known)
    return {**fixed, **_partly(rest[chosen], schools_n - known)}


def _fit(sizes: "pd.Series[int]", count: int, wanted: int) -> list[str]:
    """Exchange communes of the first ones until their schools are as many as wanted, or more."""
    chosen, waiting = list(sizes.index[:count]), list(sizes.index[count:])
    while (excess := int(sizes[chosen].sum()) - wanted) and waiting:
        gains = _best_exchange(sizes[chosen].to_numpy(), sizes[waiting].to_numpy(), excess)
        if gains is None:
            break
        out, into = gains
        chosen[out], waiting[into] = waiting[into], chosen[out]
    if sizes[chosen].sum() < wanted:  # too few: the largest that there are have room
        return list(sizes.nlargest(count).index)
    return chosen


def _best_exchange(
    inner: "np.typing.NDArray[Any]", outer: "np.typing.NDArray[Any]", excess: int
) -> tuple[int, int] | None:
    """Find the exchange that leaves the least excess; None when none lowers it."""
    sizes_in, first_in = np.unique(inner[::-1], return_index=True)
    sizes_out, first_out = np.unique(outer, return_index=True)
    left = np.abs(excess - (sizes_in[:, None] - sizes_out[None, :]))
    taken, given = np.unravel_index(int(left.argmin()), left.shape)
    if left[taken, given] >= abs(excess):
        return None
    return len(inner) - 1 - int(first_in[taken]), int(first_out[given])


def _partly(sizes: "pd.Series[int]", wanted: int) -> "dict[str, int]":
    """Equip every school of the communes, but for the largest's where they have too many."""
    excess = int(sizes.sum()) - wanted
    parts = sizes.copy()
    for code in sizes.sort_values(ascending=False, kind="stable").index:
        less = min(excess, int(sizes[code]) - 1)
        parts[code] -= less
        excess -= less
    return {str(code): int(count) for code, count in parts.items()}


def make_networks(
    schools: pd.DataFrame, *, count: int | None, schools_n: int | None, place: str
) -> "pd.Series[str]":
    """Choose the schools of networks, the nearest to the collège of their sector.

    Parameters
    ----------
    schools
        Those that can: `college` (UAI of their sector) and `college_km`, how far it is, in
        random order of sectors.
    count
        Networks; None for one in every sector.
    schools_n
        Schools in all; None for all those of the sectors.
    place
        Of the wave in the file.

    Returns
    -------
    Series
        The collège of the schools chosen.

    Raises
    ------
    InputError
        If that can't be: how many could is told.
    """
    if schools.empty:
        wrong(place, "aucune école qui convienne n'est hors d'un réseau.")
    sizes = schools.groupby("college", sort=False).size()
    room = _chosen(sizes, count, schools_n, place)
    order = schools.sort_values("college_km", kind="stable")
    rank = order.groupby("college").cumcount() + 1
    return order.loc[rank <= order["college"].map(room).fillna(0), "college"]


def _chosen(
    sizes: "pd.Series[int]", count: int | None, schools_n: int | None, place: str
) -> "pd.Series[int]":
    """Choose the sectors of networks, and how many schools each has."""
    able = sizes[sizes >= _LEAST] if count is not None else sizes
    count = len(able) if count is None else count
    if count > len(able):
        wrong(place, f"{count} réseaux d'écoles, mais {len(able)} secteurs de collège ont au moins "
                     f"{_LEAST} écoles qui conviennent : au plus {len(able)}.")  # fmt: skip
    able = able.iloc[:count]
    if schools_n is None:
        return able
    if schools_n > able.sum():  # take the largest sectors instead of the first
        able = sizes.nlargest(count)
    if not count <= schools_n <= able.sum():
        wrong(place, f"{schools_n} écoles dans {count} réseaux : ils peuvent en avoir de {count} à "
                     f"{int(able.sum())}.")  # fmt: skip
    return _even(able, schools_n)


def _even(room: "pd.Series[int]", total: int) -> "pd.Series[int]":
    """Share schools out evenly between the networks, as far as each has room."""
    counts = pd.Series(0, index=room.index)
    while (left := total - int(counts.sum())) > 0:
        open_ = (counts < room).astype(float)
        more = share_out(open_, left, pd.Series(0, index=room.index))
        counts = (counts + more).clip(upper=room)
    return counts
