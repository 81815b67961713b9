"""What the register says of each school at a date."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from geo_ent.tables.contract import STATUSES
from geo_ent.tables.word_lists import word_lists

_OF_WORDS = ("solution", "programme", "phase", "network")
_COLUMNS = ("status", "solution", "start", "end", "programme", "phase", "network")
_WORDS = np.array(STATUSES, dtype=object)


def status_at(
    register: "pd.DataFrame", uais: "pd.Index[str]", date: dt.date, *, complete: bool = False
) -> "pd.DataFrame":
    """Say what is known of each school's ENT at a date.

    An ENT whose start is to come is `planned`; one whose end (its last day) is past is `none`.
    Of several rows the best one counts, in the order school, class, planned, none, unknown; the
    solutions of equal rows hold together, as do their programmes, phases and networks. A
    school that has an ENT for all has the solution of some of its classes too, named last; its
    dates and its programme stay those of the ENT for the school.

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
    >>> status_at(register, pd.Index(["0350122T"]), dt.date(2020, 7, 1))["status"].item()
    'planned'
    """
    rows = register[register["uai"].isin(uais)].sort_values(["uai", "start"], kind="stable")
    ranks, best = _ranks(rows, uais, date)
    rows = rows.assign(
        status=_WORDS[ranks], **{column: word_lists(rows, column) for column in _OF_WORDS}
    )
    counts = ranks == best[uais.get_indexer(pd.Index(rows["uai"]))]
    table = _one_a_school(rows[counts])
    table = _with_those_of_classes(table, rows[~counts]).reindex(uais)
    words = {column: word_lists(table, column) for column in _OF_WORDS}
    return table.assign(status=_statuses(best, complete=complete), **words)[list(_COLUMNS)]


def status_series(
    register: "pd.DataFrame",
    uais: "pd.Index[str]",
    dates: Iterable[dt.date],
    *,
    complete: bool = False,
) -> "pd.DataFrame":
    """Say what is known of each school's ENT at each of some dates: at each rentrée, say.

    Parameters
    ----------
    register, uais, complete
        As for `status_at`.
    dates
        The days asked about.

    Returns
    -------
    DataFrame
        One row a date and a school: `date, uai` and the columns of `status_at`, by date then in
        the order of `uais`.

    Examples
    --------
    >>> import pandas as pd
    >>> register = pd.DataFrame({"uai": ["0350122T"], "status": ["school"], "solution": ["ONE"],
    ...                          "start": [pd.Timestamp("2020-09-01")], "end": [pd.NaT],
    ...                          "programme": [""]})
    >>> rentrees = [dt.date(2019, 9, 1), dt.date(2020, 9, 1)]
    >>> status_series(register, pd.Index(["0350122T"]), rentrees)["status"].tolist()
    ['planned', 'school']
    """
    columns = ["date", "uai", *_COLUMNS]
    tables = [
        status_at(register, uais, date, complete=complete)
        .rename_axis("uai")
        .reset_index()
        .assign(date=pd.Timestamp(date).as_unit("s"))
        for date in dates
    ]
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True)[columns]


def status_table(
    register: "pd.DataFrame",
    uais: "pd.Index[str]",
    dates: Iterable[dt.date],
    *,
    complete: bool = False,
) -> "pd.DataFrame":
    """Say each school's status at each of some dates, and nothing else of it, quickly.

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
    ['planned', 'school']
    """
    rows = register[register["uai"].isin(uais)]
    columns = {date: _statuses(_ranks(rows, uais, date)[1], complete=complete) for date in dates}
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
    opened = register["start"][register["status"].isin(["school", "class"])].dropna()
    opened = opened[opened.dt.date <= until]
    if opened.nunique() < 2:  # noqa: PLR2004 one date is no history
        return []
    first = opened.min().date()
    year = first.year if first >= dt.date(first.year, 9, 1) else first.year - 1
    septembers = [dt.date(y, 9, 1) for y in range(year, until.year + 1)]
    return [*(day for day in septembers if day < until), until][-most_dates:]


def _ranks(
    rows: "pd.DataFrame", uais: "pd.Index[str]", date: dt.date
) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    """Rank statuses at a date, 0 for the best: each row's, and the best that each school has.

    A school without a row has the rank after the worst, `len(STATUSES)`.
    """
    day = pd.Timestamp(date)
    used = rows["status"].isin(["school", "class"])
    later = used & (rows["start"] > day)
    over = used & (rows["end"] < day)  # its end is its last day
    # a row whose dates are the wrong way round is to come before it is over
    status = rows["status"].mask(later, "planned").mask(over & ~later, "none")
    ranks = status.map(STATUSES.index).to_numpy(dtype=int)
    best = np.full(len(uais), len(STATUSES))
    np.minimum.at(best, uais.get_indexer(pd.Index(rows["uai"])), ranks)
    return ranks, best


def _statuses(best: "np.ndarray[Any, Any]", *, complete: bool) -> "np.ndarray[Any, Any]":
    """Name the best rank of each school; what the register doesn't speak of is none or unknown."""
    absent = STATUSES.index("none" if complete else "unknown")
    return _WORDS[np.where(best == len(STATUSES), absent, best)]


def _one_a_school(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Put the rows of each school together; those of one row, nearly all, are left as they are.

    The ENT of several solutions starts with the first and ends with the last, if all of them end.
    """
    several = rows["uai"].duplicated(keep=False)
    alone = rows[~several].set_index("uai")[list(_COLUMNS)]
    if not several.any():
        return alone
    by_school = rows[several].groupby("uai")
    joined = by_school.agg({"status": "first", "start": "first", "end": "max"})
    joined = joined.assign(
        **{column: _words_by_school(rows[several], column) for column in _OF_WORDS}
    )
    goes_on = (rows["end"].isna() & (rows["status"] != "none"))[several]
    joined["end"] = joined["end"].mask(goes_on.groupby(rows["uai"]).any())
    return pd.concat([alone, joined[list(_COLUMNS)]])


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
