"""What the register says of each school at a date."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from geo_ent.tables.contract import UNOPENED
from geo_ent.tables.word_lists import word_lists

_OF_WORDS = ("solution", "programme", "phase", "network")
STATUS_COLUMNS = ("status", "solution", "start", "end", "programme", "phase", "network")
"""What is told of a school at a date."""
_USED = ("school", "class")

# What a row can say at a date, the best first. An ENT of some classes whose start isn't told may
# have been there or not: nobody knows; and it isn't among those that count as equipped since.
_RANKED = {
    "school": "school",
    "undated": "undated",
    "class": "class",
    "undated class": "unknown",
    "planned": "planned",
    "not_yet": "not_yet",
    "none": "none",
    "unknown": "unknown",
}
_RANKS = {status: rank for rank, status in enumerate(_RANKED)}
_WORDS = np.array([*_RANKED.values()], dtype=object)

NO_PAST = dt.date.min
"""The `as_of` of a register that has no past; None asks for the last start that it bears."""


def kept_on(register: "pd.DataFrame", *, until: dt.date | None = None) -> dt.date | None:
    """Tell the day that a register speaks of as its own: the last start that it bears.

    Days before it are the register's past: what it says without a date doesn't hold there. Ends
    tell it only where nothing has a start and those to come can be left out (`until`): those of
    subscriptions lie years ahead.

    Parameters
    ----------
    register
        As `read_register` gives it.
    until
        A day by which it was surely kept, which no opening to come is taken for: that of the
        directory, or the day shown where it is later. None where none is known.

    Returns
    -------
    date or None
        None where the register bears no date: then it has no past.

    Examples
    --------
    >>> import pandas as pd
    >>> starts = pd.to_datetime(["2020-09-01", "2023-09-01", "2025-09-01"])
    >>> register = pd.DataFrame({"status": ["school", "school", "planned"], "start": starts,
    ...                          "end": pd.NaT})
    >>> f"{kept_on(register):%d/%m/%Y}"
    '01/09/2023'
    >>> f"{kept_on(register, until=dt.date(2023, 6, 30)):%d/%m/%Y}"
    '01/09/2020'
    """
    used = register[register["status"].isin(_USED)]
    days = used["start"].dropna()
    if until is not None:
        ends = used["end"].dropna()
        days = ends if days.empty else days
        days = days[days <= pd.Timestamp(until)]
    return None if days.empty else days.max().date()


def status_at(
    register: "pd.DataFrame",
    uais: "pd.Index[str]",
    date: dt.date,
    *,
    complete: bool = False,
    as_of: dt.date | None = None,
    opened_on: "pd.Series[Any] | None" = None,
) -> "pd.DataFrame":
    """Say what is known of each school's ENT at a date.

    An ENT whose start is to come is `planned`; one whose end (its last day) is past is `none`.
    Before the day that the register was kept on, what it says without a date doesn't hold: an ENT
    that it has no start of is `undated` (`unknown` where it is of some classes), and what opens
    later or is planned is `not_yet`, since nobody says that it was planned then.

    Of several rows the best one counts, in the order school, undated, class, planned, not_yet,
    none, unknown; the solutions of equal rows hold together, as do their programmes, phases and
    networks. A school that has an ENT for all has the solution of some of its classes too, named
    last; its dates and its programme stay those of the ENT for the school.

    Parameters
    ----------
    register
        As `read_register` gives it.
    uais
        The schools to speak of.
    date
        The day asked about.
    complete
        Whether the register is exhaustive: then a school that isn't in it is `none`.
    as_of
        The day that the register was kept on, `NO_PAST` where it has no past; the last start that
        it bears (`kept_on`) without it.
    opened_on
        The day that each school opened, on its UAI, where it is known: before it, its status is
        `UNOPENED` ("unopened"), and it isn't to be counted.

    Returns
    -------
    DataFrame
        On `uais`: `status`, `start`, `end`, and the tuples of words `solution, programme, phase,
        network`; `unknown` (or `none`) and empty for a school that isn't in the register.

    Examples
    --------
    >>> import pandas as pd
    >>> register = pd.DataFrame({"uai": ["0350122T"], "status": ["school"], "solution": ["ONE"],
    ...                          "start": [pd.Timestamp("2020-09-01")], "end": [pd.NaT],
    ...                          "programme": [""]})
    >>> june = dt.date(2020, 6, 30)
    >>> status_at(register, pd.Index(["0350122T"]), june, as_of=june)["status"].item()
    'planned'
    >>> status_at(register, pd.Index(["0350122T"]), june)["status"].item()
    'not_yet'
    """
    rows = register[register["uai"].isin(uais)].sort_values(["uai", "start"], kind="stable")
    ranks, best = _ranks(_dated(rows, uais), date, as_of or kept_on(register))
    rows = rows.assign(
        status=_WORDS[ranks], **{column: word_lists(rows, column) for column in _OF_WORDS}
    )
    counts = ranks == best[uais.get_indexer(pd.Index(rows["uai"]))]
    table = _one_a_school(rows[counts])
    table = _with_those_of_classes(table, rows[~counts]).reindex(uais)
    words = {column: word_lists(table, column) for column in _OF_WORDS}
    statuses = _statuses(best, complete=complete, unopened=_unopened(opened_on, uais, date))
    return table.assign(status=statuses, **words)[list(STATUS_COLUMNS)]


def tools_at(
    staff: "pd.DataFrame", uais: "pd.Index[str]", date: dt.date, *, as_of: dt.date | None = None
) -> "pd.Series[Any]":
    """Name the solutions that each school's staff has for itself at a date.

    Parameters
    ----------
    staff
        As `Reading.staff` gives it.
    uais, date
        The schools to speak of, and the day asked about.
    as_of
        As for `status_at`: before it, a solution that has no start isn't known to be there.

    Returns
    -------
    Series
        On `uais`, a tuple of names each; those that are to come, or over, aren't in it.

    Examples
    --------
    >>> import pandas as pd
    >>> staff = pd.DataFrame({"uai": ["0150122T"], "status": ["school"],
    ...                       "solution": [("Net'Circo",)], "start": [pd.Timestamp("2015-02-05")],
    ...                       "end": [pd.NaT], "programme": [""]})
    >>> tools_at(staff, pd.Index(["0150122T", "0150123U"]), dt.date(2017, 1, 16)).tolist()
    [("Net'Circo",), ()]
    """
    table = status_at(staff, uais, date, as_of=as_of)
    is_there = table["status"].isin(["school", "class"])
    names = [
        words if there else () for words, there in zip(table["solution"], is_there, strict=True)
    ]
    return pd.Series(names, index=uais, dtype=object)


def status_table(
    register: "pd.DataFrame",
    uais: "pd.Index[str]",
    dates: Iterable[dt.date],
    *,
    complete: bool = False,
    as_of: dt.date | None = None,
    opened_on: "pd.Series[Any] | None" = None,
) -> "pd.DataFrame":
    """Say each school's status at each of some dates, and nothing else of it, quickly.

    Parameters
    ----------
    register, uais, complete, as_of, opened_on
        As for `status_at`.
    dates
        The days asked about.

    Returns
    -------
    DataFrame
        On `uais`, one column a date, the same statuses as `status_at` gives.

    Examples
    --------
    >>> import pandas as pd
    >>> register = pd.DataFrame({"uai": ["0350122T"], "status": ["school"],
    ...                          "start": [pd.Timestamp("2020-09-01")], "end": [pd.NaT]})
    >>> rentrees = [dt.date(2019, 9, 1), dt.date(2020, 9, 1)]
    >>> status_table(register, pd.Index(["0350122T"]), rentrees).iloc[0].tolist()
    ['not_yet', 'school']
    """
    rows = _dated(register[register["uai"].isin(uais)], uais)
    kept = as_of or kept_on(register)
    columns = {
        date: _statuses(
            _ranks(rows, date, kept)[1],
            complete=complete,
            unopened=_unopened(opened_on, uais, date),
        )
        for date in dates
    }
    return pd.DataFrame(columns, index=uais)


def rentrees(register: "pd.DataFrame", until: dt.date, *, most_dates: int = 8) -> list[dt.date]:
    """Give the dates worth telling the history of: each 1 September, then `until`.

    The first is the one before the first ENT in the register opened. Empty when the register's
    dates don't tell of two days at least.

    Parameters
    ----------
    register
        As `read_register` gives it.
    until
        The day shown.
    most_dates
        How many dates at most, the latest ones.

    Examples
    --------
    >>> import pandas as pd
    >>> register = pd.DataFrame({"status": ["school", "school"],
    ...                          "start": pd.to_datetime(["2020-11-02", "2022-09-01"])})
    >>> [f"{date:%d/%m/%Y}" for date in rentrees(register, dt.date(2023, 6, 30))]
    ['01/09/2020', '01/09/2021', '01/09/2022', '30/06/2023']
    """
    opened = register["start"][register["status"].isin(_USED)].dropna()
    opened = opened[opened.dt.date <= until]
    if opened.nunique() < 2:  # noqa: PLR2004 one date is no history
        return []
    first = opened.min().date()
    year = first.year if first >= dt.date(first.year, 9, 1) else first.year - 1
    septembers = [dt.date(y, 9, 1) for y in range(year, until.year + 1)]
    return [*(day for day in septembers if day < until), until][-most_dates:]


class _Dated(NamedTuple):
    """The rows of a register as arrays, for as many days as are asked about.

    Attributes
    ----------
    ranks
        Of the status that each is written with.
    used
        Whether that is an ENT, for the school or some classes.
    start, end
        NaT where it isn't told.
    school
        The place of its school among those asked about.
    schools_n
        How many these are.
    """

    ranks: "np.ndarray[Any, Any]"
    used: "np.ndarray[Any, Any]"
    start: "np.ndarray[Any, Any]"
    end: "np.ndarray[Any, Any]"
    school: "np.ndarray[Any, Any]"
    schools_n: int


def _dated(rows: "pd.DataFrame", uais: "pd.Index[str]") -> _Dated:
    """Take the columns of rows that their status at a day is made of."""
    start, end = (rows[column].to_numpy(dtype="datetime64[s]") for column in ("start", "end"))
    ranks = rows["status"].map(_RANKS).to_numpy(dtype=int)
    used = np.isin(ranks, [_RANKS[status] for status in _USED])
    return _Dated(ranks, used, start, end, uais.get_indexer(pd.Index(rows["uai"])), len(uais))


def _ranks(
    rows: _Dated, date: dt.date, as_of: dt.date | None
) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    """Rank statuses at a date, 0 for the best: each row's, and the best that each school has.

    A school without a row has the rank after the worst, `len(_WORDS)`.
    """
    day, past = np.datetime64(date, "s"), as_of is not None and date < as_of
    later = rows.used & (rows.start > day)
    over = rows.used & (rows.end < day) & ~later  # its end is its last day
    # a row whose dates are the wrong way round is to come before it is over
    ranks = np.where(later, _RANKS["planned"], np.where(over, _RANKS["none"], rows.ranks))
    if past:
        undated = rows.used & np.isnat(rows.start)  # one that is over is none already
        turned = [("planned", "not_yet", True), ("class", "undated class", undated),
                  ("school", "undated", undated)]  # fmt: skip
        for status, other, where in turned:
            ranks = np.where((ranks == _RANKS[status]) & where, _RANKS[other], ranks)
    best = np.full(rows.schools_n, len(_WORDS))
    np.minimum.at(best, rows.school, ranks)
    return ranks, best


def _statuses(
    best: "np.ndarray[Any, Any]", *, complete: bool, unopened: "np.ndarray[Any, Any]"
) -> "np.ndarray[Any, Any]":
    """Name the best rank of each school; what the register doesn't speak of is none or unknown."""
    absent = _RANKS["none" if complete else "unknown"]
    words = _WORDS[np.where(best == len(_WORDS), absent, best)]
    words[unopened] = UNOPENED
    return words


