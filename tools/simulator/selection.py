"""Which schools a wave or a rule speaks of, and how many it takes."""

import datetime as dt
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pandas as pd

from geo_ent.errors import InputError
from geo_ent.text.compare import meant
from geo_ent.text.numbers import counted
from simulator.calibrate import middle, shared_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.fields import Days
    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Scenario, Wave, Where

__all__ = ["EVERY", "draw_days", "draw_words", "group_counts", "matching", "refuse", "wrong"]

EVERY = ""
"""The key of a count that is for the whole territory."""


def refuse(scenario: "Scenario", what: str) -> NoReturn:
    """Say why a scenario can't be met.

    Raises
    ------
    InputError
        Always; the file is named.
    """
    wrong(str(scenario.path), what)


def wrong(place: str, what: str) -> NoReturn:
    """Say what is wrong at a place of a scenario's file.

    Raises
    ------
    InputError
        Always.
    """
    msg = f"{place} : {what}"
    raise InputError(msg)


def matching(
    schools: pd.DataFrame, where: "Where", gazetteer: "Gazetteer", place: str
) -> "pd.Series[bool]":
    """Tell which schools meet all the conditions.

    Parameters
    ----------
    schools
        With `departement_code, circonscription_name, commune_code, sector_town, nature, priority,
        population_n, network` and `status`.
    place
        Of the wave or the rule in the file, for what is refused.

    Raises
    ------
    InputError
        If a condition names what the territory hasn't; the nearest is suggested.
    """
    fits = pd.Series(data=True, index=schools.index)
    for key, column, wanted in (
        ("departements", "departement_code", where.departements),
        ("circonscriptions", "circonscription_name", where.circonscriptions),
        ("towns", "sector_town", where.towns),
    ):
        if wanted:
            _known(wanted, schools[column], f"{place}, where, {key}")
            fits &= schools[column].isin(wanted)
    for column, wanted in (
        ("nature", where.natures),
        ("priority", where.priority),
        ("status", where.status),
    ):
        if wanted:
            fits &= schools[column].isin(wanted)
    if where.communes:
        fits &= schools["commune_code"].isin([gazetteer.code(name) for name in where.communes])
    if where.not_circonscriptions:
        there = schools["circonscription_name"]
        _known(where.not_circonscriptions, there, f"{place}, where, not_circonscriptions")
        fits &= ~schools["circonscription_name"].isin(where.not_circonscriptions)
    if where.networks is not None:
        fits &= (schools["network"] != "") == where.networks
    people = schools["population_n"]
    return fits & people.between(where.population_min or 0, where.population_max or np.inf)


def _known(asked: "Iterable[str]", column: "pd.Series[str]", place: str) -> None:
    there = sorted(set(column) - {""})
    for name in asked:
        if name not in there:
            known = f"il y a {', '.join(there[:9])}" if there else "le scénario n'en nomme aucun"
            hint = meant(name, there) or known
            wrong(place, f"« {name} » n'est pas du territoire simulé ; {hint}")


def group_counts(wave: "Wave", schools: pd.DataFrame) -> dict[str, int]:
    """Say how many schools a wave takes, in all ("") or by département.

    Parameters
    ----------
    schools
        Those that it may take.

    Raises
    ------
    InputError
        If there aren't as many; how many there are is told.
    """
    homes = schools["departement_code"]
    if not wave.schools_n:
        share = 1.0 if wave.share is None else wave.share
        counts = {EVERY: round(share * len(schools))}
    else:
        counts = {code: middle(each) for code, each in wave.schools_n.items()}
    if wave.spread and EVERY in counts:
        even = pd.Series(1.0, index=sorted(homes.unique()))
        counts = shared_by(even, counts[EVERY])
    for code, count in counts.items():
        there = len(schools) if code == EVERY else int((homes == code).sum())
        if count > there:
            where = f" dans le département {code}" if code else ""
            wanted = counted(count, "école demandée", "écoles demandées")
            wrong(wave.place, f"{wanted}{where}, parmi {there} qui conviennent : au plus {there}.")
    return counts


def draw_days(days: "Days", count: int, rng: np.random.Generator) -> list[str]:
    """Draw working days in the periods of a wave, as ISO dates; "" where it has none."""
    if not days:
        return [""] * count
    periods = [_working(first, last) for first, last, _ in days]
    picked = rng.choice(len(periods), count, p=_exact([share for *_, share in days]))
    part = rng.random(count)
    return [
        f"{periods[period][int(chance * len(periods[period]))]:%Y-%m-%d}"
        for period, chance in zip(picked, part, strict=True)
    ]


def _working(first: dt.date, last: dt.date) -> "pd.DatetimeIndex":
    days = pd.bdate_range(first, last) if first != last else pd.DatetimeIndex([first])
    return days if len(days) else pd.DatetimeIndex([first])


def _exact(shares: list[float]) -> "np.typing.NDArray[np.float64]":
    """Make shares add up to 1 to the last digit."""
    return np.array(shares) / sum(shares)


def draw_words(
    shares: "dict[str, float]", keys: "pd.Series[str]", rng: np.random.Generator
) -> "pd.Series[str]":
    """Draw a word for each of the different keys (communes), after their shares."""
    if len(shares) < 2:  # noqa: PLR2004 nothing to draw
        return pd.Series(next(iter(shares), ""), index=keys.index)
    names = sorted(keys.unique())
    words = rng.choice(list(shares), len(names), p=_exact(list(shares.values())))
    return keys.map(dict(zip(names, map(str, words), strict=True)))
