"""The gaps in words: why a school is where it is in the list, and what the list doesn't know."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.words import counted, number

if TYPE_CHECKING:
    from geo_ent.indicators.ranking import Ranking

__all__ = ["notes_on", "reasons"]

_AND = "\u00a0; "
_SAME_PLACE_KM = 0.05

_READ = (
    "status",
    "nearest_km",
    "nearest_same_circonscription",
    "around_n",
    "around_covered_n",
    "pupils_n",
    "classes_n",
    "frr",
    "priority",
    "rpi_code",
    "enir_2017",
    "enir_2018",
    "label_2020",
    "ips",
)

_STATUS = {
    "none": "sans ENT",
    "class": "ENT limité à certaines classes",
    "planned": "ENT prévu",
    "unknown": "situation inconnue",
}
_FRR = {
    "FRR+": "commune classée FRR+",
    "FRR socle": "commune classée FRR socle",
    "FRR bénéficiaire": "commune bénéficiaire de FRR",
    "Classée FRR partiellement": "commune classée FRR en partie",
    "FRR bénéficiaire partiellement": "commune bénéficiaire de FRR en partie",
}
_EDITIONS = {
    "enir_2017": "à ENIR 2017",
    "enir_2018": "à ENIR 2018",
    "label_2020": "au label Écoles numériques 2020",
}


# Few numbers differ once rounded, and their writer is slow.
_counted = cache(counted)
_whole = cache(number)


@cache
def _tenths(value: float) -> str:
    return number(value, decimals=1)


def reasons(table: pd.DataFrame, valued: pd.DataFrame, rule: "Ranking") -> "pd.Series[str]":
    """Say in French why each school stands where it does.

    Parameters
    ----------
    table
        The gaps, without their reasons.
    valued
        Each criterion between 0 and 1, NaN where it isn't known (`ranking.values`).
    rule
        The rule that ranked them.

    Returns
    -------
    Series
        Phrases joined by " ; ", the criteria that aren't known at the end.
    """
    unknown = _unknown(valued.reindex(table.index), rule)
    rows = table[[*_READ]].to_dict("records")
    km = number(rule.around_km, decimals=0 if rule.around_km == int(rule.around_km) else 1)
    told = [
        _AND.join([*_phrases(row, km), *([f"non connu\u00a0: {lacks}"] if lacks else [])])
        for row, lacks in zip(rows, unknown, strict=True)
    ]
    return pd.Series(told, index=table.index, dtype=str)


def _unknown(valued: pd.DataFrame, rule: "Ranking") -> list[str]:
    """List the criteria that aren't known of each school; its status says so by itself."""
    asked = [name for name in valued.columns if name != "status"]
    labels = [rule.labels[name] for name in asked]
    missing = valued[asked].isna().to_numpy()

    @cache
    def named(row: bytes) -> str:
        return ", ".join(label for label, gone in zip(labels, row, strict=True) if gone)

    return [named(row.tobytes()) for row in missing]


def _phrases(row: dict[Any, Any], around_km: str) -> Iterator[str]:
    yield _STATUS[row["status"]]
    yield from _distance(row)
    yield from _around(row, around_km)
    yield from _size(row)
    yield from _place(row)
    if row["ips"] >= 0:
        yield f"IPS de {_tenths(round(row['ips'], 1))}"


def _distance(row: dict[Any, Any]) -> Iterator[str]:
    km = row["nearest_km"]
    if km < _SAME_PLACE_KM:
        yield "une école équipée au même endroit"
    elif km >= _SAME_PLACE_KM:
        other = row["nearest_same_circonscription"] is False
        where = ", dans une autre circonscription" if other else ""
        yield f"à {_tenths(round(km, 1))} km de l’école équipée la plus proche{where}"


def _around(row: dict[Any, Any], km: str) -> Iterator[str]:
    """Tell what is known of the schools around; one that nobody knows of may have an ENT."""
    n, covered_n = row["around_n"], row["around_covered_n"]
    if n == 0:
        yield f"aucune autre école à moins de {km}\u00a0km"
    elif n > 0:
        among = f"{_whole(n)} autres écoles" if n > 1 else "une autre école"
        known = "aucune équipée" if covered_n == 0 else f"{_whole(covered_n)} équipée"
        known += "s" if covered_n > 1 else ""
        yield f"{among} à moins de {km}\u00a0km, {known} que l’on sache"


def _size(row: dict[Any, Any]) -> Iterator[str]:
    sizes = [(row["pupils_n"], "élève", "élèves"), (row["classes_n"], "classe", "classes")]
    told = [_counted(int(n), one, many) for n, one, many in sizes if n >= 0]
    if told:
        yield ", ".join(told)


def _place(row: dict[Any, Any]) -> Iterator[str]:
    if row["frr"] in _FRR:
        yield _FRR[row["frr"]]
    if row["priority"]:
        yield f"en {row['priority']}"
    if row["rpi_code"]:
        yield "en RPI"
    editions = [words for edition, words in _EDITIONS.items() if row[edition] == "eligible"]
    if editions:
        yield f"éligible {' et '.join(editions)}"


def notes_on(
    schools: pd.DataFrame, table: pd.DataFrame, valued: pd.DataFrame, rule: "Ranking"
) -> list[str]:
    """Say in French what the list doesn't know, and what the ranking does without it."""
    if not len(table):
        return []
    notes = []
    if not (schools["status"] == "school").any():
        notes.append("Aucune école connue n’a d’ENT : il n’y a pas de distance à donner.")
    total = sum(rule.weights.values())
    for name in valued.columns:
        missing = int(valued[name].isna().sum())
        if missing:
            notes.append(_unknown_note(name, missing, len(valued), rule, total))
    return notes


def _unknown_note(name: str, missing: int, n: int, rule: "Ranking", total: float) -> str:
    weight = f"{_short(rule.weights[name])} sur {_short(total)}"
    if missing == n:
        who = "d’aucune école de la liste"
    else:
        who = f"pour {counted(missing, 'école')} de la liste sur {number(n)}"
    told = f"Critère « {rule.labels[name]} »"
    if missing == n:
        return f"{told} : il n’est connu {who} ; son poids ({weight}) ne joue pas."
    return f"{told} : il n’est pas connu {who} ; son poids ({weight}) n’y joue pas."


def _short(value: float) -> str:
    return number(value, decimals=0 if value == int(value) else 1)
