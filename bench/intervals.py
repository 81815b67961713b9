"""Ask whether the 95 % intervals hold the truth 95 times in 100, with 5 to 60 schools a zone.

True rates are drawn from several laws, schools are equipped by independent draws, and each
interval is asked whether it holds the true measure. The projection's is asked of adoptions that are
simulated, each year with its own luck. Run: python bench/intervals.py [times as long].
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pandas as pd

from geo_ent.indicators.deployment.projection import project, student_95
from geo_ent.indicators.equity import MEASURES, equity, shrink
from geo_ent.indicators.equity.forms import form_of
from geo_ent.indicators.equity.groups import prepare
from geo_ent.indicators.equity.mover_intervals import form_interval
from geo_ent.indicators.wilson import wilson

TARGET = (0.93, 0.97)
LEAST, MOST = 5, 60
SEED = 35
Law = Callable[[np.random.Generator], np.ndarray]


def slope(low: float, high: float, rng: np.random.Generator) -> np.ndarray:
    """Draw five classes along a slope."""
    return np.clip(np.linspace(low, high, 5) + rng.normal(0, 0.05, 5), 0.02, 0.98)


ORDERED: dict[str, Law] = {
    "5 classes, pente douce": lambda rng: slope(0.35, 0.65, rng),
    "5 classes, pente forte": lambda rng: slope(0.15, 0.85, rng),
    "10 classes, sans pente": lambda rng: rng.beta(8, 8, 10),
}  # fmt: skip
UNORDERED: dict[str, Law] = {
    "20 zones, étalées": lambda rng: rng.uniform(0.1, 0.9, 20),
    "12 zones, autour de 50 %": lambda rng: rng.beta(5, 5, 12),
    "12 zones, en deux camps": lambda rng: np.where(rng.random(12) < 0.5, 0.3, 0.7),
    "20 zones, couverture forte": lambda rng: rng.beta(9, 3, 20),
}
HELD_OUT: dict[str, Law] = {  # not looked at when the model was chosen; some are made to break it
    "15 zones, tout ou rien": lambda rng: rng.beta(0.4, 0.4, 15),
    "6 zones": lambda rng: rng.beta(3, 3, 6),
    "15 zones égales": lambda _rng: np.full(15, 0.5),
    "20 zones, presque tout couvert": lambda rng: rng.beta(19, 1, 20),
    "2 groupes": lambda rng: rng.uniform(0.2, 0.8, 2),
    "15 zones, en trois camps": lambda rng: rng.choice([0.2, 0.5, 0.8], 15),
    "15 zones, une très loin": lambda rng: np.r_[0.6 + rng.normal(0, 0.03, 14), 0.15],
}
OF_ORDER = ["D", "R", "ACI", "RCI", "RCI_wagstaff", "RCI_erreygers", "SII", "RII", "SII_linear",
            "RII_linear", "PAR", "PAF"]  # fmt: skip
OF_SPREAD = ["D", "R", "BGV", "BGSD", "COV", "MDMU", "MDMW", "MDBU", "MDBW", "MDRU", "MDRW",
             "IDISU", "IDISW", "TI", "MLD", "PAR", "PAF"]  # fmt: skip

CAMPAIGNS: dict[str, tuple[dict[str, Law], list[str], bool]] = {
    "Groupes ordonnés": (ORDERED, OF_ORDER, True),
    "Groupes sans ordre": (UNORDERED, OF_SPREAD, False),
    "Groupes sans ordre, lois tenues à part": (HELD_OUT, OF_SPREAD, False),
}
BASE = (170, 200, 66)
ADOPTIONS = 400
POINTS = 6  # of the history that is projected, a year apart
AHEAD = (2, 5)  # years
WORLDS = {"mois par mois (logistique)": 12, "à chaque rentrée (pas tout à fait)": 1}
SIZES = (40, 300, 1_500)


def frame(n: np.ndarray, value: np.ndarray, *, ordered: bool) -> pd.DataFrame:
    """Make a table of groups."""
    names = [f"z{at}" for at in range(len(n))]
    rows = pd.DataFrame({"group": names, "population": n, "value": value})
    return rows.assign(order=range(1, len(n) + 1)) if ordered else rows


def truths(n: np.ndarray, truth: np.ndarray, *, ordered: bool, reference: str | None) -> pd.Series:
    """Compute the measures on the true rates.

    With a million times the schools: the counts that the logistic fit rounds are then the rates.
    """
    rows = frame(n * 1e6, truth, ordered=ordered)
    groups = prepare(rows, scale=1, favourable=True, reference=reference)
    found = {}
    for name, measure in MEASURES.items():
        form = form_of(name, groups) if measure.formula is None and ordered else None
        if measure.formula is not None:
            found[name] = float(measure.formula(groups.y, groups))
        elif form is not None:
            found[name] = form.value(groups.y)
    return pd.Series(found).reindex(list(MEASURES))


def once(
    law: Law, rng: np.random.Generator, *, ordered: bool, reference: str | None
) -> pd.DataFrame:
    """Draw zones once; say of each measure whether its interval holds the truth."""
    truth = law(rng)
    n = rng.integers(LEAST, MOST + 1, len(truth)).astype(float)
    seen = rng.binomial(n.astype(int), truth) / n
    found = equity(frame(n, seen, ordered=ordered), reference=reference)
    true = truths(n, truth, ordered=ordered, reference=reference)
    held = (found["low"] - 1e-9 <= true) & (true <= found["high"] + 1e-9)
    had = found["low"].notna() & true.notna()
    if reference:  # their harder case is without: the extremes
        had[["D", "R"]] = False
    return pd.DataFrame({"held": held & had, "had": had})


def gap_held(rng: np.random.Generator) -> bool:
    """Draw two groups that are fixed in advance; say whether their gap's interval holds."""
    truth, n = rng.uniform(0.05, 0.95, 2), rng.integers(LEAST, MOST + 1, 2)
    rows = frame(n.astype(float), rng.binomial(n, truth) / n, ordered=False)
    groups = prepare(rows, scale=1, favourable=True, reference="z0")
    form = form_of("D", groups)
    assert form is not None
    _, low, high = form_interval(form, groups)
    return bool(low <= truth[0] - truth[1] <= high)


