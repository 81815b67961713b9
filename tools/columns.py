"""Write docs/columns.md from the records of the columns: `python tools/columns.py [--check]`.

Its words are those that readers see in English; the records are in `geo_ent/tables/fields.toml`.
"""

import sys
from pathlib import Path

from written_files import write_or_check

from geo_ent.tables.fields import Field, Table, table, tables
from geo_ent.telling.column_words import heading, meaning, table_words
from geo_ent.telling.language import language

PAGE = Path(__file__).resolve().parent.parent / "docs" / "columns.md"
HEAD = (
    "# The tables, column by column\n\n"
    "Made by `python tools/columns.py` from `geo_ent/tables/fields.toml`; a test holds the page to "
    "it. What goes beyond a column is in [conventions.md](conventions.md). A kind tells the unit: "
    "a share is between 0 and 1, points are percentage points. The first column of a table with a "
    "code of its own is its index.\n"
)
TR = language("en")


def page() -> str:
    """Write the page: a section a table, those that leave as files first."""
    known = sorted(map(table, tables()), key=lambda record: not record.file)
    return "\n".join([HEAD, *map(section, known)])


def section(record: Table) -> str:
    """Write a table's section."""
    title, row = table_words(record, TR)
    name = f"`{record.file}`" if record.file else title
    about = f"{title}: {row[0].lower()}{row[1:]}" if record.file else row
    lines = [f"| `{name}` | {kind(column)} | {what(column)} |"
             for name, column in record.columns.items()]  # fmt: skip
    return (
        f"## {name}\n\n{about}\n\n| column | kind | what |\n|---|---|---|\n"
        + "\n".join(lines)
        + "\n"
    )


def kind(column: Field) -> str:
    """Say what a column's cells are."""
    words = ", ".join(f"`{word}`" for word in column.words if word)
    return f"one of {words}" + (" or empty" if "" in column.words else "") if words else column.kind


def what(column: Field) -> str:
    """Say what a column is: its heading, and what that doesn't say."""
    more = meaning(column, TR)
    return heading(column, TR) + (f". {more}" if more else "")


def main() -> int:
    """Write the page, or say that it isn't what the records say."""
    return write_or_check(__doc__, lambda: {PAGE: page()})


if __name__ == "__main__":
    sys.exit(main())
