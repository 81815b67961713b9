"""A workbook from elsewhere, read row by row: never unfolded beyond a bound.

The table readers have a quicker reader of workbooks, which makes all the cells at once: what
comes from the network goes through here first.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from geo_ent.sources.checks.broken_file import refuse

_MOST_UNFOLDED = 400_000_000  # bytes in all: the largest of INSEE's workbooks unfolds to 25 million
_MOST_RATIO = 200  # unfolded to folded, of one member: sheets have 10 to 40, a bomb 1,000
_SMALL_BYTES = 1_000_000  # bytes unfolded below which the ratio doesn't matter
_MOST_MEMBERS = 2_000
_MOST_COLUMNS = 2_000
_LETTERS = 26
_SHEET = re.compile(r"xl/worksheets/.*\.xml", re.DOTALL)
_CUT = "le classeur xlsx n’est pas entier"


def read_sheets(path: Path) -> Iterator[Iterator[tuple[str, ...]]]:
    """Read the sheets of an xlsx, each as its rows of texts, numbers as they are stored.

    Raises
    ------
    BrokenError
        If it isn't a whole workbook, or unfolds beyond the bounds.
    """
    with _refusing_broken(), zipfile.ZipFile(path) as archive:
        _check_bounds(archive)
        # Every member to its end: its length and its sum are checked on the way.
        if archive.testzip():
            refuse(_CUT)
        names = [name for name in archive.namelist() if _SHEET.fullmatch(name)]
        if not names:
            refuse("ce n’est pas un classeur xlsx (aucune feuille)")
        strings = _shared_strings(archive)
        # In the order of their numbers: sheet2 before sheet10.
        for name in sorted(names, key=lambda name: (len(name), name)):
            with archive.open(name) as file:
                yield _rows(file, strings)


@contextmanager
def _refusing_broken() -> Iterator[None]:
    """Say in our words that an archive or a sheet is broken."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        refuse(_CUT)
    except ET.ParseError:
        refuse("une feuille du classeur n’est pas entière")


def _check_bounds(archive: zipfile.ZipFile) -> None:
    """Refuse what says that it unfolds beyond the bounds; `zipfile` reads no more than is said."""
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        refuse(f"l’archive a {len(members)} fichiers")
    total = sum(member.file_size for member in members)
    if total > _MOST_UNFOLDED:
        refuse(f"l’archive se déplie sur {total / 1e6:.0f} Mo")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _SMALL_BYTES and ratio > _MOST_RATIO:
            refuse(f"l’archive se déplie {ratio:.0f} fois ({member.filename})")


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    try:
        file = archive.open("xl/sharedStrings.xml")
    except KeyError:
        return []
    with file:
        return [_text(item) for item in _elements(file, "si")]


def _rows(file: IO[bytes], strings: list[str]) -> Iterator[tuple[str, ...]]:
    with _refusing_broken():
        for row in _elements(file, "row"):
            cells: dict[int, str] = {}
            for rank, cell in enumerate(row):
                index = _column(cell.get("r", "")) if cell.get("r") else rank
                if 0 <= index < _MOST_COLUMNS:
                    cells[index] = _cell(cell, strings)
            yield tuple(cells.get(index, "") for index in range(max(cells, default=-1) + 1))


def _elements(file: IO[bytes], name: str) -> Iterator["ET.Element"]:
    """Give the elements of a name one by one, and let go of each once it is used."""
    events = ET.iterparse(file, events=("start", "end"))  # noqa: S314 sizes are bounded; expat bounds entities
    _, root = next(events)
    # Rows of a sheet are children of one element, which would keep them all: it is emptied too.
    for event, element in events:
        if event == "end" and element.tag.rpartition("}")[2] == name:
            yield element
            element.clear()
            root.clear()


def _cell(cell: "ET.Element", strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next((one.text or "" for one in cell if one.tag.rpartition("}")[2] == "v"), "")
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    return value


def _text(element: "ET.Element") -> str:
    return "".join(one.text or "" for one in element.iter() if one.tag.rpartition("}")[2] == "t")


def _column(reference: str) -> int:
    """Give the number of a cell's column.

    Examples
    --------
    >>> _column("A5"), _column("L34880"), _column("AA1")
    (0, 11, 26)
    """
    number = 0
    for letter in reference.rstrip("0123456789").upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
