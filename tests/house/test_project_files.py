"""The project's own files: forms, CITATION.cff, hooks are whole, and name what there is."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import messages
import pytest
import typer
import yaml
from commands import run_here
from scripts import ROOT

from geo_ent.cli.command_line import app
from geo_ent.project.build_options import LANGS
from geo_ent.telling.language import LANGUAGES
from geo_ent.text.po_file import read_po

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
HELD = {
    "github-issue-forms": FORMS,
    "github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "github-workflows": sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    "dependabot": [ROOT / ".github" / "dependabot.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
    "compose-spec": [ROOT / "compose.yaml"],
}
"""Schemas, as check-jsonschema brings them, and the files that are held to them."""


def read(name):
    """Read a YAML file of the project."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("schema", HELD)
def test_a_file_of_the_forge_fits_its_schema(schema):
    """The forge would refuse, or leave out in silence, what doesn't."""
    program = [Path(sys.executable).with_name("check-jsonschema")]
    asked = ["--builtin-schema", f"vendor.{schema}", *HELD[schema]]
    done = subprocess.run([*program, *asked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_citation_tells_the_package_s_licence_and_authors():
    """Whoever cites it says under which terms; its version is held by tests/delivery."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    citation = read("CITATION.cff")
    assert (citation["license"], citation["authors"]) == (project["license"], project["authors"])


def test_what_publishes_a_version_does_so_of_the_same_tags():
    """The package and the portable folder, and neither is stopped half way."""
    flows = [read(f".github/workflows/{name}.yml") for name in ("release", "portable")]
    # YAML takes `on` for true.
    release, portable = (flow[True]["push"]["tags"] for flow in flows)
    assert release == portable == ["v[0-9]*"]
    stopped = [flow["concurrency"]["cancel-in-progress"] for flow in flows]
    assert stopped == [False, "${{ github.ref_type != 'tag' }}"]


def test_each_form_has_its_other_language():
    """French first, then English: the same fields, as required in both; or one form for both."""
    shapes = [
        [(part["type"], part.get("id"), part.get("validations")) for part in form["body"]]
        for form in map(read, FORMS)
    ]
    *pairs, both = shapes
    assert pairs[::2] == pairs[1::2]
    assert [path.name[2:-4] for path in FORMS[:-1:2]] == ["probleme", "registre"]
    assert " – " in read(FORMS[-1])["name"]
    assert both[0][2] == {"required": True}


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_what_a_reader_can_find(form):
    """Commands that it names are ours; it never asks for a register or for a person."""
    text = form.read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    written = re.findall(r"[«“]\s?geo-ent (\S+?)\s?[»”]", text)
    assert set(written) <= {*commands, "--version"}
    assert written or form == FORMS[-1]
    for file in re.findall(r"[\w-]+\.(?:html|csv|md)", text):
        known = (ROOT / file).is_file() or any(
            file in path.read_text(encoding="utf-8") for path in (ROOT / "geo_ent").rglob("*.py")
        )
        assert known, file


def recipe(target):
    """Give the commands of a target of the Makefile, written out."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)[1].splitlines()
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in lines]


def test_hooks_run_what_make_check_runs():
    """The same commands in the same order, so that neither passes what the other refuses."""
    (local,) = read(".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"
    entries = [hook["entry"] for hook in local["hooks"]]
    unwrapped = [re.sub(r"^sh -c '(.*)'$", r"\1", entry) for entry in entries]
    assert unwrapped == recipe("check")
    for hook in local["hooks"]:
        assert (hook["language"], hook["pass_filenames"]) == ("system", False)
    checked = [sys.executable, "-m", "pre_commit", "validate-config"]
    assert subprocess.run(checked, cwd=ROOT, check=False).returncode == 0


def test_dependabot_looks_after_what_there_is():
    """Python's packages, which pyproject.toml names, and the workflows' actions."""
    updates = read(".github/dependabot.yml")["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}
    assert (ROOT / "pyproject.toml").is_file()


def test_the_page_of_security_is_whole_in_both_languages():
    """As many paragraphs and promises in French as in English, and each says where to report."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    english, french = re.split(r"^## En français$", text, flags=re.MULTILINE)
    for mark in (r"^\*\*", r"^- ", r"Report a vulnerability", r"geo-ent \w+`", r"0024-threats\.md"):
        counts = [len(re.findall(mark, half, re.MULTILINE)) for half in (english, french)]
        assert counts[0] == counts[1] > 0, mark


def test_the_first_changes_are_told_alike_in_both_languages():
    """The same four, of as many steps; files, commands and keys that are named are the same."""
    halves = []
    for name in ("CONTRIBUTING.md", "CONTRIBUTING.fr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        told = re.search(r"^## (?:Four|Quatre) .*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[0]
        _, *sections = re.split(r"^### ", told, flags=re.MULTILINE)
        assert all(len(section.splitlines()) <= 12 for section in sections)
        codes = [set(re.findall(r"`([^`]+)`", section)) for section in sections]
        halves.append([{code for code in section if code not in {"{fields}", "{champs}"}}
                       for section in codes])  # fmt: skip
    assert halves[0] == halves[1]
    assert len(halves[0]) == 4


def test_the_first_changes_name_what_there_is():
    """Paths, lists and functions that are named are in the checkout; so are the commands."""
    text = (ROOT / "CONTRIBUTING.fr.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:geo_ent|telling|app|tests)/[\w./]+\.\w+)", text):
        assert (ROOT / path).exists() or (ROOT / "geo_ent" / path).exists(), path
    for command in re.findall(r"`python ((?:-m pytest )?[^`]+)`", text):
        # maps/ is where what is tried goes.
        places = [word for word in command.split() if "/" in word and not word.startswith("maps/")]
        assert all((ROOT / place).exists() for place in places), command
    named = {"_covered": "indicators/coverage.py", "MAPPED": "indicators/catalogue.py"}
    named |= {"BuildOptions": "pipeline/notebook/typed_options.py"}
    named |= {"KIND_WORDS": "app/pages/file_kinds.py", "_SIGNATURES": "app/pages/file_kinds.py"}
    named |= {"addShares": "maps/assets/figures.js", "LOCALES": "text/numbers.py"}
    named |= {
        "is_one": "telling/language.py",
        "Lang": "text/numbers.py",
        "[tables.schools]": "tables/fields.toml",
    }
    for word, place in named.items():
        assert f"`{word}`" in text
        assert word in (ROOT / "geo_ent" / place).read_text(encoding="utf-8")


def test_the_first_changes_commands_are_understood():
    """Each `geo-ent …` of the page has the arguments and options that its command takes."""
    text = (ROOT / "CONTRIBUTING.fr.md").read_text(encoding="utf-8")
    lines = re.findall(r"`geo-ent ([^`]+)`", text)
    assert len(lines) >= 3
    commands = typer.main.get_command(app).commands
    for name, *typed in map(shlex.split, lines):
        # "de" stands for the language that is to be added.
        commands[name].make_context(name, ["en" if word == "de" else word for word in typed])


def test_the_first_change_is_tried_as_it_is_told(tmp_path):
    """The page's own lines: a demo unpacked, a solution misspelt in it, which check names."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    text = (ROOT / "CONTRIBUTING.fr.md").read_text(encoding="utf-8")
    unpack = re.search(r"`python (-m zipfile [^`]+)`", text)[1]
    check = re.search(r"`geo-ent (check [^`]+)`", text)[1]
    subprocess.run([sys.executable, *shlex.split(unpack)], check=True, cwd=tmp_path)
    register = tmp_path / shlex.split(check)[1]
    assert f"`{shlex.split(check)[1]}`" in text
    before = run_here(*shlex.split(check), cwd=tmp_path)
    register.write_text(register.read_text(encoding="utf-8").replace("Net'Circo", "Netcirkus", 1),
                        encoding="utf-8")  # fmt: skip
    after = run_here(*shlex.split(check), cwd=tmp_path)
    assert (before.returncode, after.returncode) == (0, 0)
    assert "nconnue, gardée" not in before.stdout
    assert "Solution inconnue, gardée telle quelle : « Netcirkus » (1 ligne)." in after.stdout


def test_a_language_s_folder_has_its_catalogues_brought_up(tmp_path):
    """A new one begins with every text of the code and no translation; English has them all."""
    new = tmp_path / "de"
    new.mkdir()
    begun, english = messages.catalogues(new), messages.catalogues()
    assert begun.keys() == english.keys()
    assert len(messages.untranslated(begun)) > 1_000
    assert messages.untranslated(english) == []
    assert messages.written(begun["headline"]).startswith('msgid ""\nmsgstr ""\n"Language: de\\n"')
    assert (
        {*LANGUAGES} == {*LANGS} == {"fr", *(path.name for path in messages.TRANSLATIONS.iterdir())}
    )


def test_a_language_s_catalogues_are_begun_with_the_two_forms_that_are_read(tmp_path, capsys):
    """Italian has three by the CLDR; each file is Italian's, and what it lacks is listed."""
    new = tmp_path / "it"
    new.mkdir()
    assert messages.brought_up(new, check=False)
    assert "language.po: écoles publiques\n" in capsys.readouterr().out
    for path in new.glob("*.po"):
        text = path.read_text(encoding="utf-8")
        assert '"Language: it\\n"' in text
        assert "nplurals=2;" in text
        assert text.count("msgid_plural") == text.count("msgstr[1]")
        assert "msgstr[2]" not in text
    assert dict(read_po(new / "language.po")) == {}
    assert "nplurals=2;" in messages.written(messages.TwoForms(locale="ja"))


def test_the_languages_are_listed_in_one_place():
    """No module but that of `Lang` writes them out: a new one would be forgotten there."""
    listed = re.compile(r"""["']fr["'], ?["']en["']|fr\|en|fr ou en\b|fr \(par défaut\) ou""")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "geo_ent").rglob("*.py")
        if listed.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["geo_ent/text/numbers.py"]
