"""Reading the values of a scenario: each one checked, and refused in one line where it is wrong."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeGuard

from geo_ent.errors import InputError
from geo_ent.text.compare import meant

__all__ = ["Counts", "Days", "Range", "Table"]

Range = tuple[int, int]
"""The least and the most that a count may be; twice the same where it is known."""

Counts = Mapping[str, Range]
"""A count for the whole territory (""), or one a département; empty when nothing is said."""

Days = tuple[tuple[dt.date, dt.date, float], ...]
"""Periods with their shares, which make 1; empty when no date is said."""

_ROUNDING = 1e-6


class Table:
    """A table of a scenario file, read key by key.

    Parameters
    ----------
    where
        The file and the table, for what is refused.
    content
        What the file has there.
    keys
        Those that are known.

    Raises
    ------
    InputError
        If it isn't a table, or has a key that isn't known; the nearest is suggested.

    Examples
    --------
    >>> table = Table("a.toml : [schools]", {"schools_n": {"54": 578}}, ["schools_n"])
    >>> table.counts("schools_n")
    {'54': (578, 578)}
    """

    def __init__(self, where: str, content: object, keys: Sequence[str]) -> None:
        self.where = where
        if not isinstance(content, Mapping):
            self.refuse(f"on attend une table, trouvé {_as_written(content)}.")
        self._content: Mapping[str, Any] = content
        for key in self._content:
            if key not in keys:
                hint = meant(key, keys) or f"on attend {', '.join(keys)}."
                self.refuse(f"« {key} » n'est pas une clé connue ; {hint}")

    def __contains__(self, key: str) -> bool:
        """Tell whether the file says anything of a key."""
        return key in self._content

    def get(self, key: str) -> object:
        """Give a value as the file has it; None where it says nothing."""
        return self._content.get(key)

    def refuse(self, what: str) -> NoReturn:
        """Say what is wrong in this table.

        Raises
        ------
        InputError
            Always.
        """
        msg = f"{self.where} : {what}"
        raise InputError(msg)

    def _wrong(self, key: str, expected: str) -> NoReturn:
        self.refuse(f"{key} = {_as_written(self._content[key])} ; on attend {expected}.")

    def once(self, first: str, second: str) -> None:
        """Refuse the same thing said by two keys, which might not agree."""
        if first in self and second in self:
            self.refuse(f"{first} et {second} disent la même chose ; gardez l'un des deux.")

    def text(self, key: str, *, among: Sequence[str] = ()) -> str:
        """Give a text, "" where there is none."""
        value = self.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or (among and value not in among):
            expected = " ou ".join(map(_as_written, among)) or "un texte entre guillemets"
            self._wrong(key, expected)
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts; a text alone is a list of one."""
        value = self.get(key)
        words = [value] if isinstance(value, str) else [] if value is None else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self._wrong(key, 'une liste de textes comme ["54", "55"]')
        return tuple(words)

    def flag(self, key: str) -> bool | None:
        """Give true or false, None where nothing is said."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, "true ou false")
        return bool(value) if value is not None else None

    def number(self, key: str) -> float | None:
        """Give a number that isn't negative, None where there is none."""
        value = self.get(key)
        if value is None:
            return None
        if not _is_number(value) or not 0 <= value < math.inf:
            self._wrong(key, "un nombre positif")
        return float(value)

    def share(self, key: str) -> float | None:
        """Give a share between 0 and 1, None where there is none."""
        value = self.number(key)
        if value is not None and value > 1:
            self._wrong(key, "une part entre 0 et 1 (0.8 pour 80 %)")
        return value

    def whole(self, key: str) -> int | None:
        """Give a whole number, None where there is none."""
        count = self.counts(key).get("")
        return None if count is None else (count[0] + count[1]) // 2

    def counts(self, key: str) -> dict[str, Range]:
        """Give a count, a range, or one of them a département."""
        value = self.get(key)
        if value is None:
            return {}
        if isinstance(value, Mapping):
            return {str(code): self._range(key, count) for code, count in value.items()}
        return {"": self._range(key, value)}

    def _range(self, key: str, value: object) -> Range:
        low, high = value if isinstance(value, list) and len(value) == 2 else (value, value)  # noqa: PLR2004 a pair
        if not _is_count(low) or not _is_count(high) or low > high:
            self._wrong(key, "un nombre entier comme 300, ou une fourchette comme [201, 220]")
        return low, high

    def day(self, key: str) -> dt.date | None:
        """Give a day, None where there is none."""
        value = self.get(key)
        if value is None:
            return None
        date = _day(value)
        if date is None:
            self._wrong(key, "une date comme 2015-01-29")
        return date

    def days(self, key: str) -> Days:
        """Give a day, a period, or several with their shares."""
        value = self.get(key)
        if value is None:
            return ()
        parts = value if isinstance(value, list) and _are_tables(value) else [{"on": value}]
        periods = tuple(self._period(key, part, 1 / len(parts)) for part in parts)
        self._whole_shares(key, [share for *_, share in periods])
        return periods

    def _period(
        self, key: str, part: Mapping[str, Any], share: float
    ) -> tuple[dt.date, dt.date, float]:
        on = part.get("on")
        pair = on if isinstance(on, list) else [on, on]
        first, last = (_day(bound) for bound in pair) if len(pair) == 2 else (None, None)  # noqa: PLR2004 a pair
        part_share = part.get("share", share)
        wrong = part.keys() - {"on", "share"} or not _is_number(part_share)
        if wrong or first is None or last is None or first > last:
            self._wrong(key, "un jour (2015-09-01), une période ([2014-01-15, 2015-01-31]) "
                             "ou des { on = …, share = … }")  # fmt: skip
        return first, last, float(part_share)

    def shares(self, key: str) -> dict[str, float]:
        """Give a text, or several with their shares, which make 1."""
        value = self.get(key)
        if value is None or value == "":
            return {}
        if isinstance(value, str):
            return {value: 1.0}
        if not isinstance(value, Mapping) or not all(map(_is_number, value.values())):
            self._wrong(key, 'un texte, ou des parts comme { "ONE" = 0.6, "Beneylu School" = 0.4 }')
        self._whole_shares(key, list(value.values()))
        return {str(name): float(share) for name, share in value.items()}

    def _whole_shares(self, key: str, shares: Sequence[float]) -> None:
        total = sum(shares)
        if min(shares) < 0 or abs(total - 1) > _ROUNDING:
            near = f"la dernière devrait être {shares[-1] + 1 - total:.4g}"
            hint = near if shares[-1] + 1 >= total else "réduisez-les"
            self.refuse(f"{key} : les parts font {total:.4g} et non 1 ; {hint}.")


def _as_written(value: object) -> str:
    """Write a value as the file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_as_written, value))}]"
    if isinstance(value, Mapping):
        parts = (f"{key} = {_as_written(part)}" for key, part in value.items())
        return f"{{ {', '.join(parts)} }}"
    return str(value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_tables(value: Sequence[object]) -> bool:
    return bool(value) and all(isinstance(part, Mapping) for part in value)


def _day(value: object) -> dt.date | None:
    return value if type(value) is dt.date else None
