"""The rows of a sheet: what is in each column, how wide and high it must be, what is marked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.catalogue import CATALOGUE, FRAGILE_BELOW
from geo_ent.publish.workbook.workbook_cells import kind
from geo_ent.publish.workbook.workbook_lines import lines_of, longest_word, width_of
from geo_ent.publish.workbook.workbook_paper import narrowed
from geo_ent.telling.language import Language
from geo_ent.telling.workbook.workbook_words import value_words
from geo_ent.text.numbers import gap_agrees

if TYPE_CHECKING:
    import pandas as pd

_WIDTHS = {
    "count": 9,
    "share": 9,
    "points": 9,
    "about_points": 10,
    "km": 9,
    "figure": 9,
    "dealt_p": 9,
    "exact_p": 9,
    "day": 11,
    "yes_no": 8,
}
_STAND_ON = dict.fromkeys(("before_share", "after_share", "change_points"), "compared_n")
_LEAST, _MOST = 8, 46  # characters, of a column of texts
_HEADING_LINES = 4
_INDENT = 1.5  # digits, before a text that stands beside a number
_SENTENCE, _OF_SENTENCES = 120, 80  # a column of longer texts, and how wide it is


class Rows:
    """A table made ready to be written.

    Attributes
    ----------
    names, titles, kinds
        Of its columns: as programs name them, what stands over them, how they are written.
    contents
        Their values, a list a column, in Python's own types; None is missing.
    weak, about
        Column -> the rows where a rate is fragile, where a gap doesn't add up with its shares;
        only the columns that have one.
    widths
        In characters.
    """

    def __init__(self, table: "pd.DataFrame", headings: Mapping[str, str], tr: Language) -> None:
        # Python's own values, None for what is missing: a NaN can't be written to a sheet.
        missing: Any = None  # says pandas; its types know of no such value
        values = table.to_numpy(dtype=object, na_value=missing)
        self.names = [str(name) for name in table]
        self.titles = [headings.get(name, name) for name in self.names]
        self.kinds = [kind(name, table[name]) for name in self.names]
        self.contents = [column.tolist() for column in values.T]
        self._words = [value_words(name, tr) for name in self.names]
        columns = dict(zip(self.names, self.contents, strict=True))
        marks = {name: _fragile(columns, name) for name in self.names}
        self.weak = {name: marked for name, marked in marks.items() if any(marked)}
        abouts = {name: _about(columns, name) for name in self.names}
        self.about = {name: marked for name, marked in abouts.items() if any(marked)}
        # Of each text once: most columns say the same few.
        self._longest = [
            max(map(width_of, set(self._texts(number))), default=0) if what == "text" else 0
            for number, what in enumerate(self.kinds)
        ]
        self.widths = [self._width(number) for number in range(len(self.names))]

    @property
    def heading_lines(self) -> int:
        """How many lines the longest heading takes."""
        pairs = zip(self.titles, self.widths, strict=True)
        return max((lines_of(title, width, bold=True) for title, width in pairs), default=1)

    @property
    def lines(self) -> list[int]:
        """How many lines each row takes; [] where no column is wrapped."""
        wrapped = [number for number in range(len(self.names)) if self.wraps(number)]
        columns = [
            [lines_of(text, self.widths[number] - _INDENT) for text in self._texts(number)]
            for number in wrapped
        ]
        return [max(lines) for lines in zip(*columns, strict=True)]

    def wraps(self, number: int) -> bool:
        """Tell whether a column has texts that are longer than it is wide."""
        return (
            self.kinds[number] == "text" and self._longest[number] + _INDENT > self.widths[number]
        )

    def narrow(self, columns_n: int) -> None:
        """Make columns of texts narrower where the first ones don't fit on a page."""
        first = self.widths[:columns_n]
        texts = [number for number, what in enumerate(self.kinds[:columns_n]) if what == "text"]
        self.widths[:columns_n] = narrowed(first, texts)

    def _texts(self, number: int) -> list[str]:
        """Give the texts of a column, in words."""
        words = self._words[number]
        return [str(words.get(value, value) or "") for value in self.contents[number]]

    def _width(self, number: int) -> float:
        word = self._heading_width(number)
        if self.kinds[number] != "text":
            return max(_WIDTHS[self.kinds[number]], word)
        if self._longest[number] > _SENTENCE:
            return _OF_SENTENCES
        return min(max(self._longest[number] + 2, _LEAST, word), _MOST)

    def _heading_width(self, number: int) -> float:
        """Give the width from which a heading takes a few lines, and breaks none of its words."""
        title = self.titles[number]
        width = longest_word(title, bold=True) + 1
        while lines_of(title, width, bold=True) > _HEADING_LINES and width < _MOST:
            width += 1
        return width


def _about(columns: "Mapping[str, Sequence[Any]]", name: str) -> list[bool]:
    """Tell which gaps don't add up with the two shares in their row, as these are shown."""
    record = CATALOGUE.get(name)
    if name == "change_points":
        shares = ["after_share", "before_share"]
    elif record is None or record.unit != "points":
        return []
    else:
        shares = [count.replace("_schools_n", "_coverage_share") for count in record.concerned]
    if not all(share in columns for share in shares):
        return []
    rows = zip(*(columns[share] for share in shares), strict=True)
    return [None not in row and not gap_agrees(*row) for row in rows]


def _fragile(columns: "Mapping[str, Sequence[Any]]", name: str) -> list[bool]:
    """Tell which rates stand on so few schools that one more changes them by 25 points."""
    if not name.endswith(("_share", "_points")):
        return []
    # The catalogue says which schools a rate is about; one of a group is about that group's.
    record, own = CATALOGUE.get(name), name.replace("_coverage_share", "_schools_n")
    counts_n = record.concerned if record else (_STAND_ON.get(name, own),)
    concerned = [columns.get(count) for count in counts_n]
    if name in counts_n or not all(concerned):
        return []
    counts = zip(*concerned, strict=True)
    return [
        rate is not None and None not in schools_n and 1 <= min(schools_n) < FRAGILE_BELOW
        for rate, schools_n in zip(columns[name], counts, strict=True)
    ]
