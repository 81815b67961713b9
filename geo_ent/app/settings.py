"""How an application is set up: for one person on their computer, or for visitors of a server."""

from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one visitor may ask of the machine, and all of them together.

    Attributes
    ----------
    upload_bytes, files_n
        Of all files of a work.
    idle_s, upload_s, slowest_bytes_s
        How long an upload may send nothing, and last in all; what it must bring a second.
    job_s, memory_bytes
        Of one reading or one build, in its process.
    visitors_n
        Works that are being sent, read or built at once; the next visitor is told to wait.
    works_n, works_bytes, free_bytes
        How many works there may be, what they may take on the disk together, and what must stay
        free on it.
    keep_s
        How long a work that nobody looks at is kept; 0 for ever.
    """

    upload_bytes: int = 50 * MEGABYTE
    files_n: int = 20
    idle_s: float = 30.0
    upload_s: float = 900.0
    slowest_bytes_s: int = 2_000
    job_s: float = 300.0
    memory_bytes: int = 2_000 * MEGABYTE
    visitors_n: int = 50
    works_n: int = 1000
    works_bytes: int = 4_000 * MEGABYTE
    free_bytes: int = 200 * MEGABYTE
    keep_s: float = 3600.0


@dataclass(frozen=True, kw_only=True)
class Settings:
    """An application's place, its doors and its bounds.

    Attributes
    ----------
    folder
        Where works lie, each in a folder of its own.
    origin
        What its pages are reached by: "http://127.0.0.1:8765", or the proxy's "https://…".
    prefix
        The part of the address before its own paths: "" or "/ent".
    hosts
        The names that a request may call it by (`Host`).
    token
        On one's own computer, what only its address knows; "" on a server.
    password
        What visitors of a server are asked for; "" where the proxy sees to it.
    workers_n
        How many readings and builds go on at once.
    offline
        Whether official data is taken from the cache alone.
    """

    folder: Path
    origin: str
    hosts: frozenset[str]
    prefix: str = ""
    token: str = ""
    password: str = ""
    workers_n: int = 2
    offline: bool = False
    limits: Limits = field(default_factory=Limits)

    @property
    def is_local(self) -> bool:
        """Whether it serves one person, on their own computer."""
        return bool(self.token)
