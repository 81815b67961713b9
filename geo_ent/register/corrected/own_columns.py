"""The corrected register's own columns and answers, known by their words in either language."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geo_ent.register.cell_grammar import read_cell
from geo_ent.tables.cells import cell_text
from geo_ent.tables.dates import dated
from geo_ent.tables.uai import clean_uai, looks_like_uai
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

MARK = "geo-ent register 1"
"""What the first cell of the hidden sheet says: the workbook is ours."""

HIDDEN = "geo-ent"
"""What the hidden sheet is called."""

COLUMNS = (
    *("answer", "doubt", "advice", "uai", "name", "status", "solution", "start", "end"),
    *("reading", "line", "row", "part", "read"),
)
"""The workbook's own columns, right of the register's; the last three are hidden."""

READ = ("uai", "status", "solution", "start", "end")
"""The columns of what was read that answer for the row where somebody corrects them."""

_WORDS = Path(__file__).with_name("own_words.toml")
_HEADER_DEPTH = 10  # rows that somebody may have put above the titles
_UAI = re.compile(r"(?<!\d)\d{7}[A-Z](?![A-Z0-9])", re.IGNORECASE)
_READ_TITLE = re.compile(
    r"(?P<title>[^()]+) \((?P<header>\d{1,7})\)(?: (?P<sheet>.+))?$", re.DOTALL
)
_PARTS = re.compile(r"\s*[;|\n]\s*")
_UNTIL = re.compile(r"^(?:jusqu au|jusqu en|until|fin)\s+")


@cache
def own_titles() -> Mapping[str, str]:
    """Give each title of the workbook's own columns, as `plain` writes it -> the column."""
    titles = own_toml(_WORDS)["titles"]
    return {plain(title): column for column, words in titles.items() for title in words}


@dataclass(frozen=True)
class OwnColumns:
    """Where a corrected sheet has its own columns.

    Attributes
    ----------
    top
        The index of their titles' row.
    places
        Column -> its index.
    header, sheet
        The line of the register's own titles, 0 where they aren't one row, and its sheet's name.
    """

    top: int
    places: Mapping[str, int]
    header: int = 0
    sheet: str = ""


def read_title(title: str, header: int, sheet: str) -> str:
    """Write the title of the last column, which says where the sheet comes from.

    It stands in the sheet, so that one that is saved as a CSV or copied elsewhere is known again.

    Examples
    --------
    >>> read_title("Original reading", 3, "ENT")
    'Original reading (3) ENT'
    """
    return f"{title} ({header}) {sheet}".strip()


def own_columns(rows: Sequence[Sequence[object]]) -> OwnColumns | None:
    """Find the workbook's own columns; None where the sheet has none, and wasn't corrected."""
    for index, row in enumerate(rows[:_HEADER_DEPTH]):
        places: dict[str, int] = {}
        origin = None
        # From the left, so that of two columns of a title the last one counts: the register may
        # have had a "Votre réponse" of its own, and ours are right of it.
        for place, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            source = _READ_TITLE.match(cell)
            column = own_titles().get(plain(source["title"] if source else cell))
            if column:
                places[column] = place
                origin = source if column == "read" else origin
        if {"answer", "line", "row"} <= places.keys():
            if origin is None:
                return OwnColumns(index, places)
            return OwnColumns(index, places, int(origin["header"]), origin["sheet"] or "")
    return None


def answer_fields(cell: object) -> dict[str, Any]:
    """Read an answer as people write it in a cell, as fields of `Answer`.

    A school, a situation, a product and a date can stand together, with semicolons between; what
    isn't understood is `unread`.

    Examples
    --------
    >>> fields = answer_fields("0350122T – École Jules Ferry, Bruz ; classe")
    >>> fields["uais"], fields["status"], answer_fields("ignorer")["ignore"]
    (('0350122T',), 'class', True)
    >>> answer_fields("peut-être bien")["unread"]
    'peut-être bien'
    """
    text = cell_text(cell)
    fields: dict[str, Any] = {"text": text}
    # A tick, a number or a day is no text to be parted.
    parts = [part for part in _PARTS.split(cell) if part] if isinstance(cell, str) else [cell]
    for part in parts:
        fields |= _part_fields(part)
    return fields


def _part_fields(part: object) -> dict[str, Any]:
    """Read one thing that an answer says; the order is from what can't be anything else."""
    text = cell_text(part)
    words = own_toml(_WORDS)["answers"]
    # What stands beside a UAI is the school's name, for people.
    codes = _UAI.findall(text) or ([clean_uai(text)] if looks_like_uai(text) else [])
    if codes:
        return {"uais": tuple(dict.fromkeys(code.upper() for code in codes))}
    for flag in ("ignore", "keep"):
        if plain(text) in words[flag]:
            return {flag: True}
    fields = _cell_fields(part, text)
    # A date alone last: "prévu 2024" is more than one.
    return (date_fields(part) or fields) if "unread" in fields else fields


def date_fields(part: object, *, end: bool = False) -> dict[str, Any]:
    """Read a date, a last day where it is said to be one; nothing of what isn't a date.

    Examples
    --------
    >>> date_fields("jusqu'au 31/08/2023")
    {'end': datetime.date(2023, 8, 31)}
    """
    bare = plain(cell_text(part))
    end = end or bool(_UNTIL.match(bare))
    try:
        date, precision = dated(_UNTIL.sub("", bare) if end else part, end=end)
    except (ValueError, OverflowError):
        return {}
    if date is None:
        return {}
    return {"end": date} if end else {"start": date, "start_precision": precision}


def _cell_fields(part: object, text: str) -> dict[str, Any]:
    """Read a situation, with the product and the dates that are said with it."""
    says = read_cell(part)
    # An answer settles its row: it is taken whole, or not at all.
    if says.doubt is not None or says.unread or says.status is None:
        return {"unread": text}
    beside = {"solution": says.solution, "start": says.start, "end": says.end,
            "start_precision": says.start_precision}  # fmt: skip
    fields = {name: content for name, content in beside.items() if content}
    return fields if says.only_named else {"status": says.status, **fields}


def number_of(cell: object) -> int | None:
    """Give the number that a cell holds, as a spreadsheet or a hand writes it; None for none."""
    if isinstance(cell, (bool, dt.date)):
        return None
    text = cell_text(cell)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None  # noqa: PLR2004 a sheet has 1,048,576 rows
