"""The rows of a table, each with its cells by the contract's columns, and what stands above it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from geo_ent.register.cell_grammar import read_cell
from geo_ent.register.layouts.cell_kinds import STATUS_KINDS, CellKinds, is_ditto, is_number
from geo_ent.register.layouts.class_counts import counted, figure_at, in_words
from geo_ent.register.layouts.exports.wrapped_cells import day_of_seconds, unwrapped
from geo_ent.register.layouts.legends import STATUS_WORDS
from geo_ent.register.layouts.level_columns import by_level, level_columns
from geo_ent.register.layouts.repeats import NUMBERED, Repeats, repeats_of
from geo_ent.register.layouts.sheet_tables import Table, telling_rows, text_without_number
from geo_ent.register.layouts.title_meaning import says, year_of
from geo_ent.register.layouts.wide_columns import OTHERS
from geo_ent.register.layouts.year_runs import Run, Year, runs_of, with_plans
from geo_ent.register.register_row import Line
from geo_ent.register.tick_columns import TURNED, with_ticks
from geo_ent.register.vocabulary import product_at, solution_of, staff_tools, status_of
from geo_ent.schools.school_names import loose_commune_key
from geo_ent.tables.cells import cell_text, filled, is_empty
from geo_ent.tables.dates import dated
from geo_ent.tables.files import Grid
from geo_ent.tables.uai import looks_like_uai
from geo_ent.text.compare import plain

_TOTALS = ("total", "sous total", "totaux", "nombre", "nb ", "moyenne", "taux", "somme")
_SHORT_NAME = 4
_ACTS = {"on": "oui", "off": "non", "asked": "en projet", "dropped": "non"}
_NO_SCHOOL = re.compile(
    r"^(?:aucune?s?(?: (?:des )?(?:ecoles?|sites?|etablissements?|classes?))?|neant|zero|0 ecole|"
    r"pas d ecoles?)(?: (?:publiques?|a ce jour|pour l instant|pour le moment|de la commune|"
    r"concernees?|equipees?))*$"
)
_DENIES = re.compile(r"\b(?:ne|n|pas|non|sans|aucun\w*|jamais|refus\w*|hors|ni|not?|never)\b")
_PLACE = re.compile(
    r"^(?:la |les )?(?:commune|ville|mairie|secteur|communes?) (?:de |d |du |des |: )?"
)

Row = Sequence[object]


@dataclass
class Section:
    """What the titles above a row say of it: a commune, a status, a product.

    Attributes
    ----------
    commune, circonscription
        The place that a block's title names.
    title
        The title or the sheet's name that says a status or a product; "" for none.
    product
        The product that another title names, where `title` says a status.
    is_odd
        Whether `title` stands among titles that are statuses, and isn't understood itself.
    """

    commune: str = ""
    circonscription: str = ""
    title: str = ""
    product: str = ""
    is_odd: bool = False


@dataclass
class TableRows:
    """Makes the rows of a table, from the top: each may go back to those above it.

    Attributes
    ----------
    place
        The file's name and the sheet's.
    grid, table, kinds
        The sheet, one of its tables, and what tells what cells look like.
    section
        What stands above the table.
    """

    place: tuple[str, str]
    grid: Grid
    table: Table
    kinds: CellKinds
    section: Section = field(default_factory=Section)
    repeats: Repeats = field(default_factory=Repeats)
    _above: Line | None = None

    def lines(self, rows: Sequence[int]) -> Iterator[Line]:
        """Go through the rows of the table that hold anything, its titles first.

        Parameters
        ----------
        rows
            The indexes of the sheet's rows that hold anything.
        """
        table = self.table
        header, levels = _title_words(self.grid, table), level_columns(table)
        inside = [index for index in rows if table.top <= index < table.last]
        own_rows = {index: self._own(self.grid[index]) for index in inside}
        below = [row for index, row in own_rows.items() if index >= table.bottom]
        self.repeats = repeats_of(table, telling_rows(below, table.choice.titles), self.kinds)
        for index, row in own_rows.items():
            cells = [cell for _, cell in filled(row)]
            if not cells:
                continue
            if index < table.bottom:
                line = Line(*self.place, index + 1, {"name": cells[0]}, raw=row)
                yield line.settle("not_school", "header")
                continue
            line = self._line(index, row)
            self._set_aside(line, row, header)
            if not line.outcome:
                self._above = line
            yield from by_level(line, row, levels) if levels and not line.outcome else [line]

    def _own(self, row: Row) -> Row:
        table = self.table
        if not table.first and table.end >= len(row):
            return row
        return [cell if table.first <= column < table.end else None
                for column, cell in enumerate(row)]  # fmt: skip

    def _line(self, index: int, row: Row) -> Line:
        """Make a row's line, with what stands above it in its stead."""
        table, wide = self.table, self.table.choice.wide
        cells = {column: row[i] for column, i in table.columns.items() if i < len(row)}
        cells = {column: self._in_full(column, cell) for column, cell in cells.items()}
        counts = table.choice.counts
        if counts and counts.part == table.columns.get("status"):
            cells["status"] = counts.in_words(row) or cells.get("status")
        columns, titles = set(table.columns), table.titles
        if wide.boxes:
            cells |= _box_cells(cells, row, table, self.kinds)
            titles |= _box_titles(table)
            columns |= {f"status_{status}" for status in wide.boxes.values()}
        if wide.grades:
            cells |= _grade_cells(cells, row, table)
            columns.add("status")
        if wide.products:
            cells = _with_products(cells, row, table, self.kinds)
            columns |= {"status", "solution"}
            if {"school", "class"} & set(wide.boxes.values()) and cells.get("status") != "non":
                # Boxes say whether it is there; a product ticked beside them, only which.
                cells = {**cells, "status": self._cell(row, "status")}
        if "solution" in table.columns and says(table.titles["solution"], "labels"):
            part = _extent_among(self._cell(row, "solution"))
            cells["extent"] = cells.get("extent") or part
        act = self._act(cells, columns, row)
        self._complete(cells, columns, row)
        self._add_section(cells, columns)
        line = Line(*self.place, index + 1, with_ticks(cells, titles), outcome="", raw=row)
        line.columns = frozenset(columns)
        line.act = act
        line.of_class = self.repeats.class_column is not None and not act
        line.answered_at = self._answered_at(row)
        if wide.years:
            _read_years(line, row, table, self.kinds)
        return line

    def _answered_at(self, row: Row) -> str:
        column = self.repeats.answered_column
        if column is None or column >= len(row) or is_empty(row[column]):
            return ""
        cell = row[column]
        if isinstance(cell, dt.datetime):
            return cell.isoformat()
        try:
            date, _ = dated(cell)
        except ValueError:
            return ""
        times = re.findall(r"\d{1,2}:\d{2}(?::\d{2})?", cell_text(cell))
        return f"{date} {times[0].zfill(8) if times else ''}"

    def _cell(self, row: Row, column: str) -> object:
        index = self.table.columns.get(column)
        return row[index] if index is not None and index < len(row) else None

    def _act(self, cells: dict[str, object], columns: set[str], row: Row) -> str:
        """Say of an operation what it does to the school's ENT, and of which product it is."""
        operations = self.table.choice.operations
        if operations is None:
            return ""
        act = operations.of(row)
        if act in _ACTS:
            cells["status"] = _ACTS[act]
            # What was closed or refused was of a product, and contradicts nothing.
            if act in {"off", "dropped"}:
                cells.pop("solution", None)
        elif act == "unread":
            cells["status"] = operations.unread_state(row)
        if is_empty(cells.get("solution")) and act in {"on", "asked"}:
            places = {self.table.columns.get(name) for name in ("uai", "name", "commune")}
            texts = [cell_text(cell) for column, cell in filled(row) if column not in places]
            named = {names for text in texts for names in [_products_in(text)] if names}
            if len(named) == 1:
                cells["solution"] = named.pop()[0]
                columns.add("solution")
        return act or "other"

    def _complete(self, cells: dict[str, object], columns: set[str], row: Row) -> None:
        """Say in full what is told by a column besides: the extent, the nature, the one date."""
        of_place = columns & {"commune", "epci", "rpi"} and columns.isdisjoint(("status", "uai"))
        if of_place and _NO_SCHOOL.match(plain(cell_text(cells.get("name")))):
            # "Aucune", of a town's schools: none of them has one.
            cells["status"], cells["name"] = "non", "toutes les écoles"
            columns.add("status")
        other = cells.pop("solution_other", None)
        if not is_empty(other) and plain(cell_text(cells.get("solution"))) in {"", *OTHERS}:
            cells["solution"] = other
        extent, status = cells.pop("extent", None), cells.get("status")
        if not is_empty(extent) and self.kinds.of(status or "oui") & {"yes"}:
            column = "status" if "status" in columns else ""
            cells["status"] = f"{cell_text(status) if column else 'oui'} ({cell_text(extent)})"
            columns.add("status")
        if self.repeats.date_alone and "status" not in columns:
            # Where only the day of the opening is written, a day says that there is an ENT.
            start = cells.get("start")
            is_day = bool(self.kinds.of(start) & {"date", "year"}) and "planned" not in (
                self.kinds.of(start)
            )
            stage = self.repeats.stage_column
            step = row[stage] if stage is not None and stage < len(row) else ""
            written = "" if is_day else cells.pop("start", "")
            cells["status"] = "oui" if is_day else "non" if _is_dash(written) else written or step
            begun = any(
                index < len(row) and not is_empty(row[index]) for index in self.repeats.steps
            )
            if is_empty(cells["status"]) and (begun or not is_empty(cells.get("solution"))):
                # Asked for or ordered, and not there yet; unless "aucun ENT" stands for a product.
                answer = cell_text(cells.get("solution"))
                cells["status"] = answer if read_cell(answer).status == "none" else "en projet"
            columns.add("status")
        for column in self.repeats.dashes & cells.keys():
            if _is_dash(cells[column]):
                cells["status"] = "non"
                columns.add("status")

    def _in_full(self, column: str, cell: object) -> object:
        """Give what a cell stands for: the cell above for "idem", its meaning for a code."""
        cell = self._meant(column, unwrapped(cell))
        above = self._above.cells.get(column) if self._above else None
        if is_empty(cell):
            # Who groups schools by commune often writes it once, above them.
            return above if column == "commune" and self.repeats.grouped_commune else cell
        if not isinstance(cell, str) or above is None:
            return cell
        return above if is_ditto(cell) and (column != "uai" or plain(cell) != "id") else cell

    def _meant(self, column: str, cell: object) -> object:
        """Give what a cell means in its column: a code's words, a product among labels, a day."""
        if column in {"start", "end"}:
            return day_of_seconds(cell) or cell
        if column == "status":
            cell = self.kinds.legend.status(cell) or cell
            if self.repeats.numbered and isinstance(cell, str):
                cell = NUMBERED.sub("", cell)
            in_force = self.repeats.in_course and plain(cell_text(cell)) == "en cours"
            return "en service" if in_force else cell
        if column == "solution":
            cell = self.kinds.legend.solution(cell) or product_at(cell_text(cell)) or cell
            return _product_among(cell) if says(self.table.titles[column], "labels") else cell
        return cell

    def _add_section(self, cells: dict[str, object], columns: set[str]) -> None:
        section = self.section
        if "solution" not in columns and "status" in self.table.columns:
            # "Avancement PrimOT": the title of the statuses names the product.
            products = _products_in(self.table.titles["status"])
            if products and "yes" in self.kinds.of(cells.get("status")):
                cells["solution"] = products[0]
                columns.add("solution")
        if section.commune and is_empty(cells.get("commune")):
            cells["commune"] = section.commune
        if section.circonscription and is_empty(cells.get("circonscription")):
            cells["circonscription"] = section.circonscription
        self._add_product(cells, columns)
        if section.title and not self._is_product_of_some(columns):
            cells["section"] = section.title
            if section.is_odd:
                cells["section_odd"] = "oui"

    def _is_product_of_some(self, columns: set[str]) -> bool:
        """Tell a product over a table that says itself who has an ENT: it names only theirs."""
        return "status" in columns and "solution" in self.kinds.of(self.section.title)

    def _add_product(self, cells: dict[str, object], columns: set[str]) -> None:
        """Give the product that a title names to the rows that have an ENT."""
        section, product = self.section, self.section.product
        has_it = bool(self.kinds.of(section.title) & {"yes", "planned"})
        if self._is_product_of_some(columns):
            product, has_it = section.title, "yes" in self.kinds.of(cells.get("status"))
        if product and has_it and is_empty(cells.get("solution")):
            cells["solution"] = product
            columns.add("solution")

    def _set_aside(self, line: Line, row: Row, header: frozenset[str]) -> None:
        """Settle the rows below a header that are no school's."""
        _set_aside(line, row, header)
        if line.outcome:
            return
        cells = [cell for _, cell in filled(row)]
        texts = {cell_text(cell) for cell in cells if not is_number(cell)}
        text = next(iter(texts)) if len(texts) == 1 else ""
        if text and self._continues(text, row):
            line.settle("not_school", "continued", text=text)
        elif text and self._is_section(text, row, len(cells)):
            line.settle("not_school", "subheading", text=text)
        elif line.act == "other":
            line.settle("not_school", "other-service", text=line.text("status"))
        elif self.repeats.other_service(row):
            service = row[self.repeats.service_column or 0]
            line.settle("not_school", "other-service", text=cell_text(service))

    def _continues(self, text: str, row: Row) -> bool:
        """Read the end of a name that stands in the row below: a pasted table's line break."""
        name = self.table.columns.get("name")
        if name is None or self._above is None or name >= len(row) or is_empty(row[name]):
            return False
        begins = text[:1].islower() or text.startswith(("-", "("))
        if not begins or "uai" in self.kinds.of(text) or len(filled(row)) > 1:
            return False
        self._above.cells = {**self._above.cells, "name": f"{self._above.text('name')} {text}"}
        return True

    def _is_section(self, text: str, row: Row, cells_n: int) -> bool:
        """Read a title between the rows: one text alone, or with counts, that names no school."""
        of_text = self.kinds.of(text)
        if of_text & {"uai", "uai-like"} or not {"uai", "name"} & self.table.columns.keys():
            return False
        if cells_n > 1 and not of_text & {"commune", "epci"}:
            merged = len({cell_text(cell) for _, cell in filled(row)}) == 1
            if not merged:
                return False
        # In its column, a school that nothing is said of may stand alone.
        text = NUMBERED.sub("", text)
        if cells_n == 1 and self.table.choice.has_codes:
            # Where schools have their code, a name alone is the title of those below.
            self._open_section(text)
            return True
        name = self.table.columns.get("name")
        stands_as_name = name is not None and name < len(row) and not is_empty(row[name])
        if "school" in of_text and stands_as_name:
            return False
        known = read_section(self.section, text, self.kinds)
        if not known and not stands_as_name and cells_n == 1 and "uai" in self.table.columns:
            self._open_section(text)
            return True
        return known

    def _open_section(self, text: str) -> None:
        """Begin a block under a title; what one before it said doesn't hold any more."""
        if not read_section(self.section, text, self.kinds) and self.section.title:
            # Among titles that are statuses one that isn't understood is asked about.
            self.section.title, self.section.is_odd = text, True


