"""What is ordered of one sheet: whether it is read, by which columns; what can't be followed."""

import openpyxl
import pytest
from ledger import HEADER, UAIS, csv_file, directory, told, workbook
from told_registers import known_of_schools, questions

from geo_ent.errors import InputError
from geo_ent.project.project_file import asked_project, read_project, read_sheet_orders
from geo_ent.publish.register.corrected_register import write_fixed_register
from geo_ent.register.read_register import read_registers, sheet_titles
from geo_ent.register.sheet_orders import SheetOrder
from geo_ent.telling.language import language
from geo_ent.telling.register.column_sentences import question_sentences

FRENCH = language("fr")
TITLES = ["RNE", "ENT", "Equipé ?"]
NORTH = [TITLES, [UAIS[0], "oui", "non"], [UAIS[1], "oui", "non"]]
SOUTH = [TITLES, [UAIS[3], "oui", "non"], [UAIS[4], "oui", "non"]]


def read(path, *orders, **options):
    """Read one file with the made-up directory, and orders of its sheets."""
    return read_registers([path], directory(), sheet_orders=orders, **options)


def statuses(reading):
    """Give each school's status."""
    return {uai: status for uai, (status, *_) in known_of_schools(reading).items()}


@pytest.fixture
def book(tmp_path):
    """Two sheets of the same titles, of two schools each: "ENT" says yes, "Equipé ?" no."""
    return workbook(tmp_path / "r.xlsx", NORTH, SOUTH, names=["Nord", "Sud"])


@pytest.fixture
def part_hidden(book):
    """Hide the sheet "Sud"."""
    opened = openpyxl.load_workbook(book)
    opened["Sud"].sheet_state = "hidden"
    opened.save(book)
    return book


def test_a_title_holds_for_its_sheet_alone(book):
    """Of two sheets alike the one that is ordered is read by "Equipé ?", the other as before."""
    reading = read(book, SheetOrder("Sud", columns={"uai": "RNE", "status": "Equipé ?"}))
    assert statuses(reading) == {UAIS[0]: "school", UAIS[1]: "school",
                                 UAIS[3]: "none", UAIS[4]: "none"}  # fmt: skip
    assert reading.columns["r.xlsx", "Sud"]["status"] == "Equipé ?"
    assert questions(reading) == []


def test_it_wins_over_the_titles_of_all_sheets(book):
    """`[register.columns]` holds where the sheet says nothing of its own."""
    columns = {"uai": "RNE", "status": "Equipé ?"}
    reading = read(book, SheetOrder("Sud", columns={"status": "ENT"}), columns=columns)
    assert set(statuses(reading).values()) == {"none", "school"}
    assert statuses(reading)[UAIS[3]] == "school"


def test_an_order_that_names_the_file_wins_over_one_of_any_file(tmp_path):
    """Two workbooks have a sheet "Sud": one order is of both, the other of the second alone."""
    one = workbook(tmp_path / "a.xlsx", NORTH, names=["Sud"])
    two = workbook(tmp_path / "b.xlsx", SOUTH, names=["Sud"])
    orders = [SheetOrder("Sud", "b.xlsx", columns={"status": "ENT"}),
              SheetOrder(" sud", columns={"status": "Equipé ?"})]  # fmt: skip
    reading = read_registers([one, two], directory(), sheet_orders=orders)
    assert statuses(reading) == {UAIS[0]: "none", UAIS[1]: "none",
                                 UAIS[3]: "school", UAIS[4]: "school"}  # fmt: skip


def test_a_sheet_that_is_left_out_says_why(book):
    """Each of its rows is ignored with a reason of its own, and nothing else is said of it."""
    reading = read(book, SheetOrder("Sud", "r.xlsx", read=False))
    left = told(reading)[lambda rows: rows["sheet"] == "Sud"]
    assert left["outcome"].tolist() == ["ignored"] * 3
    assert set(left["words"]) == {"feuille écartée à votre demande"}
    assert statuses(reading) == {UAIS[0]: "school", UAIS[1]: "school"}
    of_sheet = [entry for entry in reading.findings.entries if entry["row"] == "Sud"]
    assert [(entry["kind"], entry["message"].code) for entry in of_sheet] == [
        ("sheet-note", "unwanted-sheet")
    ]


