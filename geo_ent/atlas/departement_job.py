"""What a worker is given to build a département, and what it gives back."""

import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.publish.folder import MANIFEST, atomic_folder
from geo_ent.publish.manifest import list_again

if TYPE_CHECKING:
    from geo_ent.pipeline.national import TerritoryFrames
    from geo_ent.project.build_options import Project

SHEETS = "fiches"
"""The folder of its sheets, in that of a département."""


@dataclass(frozen=True)
class DepartementJob:
    """A département to build.

    Attributes
    ----------
    code
        The département.
    project
        Of this one alone.
    frames
        Its own rows: no file is read.
    identity
        The digest of what it is made from.
    folder
        Where its folder takes its place; None where the files are to be sent back.
    mark
        What only who sees the same disk finds there: a worker of another machine that doesn't
        sends the files back. None where all are on one machine.
    sheets
        Whether it has a sheet of paper a circonscription.
    """

    code: str
    project: "Project"
    frames: "TerritoryFrames" = field(repr=False)
    identity: str
    folder: Path | None
    mark: Path | None = None
    sheets: bool = False

    @property
    def shared_folder(self) -> Path | None:
        """Where the folder takes its place, if it can be written from here."""
        seen = self.mark is None or (self.mark.is_dir() and os.access(self.mark, os.W_OK))
        return self.folder if seen else None


@dataclass(frozen=True)
class Made:
    """A département that was built.

    Attributes
    ----------
    part
        The text of `parts/<code>.json`.
    schools
        The bytes of `parts/<code>.parquet`.
    files
        Its folder's files by name, where they are sent back; else it is in its place.
    """

    part: str
    schools: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)


def make_departement(job: DepartementJob) -> Made:
    """Build a département of an atlas: its folder, and its part of the atlas.

    It is a function of its job alone: no clock, no file but what it writes, nothing of this
    process.

    Raises
    ------
    InputError
        If its rows aren't what is expected.
    OutputError
        If its folder can't be written; the previous one is untouched in both cases.
    """
    from geo_ent.atlas.made_part import make_part, part_schools
    from geo_ent.pipeline.build import build_territory
    from geo_ent.pipeline.sheets import make_sheets

    place = job.shared_folder
    with _place(place) as folder:
        built = build_territory(job.project, job.frames, folder)
        # A département of which no circonscription is known has a map, and no sheet.
        if job.sheets and len(built.result.coverage["circonscription"]):
            make_sheets(folder, "circonscription", folder / SHEETS)
            list_again(folder)
        files = folder_files(folder)
        part = make_part(job.project, built, files=files, identity=job.identity)
        names = () if place else (str(row["name"]) for row in files)
        sent = {name: (folder / name).read_bytes() for name in names}
    schools = io.BytesIO()
    part_schools(job.project, built.result).to_parquet(schools, compression="zstd")
    return Made(part.to_json(), schools.getvalue(), sent)


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    """Give an empty folder, which takes its place where it has one."""
    if folder is not None:
        with atomic_folder(folder) as work:
            yield work
        return
    with tempfile.TemporaryDirectory(prefix="geo-ent-") as work_name:
        yield Path(work_name)


def put_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a folder that was sent back, whole or not at all.

    Raises
    ------
    OutputError
        If it can't be written; the previous one is untouched.
    """
    with atomic_folder(folder) as work:
        for name, content in files.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def folder_files(folder: Path) -> list[dict[str, object]]:
    """List the files of a folder that was built: `name`, `bytes`, `sha256`."""
    text = (folder / MANIFEST).read_bytes()
    sums = json.loads(text)["outputs"] | {MANIFEST: sha256(text).hexdigest()}
    return [
        {"name": name, "bytes": (folder / name).stat().st_size, "sha256": digest}
        for name, digest in sorted(sums.items())
    ]
