"""What the cache knows of one file: what it is, where it came from, when, and its content."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

FRANCE = "france"
"""The territory of a file that isn't cut to some départements."""

_CLOCK_DRIFT = dt.timedelta(hours=1)  # two machines' clocks differ; this much isn't the future
_NAME_MAX = 100  # a file's name holds 255 bytes, and the key isn't all of it
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OBJECT = re.compile(r"objects/([0-9a-f]{64})/[A-Za-z0-9_+-]{1,200}\.[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the cache.

    Attributes
    ----------
    dataset
        Id of the dataset in the catalogue.
    territory
        The départements that it holds, as "035+057"; "france" for all.
    vintage
        The year of the data ("2025"); "" when there is none.
    asked
        The vintage asked for; "" for the latest.
    url
        The address it was asked at.
    file
        Where it is, relative to the cache folder, "/" between folders.
    sha256, content_sha256
        Of the bytes; of the rows whatever their order.
    etag
        What the server calls this version; "" when it doesn't say.
    fetched_at, checked_at
        When it was downloaded; when the source was last asked whether it still holds. UTC, ISO.
    rows_n, columns, bytes_n
        The number of rows (without the titles), the columns' titles, the number of bytes.
    """

    dataset: str
    territory: str
    vintage: str = ""
    asked: str = ""
    url: str
    file: str
    sha256: str
    content_sha256: str
    etag: str = ""
    fetched_at: str
    checked_at: str
    rows_n: int
    columns: tuple[str, ...] = ()
    bytes_n: int

    @property
    def key(self) -> str:
        """The name under which it is kept."""
        return entry_key(self.dataset, self.territory, self.asked)

    def covers(self, territory: str) -> bool:
        """Say whether it holds all of a territory.

        Examples
        --------
        >>> facts = dict(url="", file="", sha256="", content_sha256="", rows_n=0, bytes_n=0)
        >>> entry = Entry(dataset="ips", territory="035+056", fetched_at="", checked_at="", **facts)
        >>> entry.covers("035"), entry.covers("035+088"), entry.covers("france")
        (True, False, False)
        """
        # "france" is no list of codes: it holds any département, and none holds it.
        if FRANCE in (self.territory, territory):
            return self.territory == FRANCE
        return set(territory.split("+")) <= set(self.territory.split("+"))

    def written(self) -> str:
        """Give the entry as its JSON file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def entry_key(dataset: str, territory: str, vintage: str = "") -> str:
    """Name what is kept of a dataset: a file's name, whatever the number of départements.

    Examples
    --------
    >>> entry_key("effectifs", "035+057", "2024")
    'effectifs--035+057--2024'
    >>> len(entry_key("ips", "+".join(f"{n:03}" for n in range(1, 96))))
    31
    """
    if len(territory) > _NAME_MAX:
        territory = f"{len(territory.split('+'))}-" + _short_hash(territory)
    safe = (re.sub(r"[^A-Za-z0-9+_-]", "_", part) for part in (dataset, territory, vintage))
    return "--".join(safe)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:21]


def object_file(sha256: str, key: str, ext: str) -> str:
    """Say where the bytes of this sha256 are kept, relative to the cache folder.

    The file's own name is for people: reports and pages tell it.

    Examples
    --------
    >>> object_file("ab" * 32, "effectifs--035--2025", "csv")[-25:]
    'ab/effectifs-035-2025.csv'
    """
    name = re.sub("-+", "-", key).strip("-")
    return f"objects/{sha256}/{name}.{ext}"


def parse_entry(text: str) -> Entry | None:
    """Read an entry's JSON; None when it isn't one, or names a file out of its place."""
    try:
        values = json.loads(text)
    except ValueError:
        return None
    names = {field.name for field in fields(Entry)}
    # Read strictly: the cache is a folder that anything may write to, and an entry names a file.
    if not isinstance(values, dict) or set(values) != names or not _well_typed(values):
        return None
    entry = Entry(**{**values, "columns": tuple(values["columns"])})
    place = _OBJECT.fullmatch(entry.file)
    whole = place and place[1] == entry.sha256
    return entry if whole and _SHA256.fullmatch(entry.content_sha256) else None


def _well_typed(values: Mapping[str, Any]) -> bool:
    counts = ("rows_n", "bytes_n")
    texts = [value for name, value in values.items() if name not in (*counts, "columns")]
    columns = values["columns"]
    return (
        all(type(values[name]) is int and values[name] >= 0 for name in counts)
        and all(isinstance(value, str) for value in texts)
        and isinstance(columns, list)
        and all(isinstance(value, str) for value in columns)
    )


def days_since(when: str, now: dt.datetime) -> float | None:
    """Count the days since a date; None when it is no date, or one to come: a clock went wrong.

    Examples
    --------
    >>> now = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    >>> days_since("2026-11-20T00:00:00+00:00", now), days_since("2031-01-01T00:00:00+00:00", now)
    (2.5, None)
    """
    try:
        then = dt.datetime.fromisoformat(when)
    except ValueError:
        return None
    if then.tzinfo is None:
        return None
    # A cache on a network folder is dated by other machines' clocks.
    gone = now - then
    return max(gone / dt.timedelta(days=1), 0.0) if gone > -_CLOCK_DRIFT else None
