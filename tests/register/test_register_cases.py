"""Registers that people sent, as they are: what each tells of made-up schools."""

import datetime as dt
import time

import pytest
from told_registers import Directory, doubted, questions

from geo_ent.pipeline.checkup import check_up
from geo_ent.project.project_file import read_project
from geo_ent.telling.language import language

DATE = dt.date(2025, 6, 15)
UAIS = ["0350001L", "0350008U", "0350015B", "0350022J", "0350029S", "0350036Z", "0350043G",
        "0350050P", "0350057X", "0350064E", "0350071M", "0350078V"]  # fmt: skip
NONE, ONE, BENEYLU = ("none", "", ""), ("school", "ONE", ""), ("school", "Beneylu School", "")
OPEN = ("school", "", "")
OF_1904 = ("school", "Beneylu School", "2019-09-02")
SINCE_2023, SINCE_2024 = ("school", "", "2023-09-01"), ("school", "", "2024-09-01")
YEARS = [NONE, NONE, SINCE_2024, SINCE_2024, SINCE_2023, SINCE_2023]
CASES = {
    "b25-years.csv": YEARS,
    "b29a-rentrees.csv": YEARS,
    "b26-solutions.csv": [BENEYLU, ONE, NONE, BENEYLU, ONE, NONE],
    "b10-hidden.xlsx": [*[NONE] * 4, ONE, ONE],
    "b28-vendor.csv": [("class", "", "2023-09-02")] * 3,
    "b05-1904.xlsx": [NONE, OF_1904] * 3,
    "b12-html.xls": [OPEN] * 4,
    "b27-bool.csv": [OPEN, NONE] * 6,
}


@pytest.fixture(scope="module")
def directory(shared_file):
    """Twelve schools."""
    return Directory(shared_file("cases/annuaire35.csv"))


@pytest.fixture
def read(shared_file, directory):
    """Read a case's register."""
    return lambda name, **options: directory.read(shared_file(f"cases/{name}"), **options)


@pytest.mark.parametrize("name", CASES)
def test_registers_are_right_without_a_question(read, directory, name):
    """The column, the sheet or the row that counts is read, and nothing is asked or doubted."""
    reading = read(name)
    known = directory.known(reading, DATE)
    wanted = dict(zip(UAIS, CASES[name], strict=False))
    assert {uai: known[uai] for uai in wanted} == wanted
    assert not questions(reading)
    assert not doubted(reading)


def test_a_column_a_year_at_an_earlier_date(read, directory):
    """The year in force at the date counts: two had one in 2023-2024."""
    known = directory.known(read("b25-years.csv"), dt.date(2024, 6, 15))
    assert [uai for uai, told in known.items() if told[0] == "school"] == UAIS[4:6]


def test_the_hidden_sheet_is_named(read):
    """Its rows are told to be left out, and it has no columns."""
    reading = read("b10-hidden.xlsx")
    hidden = reading.rows[reading.rows["sheet"] == "ancien (ne plus utiliser)"]
    assert set(hidden["outcome"]) == {"ignored"}
    assert not reading.columns["b10-hidden.xlsx", "ancien (ne plus utiliser)"]


def test_errors_of_formulas_are_listed(read, directory):
    """Each row with one is noted; where it hides the answer the school is doubtful."""
    reading = read("b04-errors.xlsx")
    noted = {int(row) for row, notes in zip(reading.rows["row"], reading.rows["notes"], strict=True)
             if any("error" in kind or "error" in note.code for kind, note in notes)}  # fmt: skip
    assert noted == {2, 3, 4, 5, 6, 7}
    assert doubted(reading) == {UAIS[0], UAIS[1], UAIS[3], UAIS[5]}
    assert [directory.known(reading, DATE)[uai][0] for uai in UAIS[:6]] == [
        "unknown", "school", "none", "school", "none", "unknown"]  # fmt: skip


@pytest.mark.parametrize("name", ["b39b-merge.ods", "b39b-merge.xls", "b39b-merge.xlsx"])
def test_merged_cells_are_of_all_their_rows(shared_file, name):
    """Five rows, all used, whatever the workbook."""
    reading = Directory(shared_file("cases/b39b-ann.csv")).read(shared_file(f"cases/{name}"))
    assert reading.rows["outcome"].tolist() == ["not_school", *["used"] * 5]


def test_a_workbook_named_as_another(shared_file):
    """An ods named xlsx is read by its content: five rows under its titles, in their communes."""
    directory = Directory(shared_file("cases/b39b-ann.csv"))
    reading = directory.read(shared_file("cases/b46-ods-named.xlsx"))
    (columns,) = reading.columns.values()
    assert columns["status"] == "ENT"
    communes = reading.rows["commune_written"].tolist()
    assert communes[1:] == ["Rennes"] * 3 + ["Cesson-Sévigné"] * 2
    assert directory.known(reading, DATE)["0350518Y"] == BENEYLU


def test_a_text_of_two_encodings(read, directory):
    """A few bytes of Windows among UTF-8: both schools are found by their names."""
    known = directory.known(read("b20-mixed.csv"), DATE)
    assert {uai for uai, told in known.items() if told == OPEN} == {"0350015B", "0350036Z"}


def test_a_commune_alone(shared_file):
    """Neither UAI nor name: it is said so, and the commune's one school is proposed."""
    paths = [shared_file("cases/b21-commune-alone.csv")]
    checkup = check_up(paths, schools=shared_file("cases/annuaire35.csv"), tr=language("fr"))
    first, second = checkup.doubts
    assert "i UAI ni nom d’école" in first.reason
    assert "0350036Z" in first.reason
    assert "0350015B" in second.reason


def test_the_annuaire_saved_as_a_workbook(shared_file):
    """All twelve rows are used against it."""
    book = Directory(shared_file("cases/b31-annuaire.xlsx"))
    reading = book.read(shared_file("cases/reg35.csv"))
    assert sorted(reading.register["uai"]) == UAIS


def test_a_value_filled_down_to_the_last_row(read, directory):
    """Seconds, one line for the run, and the schools above it as they are."""
    begun = time.perf_counter()
    reading = read("b02c-ods-value-filled.ods")
    assert time.perf_counter() - begun < 10
    assert len(reading.rows) < 12
    known = directory.known(reading, DATE)
    assert [known[uai] for uai in UAIS[:6]] == [NONE, ONE] * 3


def test_printed_columns_beside_the_list_of_files(shared_file):
    """What `check` prints is pasted into a project that names its register: four have one."""
    project = read_project(shared_file("cases/p36/geo-ent.toml"))
    directory = Directory(project["schools"])
    (path,) = project["register"]
    reading = directory.read(path, columns=project["columns"])
    known = directory.known(reading, DATE)
    equipped = [uai for uai, told in known.items() if told[0] == "school"]
    assert equipped == ["0350015B", "0350022J", "0350029S", "0350036Z"]
