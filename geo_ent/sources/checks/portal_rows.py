"""The rows of a file from a portal, one by one, whatever its format; a broken file says so."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from geo_ent.sources.checks.broken_file import refuse
from geo_ent.sources.checks.workbook_stream import read_sheets
from geo_ent.sources.client.http_errors import interruption
from geo_ent.sources.datasets import Dataset, find_column
from geo_ent.text.header_row import find_header

_BATCH = 10_000  # rows of a Parquet file made into Python's at once
_MOST_UNFOLDED = 2_000_000_000  # bytes of a Parquet file, in memory
_SEPARATORS = ";,\t|"
_LIST = re.compile(r"\s*\[\s*")
_FEATURES = re.compile(r'"features"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"\s*(?:,\s*|(?=\]))")  # two objects, or the last one and the list's end
_CUT = "le JSON est coupé"


@dataclass(frozen=True)
class Table:
    """A table being read.

    Attributes
    ----------
    columns
        Its titles, as they are.
    rows
        Each row's cells in the order of the columns, and all that it says, to be compared. To be
        read once; raises `BrokenError` where the file isn't whole.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Sequence[str], bytes]]


@contextmanager
def open_table(path: Path, dataset: Dataset) -> Iterator[Table]:
    """Open a file in the format that the catalogue says.

    Raises
    ------
    BrokenError
        If it isn't in this format, or isn't whole.
    """
    with _OPENERS[dataset.format](path, dataset) as table:
        yield table


@contextmanager
def _csv_table(path: Path, _: Dataset) -> Iterator[Table]:
    # Before it is read: a cut export is a whole CSV but for its last line, or its last words.
    _check_end(path)
    # The portal writes the mark of UTF-8 that Excel wants; left in, it would be in the first title.
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            # The separator is the commonest sign of the header, whose titles hold none of them.
            first = file.readline()
            separator = max(_SEPARATORS, key=first.count)
            file.seek(0)
            lines = csv.reader(file, delimiter=separator, strict=True)
            columns = tuple(next(lines, ()))
            yield Table(columns, _csv_rows(lines, columns))
        except csv.Error as fault:
            refuse(f"le CSV ne se lit pas, vers la ligne {lines.line_num} ({fault})")
        except UnicodeDecodeError:
            refuse("le CSV n’est pas en UTF-8")


def _csv_rows(
    lines: Iterator[list[str]], columns: Sequence[str]
) -> Iterator[tuple[Sequence[str], bytes]]:
    # Cells in the order of the titles: a portal that moves a column says the same rows.
    order = sorted(range(len(columns)), key=columns.__getitem__)
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(columns):
            if not cells:
                continue  # an empty line
            refuse(f"la ligne {number} a {len(cells)} cases, l’en-tête {len(columns)}")
        yield cells, "\x1f".join([cells[index] for index in order]).encode()


def _check_end(path: Path) -> None:
    """Refuse a text whose last line isn't closed, or that ends by the portal's own words."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 4_096))
        end = file.read()
    words = interruption(end)
    if words:
        refuse(f"le portail s’est interrompu en route (« {words[:200]} »)")
    if not end.endswith(b"\n"):
        refuse("la dernière ligne est coupée")


@contextmanager
def _json_table(path: Path, _: Dataset) -> Iterator[Table]:
    """Read a list of rows, or the features of a GeoJSON, without making them all at once."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse("le JSON n’est pas en UTF-8")
    objects = _objects(text)
    first = next(objects, None)
    if first is None:
        yield Table((), iter(()))
        return
    columns = tuple(_properties(first))
    yield Table(columns, (_json_row(one, columns) for one in chain([first], objects)))


def _json_row(row: dict[str, Any], columns: Sequence[str]) -> tuple[Sequence[str], bytes]:
    properties = _properties(row)
    cells = ["" if properties.get(name) is None else str(properties[name]) for name in columns]
    return cells, json.dumps(row, sort_keys=True, ensure_ascii=False).encode()


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Decode the objects of the list one by one; what is around it must be whole too."""
    # One by one: the outlines of all communes are a large file, and larger as Python's objects.
    opening = _LIST.match(text) or _FEATURES.search(text)
    if opening is None:
        refuse("ce n’est pas un GeoJSON (« features » manque)")
    decoder, position = json.JSONDecoder(), opening.end()
    try:
        while not text.startswith("]", position):
            one, position = decoder.raw_decode(text, position)
            if not isinstance(one, dict):
                refuse(f"le JSON contient {str(one)[:40]!r} où on attend un objet")
            yield one
            between = _BETWEEN.match(text, position)
            if not between:
                refuse(_CUT)
            position = between.end()
        json.loads(text[: opening.end()] + text[position:])
    except (ValueError, RecursionError):
        refuse(_CUT)


def _properties(one: dict[str, Any]) -> dict[str, Any]:
    properties = one.get("properties", one)
    return properties if isinstance(properties, dict) else {}


@contextmanager
def _parquet_table(path: Path, _: Dataset) -> Iterator[Table]:
    # Late: a run whose files are all in the cache looks in none.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            groups = range(file.metadata.num_row_groups)
            unfolded = sum(file.metadata.row_group(group).total_byte_size for group in groups)
            if unfolded > _MOST_UNFOLDED:
                refuse(f"le Parquet se déplie sur {unfolded / 1e6:.0f} Mo")
            columns = tuple(file.schema_arrow.names)
            batches = (batch.to_pylist() for batch in file.iter_batches(_BATCH))
            yield Table(columns, (_parquet_row(row) for batch in batches for row in batch))
    except (pa.ArrowException, OSError):
        refuse("le Parquet n’est pas entier")


def _parquet_row(row: dict[str, Any]) -> tuple[Sequence[str], bytes]:
    cells = ["" if cell is None else str(cell) for cell in row.values()]
    return cells, "\x1f".join(str(row[name]) for name in sorted(row)).encode()


@contextmanager
def _workbook_table(path: Path, dataset: Dataset) -> Iterator[Table]:
    """Read the first sheet that has the needed columns, under whatever stands above its titles."""
    seen: list[str] = []
    for rows in read_sheets(path):
        header = find_header(rows, lambda titles: not dataset.lacking(titles))
        if header and header.is_right:
            yield Table(header.titles, _sheet_rows(rows, header.titles, dataset))
            return
        if header and not seen:
            seen = [title for title in header.titles if title]
    refuse(f"aucune feuille n’a les colonnes attendues ; on lit « {' ; '.join(seen)[:200]} »")


def _sheet_rows(
    rows: Iterator[tuple[str, ...]], titles: Sequence[str], dataset: Dataset
) -> Iterator[tuple[Sequence[str], bytes]]:
    """Give the rows under the titles; a note under the table has no code in the first column."""
    key = next((column for column in dataset.columns if column.needed), dataset.columns[0])
    index = titles.index(find_column(key, titles))
    for row in rows:
        cells = [*row, *[""] * (len(titles) - len(row))]
        if cells[index]:
            yield cells, "\x1f".join(cells).encode()


_Opener = Callable[[Path, Dataset], Any]
_OPENERS: dict[str, _Opener] = {
    "csv": _csv_table,
    "json": _json_table,
    "geojson": _json_table,
    "parquet": _parquet_table,
    "xlsx": _workbook_table,
}
