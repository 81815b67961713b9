"""What each number is: the record that legends, tables, exports and docs read.

An indicator is a pure function (in this room) plus a record (here); `telling.indicator_words` has
its title and what a reader must know of it. Its `id` is the name of its
column in the coverage table; `classes.values` computes the few that are made of other columns.
"""

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from geo_ent.indicators.class_breaks import FIFTHS, GAPS, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo_ent.indicators.class_breaks import Classing, Unit

FRAGILE_BELOW = 5
"""A rate on fewer schools is fragile: one school more changes it by 25 points at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator's record.

    Attributes
    ----------
    id
        The column of the coverage table that holds it.
    unit
        `share` (0 to 1), written in per cent; `n`, a number of schools; `points`, a difference
        of two shares in percentage points.
    direction
        Which way is better: `up`, `down`, or `none`.
    breaks
        Bounds of the classes, strictly increasing: each class holds its lower bound, not its
        upper one, but the last that holds both (100 % is in the last class). In the catalogue
        they are those that are the same on every map; `classes.classed` chooses a map's own.
    classing
        Which classes a map has at first: fitted to its own values, or those of every map.
    part, whole
        The columns that a share divides, "" for what isn't a share.
    concerned
        Columns of counts: a zone where one of them is 0 has no school that the indicator is
        about, and no value. A value on fewer than `FRAGILE_BELOW` of them is fragile.
    undecided
        Columns of counts of schools that the indicator may be about, or not: nobody knows. Where
        one isn't 0, that no school is known to be concerned doesn't say that none is.
    needs_known
        Whether the value would mislead where most schools are unknown.
    centre
        Where the scale parts in two tones: the nought of a gap, a territory's own rate; None
        where it has one tone.
    has_change
        Whether its change from one date to another is told: accounts are those of one day, and
        schools of unknown status are in no change.
    """

    id: str
    unit: "Unit"
    direction: Literal["up", "down", "none"]
    breaks: tuple[float, ...]
    part: str = ""
    whole: str = ""
    concerned: tuple[str, ...] = ("schools_n",)
    undecided: tuple[str, ...] = ()
    needs_known: bool = True
    classing: "Classing" = "fit"
    centre: float | None = None
    has_change: bool = True

    def __post_init__(self) -> None:
        """Refuse breaks that don't make classes."""
        rising = all(low < high for low, high in pairwise(self.breaks))  # false for NaN too
        if len(self.breaks) < 2 or not rising:  # noqa: PLR2004
            msg = f"{self.id}: breaks must be strictly increasing, found {self.breaks}"
            raise ValueError(msg)

    @property
    def tones(self) -> tuple[int, int] | None:
        """How many classes are below the centre and above it; None where there is no centre.

        Examples
        --------
        >>> GAP.tones, COVERAGE.tones
        ((2, 2), None)
        """
        if self.centre is None:
            return None
        below = sum(high <= self.centre for high in self.breaks[1:])
        return below, sum(low >= self.centre for low in self.breaks[:-1])


COVERAGE = Indicator(
    id="coverage_share",
    unit="share",
    direction="up",
    breaks=FIFTHS,
    part="covered_n",
    whole="schools_n",
)

COVERAGE_MAX = Indicator(
    id="coverage_share_max",
    unit="share",
    direction="up",
    breaks=FIFTHS,
)

KNOWN = Indicator(
    id="known_share",
    unit="share",
    direction="none",
    breaks=FIFTHS,
    needs_known=False,
    classing="equal",
    has_change=False,
)

PUPILS = Indicator(
    id="pupils_coverage_share",
    unit="share",
    direction="up",
    breaks=FIFTHS,
    part="covered_pupils_n",
    whole="pupils_n",
)

CLASSES = Indicator(
    id="classes_coverage_share",
    unit="share",
    direction="up",
    breaks=FIFTHS,
    part="covered_classes_n",
    whole="classes_n",
)

ACCOUNTS = Indicator(
    id="accounts_activated_share",
    unit="share",
    direction="up",
    breaks=FIFTHS,
    part="accounts_activated_n",
    whole="accounts_created_n",
    needs_known=False,
    has_change=False,
)

WITHOUT = Indicator(
    id="without_n",
    unit="n",
    direction="down",
    breaks=NUMBERS,
)

UNKNOWN_N = Indicator(
    id="unknown_n",
    unit="n",
    direction="down",
    breaks=NUMBERS,
    needs_known=False,
    has_change=False,
)

GAP = Indicator(
    id="rural_urban_gap_points",
    unit="points",
    direction="none",
    breaks=GAPS,
    concerned=("rural_schools_n", "urban_schools_n"),
    undecided=("rurality_unknown_n",),
    centre=0.0,
)


def _of_group(name: str, undecided: str = "") -> Indicator:
    """Make the record of the coverage of one group of schools."""
    return Indicator(
        id=f"{name}_coverage_share",
        unit="share",
        direction="up",
        breaks=FIFTHS,
        part=f"{name}_covered_n",
        whole=f"{name}_schools_n",
        concerned=(f"{name}_schools_n",),
        undecided=(undecided,) if undecided else (),
    )


RURAL, URBAN = (_of_group(name, "rurality_unknown_n") for name in ("rural", "urban"))
REP, REP_PLUS = _of_group("rep"), _of_group("rep_plus")
ENIR = _of_group("enir_eligible", "enir_undecided_n")

MAPPED = (
    *(COVERAGE, PUPILS, CLASSES, WITHOUT, RURAL, GAP, REP, REP_PLUS, ENIR),
    *(ACCOUNTS, UNKNOWN_N),
)
"""The indicators that a reader of the map may choose, in the order of the list."""

CATALOGUE: "Mapping[str, Indicator]" = MappingProxyType(
    {record.id: record for record in (*MAPPED, URBAN, COVERAGE_MAX, KNOWN)}
)
"""Every indicator by id."""
