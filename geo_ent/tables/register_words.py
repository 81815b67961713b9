"""What the words of a register mean: titles, statuses, solutions, dates."""

import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path

from geo_ent.tables.text import plain

__all__ = ["column_of", "date_of", "solution_of", "status_of"]

_WORDS = Path(__file__).with_name("register_words.toml")
_MONTHS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec")
_RENTREE = 9  # September: the month of a date given as a school year or a rentrée
_CLASSES = re.compile(r"^(?:\d+|une|deux|trois)?\s*classes?\b")


@cache
def _meanings(section: str) -> dict[str, str]:
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))[section]
    return {plain(word): name for name, spellings in words.items() for word in [name, *spellings]}


def column_of(title: object) -> str | None:
    r"""Name the contract's column that a title stands for; None when it isn't known.

    Examples
    --------
    >>> column_of("N° UAI\n(RNE)"), column_of("Téléphone")
    ('uai', None)
    """
    return _meanings("columns").get(plain(title).removeprefix("no "))


def status_of(word: object) -> str | None:
    """Name the status that a cell stands for; None when the word isn't known.

    Examples
    --------
    >>> status_of("OUI"), status_of("1 classe (CM2)"), status_of(1.0), status_of("peut-être")
    ('school', 'class', 'school', None)
    """
    if word is None or word is False or word is True:
        return {None: "unknown", False: "none", True: "school"}[word]
    bare = plain(word)
    if _CLASSES.match(bare):
        return "class"
    return _meanings("status").get(bare)


def solution_of(word: object) -> tuple[str, bool]:
    """Give a solution its one name, and say whether it is known.

    Examples
    --------
    >>> solution_of("BENEYLU"), solution_of("Maison"), solution_of("")
    (('Beneylu School', True), ('Maison', False), ('', True))
    """
    text = "" if word is None else str(word).strip()
    name = _meanings("solution").get(plain(text))
    return (name, True) if name else (text, not text)


def date_of(cell: object) -> dt.date | None:
    """Read a date as people write it; a rentrée or a school year is its 1 September.

    Raises
    ------
    ValueError
        If the cell isn't empty and can't be read as a date between 1990 and 2100.

    Examples
    --------
    >>> date_of("sept. 2021"), date_of("2018-2019"), date_of("01/09/2016")
    (datetime.date(2021, 9, 1), datetime.date(2018, 9, 1), datetime.date(2016, 9, 1))
    """
    if cell is None or str(cell).strip() == "":
        return None
    if isinstance(cell, dt.datetime):
        return _plausible(cell.date())
    if isinstance(cell, dt.date):
        return _plausible(cell)
    try:
        return _plausible(_written_date(str(cell)))
    except OverflowError as fault:  # a number too long to be a year
        raise ValueError(str(fault)) from None


def _plausible(date: dt.date) -> dt.date:
    if not 1990 <= date.year <= 2100:  # noqa: PLR2004 no ENT before, no plan after
        msg = f"{date} n'est pas une date d'ENT"
        raise ValueError(msg)
    return date


def _written_date(text: str) -> dt.date:
    bare = re.sub(r"\s+", " ", plain(text))
    numbers = [int(number) for number in re.findall(r"\d+", bare)]
    month = next((i for i, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", bare)), None)
    match numbers:
        case [year, month_n, day, *_] if year >= 1900:  # noqa: PLR2004 ISO
            return dt.date(year, month_n, day)
        case [day, month_n, year] if month is None:
            return dt.date(year + 2000 if year < 100 else year, month_n, day)  # noqa: PLR2004
        case [day, year] if month is not None:
            return dt.date(year, month, day)
        case [year, following] if following == year + 1:
            return dt.date(year, _RENTREE, 1)
        case [month_n, year]:
            return dt.date(year, month_n, 1)
        case [year]:
            return dt.date(year, month or _RENTREE, 1)
    msg = f"« {text} » n'est pas une date"
    raise ValueError(msg)
