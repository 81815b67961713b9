"""The communes and EPCI that have joined: those whose convention the register has a row for."""

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.indicators.deployment.multiple_values import most_used
from geo_ent.indicators.schools_without_ent import figures, texts
from geo_ent.tables.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNTS = (
    "since",
    "solution",
    "programme",
    "schools_n",
    "covered_n",
    "pupils_n",
    "covered_pupils_n",
)
ADHESION_COLUMNS: "Mapping[str, tuple[str, ...]]" = MappingProxyType(
    {
        "commune": ("commune_name", "departement_code", *_COUNTS),
        "epci": ("epci_name", "communes_n", *_COUNTS),
    }
)
"""Level → the columns of those of its zones that have joined."""

# A commune whose schools have it in some classes has joined all the same: it is the convention that
# counts here.
_JOINED = ("school", "class")


@dataclass(frozen=True, eq=False)
class Adhesions:
    """Which communes (or EPCI) have joined, and out of how many.

    Attributes
    ----------
    table
        On `commune_code` (or `epci_code`), the level's columns of `ADHESION_COLUMNS`.
    zones_n
        How many of them have a school that is counted.
    planned_n
        How many have a row that isn't in force yet, and none that is.
    undated_n
        At a past day, how many have a row whose start isn't told, and none that was in force.
    level
        "commune" or "epci".
    """

    table: pd.DataFrame
    zones_n: int
    planned_n: int = 0
    level: str = "commune"
    undated_n: int = 0


def adhesions(
    rows: pd.DataFrame,
    schools: pd.DataFrame,
    names: "pd.Series[str]",
    date: dt.date,
    *,
    level: str = "commune",
    is_past: bool = False,
) -> Adhesions:
    """List the communes (or EPCI) that have joined by a row of the register of their own.

    One has joined when such a row gives its schools, or some of their classes, an ENT at the date:
    its start has come (or isn't told) and its end hasn't. An EPCI that has joined is told as such:
    its communes haven't by themselves.

    Parameters
    ----------
    rows
        What became of each row of the register: `Reading.rows`, its words as tuples.
    schools
        Every school counted, indexed by `uai`, with `status`, `commune_code`, `<level>_code`, and
        `pupils_n` where it is known.
    names
        The zones' names on their code.
    date
        The day asked about.
    level
        "commune" or "epci".
    is_past
        Whether the date is before the register was kept: then a row without a start isn't known to
        have been in force, nor one to come to have been decided.

    Returns
    -------
    Adhesions
        The zones by code: `since` (the earliest start; NaT where none is told), `solution` and
        `programme` (tuples, the most used first), their `schools_n`, of which `covered_n` have an
        ENT, and their `pupils_n` and `covered_pupils_n` (NaN where none is known); of an EPCI,
        `communes_n` counts those that have a school.

    Examples
    --------
    >>> rows = pd.DataFrame({"scope": ["commune"], "uai": ["A B"], "status": ["school"],
    ...                      "start": pd.Timestamp("2015-01-29"), "end": pd.NaT,
    ...                      "solution": [("Beneylu School",)], "programme": [()]})
    >>> schools = pd.DataFrame({"status": ["school", "none", "none"],
    ...                         "commune_code": ["34057", "34057", "34172"]}, index=["A", "B", "C"])
    >>> names = pd.Series({"34057": "Castelnau-le-Lez"})
    >>> joined = adhesions(rows, schools, names, dt.date(2015, 3, 1))
    >>> joined.zones_n, joined.table[["schools_n", "covered_n"]].to_dict("index")
    (2, {'34057': {'schools_n': 2, 'covered_n': 1}})
    """
    title = f"{level}_code"
    of_zones = _by_zone(rows, schools, level)
    day = pd.Timestamp(date)
    # A missing date compares as false: a row without a start has begun, one without an end goes on.
    over = of_zones["end"] < day
    held = of_zones["status"].isin(_JOINED) & ~(of_zones["start"] > day) & ~over
    undated = held & of_zones["start"].isna() & is_past
    now = held & ~undated
    coming = of_zones[
        of_zones["status"].isin((*_JOINED, "planned")) & ~held & ~over & (not is_past)
    ]
    groups = of_zones[now].groupby(title)
    joined = pd.DataFrame(
        {
            "since": groups["start"].min(),
            "solution": groups["solution"].agg(most_used),
            "programme": groups["programme"].agg(most_used),
        }
    ).rename_axis(title)
    # A commune that joined and has a second step planned has joined: it is counted once.
    planned = set(coming[title]) - set(joined.index)
    homes = texts(schools, title)
    named = names.reindex(joined.index).fillna("")
    table = _figured(joined, schools, homes).assign(**{f"{level}_name": named})
    columns = [*ADHESION_COLUMNS[level]]
    return Adhesions(
        table[columns].sort_index(),
        int(homes[homes != ""].nunique()),
        len(planned),
        level,
        len(set(of_zones.loc[undated, title]) - set(joined.index)),
    )


def _by_zone(rows: pd.DataFrame, schools: pd.DataFrame, level: str) -> pd.DataFrame:
    """Give each row for a zone the codes of the zones of the schools that it speaks of."""
    title = f"{level}_code"
    conventions = rows[(texts(rows, "scope") == level) & (texts(rows, "uai") != "")]
    spelt = conventions[["status", "solution", "programme", "start", "end"]].assign(
        start=pd.to_datetime(conventions["start"]),
        end=pd.to_datetime(conventions["end"]),
        solution=word_lists(conventions, "solution"),
        programme=word_lists(conventions, "programme"),
        row=range(len(conventions)),
        **{title: conventions["uai"].str.split()},
    )
    # The zone is that of the schools which the row reached, not the name that it was written with:
    # a commune that has merged since has joined as the commune of today.
    spelt = spelt.explode(title)
    spelt[title] = spelt[title].map(texts(schools, title))
    known = spelt[spelt[title].notna() & (spelt[title] != "")]
    # A row reaches many schools of one zone: it speaks of the zone once.
    return known.drop_duplicates(["row", title])


def _figured(joined: pd.DataFrame, schools: pd.DataFrame, homes: "pd.Series[str]") -> pd.DataFrame:
    """Add what is counted in the zones, of which `homes` says each school's."""
    # All schools of the zone, not those of the row alone: a commune that joined may have opened
    # the ENT in some of its schools only, which is what the share is to show.
    covered = schools["status"] == "school"
    pupils = figures(schools, "pupils_n")
    known = pupils.notna().groupby(homes).any()
    counts: dict[str, pd.Series[Any]] = {
        "schools_n": covered.groupby(homes).size(),
        "covered_n": covered.groupby(homes).sum().astype(int),
        "pupils_n": pupils.groupby(homes).sum(min_count=1),
        "covered_pupils_n": pupils.where(covered, 0).groupby(homes).sum().where(known),
        "departement_code": texts(schools, "departement_code").groupby(homes).first(),
        "communes_n": texts(schools, "commune_code").groupby(homes).nunique(),
    }
    return joined.assign(
        **{title: column.reindex(joined.index) for title, column in counts.items()}
    )
