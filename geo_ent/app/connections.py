"""Connections: how many, how long each may take, and what is said to those that are turned away.

uvicorn waits for ever for the first byte of a request, for the rest of its head, and for a reader
who doesn't read; a few hundred sockets would shut everybody else out.
"""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Literal

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from geo_ent.app.guard import ALL_HEADERS
from geo_ent.app.settings import Limits

IDLE_S = 20.0
"""How long a connection stays open on which nothing is asked."""

_DRAIN_S = 300.0  # for the rest of a form that is answered already: a browser reads only after it
_FILES_N = 400  # files and pipes beside the connections
_WANTED_FILES_N = 4096

# In both languages: what a visitor reads isn't known before their request is.
_REFUSALS = {
    HTTPStatus.BAD_REQUEST: (
        "Cette demande n’est pas du HTTP que geo-ent comprenne. / This is no HTTP request."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Trop de demandes en même temps : réessayez dans une minute. / "
        "Too many requests at once: try again in a minute."
    ),
}

_Wait = Literal["idle", "head", "drain", "served"]


def affordable_connections(wanted_n: int) -> int:
    """Say how many connections there may be; let the process have the files that they take."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # of Unix alone; Windows counts sockets apart

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _WANTED_FILES_N if hard == resource.RLIM_INFINITY else min(_WANTED_FILES_N, hard)
        if soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        return max(min(wanted_n, max(soft, most) - _FILES_N), 1)
    return wanted_n


class PatientProtocol(H11Protocol):
    """A connection that waits, but not for ever."""

    limits = Limits()
    """Of all connections of the process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 uvicorn's own
        super().__init__(*args, **kwargs)
        self.wait: _Wait = "served"
        self.until = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._reader_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection in; where there are too many, let the longest idle one go for it."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections_n and not self._make_room():
            transport.write(_refusal(HTTPStatus.SERVICE_UNAVAILABLE))
            transport.close()
            return
        self._wait_for("idle", IDLE_S)

    def _make_room(self) -> bool:
        idle = [one for one in self.connections if isinstance(one, PatientProtocol)
                and one is not self and one.wait in {"idle", "head"}]  # fmt: skip
        if not idle:
            return False
        min(idle, key=lambda one: one.until).leave()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._wait_for("served", None)
        self.resume_writing()

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request; its head has to come in time."""
        super().data_received(data)
        if not self._is_waiting:
            self._wait_for("served", None)
        elif self.conn.their_state is h11.SEND_BODY:
            self._wait_for("drain", _DRAIN_S)
        else:
            self._wait_for(
                "head", self.limits.head_s
            )  # once: more bytes of one head don't buy it more time

    @property
    def _is_waiting(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # whatever uvicorn says of its type
        return cycle is None or cycle.response_complete

    def on_response_complete(self) -> None:
        """Wait for the rest of the request, or for the next one."""
        super().on_response_complete()
        if self._is_waiting:
            is_whole = self.conn.their_state is not h11.SEND_BODY
            self._wait_for("idle" if is_whole else "drain", IDLE_S if is_whole else _DRAIN_S)

    def _wait_for(self, wait: _Wait, seconds: float | None) -> None:
        if wait == self.wait:
            return
        self.wait = wait
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if seconds is not None:
            self.until = self.loop.time() + seconds
            self._timer = self.loop.call_at(self.until, self.leave)

    def leave(self) -> None:
        """Close it; nothing is owed to it, since no half of an answer is under way."""
        self._timer = None
        self.transport.close()

    def pause_writing(self) -> None:
        """Wait for who reads the answer, but not for ever."""
        super().pause_writing()
        self._reader_timer = self.loop.call_later(self.limits.read_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: some of it was read."""
        super().resume_writing()
        if self._reader_timer is not None:
            self._reader_timer.cancel()
            self._reader_timer = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what isn't HTTP, with the headers that all answers have."""
        del msg
        if self._is_waiting:
            self.transport.write(_refusal(HTTPStatus.BAD_REQUEST))
        self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Write nothing: anybody could fill the log with it."""


def _refusal(status: HTTPStatus) -> bytes:
    body = _REFUSALS[status].encode()
    headers = ALL_HEADERS | {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "connection": "close",
    }
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    return f"HTTP/1.1 {status} {status.phrase}\r\n{''.join(lines)}\r\n".encode() + body
