"""Any table with a column of commune codes, and the commune of today beside each."""

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from geo_ent.communes.codes_to_today import (
    HOW,
    clean_codes,
    commune_codes,
    commune_names,
    move_codes,
    unknown_why,
)
from geo_ent.communes.movements import origins, read_movements
from geo_ent.errors import InputError
from geo_ent.tables.any_table import AnyTable, read_any_table
from geo_ent.text.note import Note
from geo_ent.text.whole_file import whole_file

ADDED = ("commune_code", "commune_name", "how")
"""The columns added at the right."""

_MANY_UNKNOWN = 0.3  # a share of unknown codes that makes one doubt the column


class CodeRow(NamedTuple):
    """A row to look at.

    Attributes
    ----------
    sheet, row
        Where it is: "" in a CSV; 1 for the first line.
    written
        The code as the table has it.
    why
        For an unknown code, `unknown_why`'s note; for a guess, the commune that it was left to.
    """

    sheet: str
    row: int
    written: str
    why: Note | str


@dataclass(frozen=True)
class Recoded:
    """What was written, and what a person should look at: `telling.recode_words` says it.

    Attributes
    ----------
    rows_n
        Rows written: all that the table has.
    outcomes
        The outcomes of `HOW` that occur, with the number of rows.
    notes
        What was found in the table.
    unknowns
        The rows whose code is no commune's of the 101 départements.
    guesses
        The rows left to the seat of a commune that was split.
    """

    rows_n: int
    outcomes: list[tuple[str, int]]
    notes: list[Note]
    unknowns: list[CodeRow]
    guesses: list[CodeRow]


def recode(
    path: Path,
    out: Path,
    *,
    column: str,
    sheet: str = "",
    degrees: tuple[str, str] = ("", ""),
    movements: Path | None = None,
) -> Recoded:
    """Copy a table with `commune_code, commune_name, how` added: today's commune of each row.

    Parameters
    ----------
    path
        CSV of any encoding and separator, xlsx, ods or xls.
    out
        The CSV to write (UTF-8, commas): the same rows and columns, in order, and three more.
    column
        The title of the column of codes.
    sheet
        The sheet; the first that has the column when "".
    degrees
        Titles of the columns of latitudes and longitudes, so that points decide where a commune was
        split.
    movements
        INSEE's events of a year after 2026 (``v_mvt_commune_2027.csv``): codes that are younger
        than the bundled communes are brought to these.

    Raises
    ------
    InputError
        If there is no such file, sheet or column, `out` is one of the files read, or `movements`
        isn't that list.
    OutputError
        If `out` can't be written; what was there is untouched.
    """
    if bool(degrees[0]) != bool(degrees[1]):
        msg = "--lat et --lon vont ensemble : donnez les deux colonnes, ou aucune."
        raise InputError(msg)
    # By what the files are, not by their names: written through a link, the one read would be lost.
    if any(read and out.exists() and read.exists() and out.samefile(read)
           for read in (path, movements)):  # fmt: skip
        msg = f"--out {out} : c’est le fichier lu. Choisissez un autre nom."
        raise InputError(msg)
    table = read_any_table(path, column=column, sheet=sheet)
    written = pd.Series(table.cells(table.column(column)), dtype=str)
    codes, repaired = clean_codes(written)
    points = _points(table, *degrees) if degrees[0] else None
    # After the repair: "1004" and "01004" are one code, and only a clean one is looked up.
    moved = move_codes(codes, points=points)
    young = _take_young(moved, codes, movements)
    added = _added_titles(table.titles)
    _write(out, table, added, moved[list(ADDED)].to_numpy().tolist())
    # Counted by rows, not by codes: a person compares them with the table.
    counts, unknown = moved["how"].value_counts(), moved["commune_code"] == ""
    repaired_n = int(repaired.sum())
    return Recoded(
        rows_n=len(table.rows),
        outcomes=[(how, int(counts[how])) for how in HOW if how in counts],
        notes=[
            *_notes(table, added, column, moved["how"]),
            *([Note("mended", n=repaired_n)] if repaired_n else []),
            *young,
        ],
        unknowns=_code_rows(table, written[unknown], codes.map(unknown_why)),
        guesses=_code_rows(table, written[moved["guess"]], moved["commune_name"].astype(str)),
    )


