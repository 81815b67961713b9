"""The pace in French sentences, true whatever the figures."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo_ent.indicators.projection import LEAST_DATES
from geo_ent.words import day, number, percent

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.pace import Goal, Pace
    from geo_ent.indicators.units import Unit

__all__ = ["refusal", "sentences"]

_FAR_YEARS = 50  # beyond, a date would pretend to know


def refusal(told: "pd.DataFrame", goal: "Goal", unit: "Unit") -> str:
    """Say why no projection is made; "" where one can be.

    Parameters
    ----------
    told
        The history, as `pace.history` gives it.
    goal
        What is aimed at.
    unit
        What is counted.
    """
    covered, n = told["covered_n"], int(told["whole_n"].iloc[-1])
    few = f"il faut au moins {LEAST_DATES} dates, l’historique en a {len(told)}"
    reasons = (
        (n == 0, f"il n’y a {unit.none}"),
        (told["unknown_n"].iloc[-1] == n, f"on ne sait rien d’{unit.none}"),
        (covered.iloc[-1] == n, f"{unit.every} ont un ENT"),
        (len(told) < LEAST_DATES, few),
        (covered.min() == covered.max(), f"le nombre {unit.of} qui ont un ENT n’a jamais changé"),
        (goal.by <= told.index[-1], "l’échéance n’est pas après la dernière date connue"),
    )
    return next((f"Pas de projection : {why}." for is_so, why in reasons if is_so), "")


def sentences(found: "Pace") -> Iterator[str]:
    """Tell the state, the goal, the pace and the projection."""
    n = int(found.history["whole_n"].iloc[-1])
    if n == 0:
        yield f"Il n’y a {found.unit.none}."
        return
    yield _state(found, n)
    yield _aim(found)
    if found.since is not None:
        yield _recent(found, found.since)
    if len(found.projection):
        yield _ahead(found)


def _state(found: "Pace", n: int) -> str:
    last = found.history.iloc[-1]
    covered_n, unknown_n = int(last["covered_n"]), int(last["unknown_n"])
    have = "ont" if covered_n > 1 else "a"
    doubt = f"\u00a0; on ne sait pas pour {found.unit.counted(unknown_n)}" if unknown_n else ""
    told = f"Au {day(found.history.index[-1])}, {found.unit.counted(covered_n)} sur {number(n)}"
    return f"{told} {have} un ENT, soit {percent(_apart(covered_n / n))}{doubt}."


def _aim(found: "Pace") -> str:
    goal, unit = found.goal, found.unit
    needed = unit.counted(found.needed_n)
    of = "" if unit.id == "schools" else f" des {unit.many}"
    aimed = f"{_percent(goal.share)}{of}"
    if not found.needed_n:
        return f"L’objectif de {aimed} est atteint."
    if found.months <= 0:
        return f"L’échéance du {day(goal.by)} est passée\u00a0: il manque {needed} pour {aimed}."
    told = f"Pour atteindre {aimed} au {day(goal.by)}, il faut encore {unit.equip} {needed}"
    if found.months < 1:
        return f"{told} en moins d’un mois."
    months = f"{told} en {number(round(found.months))} mois"
    rate = "" if found.needed_n == 1 else f", soit {_rate(found.needed_per_month, unit)}"
    return f"{months}{rate}."


def _rate(per_month: float, unit: "Unit") -> str:
    """Write a pace: so many schools a month, or one school every so many months."""
    if per_month >= 0.95:  # noqa: PLR2004 it is written 1,0
        noun = unit.many if per_month >= 1.95 else unit.one  # noqa: PLR2004 plural from 2
        decimals = 1 if per_month < 100 else 0  # noqa: PLR2004 tenths of pupils say nothing
        return f"{number(per_month, decimals=decimals)} {noun} par mois"
    return f"{unit.a} tous les {number(1 / per_month, decimals=1)} mois"


def _recent(found: "Pace", since: dt.date) -> str:
    start = f"Depuis le {day(since)}, "
    reached = found.needed_n == 0
    have = "ont" if abs(found.gained_n) > 1 else "a"
    if found.gained_n <= 0:
        lost = f"{found.unit.counted(-found.gained_n)} de moins {have} un ENT"
        told = lost if found.gained_n else f"{found.unit.none} de plus n’a d’ENT"
        end = "" if reached else "\u00a0; à ce rythme, l’objectif ne serait jamais atteint"
        return f"{start}{told}{end}."
    told = f"{start}{found.unit.counted(found.gained_n)} de plus {have} un ENT"
    told = f"{told}, soit {_rate(found.per_month, found.unit)}"
    return f"{told}." if reached else f"{told}\u00a0; à ce rythme, {_when(found)}."


def _when(found: "Pace") -> str:
    """Say when the goal would be reached at the present pace."""
    months = found.needed_n / found.per_month
    if months > 12 * _FAR_YEARS:
        return f"l’objectif ne serait pas atteint avant {_FAR_YEARS} ans"
    last = found.history.index[-1]
    end = last + dt.timedelta(days=months * 365.25 / 12)
    late = "à temps" if end <= found.goal.by else "après l’échéance"
    return f"l’objectif serait atteint vers {_month(end)}, {late}"


def _month(date: dt.date) -> str:
    from babel.dates import format_date

    return format_date(date, format="MMMM y", locale="fr")


def _ahead(found: "Pace") -> str:
    last = found.projection.iloc[-1]
    share, low, high = (_percent(last[title]) for title in ("share", "low", "high"))
    who, when = f"{share} des {found.unit.many}", day(found.goal.by)
    told = f"Si la courbe se prolonge, {who} auront un ENT au {when}"
    return f"{told} (de {low} à {high}, intervalle à {_percent(0.95)})."


def _percent(share: float) -> str:
    """Write a share with the decimal that it needs."""
    whole = abs(share * 100 - round(share * 100)) < 1e-9  # noqa: PLR2004 rounding
    return percent(_apart(share), decimals=0 if whole else 1)


def _apart(share: float) -> float:
    """Keep what is nearly none or all from being written so."""
    return share if share in {0.0, 1.0} else min(max(share, 0.001), 0.999)
