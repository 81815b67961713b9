"""What the officer orders of one sheet of a register: whether it is read, and by which columns."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from geo_ent.register.layouts.imposed_titles import IGNORED, Titles, absent_titles, titles_of
from geo_ent.register.layouts.title_meaning import Title, called
from geo_ent.register.vocabulary import TICKS
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.register.layouts.sheet_tables import Table
    from geo_ent.tables.files import Grid

SheetKey = tuple[str, str]
"""A file's name and a sheet's."""


@dataclass(frozen=True)
class SheetOrder:
    """What is ordered of a sheet, over all that is recognised and over `[register.columns]`.

    Attributes
    ----------
    sheet
        Its name; "" for the one table of a CSV.
    file
        The name of its file; "" for any that has such a sheet.
    read
        False leaves the sheet out, True has it tried though it is hidden; None as it comes.
    columns
        Contract column -> its title in this sheet alone; "" where it isn't to be read there.
        Under `IGNORED`, the titles that aren't to be asked about.
    """

    sheet: str
    file: str = ""
    read: bool | None = None
    columns: Titles = field(default_factory=dict)

    @property
    def is_unwanted(self) -> bool:
        """Whether the sheet is left out."""
        return self.read is False

    @property
    def is_tried(self) -> bool:
        """Whether the sheet is read though it is hidden: who names its columns wants them read."""
        titled = any(titles for column, titles in self.columns.items() if column != IGNORED)
        return self.read or (self.read is None and titled)


def is_of(order: SheetOrder, key: SheetKey, keys: Iterable[SheetKey], formerly: str = "") -> bool:
    """Tell whether an order is of a sheet: capitals and spaces matter only between two such names.

    Parameters
    ----------
    order
        The order.
    key, keys
        The sheet, and all those of its file.
    formerly
        What the file was called before it was corrected; "" for nothing else.

    Examples
    --------
    >>> keys = [("r.xlsx", "ENT "), ("r.xlsx", "Notes")]
    >>> is_of(SheetOrder("ent"), keys[0], keys), is_of(SheetOrder("ent", "a.csv"), keys[0], keys)
    (True, False)
    """
    file, sheet = key
    if order.file and not {order.file, PurePath(order.file).name} & {file, formerly}:
        return False
    names = {name for other, name in keys if other == file}
    if order.sheet in names:
        return sheet == order.sheet
    return _folded(sheet) == _folded(order.sheet)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def together(orders: Iterable[SheetOrder], key: SheetKey) -> SheetOrder:
    """Put together what is ordered of a sheet: an order that names the file wins over one of any.

    Examples
    --------
    >>> of_any = SheetOrder("ENT", read=True, columns={"uai": "RNE", "status": "ENT"})
    >>> own = SheetOrder("ENT", "r.xlsx", columns={"status": "Équipée"})
    >>> order = together([own, of_any], ("r.xlsx", "ENT"))
    >>> order.read, order.columns
    (True, {'uai': 'RNE', 'status': 'Équipée'})
    """
    read: bool | None = None
    columns: Titles = {}
    for order in sorted(orders, key=lambda order: bool(order.file)):
        read = read if order.read is None else order.read
        columns = over(columns, order.columns)
    return SheetOrder(key[1], key[0], read, columns)


def over(general: Titles, own: Titles) -> dict[str, str | Sequence[str]]:
    """Put titles over those that are said more generally; what either ignores isn't asked about.

    Examples
    --------
    >>> over({"uai": "UAI", "ignored": "Relance"}, {"uai": "RNE", "ignored": ["Avis"]})
    {'uai': 'RNE', 'ignored': ['Relance', 'Avis']}
    """
    both = {**general, **own}
    if IGNORED in both:
        both[IGNORED] = [*titles_of(general, IGNORED), *titles_of(own, IGNORED)]
    return both


def absent_sheet(order: SheetOrder, keys: Iterable[SheetKey]) -> Note:
    """Ask about an order that is of no sheet, with the sheets that there are."""
    sheets = tuple(", ".join(filter(None, key)) for key in keys)
    return Note("ordered-sheet-absent", file=order.file, sheet=order.sheet, sheets=sheets)


def unbound_titles(order: SheetOrder, tables: Sequence["Table"], grid: "Grid") -> dict[str, str]:
    """Give the ordered titles by which nothing is read, by column: the sheet hasn't got them.

    Parameters
    ----------
    order
        What is ordered of the sheet.
    tables, grid
        Its tables, as they are read, and the sheet.
    """
    unbound = absent_titles(order.columns, [grid])
    for column, title in order.columns.items():
        # A text that stands on the sheet may be the title of no column.
        if isinstance(title, str) and title and column != IGNORED:
            bound = any(_is_read_by(table, column, title) for table in tables)
            if tables and not bound:
                unbound[column] = title
    return unbound


def _is_read_by(table: "Table", column: str, title: str) -> bool:
    if column in TICKS:
        status = column.removeprefix("status_")
        places = [place for place, ticked in table.choice.wide.boxes.items() if ticked == status]
    else:
        places = [table.columns[column]] if column in table.columns else []
    wanted = plain(title)
    return any(
        wanted in {*table.choice.titles[place].names, plain(table.names.get(place, ""))}
        for place in places
    )


def choosable_titles(tables: Iterable[Mapping[int, Title]]) -> tuple[str, ...]:
    """Give the titles of a sheet by which a column can be named, in the order of its columns.

    Parameters
    ----------
    tables
        The titles of each of its tables, by place.

    Examples
    --------
    >>> choosable_titles([{0: Title("UAI"), 1: Title(""), 2: Title("ENT")}, {5: Title("UAI")}])
    ('UAI', 'ENT')
    """
    placed = [entry for titles in tables for entry in called(titles).items()]
    distinct: dict[str, str] = {}
    for _, name in sorted(placed, key=lambda entry: entry[0]):
        distinct.setdefault(plain(name), name)
    return tuple(name for key, name in distinct.items() if key)  # "?" can't be told from none
