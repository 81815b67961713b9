"""Addresses that answered "not there": kept in mind for a day, so that each build needn't ask."""

import contextlib
import datetime as dt
from pathlib import Path

from geo_ent.sources.store.cached_entry import days_since

# By address, so that a newer catalogue asks at once; for a day, so that a file that comes late is
# seen on the morrow (docs/decisions/0012-sources.md).
_KEPT_DAYS = 1


def note_absent(folder: Path, key: str, url: str, now: dt.datetime) -> None:
    """Note that an address hasn't its file; where that can't be written, it is asked again.

    Parameters
    ----------
    folder
        The cache's folder.
    key
        The name under which the file would be kept.
    """
    # Not written whole by a rename: half a line names no address, which is then asked once more.
    with contextlib.suppress(OSError):
        path = _place(folder, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"{now.isoformat(timespec='seconds')} {url}\n", encoding="utf-8", newline="\n"
        )


def is_absent(folder: Path, key: str, url: str, now: dt.datetime) -> bool:
    """Say whether this very address was without its file less than a day ago."""
    try:
        when, _, where = _place(folder, key).read_text(encoding="utf-8").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return False
    days = days_since(when, now)
    return where == url and days is not None and days < _KEPT_DAYS


def forget_absent(folder: Path, key: str) -> None:
    """Forget that an address lacked its file, now that it has come."""
    with contextlib.suppress(OSError):
        _place(folder, key).unlink()


def _place(folder: Path, key: str) -> Path:
    return folder / "absent" / f"{key}.txt"