def rates(rng: np.random.Generator, repetitions: int) -> dict[str, float]:
    """Measure Wilson's interval of a rate and of a shrunken one, Newcombe's of a fixed pair."""
    held: dict[str, list[float]] = defaultdict(list)
    for _ in range(repetitions):
        for law in UNORDERED.values():
            truth = law(rng)
            n = rng.integers(LEAST, MOST + 1, len(truth)).astype(float)
            k = rng.binomial(n.astype(int), truth)
            low, high = wilson(pd.Series(k), pd.Series(n))
            held["Wilson, taux d'une zone"].append(((low <= truth) & (truth <= high)).mean())
            drawn = shrink(pd.Series(k), pd.Series(n))
            inside = (drawn["low"] <= truth) & (truth <= drawn["high"])
            held["shrink, taux d'une zone"].append(inside.mean())
        held["Newcombe, deux groupes fixés"] += [gap_held(rng) for _ in range(50)]
    return {name: float(np.mean(shares)) for name, shares in held.items()}


def projections(repetitions: int) -> None:
    """Print how often the share of schools is where the projection, or a regression, puts it."""
    rivals = ("projection", "régression", "régression, dispersion, Student")
    print(f"\nProjection de {POINTS} points, un par an ({repetitions} adoptions simulées)")
    for world, steps in WORLDS.items():
        for n in SIZES:
            rng = np.random.default_rng([SEED, n, steps])
            adoptions = [adopted(rng, n, steps) for _ in range(repetitions)]
            for ahead in AHEAD:
                rows = [within(counts, n, ahead) for counts in adoptions]
                held = [
                    np.mean([held for held in column if held is not None])
                    for column in zip(*rows, strict=True)
                ]
                cells = "  ".join(
                    f"{name} {share:.1%}" for name, share in zip(rivals, held, strict=True)
                )
                print(f"  {world}, {n} écoles, à {ahead} ans : {cells}{told(float(held[0]))}")


def within(counts: list[int], n: int, ahead: int) -> tuple[bool | None, ...]:
    """Tell whether the share so many years on is in the interval: ours, then the regression's."""
    row = project(counts[:POINTS], [n] * POINTS, [ahead]).iloc[0]
    ours = bool(row["low"] <= counts[POINTS - 1 + ahead] / n <= row["high"])
    return (ours, *regression_within(counts, n, ahead))


