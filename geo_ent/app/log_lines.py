"""What the application writes of a fault: where it is, never what files hold."""

import logging
import traceback
from pathlib import Path

_LOGGER = logging.getLogger("geo_ent.app")
_FRAMES_N = 4


def log_fault(fault: BaseException, during: str) -> None:
    """Write in one line that something broke, for whoever looks after the application.

    The message of an exception isn't written: it may quote a cell, or a work's secret name.

    Parameters
    ----------
    fault
        What was raised.
    during
        What was being done: "a build", "an answer".
    """
    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-_FRAMES_N:]]
    _LOGGER.error("%s in %s: %s", type(fault).__name__, during, " < ".join(reversed(places)))
