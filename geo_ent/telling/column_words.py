"""A column in the reader's language: its heading, and what it means."""

from typing import TYPE_CHECKING

from geo_ent.telling.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo_ent.tables.fields import Field, Kind, Table
    from geo_ent.telling.language import Language

_UNITS: "Mapping[Kind, str]" = {
    "share": mark("Entre 0 et 1."),
    "points": mark("En points de pourcentage."),
    "km": mark("En kilomètres."),
    "km2": mark("En kilomètres carrés."),
    "degrees": mark("En degrés décimaux."),
    "flag": mark("True : oui ; False : non."),
}


def heading(field: "Field", tr: "Language") -> str:
    """Give what stands over a column.

    Examples
    --------
    >>> from geo_ent.tables.fields import fields
    >>> from geo_ent.telling.language import language
    >>> heading(fields()["coverage_share"], language("en"))
    'Share with an ENT'
    """
    # In a context of their own: a heading of one word may need another English elsewhere.
    return tr.in_context("column", field.title)


def meaning(field: "Field", tr: "Language") -> str:
    """Give what a heading doesn't say; "" where it says enough."""
    return tr(field.meaning) if field.meaning else ""


def table_words(table: "Table", tr: "Language") -> tuple[str, str]:
    """Give what a table is about, and what a row of it is."""
    return tr.in_context("column", table.title), tr(table.meaning)


def unit(field: "Field", tr: "Language") -> str:
    """Say in which unit a cell is, or how it says yes and no; "" where it goes without saying.

    Examples
    --------
    >>> from geo_ent.tables.fields import fields
    >>> from geo_ent.telling.language import language
    >>> unit(fields()["coverage_share"], language("en"))
    'Between 0 and 1.'
    """
    return tr(_UNITS[field.kind]) if field.kind in _UNITS else ""
