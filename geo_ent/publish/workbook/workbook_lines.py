"""How many lines a text takes in a column, so that rows are as high as they must be.

Excel makes a row as high as its text when it opens a file, LibreOffice doesn't: its lines would
overlap. No font is asked, for the bytes must be the same on every machine: a letter is as wide as
the widest that it is in Carlito, which is as wide as Calibri, and in DejaVu.
"""

import re
from functools import lru_cache

LINE_HEIGHT = 15
"""Of a line of 11 points, in points."""

_BOLD = 1.05  # how much wider bold letters are
_PADDING = 0.5  # digits, of a cell, which its column's width doesn't count
_HIGHEST = 409  # points: no row may be higher
_WORD = re.compile(r"[^ \t]+")
_SPACE = 0.5
# In digits, which the width of a column counts in.
_LETTERS = {
    0.5: "ijlI .,’'|",
    0.7: "frtJ;:-()!\u00a0\u202f",
    0.85: "cszL/ç",
    1.0: "0123456789",
    1.3: "ADGHNUVÀÂÙÛ",
    1.45: "wOQ%&+=≈Ô",
    1.7: "mM",
    1.85: "WŒœ—…",
}
_ANOTHER = 1.05
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}


def lines_of(text: str, width: float, *, bold: bool = False) -> int:
    r"""Count the lines of a text that is wrapped at its spaces in a column.

    Parameters
    ----------
    text
        As it is written, with its line breaks.
    width
        The column's, in digits.
    bold
        Whether it is written in bold.

    Examples
    --------
    >>> lines_of("Part avec un ENT", 9), lines_of("Part avec un ENT", 20), lines_of("a\nb", 9)
    (2, 1, 2)
    """
    room = max((width - _PADDING) / (_BOLD if bold else 1), 1)
    return sum(_wrapped(line, room) for line in text.split("\n"))


def height_of(lines_n: int) -> float:
    """Give the height of a row of so many lines, in points.

    Examples
    --------
    >>> height_of(1), height_of(3), height_of(500)
    (15, 45, 409)
    """
    return min(max(lines_n, 1) * LINE_HEIGHT, _HIGHEST)


def longest_word(text: str, *, bold: bool = False) -> float:
    """Tell how wide the longest word of a text is, in digits."""
    widest = max(map(width_of, _WORD.findall(text)), default=0)
    return (widest + _PADDING) * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """Tell how wide a text is on one line, in digits.

    Examples
    --------
    >>> width_of("2023"), round(width_of("Mimi"), 1)
    (4.0, 4.4)
    """
    return sum(_WIDTHS.get(letter, _ANOTHER) for letter in text)


def _wrapped(line: str, room: float) -> int:
    """Count the lines of one line of a text."""
    lines_n, used = 1, 0.0
    for word in _WORD.findall(line):
        length = width_of(word)
        if used and used + _SPACE + length > room:
            lines_n, used = lines_n + 1, 0.0
        used += length + (_SPACE if used else 0)
        while used > room:  # a word longer than the column is broken
            lines_n, used = lines_n + 1, used - room
    return lines_n
