"""The columns of the tables that go in and out: one record each, in `fields.toml`.

The contract's check, the page `docs/columns.md` and the workbook's headings and explanations are
all made from these records, so that a column is described in one place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from geo_ent.tables.contract import LEVELS, NATURES, PRIORITIES, RPI_KINDS, SECTORS, STATUSES
from geo_ent.text.toml_file import own_toml

_DOMAINS: Mapping[str, tuple[str, ...]] = {
    "natures": NATURES,
    "statuses": STATUSES,
    "sectors": SECTORS,
    "priorities": PRIORITIES,
    "rpi_kinds": RPI_KINDS,
    "levels": ("territory", *LEVELS),
    "eligibility": ("eligible", "not_eligible", "undecided"),
}

Kind = Literal[
    "text",
    "code",
    "count",
    "whole",
    "share",
    "points",
    "km",
    "km2",
    "figure",
    "degrees",
    "day",
    "flag",
]

_RECORDS = Path(__file__).with_name("fields.toml")

# docs/conventions.md, "Units": the suffix tells the unit, so the records needn't repeat it.
_SUFFIXES: Mapping[str, Kind] = {
    "_n": "count",
    "_share": "share",
    "_points": "points",
    "_km": "km",
    "_km2": "km2",
}
_OF_NO_NUMBER = ("text", "code", "day", "flag")
_NEVER_NEGATIVE = ("count", "share", "km", "km2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column.

    Attributes
    ----------
    name
        As programs read it.
    title, meaning
        In French, for people: the heading, and what it means in a sentence or two. The workbook
        and docs/columns.md both say it.
        `telling.column_words` gives both in the reader's language.
    kind
        What a cell is, and so its unit: `share` is between 0 and 1, `points` are percentage
        points, `whole` a number that counts nothing (a class, a rank), `day` a date, `flag` true,
        false or empty.
    words
        What a cell of words of ours can be; () for any.
    pattern
        The shape of a code; "" for any.
    formula
        What it is of the other columns of its table; "" where arithmetic doesn't tell it.
    reference
        Where the method is published, as a line of a bibliography; "" where it needs none.
    least, most
        The least and the most that a number can be; None for any.
    """

    name: str
    title: str
    meaning: str = ""
    kind: Kind = "text"
    words: tuple[str, ...] = ()
    pattern: str = ""
    formula: str = ""
    reference: str = ""
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        """Refuse a kind that there isn't."""
        if self.kind not in get_args(Kind):
            msg = f"{self.name}: no such kind of column, {self.kind}"
            raise ValueError(msg)

    @property
    def is_number(self) -> bool:
        """Tell whether cells are numbers."""
        return self.kind not in _OF_NO_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what a row is, and its columns.

    Attributes
    ----------
    name
        The record's name, not the file's.
    title, meaning
        In French: what it is about, what a row is.
    columns
        By name, in their order; the index is first where it has a name.
    index
        The column that is the frame's index; "" where rows are only numbered.
    file
        The file that it leaves in; "" for a frame that only travels inside.
    needed
        The columns without which a frame isn't this table.
    key
        The columns that no two rows have alike, each filled in; () where there are none.
    filled
        The other columns that have no empty cell.
    sheet
        The columns that its sheet in the workbook shows, in their order; all of them when ().
    details
        The column of the sheet from which on paper does without; "" where all of them print.
    """

    name: str
    title: str
    meaning: str
    columns: Mapping[str, Field]
    index: str = ""
    file: str = ""
    needed: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    details: str = ""

    @property
    def own(self) -> list[str]:
        """Give the names of the columns other than the index."""
        return [name for name in self.columns if name != self.index]


@cache
def fields() -> Mapping[str, Field]:
    """Give every column by its name, as most tables mean it."""
    return {name: _field(name, record) for name, record in own_toml(_RECORDS)["fields"].items()}


@cache
def table(name: str) -> Table:
    """Give a table's record; a column that means something of its own there is said so.

    Examples
    --------
    >>> table("register").own[:3], table("coverage").columns["coverage_share"].kind
    (['uai', 'status', 'solution'], 'share')
    """
    record = dict(own_toml(_RECORDS)["tables"][name])
    changes = record.pop("own", {})
    # The index is named apart in the record, since a frame holds it apart; in a file it is first.
    names = (*filter(None, [record.get("index", "")]), *record.pop("columns"))
    columns = {
        column: _field(column, own_toml(_RECORDS)["fields"][column] | changes.get(column, {}))
        for column in names
    }
    parts = ("needed", "key", "filled", "sheet")
    needed, key, filled, sheet = (tuple(record.pop(part, ())) for part in parts)
    return Table(
        name=name,
        columns=columns,
        needed=needed,
        key=key or tuple(filter(None, [record.get("index", "")])),
        filled=filled,
        sheet=sheet,
        **record,
    )


@cache
def tables() -> tuple[str, ...]:
    """Give the names of the tables, those that only travel inside first."""
    return tuple(own_toml(_RECORDS)["tables"])


def _field(name: str, record: Mapping[str, Any]) -> Field:
    by_suffix = next((kind for end, kind in _SUFFIXES.items() if name.endswith(end)), "text")
    words, kind = record.get("words", ()), record.get("kind", by_suffix)
    least, most = 0 if kind in _NEVER_NEGATIVE else None, 1 if kind == "share" else None
    known = _DOMAINS[words] if isinstance(words, str) else tuple(words)
    bounds = {"least": least, "most": most}
    return Field(**{**bounds, **record, "name": name, "kind": kind, "words": known})
