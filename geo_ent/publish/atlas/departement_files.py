"""What was made of a département, as an académie's page offers it: by its part's list of files."""

from typing import TYPE_CHECKING, NamedTuple

from geo_ent.telling.language import Language, mark
from geo_ent.telling.source_words import size_words
from geo_ent.text.apostrophes import printed
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.tables.atlas_parts import Part

_OFFERED = {
    "index.html": mark("Carte et chiffres"),
    "equity.html": mark("Équité : qui a un ENT, qui n’en a pas"),
    "coverage.gpkg": mark("Carte pour QGIS (GeoPackage)"),
    "map.png": mark("Image de la carte"),
}
"""The files of a folder that are for readers, in this order.

Not the workbook: it quotes the register's cells, for those who keep it (docs/publier.md).
"""

_SHEET = "fiche-circonscription-"


class Download(NamedTuple):
    """A file to take away: its address from the page, what it is, its weight in words."""

    href: str
    words: str
    weight: str = ""


class DepartementFiles(NamedTuple):
    """A département's name, its files, and its sheets of paper by the name of their zone."""

    name: str
    files: "Sequence[Download]"
    sheets: "Sequence[Download]"


def departement_files(part: "Part", base: str, tr: Language) -> DepartementFiles:
    """List what was made of a département.

    Parameters
    ----------
    part
        Of the département; what its folder doesn't have isn't offered.
    base
        The address of its folder from the page, a slash at its end.
    tr
        The page's language.
    """
    sizes = {str(row["name"]): int(str(row["bytes"])) for row in part.files}
    files = [
        Download(base + name, tr(words), size_words(sizes[name], tr))
        for name, words in _OFFERED.items()
        if name in sizes
    ]
    zones = {
        "-".join(plain(str(row["zone_name"])).split()): printed(str(row["zone_name"]))
        for row in part.levels.get("circonscription", ())
    }
    sheets = [
        Download(base + name, _zone_of(name, zones), size_words(size, tr))
        for name, size in sizes.items()
        if _SHEET in name and name.endswith(".pdf")
    ]
    return DepartementFiles(printed(part.name), files, sheets)


def _zone_of(file: str, zones: dict[str, str]) -> str:
    """Name the zone of a sheet, which its file is named after, before a code."""
    stem = file.rpartition("/")[2].removeprefix(_SHEET).removesuffix(".pdf")
    # Of « vannes » and « vannes-1 », it is the longer that "vannes-1-56" is of.
    named = [words for words in zones if stem.startswith(f"{words}-")]
    return zones[max(named, key=len)] if named else stem
