"""What changed since a rentrée: the share of the schools that have an ENT, zone by zone."""

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.change import share_change
from geo_ent.indicators.deployment.school_years import years_before
from geo_ent.tables.contract import LEVELS, UNOPENED
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.pipeline.compute import Result

CHANGE_COLUMNS = (
    *("level", "zone_code", "zone_name", "compared_to", "before_share", "after_share"),
    *("change_points", "change_low_points", "change_high_points"),
    *("compared_n", "opened_n", "left_out_n"),
)
"""The columns of `change.csv`."""


def year_before(dates: "Sequence[dt.date]", shown: dt.date) -> dt.date | None:
    """Choose the date that one is compared to: the last one a year before it or more.

    Where none is that old, the first of those before it; None where there is none.

    Examples
    --------
    >>> septembers = [dt.date(year, 9, 1) for year in (2020, 2021, 2022)]
    >>> f"{year_before(septembers, dt.date(2023, 6, 30)):%d/%m/%Y}"
    '01/09/2021'
    """
    before = sorted(date for date in dates if date < shown)
    old = [date for date in before if date <= years_before(shown, 1)]
    return next(iter(old[-1:] or before), None)


def _day(column: object) -> dt.date:
    return pd.Timestamp(str(column)).date()


def changes(result: "Result") -> pd.DataFrame:
    """Compute the change of the share since a rentrée a year before or more.

    Returns
    -------
    DataFrame
        `CHANGE_COLUMNS`, as `change` means them: the whole territory, then each circonscription
        (the smallest zones there are, where there is none); without a row where the register has
        no history.
    """
    series = result.series
    since = None if series is None else year_before([*map(_day, series.columns)], result.date)
    if series is None or since is None:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS))
    return changes_since(result, since, series.loc[result.schools.index, since])


def changes_since(result: "Result", since: dt.date, before: "pd.Series[str]") -> pd.DataFrame:
    """Compute the change of the share since a day, from the schools' status on it.

    Returns
    -------
    DataFrame
        As `changes`.
    """
    level = next(name for name in ("circonscription", *LEVELS) if len(result.zones.get(name, ())))
    statuses = pd.DataFrame({since: before, result.date: result.schools["status"]})
    whole = pd.Series({"": result.territory}, name="zone_name")
    tables = []
    for name, zone_names in (("territory", whole), (level, result.zones[level]["zone_name"])):
        schools = result.schools.assign(territory_code="")
        table = share_change(schools, zone_names, level=name, statuses=statuses)
        tables.append(table.reset_index())
    rows = pd.concat(tables, ignore_index=True)
    rows["compared_to"] = pd.Timestamp(since).as_unit("s")
    # By name, as the sheets of levels are; the territory stays first.
    order = rows.index[:1].append(rows["zone_name"][1:].map(plain).sort_values(kind="stable").index)
    return rows.loc[order, list(CHANGE_COLUMNS)].reset_index(drop=True)


HISTORY_COLUMNS = ("uai", "date", "status")
"""The columns of `history.csv`."""


def history_rows(result: "Result") -> pd.DataFrame:
    """Give the status of each school at each rentrée shown: what every curve is made of.

    Returns
    -------
    DataFrame
        `HISTORY_COLUMNS`, by school, then by date; a school that hadn't opened has no row then, as
        it isn't counted. Without a row where the register has no history.
    """
    if result.series is None:
        return pd.DataFrame(columns=list(HISTORY_COLUMNS))
    dated = result.series.loc[result.schools.index.sort_values()]
    named = dated.rename_axis(index="uai", columns="date").stack().rename("status")  # noqa: PD013 pivot's opposite
    rows = named[named != UNOPENED].reset_index()
    rows["date"] = pd.to_datetime(rows["date"]).dt.as_unit("s")
    history: pd.DataFrame = rows[list(HISTORY_COLUMNS)]
    return history
