"""Doubtful rows as blocks of the project file, with the answers to choose from."""

from typing import TYPE_CHECKING

from geo_ent.publish.register.answer_choices import AnswerChoices
from geo_ent.publish.register.columns_toml import quoted_title
from geo_ent.register.answers import row_as_written
from geo_ent.register.corrected.own_columns import answer_fields
from geo_ent.register.register_findings import DOUBTS
from geo_ent.telling.language import Language
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.register.read_register import Reading

MOST_BLOCKS = 3
"""Rows that are shown so: the corrected register asks about all of them, with drop-downs."""

_MOST_SCHOOLS = 5  # that a row may be of


def answers_toml(
    reading: "Reading", rows: "pd.DataFrame", schools: "pd.DataFrame", tr: Language
) -> str:
    """Write the first doubtful rows as tables `[[register.answers]]`, to be pasted and filled in.

    Each answer is a comment: pasted as it is, a block changes nothing, and one line without its
    sign answers.

    Parameters
    ----------
    reading
        What `read_registers` gives.
    rows
        Its `report_rows`.
    schools
        The directory, indexed by `uai`: `name`, `commune_name`.
    tr
        The language of the comments.

    Returns
    -------
    str
        TOML; "" without a doubtful row.
    """
    choices = AnswerChoices(schools, tr)
    doubtful = [
        (record | {"reason": reason, "notes": notes}, cells)
        for record, reason, notes, cells in zip(
            rows.to_dict("records"),
            reading.rows["reason"],
            reading.rows["notes"],
            reading.written.cells,
            strict=True,
        )
        if record["doubt"] and row_as_written(cells)
    ]
    doubtful.sort(key=lambda pair: DOUBTS.index(pair[0]["doubt"]))
    blocks = [
        "\n[[register.answers]]\n"
        f"row = {quoted_title(row_as_written(cells))}\n" + "".join(_answers(row, choices))
        for row, cells in doubtful[:MOST_BLOCKS]
    ]
    head = tr("pour répondre d’une ligne : ôtez le # de la bonne réponse") if blocks else ""
    return (f"\n# {head}" if head else "") + "".join(blocks)


def _answers(row: "dict[object, object]", choices: AnswerChoices) -> list[str]:
    """Write the answers to a row as comments of TOML."""
    labels = choices.candidates(row)[:_MOST_SCHOOLS]
    lines = [
        f'# uai = "{answer_fields(label)["uais"][0]}"  # {one_line(label.partition(" – ")[2])}\n'
        for label in labels
    ]
    if row["uai"] or choices.is_unread(row):
        words = [f'"{word}"' for word in choices.statuses]
        lines.append(f"# status = {words[0]}  # {', '.join(words[1:])}\n")
    keep = ["# keep = true\n"] if row["uai"] and not choices.is_unread(row) else []
    return [*lines, *keep, "# ignore = true\n"]
