"""Opening the application: on one's own computer, or on a server behind a proxy."""

import asyncio
import errno
import gc
import json
import os
import secrets
import signal
import socket
import tempfile
import urllib.request
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from platformdirs import user_data_path

from geo_ent.app.connections import IDLE_S, PatientProtocol, affordable_connections
from geo_ent.app.routes import make_app
from geo_ent.app.settings import Limits, Settings, public_address
from geo_ent.app.site import Site
from geo_ent.errors import InputError
from geo_ent.telling.language import Language

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8765
_RECORD = "running.json"
_OPEN_S = 1.0

Print = Callable[[str], None]


def drafts_folder() -> Path:
    """Say where works are kept on one's own computer."""
    return user_data_path("geo-ent", appauthor=False) / "works"


def serve_locally(
    tr: Language,
    *,
    port: int | None = None,
    browser: bool = True,
    offline: bool = False,
    tell: Print = print,
) -> None:
    """Open the application for the person before this computer, until Ctrl-C.

    Parameters
    ----------
    tr
        The language of what is told on the terminal.
    port
        Of the loopback; the usual one, or any that is free, without it.
    browser
        Whether to open the browser.
    offline
        Whether official data is taken from the cache alone.
    tell
        What prints a line.

    Raises
    ------
    InputError
        If the port that was asked for is taken by something else, or nothing can be written where
        works are kept.
    """
    folder = drafts_folder()
    if (address := _running(folder.parent / _RECORD, port)) is not None:
        tell(tr("geo-ent est déjà ouvert : {address}", address=address))
        if browser:
            webbrowser.open(address)
        return
    record = folder.parent / _RECORD
    _make_record(record)
    listener = _listener(LOOPBACK, port)
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    hosts = frozenset(f"{name}:{port}" for name in (LOOPBACK, "localhost"))
    settings = Settings(
        folder=folder,
        origin=f"http://{LOOPBACK}:{port}",
        hosts=hosts,
        token=token,
        offline=offline,
        limits=Limits(job_s=1800.0, visitors_n=20),
    )
    address = f"{settings.origin}/?token={token}"
    record.write_text(json.dumps({"address": address}), encoding="utf-8")
    tell(tr("geo-ent est ouvert dans le navigateur : {address}", address=address))
    tell(tr("Ctrl-C pour le fermer ; votre travail est gardé."))
    try:
        _run(settings, listener, ready=lambda: browser and webbrowser.open(address))
    finally:
        record.unlink(missing_ok=True)
    if Site(settings).works.all():
        tell(tr("Vos travaux sont gardés dans {folder}.", folder=folder))


def serve_hosted(  # noqa: PLR0913 what whoever hosts it decides, by keyword
    tr: Language,
    *,
    host: str,
    behind: str,
    port: int | None = None,
    folder: Path | None = None,
    password: str = "",
    workers_n: int = 2,
    offline: bool = False,
    limits: Limits | None = None,
    tell: Print = print,
) -> None:
    """Serve the application to visitors, behind a proxy that has its name and its certificate.

    Parameters
    ----------
    host
        The address to listen on.
    behind
        Its public address, as https://cartes.exemple.fr or https://exemple.fr/ent.
    port
        To listen on.
    folder
        Where works lie for the hour that they are kept; a temporary one without it.
    password
        What visitors are asked for; "" where the proxy sees to it.
    workers_n
        How many readings and builds go on at once.
    limits
        What each visitor may ask of the machine.
    tr, offline, tell
        As for `serve_locally`.

    Raises
    ------
    InputError
        If the public address isn't one, or the port is taken.
    """
    public = public_address(behind)
    os.umask(0o077)  # what visitors send is for nobody else on the machine
    listener = _listener(host, port or USUAL_PORT)
    with ExitStack() as until_closed:
        if folder is None:
            temporary = tempfile.TemporaryDirectory(prefix="geo-ent-")
            folder = Path(until_closed.enter_context(temporary))
        _keep_temporary_files(folder)
        settings = Settings(
            folder=folder,
            origin=public.origin,
            hosts=public.hosts,
            prefix=public.prefix,
            password=password,
            workers_n=workers_n,
            offline=offline,
            limits=limits or Limits(),
        )
        tell(
            tr(
                "geo-ent sert {address}, sur le port {port}.",
                address=behind,
                port=str(listener.getsockname()[1]),
            )
        )
        if not password:
            tell(tr("Sans mot de passe : qui atteint cette adresse peut entrer."))
        _run(settings, listener, ready=lambda: None)


def _keep_temporary_files(folder: Path) -> None:
    """Have what is put aside while files come in lie where works do: all else may be read-only.

    Raises
    ------
    InputError
        If nothing can be written there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        msg = f"--folder {folder} : rien ne peut y être écrit ({fault.strerror})."
        raise InputError(msg) from None
    for name in ("TMPDIR", "TEMP", "TMP"):  # of the processes that work, too
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)


def _run(settings: Settings, listener: socket.socket, *, ready: Callable[[], object]) -> None:
    gc.enable()  # the command line does without: its runs are of minutes, this one may be of weeks
    connections_n = affordable_connections(settings.limits.connections_n)
    PatientProtocol.limits = replace(settings.limits, connections_n=connections_n)
    config = uvicorn.Config(
        make_app(Site(settings)),
        # Named, each: uvicorn would else take what else is installed, and heed what a client
        # says of a proxy.
        http=PatientProtocol,
        loop="asyncio",
        ws="none",
        interface="asgi3",
        proxy_headers=False,
        log_level="error",  # what is below is what any client can have it write
        access_log=False,  # an address holds the secret name of a work
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=round(IDLE_S),
        backlog=512,
    )
    server = _Server(config, ready)
    # As Ctrl-C: what stops a service must leave as little behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await asyncio.to_thread(self._ready)


def _listener(host: str, port: int | None) -> socket.socket:
    """Listen on a port: the one that is asked for, or the usual one, or any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in [port] if port is not None else [USUAL_PORT, 0]:
        listener = socket.socket(family, socket.SOCK_STREAM)
        # The same word lets a program start again at once elsewhere, and on Windows lets two
        # programs have one port; there, this one refuses it to others.
        of_windows = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        listener.setsockopt(socket.SOL_SOCKET, of_windows or socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, tried))
            listener.listen()  # only then is it taken: two that start at once don't share it
        except (OSError, OverflowError) as fault:
            listener.close()
            problem = fault
            continue
        return listener
    if getattr(problem, "errno", None) == errno.EADDRINUSE:
        reason = "ce port est pris par un autre programme ; donnez-en un autre, ou aucun."
    else:
        reason = f"on ne peut pas y écouter ({getattr(problem, 'strerror', '') or problem})."
    msg = f"--port {port} : {reason}"
    raise InputError(msg)


def _running(record: Path, port: int | None) -> str | None:
    """Give the address of the application that this person has open already, if it answers."""
    with suppress(OSError, ValueError, KeyError):
        address = str(json.loads(record.read_text(encoding="utf-8"))["address"])
        if port is not None and urlsplit(address).port != port:
            return None
        health = f"http://{urlsplit(address).netloc}/health"
        with urllib.request.urlopen(health, timeout=_OPEN_S) as answer:
            if json.load(answer).get("app") == "geo-ent":
                return address
    return None


def _make_record(record: Path) -> None:
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.touch(mode=0o600)  # it will hold the token
    except OSError as fault:
        msg = (
            f"vos travaux seraient gardés dans {record.parent}, où rien ne peut être écrit "
            f"({fault.strerror}) : il faut avoir le droit d'y écrire, et de la place sur le disque."
        )
        raise InputError(msg) from None
