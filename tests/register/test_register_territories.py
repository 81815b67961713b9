"""Rows for a whole territory: spread to its schools, the nearest one wins."""

import pandas as pd
import pytest
from ledger import HEADER, UAIS, directory, reading_of, told

WIDE = [*HEADER, "Circonscription", "EPCI"]
COMMUNES = pd.DataFrame(
    {"epci_name": ["Rennes Métropole", "Rennes Métropole", "CC Val d'Ille-Aubigné",
                   "CC Liffré-Cormier Communauté", "CA Redon Agglomération"]},
    index=pd.Index(["35024", "35047", "35274", "35031", "35236"], name="commune_code"),
)  # fmt: skip


def picked(*numbers):
    """Name the schools of the made-up directory by their place in it."""
    return {UAIS[number] for number in numbers}


PUBLIC = {uai for number, uai in enumerate(UAIS) if number != 2}


@pytest.mark.parametrize(
    ("name", "commune", "level", "reached"),
    [
        ("Toutes les écoles publiques", "BETTON", "commune", picked(0, 1)),
        ("Toutes les écoles privées", "Betton", "commune", picked(2)),
        ("Toutes les écoles publiques de Betton", "", "commune", picked(0, 1)),
        ("toutes les maternelles", "Betton", "commune", picked(1)),
        ("Toutes les écoles", "Betton", "commune", picked(0, 1)),
        ("Toutes les écoles, publiques et privées", "Betton", "commune", picked(0, 1, 2)),
        ("toutes, privées comprises", "Betton", "commune", picked(0, 1, 2)),
        ("Ensemble des écoles publiques", "Bruz", "commune", picked(3, 4, 5)),
        ("Commune de Bruz", "", "commune", picked(3, 4, 5)),
        ("Ville de Bruz", "", "commune", picked(3, 4, 5)),
        ("", "Bruz", "commune", picked(3, 4, 5)),
        ("Rennes Métropole", "", "epci", picked(0, 1, 3, 4, 5)),
        ("CC du Val d'Ille - Aubigné", "", "epci", picked(6)),
        ("Communauté de communes Liffré-Cormier", "", "epci", picked(7)),
        ("Toutes les écoles publiques de la CC Liffré Cormier Communauté", "", "epci", picked(7)),
        ("RPI 035009", "", "rpi", picked(6, 7)),
        ("RPI La Bouëxière - Saint-Germain-sur-Ille", "", "rpi", picked(6, 7)),
        ("Circonscription de Redon", "", "circonscription", picked(8, 9)),
        ("Toutes les écoles de la circonscription de Liffré", "", "circonscription",
         picked(0, 1, 6, 7)),
        ("Toutes les écoles publiques du département", "", "departement", PUBLIC),
        ("Département d'Ille-et-Vilaine", "", "departement", PUBLIC),
        ("Toutes les écoles du département, tous secteurs", "", "departement", set(UAIS)),
        ("Toutes les écoles publiques d'Ille-et-Vilaine", "", "departement", PUBLIC),
    ],
)  # fmt: skip
def test_territory_is_spread(tmp_path, name, commune, level, reached):
    """Each kind of territory, alone or as "toutes les écoles de …", reaches its schools."""
    reading = reading_of(tmp_path, ["", name, commune, "oui", "ONE"], communes=COMMUNES)
    row = told(reading).iloc[0]
    assert (row["outcome"], row["scope"]) == ("spread", level)
    assert set(row["uai"].split()) == set(reading.register["uai"]) == reached
    assert set(reading.register["solution"]) == {("ONE",)}


def test_a_place_left_blank_is_not_the_whole_departement(tmp_path):
    """Every school, in a sheet with a commune column left blank, reaches nobody: it is listed."""
    reading = reading_of(tmp_path, ["", "Toutes les écoles publiques", "", "oui", "ONE"],
                         [UAIS[0], "", "", "oui", ""])  # fmt: skip
    row = told(reading).iloc[0]
    assert (row["outcome"], row["uai"]) == ("ignored", "")
    assert "du département" in row["advice"]


def test_epci_from_the_bundled_list(tmp_path):
    """Without communes given, Rennes Métropole is known all the same."""
    reading = reading_of(tmp_path, ["", "Rennes Métropole", "", "oui"])
    assert set(reading.register["uai"]) == picked(0, 1, 3, 4, 5)


def test_column_of_the_circonscription_filled_alone(tmp_path):
    """A row that names only its circonscription is said of its schools."""
    row = ["", "", "", "oui", "ONE", "", "", "Redon", ""]
    assert set(reading_of(tmp_path, row, header=WIDE).register["uai"]) == picked(8, 9)


