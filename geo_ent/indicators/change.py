"""Change: what became of an indicator between two dates, and what isn't known of it."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.indicators.catalogue import COVERAGE, RURAL, URBAN, Indicator
from geo_ent.indicators.classes import values
from geo_ent.indicators.coverage import coverage
from geo_ent.tables.contract import IN_DOUBT, UNOPENED

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNDATED = "undated"
_SHARES = {name: f"{name}_points" for name in ("change", "change_low", "change_high")} | {
    "before": "before_share",
    "after": "after_share",
}


def change(
    schools: pd.DataFrame,
    zone_names: "pd.Series[str]",
    *,
    level: str,
    statuses: "pd.DataFrame",
    indicator: Indicator = COVERAGE,
) -> pd.DataFrame:
    """Compute the change of an indicator between two dates, zone by zone, and its bounds.

    Only the schools whose situation is known at both dates make the figures: one that is unknown or
    undated at either is in none of them, but in the bounds, which are the least and the greatest
    change that what isn't known leaves possible. A school counts from its opening on, as in a
    build: one that opened in between is in the later figure alone.

    Parameters
    ----------
    schools
        Located, on `uai`, as `coverage` takes them; their own status isn't looked at.
    zone_names
        The zones' names on their `zone_code`.
    level
        One of the contract's levels.
    statuses
        On `uai`, two columns, the earlier date first, as `status_table` gives them.
    indicator
        What changed; one that has a change.

    Returns
    -------
    DataFrame
        On the zones' index: `change` and the bounds `change_low, change_high`, in percentage
        points, or in schools where the indicator is a number of them; `before` and `after`, the
        figures that it is the difference of, in the indicator's own unit. Of the schools that the
        indicator is about, `compared_n` are known at both dates, `opened_n` of which opened in
        between, and `left_out_n` aren't. NaN where one of the dates has no figure.

    Raises
    ------
    ValueError
        If the indicator has no change, or there aren't two dates.

    Examples
    --------
    >>> schools = pd.DataFrame({"commune_code": "35001", "nature": "primaire", "pupils_n": 100.0,
    ...                         "priority": ""}, index=["A", "B", "C"])
    >>> statuses = pd.DataFrame({"2021": ["not_yet", "none", "unknown"],
    ...                          "2023": ["school", "none", "school"]}, index=["A", "B", "C"])
    >>> zone_names = pd.Series({"35001": "Acigné"})
    >>> table = change(schools, zone_names, level="commune", statuses=statuses)
    >>> table.round(1)[["change", "change_low", "change_high"]].values.tolist()
    [[50.0, 33.3, 66.7]]
    """
    if not indicator.has_change or len(statuses.columns) != 2:  # noqa: PLR2004 a pair
        msg = f"{indicator.id} has no change, or not two dates: {[*statuses.columns]}"
        raise ValueError(msg)
    pair = statuses.loc[schools.index].set_axis(["before", "after"], axis=1)
    at = _Counting(schools, zone_names, level)
    left_out = pair.isin(IN_DOUBT).any(axis=1)
    before, after = (at.table(pair[date].mask(left_out, UNOPENED)) for date in pair)
    counts = [
        table[[*indicator.concerned]].sum(axis=1)
        for table in (before, after, at.table(left_out.map({True: "none", False: UNOPENED})))
    ]
    low, high = _bounds(at, pair, indicator)
    unit = 100 if indicator.unit == "share" else 1
    return pd.DataFrame(
        {
            "change": (values(after, indicator) - values(before, indicator)) * unit,
            "change_low": low * unit,
            "change_high": high * unit,
            "before": values(before, indicator),
            "after": values(after, indicator),
            "compared_n": counts[1].astype(int),
            "opened_n": (counts[1] - counts[0]).astype(int),
            "left_out_n": counts[2].astype(int),
        },
        index=pd.Index(zone_names.index, name="zone_code"),
    )


def share_change(
    schools: pd.DataFrame, zone_names: "pd.Series[str]", *, level: str, statuses: "pd.DataFrame"
) -> pd.DataFrame:
    """Compute the change of the share of schools that have an ENT, as `change.csv` names it.

    Parameters
    ----------
    schools, zone_names, level, statuses
        As for `change`.

    Returns
    -------
    DataFrame
        `change` of the coverage, with its columns named after their units, then `level` and
        `zone_name`; `zone_code` is the index.
    """
    # Of what the share is made of alone: groups, pupils and classes would be counted at each date.
    counted = schools[[f"{level}_code", "nature"]]
    table = change(counted, zone_names, level=level, statuses=statuses)
    return table.rename(columns=_SHARES).assign(level=level, zone_name=zone_names)


class _Counting:
    """Counts the schools of a level's zones under other statuses."""

    def __init__(self, schools: pd.DataFrame, zone_names: "pd.Series[str]", level: str) -> None:
        self.schools, self.zone_names, self.level = schools, zone_names, level
        self._tables: dict[tuple[Any, ...], pd.DataFrame] = {}

    def table(self, status: "pd.Series[Any]") -> pd.DataFrame:
        """Give the coverage of the schools that are open; of the same statuses it is counted once.

        The worlds that may have been differ at one date of two, or for a few schools.
        """
        key = tuple(status.to_numpy(dtype=object).tolist())
        if key not in self._tables:
            schools = self.schools.assign(status=status)[status != UNOPENED]
            self._tables[key] = coverage(schools, self.zone_names, level=self.level)
        return self._tables[key]

    def change(self, world: pd.DataFrame, indicator: Indicator) -> "pd.Series[Any]":
        """Give an indicator's difference, in its own unit."""
        before, after = (values(self.table(world[date]), indicator) for date in world)
        return after - before


def _bounds(
    at: _Counting, pair: pd.DataFrame, indicator: Indicator
) -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Give the least and the greatest change possible, in the indicator's unit."""
    if indicator.id == "rural_urban_gap_points":
        # No school is of both groups: each has its own least and greatest.
        (rural_low, rural_high), (urban_low, urban_high) = (
            _bounds(at, pair, group) for group in (RURAL, URBAN)
        )
        return (rural_low - urban_high) * 100, (rural_high - urban_low) * 100
    changes = pd.concat([at.change(world, indicator) for world in _extremes(pair)], axis=1)
    return changes.min(axis=1, skipna=False), changes.max(axis=1, skipna=False)


def _extremes(pair: pd.DataFrame) -> "Iterator[pd.DataFrame]":
    """Give what may have been at each date, where a share can be at its least or its greatest.

    Of an unknown school anything may be. An undated ENT opened on some day and stays: where it is
    undated at both dates it was there at neither, at the later one alone, or at both. Each school
    adds to a change by itself, so that all of a kind are alike where it is extreme.
    """
    doubt = pair.isin(IN_DOUBT)
    if not doubt.any(axis=None):
        yield pair
        return
    tied = (pair == _UNDATED).all(axis=1)
    # Without such an ENT these are one world.
    ways = [("none", "none"), ("none", "school"), ("school", "school")][: 3 if tied.any() else 1]
    for before, after in (("school", "none"), ("none", "school")):
        free = pd.DataFrame({"before": before, "after": after}, index=pair.index)
        for there in ways:
            both = pd.DataFrame(dict(zip(pair, there, strict=True)), index=pair.index)
            world = free.where(~tied, both, axis=0)
            yield pair.where(~doubt, world)
