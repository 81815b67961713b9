"""Sheets of a database: codes whose labels stand in a sheet of their own, rows that name a key.

A dump has a sheet a table. What a row says is put together from them before it is read: codes
give way to their labels, and a row that only has the key of a school gets that school's cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo_ent.register.layouts.legends import code_of
from geo_ent.register.layouts.title_meaning import bare
from geo_ent.tables.cells import cell_text, filled
from geo_ent.tables.files import Grid
from geo_ent.tables.uai import looks_like_uai

_LEAST_KEYS = 2  # rows that make a table of codes
_MOST_LABELS = 3  # columns of a table of codes: its code, its label, an order
_LONGEST_CODE = 12
_NEARLY_ALL = 0.8  # share of a column's codes that a table of them must hold
_DEPTH = 10  # rows among which a table's titles stand
_KEY_WORDS = {"code", "cd", "id", "cle", "ref", "num", "no", "n", "fk", "key", "type", "typ"}
_COUNTED = {"ligne", "ordre", "rang", "row", "line", "fiche"}
_LABEL_WORDS = {"lib", "libelle", "label", "intitule", "nom", "designation", "signification",
                "description", "valeur", "name", "wording", "sens", "texte", "libl"}  # fmt: skip
_SHORTEST_STEM = 3  # letters by which "etab" is known in "etablissements"


@dataclass(frozen=True)
class _Sheet:
    """A sheet that has titles: where they are, what they are, and its columns of codes."""

    name: str
    grid: Grid
    top: int
    titles: Mapping[int, str]

    def codes(self, column: int) -> list[str]:
        """Give the codes of a column, those of blank cells left out."""
        cells = (row[column] for row in self.grid[self.top + 1 :] if column < len(row))
        return [code for code in map(code_of, cells) if code]


def joined(grids: Mapping[str, Grid]) -> dict[str, Grid]:
    """Put together the sheets of a database; only those that change are given.

    Parameters
    ----------
    grids
        By name, the sheets of one file.

    Examples
    --------
    >>> joined({"Parc": [["UAI", "CD_ETAT"], ["0350122T", "P"], ["0350123U", "F"]],
    ...         "ETATS": [["CD_ETAT", "LIB_ETAT"], ["P", "partiel"], ["F", "futur"]]})
    {'Parc': [['UAI', 'CD_ETAT'], ['0350122T', 'partiel'], ['0350123U', 'futur']]}
    """
    sheets = [sheet for name, grid in grids.items() if (sheet := _titled(name, grid))]
    if len(sheets) < _LEAST_KEYS:
        return {}
    changed: dict[str, Grid] = {}
    spelled = [_with_labels(sheet, sheets, changed) for sheet in sheets]
    for sheet in spelled:
        if not _uai_columns(sheet):
            _with_schools(sheet, spelled, changed)
    return changed


def _titled(name: str, grid: Grid) -> _Sheet | None:
    for top, row in enumerate(grid[:_DEPTH]):
        cells = filled(row)
        if len(cells) > 1 and all(isinstance(cell, str) for _, cell in cells):
            return _Sheet(name, grid, top, {i: bare(cell_text(cell)) for i, cell in cells})
        if cells:
            return None
    return None


def _with_labels(sheet: _Sheet, sheets: Sequence[_Sheet], changed: dict[str, Grid]) -> _Sheet:
    """Write the labels of a sheet's codes in their stead."""
    labels = {
        column: labels_of_codes
        for column, title in sheet.titles.items()
        for other in sheets
        if other is not sheet and (labels_of_codes := _labels(sheet, column, title, other))
    }
    if not labels:
        return sheet
    rows = [
        row if index <= sheet.top else [
            labels[column].get(code_of(cell), cell) if column in labels else cell
            for column, cell in enumerate(row)
        ]
        for index, row in enumerate(sheet.grid)
    ]  # fmt: skip
    changed[sheet.name] = rows
    return _Sheet(sheet.name, rows, sheet.top, sheet.titles)


def _labels(sheet: _Sheet, column: int, title: str, other: _Sheet) -> Mapping[str, object]:
    """Give the labels of a column's codes, where another sheet is a table of them."""
    if len(other.titles) > _MOST_LABELS or _uai_columns(other):
        return {}
    key = next(_keys_of(sheet, column, title, other), None)
    label = next((c for c, own in other.titles.items() if set(own.split()) & _LABEL_WORDS
                  and c != key), None)  # fmt: skip
    if key is None or label is None:
        return {}
    codes = other.codes(key)
    if not all(len(code) <= _LONGEST_CODE and " " not in code for code in codes):
        return {}
    rows = [row for row in other.grid[other.top + 1 :] if max(key, label) < len(row)]
    return {code_of(row[key]): row[label] for row in rows if cell_text(row[label])}


def _keys_of(sheet: _Sheet, column: int, title: str, other: _Sheet) -> Iterator[int]:
    """Give the columns of another sheet that this one's column is a key of."""
    codes: list[str] | None = None
    for key, own in other.titles.items():
        if own != title and not _names_sheet(title, own, other.name):
            continue
        theirs = other.codes(key)
        if len(theirs) < _LEAST_KEYS or len(set(theirs)) < len(theirs):
            continue
        codes = sheet.codes(column) if codes is None else codes
        known = set(theirs)
        if codes and sum(code in known for code in codes) >= _NEARLY_ALL * len(codes):
            yield key


def _names_sheet(title: str, own: str, name: str) -> bool:
    """Tell "etab_id" beside the column "id" of a sheet "etablissements"."""
    words = [word for word in title.split() if word not in _KEY_WORDS]
    if set(own.split()) - _KEY_WORDS or not words:
        return False
    names = bare(name).split()
    return all(
        any(len(word) >= _SHORTEST_STEM and (one.startswith(word) or word.startswith(one))
            for one in names if len(one) >= _SHORTEST_STEM)
        for word in words
    )  # fmt: skip


def _uai_columns(sheet: _Sheet) -> list[int]:
    rows = sheet.grid[sheet.top + 1 : sheet.top + 1 + _DEPTH]
    return [
        column
        for column in sheet.titles
        if sum(column < len(row) and looks_like_uai(row[column]) for row in rows) > len(rows) / 2
    ]


def _with_schools(sheet: _Sheet, sheets: Sequence[_Sheet], changed: dict[str, Grid]) -> None:
    """Put a school's cells beside its key, where another sheet lists the schools by it."""
    for other in sheets:
        if other is sheet or not _uai_columns(other):
            continue
        for column, title in sheet.titles.items():
            # A row's own number, or a commune, is met in both and ties nothing.
            words = set(title.split())
            if not words & _KEY_WORDS or not words - _KEY_WORDS - _COUNTED:
                continue
            key = next(_keys_of(sheet, column, title, other), None)
            if key is not None:
                changed[sheet.name] = _beside(sheet, column, other, key)
                return


def _beside(sheet: _Sheet, column: int, other: _Sheet, key: int) -> Grid:
    width = max(map(len, sheet.grid))
    schools = {code_of(row[key]): list(row) for row in other.grid[other.top + 1 :]
               if key < len(row)}  # fmt: skip
    rows: list[list[object]] = []
    for index, row in enumerate(sheet.grid):
        code = code_of(row[column]) if column < len(row) else ""
        school = other.grid[other.top] if index == sheet.top else schools.get(code, ())
        more = [None if place == key else cell for place, cell in enumerate(school)]
        rows.append([*row, *[None] * (width - len(row)), *(more if index >= sheet.top else ())])
    return rows
