"""Coverage: how many schools of a zone have an ENT, and what isn't known."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.indicators.sums import adder, share
from geo_ent.indicators.wilson import wilson
from geo_ent.tables.contract import IN_DOUBT, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo_ent.indicators.sums import Adder

_COUNTS = {"school": "covered_n", **{status: f"{status}_n" for status in STATUSES[1:]}}

_WEIGHED = (
    ("pupils_n", "covered_pupils_n", "pupils_coverage_share"),
    ("classes_n", "covered_classes_n", "classes_coverage_share"),
    ("accounts_created_n", "accounts_activated_n", "accounts_activated_share"),
)
"""What is counted beside schools: whole, part, share."""

GROUPS: "Mapping[str, tuple[str, object]]" = {
    "rural": ("rural", True),
    "urban": ("rural", False),
    "rep": ("priority", "REP"),
    "rep_plus": ("priority", "REP+"),
    "enir_eligible": ("enir_eligible", True),
    "frr": ("frr_classified", True),
}
"""Groups of schools counted apart: the column and the value that make each."""


def coverage(schools: pd.DataFrame, zone_names: "pd.Series[str]", *, level: str) -> pd.DataFrame:
    """Compute the coverage of each zone of a level.

    Parameters
    ----------
    schools
        Located, with `status` at the date; each row is counted once, in its `<level>_code`.
    zone_names
        The zones' names on their `zone_code`; zones without a school are kept, with counts of 0.
    level
        One of the contract's levels.

    Returns
    -------
    DataFrame
        On the zones' index, the contract's columns. `coverage_share` counts a school as covered
        when its status is `school`; `coverage_share_max` is what it would be if every school of
        unknown status, and every one whose ENT isn't dated, had an ENT. Shares are NaN where there
        is no school. `interval_low` and `interval_high` are Wilson's 95 % interval of the share:
        coverage is a census, so it tells how far a small number of schools can be trusted, not a
        sampling error.
        Groups whose membership isn't known (no such column) are NaN. Classes are those of the
        schools whose number is known: all of them where the status is `school`, `ent_classes_n`
        where it is `class` (none where that isn't told, so that the share is a least). Accounts
        are those of the schools of which all is told that any school tells.

    Examples
    --------
    >>> schools = pd.DataFrame({"commune_code": ["35001"] * 2, "status": ["school", "unknown"],
    ...                         "nature": "primaire", "pupils_n": 100.0, "priority": ""})
    >>> table = coverage(schools, pd.Series({"35001": "Acigné"}), level="commune")
    >>> table[["schools_n", "coverage_share", "coverage_share_max"]].values.tolist()
    [[2.0, 0.5, 1.0]]
    """
    index = pd.Index(zone_names.index, name="zone_code")
    add = adder(schools[f"{level}_code"], index)
    table = _counts(schools, add, index)
    n = table["schools_n"].where(table["schools_n"] > 0)
    low, high = wilson(table["covered_n"], n)
    table = table.assign(
        coverage_share=table["covered_n"] / n,
        coverage_share_max=(table["covered_n"] + doubtful_n(table)) / n,
        known_share=1 - doubtful_n(table) / n,
        interval_low=low,
        interval_high=high,
        **_primary(schools, add),
        **_pupils(schools, add),
        **_classes(schools, add),
        **_accounts(schools, add),
    )
    groups = [_group(schools, add, name, len(index)) for name in GROUPS]
    table = table.assign(**{title: column for group in groups for title, column in group.items()})
    table["enir_undecided_n"] = _undecided(schools, add, len(index))
    table.insert(0, "zone_name", zone_names.to_numpy())
    return table


def out_of_level(schools: pd.DataFrame, zones: "pd.Index[str]", *, level: str) -> int:
    """Count the schools that are in no zone of a level: its table has so many fewer than the whole.

    Examples
    --------
    >>> schools = pd.DataFrame({"commune_code": ["35001", ""]})
    >>> out_of_level(schools, pd.Index(["35001", "35002"]), level="commune")
    1
    """
    return int((~schools[f"{level}_code"].isin(zones)).sum())


def doubtful_n(table: pd.DataFrame) -> "pd.Series[float]":
    """Add up the schools of each row that may have an ENT or not: unknown ones, undated ones.

    Examples
    --------
    >>> doubtful_n(pd.DataFrame({"unknown_n": [1], "undated_n": [2]})).tolist()
    [3]
    """
    # A table that is read from an older folder, or written by hand, may lack a status.
    counts = table.reindex(columns=[f"{status}_n" for status in IN_DOUBT], fill_value=0)
    return counts.sum(axis=1)


def members(schools: pd.DataFrame, group: str) -> "pd.Series[bool] | None":
    """Tell which schools are of a group; None where nothing is known of any.

    Parameters
    ----------
    group
        One of `GROUPS`.

    Examples
    --------
    >>> members(pd.DataFrame({"priority": ["REP", "", "REP+"]}), "rep").tolist()
    [True, False, False]
    """
    column, value = GROUPS[group]
    if column not in schools or schools[column].isna().all():
        return None
    return (schools[column] == value).fillna(value=False).astype(bool)


def whole_coverage(schools: pd.DataFrame, name: str = "") -> pd.DataFrame:
    """Compute the coverage of schools as if they were of one zone.

    The whole is counted by the rules of its parts: adding up a table of zones would have to know
    again which figures may be added, and what is known of whom.

    Parameters
    ----------
    schools
        As for `coverage`; no zone is asked of them.
    name
        The zone's name.

    Returns
    -------
    DataFrame
        One row, at "", with the columns of `coverage`.

    Examples
    --------
    >>> schools = pd.DataFrame({"status": ["school", "none"], "nature": "primaire"})
    >>> whole_coverage(schools)["coverage_share"].tolist()
    [0.5]
    """
    return coverage(schools.assign(whole_code=""), pd.Series({"": name}), level="whole")


def totals(schools: pd.DataFrame) -> "pd.Series[float]":
    """Give the figures of all schools together that are worth telling: `schools_n, covered_n, …`.

    Returns
    -------
    Series
        The counts of schools, `coverage_share, coverage_share_max`; then, where they are known,
        pupils, classes and accounts with their shares.

    Examples
    --------
    >>> schools = pd.DataFrame({"status": ["school", "unknown"], "nature": "primaire"})
    >>> totals(schools)[["covered_n", "coverage_share_max"]].tolist()
    [1.0, 1.0]
    """
    whole = whole_coverage(schools).iloc[0]
    shares = ("coverage_share", "coverage_share_max")
    known = [names for names in _WEIGHED if whole[names[0]] > 0 and whole[names[1]] >= 0]
    columns = [
        "schools_n",
        *_COUNTS.values(),
        *shares,
        *(name for names in known for name in names),
    ]
    return whole[columns].astype(float)


def _counts(schools: pd.DataFrame, add: "Adder", index: pd.Index) -> pd.DataFrame:
    status = schools["status"]
    counts = {column: add(status == word).astype(int) for word, column in _COUNTS.items()}
    table = pd.DataFrame(counts, index=index)
    table.insert(0, "schools_n", table.sum(axis=1))
    return table


def _primary(schools: pd.DataFrame, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Count the écoles élémentaires and primaires apart from the maternelles."""
    # Rates told elsewhere leave the maternelles out or not: from both counts, either is had.
    primary = schools["nature"] != "maternelle"
    return {
        "primary_schools_n": add(primary).astype(int),
        "primary_covered_n": add(primary & (schools["status"] == "school")).astype(int),
    }


def _pupils(schools: pd.DataFrame, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the pupils of the schools whose number is known; NaN where none is."""
    pupils = _figures(schools, "pupils_n")
    return _weighed(_WEIGHED[0], add, pupils, pupils * (schools["status"] == "school").to_numpy())


def _classes(schools: pd.DataFrame, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the classes of the schools whose number is known; NaN where none is."""
    # At most the school's own classes: the two numbers come from two files, of two years at times.
    classes, status = _figures(schools, "classes_n"), schools["status"].to_numpy()
    some = np.where(status == "class", np.nan_to_num(_figures(schools, "ent_classes_n")), 0)
    covered = np.minimum(np.where(status == "school", np.inf, some), classes)
    return _weighed(_WEIGHED[1], add, classes, covered)


def _accounts(schools: pd.DataFrame, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the accounts, of the schools that tell of both where any school does."""
    created, active = (_figures(schools, f"accounts_{word}_n") for word in ("created", "activated"))
    return _weighed(_WEIGHED[2], add, created, active)


def _figures(schools: pd.DataFrame, column: str) -> "NDArray[np.float64]":
    """Give a column of numbers; NaN where the schools haven't it."""
    if column not in schools:
        return np.full(len(schools), np.nan)
    return schools[column].to_numpy(dtype=float, na_value=np.nan)


def _weighed(
    names: tuple[str, str, str],
    add: "Adder",
    whole: "NDArray[np.float64]",
    part: "NDArray[np.float64]",
) -> "dict[str, NDArray[Any]]":
    """Add up `whole` and `part` over the schools that have both, and divide; NaN where none has.

    Where no school has one of the two, the other is added up alone.
    """
    unknown = [np.isnan(column) for column in (whole, part)]
    # A column that no school fills isn't asked of any: else nothing at all would be counted. Of
    # those that are filled, a school must have all, so that part and whole are of the same schools.
    known = ~np.any([lack for lack in unknown if not lack.all()] or unknown, axis=0)
    some = add(known) > 0
    sums = [
        np.where(some & (not lack.all()), add(np.where(known, column, 0)), np.nan)
        for column, lack in zip((whole, part), unknown, strict=True)
    ]
    return dict(zip(names, (*sums, share(sums[1], sums[0])), strict=True))


def _undecided(schools: pd.DataFrame, add: "Adder", size: int) -> "NDArray[Any]":
    """Count the schools that may have been eligible to ENIR: it couldn't be decided."""
    if members(schools, "enir_eligible") is None:
        return np.full(size, np.nan)
    undecided: NDArray[Any] = add(schools["enir_eligible"].isna()).astype(int)
    return undecided


def _group(schools: pd.DataFrame, add: "Adder", name: str, size: int) -> "dict[str, NDArray[Any]]":
    titles = [f"{name}_schools_n", f"{name}_covered_n", f"{name}_coverage_share"]
    # None where nobody told: 0 rural schools would be a figure, NaN says that it is not known.
    member = members(schools, name)
    if member is None:
        return {title: np.full(size, np.nan) for title in titles}
    n, covered = add(member), add(member & (schools["status"] == "school"))
    return dict(zip(titles, (n.astype(int), covered.astype(int), share(covered, n)), strict=True))