def test_a_sheet_that_is_left_out_explains_nothing_either(tmp_path):
    """Its legend no longer says what the codes of the other sheet mean."""
    rows = [["UAI", "ENT"], *([uai, "ZZ"] for uai in UAIS[:4])]
    legend = [["Code", "Signification"], ["ZZ", "oui"], ["YY", "non"]]
    path = workbook(tmp_path / "r.xlsx", rows, legend, names=["ENT", "Légende"])
    assert set(statuses(read(path)).values()) == {"school"}
    assert "school" not in statuses(read(path, SheetOrder("Légende", read=False))).values()


def test_where_all_is_left_out_the_refusal_says_so(book):
    """No register is found in a file whose sheets nobody wants: they are named."""
    orders = [SheetOrder("Nord", read=False), SheetOrder("Sud", read=False)]
    with pytest.raises(InputError, match="Écarté à votre demande : « Nord », « Sud »"):
        read(book, *orders)


@pytest.mark.parametrize(
    ("order", "known_n"),
    [
        (SheetOrder("Sud"), 2),
        (SheetOrder("Sud", read=True), 4),
        (SheetOrder("Sud", columns={"status": "ENT"}), 4),  # whose columns are named is wanted
        (SheetOrder("Sud", columns={"status": ""}), 2),
        (SheetOrder("Sud", read=False, columns={"status": "ENT"}), 2),
    ],
)
def test_a_hidden_sheet_is_read_where_it_is_asked_for(part_hidden, order, known_n):
    """Two schools of the sheet that is shown, and two more of the hidden one."""
    assert len(read(part_hidden, order).register) == known_n


def test_a_sheet_without_a_table_says_so_when_it_is_asked_for(tmp_path):
    """A list of schools says of none whether it has an ENT."""
    names = [["École", "Effectif"], *([f"École {name}", 20] for name in "ABCDE")]
    path = workbook(tmp_path / "r.xlsx", NORTH, names, names=["ENT", "Liste"])
    assert questions(read(path)) == []
    reading = read(path, SheetOrder("Liste", read=True))
    assert questions(reading) == ["ordered-no-table"]
    (sentence,) = question_sentences(reading.findings, FRENCH)
    assert sentence.startswith("Vous demandez de lire « Liste », et aucun tableau d’ENT")


def test_titles_that_nothing_tells_make_a_table(tmp_path):
    """Two words that no list has, over codes and words: ordered, they are the UAI and the ENT."""
    rows = [["Zorg", "Blip"], *([uai, "prévu"] for uai in UAIS[:2])]
    path = workbook(tmp_path / "r.xlsx", SOUTH, rows, names=["ENT", "Autre"])
    order = SheetOrder("Autre", columns={"uai": "Zorg", "status": "Blip"})
    assert statuses(read(path, order))[UAIS[0]] == "planned"
    assert questions(read(path, order)) == []


DATED = [["UAI", "ENT", "Solution", "Bidule", "Zut"],
         *([uai, "oui", "ONE", f"0{day}/09/2019", f"0{day}/11/2019"]
           for day, uai in enumerate(UAIS[:4], 1)),
         [UAIS[4], "non", "", "", ""]]  # fmt: skip


def test_an_empty_title_leaves_a_column_unread(tmp_path):
    """The days are read, and asked about; ordered away, they are neither, nor the solution."""
    path = csv_file(tmp_path / "r.csv", DATED)
    reading = read(path)
    assert known_of_schools(reading)[UAIS[0]] == ("school", "ONE", "2019-09-01")
    assert questions(reading) == ["rival-column"]
    ordered = read(path, SheetOrder("", columns={"start": "", "solution": ""}))
    assert known_of_schools(ordered)[UAIS[0]] == ("school", "", "")
    assert questions(ordered) == []
    chosen = read(path, SheetOrder("", columns={"start": "Zut"}))
    assert known_of_schools(chosen)[UAIS[0]] == ("school", "ONE", "2019-11-01")
    assert questions(chosen) == []
    everywhere = read(path, columns={"start": "", "solution": ""})
    assert known_of_schools(everywhere) == known_of_schools(ordered)


