"""The schools in groups that can be compared: rural and urban, by density, priority, IPS and so on.

Each grouping is a table of groups as `geo_ent.indicators.equity.equity` takes it. Groups are codes:
`geo_ent.telling.equity` names them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.schools_without_ent import texts
from geo_ent.indicators.wilson import wilson
from geo_ent.tables.contract import IN_DOUBT
from geo_ent.text.note import Note

RURAL, URBAN = "rural", "urban"
OUTSIDE = "outside"
"""Neither REP+ nor REP."""

GROUP_COLUMNS = (
    "group",
    "population",
    "covered_n",
    "unknown_n",
    "value",
    "value_max",
    "low",
    "high",
    "order",
)
"""The columns of a grouping's table; `group` is a code, `order` NaN where the groups have none."""

# Communes pay for the ENT, and small ones have the least to pay with. More than half of them have
# fewer than 500 inhabitants: the bounds are close together there, and far apart above.
SIZES = (500, 1_000, 2_000, 5_000, 10_000, 50_000)
"""Inhabitants from which a commune is of the next group."""

_DENSITIES = tuple(range(7, 0, -1))  # from the most scattered to the densest
_FIFTHS = 5


@dataclass(frozen=True, eq=False)
class Grouping:
    """Schools in groups.

    Attributes
    ----------
    key
        Which grouping it is.
    table
        One row a group that has schools, with `GROUP_COLUMNS`, the least advantaged first where
        they have an order. `value` is the share of schools that have an ENT, one of unknown status
        counting as without; `value_max` is what it would be if all of these had one; `low` and
        `high` are Wilson's interval of `value` (95 %).
    ordered
        Whether the groups go from the least advantaged to the most.
    reference
        The group that the others are compared with; None without one.
    proper
        Names that groups bring along, the same in all languages: those of circonscriptions.
    spans
        The ends of groups made by cutting a range.
    caveats
        What to beware of.
    left_out
        How many schools are of no group; None where each is of one.
    lacks
        Why there is nothing to compare; None where there is.
    """

    key: str
    table: pd.DataFrame
    ordered: bool = False
    reference: str | None = None
    proper: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    caveats: tuple[Note, ...] = ()
    left_out: Note | None = None
    lacks: Note | None = None

    @property
    def groups(self) -> list[str]:
        """The groups' codes, in their order."""
        return [str(group) for group in self.table["group"]]


@dataclass(frozen=True, eq=False)
class _Parted:
    """Which group each school is of ("" for none), and the groups from the first to the last."""

    group: "pd.Series[str]"
    groups: tuple[str, ...]
    lacks: Note
    caveats: tuple[Note, ...] = ()
    ordered: bool = False
    reference: str | None = None
    proper: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def groupings(schools: pd.DataFrame) -> dict[str, Grouping]:
    """Put the schools in groups, in every way that can be.

    Parameters
    ----------
    schools
        Those counted, with `status`, and where they are known `rural` ("boolean"),
        `rurality_basis`, `density_class`, `priority`, `ips`, `commune_population_n` (inhabitants),
        `circonscription_code` and `circonscription_name`.

    Returns
    -------
    dict
        `rurality, density, priority, ips, commune_size, circonscription`, always all six: one that
        can't be had says why (`lacks`).

    Examples
    --------
    >>> schools = pd.DataFrame({"status": ["school", "none", "school", "unknown"],
    ...                         "rural": pd.array([False, True, True, True])})
    >>> table = groupings(schools)["rurality"].table
    >>> table[["group", "population", "covered_n", "value_max"]].round(2).values.tolist()
    [['rural', 3, 1, 0.67], ['urban', 1, 1, 1.0]]
    """
    ways = {
        "rurality": _rurality,
        "density": _density,
        "priority": _priority,
        "ips": _ips,
        "commune_size": _sizes,
        "circonscription": _circonscriptions,
    }
    return {key: _grouping(key, schools, part(schools)) for key, part in ways.items()}


def _grouping(key: str, schools: pd.DataFrame, parted: _Parted) -> Grouping:
    table = _table(schools, parted)
    return Grouping(
        key=key,
        table=table,
        ordered=parted.ordered,
        reference=parted.reference if parted.reference in set(table["group"]) else None,
        proper=parted.proper,
        spans=parted.spans,
        caveats=tuple(_caveats(table, parted)),
        left_out=_left_out(schools, table),
        lacks=_lacks(schools, table, parted),
    )


def _table(schools: pd.DataFrame, parted: _Parted) -> pd.DataFrame:
    """Count each group's schools; groups without a school are left out."""
    status, group = schools["status"], parted.group
    counts: dict[str, pd.Series[Any]] = {
        "population": group.groupby(group).size(),
        "covered_n": (status == "school").groupby(group).sum(),
        "unknown_n": status.isin(IN_DOUBT).groupby(group).sum(),
    }
    # A group without a school has no share: a row of 0/0 would be read as 0.
    there = [code for code in parted.groups if code in counts["population"].index]
    table = pd.DataFrame(
        {title: count.reindex(there).astype(int) for title, count in counts.items()},
        index=pd.Index(there, name="group", dtype=object),
    )
    n = table["population"].astype(float)
    low, high = wilson(table["covered_n"], n)
    rank = np.arange(1.0, len(there) + 1) if parted.ordered else np.full(len(there), np.nan)
    table = table.assign(
        value=table["covered_n"] / n,
        value_max=(table["covered_n"] + table["unknown_n"]) / n,
        low=low,
        high=high,
        order=rank,
    )
    return table.reset_index()[[*GROUP_COLUMNS]]


