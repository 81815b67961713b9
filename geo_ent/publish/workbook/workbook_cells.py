"""Cells of a workbook: numbers in their format, days, yes and no, and texts that stay texts."""

import datetime as dt
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import xlsxwriter
from pandas.api import types
from xlsxwriter.exceptions import FileCreateError

from geo_ent.telling.language import Language, mark
from geo_ent.telling.workbook.workbook_words import VALUES, value_words
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd

Kind: TypeAlias = Literal[
    "count",
    "share",
    "points",
    "about_points",
    "km",
    "figure",
    "dealt_p",
    "exact_p",
    "day",
    "yes_no",
    "text",
]
Cell: TypeAlias = "tuple[Callable[..., object], object, object] | None"
"""How to write it, what, in which format; None where there is nothing."""

_FORMATS = {
    "count": "#,##0",
    "share": mark('0.0"\u00a0"%'),
    "points": '+0.0;"\u2212"0.0;0.0',
    "about_points": '"≈\u00a0+"0.0;"≈\u00a0\u2212"0.0;"≈\u00a0"0.0',
    "km": "#,##0.0",
    "figure": "#,##0.0##",
    # by Monte-Carlo: at the floor of 999 deals it is only bounded
    "dealt_p": mark('[<=0.001]"≤\u00a00,001";0.000'),
    "exact_p": mark('[<0.001]"<\u00a00,001";0.000'),
    "day": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm:ss",
    "clock": "hh:mm:ss",
    "duration": "[h]:mm:ss",
    "text": "@",
}
"""How Excel writes each kind; a French one puts the comma, and 0.469 is 46,9 %.

A share keeps its value between 0 and 1, as in the CSV; the sign before the number of points says
which way the gap goes.
"""

_EPOCH = dt.date(1980, 1, 1)  # as the dates of a zip's members
_LONGEST = 16_383  # characters: half of what a cell holds, since Excel counts some of them twice
_LONGEST_NAME = 31
_INFINITE = (float("inf"), float("-inf"))
# What a spreadsheet takes for a formula, or for the mark of a text, when somebody edits the cell;
# the last four are the full-width signs, which Excel reads as the plain ones.
_QUOTED = frozenset("=+-@'\t\r\n\uff1d\uff0b\uff0d\uff20")
# Excel refuses these in a name, and keeps "History" for itself (in the language of its menus).
_NOT_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_RESERVED = frozenset({"history", "historique"})
_SUFFIXES: tuple[tuple[str, Kind], ...] = (
    ("_n", "count"),
    ("_share", "share"),
    ("_share_max", "share"),
    ("_points", "points"),
    ("_km", "km"),
    ("_km2", "km"),
    ("_absence_p", "exact_p"),
    ("_p", "dealt_p"),
)

# The page's colours, so that the map and the workbook are seen to be of one hand.
_LOOKS: dict[str, dict[str, object]] = {
    "": {"valign": "top"},
    "heading": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E3E3FD",
                "border": 1, "border_color": "#CECECE"},
    "total": {"bold": True, "top": 1, "bg_color": "#F6F6F6"},
    "fragile": {"valign": "top", "italic": True, "font_color": "#666666"},
    "fragile_total": {"bold": True, "top": 1, "bg_color": "#F6F6F6", "italic": True,
                      "font_color": "#666666"},
    "title": {"bold": True, "font_size": 16},
    "of": {"bold": True, "valign": "bottom"},
    "section": {"bold": True, "font_size": 12, "font_color": "#000091"},
    "strong": {"bold": True, "text_wrap": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "_beside": {"valign": "top", "align": "left", "indent": 1},
    "wrapped_beside": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "ruled": {"bottom": 1, "bottom_color": "#CECECE"},
    "doubtful": {"text_wrap": True, "valign": "top", "bg_color": "#FEF7DA"},
    "asked": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#FCC63A",
              "border": 1, "border_color": "#CECECE"},
    "answer": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B34000"},
    "below": {"italic": True, "font_color": "#3A3A3A", "text_wrap": True, "valign": "top"},
    "banner": {"bold": True, "font_color": "#CE0500", "bg_color": "#FFE9E9", "text_wrap": True,
               "valign": "top"},
    "link": {"font_color": "#000091", "underline": 1, "valign": "top"},
}  # fmt: skip


def kind(name: str, column: "pd.Series[Any]") -> Kind:
    """Tell how a column is written, by its name's suffix (its unit) and its dtype.

    Examples
    --------
    >>> import pandas as pd
    >>> kind("coverage_share", pd.Series([0.5])), kind("interval_low", pd.Series([0.5]))
    ('share', 'share')
    >>> kind("rural", pd.Series([True, None], dtype="boolean")), kind("name", pd.Series(["A"]))
    ('yes_no', 'text')
    """
    if name in VALUES:
        return "text"
    if types.is_bool_dtype(column.dtype):
        return "yes_no"
    if types.is_datetime64_any_dtype(column.dtype):
        return "day"
    if not types.is_numeric_dtype(column.dtype):
        return "text"
    if name.startswith("interval_"):
        return "share"
    other: Kind = "count" if types.is_integer_dtype(column.dtype) else "figure"  # a rank is whole
    by_name = next((unit for suffix, unit in _SUFFIXES if f"_{name}".endswith(suffix)), other)
    # An expected number of schools (`expected_n`) is no whole number, though it counts them.
    broken = by_name == "count" and column.dtype == float and (column.dropna() % 1).any()
    return "figure" if broken else by_name


