"""Files and sheets as they come: the header is found, columns are known and confirmed."""

import time
import zipfile

import openpyxl
import pytest
from ledger import HEADER, UAIS, csv_file, directory, told, workbook
from told_registers import known_of_schools

from geo_ent.errors import InputError
from geo_ent.project.project_file import read_columns
from geo_ent.register.read_register import read_registers

ROWS = [[UAIS[0], "École élémentaire publique Saint-Exupéry", "Betton", "oui", "ONE", "09/2019",
         ""],
        [UAIS[1], "Ecole maternelle publique Les Prés", "Betton", "non", "", "", ""]]  # fmt: skip


def read(path, **options):
    """Read one file with the made-up directory."""
    return read_registers([path], directory(), **options)


def is_right(reading):
    """Tell whether the two rows were read as they stand."""
    register = reading.register.set_index("uai")
    return (
        register["status"].to_dict() == {UAIS[0]: "school", UAIS[1]: "none"}
        and register.loc[UAIS[0], "solution"] == ("ONE",)
        and str(register.loc[UAIS[0], "start"])[:10] == "2019-09-01"
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_kind(tmp_path, separator, encoding):
    """Each separator in each encoding that Windows, Excel or LibreOffice writes."""
    path = csv_file(tmp_path / "r.csv", [HEADER, *ROWS], separator=separator, encoding=encoding)
    assert is_right(read(path))


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["Suivi des ENT"], ["mis à jour le 12/06/2023"], []],
        [["Registre", "École", "2023"], ["ENT dans les écoles de la commune"]],
        [[f"note {number}"] for number in range(40)],
    ],
)
def test_titles_above_the_header(tmp_path, above):
    """Title rows, even with words of the header in them, are told apart from it."""
    reading = read(workbook(tmp_path / "r.xlsx", [*above, HEADER, *ROWS]))
    assert is_right(reading)
    assert (reading.rows["outcome"] == "not_school").sum() == sum(map(any, above)) + 1


def test_header_on_two_rows_with_merged_cells(tmp_path):
    """A group's title merged over its columns, the titles themselves below."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["École", "", "", "ENT", "", "", ""],
                ["UAI", "Nom", "Commune", "O/N", "Solution", "Date", "Fin"], *ROWS]:  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:G1")
    path = tmp_path / "r.xlsx"
    book.save(path)
    assert is_right(read(path))


def test_merged_cells_are_said_of_all_their_rows(tmp_path):
    """A commune and a status written once over two schools, in merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["École", "Commune", "ENT"], ["St-Exupéry", "Betton", "oui"], ["Les Prés"]]:
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:C3")
    path = tmp_path / "r.xlsx"
    book.save(path)
    register = read(path).register
    assert register[["uai", "status"]].to_numpy().tolist() == [[UAIS[0], "school"],
                                                               [UAIS[1], "school"]]  # fmt: skip


@pytest.mark.parametrize(
    "titles",
    [
        ["Code établissement", "Intitulé de l'école", "Ville / commune", "École équipée d'un ENT ?",
         "ENT utilisé", "Date de mise en service", "Date de fin"],
        ["U.A.I.", "Dénomination", "Localité", "Déploiement ENT", "Éditeur / solution", "Depuis",
         "Jusqu'au"],
        ["", "Nom", "Commune", "ENT", "Lequel ?", "Rentrée", "Échéance"],
        ["code", "établissement", "commune", "statut", "produit", "ouverture", "fin"],
        ["N°\nRNE", "NOM DE L'ÉCOLE", "COMMUNE DE L'ÉCOLE", "ENT (O/N)", "Solution\nENT", "Date",
         "Fin de convention"],
    ],
)  # fmt: skip
def test_titles_as_people_write_them(tmp_path, titles):
    """Other titles, other order: the same register."""
    order = [4, 0, 3, 6, 2, 1, 5]
    rows = [[row[at] for at in order] for row in [titles, *ROWS]]
    assert is_right(read(workbook(tmp_path / "r.xlsx", rows)))


def test_column_of_ent_that_holds_solutions(tmp_path):
    """A school whose ENT is named has it; the status is implied."""
    rows = [["UAI", "ENT"], [UAIS[0], "ONE"], [UAIS[1], "beneylu"], [UAIS[2], "aucun"],
            [UAIS[3], ""]]  # fmt: skip
    register = read(workbook(tmp_path / "r.xlsx", rows)).register
    assert register["status"].tolist() == ["school", "school", "none", "unknown"]
    assert register["solution"].tolist() == [("ONE",), ("Beneylu School",), (), ()]


def test_title_that_lies(tmp_path):
    """A "code" of communes isn't taken for the UAI, which stands under no title."""
    rows = [["Code", "", "ENT"], ["35024", UAIS[0], "oui"], ["35024", UAIS[1], "non"]]
    assert read(workbook(tmp_path / "r.xlsx", rows)).register["uai"].tolist() == UAIS[:2]