def _take_young(moved: pd.DataFrame, codes: "pd.Series[str]", movements: Path | None) -> list[Note]:
    """Bring the codes that are younger than the bundled communes to these; say which they are."""
    if movements is None:
        return []
    # Of the unknown codes alone: a code that is a commune's today is never moved by its number.
    events, unknown = read_movements(movements), moved["how"] == "unknown"
    homes = origins(codes[unknown], events, commune_codes())
    names = {code: commune_names()[origin.code] for code, origin in homes.items()}
    here = unknown & codes.isin(list(homes))
    columns = {
        "commune_code": {code: origin.code for code, origin in homes.items()},
        "commune_name": names,
        "how": {code: origin.how for code, origin in homes.items()},
    }
    for column, of_codes in columns.items():
        moved.loc[here, column] = codes[here].map(of_codes)
    if unknown.any() and not homes:
        last = dt.date.fromisoformat(events[-1].day)
        return [Note("nothing-younger", file=movements.name, last=last)]
    return [
        Note(
            "younger-of-several" if origin.guess else "younger",
            code=code,
            name=origin.name,
            since=dt.date.fromisoformat(origin.day),
            home=names[code],
            home_code=origin.code,
        )
        for code, origin in homes.items()
    ]


def _points(table: AnyTable, lat: str, lon: str) -> gpd.GeoSeries:
    """Read the points; None where a degree is missing or is none."""
    y, x = (
        pd.to_numeric(
            pd.Series(table.cells(degrees), dtype=str).str.replace(",", "."), errors="coerce"
        )
        for degrees in (table.column(lat), table.column(lon))
    )
    points = gpd.GeoSeries(gpd.points_from_xy(x, y), index=x.index, crs=4326)
    # Beyond these it is no degree: metres of Lambert 93, most often.
    return points.where(y.between(-90, 90) & x.between(-180, 180), None)


def _added_titles(titles: Sequence[str]) -> list[str]:
    """Name the added columns; where the table has one of that name, the year tells them apart."""
    added: list[str] = []
    for title in ADDED:
        numbered = (f"{title}_2026_{number}" for number in count(2))
        names = chain([title, f"{title}_2026"], numbered)  # one is free: a table has so many titles
        added.append(next(name for name in names if name not in {*titles, *added}))
    return added


def _notes(
    table: AnyTable, added: Sequence[str], column: str, how: "pd.Series[str]"
) -> Iterator[Note]:
    for title, name in zip(ADDED, added, strict=True):
        if title != name:
            yield Note("title-taken", title=title, name=name)
    if table.titles.count(table.titles[table.column(column)]) > 1:
        yield Note("title-twice", column=column)
    if table.above_n:
        yield Note("above", n=table.above_n)
    if table.blank_n:
        yield Note("blank", n=table.blank_n)
    # Post codes look like commune codes, and some are: many unknown ones give them away.
    if len(how) and (how == "unknown").mean() > _MANY_UNKNOWN:
        yield Note("many-unknown", column=column)


def _code_rows(table: AnyTable, cells: "pd.Series[str]", whys: "pd.Series[Any]") -> list[CodeRow]:
    return [
        CodeRow(table.sheet, table.numbers[position], cell, whys[position])
        for position, cell in cells.items()
        if isinstance(position, int)
    ]


def _write(
    out: Path, table: AnyTable, added: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    """Write the table and its three columns; the file is whole or as it was."""
    rows = (row + list(more) for row, more in zip(table.rows, cells, strict=True))
    # A lone surrogate, which some readers leave in a cell, has no place in UTF-8: "?" for it.
    with (
        whole_file(out) as work,
        work.open("w", encoding="utf-8", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*table.titles, *added])
        writer.writerows(rows)
