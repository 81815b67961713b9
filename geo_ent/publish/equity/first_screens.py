"""What stands first in the equity sheet: two charts, three lists; the rest of it is folded."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.schools_without_ent import keeps_to_rural
from geo_ent.maps.charts.dumbbell import dumbbell_svg, rates_of, strips
from geo_ent.maps.charts.ranked_zones import ranked_svg
from geo_ent.publish.equity.shown_tables import Column, SheetTable, figure
from geo_ent.publish.templates import markup
from geo_ent.tables.contract import IN_DOUBT
from geo_ent.telling.equity.spoken_sentences import social_key

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo_ent.indicators.equity.equity_figures import EquityFigures
    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.indicators.noted_table import NotedTable
    from geo_ent.telling.equity.equity_sentences import EquityWords
    from geo_ent.telling.language import Language

_LISTED = 5


class FirstList(NamedTuple):
    """A list: its title, what it is of, its rows or sentences, where all of it is.

    `more` is the anchor of the part that has the rest, "" for none.
    """

    title: str
    about: str = ""
    table: SheetTable | None = None
    sentences: Sequence[str] = ()
    more: str = ""
    rows_n: int = 0


def first_charts(
    figures: "EquityFigures", tr: "Language"
) -> tuple[list[tuple["Markup", str]], list[str]]:
    """Draw the groups that are compared first and the circonscriptions; say why one can't be."""
    drawn, undrawn = [], []
    compared = {key: figures.groups[key] for key in ("rurality", social_key(figures))}
    if rows := strips(compared, tr):
        title = tr("Selon la commune et les élèves")
        chart = dumbbell_svg(rows, title=title, whole=figures.whole, tr=tr, key="groupes-compares")
        drawn.append((markup(chart.svg), tr("Part des {schools} qui ont un ENT.")))
    else:
        undrawn.append(tr("Pas d’image des groupes\u00a0: il n’y en a pas à comparer."))
    zones = figures.groups["circonscription"]
    if zones.lacks:
        undrawn.append(tr("Pas d’image des circonscriptions\u00a0: il n’y en a pas à comparer."))
    else:
        title = tr("Par circonscription")
        chart = ranked_svg(rates_of(zones, tr), title=title, whole=figures.whole, tr=tr,
                           key="circonscriptions")  # fmt: skip
        caption = tr("Part des {schools} qui ont un ENT, de la plus faible à la plus forte.")
        drawn.append((markup(chart.svg), caption))
    return drawn, undrawn


def first_lists(
    words: "EquityWords", behind: "LeftOut | None", tr: "Language"
) -> Iterator[FirstList]:
    """List whom to equip first, where none has an ENT, and what isn't known."""
    if behind is not None:
        yield from _schools(behind.gaps, tr)
        yield from _areas(behind.white_areas, tr)
    doubts = [*words.doubts, *words.notes] or [tr("La situation de chaque {school} est connue.")]
    yield FirstList(tr("Ce que l’on ne sait pas"), sentences=doubts)


def _schools(noted: "NotedTable[pd.DataFrame]", tr: "Language") -> Iterator[FirstList]:
    """List the first to equip: of whom nobody knows, that can't be said."""
    known = noted.table[~noted.table["status"].isin(IN_DOUBT)]
    if not len(known):
        return
    columns = (Column(tr("École")), Column(tr("Élèves"), "n"), Column(tr("Distance (km)"), "n"))
    rows = [
        (
            ", ".join(filter(None, (row["name"], row["commune_name"]))),
            figure(row["pupils_n"], tr),
            figure(row["nearest_km"], tr, decimals=1),
        )
        for row in known.head(_LISTED).to_dict("records")
    ]
    rural = keeps_to_rural(noted.notes)
    title = (
        tr("Les {schools} rurales à équiper d’abord")
        if rural
        else tr("Les {schools} à équiper d’abord")
    )
    about = tr("La distance est à l’{school} équipée la plus proche, à vol d’oiseau.")
    table = SheetTable(title, columns, rows, under=True)
    yield FirstList(title, about, table, more="ecoles", rows_n=len(noted.table))


def _areas(noted: "NotedTable[pd.DataFrame]", tr: "Language") -> Iterator[FirstList]:
    areas = noted.table
    if not len(areas):
        return
    columns = (Column(tr("Zone blanche")), Column(tr("Écoles"), "n"), Column(tr("Élèves"), "n"))
    rows = [
        (row["zone_name"], figure(row["schools_n"], tr), figure(row["pupils_n"], tr))
        for row in areas.head(_LISTED).to_dict("records")
    ]
    title = tr("Les zones blanches qui ont le plus d’écoles")
    about = (
        tr("Des communes rurales voisines dont aucune {school} n’a d’ENT, que l’on sache.")
        if keeps_to_rural(noted.notes)
        else tr("Des communes voisines dont aucune {school} n’a d’ENT, que l’on sache.")
    )
    table = SheetTable(title, columns, rows, under=True)
    yield FirstList(title, about, table, more="zones-blanches", rows_n=len(areas))
