"""The officer's answers: they win over a row that is as it was, and over no other."""

import datetime as dt
import re

import pytest
from registers import FRENCH, UAIS, directory, write_register
from scripts import ROOT

from geo_ent.errors import InputError
from geo_ent.project.project_file import read_answers, read_columns, read_project
from geo_ent.register.answers import row_as_written
from geo_ent.register.read_register import read_registers
from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.register.column_sentences import question_sentences
from geo_ent.telling.register.register_wording import report_rows

HEADER = ["UAI", "École", "Commune", "ENT", "Solution", "Début"]
JULES = "École primaire publique Jules Verne | Bruz | bleu ciel"
LOST = "Ecole perdue | Bruz | oui | ONE"
ROWS = [
    HEADER,
    [UAIS[0], "", "", "oui", "ONE", "2021"],
    ["", "École primaire publique Jules Verne", "Bruz", "bleu ciel", "", ""],
    ["", "Ecole perdue", "Bruz", "oui", "ONE", ""],
]


def reading(tmp_path, *entries, rows=ROWS):
    """Read a register with the answers of a project file."""
    file = tmp_path / "geo-ent.toml"
    file.write_text("".join(f"[[register.answers]]\n{entry}\n" for entry in entries), "utf-8")
    path = write_register(tmp_path / "r.csv", rows)
    return read_registers([path], directory(), answers=read_answers(file))


def doubts(read):
    """Give the doubts by row."""
    rows = report_rows(read, FRENCH)
    return {row: doubt for row, doubt in zip(rows["row"], rows["doubt"], strict=True) if doubt}


def test_rows_are_doubtful_without_an_answer(tmp_path):
    """One row's situation isn't understood, one has no school."""
    assert doubts(reading(tmp_path)) == {3: "words", 4: "not_found"}


def test_an_answer_settles_its_row(tmp_path):
    """A situation, a school: the register has them, and nothing is left to ask."""
    read = reading(
        tmp_path,
        f'row = "{JULES}"\nstatus = "classe"\nstart = 2022-09-01\nanswered_on = 2026-11-29',
        f'row = "{LOST}"\nuai = "{UAIS[1]}"',
    )
    assert doubts(read) == {}
    register = read.register.set_index("uai")
    assert register.loc[UAIS[3], "status"] == "class"
    assert register.loc[UAIS[3], "start"].date() == dt.date(2022, 9, 1)
    assert register.loc[UAIS[1], ["status", "solution"]].tolist() == ["school", ("ONE",)]
    said = report_rows(read, FRENCH).set_index("row")["reason"]
    assert said[3] == "réponse : « classe ; 2022-09-01 »"
    assert "answer-unused" not in dict(read.findings.summary())


def test_a_row_can_be_left_out(tmp_path):
    """Whoever answers "ignore" isn't asked again, and the school is as if it had no row."""
    read = reading(tmp_path, f'row = "{JULES}"\nignore = true', f'row = "{LOST}"\nignore = true')
    assert doubts(read) == {}
    assert read.register["uai"].tolist() == [UAIS[0]]
    assert read.rows["outcome"].tolist() == ["not_school", "used", "ignored", "ignored"]


def test_rows_that_are_written_alike_are_answered_in_their_order(tmp_path):
    """Two blocks for two rows: each its own; for one row, the last block counts."""
    rows = [*ROWS, ROWS[3]]
    entries = [f'row = "{LOST}"\nuai = "{uai}"' for uai in UAIS[1:3]]
    read = reading(tmp_path, *entries, rows=rows)
    assert read.rows["uai"].tolist()[-2:] == UAIS[1:3]
    assert reading(tmp_path, *entries).rows["uai"].tolist()[-1] == UAIS[2]
    assert reading(tmp_path, entries[0], rows=rows).rows["uai"].tolist()[-2:] == [UAIS[1]] * 2


def test_a_school_alone_leaves_the_situation_asked(tmp_path):
    """Naming the school of a row doesn't say what the row's word means."""
    assert doubts(reading(tmp_path, f'row = "{JULES}"\nuai = "{UAIS[3]}"')) == {3: "words"} | {
        4: "not_found"
    }


