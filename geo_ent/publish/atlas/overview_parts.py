"""The parts of an atlas' page beside its map: legends, the whole's figures, its trend, tables."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.indicators.classes import LEAST_KNOWN
from geo_ent.maps.overview.overview_level import class_counts
from geo_ent.publish.atlas.overview_figures import records
from geo_ent.telling.atlas.zone_words import (
    absent_line,
    all_unknown,
    class_ends,
    lacking_line,
    signed_number,
)
from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import STATUS_WORDS, TABLE_HEADINGS, level_words
from geo_ent.telling.page.picture_words import value_words
from geo_ent.text.numbers import LOCALES, half_up, short_month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo_ent.maps.overview.overview_level import OverviewLevel, Painted
    from geo_ent.publish.atlas.overview_figures import Overview

_COLUMNS = (
    *("coverage_share", "change", "schools_n", "covered_n", "undated_n", "class_n", "planned_n"),
    *("not_yet_n", "none_n", "unknown_n"),
)
_OF_SOME = ("undated_n", "class_n", "planned_n", "not_yet_n")
_CHANGE_HEADING = mark("Évolution (points)")


class ClassBar(NamedTuple):
    """A class in a legend's histogram: its colour, how many zones, how high among the others."""

    fill: str
    label: str
    zones_n: int
    height: float


class Legend(NamedTuple):
    """A legend: what is counted, its classes, their bounds, those that have no colour."""

    level: str
    figure: str
    name: str
    bars: "Sequence[ClassBar]"
    ends: "Sequence[tuple[str, float]]"
    specials: "Sequence[ClassBar]"


def legend(level: "OverviewLevel", painted: "Painted", tr: Language) -> Legend:
    """Make the legend of a figure of a level."""
    counts = class_counts(painted)
    rows = list(zip(painted.fills, painted.labels, counts, strict=True))
    most = max([*counts[:-2], 1])
    bars = [ClassBar(fill, label, n, n / most) for fill, label, n in rows[:-2]]
    ends = class_ends(painted.indicator, tr)
    specials = [ClassBar(fill, label, n, 1.0) for fill, label, n in rows[-2:] if n]
    if level.absent:
        label = tr("pas encore dans cet atlas")
        specials.append(ClassBar("absent", label, len(level.absent), 1.0))
    words = level_words(level.level, tr)
    name = tr("Nombre {contours}", contours=words.contours)
    places = [(end, (rank + 1) / len(bars)) for rank, end in enumerate(ends)]
    return Legend(level.level, painted.name, name, bars, places, specials)


class StatusCount(NamedTuple):
    """How many schools have a status: its name, its words, the number, its part of all."""

    status: str
    words: str
    schools_n: int
    share: float


def status_counts(whole: "Mapping[str, float]", tr: Language) -> Iterator[StatusCount]:
    """Count the schools by status; those of a past day only where there are some."""
    all_n = max(whole.get("schools_n", 0), 1)
    for status, words in STATUS_WORDS.items():
        column = "covered_n" if status == "school" else f"{status}_n"
        n = int(whole.get(column, 0))
        if n or column not in _OF_SOME:
            yield StatusCount(status, tr(words), n, n / all_n)


class Moment(NamedTuple):
    """A date of the trend: in words, its share, of how many schools, and those not dated."""

    day: str
    share: str
    counts: str
    undated: str


def moments(series: "Sequence[Mapping[str, object]]", tr: Language) -> Iterator[Moment]:
    """Say the whole's share at each date."""
    for row in series:
        date, share = row["date"], float(str(row["coverage_share"]))
        covered, n, undated = (
            int(float(str(row[name]))) for name in ("covered_n", "schools_n", "undated_n")
        )
        yield Moment(
            _moment(date, tr) if isinstance(date, dt.date) else "",
            tr("inconnu") if math.isnan(share) and n else value_words(share, "share", tr),
            tr("({part} sur {whole})", part=tr.number(covered), whole=tr.number(n)),
            tr.plural("+ {n} non datée", "+ {n} non datées", undated, n=tr.number(undated))
            if undated
            else "",
        )


def _moment(date: dt.date, tr: Language) -> str:
    """Write a rentrée by its month, another day whole; both short, for a narrow table."""
    words = short_month(date, locale=LOCALES[tr.code])
    return words[:1].upper() + words[1:] if date.day == 1 else f"{date.day} {words}"


class Cell(NamedTuple):
    """A cell: what it says, what it is sorted by, its bar (a share, or nothing), a star."""

    text: str
    key: str
    share: str = ""
    fragile: bool = False


