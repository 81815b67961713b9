"""The choices of a piece that aren't frames: each held to what it can be, before it is acted on."""

import datetime as dt
import os
from collections.abc import Collection, Iterable, Mapping
from numbers import Integral, Real
from typing import NoReturn, TypeVar

import numpy as np
import pandas as pd

from geo_ent.errors import InputError
from geo_ent.text.compare import meant
from geo_ent.text.safe import one_line

_Item = TypeVar("_Item")
_WIDTH = 40  # of what was given, in a sentence
_KINDS: Mapping[type, str] = {
    str: "un texte",
    Real: "un nombre",
    Integral: "un nombre entier, comme 2022",
}


def hold_flag(value: object, name: str, call: str) -> None:
    """Refuse what is neither True nor False: any text, "non" too, would pass for True.

    Parameters
    ----------
    value
        What was given.
    name, call
        The option, and the piece by its public name.

    Raises
    ------
    InputError
        With what was given.

    Examples
    --------
    >>> try:
    ...     hold_flag("non", "complete", "status_at")
    ... except InputError as fault:
    ...     print(fault)
    status_at : complete='non' ; on attend True ou False.
    """
    if not isinstance(value, bool | np.bool_):
        _refuse(value, name, call, "True ou False")


def hold_word(value: object, among: Collection[str], name: str, call: str) -> None:
    """Refuse a word that isn't one of those that an option can be.

    Raises
    ------
    InputError
        With the nearest and all that there are.
    """
    if not isinstance(value, str) or value not in among:
        near = meant(value, among) if isinstance(value, str) else ""
        _refuse(value, name, call, ", ".join(among), f" ; {near}" if near else "")


def hold_kind(value: object, name: str, call: str, kind: type) -> None:
    """Refuse what is given and isn't of a class; None, for none, is left.

    Raises
    ------
    InputError
        With what was given.
    """
    if value is not None and not isinstance(value, kind):
        _refuse(value, name, call, _KINDS.get(kind, f"un {kind.__name__}"))


def hold_path(
    value: object, call: str, name: str = "path", expected: str = "le chemin d’un fichier"
) -> None:
    """Refuse what is no path of a file, a frame of its rows among others.

    Raises
    ------
    InputError
        With what was given.

    Examples
    --------
    >>> try:
    ...     hold_path(pd.DataFrame({"uai": ["0350122T"]}), "read_schools")
    ... except InputError as fault:
    ...     print(fault)
    read_schools : path=un DataFrame ; on attend le chemin d’un fichier.
    """
    if not isinstance(value, str | os.PathLike):
        _refuse(value, name, call, expected)


def hold_count(value: object, name: str, call: str, *, least: int = 0) -> None:
    """Refuse what is no whole number, or too small a one.

    Raises
    ------
    InputError
        With what was given.
    """
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or int(value) < least:  # type: ignore[call-overload]  # it is a number
        _refuse(value, name, call, f"un nombre entier, {least} ou plus")


def hold_list(value: "Iterable[_Item] | None", name: str, call: str) -> list[_Item]:
    """Give what is listed, none for None; refuse one text, whose letters would be its items.

    Raises
    ------
    InputError
        If it is a text, or nothing that lists.

    Examples
    --------
    >>> hold_list(("2021-09-01",), "dates", "series"), hold_list(None, "dates", "series")
    (['2021-09-01'], [])
    """
    if value is None:
        return []
    given: object = value
    if isinstance(given, str) or not isinstance(given, Iterable) or hasattr(given, "columns"):
        _refuse(given, name, call, f"une liste ({name}=[…])")
    return list(value)


def day_of(value: object, name: str, call: str) -> dt.date | None:
    """Read a day as a notebook has it; None where it isn't given. A text is left to its reader.

    Parameters
    ----------
    value
        A date, a datetime, a Timestamp, a numpy datetime64; None for none.
    name, call
        The option, and the piece by its public name.

    Raises
    ------
    InputError
        If it is something else, NaT among them.

    Examples
    --------
    >>> f"{day_of(np.datetime64('2023-06-30'), 'date', 'status_at'):%d/%m/%Y}"
    '30/06/2023'
    """
    if value is None:
        return None
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if value is pd.NaT or not isinstance(value, dt.date):
        _refuse(value, name, call, 'une date, ou un texte comme "2023-06-30"')
    return value.date() if isinstance(value, dt.datetime) else value


def _refuse(value: object, name: str, call: str, expected: str, hint: str = "") -> NoReturn:
    frame = hasattr(value, "columns")  # its cells would fill the screen
    given = f"un {type(value).__name__}" if frame else one_line(repr(value), width=_WIDTH)
    end = "" if hint.endswith("?") else "."
    msg = f"{call} : {name}={given} ; on attend {expected}{hint}{end}"
    raise InputError(msg)
