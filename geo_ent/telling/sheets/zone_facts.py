"""What a sheet is told of a zone: numbers, codes and names, of which it makes sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from geo_ent.telling.page.page_facts import Source

Figures = Mapping[str, Any]
"""A row of a table."""


class Moment(NamedTuple):
    """A date of the history: the shares of a zone and of its département, NaN where none is."""

    date: dt.date
    share: float
    share_max: float
    whole_share: float


class SchoolFacts(NamedTuple):
    """A school of a zone.

    Attributes
    ----------
    uai, name, nature, commune, status, solution, priority
        As `schools.csv` has them; "" for what isn't known.
    pupils_n
        NaN where it isn't known.
    rank, nearest_km
        As `gaps.csv` has them; NaN where the list of the schools to equip hasn't the school.
    reasons
        Why it has its rank, but for what is told beside.
    """

    uai: str
    name: str
    nature: str
    commune: str
    status: str
    solution: str
    priority: str
    pupils_n: float
    rank: float
    nearest_km: float
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneFacts:
    """A zone, and the département that it is read beside.

    Attributes
    ----------
    level, code, name
        The zone.
    whole_code, whole_name
        The département of most of its schools.
    territory
        The whole map's name.
    date
        The day shown.
    figures, whole
        The zone's row of the coverage table, and the département's.
    change, whole_change
        A row of `indicators.change.change` with `compared_to`; empty where there is no history.
    moments
        The history, the day shown last.
    schools
        Those of the zone: by rank, then by commune and name.
    shared
        Rows of `shared_decisions`.
    joined
        The zone's communes that joined, of which some school has no ENT: rows of `adhesions.csv`.
    ranked_n
        How many schools the list of the schools to equip has, on the whole map.
    ranks_rural
        Whether it keeps to rural communes.
    is_estimated
        Whether the zone's outline is.
    is_partial
        Whether it is an EPCI that has communes elsewhere too, which aren't counted.
    has_sectors
        Whether the collège of each school is known.
    sources
        Whose data it is.
    simulated
        What is simulated; "" where nothing is.
    quoted_in
        The language that these two are in, which may not be the sheet's.
    """

    level: str
    code: str
    name: str
    whole_code: str
    whole_name: str
    territory: str
    date: dt.date
    figures: Figures
    whole: Figures
    change: Figures
    whole_change: Figures
    moments: tuple[Moment, ...]
    schools: tuple[SchoolFacts, ...]
    shared: tuple[Figures, ...]
    joined: tuple[Figures, ...]
    ranked_n: int
    ranks_rural: bool
    is_estimated: bool
    is_partial: bool
    has_sectors: bool
    sources: tuple[Source, ...] = ()
    simulated: str = ""
    quoted_in: str = "fr"

    def of_status(self, *statuses: str) -> tuple[SchoolFacts, ...]:
        """Give the schools of some statuses, in their order."""
        return tuple(school for school in self.schools if school.status in statuses)
