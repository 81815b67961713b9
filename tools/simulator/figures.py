"""Pupils, classes and accounts of the simulated schools, whose totals are those published."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo_ent.text.numbers import counted, number
from simulator.calibrate import calibrate, inside
from simulator.selection import EVERY, refuse

if TYPE_CHECKING:
    from simulator.fields import Counts, Range
    from simulator.gazetteer import Gazetteer
    from simulator.scenario import Scenario

__all__ = ["add_figures"]

_PUPILS_SHARE = 0.083  # of the inhabitants are in a public or private école (5.6 M of 67 M)
_SPREAD = 0.3  # of the logarithm of a school's size
_PUPILS = (6, 600)  # the least and the most in one school
_CLASS = (6, 32)  # the least and the most in one class
_SIZES = {"maternelle": 0.7, "elementaire": 1.1, "primaire": 1.1}
_ACTIVE_SPREAD = 0.05  # of the share of accounts activated, between schools


@dataclass(frozen=True)
class _Total:
    """A total of some schools; `what` names them for what is refused."""

    what: str
    among: "pd.Series[bool]"
    wanted: "Range"


def add_figures(
    schools: pd.DataFrame,
    scenario: "Scenario",
    gazetteer: "Gazetteer",
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw the pupils, classes and accounts that a scenario has, and scale them to its totals.

    Parameters
    ----------
    schools
        Indexed by `uai`: `commune_code, departement_code, population_n, nature`, and `covered`,
        `partial` (bool), whether the school or some of its classes have an ENT at the date.

    Returns
    -------
    DataFrame
        The schools with `pupils_n`, `classes_n`, `ent_classes_n`, `created_n`, `activated_n`: those
        of the tables that the scenario has.

    Raises
    ------
    InputError
        If the schools can't hold a total; how much they can is told.
    """
    figures = scenario.figures
    if figures.pupils is None and figures.classes is None and figures.accounts is None:
        return schools
    schools = schools.assign(pupils_n=_pupils(schools, scenario, gazetteer, rng))
    if figures.classes is not None or figures.pupils is not None:
        schools = _with_classes(schools, scenario)
    if figures.accounts is not None:
        schools = _with_accounts(schools, scenario, rng)
    return schools


def _pupils(
    schools: pd.DataFrame, scenario: "Scenario", gazetteer: "Gazetteer", rng: np.random.Generator
) -> "pd.Series[int]":
    alike = schools.groupby("commune_code")["commune_code"].transform("size")
    usual = _PUPILS_SHARE * schools["population_n"] / alike * schools["nature"].map(_SIZES)
    drawn = usual * np.exp(_SPREAD * rng.standard_normal(len(schools)))
    drawn = drawn.clip(lower=2 * _PUPILS[0], upper=_PUPILS[1] / 2)
    told = scenario.figures.pupils or {}
    totals = [
        _Total(f"les élèves des écoles avec ENT de « {named.asked} »",
               (schools["commune_code"] == gazetteer.code(named.asked)) & schools["covered"],
               (named.covered_pupils_n, named.covered_pupils_n))
        for named in scenario.communes if named.covered_pupils_n is not None
    ]  # fmt: skip
    totals += _totals(schools, told.get("covered_pupils_n", {}), "les élèves des écoles avec ENT",
                      schools["covered"])  # fmt: skip
    totals += _totals(schools, told.get("pupils_n", {}), "les élèves des écoles", None)
    low, high = (pd.Series(bound, index=schools.index) for bound in _PUPILS)
    return _scaled(drawn, totals, (low, high), scenario)


def _totals(
    schools: pd.DataFrame, wanted: "Counts", what: str, among: "pd.Series[bool] | None"
) -> list[_Total]:
    mask = pd.Series(data=True, index=schools.index) if among is None else among
    return [
        _Total(what + (f" du département {code}" if code else ""),
               mask & ((schools["departement_code"] == code) | (code == EVERY)), count)
        for code, count in wanted.items()
    ]  # fmt: skip


def _scaled(
    drawn: "pd.Series[float]",
    totals: list[_Total],
    bounds: "tuple[pd.Series[int], pd.Series[int]]",
    scenario: "Scenario",
) -> "pd.Series[int]":
    """Scale what was drawn to each total, from the smallest set of schools to the largest.

    What a total has settled isn't touched again: the next one scales what it has besides.
    """
    low, high = bounds
    pupils = drawn.clip(low, high).round().astype(int)
    settled = pd.Series(data=False, index=drawn.index)
    for total in sorted(totals, key=lambda each: int(each.among.sum())):
        free = total.among & ~settled
        known = int(pupils[total.among & settled].sum())
        count = inside(total.wanted, float(pupils[total.among].sum()))
        least, most = known + int(low[free].sum()), known + int(high[free].sum())
        if not least <= count <= most:
            n = int(total.among.sum())
            refuse(
                scenario,
                f"{total.what} : {number(count)} pour {counted(n, 'école')}, qui "
                f"{'peut' if n == 1 else 'peuvent'} en avoir de {number(least)} à {number(most)} ; "
                f"le plus proche qui tient : {number(least if count < least else most)}.",
            )
        pupils[free] = calibrate(drawn[free], count - known, low[free], high[free])
        settled |= total.among
    return pupils


