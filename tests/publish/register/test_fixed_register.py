"""The corrected register: all that was written, what was read beside, and the answers read back."""

import datetime as dt
import random
import zipfile

import openpyxl
import pandas as pd
import pytest
from registers import ENGLISH, FRENCH, HEADER, ROWS, UAIS, directory, read, write_register
from scripts import script

from geo_ent.errors import OutputError
from geo_ent.project.project_file import read_answers
from geo_ent.publish.register.corrected_register import own_headings, write_fixed_register
from geo_ent.register.corrected.own_columns import COLUMNS, HIDDEN, own_titles
from geo_ent.register.layouts.imposed_titles import is_answered
from geo_ent.register.read_register import read_registers
from geo_ent.tables.uai import check_letter
from geo_ent.telling.finding_words import findings_table
from geo_ent.telling.register.column_sentences import question_sentences
from geo_ent.telling.register.register_wording import report_rows
from geo_ent.text.compare import plain
from geo_ent.text.note import Note
from geo_ent.text.safe import printable

KEYS = ["uai", "status", "solution", "start", "end", "programme"]
ANSWER = len(HEADER)  # the first of our columns is right of the register's


@pytest.fixture
def reading(tmp_path):
    """A register with a doubtful row of nearly every kind."""
    return read(tmp_path / "registre.csv")


@pytest.fixture
def fixed(reading, tmp_path):
    """Its corrected file."""
    path = tmp_path / "fixed.xlsx"
    write_fixed_register(path, reading, directory(), tr=FRENCH)
    return path


def same(reading, again):
    """Tell whether two readings give the same register."""
    one, two = (
        each.register[KEYS].sort_values(KEYS).reset_index(drop=True) for each in (reading, again)
    )
    return one.equals(two)


def doubts(reading):
    """Give what is doubtful: place, kind, reason."""
    rows = report_rows(reading, FRENCH)
    rows = rows[rows["doubt"] != ""]
    reasons = map(printable, rows["reason"])  # a workbook can't hold what turns a line round
    return sorted(zip(rows["sheet"], rows["row"], rows["doubt"], reasons, strict=True))


def choices(book):
    """Give the cells that are asked about, each with the answers of its drop-down."""
    lists = book[HIDDEN]
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            cells = lists[rule.formula1.rpartition("!")[2].replace("$", "")]
            several = cells if isinstance(cells, tuple) else ((cells,),)
            texts = [cell.value for row in several for cell in row]
            for block in rule.sqref.ranges:
                for place in block.cells:
                    yield sheet.cell(*place), texts


def answered(path, choose):
    """Answer each question of a corrected register, by `choose` of its drop-down's answers."""
    book = openpyxl.load_workbook(path)
    for cell, texts in choices(book):
        cell.value = choose(texts)
    book.save(path)
    return path


