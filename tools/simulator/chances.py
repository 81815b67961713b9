"""Which simulated schools have an ENT: the likeliest, in the published numbers."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.text.numbers import counted
from simulator.calibrate import middle
from simulator.selection import EVERY, refuse

if TYPE_CHECKING:
    from simulator.fields import Counts
    from simulator.scenario import Scenario

__all__ = ["choose_covered", "draw_chances", "luck"]

# How far each thing moves a school's chances: a tenfold population, and three kinds of luck.
_TOWN_PULL, _CIRCONSCRIPTION, _COMMUNE, _SCHOOL = 1.0, 0.45, 0.8, 0.7
_FIRST = 5.8  # instead of the first two, in the circonscriptions that go before the others


def draw_chances(
    schools: pd.DataFrame, first: list[str], rng: np.random.Generator
) -> "pd.Series[float]":
    """Draw how near each school is to having an ENT.

    The commune decides, so its schools share most of their luck; towns go first.

    Parameters
    ----------
    schools
        With `commune_code, population_n, circonscription, pool`.
    first
        The named circonscriptions that go before the others.
    """
    communes, circonscriptions = schools["commune_code"], schools["circonscription"]
    place: pd.Series[float] = _TOWN_PULL * np.log10(schools["population_n"].clip(lower=50))
    place += _CIRCONSCRIPTION * circonscriptions.map(luck(circonscriptions, rng))
    place = place.where(~schools["pool"].isin(first), _FIRST)
    place += _COMMUNE * communes.map(luck(communes, rng))
    place += _SCHOOL * rng.standard_normal(len(schools))
    return place


def luck(keys: "pd.Series[str]", rng: np.random.Generator) -> "pd.Series[float]":
    """Draw a number for each of the different keys."""
    names = sorted(keys.unique())
    return pd.Series(rng.standard_normal(len(names)), index=names)


def choose_covered(
    schools: pd.DataFrame, scenario: "Scenario", chances: "pd.Series[float]"
) -> "pd.Series[bool]":
    """Take the likeliest schools, as many as published, of either kind where that is published.

    Parameters
    ----------
    schools
        With `departement_code, nature`.
    chances
        Infinite for a school that must have an ENT, minus infinite for one that can't.
    """
    total, old = scenario.covered_n, scenario.primary_covered_n
    if old and old.keys() != total.keys():
        refuse(scenario, "[covered] : covered_n et primary_covered_n sont l'un par département et "
                         "l'autre non ; donnez les deux de la même façon.")  # fmt: skip
    home = schools["departement_code"] if "" not in total else pd.Series("", index=schools.index)
    young = (schools["nature"] == "maternelle") if old else pd.Series(data=False, index=home.index)
    limits = {
        (code, is_young): count
        for code, wanted in total.items()
        for is_young, count in _kinds(code, middle(wanted), old).items()
    }
    groups = list(zip(home, young, strict=True))
    _check(scenario, chances, (home, young), limits)
    place = chances.groupby([home, young]).rank(ascending=False, method="first")
    return place <= pd.Series([limits.get(group, 0) for group in groups], index=home.index)


def _kinds(code: str, count: int, old: "Counts") -> dict[bool, int]:
    """Share a count between the older and the younger children's schools, as published."""
    if not old:
        return {False: count}
    primary = min(middle(old[code]), count)
    return {False: primary, True: count - primary}


def _check(
    scenario: "Scenario",
    chances: "pd.Series[float]",
    groups: "tuple[pd.Series[str], pd.Series[bool]]",
    limits: dict[tuple[str, bool], int],
) -> None:
    """Refuse more schools with an ENT than schools that can have one, or fewer than must."""
    most = (chances > -np.inf).groupby(list(groups)).sum().to_dict()
    least = (chances == np.inf).groupby(list(groups)).sum().to_dict()
    for (code, young), wanted in limits.items():
        where = f"le département {code}" if code else "le territoire"
        kind = ("écoles maternelles" if young else "écoles élémentaires et primaires"
                if scenario.primary_covered_n else "écoles")  # fmt: skip
        room, must = int(most.get((code, young), 0)), int(least.get((code, young), 0))
        imposed = f" et {counted(must, 'imposée')}" if must else ""
        if not must <= wanted <= room:
            refuse(
                scenario,
                f"[covered] : {wanted} {kind} avec ENT dans {where}, qui en a "
                f"{counted(room, 'possible')}{imposed} ; le plus proche qui tient : "
                f"{room if wanted > room else must}.",
            )
    for code in scenario.covered_n:
        if code != EVERY and code not in scenario.departements:
            refuse(scenario, f"[covered] : le département {code} n'est pas du territoire.")