def test_table_without_titles(tmp_path):
    """UAI and yes or no, with nothing above: still a register."""
    register = read(csv_file(tmp_path / "r.csv", [[uai, "oui"] for uai in UAIS])).register
    assert register["uai"].tolist() == UAIS


def test_mapping_of_the_user_wins(tmp_path):
    """Two columns could be the status; the project file says which, under a title of its own."""
    rows = [["UAI", "ENT", "Avis 2024"], [UAIS[0], "oui", "non"], [UAIS[1], "oui", "X"]]
    path = workbook(tmp_path / "r.xlsx", rows)
    project = tmp_path / "geo-ent.toml"
    project.write_text('[register.columns]\nstatus = "Avis 2024"\n', encoding="utf-8")
    reading = read(path, columns=read_columns(project))
    assert reading.register["status"].tolist() == ["none", "school"]
    assert reading.columns["r.xlsx", "Feuille1"] == {"uai": "UAI", "status": "Avis 2024"}


@pytest.mark.parametrize(
    "text",
    ["[register.columns]\nuaï = 1", "[register.columns]\nxyz = 'UAI'", "not toml",
     "[register.columns]\nuai = 3", "[register]\ncolumns = 3"],
)  # fmt: skip
def test_wrong_project_file(tmp_path, text):
    """One line says what is wrong."""
    project = tmp_path / "geo-ent.toml"
    project.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_columns(project)
    assert "\n" not in str(caught.value)


def test_rows_that_are_no_schools(tmp_path):
    """Subtotals, titles again, headings, notes: each is told for what it is."""
    rows = [HEADER, ROWS[0], ["Sous-total : 1 école"], HEADER, ROWS[1], ["Total", "", "", 2],
            ["", "Nombre d'écoles", "", 2], ["", "", "", "", "", "", "", "note"]]  # fmt: skip
    reading = read(workbook(tmp_path / "r.xlsx", rows))
    assert is_right(reading)
    assert told(reading)["outcome"].tolist().count("not_school") == 5


def test_sheets_that_are_no_register(tmp_path):
    """Figures and notes in other sheets are ignored, row by row."""
    figures = [["Circonscription", "Écoles", "ENT"], ["Redon", 12, 5], ["Bruz", 30, 11]]
    path = workbook(tmp_path / "r.xlsx", [HEADER, *ROWS], figures, [["Notes"], ["à faire"]])
    reading = read(path)
    assert is_right(reading)
    assert reading.rows["outcome"].tolist().count("ignored") == 5
    assert reading.columns["r.xlsx", "Feuille2"] == {}


def test_wide_and_tall_sheets_are_quick(tmp_path):
    """16,384 columns, and 20,000 rows: seconds; minutes if the work grew as their square."""
    wide = csv_file(tmp_path / "w.csv", [HEADER + ["x"] * 16_000, *ROWS])
    tall = csv_file(tmp_path / "t.csv", [HEADER, *[ROWS[0], ROWS[1]] * 10_000])
    begun = time.process_time()  # of this process alone, however busy the machine is
    assert is_right(read(wide))
    reading = read(tall)
    assert time.process_time() - begun < 60
    assert is_right(reading)
    assert len(reading.rows) == 20_001


ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Suivi">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def test_an_ods_is_read_as_an_xlsx(tmp_path):
    """LibreOffice's own file: a title row, the header, a UAI in small letters."""
    rows = [["Suivi des ENT"], ["ENT (O/N)", "N° UAI", "Solution"], ["oui", UAIS[0].lower(), "one"]]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(text) for text in row) for row in rows]
    content = ODS.format(rows="".join(f"<table:table-row>{x}</table:table-row>" for x in lines))
    path = tmp_path / "suivi.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    register = read(path).register
    assert register[["uai", "status", "solution"]].to_numpy().tolist() == [
        [UAIS[0], "school", ("ONE",)]
    ]


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("Juin 2023", "Juin 2021"),
        ("2023-06", "2021-06"),
        ("Etat au 15 mai 2023", "Etat au 15 mai 2021"),
        ("juin-23", "déc. 2022"),
    ],
)
def test_sheet_named_by_its_month(tmp_path, later, earlier, turn):
    """A month is of the school year that it is in, whatever the order of the sheets."""
    rows = {later: ["oui", "non"], earlier: ["non", "oui"]}
    names = [later, earlier][::turn]
    sheets = [[["UAI", "ENT"], *zip(UAIS, rows[name], strict=False)] for name in names]
    known = known_of_schools(read(workbook(tmp_path / "r.xlsx", *sheets, names=names)))
    assert known[UAIS[0]] == ("school", "", "2022-09-01")
