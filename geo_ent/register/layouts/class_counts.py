"""Figures that say how many of a school's classes, or of a town's schools, have an ENT.

"Classes : 8 ; ENT : 3" is an ENT of some classes, "8 ; 8" one of the school, "8 ; 0" none. The
same figures of the schools of a commune are a summary, and say nothing of any one of them.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo_ent.register.cells.title_stance import stance_of
from geo_ent.register.layouts.title_meaning import Title, bare, says, year_of
from geo_ent.tables.cells import cell_text, is_empty
from geo_ent.text.compare import plain

_CLASSES = re.compile(r"\b(?:classes?|cl|divisions?)\b")
_SCHOOLS = re.compile(r"\b(?:ecoles?|etablissements?|sites?|groupes? scolaires?|schools?)\b")
_COUNTS = re.compile(r"\b(?:nombre|nb|nbre|nbr|total|effectifs?|combien|how many|number)\b")
_FIGURE = re.compile(r"\d{1,3}")
_AMONG = re.compile(r"(\d{1,2})\s*(?:/|sur|of)\s*(\d{1,2})")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?\s*%?")
_SHARES = re.compile(r"\b(?:taux|pourcentages?|proportions?|parts?|share|percent(?:age)?)\b")
_SOME_CLASSES = "certaines classes"
_LONGEST_FIGURE = 3
_LEAST = 3  # figures without which a column counts nothing
_OF_TODAY = 9999  # after every year
_CONTRARY = frozenset({"denied", "none", "planned"})
_FITTING = 0.9  # share of the rows where a part isn't larger than its whole

Row = Sequence[object]


@dataclass(frozen=True)
class Counts:
    """The columns that count.

    Attributes
    ----------
    part
        Of those that have an ENT, the latest year's where each has its column.
    whole
        Of all of them; None where none counts them.
    of_classes
        Whether they count classes, else schools.
    is_denied
        Whether the part is of those that have none.
    all_of_it
        What all is where each cell is a share, "25 %", 0.25 or "3/5": 100 or 1; None for figures.
    years
        School year -> its part and its whole, where several have their columns.
    """

    part: int
    whole: int | None
    of_classes: bool = True
    is_denied: bool = False
    all_of_it: float | None = None
    years: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)

    @property
    def wholes(self) -> set[int]:
        """The columns of all the classes, or of all the schools."""
        return {whole for _, whole in [(0, self.whole), *self.years.values()] if whole is not None}

    def in_words(self, row: Row, part: int | None = None) -> str | None:
        """Write what a row's figures say as a person would; None where it has none.

        Parameters
        ----------
        row
            The row.
        part
            The column of a year's part; the latest's without one.
        """
        if self.all_of_it is not None:
            cell = row[self.part] if self.part < len(row) else None
            share = _share_of(cell, self.all_of_it)
            return None if share is None else _share_in_words(*share, is_denied=self.is_denied)
        part = self.part if part is None else part
        whole = next((whole for of_year, whole in self.years.values() if of_year == part),
                     self.whole)  # fmt: skip
        return in_words(figure_at(row, part), figure_at(row, whole), is_denied=self.is_denied)


def in_words(part: int | None, whole: int | None, *, is_denied: bool = False) -> str | None:
    """Write how many classes of how many have an ENT, or have none, as a person would.

    Examples
    --------
    >>> in_words(3, 8), in_words(3, 8, is_denied=True), in_words(3, None), in_words(None, 8)
    ('3 classes sur 8', '5 classes sur 8', '3 classes ?', None)
    """
    if part is None:
        return None
    # More than there are, or of nobody knows how many: asked about.
    if whole is None or part > whole:
        return "0 classe" if not part and not is_denied else f"{part} classes ?"
    have = whole - part if is_denied else part
    return f"{have} classes sur {whole}" if have else "0 classe"


def _share_in_words(part: float, whole: float, *, is_denied: bool) -> str:
    if is_denied:
        part = whole - part
    return "0 classe" if part <= 0 else "toutes les classes" if part >= whole else _SOME_CLASSES


def _share_of(cell: object, all_of_it: float) -> tuple[float, float] | None:
    """Read a share of classes: "25 %", "3/5", "3 sur 5", 0.25; None for anything else."""
    text = cell_text(cell).strip().replace(",", ".")
    if among := _AMONG.fullmatch(text):
        part, whole = float(among[1]), float(among[2])
        return (part, whole) if whole and part <= whole else None
    if not _PERCENT.fullmatch(text):
        return None
    share = float(text.rstrip("% \u00a0\u202f"))
    whole = 100.0 if "%" in text else all_of_it
    return (share, whole) if share <= whole else None


def find_shares(titles: Mapping[int, Title], rows: Sequence[Row]) -> Counts | None:
    """Find the column of the share of its classes that a school has an ENT in, if there is one.

    Parameters
    ----------
    titles, rows
        As `find_counts` takes them.

    Examples
    --------
    >>> rows = [["A", 0.25], ["B", 1], ["C", 0]]
    >>> counts = find_shares({1: Title("% des classes avec ENT")}, rows)
    >>> [counts.in_words(row) for row in rows]
    ['certaines classes', 'toutes les classes', '0 classe']
    """
    for column in _undated_first(list(titles), titles):
        title = titles[column]
        cells = [row[column] for row in rows if column < len(row) and not is_empty(row[column])]
        cells = [cell for cell in cells if "?" not in cell_text(cell)]
        # 1 beside 25 and 50 is one in a hundred, beside 0.5 it is all.
        all_of_it = 1.0 if all(_share_of(cell, 1.0) for cell in cells) else 100.0
        shares = [share for cell in cells if (share := _share_of(cell, all_of_it))]
        named = _CLASSES.search(bare(title.own)) and _is_of_ent(title)
        enough = len(shares) >= max(_LEAST, _FITTING * len(cells))
        stance = stance_of(_SHARES.sub(" ", plain(title.own)))
        if not named or not enough or stance in {"none", "planned"}:
            continue
        said = "%" in title.own or _SHARES.search(plain(title.own))
        if said or all(_AMONG.fullmatch(cell_text(cell).strip()) for cell in cells):
            return Counts(column, None, is_denied=stance == "denied", all_of_it=all_of_it)
    return None


def counted(row: Row, counts: Counts | None) -> Row:
    """Give a row with the figures of its school years in words."""
    if counts is None:
        return row
    cells = list(row)
    for part, _ in counts.years.values():
        if part < len(cells):
            cells[part] = counts.in_words(row, part) or row[part]
    return cells


def figure_at(row: Row, column: int | None) -> int | None:
    """Give the figure of a row's column; None without one."""
    return _figure(row[column]) if column is not None and column < len(row) else None


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
    >>> counts = find_counts(titles, [["A", 8, 3], ["B", 5, 5], ["C", 6, 0]])
    >>> counts.part, counts.whole, counts.of_classes
    (2, 1, True)
    """
    figures = _all_figures(titles, rows)
    counting = [column for column, cells in figures.items() if cells is not None]
    of_ent = [column for column in counting if _is_of_ent(titles[column])]
    having = [column for column in of_ent if stance_of(titles[column].own) not in _CONTRARY]
    lacking = [column for column in of_ent if stance_of(titles[column].own) == "denied"]
    for parts in (having, lacking):
        for part in _undated_first(parts, titles):
            for is_named, of_classes in ((_CLASSES, True), (_SCHOOLS, False)):
                for whole in counting:
                    named = is_named.search(bare(titles[whole].own))
                    if named and whole not in of_ent and _fits(figures[part], figures[whole]):
                        counts = Counts(part, whole, of_classes, is_denied=parts is lacking)
                        return _with_years(counts, titles, figures, parts)
    alone = [column for column in having if _CLASSES.search(bare(titles[column].own))]
    years = _years_of(alone, titles)
    if len(alone) > 1 and len(years) == len(alone):
        of_years: dict[int, tuple[int, int | None]] = {}
        of_years |= {year: (years[year], None) for year in sorted(years)}
        return Counts(years[max(years)], None, years=of_years)
    alone = [column for column in having if _counts_classes(titles[column])]
    return Counts(alone[0], None) if len(alone) == 1 else None


def _all_figures(
    titles: Mapping[int, Title], rows: Sequence[Row]
) -> dict[int, list[int | None] | None]:
    """Give the figures of each column, the first years' too: one class, or none, as ticks are."""
    figures = {column: _figures(column, rows) for column in titles}
    years = {column: year_of(title.own) for column, title in titles.items()}
    words = {year.rest for column, year in years.items() if year and figures[column] is not None}
    for column, year in years.items():
        if figures[column] is None and year and year.rest in words:
            figures[column] = _figures(column, rows, least=0)
    return figures


