"""What a register's codes mean: "O = oui", "2 : dans quelques classes", a sheet "Légende"."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.tick_columns import tick_of
from geo_ent.register.vocabulary import solution_of, status_of
from geo_ent.tables.cells import cell_text, filled
from geo_ent.tables.files import Grid
from geo_ent.text.compare import plain

_LONGEST_CODE = 4  # characters: "ENT1", "NSP"
_LEAST_MEANING = 3  # letters
_HALF = 0.5
_TWO = 2  # meanings that make a legend
# "P = projet", "1 : ENT école", "A - abandonné", one or several to a cell.
_PAIR = re.compile(
    r"(?:^|[;,|•\n(]|\s{2,}|(?<=\s)(?=\S{1,4}\s*=))\s*[«\"“(\[]?\s*([^\s=:;,()«»\"“”\[\]]{1,4})\s*[»\"”)\]]?(?:\s*\([^()]*\))?"
    r"\s*(?:=|:|→|->|—|–|\s-\s)\s*([^=;,|•\n]+?)(?=\s*(?:[;,|•\n)]|$|\s{2,}|\s\S{1,4}\s*=))"
)


# What a cell left blank means, which is said beside the codes: "case vide = pas d'ENT".
_BLANK = re.compile(
    r"\b(?:case|cellule|colonne)?s?\s*(?:laissee?s? )?(?:vides?|blanc(?:he)?s?|blank|empty)"
    r"\s*[=:→]\s*([^=;,|•\n)]+)",
    re.IGNORECASE,
)

STATUS_WORDS = {"school": "oui", "class": "certaines classes", "planned": "en projet",
                "none": "non"}  # fmt: skip
"""A word for each status, where what a row says of it isn't a cell's own text."""


@dataclass(frozen=True)
class Legend:
    """What codes mean.

    Attributes
    ----------
    statuses, solutions
        Code, reduced -> its meaning as written, of those that say a status or name a product.
    """

    statuses: Mapping[str, str] = field(default_factory=dict)
    solutions: Mapping[str, str] = field(default_factory=dict)

    def status(self, cell: object) -> str | None:
        """Give the meaning of a code that stands for a status; None for any other cell."""
        return self.statuses.get(code_of(cell)) if self.statuses else None

    def solution(self, cell: object) -> str | None:
        """Give the meaning of a code that stands for a product; None for any other cell."""
        return self.solutions.get(code_of(cell)) if self.solutions else None


def code_of(cell: object) -> str:
    """Reduce a code: 1.0, "1" and "1." are one; a sign without letters is itself.

    Examples
    --------
    >>> code_of(1.0), code_of(" nd "), code_of("●")
    ('1', 'nd', '●')
    """
    text = cell_text(cell)
    return plain(text) or text.strip()


def find_legend(grids: Iterable[Grid]) -> Legend:
    """Read the legends of a file, wherever they stand: below, beside, on a sheet of their own.

    Parameters
    ----------
    grids
        Its sheets, hidden ones too: a legend is often put out of sight.
    """
    statuses: dict[str, str] = {}
    solutions: dict[str, str] = {}
    for grid in grids:
        for block in _blocks(grid):
            of_status, of_solution = _of_block(block)
            statuses = of_status | statuses
            solutions = of_solution | solutions
    blank = statuses.pop("", None)
    statuses = statuses if len(statuses) >= _TWO else {}
    solutions = solutions if len(solutions) >= _TWO else {}
    if blank and (statuses or solutions):
        statuses[""] = blank
    return Legend(statuses, solutions)


def _of_block(block: Sequence[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Part the pairs of one place into codes of statuses and of products."""
    read = [(code, meaning, *_of_meaning(meaning)) for code, meaning in block]
    # "Oui - Beneylu" is an answer, and no legend of "oui"; "O = ONE" is one.
    solutions = {code: words for code, _, kind, words in read
                 if kind == "solution" and (plain(code) or code.strip("-–—_/\\."))
                 and (len(code) < _LEAST_MEANING or status_of(code) is None)}  # fmt: skip
    statuses = {code: words for code, _, kind, words in read if kind == "status"}
    blank: dict[str, str] = {code: words for code, words in statuses.items() if not code}
    if len(statuses) < _TWO:
        return blank, solutions
    # Among meanings that are statuses one that isn't understood is asked about: what the code
    # would say by itself ("F") isn't what it means.
    return statuses | {code: meaning for code, meaning, kind, _ in read if not kind}, solutions


def _of_meaning(meaning: str) -> tuple[str, str]:
    """Tell whether a meaning is a status or a product, and in which words it is to be read."""
    status, box = status_of(meaning), tick_of(meaning)
    names, known = solution_of(meaning)
    if names and known:
        return "solution", meaning
    if status is not None:
        return "status", meaning
    if box:
        # "ENT école" is a title of boxes; as a cell it is said by another word.
        return "status", STATUS_WORDS[box]
    loose = read_cell(meaning)
    # With a word that isn't understood the rows say it as it is written, and are asked about.
    if loose.unread or loose.status not in STATUS_WORDS:
        return "", meaning
    return "status", STATUS_WORDS[loose.status]


def _blocks(grid: Grid) -> Iterator[list[tuple[str, str]]]:
    """Give the pairs of a code and its meaning, those of one place together."""
    written: list[tuple[str, str]] = []
    beside: dict[int, list[tuple[str, str]]] = {}
    goes_on: Counter[int] = Counter()
    for row in grid:
        cells = filled(row)
        columns = {column for column, _ in cells}
        for (column, cell), (after, meaning) in pairwise(cells):
            if after == column + 1 and _is_code(cell) and _is_meaning(meaning):
                beside.setdefault(column, []).append((code_of(cell), cell_text(meaning)))
                goes_on[column] += {column + 2, column + 3} <= columns
        for _, cell in cells:
            if isinstance(cell, str) and ("=" in cell or ":" in cell or "-" in cell or "→" in cell):
                written += [("", text.strip()) for text in _BLANK.findall(cell)]
                pairs = _PAIR.findall(cell)
                written += [(code_of(code), text.strip()) for code, text in pairs if code_of(code)]
    yield written
    for column, pairs in beside.items():
        # A column of codes met row after row is the register itself, as is one of row numbers
        # before several others; a legend says each once, and little more. Where codes are meanings
        # too, two columns hold the same sort of thing: the products of two years.
        codes = {code for code, _ in pairs}
        is_table = goes_on[column] > _HALF * len(pairs)
        is_table |= not codes.isdisjoint(code_of(meaning) for _, meaning in pairs)
        if len(codes) == len(pairs) and not is_table:
            yield pairs


def _is_code(cell: object) -> bool:
    text = code_of(cell)
    if not 0 < len(text) <= _LONGEST_CODE or " " in text or _is_year(text):
        return False
    # "non" beside "x" is a row of ticks; "N" beside "non" is a legend.
    return len(text) < _LEAST_MEANING or status_of(text) is None


def _is_meaning(cell: object) -> bool:
    return isinstance(cell, str) and len(plain(cell)) >= _LEAST_MEANING


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))
