"""The tables of a sheet: where their titles are, what their columns hold, where they end."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from geo_ent.register.layouts.cell_kinds import STATUS_KINDS, CellKinds
from geo_ent.register.layouts.column_choice import Choice, choose_columns
from geo_ent.register.layouts.header_rows import Header, possible_headers, titles_in
from geo_ent.register.layouts.imposed_titles import BETWEEN
from geo_ent.register.layouts.title_meaning import (
    Title,
    called,
    column_scores,
    ent_likelihood,
    letters,
    year_of,
)
from geo_ent.schools.portal_titles import is_of_portal
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text, filled
from geo_ent.tables.files import Grid
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

_SAMPLE = 400  # rows by which readings of a sheet are compared; the best is then held to all
_DISTINCT = 0.9  # share of distinct communes over which a table has one row a commune
_HEADLESS_STATUS = 0.85
_LEAST_TITLES = 2  # titles that make a line below a header the header of another table
_WIDEST = 2000
_LOST_GROUP = 1.0  # what a reading loses that sets aside the titles of groups of alike columns
_LOST_ROW = 1.5  # what a title costs a reading that looks like the cells below it
_NO_TITLES = 2.0  # what a reading without titles loses where a row could be titles
_HALF = 0.5
_LINES_OVER = 3  # rows above a header that may hold the titles of tables side by side
_NUMBER_BEFORE = re.compile(r"^\W*(?:\d{1,2}|[IVX]+|[A-Fa-f])\s*[.)°/–-]+\s*(?=\w{3})")
_BESIDE_A_NAME = {"commune", "yes", "no", "planned", "solution"}
_OF_DATA = {"commune", "epci", "school", "solution", "yes", "no", "planned", "date", "number",
            "uai-like", "mark", "grade", "address"}  # fmt: skip

Row = Sequence[object]


@dataclass(frozen=True)
class Table:
    """A register found in a sheet.

    Attributes
    ----------
    top, bottom, last
        Index of the header's first row, of the first row below it (equal without a header), and
        of the row below the table's last.
    choice
        What its columns hold.
    first, end
        Its first column and the one after its last: tables may stand side by side.
    over
        The titles that are its own, of several tables in a sheet; None where those of the sheet
        are its.
    """

    top: int
    bottom: int
    last: int
    choice: Choice
    first: int = 0
    end: int = _WIDEST
    over: tuple[str, ...] | None = None

    @property
    def columns(self) -> Mapping[str, int]:
        """The contract's columns, each with its index in the rows."""
        return self.choice.columns

    @property
    def titles(self) -> dict[str, str]:
        """The contract's columns, each with its title as written."""
        return {column: self.title(index) for column, index in self.columns.items()}

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What each column that has a title is called, as no other of the table is."""
        return called(self.choice.titles)

    def all_titles(self, grid: Grid) -> dict[int, Title]:
        """Give the titles of every column; of a wide table, not all are looked at."""
        lines = titles_in(grid[self.top : self.bottom])
        own = {index: title for index, title in lines.items() if self.first <= index < self.end}
        return own | dict(self.choice.titles)

    def title(self, index: int) -> str:
        """Give a column's title as written; "" where it has none."""
        title = self.choice.titles.get(index)
        return (title.own or title.group) if title else ""

    @property
    def unread(self) -> tuple[str | Note, ...]:
        """The titles of the columns that nothing was taken from, in their order."""
        taken = {*self.columns.values(), *self.choice.wide.columns, self.choice.classes}
        taken |= self.choice.counts.wholes if self.choice.counts else set()
        unread: list[str | Note] = []
        for index in sorted(self.choice.titles):
            if index in taken or not (self.title(index) or self.choice.profiles[index].filled_n):
                continue
            title = self.title(index) or Note("lettered-column", letters=letters(index))
            if title not in unread:
                unread.append(title)
        return tuple(unread)