def _product_among(cell: object) -> object:
    """Keep of the labels of a card those that are products: "ONE (green), Urgent" is ONE."""
    parts = [
        re.sub(r"\s*\([^)]*\)$", "", part.strip()) for part in re.split(r"[,;|]", cell_text(cell))
    ]
    products = [part for part in parts if part and solution_of(part)[1] and solution_of(part)[0]]
    return " + ".join(products)


def _extent_among(cell: object) -> str:
    """Give the label of a card that says how much of the school: "Quelques classes (yellow)"."""
    parts = [re.sub(r"\s*\([^)]*\)$", "", part) for part in re.split(r"[,;|]", cell_text(cell))]
    return next((part.strip() for part in parts if status_of(part.strip()) == "class"), "")


def _is_dash(cell: object) -> bool:
    """Tell a cell that is struck through, or a box left empty: "-", "–", "/", "☐"."""
    text = cell_text(cell)
    return bool(text) and not plain(text) and "?" not in text and not text.strip("-–—_/\\.☐□ ")


def read_section(section: Section, text: str, kinds: CellKinds) -> bool:
    """Take from a title what it says of the rows below; tell whether it says anything.

    Parameters
    ----------
    section
        What stood above, changed in place.
    text
        The title.
    kinds
        Tells communes and products.
    """
    text = text_without_number(text)
    bare = plain(text)
    place = _PLACE.sub("", bare)
    if "commune" in kinds.of(text) or loose_commune_key(place) in kinds.known.communes:
        section.commune = place if place != bare else text
        return True
    if re.match(r"^(?:circonscription|circo|ien)\b", bare):
        section.circonscription, section.commune = text, ""
        return True
    if kinds.of(text) & (STATUS_KINDS | {"solution"}):
        section.title, section.is_odd = text, False
        return True
    return False


