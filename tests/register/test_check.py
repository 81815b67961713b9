"""`geo-ent check`: what it prints, writes and refuses; and the words that the docs promise."""

import json
import os
import pty
import re
import subprocess
import sys
import tomllib

import pandas as pd
import pytest
import register_words
from annuaire import row, uai, write_csv
from commands import run_here
from hypothesis import given
from hypothesis import strategies as st
from registers import FRENCH, HOSTILE
from scripts import ROOT

from geo_ent.publish.register.columns_toml import columns_toml
from geo_ent.register.vocabulary import solution_of
from geo_ent.text.compare import plain

REGISTER = (
    f'"N° UAI\n(RNE)";École;Commune;ENT;"Solution ""ENT"""\n'
    f"{uai(1)};Ecole du Carré;Belfort;oui;ONE\n"
    f"{uai(2)};;;[bold]peut-être;\x1b[31mrouge\n"
    f'0909999A;"{HOSTILE.replace(chr(34), chr(34) * 2)}";Nulle part;oui;ONE\n'
)


@pytest.fixture
def files(tmp_path):
    """A directory of three schools of Belfort, and a register with two doubtful rows."""
    (tmp_path / "registre.csv").write_text(REGISTER, encoding="utf-8")
    write_csv(tmp_path / "annuaire.csv", [row(number) for number in (1, 2, 3)])
    return tmp_path


def check(folder, *more, register="registre.csv"):
    """Run the command in a folder."""
    return run_here("check", register, "--schools", "annuaire.csv", *more, cwd=folder)


def test_check_reports_and_changes_nothing(files):
    """Plain text through a pipe: the sentence, the counts, the doubts; no file is written."""
    before = {path.name: path.read_bytes() for path in files.iterdir()}
    command = [sys.executable, "-m", "geo_ent", "check", "registre.csv", "--schools",
               "annuaire.csv", "--departement", "90"]  # fmt: skip
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=files)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith('Statut lu dans « ENT », solution dans « Solution "ENT" »')
    assert "\n4 lignes lues : 2 utilisées telles quelles, 1 introuvable" in result.stdout
    assert "1 école renseignée sur 3 (tous secteurs)." in result.stdout
    assert "ligne 4 : 0909999A" in result.stdout
    assert "« 0909999A » n’est pas dans l’annuaire" in result.stdout
    assert "[bold]peut-être" in result.stdout
    assert "    -> " in result.stdout
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert {path.name: path.read_bytes() for path in files.iterdir()} == before


def test_what_check_says_is_folded_where_there_is_a_width(files, monkeypatch):
    """At 50 signs no line but those to copy is longer; the words are those of a log's lines."""
    log = check(files).stdout
    monkeypatch.setenv("COLUMNS", "50")
    folded = check(files).stdout
    told = folded[folded.index("À vérifier") : folded.index("Pour répondre")]
    assert max(map(len, told.splitlines())) <= 50
    assert folded.split() == log.split()
    assert folded != log


@pytest.mark.parametrize(
    ("solutions", "told"),
    [
        (["ONE", "ONE"], "\nRien à vérifier."),
        (["Toutou", "ONE"], "gardée telle quelle : « Toutou » (1 ligne).\n\nRien d’autre à"),
        (["Toutou", "Zut"], "telles quelles : « Toutou » (1 ligne), « Zut » (1 ligne)."),
        (["Zut", "Zut"], "gardée telle quelle : « Zut » (2 lignes)."),
    ],
)
def test_solutions_that_have_no_record_are_listed(files, solutions, told):
    """No row is doubtful: new names are told with their rows, in the text and as JSON."""
    rows = [f"{uai(number)};oui;{name}" for number, name in enumerate(solutions, 1)]
    (files / "registre.csv").write_text("\n".join(["UAI;ENT;Solution", *rows]), encoding="utf-8")
    assert told in check(files).stdout
    listed = json.loads(check(files, "--json").stdout)["unknown_solutions"]
    names = {one["solution"]: one["rows_n"] for one in listed}
    assert names == {name: solutions.count(name) for name in solutions if name != "ONE"}


