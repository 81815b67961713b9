"""Jobs for workers, in a module that imports nothing heavy."""

import os
import signal


def deadly(number):
    """Double a number; end the worker where it is 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number
