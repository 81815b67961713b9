"""Opening the application: on one's own computer, or on a server behind a proxy."""

import errno
import gc
import os
import secrets
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import uvicorn
from platformdirs import user_data_path

from geo_ent.app.connections import IDLE_S, PatientProtocol, affordable_connections
from geo_ent.app.opened_once import (
    open_browser,
    opened_address,
    remove_record,
    starting,
    write_record,
)
from geo_ent.app.routes import make_app
from geo_ent.app.settings import Limits, Settings, public_address
from geo_ent.app.site import Site
from geo_ent.app.works import Works
from geo_ent.errors import InputError
from geo_ent.telling.language import Language, mark
from geo_ent.text.system_faults import why

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8765
_WORKS = "works"
_BROWSER_S = 5.0  # for a browser to be found, by a start that ends at once

Print = Callable[[str], None]


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 whoever started it by a script waits for the address


def serve_locally(
    tr: Language,
    *,
    port: int | None = None,
    browser: bool = True,
    folder: Path | None = None,
    offline: bool = False,
    tell: Print = _print,
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
    folder
        Where works are kept; the user's data folder without it.
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
    home = (folder or user_data_path("geo-ent", appauthor=False)).absolute()
    no_browser = partial(tell, tr("Aucun navigateur ne s’ouvre : copiez l’adresse dans le vôtre."))
    with starting(home) as answers:
        if (address := opened_address(home)) is not None:
            tell(tr("geo-ent est déjà ouvert : {address}", address=address))
            if browser:
                open_browser(address, no_browser).join(_BROWSER_S)
            return
        listener = _listener(LOOPBACK, port)
        settings = _own_settings(home / _WORKS, listener.getsockname()[1], offline=offline)
        address = f"{settings.origin}/?token={settings.token}"
        write_record(home, address)
        opened = mark("geo-ent est ouvert dans le navigateur : {address}")
        tell(tr(opened if browser else mark("geo-ent est ouvert : {address}"), address=address))
        tell(tr("Ctrl-C pour le fermer ; votre travail est gardé."))

        def ready() -> None:
            answers()
            if browser:
                open_browser(address, no_browser)

        try:
            _run(settings, listener, ready=ready)
        finally:
            remove_record(home, address)
    if Works(settings.folder).all():
        tell(tr("Vos travaux sont gardés dans {folder}.", folder=settings.folder))
    else:
        tell(tr("Rien n’est gardé : il n’y a aucun travail, ou tout a été effacé."))


def _own_settings(folder: Path, port: int, *, offline: bool) -> Settings:
    """Set up an application for the person before this computer."""
    return Settings(
        folder=folder,
        origin=f"http://{LOOPBACK}:{port}",
        hosts=frozenset(f"{name}:{port}" for name in (LOOPBACK, "localhost")),
        token=secrets.token_urlsafe(24),
        offline=offline,
        limits=Limits(job_s=1800.0, visitors_n=20),
    )


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
    tell: Print = _print,
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
            folder=folder / _WORKS,
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
        msg = f"--folder {folder} : rien ne peut y être écrit ({why(fault)})."
        raise InputError(msg) from None
    for name in ("TMPDIR", "TEMP", "TMP"):  # of the processes that work, too
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)


def _run(settings: Settings, listener: socket.socket, *, ready: Callable[[], object]) -> None:
    gc.enable()  # the command line does without: its runs are of minutes, this one may be of weeks
    connections_n = affordable_connections(settings.limits.connections_n)
    PatientProtocol.limits = replace(settings.limits, connections_n=connections_n)
    site = Site(settings)
    config = uvicorn.Config(
        make_app(site),
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
    with suppress(KeyboardInterrupt):  # of before it listens to signals
        _Server(config, ready, site.leaving.set).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that tells when it answers and when it leaves, and ends well by every signal."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], object], leaving: Callable[[], object]
    ) -> None:
        super().__init__(config)
        self._ready, self._leaving = ready, leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()  # who follows a job would else hold it up for as long as it may
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Not as uvicorn, which in the end sends itself the signal that it got: SIGTERM, a closed
        # terminal, must leave as little behind as Ctrl-C.
        before = {}
        for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
            number = getattr(signal, name, None)
            # What whoever started it wants to be ignored (nohup) stays so.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _listener(host: str, port: int | None) -> socket.socket:
    """Listen on a port: the one that is asked for, or the usual one, or any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in [port] if port is not None else [USUAL_PORT, 0]:
        # By the name of its protocol: asyncio else takes it for no TCP, and waits 40 ms for more to
        # send at the end of each answer (Nagle).
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
        reason = f"on ne peut pas y écouter ({why(problem)})."
    msg = f"--port {port} : {reason}"
    raise InputError(msg)
