"""Words that QGIS makes of a row: numbers as the language writes them, names that stay text."""

from string import Formatter
from typing import TYPE_CHECKING

from geo_ent.publish.gis.qml import literal

if TYPE_CHECKING:
    from geo_ent.telling.language import Language


def aloud(sentence: str, **columns: str) -> str:
    r"""Make a sentence an expression: its fields are expressions of the row.

    Examples
    --------
    >>> aloud("{n} sur {total}", n='"covered_n"', total='"schools_n"')
    '"covered_n" || \' sur \' || "schools_n"'
    """
    parts: list[str] = []
    for text, field, _, _ in Formatter().parse(sentence):
        parts += [literal(text)] if text else []
        parts += [columns[field]] if field else []
    return " || ".join(parts)


def percent(tr: "Language") -> str:
    """Write a zone's share as the page does: from its counts, a half rounded up."""
    # Of the counts: a share of six decimals may lie on the other side of a half.
    rounded = 'round(1000.0 * "covered_n" / "schools_n") / 10'
    unit = literal(tr("\u00a0%"))
    return f"format_number({rounded}, 1, {literal(tr.code)}) || {unit}"


def escaped(column: str) -> str:
    """Give a column's text as HTML: the names of schools and zones are anybody's."""
    told = f"coalesce(\"{column}\", '')"
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        told = f"replace({told}, '{sign}', '{written}')"
    return told
