"""A table of groups made ready: what can be used, in which order, and why the rest can't."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo_ent.errors import InputError
from geo_ent.text.note import Note

Floats: TypeAlias = NDArray[np.float64]

NEEDED = ("group", "population", "value")
"""The columns without which a frame isn't a table of groups."""

MOST_MISSING = 0.15
"""Share of groups without a value beyond which nothing is measured (WHO's rule)."""


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups that can be measured; from the worst off to the best off when they have an order.

    Attributes
    ----------
    n, y, se
        Population, value (0 to `scale`) and standard error of each group. `se` is the one given,
        else the binomial one of `n` units; NaN where neither is known.
    given
        Whether a standard error was given for at least one group.
    reference
        Place of the reference group; None without one.
    lacks
        Why a kind of measure can't be had: `any`; `ordered`, and `complete` when only a missing
        value keeps the order from being used; `weighted`; `reference`.
    left_out
        What was left out.
    """

    names: tuple[str, ...]
    n: Floats
    y: Floats
    se: Floats
    scale: float = 1.0
    favourable: bool = True
    ordered: bool = False
    given: bool = False
    reference: int | None = None
    lacks: dict[str, Note] = field(default_factory=dict)
    left_out: tuple[Note, ...] = ()

    @cached_property
    def p(self) -> Floats:
        """Share of the population that each group holds."""
        share: Floats = self.n / self.n.sum()
        return share

    @cached_property
    def mean(self) -> float:
        """Mean of the values, weighted by population."""
        return float(self.p @ self.y)

    @cached_property
    def rank(self) -> Floats:
        """Mid-rank of each group in the population, 0 to 1; the groups are in order."""
        return np.cumsum(self.p) - self.p / 2

    @cached_property
    def equal(self) -> bool:
        """Whether all the groups have the same value, but for rounding."""
        return bool(np.ptp(self.y) <= 1e-12 * self.scale) if len(self.y) else True

    @property
    def best(self) -> int:
        """Index of the best group: the most advantaged, else the one with the best value."""
        if self.ordered:
            return len(self.y) - 1
        return int(np.argmax(self.y) if self.favourable else np.argmin(self.y))

    @property
    def fixed_pair(self) -> tuple[int, int] | None:
        """The two groups that D and R compare, where which they are hangs on no value.

        The one expected to be the larger comes first. With an order it is its two ends; without
        one, a reference and the only other group. Else an end is picked for being extreme, and
        noise picks it too: None.
        """
        last = len(self.y) - 1
        if self.ordered:
            low, high = 0, last
        elif self.reference is not None and last == 1:
            low, high = 1 - self.reference, self.reference
        else:
            return None
        return (high, low) if self.favourable else (low, high)

    def points(self, value: float) -> float:
        """Turn a value into percentage points."""
        return value * 100 / self.scale


def prepare(
    frame: pd.DataFrame, *, scale: float, favourable: bool, reference: str | None
) -> Groups:
    """Make groups of a frame; what can't be used is left out and said.

    Raises
    ------
    InputError
        If it isn't a table of groups, or the scale is neither 1 nor 100.
    """
    _refuse_others(frame, scale)
    rows = _numbers(frame)
    empty = rows["population"] == 0
    # Without any population the groups still have ends to compare; with some, a missing one is a
    # gap in the table.
    unknown = rows["population"].isna() if rows["population"].notna().any() else False
    outside = ~rows["value"].between(0, scale) & rows["value"].notna()
    unusable = (rows["value"].isna() | outside | unknown) & ~empty
    kept = rows[~empty & ~unusable]
    lacks = _lacks(rows[~empty], kept, rows[unusable])
    ordered = "order" in rows and "ordered" not in lacks
    kept = kept.sort_values("order", kind="stable") if ordered else kept
    names = tuple(kept["group"])
    # A reference that was left out is no reference: MDRU and MDRW say so, the others do without.
    reference_index = names.index(reference) if reference in names else None
    if reference_index is None:
        unmeasured = Note("reference_unmeasured", group=reference)
        lacks["reference"] = Note("no_reference") if reference is None else unmeasured
    return Groups(
        names=names,
        n=kept["population"].to_numpy(float),
        y=kept["value"].to_numpy(float),
        se=_errors(kept, scale),
        scale=float(scale),
        favourable=favourable,
        ordered=ordered,
        given=bool(kept["se"].notna().any()),
        reference=reference_index,
        lacks=lacks,
        left_out=tuple(_left_out(rows, empty, unusable, outside)),
    )


def _refuse_others(frame: object, scale: float) -> None:
    if not isinstance(frame, pd.DataFrame):
        msg = f"equity : on attend un tableau de groupes, on a trouvé {type(frame).__name__}."
        raise InputError(msg)
    absent = [column for column in NEEDED if column not in frame]
    if absent:
        msg = (
            f"equity : on attend les colonnes {', '.join(NEEDED)} (et order, se si on les a) ; "
            f"il manque {', '.join(absent)}."
        )
        raise InputError(msg)
    if scale not in {1, 100}:
        msg = f"equity : l’échelle est 1 (parts) ou 100 (pour cent), on a trouvé {scale}."
        raise InputError(msg)


def _numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Read the columns as numbers; what isn't one, or can't be meant, is missing."""
    rows = pd.DataFrame({"group": frame["group"].astype(str).to_numpy()})
    for column in ("population", "value", "order", "se"):
        if column in frame:
            read = pd.to_numeric(pd.Series(frame[column].to_numpy()), errors="coerce")
            rows[column] = read.astype(float).replace([np.inf, -np.inf], np.nan)
    # A negative count or error cannot be meant: it is as good as missing, and counted so.
    rows["population"] = rows["population"].where(rows["population"] >= 0)
    rows["se"] = rows["se"].where(rows["se"] >= 0) if "se" in rows else np.nan
    # A column of ranks that is empty was never filled in: the groups have no order.
    if "order" in rows and rows["order"].isna().all():
        rows = rows.drop(columns="order")
    return rows


