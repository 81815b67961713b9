"""What stands in the equity sheet's sections: tables, sentences and notes, without markup."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from geo_ent.indicators.schools_without_ent import keeps_to_rural
from geo_ent.maps.charts.dumbbell import dumbbell_svg, strips
from geo_ent.maps.charts.lorenz import Curve, lorenz_svg
from geo_ent.publish.equity.shown_tables import DASH, Column, SheetTable, figure
from geo_ent.publish.templates import markup
from geo_ent.telling.deployment.cost_sentences import cost_notes, cost_sentences
from geo_ent.telling.deployment.pace_notes import pace_notes
from geo_ent.telling.deployment.pace_sentences import pace_sentences
from geo_ent.telling.equity.group_words import (
    caveats,
    grouping_title,
    left_out,
    named_groups,
    why_none,
    with_group_names,
)
from geo_ent.telling.equity.measure_sentences import measure_title, told_measures
from geo_ent.telling.equity.share_words import rate
from geo_ent.telling.language import Language
from geo_ent.telling.table_notes import table_notes

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from geo_ent.indicators.equity.equity_figures import EquityFigures
    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.indicators.noted_table import NotedTable

# A page on paper has room for as many; gaps.csv has them all.
GAPS_SHOWN = 25
_LISTED = 20
_READ = ("D", "SII", "PAR")  # the three that a reader needs: a gap, a slope, what is to gain


class GroupPart(NamedTuple):
    """What is said of a grouping."""

    title: str
    why_none: list[str]
    table: SheetTable
    readings: list[str]
    notes: list[str]
    measures: SheetTable | None
    uncomputed: list[str]


class BehindPart(NamedTuple):
    """A section on schools left behind; `more` is markup, and of our own words only."""

    anchor: str
    title: str
    table: SheetTable | None = None
    more: str = ""
    sentences: Sequence[str] = ()
    notes: Sequence[str] = ()


def charts(figures: "EquityFigures", tr: Language) -> tuple[list[tuple["Markup", str]], list[str]]:
    """Draw the charts that can be, each with its caption; say why the others can't."""
    drawn, undrawn = [], []
    rows = strips(figures.groups, tr)
    if rows:
        title = tr("Part des écoles qui ont un ENT, selon le groupe")
        chart = dumbbell_svg(rows, title=title, whole=figures.whole, tr=tr, key="parts")
        caption = tr("Les mêmes chiffres sont dans les tableaux ci-dessous.")
        drawn.append((markup(chart.svg), caption))
    else:
        undrawn.append(tr("Pas de graphique des parts : il n’y a pas de groupes à comparer."))
    curves = _curves(figures, tr)
    if curves:
        title = tr("Comment l’ENT est réparti")
        chart = lorenz_svg(curves, title=title, tr=tr, key="repartition")
        caption = tr("Plus une courbe s’écarte de la diagonale, plus l’ENT est concentré.")
        drawn.append((markup(chart.svg), caption))
    else:
        undrawn.append(
            tr("Pas de courbe de répartition : il faut des circonscriptions ou des IPS à comparer, "
               "et des écoles qui ont un ENT.")
        )  # fmt: skip
    return drawn, undrawn


def _curves(figures: "EquityFigures", tr: Language) -> list[Curve]:
    by_zone = tr("Des circonscriptions les moins couvertes aux plus couvertes")
    by_ips = tr("Des écoles à l’IPS le plus bas à celles où il est le plus haut")
    curves = {
        "circonscription": (by_zone, figures.lorenz, tr("indice de Gini"), figures.gini),
        "ips": (by_ips, figures.concentration, tr("indice de concentration"),
                figures.concentrated),
    }  # fmt: skip
    return [
        Curve(name, curve.iloc[:, 0].tolist(), curve.iloc[:, 1].tolist(), index_name, index)
        for key, (name, curve, index_name, index) in curves.items()
        # A curve of one point has nothing to share out, and one of a single group is the diagonal.
        if len(curve) > 1 and not figures.groups[key].lacks
    ]


def group_parts(figures: "EquityFigures", tr: Language) -> Iterator[GroupPart]:
    """Write each grouping: its groups, how to read it, its measures."""
    for key, grouping in figures.groups.items():
        title = grouping_title(key, tr)
        why, left = why_none(grouping, tr), left_out(grouping, tr)
        part = GroupPart(
            title=title,
            why_none=[why] if why else [],
            # Shown even where nothing can be compared: the counts are true of one group too.
            table=_groups(title, with_group_names(grouping, tr), tr),
            readings=[],
            notes=[*caveats(grouping, tr), *([left] if left else [])],
            measures=None,
            uncomputed=[],
        )
        if key not in figures.measures:
            yield part
            continue
        names = named_groups(grouping, tr)
        worded = told_measures(figures.measures[key], figures.ready[key], tr, names=names)
        there, lacking = worded[worded["estimate"].notna()], worded[worded["estimate"].isna()]
        yield part._replace(
            # Measures that cannot be had are silent here; why is in the table that opens.
            readings=[str(words) for words in there["meaning"].reindex(_READ).dropna()],
            measures=_measures(tr("{title} : toutes les mesures", title=title), there, tr),
            uncomputed=[
                tr("Non calculées ({measures}) : {why}.",
                   measures=", ".join(map(str, measures)), why=why)
                # By reason: a dozen measures lack the same thing.
                for why, measures in lacking.groupby("note", sort=False).groups.items()
            ],
        )  # fmt: skip


