"""Files that are complete, or as they were before: the one way to write in place of a file."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from geo_ent.errors import OutputError
from geo_ent.text.system_faults import why

# Windows refuses to replace a file while someone reads it, which an antivirus does to a new one.
_TRIES = 20
_PAUSE_S = 0.05
# "Too large" is what a bound on a process's files says: to who writes, it is a full disk too.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def whole_files(
    folder: str | Path, names: Sequence[str], *, about: Path | None = None
) -> Iterator[Path]:
    """Give a place to write some files of a folder; they take their places when all went well.

    What is left beside them in that place (temporary files of a library) is removed.

    Parameters
    ----------
    folder
        Where the files will be; made if it isn't there.
    names
        The files to write, all of them.
    about
        What an error names: the folder unless it is said.

    Raises
    ------
    OutputError
        If one can't be written; what was there is untouched.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Beside its target: a rename is whole only within a disk. A folder of its own, since some
        # libraries leave files beside the one that they write.
        work = Path(tempfile.mkdtemp(prefix=f".{Path(names[0]).stem}-", dir=folder))
        try:
            yield work
            for name in names:
                (work / name).stat()  # all are there before one takes its place
            for name in names:
                take_place(work / name, folder / name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as fault:
        reason = why(fault)
        # Of these files alone: what others were written before, only who asked for it knows.
        msg = f"{about or folder} : écriture impossible ({reason}). L’ancien contenu est resté."
        raise OutputError(msg) from None


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a place to write a file; it takes the place of `path` only when all went well.

    Raises
    ------
    OutputError
        If it can't be written; what was there is untouched.

    Examples
    --------
    >>> folder = tempfile.mkdtemp()
    >>> with whole_file(Path(folder) / "a" / "note.txt") as work:
    ...     length = work.write_text("whole")
    >>> (Path(folder) / "a" / "note.txt").read_text()
    'whole'
    """
    path = Path(path)
    with whole_files(path.parent, [path.name], about=path) as work:
        yield work / path.name


def write_changed(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold some files and nothing else; what is as it was isn't touched.

    Parameters
    ----------
    folder
        Made if it isn't there.
    files
        Their content by name, in the order that they take their places in: what leads to the
        others comes last. What else the folder holds goes after that.

    Raises
    ------
    OSError
        If one can't be written.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp()) / "search"
    >>> write_changed(folder, {"a.json": b"[]", "index.json": b"{}"})
    >>> write_changed(folder, {"index.json": b"{1}"})
    >>> [path.name for path in folder.iterdir()]
    ['index.json']
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == content:
            continue
        work = folder / f".{name}"
        work.write_bytes(content)
        take_place(work, path)
    for path in folder.iterdir():
        if path.name not in files and path.is_file():
            path.unlink()


def take_place(new: Path, path: Path) -> None:
    """Rename a finished file over another one, on the same disk: no reader sees half of either.

    Raises
    ------
    OSError
        If it can't take its place; `path` is as it was.
    """
    for left in reversed(range(_TRIES)):
        try:
            new.replace(path)
        except PermissionError:
            # Elsewhere a refusal is one: nothing that a reader does hinders a rename.
            if not left or os.name != "nt":
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def is_disk_full(fault: BaseException | None) -> bool:
    """Tell whether a fault came of a disk that is full, whatever was raised in its stead.

    Examples
    --------
    >>> is_disk_full(OSError(errno.ENOSPC, "")), is_disk_full(OSError(errno.EACCES, ""))
    (True, False)
    """
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in _FULL:
            return True
        fault = fault.__cause__ or fault.__context__
    return False
