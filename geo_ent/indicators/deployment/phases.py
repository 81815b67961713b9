"""The phases of a deployment: pilots, waves, lots, each with its schools and its dates."""

import pandas as pd

from geo_ent.indicators.deployment.multiple_values import by_word, each_word, most_used
from geo_ent.indicators.schools_without_ent import figures, texts

PHASE_COLUMNS = (
    "schools_n",
    "covered_n",
    "class_n",
    "pupils_n",
    "first_start",
    "last_start",
    "solutions",
    "other_ent_n",
)
"""The columns of the phases."""

SCOPE_COLUMNS = ("schools_n", "pupils_n")
"""The columns of the scopes."""


def phases(schools: pd.DataFrame, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count the schools of each phase of the deployment.

    Parameters
    ----------
    schools
        Every school counted, indexed by `uai`, with `pupils_n` where it is known.
    rows
        What the register says at the date, a row a school and a row of it, indexed by `uai`:
        `status, phase` (a tuple), `start, solution`. None where `schools` says it.

    Returns
    -------
    DataFrame
        On `phase`, the first to start first (those without a date last): `schools_n`, of which
        `covered_n` have an ENT by that phase and `class_n` one in some classes only, `pupils_n` (of
        the schools of the phase; NaN where none is known), `first_start` and `last_start` (of the
        schools' first day in the phase; NaT where none is known), `solutions` (tuples, the most
        used first) and `other_ent_n` (of the schools of the phase, those that have an ENT, but not
        by it).

    Examples
    --------
    >>> schools = pd.DataFrame({"status": ["school", "planned"], "phase": "Écoles-test",
    ...                         "start": pd.Timestamp("2013-06-03")}, index=["A", "B"])
    >>> phases(schools)[["schools_n", "covered_n"]].to_dict("index")
    {'Écoles-test': {'schools_n': 2, 'covered_n': 1}}
    """
    spelt = by_word(schools if rows is None else rows, "phase").rename(columns={"word": "phase"})
    # A school written in several rows of a phase counts once, from its earliest start.
    members = spelt.groupby(["phase", "uai"])["start"].min().reset_index()
    members["pupils_n"] = figures(schools, "pupils_n").reindex(members["uai"]).to_numpy()
    groups = members.groupby("phase")
    covered, partial = _open(spelt)
    has_ent = texts(schools, "status").reindex(members["uai"]) == "school"
    table = pd.DataFrame(
        {
            "schools_n": groups.size(),
            "pupils_n": groups["pupils_n"].sum(min_count=1),
            "first_start": groups["start"].min(),
            "last_start": groups["start"].max(),
        }
    ).rename_axis("phase")
    table["covered_n"] = covered.reindex(table.index, fill_value=0)
    table["class_n"] = partial.reindex(table.index, fill_value=0)
    held_n = has_ent.groupby(members["phase"].to_numpy()).sum().reindex(table.index, fill_value=0)
    table["other_ent_n"] = (held_n - table["covered_n"]).clip(lower=0).astype(int)
    table["solutions"] = spelt.groupby("phase")["solution"].agg(most_used).reindex(table.index)
    # As they came, those without a date last; those of one day by name.
    order = table.sort_index().sort_values("first_start", kind="stable", na_position="last")
    return order[[*PHASE_COLUMNS]]


def _open(spelt: pd.DataFrame) -> "tuple[pd.Series[int], pd.Series[int]]":
    """Count each phase's schools that it gave an ENT, and those where it did in some classes."""
    inside = spelt[spelt["status"].isin(["school", "class"])]
    # One row for the whole school is enough: those of some of its classes came before or beside.
    whole = (inside["status"] == "school").groupby([inside["phase"], inside["uai"]]).any()
    groups = whole.groupby(level="phase")
    return groups.sum().astype(int), (~whole).groupby(level="phase").sum().astype(int)


def scopes(schools: pd.DataFrame) -> pd.DataFrame:
    """Count the schools that have an ENT by what the row that gave it speaks of.

    Parameters
    ----------
    schools
        With `status` and `scope`: "school" for a row of its own, else the level of the territory
        ("commune", "circonscription", …); a tuple where several rows did.

    Returns
    -------
    DataFrame
        On `scope`, most schools first: `schools_n, pupils_n` (NaN where none is known); empty
        where nothing is told. A school of two scopes counts in both.

    Examples
    --------
    >>> scopes(pd.DataFrame({"status": "school", "scope": ["commune", "school", "commune"]},
    ...                     index=["A", "B", "C"]))["schools_n"].to_dict()
    {'commune': 2, 'school': 1}
    """
    covered = schools[schools["status"] == "school"]
    words = each_word(covered, "scope")
    words = words[words != ""]
    pupils = figures(covered, "pupils_n").reindex(words.index)
    rows = pd.DataFrame({"scope": words.to_numpy(), "pupils": pupils.to_numpy()})
    groups = rows.groupby("scope")
    table = pd.DataFrame(
        {"schools_n": groups.size(), "pupils_n": groups["pupils"].sum(min_count=1)}
    ).rename_axis("scope")
    # By weight: the usual way of getting an ENT is told first.
    order = table.sort_index().sort_values("schools_n", ascending=False, kind="stable")
    return order[[*SCOPE_COLUMNS]]