def _groups(title: str, table: "pd.DataFrame", tr: Language) -> SheetTable:
    columns = (
        Column(tr("Groupe")),
        Column(tr("Écoles"), "n"),
        Column(tr("Avec un ENT"), "n"),
        Column(tr("Part"), "n"),
        Column(tr("Intervalle à 95 %"), "n"),
        Column(tr("Sans réponse"), "n"),
        Column(tr("Part au plus"), "n"),
    )
    rows = [
        (
            row["group"],
            figure(row["population"], tr),
            figure(row["covered_n"], tr),
            *_rate_cells(row, tr),
            figure(row["unknown_n"], tr),
            tr.percent(row["value_max"]),
        )
        for row in table.to_dict("records")
    ]
    return SheetTable(title, columns, rows, under=True)


def _rate_cells(row: "Mapping[Any, Any]", tr: Language) -> tuple[str, str]:
    """Write a group's share and its interval; of nothing but unknown schools there is none."""
    if row["unknown_n"] == row["population"]:
        return tr("inconnue"), DASH
    low, high = tr.percent(row["low"]), tr.percent(row["high"])
    return tr.percent(row["value"]), tr("{low} à {high}", low=low, high=high)


def _measures(caption: str, told: "pd.DataFrame", tr: Language) -> SheetTable:
    columns = (
        Column(tr("Mesure")),
        Column(tr("Valeur"), "n"),
        Column(tr("Intervalle à 95 %"), "n"),
        Column(tr("Ce que cela veut dire"), "long"),
        Column(tr("Remarque"), "long"),
    )
    rows = [
        (
            f"{measure_title(str(measure), tr)} ({measure})",
            row["written"],
            row["bounds"] or DASH,
            row["meaning"],
            row["note"],
        )
        for measure, row in told.to_dict("index").items()
    ]
    return SheetTable(caption, columns, rows)


def split_table(split: "pd.DataFrame", tr: Language) -> SheetTable:
    """Say at which level of the territory the inequality is."""
    columns = (
        Column(tr("Niveau")),
        Column(tr("Indice de Theil entre les zones (millièmes)"), "n"),
        Column(tr("Part du total"), "n"),
    )
    levels = {
        "academie": tr("Académies"),
        "departement": tr("Départements"),
        "circonscription": tr("Circonscriptions"),
    }
    rows = [
        (
            levels[str(level)],
            _measure(row["step"], tr),
            rate(row["share"], tr) if row["share"] == row["share"] else DASH,
        )
        for level, row in split.to_dict("index").items()
    ]
    # Each step is inside the level above: read as if each stood alone, the parts would count twice.
    caption = tr("À quel niveau sont les écarts, chacun à l’intérieur de celui du dessus")
    return SheetTable(caption, columns, rows)


def behind_parts(behind: "LeftOut", tr: Language) -> Iterator[BehindPart]:
    """Write what was found of the schools left behind, each part that was looked for."""
    parts = (
        ("ecoles", tr("Les {schools} à regarder d’abord"), behind.gaps, _gaps),
        ("zones-blanches", tr("Les zones blanches"), behind.white_areas, _areas),
        ("regroupements", tr("Les regroupements d’{schools} sans ENT"), behind.clusters, _clusters),
        ("reseaux", tr("Les {schools} à équiper ensemble"), behind.networks, _networks),
    )
    for anchor, title, noted, write in parts:
        notes = table_notes(noted, tr)
        yield write(noted, tr)._replace(anchor=anchor, title=title, notes=notes)
    yield from _pace(behind, tr)


def _more(shown: int, n: int, where: str, tr: Language) -> str:
    if n <= shown:
        return ""
    return tr("{shown} lignes sur {n}\u00a0: {where}.", shown=tr.number(shown), n=tr.number(n),
              where=where)  # fmt: skip


