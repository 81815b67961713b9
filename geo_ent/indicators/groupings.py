"""The schools in groups that can be compared: rural and urban, by density, priority, IPS and so on.

Each grouping is a table of groups as `geo_ent.indicators.equity.equity` takes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from geo_ent.communes.density import DENSITY_LABELS
from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.coverage import wilson
from geo_ent.indicators.schools_without_ent import texts
from geo_ent.text.numbers import counted, number

__all__ = ["GROUP_COLUMNS", "OUTSIDE", "RURAL", "URBAN", "Grouping", "groupings"]

RURAL, URBAN = "rural", "urbain"
OUTSIDE = "hors éducation prioritaire"

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
"""The columns of a grouping's table; `order` is NaN where the groups have none."""

_SIZES = (500, 1_000, 2_000, 5_000, 10_000, 50_000)  # inhabitants of a commune
_FIFTHS = 5
_IPS_TOLD = (
    "Les groupes sont rangés du plus bas IPS au plus haut ; il est calculé sur les élèves de CM2, "
    "et les maternelles comme les très petites écoles n’en ont pas."
)
_NAMED = 4


@dataclass(frozen=True, eq=False)
class Grouping:
    """Schools in groups.

    Attributes
    ----------
    title
        What the groups are, in French.
    table
        One row a group that has schools, with `GROUP_COLUMNS`, the least advantaged first where
        they have an order. `value` is the share of schools that have an ENT, one of unknown status
        counting as without; `value_max` is what it would be if all of these had one; `low` and
        `high` are Wilson's interval of `value` (95 %).
    ordered
        Whether the groups go from the least advantaged to the most.
    reference
        The group that the others are compared with; None without one.
    caveats
        In French: what to beware of.
    left_out
        In French: how many schools are of no group; "" where each is of one.
    lacks
        In French: why there is nothing to compare; "" where there is.
    """

    title: str
    table: pd.DataFrame
    ordered: bool = False
    reference: str | None = None
    caveats: tuple[str, ...] = ()
    left_out: str = ""
    lacks: str = ""

    @property
    def names(self) -> list[str]:
        """The groups, in their order."""
        return [str(name) for name in self.table["group"]]


