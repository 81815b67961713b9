"""What a question about gaps gets back: a table, and what can't be told, in words."""

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Answer"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Answer(Generic[T]):
    """A table with what it leaves out.

    Frames carry no note of their own that survives a join, so the two travel side by side.

    Attributes
    ----------
    table
        What was asked for; empty, with its columns, where nothing can be told.
    notes
        In French, one sentence each: what isn't in the table or isn't known, and why.
    notes_en
        The same in English, where a page shows them.

    Examples
    --------
    >>> Answer([], ("Aucune école n’a de point.",)).notes
    ('Aucune école n’a de point.',)
    """

    table: T
    notes: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()

    def notes_in(self, lang: str) -> tuple[str, ...]:
        """Give the notes in a language.

        Examples
        --------
        >>> Answer([], ("Aucune école.",), ("No school.",)).notes_in("en")
        ('No school.',)
        """
        return self.notes if lang == "fr" else self.notes_en
