"""Registers as they come: each is read, or refused in words that say what to do, on a page."""

import json
import re
import shutil

import pytest

from geo_ent.app.pool.tasks import TASKS
from geo_ent.app.pool.worker import _answer, _Teller
from geo_ent.app.typed_words import on_the_page
from geo_ent.app.works import Works

REFUSED = {
    "b12-password.xlsx": "protégé par un mot de passe (enregistrez-le sans)",
    "b46-empty.xlsx": "rien n’y est écrit",
    "b46-truncated.xlsx": "Ouvrez-le dans un tableur et réenregistrez-le",
    "b37-geoclip.csv": "Il manque une colonne qui dise quelles écoles ont un ENT",
    "b31-annuaire.xlsx": "C’est l’annuaire",
    "annuaire35.csv": "C’est l’annuaire",
    "b48-restored.csv": "Il manque une colonne « UAI »",
}
OTHER_DIRECTORIES = {"b38": "b38-ann-971.csv", "b39b": "b39b-ann.csv"}


class Pipe:
    """Where a process tells what it does, which nobody hears here."""

    def poll(self):
        """Nobody stops it."""
        return False

    def send(self, _message):
        """Tell nobody."""


def read(folder, register, directory, departement):
    """Have a register read as a process of the pool does; give the end, and what was read."""
    name = register.name.lstrip("~$")
    choices = {"departements": [departement], "schools": "annuaire.csv",
               "register": {"files": [name]}}  # fmt: skip
    work = Works(folder / "works").create(choices)
    shutil.copy(register, work.inputs / name)
    shutil.copy(directory, work.inputs / "annuaire.csv")
    order = {"task": "read", "folder": str(work.folder), "scratch": str(work.new_scratch()),
             "lang": "fr", "revision": work.read_revision}  # fmt: skip
    word, content = _answer(_Teller(Pipe(), 1, order), TASKS, order)
    return work, word, content.get("fault", ""), work.reading("fr")


@pytest.fixture
def cases(shared_file):
    """Give the folder of small registers that public reports speak of."""
    return shared_file("cases")


def test_every_register_is_read_or_refused_in_words(tmp_path, cases):
    """None ends in an error of ours; no folder of the machine, and nothing typed, is named."""
    ends = {}
    for register in sorted(path for path in cases.iterdir() if path.suffix not in {"", ".md"}):
        kind = register.name.partition("-")[0]
        directory = cases / OTHER_DIRECTORIES.get(kind, "annuaire35.csv")
        departement = "971" if kind == "b38" else "35"
        work, word, fault, reading = read(tmp_path, register, directory, departement)
        ends[register.name] = word
        shown = on_the_page(fault) + json.dumps(reading, ensure_ascii=False)
        assert word in {"done", "refused"}, (register.name, word, fault)
        assert work.name not in shown, register.name
        assert str(tmp_path) not in shown, register.name
        assert not re.search(r"(?<![\w-])--[a-z]", shown), register.name
        assert [path for path in work.folder.iterdir() if path.name.startswith(".")] == []
        if register.name in REFUSED:
            assert REFUSED[register.name] in fault
    assert ends.keys() > REFUSED.keys()
    assert {name for name in REFUSED if ends[name] == "refused"} == set(REFUSED)
    assert sum(word == "done" for word in ends.values()) > 25


def test_a_register_of_no_school_says_it_beside_what_was_read(tmp_path, cases):
    """By the file's name alone: its rows are shown, and why none counts."""
    register, directory = cases / "b21-commune-alone.csv", cases / "annuaire35.csv"
    _, word, _, reading = read(tmp_path, register, directory, "35")
    assert word == "done"
    assert reading["refusal"].startswith("b21-commune-alone.csv : aucune des 2 lignes")


@pytest.mark.parametrize("content", [b"", b"\x00" * 3000, b"PK\x03\x04" + b"x" * 100, b"\xff\xfe"])
def test_what_is_no_table_at_all_is_refused(tmp_path, cases, content):
    """Empty, of zeros, the head of a zip, half a letter: said of the file, by its name."""
    for ending in ("xlsx", "csv", "xls", "ods"):
        register = tmp_path / f"registre.{ending}"
        register.write_bytes(content)
        _, word, fault, _ = read(tmp_path, register, cases / "annuaire35.csv", "35")
        assert word == "refused"
        assert fault.startswith(f"registre.{ending} : ")
