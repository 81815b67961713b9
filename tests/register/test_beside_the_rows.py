"""What stands beside the rows: a section of classes, a total, a box among products, a forecast."""

import pytest
from ledger import UAIS, csv_file, directory, reading_of, workbook
from told_registers import doubted, known_of_schools, questions

from geo_ent.register.name_matching import Directory
from geo_ent.register.read_register import read_registers


def statuses(reading, count=4):
    """Give the statuses of the first schools."""
    known = known_of_schools(reading)
    return [known.get(uai, ("unknown",))[0] for uai in UAIS[:count]]


@pytest.mark.parametrize(
    ("title", "cells"),
    [("Solution", ["ONE", "ONE"]), ("ENT", ["oui", "oui"]), ("Solution", ["ONE (CM2)", "ONE"])],
)
def test_rows_under_some_classes(tmp_path, title, cells):
    """A product, or a plain yes, on the sheet "Quelques classes" is of some classes."""
    names = ("1. Déployées", "2. Quelques classes")
    sheets = [[["UAI", title], [UAIS[n], "ONE" if title == "Solution" else "oui"], [UAIS[n + 1],
               cells[n // 2]]] for n in (0, 2)]  # fmt: skip
    reading = read_registers([workbook(tmp_path / "r.xlsx", *sheets, names=names)], directory())
    assert statuses(reading)[2:] == ["class", "class"]
    assert statuses(reading)[0] == "school"


def test_whole_school_under_some_classes(tmp_path):
    """What a row says of the whole school stands against its sheet's name, and is asked about."""
    sheets = [["UAI", "ENT"], [UAIS[0], "toute l'école"], [UAIS[1], "oui"]]
    path = workbook(tmp_path / "r.xlsx", sheets, names=("Quelques classes",))
    assert statuses(read_registers([path], directory()), 2) == ["school", "class"]


def test_total_with_a_figure_for_a_code(tmp_path):
    """The count of a total row, were it below the codes, is no school's."""
    rows = [["Betton", UAIS[0], "oui"], ["TOTAL", "20", "12"], ["Total général", 1200, ""]]
    reading = reading_of(tmp_path, *rows, header=["Commune", "UAI", "ENT"])
    assert len(doubted(reading)) == 0
    assert statuses(reading, 1) == ["school"]


def test_kind_and_commune_are_one_school():
    """A kind and a commune, "École primaire (Bruz)", say no more than a kind."""
    schools = directory().assign(commune_name=[f"Bourg{n}" for n in range(len(UAIS))])
    schools["name"] = "Ecole primaire publique"
    known = Directory(schools)
    for written in ("éc. primaire (Bourg1)", "École primaire de Bourg1", "École primaire"):
        verdict = known.named(written, "Bourg1")
        assert (verdict.school.uai, verdict.exact) == (UAIS[1], True)


def test_project_among_products(tmp_path):
    """A box of a project beside those of products is one, and a product still says yes."""
    rows = [[UAIS[0], "x", "", "", ""], [UAIS[1], "", "", "x", ""], [UAIS[2], "", "x", "", ""],
            [UAIS[3], "", "", "", "x"]]  # fmt: skip
    header = ["UAI", "ONE", "Beneylu School", "Réfléchit", "Ne veut pas"]
    reading = reading_of(tmp_path, *rows, header=header)
    assert statuses(reading) == ["school", "planned", "school", "none"]
    assert questions(reading) == []


def test_box_nobody_knows_beside_products(tmp_path):
    """Ticked where no product is, it may be a situation: it is asked about."""
    rows = [[uai, "x" if n < 3 else "", "x" if n == 3 else "", "x" if n > 3 else ""]
            for n, uai in enumerate([*UAIS[:4], *UAIS[:5]])]  # fmt: skip
    readings = {
        title: reading_of(tmp_path, *rows, header=["UAI", "ONE", "Beneylu School", title])
        for title in ("Hésite", "Sans réponse", "Fibre")
    }
    asked = {title: questions(reading) for title, reading in readings.items()}
    assert asked == {"Hésite": ["unknown-box"], "Sans réponse": [], "Fibre": []}


def test_forecast_of_a_year(tmp_path):
    """A title "prév. 23/24" makes a project of its yes, and nothing new of an ENT that is there."""
    rows = [[UAIS[0], "N", "O", "O"], [UAIS[1], "N", "N", "O"], [UAIS[2], "N", "N", "N"]]
    header = ["UAI", "2021/22", "2022/23", "prév. 23/24"]
    path = csv_file(tmp_path / "r.csv", [header, *rows])
    reading = read_registers([path], directory())
    assert statuses(reading, 3) == ["school", "planned", "none"]
    assert len(doubted(reading)) == 0
