"""What each number means: the record that legends, tables, exports and docs read.

An indicator is a pure function (in this room) plus a record (here). Its `id` is the name of its
column in the coverage table; `classes.values` computes the few that are made of other columns.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CATALOGUE", "COVERAGE", "COVERAGE_MAX", "FRAGILE_BELOW", "KNOWN", "MAPPED", "Indicator"]

FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
NUMBERS = (0.0, 1.0, 5.0, 10.0, 20.0, math.inf)
GAPS = (-100.0, -20.0, -5.0, 5.0, 20.0, 100.0)

FRAGILE_BELOW = 5
"""A rate on fewer schools is fragile: one school more changes it by 20 points at least."""


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
    title_fr, title_en
        What a legend says over the classes.
    caveat_fr, caveat_en
        What a reader must know not to misread it.
    breaks
        Bounds of the classes, strictly increasing: each class holds its lower bound, not its
        upper one, but the last that holds both (100 % is in the last class).
    part, whole
        The columns that a share divides, "" for what isn't a share.
    concerned
        Columns of counts: a zone where one of them is 0 has no school that the indicator is
        about, and no value. A value on fewer than `FRAGILE_BELOW` of them is fragile.
    needs_known
        Whether the value would mislead where most schools are unknown.
    diverging
        Whether the middle of the scale is its nought.
    """

    id: str
    unit: Literal["share", "n", "points"]
    direction: Literal["up", "down", "none"]
    title_fr: str
    title_en: str
    caveat_fr: str
    caveat_en: str
    breaks: tuple[float, ...]
    part: str = ""
    whole: str = ""
    concerned: tuple[str, ...] = ("schools_n",)
    needs_known: bool = True
    diverging: bool = False

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
        "limited to some classes, doesn’t. A school of which nothing is known counts as without; "
        "the share if all of these had one is given beside it."
    ),
    breaks=FIFTHS,
    part="covered_n",
    whole="schools_n",
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
    needs_known=False,
)

PUPILS = Indicator(
    id="pupils_coverage_share",
    unit="share",
    direction="up",
    title_fr="Part des élèves dont l’école a un ENT",
    title_en="Share of pupils whose school has an ENT",
    caveat_fr=(
        "Ne compte que les élèves des écoles dont l’effectif est connu. Un élève compte si l’ENT "
        "est ouvert pour toute son école, qu’il s’en serve ou non."
    ),
    caveat_en=(
        "Counts the pupils of schools whose number is known. A pupil counts when the ENT is open "
        "to the whole school, whether used or not."
    ),
    breaks=FIFTHS,
    part="covered_pupils_n",
    whole="pupils_n",
)

CLASSES = Indicator(
    id="classes_coverage_share",
    unit="share",
    direction="up",
    title_fr="Part des classes qui ont un ENT",
    title_en="Share of classes with an ENT",
    caveat_fr=(
        "Ne compte que les écoles dont le nombre de classes est connu. Toutes les classes d’une "
        "école comptent si l’ENT est ouvert pour toute l’école ; s’il ne l’est que dans certaines, "
        "celles que dit le relevé d’usage, et aucune s’il n’en dit rien."
    ),
    caveat_en=(
        "Counts the schools whose number of classes is known. All the classes of a school count "
        "when its ENT is open to the whole school; when it is limited to some of them, those that "
        "the statement of use tells, and none if it tells nothing."
    ),
    breaks=FIFTHS,
    part="covered_classes_n",
    whole="classes_n",
)

ACCOUNTS = Indicator(
    id="accounts_activated_share",
    unit="share",
    direction="up",
    title_fr="Part des comptes activés, parmi les comptes créés",
    title_en="Share of accounts activated, among those created",
    caveat_fr=(
        "Comptes des écoles dont le relevé d’usage dit les deux nombres, quelle que soit la date "
        "montrée. Un compte activé a été ouvert par son titulaire : ce n’est pas dire qu’il s’en "
        "sert."
    ),
    caveat_en=(
        "Accounts of the schools of which the statement of use tells both numbers, whatever the "
        "date shown. An activated account has been opened by its holder, who may or may not use "
        "it."
    ),
    breaks=FIFTHS,
    part="accounts_activated_n",
    whole="accounts_created_n",
    needs_known=False,
)

