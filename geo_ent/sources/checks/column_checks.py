"""What is in a column, for it may keep its name and change its content."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from geo_ent.sources.bundled_files import bundled_file

_UAI = re.compile(r"\d{7}[A-Z]")
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # the last of a UAI: its number modulo 23
_COMMUNE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_ELSEWHERE = re.compile(r"97[578]|98|99")  # collectivities and abroad, in no list of communes
_DEPARTEMENT = re.compile(r"0{0,2}[1-9]|0?\d\d|0?2[AB]|9[78]\d|099|[67]20")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# Any column has a few slips; one that now holds something else is wrong nearly everywhere.
_MOST_WRONG = 0.1
_LEAST_VALUES = 10  # different values from which their last figures tell something
_ROUND_SHARE = 0.5  # of values that end with 0: nine postcodes in ten, a tenth of commune codes
_VALUES_SHOWN = 3
_WORDS = {
    "uai": "des UAI",
    "commune": "des codes de commune",
    "departement": "des codes de département",
    "number": "des nombres",
}


def _is_uai(text: str) -> bool:
    """Tell a UAI: seven figures and the right letter.

    Examples
    --------
    >>> _is_uai("0350122T"), _is_uai("0350122A"), _is_uai("35580")
    (True, False, False)
    """
    return bool(_UAI.fullmatch(text)) and text[-1] == _LETTERS[int(text[:-1]) % len(_LETTERS)]


def _is_commune(text: str) -> bool:
    """Tell the code of a commune, of today or of before.

    Examples
    --------
    >>> [_is_commune(text) for text in ("35238", "75101", "98818", "35580", "1004")]
    [True, True, True, False, True]
    """
    code = f"0{text}" if len(text) == 4 and text.isdigit() else text  # noqa: PLR2004 a lost zero
    return bool(_COMMUNE.fullmatch(code)) and (
        code in _known_communes() or bool(_ELSEWHERE.match(code))
    )


@cache
def _known_communes() -> frozenset[str]:
    import pyarrow.parquet as pq  # late: a run whose files are all in the cache looks in none

    # With those of before: a file of 2019 has codes of communes that have merged since.
    table = pq.read_table(bundled_file("boundaries", "communes.parquet"), columns=["commune_code"])
    known = set(table["commune_code"].to_pylist())
    for name in ("communes-without-polygon.csv", "commune-history.csv", "commune-restored.csv"):
        with bundled_file("boundaries", name).open(encoding="utf-8", newline="") as file:
            known.update(row[0] for row in csv.reader(file))
    return frozenset(known)


_RIGHT: dict[str, Callable[[str], bool]] = {
    "uai": _is_uai,
    "commune": _is_commune,
    "departement": lambda text: bool(_DEPARTEMENT.fullmatch(text)),
    "number": lambda text: bool(_NUMBER.fullmatch(text)),
}


@dataclass
class Tally:
    """The different values of a column, as its rows go by.

    Attributes
    ----------
    holds
        What must be in it.
    values
        Each value and how many rows have it; empty cells aren't counted.
    """

    title: str
    holds: str
    values: dict[str, int] = field(default_factory=dict)

    def add(self, cell: str) -> None:
        """Count a cell."""
        text = cell.strip()
        if text:
            self.values[text] = self.values.get(text, 0) + 1


def told_content(tally: Tally) -> str:
    """Say what is wrong with a column's content; "" when it is what it must be.

    Examples
    --------
    >>> told_content(Tally("uai", "uai", {"0350122T": 1, "0350103X": 1}))
    ''
    >>> told_content(Tally("uai", "uai", {"Baulon": 2}))
    '« uai » ne contient pas des UAI : 2 valeurs sur 2 (« Baulon »)'
    """
    # Each value is looked at once, however many rows have it.
    right = _RIGHT[tally.holds]
    wrong = {value: count for value, count in tally.values.items() if not right(value)}
    total, wrong_n = sum(tally.values.values()), sum(wrong.values())
    postcodes = tally.holds == "commune" and _are_postcodes(tally)
    if not total:
        return f"« {tally.title} » est vide sur toutes les lignes"
    if wrong_n <= _MOST_WRONG * total and not postcodes:
        return ""
    shown = ", ".join(f"« {value} »" for value in list(wrong or tally.values)[:_VALUES_SHOWN])
    like = " ; on dirait des codes postaux" if postcodes else ""
    words = _WORDS[tally.holds]
    return (
        f"« {tally.title} » ne contient pas {words} : {wrong_n} valeurs sur {total} ({shown}){like}"
    )


def _are_postcodes(tally: Tally) -> bool:
    """Tell postcodes, many of which are also codes of communes, by their last figure."""
    # The effectifs of 2026 have a column "code_commune_insee" that holds postcodes.
    codes = [value for value in tally.values if len(value) == 5 and value.isdigit()]  # noqa: PLR2004
    rounded = sum(code.endswith("0") for code in codes)
    return len(codes) >= _LEAST_VALUES and rounded > _ROUND_SHARE * len(codes)
