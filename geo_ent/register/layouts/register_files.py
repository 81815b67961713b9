"""The files of a register, sheet by sheet: the tables found in them, and each of their rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo_ent.register.answers import Answer
from geo_ent.register.corrected.unfolding import Unfolded, unfold
from geo_ent.register.layouts.cell_kinds import CellKinds, Known
from geo_ent.register.layouts.exports.joined_sheets import joined
from geo_ent.register.layouts.file_questions import questions_of
from geo_ent.register.layouts.imposed_titles import (
    IGNORED,
    Titles,
    imposed_titles,
    is_answered,
)
from geo_ent.register.layouts.legends import find_legend
from geo_ent.register.layouts.refusals import Nearest, nearest_in
from geo_ent.register.layouts.sheet_tables import Table, find_tables
from geo_ent.register.layouts.table_rows import TableRows, sheet_section
from geo_ent.register.layouts.title_meaning import year_of
from geo_ent.register.name_matching import Directory
from geo_ent.register.register_row import Line, ReasonCode
from geo_ent.register.sheet_orders import (
    SheetKey,
    SheetOrder,
    choosable_titles,
    is_of,
    over,
    together,
    unbound_titles,
)
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text, filled
from geo_ent.tables.files import Grid, Sheet, read_sheets
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

_LIST = 3  # schools from which a sheet lists them
_SHARED = 0.2  # share of them on the other sheets from which it is a directory, or the same again

_SMALL = 30  # rows of a sheet that only says what the others are


@dataclass
class RegisterFiles:
    """The files of a register, sheet by sheet.

    Attributes
    ----------
    paths, wanted, directory, orders
        The files, the user's own column -> title, the schools, and what is ordered of sheets.
    columns, unread
        By sheet, filled while `lines` goes through them: what was taken, and the other titles.
    tables
        The tables of each sheet.
    notes
        What is to be said of a sheet: hidden, its formulas never computed, filled down …
    questions
        What a sheet's columns leave open.
    sheets, answers, imposed
        The sheets as they stand, and what was answered in a corrected register: of rows, and of
        the columns of a sheet.
    titles
        By sheet: those by which a column can be named.
    unmet
        The orders that are of no sheet.
    """

    paths: Sequence[Path]
    wanted: Titles
    directory: Directory
    orders: Sequence[SheetOrder] = ()
    columns: dict[SheetKey, dict[str, str]] = field(default_factory=dict)
    unread: dict[SheetKey, tuple[str | Note, ...]] = field(default_factory=dict)
    tables: dict[SheetKey, list[Table]] = field(default_factory=dict)
    notes: list[tuple[SheetKey, Note]] = field(default_factory=list)
    questions: list[tuple[SheetKey, Note]] = field(default_factory=list)
    sheets: dict[SheetKey, Sheet] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    imposed: dict[SheetKey, dict[str, str | list[str]]] = field(default_factory=dict)
    titles: dict[SheetKey, tuple[str, ...]] = field(default_factory=dict)
    unmet: list[SheetOrder] = field(default_factory=list)
    _of_sheet: dict[SheetKey, SheetOrder] = field(default_factory=dict)
    _context: list[str] = field(default_factory=list)
    _nearest: list[Nearest] = field(default_factory=list)
    _named: defaultdict[SheetKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    _untold: dict[SheetKey, set[str]] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """Go through every row that holds anything; those to be tied have no outcome yet."""
        known = _known(self.directory)
        self.unmet = list(self.orders)
        names = _distinct([path.name for path in self.paths])
        for path, name in zip(self.paths, names, strict=True):
            unfolded = unfold(read_sheets(path), name)
            self.answers += unfolded.answers
            self.imposed |= unfolded.columns
            self._bind_orders(unfolded)
            told = [(file, sheet) for file, sheet in unfolded.sheets
                    if not self._of_sheet[file, sheet.name].is_unwanted]  # fmt: skip
            kinds = CellKinds(known, find_legend(sheet.rows for _, sheet in told))
            self._context = _context(told, kinds)
            joins = _joined([sheet for _, sheet in told])
            shown = any(not sheet.hidden and sheet.rows for _, sheet in unfolded.sheets)
            for file, sheet in unfolded.sheets:
                yield from self._lines_of(file, sheet, joins, kinds, shown=shown)
        self._ask_about_lists()

    def _bind_orders(self, unfolded: Unfolded) -> None:
        """Tell which orders are of which sheet of a file."""
        keys = [(file, sheet.name) for file, sheet in unfolded.sheets]
        for key in keys:
            orders = [o for o in self.orders if is_of(o, key, keys, unfolded.formerly)]
            self._of_sheet[key] = together(orders, key)
            self.unmet = [order for order in self.unmet if order not in orders]

    def _lines_of(
        self, file: str, sheet: Sheet, joins: Mapping[str, Grid], kinds: CellKinds, *, shown: bool
    ) -> Iterator[Line]:
        """Go through a sheet's rows, whether it is read or left out."""
        key = file, sheet.name
        self.sheets[key], order = sheet, self._of_sheet[key]
        if order.is_unwanted:
            self.notes.append((key, Note("unwanted-sheet")))
            yield from self._left_out(key, sheet.rows, "unwanted-sheet", kinds)
            return
        self.notes += [(key, note) for note in sheet.notes]
        if sheet.hidden and shown and not order.is_tried:
            # What its keeper has put out of sight is no longer what they say.
            self.notes.append((key, Note("sheet-hidden")))
            yield from self._left_out(key, sheet.rows, "hidden-sheet", kinds)
            return
        lines = self._sheet_lines(key, joins.get(sheet.name, sheet.rows), kinds)
        yield from _as_written(lines, sheet) if sheet.name in joins else lines

    def _left_out(
        self, key: SheetKey, grid: Grid, why: ReasonCode, kinds: CellKinds
    ) -> Iterator[Line]:
        """Make the rows of a sheet that isn't read, whose titles can be chosen all the same."""
        rows = [index for index, row in enumerate(grid) if filled(row)]
        self.columns[key], self.unread[key] = {}, ()
        self.titles[key] = choosable_titles([nearest_in(grid, rows, kinds, {}).header])
        yield from _left_out(key, grid, why)

    def _orders(self, key: SheetKey) -> Titles:
        """Give the titles that are said of a sheet, its own orders over all else."""
        # The project file wins over a corrected register: it is where a choice is changed again.
        return over(over(self.wanted, self.imposed.get(key, {})), self._of_sheet[key].columns)

    def _sheet_lines(self, key: SheetKey, grid: Grid, kinds: CellKinds) -> Iterator[Line]:
        rows = [index for index, row in enumerate(grid) if filled(row)]
        section = sheet_section(key[1], (), kinds)
        wanted = imposed_titles(self._orders(key), grid)
        tables = find_tables(grid, rows, kinds, wanted, told=bool(section.title))
        if not tables:
            tables = self._told_tables(key, grid, rows, kinds, wanted)
        self._named[key] |= _names_in(tables, grid, rows)
        self.tables[key] = tables
        self.columns[key] = _merged(tables)
        self.unread[key] = tuple(_distinct_notes(note for table in tables for note in table.unread))
        self.titles[key] = choosable_titles(table.all_titles(grid) for table in tables)
        self._ask_about_orders(key, tables, grid)
        if not tables:
            if rows:
                self._nearest.append(nearest_in(grid, rows, kinds, {}))
                self.titles[key] = choosable_titles([self._nearest[-1].header])
            yield from _left_out(key, grid, "no-table")
            return
        top = min(table.top for table in tables)
        above = [index for index in rows if index < top]
        for index in above:
            line = Line(*key, index + 1, {"name": filled(grid[index])[0][1]}, raw=grid[index])
            yield line.settle("not_school", "above-table")
        texts = [cell_text(cell) for index in above for _, cell in filled(grid[index])]
        texts += self._context
        headers: set[int] = set()
        for table in tables:
            for line in self._table_lines(key, grid, rows, table, kinds, texts):
                # Tables side by side have their titles in one row, which is told once.
                is_header = line.reason.code == "header"
                if not (is_header and line.row in headers):
                    yield line
                headers |= {line.row} if is_header else set()

    def _table_lines(
        self,
        key: SheetKey,
        grid: Grid,
        rows: Sequence[int],
        table: Table,
        kinds: CellKinds,
        texts: Sequence[str],
    ) -> Iterator[Line]:
        """Go through a table's rows, under the titles that are its own, else the sheet's."""
        alone = not table.choice.says_status and "start" not in table.columns
        own = texts if table.over is None else table.over
        section = sheet_section(key[1], own, kinds, alone=alone)
        if alone and not section.title:
            # A list of schools below another table, with nothing that says what it lists.
            self.questions.append((key, Note("untold-table", row=table.top + 1)))
        below = [grid[index] for index in rows if table.bottom <= index < table.last]
        orders = self._orders(key)
        wanted = imposed_titles(orders, grid)
        # What the user has said of a column isn't asked again.
        open_notes = (note for note in questions_of(table, below)
                      if not is_answered(note, orders, wanted))  # fmt: skip
        self.questions += [(key, note) for note in open_notes]
        year = year_of(key[1])
        for line in TableRows(key, grid, table, kinds, section).lines(rows):
            if year and not section.title:
                line.year, line.year_day = year.year, year.day
            yield line

    def _told_tables(
        self,
        key: SheetKey,
        grid: Grid,
        rows: Sequence[int],
        kinds: CellKinds,
        wanted: Mapping[str, str],
    ) -> list[Table]:
        """Read "PAS D'ENT" over a plain list of schools: it says of all what no column does."""
        tables = find_tables(grid, rows, kinds, wanted, told=True)
        if any(self._told_above(table, grid, rows, kinds) for table in tables):
            return tables
        self._untold[key] = _names_in(tables, grid, rows)
        return []

    def _ask_about_orders(self, key: SheetKey, tables: Sequence[Table], grid: Grid) -> None:
        """Ask about what is ordered of a sheet and can't be followed in it."""
        order, sheet = self._of_sheet[key], key[1] or key[0]
        for column, title in unbound_titles(order, tables, grid).items():
            note = Note("ordered-title-absent", sheet=sheet, column=column, title=title)
            self.questions.append((key, note))
        if not tables and (order.is_tried or order.columns.keys() - {IGNORED}):
            self.questions.append((key, Note("ordered-no-table", sheet=sheet)))

    def _ask_about_lists(self) -> None:
        """Ask about the sheets of schools that no other sheet has, and that nothing is said of."""
        for key, names in self._untold.items():
            others = {name for (file, _), known in self._named.items() if file == key[0]
                      for name in known}  # fmt: skip
            if self._of_sheet[key].is_tried:
                continue  # already asked about
            if others and len(names) >= _LIST and len(names & others) < _SHARED * len(names):
                self.questions.append((key, Note("untold-sheet")))

    def _told_above(self, table: Table, grid: Grid, rows: Sequence[int], kinds: CellKinds) -> bool:
        """Tell whether a title above a table that has no status says it of all its rows."""
        above = [grid[index] for index in rows if index < table.top]
        texts = table.over or [cell_text(cell) for row in above for _, cell in filled(row)]
        return bool(sheet_section("", texts, kinds, alone=True).title)

    def nothing_seen(self) -> str:
        """Say that no sheet holds a register, and what was seen instead."""
        if not any(filled(row) for sheet in self.sheets.values() for row in sheet.rows):
            return (
                f"{', '.join(map(str, self.paths))} : rien n’y est écrit ; donnez le registre une "
                "fois qu’il est enregistré."
            )
        nearest = max(self._nearest, key=lambda near: near.score, default=None)
        titles = ", ".join(f"« {title} »" for title in nearest.titles) if nearest else "rien"
        return (
            f"{', '.join(map(str, self.paths))} : aucun tableau d’ENT reconnu ; on attend une "
            "ligne de titres avec au moins « UAI » (ou « École » et « Commune ») et « ENT ». "
            f"Vu de plus proche : {titles or 'rien'}. {nearest.advice if nearest else ''}"
            f"{self._unwanted()}"
        ).strip()

    def _unwanted(self) -> str:
        """Say which sheets were left out by order, since one of them may be the register."""
        names = [f"« {sheet or file} »" for (file, sheet), order in self._of_sheet.items()
                 if order.is_unwanted]  # fmt: skip
        return f" Écarté à votre demande : {', '.join(names)}." if names else ""


