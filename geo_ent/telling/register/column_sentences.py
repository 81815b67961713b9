"""What was taken from a register's columns, said before anything is said of its rows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geo_ent.telling.language import Language, mark
from geo_ent.telling.notes import write_note
from geo_ent.telling.register.question_words import QUESTION_WORDS
from geo_ent.telling.register.register_reasons import reason_text

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.register.read_register import Reading
    from geo_ent.tables.findings import Findings
    from geo_ent.text.note import Note

SheetKey = tuple[str, str]
"""A file's name and a sheet's."""

# In the order that they are said in: what the map shows first, then what ties a row to its school.
_NAMES: Mapping[str, str] = {
    "years": mark("statut lu dans une colonne par année : {title}"),
    "products": mark("statut lu dans une colonne par produit : {title}"),
    "classes": mark("statut lu dans une colonne par classe : {title}"),
    "status": mark("statut lu dans {title}"),
    "status_school": mark("statut « école » coché dans {title}"),
    "status_class": mark("statut « classe » coché dans {title}"),
    "status_planned": mark("statut « prévu » coché dans {title}"),
    "status_none": mark("statut « aucun » coché dans {title}"),
    "solution": mark("solution dans {title}"),
    "start": mark("début dans {title}"),
    "end": mark("fin dans {title}"),
    "uai": mark("UAI dans {title}"),
    "name": mark("école dans {title}"),
    "commune": mark("commune dans {title}"),
    "epci": mark("intercommunalité dans {title}"),
    "circonscription": mark("circonscription dans {title}"),
    "rpi": mark("RPI dans {title}"),
    "programme": mark("programme dans {title}"),
    "phase": mark("phase dans {title}"),
    "network": mark("réseau d’écoles dans {title}"),
    "scope": mark("périmètre dans {title}"),
    "note": mark("remarques dans {title}"),
}
_MOST_TITLES = 12  # columns that weren't read, by name
_MOST_SHEETS = 6  # sheets told apart; a register of one sheet a commune has forty alike
_LONGEST_TITLE = 60  # characters of a survey's question


def column_sentences(reading: "Reading", tr: Language) -> list[str]:
    """Say which column was taken for what, and which weren't read; sheets that are alike at once.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo_ent.register.read_register import Reading
    >>> from geo_ent.telling.language import language
    >>> titles = {"status": "Déployé ?", "solution": "Produit"}
    >>> empty, sheet = pd.DataFrame(), ("a.xlsx", "ENT")
    >>> reading = Reading(empty, empty, {sheet: titles}, unread={sheet: ("Fibre",)})
    >>> column_sentences(reading, language("fr"))
    ['Statut lu dans « Déployé ? » (feuille ENT), solution dans « Produit ». Pas lue : « Fibre ».']
    """
    alike: dict[tuple[tuple[tuple[str, str], ...], tuple[str, ...]], list[SheetKey]] = {}
    for key, titles in reading.columns.items():
        if titles:
            unread = tuple(reason_text(title, tr) for title in reading.unread.get(key, ()))
            alike.setdefault((tuple(titles.items()), unread), []).append(key)
    several = len({file for file, _ in reading.columns}) > 1
    sentences = [
        _sentence(dict(taken), unread, _where(keys, tr, files=several), tr)
        for (taken, unread), keys in list(alike.items())[:_MOST_SHEETS]
    ]
    more = len(alike) - _MOST_SHEETS
    if more > 0:
        sentences.append(
            tr.plural(
                "Et {n} autre disposition de colonnes, dans d’autres feuilles.",
                "Et {n} autres dispositions de colonnes, dans d’autres feuilles.",
                more,
                n=tr.number(more),
            )
        )
    return sentences


def question_sentences(findings: "Findings", tr: Language) -> list[str]:
    """Write the questions that a register leaves open about its columns and its sheets."""
    questions: dict[str, None] = {}
    entries = [entry for entry in findings.entries if entry["kind"] == "register-question"]
    several = len({(entry["file"], entry["row"]) for entry in entries}) > 1
    for entry in entries:
        text = question_text(entry["message"], tr)
        place = ", ".join(filter(None, (entry["file"], entry["row"])))
        questions[tr("{place} : {text}", place=place, text=text) if several else text] = None
    return list(questions)


def question_text(message: "Note | str", tr: Language) -> str:
    """Write one question as a sentence."""
    words = write_note(message, QUESTION_WORDS, tr).strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words[-1:] in '.?!…' else '.'}"


def register_first(findings: "pd.DataFrame", reading: "Reading", tr: Language) -> "pd.DataFrame":
    """Put before a table of findings what was taken of the register, and what it leaves open.

    Parameters
    ----------
    findings
        `kind, file, row, uai, message`, as `findings_table` gives them.
    """
    import pandas as pd

    rows = [("register-columns", "", "", "", text) for text in column_sentences(reading, tr)]
    columns = pd.DataFrame(rows, columns=list(findings), dtype=object)
    # Before the other things to mend too: a figure is worth what it was read from.
    open_first = findings.sort_values(
        "kind", key=lambda kinds: kinds != "register-question", kind="stable"
    )
    return pd.concat([columns, open_first], ignore_index=True)


def _sentence(titles: Mapping[str, str], unread: Sequence[str], where: str, tr: Language) -> str:
    taken = [
        tr(_NAMES[column], title=_quoted(titles[column], tr))
        for column in _NAMES
        if column in titles
    ]
    if not titles.keys() & {"years", "products", "classes"} and not any(map(_is_status, titles)):
        # No column says it, and the reader must know what does: "Sans ENT" and "En projet" may be
        # the names of sheets and headings, for all their rows.
        told_by = mark("statut lu dans le nom de la feuille ou dans un intertitre")
        if "solution" in titles:
            told_by = mark("statut déduit de la solution")
        elif "start" in titles:
            told_by = mark("statut déduit de la date d’ouverture")
        taken.insert(0, tr(told_by))
    if where:
        taken[0] = tr("{column} ({sheets})", column=taken[0], sheets=where)
    words = ", ".join(taken)
    sentence = tr("{words}.", words=f"{words[:1].upper()}{words[1:]}")
    return f"{sentence} {_unread(unread, tr)}".strip()


def _is_status(column: str) -> bool:
    return column.startswith("status")


def _unread(titles: Sequence[str], tr: Language) -> str:
    if not titles:
        return ""
    shown = ", ".join(_quoted(title, tr) for title in titles[:_MOST_TITLES])
    if (more := len(titles) - _MOST_TITLES) > 0:
        shown = _and_more(shown, more, tr)
    return tr.plural("Pas lue : {titles}.", "Pas lues : {titles}.", len(titles), titles=shown)


def _where(keys: Sequence[SheetKey], tr: Language, *, files: bool) -> str:
    """Name the sheets that a sentence is about; nothing of the one table of a CSV."""
    places = [", ".join(filter(None, (file if files else "", sheet))) for file, sheet in keys]
    places = list(filter(None, places))
    if not places:
        return ""
    shown = ", ".join(places[:_MOST_SHEETS])
    if (more := len(places) - _MOST_SHEETS) > 0:
        shown = _and_more(shown, more, tr)
    if any(sheet for _, sheet in keys):
        return tr.plural("feuille {names}", "feuilles {names}", len(places), names=shown)
    return shown


def _and_more(shown: str, more: int, tr: Language) -> str:
    """Say how many are left of a list whose first names are given."""
    return tr.plural(
        "{titles} et {n} autre",
        "{titles} et {n} autres",
        more,
        titles=shown,
        n=tr.number(more),
    )


def _quoted(title: str, tr: Language) -> str:
    text = " ".join(str(title).split())
    if not text:
        return tr("une colonne sans titre")
    cut = f"{text[: _LONGEST_TITLE - 1]}…" if len(text) > _LONGEST_TITLE else text
    return tr("« {title} »", title=cut)
