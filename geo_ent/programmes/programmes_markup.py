"""What the page of programmes says without a script: its table, sources and notes, all escaped."""

import re
from html import escape
from typing import TYPE_CHECKING

from geo_ent.maps.picture.picture_text import clean
from geo_ent.programmes.programme_words import (
    COLUMNS,
    NO_SOLUTION,
    NOTES,
    PAGE,
    date_words,
    kind_words,
    level_name,
    unit_words,
)
from geo_ent.programmes.programmes_model import CONTEXT

if TYPE_CHECKING:
    from geo_ent.programmes.programmes_model import Projects, Row

_INNER_OPENS, _INNER_CLOSES = re.compile(r"«\s*"), re.compile(r"\s*»")

__all__ = ["notes", "source_words", "sources", "table", "told"]


def told(text: object) -> str:
    """Write a text of unknown origin as HTML text, on one line.

    Examples
    --------
    >>> told("<b>a ")
    '&lt;b&gt;a'
    """
    return escape(clean(text))


def table(projects: "Projects") -> str:
    """Write every row as an HTML table, the oldest first.

    Roles are said: on a phone each row is a block, and browsers then forget that it is a table.
    """
    head = "".join(
        f'<th scope="col" role="columnheader">{words}</th>' for words in COLUMNS.values()
    )
    body = "".join(_row(row) for row in projects.rows)
    return (
        f'<table class="programmes-table" role="table">\n<caption>{PAGE["caption"]}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{body}</tbody>\n</table>'
    )


def _row(row: "Row") -> str:
    """Write a row; what the script filters and sorts by is beside it."""
    solutions = "|".join(part.strip() for part in row["solution"].split("+") if part.strip())
    context = ' data-context="1"' if row["level"] == CONTEXT else ""
    name = told(row["name"] or row["programme"])
    cells = "".join(
        f'<td role="cell" class="{column}" data-label="{COLUMNS[column]}"{key}>{words}</td>'
        for column, key, words in (
            ("place", "", _place(row)),
            ("date", f' data-key="{told(row["date"])}"', told(date_words(row["date"]))),
            ("solution", "", told(row["solution"])),
            ("carrier", "", _carrier(row)),
            ("unit", "", told(unit_words(row["unit"]))),
            ("subject", f' data-key="{told(row["subject"])}"', _subject(row)),
            ("printed", "", told(row["printed"])),
            ("source", "", told(source_words(_source(row)))),
        )
    )
    return (
        f'<tr role="row" data-kind="{told(row["carrier_kind"])}" '
        f'data-solutions="{told(solutions or NO_SOLUTION)}"{context}>'
        f'<th scope="row" role="rowheader">{name}</th>{cells}</tr>\n'
    )


def _subject(row: "Row") -> str:
    remark = f'<span class="remark">{told(row["remark"])}</span>' if row["remark"] else ""
    return told(row["subject"]) + remark


def _place(row: "Row") -> str:
    name, level = clean(row["place"] or row["name"]), level_name(row["level"])
    plain = level.casefold() in name.casefold() or row["level"] in {CONTEXT, ""}
    return told(name) if plain else f"{told(name)} <small>({told(level)})</small>"


def _carrier(row: "Row") -> str:
    kind = kind_words(row["carrier_kind"]) if row["carrier_kind"] else ""
    if not row["carrier"] or not kind:
        return told(row["carrier"] or kind)
    small = kind[:1].lower() + kind[1:] if kind != "État" else kind
    if small.casefold() in row["carrier"].casefold():
        return told(row["carrier"])
    return f"{told(row['carrier'])} <small>({told(small)})</small>"


def _source(row: "Row") -> tuple[str, str, str]:
    return row["title"], row["publisher"], row["source_date"]


def source_words(source: tuple[str, str, str]) -> str:
    """Name a source: its title in quotation marks, its publisher, its date.

    Examples
    --------
    >>> source_words(("Les ENT", "DANE", "2020-07")).replace(chr(0xA0), " ")
    '« Les ENT », DANE, juillet 2020'
    """
    title, publisher, date = source
    inner = _INNER_OPENS.sub("“", _INNER_CLOSES.sub("”", title))
    name = f"«\u00a0{inner}\u00a0»" if title else ""
    publisher = "éditeur non indiqué" if publisher == "non indiqué" else publisher
    return ", ".join(part for part in (name, publisher, date_words(date) if date else "") if part)


def sources(projects: "Projects") -> str:
    """List the sources, each once."""
    named = (source_words(source) for source in projects.sources)
    return "".join(f"<li>{told(words)}</li>\n" for words in sorted(filter(None, named)))


def notes(projects: "Projects") -> str:
    """List what a reader must know."""
    lines = NOTES if projects.rows else ()
    return "".join(f"<li>{told(line)}</li>\n" for line in lines)
