"""Why a school is where it is in the list, in phrases."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.indicators.gaps.ranking_rule import make_ranking
from geo_ent.telling.gaps.criterion_names import CRITERION_NAMES
from geo_ent.telling.language import Language, mark
from geo_ent.text.numbers import half_up

if TYPE_CHECKING:
    from geo_ent.indicators.gaps.ranking_rule import Ranking

_JOIN = mark("\u00a0; ")  # phrases have commas of their own; French sets a semicolon apart
_SAME_PLACE_KM = 0.05  # distances are told to 100 m: nearer than half of that would read "0,0 km"

_READ = (
    "status",
    "nearest_km",
    "nearest_same_circonscription",
    "nearer_km",
    "nearer_sector",
    "around_n",
    "around_covered_n",
    "around_unknown_n",
    "pupils_n",
    "classes_n",
    "frr",
    "priority",
    "rpi_code",
    "rpi_kind",
    "enir_2017",
    "enir_2018",
    "label_2020",
    "ips",
    "unknown_criteria",
)

_STATUSES = {
    "none": mark("sans ENT"),
    "class": mark("ENT limité à certaines classes"),
    "planned": mark("ENT prévu"),
    "not_yet": mark("pas encore d’ENT"),
    "undated": mark("ENT sans date connue"),
    "unknown": mark("situation inconnue"),
}
# A commune that isn't classed, or of which the list says another word, has no phrase: it gives no
# reason to come first.
_FRR = {
    "FRR+": mark("commune classée FRR+"),
    "FRR socle": mark("commune classée FRR socle"),
    "FRR bénéficiaire": mark("commune bénéficiaire de FRR"),
    "Classée FRR partiellement": mark("commune classée FRR en partie"),
    "FRR bénéficiaire partiellement": mark("commune bénéficiaire de FRR en partie"),
}
_RPI = {"disperse": mark("en RPI dispersé"), "concentre": mark("en RPI concentré")}
_ALONE = {
    "covered": mark("équipée"),
    "unknown": mark("dont on ne sait rien"),
    "without": mark("non équipée"),
}
# With their preposition: « à » and « le » contract in one of them.
_EDITIONS = {
    "enir_2017": mark("à ENIR 2017"),
    "enir_2018": mark("à ENIR 2018"),
    "label_2020": mark("au label Écoles numériques 2020"),
}


def gap_reasons(
    table: pd.DataFrame, tr: Language, *, rule: "Ranking | None" = None
) -> "pd.Series[str]":
    r"""Say why each school stands where it does.

    Parameters
    ----------
    table
        Rows of the table that `gaps` gives.
    tr
        The language.
    rule
        The rule that ranked them; None for the default.

    Returns
    -------
    Series
        On the table's index: phrases joined by " ; ", the criteria that aren't known at the end.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo_ent.indicators.gaps.ranked_schools import gaps
    >>> from geo_ent.telling.language import language
    >>> points = gpd.points_from_xy([700000, 703000], [6600000, 6604000], crs=2154)
    >>> pair = {"status": ["none", "school"], "departement_code": "95", "rural": True}
    >>> schools = gpd.GeoDataFrame(pair, geometry=points, index=["0950001A", "0950002B"])
    >>> listed = gaps(schools).table
    >>> gap_reasons(listed, language("fr")).iloc[0].split("\u00a0; ")[:2]
    ['sans ENT', 'à 5,0\xa0km de l’école équipée la plus proche']
    >>> gap_reasons(listed, language("en")).iloc[0].split("; ")[0]
    'no ENT'
    """
    within = _written_km((make_ranking() if rule is None else rule).around_km, tr)
    join = tr(_JOIN)
    # plain dicts, not a Series a row: the rural list of the country has over ten thousand schools
    rows = table[[*_READ]].to_dict("records")
    phrases = [join.join(_phrases(row, within, tr)) for row in rows]
    return pd.Series(phrases, index=table.index, dtype=str)


def reasons_beside(table: pd.DataFrame, tr: Language, *, around_km: float) -> "pd.Series[str]":
    """Say the reasons that no column tells: around the school, and what it and its commune are.

    Parameters
    ----------
    table
        Rows of `gaps.csv`, beside which status, nearest school, pupils and classes are shown.
    tr
        The language.
    around_km
        How far the rule that ranked them looked around.

    Returns
    -------
    Series
        On the table's index: phrases joined by " ; ", the very ones of `gap_reasons`.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> row = {"nearer_km": float("nan"), "nearer_sector": "", "around_n": 2, "around_covered_n": 0,
    ...        "around_unknown_n": 0, "frr": "FRR+", "priority": "", "rpi_code": "",
    ...        "rpi_kind": "none", "enir_2017": "", "enir_2018": "", "label_2020": "", "ips": 90.25}
    >>> said = reasons_beside(pd.DataFrame([row]), language("en"), around_km=10.0)[0]
    >>> said.replace(chr(0xA0), " ")
    '2 other schools within 10 km, none equipped; commune in FRR+; IPS 90.3'
    """
    within, join = _written_km(around_km, tr), tr(_JOIN)
    rows = table.to_dict("records")
    phrases = [join.join((*_around_it(row, within, tr), *_traits(row, tr))) for row in rows]
    return pd.Series(phrases, index=table.index, dtype=str)


def _written_km(km: float, tr: Language) -> str:
    return tr.number(km, decimals=0 if km == int(km) else 1)


def with_reasons(
    table: pd.DataFrame, tr: Language, *, rule: "Ranking | None" = None
) -> pd.DataFrame:
    """Put the reasons, in a column `reasons`, in the place of the codes that they say in words."""
    reasons = gap_reasons(table, tr, rule=rule)
    return table.assign(unknown_criteria=reasons).rename(columns={"unknown_criteria": "reasons"})


def _phrases(row: Mapping[Any, Any], within: str, tr: Language) -> Iterator[str]:
    """Give the phrases of a school: what it lacks, how far help is, what it and its commune are."""
    yield tr(_STATUSES[row["status"]])
    # Figures that aren't known are NaN, which no comparison holds for: they have no phrase.
    km = row["nearest_km"]
    if km >= 0:
        elsewhere = row["nearest_same_circonscription"] is False  # NA where a zone isn't known
        yield _distance(half_up(km, 1), km < _SAME_PLACE_KM, elsewhere, tr)
    yield from _around_it(row, within, tr)
    sizes = ((row["pupils_n"], _pupils), (row["classes_n"], _classes))
    if counted := [write(int(size), tr) for size, write in sizes if size >= 0]:
        yield ", ".join(counted)
    yield from _traits(row, tr)
    if row["unknown_criteria"]:
        yield _unknown(row["unknown_criteria"], tr)


def _around_it(row: Mapping[Any, Any], within: str, tr: Language) -> Iterator[str]:
    """Give the phrases of what is around a school, but for the nearest that helps it."""
    if (km := row["nearer_km"]) >= 0:
        yield _nearer(half_up(km, 1), km < _SAME_PLACE_KM, row["nearer_sector"], tr)
    n = row["around_n"]
    if n >= 0:
        counts = (int(row[f"around_{kind}_n"]) for kind in ("covered", "unknown"))
        yield _around(int(n), *counts, within, tr)


def _traits(row: Mapping[Any, Any], tr: Language) -> Iterator[str]:
    """Give the phrases of what a school and its commune are."""
    editions = tuple(edition for edition in _EDITIONS if row[edition] == "eligible")
    yield from _place(row["frr"], row["priority"], _rpi(row), editions, tr)
    if row["ips"] >= 0:
        yield _ips(half_up(row["ips"], 1), tr)


def _rpi(row: Mapping[Any, Any]) -> str:
    """Tell the kind of a school's RPI; one that has a code is dispersé."""
    return "disperse" if row["rpi_code"] else str(row["rpi_kind"])


