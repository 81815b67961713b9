"""The communes that have joined: those whose convention the register has a row for."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo_ent.indicators.several_words import in_order
from geo_ent.indicators.without import figures, texts

__all__ = ["ADHESION_COLUMNS", "Adhesions", "adhesions"]

ADHESION_COLUMNS = (
    "commune_name",
    "departement_code",
    "since",
    "solution",
    "programme",
    "schools_n",
    "covered_n",
    "pupils_n",
    "covered_pupils_n",
)
"""The columns of the communes that have joined."""

_JOINED = ("school", "class")


@dataclass(frozen=True, eq=False)
class Adhesions:
    """Which communes have joined, and out of how many.

    Attributes
    ----------
    table
        On `commune_code`, the columns of `ADHESION_COLUMNS`.
    communes_n
        How many communes have a school that is counted.
    planned_n
        How many communes have a row that isn't in force yet, and none that is.
    """

    table: pd.DataFrame
    communes_n: int
    planned_n: int = 0


def adhesions(
    rows: pd.DataFrame, schools: pd.DataFrame, communes: pd.DataFrame, date: dt.date
) -> Adhesions:
    """List the communes that have joined by a row of the register for the commune.

    A commune has joined when such a row gives its schools, or some of their classes, an ENT at the
    date: its start has come (or isn't told) and its end hasn't.

    Parameters
    ----------
    rows
        What became of each row of the register: `Reading.rows`.
    schools
        Every school counted, indexed by `uai`, with `status`, `commune_code`, and `pupils_n` where
        it is known.
    communes
        Indexed by `commune_code`, with `name` and `departement_code`.
    date
        The day asked about.

    Returns
    -------
    Adhesions
        The communes by code: `since` (the earliest start; NaT where none is told), `solution` and
        `programme` (joined by " + "), their `schools_n`, of which `covered_n` have an ENT, and
        their `pupils_n` and `covered_pupils_n` (NaN where none is known).

    Examples
    --------
    >>> rows = pd.DataFrame({"scope": ["commune"], "uai": ["A B"], "status": ["school"],
    ...                      "start": pd.Timestamp("2015-01-29"), "end": pd.NaT,
    ...                      "solution": ["Beneylu School"], "programme": [""]})
    >>> schools = pd.DataFrame({"status": ["school", "none", "none"],
    ...                         "commune_code": ["34057", "34057", "34172"]}, index=["A", "B", "C"])
    >>> communes = pd.DataFrame({"name": ["Castelnau-le-Lez"], "departement_code": ["34"]},
    ...                         index=["34057"])
    >>> told = adhesions(rows, schools, communes, dt.date(2015, 3, 1))
    >>> told.communes_n, told.table[["schools_n", "covered_n"]].to_dict("index")
    (2, {'34057': {'schools_n': 2, 'covered_n': 1}})
    """
    said = _by_commune(rows, schools)
    day = pd.Timestamp(date)
    over = said["end"] < day
    now = said["status"].isin(_JOINED) & ~(said["start"] > day) & ~over
    coming = said[said["status"].isin((*_JOINED, "planned")) & ~now & ~over]
    groups = said[now].groupby("commune_code")
    told = pd.DataFrame(
        {
            "since": groups["start"].min(),
            "solution": groups["solution"].agg(in_order),
            "programme": groups["programme"].agg(in_order),
        }
    ).rename_axis("commune_code")
    planned = set(coming["commune_code"]) - set(told.index)
    homes = texts(schools, "commune_code")
    return Adhesions(
        _figured(told, schools, communes), int(homes[homes != ""].nunique()), len(planned)
    )


def _by_commune(rows: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Give each row for a commune the codes of the communes of the schools that it speaks of."""
    asked = rows[(texts(rows, "scope") == "commune") & (texts(rows, "uai") != "")]
    told = asked[["status", "solution", "programme", "start", "end"]].assign(
        start=pd.to_datetime(asked["start"]),
        end=pd.to_datetime(asked["end"]),
        commune_code=asked["uai"].str.split(),
        row=range(len(asked)),
    )
    told = told.explode("commune_code")
    told["commune_code"] = told["commune_code"].map(texts(schools, "commune_code"))
    known = told[told["commune_code"].notna() & (told["commune_code"] != "")]
    return known.drop_duplicates(["row", "commune_code"])


def _figured(told: pd.DataFrame, schools: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Add the names of the communes and what is counted in them."""
    homes, covered = texts(schools, "commune_code"), schools["status"] == "school"
    pupils = figures(schools, "pupils_n")
    known = pupils.notna().groupby(homes).any()
    counts: dict[str, pd.Series[Any]] = {
        "schools_n": covered.groupby(homes).size(),
        "covered_n": covered.groupby(homes).sum().astype(int),
        "pupils_n": pupils.groupby(homes).sum(min_count=1),
        "covered_pupils_n": pupils.where(covered, 0).groupby(homes).sum().where(known),
    }
    table = told.assign(**{title: column.reindex(told.index) for title, column in counts.items()})
    table["commune_name"] = texts(communes, "name").reindex(told.index).fillna("")
    first = texts(schools, "departement_code").groupby(homes).first()
    table["departement_code"] = first.reindex(told.index)
    return table[[*ADHESION_COLUMNS]].sort_index()
