"""The intervals of the WHO's measures: exact where the groups play fixed parts, drawn elsewhere."""

import numpy as np
from coverage_figures import wilson
from equity_figures import DRAWS, SEED, estimates, measures
from scipy.special import betaln, expit, logsumexp

ORDERED = ("ACI", "RCI", "RCI_wagstaff", "RCI_erreygers", "SII", "RII", "SII_linear", "RII_linear")
AT_LEAST = {"PAR": 0.0, "PAF": 0.0}
STEP = 1e-6


class Shares:
    """The shares of a grouping, with Wilson's limits."""

    def __init__(self, grouping):
        table = grouping.table
        self.grouping = grouping
        self.n = table["schools_n"].to_numpy(float)
        self.covered = table["covered_n"].to_numpy(float)
        self.y = self.covered / self.n
        self.low, self.high = wilson(self.covered, self.n)

    def put_together(self, weights):
        """Put the groups' limits together as variances are (MOVER): below, above, of their sum."""
        below = np.where(weights > 0, self.y - self.low, self.high - self.y)
        above = np.where(weights > 0, self.high - self.y, self.y - self.low)
        return np.hypot.reduce(weights * below), np.hypot.reduce(weights * above)

    def gradient(self, name):
        """Tell how a measure moves with each group's share."""
        steps = STEP * np.eye(len(self.y))
        more = measures(self.n, self.y + steps, self.grouping)[name]
        less = measures(self.n, self.y - steps, self.grouping)[name]
        return (more - less) / (2 * STEP)


def fixed(grouping, name):
    """Give the interval of a measure whose groups play fixed parts."""
    shares, value = Shares(grouping), estimates(grouping)[name]
    if name in ("R", "RCI", "RII_linear", "PAF"):
        sums = ends(shares) if name == "R" else parts(shares, name)
        low, high = not_refused(shares, *sums)
        return max(low, AT_LEAST.get(name, -np.inf)), high
    weights = shares.gradient(name)
    if name == "RII":
        below, above = shares.put_together(weights / value)
        return value * np.exp(-below), value * np.exp(above)
    below, above = shares.put_together(weights)
    return max(value - below, AT_LEAST.get(name, -np.inf)), value + above


def ends(shares):
    """Give the weights of the most and of the least advantaged group."""
    unit = np.eye(len(shares.y))
    return unit[-1], unit[0]


def parts(shares, name):
    """Give the two sums of which a measure is the ratio, as weights of the groups."""
    weight = shares.n / shares.n.sum()
    if name == "RCI":
        return shares.gradient("ACI"), weight
    if name == "PAF":
        return 100 * (ends(shares)[0] - weight), weight
    slope = shares.gradient("SII_linear")
    rank = np.cumsum(weight) - weight / 2
    start = weight - slope * (weight * rank).sum()
    return start + slope, start


def not_refused(shares, top, bottom):
    """Give the ratios of two sums that their difference's interval doesn't refuse (Fieller)."""
    middle = (top @ shares.y) / (bottom @ shares.y)

    def refused(ratio):
        weights = top - ratio * bottom
        below, above = shares.put_together(weights)
        value = weights @ shares.y
        return not value - below <= 0 <= value + above

    return edge(refused, middle, -1), edge(refused, middle, 1)


def edge(refused, middle, sign):
    """Find where a ratio begins to be refused, on one side of the estimate."""
    away = abs(middle) or 1.0
    while not refused(middle + sign * away) and away < 1e6:
        away *= 2
    inside, outside = 0.0, away
    for _ in range(80):
        half = (inside + outside) / 2
        inside, outside = (inside, half) if refused(middle + sign * half) else (half, outside)
    return middle + sign * inside


def drawn(grouping, draws=DRAWS, seed=SEED):
    """Draw the groups' true shares, as decision 0010 tells; give each measure's draws.

    A family of rates whose mean and spread are unknown, or two camps of one rate each, the family
    four times likelier beforehand. The grids are ours: what is drawn agrees roughly.
    """
    table = grouping.table
    n, k = table["schools_n"].to_numpy(float), table["covered_n"].to_numpy(float)
    random, size = np.random.default_rng(seed), 20 * draws
    mean, spread = random.random(size), 0.5 * random.random(size) + 1e-3
    possible = spread**2 < mean * (1 - mean)
    mean, spread = mean[possible], spread[possible]
    heft = mean * (1 - mean) / spread**2 - 1
    a, b = mean * heft, (1 - mean) * heft
    of_family = (betaln(k + a[:, None], n - k + b[:, None]) - betaln(a, b)[:, None]).sum(1)
    one, other = random.random((2, size, 1))
    of_one = k * np.log(one) + (n - k) * np.log1p(-one)
    of_other = k * np.log(other) + (n - k) * np.log1p(-other)
    of_camps = (np.logaddexp(of_one, of_other) - np.log(2)).sum(1)
    odds = np.log(4) + logsumexp(of_family) - np.log(len(a)) - logsumexp(of_camps) + np.log(size)
    families = random.binomial(draws, expit(odds))
    i = random.choice(len(a), families, p=np.exp(of_family - logsumexp(of_family)))
    j = random.choice(size, draws - families, p=np.exp(of_camps - logsumexp(of_camps)))
    first = random.random((len(j), len(n))) < expit(of_one[j] - of_other[j])
    shares = np.vstack(
        [
            random.beta(k + a[i][:, None], n - k + b[i][:, None]),
            np.where(first, one[j], other[j]),
        ]
    )
    return measures(n, shares, grouping)