# Few phrases differ, and what writes numbers is slow: each is made once. Figures are rounded before
# they are looked up, else each school would have a phrase of its own.


@cache
def _distance(km: float, same_place: bool, elsewhere: bool, tr: Language) -> str:  # noqa: FBT001
    if same_place:
        return tr("une {school} équipée au même endroit")
    written = tr.number(km, decimals=1)
    if elsewhere:
        return tr(
            "à {km} km de l’{school} équipée la plus proche, dans une autre circonscription",
            km=written,
        )
    return tr("à {km} km de l’{school} équipée la plus proche", km=written)


@cache
def _nearer(km: float, same_place: bool, sector: str, tr: Language) -> str:  # noqa: FBT001
    """Tell an equipped school of another sector that is nearer; a sector may not be known."""
    school = tr.school(sector or "all")
    if same_place:
        return tr("une {school} équipée au même endroit", school=school)
    written = tr.number(km, decimals=1)
    return tr("une {school} équipée à {km} km", school=school, km=written)


@cache
def _around(n: int, covered_n: int, unknown_n: int, within: str, tr: Language) -> str:
    """Tell what is known of the schools around; one that nobody knows of may have an ENT."""
    if not n:  # schools are known where they stand, whatever is known of their ENT
        return tr("aucune autre {school} à moins de {within}\u00a0km", within=within)
    if n == 1:
        alone = tr("une autre {school} à moins de {within}\u00a0km", within=within)
        word = "covered" if covered_n else "unknown" if unknown_n else "without"
        return f"{alone}, {tr(_ALONE[word])}"
    several = tr("{n} autres {schools} à moins de {within}\u00a0km", n=tr.number(n), within=within)
    if unknown_n == n:
        return f"{several}, {tr('dont on ne sait rien')}"
    if covered_n == n:
        return f"{several}, {tr('toutes équipées')}"
    equipped = tr.plural("dont {n} équipée", "dont {n} équipées", covered_n, n=tr.number(covered_n))
    some = equipped if covered_n else tr("aucune équipée")
    if unknown_n:
        some += tr.plural(
            " (on ne sait pas pour l’une d’elles)",
            " (on ne sait pas pour {n} d’entre elles)",
            unknown_n,
            n=tr.number(unknown_n),
        )
    return f"{several}, {some}"


@cache
def _pupils(n: int, tr: Language) -> str:
    return tr.plural("{n} élève", "{n} élèves", n, n=tr.number(n))


@cache
def _classes(n: int, tr: Language) -> str:
    return tr.plural("{n} classe", "{n} classes", n, n=tr.number(n))


@cache
def _ips(ips: float, tr: Language) -> str:
    return tr("IPS de {ips}", ips=tr.number(ips, decimals=1))


@cache
def _place(
    frr: str,
    priority: str,
    rpi: str,
    editions: tuple[str, ...],
    tr: Language,
) -> tuple[str, ...]:
    named = tr(" et ").join(tr(_EDITIONS[edition]) for edition in editions)
    return (
        *((tr(_FRR[frr]),) if frr in _FRR else ()),
        *((tr("en {priority}", priority=priority),) if priority else ()),
        *((tr(_RPI[rpi]),) if rpi in _RPI else ()),
        *((tr("éligible {editions}", editions=named),) if editions else ()),
    )


@cache
def _unknown(criteria: str, tr: Language) -> str:
    named = ", ".join(tr(CRITERION_NAMES[name]) for name in criteria.split())
    return tr("non connu\u00a0: {criteria}", criteria=named)