def _gaps(noted: "NotedTable[pd.DataFrame]", tr: Language) -> BehindPart:
    schools = noted.table
    columns = (
        Column(tr("École")),
        Column(tr("Rang"), "n"),
        Column(tr("Élèves"), "n"),
        Column(tr("Distance (km)"), "n"),
        Column(tr("Pourquoi"), "long"),
    )
    rows = [
        (
            # In one département thirty schools have the same name: the commune tells them apart.
            ", ".join(filter(None, (row["name"], row["commune_name"]))),
            figure(row["rank"], tr),
            figure(row["pupils_n"], tr),
            figure(row["nearest_km"], tr, decimals=1),
            row["reasons"],
        )
        for row in schools.head(GAPS_SHOWN).to_dict("records")
    ]
    # The paragraph above counts the urban ones too.
    if keeps_to_rural(noted.notes):
        caption = tr(
            "Les {schools} rurales sans ENT, ou dont on ne sait rien ; la distance est à l’"
            "{school} équipée la plus proche"
        )
    else:
        caption = tr(
            "Les {schools} sans ENT, ou dont on ne sait rien ; la distance est à l’{school} "
            "équipée la plus proche"
        )
    more = _more(GAPS_SHOWN, len(schools), tr("le reste est dans <code>gaps.csv</code>"), tr)
    return BehindPart("", "", SheetTable(caption, columns, rows), more)


def _areas(noted: "NotedTable[pd.DataFrame]", tr: Language) -> BehindPart:
    areas = noted.table
    columns = (
        Column(tr("Zone blanche")),
        Column(tr("Communes"), "n"),
        Column(tr("Écoles"), "n"),
        Column(tr("Élèves"), "n"),
        Column(tr("Lesquelles"), "long"),
    )
    rows = [
        (
            row["zone_name"],
            figure(row["communes_n"], tr),
            figure(row["schools_n"], tr),
            figure(row["pupils_n"], tr),
            row["commune_names"],
        )
        for row in areas.head(_LISTED).to_dict("records")
    ]
    if keeps_to_rural(noted.notes):
        caption = tr(
            "Communes rurales voisines qui ont des {schools}, dont aucune n’a, que l’on sache, "
            "d’ENT ouvert à toute l’école"
        )
    else:
        caption = tr(
            "Communes voisines qui ont des {schools}, dont aucune n’a, que l’on sache, d’ENT "
            "ouvert à toute l’école"
        )
    more = _more(_LISTED, len(areas), tr("celles qui ont le plus d’écoles"), tr)
    return BehindPart("", "", SheetTable(caption, columns, rows), more)


def _clusters(noted: "NotedTable[pd.DataFrame]", _tr: Language) -> BehindPart:
    return BehindPart("", "", sentences=tuple(noted.table["sentence"]))


def _networks(noted: "NotedTable[pd.DataFrame]", tr: Language) -> BehindPart:
    networks = noted.table
    columns = (
        Column(tr("Secteur de collège")),
        Column(tr("Écoles sans ENT"), "n"),
        Column(tr("Élèves"), "n"),
        Column(tr("Plus grande distance (km)"), "n"),
        Column(tr("Lesquelles"), "long"),
    )
    rows = [
        (
            # A sector whose collège has no name is still that of a UAI.
            row["zone_name"] or str(zone),
            figure(row["schools_n"], tr),
            figure(row["pupils_n"], tr),
            figure(row["max_km"], tr, decimals=1),
            row["names"],
        )
        for zone, row in networks.head(_LISTED).to_dict("index").items()
    ]
    if keeps_to_rural(noted.notes):
        caption = tr("Les {schools} rurales sans ENT d’un même secteur de collège")
    else:
        caption = tr("Les {schools} sans ENT d’un même secteur de collège")
    more = _more(_LISTED, len(networks), tr("ceux qui ont le plus d’écoles"), tr)
    return BehindPart("", "", SheetTable(caption, columns, rows), more)


def _pace(behind: "LeftOut", tr: Language) -> Iterator[BehindPart]:
    """Tell the state and the pace, then what the programme costs."""
    sentences: list[str] = []
    notes: list[str] = []
    if behind.pace:
        sentences += pace_sentences(behind.pace, tr)
        notes += pace_notes(behind.pace, tr)
    if behind.cost:
        sentences += cost_sentences(behind.cost, tr)
        notes += cost_notes(behind.cost, tr)
    if sentences or notes:
        yield BehindPart("rythme", tr("Le rythme"), sentences=sentences, notes=notes)


def _measure(estimate: float, tr: Language) -> str:
    """Write a measure with three significant figures; ∞ where it has no end.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> _measure(0.19239, language("fr")), _measure(float("inf"), language("fr"))
    ('0,192', '∞')
    """
    if estimate in {float("inf"), float("-inf")}:
        return "∞" if estimate > 0 else "\u2212∞"
    size = abs(estimate)
    decimals = 3 if size < 1 else 2 if size < 10 else 1  # noqa: PLR2004 significant figures
    text = figure(estimate, tr, decimals=decimals)
    zero = tr.number(0, decimals=decimals)
    return zero if text == f"\u2212{zero}" else text  # rounded to 0, it keeps no sign
