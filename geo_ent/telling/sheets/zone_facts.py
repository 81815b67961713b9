"""What a sheet is told of a zone: numbers, codes and names, of which it makes sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from geo_ent.telling.page.page_facts import Source

if TYPE_CHECKING:
    import pandas as pd

Figures = Mapping[str, Any]
"""A row of a coverage table."""


class Moment(NamedTuple):
    """A date of the history: the shares of a zone and of its département, NaN where none is."""

    date: dt.date
    share: float
    share_max: float
    whole_share: float


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
    without
        The schools without an ENT, on `uai`, in the order that they are listed in: `name, nature,
        commune_name, status, pupils_n`; and `rank, nearest_km, reasons` (NaN, "" where the list of
        the schools to equip hasn't it).
    unknown
        The schools of which nobody knows: `name, commune_name`.
    equipped
        The schools that have an ENT: `name, commune_name, solution`.
    shared
        As `shared_decisions` gives them.
    joined
        The zone's communes that joined, of which some school has no ENT: rows of `adhesions.csv`.
    ranked_n
        How many schools the list of the schools to equip has, on the whole map.
    ranks_rural
        Whether it keeps to rural communes.
    is_estimated
        Whether the zone's outline is.
    pupils_unknown_n
        How many of its schools have no known number of pupils.
    sources
        Whose data it is.
    simulated
        What is simulated; "" where nothing is.
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
    without: "pd.DataFrame"
    unknown: "pd.DataFrame"
    equipped: "pd.DataFrame"
    shared: "pd.DataFrame"
    joined: "pd.DataFrame"
    ranked_n: int
    ranks_rural: bool
    is_estimated: bool
    pupils_unknown_n: int
    sources: tuple[Source, ...] = ()
    simulated: str = field(default="")
