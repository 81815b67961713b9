"""An atlas of four départements, built once: its parts, and what its files are made from."""

import dataclasses

import pytest
from atlasland import CODES, project_in

from geo_ent.atlas.made_part import make_part, part_schools, write_part
from geo_ent.pipeline import build
from geo_ent.tables.atlas_parts import PARTS, read_part_schools, read_parts


@pytest.fixture(scope="session")
def atlas(tmp_path_factory):
    """Build each département of the land as an atlas keeps it, and give the atlas' folder."""
    project = project_in(tmp_path_factory.mktemp("atlasland"))
    (project.out / PARTS).mkdir(parents=True)
    for code in CODES:
        out = project.out / "departements" / code
        own = dataclasses.replace(project, departements=(code,), out=out)
        built = build(own)
        write_part(make_part(own, built, out), part_schools(built.result), project.out / PARTS)
    return project.out


@pytest.fixture(scope="session")
def parts(atlas):
    """Read its parts."""
    return read_parts(atlas)


@pytest.fixture(scope="session")
def schools(atlas):
    """Read its schools."""
    return read_part_schools(atlas)
