"""The values that options take, read by us: what is refused is said in French, with what to do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from geo_ent.errors import InputError

_NUMBER = re.compile(r"[+-]?\d+")


def whole_number(
    flag: str, least: int, most: int | None = None, *, of: str, example: int
) -> Callable[[Any], int]:
    """Make the reader of an option that takes a whole number.

    Parameters
    ----------
    flag
        The option, as it is typed.
    least, most
        Between which it must be; no end where `most` is None.
    of
        What it counts, in the words of a sentence: "un nombre d'écoles".
    example
        One that is right.

    Examples
    --------
    >>> whole_number("--top", 1, of="un nombre d'écoles", example=20)("12")
    12
    """
    reach = f"de {least} à {most}" if most is not None else f"{least} ou plus"

    def read(given: Any) -> int:  # noqa: ANN401 a default is a number already
        text = str(given).strip()
        number = int(text) if _NUMBER.fullmatch(text) else None
        if number is None or number < least or (most is not None and number > most):
            msg = f"{flag} « {given} » : on attend {of}, {reach}, comme {flag} {example}."
            raise InputError(msg)
        return number

    return read


def file_option(*names: str, panel: str = "Fichiers", value: str = "FICHIER", **about: Any) -> Any:  # noqa: ANN401 as Typer's own
    """Declare an option that takes a path; `about`: what `typer.Option` takes."""
    # `Path` reads it: Typer's own type looks whether the file can be read, and refuses in English
    # what our readers refuse with what to do.
    return typer.Option(*names, parser=Path, metavar=value, rich_help_panel=panel, **about)
