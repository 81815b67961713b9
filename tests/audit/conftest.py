"""The real case with every input: built once, and its raw files."""

import geopandas as gpd
import pytest
from raw_files import DATE, FILES, TRUTH, RawCase
from recomputed import Recomputed

from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project


@pytest.fixture(scope="session")
def files(shared_file):
    """Where each file of the real case is."""
    return {name: shared_file(file) for name, file in {**FILES, "truth": TRUTH}.items()}


@pytest.fixture(scope="session")
def case(files):
    """The raw files of the real case."""
    return RawCase(files)


@pytest.fixture(scope="session")
def right(case):
    """What the figures must be."""
    return Recomputed(case)


@pytest.fixture(scope="session")
def folder(files, tmp_path_factory):
    """The folder of the real case, as geo-ent builds it."""
    given = {name: path for name, path in files.items() if name != "truth"}
    out = tmp_path_factory.mktemp("audit") / "35"
    build(Project(departements=("35",), out=out, date=DATE.date(), **given))
    return out


@pytest.fixture(scope="session")
def drawn(folder):
    """The circonscriptions as they are drawn: no file gives their outlines."""
    circonscriptions = gpd.read_file(folder / "coverage.gpkg", layer="circonscription")
    return circonscriptions.set_index("zone_code")
