"""Any table with a column of commune codes, and the commune of today beside each."""

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.communes.commune_codes import (
    HOW_WORDS,
    clean_codes,
    commune_codes,
    commune_names,
    move_codes,
    why_unknown,
)
from geo_ent.errors import InputError
from geo_ent.tables.any_table import AnyTable, read_any_table
from geo_ent.text.numbers import counted, day
from geo_ent.text.safe import one_line
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo_ent.communes.movements import Origin

__all__ = ["ADDED", "Recoded", "recode"]

ADDED = ("commune_code", "commune_name", "how")
"""The columns added at the right."""

_LONGEST = 40  # characters of a cell that a terminal shows
_MANY_UNKNOWN = 0.3  # a share of unknown codes that makes one doubt the column


@dataclass(frozen=True)
class Recoded:
    """What was written, and what a person should look at.

    Attributes
    ----------
    rows_n
        Rows written: all that the table has.
    outcomes
        What became of the codes, in French, with the number of rows; those that occur.
    notes
        What was found in the table, a sentence each.
    unknowns
        The rows whose code is no commune's, a line each with its row, code and reason.
    guesses
        The rows left to the seat of a commune that was split, likewise.
    """

    rows_n: int
    outcomes: list[tuple[str, int]]
    notes: list[str]
    unknowns: list[str]
    guesses: list[str]


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
    import pandas as pd

    if bool(degrees[0]) != bool(degrees[1]):
        msg = "--lat et --lon vont ensemble : donnez les deux colonnes, ou aucune."
        raise InputError(msg)
    if any(read and out.exists() and read.exists() and out.samefile(read)
           for read in (path, movements)):  # fmt: skip
        msg = f"--out {out} : c'est le fichier lu. Choisissez un autre nom."
        raise InputError(msg)
    table = read_any_table(path, column=column, sheet=sheet)
    written = pd.Series(table.cells(table.column(column)), dtype=str)
    codes, repaired = clean_codes(written)
    points = _points(table, *degrees) if degrees[0] else None
    moved = move_codes(codes, points=points)
    young = _take_young(moved, codes, movements)
    added = _added_titles(table.titles)
    _write(out, table, added, moved[list(ADDED)].to_numpy().tolist())
    return Recoded(
        rows_n=len(table.rows),
        outcomes=_outcomes(moved["how"]),
        notes=_notes(table, added, column, moved["how"])
        + ([f"{counted(int(repaired.sum()), 'code')} remis en forme."] if repaired.any() else [])
        + young,
        unknowns=_lines(table, written[moved["how"] == "unknown"], codes.map(why_unknown)),
        guesses=_lines(
            table, written[moved["guess"]], "laissé à " + moved["commune_name"].astype(str)
        ),
    )


def _take_young(
    moved: "pd.DataFrame", codes: "pd.Series[str]", movements: Path | None
) -> list[str]:
    """Bring the codes that are younger than the bundled communes to these; say which they are."""
    if movements is None:
        return []
    from geo_ent.communes.movements import origins, read_movements

    events, unknown = read_movements(movements), moved["how"] == "unknown"
    found = origins(codes[unknown], events, commune_codes())
    names = {code: commune_names()[origin.code] for code, origin in found.items()}
    here = unknown & codes.isin(list(found))
    columns = {"commune_code": {code: origin.code for code, origin in found.items()},
               "commune_name": names,
               "how": {code: origin.how for code, origin in found.items()}}  # fmt: skip
    for column, told in columns.items():
        moved.loc[here, column] = codes[here].map(told)
    if unknown.any() and not found:
        last = day(dt.date.fromisoformat(events[-1].day))
        return [f"{movements.name} (jusqu'au {last}) ne dit rien des codes inconnus."]
    return [_born(code, origin, names[code]) for code, origin in found.items()]


def _born(code: str, origin: "Origin", name: str) -> str:
    """Say since when a code is a commune's, and to which one it is brought."""
    several = ", la première de celles dont elle est née" if origin.guess else ""
    since = day(dt.date.fromisoformat(origin.day))
    return f"{code} est {origin.name} depuis le {since} : rendu à {name} ({origin.code}){several}."


def _points(table: AnyTable, lat: str, lon: str) -> "gpd.GeoSeries":
    """Read the points; None where a degree is missing or is none."""
    import geopandas as gpd
    import pandas as pd

    y, x = (
        pd.to_numeric(pd.Series(table.cells(at), dtype=str).str.replace(",", "."), errors="coerce")
        for at in (table.column(lat), table.column(lon))
    )
    points = gpd.GeoSeries(gpd.points_from_xy(x, y), index=x.index, crs=4326)
    return points.where(y.between(-90, 90) & x.between(-180, 180), None)


def _added_titles(titles: Sequence[str]) -> list[str]:
    """Name the added columns; where the table has one of that name, the year tells them apart."""
    added: list[str] = []
    for title in ADDED:
        name, taken = title, {*titles, *added}
        for number in range(1, len(taken) + 2):
            if name not in taken:
                break
            name = f"{title}_2026" if number == 1 else f"{title}_2026_{number}"
        added.append(name)
    return added


def _outcomes(how: "pd.Series[str]") -> list[tuple[str, int]]:
    counts = how.value_counts()
    return [(words, int(counts[name])) for name, words in HOW_WORDS.items() if name in counts]


def _notes(table: AnyTable, added: Sequence[str], column: str, how: "pd.Series[str]") -> list[str]:
    notes = [
        f"La colonne « {title} » existait déjà : la nouvelle s'appelle « {name} »."
        for title, name in zip(ADDED, added, strict=True)
        if title != name
    ]
    if table.titles.count(table.titles[table.column(column)]) > 1:
        notes.append(f"Plusieurs colonnes s'appellent « {column} » : la première est lue.")
    if table.above_n:
        notes.append(f"Laissé de côté : {counted(table.above_n, 'ligne')} au-dessus des titres.")
    if table.blank_n:
        told = counted(table.blank_n, "ligne vide", "lignes vides")
        notes.append(f"Laissé de côté : {told}.")
    if len(how) and (how == "unknown").mean() > _MANY_UNKNOWN:
        notes.append(
            f"Beaucoup de codes inconnus : la colonne « {column} » contient-elle bien des codes "
            "de communes de l'INSEE, et non des codes postaux ?"
        )
    return notes


def _lines(table: AnyTable, cells: "pd.Series[str]", reasons: "pd.Series[str]") -> list[str]:
    where = f"{table.sheet}!" if table.sheet else "ligne "
    return [
        f"{where}{table.numbers[at]} : « {one_line(cell, width=_LONGEST)} », {reasons[at]}"
        for at, cell in cells.items()
        if isinstance(at, int)
    ]


def _write(
    out: Path, table: AnyTable, added: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    """Write the table and its three columns; the file is whole or as it was."""
    rows = (row + list(more) for row, more in zip(table.rows, cells, strict=True))
    # a lone surrogate, which some readers leave in a cell, has no place in UTF-8: "?" for it
    with (
        whole_file(out) as work,
        work.open("w", encoding="utf-8", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*table.titles, *added])
        writer.writerows(rows)
