"""The table of published figures, as the template of the page writes it."""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.programmes.programme_words import (
    carrier_words,
    date_words,
    place_level,
    solution_words,
    source_words,
    unit_words,
)
from geo_ent.programmes.programmes_model import CONTEXT, named_in
from geo_ent.text.safe import clean

if TYPE_CHECKING:
    from geo_ent.programmes.programmes_model import Projects, Row
    from geo_ent.telling.language import Language


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
    name = row["place"] or row["name"]
    carrier, kind = carrier_words(row["carrier"], row["carrier_kind"], tr)
    cells = (
        Cell("place", name, small=place_level(name, row["level"], tr)),
        # sorted as it is written in the file: "octobre 2013" would stand before "septembre 2012"
        Cell("date", date_words(row["date"], tr), key=row["date"]),
        Cell("solution", row["solution"]),
        Cell("carrier", carrier, small=kind),
        Cell("unit", unit_words((row["unit"],), tr)),
        # a remark stands under the subject, and must not be sorted with it
        Cell("subject", row["subject"], remark=row["remark"], key=row["subject"]),
        Cell("printed", row["printed"]),
        Cell("source", source_words((row["title"], row["publisher"], row["source_date"]), tr)),
    )
    return TableRow(
        row["carrier_kind"],
        "|".join(named_in(row["solution"])) or solution_words("", tr),
        row["level"] == CONTEXT,
        row["name"] or row["programme"],
        cells,
    )


def source_list(projects: "Projects", tr: "Language") -> list[str]:
    """Name the sources, each once, in the order of the alphabet."""
    return sorted(filter(None, (source_words(source, tr) for source in projects.sources)))
