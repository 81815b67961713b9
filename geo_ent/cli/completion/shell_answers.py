"""Answering a shell that asks what a line may go on with."""

import os
import sys
from typing import Any

from geo_ent.cli.completion.candidates import candidates
from geo_ent.cli.completion.shell_scripts import SHELLS, WORDS, reply_lines, unquoted


def answer(program: Any, name: str) -> None:  # noqa: ANN401 Click's, whichever Click
    """Print what the last word of the line that a shell gives may be.

    Parameters
    ----------
    program
        The commands, as Typer made them.
    name
        The shell that asks.
    """
    shell = SHELLS.get(name)
    if shell is None:
        return
    given = os.environ[WORDS].split("\n") if WORDS in os.environ else sys.argv[1:]
    words = list(map(unquoted, given)) if shell.raw else given
    begun = given[-1] if given else ""
    lines = reply_lines(shell, candidates(program, words or [""]), begun)
    # In bytes: the script reads UTF-8, whatever the console's own encoding.
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
