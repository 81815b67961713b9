"""The equity sheet: one page to read, print and quote, and the same figures as tables."""

import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.indicators.equity.equity_figures import Behind, equity_figures
from geo_ent.maps.content_hash import digest
from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.equity.equity_markup import notes_list, prose
from geo_ent.publish.equity.equity_sections import behind_sections, charts_section, groups_section
from geo_ent.publish.equity.measures_table import CENSUS
from geo_ent.publish.register.register_markup import safe
from geo_ent.telling.language import language
from geo_ent.text.numbers import day

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.equity.equity_figures import EquityFigures
    from geo_ent.telling.page.page_facts import PageFacts

__all__ = ["SHEET", "equity_page", "write_equity"]

SHEET, MEASURES, GROUPS = "equity.html", "equity.csv", "equity-groups.csv"
_SLOT = re.compile(r"@@([a-z_]+)@@")


def write_equity(
    folder: Path,
    schools: "pd.DataFrame",
    *,
    facts: "PageFacts",
    behind: "Behind | None" = None,
    communes: "pd.DataFrame | None" = None,
    note: str = "",
) -> "EquityFigures":
    """Write `equity.html`, `equity.csv` (measures) and `equity-groups.csv` in a folder.

    Parameters
    ----------
    schools
        Those counted, with their zones and their `status` at the date.
    facts
        The page's, in French.
    behind
        What was found of the schools left behind.
    communes
        Indexed by `commune_code`, with `population_n`: the schools' `polygon_code` tells theirs.
        Without it there are no groups by size of the commune.
    note
        What fills a last column of the tables, when it is given (simulated data).
    """
    behind = Behind() if behind is None else behind
    if communes is not None and "polygon_code" in schools:
        people = schools["polygon_code"].map(communes["population_n"])
        schools = schools.assign(commune_population_n=people)
    figures = equity_figures(schools, areas=behind.areas)
    page = equity_page(figures, facts=facts, behind=behind)
    (folder / SHEET).write_text(page, encoding="utf-8", newline="\n")
    for name, table in ((MEASURES, figures.table()), (GROUPS, figures.group_table())):
        told = table.assign(note=note) if note else table
        told.to_csv(folder / name, index=False, lineterminator="\n", float_format="%.10g")
    return figures


def equity_page(
    figures: "EquityFigures", *, facts: "PageFacts", behind: "Behind | None" = None
) -> str:
    """Make the page: the paragraph, the charts, the tables, and the schools left behind.

    Returns
    -------
    str
        A complete page in French that asks for nothing else; without JavaScript only the button
        that copies is missing. What can't be told is absent, with the reason in words.
    """
    script, css = _asset("equity.js"), _asset("equity.css") + asset("banner.css")
    slots = {
        "policy": _policy(script, f"\n{css}"),
        "css": css,
        "title": safe(facts.title),
        "date": escape(day(facts.date)),
        "territory": f" ({safe(facts.territory)})" if facts.territory else "",
        "simulated": simulated_banner(safe(facts.simulated or ""), language("fr")),
        "headline": prose(facts.headline),
        "paragraph": prose(_paragraph(figures, facts)),
        "told_notes": _untold(figures),
        "sections": charts_section(figures)
        + groups_section(figures)
        + behind_sections(Behind() if behind is None else behind),
        "census": prose(CENSUS),
        "sources": _sources(facts),
        "script": script,
    }
    return _SLOT.sub(lambda found: slots[found[1]], _asset("equity.html"))


def _paragraph(figures: "EquityFigures", facts: "PageFacts") -> str:
    """Begin with where, when and how many; data that is simulated says so in what is pasted."""
    told = [f"Données simulées. {facts.simulated}"] if facts.simulated else []
    where = f"{facts.territory}, situation au {day(facts.date)}."
    return " ".join([*told, where, facts.headline, figures.told.paragraph])


def _untold(figures: "EquityFigures") -> str:
    if not figures.told.notes:
        return ""
    return (
        f'<p class="note">Ce que ce paragraphe ne dit pas :</p>\n{notes_list(figures.told.notes)}'
    )


def _sources(facts: "PageFacts") -> str:
    told = " ; ".join(
        ", ".join(word for word in (source.title, source.producer) if word)
        for source in facts.sources
    )
    return f"<p>Sources\u00a0: {prose(told)}.</p>\n" if told else ""


def _policy(script: str, css: str) -> str:
    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(css)}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _asset(name: str) -> str:
    return files("geo_ent.publish").joinpath("assets", name).read_text(encoding="utf-8")