def test_sector_of_a_college(tmp_path):
    """Spread when the directory knows the sectors, else ignored with the reason."""
    rows = [["", "Secteur du collège de Bruz", "", "oui"], [UAIS[0], "", "", "non"]]
    row = told(reading_of(tmp_path, *rows)).iloc[0]
    assert row["outcome"] == "ignored"
    assert "secteurs de collège" in row["words"]
    sectors = ["Collège de Bruz" if 3 <= number <= 5 else "" for number in range(len(UAIS))]
    reading = reading_of(tmp_path, *rows, schools=directory(secteur_college_name=sectors))
    assert set(told(reading).iloc[0]["uai"].split()) == picked(3, 4, 5)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("Secteur du collège Mahatma Gandhi", (3, 4)), ("SECTEUR COLLEGE GANDHI", (3, 4)),
     ("Toutes les écoles du secteur du collège des Gayeulles", (0, 1)),
     ("Secteur du clg les gayeules", (0, 1)),
     ("Secteur du collège Jean Moulin", ()), ("Secteur du collège Jean Moulin de Redon", (8,))],
)  # fmt: skip
def test_sector_by_the_name_that_people_give(tmp_path, name, numbers):
    """By the whole name, by its end where there is but one, misspelt; namesakes reach
    nobody until the commune is said.
    """
    names = {0: "Collège les Gayeulles", 1: "Collège les Gayeulles", 3: "Collège Mahatma Gandhi",
             4: "Collège Mahatma Gandhi", 8: "Collège Jean Moulin (Redon)",
             9: "Collège Jean Moulin (Bruz)"}  # fmt: skip
    schools = directory(
        secteur_college_name=[names.get(number, "") for number in range(len(UAIS))],
    )
    reading = reading_of(tmp_path, ["", name, "", "oui"], [UAIS[7], "", "", ""], schools=schools)
    row = told(reading).iloc[0]
    assert set(row["uai"].split()) == picked(*numbers)
    assert row["outcome"] == ("spread" if numbers else "ignored")


def test_the_nearest_wins(tmp_path):
    """School, then commune, then circonscription, then département, whatever the order."""
    reading = reading_of(
        tmp_path,
        ["", "Toutes les écoles du département", "", "non"],
        [UAIS[0], "", "", "classe"],
        ["", "Circonscription de Liffré", "", "en projet"],
        ["", "Commune de Betton", "", "oui"],
        [UAIS[6], "", "", ""],  # an empty cell says nothing
    )
    status = reading.register.set_index("uai")["status"]
    assert status[UAIS[0]] == "class"
    assert status[UAIS[1]] == "school"
    assert UAIS[2] not in status  # private, which nobody spoke of
    assert set(status[UAIS[6:8]]) == {"planned"}
    assert set(status[[*UAIS[3:6], *UAIS[8:]]]) == {"none"}
    outcomes = told(reading)["outcome"].tolist()
    assert outcomes == ["spread", "used", "spread", "spread", "merged"]


@pytest.mark.parametrize(
    "cells",
    [
        ["", "Commune de Nulle-Part", "", "oui"],
        ["", "Circonscription de Nulle-Part", "", "oui"],
        ["", "RPI 035999", "", "oui"],
        ["", "CC de Nulle-Part", "", "oui"],
        ["", "Toutes les écoles privées", "Bruz", "oui"],
    ],
)
def test_territory_that_reaches_nobody(tmp_path, cells):
    """It is ignored, with the reason."""
    row = told(reading_of(tmp_path, cells, [UAIS[0], "", "", "non"])).iloc[0]
    assert (row["outcome"], row["uai"]) == ("ignored", "")
    assert row["words"]


@pytest.mark.parametrize("name", ["Circonscription de Redon", "Betton", "Secteur nord"])
def test_heading_is_no_territory(tmp_path, name):
    """A heading without a status spreads nothing."""
    row = told(reading_of(tmp_path, ["", name, "", ""], [UAIS[0], "", "", "non"])).iloc[0]
    assert (row["outcome"], row["uai"]) == ("not_school", "")


def test_school_without_name_is_not_its_commune(tmp_path):
    """In a sheet of UAI and communes, a row whose UAI is missing isn't spread to its commune."""
    header = ["UAI", "Commune", "ENT"]
    rows = [["", "Bruz", "oui"], [UAIS[0], "Betton", "oui"]]
    assert reading_of(tmp_path, *rows, header=header).register["uai"].tolist() == [UAIS[0]]
