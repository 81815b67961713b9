"""Coverage: how many schools of a zone have an ENT, and what isn't known."""

from functools import cached_property
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


class Tally:
    """Schools as columns to add up: made once, and shared by the levels that they are counted in.

    Parameters
    ----------
    schools
        As `coverage` takes them.

    Attributes
    ----------
    schools
        The same, without their geometry's ways: a column of a GeoDataFrame costs ten times one of
        a plain frame.

    Examples
    --------
    >>> tally = Tally(pd.DataFrame({"status": ["school", "none"], "nature": "primaire"}))
    >>> tally.of_status("school").tolist(), tally.members("rep")
    ([True, False], None)
    """

    def __init__(self, schools: pd.DataFrame) -> None:
        self.schools = pd.DataFrame(schools)
        self._members: dict[str, NDArray[np.bool_] | None] = {}

    @classmethod
    def of(cls, schools: "pd.DataFrame | Tally") -> "Tally":
        """Make one of schools, or give back the one that was made."""
        return schools if isinstance(schools, Tally) else cls(schools)

    @cached_property
    def status(self) -> "NDArray[np.object_]":
        """Each school's status."""
        return self.schools["status"].to_numpy(dtype=object)

    @cached_property
    def primary(self) -> "NDArray[np.bool_]":
        """Whether each school isn't a maternelle."""
        natures: NDArray[np.bool_] = self.schools["nature"].to_numpy(dtype=object) != "maternelle"
        return natures

    def of_status(self, word: str) -> "NDArray[np.bool_]":
        """Tell which schools have a status."""
        has: NDArray[np.bool_] = self.status == word
        return has

    def members(self, group: str) -> "NDArray[np.bool_] | None":
        """Tell which schools are of a group; None where nothing is known of any."""
        if group not in self._members:
            known = members(self.schools, group)
            self._members[group] = None if known is None else known.to_numpy()
        return self._members[group]

    def figures(self, column: str) -> "NDArray[np.float64]":
        """Give a column of numbers; NaN where the schools haven't it."""
        if column not in self.schools:
            return np.full(len(self.schools), np.nan)
        return self.schools[column].to_numpy(dtype=float, na_value=np.nan)


def coverage(
    schools: "pd.DataFrame | Tally", zone_names: "pd.Series[str]", *, level: str
) -> pd.DataFrame:
    """Compute the coverage of each zone of a level.

    Parameters
    ----------
    schools
        Located, with `status` at the date; each row is counted once, in its `<level>_code`. Or a
        `Tally` of them, where they are counted by several levels.
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
    tally = Tally.of(schools)
    return _covered(tally, tally.schools[f"{level}_code"], zone_names)


def _covered(
    tally: Tally, codes: "pd.Series[str] | NDArray[np.object_]", zone_names: "pd.Series[str]"
) -> pd.DataFrame:
    """Count schools by the zone that each is in."""
    index = pd.Index(zone_names.index, name="zone_code")
    add = adder(codes, index)
    columns = _counts(tally, add)
    whole, covered = columns["schools_n"], columns["covered_n"]
    n = np.where(whole > 0, whole, np.nan)
    doubtful = np.sum([columns[f"{status}_n"] for status in IN_DOUBT], axis=0)
    low, high = wilson(covered, n)
    columns |= {
        "coverage_share": covered / n,
        "coverage_share_max": (covered + doubtful) / n,
        "known_share": 1 - doubtful / n,
        "interval_low": low,
        "interval_high": high,
        **_primary(tally, add),
        **_pupils(tally, add),
        **_classes(tally, add),
        **_accounts(tally, add),
    }
    for name in GROUPS:
        columns |= _group(tally, add, name, len(index))
    columns["enir_undecided_n"] = _undecided(tally, add, len(index))
    table = pd.DataFrame(columns, index=index)
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
    return int((zones.get_indexer(pd.Index(schools[f"{level}_code"])) < 0).sum())


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


def whole_coverage(schools: "pd.DataFrame | Tally", name: str = "") -> pd.DataFrame:
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
    tally = Tally.of(schools)
    nowhere = np.full(len(tally.schools), "", dtype=object)
    return _covered(tally, nowhere, pd.Series({"": name}))


def totals(schools: "pd.DataFrame | Tally") -> "pd.Series[float]":
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


def _counts(tally: Tally, add: "Adder") -> "dict[str, NDArray[Any]]":
    counts = {column: add(tally.of_status(word)).astype(int) for word, column in _COUNTS.items()}
    return {"schools_n": np.sum(list(counts.values()), axis=0), **counts}


def _primary(tally: Tally, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Count the écoles élémentaires and primaires apart from the maternelles."""
    # Rates told elsewhere leave the maternelles out or not: from both counts, either is had.
    return {
        "primary_schools_n": add(tally.primary).astype(int),
        "primary_covered_n": add(tally.primary & tally.of_status("school")).astype(int),
    }


def _pupils(tally: Tally, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the pupils of the schools whose number is known; NaN where none is."""
    pupils = tally.figures("pupils_n")
    return _weighed(_WEIGHED[0], add, pupils, pupils * tally.of_status("school"))


def _classes(tally: Tally, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the classes of the schools whose number is known; NaN where none is."""
    # At most the school's own classes: the two numbers come from two files, of two years at times.
    classes = tally.figures("classes_n")
    some = np.where(tally.of_status("class"), np.nan_to_num(tally.figures("ent_classes_n")), 0)
    covered = np.minimum(np.where(tally.of_status("school"), np.inf, some), classes)
    return _weighed(_WEIGHED[1], add, classes, covered)


def _accounts(tally: Tally, add: "Adder") -> "dict[str, NDArray[Any]]":
    """Add up the accounts, of the schools that tell of both where any school does."""
    created, active = (tally.figures(f"accounts_{word}_n") for word in ("created", "activated"))
    return _weighed(_WEIGHED[2], add, created, active)


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


def _undecided(tally: Tally, add: "Adder", size: int) -> "NDArray[Any]":
    """Count the schools that may have been eligible to ENIR: it couldn't be decided."""
    if tally.members("enir_eligible") is None:
        return np.full(size, np.nan)
    undecided: NDArray[Any] = add(tally.schools["enir_eligible"].isna()).astype(int)
    return undecided


def _group(tally: Tally, add: "Adder", name: str, size: int) -> "dict[str, NDArray[Any]]":
    titles = [f"{name}_schools_n", f"{name}_covered_n", f"{name}_coverage_share"]
    # None where nobody told: 0 rural schools would be a figure, NaN says that it is not known.
    member = tally.members(name)
    if member is None:
        return {title: np.full(size, np.nan) for title in titles}
    n, covered = add(member), add(member & tally.of_status("school"))
    return dict(zip(titles, (n.astype(int), covered.astype(int), share(covered, n)), strict=True))
