"""Which solutions the schools of a zone use, and which schools have several at once."""

from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.deployment.multiple_values import each_word
from geo_ent.indicators.schools_without_ent import figures, texts
from geo_ent.tables.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNTED = (
    "zone_name",
    "solution",
    "schools_n",
    "pupils_n",
    "zone_covered_n",
    "covered_share",
    "several_n",
    "class_only_n",
)
MIX_COLUMNS = (*_COUNTED, "for_whom", "zone_schools_n", "schools_share")
"""The columns of a mix."""


def solution_mixes(
    schools: pd.DataFrame, names: "Mapping[str, pd.Series[str]]", *, whole: str
) -> pd.DataFrame:
    """Count the schools that have an ENT by its solution: in all, then zone by zone of some levels.

    The solutions of the staff alone, which cover no school, stand after those of the schools.

    Parameters
    ----------
    schools
        Every school counted, indexed by `uai`, with `status`, `solution` (a tuple) and
        `<level>_code`; `pupils_n` where it is known, and `class_solution`, those of its solutions
        that only some of its classes have; `staff_solution`, a tuple, where its staff has one.
    names
        Level → the zones' names on their code; a zone without a solution isn't listed.
    whole
        The territory's name.

    Returns
    -------
    DataFrame
        Numbered, a row a zone and a solution, the most used first: `level` ("territory" first),
        `zone_code` ("" for the whole), `zone_name`, `solution` ("" where it isn't told),
        `schools_n` (covered ones; a school with two solutions counts for both), `pupils_n`
        (theirs, NaN where none is known), `zone_covered_n` (covered schools of the zone; the
        solutions' may add up to more), `covered_share` (`schools_n` of them, 0 to 1), `several_n`
        (of `schools_n`, those with another one too), `class_only_n` (of `schools_n`, those that
        have this one in some classes only, beside one for all), `for_whom` ("schools" or "staff"),
        `zone_schools_n` (all the schools) and `schools_share` (`schools_n` of them). A solution
        "staff" is counted in schools, covered or not, whose staff has it: its `covered_share` is
        NaN. Empty where no solution is told.

    Examples
    --------
    >>> schools = pd.DataFrame({"status": "school",
    ...                         "solution": [("Net'Circo",), ("Net'Circo", "Net'École")]})
    >>> mixes = solution_mixes(schools, {}, whole="Cantal")
    >>> mixes[["zone_name", "solution", "schools_n", "covered_share"]].values.tolist()
    [['Cantal', "Net'Circo", 2, 1.0], ['Cantal', "Net'École", 1, 0.5]]
    """
    schools = schools.assign(territory_code="")
    covered = schools[schools["status"] == "school"]
    staff = schools[word_lists(schools, "staff_solution").map(bool).astype(bool)]
    spelt = {"schools": _spelt(covered, "solution"), "staff": _spelt(staff, "staff_solution")}
    # Schools that all have an unnamed solution would make a table of blanks.
    kept = {who: rows for who, rows in spelt.items() if (rows["solution"] != "").any()}
    zones = {"territory": pd.Series({"": whole}), **names}
    tables = [
        _with_schools(_mix(rows, of_level, level), schools, level, who)
        for level, of_level in zones.items()
        for who, rows in (kept or spelt).items()
    ]
    table = pd.concat([part for part in tables if len(part)] or tables[:1], ignore_index=True)
    table = table[["level", "zone_code", *MIX_COLUMNS]]
    return table if kept else table.iloc[:0]


def _with_schools(
    table: pd.DataFrame, schools: pd.DataFrame, level: str, for_whom: str
) -> pd.DataFrame:
    """Set a mix beside all the schools of its zones, and say for whom its solutions are."""
    all_n = texts(schools, f"{level}_code").value_counts().reindex(table.index)
    covered = texts(schools[schools["status"] == "school"], f"{level}_code").value_counts()
    table = table.assign(
        level=level,
        for_whom=for_whom,
        zone_schools_n=all_n.to_numpy(),
        schools_share=(table["schools_n"] / all_n).to_numpy(),
    )
    if for_whom == "staff":
        covered_n = covered.reindex(table.index, fill_value=0).to_numpy()
        table = table.assign(zone_covered_n=covered_n, covered_share=float("nan"))
    return table.reset_index()


def _spelt(covered: pd.DataFrame, column: str) -> pd.DataFrame:
    """Give a row a school and solution of a column, with the school's zones and pupils."""
    solutions = each_word(covered, column)
    zones = [name for name in covered if str(name).endswith("_code")]
    rows = pd.DataFrame(covered[zones]).assign(pupils_n=figures(covered, "pupils_n"))
    rows = rows.reindex(solutions.index)
    several = solutions.index.duplicated(keep=False)
    beside = each_word(covered, "class_solution")
    limited = [pair for pair in beside.items() if pair[1]]
    # as pairs of a school and a solution: the school's other solutions are for all of it
    in_classes = (
        pd.MultiIndex.from_arrays([solutions.index, solutions]).isin(limited) if limited else False
    )
    return rows.assign(
        solution=solutions,
        several=several,
        first=~solutions.index.duplicated(),
        in_classes=in_classes,
    )


def _mix(rows: pd.DataFrame, zone_names: "pd.Series[str]", level: str) -> pd.DataFrame:
    """Count the rows of each zone and solution."""
    rows = rows.assign(zone_code=texts(rows, f"{level}_code"))
    rows = rows[rows["zone_code"].isin(zone_names.index)]
    groups = rows.groupby(["zone_code", "solution"], sort=True)
    table = groups.agg(
        schools_n=("solution", "size"),
        several_n=("several", "sum"),
        class_only_n=("in_classes", "sum"),
    )
    table["pupils_n"] = groups["pupils_n"].sum(min_count=1)
    table = table.reset_index("solution")
    # each school once, though one of two solutions is in two rows: a share is of schools
    covered = rows.groupby("zone_code")["first"].sum()
    table["zone_covered_n"] = covered.reindex(table.index).to_numpy()
    table["zone_name"] = zone_names.reindex(table.index).to_numpy()
    table["covered_share"] = table["schools_n"] / table["zone_covered_n"]
    order = ["zone_code", "schools_n", "solution"]
    table = table.sort_values(order, ascending=[True, False, True], kind="stable")
    return table[[*_COUNTED]]
