"""A CSV as the portals write it, read by Arrow: a third of the time and memory pandas takes."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from geo_ent.text.compare import snake

_QUOTED = re.compile(rb'"[^"]*(?:""[^"]*)*"')
_MOST_QUOTES = 200_000  # beyond, looking at each takes longer than pandas does
_LONGEST_LINE = 1 << 16  # bytes: beyond, it isn't a line of titles


def read_plain(content: bytes, wanted: Callable[[str], bool]) -> "pd.DataFrame | None":
    """Read the wanted columns of a CSV that is as the portals write it; None if it isn't quite.

    Parameters
    ----------
    content
        The file's bytes.
    wanted
        Says of a title, reduced to lower-case words with underscores, whether to keep the column.

    Returns
    -------
    DataFrame or None
        Strings, by reduced title, as pandas would read them. None where the two might differ:
        another encoding than UTF-8, ragged rows, doubled titles, stray quotes or line ends.
    """
    between, titles = _titles(content)
    # Columns are asked for by their index, the first of two titles that reduce to one name: Arrow
    # would refuse two of one name, pandas would rename the second.
    names: dict[str, int] = {}
    for index, title in enumerate(titles):
        names.setdefault(snake(title), index)
    kept = {str(index): name for name, index in names.items() if wanted(name)}
    if not kept or not _is_plain(content, between.encode()):
        return None
    table = _table(content, between, width=len(titles), kept=list(kept))
    return None if table is None else _as_frame(table.rename_columns(list(kept.values())))


def separator(line: str) -> str:
    """Say what separates the cells of a line.

    Examples
    --------
    >>> separator("uai;nom, prénom;commune")
    ';'
    """
    return max(";\t,|", key=line.count)


def _titles(content: bytes) -> tuple[str, list[str]]:
    """Read the separator and the titles on the first line; no titles where it isn't plain."""
    first = content[:_LONGEST_LINE].split(b"\n", 1)[0].rstrip(b"\r").removeprefix(b"\xef\xbb\xbf")
    if b'"' in first or first.lstrip()[:1] in {b"", b"[", b"{"}:
        return "", []
    try:
        line = first.decode()
    except UnicodeDecodeError:
        return "", []
    between = separator(line)
    titles = line.split(between)
    plain = len(set(titles)) == len(titles) > 1 and all(map(str.strip, titles))
    return between, titles if plain else []


def _is_plain(content: bytes, between: bytes) -> bool:
    """Tell whether all readers read the same: no null, no line end of old, cells quoted whole."""
    # A quote inside a cell that isn't quoted is text to pandas and a fault to Arrow: each quoted
    # cell must lie between two separators, and no quote be left over.
    left = content.count(b'"')
    if left > _MOST_QUOTES or b"\0" in content or content.count(b"\r") > content.count(b"\r\n"):
        return False
    for cell in _QUOTED.finditer(content) if left else ():
        start, end = cell.span()
        before, after = content[start - 1 : start], content[end : end + 1]
        if before not in {between, b"\n"} or after not in {between, b"\r", b"\n", b""}:
            return False
        left -= cell.group().count(b'"')
    return not left


def _table(content: bytes, between: str, *, width: int, kept: list[str]) -> Any:  # noqa: ANN401 pyarrow has no types
    """Read some columns, named by their number; None if a row hasn't as many cells as titles."""
    read = pa.csv.ReadOptions(column_names=list(map(str, range(width))), skip_rows=1)
    parse = pa.csv.ParseOptions(delimiter=between, newlines_in_values=True)
    convert = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(kept, pa.string()), include_columns=kept
    )
    try:
        return pa.csv.read_csv(pa.BufferReader(content), read, parse, convert)
    except pa.ArrowInvalid:
        return None


def _as_frame(table: Any) -> "pd.DataFrame":  # noqa: ANN401
    """Give a table of strings the dtype that pandas reads strings as, without copying them."""
    text = pd.StringDtype(na_value=np.nan)
    frame: pd.DataFrame = table.to_pandas(types_mapper=lambda _: text)
    return frame
