import datetime as dt
from contextlib import suppress

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.errors import InputError
from geo_ent.register.read_register import read_register
from geo_ent.register.status_at_date import status_at
from geo_ent.register.vocabulary import solution_of, status_of
from geo_ent.schools.directory import read_schools
from geo_ent.tables.dates import date_of
from geo_ent.tables.findings import Findings
from geo_ent.tables.uai import check_letter, clean_uai, is_uai
from geo_ent.tables.word_lists import with_joined_words

UAIS = ["0359001U", "0359002V", "0359003W", "0359004X"]


@pytest.fixture
def directory():
    """Three schools of Betton (one private) and one of Bruz."""
    return pd.DataFrame(
        {
            "name": ["École élémentaire publique Saint-Exupéry",
                     "Ecole maternelle publique Les Prés",
                     "École primaire privée Ste Anne", "École primaire publique Jules Verne"],
            "sector": ["public", "public", "prive", "public"],
            "commune_name": ["Betton", "Betton", "Betton", "Bruz"],
        },
        index=pd.Index(UAIS, name="uai"),
    )  # fmt: skip


def workbook(path, *sheets):
    """Write sheets of rows as an xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Feuille{number + 1}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_toy_uais_are_right():
    """The made-up UAI of these tests have the right check letter."""
    assert all(is_uai(uai) for uai in UAIS)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_plain_table(tmp_path, directory, suffix):
    """Columns uai, status, solution, start, end, in CSV and in xlsx, give the same register."""
    rows = [
        ["uai", "status", "solution", "start", "end"],
        [UAIS[0], "school", "ONE", "2020-09-01", ""],
        [UAIS[1], "class", "", "", ""],
    ]
    path = tmp_path / f"r.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    else:
        workbook(path, rows)
    register = read_register(path, directory)
    assert register["uai"].tolist() == UAIS[:2]
    assert register["status"].tolist() == ["school", "class"]
    assert register["start"].tolist() == [pd.Timestamp("2020-09-01"), pd.NaT]


def test_sheet_with_titles_above_and_columns_in_any_order(tmp_path, directory):
    """Title rows, a header with a line break, several sheets, one of them no register."""
    path = workbook(
        tmp_path / "r.xlsx",
        [["Suivi des ENT"], [], ["ENT (O/N)", "Commune", "École", "N° UAI\n(RNE)"],
         ["oui", "BETTON", "x", UAIS[0].lower()]],
        [["Notes", "à faire"], ["rien", "rien"]],
        [["UAI", "ENT"], [UAIS[1], "en projet"]],
    )  # fmt: skip
    findings = Findings()
    register = read_register(path, directory, findings=findings)
    assert register["status"].tolist() == ["school", "planned"]
    assert register["source_row"].tolist() == ["Feuille1!4", "Feuille3!2"]
    assert findings.count("sheet-skipped") == 1


def test_row_is_tied_by_corrected_uai_or_by_name(tmp_path, directory):
    """A wrong letter is corrected when name and commune agree; without UAI the name decides."""
    path = workbook(
        tmp_path / "r.xlsx",
        [["UAI", "Ecole", "Commune", "ENT"],
         ["0359001Z", "Ec. élém. publique St-Exupéry", "BETTON", "O"],
         ["0359002Z", "Une autre école", "BETTON", "O"],
         ["", "Ec. maternelle publique les prés", "Betton", "N"],
         ["", "Ecole inconnue", "Betton", "N"],
         ["", "Sous-total : 4 écoles", "", ""]],
    )  # fmt: skip
    findings = Findings()
    register = read_register(path, directory, findings=findings)
    assert register["uai"].tolist() == UAIS[:2]
    assert dict(findings.summary()) == {
        "uai-corrected": 1,
        "matched-by-name": 1,
        "row-unmatched": 2,
        "row-total": 1,
    }


def test_row_of_a_school_wins_over_row_of_its_commune(tmp_path, directory):
    """All public schools of Betton have ONE, but for the one whose own row says no."""
    path = workbook(
        tmp_path / "r.xlsx",
        [["UAI", "Ecole", "Commune", "ENT", "Solution"],
         [UAIS[0], "", "", "non", ""],
         [UAIS[1], "", "", "", ""],
         ["", "Toutes les écoles publiques", "BETTON", "oui", "one"]],
    )  # fmt: skip
    register = read_register(path, directory).set_index("uai")
    assert register["status"].to_dict() == {UAIS[0]: "none", UAIS[1]: "school"}
    assert register.loc[UAIS[1], "solution"] == ("ONE",)


def test_unknown_words_are_listed_with_their_row(tmp_path, directory):
    """A status, a solution and a date that can't be read are each noted, and nothing invented."""
    path = workbook(
        tmp_path / "r.xlsx",
        [
            ["UAI", "ENT", "Solution", "Date d'ouverture"],
            [UAIS[0], "peut-être", "Zébulon", "bientôt"],
        ],
    )
    findings = Findings()
    register = read_register(path, directory, findings=findings)
    assert register.loc[0, ["status", "solution"]].tolist() == ["unknown", ("Zébulon",)]
    assert pd.isna(register.loc[0, "start"])
    table = findings.table()
    assert table["kind"].tolist() == ["unknown-status", "unknown-solution", "unread-date"]
    assert set(table["row"]) == {"Feuille1!2"}


