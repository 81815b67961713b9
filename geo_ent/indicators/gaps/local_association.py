"""Local association: which places are alike their neighbours, more than chance would have it.

Small numpy rather than esda: it takes 2.8 s to import and brings scikit-learn
(docs/decisions/0011-gaps.md). The tests hold these to its published values.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Labels = NDArray[np.bool_]
    Pairs = tuple[Places, Places]

QUADRANTS = ("HH", "LH", "LL", "HL")
"""A place's value and its neighbours': high or low, in the order of esda's 1 to 4."""


def local_join_counts(marked: "Labels", neighbours: "Places") -> pd.DataFrame:
    """Count each place's marked neighbours, and how likely chance would give as many.

    Parameters
    ----------
    marked
        Whether each place is: a school without an ENT, say.
    neighbours
        A row a place: the places of its k neighbours (`metres.nearest_others`).

    Returns
    -------
    DataFrame
        `marked_n` and `p`, NaN where the place itself isn't marked. Given that it is, the others'
        labels dealt at random put a hypergeometric number of marks among its k neighbours: p is
        that law's upper tail, exact, which conditional permutations (esda) only draw near.

    Examples
    --------
    >>> marked, around = np.array([True, True, False, False]), np.array([[1], [0], [3], [2]])
    >>> local_join_counts(marked, around)["p"].tolist()  # one mark among the three others
    [0.3333333333333333, 0.3333333333333333, nan, nan]
    """
    n, k = neighbours.shape
    counts = marked[neighbours].sum(axis=1)
    tail = _upper_tail(n - 1, int(marked.sum()) - 1, k)
    return pd.DataFrame({"marked_n": counts, "p": np.where(marked, tail[counts], np.nan)})


def _upper_tail(n: int, marks: int, k: int) -> "Floats":
    """Give P(X >= c), c = 0 to k, of the marks among k of n places that have `marks` of them."""
    # Whole numbers of any size until the division: exact, and scipy.stats takes half a second to
    # import. With no mark at all, `marks` is -1.
    ways = [math.comb(max(marks, 0), c) * math.comb(n - max(marks, 0), k - c) for c in range(k + 1)]
    total = math.comb(n, k)
    return np.array([sum(ways[c:]) / total for c in range(k + 1)])


def local_moran(
    values: "Floats", pairs: "Pairs", *, permutations: int = 9_999, seed: int = 0
) -> pd.DataFrame:
    """Measure how alike each zone is its neighbours (local Moran's I).

    Parameters
    ----------
    values
        A rate a zone, no NaN.
    pairs
        The places of each two neighbours, once each (`edges.touching`).
    permutations, seed
        Of the test: the other zones' values are dealt at random among a zone's neighbours.

    Returns
    -------
    DataFrame
        A row a zone: `local_i` (weights adding up to 1, over n - 1 as esda has it), `quadrant` (of
        `QUADRANTS`) and `p`, twice the smaller tail (esda gives the tail itself). 0, "" and NaN for
        a zone without a neighbour, and everywhere where all values are equal.

    Notes
    -----
    L. Anselin, *Local indicators of spatial association*, Geographical Analysis 27 (1995), 93-115.

    Examples
    --------
    >>> row = (np.array([0, 1, 2]), np.array([1, 2, 3]))
    >>> zones = local_moran(np.array([1.0, 1.0, 0.0, 0.0]), row, permutations=99)
    >>> zones["quadrant"].tolist()  # a tie is low
    ['HH', 'HL', 'LL', 'LL']
    """
    n = len(values)
    first, second = np.concatenate(pairs), np.concatenate(pairs[::-1])
    degrees = np.bincount(first, minlength=n)
    z = values - values.sum() / max(n, 1)
    spread = (z * z).sum() / max(n - 1, 1)  # over n - 1, as esda does: the tests compare with it
    measured = (degrees > 0) & (spread > 0)
    lag = np.bincount(first, weights=z[second], minlength=n) / np.maximum(degrees, 1)
    p = np.full(n, np.nan)
    if measured.any():
        drawn = _drawn(n - 1, int(degrees.max()), permutations, np.random.default_rng(seed))
        for zone in np.flatnonzero(measured):
            # the zone keeps its own value; only the others' are dealt again
            chance = _sums(np.delete(z, zone), drawn[: degrees[zone]]) / degrees[zone]
            p[zone] = _two_tails(float(lag[zone]) * z[zone], chance * z[zone])
    return pd.DataFrame(
        {
            "local_i": np.where(measured, z * lag / (spread or 1.0), 0.0),
            "quadrant": np.where(measured, _quadrants(z, lag), ""),
            "p": p,
        }
    )


def _quadrants(z: "Floats", lag: "Floats") -> "NDArray[np.str_]":
    places = np.where(z > 0, np.where(lag > 0, 0, 3), np.where(lag > 0, 1, 2))
    return np.array(QUADRANTS)[places]


def _drawn(n: int, k: int, times: int, rng: np.random.Generator) -> "Places":
    """Draw k of n places at random, each at most once, many times (a column each).

    The same draws serve every zone, as in esda: its own p is right, and they are made once.
    """
    drawn = np.empty((k, times), dtype=np.intp)
    for row in range(k):
        # A number among the places left becomes a place: it steps over those taken, lowest first.
        place = rng.integers(0, n - row, times)
        for before in np.sort(drawn[:row], axis=0):
            place += place >= before
        drawn[row] = place
    return drawn


def _sums(values: "Floats", indices: "Places") -> "Floats":
    """Add up the values at some indices, column by column."""
    total = np.zeros(indices.shape[1])
    for row in indices:
        total += values.take(row)
    return total


def _two_tails(observed: float, chance: "Floats") -> float:
    # A tie counts on both sides. esda counts it on one, and gives p = 0.0001 to a zone whose value
    # is the mean: its product is 0 in every deal. The margin is for sums made in another order.
    above = 1 + int((chance >= observed - 1e-12).sum())
    below = 1 + int((chance <= observed + 1e-12).sum())
    return min(1.0, 2 * min(above, below) / (1 + len(chance)))


def beyond_chance(p: "Floats", *, level: float = 0.05) -> "Labels":
    """Tell which of many tests stand, false discoveries kept to a share of them.

    Y. Benjamini & Y. Hochberg, *Controlling the false discovery rate*, JRSS B 57 (1995), 289-300.

    Parameters
    ----------
    p
        NaN for what wasn't tested.
    level
        The share of false ones among those that stand.

    Examples
    --------
    >>> beyond_chance(np.array([0.01, 0.04, 0.03, 0.5, np.nan])).tolist()
    [True, False, False, False, False]
    """
    tested = np.sort(p[~np.isnan(p)])
    under = tested <= level * np.arange(1, len(tested) + 1) / max(len(tested), 1)
    # up to the last that is under, even if one before it isn't: that is their procedure
    limit = tested[under].max() if under.any() else -1.0
    return p <= limit