def _joined(sheets: Sequence[Sheet]) -> dict[str, Grid]:
    """Put together the sheets of a database, where no two of the file have one name."""
    grids = {sheet.name: sheet.rows for sheet in sheets}
    return joined(grids) if len(grids) == len(sheets) else {}


def _as_written(lines: Iterable[Line], sheet: Sheet) -> Iterator[Line]:
    """Give the rows that were put together from several sheets their own cells."""
    for line in lines:
        line.raw = sheet.rows[line.row - 1]
        yield line


def _names_in(tables: Sequence[Table], grid: Grid, rows: Sequence[int]) -> set[str]:
    """Give what the schools of tables are called there, by their code else by their name."""
    names: set[str] = set()
    for table in tables:
        column = table.columns.get("uai")
        if column is None and "commune" in table.columns:  # a legend has names too
            column = table.columns.get("name")
        below = (grid[index] for index in rows if table.bottom <= index < table.last)
        if column is not None:
            names |= {plain(cell_text(row[column])) for row in below if column < len(row)}
    return names - {""}


def _context(sheets: Iterable[tuple[str, Sheet]], kinds: CellKinds) -> list[str]:
    """Give the one product that a small sheet about the others names: "Gamme | Beneylu School"."""
    products: list[str] = []
    for _, sheet in sheets:
        cells = [cell for row in sheet.rows[: _SMALL + 1] for _, cell in filled(row)]
        small = len(sheet.rows) <= _SMALL and len(cells) <= 3 * _SMALL
        if small and not any("uai" in kinds.of(cell) for cell in cells):
            # Beside a school's name or its commune, a product is that school's.
            title_cells = [cell for row in sheet.rows if not _is_of_a_school(row, kinds)
                    for _, cell in filled(row)]  # fmt: skip
            named = [cell_text(cell) for cell in title_cells if "solution" in kinds.of(cell)]
            products += named if len(set(named)) == 1 else []
    return products