def change(path, row, column, text):
    """Write in a cell of the first sheet: its row and column, from 1."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(row, column).value = text
    book.save(path)
    return path


def rows_of(path):
    """Read the first sheet."""
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_without_an_answer_it_is_the_same_register(reading, fixed):
    """Schools, statuses, dates and doubts come back, each at its row, periods and all."""
    again = read_registers([fixed], directory())
    assert same(reading, again)
    assert doubts(again) == doubts(reading) != []
    assert again.rows["row"].tolist() == reading.rows["row"].tolist()


@pytest.mark.parametrize("which", [0, -1, "any"])
def test_with_every_answer_nothing_is_left_to_ask(fixed, which):
    """The first answer of each drop-down, the last one ("ignorer") or any: no doubt is left."""
    rng = random.Random(4)  # noqa: S311 no secret
    answered(fixed, rng.choice if which == "any" else lambda texts: texts[which])
    assert doubts(read_registers([fixed], directory())) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["0359001U", "", "", "oui", "ONE", "2018", ""],
         ["0359001U", "", "", "oui", "Beneylu School", "2021", ""]],
        [["0359001U", "", "", "oui", "ONE", "2018", "30/06/2020"],
         ["0359002V", "", "", "inconnu", "", "", ""]],
        [["0359001U", "", "", "oui", "ONE", "", ""], ["0359001U", "", "", "non", "", "", ""]],
        [["", "Toutes les écoles", "Betton", "oui", "ONE", "", ""],
         ["0359002V", "", "", "", "", "", ""]],
        [["0359001U", "", "", "oui", "+33", "sept. 2019", ""],
         ["0359004X", "", "", "1 classe (CM2)", "", "", ""]],
    ],
)  # fmt: skip
def test_periods_conflicts_and_territories_come_back(tmp_path, rows):
    """Changes of solution, ends, conflicts, territory rows: the same register both times."""
    reading = read(tmp_path / "r.csv", [ROWS[1], *rows])
    write_fixed_register(tmp_path / "f.xlsx", reading, directory(), tr=FRENCH)
    assert same(reading, read_registers([tmp_path / "f.xlsx"], directory()))


@pytest.mark.parametrize(("seed", "level"), [(1, "low"), (2, "middle"), (3, "high"), (5, "high")])
def test_messy_registers_come_back_and_are_settled(tmp_path, shared_file, seed, level):
    """Registers as hands keep them: the same without answers, no doubt with any answers.

    And a second corrected register, made of the answered one, is the same again.
    """
    bench = script("bench/registers")
    shared_file(bench.ANNUAIRE.name)
    schools, rng = bench.schools_of(bench.HOME), random.Random(seed)  # noqa: S311 no secret
    messy = bench.make_register(schools, seed, level, rows=120)
    path = bench.write(messy, tmp_path, rng, as_csv=bool(seed % 2))
    reading = read_registers([path], schools)
    fixed, second = tmp_path / "fixed.xlsx", tmp_path / "second.xlsx"
    write_fixed_register(fixed, reading, schools, tr=FRENCH)
    again = read_registers([fixed], schools)
    assert same(reading, again)
    assert doubts(reading) == doubts(again)
    settled = read_registers([answered(fixed, rng.choice)], schools)
    assert doubts(settled) == []
    write_fixed_register(second, settled, schools, tr=ENGLISH)
    assert same(settled, read_registers([second], schools))
    assert doubts(read_registers([second], schools)) == []


def test_every_row_and_column_is_kept(fixed):
    """The register's cells are all there, in their columns; only the doubtful rows have moved."""
    header, *rows = rows_of(fixed)
    width = len(HEADER)
    assert list(header[:width]) == HEADER
    kept = sorted([str(cell or "") for cell in row[:width]] for row in rows)
    written = [[cell.replace("\u202e", "�") for cell in row] for row in ROWS if row != HEADER]
    assert kept == sorted(written)
    lines = [row[width + COLUMNS.index("line")] for row in rows]
    assert sorted(lines) == [1, *range(3, 11)]
    doubtful = [bool(row[width + COLUMNS.index("doubt")]) for row in rows]
    assert doubtful == sorted(doubtful, reverse=True)
    rest = lines[sum(doubtful) :]
    assert rest == sorted(rest)


def test_a_sheet_saved_as_a_csv_or_copied_is_known_too(reading, fixed, tmp_path):
    """Without the hidden sheet: the same register, the same doubts, and answers are taken."""
    answered(fixed, lambda texts: texts[0])
    settled = read_registers([fixed], directory())
    saved, copied = tmp_path / "saved.csv", tmp_path / "copied.xlsx"
    rows = [[cell.strftime("%d/%m/%Y") if isinstance(cell, dt.datetime) else cell for cell in row]
            for row in rows_of(fixed)]  # fmt: skip
    pd.DataFrame(rows).to_csv(saved, sep=";", header=False, index=False)
    book = openpyxl.Workbook()
    for row in rows_of(fixed):
        book.active.append(row)
    book.save(copied)
    for path in (saved, copied):
        again = read_registers([path], directory())
        assert same(settled, again)
        assert doubts(again) == doubts(settled) == []
        assert again.rows["row"].tolist() == reading.rows["row"].tolist()


