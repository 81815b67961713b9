"""What a process of the application does: it reads registers and makes maps, one after another."""

import gc
import importlib
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from geo_ent.app.log_lines import log_fault
from geo_ent.errors import GeoEntError, SourceError
from geo_ent.project.official_data import LOCK
from geo_ent.telling.language import language
from geo_ent.text.whole_file import is_disk_full

if TYPE_CHECKING:
    from geo_ent.sources.client.transport import Progress
    from geo_ent.text.note import Note

_PAUSE_S = 0.2  # between two news of one download: a page shows no more
_ENVIRONMENT = {
    # Arrow's own allocator takes a gigabyte of addresses before it has any use for them, and each
    # thread eight megabytes: the bound would be on them, not on what a job takes.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # A second bolt: outlines are looked at before GDAL is shown them, and these would have it
    # read other files, or ask addresses.
    "GDAL_SKIP": "OGR_VRT,GDALG,WFS,OAPIF,OGCAPI,CSW,HTTP",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
}


class StoppedError(Exception):
    """The job is no longer wanted, or no longer of what its work has become."""


def serve(pipe: Connection, tasks: str, memory_bytes: int) -> None:
    """Do the jobs that a pipe asks for, until it closes or the process that asks is gone.

    Parameters
    ----------
    pipe
        Gives a job's number and its order (`task`, `folder`, `lang`, …), or None for it to stop
        the one under way. Takes the number with ("begun", {}), ("step", {`step`, `done`}),
        ("progress", {…}), ("page", {}) and, last, ("done", {`outcome`}), ("refused", {`fault`}),
        ("failed", {`fault`}) or ("stopped", {}); with number 0, once, ("ready", {}).
    tasks
        The module whose `TASKS` are done, by name.
    memory_bytes
        What the process may take; a job that takes more fails.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to the server's too
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(_ENVIRONMENT)  # before the libraries look at it
    _bound_memory(memory_bytes)
    # Before the first job comes: the libraries take over a second, for which nobody should wait.
    known = importlib.import_module(tasks).TASKS
    _silence_libraries()
    # What is loaded stays, and what a job makes mostly lives to its end: to look for rings of
    # garbage meanwhile takes a tenth of a build's time.
    gc.freeze()
    with suppress(EOFError, OSError):
        pipe.send((0, "ready", {}))
        while True:
            number, order = pipe.recv()
            if order is not None:  # a word to stop may come when all is done
                pipe.send((number, "begun", {}))
                gc.disable()
                pipe.send((number, *_answer(_Teller(pipe, number, order), known, order)))
                gc.enable()
                gc.collect()


def _silence_libraries() -> None:
    """Let nobody but us write in the log: a library that warns or panics may quote a cell."""
    if sys.stderr is None:  # a window's program has none
        return
    ours = os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8", errors="replace")
    logging.basicConfig(stream=ours, format="%(message)s", level=logging.ERROR, force=True)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


def _end_with_parent() -> None:
    """End when the server does, however it does: at once, not at the next step."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(
    told: "_Teller", tasks: Mapping[str, Any], order: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    scratch = order.get("scratch")
    try:
        if scratch:  # what libraries put aside is the visitor's too, and goes with the work
            Path(scratch).mkdir(mode=0o700, exist_ok=True)
        tempfile.tempdir = scratch
        return "done", {"outcome": tasks[order["task"]](order, told)}
    except StoppedError:
        return "stopped", {}
    except MemoryError:
        return "failed", {"fault": "memory"}
    except Exception as fault:  # noqa: BLE001 the process goes on, whatever a file does to it
        return _fault_told(fault, order)
    finally:
        tempfile.tempdir = None
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


def _fault_told(fault: Exception, order: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Say of a fault what the page is to say: the words where they are the user's to mend."""
    if is_disk_full(fault):
        return "failed", {"fault": "disk"}
    if isinstance(fault, GeoEntError):
        # What is pinned is of the sources too, though it is a file that doesn't read.
        is_of_sources = isinstance(fault, SourceError) or LOCK in str(fault)
        about = {"of_sources": is_of_sources, "key": getattr(fault, "key", "")}
        return "refused", {"fault": without_folders(str(fault), order), "outcome": about}
    log_fault(fault, f"a {order['task']}")
    return "failed", {"fault": "error"}


def without_folders(sentence: str, order: Mapping[str, Any]) -> str:
    """Name the files of a visitor by their names alone: a folder of the server's tells nothing."""
    for folder in (order.get("scratch"), str(Path(order["folder"], "inputs")), order["folder"]):
        if folder:
            sentence = sentence.replace(f"{folder}{os.sep}", "")
    return sentence


def _bound_memory(memory_bytes: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # of Unix alone; elsewhere the machine is the visitor's own

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


class _Teller:
    """Tells how far a job is, and learns whether it is still wanted."""

    def __init__(self, pipe: Connection, number: int, order: Mapping[str, Any]) -> None:
        self._pipe, self._number, self._order = pipe, number, order
        self._is_stopped = False
        self._told: tuple[str, float] = ("", 0.0)  # which download, when
        self.tr = language(str(order["lang"]))

    def step(self, step: str, done: str) -> None:
        """Tell a step that was done."""
        self._send("step", step=step, done=without_folders(done, self._order))

    def note(self, note: "Note") -> None:
        """Tell what is news of the sources."""
        from geo_ent.telling.source_words import source_line

        self._send("progress", words=source_line(note, self.tr), done_n=None, total_n=None)

    def page(self) -> None:
        """Tell that the page of a map can be shown, while the rest is written."""
        self._send("page")

    def progress(self, progress: "Progress") -> None:
        """Tell how far a download is, as often as one looks."""
        from geo_ent.telling.source_words import progress_words

        done_n, total_n = progress.bytes_n, progress.bytes_total
        if progress.rows_total and progress.rows_n:
            done_n, total_n = progress.rows_n, progress.rows_total
        dataset, before = self._told
        now = monotonic()
        if progress.dataset == dataset and now - before < _PAUSE_S and done_n != total_n:
            self.check()
            return
        self._told = progress.dataset, now
        words = self.tr(
            "{dataset} : {progress}",
            dataset=progress.dataset,
            progress=progress_words(progress, self.tr),
        )
        self._send("progress", words=words, done_n=done_n, total_n=total_n)

    def check(self) -> None:
        """Leave the job if it is no longer wanted.

        Raises
        ------
        StoppedError
            If so; from then on each time, lest who caught it goes on.
        """
        while self._pipe.poll():
            self._is_stopped |= self._pipe.recv() == (self._number, None)
        if self._is_stopped:
            raise StoppedError

    def _send(self, word: str, **content: object) -> None:
        self.check()
        self._pipe.send((self._number, word, content))
