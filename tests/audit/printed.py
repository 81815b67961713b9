"""How a figure is written: half up, in French, as many decimals as the place asks."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def plain(text):
    """Write a text with ordinary spaces and apostrophes."""
    for space in "\u00a0\u202f\u2009":
        text = text.replace(space, " ")
    return text.replace("’", "'")


def half_up(value, decimals=0):
    """Round half up, exactly for fractions; a float is what its shortest writing says."""
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rounded + 0  # no minus before zero


def written(value, decimals=0):
    """Write a figure: thousands apart, a comma, a true minus."""
    text = f"{half_up(value, decimals):,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace("-", "−")


def count(value):
    """Write a whole number."""
    return written(value)


def per_cent(part, whole=1, decimals=1):
    """Write a share in per cent, without the sign."""
    if isinstance(part, float) or isinstance(whole, float):
        return written(100 * part / whole, decimals)
    return written(Fraction(100 * int(part), int(whole)), decimals)


def short(value, decimals=1):
    """Write a figure without zeros that say nothing: 40 for 40,0."""
    text = written(value, decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text


def day(date):
    """Write a day: 1er septembre 2016."""
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]} {date.year}"


def month(date):
    """Write a month: septembre 2016."""
    return f"{MONTHS[date.month - 1]} {date.year}"
