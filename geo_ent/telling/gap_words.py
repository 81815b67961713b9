"""The gaps in words: why a school is where it is in the list, and what the list doesn't know."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.telling.gap_texts import GAP_TEXTS
from geo_ent.text.numbers import Teller, counted, number

if TYPE_CHECKING:
    from geo_ent.indicators.gaps.ranking_rule import Ranking

__all__ = ["notes_on", "reasons"]

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

_EDITIONS = ("enir_2017", "enir_2018", "label_2020")


def reasons(
    table: pd.DataFrame, valued: pd.DataFrame, rule: "Ranking", *, lang: str = "fr"
) -> "pd.Series[str]":
    """Say why each school stands where it does.

    Parameters
    ----------
    table
        The gaps, without their reasons.
    valued
        Each criterion between 0 and 1, NaN where it isn't known (`ranking.values`).
    rule
        The rule that ranked them.
    lang
        "fr" or "en".

    Returns
    -------
    Series
        Phrases joined by " ; ", the criteria that aren't known at the end.
    """
    lacking = valued.reindex(table.index).isna()
    if "around" in lacking:
        # it is known that no school is around: there is nothing more to know
        lacking["around"] &= ~table["around_n"].eq(0).fillna(value=False).astype(bool)
    unknown = _unknown(lacking, rule, lang)
    rows = table[[*_READ]].to_dict("records")
    join = Teller(lang, GAP_TEXTS).say("join")
    km = _km(rule.around_km, lang)
    told = [
        join.join([*_phrases(row, km, lang), *([lacks] if lacks else [])])
        for row, lacks in zip(rows, unknown, strict=True)
    ]
    return pd.Series(told, index=table.index, dtype=str)


def _km(around_km: float, lang: str) -> str:
    whole = around_km == int(around_km)
    return Teller(lang, GAP_TEXTS).number(around_km, decimals=0 if whole else 1)


def _unknown(lacking: pd.DataFrame, rule: "Ranking", lang: str) -> list[str]:
    """List the criteria that aren't known of each school; its status says so by itself."""
    asked = [name for name in lacking.columns if name != "status"]
    labels = rule.labels if lang == "fr" else rule.labels_en
    missing = lacking[asked].to_numpy()

    @cache
    def named(row: bytes) -> str:
        gone = [labels[name] for name, is_gone in zip(asked, row, strict=True) if is_gone]
        return Teller(lang, GAP_TEXTS).say("unknown", criteria=", ".join(gone)) if gone else ""

    return [named(row.tobytes()) for row in missing]


def _phrases(row: dict[Any, Any], around_km: str, lang: str) -> Iterator[str]:
    yield _of_key(f"status.{row['status']}", lang)
    km = row["nearest_km"]
    if km >= 0:
        elsewhere = row["nearest_same_circonscription"] is False
        yield _distance(round(km, 1), km < _SAME_PLACE_KM, elsewhere, lang)
    n = row["around_n"]
    if n >= 0:
        yield _around(int(n), int(row["around_covered_n"] or 0), around_km, lang)
    yield from _size(row, lang)
    yield from _place(row, lang)
    if row["ips"] >= 0:
        yield _ips(round(row["ips"], 1), lang)


# Few phrases differ, and their writer is slow: each is made once.


@cache
def _of_key(key: str, lang: str) -> str:
    return Teller(lang, GAP_TEXTS).say(key)


@cache
def _distance(km: float, same_place: bool, elsewhere: bool, lang: str) -> str:  # noqa: FBT001
    teller = Teller(lang, GAP_TEXTS)
    if same_place:
        return teller.say("here")
    return teller.say("near.elsewhere" if elsewhere else "near", km=teller.number(km, decimals=1))


@cache
def _around(n: int, covered_n: int, within: str, lang: str) -> str:
    """Tell what is known of the schools around; one that nobody knows of may have an ENT."""
    teller = Teller(lang, GAP_TEXTS)
    found = "none" if covered_n == 0 else "one" if covered_n == 1 else "some"
    key = f"around.{found}" if n else "around.alone"
    said = {"n": teller.number(n), "covered": teller.number(covered_n), "within": within}
    return teller.say(key, n, **said)


def _size(row: dict[Any, Any], lang: str) -> Iterator[str]:
    sizes = ((row["pupils_n"], "pupil"), (row["classes_n"], "class"))
    told = [_count(int(n), noun, lang) for n, noun in sizes if n >= 0]
    if told:
        yield ", ".join(told)


@cache
def _count(n: int, noun: str, lang: str) -> str:
    return Teller(lang, GAP_TEXTS).counted(n, noun)


@cache
def _ips(value: float, lang: str) -> str:
    teller = Teller(lang, GAP_TEXTS)
    return teller.say("ips", ips=teller.number(value, decimals=1))


def _place(row: dict[Any, Any], lang: str) -> "tuple[str, ...]":
    editions = tuple(edition for edition in _EDITIONS if row[edition] == "eligible")
    return _placed(row["frr"], row["priority"], bool(row["rpi_code"]), editions, lang)


@cache
def _placed(
    frr: str,
    priority: str,
    rpi: bool,  # noqa: FBT001
    editions: tuple[str, ...],
    lang: str,
) -> tuple[str, ...]:
    teller = Teller(lang, GAP_TEXTS)
    named = teller.say("and").join(teller.say(edition) for edition in editions)
    told = {
        f"frr.{frr}": f"frr.{frr}" in GAP_TEXTS[lang],
        "priority": bool(priority),
        "rpi": rpi,
        "eligible": bool(editions),
    }
    said = {"priority": priority, "editions": named}
    return tuple(teller.say(key, **said) for key, is_so in told.items() if is_so)


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