def _unopened(
    opened_on: "pd.Series[Any] | None", uais: "pd.Index[str]", date: dt.date
) -> "np.ndarray[Any, Any]":
    """Tell which schools open after a date; one whose opening isn't told is taken as open."""
    if opened_on is None:
        return np.zeros(len(uais), dtype=bool)
    later: np.ndarray[Any, Any] = (opened_on.reindex(uais) > pd.Timestamp(date)).to_numpy()
    return later


def _one_a_school(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Put the rows of each school together; those of one row, nearly all, are left as they are.

    The ENT of several solutions starts with the first and ends with the last, if all of them end.
    """
    several = rows["uai"].duplicated(keep=False)
    alone = rows[~several].set_index("uai")[list(STATUS_COLUMNS)]
    if not several.any():
        return alone
    by_school = rows[several].groupby("uai")
    joined = by_school.agg({"status": "first", "start": "first", "end": "max"})
    joined = joined.assign(
        **{column: _words_by_school(rows[several], column) for column in _OF_WORDS}
    )
    goes_on = (rows["end"].isna() & (rows["status"] != "none"))[several]
    joined["end"] = joined["end"].mask(goes_on.groupby(rows["uai"]).any())
    return pd.concat([alone, joined[list(STATUS_COLUMNS)]])


def _with_those_of_classes(table: "pd.DataFrame", others: "pd.DataFrame") -> "pd.DataFrame":
    """Name after a school's own solutions those that only some of its classes have."""
    for_all = table.index[table["status"] == "school"]
    beside = others[(others["status"] == "class") & others["uai"].isin(for_all)]
    if beside.empty:
        return table
    own = table["solution"].loc[beside["uai"].unique()].rename_axis("uai").reset_index()
    named = _words_by_school(pd.concat([own, beside[["uai", "solution"]]]), "solution")
    return table.assign(solution=named.reindex(table.index).combine_first(table["solution"]))


def _words_by_school(rows: "pd.DataFrame", column: str) -> "pd.Series[Any]":
    """Put the words of each school's rows together, each once, in the order of the rows."""
    words: dict[str, dict[str, None]] = {}
    for uai, cell in zip(rows["uai"], rows[column], strict=True):
        words.setdefault(uai, {}).update(dict.fromkeys(cell))
    return pd.Series({uai: tuple(held) for uai, held in words.items()}, dtype=object)
