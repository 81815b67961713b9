"""What was read of a register, as its page shows it: texts and choices, nothing of pandas."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from geo_ent.publish.register.answer_choices import AnswerChoices
from geo_ent.publish.register.column_questions import column_questions
from geo_ent.publish.register.shown_rows import shown_row
from geo_ent.register.answers import row_as_written
from geo_ent.register.corrected.own_columns import answer_fields
from geo_ent.register.register_findings import DOUBTS
from geo_ent.telling.register.column_sentences import question_sentences
from geo_ent.telling.register.register_reasons import reason_text
from geo_ent.telling.register.register_wording import (
    COLUMN_WORDS,
    DOUBT_WORDS,
    OUTCOME_WORDS,
    report_rows,
)
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from geo_ent.pipeline.checkup import Checkup
    from geo_ent.register.read_register import Reading
    from geo_ent.telling.language import Language

MOST_DOUBTS = 300
"""Doubts that the page asks about; the corrected register asks about all of them."""

# As an officer would write them by hand in geo-ent.toml, whichever the language of the page.
_STATUSES = {
    "school": "oui",
    "class": "classe",
    "planned": "prévu",
    "none": "non",
    "unknown": "inconnu",
}

View = dict[str, Any]


def reading_view(checkup: "Checkup", tr: "Language") -> View:
    """Write down what was read of a register, for its page.

    Parameters
    ----------
    checkup
        What was read.
    tr
        The page's language.

    Returns
    -------
    dict
        Of what JSON holds: `headline`, `refusal`, `taken`; `outcomes`, each with `kind, name,
        meaning, n`; `questions` about columns; `sheets` with the titles to choose from; `doubts`,
        the worst first, each with its `choices`; `doubts_n`, all of them.
    """
    reading = checkup.reading
    doubts = list(_doubts(checkup, tr))
    return {
        "headline": checkup.headline,
        "refusal": checkup.refusal,
        "taken": checkup.taken,
        "outcomes": [_outcome(kind, n, tr) for kind, n in checkup.outcome_counts if n],
        "questions": _questions(reading, tr),
        "sheets": list(_sheets(reading, tr)),
        "doubts": doubts[:MOST_DOUBTS],
        "doubts_n": len(doubts),
    }


def _outcome(kind: str, n: int, tr: "Language") -> View:
    words = OUTCOME_WORDS[kind]
    return {"kind": kind, "name": tr(words.name), "meaning": tr(words.meaning), "n": n}


def _questions(reading: "Reading", tr: "Language") -> list[View]:
    """List what the register leaves open; with the titles to choose from, where one answers."""
    asked: list[View] = [
        {"file": one.file, "sheet": one.sheet, "column": one.column, "text": one.question,
         "titles": list(one.titles)}
        for one in column_questions(reading, tr) if one.question and not one.answer
    ]  # fmt: skip
    told = [str(question["text"]) for question in asked]
    others = [text for text in question_sentences(reading.findings, tr)
              if not any(question in text for question in told)]  # fmt: skip
    return [*asked, *({"text": one_line(text), "titles": []} for text in others)]


def _sheets(reading: "Reading", tr: "Language") -> Iterator[View]:
    for key, taken in reading.columns.items():
        file, sheet = key
        unread = [reason_text(title, tr) for title in reading.unread.get(key, ())]
        titles = dict.fromkeys([*map(str, taken.values()), *unread])
        yield {
            "file": file,
            "sheet": sheet,
            "columns": {column: str(title) for column, title in taken.items()},
            "titles": [title for title in titles if title.strip()],
            "names": {column: tr(words) for column, words in COLUMN_WORDS.items()},
        }


def _doubts(checkup: "Checkup", tr: "Language") -> Iterator[View]:
    """Give the doubtful rows, the gravest kinds first; rows that are written alike once."""
    reading, rows = checkup.reading, report_rows(checkup.reading, tr)
    choices = AnswerChoices(checkup.directory, tr)
    several = len(rows["file"].unique()) > 1
    doubtful = [
        (record, {**record, "reason": reason, "notes": notes}, row_as_written(cells))
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
    alike = Counter(written for _, _, written in doubtful)
    seen: set[str] = set()
    for record, asked, written in doubtful:
        if written and written not in seen:
            seen.add(written)
            shown = shown_row(record, {}, tr, files=several)
            yield {
                "row": written,
                "alike_n": alike[written],
                "kind": record["doubt"],
                "title": tr(DOUBT_WORDS[record["doubt"]].title),
                "about": tr(DOUBT_WORDS[record["doubt"]].about),
                "place": shown.place,
                "understood": shown.understood,
                "school": ", ".join(filter(None, (shown.uai, choices.school_name(shown.uai)))),
                "reason": shown.reason,
                "advice": shown.advice,
                "choices": [_choice(label) for label in choices.of(asked)],
            }


def _choice(label: str) -> View:
    """Give an answer in words with what it is in geo-ent.toml."""
    return {"label": label, "answer": answer_entry(answer_fields(label))}


def answer_entry(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Write the fields of an answer as geo-ent.toml has them.

    Examples
    --------
    >>> answer_entry(answer_fields("0350122T – École Jules Ferry, Bruz ; classe"))
    {'uai': ['0350122T'], 'status': 'classe'}
    """
    entry: dict[str, Any] = {}
    if fields.get("uais"):
        entry["uai"] = list(fields["uais"])
    if fields.get("status"):
        entry["status"] = _STATUSES[fields["status"]]
    return entry | {flag: True for flag in ("ignore", "keep") if fields.get(flag)}
