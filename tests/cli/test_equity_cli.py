"""`geo-ent equity`: any table of groups in, measures out, faults in words."""

import subprocess
import sys

import openpyxl
import pandas as pd
import pytest
from commands import run_here
from told_equity import equity

from geo_ent.errors import InputError, OutputError
from geo_ent.indicators.equity import MEASURES
from geo_ent.publish.equity.measures_table import measure_lines, write_measures
from geo_ent.tables.group_table import read_groups
from geo_ent.telling.language import language

ROWS = [("Très rural", 78, 20, 1), ("Rural", 91, 30, 2), ("Bourgs", 162, 40, 3),
        ("Petites villes", 103, 50, 4), ("Villes", 105, 60, 5)]  # fmt: skip
FR = language("fr")


@pytest.fixture
def table(tmp_path):
    """Write a CSV as a program does."""
    path = tmp_path / "groups.csv"
    columns = ["group", "population", "value", "order"]
    pd.DataFrame(ROWS, columns=columns).to_csv(path, index=False)
    return path


def written(tmp_path, text, encoding="utf-8"):
    """Write a file of this text."""
    path = tmp_path / "written.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_command_measures_a_table(table, tmp_path):
    """The reference set: a CSV of the measures, and their French on the terminal."""
    out = tmp_path / "new" / "measures.csv"
    command = [sys.executable, "-m", "geo_ent", "equity", "--table", table, "--scale", "100",
               "--out", out]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    found = pd.read_csv(out, index_col="measure", keep_default_na=False)
    assert found.columns.tolist() == ["estimate", "se", "low", "high", "note"]
    assert found.index.tolist() == list(MEASURES)
    assert float(found.loc["SII", "estimate"]) == pytest.approx(44.90526404, abs=1e-6)
    assert found.loc["MDRU"].tolist() == ["", "", "", "", "aucun groupe de référence n’est donné"]
    assert "D · Écart simple" in done.stdout
    assert "« Villes » dépasse « Très rural » de 40,0 points" in done.stdout
    assert "MDRU, MDRW : aucun groupe de référence" in done.stdout
    assert "ne sont pas ceux d’un sondage" in done.stdout


def test_the_measures_in_english(table, tmp_path):
    """--lang en: titles, sentences, notes and the CSV's notes."""
    out = tmp_path / "measures.csv"
    done = run_here("equity", "--table", table, "--scale", 100, "--out", out, "--lang", "en")
    assert "D · Difference" in done.stdout
    assert "“Villes” exceeds “Très rural” by 40.0 points" in done.stdout
    assert "aren’t those of a survey" in done.stdout
    assert pd.read_csv(out, index_col=0).loc["MDRU", "note"] == "no group of reference is given"


def test_options_change_the_measures(table, tmp_path):
    """--reference, --unfavourable and --compat reach the measures."""
    out = tmp_path / "measures.csv"
    run_here("equity", "--table", table, "--scale", 100, "--out", out, "--reference", "Bourgs")
    assert pd.read_csv(out, index_col=0).loc["MDRU", "estimate"] == 12
    run_here("equity", "--table", table, "--scale", 100, "--out", out, "--unfavourable")
    assert pd.read_csv(out, index_col=0).loc["D", "estimate"] == -40
    run_here("equity", "--table", table, "--scale", 100, "--out", out, "--compat", "healthequal")
    found = pd.read_csv(out, index_col=0).loc["SII", "estimate"]
    assert found == pytest.approx(44.4450191, abs=1e-6)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scale", 10], "--scale : on attend 1 ou 100"),
        (["--scale", 1], "groups.csv, ligne 2 : la valeur 20 n’est pas entre 0 et 1. Si les val"),
        (["--scale", 1], "en pour cent, ajoutez --scale 100."),
        (["--scale", 100, "--compat", "sas"], "on attend healthequal"),
        (["--scale", 100, "--reference", "Villles"], "vouliez-vous dire « Villes » ?"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_one_line(table, options, said):
    """Exit code 2, no traceback."""
    done = run_here("equity", "--table", table, *options)
    assert done.returncode == 2
    assert done.stderr.startswith("geo-ent : ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("group,population,value,order\nCorrèze,1234,0.469,1\nOrne,10,0.5,2\n", "utf-8-sig"),
        ("Groupe;Effectif;Taux;Rang\nCorrèze;1 234;46,9 %;1\nOrne;10;50;2\n\n", "cp1252"),
        ("groupe\teffectif\tvaleur\tordre\nCorrèze\t1234\t46,9\t1\nOrne\t10\t50,0\t2", "utf-16"),
        ('zone_name|n|part|rang\nCorrèze|1234|"46,9"|1\nOrne|10|50|2\n', "utf-8"),
    ],
)
def test_tables_come_in_any_dress(tmp_path, text, encoding):
    """Encodings, separators, French titles and numbers."""
    scale = 1 if "0.469" in text else 100
    found = read_groups(written(tmp_path, text, encoding), scale=scale)
    assert found["group"].tolist() == ["Corrèze", "Orne"]
    assert found["population"].tolist() == [1234, 10]
    assert (found["value"] / scale).tolist() == pytest.approx([0.469, 0.5])
    assert found["order"].tolist() == [1, 2]


