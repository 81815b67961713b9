"""An atlas of four départements, built once: its parts, and what its files are made from."""

import pytest
from atlasland import project_in

from geo_ent.atlas.make_atlas import make_atlas
from geo_ent.tables.atlas_parts import read_part_schools, read_parts


@pytest.fixture(scope="session")
def atlas(tmp_path_factory):
    """Make the atlas of the land, and give its folder."""
    project = project_in(tmp_path_factory.mktemp("atlasland"))
    return make_atlas(project).index.parent


@pytest.fixture(scope="session")
def parts(atlas):
    """Read its parts."""
    return read_parts(atlas)


@pytest.fixture(scope="session")
def schools(atlas):
    """Read its schools."""
    return read_part_schools(atlas)
