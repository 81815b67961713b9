"""The rows of a table of ours with values of JSON: numbers, true or false, null where empty."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo_ent.tables.fields import Field, table

if TYPE_CHECKING:
    import pandas as pd

Document = dict[str, Any]
"""An object of JSON."""


def typed_rows(frame: "pd.DataFrame", name: str) -> list[Document]:
    """Give the rows of a table, each cell as its column's record has it.

    Parameters
    ----------
    frame
        Its cells, as texts: a CSV of ours, read as it is. A column that it lacks is all null.
    name
        The table's record (`tables/fields.toml`).

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"uai": "0350001A", "rank": "1", "pupils_n": "", "absence_grouped": "True"}
    >>> school = typed_rows(pd.DataFrame([row]), "gaps")[0]
    >>> [school[name] for name in ("uai", "rank", "pupils_n", "ips", "absence_grouped")]
    ['0350001A', 1, None, None, True]
    """
    # "note" is of sheets for people alone, where a table says of what it is.
    columns = [column for column in table(name).columns.values() if column.name != "note"]
    return [
        {column.name: typed(str(row.get(column.name, "")), column) for column in columns}
        for row in frame.to_dict("records")
    ]


def typed(cell: str, column: Field) -> "str | int | float | bool | None":
    """Give what a cell of a CSV of ours says; None where it is empty."""
    if cell in {"", "nan", "<NA>"}:
        return None
    if column.kind == "flag":
        return cell == "True"
    if column.kind == "day":
        return cell[: len("2023-06-30")]  # pandas writes midnight too
    if not column.is_number:
        return cell
    try:
        return int(cell)
    except ValueError:
        return float(cell)


def heading(command: str, manifest: Mapping[str, Any] | None = None) -> Document:
    """Give what each document begins with: its command; of a made map, whose it is too."""
    from importlib.metadata import version

    start: Document = {"command": command, "version": version("geo-ent")}
    if manifest is not None:
        names = ("title", "territory", "departements", "date", "sector", "headline")
        start |= {name: manifest.get(name) for name in names}
        start["lang"] = manifest.get("lang", "fr")
    return start
