"""`check --json`: what became of a register's rows."""

from typing import TYPE_CHECKING

from geo_ent.pipeline.documents.typed_table import Document, heading, typed_rows
from geo_ent.register.register_findings import DOUBTS
from geo_ent.telling.register.register_wording import OUTCOME_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from geo_ent.pipeline.checkup import Checkup


def check_document(checkup: "Checkup", *, report: "Path | None", fixed: "Path | None") -> Document:
    """Give what `check` tells of some registers.

    Parameters
    ----------
    checkup
        What was read.
    report, fixed
        The report's page and the corrected register, where they were written.
    """
    rows = checkup.rows
    doubtful = rows[rows["doubt"] != ""]
    # The gravest first, as the terminal has them; those of a kind as they stand in the register.
    gravest = doubtful["doubt"].map(DOUBTS.index).sort_values(kind="stable").index
    doubts = typed_rows(doubtful.loc[gravest].astype(object).fillna(""), "register-report")
    return heading("check") | {
        "files": [str(path) for path in checkup.paths],
        "departements": list(checkup.departements),
        "headline": checkup.headline,
        "taken": checkup.taken,
        "questions": checkup.questions,
        "rows_n": len(rows),
        "schools_n": len(checkup.schools),
        "known_n": checkup.known_n,
        "outcomes": [
            {"outcome": name, "title": checkup.tr(OUTCOME_WORDS[name].name), "rows_n": count}
            for name, count in checkup.outcome_counts
        ],
        "unknown_solutions": [
            {"solution": name, "rows_n": count} for name, count in checkup.unknown_solutions.items()
        ],
        "doubts_n": len(doubtful),
        "doubts": [doubt | {"row": int(doubt["row"])} for doubt in doubts],
        "project_toml": checkup.columns,
        "refusal": checkup.refusal or None,
        "report": str(report) if report else None,
        "fixed": str(fixed) if fixed else None,
    }
