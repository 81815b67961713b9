"""The measures of inequality for programs (CSV) and for a reader at a terminal (text)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from geo_ent.telling.chance_words import at_floor, p_words
from geo_ent.telling.equity.group_words import named_groups, why_none, with_group_names
from geo_ent.telling.equity.measure_sentences import measure_title, told_measures
from geo_ent.text.folding import folded_lines
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from geo_ent.indicators.equity.equity_figures import EquityFigures
    from geo_ent.indicators.equity.small_zones import Chance
    from geo_ent.telling.language import Language

COLUMNS = ("estimate", "se", "low", "high", "note")
_FIGURES = ("estimate", "se", "low", "high", "corrected", "remark")
# A line of more is hard to follow.
_WIDTH = 100


def census(tr: "Language") -> str:
    """Say what an interval means where every school was counted."""
    return tr(
        "Les intervalles (95 %) des taux et des mesures ne sont pas ceux d’un sondage : ils disent "
        "ce que peut valoir un petit nombre d’écoles, si chacune avait été équipée ou non par un "
        "tirage indépendant."
    )


def figures_table(figures: "EquityFigures", tr: "Language") -> pd.DataFrame:
    """Put the measures of all groupings in rows.

    Returns
    -------
    DataFrame
        `grouping, measure, estimate, se, low, high, corrected, remark`; a grouping that can't be
        compared has one row, with its reason.
    """
    parts = [
        told_measures(measures, figures.ready[key], tr, names=named_groups(figures.groups[key], tr))
        .rename(columns={"note": "remark"})[[*_FIGURES]]
        .reset_index()
        .assign(grouping=key)
        for key, measures in figures.measures.items()
    ]
    own = list(_own(figures, tr))
    parts.append(pd.DataFrame(own, columns=["grouping", "measure", "estimate", "remark"]))
    lacking = [
        (key, why_none(grouping, tr)) for key, grouping in figures.groups.items() if grouping.lacks
    ]
    # What is absent is a row too: who reads the table alone must see that a grouping was tried.
    parts.append(pd.DataFrame(lacking, columns=["grouping", "remark"]))
    # pandas warns of empty frames, whose dtypes would count.
    table = pd.concat([part for part in parts if len(part)])
    return table.reindex(columns=["grouping", "measure", *_FIGURES]).reset_index(drop=True)


def _own(figures: "EquityFigures", tr: "Language") -> Iterator[tuple[str, str, float, str | None]]:
    """Give the measures that aren't the WHO's, with a remark where one has to be read with care."""
    # Ours beside the WHO's, under names that its toolkit does not use.
    for key in figures.measures:
        yield key, "p_chance", figures.chances[key].p_value, _floor(figures.chances[key], tr)
    if "circonscription" in figures.measures:
        yield "circonscription", "gini", figures.gini, None
        yield "circonscription", "dissimilarity", figures.dissimilarity, None
    if "ips" in figures.measures:
        yield "ips", "concentration_index", figures.concentrated, None
    for level, row in figures.split.iterrows():
        yield str(level), "TI_between", float(row["between"]), None
        yield str(level), "TI_within", float(row["within"]), None


def _floor(chance: "Chance", tr: "Language") -> str | None:
    """Say that a p is at the floor of its deals; None where it isn't."""
    if not at_floor(chance.p_value, chance.simulations):
        return None
    return tr(
        "{p}\u00a0: le plancher de {n} tirages",
        p=p_words(chance.p_value, chance.simulations, tr),
        n=tr.number(chance.simulations),
    )


def groups_table(figures: "EquityFigures", tr: "Language") -> pd.DataFrame:
    """Put the groups of all groupings in rows: `grouping` and `GROUP_COLUMNS`, named."""
    parts = [
        with_group_names(grouping, tr).assign(grouping=key)
        for key, grouping in figures.groups.items()
    ]
    table = pd.concat([parts[0], *(part for part in parts[1:] if len(part))])
    return table[["grouping", *table.columns.drop("grouping")]].reset_index(drop=True)


def write_measures(measures: "pd.DataFrame", path: "str | Path") -> None:
    """Write `measure, estimate, se, low, high, note`; the file is whole or as it was before.

    Raises
    ------
    OutputError
        If it can't be written.
    """
    content = measures[list(COLUMNS)].to_csv(lineterminator="\n", float_format="%.12g")
    with whole_file(path) as work:
        work.write_text(content, encoding="utf-8", newline="\n")


def measure_lines(told: pd.DataFrame, tr: "Language", *, width: int = _WIDTH) -> Iterator[str]:
    """Write the measures for a terminal: each one's name, figures and sentence, then the rest.

    Parameters
    ----------
    told
        As `told_measures` gives them.
    tr
        The language.
    width
        Most signs of a line; a word that is longer is whole.

    Yields
    ------
    str
        Lines for a terminal.
    """
    there, lacking = told[told["estimate"].notna()], told[told["estimate"].isna()]
    for measure, row in there.iterrows():
        title = f"{measure} · {measure_title(str(measure), tr)}"
        bounds = f"  [{_plain(str(row['bounds']))}]" if row["bounds"] else ""
        figures = f"{_plain(str(row['written'])):>13}{bounds}"
        if len(beside := f"{title:<56} {figures}") <= width:
            yield beside
        else:
            yield from folded_lines(title, width, under="    ")
            yield from folded_lines(figures.strip(), width, start="    ")
        for text in (row["meaning"], row["note"]):
            yield from folded_lines(str(text), width, start="    ")
    if len(lacking):
        yield ""
        yield tr("Non calculées :")
        # By reason, which several share.
        for why, measures in lacking.groupby("note", sort=False).groups.items():
            reason = tr("{measures} : {why}.", measures=", ".join(map(str, measures)), why=why)
            yield from folded_lines(reason, width, start="    ")
    if there["low"].notna().any():
        yield ""
        yield from folded_lines(census(tr), width)


def _plain(text: str) -> str:
    """Write ordinary spaces: a terminal breaks its lines by itself."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
