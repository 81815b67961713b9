"""The sections of the equity sheet: charts, groups and measures, and the schools left behind."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.equity import MEASURES, concentration_index
from geo_ent.maps.charts.dumbbell import dumbbell_svg, strips
from geo_ent.maps.charts.lorenz import Curve, lorenz_svg
from geo_ent.publish.equity.equity_markup import (
    Column,
    figure,
    kilometres,
    notes_list,
    points_or_number,
    prose,
    table,
)
from geo_ent.telling.deployment.cost_sentences import cost_notes, cost_sentences
from geo_ent.telling.deployment.pace_sentences import pace_notes, pace_sentences
from geo_ent.telling.language import language
from geo_ent.telling.share_words import rate
from geo_ent.telling.table_notes import table_notes
from geo_ent.text.numbers import percent

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.equity.equity_figures import Behind, EquityFigures
    from geo_ent.indicators.groupings import Grouping

__all__ = ["behind_sections", "charts_section", "groups_section", "section"]

GAPS_SHOWN = 25
_LISTED = 20
_READ = ("D", "SII", "PAR")
_GROUPS = (
    Column("Groupe"),
    Column("Écoles", "n"),
    Column("Avec un ENT", "n"),
    Column("Part", "n"),
    Column("Intervalle à 95 %", "n"),
    Column("Sans réponse", "n"),
    Column("Part au plus", "n"),
)
_MEASURES = (
    Column("Mesure"),
    Column("Valeur", "n"),
    Column("Intervalle à 95 %", "n"),
    Column("Ce que cela veut dire", "long"),
    Column("Remarque", "long"),
)
_LEVELS = {
    "academie": "Académies",
    "departement": "Départements",
    "circonscription": "Circonscriptions",
}


def section(anchor: str, title: str, body: str) -> str:
    """Make a section with its heading."""
    return (
        f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{title}</h2>\n{body}</section>\n'
    )


def charts_section(figures: "EquityFigures") -> str:
    """Draw the charts that can be, and say why the others can't."""
    drawn, notes = [], []
    for picture, caption, why in (
        (_dumbbell(figures), "Les mêmes chiffres sont dans les tableaux ci-dessous.", _NO_RATES),
        (_lorenz(figures), "Plus une courbe s’écarte de la diagonale, plus l’ENT est concentré.",
         _NO_CURVE),
    ):  # fmt: skip
        if picture:
            drawn.append(f"<figure>\n{picture}<figcaption>{caption}</figcaption>\n</figure>\n")
        else:
            notes.append(why)
    body = f'<div class="charts">\n{"".join(drawn)}</div>\n' if drawn else ""
    return section("graphiques", "En images", body + notes_list(notes))


_NO_RATES = "Pas de graphique des parts : il n’y a pas de groupes à comparer."
_NO_CURVE = (
    "Pas de courbe de répartition : il faut des circonscriptions ou des IPS à comparer, et des "
    "écoles qui ont un ENT."
)


def _dumbbell(figures: "EquityFigures") -> str:
    rows = strips(figures.groups)
    if not rows:
        return ""
    title = "Part des écoles qui ont un ENT, selon le groupe"
    return dumbbell_svg(rows, title=title, whole=figures.whole, key="parts").svg


def _lorenz(figures: "EquityFigures") -> str:
    asked = (
        ("circonscription", figures.lorenz,
         "Des circonscriptions les moins couvertes aux plus couvertes", "indice de Gini"),
        ("ips", figures.concentration,
         "Des écoles à l’IPS le plus bas à celles où il est le plus haut",
         "indice de concentration"),
    )  # fmt: skip
    curves = [
        Curve(name, found.iloc[:, 0].tolist(), found.iloc[:, 1].tolist(), index_name,
              concentration_index(found))
        for key, found, name, index_name in asked
        if len(found) > 1 and not figures.groups[key].lacks
    ]  # fmt: skip
    if not curves:
        return ""
    return lorenz_svg(curves, title="Comment l’ENT est réparti", key="repartition").svg


