"""One application a person: a second start finds the first by what it left written, if it is it."""

import json
import os
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from filelock import FileLock, Timeout

from geo_ent.errors import InputError, OutputError
from geo_ent.text.system_faults import why
from geo_ent.text.whole_file import whole_file

_RECORD, _LOCK = "running.json", "running.lock"
_ANSWER_S = 5.0  # for one that is just starting, on a slow machine
_START_S = 15.0  # how long another start is waited for


def instance_of(token: str) -> str:
    """Name an application by its token, which nobody learns from its name; "" without one.

    Examples
    --------
    >>> instance_of("a token"), instance_of("")
    ('07e40599e856d74a', '')
    """
    return sha256(f"geo-ent {token}".encode()).hexdigest()[:16] if token else ""


@contextmanager
def starting(folder: Path) -> Iterator[Callable[[], None]]:
    """Start alone: of two starts at once, the second waits until the first answers.

    Parameters
    ----------
    folder
        Of what this person has; made if it isn't there.

    Yields
    ------
    callable
        To be called when this one answers.

    Raises
    ------
    InputError
        If nothing can be written in the folder.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A folder that is there may refuse what is to be written in it.
        (folder / _LOCK).touch(mode=0o600)
    except OSError as fault:
        raise _unwritable(folder, why(fault)) from None
    lock = FileLock(folder / _LOCK, thread_local=False)
    # Where it can't be had (some shared disks have none), better two than none.
    with suppress(Timeout, OSError, NotImplementedError):
        lock.acquire(timeout=_START_S)
    try:
        yield lock.release
    finally:
        lock.release()


def _unwritable(folder: Path, reason: str) -> InputError:
    return InputError(
        f"vos travaux seraient gardés dans {folder}, où rien ne peut être écrit ({reason}) : il "
        "faut avoir le droit d’y écrire, et de la place sur le disque ; ou donnez un autre dossier "
        "par --folder."
    )


def opened_address(folder: Path) -> str | None:
    """Give the address of the application that this person has open already, if it answers.

    What is written may be of one that was killed, and its port another program's since: it must
    know the same token, which isn't sent to whoever answers there.
    """
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        address = urlsplit(str(record["address"]))
        token = parse_qs(address.query)["token"][0]
        # Not by urllib, which may ask a proxy for this very machine.
        connection = HTTPConnection("127.0.0.1", address.port, timeout=_ANSWER_S)
        try:
            connection.request("GET", "/health")
            health = json.loads(connection.getresponse().read(10_000))
        finally:
            connection.close()
        is_it = health["app"] == "geo-ent" and health["instance"] == instance_of(token)
    except (OSError, ValueError, KeyError, TypeError, IndexError, HTTPException):
        return None
    return address.geturl() if is_it else None


def write_record(folder: Path, address: str) -> None:
    """Write where this application is, for the next start to find it.

    Raises
    ------
    InputError
        If it can't be written.
    """
    try:
        with whole_file(folder / _RECORD) as file:
            file.touch(mode=0o600)  # it holds the token
            file.write_text(json.dumps({"address": address}), encoding="utf-8")
    except OutputError as fault:
        raise _unwritable(folder, str(fault)) from None


def remove_record(folder: Path, address: str) -> None:
    """Remove what was written of this application; what another one wrote since stays."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        record = folder / _RECORD
        if json.loads(record.read_text(encoding="utf-8"))["address"] == address:
            record.unlink()


def open_browser(address: str, failed: Callable[[], object]) -> threading.Thread:
    """Open the browser without waiting for it: some don't come back until they are closed.

    Parameters
    ----------
    address
        What to open.
    failed
        Called where there is none.

    Returns
    -------
    Thread
        Over when it is open, for those that some machines have.
    """

    def opening() -> None:
        is_open = False
        # Without a screen, Linux would open one of those that take the terminal over.
        if sys.platform != "linux" or any(map(os.environ.get, _SCREENS)):
            with suppress(webbrowser.Error, OSError):
                is_open = webbrowser.open(address)
        if not is_open:
            failed()

    thread = threading.Thread(target=opening, name="browser", daemon=True)
    thread.start()
    return thread


_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