def _is_of_a_school(row: Sequence[object], kinds: CellKinds) -> bool:
    return any(kinds.of(cell) & {"named", "commune"} for _, cell in filled(row))


def _left_out(key: SheetKey, grid: Grid, why: ReasonCode) -> Iterator[Line]:
    """Make the rows of a sheet that isn't read."""
    for index, row in enumerate(grid):
        if cells := filled(row):
            line = Line(*key, index + 1, {"name": cells[0][1]}, raw=row)
            yield line.settle("ignored", why)


def _known(directory: Directory) -> Known:
    schools = directory.by_uai.values()
    return Known(
        directory.by_uai.keys(),
        {loose_commune_key(school.commune) for school in schools},
        {plain(school.title) for school in schools},
        {school.name.core for school in schools},
    )


def _distinct_notes(notes: Iterable[str | Note]) -> list[str | Note]:
    distinct: list[str | Note] = []
    for note in notes:  # a note can't be hashed: its fields are a dict
        if note not in distinct:
            distinct.append(note)
    return distinct


def _merged(tables: Sequence[Table]) -> dict[str, str]:
    """Put the columns of a sheet's tables together, the first table's where they differ."""
    merged: dict[str, str] = {}
    for table in tables:
        titles = {column: table.names.get(index, "") for column, index in table.columns.items()}
        for index, status in table.choice.wide.boxes.items():
            titles.setdefault(f"status_{status}", table.names.get(index, ""))
        # Not columns of the contract, but what a reader must be told was read.
        wide = table.choice.wide
        years = [index for columns in wide.years.values() for index in columns]
        series_columns = {"years": years, "products": [*wide.products], "classes": [*wide.grades]}
        for series, indexes in series_columns.items():
            if indexes:
                titles[series] = ", ".join(table.title(index) for index in sorted(indexes))
        merged = titles | merged
    return merged


def _distinct(names: Sequence[str]) -> list[str]:
    """Tell apart the files of the same name in several folders."""
    return [
        name if names.count(name) == 1 else f"{name} ({names[: place + 1].count(name)})"
        for place, name in enumerate(names)
    ]
