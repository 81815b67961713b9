"""The workbook, for people: coverage in words, a sheet a level, and the schools."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.indicators.classes import classed
from geo_ent.indicators.coverage import whole_coverage
from geo_ent.indicators.noted_table import NotedTable
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.indicators.schools_without_ent import keeps_to_rural
from geo_ent.publish.workbook.workbook_cells import new_book, sheet_name
from geo_ent.publish.workbook.workbook_readme import write_readme
from geo_ent.publish.workbook.workbook_sheet import Sheet, write_sheet
from geo_ent.tables.contract import LEVELS, OF_THE_PAST
from geo_ent.tables.fields import fields
from geo_ent.tables.fields import table as record
from geo_ent.tables.word_lists import with_joined_words
from geo_ent.telling.language import Language
from geo_ent.telling.table_notes import table_notes
from geo_ent.telling.workbook.workbook_guide import GUIDE
from geo_ent.telling.workbook.workbook_words import (
    TABLES,
    about_other,
    caption,
    explanations,
    headings,
    level_sheet,
    map_classes,
    schools_sheet,
    without_zone,
)
from geo_ent.text.compare import plain
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    import geopandas as gpd

    from geo_ent.telling.page.page_facts import PageFacts

    Extra = pd.DataFrame | NotedTable[pd.DataFrame]

_FIRST = "circonscription"
# A note on what is simulated is written for the CSV and names their columns: words with "_".
_COLUMN = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_NONE: "Mapping[str, str]" = MappingProxyType({})


_OF_SHARES = ("interval_low", "interval_high", "rural_urban_gap_points")
"""What is told of a share, and goes with it."""


def write_workbook(  # noqa: PLR0913 what a workbook is made of, all by keyword
    path: str | Path,
    *,
    schools: "gpd.GeoDataFrame",
    coverage: "Mapping[str, pd.DataFrame]",
    facts: "PageFacts",
    tr: Language,
    sheets: "Mapping[str, Extra] | None" = None,
    notes: Mapping[str, str] = _NONE,
) -> None:
    """Write the figures as an xlsx that people read, filter and print.

    Sheets: one that says what the figures are, column by column; one for each level with a total;
    one for the schools; then those given. Texts are texts, whatever they begin with; numbers are
    numbers, in the language's formats; a rate on fewer than five schools is marked. A column of
    which nothing is known isn't shown, nor is a sheet without a row. Each sheet prints on A4.

    Parameters
    ----------
    path
        An `.xlsx`, replaced only when all went well. The same inputs give the same bytes.
    schools
        Those counted, with their zones and their status at the date.
    coverage
        By level, as `coverage` gives it, joined or not to `rurality_gaps`.
    facts
        The words that frame the figures. What is simulated is said on every sheet.
    tr
        The workbook's language, which `facts` are in.
    sheets
        Title in French (`mark`) → a table, or one with its notes: columns that have a record get
        its title, a named index comes first, geometry is left out.
    notes
        Level, "schools" or title → what is simulated there, where it isn't all the same.

    Raises
    ------
    OutputError
        If the file can't be written, or a table is longer than a sheet.
    """
    tables = {level: coverage[level] for level in (_FIRST, *LEVELS) if level in coverage}
    maker = _Maker(schools, facts, tr)
    made = {level: maker.level(level, table) for level, table in tables.items()}
    made["schools"] = maker.schools_sheet(tables)
    made |= {title: maker.other(title, given) for title, given in (sheets or {}).items()}
    # A sheet without a row says nothing but why it has none: the first one says that.
    empty = {sheet.title: " ".join(sheet.below) for sheet in made.values() if sheet.table.empty}
    filled = {key: sheet for key, sheet in made.items() if not sheet.table.empty}
    named = list(_named(filled, notes, facts, tr))
    with whole_file(path) as work, new_book(work, tr, title=facts.title, day=facts.date) as book:
        write_readme(book, named, facts, empty)
        for sheet in named:
            write_sheet(book, sheet)


def _named(
    sheets: Mapping[str, Sheet], notes: Mapping[str, str], facts: "PageFacts", tr: Language
) -> Iterator[Sheet]:
    """Give each sheet a name that Excel takes, and what is simulated in it."""
    taken = [tr(GUIDE)]
    for key, sheet in sheets.items():
        taken.append(sheet_name(sheet.title, taken))
        simulated = tr("Données simulées.") if facts.simulated else ""
        parts = dict.fromkeys((simulated, facts.simulated or "", notes.get(key, "")))
        text = " ".join(filter(None, parts))
        told = partial(_COLUMN.sub, partial(_column_words, sheet.headings, tr))
        meanings = {name: told(meaning) for name, meaning in sheet.meanings.items()}
        yield replace(sheet, title=taken[-1], banner=told(text), meanings=meanings)


def _column_words(headings: Mapping[str, str], tr: Language, column: re.Match[str]) -> str:
    """Write a column that a note names by what stands over it in the sheet."""
    heading = headings.get(column[0], column[0])
    return column[0] if heading == column[0] else tr("«\u00a0{heading}\u00a0»", heading=heading)


class _Maker:
    """Makes the sheets: of a level, of the schools, of a table made elsewhere.

    Parameters
    ----------
    schools
        Every school, with its zones and its status.
    """

    def __init__(self, schools: "gpd.GeoDataFrame", facts: "PageFacts", tr: Language) -> None:
        self.schools, self.facts, self.tr = schools, facts, tr
        self._whole = self._total(schools)

    def level(self, level: str, table: pd.DataFrame) -> Sheet:
        """Make the sheet of a level: its zones by name, and all of them together.

        The schools that are in none of its zones are out of its total, and said below.
        """
        title, first_line, about, zone = level_sheet(level, self.facts, self.tr)
        rows = _without_shares_of_nothing(_by(table.rename_axis("zone_code"), "zone_name"))
        titles = headings(["zone_name", "zone_code", *record("coverage").sheet], self.tr)
        meanings = explanations(titles, self.tr, "coverage")
        meanings |= explanations([f"{level}_name"], self.tr)
        titles["zone_name"] = zone  # "Commune" says more than "Zone"
        meanings["zone_name"] = meanings.pop(f"{level}_name")
        # At a day that isn't past no school has these, and two columns of 0 would ask why.
        for column in (f"{status}_n" for status in OF_THE_PAST):
            if column in rows and not rows[column].any():
                del titles[column]
        shown = _shown(rows, titles)
        inside = self.schools[f"{level}_code"].isin(table.index)
        out = int((~inside).sum())
        total = self._total(self.schools[inside]) if out else self._whole
        return Sheet(
            title=title,
            caption=first_line,
            table=shown,
            headings=titles,
            meanings=meanings,
            record="coverage",
            about=about,
            total=_without_shares_of_nothing(total).reindex(columns=shown.columns),
            below=(*self._classes(table), *[without_zone(out, level, self.tr)] * bool(out)),
        )

    def _classes(self, table: pd.DataFrame) -> tuple[str, ...]:
        """Name the classes that the map puts a level's zones in, where it has more than one."""
        return (map_classes(classed(table, COVERAGE), self.tr),) if len(table) > 1 else ()

    def _total(self, schools: "gpd.GeoDataFrame") -> pd.DataFrame:
        """Count some schools as one zone would."""
        whole = whole_coverage(schools, self.tr("Ensemble"))
        one = schools.assign(whole_code="")
        # Every school is counted: of all of them there is nothing to guess.
        exact = whole.assign(interval_low=float("nan"), interval_high=float("nan"))
        return exact.join(rurality_gaps(one, whole["zone_name"], level="whole"))

    def schools_sheet(self, tables: "Mapping[str, pd.DataFrame]") -> Sheet:
        """Make the sheet of the schools, by commune and name, with the names of their zones."""
        title, first_line, about = schools_sheet(self.facts, self.tr)
        rows = pd.DataFrame(self.schools.drop(columns=self.schools.geometry.name))
        rows = with_joined_words(rows)
        for level, table in tables.items():
            # A zone that the table lacks keeps the name that the school's own row gives it.
            names = rows[f"{level}_code"].map(table["zone_name"])
            rows[f"{level}_name"] = names.where(names.notna(), rows.get(f"{level}_name", ""))
        titles = headings(record("schools").sheet, self.tr)
        return Sheet(
            title=title,
            caption=first_line,
            table=_shown(_by(rows.rename_axis("uai"), "commune_name", "name"), titles),
            headings=titles,
            meanings=explanations(titles, self.tr, "schools"),
            record="schools",
            about=about,
            fixed=2,
        )

    def other(self, title: str, given: "Extra") -> Sheet:
        """Make a sheet of any table but for its geometry; notes below if it is a `NotedTable`."""
        noted = given if isinstance(given, NotedTable) else NotedTable(given)
        table = noted.table
        shapes = [column for column in table if table[column].dtype == "geometry"]
        rows = with_joined_words(table.drop(columns=shapes)).rename(columns=str).infer_objects()
        rows = rows if rows.index.name is None else rows.reset_index()
        known = TABLES.get(title, "")
        columns = _ordered(rows, known)
        return Sheet(
            title=self.tr(title),
            # the register is one file for the schools of every sector
            caption=caption(self.tr(title), self.facts, self.tr, of_all=known == "findings"),
            table=_shown(rows, columns),
            # every field: a note on it may name a column that it doesn't show
            headings=headings([*columns, *fields()], self.tr, known),
            meanings=explanations(columns, self.tr, known),
            record=known,
            below=table_notes(noted, self.tr),
            about=about_other(title, self.tr, rural=keeps_to_rural(noted.notes)),
        )


