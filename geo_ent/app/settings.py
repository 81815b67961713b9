"""How an application is set up: for one person on their computer, or for visitors of a server."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from geo_ent.errors import InputError

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one visitor may ask of the machine, and all of them together.

    Attributes
    ----------
    connections_n, head_s, read_s
        How many there may be at once; how long one may take to say what it asks, and to read a
        little more of the answer.
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

    connections_n: int = 1500
    head_s: float = 15.0
    read_s: float = 60.0
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


CHOSEN_LIMITS: Mapping[str, tuple[str, int]] = {
    "upload_mb": ("upload_bytes", MEGABYTE),
    "files": ("files_n", 1),
    "job_seconds": ("job_s", 1),
    "memory_mb": ("memory_bytes", MEGABYTE),
    "visitors": ("visitors_n", 1),
    "works": ("works_n", 1),
    "works_mb": ("works_bytes", MEGABYTE),
    "free_mb": ("free_bytes", MEGABYTE),
}
"""What whoever hosts it may set: by its name, the attribute of `Limits` and how many one is of.

Not how long works are kept: pages and docs promise an hour.
"""


def limits_of(written: Iterable[str]) -> Limits:
    """Read the limits of a server, each as NAME=NUMBER; what isn't said is as usual.

    Raises
    ------
    InputError
        If there is no such limit, or it isn't a whole number of 1 or more.

    Examples
    --------
    >>> limits = limits_of(["upload_mb=100", "visitors=20"])
    >>> limits.upload_bytes, limits.visitors_n, limits.files_n
    (100000000, 20, 20)
    """
    chosen = {}
    for text in written:
        name, _, number = text.replace(" ", "").partition("=")
        if name not in CHOSEN_LIMITS or not re.fullmatch(r"0*[1-9][0-9]{0,8}", number):
            msg = (
                f"--limit « {text} » : on attend un nom et un nombre entier, comme upload_mb=100. "
                f"Les noms : {', '.join(CHOSEN_LIMITS)}."
            )
            raise InputError(msg)
        attribute, factor = CHOSEN_LIMITS[name]
        chosen[attribute] = int(number) * factor
    return replace(Limits(), **chosen)


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


@dataclass(frozen=True)
class PublicAddress:
    """What a server's visitors reach it by, through its proxy.

    Attributes
    ----------
    origin
        As a browser writes it: in small letters, without the usual port.
    hosts
        What a request may call it.
    prefix
        The path before its own, "" or "/ent".
    """

    origin: str
    hosts: frozenset[str]
    prefix: str


def public_address(written: str) -> PublicAddress:
    """Read a public address.

    Raises
    ------
    InputError
        If it isn't one.

    Examples
    --------
    >>> public_address("https://Cartes.exemple.fr:443/ent/")  # doctest: +ELLIPSIS
    PublicAddress(origin='https://cartes.exemple.fr', hosts=frozenset({...}), prefix='/ent')
    >>> public_address("http://127.0.0.1:8080").origin, public_address("https://écoles.fr").origin
    ('http://127.0.0.1:8080', 'https://xn--coles-9ra.fr')
    """
    try:
        parts = urlsplit(written.strip())
        name, port = _written_by_browsers(parts.hostname or ""), parts.port
    except ValueError:  # a port or a name that is none
        name, port = "", None
    prefix = parts.path.rstrip("/") if name else ""
    is_bare = not (parts.query or parts.fragment or parts.username or parts.password)
    if not name or parts.scheme not in _PORTS or not is_bare or not _PREFIX.fullmatch(prefix):
        msg = (
            f"--behind « {written} » : on attend l’adresse publique, comme "
            "https://cartes.exemple.fr ou https://exemple.fr/ent."
        )
        raise InputError(msg)
    usual = _PORTS[parts.scheme]
    host = name if port in {None, usual} else f"{name}:{port}"
    # Some proxies always say the port.
    hosts = {host, f"{name}:{usual}"} if host == name else {host}
    return PublicAddress(f"{parts.scheme}://{host}", frozenset(hosts), prefix)


def _written_by_browsers(name: str) -> str:
    name = name.lower() if name.isascii() else name.encode("idna").decode()
    return f"[{name}]" if ":" in name else name


_PORTS = {"http": 80, "https": 443}
# Not what an address of ours begins with: a proxy that cuts it off couldn't be told from one that
# hands it on.
_PREFIX = re.compile(
    r"(/(?!(?:w|static|demo|health|territoire)(?:/|$))[A-Za-z0-9._~-]+)*", re.ASCII
)
