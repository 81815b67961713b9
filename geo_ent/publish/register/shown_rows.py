"""A register's rows as the report shows them: texts alone, which its template escapes."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo_ent.telling.language import Language
from geo_ent.telling.page.page_words import STATUS_WORDS
from geo_ent.telling.register.register_wording import as_sentence, place

# The school's own cells come first, by themselves; these follow, each under its column's name.
_CELLS = ("status", "solution", "start", "end", "programme", "phase", "network")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the report.

    Attributes
    ----------
    place
        Its file, sheet and line.
    named, uai_written, cells
        What is written: the school and its commune, its UAI, then (column, text) of the others.
    name, uai, reached
        The school that it was tied to; for a territory, (name, UAI) of each school reached.
    understood
        The status, the solution and the dates that were read.
    reason, advice
        Why it ended as it did, and what to do about it.
    """

    place: str
    named: list[str]
    uai_written: str
    cells: list[tuple[str, str]]
    name: str
    uai: str
    reached: list[tuple[str, str]]
    understood: str
    reason: str
    advice: str


def shown_row(
    row: Mapping[Any, Any], names: Mapping[str, str], tr: Language, *, files: bool
) -> ShownRow:
    """Make a row of the report.

    Parameters
    ----------
    row
        Of `report_rows`.
    names
        UAI → the school's name and commune.
    files
        Whether there are several, so that the place says which.
    """
    # As they were written: what was understood stands beside, and the reader compares.
    texts = {key: text_of(row[key]) for key in row if str(key).endswith("_written")}
    return ShownRow(
        place=place(row, tr, files=files),
        named=[*filter(None, (texts["name_written"], texts["commune_written"]))],
        uai_written=texts["uai_written"],
        cells=[(column, text) for column in _CELLS if (text := texts[f"{column}_written"])],
        name=text_of(row["name"]),
        uai=text_of(row["uai"]),
        reached=[(names.get(uai, ""), uai) for uai in str(row["uai"]).split()],
        understood=_understood(row, tr),
        reason=as_sentence(row["reason"]),
        advice=text_of(row["suggestion"]),
    )


def text_of(cell: object) -> str:
    """Write a cell as text; "" for what is missing."""
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 NaN isn't itself


def day_text(cell: object, pattern: str) -> str:
    """Write a date; "" for what isn't one."""
    if isinstance(cell, dt.date) and cell == cell:  # noqa: PLR0124 NaT isn't itself
        return cell.strftime(pattern)
    return ""


def _understood(row: Mapping[Any, Any], tr: Language) -> str:
    # One line beside what was written: the reader looks whether it says the same.
    start, end = (_day_words(row[column]) for column in ("start", "end"))
    parts = (
        tr(STATUS_WORDS[row["status"]]) if row["status"] in STATUS_WORDS else "",
        text_of(row["solution"]),
        tr("depuis le {day}", day=start) if start else "",
        tr("jusqu’au {day}", day=end) if end else "",
    )
    return ", ".join(filter(None, parts))


def _day_words(cell: object) -> str:
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", text_of(cell))
    return day_text(cell, "%d/%m/%Y") or ("/".join(reversed(iso.groups())) if iso else "")
