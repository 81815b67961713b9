"""What a worker is given to build a département, and what it gives back."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.publish.folder import MANIFEST

if TYPE_CHECKING:
    from geo_ent.project.build_options import Project


@dataclass(frozen=True)
class DepartementJob:
    """A département to build.

    Attributes
    ----------
    code
        The département.
    project
        Of this one alone; its `out` is the département's folder in the atlas.
    identity
        The digest of what it is made from.
    """

    code: str
    project: "Project"
    identity: str


@dataclass(frozen=True)
class Made:
    """A département that was built: its folder is in its place.

    Attributes
    ----------
    part
        The text of `parts/<code>.json`.
    schools
        The bytes of `parts/<code>.parquet`.
    """

    part: str
    schools: bytes


def make_departement(job: DepartementJob) -> Made:
    """Build a département of an atlas: its folder, and its part of the atlas.

    It is a function of its job alone: no clock, nothing of this process.

    Raises
    ------
    InputError
        If an input isn't what is expected.
    OutputError
        If its folder can't be written; the previous one is untouched in both cases.
    """
    from geo_ent.atlas.made_part import make_part, part_schools
    from geo_ent.pipeline import build

    built = build(job.project)
    part = make_part(job.project, built, files=folder_files(job.project.out), identity=job.identity)
    schools = io.BytesIO()
    part_schools(built.result).to_parquet(schools, compression="zstd")
    return Made(part.to_json(), schools.getvalue())


def folder_files(folder: Path) -> list[dict[str, object]]:
    """List the files of a folder that was built: `name`, `bytes`, `sha256`."""
    from hashlib import sha256

    text = (folder / MANIFEST).read_bytes()
    sums = json.loads(text)["outputs"] | {MANIFEST: sha256(text).hexdigest()}
    return [
        {"name": name, "bytes": (folder / name).stat().st_size, "sha256": digest}
        for name, digest in sorted(sums.items())
    ]
