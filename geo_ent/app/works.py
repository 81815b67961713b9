"""Works: each visitor's files, choices and maps, in a folder of their own under a secret name.

All that is known of a work lies in its folder: a server that starts again finds it as it was.
"""

import errno
import json
import os
import pickle
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from geo_ent import __version__
from geo_ent.errors import InputError, OutputError
from geo_ent.project.written_project import project_text, read_choices
from geo_ent.text.whole_file import take_place, whole_file

PROJECT = "geo-ent.toml"
"""The choices and the answers of a work, which the visitor takes along."""

LOCK = "geo-ent.lock"
"""What pins, beside them, the official data that its map was made from."""

PAGE = "index.html"
"""The page of a map, which can be shown before the rest of it is written."""

_MOST_BYTES = 500_000  # of choices and answers: each page reads them
_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_STATE, _BUILDS, _MADE = "work.json", "builds", "made.json"
_MANIFEST = "manifest.json"  # the one file that all maps have
_SHEETS = "sheets-"
_SCRATCH, _GONE = ".job-", ".gone-"
# What a reading of the register depends on; a title or a date that changes needs no new one.
_READ_KEYS = ("departements", "academies", "regions", "schools", "register", "datasets", "rentree")
_OF_SOURCES = ("departements", "academies", "regions", "datasets", "rentree")
_TRIES, _PAUSE_S = 20, 0.05  # to remove what Windows says is in use, for a moment


