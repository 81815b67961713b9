"""Readings and builds, in processes of their own: a bounded number at once, the others in line.

The server's process only asks and listens. A process that dies, takes too long or too much memory
is replaced, and whoever waits for it is told. All of it is the loop's: no thread changes a job.
"""

import asyncio
import logging
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from geo_ent.app.pool.processes import GONE, Bell, News, Process
from geo_ent.app.settings import Limits

Kind = Literal["read", "build", "fixed", "sheets"]
Status = Literal["waiting", "running", "done", "refused", "failed", "stopped"]

TASKS = "geo_ent.app.pool.tasks"
"""The module whose tasks the processes do."""

_LOGGER = logging.getLogger("geo_ent.app")
_GRACE_S = 2.0  # for a build that is no longer wanted to stop at its next step
_TOLD_S = 60.0  # how long the end of a job is told to who asks for it again; then it is done anew
_START_S = 120.0  # for a process to have its libraries in, on the slowest machine
_MOST_PAUSE_S = 30.0  # between two starts of a process that doesn't come up
_ENDED = frozenset({"done", "refused", "failed", "stopped"})
_UNWANTED: News = ("unwanted", {})


@dataclass(eq=False)
class Job:
    """A reading or a build that was asked for, and how far it is.

    Attributes
    ----------
    kind, work, revision
        What is made, of which work, as it stood.
    order
        What its process is told; its `scratch`, if any, is a folder that is removed with it.
    lang
        Of those who asked; "" where it is the same for all. Of sheets, their level: each is a job.
    status
        "waiting" in line, "running", or how it ended.
    steps
        What was done, each a step's name and its words.
    progress
        Of a download that is under way: `words`, `done_n`, `total_n` (None where not known).
    has_page
        Of a build: whether its page can be shown already, while the rest is written.
    fault
        Where it was refused or failed: the sentence, or what kind of failure ("died", "time",
        "memory", "disk", "error").
    outcome
        What its process gave; where it was refused, `key`: the key of geo-ent.toml at fault.
    """

    kind: Kind
    work: str
    revision: str
    order: Mapping[str, Any]
    lang: str = ""
    status: Status = "waiting"
    steps: list[tuple[str, str]] = field(default_factory=list)
    progress: Mapping[str, Any] | None = None
    has_page: bool = False
    fault: str = ""
    outcome: Mapping[str, Any] = field(default_factory=dict)
    changes_n: int = 0
    tries_n: int = 0
    ended_at: float = 0.0
    _bell: Bell = field(default_factory=Bell)

    @property
    def key(self) -> tuple[str, Kind, str]:
        """Of which there is one at a time."""
        return self.work, self.kind, self.lang

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.status in _ENDED

    def change(self, **attributes: Any) -> None:  # noqa: ANN401 each of its own type
        """Change it, and wake whoever follows; one that is over stays as it is."""
        if self.is_over:
            return
        for name, value in attributes.items():
            setattr(self, name, value)
        if attributes.get("status") in _ENDED:
            self.ended_at = monotonic()
        self.changes_n += 1
        self._bell.ring()

    def tell(self, word: str, content: Mapping[str, Any]) -> None:
        """Take in what its process tells of it."""
        if word in _ENDED:
            self.change(status=word, **content)
        elif word == "step":
            steps = [*self.steps, (content["step"], content["done"])]
            self.change(steps=steps, progress=None)
        elif word == "progress":
            self.change(progress=content)
        elif word == "page":
            self.change(has_page=True)

    async def next_change(self, seen_n: int) -> int:
        """Wait until there is news since `seen_n` changes; give their number."""
        while self.changes_n == seen_n and not self.is_over:
            await self._bell.heard()
        return self.changes_n