def sheet_section(
    name: str, titles_above: Sequence[str], kinds: CellKinds, *, alone: bool = False
) -> Section:
    """Say what a sheet's name tells of all its rows: "Sans ENT", "e-primo"; a year tells nothing.

    Parameters
    ----------
    name
        The sheet's.
    titles_above
        The texts above its table: only a product is taken from them, and only where there is one.
    kinds
        Tells what they hold.
    alone
        Whether nothing else says who has an ENT: then a status is taken from the titles too.
    """
    section = Section()
    for text in titles_above:
        place = _PLACE.sub("", plain(text))
        if place != plain(text) and loose_commune_key(place) in kinds.known.communes:
            section.commune = place  # a sheet a commune
    products = {names[0] for text in titles_above for names in [_products_in(text)] if names}
    product = products.pop() if len(products) == 1 else ""
    name, *titles_above = map(text_without_number, (name, *titles_above))
    spoken = [text for text in titles_above if _says_section(text, kinds)]
    if _says_section(name, kinds):
        section.title = name
    elif alone and spoken:
        section.title = spoken[-1]
    else:
        section.title = product
    if section.title and "solution" not in kinds.of(section.title):
        section.product = product
    return section


def _is_of_another_thing(name: str) -> bool:
    """Tell a name that speaks of something else: "Sans cantine", "Courriels"."""
    if says(name, "other") and not says(name, "ent"):
        return True
    reading = read_cell(name)
    denies = reading.firm or _DENIES.search(plain(name))
    return reading.status == "none" and not denies


