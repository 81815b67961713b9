"""Figures that say how many of a school's classes, or of a town's schools, have an ENT.

"Classes : 8 ; ENT : 3" is an ENT of some classes, "8 ; 8" one of the school, "8 ; 0" none. The
same figures of the schools of a commune are a summary, and say nothing of any one of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo_ent.register.layouts.title_meaning import Title, bare, says
from geo_ent.tables.cells import cell_text, is_empty

_CLASSES = re.compile(r"\b(?:classes?|cl|divisions?)\b")
_SCHOOLS = re.compile(r"\b(?:ecoles?|etablissements?|sites?|groupes? scolaires?|schools?)\b")
_COUNTS = re.compile(r"\b(?:nombre|nb|nbre|nbr|total|effectifs?|combien|how many|number)\b")
_FIGURE = re.compile(r"\d{1,3}")
_LONGEST_FIGURE = 3
_LEAST = 3  # figures without which a column counts nothing
_FITTING = 0.9  # share of the rows where a part isn't larger than its whole

Row = Sequence[object]


@dataclass(frozen=True)
class Counts:
    """The columns that count.

    Attributes
    ----------
    part
        Of those that have an ENT.
    whole
        Of all of them; None where none counts them.
    of_classes
        Whether they count classes, else schools.
    """

    part: int
    whole: int | None
    of_classes: bool = True

    def in_words(self, row: Row) -> str | None:
        """Write what a row's figures say as a person would; None where it has none."""
        part = _figure(row[self.part]) if self.part < len(row) else None
        whole = None
        if self.whole is not None and self.whole < len(row):
            whole = _figure(row[self.whole])
        if not part:
            return None if part is None else "0 classe"
        # More than there are, or of nobody knows how many: asked about.
        sure = whole is not None and part <= whole
        return f"{part} classes sur {whole}" if sure else f"{part} classes ?"


def find_counts(titles: Mapping[int, Title], rows: Sequence[Row]) -> Counts | None:
    """Find the column that counts what has an ENT, and the one that counts all, if there are any.

    Parameters
    ----------
    titles
        Of the columns that hold neither a code nor a name.
    rows
        The rows below the header.

    Examples
    --------
    >>> titles = {1: Title("Nb de classes"), 2: Title("dont avec ENT")}
    >>> find_counts(titles, [["A", 8, 3], ["B", 5, 5], ["C", 6, 0]])
    Counts(part=2, whole=1, of_classes=True)
    """
    figures = {column: _figures(column, rows) for column in titles}
    counting = [column for column, cells in figures.items() if cells is not None]
    parts = [column for column in counting if _is_of_ent(titles[column])]
    for part in parts:
        for is_named, of_classes in ((_CLASSES, True), (_SCHOOLS, False)):
            for whole in counting:
                named = is_named.search(bare(titles[whole].own))
                if named and whole not in parts and _fits(figures[part], figures[whole]):
                    return Counts(part, whole, of_classes)
    alone = [column for column in parts if _counts_classes(titles[column])]
    return Counts(alone[0], None) if len(alone) == 1 else None


def _is_of_ent(title: Title) -> bool:
    return says(title.whole, "ent") or says(title.own, "in_force")


def _counts_classes(title: Title) -> bool:
    """Tell "Nb classes avec ENT" from "ENT classe", which is a box to tick."""
    words = bare(title.whole)
    return bool(_CLASSES.search(words)) and bool(_COUNTS.search(words))


def _figures(column: int, rows: Sequence[Row]) -> list[int | None] | None:
    """Give a column's figures, a row each; None where it holds another thing, or only ticks."""
    cells = [row[column] if column < len(row) else None for row in rows]
    figures = [_figure(cell) for cell in cells]
    known = [figure for figure in figures if figure is not None]
    filled_n = sum(not is_empty(cell) for cell in cells)
    # A total below, or "?" of one school, changes nothing.
    enough = len(known) >= max(_LEAST, _FITTING * filled_n)
    return figures if enough and max(known) > 1 else None


def _figure(cell: object) -> int | None:
    text = cell_text(cell).strip()
    return int(text) if len(text) <= _LONGEST_FIGURE and _FIGURE.fullmatch(text) else None


def _fits(parts: list[int | None] | None, wholes: list[int | None] | None) -> bool:
    """Tell whether a column counts a part of what another does, in nearly all rows."""
    pairs = [(part, whole) for part, whole in zip(parts or [], wholes or [], strict=True)
             if part is not None and whole is not None]  # fmt: skip
    fitting = sum(part <= whole for part, whole in pairs)
    return bool(pairs) and fitting >= _FITTING * len(pairs)
