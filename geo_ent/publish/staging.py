"""Places to write in beside a target, and what becomes of those whose process died."""

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Of the system, and not a process's number in a file: a number is given again, and means another
# process in another container or on another machine of the same disk.
if sys.platform == "win32":
    import msvcrt

    def _hold(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOCK = "lock"
_NEW, _OLD = "new", "old"
_RANDOM = 8
"""How many letters `mkdtemp` adds to a name."""


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Give an empty folder on the disk of a target, in a hidden one beside it that goes at the end.

    What runs that were killed left beside the same target is swept first.

    Parameters
    ----------
    target
        What is being made, whether it is there or not; its folder must be.

    Raises
    ------
    OSError
        If nothing can be written there.
    """
    sweep(target)
    place, lock = _locked_place(target)
    try:
        new = place / _NEW
        new.mkdir()
        new.chmod(0o755)  # whatever the umask: a web server must read it
        yield new
    finally:
        os.close(lock)
        shutil.rmtree(place, ignore_errors=True)


def put_in_place(new: Path, target: Path) -> None:
    """Put a staged folder in its target's place; bring the old one back if that fails.

    Raises
    ------
    OSError
        If it can't be: the target is as it was.
    """
    if not target.exists():
        new.rename(target)
        return
    # A folder can't be renamed over another: the old one steps aside first, on the same disk, to
    # where `sweep` finds it if we die here.
    old = target.rename(new.with_name(_OLD))
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def sweep(target: Path) -> None:
    """Remove what runs that were killed left beside a target, never what a living one works in.

    A folder that had stepped aside when its run was killed takes its place again.
    """
    start = f".{target.name}-"
    for place in target.parent.glob(f"{glob.escape(start)}*"):
        # As `mkdtemp` ends a name: « .35-nord-… » is beside 35-nord, and no concern of 35's.
        if len(place.name) == len(start) + _RANDOM:
            with suppress(OSError):  # somebody else's, or gone meanwhile
                _sweep_place(place, target)


def _sweep_place(place: Path, target: Path) -> None:
    if not {path.name for path in place.iterdir()} <= {_LOCK, _NEW, _OLD}:
        return
    lock = os.open(place / _LOCK, os.O_RDWR)
    try:
        _hold(lock)
        if (place / _OLD).exists() and not target.exists():
            (place / _OLD).rename(target)
    finally:
        os.close(lock)
    shutil.rmtree(place, ignore_errors=True)


def _locked_place(target: Path) -> tuple[Path, int]:
    """Make the hidden folder and hold its lock, for as long as the process lives."""
    while True:
        place = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        lock = -1
        try:
            lock = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT)
            _hold(lock)
        except FileNotFoundError:
            continue
        except OSError:
            if lock >= 0:
                # A disk without locks: nobody can tell that we live, so nobody may sweep us.
                (place / _LOCK).unlink(missing_ok=True)
        # Another run may have taken it for a dead one's before it was locked: then a new one.
        if place.exists():
            return place, lock
        os.close(lock)
