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

_BATCH = 128  # simulations at a time: a batch's counts stay in the processor's cache
_ABREAST = 32  # rows whose maxima are sought together
_LEAST_ROOM = 16  # schools: with less, a wider type
_LEAST = 2  # schools without an ENT in a window: one alone is no group


@dataclass(frozen=True, eq=False)
class Found:
    """A window with more schools without an ENT than chance would put there.

    Attributes
    ----------
    centre
        Index of the school at its centre.
    members
        Indices of the schools in it, nearest to the centre first.
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
        Index of one school for each spot where there are schools.
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
    def steps(self) -> "list[tuple[NDArray[np.int32], Places]]":
        """For each size the school that comes in, and the rows that have no such circle."""
        partial = np.asfortranarray(~self.whole).T
        return [
            (school, np.flatnonzero(column))
            for school, column in zip(np.ascontiguousarray(self.order.T), partial, strict=True)
        ]


def scan(
    xy: "Floats", without: "Labels", *, simulations: int = 999, seed: int = 0, most_groups: int = 10
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
    most_groups
        How many to give at most.

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
    likeliest = list(_likeliest(windows, without, table, most_groups))
    chance = _by_chance(windows, cases, table, simulations=simulations, seed=seed)
    return [
        Found(
            centre=centre,
            members=members,
            radius_m=float(np.hypot(*(xy[members[-1]] - xy[centre]))),
            ratio=ratio,
            # what was found is one of the deals too: p is never 0, whatever their number
            p=(1 + int((chance >= ratio).sum())) / (1 + simulations),
        )
        for centre, members, ratio in likeliest
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
    m = np.arange(largest + 1)[:, None]
    c = np.arange(min(cases, largest) + 1)[None, :]  # beyond there are too few schools
    ratio = _entropy(c, m) + _entropy(cases - c, n - m) - _entropy(np.array(cases), np.array(n))
    more = (c * (n - m) > (cases - c) * m) & (c <= m) & (c >= _LEAST)
    table = np.zeros((largest + 1, cases + 1))
    table[:, : c.size] = np.where(more, ratio, 0.0)
    return table


def _entropy(c: "Places", m: "Places") -> "Floats":
    """Give c ln(c/m) + (m-c) ln((m-c)/m), the log likelihood at its maximum; 0 ln 0 is 0."""
    counts = np.arange(1, m.max() + 1)
    times_log = np.concatenate([[0.0], counts * np.log(counts)])  # logarithms of few numbers
    entropy: Floats = times_log[c] + times_log[np.maximum(m - c, 0)] - times_log[m]
    return entropy


def _windows(xy: "Floats") -> _Windows:
    """Draw the circles; schools on one spot have the same ones, so one of them is enough."""
    _, centres = np.unique(xy, axis=0, return_index=True)
    centres = np.sort(centres)
    half = len(xy) // 2
    order = np.empty((len(centres), half), dtype=np.int32)
    whole = np.empty((len(centres), half), dtype=bool)
    x, y = np.ascontiguousarray(xy.T)
    for row, centre in enumerate(centres):
        squared_m = (x - x[centre]) ** 2 + (y - y[centre]) ** 2
        nearest = _nearest_first(squared_m)[: half + 1]
        order[row] = nearest[:half]
        # the circle ends there only if the next school is further
        whole[row] = squared_m[nearest[:half]] < squared_m[nearest[1:]]
    return _Windows(xy=xy, centres=centres, order=order, whole=whole)


def _nearest_first(squared_m: "Floats") -> "Places":
    """Give the indices by squared distance, then by index: a stable sort, made of quicker ones."""
    nearest = np.argsort(squared_m)
    ordered = squared_m[nearest]
    further = ordered[1:] > ordered[:-1]
    if further.all():
        return nearest
    groups = len(squared_m) * np.concatenate([[0], np.cumsum(further)])
    sorted_within: Places = np.sort(groups + nearest) - groups
    return sorted_within


def _likeliest(
    windows: _Windows, without: "Labels", table: "Floats", most_groups: int
) -> "Iterator[tuple[int, NDArray[np.int32], float]]":
    """Give the likeliest window, then the likeliest without a school of those before."""
    counts = np.cumsum(without[windows.order], axis=1)
    sizes = np.arange(1, counts.shape[1] + 1)
    ratios = np.where(windows.whole, table[sizes[None, :], counts], 0.0)
    upto = np.maximum.accumulate(ratios, axis=1)  # the likeliest of a row among its first sizes
    every = np.arange(len(ratios))
    free = np.full(len(ratios), ratios.shape[1])  # sizes of a row without a school of those before
    for _ in range(most_groups):
        reached = np.where(free > 0, upto[every, free - 1], 0.0)
        if (best := reached.max()) <= 0:  # no window left that holds more than its part
            return
        rows = np.flatnonzero(reached == best)
        row, column = _smallest(windows, rows, (upto[rows] == best).argmax(axis=1))
        members = windows.order[row, : column + 1]
        yield int(windows.centres[row]), members, float(best)
        free = np.minimum(free, _free_of(members, windows.order))


def _free_of(members: "NDArray[np.int32]", order: "NDArray[np.int32]") -> "Places":
    """Count the sizes of each row that none of these schools has come in yet."""
    taken_schools = np.zeros(order.max() + 1, dtype=bool)
    taken_schools[members] = True
    is_taken = taken_schools[order]
    free: Places = np.where(is_taken.any(axis=1), is_taken.argmax(axis=1), order.shape[1])
    return free


def _smallest(windows: _Windows, rows: "Places", columns: "Places") -> tuple[int, int]:
    """Choose among equal windows the one with the smallest radius, then the first centre."""
    last = windows.xy[windows.order[rows, columns]]
    radii = ((last - windows.xy[windows.centres[rows]]) ** 2).sum(axis=1)
    first = int(radii.argmin())  # the first of equal radii, which is the first centre
    return int(rows[first]), int(columns[first])


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
        deals = np.zeros((n, batch), dtype=np.uint8)
        for column in range(batch):
            # as many as were found, each time: the test is about where they are
            deals[rng.choice(n, cases, replace=False), column] = 1
        best[start : start + batch] = _likeliest_of(windows, deals, table)
    return best


def _likeliest_of(windows: _Windows, deals: "NDArray[np.uint8]", table: "Floats") -> "Floats":
    """Give the likeliest window's ratio in each deal of a batch (a column each)."""
    tally = _Tally(deals, len(windows.centres))
    best = np.zeros(deals.shape[1])
    for size, (nearest, partial) in enumerate(windows.steps, start=1):
        tally.add(nearest)
        if len(partial) < len(windows.centres):
            np.maximum(best, table[size, tally.largest_counts(partial)], out=best)
    return best


