"""Cells that hold several words ("A + B"): one row a school and a word."""

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.schools_without_ent import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["JOIN", "each_word", "has_word", "in_order", "said_of"]

JOIN = " + "
"""What stands between the words of a cell, as `status_at` joins them."""


def each_word(schools: pd.DataFrame, column: str) -> "pd.Series[str]":
    """Give the words of each school, a row each: the index repeats where a cell holds several.

    Parameters
    ----------
    schools
        Indexed by `uai`.
    column
        One of words, or missing; an empty cell gives one empty word.

    Examples
    --------
    >>> frame = pd.DataFrame({"solution": ["ONE + NEO", ""]}, index=["A", "B"])
    >>> list(each_word(frame, "solution").items())
    [('A', 'ONE'), ('A', 'NEO'), ('B', '')]
    """
    return texts(schools, column).str.split(JOIN, regex=False).explode().str.strip()


def has_word(schools: pd.DataFrame, column: str, word: str) -> "pd.Series[bool]":
    """Tell which schools have a word among those of a column.

    Examples
    --------
    >>> has_word(pd.DataFrame({"programme": ["ENIR + TNE", "TNE"]}), "programme", "ENIR").tolist()
    [True, False]
    """
    told = texts(schools, column).str.split(JOIN, regex=False)
    return told.map(lambda words: word in words).astype(bool)


def said_of(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Spell out what rows say of schools, by the words of a column.

    Parameters
    ----------
    rows
        Indexed by `uai`, which may repeat, with `status`, and `start` and `solution` where they
        are known.
    column
        One of words; a row where it is empty is left out.

    Returns
    -------
    DataFrame
        One row a row and a word: `uai, word, status, start, solution`.

    Examples
    --------
    >>> rows = pd.DataFrame({"phase": ["1 + 2", "2"], "status": "school"}, index=["A", "A"])
    >>> said_of(rows, "phase")[["uai", "word"]].values.tolist()
    [['A', '1'], ['A', '2'], ['A', '2']]
    """
    starts = rows["start"] if "start" in rows else pd.Series(pd.NaT, index=rows.index)
    told = pd.DataFrame(
        {
            "uai": list(rows.index),
            "word": texts(rows, column).str.split(JOIN, regex=False).to_numpy(),
            "status": texts(rows, "status").to_numpy(),
            "start": pd.to_datetime(starts).to_numpy(),
            "solution": texts(rows, "solution").to_numpy(),
        }
    ).explode("word", ignore_index=True)
    told["word"] = told["word"].astype(object).fillna("").str.strip()
    return told[told["word"] != ""]


def in_order(words: "Iterable[str]") -> str:
    """Join words, the most frequent first, each once; "" where there is none.

    Examples
    --------
    >>> in_order(["ONE", "NEO", "", "NEO"])
    'NEO + ONE'
    """
    counts = Counter(part for word in words for part in word.split(JOIN) if part)
    return JOIN.join(sorted(counts, key=lambda word: (-counts[word], word)))
