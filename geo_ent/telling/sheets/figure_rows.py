"""The table of a sheet: a zone's figures, with those of the département beside."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo_ent.indicators.coverage import GROUPS
from geo_ent.tables.contract import STATUSES
from geo_ent.telling.atlas.zone_words import all_unknown
from geo_ent.telling.claims import Claim, told
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import TABLE_HEADINGS

if TYPE_CHECKING:
    from geo_ent.telling.claims import Scope
    from geo_ent.telling.sheets.zone_facts import Figures, ZoneFacts

_COUNTS = {"school": "covered_n"}  # the others are named after their status
_GROUP_NAMES: Mapping[str, str] = MappingProxyType({
    "rural": mark("Rurales avec un ENT"),
    "urban": mark("Urbaines avec un ENT"),
    "rep": mark("REP avec un ENT"),
    "rep_plus": mark("REP+ avec un ENT"),
})  # fmt: skip


class FigureRow(NamedTuple):
    """A row: what it is of, the zone's figure and the département's.

    Attributes
    ----------
    status
        The status that is counted, whose mark stands on the map; "" for what is no status.
    label, own, whole
        In words.
    kind
        How it is written: the number of schools, a part of them, the share, what goes with it.
    """

    status: str
    label: str
    own: str
    whole: str
    kind: Literal["total", "part", "share", "more"]


def figure_rows(zone: "ZoneFacts", tr: Language) -> list[FigureRow]:
    """Give the rows of a sheet's table; of what nothing is known, or no school is, there is none.

    Parameters
    ----------
    zone
        The zone and its département.
    tr
        What writes, of the schools counted at the date.
    """
    return [*_schools(zone, tr), *_shares(zone, tr), *_pupils(zone, tr), *_groups(zone, tr)]


def scopes(zone: "ZoneFacts", tr: Language) -> tuple["Scope", "Scope"]:
    """Say of whom the zone's figures are, and the département's."""
    return tr.scope.at(zone.level, zone.code), tr.scope.at("departement", zone.whole_code)


def _both(zone: "ZoneFacts", tr: Language) -> "tuple[tuple[Figures, Scope], ...]":
    return tuple(zip((zone.figures, zone.whole), scopes(zone, tr), strict=True))


def _schools(zone: "ZoneFacts", tr: Language) -> Iterator[FigureRow]:
    totals = [tr.count(row["schools_n"], scope) for row, scope in _both(zone, tr)]
    yield FigureRow("", tr("Écoles"), totals[0], totals[1], "total")
    for status in STATUSES:
        name = _COUNTS.get(status, f"{status}_n")
        if zone.figures[name] or zone.whole[name]:
            counts = [tr.count(row[name], scope.of(status)) for row, scope in _both(zone, tr)]
            yield FigureRow(status, tr(TABLE_HEADINGS[name]), counts[0], counts[1], "part")


def _shares(zone: "ZoneFacts", tr: Language) -> Iterator[FigureRow]:
    # Of nothing but unknown schools the share would be 0 %, as if none had an ENT.
    if all(all_unknown(row) for row, _ in _both(zone, tr)):
        return
    shares = [_share(row, scope, tr) for row, scope in _both(zone, tr)]
    yield FigureRow("", tr(TABLE_HEADINGS["coverage_share"]), shares[0], shares[1], "share")
    bounds = [_interval(row, scope, tr) for row, scope in _both(zone, tr)]
    yield FigureRow("", tr("Intervalle à 95 %"), bounds[0], bounds[1], "more")
    if any(row["coverage_share_max"] > row["coverage_share"] for row, _ in _both(zone, tr)):
        most = [
            told(
                tr.percent(row["coverage_share_max"]),
                Claim("coverage_share_max", row["coverage_share_max"], scope),
            )
            for row, scope in _both(zone, tr)
        ]
        yield FigureRow("", tr(TABLE_HEADINGS["coverage_share_max"]), most[0], most[1], "more")


def _share(row: "Figures", scope: "Scope", tr: Language) -> str:
    if all_unknown(row):
        return tr("inconnue")
    share = row["coverage_share"]
    return told(tr.percent(share), share_claim("schools", share, scope))


def _interval(row: "Figures", scope: "Scope", tr: Language) -> str:
    if all_unknown(row):
        return "–"
    low, high = (row["interval_low"], row["interval_high"])
    return tr(
        "{low} à {high}",
        low=told(tr.number(100 * low, decimals=1), Claim("interval_low", low, scope)),
        high=told(tr.percent(high), Claim("interval_high", high, scope)),
    )


def _pupils(zone: "ZoneFacts", tr: Language) -> Iterator[FigureRow]:
    if not zone.figures["pupils_n"] > 0:  # NaN where no school's is known
        return
    both = _both(zone, tr)
    counts = [
        told(tr.number(row["pupils_n"]), Claim("pupils_n", row["pupils_n"], scope))
        for row, scope in both
    ]
    yield FigureRow("", tr("Élèves"), counts[0], counts[1], "total")
    if all(all_unknown(row) for row, _ in both):
        return
    name = "pupils_coverage_share"
    shares = [
        tr("inconnue")
        if all_unknown(row)
        else told(tr.percent(row[name]), share_claim("pupils", row[name], scope))
        for row, scope in both
    ]
    yield FigureRow("", tr("Élèves avec un ENT"), shares[0], shares[1], "more")


def _groups(zone: "ZoneFacts", tr: Language) -> Iterator[FigureRow]:
    for group, label in _GROUP_NAMES.items():
        # Where no school of the zone is of the group, the département's says nothing of it.
        if zone.figures[f"{group}_schools_n"] > 0 and not all_unknown(zone.whole):
            parts = [_of_group(row, group, scope, tr) for row, scope in _both(zone, tr)]
            yield FigureRow("", tr(label), parts[0], parts[1], "more")


def _of_group(row: "Figures", group: str, scope: "Scope", tr: Language) -> str:
    column, member = GROUPS[group]
    # Of rural schools it is counted how many are unknown; of the others, where all the zone's are.
    unknown_n = row.get(f"{group}_unknown_n", 0)
    if all_unknown(row) or 0 < row[f"{group}_schools_n"] <= unknown_n:
        return tr("inconnu")
    of_group = scope.of(**{column: member})
    return tr(
        "{covered} sur {n}",
        covered=tr.count(row[f"{group}_covered_n"], of_group.of("school")),
        n=tr.count(row[f"{group}_schools_n"], of_group),
    )
