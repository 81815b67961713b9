"""What stands over the départements of an atlas: staged, then put in place where it changed."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.atlas.atlas_manifest import DEPARTEMENTS
from geo_ent.communes.departements import academie_departements
from geo_ent.errors import OutputError
from geo_ent.publish.folder import MANIFEST
from geo_ent.publish.staging import sweep
from geo_ent.tables.atlas_parts import PARTS, read_part_schools
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import language
from geo_ent.telling.page.source_credits import Vintages, source_credits
from geo_ent.text.whole_file import take_place, whole_file

if TYPE_CHECKING:
    from geo_ent.atlas.atlas_findings import OfNone
    from geo_ent.project.build_options import Project
    from geo_ent.tables.atlas_parts import Part
    from geo_ent.telling.language import Language
    from geo_ent.telling.page.page_facts import Source

INDEX, SEARCH, FINDINGS = "index.html", "search", "findings.csv"


def write_whole(  # noqa: PLR0913 what an atlas is made of, by keyword
    staged: Path,
    atlas: Path,
    parts: "Sequence[Part]",
    *,
    project: "Project",
    asked: Sequence[str],
    failed: Mapping[str, str],
    of_none: "OfNone",
) -> dict[str, int]:
    """Write in a folder what an atlas has over its départements, from their parts.

    Parameters
    ----------
    staged
        Where to write.
    atlas
        Where the parts' schools are.
    parts
        Of the départements that have a page.
    project
        What the atlas was asked for.
    asked
        The codes of the territory.
    failed
        Why a département couldn't be built, by its code.
    of_none
        What was read that is of no département.

    Returns
    -------
    dict
        How many findings of each kind the atlas has over its départements.
    """
    from geo_ent.atlas.atlas_findings import note_shared_zones
    from geo_ent.publish.atlas.method_page import MethodFacts, downloads, write_method
    from geo_ent.publish.atlas.national_tables import national_figures, write_national
    from geo_ent.publish.atlas.overview_page import write_academie, write_index
    from geo_ent.publish.atlas.search_shards import write_search
    from geo_ent.publish.csv_tables import write_findings
    from geo_ent.publish.register.register_report import REPORT_CSV, write_report_csv
    from geo_ent.tables.findings import Findings
    from geo_ent.telling.finding_words import findings_table

    lang = parts[0].lang
    codes = tuple(part.code for part in parts)
    tr = language(lang).about(Scope(project.sector, codes, max(part.date for part in parts)))
    schools = read_part_schools(atlas, codes)
    figures = national_figures(parts, schools, tr)
    note = parts[0].simulated
    write_national(staged, figures, schools, tr, note=note)
    write_search(staged / SEARCH, schools, {part.code: part.name for part in parts})
    findings = Findings([*of_none.findings.entries])
    note_shared_zones(parts, findings)
    write_findings(findings_table(findings, tr), staged / FINDINGS, note=note)
    if len(of_none.reading.rows):
        write_report_csv(of_none.reading, staged / REPORT_CSV, tr=tr, note=note)
    facts = MethodFacts(
        complete=project.complete,
        rentree=max((part.rentree for part in parts if part.rentree), default=None),
        sources=_sources(project, parts, tr),
        simulated=note,
    )
    write_method(staged, figures, schools, facts, tr)
    for academie in sorted({part.academie.code for part in parts}):
        own = set(academie_departements(academie)) & set(asked)
        write_academie(staged, academie, parts, figures, codes=own, lang=lang)
    files = downloads(staged, tr)
    write_index(staged, parts, figures, asked=asked, failed=failed, downloads=files, lang=lang)
    return dict(findings.summary())


def _sources(project: "Project", parts: "Sequence[Part]", tr: "Language") -> "tuple[Source, ...]":
    """Credit the files that an atlas is made of, with the years that were used of them."""
    years = {part.priority_year for part in parts if part.priority_year is not None}
    vintages = Vintages(
        updated_on=max((part.updated_on for part in parts if part.updated_on), default=None),
        rentree=max((part.rentree for part in parts if part.rentree), default=None),
        priority_year=max(years, default=None),
        keeps_bundled=any(part.findings.get("outline-kept") for part in parts),
    )
    return source_credits(project, vintages, tr)


def files_of(folder: Path) -> list[str]:
    """Name the files of a folder and of those in it, the index last."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(names, key=lambda name: (name == INDEX, name))


def put_changed(staged: Path, folder: Path, names: Iterable[str]) -> list[str]:
    """Put staged files in their place, one by one in this order; those that are the same stay.

    Returns
    -------
    list of str
        The names of those that changed.

    Raises
    ------
    OutputError
        If one can't take its place.
    """
    changed = []
    for name in names:
        new, old = staged / name, folder / name
        if _same(new, old):
            continue
        try:
            old.parent.mkdir(parents=True, exist_ok=True)
            take_place(new, old)
        except OSError as fault:
            msg = f"{old} : écriture impossible ({fault.strerror or fault})."
            raise OutputError(msg) from None
        changed.append(name)
    return changed


def put_part(folder: Path, code: str, part: str, schools: bytes) -> None:
    """Put a département's part in its place; its schools first: the part says that it is done."""
    for name, content in ((f"{code}.parquet", schools), (f"{code}.json", part.encode())):
        with whole_file(folder / PARTS / name) as work:
            work.write_bytes(content)


def remove(folder: Path, names: Iterable[str], codes: Iterable[str]) -> None:
    """Remove files that an atlas no longer has, and the folders and parts of départements."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
    for code in codes:
        shutil.rmtree(folder / DEPARTEMENTS / code, ignore_errors=True)
        for kind in ("json", "parquet"):
            (folder / PARTS / f"{code}.{kind}").unlink(missing_ok=True)


def sweep_atlas(folder: Path, codes: Iterable[str]) -> None:
    """Remove what runs that were killed left in an atlas, in which no other works now."""
    for code in codes:
        sweep(folder / DEPARTEMENTS / code)
    for name in (MANIFEST, *(f"{PARTS}/{code}.json" for code in codes)):
        file = folder / name
        for left in file.parent.glob(f".{file.stem}-????????"):  # as `whole_file` names it
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep an atlas for one run at a time, as long as it lives.

    Raises
    ------
    OutputError
        If another run is making it.
    """
    if sys.platform == "win32":  # a folder can't be locked there
        yield
        return
    import fcntl

    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            msg = f"{folder} : un autre geo-ent fait déjà cet atlas. Attendez qu'il finisse."
            raise OutputError(msg) from None
        except OSError:
            pass  # a disk without locks: there nobody is kept out
        yield
    finally:
        os.close(lock)


def _same(new: Path, old: Path) -> bool:
    try:
        return old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes()
    except OSError:
        return False
