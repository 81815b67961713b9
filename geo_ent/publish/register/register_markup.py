"""The markup of the register's rows: what was written, what was understood, all escaped."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from geo_ent.telling.page_words import STATUS_WORDS
from geo_ent.telling.register_wording import COLUMN_WORDS
from geo_ent.text.safe import printable

__all__ = [
    "Row",
    "day_text",
    "quoted",
    "safe",
    "school_and_status",
    "spaced",
    "table",
    "table_row",
    "text_of",
    "understood",
    "written",
]

Row = Mapping[Any, Any]

_WRITTEN = ("status", "solution", "start", "end", "programme", "phase", "network")
_CLASSES = {"Écrit": "written", "Que faire": "advice"}


def text_of(cell: object) -> str:
    """Write a cell as text; "" for what is missing."""
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 NaN isn't itself


def day_text(cell: object, pattern: str) -> str:
    """Write a date; "" for what isn't one."""
    if isinstance(cell, dt.date) and cell == cell:  # noqa: PLR0124 NaT isn't itself
        return cell.strftime(pattern)
    return ""


def safe(text: object) -> str:
    """Write a text of unknown origin as HTML text."""
    return escape(printable(text_of(text)))


def quoted(text: object) -> str:
    """Quote a text of unknown origin: its direction stays its own."""
    return f"<bdi>{safe(str(text).strip())}</bdi>"


def spaced(text: str) -> str:
    """Keep French punctuation with its word."""
    return escape(re.sub(r" ([:;!?»])", "\u00a0\\1", text), quote=False)


def table(titles: Iterable[str], rows: Iterable[str], name: str) -> str:
    """Make a table of rows that are already markup; its first column says where they stand."""
    head = "".join(f'<th scope="col">{title}</th>' for title in ("Où", *titles))
    return (
        f'<table class="rows" aria-label="{escape(name)}">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>"
    )


def table_row(where: str, cells: Mapping[str, str]) -> str:
    """Make a row: where it stands, then its cells by their title."""
    told = "".join(
        f'<td class="{_CLASSES.get(title, "")}" data-label="{title}">{cell}</td>'
        for title, cell in cells.items()
    )
    return f'<tr><th scope="row">{quoted(where)}</th>{told}</tr>\n'


def written(row: Row) -> str:
    """Quote what a row says: its school, then its other cells by their column."""
    named = [row[f"{column}_written"] for column in ("name", "commune")]
    parts = [quoted(word) for word in named if word]
    if row["uai_written"]:
        parts.append(f'<span class="key">UAI</span> {quoted(row["uai_written"])}')
    school = ", ".join(parts)
    cells = "".join(
        f'<span><span class="key">{COLUMN_WORDS[column]}\u00a0:</span> '
        f"{quoted(row[f'{column}_written'])}</span>"
        for column in _WRITTEN
        if row[f"{column}_written"]
    )
    what = f'<span class="what">{school}</span>' if school else ""
    return what + (f' <span class="cells">{cells}</span>' if cells else "")


def understood(row: Row) -> str:
    """Say what was understood: the status, the solution and the dates."""
    start, end = (_day_words(row[column]) for column in ("start", "end"))
    dates = [f"depuis le {start}"] if start else []
    dates += [f"jusqu’au {end}"] if end else []
    status = STATUS_WORDS.get(row["status"], "")
    told = [status, str(row["solution"] or ""), *dates]
    return safe(", ".join(word for word in told if word))


def _day_words(cell: object) -> str:
    found = day_text(cell, "%d/%m/%Y")
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", text_of(cell))
    return found or ("/".join(reversed(iso.groups())) if iso else "")


def school_and_status(row: Row) -> str:
    """Name the school that a row was tied to, with its UAI, and what was understood of it."""
    name = quoted(row["name"]) if row["name"] else ""
    uai = f'<span class="key">{safe(row["uai"])}</span>' if row["uai"] else ""
    school = " ".join(part for part in (name, uai) if part)
    status = understood(row) if row["uai"] else ""
    return school + (f' <span class="read">{status}</span>' if status else "")
