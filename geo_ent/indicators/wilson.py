"""Wilson's interval: what a share of few schools is worth."""

from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Counts = TypeVar("Counts", "pd.Series[Any]", "NDArray[Any]")


def wilson(covered: Counts, n: Counts, *, level: float = 0.95) -> tuple[Counts, Counts]:
    """Give Wilson's score interval of the share `covered / n`.

    Three lines of our own: the library that has it (statsmodels, by way of scipy.stats) takes a
    quarter of a build's time to import. The tests hold it to that library's, to 1e-12, on every
    count up to 60 schools (docs/decisions/0004-dependencies.md).

    Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*,
    JASA 22 (1927); method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998).

    Returns
    -------
    low, high
        Arrays, or Series on the index of `n`, as these are; NaN where `n` is.

    Examples
    --------
    >>> import pandas as pd
    >>> low, high = wilson(pd.Series([81]), pd.Series([263.0]))
    >>> round(low.item(), 4), round(high.item(), 4)
    (0.2553, 0.3662)
    """
    # Wilson's, not Wald's: of 5 schools that all have an ENT, Wald's interval would be 100 %
    # exactly (L. Brown, T. Cai, A. DasGupta, Statistical Science 16, 2001).
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = covered / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Rounding may step over 0 and 1 by 1e-17 where none or all are covered.
    low: Counts = centre - half
    high: Counts = centre + half
    return low.clip(0, None), high.clip(None, 1)
