"""How many lines a text takes in a column, so that rows are as high as they must be.

Excel makes a row as high as its text when it opens a file, LibreOffice doesn't: its lines would
overlap. No font is asked, for the bytes must be the same on every machine: a letter is taken for a
little less wide than a digit, which the width of a column counts in.
"""

import re

LINE_HEIGHT = 15
"""Of a line of 11 points, in points."""

_LETTER = 0.86  # of a digit: 0.78 on average of French in Carlito and DejaVu, and some margin
_BOLD = 1.05  # how much wider bold letters are
_HIGHEST = 409  # points: no row may be higher
_WORD = re.compile(r"[^ \t]+")


def lines_of(text: str, width: float, *, bold: bool = False) -> int:
    r"""Count the lines of a text that is wrapped at its spaces in a column.

    Parameters
    ----------
    text
        As it is written, with its line breaks.
    width
        The column's, in characters.
    bold
        Whether it is written in bold.

    Examples
    --------
    >>> lines_of("Part avec un ENT", 9), lines_of("Part avec un ENT", 20), lines_of("a\nb", 9)
    (2, 1, 2)
    """
    room = max(int(width / _LETTER / (_BOLD if bold else 1)), 1)
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
    """Tell how wide the longest word of a text is, in characters."""
    return max(map(len, _WORD.findall(text)), default=0) * (_BOLD if bold else 1)


def _wrapped(line: str, room: int) -> int:
    """Count the lines of one line of a text."""
    lines_n, used = 1, 0
    for word in _WORD.findall(line):
        length = len(word)
        if used and used + 1 + length > room:
            lines_n, used = lines_n + 1, 0
        used += length + bool(used)
        if used > room:  # a word longer than the column is broken
            lines_n += (used - 1) // room
            used = (used - 1) % room + 1
    return lines_n
