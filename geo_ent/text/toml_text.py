"""TOML as it is written: what Python's own tomllib reads, and doesn't write."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml_text(content: Mapping[str, Any]) -> str:
    r"""Write TOML.

    Parameters
    ----------
    content
        Texts, numbers, truths, dates, lists and mappings of them, by key. The order is kept, but
        that tables come after what isn't one: nothing else could follow them.

    Returns
    -------
    str
        The text, which `tomllib.loads` reads as the same content.

    Raises
    ------
    TypeError
        If something can't stand in TOML, as None.

    Examples
    --------
    >>> print(toml_text({"a": {"été": "é\n"}, "n": 1, "dates": [dt.date(2026, 9, 1)]}), end="")
    n = 1
    dates = [
        2026-09-01,
    ]
    <BLANKLINE>
    [a]
    "été" = "é\n"
    """
    return "".join(f"{line}\n" for line in _lines(content, ())).removeprefix("\n")


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Write a table's own values, then the tables in it, each under its header."""
    for key, value in table.items():
        if not _tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        here = (*path, _key(key))
        name = ".".join(here)
        for inner in _tables(value):
            yield ""
            yield f"[{name}]" if isinstance(value, Mapping) else f"[[{name}]]"
            yield from _lines(inner, here)


def _tables(value: object) -> list[Mapping[str, Any]]:
    """Give the tables that a value is: one, several in a list, none of what is something else."""
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value):
        return list(value)
    return []


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _quoted(value)
        case int() | float():
            return repr(value)
        case dt.date() | dt.time():  # a date with a time is a date, to Python
            return value.isoformat()
        case list() | tuple():
            return (
                "[\n" + "".join(f"    {_value(each)},\n" for each in value) + "]" if value else "[]"
            )
        case Mapping():  # beside what is no table, in a list
            return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    msg = f"{type(value).__name__} has no form in TOML"
    raise TypeError(msg)


def _quoted(text: str) -> str:
    # JSON's escapes are among TOML's, which wants one more.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
