"""What is said of the officer's answers, and of the rows that they settle."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note

if TYPE_CHECKING:
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note


def _answered(tr: Language, *, text: str, **_spread: object) -> str:
    return tr("réponse : « {text} »", text=text) if text else tr("confirmée par votre réponse")


def _source(source: "Note", tr: Language) -> str:
    return write_note(source, _SOURCES, tr)


def _answer_unused(tr: Language, *, row: str, source: "Note") -> str:
    return tr("« {row} » ({source})", row=row, source=_source(source, tr))


def _answer_changed(tr: Language, *, row: str, source: "Note", now: str) -> str:
    # The row as it is now, so that the answer can be put to it if it still holds.
    where = _source(source, tr)
    return tr("« {row} » ({source}), aujourd'hui « {now} »", row=row, source=where, now=now)


ANSWER_WORDS: "Wordings" = {
    "answered": _answered,
    "answered-ignored": mark("laissée de côté, comme vous l'avez répondu"),
    "outanswered": mark("la ligne {row}, que votre réponse confirme, l'emporte"),
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
