"""Cells of a text: what separates them, quotes that nobody closed, what exports dress cells in."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from geo_ent.tables.formats.filled_down import cut_runs
from geo_ent.tables.formats.raw_sheet import RawSheet

_SEPARATORS = ";\t,|"
_SAMPLE_LINES, _SAMPLE_LETTERS = 2_000, 1 << 19
_LONGEST_CELL_LINES = 30  # of a cell with line breaks, beyond which a quote was left open
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\s*$', re.IGNORECASE)
# ="0350001L", so that Excel keeps the zero; '0350001L, or '-, so that it computes nothing.
_DRESSED = re.compile(r'=\s*"(?P<text>.*)"\s*|\'(?P<bare>[\w=+@-].*)', re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LEAST_SPLIT = 3  # columns that a column of packed rows gives at least
_PACKED = 0.8  # share of a sheet's rows that are packed alike when its rows are
_RAGGED = 0.3  # what separators that give any number of cells are worth, of those that give one
_STRAY_QUOTES = 0.3  # likewise of those that cut quoted cells
_OF_A_SENTENCE = 0.5  # likewise of those that are mostly punctuation


def read_delimited(text: str) -> RawSheet:
    r"""Read the table of a text, whatever separates its cells.

    Raises
    ------
    csv.Error
        If its quotes make no sense.

    Examples
    --------
    >>> read_delimited('sep=;\nUAI;ENT\n="0359001U";oui\n').rows
    [[], ['UAI', 'ENT'], ['0359001U', 'oui']]
    """
    text = text.replace("\0", "")
    first, _, rest = text.partition("\n")
    separator_line = _SEPARATOR_LINE.match(first)
    # The line that tells the separator is no row; it keeps its place, for rows are numbered.
    between, text = (separator_line[1], rest) if separator_line else (separator(text), text)
    above: list[list[object]] = [[]] if separator_line else []
    cells = ([_undressed(cell) for cell in row] for row in _records(text, between))
    rows, notes = cut_runs([*above, *unpacked(list(cells))])
    return RawSheet("", rows, notes=notes)


def separator(text: str) -> str:
    r"""Say what separates the cells of a text, by its rows that have as many cells as others.

    Notes above the titles, in prose, have commas of their own, and so have addresses.

    Examples
    --------
    >>> separator("Liste, à jour, des écoles\nUAI;ENT\nA;1,5\nB;2,5\n")
    ';'
    """
    lines = text[:_SAMPLE_LETTERS].splitlines(keepends=True)[:_SAMPLE_LINES]
    # Where nothing separates anything, the first: one column.
    return max(_SEPARATORS, key=lambda between: _likelihood(lines, between))


def _likelihood(lines: Sequence[str], between: str) -> float:
    """Say how likely some lines are to be rows so separated."""
    if not any(between in line for line in lines):
        return 0
    try:
        rows = [row for row in csv.reader(lines, delimiter=between) if any(row)]
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0
    several_n = widths.total()
    mean = sum((width - 1) * count for width, count in widths.items()) / several_n
    alike = max(widths.values()) / several_n
    stray = sum(any(cell.count('"') % 2 for cell in row) for row in rows)
    worth = _STRAY_QUOTES if stray * 2 > len(rows) else 1.0
    # A comma of prose or of an address is followed by a space, one of a number by a figure.
    text = "".join(lines)
    mark = re.escape(between)
    if 2 * len(re.findall(rf"{mark} |\d{mark}\d", text)) > text.count(between):
        worth *= _OF_A_SENTENCE
    return worth * (_RAGGED + alike) * several_n / len(rows) * math.log(1 + mean)


def _records(text: str, between: str) -> list[list[str]]:
    """Read the rows, or, where an open quote swallows some, line by line."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    except csv.Error:
        rows = []
    if rows and len({len(row) for row in rows if any(row)}) <= 1:
        return rows
    lines = _LINE.findall(text)
    widths = Counter(line.count(between) + 1 for line in lines if between in line)
    width = widths.most_common(1)[0][0] if widths else 1
    cells = (cell for row in rows for cell in row if "\n" in cell)
    if rows and not any(_swallows(cell, between, width) for cell in cells):
        return rows
    return list(_line_by_line(lines, between, width))


