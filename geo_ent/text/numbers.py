"""Numbers and dates as a reader of the language writes them."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from babel import Locale
    from babel.numbers import NumberPattern

LOCALES: "Mapping[str, str]" = {"fr": "fr", "en": "en_GB"}
"""How numbers and dates are written in each language."""


def number(value: float, *, decimals: int = 0, locale: str = "fr") -> str:
    """Write a number: thousands apart, decimals after a comma.

    Examples
    --------
    >>> number(2021).replace(chr(0x202F), " ")
    '2 021'
    >>> number(12.345, decimals=1)
    '12,3'
    """
    text: str = _pattern(decimals).apply(value, _locale(locale))
    return text


# Babel reads the pattern and the language's data again for each number: three quarters of its time.


@cache
def _pattern(decimals: int) -> "NumberPattern":
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale

    return Locale.parse(code)


def percent(share: float, *, decimals: int = 1, locale: str = "fr") -> str:
    """Write a share (0 to 1) in per cent.

    Examples
    --------
    >>> percent(271 / 578).replace(chr(0xA0), " ").replace(chr(0x202F), " ")
    '46,9 %'
    """
    # French sets the sign apart by a no-break space; English doesn't.
    gap = "\u00a0" if locale.startswith("fr") else ""
    return f"{number(share * 100, decimals=decimals, locale=locale)}{gap}%"


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """Write a count and its noun, in French plural from 2.

    Examples
    --------
    >>> counted(1, "école"), counted(0, "école"), counted(2, "école")
    ('1 école', '0 école', '2 écoles')
    """
    noun = singular if abs(count) < 2 else (plural or singular + "s")  # noqa: PLR2004 French rule
    return f"{number(count)} {noun}"


def day(date: "date", *, locale: str = "fr") -> str:
    """Write a date in full.

    Examples
    --------
    >>> from datetime import date
    >>> day(date(2020, 7, 1))
    '1er juillet 2020'
    """
    from babel.dates import format_date

    text = format_date(date, format="long", locale=locale)
    return f"1er {text[2:]}" if locale.startswith("fr") and text.startswith("1 ") else text
