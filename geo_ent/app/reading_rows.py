"""The rows of a register by what became of them, for whoever looks at what each was taken for."""

from typing import TYPE_CHECKING, Any

from geo_ent.publish.register.answer_choices import AnswerChoices
from geo_ent.publish.register.shown_rows import shown_row
from geo_ent.tables.cells import cell_text
from geo_ent.telling.register.register_wording import report_rows

if TYPE_CHECKING:
    from geo_ent.pipeline.checkup import Checkup
    from geo_ent.telling.language import Language

MOST_ROWS = 1_000
"""Rows of a fate that are kept; of those that were spread all are, with all their schools."""

Fates = dict[str, list[dict[str, Any]]]


def fate_rows(checkup: "Checkup", tr: "Language") -> Fates:
    """Write down each row of a register, by its outcome.

    Parameters
    ----------
    checkup
        What was read.
    tr
        The page's language.

    Returns
    -------
    dict
        Outcome -> its rows in the register's order, each of what JSON holds: `place`, `cells` as
        they are written, `schools` that it reached, what was `understood`, the `reason`.
    """
    rows = report_rows(checkup.reading, tr)
    names = AnswerChoices(checkup.directory, tr)
    several = len(rows["file"].unique()) > 1
    fates: Fates = {}
    for record, cells in zip(rows.to_dict("records"), checkup.reading.written.cells, strict=True):
        kept = fates.setdefault(record["outcome"], [])
        if len(kept) >= MOST_ROWS and record["outcome"] != "spread":
            continue
        shown = shown_row(record, {}, tr, files=several)
        kept.append({
            "place": shown.place,
            "cells": [text for cell in cells if (text := cell_text(cell))],
            "schools": [names.label(uai) for uai in str(record["uai"]).split()],
            "understood": shown.understood,
            "reason": shown.reason,
        })  # fmt: skip
    return fates