def test_days_that_are_ordered_away_are_not_asked_about(tmp_path):
    """A column of days beside yes and no is asked about once: "" is the answer too."""
    rows = [["UAI", "ENT", "Bidule"], *([uai, "oui" if place else "non", f"0{place + 1}/09/2019"]
                                       for place, uai in enumerate(UAIS[:5]))]  # fmt: skip
    path = csv_file(tmp_path / "r.csv", rows)
    assert questions(read(path)) == ["unread-dates"]
    assert questions(read(path, SheetOrder("", columns={"start": ""}))) == []
    assert questions(read(path, SheetOrder("", columns={"ignored": ["Bidule"]}))) == []
    assert questions(read(path, SheetOrder("", columns={"status": "ENT"}))) == ["unread-dates"]


def test_products_that_are_ordered_away_do_not_move(tmp_path):
    """An "ENT" column of products is the solution; where that isn't to be read it is the status."""
    rows = [["UAI", "ENT"], *([uai, "ONE"] for uai in UAIS[:4])]
    path = csv_file(tmp_path / "r.csv", rows)
    assert "solution" in read(path).columns["r.csv", ""]
    columns = read(path, SheetOrder("", columns={"solution": ""})).columns["r.csv", ""]
    assert columns == {"uai": "UAI", "status": "ENT"}


def test_boxes_of_a_status_that_is_ordered_away_are_not_read(tmp_path):
    """Of "ENT école" and "ENT classe" the second isn't to be read: its ticks say nothing."""
    rows = [["UAI", "ENT école", "ENT classe"], *([uai, "x", ""] for uai in UAIS[:3]),
            *([uai, "", "x"] for uai in UAIS[3:6])]  # fmt: skip
    path = csv_file(tmp_path / "r.csv", rows)
    assert statuses(read(path))[UAIS[3]] == "class"
    ordered = statuses(read(path, SheetOrder("", columns={"status_class": ""})))
    assert ordered[UAIS[0]] == "school"
    assert "class" not in ordered.values()


NO_COLUMN = "[register.sheets.columns] cherche {}, qui n’est le titre d’aucune colonne de « Sud »."
NO_SHEET = (
    "[[register.sheets]] parle de « {} », que le registre n’a pas ; il a « r.xlsx, Nord », "
    "« r.xlsx, Sud »."
)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (SheetOrder("Est"), NO_SHEET.format("Est")),
        (SheetOrder("Sud", "a.xlsx"), NO_SHEET.format("a.xlsx, Sud")),
        (
            SheetOrder("Sud", columns={"status": "ENT 2030"}),
            NO_COLUMN.format("la situation dans « ENT 2030 »"),
        ),
        (
            SheetOrder("Sud", columns={"name": "oui"}),  # on the sheet, and no title
            NO_COLUMN.format("le nom de l’école dans « oui »"),
        ),
        (
            SheetOrder("Sud", columns={"ignored": ["Relance"]}),
            NO_COLUMN.format("ignored dans « Relance »"),
        ),
    ],
)
def test_an_order_that_binds_nothing_is_asked_about(book, order, sentence):
    """The sheet is read as it would be, and what can't be followed is said, with what there is."""
    reading = read(book, order)
    assert set(statuses(reading).values()) == {"school"}
    assert question_sentences(reading.findings, FRENCH) == [sentence]


def test_titles_to_choose_from_are_in_their_order(tmp_path):
    """Of sheets that are read, hidden, left out and no register; those without a title aren't."""
    one = [["Suivi des ENT"], [], ["UAI", "", "ENT", "Fibre"], [UAIS[0], "x", "oui", "oui"]]
    two = [["Code", "Équipée"], [UAIS[3], "oui"]]
    three = [["Nom", "Effectif"], *([f"École {name}", 20] for name in "ABCDE")]
    path = workbook(tmp_path / "r.xlsx", one, two, three, two, names=["A", "B", "C", "D"])
    opened = openpyxl.load_workbook(path)
    opened["B"].sheet_state = "hidden"
    opened.save(path)
    reading = read(path, SheetOrder("D", read=False))
    assert sheet_titles(reading, ("r.xlsx", "A")) == ("UAI", "ENT", "Fibre")
    assert sheet_titles(reading, ("r.xlsx", "B")) == ("Code", "Équipée")
    assert sheet_titles(reading, ("r.xlsx", "C")) == ("Nom", "Effectif")
    assert sheet_titles(reading, ("r.xlsx", "D")) == ("Code", "Équipée")
    assert sheet_titles(reading, ("r.xlsx", "E")) == ()


