"""Which simulated schools have an ENT, since when, with which solution and programme."""

import numpy as np
import pandas as pd

from geo_ent.demo.places import EPINAL, NEUFCHATEAU, PLAN_TOWNS

__all__ = ["ENIR", "RURALITY_PLAN", "adopt"]

ENIR = "ENIR"
RURALITY_PLAN = "Plan ruralité académique"

_BEFORE_SUMMER_2019 = 240  # schools with an ENT in June 2019 (published)
_ENIR_SCHOOLS = 150  # more at the rentrée of 2019, co-financed by ENIR (published)
_ENIR_PEOPLE = 2000  # ENIR was for communes of at most so many inhabitants
_BACK_2019, _BACK_2020 = "2019-09-01", "2020-09-01"
_MOSELLE, _MOSELLE_ENT = "57", "Ari@ne57"
_CLASS_SHARE = 0.12  # of the schools without an ENT, one in some classes only (simulated)

# How far each thing moves a school's chances: a tenfold population, and three kinds of luck.
_TOWN_PULL, _CIRCONSCRIPTION, _COMMUNE, _SCHOOL = 1.0, 0.45, 0.8, 0.7
_EXPERIMENT = 5.8  # instead of the first two, in the circonscriptions that try one ENT for all

_EARLY = ("2015-09-01", "2016-09-01", "2017-09-01", "2018-01-08", "2018-09-03", "2019-01-07")
_EARLY_SHARES = (0.05, 0.12, 0.2, 0.13, 0.35, 0.15)
_LATE = (
    ("2019-09-16", "2020-03-13", 0.3),
    ("2020-03-16", "2020-05-29", 0.6),
    ("2020-06-02", "2020-06-30", 0.1),
)  # most accounts were opened during the lockdown


def adopt(schools: pd.DataFrame, published: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each school its ENT, so that the counts of each département are those published.

    Parameters
    ----------
    schools
        With `departement_code, commune_code, population_n, nature, pool, sector_town,
        circonscription`.
    published
        By département: `covered_n`, and `primary_covered_n` among them.

    Returns
    -------
    DataFrame
        The schools with `status, solution, start` (ISO dates, "" for none) and `programme`.
    """
    covered = _covered(schools, published, _chances(schools, rng))
    enir = _choose(covered & (schools["population_n"] <= _ENIR_PEOPLE), _ENIR_SCHOOLS, rng)
    early = _choose(covered & ~enir & (schools["pool"] == ""), _BEFORE_SUMMER_2019, rng)
    status = _status(schools, covered, rng)
    start = _starts(len(schools), rng)
    dates = pd.Series(start[1], schools.index).mask(early, pd.Series(start[0], schools.index))
    dates = dates.mask(enir, _BACK_2019).mask(status == "planned", _BACK_2020)
    nothing = status == "none"
    return schools.assign(
        status=status,
        solution=_solutions(schools, rng).mask(nothing, ""),
        start=dates.mask(nothing, ""),
        programme=_programmes(schools, status, enir),
    )


def _chances(schools: pd.DataFrame, rng: np.random.Generator) -> "pd.Series[float]":
    """Draw how near each school is to having an ENT.

    The commune decides, so its schools share most of their luck; towns go first.
    """
    communes, circonscriptions = schools["commune_code"], schools["circonscription"]
    place: pd.Series[float] = _TOWN_PULL * np.log10(schools["population_n"].clip(lower=50))
    place += _CIRCONSCRIPTION * circonscriptions.map(_luck(circonscriptions, rng))
    place = place.where(schools["pool"] == "", _EXPERIMENT)
    place += _COMMUNE * communes.map(_luck(communes, rng))
    place += _SCHOOL * rng.standard_normal(len(schools))
    return place


def _luck(keys: "pd.Series[str]", rng: np.random.Generator) -> "pd.Series[float]":
    names = sorted(keys.unique())
    return pd.Series(rng.standard_normal(len(names)), index=names)


def _covered(
    schools: pd.DataFrame, published: pd.DataFrame, chances: "pd.Series[float]"
) -> "pd.Series[bool]":
    """Take the likeliest schools, as many as published of either kind in each département."""
    old = published["primary_covered_n"]
    wanted = {False: old, True: published["covered_n"] - old}
    young = schools["nature"] == "maternelle"
    place = chances.groupby([schools["departement_code"], young]).rank(
        ascending=False, method="first"
    )
    limits = [
        wanted[is_young][code]
        for code, is_young in zip(schools["departement_code"], young, strict=True)
    ]
    return place <= limits


def _choose(among: "pd.Series[bool]", count: int, rng: np.random.Generator) -> "pd.Series[bool]":
    chosen = rng.permutation(np.flatnonzero(among))[:count]
    return pd.Series(np.isin(np.arange(len(among)), chosen), index=among.index)


def _status(
    schools: pd.DataFrame, covered: "pd.Series[bool]", rng: np.random.Generator
) -> "pd.Series[str]":
    """Say what the schools without an ENT wait for: everything is decided in some places."""
    some_classes = rng.random(len(schools)) < _CLASS_SHARE
    decided = (schools["departement_code"] == _MOSELLE) | (schools["pool"] != "")
    words = np.select([covered, decided, some_classes], ["school", "planned", "class"], "none")
    return pd.Series(words, index=schools.index)


def _starts(count: int, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Draw for each school a day before the summer of 2019, and one in the year after it."""
    early = rng.choice(_EARLY, count, p=_EARLY_SHARES)
    periods = [pd.bdate_range(first, last) for first, last, _ in _LATE]
    picked = rng.choice(len(periods), count, p=[share for *_, share in _LATE])
    part = rng.random(count)
    late = [
        periods[period][int(at * len(periods[period]))]
        for period, at in zip(picked, part, strict=True)
    ]
    return [str(day) for day in early], [f"{day:%Y-%m-%d}" for day in late]


def _solutions(schools: pd.DataFrame, rng: np.random.Generator) -> "pd.Series[str]":
    """Choose a solution: Moselle's own, one for a circonscription, else one a commune."""
    communes = schools["commune_code"]
    likes_one = communes.map(_luck(communes, rng)) > -0.2  # noqa: PLR2004 a little over a half
    by_commune = likes_one.map({True: "ONE", False: "Beneylu School"})
    moselle = schools["departement_code"] == _MOSELLE
    return by_commune.mask(schools["pool"] != "", "ONE").mask(moselle, _MOSELLE_ENT)


def _programmes(
    schools: pd.DataFrame, status: "pd.Series[str]", enir: "pd.Series[bool]"
) -> "pd.Series[str]":
    plan = (status == "school") & schools["sector_town"].isin(PLAN_TOWNS)
    experiment = schools["pool"].isin([NEUFCHATEAU, EPINAL])
    moselle = (schools["departement_code"] == _MOSELLE) & (status == "planned")
    words = np.select(
        [enir, plan, experiment, moselle],
        [ENIR, RURALITY_PLAN, "ENT de circonscription", "FUS@E"],
        "",
    )
    return pd.Series(words, index=schools.index)