def test_spaces_and_capitals_of_a_row_dont_matter(tmp_path):
    """A row copied by hand is the same row."""
    row = JULES.upper().replace(" | ", "  |  ")
    assert 3 not in doubts(reading(tmp_path, f'row = "{row}"\nstatus = "oui"'))


def test_a_changed_row_is_asked_again(tmp_path):
    """The answer is void: the row is still doubtful, and a finding says which it is now."""
    changed = [*ROWS[:2], [*ROWS[2][:3], "bleu marine", "", ""], ROWS[3]]
    read = reading(tmp_path, f'row = "{JULES}"\nstatus = "oui"', rows=changed)
    assert doubts(read) == {3: "words", 4: "not_found"}
    table = findings_table(read.findings, FRENCH).set_index("kind")
    assert table.loc["answer-changed", "row"] == "3"
    assert "bleu marine" in table.loc["answer-changed", "message"]
    assert "geo-ent.toml, réponse n° 1" in table.loc["answer-changed", "message"]


def test_an_answer_without_a_row_is_named(tmp_path):
    """The row is gone, whichever it was."""
    read = reading(tmp_path, 'row = "Tout autre chose"\nignore = true')
    table = findings_table(read.findings, FRENCH).set_index("kind")
    assert "Tout autre chose" in table.loc["answer-unused", "message"]


def test_a_school_that_isnt_in_the_directory_is_no_answer(tmp_path):
    """The row stays as doubtful as it was, and says why."""
    read = reading(tmp_path, f'row = "{LOST}"\nuai = "0351234B"')
    assert doubts(read)[4] == "not_found"
    assert "réponse non comprise : « 0351234B »" in report_rows(read, FRENCH)["reason"][3]


def test_a_situation_is_no_answer_about_a_row_of_no_school(tmp_path):
    """What the row says of no school stays unsaid."""
    read = reading(tmp_path, f'row = "{LOST}"\nstatus = "oui"')
    assert doubts(read)[4] == "not_found"
    assert "ne dit pas de quelle école" in report_rows(read, FRENCH)["reason"][3]


def test_an_answered_row_wins_over_another_of_its_school(tmp_path):
    """Two rows contradict each other: the one that was answered about holds, and nothing is asked.

    Without the answer the last row wins, and the first is the doubt.
    """
    rows = [HEADER, [UAIS[0], "", "", "oui", "ONE", ""], [UAIS[0], "", "", "non", "", ""]]
    assert doubts(reading(tmp_path, rows=rows)) == {2: "conflict"}
    read = reading(tmp_path, f'row = "{UAIS[0]} | oui | ONE"\nkeep = true', rows=rows)
    assert doubts(read) == {}
    assert read.register["status"].tolist() == ["school"]
    read = reading(tmp_path, f'row = "{UAIS[0]} | oui | ONE"\nignore = true', rows=rows)
    assert doubts(read) == {}
    assert read.register["status"].tolist() == ["none"]


def test_a_block_that_is_not_filled_in_answers_nothing(tmp_path):
    """What `check` prints has its answers as comments: pasted as it is, it changes nothing."""
    assert doubts(reading(tmp_path, f'row = "{LOST}"\n# uai = "{UAIS[1]}"')) == doubts(
        reading(tmp_path)
    )


BAD = {
    "no row": ('uai = "0359001U"', "réponse n° 1 : row manque ; on attend la ligne"),
    "no such key": ('row = "a"\nschool = "b"', "« school » n’est pas une clé connue"),
    "no UAI": ('row = "a"\nuai = "Bruz"', "uai = « Bruz » ; on attend un UAI comme 0350122T"),
    "no status": ('row = "a"\nstatus = "bleu"', "status = « bleu » ; on attend oui, classe, prévu"),
    "no date": ('row = "a"\nstart = "hier"', "start = « hier » ; on attend une date comme"),
    "no flag": ('row = "a"\nignore = "oui"', "ignore = « oui » ; on attend true ou false"),
    "no day": ('row = "a"\nanswered_on = "hier"', "answered_on = « hier » ; on attend une date"),
}


