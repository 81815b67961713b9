"""The table inside a sheet: its header, wherever it stands, and what each column holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from geo_ent.register.cell_kinds import (
    CONTENT,
    MOST,
    Known,
    called_school,
    is_content,
    is_solution,
    is_status,
    share,
)
from geo_ent.register.tick_columns import tick_columns, tick_of
from geo_ent.register.vocabulary import title_of
from geo_ent.schools.school_names import loose_place
from geo_ent.tables.cells import cell_text
from geo_ent.tables.files import Grid
from geo_ent.text.compare import plain

__all__ = ["Table", "filled", "find_table"]

_HEADER_DEPTH = 60  # filled rows above the header: more than this is no register
_SAMPLE = 150  # rows read to confirm what a column holds
_SURE = 0.9  # of a title: it is one of the exact words
_MANY = 0.9
_WEIGHTS = {"uai": 4, "status": 3, "name": 3, "commune": 2, "solution": 2, "start": 1}
_WIDEST = 2000  # titles worth reading: beyond are stray cells

Row = Sequence[object]


@dataclass(frozen=True)
class Table:
    """A register found in a sheet.

    Attributes
    ----------
    top, bottom
        Index of the header's first row and of the first row below it (equal without a header).
    columns
        The contract's columns, each with its place in the rows.
    titles
        The same columns, each with its title as written.
    unread
        The titles of the other columns ("colonne F" where there is none).
    """

    top: int
    bottom: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unread: tuple[str, ...] = ()


def filled(row: Row) -> list[tuple[int, object]]:
    """Give the cells of a row that hold anything, with their place."""
    return [
        (at, cell)
        for at, cell in enumerate(row)
        if cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())
    ]


def find_table(
    grid: Grid,
    rows: Sequence[int],
    known: Known,
    wanted: Mapping[str, str] | None = None,
) -> Table | None:
    """Find the register of a sheet: its best header, confirmed by what stands below.

    Parameters
    ----------
    grid
        The sheet.
    rows
        The indexes of its rows that hold anything.
    known
        What UAI and communes look like here.
    wanted
        The user's own column -> title, which wins over what is recognised.
    """
    head = rows[:_HEADER_DEPTH]
    chosen = {column: plain(title) for column, title in (wanted or {}).items()}
    headers = [header for at in head for header in _headers(grid, at, chosen)]
    for header in sorted(headers, key=lambda header: -header.weight):
        table = _confirmed(grid, rows, header, known, chosen)
        if table is not None:
            return table
    return _headless(grid, rows, known)


@dataclass(frozen=True)
class _Header:
    top: int
    bottom: int
    titles: Mapping[int, str]
    places: Mapping[str, list[int]]
    weight: float


def _headers(grid: Grid, at: int, chosen: Mapping[str, str]) -> list[_Header]:
    """Read a row as a header, alone and together with the row below it."""
    first = _titles(grid[at])
    if not first:
        return []
    if _content_n(grid[at], chosen) > 1:
        return []
    alone = _header(at, at + 1, first, chosen)
    found = [alone] if alone.weight > 0 else []
    second = _titles(grid[at + 1]) if at + 1 < len(grid) else {}
    if second and not _content_n(grid[at + 1], chosen):
        both = {
            place: f"{_group(first, place)} {second.get(place, '')}".strip()
            for place in first.keys() | second.keys()
        }
        split = _header(at, at + 2, both, chosen, second)
        if split.weight > alone.weight + 1:
            found.append(split)
    return found


def _content_n(row: Row, chosen: Mapping[str, str]) -> int:
    """Count what is content and no title in a row: yes or no, dates, figures, UAI."""
    cells = filled(row[:_WIDEST])
    boxes = any(_tells_the_school(cell) for _, cell in cells)
    found = {
        cell_text(cell)
        for _, cell in cells
        if not isinstance(cell, str)
        or (
            title_of(cell)[0] is None
            and plain(cell) not in chosen.values()
            and is_content(cell)
            and not (boxes and tick_of(cell))
        )
    }
    return len(found)


def _tells_the_school(cell: object) -> bool:
    """Tell the titles beside which "En projet" is a title too: "UAI", "École"."""
    if not isinstance(cell, str):
        return False
    column, likely = title_of(cell)
    return column in {"uai", "name"} and likely > _SURE


def _titles(row: Row) -> dict[int, str]:
    """Give the texts of a row that can be titles; figures and dates are content."""
    return {
        at: text
        for at, cell in filled(row[:_WIDEST])
        if isinstance(cell, str) and (text := cell_text(cell))
    }


def _group(first: Mapping[int, str], place: int) -> str:
    return first.get(place, "")


def _header(
    top: int,
    bottom: int,
    titles: Mapping[int, str],
    chosen: Mapping[str, str],
    below: Mapping[int, str] | None = None,
) -> _Header:
    places: dict[str, list[tuple[float, int]]] = {}
    for at, title in titles.items():
        column, likely = _meaning(title, (below or {}).get(at, ""), chosen)
        if column:
            places.setdefault(column, []).append((likely, at))
    ordered = {
        column: [at for _, at in sorted(found, key=lambda each: (-each[0], each[1]))]
        for column, found in places.items()
    }
    weight = sum(_WEIGHTS.get(column, 0.5) for column in ordered)
    likely = sum(max(found)[0] for found in places.values()) / 100
    many = min(1.0, 0.02 * sum(len(found) - 1 for found in places.values()))
    return _Header(top, bottom, titles, ordered, weight + likely - many if places else 0)


def _meaning(title: str, below: str, chosen: Mapping[str, str]) -> tuple[str, float]:
    bare = plain(title)
    for column, wanted in chosen.items():
        if wanted and wanted in {bare, plain(below)}:
            return column, 9.0
    found, likely = title_of(title)
    if not found and below:
        found, likely = title_of(below)
    return ("", 0.0) if found in chosen else (found or "", likely)


def _confirmed(
    grid: Grid, rows: Sequence[int], header: _Header, known: Known, chosen: Mapping[str, str]
) -> Table | None:
    """Keep of a header's columns those whose cells are what the title says."""
    sample = [grid[at] for at in rows if at >= header.bottom][:_SAMPLE]
    boxes = _boxes(header, sample, chosen)
    columns: dict[str, int] = {}
    for column, every in header.places.items():
        places = [at for at in every if at not in boxes.values()]
        holds = CONTENT.get(column)
        if places and (column in chosen or holds is None):
            columns[column] = places[0]
        elif places and holds is not None:
            best = max((holds(_cells(sample, at), known), -n, at) for n, at in enumerate(places))
            if best[0] > 0:
                columns[column] = best[2]
    columns |= boxes
    _by_content(columns, sample, known, header)
    if not _is_register(columns):
        return None
    if not {"uai", "name"} & columns.keys() and not _one_each(_cells(sample, columns["commune"])):
        return None  # many rows a commune: they are schools, and nothing says which
    titles = {column: header.titles.get(at, "") for column, at in columns.items()}
    table = Table(header.top, header.bottom, columns, titles)
    return replace(table, unread=_unread(columns, sample, header.titles))


