"""What is worth telling, before it is in any language: a code and its figures."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, init=False)
class Note:
    """A remark without its sentence, which `telling` writes in each language.

    Rooms that read or compute give notes, so that no logic ever reads a sentence back.

    Attributes
    ----------
    code
        Which sentence it is.
    fields
        What the sentence is filled in with: numbers, dates, names, lists of them, other notes.

    Examples
    --------
    >>> Note("unplaced", schools_n=3)
    Note(code='unplaced', fields={'schools_n': 3})
    >>> Note("unplaced", schools_n=3) == Note("unplaced", schools_n=3)
    True
    """

    code: str
    fields: Mapping[str, object]

    def __init__(self, code: str, /, **fields: object) -> None:
        """Keep a code and its figures."""
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "fields", fields)
