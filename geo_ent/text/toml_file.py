"""TOML files: the user's, with what is wrong in them said in a line, and our own tables."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geo_ent.errors import InputError
from geo_ent.text.compare import meant
from geo_ent.text.safe import one_line
from geo_ent.text.system_faults import why

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_AT_END = "(at end of document)"
_TWICE = re.compile(r"^Cannot (?:overwrite|declare|mutate)")
_DEEPEST = 200  # levels of a key
_LISTED_KEYS = 6  # keys that a message lists: as many are quicker read than a question answered


@cache
def own_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of the package, once (cached: don't change it); no fault is caught."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_toml(
    path: Path,
    what: str,
    *,
    advice: str | Callable[[str], str] = "",
    mend: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """Read a user's file, with or without the mark that Windows' editors put before UTF-8.

    Parameters
    ----------
    path
        The file.
    what
        What it is, with its article: "le fichier de projet".
    advice
        A sentence that ends the message: what to do; or what makes it of the file's text.
    mend
        Gives the text that was meant, where TOML doesn't take what people write.

    Raises
    ------
    InputError
        If it can't be read, or isn't TOML: why, in one line.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _loaded(text, mend)
    except UnicodeDecodeError:
        reason = "ce n’est pas du texte UTF-8"
    except tomllib.TOMLDecodeError as fault:
        reason = f"ce n’est pas un TOML valable{_place(str(fault), text)}"
    except OSError as fault:
        reason = why(fault)
    except (RecursionError, ValueError):  # lists in lists without end, a number of 5,000 digits
        reason = "une valeur est trop longue, ou emboîtée trop de fois"
    todo = advice if isinstance(advice, str) else advice(text)
    msg = f"{path} : {what} ne se lit pas ({reason}).{todo and f' {todo}'}"
    raise InputError(msg)


def _place(told: str, text: str) -> str:
    r"""Say in French where TOML stops, and at which words: tomllib tells it in English.

    Examples
    --------
    >>> _place("Expected '=' after a key (at line 2, column 4)", "a = 1\nbut :")
    ', ligne 2 : « but : »'
    """
    at = _AT_LINE.search(told)
    if at is None and _AT_END not in told:
        return f" : {told}"  # of ours, in French
    lines = text.rstrip().splitlines()
    number = min(int(at[1]), len(lines)) if at else len(lines)
    again = " ; cette clé ou cette section y est déjà" if _TWICE.match(told) else ""
    return f", ligne {number} : « {one_line(lines[number - 1].strip())} »{again}"


def _loaded(text: str, mend: Callable[[str], str] | None) -> dict[str, Any]:
    if any(line.partition("=")[0].count(".") > _DEEPEST for line in text.splitlines()):
        # Not an error of Python's, but its end: a key of a hundred thousand levels is more than
        # its stack holds.
        msg = "une clé a plus de niveaux qu’il n’en faut"
        raise tomllib.TOMLDecodeError(msg)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        # Only what isn't TOML is mended: a file that is says what it says.
        if mend is None or (mended := mend(text)) == text:
            raise
        try:
            return tomllib.loads(mended)
        except tomllib.TOMLDecodeError:
            raise fault from None  # of the text that the user sees, with its lines


def refuse_unknown_keys(table: Mapping[str, object], known: Collection[str], where: str) -> None:
    """Refuse a key that isn't expected: of few, all are named; of many, what is near.

    Examples
    --------
    >>> refuse_unknown_keys({"shar": 0.8}, ("share", "by"), "[goal]")
    Traceback (most recent call last):
    geo_ent.errors.InputError: [goal] : « shar » n’est pas une clé connue ; on attend share, by.
    """
    for key in table:
        if key not in known:
            near = meant(key, known) if len(known) > _LISTED_KEYS else ""
            hint = near or f"on attend {', '.join(known)}."
            msg = f"{where} : « {key} » n’est pas une clé connue ; {hint}"
            raise InputError(msg)