def find_whole(
    parts: Iterable[int], titles: Mapping[int, Title], rows: Sequence[Row]
) -> int | None:
    """Find the column of all the classes, of which the figures of some columns are a part.

    Parameters
    ----------
    parts
        The columns of products: those that don't count are left out.
    titles, rows
        Of the columns that hold neither a code nor a name; the rows below the header.
    """
    figures = [cells for part in parts if (cells := _figures(part, rows)) is not None]
    for column, title in titles.items():
        if _CLASSES.search(bare(title.own)) and not _is_of_ent(title) and figures:
            wholes = _figures(column, rows)
            if all(_fits(cells, wholes) for cells in figures):
                return column
    return None


def _undated_first(parts: Sequence[int], titles: Mapping[int, Title]) -> list[int]:
    """Put before the years' parts the one of today, and of the years the latest first."""
    years = {column: year for year, column in _years_of(parts, titles).items()}
    return sorted(parts, key=lambda column: -years.get(column, _OF_TODAY))


def _years_of(parts: Sequence[int], titles: Mapping[int, Title]) -> dict[int, int]:
    """Give the column of each school year that titles name; of a year's days the latest."""
    named = {column: year_of(titles[column].own) or year_of(titles[column].whole)
             for column in parts}  # fmt: skip
    states = sorted((year.year, year.day or dt.date.min, column)
                    for column, year in named.items() if year)  # fmt: skip
    return {year: column for year, _, column in states}


