"""The tables of a whole atlas: coverage by département, académie and région, change, schools.

Every figure is counted again from all the schools: shares aren't added, and a school counts once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo_ent.communes.departements import (
    academie_departements,
    departement_names,
    region_departements,
)
from geo_ent.communes.frr import FRR_CLASSED
from geo_ent.indicators.change import share_change
from geo_ent.indicators.coverage import GROUPS, coverage, totals
from geo_ent.indicators.rurality import rurality_gaps
from geo_ent.publish.csv_tables import write_coverage, write_rows
from geo_ent.tables.atlas_parts import STATUS_BEFORE
from geo_ent.tables.fields import table
from geo_ent.telling.atlas.zone_words import lacking_line
from geo_ent.telling.page.page_titles import territory_name

if TYPE_CHECKING:
    from geo_ent.tables.atlas_parts import Part
    from geo_ent.telling.language import Language

NATIONAL_LEVELS = ("departement", "academie", "region")
"""The levels that a département is whole in: those of the atlas' own tables."""

SCHOOLS_CSV, SCHOOLS_PARQUET, CHANGE_CSV = "schools.csv", "schools.parquet", "change.csv"

_MADE_OF = {"academie": academie_departements, "region": region_departements}
_BESIDE = {"rural": ("rurality_unknown_n",), "enir_eligible": ("enir_undecided_n",)}
"""What else is told of a group: how many schools nobody knows to be of it or not."""

_DAYS = ("opened_on", "start", "end")


@dataclass(frozen=True)
class NationalFigures:
    """The figures over the départements of an atlas.

    Attributes
    ----------
    name
        What they are of together, as a title has it: "France".
    date
        The day shown; the latest, where the parts are of several.
    totals
        `schools_n, covered_n, …` of all schools.
    coverage
        For each of `NATIONAL_LEVELS`, by `zone_code`, the columns of `coverage-<level>.csv`.
    compared_to
        The day that the change is since; None where no register has a history.
    change
        The rows of `change.csv`: the whole ("territory"), then each level's, by code.
    lacking
        By level, the zones that the atlas has a part of only → the names of the départements that
        it doesn't have.
    """

    name: str
    date: dt.date
    totals: "pd.Series[float]"
    coverage: Mapping[str, pd.DataFrame]
    compared_to: dt.date | None
    change: pd.DataFrame
    lacking: Mapping[str, Mapping[str, Sequence[str]]]


def national_figures(
    parts: "Sequence[Part]", schools: pd.DataFrame, tr: "Language"
) -> NationalFigures:
    """Count the schools of an atlas.

    Parameters
    ----------
    parts
        Its départements, one at least.
    schools
        Theirs, as `read_part_schools` gives them.
    tr
        The language of names.

    Returns
    -------
    NationalFigures
        The change is since the day that most parts are compared to; the schools of the others are
        of unknown situation at that day.
    """
    codes = [part.code for part in parts]
    zones = {level: _zone_names(parts, level) for level in NATIONAL_LEVELS}
    is_classed = schools["frr"].isin(FRR_CLASSED).astype("boolean")
    counted = schools.assign(frr_classified=is_classed.where(schools["frr"] != ""))
    name, compared_to = territory_name(codes, tr), _compared_to(parts)
    return NationalFigures(
        name=name,
        date=max(part.date for part in parts),
        totals=totals(counted),
        coverage={level: _figures(counted, names, level) for level, names in zones.items()},
        compared_to=compared_to,
        change=_changes(parts, counted, {"territory": pd.Series({"": name}), **zones}, compared_to),
        lacking={level: _lacking(level, names, codes) for level, names in zones.items()},
    )


def write_national(
    folder: Path, figures: NationalFigures, schools: pd.DataFrame, tr: "Language", *, note: str = ""
) -> list[str]:
    """Write the tables of an atlas, and give their names.

    Parameters
    ----------
    folder
        Where to write; it must exist.
    figures
        What `national_figures` gives.
    schools
        What it was given.
    tr
        The language of the notes on rows.
    note
        What is simulated, on each row; "" where nothing is.
    """
    names = []
    for level, rows in figures.coverage.items():
        name = f"coverage-{level}.csv"
        lacking = figures.lacking[level]
        notes = [_notes(note, lacking.get(code, ()), tr) for code in rows.index]
        write_coverage(rows.assign(note=notes) if any(notes) else rows, folder / name)
        names.append(name)
    if len(figures.change):
        lacks = figures.lacking
        zones = zip(figures.change["level"], figures.change["zone_code"], strict=True)
        notes = [_notes(note, lacks.get(level, {}).get(zone, ()), tr) for level, zone in zones]
        changes = figures.change.assign(note=notes) if any(notes) else figures.change
        write_rows(changes, folder / CHANGE_CSV)
        names.append(CHANGE_CSV)
    columns = [column for column in table("schools").own if column in schools]
    rows = schools[columns].assign(**({"note": note} if note else {}))
    write_rows(rows.reset_index(), folder / SCHOOLS_CSV)
    _write_parquet(rows, folder / SCHOOLS_PARQUET)
    return [*names, SCHOOLS_CSV, SCHOOLS_PARQUET]


