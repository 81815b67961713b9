"""Help pages and refusals: all in French, whatever the parser, the width and the encoding."""

import os
import re
import subprocess
import sys

import pytest
import typer
from commands import run_here
from scripts import ROOT

from geo_ent.cli.command_line import app
from geo_ent.cli.frames.help_page import PANELS, Screen, command_page, group_page
from geo_ent.cli.frames.line_refusals import CLICK_FAULT, refusal

PROGRAM = typer.main.get_command(app)
COMMANDS = PROGRAM.commands
PAGES = {"": group_page(PROGRAM, "geo-ent")} | {
    name: command_page(command, f"geo-ent {name}") for name, command in COMMANDS.items()
}
APP_PANELS = {"Sur son ordinateur", "Sur un serveur"}
ENGLISH = re.compile(
    r"\b(?:the|this|that|and|or|is|are|was|be|not|no such|for|of|to|with|value|valid|invalid|"
    r"missing|required|requires|default|env var|usage:|error|try|show|exit|"
    r"message|did|you|mean|got|unexpected|extra|argument\(s\)|takes?|integer|text|path|file|"
    r"directory|range|choose|from|command|commands|aborted|str|int|bool|list|dynamic|deprecated|"
    r"between|input|should|string|unable|parse|parsing)\b",
    re.IGNORECASE,
)
"""What Typer, Click and pydantic say of themselves; no word of it is French."""
OURS = re.compile(
    r"--[a-z-]+|geo-ent[a-z ._-]*|[\w./-]+\.(?:csv|xlsx|html|toml)|« [^»]* »|-h\b|group,[^;]*?value"
)
"""What is typed, and what was: names, files and quotations, of any language."""


def english_of(text):
    """Find English words in what is said, but for names of options, files and quotations."""
    return ENGLISH.findall(OURS.sub(" ", text))


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_french_and_fits(name, width):
    """A page has no English word at any width, and no line of it is over that."""
    lines = list(Screen(width, coloured=False).lines(PAGES[name]))
    assert english_of("\n".join(lines)) == []
    assert max(map(len, lines)) <= width
    said = " ".join(" ".join(lines).replace("│", " ").split())
    for rows in PAGES[name].panels.values():
        for row in rows:
            assert row.words
            assert width < 80 or row.left.strip() in said


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_option_is_in_a_panel_and_says_its_value(name):
    """Each option is in one of the panels, takes a value in capitals or a choice, and is told."""
    for parameter in COMMANDS[name].params:
        assert parameter.help, parameter.name
        if parameter.param_type_name == "option":
            assert parameter.rich_help_panel in {*PANELS, *APP_PANELS}, parameter.name
        if not getattr(parameter, "is_flag", False):
            assert parameter.metavar, parameter.name
            assert parameter.metavar.isupper() or "|" in parameter.metavar or name == "equity"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_have_typographic_apostrophes(name):
    """No straight apostrophe between letters, but in what is typed."""
    said = " ".join(Screen(80, coloured=False).lines(PAGES[name]))
    assert not re.search(r"[^\W\d_]'[^\W_]", re.sub('"[^"]*"|« ?[^»]*»', "", said))


def test_a_page_is_what_help_prints():
    """--help and -h print the page, in the folding of the terminal."""
    wide = run_here("gaps", "--help")
    assert wide.returncode == 0
    assert wide.stdout == run_here("gaps", "-h").stdout
    for row in PAGES["gaps"].panels["Sortie"]:
        assert row.left in wide.stdout


