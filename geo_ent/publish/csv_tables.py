"""Tables for programs: CSV in UTF-8, commas, point decimals."""

from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.publish.frames import schools_table, tidy
from geo_ent.text.safe import no_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

__all__ = ["write_coverage", "write_findings", "write_gaps", "write_parts", "write_schools"]

# Texts that come from outside; codes and words of ours never begin a formula.
_GAP_TEXTS = ("name", "commune_name", "circonscription_name", "secteur_college_name",
              "nearest_name", "reasons")  # fmt: skip


def write_coverage(table: "pd.DataFrame", path: Path, *, note: str = "") -> None:
    """Write a coverage table, one row a zone; `note` fills a last column when it is given."""
    _write(_noted(table.sort_index(), note), path)


def write_schools(schools: "gpd.GeoDataFrame", path: Path, *, note: str = "") -> None:
    """Write the schools, one row each, with their point, zones and status."""
    _write(_noted(schools_table(schools), note), path)


def write_gaps(gaps: "pd.DataFrame", path: Path, *, note: str = "") -> None:
    """Write the schools to equip, by rank, with the reasons; no text becomes a formula."""
    texts = {column: gaps[column].map(no_formula) for column in _GAP_TEXTS}
    _write(_noted(gaps.assign(**texts), note), path)


def write_parts(tables: "Mapping[str, pd.DataFrame]", folder: Path, *, note: str = "") -> None:
    """Write each table as `<name>.csv`, unless it has no row; no text becomes a formula.

    Parameters
    ----------
    tables
        Name → table; a named index comes first, another isn't written.
    folder
        Where to write.
    note
        Fills a last column when it is given.
    """
    for name, table in tables.items():
        if not len(table):
            continue
        rows = tidy(table if table.index.name is None else table.reset_index())
        texts = rows.select_dtypes(["object", "str"]).columns
        safe = rows.assign(**{column: rows[column].map(_inert) for column in texts})
        path = folder / f"{name}.csv"
        _noted(safe, note).to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d")


def _inert(cell: object) -> object:
    return no_formula(cell) if isinstance(cell, str) else cell


def write_findings(findings: "pd.DataFrame", path: Path, *, note: str = "") -> None:
    """Write what was noticed while reading: `kind, file, row, uai, message`."""
    _noted(findings, note).to_csv(path, index=False, lineterminator="\n")


def _noted(table: "pd.DataFrame", note: str) -> "pd.DataFrame":
    return table.assign(note=note) if note else table


def _write(table: "pd.DataFrame", path: Path) -> None:
    tidy(table).to_csv(path, lineterminator="\n", date_format="%Y-%m-%d")
