"""The table inside a sheet: its header, wherever it stands, and what each column holds.

A column is known by its title and confirmed by its cells: a "code" that holds no UAI isn't one
(docs/decisions/0005-register.md). `find_table` is all that the rest of the room uses.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from geo_ent.register.column_evidence import (
    MOST,
    Known,
    fitness,
    is_content,
    is_solution,
    is_status,
    share,
)
from geo_ent.register.tick_columns import tick_columns, tick_of
from geo_ent.register.vocabulary import title_of
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text
from geo_ent.tables.files import Grid
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

_HEADER_DEPTH = 60  # filled rows above the header: more than this is no register
_SAMPLE = 150  # rows read to confirm what a column holds
_EXACT_FROM = 0.9  # likelihood over which a title is an exact word of the vocabulary
_DISTINCT = 0.9  # share of distinct communes over which a table has one row a commune
# How much a title is worth in choosing among rows that could be the header: those without which
# there is no register weigh most, and any other column a little.
_WEIGHTS = {"uai": 4, "status": 3, "name": 3, "commune": 2, "solution": 2, "start": 1}
_OTHER_WEIGHT = 0.5
_WIDEST = 2000  # titles worth reading: beyond are stray cells
_MOST_COLUMNS = 60  # columns whose cells are looked at
# A column that no title names is taken by its cells when this share of them is of its kind. A
# name begins as a school's less often than a UAI is one; a status must be nearly always one, for
# "oui" and "non" answer many questions.
_BY_CONTENT = (("uai", 0.6), ("commune", 0.6), ("name", 0.4), ("status", 0.9))

Row = Sequence[object]


@dataclass(frozen=True)
class Table:
    """A register found in a sheet.

    Attributes
    ----------
    top, bottom
        Index of the header's first row and of the first row below it (equal without a header).
    columns
        The contract's columns, each with its index in the rows.
    titles
        The same columns, each with its title as written.
    unread
        The titles of the other columns; where there is none, a `Note` "lettered-column".
    """

    top: int
    bottom: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unread: tuple[str | Note, ...] = ()


def filled(row: Row) -> list[tuple[int, object]]:
    """Give the cells of a row that hold anything, each with its column's index."""
    return [
        (index, cell)
        for index, cell in enumerate(row)
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
    headers = [header for index in head for header in _headers(grid, index, chosen)]
    # The best header first; the next where the cells below refute it (a legend, a summary).
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


def _headers(grid: Grid, top: int, chosen: Mapping[str, str]) -> list[_Header]:
    """Read a row as a header, alone and together with the row below it."""
    first = _titles(grid[top])
    if not first or _content_n(grid[top], chosen) > 1:
        return []
    alone = _header(top, top + 1, first, chosen)
    headers = [alone] if alone.weight > 0 else []
    second = _titles(grid[top + 1]) if top + 1 < len(grid) else {}
    if second and not _content_n(grid[top + 1], chosen):
        both = {
            place: f"{first.get(place, '')} {second.get(place, '')}".strip()
            for place in first.keys() | second.keys()
        }
        split = _header(top, top + 2, both, chosen, second)
        # The second row must bring a column or two: a first row of data may hold title words.
        if split.weight > alone.weight + 1:
            headers.append(split)
    return headers


def _content_n(row: Row, chosen: Mapping[str, str]) -> int:
    """Count what is content and no title in a row: yes or no, dates, figures, UAI."""
    cells = filled(row[:_WIDEST])
    boxes = any(_names_the_school(cell) for _, cell in cells)
    contents = {
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
    return len(contents)


def _names_the_school(cell: object) -> bool:
    """Know the titles beside which "En projet" is a title too: "UAI", "École"."""
    if not isinstance(cell, str):
        return False
    column, likely = title_of(cell)
    return column in {"uai", "name"} and likely > _EXACT_FROM


def _titles(row: Row) -> dict[int, str]:
    """Give the texts of a row that can be titles; figures and dates are content."""
    return {
        place: text
        for place, cell in filled(row[:_WIDEST])
        if isinstance(cell, str) and (text := cell_text(cell))
    }


def _header(
    top: int,
    bottom: int,
    titles: Mapping[int, str],
    chosen: Mapping[str, str],
    below: Mapping[int, str] | None = None,
) -> _Header:
    places: dict[str, list[tuple[float, int]]] = {}
    for place, title in titles.items():
        column, likely = _meaning(title, (below or {}).get(place, ""), chosen)
        if column:
            places.setdefault(column, []).append((-likely, place))
    ordered = {
        column: [place for _, place in sorted(candidates)] for column, candidates in places.items()
    }
    weight = sum(_WEIGHTS.get(column, _OTHER_WEIGHT) for column in ordered)
    # Between headers of the same columns: exact titles rather than likely ones, and few columns
    # of one meaning rather than many, which a row of data has.
    likely = -sum(min(candidates)[0] for candidates in places.values()) / 100
    repeated = min(1.0, 0.02 * sum(len(candidates) - 1 for candidates in places.values()))
    return _Header(top, bottom, titles, ordered, weight + likely - repeated if places else 0)


def _meaning(title: str, below: str, chosen: Mapping[str, str]) -> tuple[str, float]:
    bare = plain(title)
    for column, wanted in chosen.items():
        if wanted and wanted in {bare, plain(below)}:
            return column, 9.0
    meaning, likely = title_of(title)
    if not meaning and below:
        meaning, likely = title_of(below)
    # What the user has said is elsewhere isn't here, whatever the title.
    return ("", 0.0) if meaning in chosen else (meaning or "", likely)


def _confirmed(
    grid: Grid, rows: Sequence[int], header: _Header, known: Known, chosen: Mapping[str, str]
) -> Table | None:
    """Keep of a header's columns those whose cells are what the title says."""
    sample = [grid[index] for index in rows if index >= header.bottom][:_SAMPLE]
    boxes = _boxes(header, sample, chosen)
    columns: dict[str, int] = {}
    for column, candidates in header.places.items():
        columns_left = [index for index in candidates if index not in boxes.values()]
        if not columns_left:
            continue
        # The cells choose among titles of one meaning; the better title where they are even.
        said_by_user = column in chosen
        fits = [
            said_by_user or fitness(column, _cells(sample, index), known) for index in columns_left
        ]
        if max(fits) > 0:
            columns[column] = columns_left[fits.index(max(fits))]
    columns |= boxes
    _by_content(columns, sample, known, header)
    if not _is_register(columns):
        return None
    if not {"uai", "name"} & columns.keys() and not _one_each(_cells(sample, columns["commune"])):
        return None  # many rows a commune: they are schools, and nothing says which
    titles = {column: header.titles.get(index, "") for column, index in columns.items()}
    table = Table(header.top, header.bottom, columns, titles)
    return replace(table, unread=_unread(columns, sample, header.titles))


def _boxes(header: _Header, sample: Sequence[Row], chosen: Mapping[str, str]) -> dict[str, int]:
    """Find the columns to tick, unless the user says where the status is."""
    if "status" in chosen:
        return {}
    taken = {index for column in chosen for index in header.places.get(column, [])}
    titles = {index: title for index, title in header.titles.items() if index not in taken}
    boxes = tick_columns(titles, lambda index: _cells(sample, index))
    return {column: index for column, index in boxes.items() if column not in chosen}


def _unread(
    columns: Mapping[str, int], sample: Sequence[Row], titles: Mapping[int, str]
) -> tuple[str | Note, ...]:
    """Name the columns that nothing was taken from, in their order."""
    unread: list[str | Note] = []
    for index in sorted({*titles, *_used(sample)} - set(columns.values())):
        title = titles.get(index) or Note("lettered-column", letters=_letters(index))
        if title not in unread:
            unread.append(title)
    return tuple(unread)


def _letters(index: int) -> str:
    """Name a column as a spreadsheet does."""
    before, last = divmod(index, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def _is_register(columns: Mapping[str, int]) -> bool:
    tied = not columns.keys().isdisjoint(("uai", "name", "commune"))
    return tied and ("solution" in columns or _says_status(columns))


def _says_status(columns: Collection[str]) -> bool:
    return any(column.startswith("status") for column in columns)


def _by_content(
    columns: dict[str, int], sample: Sequence[Row], known: Known, header: _Header | None
) -> None:
    """Recognise by their cells the columns that no title told."""
    taken = set(columns.values())
    free = [index for index in _used(sample) if index not in taken]
    is_register = _is_register(columns) or header is None
    for column, enough in _BY_CONTENT:
        if column in columns or (column in {"commune", "name"} and not is_register):
            continue
        if column == "status" and (
            "solution" in columns or "uai" not in columns or _says_status(columns)
        ):
            continue
        kind = "called_school" if column == "name" else column
        shares = [(fitness(kind, _cells(sample, index), known), -index) for index in free]
        if shares and max(shares)[0] >= enough:
            columns[column] = -max(shares)[1]
            free.remove(columns[column])
    # An "ENT" column full of names of solutions is the solution, and the status is implied.
    if "solution" not in columns and "status" in columns:
        cells = _cells(sample, columns["status"])
        if share(cells, is_solution) > MOST > share(cells, is_status):
            columns["solution"] = columns.pop("status")


def _headless(grid: Grid, rows: Sequence[int], known: Known) -> Table | None:
    """Recognise a table without titles by its UAI and by words that are all statuses."""
    sample = [grid[index] for index in rows[:_SAMPLE]]
    columns: dict[str, int] = {}
    _by_content(columns, sample, known, None)
    if "uai" not in columns or not _is_register(columns):
        return None
    unread = _unread(columns, sample, {})
    return Table(rows[0], rows[0], columns, dict.fromkeys(columns, ""), unread)


def _one_each(cells: Sequence[object]) -> bool:
    return len({loose_commune_key(cell_text(cell)) for cell in cells}) > _DISTINCT * len(cells)


def _used(sample: Sequence[Row]) -> list[int]:
    """Give the indices of the columns that hold anything in the sample, the first of very many."""
    used = {index for row in sample for index, _ in filled(row[:_WIDEST])}
    return sorted(used)[:_MOST_COLUMNS]


def _cells(sample: Sequence[Row], index: int) -> list[object]:
    cells = [row[index] for row in sample if index < len(row)]
    return [cell for cell in cells if cell is not None and str(cell).strip()]