def _swallows(cell: str, between: str, width: int) -> bool:
    """Tell a cell that holds whole rows from one with line breaks."""
    lines = cell.splitlines()
    # The first of its lines and the last are parts of rows.
    whole_n = sum(line.count(between) >= width - 1 for line in lines[1:-1])
    return len(lines) > _LONGEST_CELL_LINES or whole_n > 0 or _ends_a_row(lines, between, width)


def _ends_a_row(lines: list[str], between: str, width: int) -> bool:
    """Tell two rows joined by an open quote: the second has all its cells, the last one open."""
    return width > 2 and len(lines) == 2 and lines[1].count(between) >= width - 2  # noqa: PLR2004 so told


def _line_by_line(lines: Sequence[str], between: str, width: int) -> Iterator[list[str]]:
    """Read rows of about so many cells, a quote that isn't closed taken for a letter."""
    index = 0
    while index < len(lines):
        end = index + 1
        quotes_n = lines[index].count('"')
        while quotes_n % 2 and end < min(index + _LONGEST_CELL_LINES, len(lines)):
            quotes_n += lines[end].count('"')
            end += 1
        joined = list(csv.reader(lines[index:end], delimiter=between))
        if end == index + 1 or quotes_n % 2 or len(joined) != 1 or len(joined[0]) != width:
            joined, end = [_lone_line(lines[index], between)], index + 1
        yield from joined
        index = end


def _lone_line(line: str, between: str) -> list[str]:
    """Read a row: quoted cells where quotes are closed, else quotes as they are written."""
    if line.count('"') % 2 == 0:
        return next(csv.reader([line], delimiter=between), [])
    cells = next(csv.reader([line], delimiter=between, quoting=csv.QUOTE_NONE), [])
    return [cell.strip('"') for cell in cells]


def _undressed(cell: str) -> object:
    if cell[:1] not in {"=", "'"}:
        return cell
    match = _DRESSED.fullmatch(cell)
    if not match:
        return cell
    return match["bare"] if match["text"] is None else match["text"].replace('""', '"')


def unpacked(rows: list[list[object]]) -> list[list[object]]:
    """Split the rows of a text that a spreadsheet or a quote has left whole in one column.

    Examples
    --------
    >>> unpacked([["UAI,Commune,ENT"], ["A,Bruz,oui"], ["B,Betton,non"]])
    [['UAI', 'Commune', 'ENT'], ['A', 'Bruz', 'oui'], ['B', 'Betton', 'non']]
    """
    lines = [_alone(row) for row in rows[:_SAMPLE_LINES]]
    filled = [line for line in lines if line != ""]
    packed = [line for line in filled if line is not None]
    if len(packed) < _LEAST_SPLIT or len(packed) < _PACKED * len(filled):
        return rows
    between = separator("\n".join(map(_on_one_line, packed)))
    widths = Counter(len(_split(line, between)) for line in packed)
    width, count = widths.most_common(1)[0]
    if width < _LEAST_SPLIT or count < _PACKED * len(packed):
        return rows
    return [_split(_packed(row), between) if any(row) else row for row in rows]


def _alone(row: Iterable[object]) -> str | None:
    """Give the one text of a row, "" of a row that holds nothing; None where it has others."""
    filled = [cell for cell in row if cell is not None and cell != ""]
    if not filled:
        return ""
    return filled[0] if len(filled) == 1 and isinstance(filled[0], str) else None


def _packed(row: Iterable[object]) -> str:
    # What Excel has split already, it has split at its own separator.
    return ";".join(str(cell) for cell in row if cell is not None and cell != "")


def _split(line: str, between: str) -> list[object]:
    try:
        cells = next(csv.reader([_on_one_line(line)], delimiter=between), [])
    except csv.Error:  # longer than any cell
        return [line]
    return [_undressed(cell) for cell in cells]


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines())
