"""The markup of the equity sheet: text made safe, tables, lists of notes."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo_ent.publish.register.register_markup import safe
from geo_ent.text.numbers import number

__all__ = ["Column", "figure", "kilometres", "notes_list", "points_or_number", "prose", "table"]

_BEFORE = re.compile(r" ([:;!?»%])")
_AFTER = re.compile(r"« ")
_DASH = "–"


class Column(NamedTuple):
    """A column of a table: its title, and whether it holds numbers or long sentences."""

    title: str
    kind: str = ""


def prose(text: object) -> str:
    """Write a French text as HTML: escaped, its punctuation kept with its words.

    Examples
    --------
    >>> prose("L'<b> : oui").replace(chr(0xA0), "_")
    'L’&lt;b&gt;_: oui'
    """
    kept = _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0\\1", str(text))).replace("'", "’")
    return safe(kept)


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, under: bool = False
) -> str:
    """Make a table that scrolls by itself where it is wider than the page.

    Parameters
    ----------
    caption
        Plain text.
    rows
        Cells that are already markup, as many as there are columns; the first is the row's title.
    under
        Whether the caption is the heading just above: it isn't shown twice.
    """
    head = "".join(
        f'<th scope="col"{_class(column.kind)}>{prose(column.title)}</th>' for column in columns
    )
    body = "".join(_row(row, columns) for row in rows)
    titled = f"<caption{_class('unseen' if under else '')}>{prose(caption)}</caption>"
    return (
        f'<div class="scroller" role="region" aria-label="{prose(caption)}" tabindex="0">\n<table>'
        f"\n{titled}\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def _row(cells: Sequence[str], columns: Sequence[Column]) -> str:
    first, *others = zip(cells, columns, strict=True)
    told = "".join(f"<td{_class(column.kind)}>{cell}</td>" for cell, column in others)
    return f'<tr><th scope="row">{first[0]}</th>{told}</tr>\n'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def notes_list(notes: Iterable[str]) -> str:
    """List notes; nothing where there is none."""
    items = "".join(f"<li>{prose(note)}</li>\n" for note in notes)
    return f'<ul class="note">\n{items}</ul>\n' if items else ""


def figure(value: float, *, decimals: int = 0) -> str:
    """Write a number; a dash for what is missing."""
    if value != value:  # noqa: PLR0124 NaN isn't itself
        return _DASH
    return number(value, decimals=decimals).replace("-", "\u2212")


def kilometres(value: float) -> str:
    """Write a distance in km, to 100 m; a dash for what is missing."""
    return figure(value, decimals=1)


def points_or_number(value: float) -> str:
    """Write a measure with three significant figures; ∞ where it has no end.

    Examples
    --------
    >>> points_or_number(0.19239), points_or_number(float("inf"))
    ('0,192', '∞')
    """
    if value != value:  # noqa: PLR0124 NaN isn't itself
        return _DASH
    if value in {float("inf"), float("-inf")}:
        return "∞" if value > 0 else "\u2212∞"
    size = abs(value)
    decimals = 3 if size < 1 else 2 if size < 10 else 1  # noqa: PLR2004 significant figures
    told = number(value, decimals=decimals)
    zero = number(0, decimals=decimals)
    return zero if told == f"-{zero}" else told.replace("-", "\u2212")
