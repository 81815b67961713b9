"""The cache: official files as they were downloaded, each whole and under its own sha256.

`objects/ab12…/annuaire-035.csv` holds the bytes: the folder is named by their sha256, and a file
in it never changes, so a reader can't see half of one. `index/<dataset>--<territory>--<year>.json`
says which is the latest; it is replaced at once. `parts/` holds what isn't finished, `locks/` what
keeps two processes from the same download, `absent/` the addresses that hadn't their file today.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from geo_ent.errors import SourceError
from geo_ent.sources.client.patience import Tell, silent
from geo_ent.sources.store.cached_entry import Entry, days_since, parse_entry
from geo_ent.text.note import Note
from geo_ent.text.system_faults import is_full, why
from geo_ent.text.whole_file import take_place

if TYPE_CHECKING:
    import datetime as dt

    from filelock import BaseFileLock

ENV_FOLDER = "GEO_ENT_CACHE"
# The sha256 is verified at each use, not trusted by size or date: it costs less than reading the
# table, and makes `fsync` needless, since what a power cut loses is seen and fetched again.
_WAIT_S = 1800.0  # a national file on a slow line
_GRACE_S = 3600.0  # an unnamed file this young may be about to be named
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# https://bford.info/cachedir/\n"


def cache_folder() -> Path:
    """Say where the cache is: $GEO_ENT_CACHE, else the user's cache folder."""
    named = os.environ.get(ENV_FOLDER, "")
    if named:
        return Path(named).expanduser()
    return user_cache_path("geo-ent", appauthor=False)


