"""The chapter of the command line names all there is, and its lines are commands that there are."""

import re
import shlex

import help_pages
import pytest
import typer
from scripts import ROOT

from geo_ent.cli.command_line import app

CHAPTER = "docs/ligne-de-commande.md"
PAGES = (CHAPTER, "README.md", "docs/guide.md", "docs/sources.md", "docs/registre.md")
COMMANDS = typer.main.get_command(app).commands
OPTIONS = {
    name: {text for given in command.params for text in given.opts if text.startswith("--")}
    for name, command in COMMANDS.items()
}
ELSEWHERE = {"fetch"}
"""Told in a page of its own: docs/sources.md."""


def page(name):
    """Read a page of the docs."""
    return (ROOT / name).read_text(encoding="utf-8")


def written_commands(text):
    """Find the command lines of a page: indented, in a fence, in a sentence; ends joined."""
    joined = re.sub(r"\\\n\s*", "", text)
    for match in re.finditer(r"(?:geo-ent|-m geo_ent) ([a-z]+(?: [^`\n|#…]*)?)", joined):
        line = match.group(0)
        before = joined[: match.start()].rpartition("\n")[2]
        if match.group(1).split()[0] in COMMANDS and ("`" in before or is_shown(before)):
            yield line


def is_shown(before):
    """Tell a line that is nothing but a command from a sentence."""
    start = before.strip()
    return not start or start.startswith(("py", ".venv", "HTTPS_PROXY=", "python"))


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - ELSEWHERE))
def test_the_chapter_names_every_option(name):
    """Each command is in the chapter, and each of its options."""
    chapter = page(CHAPTER)
    told = set(re.findall(r"--[a-z][a-z-]*", chapter))
    assert f"geo-ent {name}" in chapter
    assert sorted(OPTIONS[name] - told) == []


def test_the_page_of_all_commands_is_what_they_say():
    """docs/commandes.md is as tools/help_pages.py writes it: no command or option is missing."""
    text = page("docs/commandes.md")
    assert text == help_pages.document()
    for name, command in COMMANDS.items():
        assert f"\n## geo-ent {name}\n" in text
        for parameter in command.params:
            for given in parameter.opts:
                assert given in text or not given.startswith("-")


def test_what_the_chapter_says_of_the_language_is_true():
    """Each command takes --lang, but for the one that it names."""
    assert "chaque commande prend `--lang en`, sauf `help`" in page(CHAPTER)
    assert {name for name in COMMANDS if "--lang" not in OPTIONS[name]} == {"help"}


@pytest.mark.parametrize("name", PAGES)
def test_the_lines_of_the_docs_are_commands(name):
    """What the page tells to type has a command that there is, with options that it has."""
    lines = list(written_commands(page(name)))
    assert lines or name == "docs/guide.md"  # the guide may tell of none: it is of the application
    for line in lines:
        words = shlex.split(line.replace("'", "’"))
        command = words[words.index("geo-ent" if words[0] == "geo-ent" else "geo_ent") + 1]
        asked = {word.partition("=")[0] for word in words if word.startswith("--")} - {"--help"}
        assert asked <= OPTIONS[command], line


def test_what_windows_is_told_to_type_is_on_one_line():
    """No line of PowerShell goes on in the next, none calls a program of another system."""
    blocks = re.findall(r"```powershell\n(.*?)```", page(CHAPTER), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) >= 5
    assert [line for line in lines if line.endswith("\\") or "bin/" in line] == []
    assert {line.split()[0] for line in lines} == {"py", r".venv\Scripts\python"}
