"""What stands over the départements of an atlas: staged, then put in place where it changed."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo_ent.atlas.atlas_manifest import DEPARTEMENTS
from geo_ent.errors import InputError, OutputError
from geo_ent.publish.folder import MANIFEST
from geo_ent.publish.staging import sweep
from geo_ent.tables.atlas_parts import PARTS, read_part
from geo_ent.text.system_faults import why
from geo_ent.text.whole_file import take_place, whole_file

INDEX = "index.html"
_LAST = ("search/index.json", INDEX)  # who opens them goes on to the others


def files_of(folder: Path) -> list[str]:
    """Name the files of a folder and of those in it, what leads to the others last."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(names, key=lambda name: (_LAST.index(name) if name in _LAST else -1, name))


def put_changed(staged: Path, folder: Path, names: Iterable[str]) -> list[str]:
    """Put staged files in their place, one by one in this order; those that are the same stay.

    Returns
    -------
    list of str
        The names of those that changed.

    Raises
    ------
    OutputError
        If one can't take its place.
    """
    changed = []
    for name in names:
        new, old = staged / name, folder / name
        if _same(new, old):
            continue
        try:
            old.parent.mkdir(parents=True, exist_ok=True)
            take_place(new, old)
        except OSError as fault:
            msg = f"{old} : écriture impossible ({why(fault)})."
            raise OutputError(msg) from None
        changed.append(name)
    return changed


def put_part(folder: Path, code: str, part: str, schools: bytes) -> None:
    """Put a département's part in its place; its schools first: the part says that it is done."""
    for name, content in ((f"{code}.parquet", schools), (f"{code}.json", part.encode())):
        with whole_file(folder / PARTS / name) as work:
            work.write_bytes(content)


def remove(folder: Path, names: Iterable[str], codes: Iterable[str]) -> list[str]:
    """Remove files that an atlas no longer has, and the folders and parts of départements.

    Returns
    -------
    list of str
        The names of the files that stay in these folders: the user's own.
    """
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
    kept = []
    for code in codes:
        home = folder / DEPARTEMENTS / code
        for name in _made_in(folder, code):
            with suppress(OSError):
                (home / name).unlink()
        kept += [path.relative_to(folder).as_posix() for path in _pruned(home)]
        for kind in ("json", "parquet"):
            (folder / PARTS / f"{code}.{kind}").unlink(missing_ok=True)
    return kept


def _made_in(folder: Path, code: str) -> set[str]:
    """Name the files of a département's folder that were made: by its manifest and its part."""
    names = {MANIFEST}
    # What can't be read names nothing: its files are then kept, and told, as the user's own would.
    with suppress(OSError, ValueError, TypeError, KeyError):
        content = json.loads((folder / DEPARTEMENTS / code / MANIFEST).read_text("utf-8"))
        names |= set(content["outputs"])
    with suppress(InputError, OSError):
        names |= {str(row["name"]) for row in read_part(folder / PARTS / f"{code}.json").files}
    return names


def _pruned(home: Path) -> list[Path]:
    """Remove the empty folders of one, itself too; give the files that are left."""
    left = sorted(path for path in home.rglob("*") if not path.is_dir() or path.is_symlink())
    for path in sorted([home, *home.rglob("*")], reverse=True):
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # it isn't empty
                path.rmdir()
    return left


def sweep_atlas(folder: Path, codes: Iterable[str]) -> None:
    """Remove what runs that were killed left in an atlas, in which no other works now."""
    for code in codes:
        sweep(folder / DEPARTEMENTS / code)
    for name in (MANIFEST, *(f"{PARTS}/{code}.json" for code in codes)):
        file = folder / name
        for left in file.parent.glob(f".{file.stem}-????????"):  # as `whole_file` names it
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep an atlas for one run at a time, as long as it lives.

    Raises
    ------
    OutputError
        If another run is making it.
    """
    if sys.platform == "win32":  # a folder can't be locked there
        yield
        return
    import fcntl

    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            msg = f"{folder} : un autre geo-ent fait déjà cet atlas. Attendez qu’il finisse."
            raise OutputError(msg) from None
        except OSError:
            pass  # a disk without locks: there nobody is kept out
        yield
    finally:
        os.close(lock)


def _same(new: Path, old: Path) -> bool:
    try:
        return old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes()
    except OSError:
        return False
