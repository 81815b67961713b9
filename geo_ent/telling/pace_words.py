"""The pace in sentences, true whatever the figures."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo_ent.indicators.deployment.projection import LEAST_DATES
from geo_ent.indicators.units import unit_in
from geo_ent.telling.pace_texts import PACE_TEXTS
from geo_ent.text.numbers import LOCALES, Teller

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.deployment.pace import Goal, Pace
    from geo_ent.indicators.units import Unit

__all__ = ["refusal", "sentences"]

_FAR_YEARS = 50  # beyond, a date would pretend to know
_SAYS_NOTHING = 0.9  # an interval this wide leaves nearly every share possible


def refusal(told: "pd.DataFrame", goal: "Goal", unit: "Unit") -> str:
    """Say in French why no projection is made; "" where one can be.

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


def sentences(found: "Pace", *, lang: str = "fr") -> Iterator[str]:
    """Tell the state, the goal, the pace and the projection.

    Parameters
    ----------
    found
        The pace.
    lang
        "fr" or "en".
    """
    teller, unit = Teller(lang, PACE_TEXTS), unit_in(found.unit.id, lang)
    n = int(found.history["whole_n"].iloc[-1])
    if n == 0:
        yield teller.say("empty", none=unit.none)
        return
    yield _state(found, n, unit, teller)
    yield _aim(found, unit, teller)
    if found.since is not None:
        yield _recent(found, found.since, unit, teller)
    if len(found.projection):
        yield _ahead(found, unit, teller)


def _state(found: "Pace", n: int, unit: "Unit", teller: "Teller") -> str:
    last = found.history.iloc[-1]
    covered_n, unknown_n = int(last["covered_n"]), int(last["unknown_n"])
    unknown = unit.counted(unknown_n, teller)
    return teller.say(
        "state",
        day=teller.day(found.history.index[-1]),
        covered=unit.counted(covered_n, teller),
        covered_n=teller.number(covered_n),
        whole=unit.counted(n, teller),
        whole_n=teller.number(n),
        have=teller.say("have", covered_n),
        share=teller.percent(_apart(covered_n / n)),
        doubt=teller.say("state.doubt", unknown=unknown) if unknown_n else "",
    )


def _aim(found: "Pace", unit: "Unit", teller: "Teller") -> str:
    goal, n = found.goal, found.needed_n
    aim = "aim" if unit.id == "schools" else "aim.of"
    said = {
        "aim": teller.say(aim, share=_percent(goal.share, teller), many=unit.many),
        "day": teller.day(goal.by),
        "needed": unit.counted(n, teller),
        "equip": unit.equip,
    }
    if not n:
        return teller.say("goal.reached", **said)
    if found.months <= 0:
        return teller.say("goal.late", n, **said)
    if found.months < 1:
        return teller.say("goal.soon", n, **said)
    rate = "" if n == 1 else _rate(found.needed_per_month, unit, teller)
    return teller.say(
        "goal.months",
        n,
        months=teller.counted(round(found.months), "month"),
        rate=teller.say("goal.rate", rate=rate) if rate else "",
        **said,
    )


def _rate(per_month: float, unit: "Unit", teller: "Teller") -> str:
    """Write a pace: so many schools a month, or one school every so many months."""
    if per_month >= 0.95:  # noqa: PLR2004 it is written 1,0
        several = per_month >= (1.95 if teller.lang == "fr" else 1.05)  # plural from 2, or over 1
        decimals = 1 if per_month < 100 else 0  # noqa: PLR2004 tenths of pupils say nothing
        n = teller.number(per_month, decimals=decimals)
        return teller.say("rate.month", n=n, noun=unit.many if several else unit.one)
    return teller.say("rate.months", one=unit.a, n=teller.number(1 / per_month, decimals=1))


def _recent(found: "Pace", since: dt.date, unit: "Unit", teller: "Teller") -> str:
    gained_n = abs(found.gained_n)
    said = {
        "day": teller.day(since),
        "gained": unit.counted(gained_n, teller),
        "gained_n": teller.number(gained_n),
        "noun": unit.noun(gained_n, teller),
        "many": unit.many,
        "none": unit.none,
        "have": teller.say("have", gained_n),
        "end": _end(found, teller),
    }
    if found.gained_n > 0:
        return teller.say("recent.more", rate=_rate(found.per_month, unit, teller), **said)
    return teller.say("recent.lost" if found.gained_n else "recent.none", **said)


def _end(found: "Pace", teller: "Teller") -> str:
    """Say when the goal would be reached at the present pace; "" once it is."""
    if found.needed_n == 0:
        return ""
    if found.gained_n <= 0:
        return teller.say("end.never")
    months = found.needed_n / found.per_month
    if months > 12 * _FAR_YEARS:
        return teller.say("end.far", years=str(_FAR_YEARS))
    end = found.history.index[-1] + dt.timedelta(days=months * 365.25 / 12)
    late = "end.in_time" if end <= found.goal.by else "end.after"
    return teller.say(late, month=_month(end, teller))


def _month(date: dt.date, teller: "Teller") -> str:
    from babel.dates import format_date

    return format_date(date, format="MMMM y", locale=LOCALES[teller.lang])


def _ahead(found: "Pace", unit: "Unit", teller: "Teller") -> str:
    last = found.projection.iloc[-1]
    if last["high"] - last["low"] > _SAYS_NOTHING:
        return teller.say("ahead.wide", day=teller.day(found.goal.by), many=unit.many)
    shares = {title: _percent(last[title], teller) for title in ("share", "low", "high")}
    day, level = teller.day(found.goal.by), _percent(0.95, teller)
    return teller.say("ahead", day=day, many=unit.many, level=level, **shares)


def _percent(share: float, teller: "Teller") -> str:
    """Write a share with the decimal that it needs."""
    whole = abs(share * 100 - round(share * 100)) < 1e-9  # noqa: PLR2004 rounding
    return teller.percent(_apart(share), decimals=0 if whole else 1)


def _apart(share: float) -> float:
    """Keep what is nearly none or all from being written so."""
    return share if share in {0.0, 1.0} else min(max(share, 0.001), 0.999)