REFUSED = {
    "a misspelt option": (["build", "--departemnt", "35"], "--departement ?"),
    "an option in French": (["build", "--annuaire", "a.csv"], "vouliez-vous dire --schools ?"),
    "an option of another command": (["build", "--jobs", "3"], "elle est de geo-ent atlas"),
    "a letter that is no option": (["build", "-x"], "l’option -x n’existe pas"),
    "a value that is missing": (["build", "--out"], "On attend --out DOSSIER"),
    "a flag with a value": (["build", "--quick=oui"], "--quick ne prend pas de valeur"),
    "one hyphen": (["build", "-departement", "35"], "deux traits d’union, --departement"),
    "a word processor's dash": (["build", "–departement=35"], "--departement=35"),
    "a number that is none": (["gaps", "maps", "--top", "beaucoup"], "--top « beaucoup » : on"),
    "a number too great": (["app", "--workers", "99"], "de 1 à 64"),
    "a year that is none": (["build", "--rentree", "2x"], "on attend une année"),
    "an argument that is missing": (["gaps"], "il manque DOSSIER"),
    "an option that is missing": (["cog", "t.csv"], "il manque --column COLONNE"),
    "a département without its option": (["build", "35"], "--departement 35"),
    "a path without quotes": (["build", "-r", "registre", "ENT.xlsx"], "entre guillemets"),
    "a département's name without its option": (["build", "ille et vilaine"], '"ille et vilaine"'),
    "a number without its option": (["gaps", "maps/35", "50"], "pour un nombre, --top 50"),
    "a level without its option": (["sheets", "maps/35", "epci"], "pour un niveau, --level epci"),
    "an argument for what has none": (["sources", "x"], "on n’attend que des options"),
    "an option before a command": (["-d", "35"], "d’abord une commande : geo-ent build -d"),
    "one argument too many": (["demo", "somme", "cantal"], "« cantal » est de trop"),
    "a misspelt command": (["buid"], "vouliez-vous dire geo-ent build ?"),
    "a command in French": (["fiches"], "vouliez-vous dire geo-ent sheets ?"),
    "a file for a command": (["registre.xlsx"], "geo-ent check"),
    "a word that is no command": (["zut"], "Il y a : app, build"),
    "a word with three letters of a command's": (["bidon"], "pas une commande. Il y a : app"),
    "an option of another command, for what is an argument": (
        ["check", "--register", "r.csv"],
        "On attend geo-ent check REGISTRE... --schools FICHIER.",
    ),
    "a misspelt option of the program": (["--versoin"], "vouliez-vous dire --version ?"),
    "a date that is none": (["build", "-d", "35", "--date", "2023-13-45"], "comme 2023-06-30"),
    "a year that is no year": (["fetch", "--year", "20x"], "une année comme 2024"),
    "a folder for a file": (["build", "--project", "."], "c’est un dossier, on attend un fichier"),
    "an académie for a département": (
        ["build", "-d", "Rennes", "-r", "r.csv", "--schools", "a.csv", "-o", "x"],
        "demandez --academie Rennes",
    ),
    "a région for a département": (["fetch", "-d", "bretagne"], "demandez --region Bretagne"),
    "all that a map needs": (
        ["build"],
        (
            "il manque le territoire (-d, --departement, --academie ou "
            "--region) et le registre (-r, --register)."
        ),
    ),
    "all that it needs beside a directory": (
        ["build", "-r", "r.csv", "--schools", "a.csv"],
        "ou --region) et le dossier à faire (-o, --out).",
    ),
    "an example of what it needs": (["build"], "-r registre.xlsx -o maps/35"),
    "a language that there isn't": (["build", "-d", "35", "--lang", "de"], "--lang « de »"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_is_refused_is_told_in_french(case):
    """A line that isn't understood ends with 2, and says in French what was meant or expected."""
    typed, expected = REFUSED[case]
    done = run_here(*typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("geo-ent : ")
    assert expected in done.stderr
    assert english_of(done.stderr) == []


def kinds_of(kind):
    """Give a class and all that come of it."""
    return {kind}.union(*map(kinds_of, kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(kinds_of(CLICK_FAULT), key=lambda kind: kind.__name__))
def test_every_refusal_of_the_parser_has_its_french(kind):
    """Whatever class the installed Click refuses with, none of its words comes through."""
    command = COMMANDS["build"]
    context = command.make_context("build", [], resilient_parsing=True)
    fault = kind.__new__(kind)
    fault.__dict__.update(
        message="The value is not valid.", option_name="--out", possibilities=None, ctx=context
    )
    for parameter in (None, command.params[0]):
        fault.param = parameter
        assert english_of(str(refusal(fault, context))) == []


def test_nothing_asked_shows_the_page():
    """Without a command the page is shown, and the code is that of a line not understood."""
    for typed in ([], ["--"]):
        done = run_here(*typed)
        assert done.returncode == 2
        assert "Faire une carte" in done.stdout


def run_in(encoding, *typed, **environment):
    """Run the program as a console of an encoding would."""
    return subprocess.run(
        [sys.executable, "-m", "geo_ent", *typed],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding, **environment},
    )


def test_a_windows_console_has_frames_of_its_own_signs():
    """A page and a refusal go to a console of cp1252 without a traceback or a lost sign."""
    page = run_in("cp1252", "gaps", "--help", COLUMNS="80", FORCE_COLOR="1")
    text = page.stdout.decode("cp1252")
    assert page.returncode == 0
    assert "+- Sortie ---" in text
    assert "écoles" in text
    assert "?" not in text.partition("Usage")[0]
    assert "\033" not in text
    refused = run_in("cp1252", "gaps", "–top", "→")
    assert "« –top » : une option commence" in refused.stderr.decode("cp1252")
    assert b"Traceback" not in refused.stderr


def test_bold_is_for_terminals_only(monkeypatch):
    """A page is bold on a terminal; in a pipe, with NO_COLOR or on a dumb one it is plain text."""
    shown = "\n".join(Screen(80, coloured=True).lines(PAGES["gaps"]))
    assert "\033[1mDOSSIER" in shown
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Screen(80).coloured == (os.name != "nt")
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(name, value)
            assert not Screen(80).coloured
