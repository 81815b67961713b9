"""A table with what can't be told in it, as codes and figures."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from geo_ent.text.note import Note

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class NotedTable(Generic[T]):
    """A table with what it leaves out.

    Frames carry no note of their own that survives a join, so the two travel side by side.

    Attributes
    ----------
    table
        What was wanted; empty, with its columns, where nothing can be told.
    notes
        What isn't in the table or isn't known, and why: `telling.table_notes` writes them.

    Examples
    --------
    >>> NotedTable([], (Note("networks.unplaced", n=2),)).notes[0].code
    'networks.unplaced'
    """

    table: T
    notes: tuple[Note, ...] = ()
