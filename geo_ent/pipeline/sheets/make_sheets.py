"""From a folder that `build` made to a sheet of paper a zone."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.maps.picture.zone_map import Ground, zone_map
from geo_ent.pipeline.sheets.made_map import LEVELS_OF_SHEETS, MadeMap, read_made_map
from geo_ent.pipeline.sheets.zones_of_map import ZonesOfMap
from geo_ent.publish.folder import MANIFEST, atomic_folder
from geo_ent.publish.manifest import file_facts
from geo_ent.publish.sheets.sheet_content import Shape, sheet_content
from geo_ent.publish.sheets.sheet_pdf import sheet_setter
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import Language, language
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from geo_ent.maps.picture.zone_map import ZoneMap
    from geo_ent.publish.sheets.sheet_pdf import SheetSetter

_MOST_ON_ONE_PAGE = 9  # schools: with more, the zone has a page and its schools another
_MOST_LISTED = 45  # more never go on a page
_FEWER = 4
_HEIGHTS = (320.0, 270.0, 225.0, 190.0)  # of the map, in points
_LONGEST_NAME = 60


def make_sheets(
    folder: Path,
    level: str,
    out: Path,
    zones: Sequence[str] | None = None,
    lang: str = "",
) -> list[Path]:
    """Make a sheet of paper (PDF, A4, a page or two) for each zone of a map.

    Parameters
    ----------
    folder
        That `build` wrote, not with --quick.
    level
        One of `LEVELS_OF_SHEETS`.
    out
        The folder to write, whole or not at all; one of geo-ent's is replaced.
    zones
        The codes of the zones wanted; None for all that have a school.
    lang
        "fr" or "en"; "" for the folder's. What is quoted from the folder (the names of sources,
        what is simulated) is in the folder's whatever this is.

    Returns
    -------
    list
        The sheets, by the zones' names.

    Raises
    ------
    InputError
        If the folder, the level or a zone isn't one that sheets can be made of, or Typst lacks.
    OutputError
        If `out` can't be written; what was there is untouched.
    """
    if level not in LEVELS_OF_SHEETS:
        msg = f"--level : on attend {', '.join(LEVELS_OF_SHEETS)}, on a trouvé « {level} »."
        raise InputError(msg)
    with sheet_setter() as setter:
        made = read_made_map(folder, level)
        tr = language(lang or made.lang).about(Scope(made.sector, made.departements, made.date))
        every = ZonesOfMap(made, tr)
        codes = _asked(every.codes, zones, folder)
        with atomic_folder(out) as work:
            names = [_write(made, every, code, work, setter, tr) for code in codes]
            _write_manifest(work, made, names)
    return [out / name for name in names]


def _asked(codes: Sequence[str], zones: Sequence[str] | None, folder: Path) -> list[str]:
    """Keep to the zones asked for."""
    if zones is None:
        return [*codes]
    if lacking := [code for code in zones if code not in codes]:
        msg = f"{folder} : pas de zone {', '.join(lacking)} qui ait une école."
        raise InputError(msg)
    return [code for code in codes if code in set(zones)]


def _write(
    made: MadeMap, every: ZonesOfMap, code: str, work: Path, setter: "SheetSetter", tr: Language
) -> str:
    """Write a zone's sheet, and give its name."""
    facts = every.facts(code)
    numbers = {str(uai): str(rank) for rank, uai in enumerate(facts.without.index, start=1)}

    @cache
    def drawn(height: float) -> "ZoneMap | None":
        return zone_map(
            Ground(made.zones, made.communes),
            code,
            every.schools(code),
            numbers,
            height=height,
            km=lambda length: tr("{n} km", n=tr.number(length, decimals=length < 1)),
        )

    tries = (
        setter.pdf(
            sheet_content(facts, drawn(shape.map_height), tr, shape),
            made.date,
            most_pages=shape.pages,
        )
        for shape in _shapes(len(facts.without))
    )
    name = sheet_name(made.level, facts.name, code)
    (work / name).write_bytes(next(pdf for pdf in tries if pdf))
    return name


def _shapes(listed_n: int) -> Iterator[Shape]:
    """Give the ways to lay a sheet out, the best first; one of them goes on two pages at most."""
    if listed_n <= _MOST_ON_ONE_PAGE:
        for height in _HEIGHTS:
            yield Shape(1, height, listed_n, has_equipped=True)
            yield Shape(1, height, listed_n, has_equipped=False)
    most = min(listed_n, _MOST_LISTED)
    for has_equipped in (True, False):
        for height in _HEIGHTS:
            yield Shape(2, height, most, has_equipped)
    for fewer in range(most - _FEWER, -1, -_FEWER):
        yield Shape(2, _HEIGHTS[-1], fewer, has_equipped=False)


def sheet_name(level: str, name: str, code: str) -> str:
    """Name a zone's file: readable, and of this zone alone.

    Examples
    --------
    >>> sheet_name("circonscription", "Rennes Nord", "0350738M")
    'fiche-circonscription-rennes-nord-0350738M.pdf'
    """
    words = plain(name)[:_LONGEST_NAME].split()
    safe_code = "".join(sign for sign in code if sign.isalnum())
    return "-".join(["fiche", level.replace("_", "-"), *words, safe_code]) + ".pdf"


def _write_manifest(work: Path, made: MadeMap, names: Sequence[str]) -> None:
    """Say that the folder is ours, and what it is made of."""
    facts = {
        "generator": "geo-ent",
        "sheets": made.level,
        "territory": made.territory,
        "date": made.date.isoformat(),
        "simulated": made.simulated or False,
        "outputs": {name: file_facts(work / name)["sha256"] for name in sorted(names)},
        "versions": {name: version(name) for name in ("geo-ent", "typst")},
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2)
    (work / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