@pytest.mark.parametrize(("entry", "message"), BAD.values(), ids=BAD.keys())
def test_faults_name_the_file_the_answer_and_what_is_expected(tmp_path, entry, message):
    """In one line, so that the entry is found among two hundred."""
    with pytest.raises(InputError) as fault:
        reading(tmp_path, entry)
    assert str(fault.value).startswith(str(tmp_path / "geo-ent.toml"))
    assert message in str(fault.value)
    assert "\n" not in str(fault.value)


def test_blocks_hold_beside_a_list_of_files(tmp_path):
    """TOML refuses `register = […]` beside its tables; what is meant is plain, and is read."""
    file = tmp_path / "geo-ent.toml"
    head = 'register = ["r.csv"]\n'
    blocks = '[register.columns]\nuai = "RNE"\n[[register.answers]]\nrow = "a"\nignore = true\n'
    read = {}
    for name, text in {
        "list": head + blocks,
        "table": f'[register]\nfiles = ["r.csv"]\n{blocks}',
        "table last": f'{blocks}[register]\nfiles = ["r.csv"]\n',
    }.items():
        file.write_text(text, "utf-8")
        read[name] = read_project(file)
    assert read["list"] == read["table"] == read["table last"]
    assert read["list"]["columns"] == {"uai": "RNE"}
    assert read["list"]["answers"][0].ignore
    assert read["list"]["register"] == (tmp_path / "r.csv",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('register = "r.csv"\n[register]\nfiles = "a.csv"', "Retirez la ligne 1"),
        ('[register.columns]\nuai = "A"\n\n[register.columns]\nuai = "B"', "(lignes 1 et 4)"),
        ('[register.columns]\nuai = "A"\nout = "maps"', "placez [register.columns] et ses lignes"),
    ],
)
def test_blocks_that_stand_wrong_are_explained(tmp_path, text, message):
    """Twice the same block, or a block above other keys: which line to change to what."""
    file = tmp_path / "geo-ent.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"geo-ent\.toml") as fault:
        read_project(file)
    assert message in str(fault.value)


def test_a_row_as_written_is_its_filled_cells():
    """As the report shows them: dates day first, whole numbers without decimals."""
    cells = ["  Jules\nFerry ", None, "", 1.0, dt.date(2021, 9, 1), True]
    assert row_as_written(cells) == "Jules Ferry | 1 | 01/09/2021 | VRAI"


def test_sheets_are_held_to_their_own_title(tmp_path):
    """Two files name a column otherwise: each is read by the title that it has."""
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text(f"UAI;ENT;Avis\n{UAIS[0]};oui;non\n", "utf-8")
    two.write_text(f"UAI;ENT;Retour\n{UAIS[3]};oui;non\n", "utf-8")
    file = tmp_path / "geo-ent.toml"
    file.write_text('[register.columns]\nstatus = ["Avis", "Retour"]\n', "utf-8")
    read = read_registers([one, two], directory(), columns=read_columns(file))
    assert read.register["status"].tolist() == ["none", "none"]


def test_a_title_that_no_sheet_has_is_asked_about(tmp_path):
    """It binds nothing, which must be known: the file itself is in question."""
    path = write_register(tmp_path / "r.csv", ROWS)
    read = read_registers([path], directory(), columns={"status": "ENT 2030"})
    assert read.register["status"].tolist() == ["school", "unknown"]
    assert "« ENT 2030 », qu’aucune feuille n’a" in question_sentences(read.findings, FRENCH)[0]


@pytest.mark.parametrize("page", ["ligne-de-commande.md", "registre.md"])
def test_the_project_files_of_the_docs_are_read(tmp_path, page):
    """Each block of TOML on the page is a project file, or a part of one."""
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    assert blocks
    file = tmp_path / "geo-ent.toml"
    for block in blocks:
        file.write_text(block, "utf-8")
        assert read_project(file)
