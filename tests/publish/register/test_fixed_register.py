"""The corrected register: clean, safe, and the same when it is read again."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from registers import ENGLISH, FRENCH, ROWS, UAIS, directory, read

from geo_ent.errors import OutputError
from geo_ent.publish.register.corrected_register import fixed_headings, write_fixed_register
from geo_ent.register.read_register import read_registers

KEYS = ["uai", "status", "solution", "start", "end", "programme"]


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


def test_reading_it_again_gives_the_same_register(reading, fixed):
    """Schools, statuses, solutions and dates come back, periods and all."""
    assert same(reading, read_registers([fixed], directory()))


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


def test_in_english_it_is_read_again_too(reading, tmp_path):
    """Its headings, statuses and remarks are English, and the register is the same."""
    path = tmp_path / "fixed.xlsx"
    write_fixed_register(path, reading, directory(), tr=ENGLISH)
    assert same(reading, read_registers([path], directory()))
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert header[3:6] == ("status", "solution", "start")
    assert {row[3] for row in rows if row[2] == "Betton"} <= {"yes", "no", "class"}
    assert "isn’t in the directory" in rows[0][-1]


def test_doubtful_rows_are_on_top_with_their_reason(fixed):
    """Lost rows first as they were written, then doubtful ones, then those without a doubt."""
    header, *rows = openpyxl.load_workbook(fixed).active.iter_rows(values_only=True)
    assert header == fixed_headings(FRENCH)
    told = [bool(row[-1]) for row in rows]
    assert told == sorted(told, reverse=True)
    assert rows[0][0] == "0359991V"
    assert "n'est pas dans l'annuaire" in rows[0][-1]
    by_uai = {row[0]: row for row in rows}
    assert UAIS[1] in by_uai
    assert "0359002A" in by_uai[UAIS[1]][-1]


def test_texts_are_texts_and_dates_are_dates(fixed):
    """No cell is a formula, whatever it begins with; dates are real; the header is frozen."""
    sheet = openpyxl.load_workbook(fixed).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    begun = [cell for cell in cells if str(cell.value)[:1] in set("=+-@")]
    assert begun
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in begun)
    dates = [row[5].value for row in sheet.iter_rows(min_row=2) if row[5].value]
    assert dt.date(2021, 9, 1) in [date.date() for date in dates]
    assert all(isinstance(date, dt.datetime) for date in dates)
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width > 30


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
    with pytest.raises(OutputError, match="No space left"):
        write_fixed_register(path, reading, directory(), tr=FRENCH)
    assert path.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.xlsx", "registre.csv"]


def test_real_register_comes_back(shared_file, tmp_path):
    """The simulated register, corrected and read again: the same 685 schools."""
    from geo_ent.schools.directory import read_schools

    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    reading = read_registers([shared_file("registre-ent-035-simule.xlsx")], schools)
    write_fixed_register(tmp_path / "f.xlsx", reading, schools, tr=FRENCH)
    again = read_registers([tmp_path / "f.xlsx"], schools)
    assert len(again.register) == 685
    assert same(reading, again)
