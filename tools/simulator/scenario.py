"""A scenario: what was published of a programme of ENT, as its file says it (docs/scenarios.md)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo_ent.project.build_options import Goal, Programme
from simulator.fields import Counts, Days

__all__ = [
    "SCOPES",
    "Circonscription",
    "Figures",
    "NamedCommune",
    "Priority",
    "Rule",
    "Scenario",
    "Told",
    "Wave",
    "Where",
]

SCOPES = ("ecole", "commune", "secteur_college", "circonscription", "departement")
"""What one row of the register can speak of."""


@dataclass(frozen=True)
class Where:
    """Which schools a wave or a rule speaks of: all conditions hold; an empty one asks nothing."""

    departements: tuple[str, ...] = ()
    circonscriptions: tuple[str, ...] = ()
    not_circonscriptions: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    population_max: float | None = None
    population_min: float | None = None
    networks: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Wave:
    """Schools that are equipped together; `place` is the wave's in the file, for what is said."""

    place: str
    where: Where = Where()
    phase: str = ""
    schools_n: Counts = field(default_factory=dict)
    share: float | None = None
    start: Days = ()
    end: dt.date | None = None
    solution: Mapping[str, float] = field(default_factory=dict)
    programme: str = ""
    status: str = "school"
    spread: bool = False
    scope: str = "ecole"
    communes_n: int | None = None
    networks_n: int | None = None
    in_networks_of: str = ""
    beside: bool = False

    @property
    def shapes(self) -> bool:
        """Whether the wave takes groups of schools, and so must choose before the others."""
        return self.scope != "ecole" or bool(self.networks_n or self.in_networks_of)


@dataclass(frozen=True)
class Rule:
    """What to write of schools of which their wave says nothing."""

    where: Where
    solution: Mapping[str, float]
    programme: str
    phase: str


@dataclass(frozen=True, kw_only=True)
class Circonscription:
    """A circonscription whose number of schools was published."""

    name: str
    departement: str
    schools_n: int
    towns: tuple[str, ...]
    away_from: tuple[str, ...] = ()
    people: float | None = None
    first: bool = False


@dataclass(frozen=True)
class Priority:
    """How many schools have a label of priority education, and where."""

    label: str
    commune: str
    schools_n: int | None
    share: float | None


@dataclass(frozen=True, kw_only=True)
class NamedCommune:
    """A commune of which something was published; `asked` is its name or its code."""

    asked: str
    schools_n: int | None = None
    covered_n: int | None = None
    covered_pupils_n: int | None = None
    start: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Pupils, classes and accounts; None for a table that the file hasn't."""

    pupils: Mapping[str, Counts] | None = None
    rentree: int | None = None
    classes: Mapping[str, Counts] | None = None
    covered_classes_share: float | None = None
    mean_pupils: float = 23.0
    accounts: Mapping[str, Counts] | None = None
    per_pupil: float = 1.0
    activated_share: float | None = None


@dataclass(frozen=True)
class Told:
    """What the page and the tables say of the simulation."""

    message: str
    note: str
    published_levels: tuple[str, ...]
    published_note: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A scenario, its values read and checked one by one; whether they can be met isn't yet."""

    path: Path
    name: str
    title: str
    departements: tuple[str, ...]
    date: dt.date
    seed: int
    complete: bool
    told: Told
    schools_n: Counts
    communes_n: int | None = None
    natures: tuple[str, ...] = ()
    private_share: float | None = None
    circonscription_size: int = 43
    circonscriptions: tuple[Circonscription, ...] = ()
    priorities: tuple[Priority, ...] = ()
    communes: tuple[NamedCommune, ...] = ()
    covered_n: Counts = field(default_factory=dict)
    primary_covered_n: Counts = field(default_factory=dict)
    waves: tuple[Wave, ...] = ()
    rules: tuple[Rule, ...] = ()
    figures: Figures = field(default_factory=Figures)
    colleges_n: Counts = field(default_factory=dict)
    college_towns: tuple[str, ...] = ()
    goal: Goal | None = None
    programme: Programme | None = None
