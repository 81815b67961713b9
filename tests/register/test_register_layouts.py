"""Layouts of registers, each in a few rows of a made-up directory."""

import pytest
from ledger import SCHOOLS, UAIS, csv_file, directory, workbook
from told_registers import doubted, known_of_schools, questions

from geo_ent.errors import InputError
from geo_ent.register.read_register import read_registers

A, B, D, H, K, L = (UAIS[index] for index in (0, 1, 3, 7, 8, 9))
PLACED = ["UAI", "École", "Commune"]
STATUSES = ("school", "class", "planned", "none", "unknown")
OPEN, CLASS, PLANNED, NONE, UNKNOWN = ((status, "", "") for status in STATUSES)
ONE, BENEYLU = ("school", "ONE", ""), ("school", "Beneylu School", "")


def school(uai, *cells):
    """Write a school's row: its UAI, name and commune, and what is told of it."""
    name, _, _, commune, *_ = SCHOOLS[UAIS.index(uai)]
    return [uai, name, commune, *cells]


def rows(*cells):
    """Write a row of cells for each of A, B, D, H, K, L, as far as they go."""
    return [school(uai, *row) for uai, row in zip((A, B, D, H, K, L), cells, strict=False)]


@pytest.fixture
def read(tmp_path):
    """Read one table as CSV, or sheets by their names as a workbook."""

    def reader(*table, **sheets):
        if sheets:
            names = [name.replace("_", " ") for name in sheets]
            path = workbook(tmp_path / "registre.xlsx", *sheets.values(), names=names)
        else:
            path = csv_file(tmp_path / "registre.csv", table)
        return read_registers([path], directory())

    return reader


def periods(reading, uai):
    """Give a school's products, each with its first and last day."""
    frame = reading.register[reading.register["uai"] == uai]
    return [("+".join(row.solution), str(row.start)[:10], str(row.end)[:10].replace("NaT", ""))
            for row in frame.itertuples()]  # fmt: skip


def calm(reading):
    """Tell that nothing is asked about the file, and no row is doubted."""
    return not questions(reading) and not doubted(reading)


def test_a_tick_a_year(read):
    """An ENT begins in the first year that is ticked in a row, and ends where ticks do."""
    reading = read([*PLACED, "2021-2022", "2022-2023", "2023-2024"],
                   *rows(["X", "X", "X"], ["", "X", "X"], ["X", "", ""], ["", "", ""]))  # fmt: skip
    assert known_of_schools(reading)[A] == ("school", "", "2021-09-01")
    assert known_of_schools(reading)[B] == ("school", "", "2022-09-01")
    assert periods(reading, D) == [("", "2021-09-01", "2022-08-31")]
    assert known_of_schools(reading)[H] == UNKNOWN
    assert calm(reading)


def test_a_product_a_year(read):
    """A change of product makes two periods, a dash ends one; dashes are no code of a product."""
    reading = read([*PLACED, "ENT 2021/2022", "ENT 2022/2023"],
                   *rows(["ONE", "Beneylu"], ["-", "ONE"], ["ONE", "-"], ["-", "-"]))  # fmt: skip
    assert periods(reading, A) == [("ONE", "2021-09-01", "2022-08-31"),
                                   ("Beneylu School", "2022-09-01", "")]  # fmt: skip
    assert periods(reading, B) == [("ONE", "2022-09-01", "")]
    assert periods(reading, D) == [("ONE", "2021-09-01", "2022-08-31")]
    assert known_of_schools(reading)[H] == NONE


def test_two_years_of_the_same_products_are_no_legend(read):
    """Where codes are meanings too, columns side by side are two years: a dash stays a dash."""
    reading = read([*PLACED, "2020-2021", "2021-2022"],
                   *rows(["-", "ONE"], ["ONE", "ONE"], ["ONE", "-"], ["-", "-"]))  # fmt: skip
    found = {uai: row[:1] + row[2:] for uai, row in known_of_schools(reading).items()}
    assert found == {A: ("school", "2021-09-01"), B: ("school", "2020-09-01"),
                     D: ("school", "2020-09-01"), H: ("none", "")}  # fmt: skip
    assert periods(reading, D)[0][2] == "2021-08-31"


