"""The deployment in French sentences: solutions, communes, networks, phases, whole zones."""

from typing import TYPE_CHECKING, Any

from geo_ent.words import counted, day, number, percent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from geo_ent.indicators.adhesions import Adhesions

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
_SCOPES: "Mapping[str, str]" = {
    "school": "école par école",
    "rpi": "par RPI entiers",
    "commune": "par communes entières",
    "secteur_college": "par secteurs de collège entiers",
    "circonscription": "par circonscriptions entières",
    "epci": "par intercommunalités entières",
    "departement": "dans tout le département",
}


def solution_words(mixes: "pd.DataFrame", several_n: int = 0) -> "Iterator[str]":
    """Say which solutions the schools have, and how many have several at once.

    Parameters
    ----------
    mixes
        As `solution_mixes` gives it.
    several_n
        How many schools have several.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"level": "territory", "solution": "ONE", "schools_n": 3, "zone_covered_n": 3,
    ...        "covered_share": 1.0}
    >>> list(solution_words(pd.DataFrame([row])))
    ['Les écoles qui ont un ENT utilisent toutes ONE.']
    """
    told = mixes[mixes["level"] == "territory"].to_dict("records")
    if not told:
        return
    covered_n = int(told[0]["zone_covered_n"])
    if covered_n == 1:
        yield f"L’école qui a un ENT utilise {' et '.join(row['solution'] for row in told)}."
        return
    if len(told) == 1:
        yield f"Les écoles qui ont un ENT utilisent toutes {told[0]['solution']}."
        return
    parts = [_solution(row) for row in told[:_MOST]]
    if len(told) > _MOST:
        parts.append(f"et {counted(len(told) - _MOST, 'autre')}")
    yield f"Solutions des {number(covered_n)} écoles qui ont un ENT\u00a0: {_listed(parts)}."
    if several_n == covered_n:
        yield "Toutes ont plusieurs solutions à la fois, et comptent pour chacune."
    elif several_n:
        have, count = ("ont", "comptent") if several_n > 1 else ("a", "compte")
        named = counted(several_n, "école")
        yield f"{named} {have} plusieurs solutions à la fois, et {count} pour chacune."


def _solution(row: "Mapping[Any, Any]") -> str:
    schools = counted(int(row["schools_n"]), "école")
    return f"{row['solution'] or 'non précisée'}, {schools} ({percent(row['covered_share'])})"


def adhesion_words(found: "Adhesions") -> "Iterator[str]":
    """Say how many communes have joined, since when, and with how many schools."""
    table = found.table
    n = len(table)
    if n:
        have = "ont" if n > 1 else "a"
        share = percent(n / found.communes_n)
        told = f"{counted(n, 'commune')} {have} adhéré, sur {number(found.communes_n)} qui ont "
        yield f"{told}une école, soit {share}{_from_to(table['since'], n)}."
        yield _their_schools(table)
    if found.planned_n:
        nouns = ("autre commune", "autres communes") if n else ("commune", "communes")
        are = "sont annoncées" if found.planned_n > 1 else "est annoncée"
        yield f"{counted(found.planned_n, *nouns)} {are}."


def _their_schools(table: "pd.DataFrame") -> str:
    """Say how many schools of the communes that joined have an ENT, and their pupils."""
    covered_n, schools_n = int(table["covered_n"].sum()), int(table["schools_n"].sum())
    pupils = table["covered_pupils_n"].sum(min_count=1)
    more = f", pour {counted(round(pupils), 'élève')}" if pupils == pupils else ""  # noqa: PLR0124
    whose = "leurs" if len(table) > 1 else "ses"
    if covered_n == schools_n == 1:
        return f"Sa seule école a un ENT{more}."
    if covered_n == schools_n > 1:
        return f"{whose.capitalize()} {number(schools_n)} écoles ont toutes un ENT{more}."
    have = "ont" if covered_n > 1 else "a"
    return f"De {whose} écoles, {number(covered_n)} sur {number(schools_n)} {have} un ENT{more}."


def _from_to(days: "pd.Series[pd.Timestamp]", n: int) -> str:
    known = days.dropna()
    if not len(known):
        return ""
    first, last = known.min().date(), known.max().date()
    if first == last:
        every = "toutes " if n == len(known) > 1 else ""
        return f", {every}le {day(first)}" if len(known) == n else ""
    return f", de la première le {day(first)} à la dernière le {day(last)}"


def network_words(table: "pd.DataFrame") -> "Iterator[str]":
    """Say how many networks of schools are in place, their schools and how far they are."""
    n = len(table)
    if not n:
        return
    schools_n, covered_n = int(table["schools_n"].sum()), int(table["covered_n"].sum())
    are = "sont en place" if n > 1 else "est en place"
    told = f"{counted(n, 'réseau', 'réseaux')} d’écoles {are}\u00a0: "
    colleges = table.loc[table["college_name"] != "", "college_uai"].nunique()
    more = f", et {counted(colleges, 'collège')}" if colleges else ""
    yield f"{told}{_with_ent(covered_n, schools_n)}{more}."
    yield from _distances(table[table["linked_to"] != ""])


