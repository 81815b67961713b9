"""What a killed run leaves beside its folder goes with the next one; a living one's stays."""

import signal
import subprocess
import sys

import pytest

from geo_ent.publish.folder import atomic_folder
from geo_ent.publish.manifest import write_manifest
from geo_ent.publish.staging import staging

WRITING = """
import sys, time
from pathlib import Path
from geo_ent.publish.folder import atomic_folder
with atomic_folder(sys.argv[1]) as folder:
    (folder / "half.html").write_text("half")
    print("writing", flush=True)
    sys.stdin.read()
"""
SWAPPING = """
import os, signal, sys
from pathlib import Path
from geo_ent.publish.staging import put_in_place, staging
with staging(Path(sys.argv[1])) as folder:
    real = Path.rename
    def rename(path, to):
        if path == folder:
            os.kill(os.getpid(), signal.SIGKILL)  # the old one stepped aside, the new isn't there
        return real(path, to)
    Path.rename = rename
    put_in_place(folder, Path(sys.argv[1]))
"""


def fill(target, text):
    """Write a small output folder as a build does."""
    with atomic_folder(target) as folder:
        (folder / "index.html").write_text(text, encoding="utf-8")
        write_manifest(folder, {})


def hidden(folder):
    """Name what is hidden in a folder."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.fixture
def writing():
    """Start a process that is in the middle of writing a target."""
    started = []

    def start(target):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITING, str(target)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout.readline() == "writing\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_what_killed_runs_left_is_swept(writing, tmp_path):
    """After three runs killed in the middle, the next leaves its folder and nothing beside."""
    target = tmp_path / "35"
    fill(target, "first")
    for _ in range(3):
        process = writing(target)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (target / "index.html").read_text(encoding="utf-8") == "first"
        assert len(hidden(tmp_path)) == 1  # each sweeps the one before
    fill(target, "second")
    assert hidden(tmp_path) == []


def test_a_living_run_is_left_alone(writing, tmp_path):
    """What another process is writing beside the same target stays, and it ends well."""
    target = tmp_path / "35"
    process = writing(target)
    (working,) = hidden(tmp_path)
    fill(target, "mine")
    assert hidden(tmp_path) == [working]
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert hidden(tmp_path) == []
    assert (target / "half.html").exists()


def test_a_run_killed_in_its_swap_gives_the_folder_back(tmp_path):
    """Killed when the old folder had stepped aside: the next run finds it in its place again."""
    target = tmp_path / "35"
    fill(target, "first")
    killed = subprocess.run([sys.executable, "-c", SWAPPING, str(target)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not target.exists()
    with staging(target):
        assert (target / "index.html").read_text(encoding="utf-8") == "first"
    assert hidden(tmp_path) == []


def test_what_is_of_somebody_else_is_no_concern_of_ours(writing, tmp_path):
    """A hidden folder of the user's, or of a target whose name begins as ours, stays."""
    for name in (".35-mine", ".35-12345678"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.txt").write_text("mine", encoding="utf-8")
    process = writing(tmp_path / "35-nord")
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = hidden(tmp_path)
    fill(tmp_path / "35", "first")
    assert sorted(hidden(tmp_path)) == sorted(before)
    fill(tmp_path / "35-nord", "first")
    assert sorted(hidden(tmp_path)) == [".35-12345678", ".35-mine"]
