"""What the commands end with: each code of the table, as a script meets it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run_here
from scripts import ROOT
from sources_world import open_world

from geo_ent.cli.help_command import EXIT_CODES
from geo_ent.errors import ExitCode

FULL = Path("/dev/full")


def test_the_table_has_every_code():
    """`geo-ent help codes` says what each code means, and there is no other."""
    shown = run_here("help", "codes").stdout
    assert set(EXIT_CODES) == set(ExitCode)
    for code in ExitCode:
        assert f"\u2502 {code:<5}" in shown


def test_done(tmp_path):
    """A command that did what it was asked ends with 0."""
    assert run_here("sources", cwd=tmp_path).returncode == ExitCode.DONE


def test_something_to_see(tmp_path, monkeypatch):
    """A source that isn't as the catalogue says ends a survey with 1."""
    with open_world(tmp_path, monkeypatch) as world:
        monkeypatch.setenv("GEO_ENT_CATALOGUE", str(world.catalogue))
        done = run_here("fetch", "--check", "--dataset", "annuaire")
    assert done.returncode == ExitCode.TO_SEE
    assert "À revoir dans le catalogue" in done.stdout


@pytest.mark.parametrize("typed", [("zut",), ("gaps", "no-such-folder"), ("build", "--zut"), ()])
def test_refused(typed, tmp_path):
    """A line, or a folder, that isn't what was expected ends with 2."""
    assert run_here(*typed, cwd=tmp_path).returncode == ExitCode.REFUSED


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
@pytest.mark.parametrize("typed", [("help", "codes"), ("--version",)])
def test_what_cannot_be_printed(typed):
    """A full disk under what is printed is a line and 2, where it is flushed at the end too."""
    with FULL.open("w") as full:
        command = [sys.executable, "-m", "geo_ent", *typed]
        done = subprocess.run(
            command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == ExitCode.REFUSED
    assert done.stderr == (
        "geo-ent : sortie standard : écriture impossible (le disque est plein).\n"
    )


def test_no_source(tmp_path, monkeypatch):
    """Without network and with an empty cache there is no directory: 3."""
    monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "cache"))
    done = run_here("fetch", "--offline", "--dataset", "annuaire", "-d", "35")
    assert done.returncode == ExitCode.NO_SOURCE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipe in a folder")
def test_stopped(tmp_path):
    """Ctrl-C ends a command with a line of French and 130."""
    project = tmp_path / "geo-ent.toml"
    os.mkfifo(project)
    command = [sys.executable, "-m", "geo_ent", "build", "--project", str(project)]
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    # A pipe opens when the command opens it too: it is then in the midst of its work.
    with project.open("w"):
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert (running.returncode, said) == (ExitCode.STOPPED, "geo-ent : arrêté.\n")
