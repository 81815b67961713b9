"""What a scenario states itself: a build that gives it back has computed nothing of it."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["is_echo"]

_SETTINGS = ("goal_share", "goal_year", "goal_years", "budget", "years", "cofinancing")
"""Measures that are read in the project's settings: no school has a part in them."""

_KEYS = {
    "covered_n": ("covered_n", "schools_n"),
    "adhering_communes_n": ("communes_n",),
    "rep_schools_n": ("schools_n",),
    "rep_plus_schools_n": ("schools_n",),
}
"""Under which keys a scenario states a count, where they aren't the measure's own name."""


def is_echo(name: str, computed: float, scenario: Path) -> bool:
    """Tell whether a measure's number is one that its scenario states for it.

    A setting (a goal, a budget), a count that a table of the scenario gives under its name, or the
    day of a wave. A share, a sum of waves, a cost or a count that follows from others is computed.

    Parameters
    ----------
    name, computed
        A measure, and what a build gives.
    scenario
        Its file.
    """
    figure = name.partition("@")[0].partition(":")[0]
    if figure in _SETTINGS:
        return True
    stated = list(_leaves(tomllib.loads(scenario.read_text(encoding="utf-8"))))
    if figure.startswith("since_"):
        digits = f"{computed:.0f}"
        return any(
            day.strftime("%Y%m%d").startswith(digits)
            for key, leaf in stated
            for day in _days(leaf)
            if key == "start"
        )
    keys = _KEYS.get(figure, (figure,))
    return any(key in keys and _holds(leaf, computed) for key, leaf in stated)


def _leaves(table: Mapping[str, Any], key: str = "") -> Iterator[tuple[str, Any]]:
    """Give the values of a scenario with their keys; those of départements have their table's."""
    for name, value in table.items():
        own = key if key.endswith("_n") else name
        if isinstance(value, Mapping):
            yield from _leaves(value, own)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for part in value:
                # of a list of days with their shares, each is a day of its key
                yield from [(own, part["on"])] if "on" in part else _leaves(part, own)
        else:
            yield own, value


def _days(leaf: object) -> Iterator[dt.date]:
    """Give the first day of a value that is a day or a period."""
    first = leaf[0] if isinstance(leaf, list) and leaf else leaf
    if isinstance(first, dt.date):
        yield first


def _holds(leaf: object, computed: float) -> bool:
    """Tell whether a number, or a range of two, holds what was computed."""
    if isinstance(leaf, list):
        numbers = [value for value in leaf if isinstance(value, int | float)]
        return len(numbers) == len(leaf) == 2 and numbers[0] <= computed <= numbers[1]  # noqa: PLR2004
    return isinstance(leaf, int | float) and leaf == computed