class Pool:
    """The processes, and the line before them; of one loop.

    Parameters
    ----------
    workers_n
        How many processes.
    limits
        Time and memory of a job.
    tasks
        The module whose `TASKS` they do.
    """

    def __init__(self, workers_n: int, limits: Limits, tasks: str = TASKS) -> None:
        self._limits, self._tasks, self._workers_n = limits, tasks, workers_n
        self._line: list[Job] = []
        self._served: dict[Job, Process] = {}
        self._known: dict[tuple[str, Kind, str], Job] = {}
        self._closing = False
        self._places: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start the processes, one after another; in the loop that it is of."""
        self._bell = Bell()
        # One at a time: each takes a processor for a second, which the first page needs too.
        self._starting = asyncio.Lock()
        self._places = [asyncio.create_task(self._keep()) for _ in range(self._workers_n)]

    async def close(self) -> None:
        """Stop everything and wait for it. What was asked for isn't told to have been stopped.

        Who follows it loses the connection, and asks again where a server is.
        """
        self._closing = True
        for process in self._served.values():
            process.news.put_nowait(GONE)
        self._bell.ring()
        await asyncio.gather(*self._places)

    def ask(
        self, kind: Kind, work: str, revision: str, order: Mapping[str, Any], lang: str = ""
    ) -> Job:
        """Ask for a job, or find the one that is already asked for.

        The one of before, of another revision, is stopped; where it was still in line, the new one
        has its place.
        """
        self._forget_old()
        last = self._known.get((work, kind, lang))
        if last is not None and last.revision == revision and last.status != "stopped":
            return last
        job = Job(kind, work, revision, order, lang)
        self._known[job.key] = job
        if last in self._line:
            self._line[self._line.index(last)] = job
        else:
            self._line.append(job)
        if last is not None:
            self.stop(last)
        self._bell.ring()
        return job

    def find(self, work: str, kind: Kind, lang: str = "") -> Job | None:
        """Find the last job of a kind that was asked for a work."""
        return self._known.get((work, kind, lang))

    async def forget(self, work: str) -> None:
        """Stop all that is asked for a work, and wait until no process has it in hand."""
        for key in [key for key in self._known if key[0] == work]:
            self.stop(self._known.pop(key))
        while any(job.work == work for job in self._served):
            await self._bell.heard()

    def retry(self, job: Job) -> None:
        """Let a job that ended be asked for again."""
        if job.is_over and self._known.get(job.key) is job:
            del self._known[job.key]

    def stop(self, job: Job) -> None:
        """Stop a job that is no longer wanted: out of the line at once, or at its next step."""
        if job in self._line:
            self._line.remove(job)
        if job in self._served:
            self._served[job].news.put_nowait(_UNWANTED)
        job.change(status="stopped")
        self._tell_places()

    def place(self, job: Job) -> int:
        """Count who is served before a job, those being served included; 0 when it runs."""
        return self._line.index(job) + 1 if job in self._line else 0

    @property
    def busy_n(self) -> int:
        """How many works are being served or stand in line."""
        return len({job.work for job in (*self._line, *self._served)})

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits, and a process is free."""
        return not self._line and len(self._served) < self._workers_n

    def _forget_old(self) -> None:
        before = monotonic() - _TOLD_S
        old = [key for key, job in self._known.items() if job.is_over and job.ended_at < before]
        for key in old:
            del self._known[key]

    def _tell_places(self) -> None:
        for job in self._line:
            job.change()

    async def _keep(self) -> None:
        """Keep one process going, and give it the jobs of the line, as long as the pool is open."""
        failures_n = 0
        while not self._closing:
            process = Process(self._tasks, self._limits.memory_bytes, self._bell.ring)
            try:
                failures_n = 0 if await self._is_up(process) else failures_n + 1
                if failures_n:
                    await self._give_up_first(failures_n)
                else:
                    await self._serve(process)
            finally:
                await process.end()

    async def _is_up(self, process: Process) -> bool:
        """Start a process; say whether it came up."""
        async with self._starting:
            with suppress(OSError):  # a time-out is one
                async with asyncio.timeout(_START_S):
                    await process.start()
                    while not (process.is_ready or process.is_gone or self._closing):
                        await self._bell.heard()
            return process.is_ready

    async def _give_up_first(self, failures_n: int) -> None:
        """Tell who is first in line that no process comes up, and wait before the next try."""
        if self._line and not self._closing:
            self._line.pop(0).change(status="failed", fault="died")
            self._tell_places()
        with suppress(TimeoutError):
            async with asyncio.timeout(min(2.0 ** (failures_n - 1), _MOST_PAUSE_S)):
                while not self._closing:
                    await self._bell.heard()

    async def _serve(self, process: Process) -> None:
        """Let a process do the jobs of the line, as long as it is good for it."""
        is_good = True
        while is_good and not self._closing:
            while not (self._line or process.is_gone or self._closing):
                await self._bell.heard()
            if process.is_gone or self._closing:  # one that dies in between costs nobody anything
                return
            job = self._line.pop(0)
            self._served[job] = process
            job.change(status="running", tries_n=job.tries_n + 1)
            self._tell_places()
            try:
                is_good = await self._do(job, process)
            except Exception as fault:  # noqa: BLE001 whatever goes wrong here, nobody waits for ever
                _LOGGER.error("%s in the pool", type(fault).__name__)  # noqa: TRY400 as in `worker`
                is_good = False
                job.change(status="failed", fault="error")
            finally:
                del self._served[job]
                self._bell.ring()

    async def _do(self, job: Job, process: Process) -> bool:
        """Have a job done; say whether the process may do another."""
        process.order(job.order)
        fault = await self._follow(job, process)
        is_new = job.tries_n <= self._workers_n  # all of them may have been killed at once
        if fault == "lost" and is_new and not (job.is_over or self._closing):
            # It died of something else, before it knew of the job: that is nobody's business.
            job.change(status="waiting")
            self._line.insert(0, job)
            return False
        if not fault:
            # What a job that took too much left behind would be taken from the next one.
            return job.fault != "memory"
        # Ended before it is told: nothing is written any more by who is said to have stopped.
        await process.end()
        if scratch := job.order.get("scratch"):
            await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
        if not self._closing:
            job.change(status="failed", fault="died" if fault == "lost" else fault)
        return False

    async def _follow(self, job: Job, process: Process) -> str:
        """Hear a job out; say what is wrong if its process is to be ended.

        "died", "time", or "lost" where it died before it began.
        """
        until, is_stopping, is_begun = monotonic() + self._limits.job_s, False, False
        while True:
            try:
                async with asyncio.timeout(max(until - monotonic(), 0)):
                    word, content = await process.news.get()
            except TimeoutError:
                return "time"
            if word == "gone":
                return "died" if is_begun else "lost"
            is_begun |= word != "unwanted"
            if word == "unwanted":
                # Kindly at first: a process that has its libraries in is worth two seconds.
                if not is_stopping:
                    process.ask_to_stop()
                    is_stopping, until = True, min(until, monotonic() + _GRACE_S)
                continue
            job.tell(word, content)
            if word in _ENDED:
                return ""