def find_tables(
    grid: Grid,
    rows: Sequence[int],
    kinds: CellKinds,
    wanted: Mapping[str, str] | None = None,
    *,
    told: bool = False,
) -> list[Table]:
    """Find the registers of a sheet: the best reading of it, and those beside and below.

    Parameters
    ----------
    grid
        The sheet.
    rows
        The indexes of its rows that hold anything.
    kinds
        Tells what cells look like here.
    wanted
        The user's own column -> title, which wins over what is recognised.
    told
        Whether the sheet's name or a title above says the status, so that no column need.
    """
    chosen = {column: BETWEEN.join(map(plain, title.split(BETWEEN)))
              for column, title in (wanted or {}).items()}  # fmt: skip
    # Who says which column has the day of the opening says that such a day is an ENT.
    told = told or bool(chosen.get("start"))
    best: Table | None = None
    seen: list[Mapping[int, Title]] = []
    headers = _headers(grid, rows, kinds, chosen)
    for header in headers:
        if header.titles in seen:
            continue  # the same titles on the next page: what is between would be lost
        seen.append(header.titles)
        below = [grid[index] for index in rows if index >= header.bottom]
        choice = choose_columns(
            header.titles, telling_rows(_sample(below), header.titles), kinds, chosen
        )
        lost_n = sum(_is_school_row(grid[index], kinds) for index in rows if index < header.top)
        if header.top == header.bottom and len(headers) > 1:
            choice.score -= _NO_TITLES
        if _is_group_lost(header, headers, choice):
            choice.score -= _LOST_GROUP
        choice.score -= _LOST_ROW * (_data_n(header, choice, kinds) + lost_n)
        table = Table(header.top, header.bottom, len(grid), choice)
        better = best is None or choice.score > best.choice.score
        if better and _is_register(table, grid, rows, told=told):
            best = table
    if best is None:
        return []
    tables: list[Table] = []
    for part in _side_by_side(best, grid, rows, kinds, chosen):
        tables += _one_below_another(part, grid, rows, kinds, chosen)
    return tables