def _says_section(name: str, kinds: CellKinds) -> bool:
    """Tell a name that says something of the rows below; "F", "1" or "2023" say nothing."""
    of_name, year = kinds.of(name), year_of(name)
    if _is_of_another_thing(name):
        return False
    if "mark" in of_name or len(plain(name)) < _SHORT_NAME:
        return "solution" in of_name and name.isupper()
    if year is not None:
        # "Projets 2023" says what "2023" and "ENT 2023" don't.
        return bool(kinds.of(year.rest) & STATUS_KINDS)
    return bool(of_name & (STATUS_KINDS | {"solution"}))


def _products_in(text: str) -> tuple[str, ...]:
    """Name the one product of a title: "e-primo - état des abonnements", "Plan ONE 2023"."""
    if text.count("=") > 1:
        return ()  # a legend
    words = re.findall(r"[\w'’@+-]+", text)
    names: dict[str, None] = {}
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            named, known = solution_of(part)
            # A short name is also a word ("one"): as a product it is written in capitals.
            if named and known and (len(part) > _SHORT_NAME or part.isupper()):
                names.update(dict.fromkeys(named))
    return tuple(names) if len(names) == 1 else ()


def _box_cells(
    own: Mapping[str, object], row: Row, table: Table, kinds: CellKinds
) -> dict[str, object]:
    """Give each status the first cell ticked among its boxes, and the product named in one."""
    cells: dict[str, object] = {}
    for index, status in table.choice.wide.boxes.items():
        cell = row[index] if index < len(row) else None
        column = f"status_{status}"
        of_cell = kinds.of(cell)
        if index == table.choice.turned and "no" in of_cell:
            cells[TURNED] = cell
        if "solution" in of_cell and "mark" not in of_cell:
            if is_empty(own.get("solution")):
                cells.setdefault("solution", cell)
            beside = row[index + 1] if index + 1 < len(row) else None
            if kinds.of(beside) & {"date", "year"} and index + 1 != table.columns.get("start"):
                cells["start"] = beside
            cell = "x"
        if is_empty(cells.get(column)) or status_of(cell_text(cells[column])) in {
            "none",
            "unknown",
        }:
            cells[column] = cell if not is_empty(cell) else cells.get(column)
    parts = [i for i, status in table.choice.wide.boxes.items() if status == "class"]
    if any(_is_part(table.title(i)) and i < len(row) and "yes" in kinds.of(row[i]) for i in parts):
        cells.pop("status_school", None)
    return cells


