"""The sheet of the corrected register that asks about columns: which title is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from geo_ent.publish.register.original_cells import write_cell
from geo_ent.register.corrected.own_columns import HIDDEN
from geo_ent.register.layouts.imposed_titles import IGNORED
from geo_ent.telling.language import Language
from geo_ent.telling.register.column_sentences import question_text
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.publish.workbook.workbook_cells import Book
    from geo_ent.register.read_register import Reading

# Characters: the file, the sheet, the column's name (hidden), the question, the answer.
_WIDTHS = (22, 22, 0, 90, 34)
# What a column that isn't read would be, by the code of the question that it raises.
_UNREAD = {"unread-statuses": "status", "unread-dates": "start"}


@dataclass(frozen=True)
class ColumnQuestion:
    """A question about a column of a sheet.

    Attributes
    ----------
    file, sheet, column
        What it is about: a column of the contract, in a sheet; "status|Relance" where a title that
        wasn't read may be one.
    question
        In words; "" for an answer that was given before.
    titles
        What can be chosen.
    answer
        The title that was answered.
    """

    file: str
    sheet: str
    column: str
    question: str
    titles: tuple[str, ...] = ()
    answer: str = ""


def column_questions(reading: "Reading", tr: Language) -> list[ColumnQuestion]:
    """List what a reading asks about columns that a title answers, and what was answered."""
    questions = []
    for entry in reading.findings.entries:
        message = entry["message"]
        if entry["kind"] == "register-question" and isinstance(message, Note):
            column, titles = _choices(message, tr)
            if titles:
                text = question_text(message, tr)
                questions.append(ColumnQuestion(entry["file"], entry["row"], column, text, titles))
    # The answers of before stand again, or the next file would ask anew.
    ignore = tr.in_context("register", "ignorer")
    answered = [
        ColumnQuestion(file, sheet, f"|{title}", tr("« {title} »", title=title), answer=ignore)
        if column == IGNORED
        else ColumnQuestion(file, sheet, column, tr("Colonne choisie."), answer=title)
        for (file, sheet), taken in reading.written.imposed.items()
        for column, titles in taken.items()
        for title in ([titles] if isinstance(titles, str) else titles)
    ]
    return [*questions, *answered]


def _choices(question: Note, tr: Language) -> tuple[str, tuple[str, ...]]:
    """Give the column that a question is about, and the titles to choose from."""
    fields = question.fields
    if "column" in fields:
        named = (fields.get("taken"), fields.get("rival"))
        return str(fields["column"]), tuple(title for title in named if isinstance(title, str))
    title = fields.get("title")
    if not isinstance(title, str):  # a column without one can't be named
        return "", ()
    ignore = tr.in_context("register", "ignorer")
    if question.code == "contrary-column":
        return f"status_{fields['status']}", (title,)  # it is read: there is nothing to ignore
    column = _UNREAD.get(question.code, "")
    return f"{column}|{title}", (title, ignore) if column else (ignore,)


def write_questions(
    book: "Book",
    out: Any,  # noqa: ANN401 xlsxwriter has no types
    questions: Sequence[ColumnQuestion],
    ranges: Mapping[tuple[str, ...], int],
) -> None:
    """Write the questions, a row each, with the titles to choose from."""
    tr = book.tr
    headings = (tr.in_context("register", "Fichier"), tr.in_context("register", "Feuille"), "",
                tr.in_context("register", "Question"),
                tr.in_context("register", "Votre réponse"))  # fmt: skip
    for index, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        out.set_column(index, index, width, None, {} if width else {"hidden": True})
        look = "asked" if index == len(_WIDTHS) - 1 else "heading"
        write_cell(book, out, (0, index), heading, look)
    out.freeze_panes(1, 0)
    for number, one in enumerate(questions, 1):
        look = "wrapped" if one.answer else "doubtful"
        cells = (one.file, one.sheet, one.column, one.question, one.answer)
        for index, cell in enumerate(cells):
            write_cell(book, out, (number, index), cell, look)
        if one.titles:
            place, line = (number, len(cells) - 1), ranges[one.titles]
            message = tr("Choisissez le titre de la bonne colonne, ou écrivez-le.")
            offer(book, out, place, (line, len(one.titles)), message)


def offer(
    book: "Book",
    out: Any,  # noqa: ANN401 xlsxwriter has no types
    place: tuple[int, int],
    choices: tuple[int, int],
    message: str,
) -> None:
    """Put a drop-down on a cell; anything else may be typed too.

    Parameters
    ----------
    choices
        The row of the hidden sheet that lists what can be chosen, from 1, and how many.
    message
        What is shown beside the cell.
    """
    line, count = choices
    out.data_validation(
        *place, *place,
        {"validate": "list", "source": f"='{HIDDEN}'!$B${line}:${xl_col_to_name(count)}${line}",
         "show_error": False, "input_title": book.tr.in_context("register", "Votre réponse"),
         "input_message": message},
    )  # fmt: skip