def test_sheets_and_files_stay_apart(tmp_path):
    """A sheet for each that was read, one that is no register as it stands; names come back."""
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Appeler la mairie", 3])
    sheet = book.create_sheet("2022")
    for row in (HEADER, [UAIS[0], "", "", "oui", "ONE", dt.date(2021, 9, 1), None]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    paths = [tmp_path / "a.xlsx", tmp_path / "b.csv"]
    paths[1].write_text(f"UAI;ENT\n{UAIS[3]};bleu ciel\n", "utf-8")
    reading = read_registers(paths, directory())
    write_fixed_register(tmp_path / "f.xlsx", reading, directory(), tr=FRENCH)
    fixed = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert fixed.sheetnames == ["Notes", "2022", "b", HIDDEN]
    assert [cell.value for cell in fixed["Notes"][1]] == ["Appeler la mairie", 3]
    assert fixed[HIDDEN].sheet_state == "hidden"
    again = read_registers([tmp_path / "f.xlsx"], directory())
    assert again.columns == reading.columns
    assert list(again.written.sheets) == [("a.xlsx", "Notes"), ("a.xlsx", "2022"), ("b.csv", "")]
    assert same(reading, again)
    assert doubts(again) == doubts(reading)


def test_in_english_it_is_read_again_too(reading, tmp_path):
    """Its headings, statuses and remarks are English, and the register is the same."""
    path = tmp_path / "fixed.xlsx"
    write_fixed_register(path, reading, directory(), tr=ENGLISH)
    header, *rows = rows_of(path)
    assert header[ANSWER : ANSWER + 4] == ("Your answer", "To check", "What to do", "UAI read")
    assert {row[ANSWER + 5] for row in rows} <= {"yes", "no", "class", "unknown", None}
    assert "isn’t in the directory" in rows[0][ANSWER + 1]
    assert same(reading, read_registers([path], directory()))
    answered(path, lambda texts: texts[0])
    assert doubts(read_registers([path], directory())) == []


def test_the_headings_are_those_that_are_known_again():
    """Each column is called as it is looked for, in both languages."""
    for tr in (FRENCH, ENGLISH):
        titles = own_headings(tr)
        assert tuple(titles) == COLUMNS
        assert [own_titles()[plain(title)] for title in titles.values()] == list(COLUMNS)


def test_an_answer_wins_over_its_row(fixed):
    """A row of "bleu ciel" is answered "classe"; its school has it, and the row says so."""
    number = [row[0] for row in rows_of(fixed)].index("0359004X") + 1
    change(fixed, number, ANSWER + 1, "classe ; ONE ; 01/09/2020")
    again = read_registers([fixed], directory())
    school = again.register.set_index("uai").loc["0359004X"]
    assert (school["status"], school["solution"]) == ("class", ("ONE",))
    assert school["start"].date() == dt.date(2020, 9, 1)
    assert "réponse : « classe ; ONE ; 01/09/2020 »" in set(report_rows(again, FRENCH)["reason"])


def test_an_edited_row_wins_over_its_answer(fixed):
    """The row is changed after it was answered: it is read as it stands, and that is said."""
    number = [row[0] for row in rows_of(fixed)].index("0359004X") + 1
    change(fixed, number, ANSWER + 1, "classe")
    change(fixed, number, HEADER.index("ENT") + 1, "non")
    again = read_registers([fixed], directory())
    assert again.register.set_index("uai").loc["0359004X", "status"] == "none"
    table = findings_table(again.findings, FRENCH).set_index("kind")
    assert "fixed.xlsx, ligne" in table.loc["answer-changed", "message"]


def test_rows_that_are_written_alike_have_each_their_answer(tmp_path):
    """Two schools of a name, a row each, the same words: one answer isn't the other's."""
    schools = directory()
    schools.loc[UAIS[1], "name"] = "École élémentaire publique Saint Exupery"
    path, fixed, second = tmp_path / "r.csv", tmp_path / "f.xlsx", tmp_path / "g.xlsx"
    path.write_text("École;Commune;ENT\nSaint-Exupéry;Betton;oui\nSaint-Exupéry;Betton;oui\n"
                    "Jules Verne;Bruz;non\n", "utf-8")  # fmt: skip
    write_fixed_register(fixed, read_registers([path], schools), schools, tr=FRENCH)
    both = iter(UAIS[:2])
    answered(fixed, lambda _: next(both))
    again = read_registers([fixed], schools)
    assert set(again.register["uai"]) == {UAIS[0], UAIS[1], UAIS[3]}
    assert doubts(again) == []
    write_fixed_register(second, again, schools, tr=FRENCH)
    assert same(again, read_registers([second], schools))


def test_what_was_read_can_be_corrected_too(fixed):
    """Whoever writes over what was read answers for the row."""
    number = [row[0] for row in rows_of(fixed)].index("0359004X") + 1
    change(fixed, number, ANSWER + COLUMNS.index("status") + 1, "prévu")
    again = read_registers([fixed], directory())
    assert again.register.set_index("uai").loc["0359004X", "status"] == "planned"


def test_an_answer_that_isnt_understood_is_said(fixed):
    """The row stays as doubtful as it was."""
    number = [row[0] for row in rows_of(fixed)].index("0359004X") + 1
    change(fixed, number, ANSWER + 1, "on verra")
    again = read_registers([fixed], directory())
    reasons = [reason for *_, reason in doubts(again)]
    assert any("réponse non comprise : « on verra »" in reason for reason in reasons)
    assert len(doubts(again)) == len(doubts(read_registers([fixed], directory())))


def test_rows_can_be_added_moved_and_taken_away(fixed):
    """A row typed below, one with our columns alone, one deleted, all sorted, a sheet renamed."""
    book = openpyxl.load_workbook(fixed)
    sheet = book.worksheets[0]
    sheet.append([UAIS[2], None, None, "oui", "ONE"])
    sheet.append([None] * (ANSWER + 3) + [UAIS[3], None, "oui", "NEO"])
    sheet.title = "Mon suivi"
    gone = [row[0].value for row in sheet.iter_rows()].index("0359004X") + 1
    sheet.delete_rows(gone)
    book.save(fixed)
    register = read_registers([fixed], directory()).register
    rows = {(uai, words) for uai, words in zip(register["uai"], register["solution"], strict=True)}
    assert {(UAIS[2], ("ONE",)), (UAIS[3], ("NEO",))} <= rows
    assert ("0359004X", ("Maison",)) not in rows


def test_answers_stay_in_the_next_corrected_register(fixed, tmp_path):
    """Next year's file still holds this year's answers, and asks only about new rows."""
    asked_n = len(list(choices(openpyxl.load_workbook(fixed))))
    answered(fixed, lambda texts: texts[0])
    book = openpyxl.load_workbook(fixed)
    book.worksheets[0].append(["0359992W", None, None, "oui"])
    book.save(fixed)
    reading = read_registers([fixed], directory())
    assert len(doubts(reading)) == 1
    assert "0359992W" in doubts(reading)[0][-1]
    write_fixed_register(tmp_path / "next.xlsx", reading, directory(), tr=FRENCH)
    answers = [row[ANSWER] for row in rows_of(tmp_path / "next.xlsx")[1:]]
    assert sum(map(bool, answers)) == asked_n > 0
    assert answers[0] is None


def test_doubtful_rows_are_yellow_and_offer_their_answers(fixed):
    """A lost row offers to be left out, a row with an unread word the words that are read."""
    book = openpyxl.load_workbook(fixed)
    sheet = book.worksheets[0]
    offered = {sheet.cell(cell.row, 1).value: texts for cell, texts in choices(book)}
    assert offered["0359991V"] == ["ignorer"]
    assert offered["0359004X"] == ["oui", "classe", "prévu", "non", "inconnu", "ignorer"]
    yellow = {row[0].row for row in sheet.iter_rows(min_row=2)
              if row[0].fill.fgColor.rgb == "FFFEF7DA"}  # fmt: skip
    assert yellow == {cell.row for cell, _ in choices(book)}


def test_a_corrected_register_prints_and_hides_no_line(fixed):
    """Doubtful rows are as high as what is asked of them; the titles are on each page of paper."""
    sheet = openpyxl.load_workbook(fixed).worksheets[0]
    yellow = [row for row in sheet.iter_rows(min_row=2) if row[0].fill.fgColor.rgb == "FFFEF7DA"]
    assert yellow
    assert all(sheet.row_dimensions[row[0].row].height >= 30 for row in yellow)
    assert sheet.print_title_rows == "$1:$1"
    assert int(sheet.page_setup.paperSize) == 9


def test_a_school_that_cant_be_told_offers_the_candidates(tmp_path):
    """Two schools of a commune bear the name, and the situation isn't clear: one answer says both.

    Without a name that is known, the schools of the commune are offered.
    """
    schools = directory()
    schools.loc[UAIS[1], "name"] = "École élémentaire publique Saint Exupery"
    path = tmp_path / "r.csv"
    path.write_text("École;Commune;ENT\nSaint-Exupéry;Betton;oui\nSt Exupéry;Betton;bleu\n"
                    "Zola;Bruz;oui\n", "utf-8")  # fmt: skip
    write_fixed_register(
        tmp_path / "f.xlsx", read_registers([path], schools, strict=False), schools, tr=FRENCH
    )
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    offered = {book.worksheets[0].cell(cell.row, 1).value: texts for cell, texts in choices(book)}
    assert [text[:8] for text in offered["Saint-Exupéry"][:2]] == UAIS[:2]
    assert (
        f"{UAIS[0]} – École élémentaire publique Saint-Exupéry, Betton ; classe"
        in offered["St Exupéry"]
    )
    assert offered["Zola"] == [f"{UAIS[3]} – École primaire publique Jules Verne, Bruz", "ignorer"]


def test_a_question_about_columns_is_answered_there_too(tmp_path):
    """Two columns could be the status: a first sheet asks which, and its answer is kept."""
    schools, rows = rivals()
    path, fixed, second = tmp_path / "r.csv", tmp_path / "f.xlsx", tmp_path / "g.xlsx"
    path.write_text("\n".join(["UAI;ENT;ENT en service", *rows]), "utf-8")
    reading = read_registers([path], schools)
    assert len(question_sentences(reading.findings, FRENCH)) == 1
    write_fixed_register(fixed, reading, schools, tr=FRENCH)
    assert openpyxl.load_workbook(fixed).sheetnames[0] == "Questions"
    again = read_registers([fixed], schools)
    assert question_sentences(again.findings, FRENCH) == question_sentences(
        reading.findings, FRENCH
    )
    assert same(reading, again)
    answered(fixed, lambda texts: texts[-1])
    settled = read_registers([fixed], schools)
    assert question_sentences(settled.findings, FRENCH) == []
    assert settled.columns["f.xlsx", ""]["status"] == "ENT en service"
    assert not same(reading, settled)
    write_fixed_register(second, settled, schools, tr=ENGLISH)
    last = read_registers([second], schools)
    assert same(settled, last)
    assert question_sentences(last.findings, FRENCH) == []


def test_a_column_that_says_nothing_of_it_can_be_ignored(tmp_path):
    """Its question is answered once, in the workbook or in the project file."""
    schools, rows = rivals()
    path, fixed, second = tmp_path / "r.csv", tmp_path / "f.xlsx", tmp_path / "g.xlsx"
    path.write_text("\n".join(["UAI;ENT;Relance", *rows]), "utf-8")
    reading = read_registers([path], schools)
    asked = Note("unread-statuses", title="Relance", count=20)
    if not question_sentences(reading.findings, FRENCH):
        reading.findings.add("register-question", asked, file="r.csv", rows=[""])
    write_fixed_register(fixed, reading, schools, tr=FRENCH)
    answered(fixed, lambda texts: texts[-1])
    settled = read_registers([fixed], schools)
    assert settled.written.imposed == {("f.xlsx", ""): {"ignored": ["Relance"]}}
    assert question_sentences(settled.findings, FRENCH) == []
    write_fixed_register(second, settled, schools, tr=FRENCH)
    last = read_registers([second], schools)
    assert last.written.imposed == {("g.xlsx", ""): {"ignored": ["Relance"]}}
    assert is_answered(asked, {"ignored": "relance"}, {})
    assert not is_answered(asked, {"ignored": ["Autre"]}, {})


def rivals():
    """Twenty schools, of which two columns say the contrary for a half."""
    one = directory().iloc[:1]
    codes = [f"035{number:04}" for number in range(9100, 9120)]
    uais = [code + check_letter(code) for code in codes]
    schools = pd.concat([one.assign(name=f"École Numéro {code}") for code in codes])
    schools.index = pd.Index(uais, name="uai")
    words = ["oui", "non"]
    rows = [f"{uai};{words[n % 2]};{words[n % 4 // 2]}" for n, uai in enumerate(uais)]
    return schools, rows


def test_texts_are_texts_and_dates_are_dates(fixed):
    """No cell is a formula, whatever it begins with; dates are real; the header is frozen."""
    sheet = openpyxl.load_workbook(fixed).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    begun = [cell for cell in cells if str(cell.value)[:1] in set("=+-@")]
    assert begun
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in begun)
    column = ANSWER + COLUMNS.index("start") + 1
    dates = [cell.value for (cell,) in sheet.iter_rows(2, None, column, column) if cell.value]
    assert dt.date(2021, 9, 1) in [date.date() for date in dates]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width > 30