class TableRow(NamedTuple):
    """A row: the zone's name, its page, its code where it tells zones apart, its cells.

    `why` says why it has no cells, `lacking` which of its départements aren't counted in them.
    """

    code: str
    name: str
    page: str
    home: str
    home_page: str
    cells: "Sequence[Cell]"
    why: str = ""
    lacking: str = ""


class Table(NamedTuple):
    """A level's table: headings, rows, the row of the whole."""

    level: str
    zone: str
    home: str
    headings: "Sequence[str]"
    rows: "Sequence[TableRow]"
    whole: "Sequence[Cell]"
    fragile: bool


def table(overview: "Overview", level: "OverviewLevel", tr: Language) -> Table:
    """Make a level's table: the accessible form of its map."""
    columns = [name for name in _COLUMNS if _says(name, overview)]
    dated = len(set(overview.dates.values())) > 1 and bool(level.dates)
    changes = dict(zip(level.change.index, records(level.change), strict=True))
    rows = [
        TableRow(
            str(code),
            str(row["zone_name"]),
            level.pages.get(str(code), ""),
            level.homes.get(str(code), ""),
            level.home_pages.get(str(code), ""),
            [
                *_cells(columns, row, changes.get(code), tr),
                *([_day_cell(level.dates[str(code)], tr)] if dated else []),
            ],
            lacking=lacking_line(level.lacking.get(str(code), ()), tr),
        )
        for code, row in zip(level.coverage.index, records(level.coverage), strict=True)
    ]
    rows += [
        TableRow(code, name, "", "", "", (), absent_line(tr)) for code, name in level.absent.items()
    ]
    if level.level == "departement":
        rows.sort(key=lambda row: row.code)
    headings = [
        tr(_CHANGE_HEADING if name == "change" else TABLE_HEADINGS[name]) for name in columns
    ]
    whole = _cells(columns, overview.whole, overview.change, tr) if overview.whole else []
    return Table(
        level.level,
        level_words(level.level, tr).one.capitalize(),
        _home_heading(level, tr),
        [*headings, *([tr("Situation au")] if dated else [])],
        rows,
        [*whole, *([Cell("–", "")] if dated and whole else [])],
        any(cell.fragile for row in rows for cell in row.cells),
    )


def _home_heading(level: "OverviewLevel", tr: Language) -> str:
    larger = {"departement": "academie", "circonscription": "departement"}.get(level.level, "")
    return level_words(larger, tr).one.capitalize() if larger and level.homes else ""


def _says(column: str, overview: "Overview") -> bool:
    """Tell whether a column says something of any zone."""
    if column == "change":
        return any(len(level.change) for level in overview.levels)
    return column not in _OF_SOME or bool(overview.whole.get(column))


def _cells(
    columns: "Sequence[str]",
    row: "Mapping[str, float]",
    change: "Mapping[str, object] | None",
    tr: Language,
) -> Iterator[Cell]:
    for column in columns:
        if column == "change":
            # Nothing known, nothing compared: as an académie's row says it.
            yield Cell(tr("inconnu"), "") if all_unknown(row) else _change_cell(change, tr)
        elif column == "coverage_share":
            yield _share_cell(row, tr)
        else:
            n = int(row[column])
            yield Cell(tr.number(n), str(n))


def _share_cell(row: "Mapping[str, float]", tr: Language) -> Cell:
    n, share = row["schools_n"], row["coverage_share"]
    if not n:
        return Cell("–", "")
    if all_unknown(row):
        return Cell(tr("inconnu"), "")
    return Cell(tr.percent(share), str(share), str(half_up(share, 3)), n < FRAGILE_BELOW)


def _change_cell(change: "Mapping[str, object] | None", tr: Language) -> Cell:
    if change is None:
        return Cell("–", "")
    points, compared_n, left_n = (
        float(str(change[name])) for name in ("change", "compared_n", "left_out_n")
    )
    # Where most schools are left out, the change says more of the register than of them.
    if left_n and compared_n / (compared_n + left_n) < LEAST_KNOWN:
        return Cell(tr("inconnu"), "")
    if math.isnan(points) or not compared_n:
        return Cell("–", "")
    return Cell(signed_number(points, tr), str(points), fragile=compared_n < FRAGILE_BELOW)


def _day_cell(day: dt.date, tr: Language) -> Cell:
    return Cell(tr.day(day), day.isoformat())