WITHOUT = Indicator(
    id="without_n",
    unit="n",
    direction="down",
    title_fr="Nombre d’écoles sans ENT pour toute l’école",
    title_en="Number of schools without an ENT for the whole school",
    caveat_fr=(
        "Écoles qui n’en ont pas, ou dont l’ENT est prévu ou limité à certaines classes ; celles "
        "dont on ne sait rien n’y sont pas."
    ),
    caveat_en=(
        "Schools that have none, or whose ENT is planned or limited to some classes; those of "
        "which nothing is known are left out."
    ),
    breaks=NUMBERS,
)

UNKNOWN_N = Indicator(
    id="unknown_n",
    unit="n",
    direction="down",
    title_fr="Nombre d’écoles dont la situation est inconnue",
    title_en="Number of schools whose situation is unknown",
    caveat_fr="Dit ce que vaut la carte, non ce que font les écoles.",
    caveat_en="Tells what the map is worth, not what schools do.",
    breaks=NUMBERS,
    needs_known=False,
)

GAP = Indicator(
    id="rural_urban_gap_points",
    unit="points",
    direction="none",
    title_fr="Écart entre écoles rurales et urbaines",
    title_en="Gap between rural and urban schools",
    caveat_fr=(
        "Part des écoles rurales qui ont un ENT moins celle des écoles urbaines, en points de "
        "pourcentage : négatif quand les écoles rurales sont en retard. Il faut des écoles des "
        "deux sortes."
    ),
    caveat_en=(
        "Share of rural schools with an ENT minus that of urban schools, in percentage points: "
        "negative when rural schools are behind. There must be schools of both kinds."
    ),
    breaks=GAPS,
    concerned=("rural_schools_n", "urban_schools_n"),
    diverging=True,
)


def _of_group(name: str, *, fr: str, en: str, caveat_fr: str, caveat_en: str) -> Indicator:
    """Make the record of the coverage of one group of schools."""
    return Indicator(
        id=f"{name}_coverage_share",
        unit="share",
        direction="up",
        title_fr=f"Part des écoles {fr} qui ont un ENT",
        title_en=f"Share of {en} schools with an ENT",
        caveat_fr=caveat_fr,
        caveat_en=caveat_en,
        breaks=FIFTHS,
        part=f"{name}_covered_n",
        whole=f"{name}_schools_n",
        concerned=(f"{name}_schools_n",),
    )


_RURAL_FR = "Une école est rurale ou urbaine comme l’est sa commune."
_RURAL_EN = "A school is rural or urban as its commune is."
_REP_FR = (
    "Réseaux d’éducation prioritaire, d’après leur liste officielle si elle est parmi les sources, "
    "sinon d’après l’annuaire de l’éducation."
)
_REP_EN = (
    "Priority education networks, by their official list where it is among the sources, else by "
    "the national directory."
)

RURAL = _of_group("rural", fr="rurales", en="rural", caveat_fr=_RURAL_FR, caveat_en=_RURAL_EN)
URBAN = _of_group("urban", fr="urbaines", en="urban", caveat_fr=_RURAL_FR, caveat_en=_RURAL_EN)
REP = _of_group("rep", fr="de REP", en="REP", caveat_fr=_REP_FR, caveat_en=_REP_EN)
REP_PLUS = _of_group("rep_plus", fr="de REP+", en="REP+", caveat_fr=_REP_FR, caveat_en=_REP_EN)
ENIR = _of_group(
    "enir_eligible",
    fr="éligibles à ENIR",
    en="ENIR-eligible",
    caveat_fr=(
        "Éligibles à une édition au moins du plan « École numérique innovante et ruralité » ; "
        "les écoles dont on ne peut pas le dire n’y sont pas."
    ),
    caveat_en=(
        "Eligible for one edition at least of the plan “École numérique innovante et "
        "ruralité”; schools for which this can’t be told are left out."
    ),
)

MAPPED = (
    *(COVERAGE, PUPILS, CLASSES, WITHOUT, RURAL, GAP, REP, REP_PLUS, ENIR),
    *(ACCOUNTS, UNKNOWN_N),
)
"""The indicators that a reader of the map may choose, in the order of the list."""

CATALOGUE: "Mapping[str, Indicator]" = MappingProxyType(
    {record.id: record for record in (*MAPPED, URBAN, COVERAGE_MAX, KNOWN)}
)
"""Every indicator by id."""
