"""What a programme costs, in sentences."""

from typing import TYPE_CHECKING

from geo_ent.telling.cost_texts import COST_TEXTS
from geo_ent.text.numbers import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo_ent.indicators.deployment.cost import Cost

__all__ = ["cost_words"]


def cost_words(found: "Cost", *, lang: str = "fr") -> "Iterator[str]":
    """Tell what a programme costs a school and a pupil, a year, who pays, and what is missing.

    Parameters
    ----------
    found
        The cost.
    lang
        "fr" or "en".
    """
    teller = Teller(lang, COST_TEXTS)
    if found.schools_n:
        yield _each(found, teller)
        if found.years:
            yield _a_year(found, found.years, teller)
    if found.shares:
        parts = [
            teller.say(
                "funder",
                name=name,
                euros=_euros(found.funders[name], teller),
                share=teller.percent(share),
            )
            for name, share in found.shares.items()
        ]
        yield teller.say("funding", parts=teller.say("list").join(parts))
    yield from _missing(found, teller)


def _each(found: "Cost", teller: "Teller") -> str:
    """Say what it costs in all, a school and a pupil."""
    each = teller.say("cost.each", euros=_euros(found.per_school, teller))
    pupil = _euros(found.per_pupil, teller, decimals=2)
    return teller.say(
        "cost",
        budget=_euros(found.budget, teller),
        schools=teller.counted(found.schools_n, "school"),
        each=each if found.schools_n > 1 else "",
        pupil=teller.say("cost.pupil", most=_most(found, teller), euros=pupil)
        if found.pupils_n
        else "",
    )


def _a_year(found: "Cost", years: float, teller: "Teller") -> str:
    """Say what it costs each year that the budget is for."""
    n = teller.number(years, decimals=int(years % 1 > 0))
    return teller.say(
        "cost.year_pupil" if found.pupils_n else "cost.year",
        over=teller.say("years.one") if years == 1 else teller.say("years", n=n),
        school=_euros(found.per_school_year, teller),
        most=_most(found, teller),
        pupil=_euros(found.per_pupil_year, teller, decimals=2) if found.pupils_n else "",
    )


def _missing(found: "Cost", teller: "Teller") -> "Iterator[str]":
    """Say what the schools that are still to be equipped change, or would cost."""
    n = found.missing_n
    if n and found.years:
        goal_n = found.schools_n + n
        each = _euros(found.budget / goal_n, teller)
        yield teller.say("cost.goal", n=teller.number(goal_n), euros=each)
    elif n and found.schools_n:
        price = _euros(n * found.per_school, teller)
        yield teller.say("cost.missing", n, n=teller.number(n), euros=price)


def _most(found: "Cost", teller: "Teller") -> str:
    return teller.say("most") if found.pupils_unknown_n else ""


def _euros(amount: float, teller: "Teller", *, decimals: int = 0) -> str:
    return teller.say("euros", n=teller.number(amount, decimals=decimals))
