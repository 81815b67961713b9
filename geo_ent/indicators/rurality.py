"""The rural–urban gap: how far apart the two are, and which rural schools are left out."""

import pandas as pd

from geo_ent.indicators.coverage import GROUPS

__all__ = ["FRAGILE_BELOW", "members", "rurality_gaps"]

FRAGILE_BELOW = 5
"""Schools of a group below which its rate is shown as fragile: one school is 20 points or more."""

_WITHOUT = ("class", "planned", "none")


def members(schools: pd.DataFrame, group: str) -> "pd.Series[bool] | None":
    """Tell which schools are of a group; None where nothing is known of any.

    Parameters
    ----------
    group
        One of `coverage.GROUPS`.

    Examples
    --------
    >>> members(pd.DataFrame({"priority": ["REP", "", "REP+"]}), "rep").tolist()
    [True, False, False]
    """
    column, value = GROUPS[group]
    if column not in schools or schools[column].isna().all():
        return None
    return (schools[column] == value).fillna(value=False).astype(bool)


def rurality_gaps(
    schools: pd.DataFrame, zone_names: "pd.Series[str]", *, level: str
) -> pd.DataFrame:
    """Measure, zone by zone, how the rural schools fare beside the urban ones.

    Parameters
    ----------
    schools
        Located, with `status` at the date and its `<level>_code`; `rural` ("boolean", NA unknown),
        the columns of the other groups, and `pupils_n`, where they are known.
    zone_names
        The zones' names on their `zone_code`.
    level
        One of the contract's levels.

    Returns
    -------
    DataFrame
        On the zones' index:

        - `rural_urban_gap_points`: rural less urban coverage share, in percentage points, NaN where
          the zone has no rural or no urban school;
        - `rural_without_n`: rural schools known to have no ENT of their own (class, planned, none);
          `rural_unknown_n`: those of which nobody knows, counted apart;
        - `rural_without_pupils_n`: pupils of the former where their number is known (0 where there
          is no such school, NaN where none has a figure), `rural_without_unfigured_n` those
          schools without a figure;
        - `rurality_unknown_n`: schools that are neither known to be rural nor urban;
        - `<group>_fragile` ("boolean"): the group has 1 to 4 schools (`FRAGILE_BELOW`).

        NaN or NA where the column that tells isn't there.

    Examples
    --------
    >>> schools = pd.DataFrame({"commune_code": "35001", "status": ["school", "none", "school"],
    ...                         "rural": [True, True, False], "pupils_n": [90.0, 40.0, 200.0]})
    >>> table = rurality_gaps(schools, pd.Series({"35001": "Acigné"}), level="commune")
    >>> table.loc["35001", ["rural_urban_gap_points", "rural_without_pupils_n"]].tolist()
    [-50.0, 40.0]
    """
    index = pd.Index(zone_names.index, name="zone_code")
    codes = schools[f"{level}_code"]
    counts = {name: _group(schools, codes, index, name) for name in GROUPS}
    gap = 100 * (counts["rural"]["coverage_share"] - counts["urban"]["coverage_share"])
    table = _left_out(schools, codes, index)
    table.insert(0, "rural_urban_gap_points", gap)
    fragile = {f"{name}_fragile": _fragile(group["schools_n"]) for name, group in counts.items()}
    return table.assign(**fragile)


def _group(
    schools: pd.DataFrame, codes: "pd.Series[str]", index: pd.Index, name: str
) -> pd.DataFrame:
    member = members(schools, name)
    if member is None:
        titles = ["schools_n", "coverage_share"]
        return pd.DataFrame(float("nan"), index=index, columns=titles)
    n = _counted(member, codes, index)
    covered = _counted(member & schools["status"].eq("school"), codes, index)
    return pd.DataFrame({"schools_n": n, "coverage_share": covered / n.where(n > 0)})


def _left_out(schools: pd.DataFrame, codes: "pd.Series[str]", index: pd.Index) -> pd.DataFrame:
    """Count the rural schools without an ENT, those nobody knows of, and their pupils."""
    rural = members(schools, "rural")
    if rural is None:
        titles = ["rural_without_n", "rural_unknown_n", "rural_without_pupils_n"]
        titles += ["rural_without_unfigured_n", "rurality_unknown_n"]
        return pd.DataFrame(float("nan"), index=index, columns=titles)
    without = rural & schools["status"].isin(_WITHOUT)
    n = _counted(without, codes, index)
    pupils = (
        schools["pupils_n"].astype(float)
        if "pupils_n" in schools
        else pd.Series(float("nan"), index=schools.index)
    )
    added = pupils[without].groupby(codes[without]).sum(min_count=1).reindex(index)
    return pd.DataFrame(
        {
            "rural_without_n": n,
            "rural_unknown_n": _counted(rural & schools["status"].eq("unknown"), codes, index),
            "rural_without_pupils_n": added.where(n > 0, 0.0),
            "rural_without_unfigured_n": _counted(without & pupils.isna(), codes, index),
            "rurality_unknown_n": _counted(schools["rural"].isna(), codes, index),
        }
    )


def _counted(
    member: "pd.Series[bool]", codes: "pd.Series[str]", index: pd.Index
) -> "pd.Series[int]":
    return member.groupby(codes).sum().reindex(index, fill_value=0).astype(int)


def _fragile(n: "pd.Series[int]") -> "pd.Series[bool]":
    return n.between(1, FRAGILE_BELOW - 1).astype("boolean").where(n.notna())
