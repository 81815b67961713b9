"""What a register leaves open about its columns and its sheets, in words.

Each is a finding of the kind `register-question`: it stands above the rows, in `check`, in the
report, in `findings.csv` and at the end of a build.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark

if TYPE_CHECKING:
    from geo_ent.telling.notes import Wordings
    from geo_ent.text.note import Note

_OF_COLUMNS: Mapping[str, str] = {
    "status": mark("la situation"),
    "solution": mark("la solution"),
    "start": mark("le début de l’ENT"),
    "end": mark("la fin de l’ENT"),
    "uai": mark("l’UAI"),
    "name": mark("le nom de l’école"),
    "commune": mark("la commune"),
}
_MOST_SHEETS = 8  # sheets that a question names


def _rival_column(
    tr: Language,
    *,
    column: str,
    taken: "Note | str",
    rival: "Note | str",
    changed_n: int,
    **_more: object,
) -> str:
    changed = tr.plural(
        "{n} ligne changerait", "{n} lignes changeraient", changed_n, n=tr.number(changed_n)
    )
    # In front what is asked, so that two questions of a sheet are told apart at once.
    return tr(
        "deux colonnes peuvent dire {what} : {taken} (lue) et {rival} ; {changed}",
        what=_what(column, tr),
        taken=_quoted(tr, taken),
        rival=_quoted(tr, rival),
        changed=changed,
    )


def _quoted(tr: Language, title: "Note | str") -> str:
    """Write a column's title between quotes, or its letter where it has none."""
    if isinstance(title, str):
        return tr("« {title} »", title=" ".join(title.split()))
    return tr("la colonne {letters}", **title.fields)


def _weak_column(
    tr: Language, *, column: str, taken: "Note | str", count: int, **_more: object
) -> str:
    rows = tr.plural("{n} ligne", "{n} lignes", count, n=tr.number(count))
    return tr(
        "{what} est lue dans {taken} ({rows}), sans que son titre le dise : est-ce bien elle ?",
        what=tr(_OF_COLUMNS[column]),
        taken=_quoted(tr, taken),
        rows=rows,
    )


def _contrary_column(
    tr: Language,
    *,
    title: "Note | str",
    count: int,
    status: str,
    is_turned: bool,
    **_more: object,
) -> str:
    rows = tr.plural("{n} ligne", "{n} lignes", count, n=tr.number(count))
    yes = {
        "none": mark("« oui » ou une coche y est lu « pas d’ENT »"),
        "planned": mark("« oui » ou une coche y est lu « en projet »"),
    }[status]
    no = mark("« non » ne dit rien")
    if is_turned:
        no = mark("« non » y est lu « un ENT »")
    return tr(
        "la situation est comprise à l’envers dans {title} ({rows}) : {yes}, {no} ; est-ce bien "
        "cela ?",
        title=_quoted(tr, title),
        rows=rows,
        yes=tr(yes),
        no=tr(no),
    )


def _unknown_box(tr: Language, *, title: "Note | str", count: int, **_more: object) -> str:
    rows = tr.plural("{n} ligne", "{n} lignes", count, n=tr.number(count))
    return tr(
        "une coche dans {title} ({rows}) n’est pas comprise : que dit-elle ?",
        title=_quoted(tr, title),
        rows=rows,
    )


def _unread_column(tr: Language, words: str, title: "Note | str", count: int) -> str:
    rows = tr.plural("{n} ligne", "{n} lignes", count, n=tr.number(count))
    return tr(words, title=_quoted(tr, title), rows=rows)


def _unread_statuses(tr: Language, *, title: "Note | str", count: int, **_more: object) -> str:
    return _unread_column(
        tr, mark("rien n’est lu de {title}, qui dit oui ou non ({rows})"), title, count
    )


def _unread_dates(tr: Language, *, title: "Note | str", count: int, **_more: object) -> str:
    return _unread_column(
        tr, mark("rien n’est lu de {title}, qui a des dates ({rows})"), title, count
    )


def _imposed_absent(tr: Language, *, column: str, title: str) -> str:
    return tr(
        "[register.columns] cherche {what} dans « {title} », qu’aucune feuille n’a",
        what=_what(column, tr),
        title=title,
    )


def _ordered_title_absent(tr: Language, *, sheet: str, column: str, title: str) -> str:
    return tr(
        "[register.sheets.columns] cherche {what} dans « {title} », qui n’est le titre d’aucune "
        "colonne de « {sheet} »",
        sheet=sheet,
        what=_what(column, tr),
        title=title,
    )


def _ordered_sheet_absent(tr: Language, *, file: str, sheet: str, sheets: Sequence[str]) -> str:
    # A register of one sheet a commune has hundreds: the first ones show how they are named.
    listed = ", ".join(tr("« {title} »", title=name) for name in sheets[:_MOST_SHEETS])
    return tr(
        "[[register.sheets]] parle de « {sheet} », que le registre n’a pas ; il a {sheets}",
        sheet=", ".join(filter(None, (file, sheet))),
        sheets=f"{listed}, …" if len(sheets) > _MOST_SHEETS else listed,
    )


def _what(column: str, tr: Language) -> str:
    return tr(_OF_COLUMNS[column]) if column in _OF_COLUMNS else column


QUESTION_WORDS: "Wordings" = {
    "imposed-absent": _imposed_absent,
    "ordered-title-absent": _ordered_title_absent,
    "ordered-sheet-absent": _ordered_sheet_absent,
    "ordered-no-table": mark(
        "vous demandez de lire « {sheet} », et aucun tableau d’ENT n’y est reconnu : dites sous "
        "[register.sheets.columns] quelle colonne nomme l’école (uai, ou name et commune) et "
        "laquelle dit la situation (status)"
    ),
    "rival-column": _rival_column,
    "weak-column": _weak_column,
    "contrary-column": _contrary_column,
    "unknown-box": _unknown_box,
    "unread-statuses": _unread_statuses,
    "unread-dates": _unread_dates,
    "untold-table": mark(
        "le tableau de la ligne {row} nomme des écoles, et rien n’y dit lesquelles ont un ENT"
    ),
    "untold-sheet": mark(
        "cette feuille nomme des écoles que les autres n’ont pas, et rien n’y dit lesquelles ont "
        "un ENT"
    ),
}
"""Code of a question -> its words, or what writes them of its fields."""