def _lacks(schools: pd.DataFrame, table: pd.DataFrame, parted: _Parted) -> Note | None:
    if not len(schools):
        return Note("no_school")
    if not len(table):
        return parted.lacks
    if len(table) == 1:
        return Note("one_group", group=table["group"].iloc[0])
    if table["unknown_n"].sum() == table["population"].sum():
        return Note("all_unknown")
    return None


def _left_out(schools: pd.DataFrame, table: pd.DataFrame) -> Note | None:
    left = len(schools) - int(table["population"].sum())
    return Note("left_out", n=left, schools_n=len(schools)) if left and len(table) else None


def _caveats(table: pd.DataFrame, parted: _Parted) -> Iterator[Note]:
    """Note what to beware of, and which groups tell little."""
    if not len(table):
        return
    yield from parted.caveats
    few = table.loc[table["population"] < FRAGILE_BELOW, "group"]
    if len(few):
        yield Note("fragile", least=FRAGILE_BELOW, groups=tuple(few))
    silent = table.loc[table["unknown_n"] == table["population"], "group"]
    if 0 < len(silent) < len(table):
        yield Note("silent", groups=tuple(silent))


def _none(schools: pd.DataFrame) -> "pd.Series[str]":
    return pd.Series("", index=schools.index, dtype=object)


def _numbers(schools: pd.DataFrame, column: str) -> "pd.Series[float]":
    if column not in schools:
        return pd.Series(np.nan, index=schools.index)
    return schools[column].astype(float)


def _rurality(schools: pd.DataFrame) -> _Parted:
    group = _none(schools)
    if "rural" in schools:
        rural = schools["rural"].astype("boolean")
        group = group.mask(rural.fillna(value=False), RURAL)
        # What is not known fills neither group: once as False, once as True.
        group = group.mask(~rural.fillna(value=True), URBAN)
    basis = texts(schools, "rurality_basis")
    estimated = int(((basis == "estimated") & (group != "")).sum())
    return _Parted(
        group,
        (RURAL, URBAN),
        Note("no_rurality"),
        caveats=(Note("rurality_estimated", n=estimated),) if estimated else (),
        reference=URBAN,
    )


def _density(schools: pd.DataFrame) -> _Parted:
    classes = _numbers(schools, "density_class")
    return _Parted(
        _codes(classes.where(classes.isin(_DENSITIES))),
        tuple(map(str, _DENSITIES)),
        Note("no_density"),
        caveats=(Note("order.density"),),
        ordered=True,
    )


def _priority(schools: pd.DataFrame) -> _Parted:
    groups = ("REP+", "REP", OUTSIDE)
    group = _none(schools)
    if "priority" in schools:
        words = texts(schools, "priority")
        group = words.astype(object).mask(words == "", OUTSIDE)
        # A word that is neither is not outside priority education: nothing is known of it.
        group = group.where(group.isin(groups), "")
    return _Parted(group, groups, Note("no_priority"), reference=OUTSIDE)


def _ips(schools: pd.DataFrame) -> _Parted:
    """Cut the schools that have an IPS in fifths; equal ones stay together."""
    ips = _numbers(schools, "ips")
    n = int(ips.notna().sum())
    if n < _FIFTHS:
        lacks = Note("few_ips", n=n, least=_FIFTHS) if n else Note("no_ips")
        return _Parted(_none(schools), (), lacks)
    # The middle of a run of equal values says where all of it goes: cut by rank, two schools of
    # one IPS could fall in two fifths. The ε keeps 2/5 of a float from falling below 0.4.
    middle = (ips.rank(method="average") - 0.5) / n
    fifth = (_FIFTHS * middle + 1e-9).floordiv(1) + 1
    ends = ips.groupby(fifth).agg(["min", "max"])
    return _Parted(
        _codes(fifth),
        tuple(str(int(place)) for place in ends.index),
        Note("no_ips"),
        caveats=(Note("order.ips"),),
        ordered=True,
        spans={str(int(place)): (low, high) for place, low, high in ends.itertuples()},
    )


def _sizes(schools: pd.DataFrame) -> _Parted:
    people = _numbers(schools, "commune_population_n")
    size = pd.Series(np.searchsorted(SIZES, people.fillna(0), side="right"), index=schools.index)
    bounds = (0, *SIZES, float("inf"))
    groups = tuple(map(str, range(len(SIZES) + 1)))
    return _Parted(
        _codes(size.astype(float).where(people.notna())),
        groups,
        Note("no_population"),
        caveats=(Note("order.commune_size"),),
        ordered=True,
        spans={group: (bounds[int(group)], bounds[int(group) + 1]) for group in groups},
    )


def _circonscriptions(schools: pd.DataFrame) -> _Parted:
    code = texts(schools, "circonscription_code").astype(object)
    names = _proper(code, texts(schools, "circonscription_name"))
    ordered = sorted(names, key=lambda zone: (names[zone].casefold(), names[zone]))
    return _Parted(code, tuple(ordered), Note("no_circonscription"), proper=names)


def _codes(places: "pd.Series[float]") -> "pd.Series[str]":
    """Write whole numbers as codes of groups, "" for what is missing."""
    return places.astype("Int64").astype("string").fillna("").astype(object)


def _proper(code: "pd.Series[Any]", name: "pd.Series[str]") -> Mapping[str, str]:
    """Name each code; two circonscriptions of one name are told apart by their code."""
    first = name.where(name != "").groupby(code).first().fillna("")
    names = {str(zone): str(label) or str(zone) for zone, label in first.items() if str(zone)}
    times = pd.Series(names, dtype=object).value_counts()
    return {zone: f"{label} ({zone})" if times[label] > 1 else label
            for zone, label in names.items()}  # fmt: skip
