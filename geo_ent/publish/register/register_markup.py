"""Text of unknown origin as HTML text, for the equity sheet alone."""

from html import escape

from geo_ent.publish.register.shown_rows import text_of
from geo_ent.text.safe import printable


def safe(text: object) -> str:
    """Write a text of unknown origin as HTML text; "" for what is missing."""
    return escape(printable(text_of(text)))