def _headers(
    grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> list[Header]:
    headers = list(possible_headers(grid, rows, kinds, chosen))
    # The annuaire without an ENT is no register, whatever its cells look like without their titles.
    if any(is_of_portal({title.own for title in header.titles.values()}) for header in headers):
        return headers
    # Without titles, all is told by the cells.
    return [*headers, Header(rows[0], rows[0], {})] if rows else headers


def _is_school_row(row: Row, kinds: CellKinds) -> bool:
    """Tell a row that names a school, with its UAI or with its commune or a status beside."""
    of_row = [kinds.of(cell) for _, cell in filled(row)]
    if any("uai" in of_cell for of_cell in of_row):
        return True
    if len(of_row) > 1 and any("named" in of_cell for of_cell in of_row):
        return True
    named = any("school" in of_cell for of_cell in of_row)
    return named and sum(bool(of_cell & _BESIDE_A_NAME) for of_cell in of_row) > 1


def telling_rows(rows: Sequence[Row], titles: Mapping[int, Title]) -> list[Row]:
    """Leave out the rows that repeat the titles: pages pasted one below another have them."""
    words = {plain(title.own) for title in titles.values() if title.own}

    @cache  # a long register says the same few words in thousands of rows
    def is_title(text: str) -> bool:
        return plain(cell_text(text)) in words

    telling = []
    for row in rows:
        cells = [cell for _, cell in filled(row)]
        if not _repeats(cells, is_title) and not _is_total(cells):
            telling.append(row)
    return telling


def _is_total(cells: Sequence[object]) -> bool:
    """Tell the counts of a pivot table, which tick nothing: "Total Bruz", "Bruz Total"."""
    first = plain(cell_text(cells[0])) if cells else ""
    return first.startswith(("total ", "sous total", "grand total")) or first.endswith(" total")


def _repeats(cells: Sequence[object], is_title: Callable[[str], bool]) -> bool:
    again = sum(isinstance(cell, str) and is_title(cell) for cell in cells)
    return again > 1 and again >= _HALF * len(cells)


def _data_n(header: Header, choice: Choice, kinds: CellKinds) -> int:
    """Count the titles that look like what stands below them: a row of data taken for titles."""
    count = 0
    for column, title in header.titles.items():
        named = column_scores(Title(title.own)) or year_of(title.own)
        if named or column in choice.wide.columns:
            continue
        profile = choice.profiles.get(column)
        alike = kinds.of(title.own) & _OF_DATA
        count += profile is not None and any(profile.share(kind) > _HALF for kind in alike)
    return count


def _sample(rows: Sequence[Row]) -> Sequence[Row]:
    """Take rows from all over a long sheet: its first ones may all be alike."""
    step = max(1, len(rows) // _SAMPLE)
    return rows[::step]


def _is_register(table: Table, grid: Grid, rows: Sequence[int], *, told: bool) -> bool:
    choice = table.choice
    if not choice.names_schools or not (choice.says_status or told or _is_dated(table)):
        return False
    if table.top == table.bottom and not told and not _is_clear(choice):
        return False
    if table.top == table.bottom and _has_a_title_above(table, grid, rows):
        return False
    if "name" in choice.columns and not _names_alone(choice):
        return False
    if {"uai", "name", "epci", "rpi"} & choice.columns.keys():
        return True
    # Many rows a commune: they are schools, and nothing says which.
    column = choice.columns["commune"]
    cells = [grid[i][column] for i in rows if i >= table.bottom and column < len(grid[i])]
    named = [cell for cell in map(cell_text, cells) if cell]
    return len(set(map(loose_commune_key, named))) > _DISTINCT * len(named)


def _names_alone(choice: Choice) -> bool:
    """Tell a column of schools' names from another text, where nothing else names a school."""
    if {"uai", "commune", "epci", "rpi"} & choice.columns.keys():
        return True
    index = choice.columns["name"]
    named = column_scores(choice.titles[index]).get("name", 0.0)
    return named > 0.9 or choice.profiles[index].share("school") > _HALF  # noqa: PLR2004 exact


def _is_dated(table: Table) -> bool:
    """Tell a table whose one word of the ENT is the day when it opened."""
    index = table.columns.get("start")
    title = table.choice.titles.get(index) if index is not None else None
    return title is not None and "uai" in table.columns and " ent" in f" {plain(title.whole)}"


def _is_group_lost(header: Header, headers: Sequence[Header], choice: Choice) -> bool:
    """Tell a reading of two columns "O/N" without the titles above that tell one from the other."""
    index = choice.columns.get("status")
    if index is None or index not in header.titles or header.titles[index].group:
        return False
    own = plain(header.titles[index].own)
    alike = [i for i, title in header.titles.items() if plain(title.own) == own]
    if len(alike) == 1 or not own:
        return False
    with_groups = (other.titles for other in headers if other.bottom == header.bottom)
    return any(
        len({titles[i].group for i in alike if i in titles} - {""}) > 1 for titles in with_groups
    )


def _has_a_title_above(table: Table, grid: Grid, rows: Sequence[int]) -> bool:
    """Tell "ENT du collège", or "2022-2023" over figures, in a table to be known without titles."""
    index = table.columns.get("status")
    if index is None:
        return False
    first = grid[rows[0]]
    text = cell_text(first[index]) if index < len(first) else ""
    return year_of(text) is not None or ent_likelihood(Title(text)) <= -1


def _is_clear(choice: Choice) -> bool:
    """Tell whether cells alone make a register: its UAI, and words that are all statuses."""
    status = choice.columns.get("status", choice.columns.get("solution"))
    if "uai" not in choice.columns or status is None:
        return False
    profile = choice.profiles[status]
    return max(profile.share("status"), profile.share("solution")) >= _HEADLESS_STATUS


def _side_by_side(
    table: Table, grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> list[Table]:
    """Part a header whose titles begin again at its right, with schools below them too."""
    apart = _with_and_without(table, grid, rows, kinds, chosen)
    starts = _beginnings(table)
    if apart or len(starts) < 2:  # noqa: PLR2004 one table
        return apart or [_whole(table, grid, rows, kinds, chosen)]
    ends = [*starts[1:], _WIDEST]
    parts = [
        _whole(replace(table, first=first, end=end), grid, rows, kinds, chosen)
        for first, end in zip([0, *starts[1:]], ends, strict=True)
    ]
    full = [part for part in parts if part.choice.names_schools and part.choice.says_status
            and {"uai", "name"} & part.columns.keys()]  # fmt: skip
    return full if len(full) == len(parts) else [_whole(table, grid, rows, kinds, chosen)]


def _with_and_without(
    table: Table, grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> list[Table]:
    """Part tables side by side that each say in a title of their own who stands below it.

    Beside the schools that have an ENT, with its name and its day, those that have none need no
    more than their names: the titles aren't the same, but for those that name a school.
    """
    named = {index: plain(title.own) for index, title in sorted(table.choice.titles.items())
             if title.own}  # fmt: skip
    first = next((word for word in named.values() if _is_of_school(word)), "")
    starts = [index for index, word in named.items() if first and word == first]
    if not starts:
        return []
    parts: list[Table] = []
    # What stands left of the first is its own too: a row that says something there alone is told.
    firsts = [0, *starts[1:]]
    for begin, start, end in zip(firsts, starts, [*starts[1:], _WIDEST], strict=True):
        over = _texts_over(table, grid, start, end)
        if not any(kinds.of(text) & STATUS_KINDS for text in over):
            return []
        own = {index: Title(title.own) for index, title in table.choice.titles.items()}
        choice = replace(table.choice, titles=own)
        part = replace(table, first=begin, end=end, over=over, choice=choice)
        parts.append(_whole(part, grid, rows, kinds, chosen))
    return (
        parts if len(parts) > 1 and all({"uai", "name"} & p.columns.keys() for p in parts) else []
    )


def _is_of_school(title: str) -> bool:
    scores = column_scores(Title(title))
    return max(scores.get(column, 0.0) for column in ("uai", "name", "commune")) > _HALF


def _texts_over(table: Table, grid: Grid, first: int, end: int) -> tuple[str, ...]:
    """Give the titles that stand above some of a table's columns, those of its groups too."""
    lines = grid[max(0, table.top - _LINES_OVER) : table.bottom - 1]
    texts = (text_without_number(cell_text(cell)) for line in lines
             for column, cell in filled(line) if first <= column < end)  # fmt: skip
    return tuple(dict.fromkeys(texts))


def _beginnings(table: Table) -> list[int]:
    """Give the columns where a run of titles begins that is met again further on."""
    named = [(index, plain(title.own)) for index, title in sorted(table.choice.titles.items())
             if title.own]  # fmt: skip
    words = [word for _, word in named]
    if len(words) < 4:  # noqa: PLR2004 two titles twice
        return []
    for length in range(len(words) // 2, 1, -1):
        for begin in range(len(words) - 2 * length + 1):
            run = words[begin : begin + length]
            if run == words[begin + length : begin + 2 * length] and _names_a_school(run):
                count = 1
                while words[begin + count * length : begin + (count + 1) * length] == run:
                    count += 1
                return [named[begin + part * length][0] for part in range(count)]
    return []


def _names_a_school(titles: Sequence[str]) -> bool:
    columns = {column for title in titles for column in column_scores(Title(title))}
    return bool(columns & {"uai", "name"}) and bool(columns - {"uai", "name", "commune"})


def _whole(
    table: Table, grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> Table:
    """Weigh a table's columns again by all of its rows, not by the sample."""
    inside = [
        [cell if table.first <= column < table.end else None for column, cell in enumerate(grid[i])]
        if table.first or table.end < _WIDEST else grid[i]
        for i in rows if table.bottom <= i < table.last
    ]  # fmt: skip
    titles = {column: title for column, title in table.choice.titles.items()
              if table.first <= column < table.end and (title.own or title.group)}  # fmt: skip
    inside = telling_rows(inside, titles)
    return replace(table, choice=choose_columns(titles, inside, kinds, chosen))


def _one_below_another(
    table: Table, grid: Grid, rows: Sequence[int], kinds: CellKinds, chosen: Mapping[str, str]
) -> list[Table]:
    """Part a table where other titles stand below: another one begins there."""
    again = {plain(title.own) for title in table.choice.titles.values() if title.own}
    starts = [
        index
        for index in rows
        if index > table.bottom and _is_another_header(grid[index], table, again, kinds)
    ]
    if not starts:
        return [table]
    whole = replace(table, last=starts[0])
    tables = [_whole(whole, grid, rows, kinds, chosen)]
    for index, last in zip(starts, [*starts[1:], table.last], strict=True):
        titles = {column: Title(text) for column, cell in filled(grid[index])
                  if table.first <= column < table.end and (text := cell_text(cell))}  # fmt: skip
        below = [grid[i] for i in rows if index < i < last]
        choice = choose_columns(titles, below, kinds, chosen)
        over = _titles_before(index, grid, rows)
        lower = Table(index, index + 1, last, choice, table.first, table.end, over or None)
        # Under titles of its own a day of refusal isn't read as the product of the table above.
        is_read = choice.says_status or over or _is_of_others(lower, tables[-1])
        if choice.names_schools and is_read:
            tables.append(lower)
        else:
            # Titles over nothing that is read: the rows stay with the table above.
            tables[-1] = replace(tables[-1], last=last)
    return tables


def _titles_before(index: int, grid: Grid, rows: Sequence[int]) -> tuple[str, ...]:
    """Give the title of a table below another: the one text of the row above its header."""
    before = max((row for row in rows if row < index), default=None)
    texts = {cell_text(cell) for _, cell in filled(grid[before])} if before is not None else set()
    return tuple(map(text_without_number, texts)) if len(texts) == 1 else ()


def _is_of_others(lower: Table, upper: Table) -> bool:
    """Tell whether a column that says something in the table above has another title below."""
    taken = [index for column, index in upper.columns.items()
             if column in {"status", "solution", "start", "end"}]  # fmt: skip
    taken += sorted(upper.choice.wide.columns)
    return any(plain(lower.title(index)) != plain(upper.title(index)) for index in taken)


def text_without_number(title: str) -> str:
    """Take off a title its number.

    Examples
    --------
    >>> text_without_number("2. Restant à équiper"), text_without_number("1 école")
    ('Restant à équiper', '1 école')
    """
    return _NUMBER_BEFORE.sub("", title)


def _is_another_header(row: Row, table: Table, again: set[str], kinds: CellKinds) -> bool:
    """Tell titles of another table below: at least two known ones, not those of this table."""
    cells = [(column, cell_text(cell)) for column, cell in filled(row)
             if table.first <= column < table.end]  # fmt: skip
    if len(cells) < _LEAST_TITLES + 1 or any(kinds.names_uai(text) for _, text in cells):
        return False
    known = {
        column
        for _, text in cells
        for column, likely in column_scores(Title(text)).items()
        if likely > 0.9  # noqa: PLR2004 exact titles only: cells hold words of titles
    }
    if len(known) < _LEAST_TITLES or not known & {"uai", "name"}:
        return False
    # A row of content may hold words of titles; a row of titles holds no day and no product.
    if any(kinds.of(text) & {"date", "number", "name alone"} for _, text in cells):
        return False
    same = sum(plain(text) in again for _, text in cells)
    return same <= len(cells) / 2 or {column for column, _ in cells} != {
        column for column, title in table.choice.titles.items() if title.own
    }
