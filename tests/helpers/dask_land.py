"""A real Dask cluster on loopback: a scheduler and workers, each a process of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 180.0  # seconds for a process to say where it listens, on a busy machine


@dataclass
class Land:
    """A scheduler, and the workers that were started for it.

    Attributes
    ----------
    folder
        Where the processes write what they say.
    address
        The scheduler's.
    shared
        A folder that workers may see or not.
    """

    folder: Path
    address: str = ""
    processes: list = field(default_factory=list)

    @property
    def shared(self):
        place = self.folder / "shared"
        place.mkdir(exist_ok=True)
        return place

    def scheduler(self):
        """Start the scheduler; give its process."""
        process, told = self._start("dask_scheduler", "--port", "0", "--no-dashboard")
        self.address = _said(told, "Scheduler at:").split()[-1]
        return process

    def worker(self, *, before=(), python=sys.executable, **environment):
        """Start a worker of one thread, behind a command, in an environment; give its process."""
        process, _ = self._start(
            *("dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"),
            *("--local-directory", str(self.folder / f"scratch{len(self.processes)}")),
            before=before,
            python=python,
            environment=environment,
        )
        return process

    def _start(self, command, *arguments, before=(), python=sys.executable, environment=None):
        told = self.folder / f"{len(self.processes)}-{command}.txt"
        with told.open("wb") as out:
            process = subprocess.Popen(
                [*before, python, "-m", f"distributed.cli.{command}", *arguments,
                 "--host", "127.0.0.1"],
                stdout=out, stderr=subprocess.STDOUT, cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {}),
            )  # fmt: skip
        self.processes.append(process)
        return process, told

    def stop(self):
        """End all that was started, with what they started."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@contextlib.contextmanager
def dask_land(folder):
    """Give a land with its scheduler; all of it ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    land = Land(folder)
    try:
        land.scheduler()
        yield land
    finally:
        land.stop()


def blind_to(folder):
    """Give what a command is put behind to see an empty disk where a folder is.

    It is another view of the disk, as another machine has: a namespace of mounts. Where the system
    grants none (outside CI) the test skips.
    """
    unshare = shutil.which("unshare") or ""
    alone = [unshare, "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    shell = ["sh", "-c", f'mount -t tmpfs none "{folder}" && exec "$@"', "sh"]
    usable = unshare and subprocess.run([*alone, *shell, "true"], check=False).returncode == 0
    if not usable and os.environ.get("CI") != "true":
        pytest.skip("no other view of the disk can be had here")
    return (*alone, *shell)


def bare_packages(folder, version=""):
    """Fill a folder with all that is installed here but geo-ent; or with another version's name.

    Gives what makes a Python find these alone: its command, and its environment.
    """
    folder.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if not package.name.startswith("geo_ent"):
            (folder / package.name).symlink_to(package)
    if version:
        told = folder / f"geo_ent-{version}.dist-info"
        told.mkdir()
        text = f"Metadata-Version: 2.1\nName: geo-ent\nVersion: {version}\n"
        (told / "METADATA").write_text(text, encoding="utf-8")
    # Not the Python of our environment, which would find ours too.
    return getattr(sys, "_base_executable", sys.executable), {"PYTHONPATH": str(folder)}


def _said(told, words):
    """Wait for a line of a file; give it."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for line in told.read_text(encoding="utf-8").splitlines():
            if words in line:
                return line
        time.sleep(0.05)
    msg = f"{told.name}: {told.read_text(encoding='utf-8')}"
    raise TimeoutError(msg)