class _Tally:
    """The cases in the windows of one size, in each deal, in as few bytes as hold them.

    Windows of one size hold about as many: less the fewest in their deal, one byte is enough, and
    a processor counts twice as many at once as with two.
    """

    def __init__(self, deals: "NDArray[np.unsignedinteger]", windows_n: int) -> None:
        self._deals, self._n = deals, windows_n
        rows = windows_n + -windows_n % _ABREAST  # those that are no window stay at 0
        self._above = np.zeros((rows, deals.shape[1]), dtype=deals.dtype)
        self._fewest = np.zeros(deals.shape[1], dtype=np.intp)
        self._step = np.empty((windows_n, deals.shape[1]), dtype=deals.dtype)
        self._room = 0  # schools to come before the type is full

    def add(self, nearest: "NDArray[np.int32]") -> None:
        """Make each window larger by a school."""
        if not self._room:
            self._make_room()
        np.take(self._deals, nearest, axis=0, out=self._step, mode="clip")
        self._above[: self._n] += self._step
        self._room -= 1

    def largest_counts(self, partial: "Places") -> "Places":
        """Give the most cases of a window in each deal, but for some windows."""
        held = self._above[partial]
        self._above[partial] = 0
        abreast = self._above.reshape(_ABREAST, -1).max(axis=0)  # long rows: one loop for many
        largest: Places = self._fewest + abreast.reshape(-1, len(self._fewest)).max(axis=0)
        self._above[partial] = held
        return largest

    def _make_room(self) -> None:
        above = self._above[: self._n]
        fewest = above.min(axis=0)
        above -= fewest
        self._fewest += fewest
        if np.iinfo(above.dtype).max - int(above.max()) < _LEAST_ROOM:
            wider = np.dtype(f"u{2 * above.itemsize}")
            self._deals, self._step = self._deals.astype(wider), self._step.astype(wider)
            self._above = self._above.astype(wider)
        self._room = np.iinfo(self._above.dtype).max - int(self._above.max())
