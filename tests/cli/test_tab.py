"""The Tab of a real shell, on a terminal of its own, where the completion was installed."""

import os
import select
import shutil
import subprocess
import sys
import time

import pytest
from scripts import ROOT

pty = pytest.importorskip("pty", reason="Windows has no such terminals")


class Terminal:
    """A shell on a terminal of its own, as a person has it."""

    def __init__(self, shell, home):
        wrapped = home / "bin" / "geo-ent"
        wrapped.parent.mkdir()
        wrapped.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m geo_ent "$@"\n')
        wrapped.chmod(0o755)
        environment = {
            "HOME": str(home),
            "PATH": f"{wrapped.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "SHELL": shell,
            "LANG": "C.UTF-8",
            "TERM": "dumb",
        }
        subprocess.run(
            [wrapped, "--install-completion"], env=environment, check=True, capture_output=True
        )
        self.file, theirs = pty.openpty()
        self.shell = subprocess.Popen(
            [shell, "-i"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            cwd=home,
            start_new_session=True,
        )
        os.close(theirs)

    def shown(self, typed, expected):
        """Type, and read until what is expected is shown; give what was read."""
        os.write(self.file, typed.encode())
        read, end = "", time.monotonic() + 20
        while expected not in read and time.monotonic() < end:
            if select.select([self.file], [], [], 0.2)[0]:
                read += os.read(self.file, 1 << 16).decode(errors="replace")
        os.write(self.file, b"\x15")  # Ctrl-U: an empty line again
        return read

    def close(self):
        """End the shell."""
        self.shell.kill()
        self.shell.wait()
        os.close(self.file)


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_tab_in_a_real_shell(name, tmp_path):
    """Tab finishes a command, a département of three words, a choice and a file."""
    shell = shutil.which(name)
    if not shell:
        pytest.skip(f"no {name} here")
    (tmp_path / "registre.xlsx").touch()
    terminal = Terminal(shell, tmp_path)
    try:
        for typed, expected in (
            ("geo-ent bui\t", "geo-ent build "),
            ("geo-ent build -d Terr\t", "-d Territoire\\ de\\ Belfort "),
            ("geo-ent build --lang=e\t", "--lang=en "),
            ("geo-ent build -r reg\t", "-r registre.xlsx "),
        ):
            assert expected in terminal.shown(typed, expected)
    finally:
        terminal.close()
