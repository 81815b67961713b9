"""Cells that hold several words: tuples inside, "A + B" where a person writes or reads them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_JOIN = " + "  # registers write two solutions so; a comma or a slash is often part of one name


def split_words(text: str) -> tuple[str, ...]:
    """Split what a person wrote, once, where it is read.

    Examples
    --------
    >>> split_words("ENIR + TNE"), split_words("")
    (('ENIR', 'TNE'), ())
    """
    return tuple(dict.fromkeys(word.strip() for word in text.split(_JOIN) if word.strip()))


def join_words(words: "Iterable[str]") -> str:
    """Write several words in one cell, where a table or a page is written.

    Examples
    --------
    >>> join_words(("ENIR", "TNE"))
    'ENIR + TNE'
    """
    return _JOIN.join(words)


def as_words(cell: object) -> tuple[str, ...]:
    """Give the words of a cell: a text is one word, an empty or missing cell none.

    Examples
    --------
    >>> as_words(("ONE", "NEO")), as_words("ONE"), as_words(None)
    (('ONE', 'NEO'), ('ONE',), ())
    """
    if isinstance(cell, tuple):
        return cell
    return (str(cell),) if isinstance(cell, str) and cell else ()


def word_lists(frame: "pd.DataFrame", column: str) -> "pd.Series[Any]":
    """Give the words of each row of a column, `()` where it isn't there or says nothing."""
    cells = frame[column] if column in frame else [()] * len(frame)
    import pandas as pd  # the splitting above is wanted where nothing heavy is imported

    return pd.Series([as_words(cell) for cell in cells], index=frame.index, dtype=object)


def with_joined_words(table: "pd.DataFrame") -> "pd.DataFrame":
    """Write each column of words as texts, for a file or a page.

    Examples
    --------
    >>> import pandas as pd
    >>> with_joined_words(pd.DataFrame({"solution": [("ONE", "NEO"), ()]}))["solution"].tolist()
    ['ONE + NEO', '']
    """
    lists = {
        str(title): [join_words(as_words(cell)) for cell in column]
        for title, column in table.items()
        if column.dtype == object and any(isinstance(cell, tuple) for cell in column)
    }
    return table.assign(**lists) if lists else table
