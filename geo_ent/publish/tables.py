"""Tables for programs: CSV in UTF-8, commas, point decimals."""

from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.tables.contract import LEVELS, SCHOOL_COLUMNS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["write_coverage", "write_findings", "write_schools"]

_COMMUNE_COLUMNS = (
    "density_class",
    "rural",
    "rurality_basis",
    "frr",
    "enir_2017",
    "enir_2018",
    "label_2020",
    "enir_eligible",
)
_STATUS_COLUMNS = ("status", "solution", "start", "end", "programme")
_PLACES = 6  # of a share or a degree: a tenth of a metre


def write_coverage(table: "pd.DataFrame", path: Path, *, note: str = "") -> None:
    """Write a coverage table, one row a zone; `note` fills a last column when it is given."""
    _write(_noted(table.sort_index(), note), path)


def write_schools(schools: "gpd.GeoDataFrame", path: Path, *, note: str = "") -> None:
    """Write the schools, one row each, with their point, zones and status."""
    zones = [f"{level}_code" for level in LEVELS if f"{level}_code" in schools]
    first = [column for column in SCHOOL_COLUMNS if column in schools]
    more = [
        column
        for column in (*zones, "secteur_college_basis", *_COMMUNE_COLUMNS)
        if column in schools and column not in first
    ]
    columns = [*first, *more, "joined_by", "distance_km"]
    table = schools[columns].assign(
        latitude=schools.geometry.y, longitude=schools.geometry.x, **schools[[*_STATUS_COLUMNS]]
    )
    _write(_noted(table.sort_index(), note), path)


def write_findings(findings: "pd.DataFrame", path: Path, *, note: str = "") -> None:
    """Write what was noticed while reading: `kind, file, row, uai, message`."""
    _noted(findings, note).to_csv(path, index=False, lineterminator="\n")


def _noted(table: "pd.DataFrame", note: str) -> "pd.DataFrame":
    return table.assign(note=note) if note else table


def _write(table: "pd.DataFrame", path: Path) -> None:
    whole = [column for column in table if str(column).endswith("_n")]
    broken = table.select_dtypes("float").columns.difference(whole)
    rounded = {column: table[column].round(_PLACES) for column in broken}
    table = table.assign(**rounded).astype(dict.fromkeys(whole, "Int64"))
    table.to_csv(path, lineterminator="\n", date_format="%Y-%m-%d")
