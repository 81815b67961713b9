"""The wheel, as it would be published."""

from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from scripts import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """Build the wheel; give its path."""
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(path)