def _zone_names(parts: "Sequence[Part]", level: str) -> "pd.Series[str]":
    """Name the zones of a level by their code."""
    zones = {
        "departement": {part.code: part.name for part in parts},
        "academie": {part.academie.code: part.academie.name for part in parts},
        "region": {part.region.code: part.region.name for part in parts},
    }[level]
    return pd.Series(zones, name="zone_name").sort_index()


def _figures(schools: pd.DataFrame, names: "pd.Series[str]", level: str) -> pd.DataFrame:
    """Count a level's zones with the columns that a département's own tables have."""
    rows = coverage(schools, names, level=level).join(rurality_gaps(schools, names, level=level))
    # Of all schools together something is known; a zone of which nothing is has no figure here
    # either, as in its own folder: 0 rural schools would be one.
    for group, (column, _) in GROUPS.items():
        told = {*schools.loc[schools[column].notna(), f"{level}_code"].unique()}
        untold = [code for code in rows.index if code not in told]
        begins = (f"{group}_", *_BESIDE.get(group, ()))
        of_group = [title for title in rows if str(title).startswith(begins)]
        rows.loc[untold, of_group] = pd.NA
    basis = {*schools["rurality_basis"].unique()} - {""}
    return rows.assign(rurality_basis=" + ".join(sorted(basis)))


def _compared_to(parts: "Sequence[Part]") -> dt.date | None:
    """Choose the day that most parts are compared to, the latest of several."""
    days = Counter(part.compared_to for part in parts if part.compared_to)
    return max(days, key=lambda day: (days[day], day), default=None)


def _changes(
    parts: "Sequence[Part]",
    schools: pd.DataFrame,
    zones: "Mapping[str, pd.Series[str]]",
    compared_to: dt.date | None,
) -> pd.DataFrame:
    """Compute the change of the whole, then of each zone of each level."""
    columns = [column for column in table("change").own if column != "note"]
    if compared_to is None:
        return pd.DataFrame(columns=columns)
    # A département whose register tells of no such day is neither left out nor held for empty.
    of_day = {part.code for part in parts if part.compared_to == compared_to}
    is_told = schools["departement_code"].isin(of_day) & (schools[STATUS_BEFORE] != "")
    statuses = pd.DataFrame(
        {"before": schools[STATUS_BEFORE].where(is_told, "unknown"), "after": schools["status"]}
    )
    located = schools.assign(territory_code="")
    tables = [
        share_change(located, names, level=level, statuses=statuses).reset_index()
        for level, names in zones.items()
    ]
    rows = pd.concat(tables, ignore_index=True)
    return rows.assign(compared_to=pd.Timestamp(compared_to).as_unit("s"))[columns]


def _lacking(level: str, zones: "pd.Series[str]", codes: Sequence[str]) -> dict[str, list[str]]:
    """Name the départements of each zone that the atlas doesn't have."""
    if level not in _MADE_OF:
        return {}
    of_zone = {zone: set(_MADE_OF[level](zone)).difference(codes) for zone in zones.index}
    names = departement_names()
    return {zone: [names[code] for code in sorted(some)] for zone, some in of_zone.items() if some}


def _notes(note: str, lacking: Sequence[str], tr: "Language") -> str:
    """Say what is simulated of a row, and which départements it doesn't count."""
    return " ".join(filter(None, [note, lacking_line(lacking, tr)]))


def _write_parquet(schools: pd.DataFrame, path: Path) -> None:
    """Write the schools as Parquet: the same rows and columns as the CSV, typed, no index aside."""
    rows = pa.Table.from_pandas(schools.reset_index(), preserve_index=False)
    for day in {*_DAYS}.intersection(rows.column_names):
        place = rows.column_names.index(day)
        rows = rows.set_column(place, day, rows[day].cast(pa.timestamp("s")).cast(pa.date32()))
    # Without what pandas notes of itself, so that its version isn't in the bytes.
    pq.write_table(rows.replace_schema_metadata(None), path, compression="zstd")
