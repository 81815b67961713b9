"""The equity sheet: one page to read, print and quote, and the same figures as tables."""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.indicators.equity.equity_figures import equity_figures
from geo_ent.maps.content_hash import digest
from geo_ent.maps.page.page_markup import simulated_banner
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.csv_tables import csv_text
from geo_ent.publish.equity.equity_sections import behind_parts, charts, group_parts, split_table
from geo_ent.publish.equity.first_screens import first_charts, first_lists
from geo_ent.publish.equity.measures_table import census, figures_table, groups_table
from geo_ent.publish.templates import markup, render
from geo_ent.telling.equity.equity_sentences import (
    EquityWords,
    doubt_sentences,
    equity_words,
)
from geo_ent.telling.equity.spoken_sentences import spoken_sentences
from geo_ent.telling.register.register_wording import as_sentence
from geo_ent.text.ascii_page import ascii_script, ascii_style, write_page
from geo_ent.text.safe import printable

if TYPE_CHECKING:
    import pandas as pd

    from geo_ent.indicators.equity.equity_figures import EquityFigures
    from geo_ent.indicators.left_out import LeftOut
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import PageFacts

# Two tables: a measure is of a grouping, a rate of a group, and neither fits in the other's
# columns.
SHEET, MEASURES, GROUPS = "equity.html", "equity.csv", "equity-groups.csv"


def write_equity(  # noqa: PLR0913 what a sheet is made of, all by keyword
    folder: Path,
    schools: "pd.DataFrame",
    *,
    facts: "PageFacts",
    tr: "Language",
    behind: "LeftOut | None" = None,
    communes: "pd.DataFrame | None" = None,
    note: str = "",
) -> EquityWords:
    """Write `equity.html`, `equity.csv` (measures) and `equity-groups.csv` in a folder.

    Parameters
    ----------
    schools
        Those counted, with their zones and their `status` at the date.
    facts
        What the map's page says of itself (`page_facts`).
    tr
        The language, which `facts` are in.
    behind
        What was found of the schools left behind, in words of the same language.
    communes
        Indexed by `commune_code`, with `population_n`: the schools' `polygon_code` tells theirs.
        Without it there are no groups by size of the commune.
    note
        What fills a last column of the tables, when it is given (simulated data).

    Returns
    -------
    EquityWords
        The paragraph of the sheet, sentence by sentence, and what isn't in it.
    """
    # Computed once for the page, both tables and the paragraph: they cannot disagree.
    figures = sheet_figures(schools, communes)
    words = equity_sheet_words(figures, facts=facts, tr=tr, behind=behind)
    page = equity_page(figures, words, facts=facts, tr=tr, behind=behind)
    write_page(folder / SHEET, page)
    for name in (MEASURES, GROUPS):
        text = equity_csv(figures, name, tr, note=note)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return words


def sheet_figures(
    schools: "pd.DataFrame", communes: "pd.DataFrame | None" = None
) -> "EquityFigures":
    """Compute the figures of the sheet; the parameters are those of `write_equity`."""
    if communes is not None and "polygon_code" in schools:
        # The commune that the school stands in on the map: one restored since has its own figures
        # only there.
        people = schools["polygon_code"].map(communes["population_n"])
        schools = schools.assign(commune_population_n=people)
    return equity_figures(schools)


def equity_csv(figures: "EquityFigures", name: str, tr: "Language", *, note: str = "") -> str:
    """Give the text of `equity.csv` (`MEASURES`) or of `equity-groups.csv` (`GROUPS`)."""
    table = (figures_table if name == MEASURES else groups_table)(figures, tr)
    noted = table.assign(note=note) if note else table
    return csv_text(noted, index=False, float_format="%.10g")


def equity_sheet_words(
    figures: "EquityFigures", *, facts: "PageFacts", tr: "Language", behind: "LeftOut | None" = None
) -> EquityWords:
    """Write the sentences of the sheet, those to read aloud among them."""
    spoken = spoken_sentences(
        figures,
        tr,
        headline=facts.headline,
        territory=facts.territory,
        date=facts.date,
        pace=behind.pace if behind else None,
    )
    words = equity_words(figures, tr, areas=behind.white_areas if behind else None)
    return replace(words, spoken=spoken, doubts=tuple(doubt_sentences(figures, tr)))


def equity_page(
    figures: "EquityFigures",
    words: EquityWords,
    *,
    facts: "PageFacts",
    tr: "Language",
    behind: "LeftOut | None" = None,
) -> str:
    """Make the page: two screens to read, and all the rest folded under them.

    Parameters
    ----------
    words
        As `equity_sheet_words` gives them.
    figures, facts, tr, behind
        As for `write_equity`.

    Returns
    -------
    str
        A complete page that asks for nothing else; without JavaScript only the buttons that copy
        and unfold are missing. What can't be told is absent, with the reason in words.
    """
    # Both whole before they are named by their hash in the page's policy.
    script, css = (
        ascii_script(asset("equity.js", "publish")),
        ascii_style(asset("equity.css", "publish") + asset("banner.css")),
    )
    first_drawn, first_undrawn = first_charts(figures, tr)
    drawn, undrawn = charts(figures, tr)
    return render(
        "publish/templates/equity.html",
        tr,
        facts=facts,
        script=markup(script),
        script_hash=digest(script),
        css=markup(css),
        css_hash=digest(f"\n{css}"),
        banner=markup(simulated_banner(escape(printable(facts.simulated or "")), tr)),
        spoken=" ".join([*_simulated(facts, tr), *words.spoken]),
        first_charts=first_drawn,
        first_undrawn=first_undrawn,
        lists=list(first_lists(words, behind, tr)),
        paragraph=_paragraph(words, facts, tr),
        charts=drawn,
        undrawn=undrawn,
        groups=list(group_parts(figures, tr)),
        split=split_table(figures.split, tr),
        behind=list(behind_parts(behind, tr)) if behind else [],
        census=census(tr),
        sources=_sources(facts, tr),
    )


def _paragraph(words: EquityWords, facts: "PageFacts", tr: "Language") -> str:
    """Begin with where, when and how many; data that is simulated says so in what is pasted."""
    where = tr("{territory}, situation au {day}.", territory=facts.territory,
               day=tr.day(facts.date))  # fmt: skip
    return " ".join([*_simulated(facts, tr), where, facts.headline, words.paragraph])


def _simulated(facts: "PageFacts", tr: "Language") -> list[str]:
    """Say in the paragraphs themselves, which are pasted without the banner, what is simulated."""
    if not facts.simulated:
        return []
    warning, said = tr("Données simulées."), as_sentence(facts.simulated)
    return [said] if said.startswith(warning[:-1]) else [warning, said]


def _sources(facts: "PageFacts", tr: "Language") -> str:
    return tr(" ; ").join(
        ", ".join(filter(None, (source.title, source.producer))) for source in facts.sources
    )
