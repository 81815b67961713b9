"""The atlas that the tests of this folder look at, made once."""

import pytest
from atlasland import project_in

from geo_ent.atlas.make_atlas import make_atlas


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Make the land's atlas once: its project and what came out."""
    project = project_in(tmp_path_factory.mktemp("land"))
    return project, make_atlas(project)
