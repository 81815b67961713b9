"""Readings and builds, in processes of their own: a bounded number at once, the others in line.

The server's process only asks and listens. A process that dies, takes too long or too much memory
is replaced, and whoever waits for it is told.
"""

import asyncio
import multiprocessing
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Literal

from geo_ent.app.settings import Limits
from geo_ent.app.worker import serve

Kind = Literal["read", "build", "fixed"]
Status = Literal["waiting", "running", "done", "refused", "failed", "stopped"]

_TICK_S = 0.25  # how often a process that says nothing is looked at
_GRACE_S = 2.0  # for a build that is no longer wanted to stop at its next step
_ENDED = frozenset({"done", "refused", "failed", "stopped"})


@dataclass(eq=False)
class Job:
    """A reading or a build that was asked for, and how far it is.

    Attributes
    ----------
    kind, work, revision
        What is made, of which work, as it stood.
    order
        What its process is told.
    status
        "waiting" in line, "running", or how it ended.
    steps
        What was done, each a step's name and its words.
    progress
        Of a download that is under way: `words`, `done_n`, `total_n` (None where not known).
    fault
        Where it was refused or failed: the sentence, or what kind of failure ("died", "time",
        "error").
    outcome
        What its process gave.
    """

    kind: Kind
    work: str
    revision: str
    order: Mapping[str, Any]
    status: Status = "waiting"
    steps: list[tuple[str, str]] = field(default_factory=list)
    progress: Mapping[str, Any] | None = None
    fault: str = ""
    outcome: Mapping[str, Any] = field(default_factory=dict)
    changes_n: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.status in _ENDED

    def change(self, **attributes: Any) -> None:  # noqa: ANN401 each of its own type
        """Change it, and wake whoever follows; in the loop's thread only."""
        if self.is_over:
            return
        for name, value in attributes.items():
            setattr(self, name, value)
        self.changes_n += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def next_change(self, seen_n: int) -> int:
        """Wait until there is news since `seen_n` changes; give their number."""
        while self.changes_n == seen_n and not self.is_over:
            await self._changed.wait()
        return self.changes_n


class Pool:
    """The processes, and the line before them.

    Parameters
    ----------
    workers_n
        How many processes.
    limits
        Time and memory of a job.
    """

    def __init__(self, workers_n: int, limits: Limits) -> None:
        self._limits = limits
        self._workers_n = workers_n
        self._line: deque[Job] = deque()
        self._running: dict[int, Job] = {}
        self._known: dict[tuple[str, Kind], Job] = {}
        self._turn = threading.Condition()
        self._closing = False
        self._threads: list[threading.Thread] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Start the processes; in the loop's thread."""
        self._loop = asyncio.get_running_loop()
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name=f"worker-{number}", daemon=True)
            for number in range(self._workers_n)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop everything and wait for it."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        for thread in self._threads:
            thread.join()

    def ask(self, kind: Kind, work: str, revision: str, order: Mapping[str, Any]) -> Job:
        """Ask for a job, or find the one that is already asked for; one of before is stopped."""
        last = self._known.get((work, kind))
        if last is not None and last.revision == revision and last.status != "stopped":
            return last
        if last is not None:
            self.stop(last)
        job = Job(kind, work, revision, order)
        self._known[work, kind] = job
        with self._turn:
            self._line.append(job)
            self._turn.notify()
        return job

    def find(self, work: str, kind: Kind) -> Job | None:
        """Find the last job of a kind that was asked for a work."""
        return self._known.get((work, kind))

    def forget(self, work: str) -> None:
        """Stop all that is asked for a work, and forget it."""
        for key in [key for key in self._known if key[0] == work]:
            self.stop(self._known.pop(key))

    def retry(self, job: Job) -> None:
        """Let a job that ended be asked for again."""
        if job.is_over:
            self._known.pop((job.work, job.kind), None)

    def stop(self, job: Job) -> None:
        """Stop a job that is no longer wanted: out of the line at once, or at its next step."""
        with self._turn:
            with suppress(ValueError):
                self._line.remove(job)
            job.change(status="stopped")
            self._tell_places()

    def place(self, job: Job) -> int:
        """Count who is served before a job, those being served included; 0 when it runs."""
        with suppress(ValueError):
            return self._line.index(job) + 1
        return 0

    @property
    def busy_n(self) -> int:
        """How many works are being served or stand in line."""
        return len({job.work for job in [*self._line, *self._running.values()]})

    def _tell_places(self) -> None:
        for job in self._line:
            job.change()

    def _tell(self, job: Job, **attributes: Any) -> None:  # noqa: ANN401 each of its own type
        if self._loop is not None and not self._loop.is_closed():
            # Jobs belong to the loop's thread: this is one of the threads that wait for processes.
            self._loop.call_soon_threadsafe(lambda: job.change(**attributes))

    def _run(self, number: int) -> None:
        """Serve the line with one process, as long as the pool is open."""
        worker = _Worker(self._limits)
        try:
            while (job := self._next(number)) is not None:
                for change in worker.run(job, lambda: self._closing):
                    self._tell(job, **change)
                with self._turn:
                    self._running.pop(number, None)
        finally:
            worker.end()

    def _next(self, number: int) -> Job | None:
        with self._turn:
            while not self._line and not self._closing:
                self._turn.wait()
            if self._closing:
                return None
            job = self._running[number] = self._line.popleft()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._tell_places)
            return job


class _Worker:
    """A process that works, started before it is needed, and again after each of its deaths."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._start()

    def _start(self) -> None:
        # Spawned, never forked: the server has threads, and Windows knows no other way.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, self._limits.memory_bytes), daemon=True
        )
        self._process.start()
        theirs.close()

    def end(self) -> None:
        """End the process, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def run(self, job: Job, is_closing: Callable[[], bool]) -> Iterator[dict[str, Any]]:
        """Let the process do a job; yield what changes of it."""
        if not self._process.is_alive():
            self._again()
        yield {"status": "running"}
        try:
            self._pipe.send(dict(job.order))
            yield from self._follow(job, is_closing)
        except (EOFError, OSError):  # the process is gone, with its end of the pipe
            self._again()
            yield {"status": "failed", "fault": "died"}

    def _follow(self, job: Job, is_closing: Callable[[], bool]) -> Iterator[dict[str, Any]]:
        until = monotonic() + self._limits.job_s
        stopping = False
        while True:
            if _has_news(self._pipe):
                word, content = self._pipe.recv()
                if word in _ENDED:
                    yield {"status": word, **content}
                    return
                yield _change(job, word, content)
            if job.status == "stopped" and not stopping:
                # Kindly at first: a process that has its libraries in is worth two seconds.
                stopping, until = True, monotonic() + _GRACE_S
                self._pipe.send(None)
            if monotonic() > until or is_closing():
                self._again(start=not is_closing())
                yield {"status": "failed", "fault": "time"}
                return

    def _again(self, *, start: bool = True) -> None:
        self.end()
        if start:
            self._start()


def _has_news(pipe: Connection) -> bool:
    return pipe.poll(_TICK_S)


def _change(job: Job, word: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Write what a process tells of its job as a change of it."""
    if word == "step":
        return {"steps": [*job.steps, (content["step"], content["done"])], "progress": None}
    return {"progress": content}
