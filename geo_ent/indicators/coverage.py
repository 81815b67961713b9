"""Coverage: how many schools of a zone have an ENT, and what isn't known."""

from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo_ent.indicators.sums import adder, share
from geo_ent.tables.contract import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo_ent.indicators.sums import Adder

__all__ = ["GROUPS", "coverage", "members", "totals", "wilson"]

_COUNTS = {"school": "covered_n", **{status: f"{status}_n" for status in STATUSES[1:]}}

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
        unknown status had an ENT. Shares are NaN where there is no school. `interval_low` and
        `interval_high` are Wilson's 95 % interval of the share: coverage is a
        census, so it tells how far a small number of schools can be trusted, not a sampling error.
        Groups whose membership isn't known (no such column) are NaN.

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
        coverage_share_max=(table["covered_n"] + table["unknown_n"]) / n,
        known_share=1 - table["unknown_n"] / n,
        interval_low=low,
        interval_high=high,
        **_primary(schools, add),
        **_pupils(schools, add),
    )
    groups = [_group(schools, add, name, len(index)) for name in GROUPS]
    table = table.assign(**{title: column for group in groups for title, column in group.items()})
    table.insert(0, "zone_name", zone_names.to_numpy())
    return table


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


def totals(table: pd.DataFrame) -> "pd.Series[float]":
    """Add up a coverage table's schools: `schools_n, covered_n, …` and the shares of the whole.

    Examples
    --------
    >>> counts = {"schools_n": [2, 2], "covered_n": [1, 0], "unknown_n": [0, 1]}
    >>> totals(pd.DataFrame(counts)).to_dict()["coverage_share"]
    0.25
    """
    counts = [column for column in ("schools_n", *_COUNTS.values()) if column in table]
    added = table[counts].sum().astype(float)
    n = added["schools_n"] or float("nan")
    added["coverage_share"] = added["covered_n"] / n
    added["coverage_share_max"] = (added["covered_n"] + added["unknown_n"]) / n
    return added


def _counts(schools: pd.DataFrame, add: "Adder", index: pd.Index) -> pd.DataFrame:
    status = schools["status"]
    counts = {column: add(status == word).astype(int) for word, column in _COUNTS.items()}
    table = pd.DataFrame(counts, index=index)
    table.insert(0, "schools_n", table.sum(axis=1))
    return table


def wilson(
    covered: "pd.Series[int]", n: "pd.Series[float]", *, level: float = 0.95
) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Give Wilson's score interval of the share `covered / n`.

    Three lines of our own: the library that has it (statsmodels, by way of scipy.stats) takes a
    quarter of a build's time to import. The tests hold it to that library's, to 1e-12, on every
    count up to 60 schools (docs/decisions/0004-dependencies.md).

    Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*,
    JASA 22 (1927); method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998).

    Returns
    -------
    low, high
        On the index of `n`; NaN where `n` is.

    Examples
    --------
    >>> low, high = wilson(pd.Series([81]), pd.Series([263.0]))
    >>> round(low.item(), 4), round(high.item(), 4)
    (0.2553, 0.3662)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = covered / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half: pd.Series[float] = (
        z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    )
    # Rounding may step over 0 and 1 by 1e-17 where none or all are covered.
    return (centre - half).clip(lower=0), (centre + half).clip(upper=1)


def _primary(schools: pd.DataFrame, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Count the écoles élémentaires and primaires apart from the maternelles."""
    primary = schools["nature"] != "maternelle"
    return {
        "primary_schools_n": add(primary).astype(int),
        "primary_covered_n": add(primary & (schools["status"] == "school")).astype(int),
    }


def _pupils(schools: pd.DataFrame, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the pupils of the schools whose number is known; NaN where none is."""
    known = schools["pupils_n"].notna()
    pupils = schools["pupils_n"].fillna(0)
    some = add(known) > 0
    total = np.where(some, add(pupils), np.nan)
    covered = np.where(some, add(pupils.where(schools["status"] == "school", 0)), np.nan)
    return {
        "pupils_n": total,
        "covered_pupils_n": covered,
        "pupils_coverage_share": share(covered, total),
    }


def _group(schools: pd.DataFrame, add: "Adder", name: str, size: int) -> "dict[str, NDArray[Any]]":
    titles = [f"{name}_schools_n", f"{name}_covered_n", f"{name}_coverage_share"]
    member = members(schools, name)
    if member is None:
        return {title: np.full(size, np.nan) for title in titles}
    n, covered = add(member), add(member & (schools["status"] == "school"))
    return dict(zip(titles, (n.astype(int), covered.astype(int), share(covered, n)), strict=True))
