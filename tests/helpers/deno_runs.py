"""Runs of Deno, which the tests of the pages' scripts need."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def deno(*arguments):
    """Run Deno, offline, and give what it prints; skip without it, but not where CI has it."""
    found = shutil.which(
        "deno", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no deno")
        pytest.skip("no deno: it comes with the development dependencies")
    done = subprocess.run(
        [found, *arguments],
        cwd=ROOT,
        env=os.environ | {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
