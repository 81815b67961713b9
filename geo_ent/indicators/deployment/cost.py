"""What a programme costs a school and a pupil, and who pays for it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.indicators.deployment.multiple_values import has_word
from geo_ent.indicators.schools_without_ent import figures
from geo_ent.text.note import Note

if TYPE_CHECKING:
    import pandas as pd

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Cost:
    """What a programme costs.

    Attributes
    ----------
    budget
        In euros.
    schools_n
        Schools that the programme gave an ENT.
    pupils_n, pupils_unknown_n
        Their pupils, and the schools whose number isn't known.
    per_school, per_pupil
        In euros; NaN where there is nobody. Where some numbers aren't known, `per_pupil` is the
        most that it can be.
    funders
        Who pays → how many euros.
    years, per_school_year, per_pupil_year
        How many years the budget is for, and what a school and a pupil cost each of them; None and
        NaN where it isn't said.
    shares, missing_n
        Who pays → which share (0 to 1); how many schools are still to be equipped.
    aimed_n, unit
        How many schools (or classes, pupils: `unit`) the budget is for, where it is that of a goal
        still to be reached; 0 where it paid for those that have an ENT.
    is_spent
        Whether its years are over, as far as is known: while they run, and nothing is aimed at,
        nobody knows for how many schools it will have been.
    notes
        What can't be told, and why: `telling.cost_sentences` writes them.
    """

    budget: float
    schools_n: int
    pupils_n: float
    pupils_unknown_n: int
    per_school: float
    per_pupil: float
    funders: Mapping[str, float]
    years: float | None = None
    per_school_year: float = math.nan
    per_pupil_year: float = math.nan
    shares: Mapping[str, float] = field(default_factory=dict)
    missing_n: int = 0
    aimed_n: int = 0
    unit: str = "schools"
    is_spent: bool = True
    notes: tuple[Note, ...] = ()


def cost(  # noqa: PLR0913 all that a budget is, by keyword
    schools: "pd.DataFrame",
    *,
    budget: float,
    shares: Mapping[str, float] | None = None,
    programme: str = "",
    missing_n: int = 0,
    years: float | None = None,
    aimed_n: int = 0,
    unit: str = "schools",
    is_spent: bool = True,
) -> Cost:
    """Say what a programme costs a school and a pupil, in all and a year.

    Parameters
    ----------
    schools
        With `status`, and `pupils_n` and `programme` where they are known.
    budget
        In euros.
    shares
        Who pays → which share of it (0 to 1).
    programme
        Its name in the register; "" for every school that has an ENT.
    missing_n
        How many schools are still to be equipped (`Pace.needed_n`).
    years
        How many years the budget is for; None when it isn't said.
    aimed_n, unit, is_spent
        As `Cost` has them. A budget for schools that are aimed at is shared among them all, not
        among the first ones; which they will be, and their pupils, isn't known.

    Raises
    ------
    InputError
        If the budget or a share is negative, the shares pass 1, or the years aren't over 0.

    Examples
    --------
    >>> import pandas as pd
    >>> pair = pd.DataFrame({"status": ["school", "school"], "pupils_n": [40.0, 60.0]})
    >>> price = cost(pair, budget=3000, shares={"État": 0.5})
    >>> price.per_school, price.per_pupil, dict(price.funders)
    (1500.0, 30.0, {'État': 1500.0})
    """
    shares = shares or {}
    _check(budget, shares, years)
    # The budget paid for what is there: a school where it is planned has cost nothing yet.
    inside = schools["status"] == "school"
    if programme:
        inside &= has_word(schools, "programme", programme)
    pupils = figures(schools, "pupils_n")[inside]
    n, pupils_n, unknown_n = int(inside.sum()), float(pupils.sum()), int(pupils.isna().sum())
    unfunded_share = 1 - sum(shares.values()) if shares else 0.0
    per_school, per_pupil = _prices(
        budget, n, pupils_n, aimed_n=aimed_n, unit=unit, is_spent=is_spent
    )
    return Cost(
        budget=budget,
        schools_n=n,
        pupils_n=pupils_n,
        pupils_unknown_n=unknown_n,
        per_school=per_school,
        per_pupil=per_pupil,
        funders={name: budget * share for name, share in shares.items()},
        years=years,
        per_school_year=per_school / (years or math.nan),
        per_pupil_year=per_pupil / (years or math.nan),
        shares=dict(shares),
        missing_n=missing_n,
        aimed_n=aimed_n,
        unit=unit,
        is_spent=is_spent,
        notes=(
            # a budget that is aimed at others, or still runs, isn't set against those equipped
            *(() if aimed_n or not is_spent else _without_price(n, unknown_n)),
            *_unfunded(unfunded_share, budget),
        ),
    )


def _prices(
    budget: float, schools_n: int, pupils_n: float, *, aimed_n: int, unit: str, is_spent: bool
) -> tuple[float, float]:
    """Share a budget among the schools and pupils that it is for; NaN where that isn't known."""
    if aimed_n:
        price = budget / aimed_n
        return price if unit == "schools" else math.nan, price if unit == "pupils" else math.nan
    if not is_spent:
        return math.nan, math.nan
    # NaN, not infinity: without a school there is no cost a school.
    return budget / (schools_n or math.nan), budget / (pupils_n or math.nan)


def _check(budget: float, shares: Mapping[str, float], years: float | None) -> None:
    if years is not None and not 0 < years < math.inf:
        msg = f"le nombre d’années du budget doit être positif, trouvé {years!r}."
        raise InputError(msg)
    for name, value in {"budget": budget, **shares}.items():
        if not math.isfinite(value) or value < 0:
            msg = f"« {name} » doit être un nombre positif, trouvé {value!r}."
            raise InputError(msg)
    # More than 100 % is a slip of the pen, and every funder's part would be wrong; less may be
    # true.
    if sum(shares.values()) > 1 + _ROUNDING:
        msg = f"les parts des financeurs font plus de 100 % : {dict(shares)!r}."
        raise InputError(msg)


def _without_price(schools_n: int, unknown_n: int) -> Iterator[Note]:
    """Note what can't be told of those equipped: a cost a school, a cost a pupil."""
    if not schools_n:
        yield Note("no_school")
    elif unknown_n == schools_n:
        yield Note("no_pupils")
    elif unknown_n:
        yield Note("some_pupils", n=unknown_n, whole=schools_n)


def _unfunded(unfunded_share: float, budget: float) -> Iterator[Note]:
    """Note that nobody is said to pay the rest."""
    if unfunded_share > _ROUNDING:
        yield Note("unfunded", euros=unfunded_share * budget, share=unfunded_share)
