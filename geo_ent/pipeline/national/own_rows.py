"""What a territory has of its own in files that were read for many: little, and without a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from geo_ent.pipeline.national.finding_homes import by_themselves
from geo_ent.pipeline.national.fingerprint import fingerprint
from geo_ent.pipeline.national.placing import lay_ground
from geo_ent.pipeline.national.territory_frames import TerritoryFrames
from geo_ent.register.read_register import Reading, Written
from geo_ent.tables.findings import Findings

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo_ent.pipeline.national.files_read import FilesRead


def whole_inputs(read: "FilesRead") -> TerritoryFrames:
    """Give all that was read to the one territory that it was read for.

    Rows of schools of elsewhere are among it: whoever gave the files for this territory wants to
    know what became of each of them.
    """
    return TerritoryFrames(
        codes=read.codes,
        schools=read.directory,
        reading=read.reading,
        zonings=read.zonings,
        sectors=read.sectors,
        rentree=read.rentree,
        priority_year=_priority_year(read, read.codes),
        files=read.files,
        findings=Findings([*read.findings.entries, *read.reading.findings.entries]),
        ground=read.ground,
    )


def own_inputs(read: "FilesRead", codes: Collection[str]) -> TerritoryFrames:
    """Give a territory its own rows of what was read.

    They say nothing that other départements' rows could change: no sums of files, no numbers of
    rows where a UAI or a commune tells which it is, nothing that is said of a whole file.

    Parameters
    ----------
    read
        As `read_files` gives it.
    codes
        The territory's départements, one or several.

    Raises
    ------
    InputError
        If outlines are given, and have nothing of this territory.
    """
    own = tuple(sorted(codes))
    places = _own_schools(read, own)
    schools = read.directory.iloc[places].copy()
    zonings = {
        key: None if table is None else table.iloc[_held(read.zoning_rows[key], own)].copy()
        for key, table in read.zonings.items()
    }
    sectors = _own_sectors(read, own)
    reading = _own_reading(read, own, places)
    noticed = [entry for code in own for entry in read.file_findings.get(code, ())]
    frames = TerritoryFrames(
        codes=own,
        schools=schools,
        reading=reading,
        zonings=zonings,
        sectors=sectors,
        rentree=read.rentree,
        priority_year=_priority_year(read, own),
        files=_named_files(read.files),
        findings=Findings([*by_themselves(noticed), *reading.findings.entries]),
    )
    if read.project.boundaries:
        # The one file that is read again, by territory: only what touches it is taken out of it.
        ground = lay_ground(
            read.project, own, schools=schools, zonings=zonings, sectors=sectors,
            report=lambda _step, _done: None,
        )  # fmt: skip
        frames = replace(frames, ground=ground)
    return replace(frames, rows_sha256=fingerprint(frames))


def _own_schools(read: "FilesRead", codes: Sequence[str]) -> "NDArray[np.int_]":
    """Give the places of the schools that may be of a territory: `locate` decides over each."""
    return np.unique(np.concatenate([_held(rows, [*codes, ""]) for rows in read.school_rows]))


def _held(rows: "Mapping[str, NDArray[np.int_]]", codes: Sequence[str]) -> "NDArray[np.int_]":
    """Give the positions of some départements' rows, in order."""
    held = [rows[code] for code in codes if code in rows]
    return np.sort(np.concatenate(held)) if held else np.array([], dtype=int)


def _own_sectors(read: "FilesRead", codes: Sequence[str]) -> "gpd.GeoDataFrame | None":
    """Take the collèges that serve a territory, with the communes of elsewhere that they serve."""
    if read.sectors is None:
        return None
    colleges = read.sectors["college_uai"]
    here = colleges.iloc[_held(read.sector_rows, codes)].unique()
    kept = read.sectors[colleges.isin(here)].reset_index(drop=True)
    # A carte scolaire of other départements says nothing of this one: it is none here.
    return kept if len(kept) else None


def _own_reading(read: "FilesRead", codes: Sequence[str], schools: "gpd.GeoDataFrame") -> Reading:
    """Take the register's rows that are of a territory, and the periods of its schools."""
    whole = read.reading
    rows = whole.rows.iloc[_held(read.register_rows, codes)].reset_index(drop=True)
    sheets = set(zip(rows["file"], rows["sheet"], strict=True))
    sheets |= {key for key, home in read.sheet_homes.items() if home in codes}
    is_own = np.zeros(len(read.directory), dtype=bool)
    is_own[schools] = True
    register, staff = (
        periods.iloc[np.flatnonzero(is_own[places])].reset_index(drop=True)
        for periods, places in zip((whole.register, whole.staff), read.period_schools, strict=True)
    )
    entries = [entry for code in codes for entry in read.register_findings.get(code, ())]
    return Reading(
        register,
        rows,
        {key: titles for key, titles in whole.columns.items() if key in sheets},
        Findings(entries),
        {key: titles for key, titles in whole.unread.items() if key in sheets},
        Written(),
        staff,
    )


def _priority_year(read: "FilesRead", codes: Collection[str]) -> str | None:
    """Give the list's year where it decides: one of elsewhere isn't the map's to credit."""
    return read.priority_year if read.listed.intersection(codes) else None


def _named_files(files: Mapping[str, Any]) -> dict[str, Any]:
    """Name each file, and no more: its sums change with rows of elsewhere."""

    def named(facts: Mapping[str, object]) -> dict[str, object]:
        return {"name": facts["name"]}

    return {
        key: [named(one) for one in facts] if isinstance(facts, list) else named(facts)
        for key, facts in files.items()
    }
