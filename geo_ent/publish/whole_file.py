"""One file: complete, or as it was before."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo_ent.errors import OutputError

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a place to write a file; it takes the place of `path` only when all went well.

    What is left beside it in its folder (temporary files of a library) is removed.

    Raises
    ------
    OutputError
        If it can't be written; what was there is untouched.

    Examples
    --------
    >>> folder = tempfile.mkdtemp()
    >>> with whole_file(Path(folder) / "a" / "note.txt") as work:
    ...     written = work.write_text("whole")
    >>> (Path(folder) / "a" / "note.txt").read_text()
    'whole'
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{path.stem}-", dir=path.parent))
    except OSError as fault:
        raise OutputError(_told(path, fault)) from None
    try:
        yield work / path.name
        (work / path.name).replace(path)
    except OSError as fault:
        raise OutputError(_told(path, fault)) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _told(path: Path, fault: OSError) -> str:
    return f"{path} : écriture impossible ({fault.strerror or fault}). Rien n'a été remplacé."