def groups_section(figures: "EquityFigures") -> str:
    """Write each grouping: its groups, how to read it, its measures."""
    body = "".join(_grouping(key, figures) for key in figures.groups)
    return section("groupes", "Groupe par groupe", body + _split(figures.split))


def _grouping(key: str, figures: "EquityFigures") -> str:
    grouping, measures = figures.groups[key], figures.measures.get(key)
    told = f"<h3>{prose(grouping.title)}</h3>\n"
    if grouping.lacks:
        told += f"<p>{prose(grouping.lacks)}</p>\n"
    if len(grouping.table):
        rows = map(_group, grouping.table.to_dict("records"))
        told += table(grouping.title, _GROUPS, rows, under=True)
    if measures is not None:
        told += "".join(f"<p>{words}</p>\n" for words in _readings(measures))
    caveats = [*grouping.caveats, grouping.left_out] if grouping.left_out else grouping.caveats
    told += notes_list(caveats)
    return told if measures is None else told + _measures(grouping, measures)


def _group(row: dict[Any, Any]) -> tuple[str, ...]:
    return (
        prose(row["group"]),
        figure(row["population"]),
        figure(row["covered_n"]),
        percent(row["value"]),
        f"{percent(row['low'])} à {percent(row['high'])}",
        figure(row["unknown_n"]),
        percent(row["value_max"]),
    )


def _readings(measures: "pd.DataFrame") -> Iterator[str]:
    """Put the main measures in sentences."""
    had = measures.loc[[*_READ]].dropna(subset="estimate")
    for words in had["meaning"]:
        yield prose(words)


def _measures(grouping: "Grouping", measures: "pd.DataFrame") -> str:
    """Put all the measures in a table that opens."""
    had = measures[measures["estimate"].notna()]
    rows = [
        (
            f"{prose(MEASURES[str(measure)].title_fr)} ({prose(measure)})",
            points_or_number(row["estimate"]),
            f"{points_or_number(row['low'])} à {points_or_number(row['high'])}"
            if row["low"] == row["low"]
            else "–",
            prose(row["meaning"]),
            prose(row["note"]),
        )
        for measure, row in had.iterrows()
    ]
    lacking = measures[measures["estimate"].isna()]
    why = lacking.groupby("note", sort=False).groups.items()
    notes = [f"Non calculées ({', '.join(map(str, names))}) : {note}." for note, names in why]
    body = table(f"{grouping.title} : toutes les mesures", _MEASURES, rows)
    name = prose(grouping.title)
    return (
        f"<details>\n<summary>Toutes les mesures : {name}</summary>\n{body}{notes_list(notes)}"
        "</details>\n"
    )


def _split(split: "pd.DataFrame") -> str:
    """Say at which level of the territory the inequality is."""
    if not len(split):
        return ""
    columns = (Column("Niveau"), Column("Indice de Theil entre les zones (millièmes)", "n"),
               Column("Part du total", "n"))  # fmt: skip
    rows = [
        (
            _LEVELS[str(level)],
            points_or_number(row["step"]),
            rate(row["share"]) if row["share"] == row["share"] else "–",
        )
        for level, row in split.iterrows()
    ]
    caption = "À quel niveau sont les écarts, chacun à l’intérieur de celui du dessus"
    return "<h3>Entre les territoires et dans chacun</h3>\n" + table(caption, columns, rows)


def behind_sections(behind: "Behind") -> str:
    """Write what was found of the schools left behind, each part that was looked for."""
    parts = (
        ("ecoles", "Les écoles à regarder d’abord", behind.gaps, _gaps),
        ("zones-blanches", "Les zones blanches", behind.areas, _areas),
        ("regroupements", "Les regroupements d’écoles sans ENT", behind.clusters, _clusters),
        ("reseaux", "Les écoles à équiper ensemble", behind.networks, _networks),
    )
    told = "".join(
        section(
            anchor, title, write(answer.table) + notes_list(table_notes(answer, language("fr")))
        )
        for anchor, title, answer, write in parts
        if answer is not None
    )
    return told + _pace(behind)


