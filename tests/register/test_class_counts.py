"""Figures of classes: by year, by product, of those that lack an ENT."""

import pytest
from ledger import UAIS, reading_of
from told_registers import doubted, known_of_schools, questions

from geo_ent.errors import InputError

CLASSES = [8, 5, 6, 4]


def read(folder, titles, columns):
    """Read four schools with columns of figures."""
    rows = [[uai, *cells] for uai, *cells in zip(UAIS[:4], *columns, strict=True)]
    return reading_of(folder, *rows, header=["UAI", *titles])


def statuses(reading):
    """Give each school's status and start."""
    return [known_of_schools(reading)[uai][::2] for uai in UAIS[:4]]


@pytest.mark.parametrize("first", [[0, 0, 0, 0], [1, 0, 0, ""], [3, 2, 0, ""]])
def test_classes_of_each_year(tmp_path, first):
    """The latest of several years counts, whether the first holds marks or figures."""
    titles = ["Nb classes", "Classes ENT 2021-2022", "Classes ENT 2022-2023"]
    reading = read(tmp_path, titles, [CLASSES, first, [3, 5, 0, ""]])
    assert [status for status, _ in statuses(reading)[:3]] == ["class", "school", "none"]
    assert UAIS[3] in known_of_schools(reading) or first[3] == ""
    assert questions(reading) == []
    assert reading.columns["registre.csv", ""]["years"] == ", ".join(titles[1:])
    assert "registre.csv" not in str(reading.unread.get(("registre.csv", ""), ""))
    assert reading.unread["registre.csv", ""] == ()


def test_classes_of_each_year_among_its_own(tmp_path):
    """Each year's part is held against the classes of that year."""
    titles = ["Classes 2021", "dont ENT 2021", "Classes 2022", "dont ENT 2022"]
    columns = [[8, 5, 6, 4], [8, 0, 0, 1], [9, 5, 6, 4], [8, 5, 0, 4]]
    status = [status for status, _ in statuses(read(tmp_path, titles, columns))]
    assert status == ["class", "school", "none", "school"]


def test_classes_of_each_year_of_nobody_knows_how_many(tmp_path):
    """Without the classes that a school has each row is doubted, and none read as the oldest."""
    titles = ["Classes ENT 2021-2022", "Classes ENT 2022-2023"]
    reading = read(tmp_path, titles, [[0, 0, 0, 0], [3, 5, 2, 4]])
    assert len(doubted(reading)) == 4
    assert [status for status, _ in statuses(reading)] == ["unknown"] * 4
    with pytest.raises(InputError, match="aucun tableau"):
        read(tmp_path, ["2021-2022", "2022-2023"], [[0, 0, 1, 0], [3, 5, 2, 4]])


def test_classes_without(tmp_path):
    """Classes that lack an ENT are those that the others have."""
    titles = ["Nb de classes", "Nb de classes sans ENT"]
    reading = read(tmp_path, titles, [CLASSES, [3, 0, 6, 2]])
    assert [status for status, _ in statuses(reading)] == ["class", "school", "none", "class"]


def test_classes_of_each_product(tmp_path):
    """Under a product stands how many of the classes have it, where a column counts them all."""
    titles = ["Nb classes", "ONE", "Beneylu School", "Aucun"]
    columns = [[8, 5, 6, 4], [3, 5, "", 4], [2, "", "", 4], ["", "", "x", ""]]
    reading = read(tmp_path, titles, columns)
    status = [status for status, _ in statuses(reading)]
    assert status == ["class", "school", "none", "school"]
    assert reading.unread["registre.csv", ""] == ()


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("% des classes équipées d'un ENT", [0.25, 1, 0, 0.5]),
        ("Classes avec ENT (%)", [1, 100, 0, 50]),
        ("Part des classes ayant l'ENT", ["33,3 %", "100 %", "0 %", "50%"]),
        ("Classes ENT / classes", ["3/5", "4/4", "0/6", "1 sur 4"]),
        ("Pourcentage de classes sans ENT", [75, 0, 100, 50]),
    ],
)
def test_shares_of_classes(tmp_path, title, cells):
    """A share of the classes is some, all or none of them, as hands and spreadsheets write it."""
    reading = read(tmp_path, [title], [cells])
    assert [status for status, _ in statuses(reading)] == ["class", "school", "none", "class"]
    assert (questions(reading), len(doubted(reading))) == ([], 0)


def test_shares_of_other_things(tmp_path):
    """A share of the pupils who log in isn't one of the classes that have an ENT."""
    with pytest.raises(InputError, match="aucun tableau"):
        read(tmp_path, ["% d'élèves connectés"], [[0.25, 1, 0, 0.5]])
