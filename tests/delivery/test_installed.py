"""The wheel in an empty environment, as `uvx geo-ent app` and `pipx run geo-ent app` make one."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from app_server import app_server
from commands import run_here
from scripts import ROOT, script

_NO_INDEX = ("dns error", "connect error", "Failed to fetch", "timed out")
_UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel, and what it asks for, beside nothing; give the folder of its commands."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    own = {"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "hardlink", "UV_NO_CONFIG": "1"}
    if index := os.environ.get("PIP_INDEX_URL"):
        own["UV_DEFAULT_INDEX"] = index
    for command in (["venv", "--python", sys.executable, folder],
                    ["pip", "install", "--python", folder, wheel]):  # fmt: skip
        done = subprocess.run(
            [_UV, *command], env=os.environ | own, capture_output=True, text=True, check=False
        )
        if done.returncode and any(word in done.stderr for word in _NO_INDEX):
            if os.environ.get("CI") == "true":
                pytest.fail(done.stderr)
            pytest.skip("no package index can be reached")
        assert done.returncode == 0, done.stderr
    return folder / ("Scripts" if sys.platform == "win32" else "bin")


def test_the_wheel_alone_opens_the_application(installed, tmp_path):
    """From its first page to a demo's map, whose page is the same bytes as the checkout's own."""
    program = [installed / "geo-ent", "app", "--no-browser", "--offline"]
    # Bytecode, as an installation has it: two processes read the libraries here.
    outside = {"PYTHONPATH": "", "PYTHONHOME": "", "PYTHONDONTWRITEBYTECODE": ""}
    with app_server(tmp_path, command=program, env=outside) as server:
        visitor = server.visitor()
        assert "Du tableur à la carte" in visitor.get("/").text
        work = (
            visitor.post("/demo", {"name": "cantal"}).headers["location"].removesuffix("/lecture")
        )
        visitor.read(work)
        visitor.map(work)
        with zipfile.ZipFile(BytesIO(visitor.get(f"{work}/carte.zip").content)) as archive:
            page = archive.read("index.html")
        assert server.errors.read_text(encoding="utf-8") == ""
    assert run_here("demo", "cantal", "--out", tmp_path / "demo").returncode == 0
    assert page == (tmp_path / "demo" / "index.html").read_bytes()


def test_the_application_adds_little_to_an_installation():
    """Six packages and 5 MB at most, so that `uvx geo-ent app` works without an extra."""
    bench = script("bench/added_packages")
    asked = bench.asked_for((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert asked >= bench.OF_THE_APPLICATION
    weights = bench.added(asked, asked - bench.OF_THE_APPLICATION)
    assert "uvicorn" in weights
    assert len(weights) <= 6
    assert sum(weights.values()) <= 5_000_000


def test_what_is_installed_is_counted_and_each_of_it_has_its_reason(installed):
    """46 packages and 500 MB at most, bytecode apart; what each is for is said."""
    bench = script("bench/install_size")
    packages = bench.packages_of(bench.site_of(installed.parent))
    names = {package.name for package in packages}
    assert {"geo-ent", "pandas", "pyarrow"} <= names
    assert names.isdisjoint({"scipy", "statsmodels", "babel"})
    assert len(packages) <= bench.MOST_PACKAGES
    assert sum(package.bytes_n for package in packages) <= bench.MOST_MEGABYTES * 1_000_000
    asked = bench.asked_for((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert all((asked | bench.BROUGHT).get(name) for name in names)