def _with_classes(schools: pd.DataFrame, scenario: "Scenario") -> pd.DataFrame:
    """Give the schools their classes, those in part equipped their classes with an ENT."""
    figures = scenario.figures
    told = figures.classes or {}
    pupils = schools["pupils_n"]
    drawn = (pupils / figures.mean_pupils).clip(lower=0.5)
    low = np.ceil(pupils / _CLASS[1]).astype(int).clip(lower=1)
    high = np.maximum(low, pupils // _CLASS[0]).astype(int)
    partial_n = _partial_total(schools, drawn, told.get("partial_n", {}))
    covered = dict(told.get("covered_classes_n", {}))
    if figures.covered_classes_share is not None and not covered:
        every = told.get("classes_n", {}).get(EVERY)
        among = sum(every) / 2 if every else float(drawn.clip(low, high).round().sum())
        count = round(figures.covered_classes_share * among)
        covered = {EVERY: (count, count)}
        told = {**told, "classes_n": {EVERY: (round(among), round(among))}}
    whole = {code: (a - partial_n, b - partial_n) if code == EVERY else (a, b)
             for code, (a, b) in covered.items()}  # fmt: skip
    totals = _totals(schools, whole, "les classes des écoles avec ENT", schools["covered"])
    totals += _totals(schools, told.get("classes_n", {}), "les classes des écoles", None)
    classes = _scaled(drawn, totals, (low, high), scenario)
    return schools.assign(
        classes_n=classes, ent_classes_n=_ent_classes(schools, classes, partial_n, scenario)
    )


def _partial_total(schools: pd.DataFrame, drawn: "pd.Series[float]", wanted: "Counts") -> int:
    """Say how many classes have an ENT in the schools that have some: a third, unless told."""
    natural = max(int(schools["partial"].sum()), round(float(drawn[schools["partial"]].sum()) / 3))
    return inside(wanted[EVERY], natural) if EVERY in wanted else natural


def _ent_classes(
    schools: pd.DataFrame, classes: "pd.Series[int]", count: int, scenario: "Scenario"
) -> "pd.Series[int]":
    """Share out the classes with an ENT; all the classes of a school that has it as a whole."""
    partial = schools["partial"]
    equipped = classes.where(schools["covered"], 0)
    high = (classes - 1).clip(lower=1)[partial]
    one = pd.Series(1, index=high.index)
    if not len(high) <= count <= high.sum():
        refuse(
            scenario,
            f"[classes] partial_n : {count} classes avec ENT dans {len(high)} écoles équipées en "
            f"partie, qui peuvent en avoir de {len(high)} à {int(high.sum())}"
            + ("." if len(high) else ' ; ajoutez une vague status = "class".'),
        )
    equipped[partial] = calibrate(classes[partial].astype(float), count, one, high)
    return equipped


def _with_accounts(
    schools: pd.DataFrame, scenario: "Scenario", rng: np.random.Generator
) -> pd.DataFrame:
    """Give the schools with an ENT their accounts, and those that were activated."""
    figures, told = scenario.figures, scenario.figures.accounts or {}
    users = schools["pupils_n"].astype(float) * figures.per_pupil
    if "ent_classes_n" in schools:
        users *= (schools["ent_classes_n"] / schools["classes_n"]).where(schools["partial"], 1.0)
    own = schools[schools["covered"] | schools["partial"]]
    users = users[own.index].clip(lower=1.0)
    none, one, many = (pd.Series(count, index=own.index) for count in (0, 1, 10_000))
    wanted = _totals(own, told.get("created_n", {}), "les comptes créés", None)
    created = _scaled(users, wanted, (one, many), scenario)
    active = told.get("activated_n") or {}
    if not active:
        share = 1.0 if figures.activated_share is None else figures.activated_share
        count = round(share * int(created.sum()))
        active = {EVERY: (count, count)}
    noise = pd.Series(np.exp(_ACTIVE_SPREAD * rng.standard_normal(len(own))), index=own.index)
    totals = _totals(own, active, "les comptes activés", None)
    activated = _scaled(
        (created.astype(float) * noise).clip(lower=0.1), totals, (none, created), scenario
    )
    return schools.assign(created_n=created, activated_n=activated)