@dataclass(frozen=True)
class Work:
    """A visitor's work.

    Attributes
    ----------
    folder
        Its own; its name is the secret that its address holds.
    """

    folder: Path

    @property
    def name(self) -> str:
        """The secret name, which stands in its address."""
        return self.folder.name

    @property
    def inputs(self) -> Path:
        """The folder of the files that were given, beside geo-ent.toml."""
        return self.folder / "inputs"

    @property
    def project_file(self) -> Path:
        """What a build is asked: `geo-ent build --project` takes the same file."""
        return self.inputs / PROJECT

    @property
    def schools_file(self) -> Path:
        """The schools of the annuaire, to find one by its name."""
        return self.folder / "schools.tsv"

    def choices(self) -> dict[str, Any]:
        """Read what was chosen and answered, as geo-ent.toml has it.

        Raises
        ------
        FileNotFoundError
            If the work has been erased since it was found.
        InputError
            If it can't be read.
        """
        self._refuse_gone()
        known = _known_choices(self.project_file, _about(self.project_file))
        choices: dict[str, Any] = pickle.loads(known)  # noqa: S301 of `_known_choices` alone
        return choices

    def choose(self, choices: Mapping[str, Any]) -> None:
        """Keep what was chosen and answered: whole, or as it was before.

        Raises
        ------
        FileNotFoundError
            If the work has been erased since it was found.
        InputError
            If there are more answers than a page can be made of.
        OutputError
            If it can't be written.
        """
        self._refuse_gone()
        text = project_text(choices).encode()
        if len(text) > _MOST_BYTES:
            msg = "Il y a trop de réponses : à ce point, mieux vaut corriger le tableur lui-même."
            raise InputError(msg)
        moved = self.project_file.exists() and _of_sources(choices) != _of_sources(self.choices())
        with whole_file(self.project_file) as file, file.open("wb") as writing:
            writing.write(text)
            # The one file that nobody can make again: it is on the disk before the old one goes.
            writing.flush()
            os.fsync(writing.fileno())
        if moved:
            self.forget_sources()

    def _refuse_gone(self) -> None:
        # What writes whole files would make its folder again, for nobody to find and none to erase.
        if not self.inputs.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.folder)

    def forget_sources(self) -> None:
        """Let the next map be made from official data of its day, whatever the last one was of."""
        (self.inputs / LOCK).unlink(missing_ok=True)

    @property
    def demo(self) -> str:
        """The demo that it is of, as long as it has no register of its own; "" for none."""
        if self.choices().get("register", {}).get("files"):
            return ""
        return str(self.state().get("demo", ""))

    @property
    def lacks_register(self) -> bool:
        """Whether there is nothing to read: no register yet, or no longer, and no demo."""
        return not self.demo and not self.choices().get("register", {}).get("files")

    def state(self) -> dict[str, Any]:
        """Read what isn't in geo-ent.toml: `created`, `lang`, `demo`, the title of the work."""
        return _read_json(self.folder / _STATE) or {}

    def note(self, **changes: object) -> None:
        """Change what is kept beside geo-ent.toml."""
        self._refuse_gone()
        _write_json(self.folder / _STATE, self.state() | changes)

    def at_step(self, step: str) -> None:
        """Note where the visitor is, who may come back to it."""
        if self.state().get("step") != step:
            # A full disk mustn't keep anybody from looking.
            with suppress(OSError, OutputError):
                self.note(step=step)

    @property
    def read_revision(self) -> str:
        """Name what a reading of the register is of: another name, another reading."""
        choices = self.choices()
        return self._digest({key: choices[key] for key in _READ_KEYS if key in choices})

    @property
    def revision(self) -> str:
        """Name what a map is made of: the choices, the answers and the files."""
        return self._digest(self.choices())

    def _digest(self, choices: Mapping[str, Any]) -> str:
        # By what the files hold: one of the same name, size and hour may be another, and one that
        # comes again with another hour may be the same.
        files = [
            (path.name, _known_digest(path, _about(path)))
            for path in sorted(self.inputs.iterdir())
            if path.name not in {PROJECT, LOCK} and not path.name.startswith(".") and path.is_file()
        ]
        # By the version too: what an older geo-ent read or drew isn't what this one would.
        described = [__version__, self.demo, choices, files]
        text = json.dumps(described, default=str, sort_keys=True)
        return sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]

    def reading(self, lang: str) -> dict[str, Any] | None:
        """Give what was read of the register, if it was read as it now stands, in a language."""
        reading = _read_json(self._reading_file(lang))
        return reading if reading and reading.get("revision") == self.read_revision else None

    def last_reading(self, lang: str = "") -> dict[str, Any] | None:
        """Give what was read last, be it of choices or files that have changed since.

        Parameters
        ----------
        lang
            In which language; "" for any: its rows, sheets and titles are the same in all.
        """
        if lang:
            return _read_json(self._reading_file(lang))
        files = sorted(self.folder.glob("reading-*.json"), key=lambda path: -path.stat().st_mtime)
        return next(filter(None, map(_read_json, files)), None)

    def keep_reading(self, reading: Mapping[str, Any], lang: str) -> None:
        """Keep what was read."""
        _write_json(self._reading_file(lang), reading)

    def rows(self, lang: str) -> dict[str, Any]:
        """Give the rows of the register as they were last read, by what became of them."""
        return _read_json(self._rows_file(lang)) or {}

    def keep_rows(self, rows: Mapping[str, Any], lang: str) -> None:
        """Keep the rows of a reading, which only who asks for them has to wait for."""
        _write_json(self._rows_file(lang), rows)

    def _rows_file(self, lang: str) -> Path:
        return self.folder / f"rows-{lang}.json"

    def _reading_file(self, lang: str) -> Path:
        return self.folder / f"reading-{lang}.json"

    def corrected_register(self, lang: str) -> Path:
        """Say where the corrected register is, or is to be."""
        return self.folder / f"registre-corrige-{lang}.xlsx"

    def sheets_file(self, level: str, revision: str) -> Path:
        """Say where the zip of a level's A4 sheets is, or is to be."""
        return self.folder / f"{_SHEETS}{level}-{revision}"

    def keep_sheets(self, made: Path, level: str, revision: str) -> None:
        """Take in the zip of a level's A4 sheets; drop those of other maps.

        Raises
        ------
        OutputError
            If they can't be written.
        """
        with whole_file(self.sheets_file(level, revision)) as file:
            shutil.copyfile(made, file)
        for path in self.folder.glob(f"{_SHEETS}*"):
            if not path.name.endswith(revision):
                _remove(path)

    def new_scratch(self) -> Path:
        """Name a folder for a job to leave unfinished things in, which goes with the job."""
        return self.folder / f"{_SCRATCH}{secrets.token_hex(8)}"

    def build_folder(self, revision: str) -> Path:
        """Say where the map of a revision is, or is to be."""
        return self.folder / _BUILDS / revision

    def keep_page(self, page: Path, revision: str) -> None:
        """Take in the page of a map whose other files are still being written.

        Raises
        ------
        OutputError
            If it can't be written.
        """
        with whole_file(self._early_page(revision)) as file:
            shutil.copyfile(page, file)

    def page_file(self, revision: str) -> Path:
        """Say where the page of a map is: with the whole map, or before it."""
        whole = self.build_folder(revision)
        return whole / PAGE if (whole / _MANIFEST).is_file() else self._early_page(revision)

    def _early_page(self, revision: str) -> Path:
        # In a folder without a manifest, which is no map: it goes when the map is whole.
        return self.build_folder(f"page-{revision}") / PAGE

    def keep_build(self, made: Path, revision: str, *, kept: int = 2) -> None:
        """Take in a whole map, which is shown from now on; drop all but the newest ones.

        Raises
        ------
        OSError
            If it can't take its place.
        """
        target = self.build_folder(revision)
        target.parent.mkdir(exist_ok=True)
        if not (target / _MANIFEST).is_file():  # one that is there is of the same inputs
            _remove(target)
            try:
                take_place(made, target)
            except OSError:
                # Of two who made it at once, one was the first: they made the same.
                if not (target / _MANIFEST).is_file():
                    raise
        order = [*(name for name in self._made() if name != revision), revision]
        _write_json(target.parent / _MADE, {"made": order[-kept:]})
        for path in self._builds():
            # The one before the last may still be shown.
            if path.name not in order[-kept:]:
                _remove(path)

    def last_build(self) -> Path | None:
        """Give the map of today's choices, if it is there; else the newest one."""
        current = self.build_folder(self.revision)
        made = [current, *map(self.build_folder, reversed(self._made())), *self._builds()]
        return next((path for path in made if (path / _MANIFEST).is_file()), None)

    def _made(self) -> list[str]:
        # Their order is written down: the hour of a folder is that of a clock that may be set back.
        made = _read_json(self.folder / _BUILDS / _MADE) or {}
        return [str(name) for name in made.get("made", [])]

    def _builds(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return [path for path in (self.folder / _BUILDS).iterdir() if path.is_dir()]
        return []

    @property
    def seen_at(self) -> float:
        """When somebody last looked at it (seconds since 1970); 0 where it is gone."""
        with suppress(FileNotFoundError):
            return self.folder.stat().st_mtime
        return 0.0

    def touch(self) -> None:
        """Note that somebody looks at it."""
        with suppress(OSError):
            os.utime(self.folder)

    def erase(self) -> None:
        """Remove everything: the files, the choices, the maps; nobody finds it from then on."""
        _remove(self.folder)

    def tidy(self) -> None:
        """Remove what a server or a process left that was ended in the middle of writing."""
        left = [self.folder.glob(".*"), self.inputs.glob(".*"), (self.folder / _BUILDS).glob(".*"),
                self.folder.glob("*.zip"), self.folder.glob("given.toml")]  # fmt: skip
        for path in [path for paths in left for path in paths]:
            _remove(path)


@dataclass(frozen=True)
class Works:
    """The works of an application.

    Attributes
    ----------
    folder
        Where they lie.
    """

    folder: Path
    _seen: dict[str, float] = field(default_factory=dict)  # name -> when, by a clock nobody sets

    def create(self, choices: Mapping[str, Any]) -> Work:
        """Make a work of a first choice.

        Raises
        ------
        OSError, OutputError
            If it can't be written: then there is none.
        """
        work = Work(self.folder / secrets.token_urlsafe(24))
        try:
            self.make_folder()
            work.inputs.mkdir(parents=True)
            work.note(created=time.time())
            work.choose(choices)  # last: without it there is no work
        except BaseException:
            work.erase()
            raise
        return work

    def make_folder(self) -> None:
        """Make the folder that works lie in, for its owner alone.

        Raises
        ------
        OSError
            If it can't be made.
        """
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)

    def find(self, name: str) -> Work | None:
        """Find a work by its secret name; None where there is none, or no longer."""
        # By its shape first: what stands in an address is anybody's text, and becomes a path.
        if not _SHAPE.fullmatch(name):
            return None
        work = Work(self.folder / name)
        return work if work.project_file.is_file() else None

    def all(self) -> list[Work]:
        """List the works, the one that was last looked at first."""
        if not self.folder.is_dir():
            return []
        works = (self.find(path.name) for path in self.folder.iterdir())
        return sorted(filter(None, works), key=lambda work: work.seen_at, reverse=True)

    def touch(self, work: Work) -> None:
        """Note that somebody looks at a work."""
        self._seen[work.name] = time.monotonic()
        work.touch()

    def left_alone(self, keep_s: float) -> list[str]:
        """Name the works that nobody looked at for a while, and what is left of broken ones."""
        paths = list(_entries(self.folder))
        names = {path.name: path for path in paths if _SHAPE.fullmatch(path.name)}
        for name in self._seen.keys() - names.keys():
            del self._seen[name]
        alone = [name for name, path in names.items() if self._alone_s(name, path) > keep_s]
        return [*alone, *(path.name for path in paths if path.name.startswith(_GONE))]

    def _alone_s(self, name: str, path: Path) -> float:
        # The machine's clock may be set, forward or back: it counts only for what this server
        # hasn't seen itself.
        now = time.monotonic()
        if name not in self._seen:
            ago = time.time() - Work(path).seen_at
            self._seen[name] = now - max(ago, 0.0)
        return now - self._seen[name]

    def sweep(self, name: str) -> None:
        """Remove a work, or what is left of one."""
        _remove(self.folder / name)

    def tidy(self) -> None:
        """Remove what was left in the middle; when no other server has works here."""
        for path in _entries(self.folder):
            if path.name.startswith(_GONE):
                _remove(path)
            elif _SHAPE.fullmatch(path.name):
                work = Work(path)
                work.tidy()
                if not work.project_file.is_file():
                    work.erase()

    def bytes_n(self) -> int:
        """Measure what all works take on the disk."""
        total = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(FileNotFoundError):
                    total += Path(folder, name).stat().st_size
        return total