def test_years_of_which_some_are_archived(read):
    """What is added to a title of a year changes nothing of it."""
    reading = read(
        [*PLACED, "ENT 20/21 (archive)", "ENT 21/22 (archive)", "ENT 22/23"],
        *rows(["oui", "oui", "oui"], ["non", "oui", "non"], ["non", "non", "oui"]),
    )
    assert known_of_schools(reading)[A] == ("school", "", "2020-09-01")
    assert periods(reading, B) == [("", "2021-09-01", "2022-08-31")]
    assert known_of_schools(reading)[D] == ("school", "", "2022-09-01")


@pytest.mark.parametrize(
    "titles",
    [
        ["Toute l'école", "Quelques classes", "Prévu", "Rien"],
        ["ENT école", "ENT classe(s)", "En projet", "Aucun"],
        ["Votre école a-t-elle un ENT ? [Oui, toutes les classes]",
         "Votre école a-t-elle un ENT ? [Oui, certaines classes]",
         "Votre école a-t-elle un ENT ? [En projet]", "Votre école a-t-elle un ENT ? [Non]"],
    ],
)  # fmt: skip
@pytest.mark.parametrize(("tick", "blank"), [("X", ""), ("1", "0"), ("☒", "☐")])
def test_boxes_of_any_wording(read, titles, tick, blank):
    """One tick a row, under titles of a table or answers of a survey."""
    ticks = [[tick if index == column else blank for index in range(4)] for column in range(4)]
    reading = read([*PLACED, *titles], *rows(*ticks))
    assert known_of_schools(reading) == {A: OPEN, B: CLASS, D: PLANNED, H: NONE}
    assert calm(reading)


def test_a_product_nobody_knows_between_others(read):
    """Ticked like the products beside it, its title is one; a row without a tick says nothing."""
    reading = read([*PLACED, "ONE", "Ludomonde", "Beneylu"],
                   *rows(["x", "", ""], ["", "x", ""], ["", "", "x"], ["", "", ""]))  # fmt: skip
    assert known_of_schools(reading) == {
        A: ONE,
        B: ("school", "Ludomonde", ""),
        D: BENEYLU,
        H: UNKNOWN,
    }


def test_boxes_of_classes(read):
    """Under "Classes avec ENT": all of them are the school, one is a class."""
    reading = read(["", "", "", "Classes avec ENT", "", "", "", ""],
                   [*PLACED, "CP", "CE1", "CE2", "CM1", "CM2"],
                   *rows(["x"] * 5, ["", "", "", "", "x"], [""] * 5))  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: CLASS, D: UNKNOWN}


LEGEND = [["0", "pas d'ENT"], ["1", "ENT pour toute l'école"], ["2", "ENT de classe"],
          ["3", "en projet"]]  # fmt: skip


def test_a_legend_beside_the_table(read):
    """What codes mean stands to the right of the rows."""
    pairs = zip(rows(["1"], ["0"], ["2"], ["3"]), LEGEND, strict=True)
    table = [[*row, "", *pair] for row, pair in pairs]
    reading = read([*PLACED, "ENT", "", "Légende", ""], *table)
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: CLASS, H: PLANNED}


def test_a_legend_below_the_table(read):
    """Letters, explained in lines below."""
    reading = read([*PLACED, "ENT"], *rows("A", "B", "C", "A"), [], ["A = en service"],
                   ["B = non équipée"], ["C = en projet"])  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: PLANNED, H: OPEN}
    assert calm(reading)


