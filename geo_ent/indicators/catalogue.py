"""What each number means: the record that legends, tables, exports and docs read.

An indicator is a pure function (in this room) plus a record (here). Its `id` is the name of its
column in the coverage table.
"""

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CATALOGUE", "COVERAGE", "COVERAGE_MAX", "KNOWN", "Indicator"]

FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator's record.

    Attributes
    ----------
    id
        The column of the coverage table that holds it.
    unit
        `share` (0 to 1), written in per cent.
    direction
        Which way is better: `up`, `down`, or `none`.
    title_fr, title_en
        What a legend says over the classes.
    caveat_fr, caveat_en
        What a reader must know not to misread it.
    breaks
        Bounds of the classes, strictly increasing: each class holds its lower bound, not its
        upper one, but the last that holds both (100 % is in the last class).
    """

    id: str
    unit: Literal["share"]
    direction: Literal["up", "down", "none"]
    title_fr: str
    title_en: str
    caveat_fr: str
    caveat_en: str
    breaks: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse breaks that don't make classes."""
        rising = all(low < high for low, high in pairwise(self.breaks))  # false for NaN too
        if len(self.breaks) < 2 or not rising:  # noqa: PLR2004
            msg = f"{self.id}: breaks must be strictly increasing, found {self.breaks}"
            raise ValueError(msg)


COVERAGE = Indicator(
    id="coverage_share",
    unit="share",
    direction="up",
    title_fr="Part des écoles qui ont un ENT",
    title_en="Share of schools with a digital workspace (ENT)",
    caveat_fr=(
        "Une école compte si l’ENT est ouvert pour toute l’école : un ENT prévu, ou limité à "
        "certaines classes, ne compte pas. Une école dont on ne sait rien est comptée sans ENT ; "
        "la part possible si toutes ces écoles en avaient un est donnée à côté."
    ),
    caveat_en=(
        "A school counts when its ENT is open to the whole school: one that is planned, or "
        "limited to some classes, doesn't. A school of which nothing is known counts as without; "
        "the share if all of these had one is given beside it."
    ),
    breaks=FIFTHS,
)

COVERAGE_MAX = Indicator(
    id="coverage_share_max",
    unit="share",
    direction="up",
    title_fr="Part maximale possible des écoles qui ont un ENT",
    title_en="Highest possible share of schools with an ENT",
    caveat_fr="Part atteinte si toutes les écoles dont on ne sait rien avaient un ENT.",
    caveat_en="Reached if every school of which nothing is known had an ENT.",
    breaks=FIFTHS,
)

KNOWN = Indicator(
    id="known_share",
    unit="share",
    direction="none",
    title_fr="Part des écoles dont la situation est connue",
    title_en="Share of schools whose situation is known",
    caveat_fr="Dit ce que vaut la carte, non ce que font les écoles.",
    caveat_en="Tells what the map is worth, not what schools do.",
    breaks=FIFTHS,
)

CATALOGUE: "Mapping[str, Indicator]" = MappingProxyType(
    {record.id: record for record in (COVERAGE, COVERAGE_MAX, KNOWN)}
)
"""Every indicator by id."""