def _distances(table: "pd.DataFrame") -> "Iterator[str]":
    """Say how far the schools are from what their links go to."""
    with_college = int((table["linked_to"] == "college").sum())
    kms = table["mean_km"].dropna()
    if not len(kms):
        return
    weights = table.loc[kms.index, "schools_n"]
    mean = number(float((kms * weights).sum() / weights.sum()), decimals=1)
    longest = number(float(table["max_km"].max()), decimals=1)
    whom = ["du milieu de leur réseau"] if with_college < len(table) else []
    whom = ["de leur collège", *whom] if with_college else whom
    told = f"à {mean}\u00a0km {' ou '.join(whom)} en moyenne"
    yield f"Leurs écoles sont {told}, à {longest}\u00a0km au plus."


def phase_words(table: "pd.DataFrame") -> "Iterator[str]":
    """Say of each phase how many schools it has, how many have an ENT, and since when."""
    for name, row in table.head(_MOST).iterrows():
        schools_n, covered_n = int(row["schools_n"]), int(row["covered_n"])
        opened = _opened(row["first_start"], row["last_start"], planned=not covered_n)
        yield f"{name}\u00a0: {_with_ent(covered_n, schools_n)}{opened}."
    if len(table) > _MOST:
        more = counted(len(table) - _MOST, "autre phase", "autres phases")
        schools_n = int(table["schools_n"].iloc[_MOST:].sum())
        yield f"{more}\u00a0: {counted(schools_n, 'école')}."


def _with_ent(covered_n: int, schools_n: int) -> str:
    """Count schools and say how many of them have an ENT."""
    named = counted(schools_n, "école")
    if covered_n == schools_n:
        return f"{named}, {'toutes ' if schools_n > 1 else ''}avec un ENT"
    if not covered_n:
        return f"{named}, {'aucune avec' if schools_n > 1 else 'pas encore avec'} un ENT"
    return f"{named}, dont {number(covered_n)} avec un ENT"


def _opened(first: "pd.Timestamp", last: "pd.Timestamp", *, planned: bool) -> str:
    if first != first:  # noqa: PLR0124 NaT isn't itself
        return ""
    if first == last:
        return f"\u00a0; ouverture {'prévue ' if planned else ''}le {_date(first)}"
    return f"\u00a0; ouvertures {'prévues ' if planned else ''}du {_date(first)} au {_date(last)}"


def _date(when: "pd.Timestamp") -> str:
    date: dt.date = when.date()
    return day(date)


def scope_words(table: "pd.DataFrame") -> "Iterator[str]":
    """Say how schools got their ENT: one by one, with their commune, with their circonscription.

    Nothing where each did by itself.

    Parameters
    ----------
    table
        As `scopes` gives it.
    """
    if set(table.index) <= {"school"}:
        return
    parts = [
        f"{_SCOPES.get(str(scope), str(scope))}, pour {counted(int(n), 'école')}"
        for scope, n in table["schools_n"].items()
    ]
    yield f"L’ENT est ouvert\u00a0: {_listed(parts)}."


def whole_zone_words(table: "pd.DataFrame") -> "Iterator[str]":
    """Say which circonscriptions have an ENT in all their schools.

    Parameters
    ----------
    table
        The coverage of the circonscriptions.
    """
    some = table[table["schools_n"] > 1]
    whole = some[some["covered_n"] == some["schools_n"]].sort_values("zone_name")
    if not len(whole):
        return
    if len(whole) == len(some) > 1:
        yield f"Les {number(len(some))} circonscriptions sont équipées en entier."
        return
    parts = [
        f"{name} ({counted(int(n), 'école')})"
        for name, n in zip(whole["zone_name"], whole["schools_n"], strict=True)
    ]
    if len(parts) > _MOST:
        parts = [*parts[:_MOST], f"et {counted(len(parts) - _MOST, 'autre')}"]
    are = "sont équipées" if len(whole) > 1 else "est équipée"
    named = f"{counted(len(whole), 'circonscription')} sur {number(len(some))}"
    yield f"{named} {are} en entier\u00a0: {_listed(parts)}."


def account_words(totals: "pd.Series[float]") -> "Iterator[str]":
    """Say how many accounts are activated of those created, where both are known.

    Examples
    --------
    >>> import pandas as pd
    >>> told = account_words(pd.Series({"accounts_created_n": 200.0, "accounts_activated_n": 194}))
    >>> next(told).replace(chr(0xA0), " ")
    '194 comptes sont activés sur 200 créés, soit 97,0 %.'
    """
    created, activated = totals.get("accounts_created_n"), totals.get("accounts_activated_n")
    if created and activated is not None:
        have = "comptes sont activés" if activated > 1 else "compte est activé"
        share = percent(activated / created)
        yield f"{number(activated)} {have} sur {number(created)} créés, soit {share}."


def _listed(parts: "list[str]") -> str:
    return "\u00a0; ".join(parts)
