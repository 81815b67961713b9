"""Registers with a column to tick for each status, and the columns that nobody read."""

import tomllib
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import UAIS, csv_file, directory, reading_of, workbook
from properties import examples
from registers import FRENCH, HOSTILE, report
from told_registers import questions

from geo_ent.pipeline.checkup import check_up
from geo_ent.publish.register.columns_toml import columns_toml
from geo_ent.register.read_register import read_registers
from geo_ent.register.tick_columns import tick_of
from geo_ent.register.vocabulary import COLUMNS, TICKS, tick_meanings
from geo_ent.telling.register.column_sentences import column_sentences
from geo_ent.telling.register.register_wording import COLUMN_WORDS, report_rows
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

HEADER = ["UAI", "École", "Commune", "ENT école", "ENT classe", "En projet", "Pas d’ENT"]
ORDER = ["school", "class", "planned", "none"]


def statuses(folder, *rows, header=HEADER, **options):
    """Read rows that begin with a school's number, and give each school's status."""
    named = [[UAIS[row[0]], "", "", *row[1:]] for row in rows]
    if header is not HEADER:
        named = [[UAIS[row[0]], *row[1:]] for row in rows]
    register = reading_of(folder, *named, header=header, **options).register
    return register.set_index("uai")["status"].reindex([UAIS[row[0]] for row in rows]).tolist()


@pytest.mark.parametrize("tick", ["x", "X", "oui", "OUI", "1", "1.0", "✓", "✔", "VRAI", "o"])
def test_each_column_says_its_status(tmp_path, tick):
    """One tick under each title, in any dress, and a school without any."""
    rows = [(n, *(tick if n == at else "" for at in range(4))) for n in range(5)]
    assert statuses(tmp_path, *rows) == [*ORDER, "unknown"]


def test_ticks_in_a_workbook(tmp_path):
    """True, 1 and 1.0 as a spreadsheet holds them."""
    rows = [[UAIS[0], True, False, 0], [UAIS[1], False, 1, 0], [UAIS[2], 0, None, 1.0]]
    path = workbook(tmp_path / "r.xlsx", [["UAI", "ENT école", "ENT classe", "En projet"], *rows])
    register = read_registers([path], directory()).register
    assert register["status"].tolist() == ["school", "class", "planned"]


@pytest.mark.parametrize("ticks", list(product(["", "x"], repeat=4)))
def test_strongest_tick_counts_and_what_disagrees_is_noted(tmp_path, ticks):
    """The 16 ways to tick four columns; no ENT yet and a project go together."""
    reading = reading_of(tmp_path, [UAIS[0], "", "", *ticks], [UAIS[1], "", "", "x", "", "", ""],
                         header=HEADER)  # fmt: skip
    said = [status for status, tick in zip(ORDER, ticks, strict=True) if tick]
    assert reading.register["status"].iloc[0] == (said[0] if said else "unknown")
    noted = len(said) > 1 and said != ["planned", "none"]
    assert reading.findings.count("ticked-twice") == noted
    rows = report_rows(reading, FRENCH).set_index("row")
    assert rows.loc[2, "doubt"] == ("words" if noted else "")
    for title, tick in zip(HEADER[3:], ticks, strict=True):
        assert (f"{title} : x" in rows.loc[2, "status_written"]) == bool(tick)


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (["UAI", "Oui", "Non"], [(0, "x", ""), (1, "", "x"), (2, "", "")],
         ["school", "none", "unknown"]),
        (["UAI", "ENT", "En projet"],
         [(0, "oui", ""), (1, "non", "x"), (2, "", "x"), (3, "", "")],
         ["school", "planned", "planned", "unknown"]),
        (["UAI", "Solution", "En projet"], [(0, "ONE", ""), (1, "ONE", "x"), (2, "", "")],
         ["school", "planned", "unknown"]),
        (["UAI", "ENT", "Toute l'école", "Certaines classes"],
         [(0, "oui", "", "x"), (1, "oui", "x", ""), (2, "non", "", ""), (3, "oui", "", "")],
         ["class", "school", "none", "school"]),
        (["UAI", "ENT classe (x)"], [(0, "x"), (1, "CM2"), (2, "")],
         ["class", "class", "unknown"]),
        (["UAI", "ENT école"], [(0, "x"), (1, "non"), (2, "en projet"), (3, "")],
         ["school", "none", "planned", "unknown"]),
        (["UAI", "ENT école", "ENT classe"], [(0, "non", ""), (1, "non", "oui"), (2, "", "non")],
         ["none", "class", "unknown"]),
        (["UAI", "ENT école", "ENT classe"],
         [(0, "1 classe", ""), (1, "oui", ""), (2, "", "prévu")],
         ["class", "school", "planned"]),
        (["UAI", "ENT", "Classes"], [(0, "oui", 5), (1, "oui", 1), (2, "non", 3), (3, "oui", 12)],
         ["school", "school", "none", "school"]),
        (["UAI", "ENT", "Projet"],
         [(0, "non", "Jardin"), (1, "oui", "Projet ENIR de 2018 au bourg"), (2, "non", "Chorale")],
         ["none", "school", "none"]),
    ],
)  # fmt: skip
def test_sheets_as_people_make_them(tmp_path, header, rows, expected):
    """Oui beside Non, a project beside the status or the solution, counts that are no ticks."""
    assert statuses(tmp_path, *rows, header=header) == expected


