"""A published figure: the number that is printed, how precise it is, what agrees with it."""

import re
from collections.abc import Mapping
from typing import Any

from geo_ent.text.numbers import number

RELATIONS: Mapping[str, str] = {
    "=": "égal, à la précision imprimée",
    ">": "« plus de » : le nombre imprimé est dépassé",
    "<": "« moins de » : le nombre imprimé n’est pas atteint",
    "~": "« presque », « un peu moins de » : au plus 10 % sous le nombre imprimé, sans l’atteindre",
}
"""How a figure stands to the number that is printed → what is meant by it."""

# Thousands are "53 000" on one page and "53.000" on another; decimals always have a comma. Three of
# the four digits of a year aren't thousands of the number before it.
_NUMBER = re.compile(r"\d+(?:[ .\u00a0\u202f]\d{3})*(?:,\d+)?(?!\d)")
_GAPS = re.compile(r"[ .\u00a0\u202f]")
_PER_CENT = (0.01, "\u00a0%")
# In this order: "3 M€" and "3 millions d'euros" hold a "€" or "euro" too. Only millions that follow
# the first number are its own: "10 € par élève, 3 millions d'euros en tout" is ten euros.
_UNITS = (
    (re.compile("%"), *_PER_CENT),
    (re.compile(r"M€|^\D*[\d\s.,]*\d\s*millions? d['’]euros"), 1e6, "\u00a0M€"),
    (re.compile("€|euro"), 1.0, "\u00a0€"),
)
_ALMOST_FROM = 0.9  # share of the number printed: "presque 20" is said of 18 and 19
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre"),
)
_WORD = re.compile(r"\w+")
_MONTH_DIGITS, _DAY_DIGITS = 6, 8
_ROUNDING = 1e-9  # so that a half of the last digit agrees, whatever floats make of it


def printed_value(printed: str) -> float | None:
    """Read the first number of a text as a French page prints it.

    Returns
    -------
    float or None
        A share for a percentage, euros for millions of euros; None where there is no digit.

    Examples
    --------
    >>> [printed_value(text) for text in ("plus de 30 000", "53.000", "46,9 %", "3 M€", "dix")]
    [30000.0, 53000.0, 0.469, 3000000.0, None]
    """
    first = _NUMBER.search(printed)
    if first is None:
        return None
    scale, _ = _unit(printed)
    return round(float(_GAPS.sub("", first[0]).replace(",", ".")) * scale, 12)


def printed_decimals(printed: str) -> int:
    """Count the decimals of the first number of a text.

    Examples
    --------
    >>> printed_decimals("46,9 %"), printed_decimals("53.000"), printed_decimals("dix")
    (1, 0, 0)
    """
    first = _NUMBER.search(printed)
    return len(first[0].partition(",")[2]) if first else 0


def is_year(figure: Mapping[str, Any]) -> bool:
    """Say whether a figure is a year: it is named so, and isn't euros a year.

    Examples
    --------
    >>> is_year({"figure": "goal_year", "printed": "2019"})
    True
    >>> is_year({"figure": "cost_pupil_year", "printed": "moins de 10 euros"})
    False
    """
    return str(figure["figure"]).endswith("_year") and not _unit(str(figure["printed"]))[1]


def is_written_day(figure: Mapping[str, Any]) -> bool:
    """Say whether a figure is a month or a day, told by one number: 201401, 20150129.

    Examples
    --------
    >>> is_written_day({"figure": "launch_month"}), is_written_day({"figure": "launch_year"})
    (True, False)
    """
    return str(figure["figure"]).endswith(("_month", "_day"))


def is_printed_day(printed: str, value: float) -> bool:
    """Say whether a month or a day is the one printed, as far as it is: a year may be left out.

    Examples
    --------
    >>> is_printed_day("29 janvier", 20150129), is_printed_day("octobre 2013", 201309)
    (True, False)
    """
    digits = f"{value:.0f}"
    words = _WORD.findall(printed.lower())
    months = [f"{_MONTHS.index(word) + 1:02d}" for word in words if word in _MONTHS]
    years = [word for word in words if re.fullmatch(r"(?:19|20)\d\d", word)]
    days = [word.zfill(2) for word in words if re.fullmatch(r"\d{1,2}", word)]
    return (
        len(digits) in {_MONTH_DIGITS, _DAY_DIGITS}
        and digits[:4] in (years or [digits[:4]])
        and digits[4:6] in (months or [digits[4:6]])
        and digits[6:] in (days or [digits[6:]])
    )


def agrees(figure: Mapping[str, Any], computed: float) -> bool:
    """Say whether a computed number is what was printed.

    Parameters
    ----------
    figure
        A row of `read_programmes`: `figure, printed, value, relation, decimals`.
    computed
        In the unit of `value`: a share between 0 and 1, euros.

    Examples
    --------
    >>> share = {"figure": "coverage_share", "printed": "46,9 %", "value": 0.469, "relation": "=",
    ...          "decimals": 1}
    >>> agrees(share, 271 / 578), agrees(share, 272 / 578)
    (True, False)
    >>> almost = share | {"printed": "presque 20", "value": 20.0, "relation": "~", "decimals": 0}
    >>> [agrees(almost, schools_n) for schools_n in (17, 18, 19, 20)]
    [False, True, True, False]
    """
    value = float(figure["value"])
    if figure["relation"] == ">":
        return computed > value
    if figure["relation"] == "<":
        return computed < value
    if figure["relation"] == "~":
        return value * _ALMOST_FROM - _ROUNDING <= computed < value
    # To half of the last digit printed. Equality with `value` would refuse 271 / 578 for 46,9 %, a
    # tolerance would take 272 / 578 too.
    if is_written_day(figure):
        return computed == value
    scale, _ = _unit(str(figure["printed"]))
    half: float = scale / 2 * 10.0 ** -int(figure["decimals"])
    return abs(computed - value) <= half + _ROUNDING


def as_printed(figure: Mapping[str, Any], computed: float) -> str:
    """Write a computed number in the unit of the printed one, no more precisely than it.

    A number that is only bounded by the printed one is written with the decimals that tell it.

    Examples
    --------
    >>> table = {"figure": "coverage_share", "printed": "46,9 %", "relation": "=", "decimals": 1}
    >>> as_printed(table, 271 / 578)
    '46,9\u00a0%'
    >>> bound = {"figure": "cost_pupil_year", "printed": "moins de 10 euros", "relation": "<"}
    >>> as_printed(bound | {"decimals": 0}, 9.128)
    '9,13\u00a0€'
    """
    if is_year(figure):
        return f"{computed:.0f}"
    if is_written_day(figure):
        digits = f"{computed:.0f}"
        day = f"{int(digits[6:])}\u00a0" if digits[6:] else ""
        return f"{day}{_MONTHS[int(digits[4:6]) - 1]}\u00a0{digits[:4]}"
    scale, sign = _unit(str(figure["printed"]))
    if not sign and str(figure["figure"]).endswith("_share"):  # printed in letters
        scale, sign = _PER_CENT
    shown = computed / scale
    decimals = max(0, int(figure["decimals"]))  # negative for a number rounded to thousands
    if figure["relation"] != "=" and abs(shown - round(shown)) > _ROUNDING:
        decimals = max(decimals, 1 if sign.endswith("%") else 2)  # cents, where euros are bounded
    return number(shown, decimals=decimals) + sign


def _unit(printed: str) -> tuple[float, str]:
    """Give what the printed number is to be multiplied by, and the sign to write after one."""
    return next(((scale, sign) for mark, scale, sign in _UNITS if mark.search(printed)), (1.0, ""))
