"""One process that works: started, listened to, stopped kindly or not; from the loop's side.

What a process tells is heard by a thread, which hands it to the loop: all else here, and all of
`jobs`, is the loop's alone, so that nothing is ever changed by two.
"""

import asyncio
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from geo_ent.app.pool.worker import serve

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

News = tuple[str, Mapping[str, Any]]
"""A word ("step", "progress", "done" …) and what goes with it."""

GONE: News = ("gone", {})
"""The news of a process that has ended, by whatever hand."""


class Bell:
    """Wakes all those of the loop who wait for it."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake them."""
        self._event.set()
        self._event = asyncio.Event()

    async def heard(self) -> None:
        """Wait until it rings."""
        await self._event.wait()


class Process:
    """A process that does the jobs it is ordered, one at a time.

    Parameters
    ----------
    tasks, memory_bytes
        As `worker.serve` takes them.
    on_change
        Called when it is ready and when it is gone.

    Attributes
    ----------
    is_ready, is_gone
        Whether its libraries are in; whether it has ended.
    news
        What it tells of the job that it was last ordered.
    """

    def __init__(self, tasks: str, memory_bytes: int, on_change: Callable[[], None]) -> None:
        self._arguments = (tasks, memory_bytes)
        self._on_change = on_change
        self._number = 0
        self._process: SpawnProcess | None = None
        self._listener: threading.Thread | None = None
        self.news: asyncio.Queue[News] = asyncio.Queue()
        self.is_ready = self.is_gone = False

    async def start(self) -> None:
        """Start it.

        Raises
        ------
        OSError
            If the system has no room for one more process.
        """
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._start, loop)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        # Spawned, never forked: the server has threads, and Windows knows no other way.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, *self._arguments), daemon=True)
        try:
            with _interrupts_blocked():
                process.start()
        except OSError:
            self._pipe.close()
            raise
        finally:
            theirs.close()  # else the end of the process would not be heard
        self._process = process
        self._listener = threading.Thread(
            target=_listen, args=(self._pipe, loop, self._heard), name="listener", daemon=True
        )
        self._listener.start()

    def _heard(self, number: int, word: str, content: Mapping[str, Any]) -> None:
        """Take in what it tells; what is of a job of before has nobody to be told to."""
        if word in {"ready", "gone"}:
            self.is_ready, self.is_gone = word == "ready", word == "gone"
            self._on_change()
        if word == "gone" or number == self._number:
            self.news.put_nowait((word, content))

    def order(self, order: Mapping[str, Any]) -> None:
        """Order a job: its news alone comes from now on."""
        self._number += 1
        self.news = asyncio.Queue()
        self._send((self._number, dict(order)))

    def ask_to_stop(self) -> None:
        """Ask it to leave the job at its next step."""
        self._send((self._number, None))

    def _send(self, message: tuple[int, dict[str, Any] | None]) -> None:
        # Small, and the process reads between jobs: this can't hold up the loop. One that is gone
        # takes none, and its listener tells so.
        with suppress(OSError):
            self._pipe.send(message)
        if self.is_gone:
            self.news.put_nowait(GONE)

    async def end(self) -> None:
        """End it, whatever it does, and wait until it has; once is enough."""
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(self._end, process)

    def _end(self, process: "SpawnProcess") -> None:
        process.kill()
        process.join()  # else a zombie is left
        if self._listener is not None:
            self._listener.join()
        self._pipe.close()
        # Asked by two threads at once whether it has ended, one is told, the other never.
        with suppress(ValueError):
            process.close()


def _listen(
    pipe: Connection,
    loop: asyncio.AbstractEventLoop,
    heard: Callable[[int, str, Mapping[str, Any]], None],
) -> None:
    """Hand on what a process tells, until it ends."""
    with suppress(RuntimeError):  # the loop is closed: nobody is left to listen
        try:
            while True:
                loop.call_soon_threadsafe(heard, *pipe.recv())
        except (EOFError, OSError):
            loop.call_soon_threadsafe(heard, 0, *GONE)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let a process that is started here not be woken by Ctrl-C, which a terminal sends to all."""
    # Inherited from its first instruction on: it can't be interrupted while it is still starting.
    # Windows has no such mask; `serve` ignores it there.
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # of Unix alone

    resource_tracker.ensure_running()  # starting it, the first time, would unblock them again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