def _grade_cells(own: Mapping[str, object], row: Row, table: Table) -> dict[str, object]:
    """Write the boxes of classes as a status: all of them, or those that are ticked."""
    grades = table.choice.wide.grades
    ticked = [
        table.title(index)
        for index in grades
        if index < len(row) and status_of(cell_text(row[index])) in {"school", "class"}
    ]
    if not ticked or not is_empty(own.get("status")):
        return {}
    every = len(ticked) == len(grades)
    return {"status": "toutes les classes" if every else ", ".join(ticked)}


def _is_part(title: str) -> bool:
    """Tell a box of some of those that the box before it ticks: "dont une partie des classes"."""
    return plain(title).startswith(("dont ", "si oui"))


def _box_titles(table: Table) -> dict[str, str]:
    titles: dict[str, str] = {}
    for index, status in table.choice.wide.boxes.items():
        titles.setdefault(f"status_{status}", table.title(index))
    return titles


class _Mark(NamedTuple):
    """What stands under a product: its name, the cell and what kinds of cell that is."""

    name: str
    cell: object
    kinds: frozenset[str]


def _is_staff_tool(product: str) -> bool:
    names = read_cell(product).solution
    return bool(names) and staff_tools().issuperset(names)


def _there(marks: list[_Mark]) -> list[_Mark]:
    """Leave out the products that are only planned, where others are there."""
    return [mark for mark in marks if "planned" not in mark.kinds] or marks


