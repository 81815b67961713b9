"""The lock file, geo-ent.lock: exactly what a map was made from, so that it can be made again."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.text.toml_file import read_toml
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from geo_ent.sources.store.cached_entry import Entry

_VERSION = 1
_HEAD = (
    "# Ce dont la carte a été faite, au bit près : à garder avec geo-ent.toml.\n"
    "# Écrit par geo-ent ; --refresh le renouvelle.\n"
)
_ID = re.compile(r"[a-z0-9-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEND = "Reprenez-le d’une sauvegarde, ou renouvelez-le avec --refresh."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What is pinned of a dataset; its attributes are those of `Entry`."""

    url: str
    sha256: str
    content_sha256: str
    fetched_at: str
    rows_n: int
    territory: str
    vintage: str = ""


@dataclass(frozen=True)
class Lock:
    """What a map was made from.

    Attributes
    ----------
    pins
        Dataset id -> what is pinned of it.
    name
        The file's name, for messages.
    """

    pins: Mapping[str, Pin] = field(default_factory=lambda: MappingProxyType({}))
    name: str = "geo-ent.lock"


def read_lock(path: Path) -> Lock:
    """Read a lock file; where there is none, nothing is pinned.

    Raises
    ------
    InputError
        If it can't be read, or isn't a lock file: where, what to do.
    """
    if not path.exists():
        return Lock(name=path.name)
    # Read strictly, since it comes with a project from elsewhere: it says what is to be used.
    tables = read_toml(path, "le fichier de verrou", advice=_MEND)
    if tables.pop("version", None) != _VERSION:
        msg = f"{path} : on attend un verrou « version = {_VERSION} ». {_MEND}"
        raise InputError(msg)
    pins = {name: _pin(name, table, path) for name, table in tables.items()}
    return Lock(MappingProxyType(pins), path.name)


def _pin(name: str, table: object, path: Path) -> Pin:
    """Make a pin of what the file says."""
    kinds = {field.name: field.type for field in fields(Pin)}
    values: dict[str, Any] = table if isinstance(table, dict) else {}
    wrong = [key for key, kind in kinds.items() if type(values.get(key)) is not kind]
    wrong += [key for key in ("sha256", "content_sha256") if not _is_sha256(values.get(key))]
    wrong += [key for key in values if key not in kinds]
    if wrong:
        msg = f"{path}, [{name}] : « {wrong[0]} » manque ou ne convient pas. {_MEND}"
        raise InputError(msg)
    return Pin(**values)


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def write_lock(path: Path, entries: "Iterable[Entry]") -> None:
    """Write what a map was made from; the same files give the same bytes.

    Parameters
    ----------
    entries
        What the cache knows of each file.

    Raises
    ------
    OutputError
        If it can't be written; what was there is untouched.
    """
    # By name, and the keys too: whoever keeps it under git sees what has changed, and no more.
    pinned = {entry.dataset: entry for entry in entries}
    tables = "".join(_table(pinned[name]) for name in sorted(pinned))
    text = f"{_HEAD}version = {_VERSION}\n{tables}"
    with whole_file(path) as work:
        work.write_text(text, encoding="utf-8", newline="\n")


def _table(entry: "Entry") -> str:
    """Write what is pinned as a TOML table; its strings are JSON's, which TOML reads."""
    name = entry.dataset if _ID.fullmatch(entry.dataset) else json.dumps(entry.dataset)
    keys = sorted(field.name for field in fields(Pin))
    lines = [f"{key} = {_text(getattr(entry, key))}" for key in keys]
    return "\n".join(("", f"[{name}]", *lines, ""))


def _text(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's only other
