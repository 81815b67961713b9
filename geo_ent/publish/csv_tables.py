"""Tables for programs: CSV in UTF-8, commas, point decimals, no clock and no line ends of its own.

Each function takes a `note`, which fills a last column when it is given: what is simulated. What it
writes in is a file's path, or a text in memory: a notebook has the same tables without a folder.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.publish.frames import schools_table, tidy
from geo_ent.text.safe import no_formula, one_break

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import StringIO

    import geopandas as gpd
    import pandas as pd


def write_coverage(table: "pd.DataFrame", path: "Path | StringIO", *, note: str = "") -> None:
    """Write a coverage table, one row a zone, by code."""
    _write(tidy(table.sort_index()), path, note)


def write_schools(schools: "gpd.GeoDataFrame", path: "Path | StringIO", *, note: str = "") -> None:
    """Write the schools, one row each, with their point, zones and status."""
    _write(tidy(schools_table(schools)), path, note)


def write_gaps(gaps: "pd.DataFrame", path: "Path | StringIO", *, note: str = "") -> None:
    """Write the schools to equip, by rank, with the reasons; no text becomes a formula."""
    _write(_harmless(tidy(gaps)), path, note)


def write_parts(tables: "Mapping[str, pd.DataFrame]", folder: Path, *, note: str = "") -> None:
    """Write each table as `<name>.csv`, unless it has no row; no text becomes a formula.

    Parameters
    ----------
    tables
        Name → table; a named index comes first, another isn't written.
    folder
        Where to write.
    """
    for name, table in tables.items():
        if len(table):
            write_part(table, folder / f"{name}.csv", note=note)


def write_part(table: "pd.DataFrame", path: "Path | StringIO", *, note: str = "") -> None:
    """Write one of these tables, whether it has a row or not."""
    rows = table if table.index.name is None else table.reset_index()
    _write(_harmless(tidy(rows)), path, note, index=False)


def write_rows(table: "pd.DataFrame", path: Path, *, note: str = "") -> None:
    """Write a table whose rows are only numbered, as it stands."""
    _write(tidy(table), path, note, index=False)


def write_findings(findings: "pd.DataFrame", path: "Path | StringIO", *, note: str = "") -> None:
    """Write what was noticed while reading: `kind, file, row, uai, message`."""
    _write(findings, path, note, index=False)


def _harmless(table: "pd.DataFrame") -> "pd.DataFrame":
    """Keep the texts from becoming formulas: people open these tables in a spreadsheet."""
    texts = table.select_dtypes(["object", "str"])
    return table.assign(**{column: texts[column].map(_inert) for column in map(str, texts)})


def _inert(cell: object) -> object:
    return no_formula(cell) if isinstance(cell, str) else cell


def _write(
    table: "pd.DataFrame", path: "Path | StringIO", note: str, *, index: bool = True
) -> None:
    text = csv_text(table.assign(note=note) if note else table, index=index)
    if isinstance(path, Path):
        path.write_text(text, encoding="utf-8", newline="")
    else:
        path.write(text)


def csv_text(table: "pd.DataFrame", *, index: bool = True, float_format: str | None = None) -> str:
    r"""Write a table as it stands; a cell of several lines has them told apart in one way.

    Parameters
    ----------
    index
        Whether the index is the first column.
    float_format
        How numbers are written, `%.10g` say; else with all that they have.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_text(pd.DataFrame({"name": ["a\rb"], "n": [1]}), index=False)
    'name,n\n"a\nb",1\n'
    """

    def written(rows: "pd.DataFrame") -> str:
        # "\n" whatever the system and days without hours: the same table gives the same bytes.
        return rows.to_csv(
            index=index, lineterminator="\n", date_format="%Y-%m-%d", float_format=float_format
        )

    text = written(table)
    if "\r" not in text:
        return text
    # Python leaves it without quotes, and whoever reads the table takes it for the row's end.
    texts = table.select_dtypes(["object", "str"])
    return written(
        table.assign(**{column: texts[column].map(_one_break) for column in map(str, texts)})
    )


def _one_break(cell: object) -> object:
    return one_break(cell) if isinstance(cell, str) else cell