def _lacks(rows: pd.DataFrame, kept: pd.DataFrame, unusable: pd.DataFrame) -> dict[str, Note]:
    reasons = {"any": _nothing(rows, kept, unusable), "ordered": _no_order(rows)}
    if len(unusable) and not reasons["ordered"]:
        # A rank is a share of the whole population: without one group, all the others' are wrong.
        incomplete = Note("incomplete", groups=tuple(unusable["group"]))
        reasons |= {"ordered": incomplete, "complete": incomplete}
    if kept["population"].isna().any():
        reasons["weighted"] = Note("no_populations")
    return {kind: why for kind, why in reasons.items() if why}


def _nothing(rows: pd.DataFrame, kept: pd.DataFrame, unusable: pd.DataFrame) -> Note | None:
    if not len(rows):
        return Note("no_people")
    if len(unusable) > MOST_MISSING * len(rows):
        return Note("too_many_missing", n=len(unusable), groups_n=len(rows), most=MOST_MISSING)
    if len(kept) == 1:
        return Note("only_one")
    return None


def _no_order(rows: pd.DataFrame) -> Note | None:
    if "order" not in rows:
        return Note("unordered")
    if rows["order"].isna().any():
        return Note("unranked", groups=tuple(rows.loc[rows["order"].isna(), "group"]))
    if rows["order"].duplicated().any():
        tied = rows["order"].duplicated(keep=False)
        return Note("tied", groups=tuple(rows.loc[tied, "group"]))
    return None


def _errors(kept: pd.DataFrame, scale: float) -> Floats:
    """Take the standard errors given, else those of a share of `population` units.

    Beside given errors, a binomial one of 0 (none or all covered) would make its group the only
    sure one: two successes and two failures are added first (Agresti and Coull, 1998).
    """
    n = kept["population"]
    more = 2.0 if kept["se"].notna().any() else 0.0
    share = (kept["value"] / scale * n + more) / (n + 2 * more)
    binomial = scale * np.sqrt(share * (1 - share) / (n + 2 * more))
    return kept["se"].where(kept["se"].notna(), binomial).to_numpy(float)


def _left_out(
    rows: pd.DataFrame,
    empty: "pd.Series[bool]",
    missing: "pd.Series[bool]",
    outside: "pd.Series[bool]",
) -> Iterator[Note]:
    """Note the groups that aren't measured, by why."""
    ways = {
        "without_people": empty,
        "without_value": missing & ~outside,
        "off_scale": outside & ~empty,
    }
    for why, groups in ways.items():
        if groups.any():
            yield Note(why, groups=tuple(rows.loc[groups, "group"]))
