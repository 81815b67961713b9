"""From keywords to what a project is told: each with its type, or refused in words."""

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature
from pathlib import Path
from typing import TypeVar, get_type_hints

from geo_ent.errors import InputError
from geo_ent.project.build_options import OPTIONS, parse_date
from geo_ent.project.option_records import Kind, Option
from geo_ent.tables.given.given_options import day_of
from geo_ent.text.compare import meant

_Item = TypeVar("_Item")
_BY_KEYWORD: Mapping[str, Option] = {option.parameter: option for option in OPTIONS.values()}


def given_options(keywords: Mapping[str, object]) -> dict[str, object]:
    """Take the options of a project from the keywords of a call, by their keys.

    Parameters
    ----------
    keywords
        By the names of the command's options, with `_` for `-`; None is as if it weren't given.

    Raises
    ------
    TypeError
        If there is no such option (the nearest is named), or a value isn't of its kind.
    InputError
        If a text isn't a date.

    Examples
    --------
    >>> given_options({"departement": "35", "date": "2023-06-30"})
    {'departements': ('35',), 'date': datetime.date(2023, 6, 30)}
    """
    for name in keywords:
        if name not in _BY_KEYWORD:
            raise TypeError(_no_such(name))
    return {
        _BY_KEYWORD[name].key: _value(_BY_KEYWORD[name], value)
        for name, value in keywords.items()
        if value is not None
    }


def with_options(call: Signature, options: type) -> Signature:
    """Write out, in the signature of a call, the options that it takes together.

    Parameters
    ----------
    call
        Whose last parameter is `**options`.
    options
        Their `TypedDict`.
    """
    *plain, _together = call.parameters.values()
    own = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in get_type_hints(options).items()
    ]
    return call.replace(parameters=[*plain, *own])


def _no_such(name: str) -> str:
    """Say that there is no such option: which one is near, and which ones there are."""
    near = meant(name, _BY_KEYWORD)
    listed = ", ".join(_BY_KEYWORD)
    return (
        f"geo_ent.build : aucune option « {name} » ; {f'{near} ' if near else ''}Il y a : {listed}."
    )


def _value(option: Option, value: object) -> object:
    """Give a value the type that a project has it in."""
    read, expected = _KINDS[option.kind]
    taken = (_datasets if option.key == "datasets" else read)(value)
    if taken is None:
        frame = hasattr(value, "columns")  # its cells would fill the screen
        given = f"un {type(value).__name__}" if frame else repr(value)
        hint = (
            " ; pour vos propres tableaux, prenez les pièces (geo_ent.locate, status_at, coverage…)"
            if frame
            else ""
        )
        msg = f"geo_ent.build : {option.parameter}={given} ; on attend {expected}{hint}."
        raise TypeError(msg)
    if isinstance(taken, str) and option.kind == "date":
        return parse_date(taken, option.parameter)
    return taken


def _datasets(value: object) -> tuple[str, ...] | None:
    """Take apart names with commas, as the command does."""
    texts = _several(_text, value)
    return texts and tuple(filter(None, (name.strip() for name in ",".join(texts).split(","))))


def _path(value: object) -> Path | None:
    return Path(value) if isinstance(value, (str, os.PathLike)) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _date(value: object) -> str | dt.date | None:
    if isinstance(value, str):
        return value
    try:
        return day_of(value, "", "")
    except InputError:
        return None


def _year(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _several(one: Callable[[object], _Item | None], value: object) -> tuple[_Item, ...] | None:
    """Read one item, or each of a list of them; None where one isn't what is expected."""
    single = one(value)
    if single is not None:
        return (single,)
    items = [one(item) for item in value] if isinstance(value, Sequence) else []
    known = tuple(item for item in items if item is not None)
    return known if known and len(known) == len(items) else None


_KINDS: Mapping[Kind, tuple[Callable[[object], object], str]] = {
    "names": (lambda value: _several(_text, value), 'un texte comme "35", ou une liste de textes'),
    "path": (_path, "le chemin d’un fichier"),
    "paths": (
        lambda value: _several(_path, value),
        "le chemin d’un fichier, ou une liste de chemins",
    ),
    "text": (_text, "un texte"),
    "date": (_date, 'une date, ou un texte comme "2023-06-30"'),
    "year": (_year, "une année comme 2022"),
    "flag": (_flag, "True ou False"),
}
"""What reads a value of each kind (None where it isn't one), and what is expected."""
