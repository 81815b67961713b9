"""The workbook, for people: coverage in French words, a sheet a level, and the schools."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo_ent.indicators.coverage import coverage as count
from geo_ent.indicators.noted_table import Answer, NotedTable
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.publish.workbook.workbook_cells import new_book, sheet_name
from geo_ent.publish.workbook.workbook_readme import README, write_readme
from geo_ent.publish.workbook.workbook_sheet import Sheet, write_sheet
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.word_lists import with_joined_words
from geo_ent.telling.language import language
from geo_ent.telling.page_words import LEVEL_WORDS, page_words
from geo_ent.telling.table_notes import table_notes
from geo_ent.telling.workbook_words import COVERAGE_HEADINGS, OTHER_HEADINGS, SCHOOL_HEADINGS
from geo_ent.text.compare import plain
from geo_ent.text.numbers import counted, day
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.telling.page_facts import PageFacts

    Extra = pd.DataFrame | NotedTable[pd.DataFrame] | Answer[pd.DataFrame]

__all__ = ["write_workbook"]

_FIRST = "circonscription"
_COLUMN = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_NONE: "Mapping[str, str]" = MappingProxyType({})


def write_workbook(
    path: str | Path,
    *,
    schools: "gpd.GeoDataFrame",
    coverage: "Mapping[str, pd.DataFrame]",
    facts: "PageFacts",
    sheets: "Mapping[str, Extra] | None" = None,
    notes: Mapping[str, str] = _NONE,
) -> None:
    """Write the figures as an xlsx that people read, filter and print.

    Sheets: "À lire" (what the figures are, column by column), one for each level with a total, one
    for the schools, then those given. Texts are texts, whatever they begin with; numbers are
    numbers, in French formats; a rate on fewer than five schools is marked. A column of which
    nothing is known isn't shown.

    Parameters
    ----------
    path
        An `.xlsx`, replaced only when all went well. The same inputs give the same bytes.
    schools
        Those counted, with their zones and their status at the date.
    coverage
        By level, as `coverage` gives it, joined or not to `rurality_gaps`.
    facts
        The words that frame the figures, in French. What is simulated is said on every sheet.
    sheets
        Title → a table, or one with its notes: columns that the workbook knows get a heading, its
        named index comes first, its geometry is left out.
    notes
        Level, "schools" or title → what is simulated there, where it isn't all the same.

    Raises
    ------
    OutputError
        If the file can't be written, or a table is longer than a sheet.
    """
    known = {level: coverage[level] for level in (_FIRST, *LEVELS) if level in coverage}
    whole = _total(schools)
    told = {level: _level(level, table, (schools, whole), facts) for level, table in known.items()}
    told["schools"] = _schools(schools, known, facts)
    for title, given in (sheets or {}).items():
        told[title] = _extra(title, given, facts)
    named = list(_named(told, notes, facts))
    with whole_file(path) as work:
        _save(work, named, facts)


def _named(
    told: Mapping[str, Sheet], notes: Mapping[str, str], facts: "PageFacts"
) -> Iterator[Sheet]:
    """Give each sheet a name that Excel takes, and what is simulated in it."""
    taken = [README]
    for key, sheet in told.items():
        taken.append(sheet_name(sheet.title, taken))
        banner = _banner(sheet, notes.get(key, ""), facts)
        yield replace(sheet, title=taken[-1], banner=banner)


def _banner(sheet: Sheet, note: str, facts: "PageFacts") -> str:
    """Say what is simulated: everywhere, then here, by the sheet's own headings."""
    first = page_words(language("fr"))["simulated"] if facts.simulated else ""
    told = dict.fromkeys((first, facts.simulated or "", note))
    words = " ".join(part for part in told if part)
    return _COLUMN.sub(lambda name: _quoted(sheet.headings.get(name[0], name[0]), name[0]), words)


def _quoted(heading: str, name: str) -> str:
    return name if heading == name else f"«\u00a0{heading}\u00a0»"