def test_cells_come_back_as_what_they_were(tmp_path):
    """Numbers, ticks, days, times and old dates: the row is written alike in both files."""
    book = openpyxl.Workbook()
    book.active.append(["UAI", "ENT", "Début", "a", "b", "c", "d"])
    book.active.append([UAIS[0], True, dt.date(2021, 9, 1), 1.5, 12, dt.time(8, 30), "1e5"])
    moment = dt.datetime(2021, 9, 1, 8, 30)  # noqa: DTZ001 a spreadsheet knows no zone
    book.active.append([UAIS[1], False, moment, -3, 2**60, "=1", "001"])
    book.save(tmp_path / "a.xlsx")
    reading = read_registers([tmp_path / "a.xlsx"], directory())
    write_fixed_register(tmp_path / "f.xlsx", reading, directory(), tr=FRENCH)
    again = read_registers([tmp_path / "f.xlsx"], directory())
    assert same(reading, again)
    one, two = ([[str(cell) for cell in row[:6]] for row in each.written.cells[1:]]
                for each in (reading, again))  # fmt: skip
    assert one[0] == two[0]
    assert [row[:4] for row in one] == [row[:4] for row in two]


def test_the_same_register_gives_the_same_bytes(reading, fixed, tmp_path):
    """Neither the clock nor the place is in the file."""
    again = tmp_path / "elsewhere" / "other.xlsx"
    write_fixed_register(again, reading, directory(), tr=FRENCH)
    assert again.read_bytes() == fixed.read_bytes()
    with zipfile.ZipFile(fixed) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert parts.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_an_input_is_never_overwritten(reading, tmp_path):
    """The register that is read, a folder and another kind of file are refused, untouched."""
    read_from = tmp_path / "read.xlsx"
    read_from.write_bytes(b"mine")
    with pytest.raises(OutputError, match="un des fichiers lus"):
        write_fixed_register(read_from, reading, directory(), tr=FRENCH, inputs=[read_from])
    assert read_from.read_bytes() == b"mine"
    with pytest.raises(OutputError, match=r"en \.xlsx"):
        write_fixed_register(tmp_path / "out.csv", reading, directory(), tr=FRENCH)
    (tmp_path / "d.xlsx").mkdir()
    with pytest.raises(OutputError, match="un dossier"):
        write_fixed_register(tmp_path / "d.xlsx", reading, directory(), tr=FRENCH)


