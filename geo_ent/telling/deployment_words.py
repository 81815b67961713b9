"""The deployment in sentences: solutions, communes, networks, phases, whole zones."""

from typing import TYPE_CHECKING, Any

from geo_ent.telling.deployment_texts import DEPLOYMENT_TEXTS
from geo_ent.text.numbers import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from geo_ent.indicators.deployment.adhesions import Adhesions

__all__ = [
    "account_words",
    "adhesion_words",
    "network_words",
    "phase_words",
    "scope_words",
    "solution_words",
    "whole_zone_words",
]

_MOST = 6  # parts told one by one; the tables have them all


def solution_words(
    mixes: "pd.DataFrame", several_n: int = 0, *, lang: str = "fr"
) -> "Iterator[str]":
    """Say which solutions the schools have, and how many have several at once.

    Parameters
    ----------
    mixes
        As `solution_mixes` gives it.
    several_n
        How many schools have several.
    lang
        "fr" or "en".

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"level": "territory", "solution": "ONE", "schools_n": 3, "zone_covered_n": 3,
    ...        "covered_share": 1.0}
    >>> list(solution_words(pd.DataFrame([row])))
    ['Les écoles qui ont un ENT utilisent toutes ONE.']
    """
    teller = Teller(lang, DEPLOYMENT_TEXTS)
    told = mixes[mixes["level"] == "territory"].to_dict("records")
    if not told:
        return
    covered_n = int(told[0]["zone_covered_n"])
    if covered_n == 1:
        names = teller.say("and").join(row["solution"] for row in told)
        yield teller.say("solution.of_one", solutions=names)
        return
    if len(told) == 1:
        yield teller.say("solution.alone", solution=told[0]["solution"])
        return
    parts = [_solution(row, teller) for row in told[:_MOST]]
    if len(told) > _MOST:
        parts.append(_counted(teller, "others", len(told) - _MOST))
    covered = teller.number(covered_n)
    yield teller.say("solutions", covered=covered, parts=_listed(parts, teller))
    if several_n == covered_n:
        yield teller.say("solutions.all_several")
    elif several_n:
        schools = teller.counted(several_n, "school")
        yield teller.say("solutions.several", several_n, schools=schools)


def _solution(row: "Mapping[Any, Any]", teller: "Teller") -> str:
    """Say how many schools use a solution, and how many of them in some classes only."""
    schools_n, limited_n = int(row["schools_n"]), int(row.get("class_only_n", 0))
    partly = "solution.limited" if limited_n == schools_n else "solution.partly"
    return teller.say(
        partly if limited_n else "solution",
        solution=row["solution"] or teller.say("solution.unnamed"),
        schools=teller.counted(schools_n, "school"),
        limited=teller.number(limited_n),
        share=teller.percent(row["covered_share"]),
    )


def adhesion_words(found: "Adhesions", *, lang: str = "fr") -> "Iterator[str]":
    """Say how many communes (or EPCI) have joined, since when, and with how many schools."""
    teller, level, n = Teller(lang, DEPLOYMENT_TEXTS), found.level, len(found.table)
    if n:
        yield teller.say(
            f"{level}.joined",
            n,
            n=teller.number(n),
            among=teller.number(found.zones_n),
            share=teller.percent(n / found.zones_n),
            when=_from_to(found.table["since"], n, teller),
        )
        yield _their_schools(found.table, teller)
    if found.planned_n:
        yield _counted(teller, f"{level}.planned_too" if n else f"{level}.planned", found.planned_n)


def _their_schools(table: "pd.DataFrame", teller: "Teller") -> str:
    """Say how many schools of the zones that joined have an ENT, and their pupils."""
    covered_n, schools_n = int(table["covered_n"].sum()), int(table["schools_n"].sum())
    pupils = table["covered_pupils_n"].sum(min_count=1)
    named = "" if pupils != pupils else teller.counted(round(pupils), "pupil")  # noqa: PLR0124
    said = {
        "covered": teller.number(covered_n),
        "schools_n": teller.number(schools_n),
        "have": teller.say("have", covered_n),
        "pupils": teller.say("joined.pupils", pupils=named) if named else "",
    }
    if covered_n == schools_n == 1:
        return teller.say("joined.school", **said)
    every = "joined.all" if covered_n == schools_n else "joined.some"
    return teller.say(every, len(table), **said)


def _from_to(days: "pd.Series[pd.Timestamp]", n: int, teller: "Teller") -> str:
    known = days.dropna()
    if not len(known):
        return ""
    first, last = teller.day(known.min().date()), teller.day(known.max().date())
    if first != last:
        return teller.say("joined.from_to", first=first, last=last)
    if len(known) < n:
        return ""
    return teller.say("joined.all_on" if n > 1 else "joined.on", day=first)


def network_words(table: "pd.DataFrame", *, lang: str = "fr") -> "Iterator[str]":
    """Say how many networks of schools are in place, their schools and how far they are."""
    teller, n = Teller(lang, DEPLOYMENT_TEXTS), len(table)
    if not n:
        return
    colleges_n = table.loc[table["college_name"] != "", "college_uai"].nunique()
    colleges = teller.counted(colleges_n, "college")
    yield teller.say(
        "networks",
        n,
        n=teller.number(n),
        schools=_with_ent(int(table["covered_n"].sum()), int(table["schools_n"].sum()), teller),
        colleges=teller.say("networks.colleges", colleges=colleges) if colleges_n else "",
    )
    yield from _distances(table[table["linked_to"] != ""], teller)