def _with_years(
    counts: Counts,
    titles: Mapping[int, Title],
    figures: Mapping[int, list[int | None] | None],
    parts: Sequence[int],
) -> Counts:
    """Add the earlier years of a part that is of one itself, each with the classes of its own."""
    years = _years_of(parts, titles)
    if counts.part not in years.values() or len(years) == 1:
        return counts
    others = [column for column in figures if column not in parts and figures[column] is not None]
    wholes = _years_of([c for c in others if _CLASSES.search(bare(titles[c].own))], titles)
    return replace(counts, years={year: (part, wholes.get(year, counts.whole))
                                  for year, part in sorted(years.items())})  # fmt: skip


def _is_of_ent(title: Title) -> bool:
    return says(title.whole, "ent") or says(title.own, "in_force")


def _counts_classes(title: Title) -> bool:
    """Tell "Nb classes avec ENT" from "ENT classe", which is a box to tick."""
    words = bare(title.whole)
    return bool(_CLASSES.search(words)) and bool(_COUNTS.search(words))


def _figures(column: int, rows: Sequence[Row], least: int = 2) -> list[int | None] | None:
    """Give a column's figures, a row each; None where it holds another thing, or only ticks."""
    cells = [row[column] if column < len(row) else None for row in rows]
    figures = [_figure(cell) for cell in cells]
    known = [figure for figure in figures if figure is not None]
    filled_n = sum(not is_empty(cell) for cell in cells)
    # A total below, or "?" of one school, changes nothing.
    enough = len(known) >= max(_LEAST, _FITTING * filled_n)
    return figures if enough and max(known) >= least else None


def _figure(cell: object) -> int | None:
    text = cell_text(cell).strip()
    return int(text) if len(text) <= _LONGEST_FIGURE and _FIGURE.fullmatch(text) else None


def _fits(parts: list[int | None] | None, wholes: list[int | None] | None) -> bool:
    """Tell whether a column counts a part of what another does, in nearly all rows."""
    pairs = [(part, whole) for part, whole in zip(parts or [], wholes or [], strict=True)
             if part is not None and whole is not None]  # fmt: skip
    fitting = sum(part <= whole for part, whole in pairs)
    return bool(pairs) and fitting >= _FITTING * len(pairs)