def regression_within(counts: list[int], n: int, ahead: int) -> tuple[bool | None, bool | None]:
    """Ask a binomial regression on the years: None where it has no finite answer."""
    known = np.array(counts[:POINTS], dtype=float)
    years = np.c_[np.ones(POINTS), np.arange(float(POINTS))]
    slopes = np.linalg.lstsq(years, np.log((known + 0.5) / (n - known + 0.5)), rcond=None)[0]
    for _ in range(200):  # Newton, in bounded steps
        share = 1 / (1 + np.exp(-years @ slopes))
        information = years.T @ ((n * share * (1 - share))[:, None] * years)
        if np.linalg.cond(information) > 1e12:
            return None, None
        step = np.linalg.solve(information, years.T @ (known - n * share))
        slopes = slopes + step / max(1.0, np.abs(step).max())
        if np.abs(step).max() < 1e-10:
            break
    freedom = POINTS - 2
    dispersion = ((known - n * share) ** 2 / (n * share * (1 - share))).sum() / freedom
    at = np.array([1.0, POINTS - 1.0 + ahead])
    middle = at @ slopes
    variance = at @ np.linalg.inv(information) @ at + (2 + 2 * np.cosh(middle)) / n
    reached = counts[POINTS - 1 + ahead]
    away = abs(np.log((reached + 0.5) / (n - reached + 0.5)) - middle) / np.sqrt(variance)
    wider = student_95(freedom) * np.sqrt(max(1.0, dispersion))
    return bool(away <= 1.96), bool(away <= wider)


def adopted(rng: np.random.Generator, n: int, steps: int) -> list[int]:
    """Simulate an adoption of which a projection can be made."""
    while True:
        counts = adoption(rng, n, steps)
        if min(counts[:POINTS]) < max(counts[:POINTS]) and counts[POINTS - 1] < n:
            return counts


def adoption(rng: np.random.Generator, n: int, steps: int) -> list[int]:
    """Simulate schools that imitate each other; each year has its luck, the same for all."""
    covered, counts = int(n * rng.uniform(0.02, 0.2)), []
    for _ in range(POINTS + max(AHEAD)):
        counts.append(covered)
        luck = rng.lognormal(-0.08, 0.4)
        for _ in range(steps):
            share = (covered + 0.5) / (n + 1)
            covered += rng.binomial(n - covered, min(0.9, 0.45 * share * luck / steps))
    return counts


def told(share: float) -> str:
    """Say whether a share is in the target."""
    return (
        "" if TARGET[0] <= share <= TARGET[1] else ("  < 93 %" if share < TARGET[0] else "  > 97 %")
    )


def of_law(task: tuple[str, str, int]) -> pd.Series:
    """Give, for each measure, the share of intervals that hold the truth under one law."""
    kind, name, repetitions = task
    laws, _, ordered = CAMPAIGNS[kind]
    rng = np.random.default_rng([SEED, list(laws).index(name)])
    runs = [
        once(laws[name], rng, ordered=ordered, reference="z0" if at % 2 and not ordered else None)
        for at in range(repetitions)
    ]
    return sum(run["held"].astype(int) for run in runs) / sum(
        run["had"].astype(int) for run in runs
    )


def report(kind: str, shares: pd.DataFrame, repetitions: int) -> None:
    """Print the shares by law, and their mean."""
    noise = 2 * (0.95 * 0.05 / repetitions / shares.shape[1]) ** 0.5
    print(
        f"\n{kind} ({repetitions} tirages par loi ; moyenne connue à {100 * noise:.1f} points près)"
    )
    for number, name in enumerate(shares.columns, 1):
        print(f"  ({number}) {name}")
    for measure in CAMPAIGNS[kind][1]:
        row = shares.loc[measure]
        cells = "  ".join(f"{share:6.1%}" for share in row)
        print(f"  {measure:14} {cells}   {row.mean():6.1%}{told(row.mean())}"
              f"  {MEASURES[str(measure)].title_fr}")  # fmt: skip


def main() -> None:
    """Run the simulations."""
    times = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    start = time.perf_counter()
    print(f"Intervalles à 95 %, {LEAST} à {MOST} écoles par zone\n")
    for name, share in rates(np.random.default_rng(SEED), 100).items():
        print(f"  {name:26} {share:6.1%}{told(share)}")
    projections(int(times * ADOPTIONS))
    repetitions = dict(zip(CAMPAIGNS, (int(times * base) for base in BASE), strict=True))
    tasks = [(kind, name, repetitions[kind])
             for kind, (laws, _, _) in CAMPAIGNS.items() for name in laws]  # fmt: skip
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("fork")) as pool:
        found = dict(zip(tasks, pool.map(of_law, tasks), strict=True))
    for kind, (laws, _, _) in CAMPAIGNS.items():
        table = {name: found[kind, name, repetitions[kind]] for name in laws}
        report(kind, pd.DataFrame(table), repetitions[kind])
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