def _distances(table: "pd.DataFrame", teller: "Teller") -> "Iterator[str]":
    """Say how far the schools are from what their links go to."""
    with_college = int((table["linked_to"] == "college").sum())
    kms = table["mean_km"].dropna()
    if not len(kms):
        return
    weights = table.loc[kms.index, "schools_n"]
    whom = ["networks.from_college"] if with_college else []
    whom += ["networks.from_middle"] if with_college < len(table) else []
    yield teller.say(
        "networks.far",
        mean=teller.number(float((kms * weights).sum() / weights.sum()), decimals=1),
        longest=teller.number(float(table["max_km"].max()), decimals=1),
        whom=teller.say("or").join(teller.say(key) for key in whom),
    )


def phase_words(table: "pd.DataFrame", *, lang: str = "fr") -> "Iterator[str]":
    """Say of each phase how many schools it has, how many have an ENT, and since when."""
    teller = Teller(lang, DEPLOYMENT_TEXTS)
    for name, row in table.head(_MOST).iterrows():
        schools_n, covered_n = int(row["schools_n"]), int(row["covered_n"])
        class_n = int(row["class_n"])
        schools = _with_ent(covered_n, schools_n, teller, class_n)
        planned = not covered_n + class_n
        opened = _opened(row["first_start"], row["last_start"], teller, planned=planned)
        yield teller.say("phase", name=str(name), schools=schools, opened=opened)
    more_n = len(table) - _MOST
    if more_n > 0:
        schools = teller.counted(int(table["schools_n"].iloc[_MOST:].sum()), "school")
        yield teller.say("phase.others", more_n, n=teller.number(more_n), schools=schools)


def _with_ent(covered_n: int, schools_n: int, teller: "Teller", class_n: int = 0) -> str:
    """Count schools and say how many of them have an ENT, be it in some classes only."""
    key = "ent.all" if covered_n == schools_n else "ent.some" if covered_n else "ent.none"
    if class_n:
        key = "class.all" if class_n == schools_n else "class.both" if covered_n else "class.some"
    schools, covered = teller.counted(schools_n, "school"), teller.number(covered_n)
    partial = teller.number(class_n)
    return teller.say(key, schools_n, schools=schools, covered=covered, partial=partial)


def _opened(first: "pd.Timestamp", last: "pd.Timestamp", teller: "Teller", *, planned: bool) -> str:
    if first != first:  # noqa: PLR0124 NaT isn't itself
        return ""
    key = f"{'planned' if planned else 'opened'}.{'on' if first == last else 'from_to'}"
    return teller.say(key, first=teller.day(first.date()), last=teller.day(last.date()))


def scope_words(table: "pd.DataFrame", *, lang: str = "fr") -> "Iterator[str]":
    """Say how schools got their ENT: one by one, with their commune, with their circonscription.

    Nothing where each did by itself.

    Parameters
    ----------
    table
        As `scopes` gives it.
    lang
        "fr" or "en".
    """
    if set(table.index) <= {"school"}:
        return
    teller = Teller(lang, DEPLOYMENT_TEXTS)
    parts = [
        teller.say("scope", how=_how(str(scope), teller), schools=teller.counted(int(n), "school"))
        for scope, n in table["schools_n"].items()
    ]
    yield teller.say("scopes", parts=_listed(parts, teller))


def _how(scope: str, teller: "Teller") -> str:
    key = f"scope.{scope}"
    return teller.say(key) if key in DEPLOYMENT_TEXTS[teller.lang] else scope


def whole_zone_words(table: "pd.DataFrame", *, lang: str = "fr") -> "Iterator[str]":
    """Say which circonscriptions have an ENT in all their schools.

    Parameters
    ----------
    table
        The coverage of the circonscriptions.
    lang
        "fr" or "en".
    """
    teller = Teller(lang, DEPLOYMENT_TEXTS)
    some = table[table["schools_n"] > 1]
    whole = some[some["covered_n"] == some["schools_n"]].sort_values("zone_name", kind="stable")
    n, among = len(whole), teller.number(len(some))
    if not n:
        return
    if n == len(some) > 1:
        yield teller.say("whole.all", n=among)
        return
    parts = [
        f"{name} ({teller.counted(int(schools_n), 'school')})"
        for name, schools_n in zip(whole["zone_name"], whole["schools_n"], strict=True)
    ]
    if n > _MOST:
        parts = [*parts[:_MOST], _counted(teller, "others", n - _MOST)]
    yield teller.say("whole", n, n=teller.number(n), among=among, parts=_listed(parts, teller))


def account_words(totals: "pd.Series[float]", *, lang: str = "fr") -> "Iterator[str]":
    """Say how many accounts are activated of those created, where both are known.

    Examples
    --------
    >>> import pandas as pd
    >>> told = account_words(pd.Series({"accounts_created_n": 200.0, "accounts_activated_n": 194}))
    >>> next(told).replace(chr(0xA0), " ")
    '194 comptes sont activés sur 200 créés, soit 97,0 %.'
    """
    teller = Teller(lang, DEPLOYMENT_TEXTS)
    created, activated = totals.get("accounts_created_n"), totals.get("accounts_activated_n")
    if created and activated is not None:
        yield teller.say(
            "accounts",
            activated,
            n=teller.number(activated),
            created=teller.number(created),
            share=teller.percent(activated / created),
        )


def _counted(teller: "Teller", key: str, n: int) -> str:
    """Say a text that holds nothing but its count."""
    return teller.say(key, n, n=teller.number(n))


def _listed(parts: "list[str]", teller: "Teller") -> str:
    return teller.say("list").join(parts)
