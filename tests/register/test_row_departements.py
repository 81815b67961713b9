"""A row's own word about its département: no name ties it to a school of another one."""

import pandas as pd
import pytest
from annuaire import uai

from geo_ent.register.read_register import read_registers

NAMES = [f"École primaire {name}" for name in ("Jules Verne", "Les Korrigans", "Dolto", "Le Bourg")]
COMMUNES = ["Bruz", "Betton", "Redon", "Dol-de-Bretagne"]
MORBIHAN = [uai(number, "056") for number in range(4)]
"""UAI with their right letter, of no school of the directory."""


@pytest.fixture
def schools():
    """Four schools of Ille-et-Vilaine: the directory has no other département."""
    return pd.DataFrame(
        {
            "name": NAMES,
            "nature": "primaire",
            "sector": "public",
            "commune_code": "35047",
            "commune_name": COMMUNES,
            "departement_code": "35",
            "circonscription_name": "",
            "rpi_code": "",
        },
        index=pd.Index([uai(number, "035") for number in range(4)], name="uai"),
    )


def rows_of(path, schools, rows, sheet="ENT"):
    """Write a workbook of one sheet, read it, and give the rows of schools."""
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame(rows).to_excel(writer, sheet_name=sheet, header=False, index=False)
    reading = read_registers([path], schools, strict=False)
    return reading, reading.rows[reading.rows["row"] > 1]


def test_a_column_of_right_codes_is_of_codes_whatever_the_directory_has(tmp_path, schools):
    """Under a title that says little: the rows aren't looked for by their names."""
    rows = [["N° étab.", "Libellé", "Ville", "ENT"]]
    rows += [[*told, "oui"] for told in zip(MORBIHAN, NAMES, COMMUNES, strict=True)]
    reading, read = rows_of(tmp_path / "a.xlsx", schools, rows)
    assert reading.columns["a.xlsx", "ENT"]["uai"] == "N° étab."
    assert read["outcome"].tolist() == ["not_found"] * 4
    assert {reason.code for reason in read["reason"]} == {"unknown-uai"}


@pytest.mark.parametrize(
    ("title", "told"),
    [("Département", "Morbihan"), ("Dpt", "56"), ("Remarques", f"voir {MORBIHAN[0]}")],
)
def test_a_name_of_another_departement_is_a_question(tmp_path, schools, title, told):
    """By the column of départements, or a code beside: the school is shown, and not equipped."""
    rows = [["École", "Commune", title, "ENT"]]
    rows += [[name, commune, told, "oui"] for name, commune in zip(NAMES, COMMUNES, strict=True)]
    reading, read = rows_of(tmp_path / "a.xlsx", schools, rows)
    assert reading.register.empty
    assert read["outcome"].tolist() == ["ambiguous"] * 4
    assert [reason.fields["schools"][0].title for reason in read["reason"]] == NAMES


@pytest.mark.parametrize(
    ("sheet", "outcome"),
    [("56 - Morbihan", "ambiguous"), ("ENT Morbihan 2023", "ambiguous"), ("35", "used"),
     ("Ille-et-Vilaine", "used"), ("Nord", "used"), ("Feuille 56", "used")],
)  # fmt: skip
def test_the_title_of_a_sheet_says_where_its_rows_are_of(tmp_path, schools, sheet, outcome):
    """A number alone or a word of another sense says nothing."""
    rows = [["École", "Commune", "ENT"]]
    rows += [[name, commune, "oui"] for name, commune in zip(NAMES, COMMUNES, strict=True)]
    _, read = rows_of(tmp_path / "a.xlsx", schools, rows, sheet)
    assert set(read["outcome"]) == {outcome}


def test_codes_of_the_directory_win_over_the_title_of_a_sheet(tmp_path, schools):
    """A sheet that bears another name than that of its schools keeps them, and their neighbours."""
    rows = [["UAI", "École", "Commune", "ENT"]]
    rows += [[code, "", "", "oui"] for code in schools.index[:3]] + [
        ["", NAMES[3], COMMUNES[3], "oui"]
    ]
    reading, read = rows_of(tmp_path / "a.xlsx", schools, rows, "Morbihan")
    assert set(read["outcome"]) == {"used"}
    assert len(reading.register) == 4