def test_titles_written_twice_are_told_apart_by_those_above(tmp_path):
    """Under "ENT" and under "Fibre" stands "O/N": each can be chosen, and is read then."""
    rows = [["", "ENT", "Fibre"], ["UAI", "O/N", "O/N"], *([uai, "oui", "non"] for uai in UAIS[:3])]
    path = workbook(tmp_path / "r.xlsx", rows, names=["A"])
    assert sheet_titles(read(path), ("r.xlsx", "A")) == ("UAI", "ENT O/N", "Fibre O/N")
    for title, status in (("ENT O/N", "school"), ("Fibre O/N", "none")):
        reading = read(path, SheetOrder("A", columns={"status": title}))
        assert reading.columns["r.xlsx", "A"]["status"] == title
        assert set(statuses(reading).values()) == {status}
        assert questions(reading) == []


def test_any_column_of_a_wide_sheet_can_be_named(tmp_path):
    """A survey has 150 columns, of which 120 are looked at: the last can be chosen too."""
    questions_n = 150
    rows = [["UAI", *(f"Q{number}" for number in range(questions_n))],
            *([uai, *["?"] * (questions_n - 1), "oui"] for uai in UAIS[:3])]  # fmt: skip
    path = workbook(tmp_path / "r.xlsx", NORTH, rows, names=["Nord", "Enquête"])
    last = f"Q{questions_n - 1}"
    reading = read(path, SheetOrder("Enquête", columns={"status": last}))
    titles = sheet_titles(reading, ("r.xlsx", "Enquête"))
    assert titles == ("UAI", *(f"Q{number}" for number in range(questions_n)))
    assert reading.columns["r.xlsx", "Enquête"] == {"uai": "UAI", "status": last}
    assert statuses(reading)[UAIS[2]] == "school"


def test_columns_that_only_a_group_names_have_letters_too(tmp_path):
    """Of two columns below "ENT", neither with a title of its own, the second can be chosen."""
    rows = [["", "ENT", "", "Autre"], ["UAI", "", "", "Fibre"],
            *([uai, "oui", "non", ""] for uai in UAIS[:3])]  # fmt: skip
    path = workbook(tmp_path / "r.xlsx", rows, names=["A"])
    assert sheet_titles(read(path), ("r.xlsx", "A")) == ("UAI", "ENT", "ENT (C)", "Fibre")
    reading = read(path, SheetOrder("A", columns={"status": "ENT (C)"}))
    assert set(statuses(reading).values()) == {"none"}
    assert questions(reading) == []


def test_columns_without_any_title_have_no_name(tmp_path):
    """A sheet without titles is read by its cells, and there is none to choose."""
    reading = read(csv_file(tmp_path / "r.csv", [[uai, "oui", "ONE"] for uai in UAIS[:4]]))
    assert set(reading.columns["r.csv", ""].values()) == {""}
    assert sheet_titles(reading, ("r.csv", "")) == ()


@pytest.mark.parametrize(
    ("title", "status"), [("Avis", "school"), ("Avis (C)", "none"), ("avis c", "none")]
)
def test_of_two_columns_of_one_title_the_second_has_its_letter(tmp_path, title, status):
    """Nothing else tells them apart; the title alone means the first, as what is read says."""
    rows = [["UAI", "Avis", "Avis"], *([uai, "oui", "non"] for uai in UAIS[:3])]
    path = csv_file(tmp_path / "r.csv", rows)
    reading = read(path, SheetOrder("", columns={"status": title}))
    assert sheet_titles(reading, ("r.csv", "")) == ("UAI", "Avis", "Avis (C)")
    assert set(statuses(reading).values()) == {status}
    assert reading.columns["r.csv", ""]["status"] == ("Avis" if title == "Avis" else "Avis (C)")
    assert questions(reading) == []


def test_what_is_read_of_columns_of_one_title_can_be_imposed(tmp_path):
    """The second "Date" is the opening's: imposed as it is told, it is again, and not the first."""
    rows = [["UAI", "Date", "ENT", "Date"], *([uai, "?", "oui", "01/09/2019"] for uai in UAIS[:4])]
    path = csv_file(tmp_path / "r.csv", rows)
    reading = read(path)
    columns = reading.columns["r.csv", ""]
    assert columns["start"] == "Date (D)"
    again = read(path, columns=columns)
    assert again.columns == reading.columns
    assert again.register.equals(reading.register)