def _level(
    level: str,
    table: "pd.DataFrame",
    of: "tuple[gpd.GeoDataFrame, pd.DataFrame]",
    facts: "PageFacts",
) -> Sheet:
    """Make the sheet of a level: its zones by name, and all of them together.

    Parameters
    ----------
    of
        Every school, and their total: the sheet's own, unless some are in none of its zones.
    """
    schools, whole = of
    words = LEVEL_WORDS[level]
    rows = _by(table.rename_axis("zone_code"), "zone_name")
    named = {"zone_name": _capital(words.one), "zone_code": "Code"}
    shown = _shown(rows, {**named, **COVERAGE_HEADINGS})
    inside = schools[f"{level}_code"].isin(table.index)
    out = int((~inside).sum())
    lost = f"{counted(out, 'école')} sans {words.one} : hors de cette feuille."
    return Sheet(
        title=_capital(words.many),
        caption=_caption(level, facts),
        table=shown,
        headings={**COVERAGE_HEADINGS, **named},
        about=f"les chiffres, {words.one} par {words.one}",
        total=(_total(schools[inside]) if out else whole).reindex(columns=shown.columns),
        below=(lost,) if out else (),
    )


def _total(schools: "gpd.GeoDataFrame") -> "pd.DataFrame":
    """Count some schools as one zone would."""
    import pandas as pd

    whole = pd.Series({"": page_words(language("fr"))["whole"]})
    one = schools.assign(whole_code="")
    gaps = rurality_gaps(one, whole, level="whole")
    return count(one, whole, level="whole").join(gaps)


def _schools(
    schools: "gpd.GeoDataFrame", coverage: "Mapping[str, pd.DataFrame]", facts: "PageFacts"
) -> Sheet:
    """Make the sheet of the schools, by commune and name, with the names of their zones."""
    import pandas as pd

    rows = pd.DataFrame(schools.drop(columns=schools.geometry.name)).rename_axis("uai")
    rows = with_joined_words(rows)
    for level, table in coverage.items():
        names = rows[f"{level}_code"].map(table["zone_name"])
        own = rows.get(f"{level}_name", "")
        rows[f"{level}_name"] = names.where(names.notna(), own)
    rows = _by(rows, "commune_name", "name")
    return Sheet(
        title="Écoles",
        caption=f"Les écoles et leur ENT, {_where_and_when(facts)}",
        table=_shown(rows, SCHOOL_HEADINGS),
        headings=SCHOOL_HEADINGS,
        about="les écoles comptées, une par ligne, avec ce qui est connu de chacune",
        fixed=2,
    )


def _extra(title: str, given: "Extra", facts: "PageFacts") -> Sheet:
    """Make a sheet of a table made elsewhere."""
    table, below = (
        (given.table, table_notes(given, language("fr")))
        if isinstance(given, NotedTable | Answer)
        else (given, ())
    )
    shapes = [column for column in table if table[column].dtype == "geometry"]
    rows = with_joined_words(table.drop(columns=shapes)).rename(columns=str).infer_objects()
    rows = rows if rows.index.name is None else rows.reset_index()
    return Sheet(
        title=title,
        caption=f"{title}, {_where_and_when(facts)}",
        table=_shown(rows, dict.fromkeys(rows.columns)),
        headings=OTHER_HEADINGS,
        below=below,
    )


def _shown(rows: "pd.DataFrame", asked: "Mapping[str, object]") -> "pd.DataFrame":
    """Keep the columns asked for that say something; all of them where there is no row."""
    kept = [column for column in asked if column in rows]
    return rows[[column for column in kept if _says(rows[column])] if len(rows) else kept]


def _says(column: "pd.Series[Any]") -> bool:
    """Tell whether one cell at least isn't empty."""
    said = column.notna()
    return bool((said & (column != "")).any() if column.dtype in ("str", "object") else said.any())


def _by(rows: "pd.DataFrame", *columns: str) -> "pd.DataFrame":
    """Order rows by names as a French reader does (É with E), then by their code."""
    there = [column for column in columns if column in rows]
    ordered = rows.sort_index()
    if there:
        ordered = ordered.sort_values(there, key=lambda names: names.map(plain), kind="stable")
    return ordered.reset_index()


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _caption(level: str, facts: "PageFacts") -> str:
    words = page_words(language("fr"))["caption"]
    named = {"level": LEVEL_WORDS[level].one, "territory": facts.territory}
    return words.format(**named, day=day(facts.date))


def _where_and_when(facts: "PageFacts") -> str:
    return f"{facts.territory}, au {day(facts.date)}"


def _save(path: Path, sheets: list[Sheet], facts: "PageFacts") -> None:
    with new_book(path, title=facts.title, day=facts.date) as book:
        write_readme(book, sheets, facts)
        for sheet in sheets:
            write_sheet(book, sheet)