def test_check_is_in_english_when_asked(files):
    """What it prints and writes has no French word of ours; what was written stays."""
    result = check(
        files, "--departement", "90", "--lang", "en", "--report", "r", "--fixed", "f.xlsx"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith('Status read in “ENT”, solution in “Solution "ENT"”')
    assert "\n4 rows read: 2 used as they stand, 1 not found" in result.stdout
    assert "row 4: 0909999A" in result.stdout
    assert "“0909999A” isn’t in the directory" in result.stdout
    assert "[register.columns]" in result.stdout
    assert not re.search(r"(?i)\b(?:ligne|lignes|écrivez|vérifier|colonnes)\b", result.stdout)
    assert '<html lang="en">' in (files / "r" / "register-report.html").read_text("utf-8")
    assert check(files, "--lang", "de").returncode == 2


def test_columns_found_are_toml_that_check_takes_back(files):
    """What is printed can be pasted in a project file, and gives the same reading."""
    said = check(files).stdout
    printed = said[said.index("[register.columns]") :]
    assert tomllib.loads(printed)["register"]["columns"]["uai"].split() == ["N°", "UAI", "(RNE)"]
    (files / "geo-ent.toml").write_text(printed, encoding="utf-8")
    again = check(files, "--project", "geo-ent.toml")
    assert again.returncode == 0
    assert again.stdout == said


@given(st.dictionaries(st.sampled_from(["uai", "name", "status"]), st.text(max_size=20)))
def test_any_title_makes_valid_toml(titles):
    """Whatever the titles hold, the mapping is TOML that gives them back."""
    found = tomllib.loads(columns_toml({("a", "b"): titles, ("a", "c"): {}}, FRENCH))
    named = {column: title for column, title in titles.items() if title.strip()}
    assert found["register"].get("columns", {}) == named


def test_what_check_prints_holds_beside_any_register(files):
    """Pasted below a list of files or a table of them, the blocks are read by a build too."""
    said = check(files).stdout
    printed = said[said.index("[register.columns]") :]
    assert printed.count("[[register.answers]]") == 2
    for head in ('register = ["registre.csv"]\n', '[register]\nfiles = ["registre.csv"]\n'):
        (files / "geo-ent.toml").write_text(
            f'departements = ["90"]\nschools = "annuaire.csv"\nout = "maps"\n{head}{printed}',
            encoding="utf-8",
        )
        built = run_here("build", "--project", "geo-ent.toml", "--quick", cwd=files)
        assert (built.returncode, built.stderr) == (0, "")
        assert "Lu dans le registre : Statut lu dans « ENT »" in built.stdout
        assert built.stdout.index("À corriger\n") < built.stdout.index("Lu dans le registre")
        table = pd.read_csv(files / "maps" / "findings.csv", dtype=str)
        assert table["kind"][0] == "register-columns"
        assert table["message"][0].startswith("Statut lu dans « ENT »")


def test_the_row_that_is_kept_is_named_with_its_file(files):
    """Where another file has the row that a school is counted by, its line alone says nothing."""
    (files / "autre.csv").write_text(f"UAI;ENT\n{uai(1)};non\n", encoding="utf-8")
    (files / "geo-ent.toml").write_text(
        'departements = ["90"]\nschools = "annuaire.csv"\nout = "maps"\n'
        '[register]\nfiles = ["registre.csv", "autre.csv"]\n',
        encoding="utf-8",
    )
    told = check(files, "autre.csv", "--project", "geo-ent.toml").stdout
    assert "La ligne 2 (autre.csv) est gardée, écrite en dernier" in told


def test_a_sheet_is_left_out_of_check_and_build(files):
    """Of two files one is left out by order: its rows are told, and its school isn't known."""
    (files / "autre.csv").write_text(f"UAI;ENT\n{uai(3)};oui\n", encoding="utf-8")
    both = (
        'departements = ["90"]\nschools = "annuaire.csv"\nout = "maps"\n'
        '[register]\nfiles = ["registre.csv", "autre.csv"]\n'
    )
    (files / "geo-ent.toml").write_text(both, encoding="utf-8")
    more = ("autre.csv", "--project", "geo-ent.toml")
    assert "2 écoles renseignées sur 3 (tous secteurs)." in check(files, *more).stdout
    order = '[[register.sheets]]\nfile = "autre.csv"\nread = false\n'
    (files / "geo-ent.toml").write_text(both + order, encoding="utf-8")
    assert "1 école renseignée sur 3 (tous secteurs)." in check(files, *more).stdout
    built = run_here("build", "--project", "geo-ent.toml", "--quick", cwd=files)
    assert (built.returncode, built.stderr) == (0, "")
    rows = pd.read_csv(files / "maps" / "register-report.csv", dtype=str)
    reasons = rows.loc[rows["file"] == "autre.csv", "reason"]
    assert reasons.tolist() == ["feuille écartée à votre demande"] * 2
    schools = pd.read_csv(files / "maps" / "schools.csv", dtype=str).set_index("uai")
    assert schools.loc[uai(3), "status"] == "unknown"


def test_an_answer_printed_by_check_is_taken_by_check_and_build(files):
    """One line without its sign, and the row is no longer a doubt."""
    said = check(files).stdout
    printed = said[said.index("[register.columns]") :].replace("# status =", "status =")
    (files / "geo-ent.toml").write_text(printed, encoding="utf-8")
    again = check(files, "--project", "geo-ent.toml").stdout
    assert "[bold]peut-être" in said
    assert "[bold]peut-être" not in again
    assert "2 écoles renseignées sur 3 (tous secteurs)." in again


def test_sheets_that_differ_have_each_their_title():
    """Every title is written, that of most sheets first; a column without a title can't be named.

    What isn't a column of the register that can be imposed is left out.
    """
    said = columns_toml({("a", "1"): {"uai": "RNE", "status": ""}, ("a", "2"): {"uai": "UAI\n#"},
                         ("a", "3"): {"uai": "RNE", "section": "x"}}, FRENCH)  # fmt: skip
    assert tomllib.loads(said)["register"]["columns"] == {"uai": ["RNE", "UAI\n#"]}
    assert "# status : colonne sans titre" in said


def test_report_and_fixed_are_written_when_asked(files):
    """The page, its CSV and the corrected register; each is named on the terminal."""
    result = check(files, "--report", "rapport", "--fixed", "corrige.xlsx")
    assert result.returncode == 0
    names = {path.name for path in (files / "rapport").iterdir()}
    assert names == {"register-report.html", "register-report.csv"}
    assert (files / "corrige.xlsx").stat().st_size > 4000
    assert "register-report.html" in result.stdout
    assert "corrige.xlsx" in result.stdout


def test_a_register_of_other_schools_is_reported_all_the_same(files):
    """Not one school found: each row is in the report, then one line and exit code 2."""
    (files / "autre.csv").write_text(
        "UAI;École;Commune;ENT\n0750001N;Ecole Victor Hugo;Paris;oui\n;Ecole du Carré;Nulle;non\n",
        encoding="utf-8",
    )
    result = check(files, "--report", "rapport", "--fixed", "c.xlsx", register="autre.csv")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert "aucune des 2 lignes du registre" in result.stderr
    assert "0 école renseignée sur 3 (tous secteurs)." in result.stdout
    table = pd.read_csv(files / "rapport" / "register-report.csv", dtype=str)
    assert table["outcome"].tolist() == ["not_school", "not_found", "ambiguous"]
    assert (files / "c.xlsx").stat().st_size > 4000
    assert check(files, register="autre.csv").returncode == 2


def test_a_row_of_a_college_says_so(files):
    """A collège and a school that is to open, as the directory's own file has them."""
    others = [row(5, Nom_etablissement="Collège du Carré", Type_etablissement="Collège",
                  code_nature="340"), row(6, etat="A OUVRIR")]  # fmt: skip
    write_csv(files / "annuaire.csv", [row(1), *others])
    (files / "r.csv").write_text(
        f"UAI;ENT\n{uai(1)};oui\n{uai(5)};oui\n{uai(6)};oui\n0900001A;oui\n", encoding="utf-8"
    )
    said = check(files, register="r.csv").stdout
    assert f"« {uai(5)} » est un collège (Collège du Carré, Belfort)." in said
    assert f"« {uai(6)} » est une école qui n’est pas ouverte (" in said
    assert "« 0900001A » n’est pas dans l’annuaire" in said


def test_a_terminal_gets_tables(files):
    """On a terminal: tables, and the brackets of a cell are shown, not taken for a style."""
    main, side = pty.openpty()
    command = [sys.executable, "-m", "geo_ent", "check", "registre.csv", "--schools",
               "annuaire.csv"]  # fmt: skip
    environment = {**os.environ, "COLUMNS": "140", "TERM": "xterm"}
    with subprocess.Popen(command, stdout=side, stderr=side, cwd=files, env=environment) as run:
        os.close(side)
        said = b""
        while True:
            try:
                chunk = os.read(main, 4096)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            said += chunk
    os.close(main)
    text = said.decode()
    assert run.returncode == 0
    assert "Devenir" in text
    assert "[bold]peut-" in text
    assert "\x1b[31mrouge" not in text


BAD = {
    "no such register": (("nowhere.csv",), (), "nowhere.csv : ce fichier n’existe pas"),
    "no such directory": (("registre.csv",), ("--schools", "x.csv"), "x.csv : ce fichier"),
    "another département": (("registre.csv",), ("--departement", "35"), "aucune école"),
    "over the register": (("registre.csv",), ("--fixed", "registre.csv"), ".xlsx"),
    "a project that isn't TOML": (("registre.csv",), ("--project", "annuaire.csv"), "TOML"),
    "an unwritable report": (("registre.csv",), ("--report", "/proc/x"), "écriture impossible"),
}


@pytest.mark.parametrize(("registers", "more", "told"), BAD.values(), ids=BAD.keys())
def test_errors_are_one_line_and_exit_code_2(files, registers, more, told):
    """What can't be read or written is said in one line."""
    result = check(files, *more, register=registers[0])
    assert result.returncode == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_the_docs_words_are_the_tables():
    """docs/registre.md lists the words as they are; tools/register_words.py rewrites it."""
    text = register_words.PAGE.read_text(encoding="utf-8")
    assert register_words.page(text) == text


def test_each_solution_has_one_name_and_its_facts():
    """No spelling has two names; each is compared as it is written; who and whence are told."""
    path = ROOT / "geo_ent" / "register" / "solutions.toml"
    solutions = tomllib.loads(path.read_text(encoding="utf-8"))["solution"]
    names = {}
    for each in solutions:
        assert set(each) - {"for"} == {"name", "spellings", "publisher", "runs", "source"}
        assert each.get("for", "staff") == "staff"
        assert all(each[fact].strip() for fact in ("publisher", "runs", "source"))
        for word in {plain(each["name"]), *each["spellings"]}:
            assert plain(word) == word
            assert names.setdefault(word, each["name"]) == each["name"]
            assert solution_of(word) == ((each["name"],), True)


@pytest.mark.parametrize("fixed", ["c.csv", "registre.csv"])
def test_fixed_is_refused_before_anything_is_written(files, fixed):
    """A name that can't be written stops the command before it reads: no report, no word."""
    result = check(files, "--report", "rapport", "--fixed", fixed)
    assert (result.returncode, result.stdout) == (2, "")
    assert not (files / "rapport").exists()


def test_answer_whose_row_is_gone_is_named(files):
    """An answer of the project file that is of no row any more leaves something to verify."""
    (files / "sure.csv").write_text(f"UAI;ENT\n{uai(1)};oui\n", encoding="utf-8")
    project = files / "geo-ent.toml"
    project.write_text('[[register.answers]]\nrow = "Zzz | oui ?"\nstatus = "oui"\n')
    told = check(files, "--project", "geo-ent.toml", register="sure.csv").stdout
    assert "Réponse dont la ligne n’est plus dans le registre : « Zzz | oui ? »" in told
    assert "Rien à vérifier" not in told
    assert "Rien à vérifier" in check(files, register="sure.csv").stdout