@dataclass(frozen=True, eq=False)
class _Parted:
    """Which group each school is of ("" for none), and the groups from the first to the last."""

    group: "pd.Series[str]"
    names: tuple[str, ...]
    unsaid: str
    caveats: tuple[str, ...] = ()
    ordered: bool = False
    reference: str | None = None


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
    >>> told = groupings(schools)["rurality"].table
    >>> told[["group", "population", "covered_n", "value_max"]].round(2).values.tolist()
    [['rural', 3, 1, 0.67], ['urbain', 1, 1, 1.0]]
    """
    parted = {
        "rurality": ("Communes rurales et urbaines", _rurality(schools)),
        "density": ("Grille communale de densité", _density(schools)),
        "priority": ("Éducation prioritaire", _priority(schools)),
        "ips": ("Indice de position sociale (cinquièmes d’écoles)", _ips(schools)),
        "commune_size": ("Taille de la commune", _sizes(schools)),
        "circonscription": ("Circonscriptions", _circonscriptions(schools)),
    }
    return {key: _grouping(schools, title, each) for key, (title, each) in parted.items()}


def _grouping(schools: pd.DataFrame, title: str, parted: _Parted) -> Grouping:
    table = _table(schools, parted)
    return Grouping(
        title=title,
        table=table,
        ordered=parted.ordered,
        reference=parted.reference if parted.reference in set(table["group"]) else None,
        caveats=tuple(_caveats(table, parted)),
        left_out=_left_out(schools, table),
        lacks=_lacks(schools, table, parted),
    )


def _table(schools: pd.DataFrame, parted: _Parted) -> pd.DataFrame:
    """Count each group's schools; groups without a school are left out."""
    status, at = schools["status"], parted.group
    counts: dict[str, pd.Series[Any]] = {
        "population": at.groupby(at).size(),
        "covered_n": (status == "school").groupby(at).sum(),
        "unknown_n": (status == "unknown").groupby(at).sum(),
    }
    there = [name for name in parted.names if name in counts["population"].index]
    table = pd.DataFrame(
        {title: each.reindex(there).astype(int) for title, each in counts.items()},
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


def _lacks(schools: pd.DataFrame, table: pd.DataFrame, parted: _Parted) -> str:
    if not len(schools):
        return "Il n’y a aucune école."
    if not len(table):
        return parted.unsaid
    if len(table) == 1:
        name = table["group"].iloc[0]
        return f"Un seul groupe (« {name} ») : il n’y a rien à comparer."
    if table["unknown_n"].sum() == table["population"].sum():
        return "On ne sait d’aucune école si elle a un ENT : il n’y a rien à comparer."
    return ""


def _left_out(schools: pd.DataFrame, table: pd.DataFrame) -> str:
    left = len(schools) - int(table["population"].sum())
    if not left or not len(table):
        return ""
    are = "ne sont d’aucun groupe" if left > 1 else "n’est d’aucun groupe"
    return f"{counted(left, 'école')} sur {number(len(schools))} {are}."


def _caveats(table: pd.DataFrame, parted: _Parted) -> Iterator[str]:
    """Say what to beware of, and which groups tell little."""
    if not len(table):
        return
    yield from parted.caveats
    few = table.loc[table["population"] < FRAGILE_BELOW, "group"]
    if len(few):
        yield f"Moins de {FRAGILE_BELOW} écoles, part fragile : {_listed(few)}."
    silent = table.loc[table["unknown_n"] == table["population"], "group"]
    if 0 < len(silent) < len(table):
        yield f"On ne sait d’aucune école, comptées comme sans ENT : {_listed(silent)}."


def _listed(names: "pd.Series[str]") -> str:
    shown = [f"« {name} »" for name in names[:_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" et {counted(more, 'autre')}" if more else "")


def _none(schools: pd.DataFrame) -> "pd.Series[str]":
    return pd.Series("", index=schools.index, dtype=object)


def _numbers(schools: pd.DataFrame, column: str) -> "pd.Series[float]":
    if column not in schools:
        return pd.Series(np.nan, index=schools.index)
    return schools[column].astype(float)


def _as_groups(codes: "pd.Series[Any]", names: Mapping[Any, str]) -> "pd.Series[str]":
    """Name the group of each code, "" where it has none."""
    named = codes.map(dict(names)).astype(object)
    return named.where(named.notna(), "")


def _rurality(schools: pd.DataFrame) -> _Parted:
    group = _none(schools)
    if "rural" in schools:
        rural = schools["rural"].astype("boolean")
        group = group.mask(rural.fillna(value=False), RURAL)
        group = group.mask(~rural.fillna(value=True), URBAN)
    basis = texts(schools, "rurality_basis")
    estimated = int(((basis == "estimated") & (group != "")).sum())
    told = f"Ruralité estimée pour {counted(estimated, 'école')}, faute de grille de densité."
    return _Parted(
        group,
        (RURAL, URBAN),
        "On ne sait d’aucune école si sa commune est rurale.",
        caveats=(told,) if estimated else (),
        reference=URBAN,
    )


def _density(schools: pd.DataFrame) -> _Parted:
    classes = _numbers(schools, "density_class")
    return _Parted(
        _as_groups(classes, DENSITY_LABELS),
        tuple(DENSITY_LABELS[at] for at in sorted(DENSITY_LABELS, reverse=True)),
        "La grille communale de densité n’est pas donnée.",
        caveats=("Les groupes sont rangés du plus dispersé au plus dense.",),
        ordered=True,
    )


def _priority(schools: pd.DataFrame) -> _Parted:
    known = ("REP+", "REP")
    group = _none(schools)
    if "priority" in schools:
        words = texts(schools, "priority")
        group = words.astype(object).mask(words == "", OUTSIDE)
        group = group.where(group.isin((*known, OUTSIDE)), "")
    return _Parted(
        group,
        (*known, OUTSIDE),
        "On ne sait pas quelles écoles sont en éducation prioritaire.",
        reference=OUTSIDE,
    )


def _ips(schools: pd.DataFrame) -> _Parted:
    """Cut the schools that have an IPS in fifths; equal ones stay together."""
    ips = _numbers(schools, "ips")
    n = int(ips.notna().sum())
    if n < _FIFTHS:
        told = f"L’IPS n’est connu que de {counted(n, 'école')}" if n else "L’IPS n’est pas donné"
        end = f" : il en faut au moins {_FIFTHS} pour des cinquièmes." if n else "."
        return _Parted(_none(schools), (), told + end)
    middle = (ips.rank(method="average") - 0.5) / n
    fifth = (_FIFTHS * middle + 1e-9).floordiv(1)
    spans = ips.groupby(fifth).agg(["min", "max"])
    names = {at: _span(int(at), low, high) for at, low, high in spans.itertuples()}
    return _Parted(
        _as_groups(fifth, names),
        tuple(names.values()),
        "",
        caveats=(_IPS_TOLD,),
        ordered=True,
    )


def _span(at: int, low: float, high: float) -> str:
    """Name a fifth by its place and its ends."""
    place = "1er" if at == 0 else f"{at + 1}e"
    ends = [number(end, decimals=1) for end in (low, high)]
    told = ends[0] if ends[0] == ends[1] else f"de {ends[0]} à {ends[1]}"
    return f"{place} cinquième (IPS {told})"


def _sizes(schools: pd.DataFrame) -> _Parted:
    people = _numbers(schools, "commune_population_n")
    names = (
        f"moins de {number(_SIZES[0])} habitants",
        *(f"de {number(low)} à {number(high - 1)} habitants" for low, high in pairwise(_SIZES)),
        f"{number(_SIZES[-1])} habitants et plus",
    )
    at = pd.Series(np.searchsorted(_SIZES, people.fillna(0), side="right"), index=schools.index)
    return _Parted(
        at.map(dict(enumerate(names))).astype(object).where(people.notna(), ""),
        names,
        "La population des communes n’est pas donnée.",
        caveats=("Les groupes sont rangés de la plus petite commune à la plus grande.",),
        ordered=True,
    )


def _circonscriptions(schools: pd.DataFrame) -> _Parted:
    code = texts(schools, "circonscription_code")
    name = texts(schools, "circonscription_name")
    labels = _labels(code, name)
    names = tuple(sorted(set(labels.values()), key=lambda label: (label.casefold(), label)))
    return _Parted(
        _as_groups(code, labels),
        names,
        "La circonscription d’aucune école n’est connue.",
    )


def _labels(code: "pd.Series[str]", name: "pd.Series[str]") -> Mapping[str, str]:
    """Name each code; two circonscriptions of one name are told apart by their code."""
    first = name.where(name != "").groupby(code).first().fillna("")
    named = {str(key): str(label) or str(key) for key, label in first.items() if str(key)}
    twice = {label for label in named.values() if list(named.values()).count(label) > 1}
    return {key: f"{label} ({key})" if label in twice else label for key, label in named.items()}