def test_a_workbook_with_a_title_above(tmp_path):
    """The sheet and the row that have the titles are found."""
    book = openpyxl.Workbook()
    book.active.append(["Rien ici"])
    sheet = book.create_sheet("Mesures")
    sheet.append(["Couverture par zone"])
    sheet.append([])
    sheet.append(["Groupe", "Effectif", "Taux", "Commentaire"])
    sheet.append(["A", 12, 0.25, "x"])
    sheet.append(["B", 30, None, "y"])
    book.save(tmp_path / "groups.xlsx")
    found = read_groups(tmp_path / "groups.xlsx")
    assert found.columns.tolist() == ["group", "population", "value"]
    assert found.index.tolist() == [4, 5]
    assert found["value"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group,population\na,1\n", "il manque la colonne value ; titres trouvés : group, popul"),
        ("group,populaton,value\na,1,1\n", "renommez « populaton » en population"),
        ("a;b;c\n1;2;3\n", "il manque les colonnes group, population, value"),
        ("group,population,value\n", "aucune ligne sous les titres"),
        ("group,population,value\na,1,1\na,2,1\n", "ligne 3 : le groupe « a » est déjà à la li"),
        ("group,population,value\n,1,1\n", "ligne 2 : le groupe n’a pas de nom"),
        ("group,population,value\na,beaucoup,1\n", "« beaucoup » dans la colonne population"),
        ("group,population,value\na,-3,1\n", "ligne 2 : population vaut -3"),
        ("group,population,value,se\na,3,1,-0.5\n", "ligne 2 : se vaut -0,5"),
        ("group,population,value\na,3,-0.5\n", "la valeur -0,5 n’est pas entre 0 et 1.\n"),
        ("group,population,value\na,3,1.5\nb,3,250\n", "la valeur 1,5 n’est pas entre 0 et 1.\n"),
        ("group,population,value\na,inf,1\n", "« inf » dans la colonne population"),
        ("group,population,value,order\na,1,1,1\nb,1,1,1\n", "ligne 3 : le rang 1 est déjà à la"),
        ("", "vide"),
    ],
)
def test_a_wrong_table_is_told_where_and_why(tmp_path, text, said):
    """File, row, what was expected."""
    with pytest.raises(InputError) as fault:
        read_groups(written(tmp_path, text))
    told = str(fault.value)
    assert said in told + "\n"
    assert "written.csv" in told
    assert "\n" not in told


def test_missing_cells_are_left_to_the_measures(tmp_path):
    """An empty value isn't a fault of the table: the measures say what they can't do."""
    text = "group,population,value\n" + "".join(f"g{at},10,0.{at}\n" for at in range(1, 8))
    found = equity(read_groups(written(tmp_path, text + "vide,10,\n")))
    assert found.loc["D", "estimate"] == pytest.approx(0.6)
    assert "« vide »" in found.loc["D", "note"]


def test_a_failed_write_leaves_the_file(tmp_path, monkeypatch):
    """Whole, or as it was: nothing half-written, nothing left over."""
    out = tmp_path / "measures.csv"
    out.write_text("before", encoding="utf-8")
    measures = equity(pd.DataFrame({"group": ["a", "b"], "population": 1, "value": [0.1, 0.2]}))

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OutputError, match="écriture impossible"):
        write_measures(measures, out)
    assert [path.name for path in tmp_path.iterdir()] == ["measures.csv"]
    assert out.read_text(encoding="utf-8") == "before"


def test_two_writes_are_the_same_bytes(table, tmp_path):
    """Nothing random but from a fixed seed."""
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in paths:
        write_measures(equity(read_groups(table, scale=100), scale=100), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_terminal_lines_fit(table):
    """At most 100 characters, no endless decimals, no zero with a sign."""
    equal = pd.DataFrame({"group": list("abc"), "population": 30, "value": 0.4, "order": [1, 2, 3]})
    for measures in (equity(read_groups(table, scale=100), scale=100), equity(equal)):
        lines = list(measure_lines(measures, FR))
        assert max(map(len, lines)) <= 100
        assert not any("−0,00 " in line or "nan" in line for line in lines)
    assert sum("Tous les groupes ont la même valeur." in line for line in lines) == 9


def test_help_names_every_option():
    """What the guide tells is in the help."""
    done = run_here("equity", "--help")
    for option in ("--table", "--out", "--reference", "--scale", "--unfavourable", "--compat"):
        assert option in done.stdout
