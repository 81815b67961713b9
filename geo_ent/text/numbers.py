"""Numbers and dates as a reader of the language writes them."""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Lang = Literal["fr", "en"]
"""The languages that geo-ent writes: what else lists them is made of these."""

LOCALES: "Mapping[str, str]" = {"fr": "fr", "en": "en_GB"}
"""How numbers and dates are written in each language."""


class _Forms(NamedTuple):
    """What a locale's numbers and dates are made of, as the CLDR has it."""

    thousands: str
    point: str
    percent: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]


# By table: Babel, which has 400 locales, weighs 33 MB (docs/decisions/0004-dependencies.md); the
# tests hold these to its own.
_FORMS: "Mapping[str, _Forms]" = {
    "fr": _Forms(
        "\u202f", ",", "\u00a0%",
        ("janvier", "février", "mars", "avril", "mai", "juin",
         "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ("janv.", "févr.", "mars", "avr.", "mai", "juin",
         "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "en_GB": _Forms(
        ",", ".", "%",
        ("January", "February", "March", "April", "May", "June",
         "July", "August", "September", "October", "November", "December"),
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
         "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
    ),
}  # fmt: skip

_FIGURES: Final = 12
"""Figures of a number that count: what comes after them is a float's noise.

A float holds nearly sixteen, so that a few sums don't reach the twelfth; a share of fewer than a
hundred million schools that isn't a half is told from one by the tenth.
"""


def half_up(value: float, decimals: int = 0) -> float:
    """Round as a reader does by hand, and Excel: a half goes up, away from zero under it.

    Every number that is shown is rounded by it, and on the page by `halfUp` of its script
    (`maps/assets/language.js`), which is the same rule. It rounds the number that is meant: 0.145
    is a half, though the float that stands for it is a little less.

    Parameters
    ----------
    value
        What isn't finite is given back.
    decimals
        Digits after the point.

    Returns
    -------
    float
        The nearest to the decimal number; never a zero with a sign.

    Examples
    --------
    >>> half_up(100 * 9 / 16, 1), half_up(-0.25, 1), half_up(0.145, 2), half_up(-0.04, 1)
    (56.3, -0.3, 0.15, 0.0)
    """
    if not math.isfinite(value) or (decimals >= 0 and value == int(value)):
        return value + 0.0
    meant = Decimal(f"{value:.{_FIGURES - 1}e}")
    return float(meant.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


_NOISE: Final = 10
"""Decimals of a gap in points that count: what is left of a subtraction is noise, then."""


def points_apart(first: float, second: float) -> float:
    """Give the gap between two shares in percentage points, without a subtraction's noise.

    Examples
    --------
    >>> points_apart(0.3, 0.1), points_apart(0.125, 0.5)
    (20.0, -37.5)
    """
    return round(100 * (first - second), _NOISE) + 0.0


def gap_agrees(first: float, second: float, decimals: int = 1) -> bool:
    """Tell whether two shares and their gap, each rounded by itself, are seen to add up.

    Three numbers that are rounded don't in one case of four: 20,1 % less 10,0 % is 10,1, where the
    gap of 20.06 and 10.04 is 10.02. Such a gap is told as it is, « environ ».

    Examples
    --------
    >>> gap_agrees(0.5971, 0.4047), gap_agrees(0.2006, 0.1004)
    (True, False)
    """
    shown, least = (half_up(100 * share, decimals) for share in (first, second))
    return half_up(points_apart(first, second), decimals) == half_up(shown - least, decimals)


def number(value: float, *, decimals: int = 0, locale: str = "fr") -> str:
    """Write a number: thousands apart, decimals after a comma, a half rounded up.

    Examples
    --------
    >>> number(2021).replace(chr(0x202F), " ")
    '2 021'
    >>> number(12.345, decimals=1)
    '12,3'
    """
    forms = _FORMS[locale]
    # A whole number of any size is written to its last digit, which a float wouldn't hold.
    whole = isinstance(value, int) and not decimals
    text = f"{value:,}" if whole else f"{half_up(value, decimals):,.{decimals}f}"
    return text.translate({ord(","): forms.thousands, ord("."): forms.point})


def percent(share: float, *, decimals: int = 1, locale: str = "fr") -> str:
    """Write a share (0 to 1) in per cent.

    Examples
    --------
    >>> percent(271 / 578).replace(chr(0xA0), " ").replace(chr(0x202F), " ")
    '46,9 %'
    """
    return f"{number(share * 100, decimals=decimals, locale=locale)}{_FORMS[locale].percent}"


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
    first = date.day == 1 and locale == "fr"
    return f"{'1er' if first else date.day} {month(date, locale=locale)}"


def month(date: "date", *, locale: str = "fr") -> str:
    """Write the month that a date is in, and its year.

    Examples
    --------
    >>> from datetime import date
    >>> month(date(2022, 9, 1)), month(date(2022, 9, 1), locale="en_GB")
    ('septembre 2022', 'September 2022')
    """
    return f"{_FORMS[locale].months[date.month - 1]} {date.year}"


def short_month(date: "date", *, locale: str = "fr") -> str:
    """Write it in few letters, for a narrow table.

    Examples
    --------
    >>> from datetime import date
    >>> short_month(date(2022, 9, 1))
    'sept. 2022'
    """
    return f"{_FORMS[locale].short_months[date.month - 1]} {date.year}"