def test_titles_on_two_rows(tmp_path):
    """A title over all the boxes, merged; the boxes' own titles below."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in [["École", "", "ENT"], ["UAI", "Nom", "École", "Classe", "Projet"],
                [UAIS[0], "", "x"], [UAIS[1], "", "", "x"],
                [UAIS[2], "", "", "", "x"]]:  # fmt: skip
        book.active.append(row)
    book.active.merge_cells("C1:E1")
    path = tmp_path / "r.xlsx"
    book.save(path)
    reading = read_registers([path], directory())
    assert reading.register["status"].tolist() == ["school", "class", "planned"]


def test_a_tick_that_is_not_understood_is_listed(tmp_path):
    """The cell is told with its row, and nothing is invented."""
    reading = reading_of(tmp_path, [UAIS[0], "", "", "bof", "", "", ""],
                         [UAIS[1], "", "", "x", "", "", ""], header=HEADER)  # fmt: skip
    assert reading.register["status"].tolist() == ["unknown", "school"]
    entry = reading.findings.table().iloc[0]
    assert (entry["kind"], entry["row"], entry["message"]) == (
        "unknown-status",
        "2",
        Note("as-written", text="bof"),
    )


@examples(15)
@given(st.lists(st.lists(st.sampled_from(["", "x"]), min_size=4, max_size=4), min_size=4,
                max_size=4), st.permutations(range(4)))  # fmt: skip
def test_order_of_the_columns_does_not_matter(tmp_path, ticks, order):
    """The boxes moved about: the same statuses."""
    ticks = [["x", "", "", ""], *ticks]
    rows = [(n, *each) for n, each in enumerate(ticks)]
    moved = [(n, *(each[at] for at in order)) for n, each in enumerate(ticks)]
    header = [*HEADER[:3], *(HEADER[3 + at] for at in order)]
    again = [[UAIS[row[0]], "", "", *row[1:]] for row in moved]
    register = reading_of(tmp_path, *again, header=header).register.set_index("uai")["status"]
    assert register.tolist() == statuses(tmp_path, *rows)


def test_mapping_found_can_be_given_back(tmp_path):
    """The columns to tick are columns of the project file; imposed, the reading is the same."""
    rows = [[UAIS[n], "", "", *("x" if n == at else "" for at in range(4))] for n in range(4)]
    first = reading_of(tmp_path, *rows, header=HEADER)
    printed = tomllib.loads(columns_toml(first.columns, FRENCH))["register"]["columns"]
    assert set(printed) >= set(TICKS)
    again = reading_of(tmp_path, *rows, header=HEADER, columns=printed)
    assert again.register.equals(first.register)
    assert again.columns == first.columns


def test_the_users_status_wins_over_boxes(tmp_path):
    """Who says which column is the status has said it all; the boxes are listed as not read."""
    reading = reading_of(tmp_path, [UAIS[0], "", "", "", "x", "x", ""], header=HEADER,
                         columns={"status": "En projet"})  # fmt: skip
    assert reading.register["status"].tolist() == ["school"]
    assert {"ENT classe", "Pas d’ENT"} <= set(reading.unread["registre.csv", ""])
    assert reading.findings.count("column-unread") == 3


def test_titles_to_tick_are_known_words():
    """Each title has one meaning and is written as it is compared; each column has its name."""
    assert all(plain(title) == title for title in tick_meanings())
    assert set(tick_meanings().values()) == set(ORDER)
    assert set(TICKS) <= set(COLUMNS) <= set(COLUMN_WORDS)
    assert [tick_of(title) for title in ("École", "ENT", "Statut", "Programme", "", None, 3)] == (
        [""] * 7
    )


def test_columns_that_were_not_read_are_listed(tmp_path):
    """By title, in their order, or by letter without one; those that speak of ENT are counted."""
    header = ["UAI", "Tél.", "ENT", "", "ENT\nouvert", "Mail", "Solution", "Éditeur"]
    rows = [
        [UAIS[0], "02", "oui", "a", "non", "", "ONE", ""],
        [UAIS[1], "", "non", "", "", "", "", ""],
    ]
    reading = reading_of(tmp_path, *rows, header=header)
    assert reading.unread["registre.csv", ""] == (
        "Tél.", Note("lettered-column", letters="D"), "ENT ouvert", "Mail", "Éditeur",
    )  # fmt: skip
    noted = [
        each["message"] for each in reading.findings.entries if each["kind"] == "column-unread"
    ]
    assert noted == [Note("as-written", text="ENT ouvert"), Note("as-written", text="Éditeur")]


def test_nothing_is_unread_where_all_is_read(tmp_path):
    """No list, no word on the page; a sheet that is no register has none either."""
    path = workbook(tmp_path / "r.xlsx", [["UAI", "ENT"], [UAIS[0], "oui"]], [["Notes"], ["x"]])
    reading = read_registers([path], directory())
    assert list(reading.unread.values()) == [(), ()]
    assert "non lues" not in report(reading, schools=directory())


def test_a_table_without_titles_tells_its_columns_by_letter(tmp_path):
    """The 28th column is AB."""
    row = [UAIS[0], "oui", *[""] * 25, "zut"]
    path = csv_file(tmp_path / "r.csv", [row, [UAIS[1], "non", *[""] * 26]])
    reading = read_registers([path], directory())
    assert reading.unread["r.csv", ""] == (Note("lettered-column", letters="AB"),)


def test_unread_titles_are_told_and_escaped(tmp_path):
    """On the page and on the terminal, whatever they hold; the TOML stays TOML."""
    from annuaire import row, uai, write_csv

    titles = [HOSTILE, "\x1b[31mrouge\x07", *(f"T{n}" for n in range(70))]
    path = csv_file(tmp_path / "r.csv", [["UAI", "ENT", *titles], [uai(1), "oui", *titles]])
    found = check_up([path], write_csv(tmp_path / "a.csv", [row(1)]), tr=FRENCH)
    assert tomllib.loads(found.columns)["register"]["columns"] == {"uai": "UAI", "status": "ENT"}
    assert "\x1b" not in found.columns
    assert "non lues : «" in found.columns
    assert "et 42 autres" in found.columns
    page = report(found.reading, schools=found.schools)
    assert "Colonnes non lues" in page
    assert "<script>" not in page
    assert "et 12 autres" in page


def test_classes_titled_with_the_ent(tmp_path):
    """A title "ENT : CP" is the box of a class, as "CP" under "ENT" is."""
    header = ["UAI", "École", "Commune", "ENT : CP", "ENT : CE1", "CM1 (ENT)"]
    reading = reading_of(
        tmp_path,
        [UAIS[0], "", "", "x", "", ""],
        [UAIS[1], "", "", "", "", "x"],
        [UAIS[2], "", "", "", "", ""],
        header=header,
    )
    status = reading.register.set_index("uai")["status"]
    assert status.reindex(UAIS[:3]).tolist() == ["class", "class", "unknown"]


def test_box_that_nobody_knows_is_asked_about(tmp_path):
    """A box that stands for other schools than the boxes beside it may be an ENT."""
    rows = [[UAIS[n % 5], "", "", *("x" if n % 3 == at else "" for at in range(3))]
            for n in range(15)]  # fmt: skip
    both = [[*row[:5], "x"] for row in rows]
    header = ["UAI", "École", "Commune", "ENT école", "ENT classe", "Zorglub"]
    asked = [questions(reading_of(tmp_path, *cells, header=header)) for cells in (rows, both)]
    assert asked == [["unknown-box"], []]


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        (["ENT : CP", "ENT : CE1"], ["x", ""], "Statut lu dans une colonne par classe"),
        (["Date d'ouverture de l'ENT"], ["01/09/2021"], "Statut déduit de la date d’ouverture"),
    ],
)
def test_what_says_the_status_is_told(tmp_path, header, cells, said):
    """Where no column is the status's, the report says what told it."""
    rows = [[uai, "", "", *cells] for uai in UAIS[:3]]
    reading = reading_of(tmp_path, *rows, header=["UAI", "École", "Commune", *header])
    assert " ".join(column_sentences(reading, FRENCH)).startswith(said)


def test_no_ent_written_for_a_product(tmp_path):
    """Where days of opening tell the status, "aucun ENT" for a product isn't an ENT to come."""
    header = ["UAI", "École", "Commune", "Date de formation", "ENT de l'école", "Date d'ouverture"]
    reading = reading_of(
        tmp_path,
        [UAIS[0], "", "", "02/03/2021", "ONE", "01/09/2021"],
        [UAIS[1], "", "", "02/03/2021", "aucun ENT à ce jour", ""],
        [UAIS[2], "", "", "02/03/2021", "ONE", ""],
        header=header,
    )
    status = reading.register.set_index("uai")["status"]
    assert status.reindex(UAIS[:3]).tolist() == ["school", "none", "planned"]
