"""From a folder that `build` made to a sheet of paper a zone."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import InputError
from geo_ent.maps.picture.zone_map import Ground, natural_height, zone_map
from geo_ent.pipeline.sheets.made_map import MadeMap, read_made_map
from geo_ent.pipeline.sheets.zones_of_map import ZonesOfMap
from geo_ent.publish.folder import MANIFEST, atomic_folder
from geo_ent.publish.manifest import file_facts
from geo_ent.publish.sheets.sheet_content import laid_out, sheet_content
from geo_ent.publish.sheets.sheet_layout import layout
from geo_ent.publish.sheets.sheet_pdf import sheet_setter
from geo_ent.tables.contract import SHEET_LEVELS
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import Language, language
from geo_ent.telling.sheets.listed_schools import schools_without
from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from geo_ent.publish.sheets.sheet_pdf import SheetSetter

_THREADS = 2
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
        One of `SHEET_LEVELS`.
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
    if level not in SHEET_LEVELS:
        msg = f"--level : on attend {', '.join(SHEET_LEVELS)}, on a trouvé « {level} »."
        raise InputError(msg)
    with sheet_setter() as setter:
        made = read_made_map(folder, level)
        tr = language(lang or made.lang).about(Scope(made.sector, made.departements, made.date))
        every = ZonesOfMap(made, tr)
        codes = _asked(every.codes, zones, folder)
        with atomic_folder(out) as work, ThreadPoolExecutor(_THREADS) as pool:
            # Typst lets go of Python's lock: a sheet is written while another is set.
            names = [*pool.map(lambda code: _write(made, every, code, work, setter, tr), codes)]
            _write_manifest(work, made, names)
    return [out / name for name in names]


def _asked(codes: Sequence[str], zones: Sequence[str] | None, folder: Path) -> list[str]:
    """Keep to the zones asked for."""
    if zones is None:
        return [*codes]
    # A UAI is often typed in small letters.
    written = {code.upper(): code for code in codes}
    zones = [written.get(code.strip().upper(), code) for code in zones]
    if lacking := [code for code in zones if code not in codes]:
        msg = f"{folder} : pas de zone {', '.join(lacking)} qui ait une école."
        raise InputError(msg)
    return [code for code in codes if code in set(zones)]


def _write(
    made: MadeMap, every: ZonesOfMap, code: str, work: Path, setter: "SheetSetter", tr: Language
) -> str:
    """Write a zone's sheet, and give its name."""
    zone, ground = every.facts(code), Ground(made.zones, made.communes)
    content = sheet_content(zone, tr)
    chosen = layout(setter.sizes(content), natural_height(ground, code))
    drawn = zone_map(
        ground,
        code,
        every.points(code),
        {school.uai: str(n) for n, school in enumerate(schools_without(zone), start=1)},
        height=chosen.map_height,
        km=lambda length: tr("{n} km", n=tr.number(length, decimals=int(length < 1))),
    )
    name = sheet_name(made.level, zone.name, code)
    pdf = setter.pdf(laid_out(content, zone, drawn, chosen, tr), made.date)
    (work / name).write_bytes(pdf)
    return name


def sheet_name(level: str, name: str, code: str) -> str:
    """Name a zone's file: readable, and of this zone alone.

    Examples
    --------
    >>> sheet_name("circonscription", "Rennes Nord", "0350738M")
    'fiche-circonscription-rennes-nord-0350738M.pdf'
    >>> sheet_name("circonscription", "Bourgs sur Colagne", "48bourgssurcolagne")
    'fiche-circonscription-bourgs-sur-colagne-48.pdf'
    """
    words = plain(name)[:_LONGEST_NAME].split()
    # A code that is made of the name, in a directory that has none, would say it twice.
    short = code.removesuffix(plain(name).replace(" ", "")) or code
    safe_code = "".join(sign for sign in short if sign.isalnum())
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
