"""A table's columns as a Table Schema: what each cell is, and what can be relied on."""

from typing import TYPE_CHECKING, Any

from geo_ent.telling.column_words import heading, meaning, unit
from geo_ent.telling.workbook.workbook_words import value_words
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo_ent.tables.fields import Field, Kind, Table
    from geo_ent.telling.language import Language

_TYPES: "Mapping[Kind, str]" = {
    "text": "string",
    "code": "string",
    "count": "integer",
    "whole": "integer",
    "day": "date",
    "flag": "boolean",
}
_NUMBER = "number"


def table_schema(record: "Table", names: "Iterable[str]", tr: "Language") -> dict[str, Any]:
    """Describe the columns of a file.

    Parameters
    ----------
    record
        Of the table.
    names
        Its columns, as the file has them: those of the record, or some, in any order.
    tr
        The language of titles and descriptions.

    Returns
    -------
    dict
        A Table Schema.

    Raises
    ------
    KeyError
        If a column has no record.

    Examples
    --------
    >>> from geo_ent.tables.fields import table
    >>> from geo_ent.telling.language import language
    >>> schema = table_schema(table("history"), ["uai", "date", "status"], language("fr"))
    >>> schema["primaryKey"], schema["fields"][1]["type"]
    (['uai', 'date'], 'date')
    """
    columns = [record.columns[name] for name in names]
    needed = {*record.key, *record.filled}
    schema = {"fields": [_field(column, needed, tr) for column in columns], "missingValues": [""]}
    return {**schema, "primaryKey": [*record.key]} if record.key else schema


def _field(column: "Field", needed: "Iterable[str]", tr: "Language") -> dict[str, Any]:
    kept_to = constraints(column, required=column.name in needed)
    return {
        "name": column.name,
        "title": heading(column, tr),
        "description": description(column, tr),
        "type": field_type(column),
        **({"constraints": kept_to} if kept_to else {}),
    }


def field_type(column: "Field") -> str:
    """Name what a column's cells are, as Table Schema does."""
    return _TYPES.get(column.kind, _NUMBER)


def description(column: "Field", tr: "Language") -> str:
    """Say what a column is: its meaning, its unit, what each of its words stands for."""
    # « public » needs no word; where one does, all are told.
    values = {word: words for word, words in value_words(column.name, tr).items()
              if word in column.words}  # fmt: skip
    needed = any(plain(str(word)) != plain(words) for word, words in values.items())
    known = [tr("« {value} » : {words}", value=word, words=values[word])
             for word in column.words if word in values and needed]  # fmt: skip
    told = tr("Valeurs : {values}.", values=tr(" ; ").join(known)) if known else ""
    what = meaning(column, tr) or heading(column, tr)
    return " ".join(filter(None, [what, unit(column, tr), told]))


def constraints(column: "Field", *, required: bool) -> dict[str, Any]:
    """Give what every cell of a column keeps to; an empty one only where it isn't required.

    Examples
    --------
    >>> from geo_ent.tables.fields import fields
    >>> constraints(fields()["coverage_share"], required=False)
    {'minimum': 0, 'maximum': 1}
    """
    given: dict[str, Any] = {"required": True} if required else {}
    if words := [word for word in column.words if word]:
        given["enum"] = words
    elif column.pattern:
        given["pattern"] = f"^{column.pattern}$"
    if column.least is not None:
        given["minimum"] = column.least
    if column.most is not None:
        given["maximum"] = column.most
    return given
