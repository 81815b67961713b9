"""The table of published figures, as the template of the page writes it."""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.programmes.programme_words import (
    date_words,
    kind_words,
    level_name,
    solution_words,
    source_words,
    unit_words,
)
from geo_ent.programmes.programmes_model import CONTEXT
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    from geo_ent.programmes.programmes_model import Projects, Row
    from geo_ent.telling.language import Language

__all__ = ["Cell", "TableRow", "source_list", "table_rows"]


class Cell(NamedTuple):
    """A cell: its column, its text, what is added in small, a remark under it.

    `key` is what the column is sorted by, where it isn't the text.
    """

    column: str
    text: str
    small: str = ""
    remark: str = ""
    key: str | None = None


class TableRow(NamedTuple):
    """A row: what the script filters it by, its programme's name, its cells."""

    kind: str
    solutions: str
    context: bool
    name: str
    cells: tuple[Cell, ...]


def table_rows(projects: "Projects", tr: "Language") -> list[TableRow]:
    """Give a row for each published figure, the oldest first, its texts on one line each."""
    return [_row({name: clean(cell) for name, cell in row.items()}, tr) for row in projects.rows]


def _row(row: "Row", tr: "Language") -> TableRow:
    named = [part.strip() for part in row["solution"].split("+") if part.strip()]
    cells = (
        _place(row, tr),
        Cell("date", date_words(row["date"], tr), key=row["date"]),
        Cell("solution", row["solution"]),
        _carrier(row, tr),
        Cell("unit", unit_words((row["unit"],), tr)),
        Cell("subject", row["subject"], remark=row["remark"], key=row["subject"]),
        Cell("printed", row["printed"]),
        Cell("source", source_words((row["title"], row["publisher"], row["source_date"]), tr)),
    )
    return TableRow(
        row["carrier_kind"],
        "|".join(named) or solution_words("", tr),
        row["level"] == CONTEXT,
        row["name"] or row["programme"],
        cells,
    )


def _place(row: "Row", tr: "Language") -> Cell:
    """Name the territory, and its level unless its name says it."""
    name, level = row["place"] or row["name"], level_name(row["level"], tr)
    plain = level.casefold() in name.casefold() or row["level"] in {CONTEXT, ""}
    return Cell("place", name, small="" if plain else level)


def _carrier(row: "Row", tr: "Language") -> Cell:
    """Name the carrier, and its kind unless its name says it."""
    kind = kind_words(row["carrier_kind"], tr) if row["carrier_kind"] else ""
    if not row["carrier"] or not kind:
        return Cell("carrier", row["carrier"] or kind)
    small = kind if row["carrier_kind"] == "etat" else kind[:1].lower() + kind[1:]
    plain = small.casefold() in row["carrier"].casefold()
    return Cell("carrier", row["carrier"], small="" if plain else small)


def source_list(projects: "Projects", tr: "Language") -> list[str]:
    """Name the sources, each once, in the order of the alphabet."""
    return sorted(filter(None, (source_words(source, tr) for source in projects.sources)))
