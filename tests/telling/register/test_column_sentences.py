"""What was taken of a register, in both languages: said once, in full, and short."""

import pandas as pd
import pytest

from geo_ent.register.read_register import Reading
from geo_ent.tables.findings import Findings
from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.language import language
from geo_ent.telling.register.column_sentences import (
    column_sentences,
    question_sentences,
    register_first,
)
from geo_ent.telling.register.question_words import QUESTION_WORDS
from geo_ent.text.note import Note

FRENCH, ENGLISH = language("fr"), language("en")
EMPTY = pd.DataFrame()
FIELDS = {
    "rival-column": {"column": "status", "taken": "ENT", "rival": "ENT livré", "changed_n": 23},
    "weak-column": {"column": "status", "taken": "Avis", "count": 4},
    "contrary-column": {"title": "Sans ENT", "count": 9, "status": "none", "is_turned": True},
    "unknown-box": {"title": "Case", "count": 1},
    "codes-unexplained": {"title": "Niveau", "codes": ("A", "B")},
    "unread-statuses": {"title": "Relance", "count": 12},
    "unread-solutions": {"title": "Outil", "count": 12},
    "unread-dates": {"title": "Contact", "count": 12},
    "sheet-choice": {"sheets": ("2022", "2023")},
    "untold-table": {"row": 12},
    "untold-sheet": {},
    "imposed-absent": {"column": "status", "title": "ENT 2030"},
    "ordered-title-absent": {"sheet": "Feuil2", "column": "status", "title": "ENT 2030"},
    "ordered-sheet-absent": {"file": "", "sheet": "Feuil9", "sheets": ("r.xlsx, Feuil2",)},
    "ordered-no-table": {"sheet": "Feuil2"},
}


def reading(columns, unread=None):
    """Make a reading of which only the columns matter."""
    return Reading(EMPTY, EMPTY, columns, unread=unread or {})


def test_sheets_that_are_alike_are_told_at_once():
    """Two sheets of the same titles make a sentence; what isn't a register makes none."""
    titles = {"status": "ENT", "uai": "UAI"}
    columns = {("a.xlsx", "Nord"): titles, ("a.xlsx", "Sud"): titles, ("a.xlsx", "Notes"): {}}
    assert column_sentences(reading(columns), FRENCH) == [
        "Statut lu dans « ENT » (feuilles Nord, Sud), UAI dans « UAI »."
    ]
    assert column_sentences(reading(columns), ENGLISH) == [
        "Status read in “ENT” (sheets Nord, Sud), UAI in “UAI”."
    ]


@pytest.mark.parametrize(
    ("titles", "begin"),
    [
        ({"solution": "ENT"}, "Statut déduit de la solution, solution dans « ENT »"),
        ({"uai": "UAI"}, "Statut lu dans le nom de la feuille ou dans un intertitre, UAI"),
        ({"years": "2021, 2022"}, "Statut lu dans une colonne par année : « 2021, 2022 »"),
        ({"status": ""}, "Statut lu dans une colonne sans titre"),
        ({"status": "x" * 90}, f"Statut lu dans « {'x' * 59}… »"),
    ],
)
def test_where_the_status_comes_from_is_always_said(titles, begin):
    """By a column, by the solution, by a series of columns, by the name of the sheet."""
    (sentence,) = column_sentences(reading({("a.csv", ""): titles}), FRENCH)
    assert sentence.startswith(begin)


def test_what_wasnt_read_is_named_and_counted():
    """The first titles by name; of two files, each with its own."""
    columns = {("a.csv", ""): {"status": "ENT"}, ("b.csv", ""): {"status": "Équipée"}}
    unread = {("a.csv", ""): tuple(f"C{n}" for n in range(14))}
    one, two = column_sentences(reading(columns, unread), FRENCH)
    assert one.startswith("Statut lu dans « ENT » (a.csv). Pas lues : « C0 », « C1 »")
    assert one.endswith("« C11 » et 2 autres.")
    assert two == "Statut lu dans « Équipée » (b.csv)."
    (alone,) = column_sentences(
        reading({("a.csv", ""): {"status": "ENT"}}, {("a.csv", ""): unread["a.csv", ""][:13]}),
        FRENCH,
    )
    assert alone.endswith("« C11 » et 1 autre.")


def test_forty_sheets_are_told_in_a_few_lines():
    """Beyond six, sets of columns are counted."""
    columns = {("a.xlsx", f"F{n}"): {"status": f"ENT {n}"} for n in range(40)}
    sentences = column_sentences(reading(columns), FRENCH)
    assert len(sentences) == 7
    assert sentences[-1].startswith("Et 34 autres dispositions de colonnes")


@pytest.mark.parametrize("code", QUESTION_WORDS)
def test_each_question_is_a_sentence_in_both_languages(code):
    """A capital, its fields, a full stop or a question mark."""
    findings = Findings()
    findings.add("register-question", Note(code, **FIELDS[code]), file="a.xlsx", rows=["ENT"])
    (french,), (english,) = (question_sentences(findings, tr) for tr in (FRENCH, ENGLISH))
    assert french[0].isupper() or french[0] == "["
    assert french[-1] in ".?"
    assert english != french


def test_findings_begin_with_the_columns_then_the_questions():
    """A table that is read from the top says first what the figures were read from."""
    findings = Findings()
    findings.add("row-total", Note("as-written", text="Total"), file="a.csv", rows=["9"])
    asked = Note("rival-column", **FIELDS["rival-column"])
    findings.add("register-question", asked, file="a.csv", rows=[""])
    columns = {("a.csv", ""): {"status": "ENT"}}
    table = register_first(findings_table(findings, FRENCH), reading(columns), FRENCH)
    assert table["kind"].tolist() == ["register-columns", "register-question", "row-total"]
    assert table["message"][0] == "Statut lu dans « ENT »."
    assert "23 lignes changeraient" in table["message"][1]