def _boxes(header: _Header, sample: Sequence[Row], chosen: Mapping[str, str]) -> dict[str, int]:
    """Find the columns to tick, unless the user says where the status is."""
    if "status" in chosen:
        return {}
    theirs = {at for column in chosen for at in header.places.get(column, [])}
    titles = {at: title for at, title in header.titles.items() if at not in theirs}
    boxes = tick_columns(titles, lambda at: _cells(sample, at))
    return {column: at for column, at in boxes.items() if column not in chosen}


def _unread(
    columns: Mapping[str, int], sample: Sequence[Row], titles: Mapping[int, str]
) -> tuple[str, ...]:
    """Name the columns that nothing was taken from, in their order."""
    places = sorted({*titles, *_used(sample)} - set(columns.values()))
    return tuple(dict.fromkeys(titles.get(at) or f"colonne {_letters(at)}" for at in places))


def _letters(at: int) -> str:
    """Name a column as a spreadsheet does."""
    before, last = divmod(at, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def _is_register(columns: Mapping[str, int]) -> bool:
    tied = "uai" in columns or "name" in columns or "commune" in columns
    return tied and ("solution" in columns or _says_status(columns))


def _says_status(columns: Collection[str]) -> bool:
    return any(column.startswith("status") for column in columns)


def _by_content(
    columns: dict[str, int], sample: Sequence[Row], known: Known, header: _Header | None
) -> None:
    """Recognise by their cells the columns that no title told."""
    taken = set(columns.values())
    free = [at for at in _used(sample) if at not in taken]
    told = _is_register(columns) or header is None
    for column, enough in (("uai", 0.6), ("commune", 0.6), ("name", 0.4), ("status", 0.9)):
        if column in columns or (column in {"commune", "name"} and not told):
            continue
        if column == "status" and (
            "solution" in columns or "uai" not in columns or _says_status(columns)
        ):
            continue
        holds = called_school if column == "name" else CONTENT[column]
        shares = [(holds(_cells(sample, at), known), -at) for at in free]
        if shares and max(shares)[0] >= enough:
            columns[column] = -max(shares)[1]
            free.remove(columns[column])
    if "solution" not in columns and "status" in columns:
        cells = _cells(sample, columns["status"])
        if share(cells, is_solution) > MOST > share(cells, is_status):
            columns["solution"] = columns.pop("status")


def _headless(grid: Grid, rows: Sequence[int], known: Known) -> Table | None:
    """Recognise a table without titles by its UAI and by words that are all statuses."""
    sample = [grid[at] for at in rows][:_SAMPLE]
    columns: dict[str, int] = {}
    _by_content(columns, sample, known, None)
    if "uai" not in columns or not _is_register(columns):
        return None
    unread = _unread(columns, sample, {})
    return Table(rows[0], rows[0], columns, dict.fromkeys(columns, ""), unread)


def _one_each(cells: Sequence[object]) -> bool:
    return len({loose_place(cell_text(cell)) for cell in cells}) > _MANY * len(cells)


def _used(sample: Sequence[Row]) -> list[int]:
    """Give the places that hold anything in the sample, the first ones of a very wide sheet."""
    return sorted({at for row in sample for at, _ in filled(row[:_WIDEST])})[:60]


def _cells(sample: Sequence[Row], at: int) -> list[object]:
    cells = [row[at] for row in sample if at < len(row)]
    return [cell for cell in cells if cell is not None and str(cell).strip()]