def _first_day(marks: Sequence[_Mark]) -> object:
    """Give the earliest of the days under some products; None where none has one."""
    days = [mark.cell for mark in marks if mark.kinds & {"date", "year"}]
    return min(days, key=_day_of, default=None)


def _day_of(cell: object) -> dt.date:
    """Read a day, to compare it; one that can't be read comes last, and is told as it stands."""
    try:
        return dated(cell)[0] or dt.date.max
    except (ValueError, OverflowError):
        return dt.date.max


def _with_products(
    cells: Mapping[str, object], row: Row, table: Table, kinds: CellKinds
) -> dict[str, object]:
    """Write what is ticked under the products as a status, a solution and a start."""
    wide, marks = table.choice.wide, []
    denied_n = 0
    for index, name in wide.products.items():
        cell = row[index] if index < len(row) else None
        of_cell = kinds.of(cell)
        if not of_cell and is_empty(cell):
            continue
        if "no" in of_cell or cell_text(cell) in {"0", "-"}:
            denied_n += 1
        else:
            marks.append(_Mark(name or cell_text(cell), cell, of_cell))
    read: dict[str, object] = dict(cells)
    if marks:
        tools = _there([mark for mark in marks if _is_staff_tool(mark.name)])
        own = _there([mark for mark in marks if not _is_staff_tool(mark.name)])
        # What is said of a tool of the staff is nothing of the school's own ENT.
        telling = own or tools
        spoken = [m.cell for m in telling if m.kinds & {"yes", "planned"} and "mark" not in m.kinds]
        status = spoken[0] if spoken else _classes_in(telling, row, table.choice.classes) or "oui"
        read.setdefault("status", "oui" if status in {mark.name for mark in telling} else status)
        read["solution"] = " + ".join(dict.fromkeys(mark.name for mark in (*own, *tools)))
        if is_empty(read.get("start")):
            read["start"] = _first_day(telling)
            if own and tools:
                read["staff_start"] = _first_day(tools)
    elif any(index < len(row) and not is_empty(row[index]) for index in wide.no_product) or (
        denied_n and denied_n == sum(bool(name) for name in wide.products.values())
    ):
        read.setdefault("status", "non")
    return read


def _classes_in(marks: Sequence[_Mark], row: Row, whole: int | None) -> str | None:
    """Write how many of the school's classes have one of the products; None where none counts."""
    figures = [int(text) for mark in marks if (text := cell_text(mark.cell)).isdigit()]
    if whole is None or len(figures) < len(marks):
        return None
    classes, all_n = figure_at(row, whole), sum(figures)
    # A class may have two: of several products only the largest surely has that many classes.
    sure = classes is None or max(figures) == classes or all_n < classes or len(figures) == 1
    return in_words(max(figures), classes if sure else None)


