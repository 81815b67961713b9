"""What was read of a register, as its page shows it: texts and choices, nothing of pandas."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from geo_ent.app.answering import answer_words, row_key
from geo_ent.app.typed_words import question_on_the_page
from geo_ent.publish.register.answer_choices import AnswerChoices, status_words
from geo_ent.publish.register.column_questions import column_questions
from geo_ent.publish.register.shown_rows import shown_row
from geo_ent.register.answers import row_as_written
from geo_ent.register.register_findings import DOUBTS
from geo_ent.register.vocabulary import COLUMNS
from geo_ent.tables.cells import cell_text
from geo_ent.telling.language import mark
from geo_ent.telling.register.register_reasons import reason_text
from geo_ent.telling.register.register_wording import (
    COLUMN_WORDS,
    DOUBT_WORDS,
    OUTCOME_WORDS,
    place,
    report_rows,
)
from geo_ent.text.note import Note
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from geo_ent.pipeline.checkup import Checkup
    from geo_ent.register.read_register import Reading
    from geo_ent.telling.language import Language

MOST_DOUBTS = 200
"""Doubts of a kind that the page asks about; the corrected register asks about all of them."""

# As an officer would write them by hand in geo-ent.toml, whichever the language of the page.
_STATUSES = {
    "school": "oui",
    "class": "classe",
    "planned": "prévu",
    "none": "non",
    "unknown": "inconnu",
}
# The page answers by a press; what the report says of these is how to write it in the spreadsheet.
_ABOUT = {
    "ambiguous": mark(
        "Ces lignes ne sont pas utilisées tant que vous n’avez pas dit de quelle école elles "
        "parlent."
    ),
    "not_found": mark(
        "Ces lignes ne sont pas utilisées. Celles d’une école fermée, ou du second degré, sont à "
        "ignorer."
    ),
    "corrected": mark("Ces lignes sont utilisées avec l’UAI corrigé : dites s’il est juste."),
    "named": mark(
        "Ces lignes n’ont pas d’UAI et sont utilisées : dites si c’est bien cette école."
    ),
}
_ADVISED = frozenset({"not_found", "unreached"})
_USUAL = ("uai", "name", "commune", "status", "solution", "start", "end")
_MOST_TITLES = 200  # of a sheet, in its menus
_UNUSED = frozenset({"answer-unused", "answer-changed"})

View = dict[str, Any]


def reading_view(
    checkup: "Checkup",
    tr: "Language",
    *,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    before: Sequence[View] = (),
) -> View:
    """Write down what was read of a register, for its page.

    Parameters
    ----------
    checkup
        What was read.
    tr
        The page's language.
    answers
        Those that were given, by the keys of their rows (`row_key`).
    before
        The doubts of the reading of before: those that were answered since keep their place.

    Returns
    -------
    dict
        Of what JSON holds: `lang`, `headline`, `refusal`, `taken`; `outcomes`, each with `kind,
        name, meaning, n`; `questions` about columns; `sheets` with the titles to choose from;
        `doubts`, the worst first, each with what can be answered; `kinds`, each with `kind, title,
        about, n`; `doubts_n`, all of them; `statuses`: what each situation of an answer is called;
        `stale`: the key of each answered row that is written so no longer -> how it is now.
    """
    reading, given = checkup.reading, answers or {}
    doubts = [
        {**doubt, "answer": answer_words(given.get(doubt["key"], {}))}
        for doubt in _doubts(checkup, tr)
    ]
    counts = Counter(doubt["kind"] for doubt in doubts)
    return {
        "lang": tr.code,
        "headline": checkup.headline,
        "refusal": checkup.refusal,
        "taken": checkup.taken,
        "outcomes": [_outcome(kind, n, tr) for kind, n in checkup.outcome_counts if n],
        "questions": _questions(checkup, tr),
        "sheets": list(_sheets(reading, tr)),
        "doubts": _with_answered(_first(doubts), before, given, reading, tr),
        "kinds": [
            {
                "kind": kind,
                "title": tr(words.title),
                "about": tr(_ABOUT.get(kind, words.about)),
                "n": counts[kind],
            }
            for kind, words in DOUBT_WORDS.items()
        ],
        "doubts_n": len(doubts),
        "stale": _stale(reading),
        "statuses": {word: status_words(tr)[status] for status, word in _STATUSES.items()},
    }


def _outcome(kind: str, n: int, tr: "Language") -> View:
    words = OUTCOME_WORDS[kind]
    return {"kind": kind, "name": tr(words.name), "meaning": tr(words.meaning), "n": n}


def _questions(checkup: "Checkup", tr: "Language") -> list[View]:
    """List what the register leaves open; with the titles to choose from, where one answers."""
    asked: list[View] = [
        {"file": one.file, "sheet": one.sheet, "column": one.column, "text": one.question,
         "titles": list(one.titles)}
        for one in column_questions(checkup.reading, tr) if one.question and not one.answer
    ]  # fmt: skip
    told = [str(question["text"]) for question in asked]
    others = [text for text in checkup.questions
              if not any(question in text for question in told)]  # fmt: skip
    return [
        *asked,
        *({"text": question_on_the_page(one_line(text)), "titles": []} for text in others),
    ]


def _sheets(reading: "Reading", tr: "Language") -> Iterator[View]:
    rows = reading.rows
    rows_n = Counter(zip(rows["file"], rows["sheet"], strict=True))
    reasons: dict[tuple[str, str], str] = {}
    ignored = rows[rows["outcome"] == "ignored"]
    for file, sheet, reason in zip(
        ignored["file"], ignored["sheet"], ignored["reason"], strict=True
    ):
        reasons.setdefault((file, sheet), reason_text(reason, tr))
    for key in dict.fromkeys([*reading.written.sheets, *reading.columns]):
        taken = {column: _title(title) for column, title in reading.columns.get(key, {}).items()}
        titles = map(_title, reading.written.titles.get(key, ()))
        choosable = [column for column in COLUMNS if column in COLUMN_WORDS]
        yield {
            "file": key[0],
            "sheet": key[1],
            "key": row_key("|".join(key)),
            "rows_n": rows_n[key],
            "is_read": bool(taken),
            "why_unread": "" if taken else reasons.get(key, ""),
            # A column a year, a product or a class: several titles, which no menu tells.
            "wide": [
                {"name": tr(COLUMN_WORDS[column]), "title": title}
                for column, title in taken.items() if column not in choosable
            ],
            "columns": [
                {"column": column, "name": tr(COLUMN_WORDS[column]),
                 "title": taken.get(column, ""), "is_usual": column in {*_USUAL, *taken}}
                for column in choosable
            ],
            "titles": list(dict.fromkeys(
                filter(None, [*islice(titles, _MOST_TITLES), *taken.values()])
            )),
        }  # fmt: skip


def _title(title: object) -> str:
    # A browser sends the line breaks of a title otherwise than it was given them.
    return " ".join(str(title).split())


def _doubts(checkup: "Checkup", tr: "Language") -> Iterator[View]:
    """Give the doubtful rows, the gravest kinds first; rows that are written alike once."""
    reading, rows = checkup.reading, report_rows(checkup.reading, tr)
    choices = AnswerChoices(checkup.directory, tr)
    several = len(rows["file"].unique()) > 1
    doubtful = [
        (record, {**record, "reason": reason, "notes": notes}, cells)
        for record, reason, notes, cells in zip(
            rows.to_dict("records"),
            reading.rows["reason"],
            reading.rows["notes"],
            reading.written.cells,
            strict=True,
        )
        if record["doubt"]
    ]
    doubtful.sort(key=lambda row: DOUBTS.index(row[0]["doubt"]))
    alike = Counter(row_key(row_as_written(cells)) for _, _, cells in doubtful)
    seen: set[str] = set()
    for record, asked, cells in doubtful:
        key = row_key(row_as_written(cells))
        if key in seen or not row_as_written(cells):
            continue
        seen.add(key)
        shown = shown_row(record, {}, tr, files=several)
        yield {
            "key": key,
            "row": row_as_written(cells),
            "cells": [text for cell in cells if (text := cell_text(cell))],
            "alike_n": alike[key],
            "kind": record["doubt"],
            "group": _group(asked["notes"]) if record["doubt"] == "words" else "",
            "is_settled": False,
            "place": shown.place,
            "understood": shown.understood,
            "school": ", ".join(filter(None, (shown.uai, choices.school_name(shown.uai)))),
            "reason": shown.reason,
            "advice": shown.advice if record["doubt"] in _ADVISED else "",
            **_offered(choices, asked, tr),
        }


def _first(doubts: Sequence[View]) -> list[View]:
    """Keep the first doubts of each kind, so that one kind doesn't hide the others."""
    places: Counter[str] = Counter()
    kept = []
    for doubt in doubts:
        places[doubt["kind"]] += 1
        if places[doubt["kind"]] <= MOST_DOUBTS:
            kept.append(doubt)
    return kept


