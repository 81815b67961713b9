"""Several rows of use of one school: added up, or the latest, by what the file says of them."""

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.tables.dates import date_of
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.tables.findings import Findings

PART_COLUMNS = ("solution", "profile", "group")
"""What may tell two rows of one school apart: each then counts accounts of its own."""

_OF_PROFILE = "group"
_ACCOUNTS = ("accounts_created_n", "accounts_activated_n")
_WHOLE = frozenset({"total", "totaux", "tous", "toutes", "tout", "ensemble"})
_OF_ALL = frozenset({
    *("general", "generaux", "les", "des", "de", "du", "l", "ecole", "etablissement", "profil"),
    *("profils", "solution", "solutions", "comptes", "usagers", "utilisateurs", "confondus"),
    "confondues",
})  # fmt: skip
_SEPTEMBER = 9


def one_use_a_school(
    rows: "pd.DataFrame", columns: tuple[str, ...], *, file: str, findings: "Findings"
) -> "pd.DataFrame":
    """Make one row of all those that a school has.

    Rows of several dates: the latest of each solution and profile, within the school's latest
    school year; a wrong one only where there is no other, and then the sum isn't known. Rows of
    several solutions, profiles or classes: their accounts are added up, unless one of them is the
    total; of the classes, which may have both solutions, the larger number is sure. What nothing
    tells apart is a repetition: the larger is kept.

    Parameters
    ----------
    rows
        Indexed by `uai`, which may repeat: the figures, `row`, `wrong` (where the row's figures
        can't be and are NaN), and as texts `solution, profile, group` (a class, a level) and
        `day`, "" where they aren't told.
    columns
        The figures, those of accounts and of classes.

    Returns
    -------
    DataFrame
        Indexed by `uai`, sorted, each once. A number of accounts that one of the rows added up
        doesn't tell isn't known of the school.
    """
    again = rows.index.duplicated(keep=False)
    if not again.any():
        return rows.sort_index()
    several = rows[again]
    kept = _latest(several.assign(**_parts(several)), file, findings)
    if kept.empty:  # none but wrong totals
        return rows[~again].sort_index()
    kept = _totals(kept, file, findings)
    kept = _once(kept, columns, file, findings)
    return pd.concat([rows[~again], _added(kept, columns, file, findings)]).sort_index()


def _parts(rows: "pd.DataFrame") -> "dict[str, pd.Series[str]]":
    """Give what tells a school's rows apart; nothing where one of them doesn't say it.

    Of the classes, where one of the same solution and profile doesn't: teachers have none.
    """
    parts: dict[str, pd.Series[str]] = {}
    for part in PART_COLUMNS:
        word = rows[part].map(plain)
        beside = [rows.index, *(parts.values() if part == _OF_PROFILE else ())]
        unsaid = (word == "").groupby(beside).transform("any")
        parts[part] = word.mask(unsaid, "")
    return parts


def _latest(rows: "pd.DataFrame", file: str, findings: "Findings") -> "pd.DataFrame":
    """Keep the latest row of each solution and profile, of the school's latest school year."""
    written = zip(rows["day"], rows["row"], strict=True)
    days = [_day(text, row, file, findings) for text, row in written]
    dated = rows.assign(day=days, year=[_school_year(day) for day in days]).reset_index()
    # A wrong row counts only where nothing else is said of its part, and no total: it then makes
    # the sum unknown, where leaving it out would make the sum too small.
    alone = dated.groupby(["uai", "year", *PART_COLUMNS])["wrong"].transform("all")
    total = dated[[*PART_COLUMNS]].map(_is_whole).any(axis=1)
    use = (~dated["wrong"] | (alone & ~total)).to_numpy()
    rows, dated = rows[use], dated[use]
    # Within the latest school year alone: a solution given up since has rows of years before, and
    # would be added to the one that took its place.
    of_school = dated.groupby("uai")["year"].transform("max")
    of_part = dated.groupby(["uai", "year", *PART_COLUMNS])["day"].transform("max")
    late = ((dated["year"] == of_school) & (dated["day"] == of_part)).to_numpy()
    _note(rows[~late], "usage-replaced", Note("later-row"), file, findings)
    return rows[late]


def _day(text: str, row: object, file: str, findings: "Findings") -> dt.date:
    """Read the date of a row; one that isn't told is before all others."""
    try:
        return date_of(text) or dt.date.min
    except ValueError:
        findings.add("figure-unread", Note("unread-date", text=text), file=file, rows=[row])
        return dt.date.min


def _school_year(day: dt.date) -> int:
    return day.year - (day.month < _SEPTEMBER)


def _totals(rows: "pd.DataFrame", file: str, findings: "Findings") -> "pd.DataFrame":
    """Keep the total of a school's solutions, or of its profiles, where there is one."""
    # Part by part, since a row may be the total of profiles and one solution of several.
    for part in PART_COLUMNS:
        others = [rows.index, *(rows[other] for other in PART_COLUMNS if other != part)]
        whole = rows[part].map(_is_whole)
        counted_in = (whole.groupby(others).transform("any") & ~whole).to_numpy()
        _note(rows[counted_in], "usage-replaced", Note("row-of-total"), file, findings)
        rows = rows[~counted_in]
    return rows


def _is_whole(word: str) -> bool:
    """Tell a total ("Total général", "Tous profils") from a part of it ("Total élèves")."""
    first, *others = word.split() or [""]
    return first in _WHOLE and _OF_ALL.issuperset(others)


def _note(rows: "pd.DataFrame", kind: str, fact: Note, file: str, findings: "Findings") -> None:
    findings.add(kind, fact, file=file, rows=rows["row"], uais=rows.index)


def _once(
    rows: "pd.DataFrame", columns: tuple[str, ...], file: str, findings: "Findings"
) -> "pd.DataFrame":
    """Keep the larger of the rows that nothing tells apart."""
    ranked = rows.sort_values(list(columns), ascending=False, kind="stable")
    again = ranked.reset_index().duplicated(["uai", *PART_COLUMNS]).to_numpy()
    _note(ranked[again].sort_values("row"), "duplicate-figure", Note("uai-twice"), file, findings)
    return ranked[~again].sort_index(kind="stable")


def _added(
    rows: "pd.DataFrame", columns: tuple[str, ...], file: str, findings: "Findings"
) -> "pd.DataFrame":
    """Add up the accounts of each school's rows, and take the larger number of classes."""
    together = rows[rows.index.duplicated(keep=False)].sort_values("row")
    _note(together, "usage-added", Note("accounts-added"), file, findings)
    accounts = [column for column in columns if column in _ACCOUNTS]
    known = rows[rows[accounts].notna().any(axis=1) | rows["wrong"]]
    # A part that isn't told makes the sum unknown: the rest of it would pass for the whole.
    partly = known[accounts].isna().groupby(level="uai").any()
    by_school = rows.groupby(level="uai")
    table = by_school.agg({"row": "first", **dict.fromkeys(columns, "max")})
    sums = known.groupby(level="uai")[accounts].sum().mask(partly)
    return table.assign(**{column: sums[column].reindex(table.index) for column in accounts})