def _read_years(line: Line, row: Row, table: Table, kinds: CellKinds) -> None:
    """Make a row's school years its periods: the last is the row's own, the others its history."""
    wide = table.choice.wide
    cells = counted(row, table.choice.counts)
    years = {year: _year(cells, columns, kinds) for year, columns in wide.years.items()}
    years = with_plans(years, {year for year, columns in wide.years.items()
                               if wide.plans.issuperset(columns)})  # fmt: skip
    strange = _strange_cells(cells, wide.years[max(wide.years)], kinds)
    if strange:
        # What isn't understood of today says nothing: not that what was before goes on, or is over.
        line.columns |= {"status"}
        line.cells = {**line.cells, "status": strange[0]}
        return
    for columns in wide.years.values():
        for cell in _strange_cells(cells, columns, kinds):
            line.note("unknown-status", "as-written", text=cell_text(cell))
    runs = runs_of(years)
    periods = [_of_run(line.cells, run, is_first=run is runs[0]) for run in runs]
    line.columns |= {"status"}
    if not periods:
        return
    line.cells = periods[-1]
    line.history = [replace(line, cells=cells, notes=[], history=[]) for cells in periods[:-1]]


def _of_run(row_cells: Mapping[str, object], run: Run, *, is_first: bool) -> dict[str, object]:
    """Give a row's cells with what school years that say the same say."""
    cells = dict(row_cells)
    cells["status"] = STATUS_WORDS.get(run.status, "")
    if run.solution:
        cells["solution"] = " + ".join(run.solution)
    if run.start and (is_empty(cells.get("start")) or not is_first):
        cells["start"] = run.start
    if run.end and is_empty(cells.get("end")):
        cells["end"] = run.end
    return cells


def _strange_cells(row: Row, columns: Iterable[int], kinds: CellKinds) -> list[object]:
    """Give the cells of a school year that aren't understood."""
    cells = [row[column] for column in columns if column < len(row)]
    return [cell for cell in cells if not (is_empty(cell) or kinds.of(cell) & _YEARLY_KINDS)]


_YEARLY_KINDS = STATUS_KINDS | {"solution", "dash", "asked", "mark"}


def _year(row: Row, columns: Sequence[int], kinds: CellKinds) -> Year:
    """Read the cells of one school year."""
    status, solution = "unknown", tuple[str, ...]()
    for column in columns:
        cell = row[column] if column < len(row) else None
        of_cell = kinds.of(cell)
        meant = kinds.legend.solution(cell) or kinds.legend.status(cell) or cell
        if of_cell & (STATUS_KINDS | {"solution"}):
            reading = read_cell(meant if isinstance(meant, bool) else cell_text(meant))
            solution = reading.solution or solution
            # Beside the year's own status a product says which, and no more.
            if status == "unknown" or not reading.only_named:
                status = reading.status or status
        elif is_empty(cell) and kinds.legend.status(None):
            status = read_cell(kinds.legend.status(None)).status or status
        elif not is_empty(cell) and not plain(cell_text(cell)):
            status = "none" if status == "unknown" else status  # a dash
    return Year(status, solution)


def _title_words(grid: Grid, table: Table) -> frozenset[str]:
    rows = grid[table.top : table.bottom]
    return frozenset(_bare(cell) for row in rows for _, cell in filled(row))


def _set_aside(line: Line, row: Row, header: frozenset[str]) -> None:
    """Settle the rows below a header that are no school's: totals, titles again, notes."""
    cells = [cell for _, cell in filled(row)]
    first = cell_text(cells[0])
    texts = [first, *(line.text(column) for column in ("uai", "name", "commune"))]
    several = len(cells) > 1
    # "TOTAL" and 20 in the column of codes: no school has 20 for its code.
    if _is_total(texts) and not looks_like_uai(line.cells.get("uai")):
        line.settle("not_school", "total-row", text=first)
    # Half the titles are enough: what a register repeats below is often only its first columns.
    elif several and len(cells) >= len(header) / 2 and header.issuperset(map(_bare, cells)):
        line.settle("not_school", "header-again")
    elif not any(line.text(column) for column in line.cells if not column.startswith("section")):
        line.settle("not_school", "outside-note", text=first)


def _is_total(texts: Sequence[str]) -> bool:
    words = [plain(text) for text in texts]
    return any(text.startswith(_TOTALS) or text.endswith(" total") for text in words)


def _bare(cell: object) -> str:
    return plain(cell_text(cell))
