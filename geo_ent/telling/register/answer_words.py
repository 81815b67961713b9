"""What is said of the officer's answers, and of the rows that they settle."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note

if TYPE_CHECKING:
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note


_KEEP, _IGNORE = "keep", "ignore"
"""Keys of an answer that say all of it, in a project file."""


def answer_text(text: str, tr: Language, *, is_kept_row: bool = False) -> str:
    """Write an answer in words that are read back as it, where it is a key of a project file.

    Parameters
    ----------
    text
        The answer, as `Answer.text` has it: what somebody wrote in a cell is left as it is.
    is_kept_row
        Whether another row contradicted the answered one.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> answer_text("keep", language("fr")), answer_text("0350122T ; oui", language("fr"))
    ('c’est juste', '0350122T ; oui')
    """
    right = tr.in_context("register", "c’est juste")
    if is_kept_row:
        right = tr.in_context("register", "garder cette ligne")
    words = {_KEEP: right, _IGNORE: tr.in_context("register", "ignorer")}
    return " ; ".join(words.get(part, part) for part in text.split(" ; "))


def _answered(tr: Language, *, text: str, **_spread: object) -> str:
    if text in {"", _KEEP}:
        return tr("confirmée par votre réponse")
    return tr("réponse : « {text} »", text=answer_text(text, tr))


def _source(source: "Note", tr: Language) -> str:
    return write_note(source, _SOURCES, tr)


def _answer_unused(tr: Language, *, row: str, source: "Note") -> str:
    return tr("« {row} » ({source})", row=row, source=_source(source, tr))


def _answer_changed(tr: Language, *, row: str, source: "Note", now: str) -> str:
    # The row as it is now, so that the answer can be put to it if it still holds.
    where = _source(source, tr)
    return tr("« {row} » ({source}), aujourd’hui « {now} »", row=row, source=where, now=now)


ANSWER_WORDS: "Wordings" = {
    "answered": _answered,
    "answered-ignored": mark("laissée de côté, comme vous l’avez répondu"),
    "outanswered": mark("la ligne {row}, que votre réponse confirme, l’emporte"),
    "answer-no-school": mark("« {text} » ne dit pas de quelle école parle la ligne"),
}
"""Codes of the rows that an answer settles, or doesn't."""

_SOURCES: "Wordings" = {
    "answer-entry": mark("{file}, réponse n° {number}"),
    "answer-cell": mark("{file}, ligne {number}"),
}

ANSWER_FINDINGS: "Wordings" = {
    "answer-unused": _answer_unused,
    "answer-changed": _answer_changed,
}
"""Codes of the answers whose row isn't there as it was."""
