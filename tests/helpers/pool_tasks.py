"""Tasks that a process of the pool is given in tests: they wait, eat, write or never come back."""

import errno
import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

from geo_ent.app.pool.worker import StoppedError
from geo_ent.errors import InputError, OutputError, SourceError


def echo(order, _told):
    """Give back what was said, and by which process."""
    return {"said": order.get("said"), "pid": os.getpid()}


def steps(order, told):
    """Tell steps until a file is there, each at once."""
    told.step("pid", str(os.getpid()))
    for number in range(order.get("steps_n", 10**9)):
        told.step(str(number), f"fait {number}")
        if order.get("until") and Path(order["until"]).exists():
            break
        time.sleep(order.get("pause_s", 0.01))
    return {"said": order.get("said")}


def mute(order, told):
    """Tell one step, then nothing for as long as it takes: it can't be stopped kindly."""
    Path(order["scratch"]).mkdir(exist_ok=True)
    Path(order["scratch"], "half").write_text("half a map")
    told.step("pid", str(os.getpid()))
    time.sleep(order.get("seconds", 600))
    Path(order["folder"], "written").write_text("too late")
    return {}


def late(order, told):
    """Ignore a word to stop, and end well all the same: its end comes when nobody wants it."""
    told.step("pid", str(os.getpid()))
    while not Path(order["until"]).exists():
        time.sleep(0.01)
    return {"said": order["said"]}


def deaf(_order, told):
    """Catch whatever is raised, once: it still can't go on."""
    while True:
        try:
            told.step("deaf", "")
        except StoppedError:
            told.step("after", "this is never told")
        time.sleep(0.01)


def die(_order, _told):
    """End as `kill -9` ends it."""
    os.kill(os.getpid(), signal.SIGKILL)


def eat(order, _told):
    """Take memory."""
    kept = bytearray(order["bytes_n"])
    return {"bytes_n": len(kept)}


def fail(order, _told):
    """Fail in a way."""
    faults = {
        "input": InputError(f"{order['folder']}/inputs/registre.xlsx : illisible."),
        "source": SourceError("le portail ne répond pas."),
        "other": ZeroDivisionError("a cell: Jeanne Dupont"),
        "full": OSError(errno.ENOSPC, "No space left on device"),
    }
    raise faults[order["how"]]


def full(_order, _told):
    """Fail as what writes whole files does on a full disk."""
    try:
        fail({"how": "full", "folder": ""}, None)
    except OSError as fault:
        msg = f"/somewhere : écriture impossible ({fault.strerror})."
        raise OutputError(msg) from None


def download(order, told):
    """Tell of a download, byte after byte."""
    for bytes_n in range(0, order["bytes_n"] + 1, 1000):
        told.progress(
            SimpleNamespace(dataset="annuaire", bytes_n=bytes_n, bytes_total=order["bytes_n"],
                            rows_n=0, rows_total=None)
        )  # fmt: skip
    return {}


TASKS = {
    task.__name__: task for task in (echo, steps, mute, late, deaf, die, eat, fail, full, download)
}
