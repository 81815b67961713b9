"""What stands under a table: what isn't in it or isn't known, and why."""

from typing import TYPE_CHECKING, Any

from geo_ent.indicators.noted_table import Answer, NotedTable
from geo_ent.telling.notes import write_note

if TYPE_CHECKING:
    from geo_ent.telling.language import Language
    from geo_ent.telling.notes import Wordings

__all__ = ["table_notes"]

_WORDINGS: "Wordings" = {}


def table_notes(noted: "NotedTable[Any] | Answer[Any]", tr: "Language") -> tuple[str, ...]:
    """Write the notes of a table in a language, a sentence each."""
    if isinstance(noted, Answer):
        return noted.notes_in(tr.code)
    return tuple(write_note(note, _WORDINGS, tr) for note in noted.notes)
