"""The portable folder, as who gets its zip has it: no Python, no rights, an odd place.

`make portable` makes the zip and runs these; they are off otherwise.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from app_server import until
from scripts import ROOT, script

pytestmark = [pytest.mark.portable, pytest.mark.skipif(sys.platform != "linux", reason="of Linux")]

smoke = script("tools/portable/smoke")
PYTHON = ROOT / "build" / "portable" / "env" / "bin" / "python"
"""The Python that the folder was made with: the same libraries, from the wheel of the checkout."""
NOBODY = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
"""Root may write everywhere: an ordinary user runs the program then."""
OF_THE_SYSTEM = re.compile(
    r"/(ld-linux[\w-]*|lib(c|m|dl|rt|util|pthread|resolv|nss_\w+))[.-][\w.]*$"
)


@pytest.fixture(scope="module")
def archive():
    """The zip of `dist/`."""
    (path,) = (ROOT / "dist").glob("geo-ent-*-linux-*.zip")
    return path


@pytest.fixture(scope="module")
def place():
    """Where the zip is unpacked: spaces, an apostrophe, accents; anybody may write there."""
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary).chmod(0o755)
        folder = Path(temporary, smoke.PLACE)
        folder.mkdir()
        folder.chmod(0o777)
        yield folder


@pytest.fixture(scope="module")
def program(archive, place):
    """The program of the unpacked folder."""
    return smoke.unpacked(archive, place)


@pytest.fixture(scope="module")
def bare(place):
    """What the program is run with: no PATH, so no Python, and a home where nothing is written."""
    home = place / "home"
    home.mkdir()
    home.chmod(0o555)
    return {"env": {"HOME": str(home), "PATH": ""}, **NOBODY}


@pytest.fixture(scope="module")
def demo(program, place, bare):
    """The names of the demo's files that differ, and its page."""
    differing = smoke.differences(program, str(PYTHON), place, **bare)
    return differing, (place / "demo" / "index.html").read_bytes()


@pytest.fixture(scope="module")
def app(program, place, bare):
    """The application, open, with a place of its own for what it keeps."""
    drafts = place / "brouillons"
    drafts.mkdir()
    drafts.chmod(0o777)
    env = bare["env"] | {"XDG_DATA_HOME": str(drafts)}
    with smoke.opened(program, env, **NOBODY) as running:
        yield running


def test_the_version_is_told(program, bare):
    """The program starts, and is of the checkout's version."""
    said = smoke.run(program, "--version", **bare).stdout
    assert said == smoke.run(PYTHON, "-m", "geo_ent", "--version", cwd="/").stdout


def test_every_file_of_the_demo_has_the_same_bytes(demo):
    """Page, pictures, workbook, GeoPackage, tables, manifest: as Python makes them."""
    differing, page = demo
    assert differing == []
    assert page.startswith(b"<!DOCTYPE html>")


def test_the_application_makes_the_same_map(app, demo):
    """Its first page answers, and its workers, the same program again, make the demo's page."""
    assert "<title>" in app.get("/")
    assert app.demo_map().encode() == demo[1]


def test_nothing_of_the_machine_is_loaded_but_the_c_library(app, program):
    """The server's libraries and its workers', after a map: of the folder, or of glibc."""
    app.demo_map()
    process = Path("/proc", str(app.process.pid))
    # A thread's children: each worker has a thread of the server that waits for it.
    workers = [pid for path in process.glob("task/*/children") for pid in path.read_text().split()]
    maps = [Path("/proc", pid, "maps").read_text() for pid in (process.name, *workers)]
    loaded = {line.split(maxsplit=5)[-1] for text in maps for line in text.splitlines()}
    libraries = {path for path in loaded if ".so" in path}
    assert any("libgdal" in path for path in libraries)  # a worker has them all
    outside = {path for path in libraries if not path.startswith(str(program.parent))}
    assert {path for path in outside if not OF_THE_SYSTEM.search(path)} == set()


def test_a_home_that_cannot_be_written_is_told(program, bare):
    """Where the application can't keep drafts it says which folder, and ends."""
    command = [program, "app", "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **bare)
    assert done.returncode == 2
    assert f"vos travaux seraient gardés dans {bare['env']['HOME']}/.local/share" in done.stderr


@pytest.mark.parametrize(("start", "arguments"), [("Ouvrir geo-ent", ("--no-browser",)),
                                                  ("geo-ent", ())])  # fmt: skip
def test_a_double_click_opens_the_application(program, place, bare, start, arguments):
    """On the start, and on the program itself: both print an address that answers."""
    drafts = place / f"brouillons de {start}"
    drafts.mkdir()
    drafts.chmod(0o777)
    env = bare["env"] | {"XDG_DATA_HOME": str(drafts)}
    with smoke.opened(program.parent / start, env, arguments=arguments, **NOBODY) as running:
        assert "<title>" in running.get("/")


def test_a_browser_is_opened_with_the_systems_libraries(program, place, bare):
    """The browser gets the address, and not the folder's libraries instead of its own."""
    drafts, seen, browser = place.parent / "drafts", place / "seen", place.parent / "browser"
    drafts.mkdir()
    drafts.chmod(0o777)
    browser.write_text(f'#!/bin/sh\necho "$1" "${{LD_LIBRARY_PATH-none}}" > "{seen}"\n')
    browser.chmod(0o755)
    env = bare["env"] | {"XDG_DATA_HOME": str(drafts), "BROWSER": f"{browser} %s"}
    with smoke.opened(program, env, arguments=(), **NOBODY) as running:
        until(lambda: seen.exists() and seen.read_text().endswith("\n"))
        address, libraries = seen.read_text().split()
        assert address.startswith(running.origin)
        assert libraries == "none"


def test_the_zip_is_one_folder_within_its_bound(archive):
    """One folder, no link, its sum beside it, 220 MB at most; what people read is at its top."""
    assert archive.stat().st_size <= 220_000_000
    told, name = archive.with_suffix(".zip.sha256").read_text().split()
    assert (told, name) == (hashlib.sha256(archive.read_bytes()).hexdigest(), archive.name)
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
    (folder,) = {entry.filename.split("/")[0] for entry in entries}
    assert {entry.external_attr >> 28 for entry in entries} == {0o10}  # regular files alone
    top = {entry.filename.split("/")[1] for entry in entries}
    assert top == {"LISEZMOI.txt", "Ouvrir geo-ent", "_internal", "geo-ent", "licences"}
    assert not any("/tests/" in entry.filename for entry in entries), folder


def test_everything_that_is_given_away_is_named_with_its_terms(program):
    """Each distribution inside is in the list, and none is without its text."""
    listed = (program.parent / "licences" / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    inside = {path.name.removesuffix(".dist-info").lower().replace("-", " ", 1).replace("_", "-")
              for path in (program.parent / "_internal").glob("*.dist-info")}  # fmt: skip
    named = listed.split("Bibliothèques compilées")[0].lower().replace("_", "-")
    assert len(inside) > 30
    assert {part for part in inside if part.split()[0] not in named} - {
        f"geo-ent {version('geo-ent')}"
    } == set()
    assert "sans texte" not in listed
