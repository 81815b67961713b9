"""A scan for groups of schools without an ENT: more of them together than chance would put there.

Kulldorff's spatial scan statistic, Bernoulli model, circular windows: M. Kulldorff, *A spatial scan
statistic*, Communications in Statistics 26 (1997), 1481-1496.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Labels = NDArray[np.bool_]

__all__ = ["Found", "likelihood_ratios", "scan"]

_BATCH = 128  # simulations at a time: a batch's counts stay in the processor's cache
_LEAST = 2  # schools without an ENT in a window: one alone is no group


@dataclass(frozen=True, eq=False)
class Found:
    """A window with more schools without an ENT than chance would put there.

    Attributes
    ----------
    centre
        The place of the school at its centre.
    members
        The places of the schools in it, nearest to the centre first.
    radius_m
        From the centre to the furthest of them.
    ratio
        The logarithm of the likelihood ratio.
    p
        How often the likeliest window is as marked when the same number of schools without an ENT
        is dealt at random.
    """

    centre: int
    members: "NDArray[np.int32]"
    radius_m: float
    ratio: float
    p: float


@dataclass(frozen=True, eq=False)
class _Windows:
    """The circles around each school, small to large, up to half of the schools.

    Attributes
    ----------
    xy
        Metres.
    centres
        A place for each spot where there are schools.
    order
        A row a centre: all schools up to half of them, nearest first.
    whole
        A row a centre, a column a size less 1: whether the circle that stops there holds all the
        schools that are as far (else it isn't a circle).
    """

    xy: "Floats"
    centres: "Places"
    order: "NDArray[np.int32]"
    whole: "Labels"

    @cached_property
    def rows(self) -> "list[Places | None]":
        """For each size the rows that have such a circle; None for all of them."""
        return [
            None if column.all() else np.flatnonzero(column)
            for column in np.asfortranarray(self.whole).T
        ]


def scan(
    xy: "Floats", without: "Labels", *, simulations: int = 999, seed: int = 0, most: int = 10
) -> list[Found]:
    """Find the groups of schools without an ENT.

    Parameters
    ----------
    xy
        Metres, a row a school, in an order of their own (by UAI): among equal windows the
        smallest, then the first centre counts.
    without
        Whether each has no ENT; the others have one.
    simulations
        How often the same labels are dealt at random among the same places.
    seed
        Of the deals: the same input gives the same p.
    most
        How many windows at most.

    Returns
    -------
    list of Found
        The likeliest window, then the likeliest that has no school in common with those before,
        and so on, whatever their p; empty where nothing can be told (all or none without, fewer
        than 4 schools). The p of the second and later ones is compared with the likeliest of each
        deal, so that it is rather too high.

    Examples
    --------
    >>> xy = np.array([[x, 0.0] for x in (0, 1, 2, 3, 50, 60, 70, 80, 90, 99, 110, 120)])
    >>> best = scan(xy, np.arange(12) < 4)[0]
    >>> best.members.tolist(), best.radius_m, best.p < 0.05
    ([1, 0, 2, 3], 2.0, True)
    """
    n, cases = len(xy), int(without.sum())
    if n < 2 * _LEAST or cases < _LEAST or cases == n:
        return []
    windows = _windows(xy)
    table = likelihood_ratios(n, cases, windows.order.shape[1])
    found = list(_likeliest(windows, without, table, most))
    chance = _by_chance(windows, cases, table, simulations=simulations, seed=seed)
    return [
        Found(
            centre=centre,
            members=members,
            radius_m=float(np.hypot(*(xy[members[-1]] - xy[centre]))),
            ratio=ratio,
            p=(1 + int((chance >= ratio).sum())) / (1 + simulations),
        )
        for centre, members, ratio in found
    ]


def likelihood_ratios(n: int, cases: int, largest: int) -> "Floats":
    """Tabulate the log likelihood ratio of every window that holds more cases than its part.

    Parameters
    ----------
    n, cases
        Schools in all, and those without an ENT.
    largest
        Schools in the largest window, fewer than `n`.

    Returns
    -------
    NDArray
        A row a size (0 to `largest`), a column a number of cases (0 to `cases`): 0 where the
        window holds no more cases than its part, or fewer than 2.

    Notes
    -----
    c cases among m schools inside, C among N in all: c ln(c/m) + (m-c) ln((m-c)/m) and the same
    outside, less the same for all of it (Kulldorff 1997, section 4).

    Examples
    --------
    >>> table = likelihood_ratios(10, 4, 5)  # all four in a window of four: 10 ln 10 - 4 ln 4 - ...
    >>> round(table[4, 4].item(), 6)
    6.730117
    """
    m = np.arange(largest + 1)[:, None].astype(float)
    c = np.arange(cases + 1)[None, :].astype(float)
    inside = _entropy(c, m)
    outside = _entropy(cases - c, n - m)
    ratio = inside + outside - _entropy(np.array(float(cases)), np.array(float(n)))
    more = (c * (n - m) > (cases - c) * m) & (c <= m) & (c >= _LEAST)
    return np.where(more, ratio, 0.0)


def _entropy(c: "Floats", m: "Floats") -> "Floats":
    """Give c ln(c/m) + (m-c) ln((m-c)/m), the log likelihood at its maximum; 0 ln 0 is 0."""

    def times_log(value: "Floats") -> "Floats":
        positive = value > 0
        return np.where(positive, value * np.log(np.where(positive, value, 1.0)), 0.0)

    return times_log(c) + times_log(m - c) - times_log(m)


def _windows(xy: "Floats") -> _Windows:
    """Draw the circles; schools on one spot have the same ones, so one of them is enough."""
    _, centres = np.unique(xy, axis=0, return_index=True)
    centres = np.sort(centres)
    half = len(xy) // 2
    order = np.empty((len(centres), half), dtype=np.int32)
    whole = np.empty((len(centres), half), dtype=bool)
    for row, centre in enumerate(centres):
        away = ((xy - xy[centre]) ** 2).sum(axis=1)
        nearest = np.argsort(away, kind="stable")[: half + 1]
        order[row] = nearest[:half]
        whole[row] = away[nearest[:half]] < away[nearest[1:]]
    return _Windows(xy=xy, centres=centres, order=order, whole=whole)


def _likeliest(
    windows: _Windows, without: "Labels", table: "Floats", most: int
) -> "Iterator[tuple[int, NDArray[np.int32], float]]":
    """Give the likeliest window, then the likeliest without a school of those before."""
    counts = np.cumsum(without[windows.order], axis=1)
    sizes = np.arange(1, counts.shape[1] + 1)
    ratios = np.where(windows.whole, table[sizes[None, :], counts], 0.0)
    taken = np.zeros(len(without), dtype=bool)
    for _ in range(most):
        if (best := ratios.max()) <= 0:
            return
        row, column = _smallest(windows, *np.nonzero(ratios == best))
        members = windows.order[row, : column + 1]
        yield int(windows.centres[row]), members, float(ratios[row, column])
        taken[members] = True
        ratios[np.logical_or.accumulate(taken[windows.order], axis=1)] = 0.0


def _smallest(windows: _Windows, rows: "Places", columns: "Places") -> tuple[int, int]:
    """Choose among equal windows the one with the smallest radius, then the first centre."""
    last = windows.xy[windows.order[rows, columns]]
    radii = ((last - windows.xy[windows.centres[rows]]) ** 2).sum(axis=1)
    at = int(radii.argmin())
    return int(rows[at]), int(columns[at])


def _by_chance(
    windows: _Windows, cases: int, table: "Floats", *, simulations: int, seed: int
) -> "Floats":
    """Give the likeliest window's ratio in each deal.

    At a given size the ratio grows with the cases, so the most cases of each size are enough: a
    sum and a maximum, no logarithm, in the inner loop.
    """
    n = len(windows.xy)
    rng = np.random.default_rng(seed)
    best = np.empty(simulations)
    for start in range(0, simulations, _BATCH):
        batch = min(_BATCH, simulations - start)
        deals = np.zeros((n, batch), dtype=np.int16)
        for column in range(batch):
            deals[rng.choice(n, cases, replace=False), column] = 1
        best[start : start + batch] = _likeliest_of(windows, deals, table)
    return best


def _likeliest_of(windows: _Windows, deals: "NDArray[np.int16]", table: "Floats") -> "Floats":
    """Give the likeliest window's ratio in each deal of a batch (a column each)."""
    counts = np.zeros((len(windows.centres), deals.shape[1]), dtype=np.int16)
    step = np.empty_like(counts)
    best = np.zeros(deals.shape[1])
    order = np.ascontiguousarray(windows.order.T)
    for size, (nearest, rows) in enumerate(zip(order, windows.rows, strict=True), start=1):
        np.take(deals, nearest, axis=0, out=step, mode="clip")
        counts += step
        if rows is None:
            most = counts.max(axis=0)
        elif len(rows):
            most = counts[rows].max(axis=0)
        else:
            continue
        np.maximum(best, table[size, most], out=best)
    return best
