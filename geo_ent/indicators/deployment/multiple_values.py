"""Cells that hold several words: one row a school and a word."""

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.indicators.schools_without_ent import texts
from geo_ent.tables.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable


def each_word(schools: pd.DataFrame, column: str) -> "pd.Series[str]":
    """Give the words of each school, a row each: the index repeats where a cell holds several.

    Parameters
    ----------
    schools
        Indexed by `uai`.
    column
        One of words (tuples); an empty or missing cell gives one empty word.

    Examples
    --------
    >>> frame = pd.DataFrame({"solution": [("ONE", "NEO"), ()]}, index=["A", "B"])
    >>> list(each_word(frame, "solution").items())
    [('A', 'ONE'), ('A', 'NEO'), ('B', '')]
    """
    return word_lists(schools, column).explode().fillna("")


def has_word(schools: pd.DataFrame, column: str, word: str) -> "pd.Series[bool]":
    """Tell which schools have a word among those of a column.

    Examples
    --------
    >>> frame = pd.DataFrame({"programme": [("ENIR", "TNE"), ("TNE",)]})
    >>> has_word(frame, "programme", "ENIR").tolist()
    [True, False]
    """
    return word_lists(schools, column).map(lambda words: word in words).astype(bool)


def by_word(rows: pd.DataFrame, column: str) -> pd.DataFrame:
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
        One row a row and a word: `uai, word, status, start, solution` (a tuple).

    Examples
    --------
    >>> rows = pd.DataFrame({"phase": [("1", "2"), ("2",)], "status": "school"}, index=["A", "A"])
    >>> by_word(rows, "phase")[["uai", "word"]].values.tolist()
    [['A', '1'], ['A', '2'], ['A', '2']]
    """
    starts = rows["start"] if "start" in rows else pd.Series(pd.NaT, index=rows.index)
    spelt = pd.DataFrame(
        {
            "uai": list(rows.index),
            "word": word_lists(rows, column).to_numpy(),
            "status": texts(rows, "status").to_numpy(),
            "start": pd.to_datetime(starts).to_numpy(),
            "solution": word_lists(rows, "solution").to_numpy(),
        }
    ).explode("word", ignore_index=True)
    return spelt[spelt["word"].notna()]


def most_used(cells: "Iterable[tuple[str, ...]]") -> tuple[str, ...]:
    """List the words of cells, the most frequent first, each once.

    Examples
    --------
    >>> most_used([("ONE",), ("NEO",), (), ("NEO",)])
    ('NEO', 'ONE')
    """
    counts = Counter(word for words in cells for word in words)
    # Ties by the alphabet: the order of a file must not decide.
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))