class Cache:
    """The files kept on this machine; several processes may use it at once.

    Parameters
    ----------
    folder
        Where; `cache_folder()` without it. It is made when something is kept.
    tell
        Called with what is news: a file that is damaged, another process that is waited for.
    """

    def __init__(self, folder: Path | None = None, *, tell: Tell = silent) -> None:
        self.folder = (folder or cache_folder()).absolute()
        self.tell = tell
        self._locks: dict[str, BaseFileLock] = {}

    def entries(self) -> list[Entry]:
        """Give all that is kept, by key.

        Raises
        ------
        SourceError
            If the folder can't be read.
        """
        return self._read("*.json")

    def find(
        self, dataset: str, territory: str, vintage: str = "", *, now: "dt.datetime | None" = None
    ) -> Entry | None:
        """Find the latest file that holds a territory; its bytes aren't looked at (see `path`).

        Parameters
        ----------
        vintage
            The year; "" for what was fetched as the latest.
        now
            To leave files dated in the future behind the others.
        """
        candidates = [
            entry
            for entry in self._read(f"{dataset}--*.json")
            if entry.dataset == dataset
            and entry.covers(territory)
            and (entry.asked == vintage or (vintage and entry.vintage == vintage))
        ]

        # An entry dated in the future (a wrong clock) comes after any other.
        def rank(entry: Entry) -> tuple[bool, str, bool]:
            dated = now is None or days_since(entry.checked_at, now) is not None
            return dated, entry.checked_at, entry.territory == territory

        return max(candidates, key=rank, default=None)

    def path(self, entry: Entry) -> Path | None:
        """Give the file of an entry, its sha256 verified.

        Returns
        -------
        Path or None
            None if it is missing or damaged: it is then dropped, and said.
        """
        path = self.folder / entry.file
        if _intact(path, entry.sha256):
            return path
        named = f"{entry.dataset} ({entry.territory})"
        self.tell(Note("damaged", named=named, path=str(path)))
        with contextlib.suppress(SourceError):  # a cache that can only be read stays as it is
            self._drop(entry)
        return None

    def pinned(self, sha256: str) -> Path | None:
        """Find bytes by their sha256, named by the index or not; None if not here or damaged."""
        try:
            copies = sorted((self.folder / "objects" / sha256).glob("*"))
        except OSError:
            return None
        return next((path for path in copies if _intact(path, sha256)), None)

    def part(self, key: str) -> Path:
        """Give a place to download to; under `guard(key)`, what a dead process left goes."""
        with self._using():
            self._make("parts")
            self._sweep(key)
        return self.folder / "parts" / f"{key}.part"

    def keep(self, part: Path, entry: Entry) -> Path:
        """Take a checked file in, and name it as the latest; under `guard(entry.key)`.

        The bytes first, their name after: whenever the process dies, what the index names is whole.

        Raises
        ------
        SourceError
            If the folder can't be written; what was there is untouched.
        """
        path = self.folder / entry.file
        with self._using():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Already there: another territory or a lock has the same bytes, which nobody changes.
            if _intact(path, entry.sha256):
                part.unlink()
            else:
                take_place(part, path)
        self.renew(entry)
        return path

    def renew(self, entry: Entry) -> None:
        """Write an entry anew, without its file: the source was asked again and has the same."""
        with self._using():
            self._make("index")
            self._make("parts")
            # Written among the parts: where it fails, or dies, `tidy` finds what it leaves.
            part = self.folder / "parts" / f"{entry.key}.json"
            part.write_text(entry.written(), encoding="utf-8", newline="\n")
            take_place(part, self.folder / "index" / f"{entry.key}.json")

    @contextmanager
    def guard(self, key: str, *, wait_s: float = _WAIT_S) -> Iterator[bool]:
        """Let one process at a time fetch `key`; the others wait, and say so.

        Yields
        ------
        bool
            Whether another was waited for: what it fetched may be all that is needed.

        Raises
        ------
        SourceError
            If the other still isn't done after `wait_s` seconds, or the folder can't be written.
        """
        lock, waited = self._acquired(key, wait_s)
        try:
            yield waited
        finally:
            lock.release()

    def tidy(self) -> None:
        """Remove what dead processes left unfinished; what a live one is at work on stays."""
        with self._using():
            left = sorted((self.folder / "parts").glob("*"))
        for key in {path.name.partition(".")[0] for path in left}:
            # Who holds the lock is at work on the part: without waiting, it is left alone.
            # Late, as below: a run that finds all it needs takes no lock, and the library opens
            # modules of the network.
            from filelock import Timeout

            with self._using(), contextlib.suppress(Timeout), self._lock(key).acquire(timeout=0):
                self._sweep(key)

    def old(self) -> list[Path]:
        """List the earlier versions: files that the index doesn't name any more."""
        named = {entry.file for entry in self.entries()}
        objects = (self.folder / "objects").glob("*/*")
        return sorted(
            path for path in objects if path.relative_to(self.folder).as_posix() not in named
        )

    def clean(self) -> int:
        """Remove the earlier versions and what is unfinished; give the bytes freed."""
        self.tidy()
        freed = 0
        with self._using():
            for path in self.old():
                with contextlib.suppress(FileNotFoundError):  # another process is cleaning too
                    freed += _removed(path)
        return freed

    def _read(self, pattern: str) -> list[Entry]:
        """Read the entries whose file's name fits; one that isn't readable counts for nothing."""
        entries = []
        with self._using("lu"):
            if self.folder.exists() and not self.folder.is_dir():
                raise NotADirectoryError(20, "ce n’est pas un dossier")
            for path in sorted((self.folder / "index").glob(pattern)):
                with contextlib.suppress(FileNotFoundError, UnicodeDecodeError):
                    entries.append(parse_entry(path.read_text(encoding="utf-8")))
        return [entry for entry in entries if entry]

    def _drop(self, entry: Entry) -> None:
        """Forget a damaged file, unless another process has mended it meanwhile."""
        # Under the guard, and looked at again: between seeing and dropping another may fetch it.
        path, named = self.folder / entry.file, self.folder / "index" / f"{entry.key}.json"
        with self.guard(entry.key), self._using():
            if _intact(path, entry.sha256):
                return
            path.unlink(missing_ok=True)
            if named.exists() and parse_entry(named.read_text(encoding="utf-8")) == entry:
                named.unlink()

    def _lock(self, key: str) -> "BaseFileLock":
        """Give the lock of a key, always the same one: it may then be taken again within."""
        if key not in self._locks:
            self._make("locks")
            from filelock import FileLock

            self._locks[key] = FileLock(self.folder / "locks" / f"{key}.lock")
        return self._locks[key]

    def _acquired(self, key: str, wait_s: float) -> "tuple[BaseFileLock, bool]":
        from filelock import Timeout

        what = ", ".join(filter(None, key.split("--")))
        with self._using():
            lock = self._lock(key)
            # Asked for twice: only a lock that isn't free is worth a word before the wait.
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=0)
                return lock, False
            self.tell(Note("waiting", named=what))
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=wait_s)
                return lock, True
        msg = (
            f"{what} : un autre geo-ent le télécharge depuis plus de {wait_s:.0f} s. "
            "Attendez qu’il finisse, ou arrêtez-le, et recommencez."
        )
        raise SourceError(msg)

    def _sweep(self, key: str) -> None:
        for path in (self.folder / "parts").glob(f"{key}.*"):
            path.unlink(missing_ok=True)

    def _make(self, name: str) -> None:
        """Make a folder of the cache; and mark it as a cache, which backups leave out."""
        (self.folder / name).mkdir(parents=True, exist_ok=True)
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            tag.write_text(_TAG, encoding="ascii", newline="\n")

    @contextmanager
    def _using(self, verb: str = "écrit") -> Iterator[None]:
        """Tell a fault of the disk in our words."""
        try:
            yield
        except OSError as fault:
            todo = "Libérez de la place, ou donnez" if is_full(fault) else "Donnez"
            msg = (
                f"{self.folder} : le cache ne peut pas être {verb} ({why(fault)}). "
                f"{todo} un autre dossier par {ENV_FOLDER} ; "
                "ce qui y était reste entier."
            )
            raise SourceError(msg) from None


def _removed(path: Path) -> int:
    """Remove a file that isn't young; give the bytes freed."""
    facts = path.stat()
    # By the distance: a clock that went back makes files of the future, which are young too.
    if abs(time.time() - facts.st_mtime) <= _GRACE_S:
        return 0
    path.unlink()
    with contextlib.suppress(OSError):  # another name of the same bytes is there
        path.parent.rmdir()
    return facts.st_size


def _intact(path: Path, sha256: str) -> bool:
    """Say whether a file is there and holds the bytes of this sha256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False
