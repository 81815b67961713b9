"""Where the départements of an atlas are built: here, in processes, on any executor."""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from geo_ent.errors import GeoEntError, OutputError
from geo_ent.tables.rare_collections import rare_collections
from geo_ent.text.safe import one_line
from geo_ent.text.whole_file import is_disk_full

Job = TypeVar("Job")
Result = TypeVar("Result")

_LOOK = 2.0
"""Seconds between two looks at a place where nothing ends."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Failure:
    """What became of a job that failed.

    Attributes
    ----------
    reason
        One line for a person.
    settled
        Whether it would fail again, of the same inputs.
    disk_full
        Whether nothing more can be written.
    """

    reason: str
    settled: bool = False
    disk_full: bool = False


@dataclass(frozen=True)
class Outcome(Generic[Job, Result]):
    """A job and what came of it: `result`, or `failure`."""

    job: Job
    result: Result | None = None
    failure: Failure | None = None


class PlaceLostError(OutputError):
    """Where jobs were done is gone, with all that was running there."""


class Workplace(Protocol):
    """Where jobs are done."""

    def opened(self) -> AbstractContextManager[Executor]:
        """Give what jobs are submitted to, as long as it is needed."""

    def room(self) -> int:
        """Tell how many jobs it does at a time, now."""

    def alone(self) -> "Workplace":
        """Give a place for one job, which may end its worker."""

    def attempt(
        self, pool: Executor, function: Callable[[Job], Result], job: Job
    ) -> "Future[Result | Failure]":
        """Submit a job."""

    def look(self) -> None:
        """Raise `PlaceLostError` where nothing can be done there any more."""

    def reason(self, fault: BaseException) -> str:
        """Say why a job never came to its end there."""

    def lost(self) -> PlaceLostError:
        """Say that the place is gone."""


class _WholePool(ProcessPoolExecutor):
    """A pool of which all processes are started at its first job, and none after.

    Python 3.11's own starts one at a job: one that starts while another is found killed is left
    running, and what ended the others fails ("dictionary changed size during iteration").
    """

    def _adjust_process_count(self) -> None:
        if not self._processes:
            self._launch_processes()  # type: ignore[attr-defined]  # the stubs leave it out


@dataclass(frozen=True)
class Processes:
    """Processes of this machine, one job each at a time.

    Attributes
    ----------
    workers
        How many.
    """

    workers: int

    @contextmanager
    def opened(self) -> Iterator[Executor]:
        """Give a pool of processes."""
        spawn = multiprocessing.get_context("spawn")  # a fork copies threads' locks as they are
        # One each: the processes are as many as the processors already.
        with (
            _environment(dict.fromkeys(_THREADS, "1")),
            _WholePool(self.workers, mp_context=spawn, initializer=_die_with_parent) as pool,
        ):
            yield pool

    def room(self) -> int:
        """Tell how many processes there are."""
        return self.workers

    def alone(self) -> "Processes":
        """Give one process."""
        return Processes(1)

    def attempt(
        self, pool: Executor, function: Callable[[Job], Result], job: Job
    ) -> "Future[Result | Failure]":
        """Submit a job."""
        with _uninterrupted():
            return pool.submit(attempt, function, job)

    def look(self) -> None:
        """Say nothing: a process that ends is told by its future."""

    def reason(self, fault: BaseException) -> str:
        """Say why a job never came to its end."""
        return one_line(f"{type(fault).__name__}: {fault}")

    def lost(self) -> PlaceLostError:
        """Say that the processes are gone."""
        return PlaceLostError("Les processus ont été arrêtés.")


def outcomes(
    function: Callable[[Job], Result],
    jobs: Iterable[Job],
    *,
    place: Workplace | None = None,
    began: Callable[[Job], object] = lambda _job: None,
) -> Generator[Outcome[Job, Result], None, None]:
    """Do jobs, as many at a time as there is room for; give each one's outcome as it ends.

    A worker that is killed costs no job: what ran is done again, each job by itself, so that the
    one that ends its worker is known; when it ends another, it fails.

    Parameters
    ----------
    function
        Of a module's top, so that another process finds it by its name.
    jobs
        Taken as workers get free, and not before: each may hold much.
    place
        Where; in this process, one after the other, without one.
    began
        Called with each job that is given to a worker.

    Raises
    ------
    GeoEntError
        If nothing can be done at the place, or no more.
    """
    left = iter(jobs)
    if place is None:
        for job in left:
            began(job)
            yield _outcome(job, attempt(function, job))
        return
    while True:
        running: _Running[Job, Result] = _Running(function, place, began)
        yield from running.all(left)
        for job in running.lost:
            alone: _Running[Job, Result] = _Running(function, place.alone(), lambda _job: None)
            yield from alone.all(iter([job]))
            if alone.lost:
                reason = (
                    "le processus qui le faisait a été arrêté deux fois (mémoire insuffisante ?)"
                )
                yield Outcome(job, failure=Failure(reason))
        if not running.lost:
            return


@dataclass
class _Running(Generic[Job, Result]):
    """The jobs that run on a pool.

    Attributes
    ----------
    lost
        Those that ran when one of its workers was killed, if one was: it does no more.
    """

    function: Callable[[Job], Result]
    place: Workplace
    began: Callable[[Job], object]
    lost: list[Job] = field(default_factory=list)
    _jobs: "dict[Future[Result | Failure], Job]" = field(default_factory=dict)

    def all(self, left: Iterator[Job]) -> Iterator[Outcome[Job, Result]]:
        """Do all that is left, or all until a worker is killed."""
        with self.place.opened() as pool:
            self._fill(pool, left)
            while self._jobs:
                ended = wait(self._jobs, timeout=_LOOK, return_when=FIRST_COMPLETED).done
                if not ended:
                    self.place.look()
                told = [self._ended(future) for future in ended]
                # First: no worker waits while the outcomes are looked at.
                self._fill(pool, left)
                yield from (outcome for outcome in told if outcome)

    def _fill(self, pool: Executor, left: Iterator[Job]) -> None:
        room = 0 if self.lost else self.place.room() - len(self._jobs)
        for _ in range(room):
            job = next(left, None)
            if job is None:
                return
            self.began(job)
            try:
                self._jobs[self.place.attempt(pool, self.function, job)] = job
            except BrokenExecutor:
                self.lost.append(job)
                return

    def _ended(self, future: "Future[Result | Failure]") -> Outcome[Job, Result] | None:
        job = self._jobs.pop(future)
        try:
            return _outcome(job, future.result())
        except BrokenExecutor:
            self.lost.append(job)
            return None
        except CancelledError:
            raise self.place.lost() from None
        except Exception as fault:  # noqa: BLE001 whatever a place tells of a job that it lost
            return Outcome(job, failure=Failure(self.place.reason(fault)))


def _outcome(job: Job, told: Result | Failure) -> Outcome[Job, Result]:
    if isinstance(told, Failure):
        return Outcome(job, failure=told)
    return Outcome(job, told)


def attempt(function: Callable[[Job], Result], job: Job) -> Result | Failure:
    """Do a job where it is done: what a fault came of is lost on its way to another process."""
    try:
        with rare_collections():
            return function(job)
    except GeoEntError as fault:
        full = is_disk_full(fault)
        settled = not isinstance(fault, OutputError)
        return Failure(one_line(fault), settled=settled, disk_full=full)
    except Exception as fault:  # noqa: BLE001 one département's fault leaves the others be
        reason = one_line(f"{type(fault).__name__}: {fault} ({_place(fault)})")
        return Failure(reason, disk_full=is_disk_full(fault))


def _place(fault: Exception) -> str:
    """Tell where in geo-ent a fault that nobody expected was raised, for whoever mends it."""
    ours = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(fault.__traceback__)
        if "geo_ent" in Path(frame.filename).parts
    ]
    return ours[-1] if ours else "?"


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Let processes that are started inside find some values in their environment."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C from the processes that are started inside: it is this one that ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _die_with_parent() -> None:
    """End this process when the one that started it does, however it does.

    A worker whose parent is killed would wait for its next job for ever.
    """
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