def _of_sources(choices: Mapping[str, Any]) -> list[Any]:
    return [choices.get(key) for key in _OF_SOURCES]


def _about(path: Path) -> tuple[int, ...]:
    """Give what the system says of a file: where it is the same, so is what the file holds."""
    about = path.stat()
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


@lru_cache(64)
def _known_choices(path: Path, _same: tuple[int, ...]) -> bytes:
    """Read choices once for as long as their file is the same: a page needs them several times.

    As bytes, of which each who asks makes a copy that is theirs to change.
    """
    return pickle.dumps(read_choices(path))


@lru_cache(4096)
def _known_digest(path: Path, _same: tuple[int, ...]) -> str:
    """Digest a file, once for as long as the system says that it is the same."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _entries(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from folder.iterdir()


def _remove(path: Path) -> None:
    """Remove a file or a folder; a folder is no longer there under its name from the start."""
    if path.is_file() or path.is_symlink():
        path.unlink(missing_ok=True)
        return
    gone = path
    if not path.name.startswith(_GONE):
        gone = path.with_name(f"{_GONE}{secrets.token_hex(8)}")
        with suppress(OSError):
            path.rename(gone)
        if path.exists():  # Windows renames no folder in which a file is open
            gone = path
    for _ in range(_TRIES):
        shutil.rmtree(gone, ignore_errors=True)
        if not gone.exists():
            return
        time.sleep(_PAUSE_S)


def _read_json(path: Path) -> dict[str, Any] | None:
    # A file that a power cut left half is none: what it held is made anew.
    with suppress(OSError, ValueError):
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else None
    return None


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    with whole_file(path) as file:
        file.write_text(json.dumps(content), encoding="utf-8")
