"""How a note, a code with its figures, becomes a sentence."""

import datetime as dt
from collections.abc import Callable, Mapping
from numbers import Integral
from typing import Any, TypeAlias

from geo_ent.telling.claims import Claim, told
from geo_ent.telling.language import Language
from geo_ent.text.note import Note

Wording: TypeAlias = str | tuple[str, str] | Callable[..., str]
Wordings: TypeAlias = Mapping[str, Wording]
"""Code → its French text (`mark`), its two for one and for several (`mark_plural`; the field `n` is
the count), or a function of `tr` and of the note's fields where a sentence needs more than that."""


def write_note(
    note: Note | str, wordings: Wordings, tr: Language, claims: Mapping[str, Claim] | None = None
) -> str:
    """Write a note in a language; a text, the same in all, stays as it is.

    Parameters
    ----------
    note
        Whole numbers among its fields are written as the language does, dates in full, lists with
        commas, notes by the same wordings; texts stay.
    wordings
        What each code says.
    tr
        The language.
    claims
        What its fields claim, by their names; a function claims what it writes by itself.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> wordings = {"seen": "{n} écoles en {year}"}
    >>> write_note(Note("seen", n=12, year="2021"), wordings, language("fr"))
    '12 écoles en 2021'
    """
    if isinstance(note, str):
        return note
    wording = wordings[note.code]
    if callable(wording):
        return wording(tr, **note.fields)
    fields = {name: _written(value, wordings, tr) for name, value in note.fields.items()}
    fields |= {name: told(fields[name], claim) for name, claim in (claims or {}).items()}
    if isinstance(wording, tuple):
        count: Any = note.fields["n"]
        return tr.plural(*wording, count, **fields)
    return tr(wording, **fields)


def _written(field: object, wordings: Wordings, tr: Language) -> str:
    """Write a field of a note by its type."""
    if isinstance(field, Note):
        return write_note(field, wordings, tr)
    if isinstance(field, dt.date):
        return tr.day(field)
    if isinstance(field, (tuple, list)):
        return ", ".join(_written(part, wordings, tr) for part in field)
    return tr.number(int(field)) if isinstance(field, Integral) else str(field)