def plain_text(value: object) -> str:
    r"""Make a text of any value: no control character, not too long for a cell.

    A text that the library would take for a piece of the file's own XML gets a space.

    Examples
    --------
    >>> plain_text("=1+1"), plain_text("a\x00b"), plain_text("<r><t>x</t></r>")
    ('=1+1', 'a\ufffdb', '<r><t>x</t></r> ')
    """
    text = printable(str(value))[:_LONGEST]
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def sheet_name(title: str, taken: "Sequence[str]") -> str:
    """Make a name that Excel takes for a sheet, unlike those taken.

    Examples
    --------
    >>> sheet_name("Écoles/équipées : où ?", []), sheet_name("écoles", ["Écoles"])
    ('Écoles-équipées - où -', 'écoles 2')
    """
    base = printable(title).translate(_NOT_IN_NAME)[:_LONGEST_NAME].strip(" '") or "–"
    names = {other.casefold() for other in taken} | _RESERVED
    number, name = 1, base
    while name.casefold() in names:  # Excel doesn't tell capitals from small letters here
        number += 1
        name = f"{base[: _LONGEST_NAME - len(f' {number}')]} {number}"
    return name


@contextmanager
def new_book(
    path: Path, tr: Language, *, title: str = "", day: dt.date = _EPOCH
) -> "Iterator[Book]":
    """Open a workbook to write in; it is on the disk once the block ends.

    Parameters
    ----------
    path
        An `.xlsx`.
    tr
        The workbook's language.
    title, day
        What its properties say; the day stands for the clock, which would change the bytes.

    Raises
    ------
    OSError
        If it can't be written.
    """
    # Row by row: a country's workbook doesn't have to hold in memory.
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    created = dt.datetime.combine(day, dt.time())
    book.set_properties({"title": printable(title), "created": created})
    yield Book(book, tr)
    try:
        book.close()
    except FileCreateError as fault:
        raise OSError(*fault.args[0].args) from None  # the disk's own, within


class Book:
    """A workbook being written: its formats are made once each, its rows go straight to the disk.

    Parameters
    ----------
    book
        An `xlsxwriter.Workbook`.
    tr
        Its language.
    """

    def __init__(self, book: Any, tr: Language) -> None:  # noqa: ANN401 xlsxwriter has no types
        self._book, self.tr = book, tr
        self.sheet = book.add_worksheet
        # Each call makes a format of the file; Excel refuses a book with 64,000 of them.
        self.style = cache(self._style)

    def text(self, sheet: Any, value: object, look: str = "") -> Cell:  # noqa: ANN401
        """Make a cell of text, which no edit turns into a formula."""
        text = plain_text(value)
        return (sheet.write_string, text, self.text_style(text, look)) if text else None

    def text_style(self, text: str, look: str) -> object:
        """Give a text's format: the mark that it is one, where a spreadsheet might doubt it."""
        return self.style("text", look, quoted=text[:1] in _QUOTED)

    def column(
        self,
        sheet: Any,  # noqa: ANN401
        name: str,
        what: Kind,
        values: "Sequence[Any]",
        look: str = "",
    ) -> "Iterator[Cell]":
        """Make the cells of a column, top down; None is missing."""
        if what in {"text", "yes_no"}:
            yes_no: Mapping[Any, str] = {True: self.tr("oui"), False: self.tr("non")}
            words = yes_no if what == "yes_no" else value_words(name, self.tr)
            # most columns say the same few texts; 1 and True are two of them
            made = lru_cache(maxsize=None, typed=True)(
                lambda value: self.text(sheet, words.get(value, value), look)
            )
            return (None if value is None else made(value) for value in values)
        style, infinite = self.style(what, look), self.text(sheet, "∞", look)
        # xlsx has no infinite number: a sign says that there is no school to reach.
        write = sheet.write_datetime if what == "day" else sheet.write_number
        return (
            None if value is None else infinite if value in _INFINITE else (write, value, style)
            for value in values
        )

    def _style(self, what: Kind, look: str, *, quoted: bool = False) -> Any:  # noqa: ANN401
        pattern = self.tr(_FORMATS[what]) if what in _FORMATS else "General"
        if look.startswith("fragile"):
            pattern += '"*"'  # in the format: the cell stays a number that can be summed
        # Only a text that looks like a formula needs the mark of a text; what is typed over any
        # other is read as usual.
        plain = what == "text" and not quoted
        shown = {} if plain else {"num_format": pattern, "quote_prefix": quoted}
        return self._book.add_format({**_LOOKS[look], **shown})
