"""`gaps --json` and `equity --json`: of a folder that was made before, or of a table of groups."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.pipeline.documents.typed_table import Document, heading, typed_rows
from geo_ent.pipeline.made_folders import made_manifest, made_table, told_of_gaps

if TYPE_CHECKING:
    import pandas as pd

_MEASURED = ("estimate", "se", "low", "high")


def gaps_document(folder: Path, *, top: int) -> Document:
    """Give what `gaps` tells of a made folder.

    Parameters
    ----------
    folder
        That `build` wrote.
    top
        How many schools to list.

    Raises
    ------
    InputError
        If the folder isn't one of ours, or was made without its gaps.
    """
    manifest = made_manifest(folder)
    table = made_table(folder, "gaps.csv")
    around, programme = told_of_gaps(manifest)
    return heading("gaps", manifest) | {
        "folder": str(folder),
        "ranked_n": len(table),
        "schools": typed_rows(table.head(top), "gaps"),
        "sentences": around,
        "programme": programme,
    }


def equity_document(folder: Path) -> Document:
    """Give what `equity` tells of a made folder: its sentences, measures and groups.

    Raises
    ------
    InputError
        If the folder isn't one of ours, or was made without its equity sheet.
    """
    manifest = made_manifest(folder)
    return heading("equity", manifest) | {
        "folder": str(folder),
        "sentences": list(manifest.get("told", {}).get("equity", ())),
        "measures": typed_rows(made_table(folder, "equity.csv"), "equity"),
        "groups": typed_rows(made_table(folder, "equity-groups.csv"), "equity-groups"),
    }


def measures_document(told: "pd.DataFrame", titles: Mapping[str, str], path: Path) -> Document:
    """Give the measures of a table of groups, as `told_measures` words them.

    Parameters
    ----------
    told
        What it gave.
    titles
        What each measure is called.
    path
        The table's file.
    """
    measures = [
        {"measure": str(measure), "title": titles[str(measure)]}
        | {name: _number(row[name]) for name in _MEASURED}
        | {"meaning": row["meaning"] or None, "remark": row["note"] or None}
        for measure, row in told.iterrows()
    ]
    return heading("equity") | {"table": str(path), "measures": measures}


def _number(value: Any) -> float | None:  # noqa: ANN401 a cell
    # As the CSV has it, so that who compares the two finds no difference.
    return None if value != value else float(f"{value:.12g}")  # noqa: PLR0124 not a number
