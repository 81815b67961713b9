"""The bounds of the classes that maps, legends and tables put zones in.

They are fixed, the same on every map, or fitted to a map's own values: of all the choices of
rounded bounds that make four to six classes, the one that tells the zones apart best (the optimum
of Fisher and Jenks, found by trying each). docs/decisions/0025-classes.md says why.
"""

import math
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Unit: TypeAlias = Literal["share", "n", "points"]
Classing: TypeAlias = Literal["fit", "equal", "around"]
"""Fitted to the map, the same on every map, or parted at the territory's own value."""

FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Of shares."""

NUMBERS = (0.0, 1.0, 5.0, 10.0, 20.0, math.inf)
"""Of numbers of schools."""

# Around nought a class of its own: within 5 points, few schools more would turn the gap over.
GAPS = (-100.0, -20.0, -5.0, 5.0, 20.0, 100.0)
"""Of gaps, in percentage points."""

PARTINGS = (
    *((5, 10, 20), (5, 20, 40), (5, 15, 30), (10, 20, 40), (10, 30, 60), (2, 10, 20)),
    *((2, 5, 10), (1, 5, 10), (1, 5, 20), (1, 2, 5)),
)
"""Where classes of changes part on both sides of nought, in points: as `compare.js` has them."""

FIXED: "Mapping[Unit, tuple[float, ...]]" = {"share": FIFTHS, "n": NUMBERS, "points": GAPS}
"""The classes that are the same on every map."""

LEAST_CLASSES, MOST_CLASSES = 4, 6

MOST_IN_ONE = 0.45
"""The largest part of the zones that one class should hold."""

ROUNDING = 1e-9
"""3/5 and 0.6 may differ in the last bit."""

# What one class more, or one bound less round, must tell of the zones' differences to be worth it.
_ANOTHER_CLASS, _NOT_ROUND = 0.02, 0.005
_DECIMALS = 9  # sums that differ in their last bits are ties, on every machine
_STEP = 5  # points
_STEPS_AROUND = (5, 25)  # points: the nearest and the farthest bounds on each side of a rate

# Round numbers, finely and coarsely: a finer one where the coarse would leave few to choose from.
_FINE = (1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9)
_COARSE = (1, 1.5, 2, 3, 5)
_ROUND = (1, 2, 5)
_MOST_BOUNDS = 19  # as many as shares have: their choices are tried in milliseconds


class _Choices(NamedTuple):
    """Choices of as many bounds, one a column, with what each value is then looked up by.

    Attributes
    ----------
    bounds
        The places of the bounds.
    classes
        The places, in a square of all pairs of bounds and ends, of the pair around each class.
    evenness
        The sum of the squares of the classes' widths: the least is the most even.
    """

    bounds: "NDArray[np.int64]"
    classes: "NDArray[np.int64]"
    evenness: "NDArray[np.int64]"


class _Grid(NamedTuple):
    """The bounds to choose from, between the two ends of the scale."""

    bounds: "NDArray[np.float64]"
    is_round: "NDArray[np.bool_]"
    choices: tuple[_Choices, ...]
    ends: tuple[float, float]


def fitted_breaks(values: "NDArray[np.float64]", unit: Unit) -> tuple[float, ...]:
    """Choose the bounds of four to six classes that tell these values apart best.

    Bounds of shares and of gaps are multiples of 5 points, those of numbers are round. Among
    all choices come first those of four classes with something in them, then those without a
    class of over 45 % of the values, as far as the values allow; then the one that leaves the
    least variance within the classes, where a class more or a bound that isn't round must earn its
    place. Of a gap, the class around nought stays; where some number is nought, it is apart.

    Parameters
    ----------
    values
        Of the zones that have one: shares 0 to 1, numbers of schools, or percentage points.

    Returns
    -------
    tuple[float, ...]
        Rising, from one end of the scale to the other; the fixed ones where there aren't two
        different values. The same for the same values in any order.

    Examples
    --------
    >>> fitted_breaks(np.array([0.31, 0.33, 0.42, 0.44, 0.52, 0.58, 0.71, 0.74]), "share")
    (0.0, 0.4, 0.5, 0.7, 1.0)
    >>> fitted_breaks(np.array([0.0, 0.0, 1.0, 3.0, 4.0, 12.0]), "n")
    (0.0, 1.0, 2.0, 5.0, inf)
    """
    known = np.sort(values[~np.isnan(values)])
    if not known.size or known[0] == known[-1]:
        return FIXED[unit]
    grid = _numbers(known) if unit == "n" else _shares() if unit == "share" else _gaps()
    chosen = _best(known, grid, np.sqrt(known) if unit == "n" else known)
    low, high = grid.ends
    return (low, *(float(bound) for bound in grid.bounds[chosen]), high)


def breaks_around(values: "NDArray[np.float64]", rate: float) -> tuple[float, ...]:
    """Part shares at a rate, and once more on each side of it, where that is within 0 to 1.

    On each side the bound is as many points away as half of the values are at most: a multiple of
    5, from 5 to 25.

    Examples
    --------
    >>> breaks_around(np.array([0.2, 0.45, 0.5, 0.62, 0.7]), 0.5)
    (0.0, 0.4, 0.5, 0.6, 1.0)
    """
    known = values[~np.isnan(values)]
    away = float(np.median(np.abs(known - rate))) * 100 if known.size else 0.0
    least, most = _STEPS_AROUND
    step = min(max(_STEP * math.floor(away / _STEP + 0.5), least), most) / 100
    inner = (round(rate - step, _DECIMALS), rate, round(rate + step, _DECIMALS))
    return (0.0, *(bound for bound in inner if ROUNDING < bound < 1 - ROUNDING), 1.0)


def change_breaks(values: "NDArray[np.float64]") -> tuple[float, ...]:
    """Choose the bounds of seven classes of changes, alike on both sides of nought.

    Of `PARTINGS` the one whose fullest class holds the fewest values, as on the page of a build
    (docs/decisions/0027-change.md); of several, the first that has values in the most classes.

    Examples
    --------
    >>> change_breaks(np.array([0.0, 1.5, 3.0, 4.0, 6.0]))
    (-100.0, -5.0, -2.0, -1.0, 1.0, 2.0, 5.0, 100.0)
    """
    known = values[~np.isnan(values)]

    def unevenness(scale: tuple[float, ...]) -> tuple[int, int]:
        held = np.bincount(np.searchsorted(scale, known + ROUNDING, side="right"), minlength=1)
        return int(held.max()), -int(np.count_nonzero(held))

    scales: list[tuple[float, ...]] = [
        (*(-float(bound) for bound in reversed(parting)), *map(float, parting))
        for parting in PARTINGS
    ]
    return (-100.0, *min(scales, key=unevenness), 100.0)


@cache
def _shares() -> _Grid:
    points = np.arange(_STEP, 100, _STEP)
    return _grid(points / 100, _are_round(points), (0.0, 1.0))


def _are_round(points: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """Say which points are tens, or the quarters that everybody reads as such."""
    is_round: NDArray[np.bool_] = (points % 10 == 0) | (points % 25 == 0)
    return is_round


def _numbers(known: "NDArray[np.float64]") -> _Grid:
    """Choose from the round numbers between the least and the largest; a few beyond if need be."""
    grids = [_whole(digits, known[0], known[-1]) for digits in (_FINE, _COARSE, _ROUND)]
    bounds = next((some for some in grids if len(some) <= _MOST_BOUNDS), grids[-1])
    beyond = _whole(_ROUND, known[-1], known[-1] * 1000 + 1000)
    bounds += beyond[: max(LEAST_CLASSES - 1 - len(bounds), 0)]
    is_round = np.isin(bounds, _whole(_ROUND, 0, bounds[-1]))
    # No school without an ENT isn't few of them: nought isn't in one class with one.
    return _grid(np.array(bounds), is_round, (0.0, math.inf), apart=known[0] <= 0)


def _whole(digits: tuple[float, ...], above: float, most: float) -> list[float]:
    """List the whole numbers that begin so, over a first and up to a last."""
    powers = range(math.floor(math.log10(max(most, 1))) + 1)
    numbers = {round(first * 10**power, 9) for power in powers for first in digits}
    return sorted(number for number in numbers if number % 1 == 0 and above < number <= most)


@cache
def _gaps() -> _Grid:
    """Make scales around nought: a bound on one side is one on the other too, or further out none.

    A colour then means as many points on both sides.
    """
    sides = range(2 * _STEP, 65, _STEP)
    bounds = [*(-far for far in reversed(sides)), -_STEP, _STEP, *sides]
    choices: dict[int, set[tuple[int, ...]]] = {}
    for near, far in combinations(sides, 2):
        for below, above in product(range(1, 4), repeat=2):
            if LEAST_CLASSES < below + 1 + above <= MOST_CLASSES:  # a class in the middle of two
                steps = (_STEP, near, far)
                chosen = (*(-step for step in steps[:below][::-1]), *steps[:above])
                places = tuple(bounds.index(bound) for bound in chosen)
                choices.setdefault(len(places), set()).add(places)
    ordered = tuple(
        _looked_up(np.array(sorted(choices[count])), len(bounds)) for count in sorted(choices)
    )
    points = np.array(bounds)
    is_round = _are_round(points) | (np.abs(points) == _STEP)
    return _Grid(points.astype(float), is_round, ordered, (-100.0, 100.0))


def _grid(
    bounds: "NDArray[np.float64]",
    is_round: "NDArray[np.bool_]",
    ends: tuple[float, float],
    *,
    apart: bool = False,
) -> _Grid:
    """Offer every choice of these bounds, or (`apart`) every one that has the first of them."""
    most = min(MOST_CLASSES - 1, len(bounds))
    counts = range(LEAST_CLASSES - 1, most + 1)
    choices = tuple(_all_choices(len(bounds), count, apart=apart) for count in counts)
    return _Grid(bounds, is_round, choices, ends)


@cache
def _all_choices(size: int, count: int, *, apart: bool) -> _Choices:
    """List every choice of so many bounds."""
    choices = np.array(list(combinations(range(size), count)), dtype=np.int64)
    return _looked_up(choices[choices[:, 0] == 0] if apart else choices, size)


def _looked_up(choices: "NDArray[np.int64]", size: int) -> _Choices:
    """Tell beforehand what choices, one a row, are looked up by: no values change it."""
    cuts = np.pad(choices + 1, ((0, 0), (1, 1)))
    cuts[:, -1] = size + 1
    classes = cuts[:, :-1] * (size + 2) + cuts[:, 1:]
    evenness = (np.diff(cuts, axis=1) ** 2).sum(axis=1)
    # A column a choice: what is summed of each then lies side by side.
    return _Choices(np.ascontiguousarray(choices.T), np.ascontiguousarray(classes.T), evenness)


def _best(
    known: "NDArray[np.float64]", grid: _Grid, weighed: "NDArray[np.float64]"
) -> "NDArray[np.int64]":
    """Find the places of the bounds that are best.

    Parameters
    ----------
    known
        The values, rising.
    weighed
        What the variance is of, in the same order: the values, or what makes them alike in weight.
    """
    # A bound belongs to the class above it, as in `classify`.
    places = np.searchsorted(known + ROUNDING, grid.bounds, side="left")
    places = np.concatenate([[0], places, [known.size]])
    held = places - places[:, None]
    sums, squares = (np.append(0.0, np.cumsum(weighed**power))[places] for power in (1, 2))
    spread = squares - squares[:, None] - (sums - sums[:, None]) ** 2 / np.maximum(held, 1)
    least_held = min(LEAST_CLASSES, np.count_nonzero(np.diff(places)))
    most_held = max(MOST_IN_ONE, np.diff(places).max() / known.size)
    found: list[tuple[tuple[float, ...], NDArray[np.int64]]] = []
    for bounds, classes, evenness in grid.choices:
        if not len(evenness):
            continue
        counts = held.ravel().take(classes)
        empty = np.maximum(least_held - (counts > 0).sum(axis=0), 0)
        crowd = np.round(np.maximum(counts.max(axis=0) / known.size - most_held, 0), _DECIMALS)
        # By one key after the other: few choices are left to be measured by the costlier ones.
        left = _least(crowd, _least(empty, np.arange(len(evenness))))
        within = spread.ravel().take(classes[:, left]).sum(axis=0) / max(spread[0, -1], ROUNDING)
        price = _ANOTHER_CLASS * len(classes)
        price += _NOT_ROUND * (~grid.is_round).take(bounds[:, left]).sum(axis=0)
        costs = np.round(within + price, _DECIMALS)
        cheapest = left[costs == costs.min()]
        first = _least(evenness, cheapest)[0]  # of ties, the most even classes
        keys = (empty[first], crowd[first], costs.min(), evenness[first])
        found.append((tuple(map(float, keys)), bounds[:, first]))
    return min(found, key=lambda choice: choice[0])[1]


def _least(key: "NDArray[Any]", among: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Keep the choices of the least key, in order."""
    keys = key[among]
    least: NDArray[np.int64] = among[keys == keys.min()]
    return least
