"""What Tab finishes a line with: what is offered, and how it is installed."""

import os
import subprocess
import sys

import pytest
import typer
from commands import run_here

from geo_ent.cli.command_line import app
from geo_ent.cli.completion.candidates import candidates
from geo_ent.cli.completion.shell_scripts import ASKED, SHELLS, WORDS, reply_lines

PROGRAM = typer.main.get_command(app)

OFFERED = {
    "a command": (["bu"], ["build"]),
    "an option": (["build", "--depart"], ["--departement"]),
    "an option that is given isn't offered again": (["build", "--out", "x", "--out"], []),
    "one that can be repeated is": (["build", "-d", "35", "--depart"], ["--departement"]),
    "a département by its code": (["build", "-d", "97"], ["971", "972", "973", "974", "976"]),
    "a département by its name": (["build", "-d", "ille"], ["Ille-et-Vilaine"]),
    "one in other letters": (["build", "-d", "cotes d"], ["Côtes-d'Armor"]),
    "one that is written after =": (["build", "--departement=Fini"], ["Finistère"]),
    "one that bash takes apart": (["build", "--departement", "=", "Fini"], ["Finistère"]),
    "an académie": (["atlas", "--academie", "Ren"], ["Rennes"]),
    "a région": (["atlas", "--region", "bre"], ["Bretagne"]),
    "a choice": (["build", "--sector", ""], ["public", "prive", "all"]),
    "a level": (["sheets", "maps/35", "--level", "e"], ["epci"]),
    "a demo": (["demo", "n"], ["nancy-metz", "nantes"]),
    "a command to tell of": (["help", "s"], ["sheets", "sources"]),
    "a dataset": (["fetch", "--dataset", "ip"], ["ips"]),
    "a file is the shell's": (["check", "reg"], []),
    "an option's file too": (["build", "--register", "reg"], []),
    "nothing of what is no command": (["zut", "-"], []),
    "a shell": (["--install-completion", "z"], ["zsh"]),
    "the program's own options": (["--vers"], ["--version"]),
}


@pytest.mark.parametrize("case", sorted(OFFERED))
def test_what_is_offered(case):
    """The last word may be this, and nothing else."""
    words, expected = OFFERED[case]
    assert [one.word for one in candidates(PROGRAM, words)] == expected


def test_each_shell_takes_words_as_it_reads_them():
    """A blank or a quote of a name is protected as each shell does, and its meaning said beside."""
    offered = candidates(PROGRAM, ["build", "-d", "Territoire"])
    lines = {name: reply_lines(shell, offered, "Terr") for name, shell in SHELLS.items()}
    assert lines == {
        "bash": ["Territoire\\ de\\ Belfort"],
        "zsh": ["Territoire de Belfort\t90"],
        "fish": ["Territoire de Belfort\t90"],
        "powershell": ["'Territoire de Belfort'\t90"],
    }
    assert reply_lines(SHELLS["bash"], offered, '"Terr') == ["Territoire de Belfort"]
    given = candidates(PROGRAM, ["build", "--lang=e"])
    assert reply_lines(SHELLS["fish"], given, "--lang=e") == ["--lang=en"]


def test_the_scripts_ask_by_the_names_that_are_answered():
    """Each script has the variable and the name of its shell, or Tab would start a command."""
    for name, shell in SHELLS.items():
        assert ASKED in shell.script
        assert name in shell.script
    assert WORDS in SHELLS["powershell"].script


@pytest.mark.skipif(os.name == "nt", reason="these shells have other places there")
@pytest.mark.parametrize(
    ("name", "start"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", None)]
)
def test_it_is_installed_once(name, start, tmp_path, monkeypatch):
    """Twice leaves one line, and what the user had as it was; what is written is said."""
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZDOTDIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    own = b"alias l=ls  # \xe9t\xe9\n"
    if start:
        (tmp_path / start).write_bytes(own)
    first, second = (run_here("--install-completion", name) for _ in range(2))
    assert (first.returncode, first.stdout) == (0, second.stdout)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    script = next(path for path in written if path.name != start)
    assert str(script) in first.stdout
    assert script.read_text(encoding="utf-8") == SHELLS[name].script
    assert run_here("--show-completion", name).stdout == SHELLS[name].script
    if start:
        line = f"[ -f '{script}' ] && . '{script}'  # complétion de geo-ent\n"
        assert (tmp_path / start).read_bytes() == own + line.encode()


def test_a_shell_that_isnt_known_is_refused(monkeypatch):
    """A name that is none, or the user's own shell that is another, is told which there are."""
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    for typed, name in ((["--install-completion", "csh"], "csh"), (["--show-completion"], "tcsh")):
        done = run_here(*typed)
        assert done.returncode == 2
        assert run_here("--show-completion=zsh").returncode == 0
        assert f"« {name} » n’est pas un shell connu ; on attend bash, zsh, fish" in done.stderr


def test_it_costs_the_help_nothing():
    """Neither the pages nor the completion are loaded with more than they need."""
    late = "('rich', 'pydantic', 'numpy', 'pyarrow', 'geo_ent.cli.completion.candidates')"
    code = (
        f"import sys, geo_ent.cli.command_line as c; print([m for m in {late} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
