"""Numbers and dates as a reader of the language writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["LOCALES", "Forms", "Teller", "Texts", "counted", "day", "number", "percent"]

Forms = Mapping[str, str | tuple[str, str]]
"""Key → a text with `{fields}`, or two: for one, and for several."""

Texts = Mapping[str, Forms]
"""Language → its texts, by the same keys in each."""

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
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale)


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


@dataclass(frozen=True, slots=True)
class Teller:
    """Sentences of one language, each written once and filled in where it is told.

    Attributes
    ----------
    lang
        "fr" or "en".
    texts
        Language → key → a text with `{fields}`, or two: for one, and for several.

    Examples
    --------
    >>> french = {"school": ("école", "écoles"), "told": ("{n} a un ENT.", "{n} ont un ENT.")}
    >>> teller = Teller("fr", {"fr": french})
    >>> teller.say("told", 2, n=teller.counted(2, "school"))
    '2 écoles ont un ENT.'
    """

    lang: str
    texts: "Texts"

    def say(self, key: str, count: float = 1, /, **fields: str) -> str:
        """Fill in a text; of two, that for the count."""
        text = self.texts[self.lang][key]
        return (text if isinstance(text, str) else self.chosen(count, text)).format(**fields)

    def chosen(self, count: float, forms: tuple[str, str]) -> str:
        """Choose between the forms for one and for several: French counts 1,9 as one."""
        one = abs(count) < 2 if self.lang == "fr" else abs(count) == 1  # noqa: PLR2004
        return forms[not one]

    def counted(self, count: float, noun: str) -> str:
        """Write a count and its noun, named by its key."""
        return f"{self.number(count)} {self.say(noun, count)}"

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Write a number."""
        return number(value, decimals=decimals, locale=LOCALES[self.lang])

    def percent(self, share: float, *, decimals: int = 1) -> str:
        """Write a share (0 to 1) in per cent."""
        return percent(share, decimals=decimals, locale=LOCALES[self.lang])

    def day(self, date: "date") -> str:
        """Write a date in full."""
        return day(date, locale=LOCALES[self.lang])