def test_the_old_file_stays_when_writing_fails(reading, tmp_path, monkeypatch):
    """A failure on the way leaves what was there, and nothing beside it."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo_ent.publish.register.corrected_register._save", fail)
    with pytest.raises(OutputError, match="le disque est plein"):
        write_fixed_register(path, reading, directory(), tr=FRENCH)
    assert path.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.xlsx", "registre.csv"]


def test_real_register_comes_back(shared_file, tmp_path):
    """The simulated register, corrected and read again: the same 685 schools, the same doubts."""
    from geo_ent.schools.directory import read_schools

    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    reading = read_registers([shared_file("registre-ent-035-simule.xlsx")], schools)
    write_fixed_register(tmp_path / "f.xlsx", reading, schools, tr=FRENCH)
    again = read_registers([tmp_path / "f.xlsx"], schools)
    assert len(again.register) == 685
    assert same(reading, again)
    assert doubts(reading) == doubts(again)
    answered(tmp_path / "f.xlsx", lambda texts: texts[0])
    assert doubts(read_registers([tmp_path / "f.xlsx"], schools)) == []


def test_answers_of_a_project_are_told_in_words(tmp_path):
    """`keep`, of a row alone or against another one, and `ignore` are words, read back as they are.

    A last day stays one.
    """
    rows = [HEADER, [UAIS[0], "", "", "oui", "ONE", ""], [UAIS[0], "", "", "non", "", ""],
            [UAIS[1], "", "", "oui", "ONE", "31/06/2022"], [UAIS[3], "", "", "oui", "", ""],
            ["", "Ecole perdue", "Bruz", "oui", "ONE", ""]]  # fmt: skip
    rows = [HEADER, *([*row, ""] for row in rows[1:])]
    written = [" | ".join(filter(None, row)) for row in rows]
    keys = {1: "keep = true", 3: "keep = true", 4: "end = 2023-08-31", 5: "ignore = true"}
    file = tmp_path / "geo-ent.toml"
    file.write_text(
        "".join(f'[[register.answers]]\nrow = "{written[n]}"\n{key}\n' for n, key in keys.items()),
        "utf-8",
    )
    path = write_register(tmp_path / "r.csv", rows)
    one = read_registers([path], directory(), answers=read_answers(file))
    told = report_rows(one, FRENCH).set_index("row")["reason"]
    assert told[2] == told[4] == "confirmée par votre réponse"
    assert not any("keep" in reason or "ignore" in reason for reason in told)
    for tr, kept, right, left in (
        (FRENCH, "garder cette ligne", "c’est juste", "ignorer"),
        (ENGLISH, "keep this row", "it is right", "ignore"),
    ):
        fixed = tmp_path / f"fixed-{tr.code}.xlsx"
        write_fixed_register(fixed, one, directory(), tr=tr)
        said = {row[0] or row[1]: row[ANSWER] for row in rows_of(fixed) if row[ANSWER]}
        answers = {kept, right, left, "jusqu’au 31/08/2023"}
        assert answers <= {*said.values()}
        assert same(one, read_registers([fixed], directory()))