def _more(shown: int, n: int, where: str) -> str:
    if n <= shown:
        return ""
    return f'<p class="note">{figure(shown)} lignes sur {figure(n)}\u00a0: {where}.</p>\n'


def _gaps(found: "pd.DataFrame") -> str:
    if not len(found):
        return ""
    columns = (Column("École"), Column("Rang", "n"), Column("Élèves", "n"),
               Column("Distance (km)", "n"), Column("Pourquoi", "long"))  # fmt: skip
    rows = [
        (
            _school(row),
            figure(row["rank"]),
            figure(row["pupils_n"]),
            kilometres(row["nearest_km"]),
            prose(row["reasons"]),
        )
        for row in found.head(GAPS_SHOWN).to_dict("records")
    ]
    caption = "Écoles sans ENT ; la distance est à l’école équipée la plus proche"
    more = _more(GAPS_SHOWN, len(found), "le reste est dans <code>gaps.csv</code>")
    return table(caption, columns, rows) + more


def _school(row: dict[Any, Any]) -> str:
    commune = f", {prose(row['commune_name'])}" if row["commune_name"] else ""
    return f"{prose(row['name'])}{commune}"


def _areas(found: "pd.DataFrame") -> str:
    if not len(found):
        return ""
    columns = (Column("Zone blanche"), Column("Communes", "n"), Column("Écoles", "n"),
               Column("Élèves", "n"), Column("Lesquelles", "long"))  # fmt: skip
    rows = [
        (
            prose(row["zone_name"]),
            figure(row["communes_n"]),
            figure(row["schools_n"]),
            figure(row["pupils_n"]),
            prose(row["commune_names"]),
        )
        for row in found.head(_LISTED).to_dict("records")
    ]
    caption = "Communes voisines qui ont des écoles, aucune avec un ENT que l’on sache"
    return table(caption, columns, rows) + _more(
        _LISTED, len(found), "celles qui ont le plus d’écoles"
    )


def _clusters(found: "pd.DataFrame") -> str:
    return "".join(f"<p>{prose(sentence)}</p>\n" for sentence in found["sentence"])


def _networks(found: "pd.DataFrame") -> str:
    if not len(found):
        return ""
    columns = (Column("Secteur de collège"), Column("Écoles sans ENT", "n"), Column("Élèves", "n"),
               Column("Plus grande distance (km)", "n"), Column("Lesquelles", "long"))  # fmt: skip
    rows = [
        (
            prose(row["zone_name"] or zone),
            figure(row["schools_n"]),
            figure(row["pupils_n"]),
            kilometres(row["max_km"]),
            prose(row["names"]),
        )
        for zone, row in found.head(_LISTED).to_dict("index").items()
    ]
    caption = "Écoles sans ENT d’un même secteur de collège"
    return table(caption, columns, rows) + _more(
        _LISTED, len(found), "ceux qui ont le plus d’écoles"
    )


def _pace(behind: "Behind") -> str:
    """Tell the state and the pace once, then each goal, then what the programme costs."""
    told: list[str] = []
    notes: list[str] = []
    tr = language("fr")
    for pace in behind.pace:
        told += [words for words in pace_sentences(pace, tr) if words not in told]
        notes += [words for words in pace_notes(pace, tr) if words not in notes]
    if behind.cost:
        told += cost_sentences(behind.cost, tr)
        notes += cost_notes(behind.cost, tr)
    if not (told or notes):
        return ""
    body = "".join(f"<p>{prose(words)}</p>\n" for words in told)
    return section("rythme", "Le rythme", body + notes_list(notes))