def test_orders_hold_for_the_corrected_register(book, tmp_path):
    """Under its new name the workbook is that of the old file, of which the orders speak."""
    orders = [SheetOrder("Sud", "r.xlsx", columns={"status": "Equipé ?"}),
              SheetOrder("Nord", "r.xlsx", read=False)]  # fmt: skip
    reading = read(book, *orders)
    write_fixed_register(tmp_path / "corrige.xlsx", reading, directory(), tr=FRENCH)
    again = read(tmp_path / "corrige.xlsx", *orders)
    assert statuses(again) == statuses(reading) == {UAIS[3]: "none", UAIS[4]: "none"}
    assert questions(again) == []


@pytest.fixture
def toml(tmp_path):
    """Write a project file."""

    def written(text):
        path = tmp_path / "geo-ent.toml"
        path.write_text(text, "utf-8")
        return path

    return written


def test_the_project_file_gives_orders(toml):
    """Each table is one, with its columns; the same from `check --project` as from a build."""
    path = toml(
        '[register]\nfiles = ["r.xlsx", "b.csv"]\n[register.columns]\nend = ""\n'
        '[[register.sheets]]\nfile = "r.xlsx"\nsheet = "Sud"\nread = true\n'
        '[register.sheets.columns]\nuai = "RNE"\nstart = ""\nignored = ["Avis", "Bon"]\n'
        '[[register.sheets]]\nfile = "b.csv"\nread = false\n'
    )
    orders = (
        SheetOrder("Sud", "r.xlsx", read=True,
                   columns={"uai": "RNE", "start": "", "ignored": ["Avis", "Bon"]}),
        SheetOrder("", "b.csv", read=False),
    )  # fmt: skip
    assert read_sheet_orders(path) == orders
    given = {"departements": ("35",), "schools": path, "out": path}
    assert asked_project(given, file=path).sheet_orders == orders
    assert read_project(path)["columns"] == {"end": ""}
    assert read_sheet_orders(toml('register = "r.xlsx"')) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[register]\nsheets = 3", "on attend chaque feuille sous un titre [[register.sheets]]"),
        ("[[register.sheets]]\nfeuille = 'Sud'", "feuille n° 1 : « feuille » n’est pas une clé"),
        ("[[register.sheets]]\nsheet = 3", "feuille n° 1 : sheet = « 3 » ; on attend un texte"),
        ("[[register.sheets]]\nsheet = 'Sud'\nread = 'non'", "on attend true ou false"),
        ("[[register.sheets]]\nread = false", "feuille n° 1 : sheet manque"),
        ("[[register.sheets]]\nsheet = ''\ncolumns = 'RNE'", "on attend un titre entre guillemets"),
        ("[[register.sheets]]\nsheet = ''\n[register.sheets.columns]\nrne = 'RNE'", "« rne »"),
        ("[[register.sheets]]\nsheet = ''\n[register.sheets.columns]\nuai = 3", "« uai »"),
        (
            "[[register.sheets]]\nsheet = ''\n[register.sheets.columns]\nuai = ['RNE', 'UAI']",
            "on attend un seul titre",
        ),
        (
            "[[register.sheets]]\nsheet = ''\n[register.sheets.columns]\ntitle = 'Carte'",
            "placez [register.sheets.columns] et ses lignes à la fin du fichier",
        ),
        ("[[register.sheets]]\nsheet = 'A'\n" * 2, "les feuilles n° 1 et 2"),
    ],
)
def test_a_faulty_order_is_refused(toml, text, message):
    """The file, the order's number, what is written and what is expected, in one line."""
    with pytest.raises(InputError, match=r"geo-ent\.toml") as fault:
        read_sheet_orders(toml(text))
    assert message in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_sheet_of_a_usual_register_keeps_its_reading(tmp_path):
    """An order that says nothing changes nothing."""
    row = [UAIS[0], "École élémentaire publique Saint-Exupéry", "Betton", "oui", "ONE", "09/2019",
           ""]  # fmt: skip
    path = workbook(tmp_path / "r.xlsx", [HEADER, row], names=["ENT"])
    with_order, without = read(path, SheetOrder("ENT")), read(path)
    assert with_order.register.equals(without.register)
    assert with_order.columns == without.columns
    assert with_order.findings.entries == without.findings.entries
