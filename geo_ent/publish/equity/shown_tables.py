"""A table of the equity sheet, as it is shown: texts, without markup."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo_ent.telling.language import Language

DASH = "–"


class Column(NamedTuple):
    """A column of a table: its title, and whether it holds numbers (n) or long sentences (long)."""

    title: str
    kind: str = ""


class SheetTable(NamedTuple):
    """A table as it is shown: the first cell of a row is the row's title.

    `under` says that the caption is the heading just above, which isn't shown twice.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    under: bool = False


def figure(number: float, tr: "Language", *, decimals: int = 0) -> str:
    """Write a number; a dash for what is missing."""
    if number != number:  # noqa: PLR0124 NaN isn't itself
        return DASH
    return tr.number(number, decimals=decimals).replace("-", "\u2212")