@pytest.mark.parametrize("meaning", ["carton orange", "dossier bleu chez Martine"])
def test_a_legend_on_a_sheet_with_an_odd_meaning(read, meaning):
    """A meaning with words that aren't understood is a doubt of its rows, and of no others."""
    legend = [["Code", "Signification"], ["1", "en service"], ["2", "pas d'ENT"], ["9", meaning]]
    reading = read(Registre=[[*PLACED, "Code ENT"], *rows("1", "2", "9", "1")], Légende=legend)
    assert {uai: row[0] for uai, row in known_of_schools(reading).items() if uai != D} == {
        A: "school", B: "none", H: "school"}  # fmt: skip
    assert doubted(reading) == {D}


def test_sections(read):
    """The title that rows stand under says their status."""
    reading = read(["Écoles avec ENT"], [*PLACED, "Solution"], *rows(["ONE"], ["ONE"]),
                   ["En projet"], school(D, ""), ["Sans ENT"], school(H, ""))  # fmt: skip
    assert known_of_schools(reading) == {A: ONE, B: ONE, D: PLANNED, H: NONE}
    assert calm(reading)


@pytest.mark.parametrize("title", ["Dossiers chez Martine", "Carton orange"])
@pytest.mark.parametrize("more", [[], ["Solution"]])
def test_a_section_that_is_not_understood(read, title, more):
    """Among titles that are statuses it is a doubt of each row below it, which have no status."""
    blank = [""] * len(more)
    reading = read(["Écoles avec ENT"], [*PLACED, *more], *rows(blank, blank), ["Sans ENT"],
                   school(D, *blank), [title], school(H, *blank), school(K, *blank))  # fmt: skip
    found = known_of_schools(reading)
    assert (found[D], found[H], found[K]) == (NONE, UNKNOWN, UNKNOWN)
    assert {H, K} <= doubted(reading)
    assert D not in doubted(reading)


def test_sheets_by_status(read):
    """The name of each sheet says the status of its rows."""
    reading = read(Équipées=[PLACED, school(A), school(B)], En_projet=[PLACED, school(D)],
                   Sans_ENT=[PLACED, school(H)])  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: OPEN, D: PLANNED, H: NONE}
    assert calm(reading)


def test_sheets_by_year(read):
    """The year decides, not the order; what earlier sheets say is how long it has been there."""
    header = [*PLACED, "ENT"]
    sheets = {"2022-2023": [header, *rows(["oui"], ["non"], ["oui"])],
              "2021-2022": [header, *rows(["non"], ["non"], ["oui"])]}  # fmt: skip
    reading = read(**sheets)
    assert known_of_schools(reading) == {A: ("school", "", "2022-09-01"), B: NONE,
                             D: ("school", "", "2021-09-01")}  # fmt: skip
    assert calm(reading)


def test_a_date_alone(read):
    """Where the day of the opening is all that is told, a day is a yes and a dash a no."""
    reading = read([*PLACED, "Date d'ouverture de l'ENT"],
                   *rows(["01/09/2021"], ["-"], ["15/01/2022"], [""]))  # fmt: skip
    assert known_of_schools(reading) == {A: ("school", "", "2021-09-01"), B: NONE,
                             D: ("school", "", "2022-01-15"), H: UNKNOWN}  # fmt: skip


def test_steps_before_the_opening(read):
    """A request without an opening is a project; the opening's day is the first one."""
    reading = read(
        [*PLACED, "Demande reçue le", "Convention signée le", "Ouverture ENT le"],
        *rows(["01/03/2021", "02/05/2021", "01/09/2021"], ["03/03/2022", "", ""],
              ["04/03/2021", "05/05/2021", "02/09/2021"], ["", "", ""]),
    )  # fmt: skip
    assert known_of_schools(reading) == {A: ("school", "", "2021-09-01"), B: PLANNED,
                             D: ("school", "", "2021-09-02"), H: UNKNOWN}  # fmt: skip


