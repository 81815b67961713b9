"""What `geo-ent` of the portable folder runs: the command line; without a word, the application."""

import multiprocessing
import os
import runpy
import sys
from io import TextIOWrapper

OWN = "geo_ent."
"""Modules that `-m` may run: ours, in a process of their own; this is no Python for others."""


def main() -> None:
    """Run what is asked for."""
    multiprocessing.freeze_support()  # a worker of the application is this program again
    _give_back_library_path()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # into a log or a pipe too, the address comes at once
            stream.reconfigure(line_buffering=True)
    asked = sys.argv[1:]
    if asked[:1] == ["-m"] and asked[1:] and asked[1].startswith(OWN):
        sys.argv[1:] = asked[2:]
        runpy.run_module(asked[1], run_name="__main__", alter_sys=True)
        return
    if not asked:  # a double click on the program itself
        sys.argv.append("app")
    from geo_ent.cli.command_line import main as command_line

    command_line()


def _give_back_library_path() -> None:
    """Let the programs that are started from here (a browser) find the system's own libraries."""
    ours = os.environ.pop("LD_LIBRARY_PATH", None)
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if ours is None:  # Windows has no such path
        return
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    # This program again, as a worker, sets its path anew instead of taking it for set.
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    main()
