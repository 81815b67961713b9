"""What a process of the application does: it reads registers and makes maps, one after another."""

import logging
import os
import traceback
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import GeoEntError
from geo_ent.telling.language import language

if TYPE_CHECKING:
    from geo_ent.sources.client.transport import Progress
    from geo_ent.text.note import Note

_LOGGER = logging.getLogger("geo_ent.app")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


class _StoppedError(Exception):
    """The job is no longer wanted."""


def serve(pipe: Connection, memory_bytes: int) -> None:
    """Do the jobs that a pipe asks for, until it closes.

    Parameters
    ----------
    pipe
        Gives a job's order (`task`, `folder`, `lang`, …), or None to stop the one under way. Takes
        ("step", {`step`, `done`}), ("progress", {…}) and, last, ("done", {`outcome`}),
        ("refused", {`fault`}), ("failed", {`fault`}) or ("stopped", {}).
    memory_bytes
        What the process may take; a job that takes more fails, and the process goes on.
    """
    _bound_memory(memory_bytes)
    # Before the first job comes: the libraries take over a second, for which nobody should wait.
    import geo_ent.app.tasks
    import geo_ent.pipeline.pictures  # noqa: F401

    with suppress(EOFError, KeyboardInterrupt, OSError):
        while True:
            order = pipe.recv()
            if order is not None:  # a word to stop may come when all is done
                pipe.send(_answer(pipe, order))


def _answer(pipe: Connection, order: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    from geo_ent.app.tasks import TASKS

    told = _Teller(pipe, str(order["lang"]))
    try:
        return "done", {"outcome": TASKS[order["task"]](order, told)}
    except _StoppedError:
        return "stopped", {}
    except GeoEntError as fault:
        return "refused", {"fault": _without_folder(str(fault), order)}
    except MemoryError:
        return "failed", {"fault": "memory"}
    except Exception as fault:  # noqa: BLE001 the process goes on, whatever a file does to it
        # Where, and not what: a message may quote a cell, and logs must hold nothing of files.
        frames = traceback.extract_tb(fault.__traceback__)
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-4:]))
        _LOGGER.error("%s in a %s: %s", type(fault).__name__, order["task"], where)  # noqa: TRY400
        return "failed", {"fault": "error"}


def _without_folder(sentence: str, order: Mapping[str, Any]) -> str:
    """Name the files of a visitor by their names alone: the folder says nothing to them."""
    return sentence.replace(f"{Path(order['folder'], 'inputs')}{os.sep}", "")


def _bound_memory(memory_bytes: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # of Unix alone; elsewhere the machine is the visitor's own

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


class _Teller:
    """Tells how far a job is, and learns whether it is still wanted."""

    def __init__(self, pipe: Connection, lang: str) -> None:
        self._pipe = pipe
        self.tr = language(lang)

    def step(self, step: str, done: str) -> None:
        """Tell a step that was done."""
        self._send("step", step=step, done=done)

    def note(self, note: "Note") -> None:
        """Tell what is news of the sources."""
        from geo_ent.telling.source_words import source_line

        self._send("progress", words=source_line(note, self.tr), done_n=None, total_n=None)

    def progress(self, progress: "Progress") -> None:
        """Tell how far a download is."""
        from geo_ent.telling.source_words import progress_words

        words = f"{progress.dataset} : {progress_words(progress, self.tr)}"
        done_n, total_n = progress.bytes_n, progress.bytes_total
        if progress.rows_total and progress.rows_n:
            done_n, total_n = progress.rows_n, progress.rows_total
        self._send("progress", words=words, done_n=done_n, total_n=total_n)

    def _send(self, word: str, **content: object) -> None:
        if self._pipe.poll():
            self._pipe.recv()
            raise _StoppedError
        self._pipe.send((word, content))
