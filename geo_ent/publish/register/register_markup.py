"""Text of unknown origin as HTML text, for the equity sheet alone."""

from html import escape

from geo_ent.text.safe import printable

__all__ = ["safe"]


def safe(text: object) -> str:
    """Write a text of unknown origin as HTML text; "" for what is missing."""
    return escape(printable("" if text is None or text != text else str(text)))  # noqa: PLR0124 NaN