def test_register_of_other_schools_is_refused(tmp_path, directory):
    """Not one known school: the register is of another territory, and the error says so."""
    path = tmp_path / "r.csv"
    path.write_text("uai,status\n0750001A,school\n", encoding="utf-8")
    with pytest.raises(InputError, match="la seule ligne du registre"):
        read_register(path, directory)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4", "un PDF"),
        (b"PK\x03\x04 no workbook", "ne s’ouvre pas"),
        (b"", "rien n’y est écrit"),
        (b"a;b\n1;2\n", "aucun tableau d’ENT reconnu"),
    ],
)
def test_register_of_another_kind(tmp_path, directory, content, told):
    """A PDF, a broken workbook, a table of something else: one line that says what was found."""
    path = tmp_path / "registre.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told) as caught:
        read_register(path, directory)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("OUI", "school"), ("x", "school"), (1, "school"), (1.0, "school"), (True, "school"),
        ("classe seulement", "class"), ("1 classe (CM2)", "class"), ("2 classes", "class"),
        ("En cours", "planned"), ("prévu", "planned"), ("non", "none"), (0, "none"),
        (False, "none"), ("", "unknown"), (None, "unknown"), ("?", "unknown"), ("bof", None),
    ],
)  # fmt: skip
def test_status_words(word, status):
    """Each way to say yes, a class, planned, no and don't know."""
    assert status_of(word) == status


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2020-09-01", dt.date(2020, 9, 1)), ("01/09/2018", dt.date(2018, 9, 1)),
        ("09/2019", dt.date(2019, 9, 1)), ("sept. 2021", dt.date(2021, 9, 1)),
        ("rentrée 2016", dt.date(2016, 9, 1)), ("2018-2019", dt.date(2018, 9, 1)),
        ("1er février 2017", dt.date(2017, 2, 1)), ("2015", dt.date(2015, 9, 1)),
        (dt.datetime(2020, 9, 1, 12, 0), dt.date(2020, 9, 1)), ("", None), (None, None),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_dates_as_people_write_them(cell, date):
    """Each form seen in registers; a rentrée is its 1 September."""
    assert date_of(cell) == date


@given(st.text(max_size=40))
def test_no_text_crashes_the_words(text):
    """Any text has a status or none, a solution, a date or a ValueError."""
    assert status_of(text) in {None, "school", "class", "planned", "none", "unknown"}
    assert all(isinstance(name, str) for name in solution_of(text)[0])
    with suppress(ValueError):
        date_of(text)


@given(st.integers(0, 9_999_999))
def test_clean_uai_undoes_dress(number):
    """Lower case, spaces, a missing letter: the same UAI comes back."""
    digits = f"{number:07d}"
    code = digits + check_letter(digits)
    assert clean_uai(f" {code[:3]} {code[3:].lower()} ") == clean_uai(digits) == code


def periods(*rows):
    """Make a register of one school from (status, start, end)."""
    return pd.DataFrame(
        [{"uai": UAIS[0], "status": status, "solution": f"S{i}", "programme": "",
          "start": pd.Timestamp(start), "end": pd.Timestamp(end)}
         for i, (status, start, end) in enumerate(rows)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "status", "solution"),
    [
        ([("school", "2020-09-01", None)], "school", ("S0",)),
        ([("school", "2023-09-01", None)], "planned", ("S0",)),
        ([("school", "2019-09-01", "2022-08-31")], "none", ("S0",)),
        ([("none", None, None), ("class", None, None)], "class", ("S1",)),
        (
            [("school", "2019-09-01", "2021-08-31"), ("school", "2021-09-01", None)],
            "school",
            ("S1",),
        ),
        ([("school", None, None), ("school", None, None)], "school", ("S0", "S1")),
    ],
)
def test_status_at_a_date(rows, status, solution):
    """On 30 June 2022: begun, to come, ended, the best of two, one after the other, two at once."""
    date = dt.date(2022, 9, 1) if status == "none" else dt.date(2022, 6, 30)
    told = status_at(periods(*rows), pd.Index([UAIS[0]]), date, as_of=date)
    assert told.loc[UAIS[0], ["status", "solution"]].tolist() == [status, solution]


def test_last_day_still_counts():
    """An ENT that ends on 30 June is there on 30 June, and not on 1 July."""
    register = periods(("school", "2019-09-01", "2022-06-30"))
    index = pd.Index([UAIS[0]])
    assert status_at(register, index, dt.date(2022, 6, 30))["status"].item() == "school"
    assert status_at(register, index, dt.date(2022, 7, 1))["status"].item() == "none"


def test_schools_outside_the_register():
    """They are unknown, or none when the register is complete."""
    register, index = periods(("school", None, None)), pd.Index(UAIS)
    date = dt.date(2022, 1, 1)
    assert status_at(register, index, date)["status"].tolist() == ["school", *["unknown"] * 3]
    assert status_at(register, index, date, complete=True)["status"].tolist()[1:] == ["none"] * 3


def test_simulated_register_is_read_whole(shared_file):
    """All 685 schools of the messy register get the status, solution and start expected."""
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    findings = Findings()
    register = read_register(
        shared_file("registre-ent-035-simule.xlsx"), schools, findings=findings
    )
    told = status_at(register, schools.index, dt.date(2023, 6, 30))
    expected = pd.read_csv(
        shared_file("registre-ent-035-attendu.csv"), dtype=str, keep_default_na=False
    ).set_index("uai")
    found = with_joined_words(told).assign(start=told["start"].dt.strftime("%Y-%m-%d").fillna(""))
    columns = ["status", "solution", "start"]
    pd.testing.assert_frame_equal(
        found[columns].astype(str),
        expected.loc[found.index, columns].astype(str),
        check_names=False,
    )
    kinds = expected["match"].value_counts()
    assert findings.count("uai-corrected") == kinds["corrected"]
    assert findings.count("matched-by-name") == kinds["name"]
    assert findings.count("row-spread") == kinds["territory"]
