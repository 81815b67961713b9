"""Where the départements of an atlas are built: in this process, or in several."""

import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from geo_ent.errors import GeoEntError, OutputError
from geo_ent.text.safe import one_line
from geo_ent.text.whole_file import is_disk_full

Job = TypeVar("Job")
Result = TypeVar("Result")


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


def outcomes(
    function: Callable[[Job], Result],
    jobs: Iterable[Job],
    *,
    workers: int = 1,
    began: Callable[[Job], object] = lambda _job: None,
) -> Iterator[Outcome[Job, Result]]:
    """Do jobs, as many at a time as there are workers; give each one's outcome as it ends.

    Parameters
    ----------
    function
        Of a module's top, so that another process finds it by its name.
    jobs
        Taken as workers get free, and not before: each may hold much.
    workers
        How many processes; one works in this process.
    began
        Called with each job that is given to a worker.
    """
    left = iter(jobs)
    if workers == 1:
        for job in left:
            began(job)
            yield _attempt(function, job)
        return
    spawn = multiprocessing.get_context("spawn")  # a fork copies threads' locks as they are
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_die_with_parent) as pool:
        running: dict[Future[Outcome[Job, Result]], Job] = {}

        def fill() -> None:
            for job in islice(left, workers - len(running)):
                began(job)
                running[pool.submit(_attempt, function, job)] = job

        fill()
        while running:
            ended = wait(running, return_when=FIRST_COMPLETED).done
            for future in ended:
                del running[future]
            fill()  # first: no worker waits while the outcomes are looked at
            yield from (future.result() for future in ended)


def _attempt(function: Callable[[Job], Result], job: Job) -> Outcome[Job, Result]:
    """Do a job where it is done: what a fault came of is lost on its way to another process."""
    try:
        return Outcome(job, function(job))
    except GeoEntError as fault:
        full = is_disk_full(fault)
        settled = not isinstance(fault, OutputError)
        return Outcome(job, failure=Failure(one_line(fault), settled=settled, disk_full=full))
    except Exception as fault:  # noqa: BLE001 one département's fault leaves the others be
        reason = one_line(f"{type(fault).__name__}: {fault} ({_place(fault)})")
        return Outcome(job, failure=Failure(reason, disk_full=is_disk_full(fault)))


def _place(fault: Exception) -> str:
    """Tell where in geo-ent a fault that nobody expected was raised, for whoever mends it."""
    ours = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(fault.__traceback__)
        if "geo_ent" in Path(frame.filename).parts
    ]
    return ours[-1] if ours else "?"


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