def _offered(choices: AnswerChoices, asked: Mapping[Any, Any], tr: "Language") -> View:
    """Give what can be answered about a row: schools, situations, whether it may be right.

    The same that the corrected register offers, but a school and a situation each by itself.
    """
    own = asked["uai"].split()
    unread = choices.is_unread(asked)
    labels = [(label.partition(" ")[0], label) for label in choices.candidates(asked)]
    words = status_words(tr)
    return {
        "schools": [{"uai": uai, "label": label} for uai, label in labels if uai not in own],
        "groups": [
            _group_offered(group, labels, choices)
            for group in choices.groups(asked)
            if group != own
        ],
        "statuses": [{"word": word, "label": words[status]} for status, word in _STATUSES.items()]
        if own or unread
        else [],
        "dates": _dates_asked(asked),
        "keep": bool(own) and not unread,
    }


def _group_offered(
    group: list[str], labels: Sequence[tuple[str, str]], choices: AnswerChoices
) -> View:
    # Each school stands above: where these aren't all of them, they have to be told.
    names = [choices.school_name(uai) for uai in group] if len(group) < len(labels) else []
    return {"uais": group, "names": " ; ".join(names)}


def _dates_asked(asked: Mapping[Any, Any]) -> list[str]:
    """Name the dates of a row that were not understood, or contradict each other."""
    kinds = {kind for kind, _ in asked["notes"]}
    if "dates-reversed" in kinds:
        return ["start", "end"]
    unread = [str(note.fields["text"]) for kind, note in asked["notes"] if kind == "unread-date"]
    return [
        column for column in ("start", "end")
        if str(asked[f"{column}_written"] or "") in unread
    ]  # fmt: skip