def test_tables_side_by_side(read):
    """Each has its own columns under the same titles."""
    left, right = rows(["oui"], ["non"]), [school(D, "non"), school(H, "oui")]
    header = [*PLACED, "ENT"]
    table = [[*one, "", *other] for one, other in zip(left, right, strict=True)]
    reading = read([*header, "", *header], *table)
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: NONE, H: OPEN}


def test_stacked_tables(read):
    """A table below another, under titles of its own, is read by them."""
    named = [[row[2], row[1], *row[3:]] for row in rows(["oui"], ["non"], ["ONE", "en service"],
                                                        ["Beneylu", "en service"])]  # fmt: skip
    reading = read(["Commune", "École", "ENT"], *named[:2], [],
                   ["Commune", "École", "Produit", "Situation"], *named[2:])  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: ONE, H: BENEYLU}
    assert calm(reading)


def test_stacked_tables_that_share_titles(read):
    """Half of the titles are those of the table above, and the others are its own."""
    reading = read([*PLACED, "ENT"], *rows(["oui"], ["non"]), [],
                   ["UAI", "École", "Situation de l'ENT", "Produit"],
                   [*school(D)[:2], "en service", "ONE"],
                   [*school(H)[:2], "sans ENT", ""])  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: ONE, H: NONE}


def test_a_remark_of_a_commune_is_no_extent(read):
    """Which schools of a commune, said in a remark, isn't silently a part of each."""
    reading = read(["Commune", "ENT", "Commentaire"], ["Betton", "ONE", "quelques classes"],
                   ["Bruz", "ONE", ""], ["Redon", "ONE", ""])  # fmt: skip
    assert {A, B} <= doubted(reading)
    assert known_of_schools(reading)[D] == ONE


def test_a_product_of_one_row_is_of_no_other(read):
    """In a short list without UAI, a row that names no product has none."""
    named = [[row[2], row[1], *row[3:]]
             for row in rows(["oui", ""], ["non", ""], ["oui", "ONE"])]  # fmt: skip
    reading = read(["Commune", "École", "ENT", "Produit"], *named)
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: ONE}


@pytest.mark.parametrize("number", ["{} - ", "{}. ", "{}) "])
def test_numbered_statuses(read, number):
    """A number before each status, for lists to be sorted by it, is no word of it."""
    words = {A: (3, "en service"), B: (1, "sans ENT"), D: (2, "en projet"), H: (3, "en service")}
    reading = read([*PLACED, "Statut"], *[school(uai, number.format(rank) + word)
                                          for uai, (rank, word) in words.items()])  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: PLANNED, H: OPEN}


@pytest.mark.parametrize("mark", ['"', "//", "idem", "« »", "cf. ci-dessus"])
def test_ditto_marks(read, mark):
    """They say what stands above them, of each column its own."""
    reading = read([*PLACED, "ENT", "Solution"],
                   *rows(["oui", "ONE"], [mark, mark], ["non", ""], [mark, ""]))  # fmt: skip
    assert known_of_schools(reading) == {A: ONE, B: ONE, D: NONE, H: NONE}


def test_a_column_of_extents(read):
    """Beside "oui" it says how much of the school."""
    reading = read([*PLACED, "ENT", "Classes concernées"],
                   *rows(["oui", "toute l'école"], ["oui", "CM1, CM2"], ["non", ""],
                         ["oui", "2 classes"]))  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: CLASS, D: NONE, H: CLASS}


def test_decoys(read):
    """ULIS, fibre and requests are answered by yes and no too, and are none of it."""
    reading = read(
        [*PLACED, "ULIS", "Fibre", "Demande ENT", "ENT"],
        *rows(["oui", "prévue", "oui", "non"], ["non", "oui", "oui", "oui"],
              ["oui", "non", "non", "non"], ["non", "oui", "oui", "oui"]),
    )  # fmt: skip
    assert known_of_schools(reading) == {A: NONE, B: OPEN, D: NONE, H: OPEN}
    (unread,) = reading.unread.values()
    assert unread == ("ULIS", "Fibre", "Demande ENT")
    assert calm(reading)