def _without_shares_of_nothing(rows: pd.DataFrame) -> pd.DataFrame:
    """Empty the shares of zones of which nothing is known: 0 % would be read as a figure."""
    silent = (rows["schools_n"] > 0) & (rows["unknown_n"] >= rows["schools_n"])
    shares = [
        name for name in map(str, rows) if name.endswith("coverage_share") or name in _OF_SHARES
    ]
    return rows.assign(**{name: rows[name].mask(silent) for name in shares})


def _ordered(rows: pd.DataFrame, known: str) -> list[str]:
    """Give a table's columns in the order of its record's sheet; columns of its own last."""
    first = record(known).sheet if known else ()
    named = {*first, *record(known).columns} if first else set()
    return [*first, *(name for name in map(str, rows) if name not in named)]


def _shown(rows: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Keep the columns that there are and that say something; all where there is no row."""
    kept = [column for column in columns if column in rows]
    return rows[[column for column in kept if _says(rows[column])] if len(rows) else kept]


def _says(column: "pd.Series[Any]") -> bool:
    """Tell whether one cell at least isn't empty."""
    filled = column.notna()
    return bool((filled & (column != "") if column.dtype in ("str", "object") else filled).any())


def _by(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Order rows by names as a French reader does (É with E), then by their code."""
    there = [column for column in columns if column in rows]
    ordered = rows.sort_index()
    if there:
        ordered = ordered.sort_values(there, key=lambda names: names.map(plain), kind="stable")
    return ordered.reset_index()