def _group(notes: Iterable[tuple[str, Note]]) -> str:
    """Name a doubt about words, which several rows may have in common."""
    told = [f"{kind} {note.code} {sorted(note.fields.items())}" for kind, note in notes]
    return row_key(" | ".join(told)) if told else ""


def _with_answered(
    doubts: Sequence[View],
    before: Iterable[View],
    answered: Collection[str],
    reading: "Reading",
    tr: "Language",
) -> list[View]:
    """Leave the doubts that are answered where they stood: whoever answered them looks there."""
    places: dict[str, int] = {}
    for number, cells in enumerate(reading.written.cells):
        places.setdefault(row_key(row_as_written(cells)), number)
    open_keys = {doubt["key"] for doubt in doubts}
    spots = reading.rows[["file", "sheet", "row"]].to_dict("records")
    several = len({spot["file"] for spot in spots}) > 1
    settled = [
        # In a new version of the register the row may stand elsewhere.
        {**doubt, "is_settled": True,
         "place": place(spots[places[doubt["key"]]], tr, files=several)}
        for doubt in before
        if doubt["key"] in answered and doubt["key"] in places and doubt["key"] not in open_keys
    ]  # fmt: skip
    everything = [*doubts, *settled]
    return sorted(everything, key=lambda d: (DOUBTS.index(d["kind"]), places[d["key"]]))


def _stale(reading: "Reading") -> dict[str, str]:
    """Give the answered rows that are written so no longer, with how they are now ("": gone)."""
    notes = [entry["message"] for entry in reading.findings.entries if entry["kind"] in _UNUSED]
    return {
        row_key(str(note.fields["row"])): str(note.fields.get("now", ""))
        for note in notes if isinstance(note, Note)
    }  # fmt: skip
