"""Works: each visitor's files, choices and maps, in a folder of their own under a secret name.

All that is known of a work lies in its folder: a server that starts again finds it as it was.
"""

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from geo_ent.project.written_project import project_text, read_choices
from geo_ent.text.whole_file import whole_file

PROJECT = "geo-ent.toml"
"""The choices and the answers of a work, which the visitor takes along."""

_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_STATE, _READING, _BUILDS = "work.json", "reading.json", "builds"
# What a reading of the register depends on; a title or a date that changes needs no new one.
_READ_KEYS = ("departements", "academies", "regions", "schools", "register", "datasets")


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
        """Read what was chosen and answered, as geo-ent.toml has it."""
        return read_choices(self.project_file)

    def choose(self, choices: Mapping[str, Any]) -> None:
        """Keep what was chosen and answered: whole, or as it was before."""
        with whole_file(self.project_file) as file:
            file.write_text(project_text(choices), encoding="utf-8", newline="\n")

    def state(self) -> dict[str, Any]:
        """Read what isn't in geo-ent.toml: `created`, `lang`, `demo`, the title of the work."""
        return _read_json(self.folder / _STATE) or {}

    def note(self, **changes: object) -> None:
        """Change what is kept beside geo-ent.toml."""
        _write_json(self.folder / _STATE, self.state() | changes)

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
        # Names and sizes, and the time too: a file of the same name may come again, mended.
        files = [
            (path.name, path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(self.inputs.iterdir())
            if path.suffix not in {".toml", ".lock"} and path.is_file()
        ]
        described = json.dumps([choices, files], default=str, sort_keys=True)
        return sha256(described.encode()).hexdigest()[:16]

    def reading(self) -> dict[str, Any] | None:
        """Give what was read of the register, if it was read as it now stands."""
        reading = self.last_reading()
        return reading if reading and reading["revision"] == self.read_revision else None

    def last_reading(self) -> dict[str, Any] | None:
        """Give what was read last, be it of choices or files that have changed since."""
        return _read_json(self.folder / _READING)

    def keep_reading(self, reading: Mapping[str, Any]) -> None:
        """Keep what was read."""
        _write_json(self.folder / _READING, reading)

    def build_folder(self, revision: str) -> Path:
        """Say where the map of a revision is, or is to be."""
        return self.folder / _BUILDS / revision

    def last_build(self) -> Path | None:
        """Give the newest map that is whole."""
        made = [path for path in self._builds() if (path / "manifest.json").is_file()]
        return max(made, key=lambda path: path.stat().st_mtime_ns, default=None)

    def drop_old_builds(self, kept: int = 2) -> None:
        """Remove all maps but the newest ones; the one before the last may still be shown."""
        made = sorted(self._builds(), key=lambda path: path.stat().st_mtime_ns)
        for path in made[:-kept]:
            shutil.rmtree(path, ignore_errors=True)

    def _builds(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            for path in (self.folder / _BUILDS).iterdir():
                if not path.name.startswith("."):  # a map that is being written has such a name
                    yield path

    @property
    def seen_at(self) -> float:
        """When somebody last looked at it (seconds since 1970)."""
        return self.folder.stat().st_mtime

    def touch(self) -> None:
        """Note that somebody looks at it."""
        with suppress(FileNotFoundError):
            os.utime(self.folder)

    def erase(self) -> None:
        """Remove everything: the files, the choices, the maps."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class Works:
    """The works of an application.

    Attributes
    ----------
    folder
        Where they lie.
    """

    folder: Path

    def create(self, choices: Mapping[str, Any]) -> Work:
        """Make a work of a first choice."""
        work = Work(self.folder / secrets.token_urlsafe(24))
        work.inputs.mkdir(parents=True)
        self.folder.chmod(0o700)
        work.choose(choices)
        work.note(created=time.time())
        return work

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

    def sweep(self, keep_s: float) -> None:
        """Remove the works that nobody looked at for a while, and what is left of broken ones."""
        limit = time.time() - keep_s
        with suppress(FileNotFoundError):
            for path in self.folder.iterdir():
                if _SHAPE.fullmatch(path.name) and path.stat().st_mtime < limit:
                    shutil.rmtree(path, ignore_errors=True)

    def bytes_n(self) -> int:
        """Measure what all works take on the disk."""
        total = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(FileNotFoundError):
                    total += Path(folder, name).stat().st_size
        return total


def _read_json(path: Path) -> dict[str, Any] | None:
    # A file that a power cut left half is none: what it held is made anew.
    with suppress(OSError, ValueError):
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return content
    return None


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    with whole_file(path) as file:
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
