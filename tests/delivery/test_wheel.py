"""What the wheel ships: the package and its data, and nothing that only developers run."""

import zipfile
from pathlib import PurePosixPath

import pytest
from scripts import ROOT


@pytest.fixture(scope="module")
def shipped(wheel):
    """Give the paths of what is in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return [PurePosixPath(name) for name in archive.namelist()]


def test_no_script_of_developers_is_shipped(shipped):
    """Python is the package's own, each a module of it; there is no type for the page's script."""
    code = {path for path in shipped if path.suffix == ".py"}
    modules = {
        PurePosixPath(path.relative_to(ROOT).as_posix())
        for path in (ROOT / "geo_ent").rglob("*.py")
    }
    assert code == modules
    assert [path for path in code if "data" in path.parts or "assets" in path.parts] == []
    assert [path for path in shipped if path.name.endswith(".ts") or "vendor_" in path.name] == []
    assert not any(part in {"tools", "tests", "bench"} for path in shipped for part in path.parts)


def test_what_the_package_reads_is_shipped(shipped):
    """Boundaries, the demos, translations, the page's parts: all that a command opens."""
    names = {str(path) for path in shipped}
    for wanted in (
        *("data/boundaries/communes.parquet", "data/boundaries/rurality.parquet"),
        *("data/schools/demos/nancy-metz.zip", "data/schools/demos/nancy-metz.json"),
        *("data/schools/programmes.csv", "telling/translations/en/language.po"),
        *("maps/assets/vendor/leaflet-part.js", "sources/datasets.toml", "py.typed"),
    ):
        assert f"geo_ent/{wanted}" in names
    templates = {path.name for path in (ROOT / "geo_ent").rglob("templates/*")}
    assert templates <= {path.name for path in shipped}