def test_a_status_known_by_what_stands_beside_it(read):
    """Of two columns of yes and no under titles that tell nothing, the product goes with one."""
    reading = read(
        [*PLACED, "Zébulon", "Internat", "Produit ENT"],
        *rows(["oui", "non", "ONE"], ["non", "oui", ""], ["oui", "oui", "Beneylu"],
              ["non", "non", ""], ["non", "oui", ""], ["oui", "non", "ONE"]),
    )  # fmt: skip
    assert known_of_schools(reading) == {A: ONE, B: NONE, D: BENEYLU, H: NONE, K: NONE, L: ONE}


def test_a_rival_is_asked_about(read):
    """Two columns that could as well be the status, and differ: named, with the rows."""
    answers = [["oui", "non"], ["non", "oui"], ["oui", "oui"], ["non", "oui"], ["oui", "non"]]
    reading = read([*PLACED, "ENT", "ENT déployé"], *rows(*answers))
    assert questions(reading) == ["rival-column"]
    (question,) = (entry["message"].fields for entry in reading.findings.entries
                   if entry["kind"] == "register-question")  # fmt: skip
    assert {question["taken"], question["rival"]} == {"ENT", "ENT déployé"}
    assert question["changed_n"] == 4


@pytest.mark.parametrize(
    ("table", "advice"),
    [
        ([PLACED, school(A), school(B), school(D)], "Si ce sont des couleurs"),
        ([["UAI", A, B, D, H], ["ENT", "oui", "non", "oui", "non"]], "écoles y sont en colonnes"),
        ([[*PLACED, "Comptes élèves", "Connexions"], school(A, "120", "2400"),
          school(B, "60", "31"), school(D, "90", "800")], "--usage"),
    ],
)  # fmt: skip
def test_refusals_say_what_is_missing(read, table, advice):
    """Colours alone, schools in columns, accounts alone: what to do, and the titles seen."""
    with pytest.raises(InputError, match=advice) as refused:
        read(*table)
    assert "« UAI »" in str(refused.value)


def test_a_survey_answered_twice(read):
    """The last answer holds, in whatever order they stand."""
    reading = read(
        ["Horodateur", "UAI", "École", "Votre école a-t-elle un ENT ?"],
        ["03/05/2023 09:12:00", *school(A)[:2], "Oui"],
        ["01/02/2023 10:00:00", *school(A)[:2], "Non"],
        ["02/02/2023 10:00:00", *school(B)[:2], "Non"],
    )
    assert known_of_schools(reading) == {A: OPEN, B: NONE}
    assert calm(reading)


def test_a_row_a_class(read):
    """Some classes are a part of the school, all are the school, none are none."""
    reading = read(
        [*PLACED, "Classe", "ENT"], school(A, "CP", "oui"), school(A, "CM2", "non"),
        school(B, "PS", "non"), school(B, "GS", "non"), school(D, "CP", "oui"),
        school(D, "CM1", "oui"),
    )  # fmt: skip
    assert known_of_schools(reading) == {A: CLASS, B: NONE, D: OPEN}
    assert calm(reading)


def test_a_row_a_service(read):
    """Only the service that is the ENT counts; the others are told to be other services."""
    reading = read(
        [*PLACED, "Service", "État"], school(A, "ENT", "en service"),
        school(A, "Messagerie", "en service"), school(B, "ENT", "non déployé"),
        school(B, "Messagerie", "en service"), school(D, "Messagerie", "en service"),
        school(D, "ENT", "en projet"),
    )  # fmt: skip
    assert known_of_schools(reading) == {A: OPEN, B: NONE, D: PLANNED}
    codes = [reason.code for reason in reading.rows["reason"]]
    assert codes.count("other-service") == 3
