"""Which schools a row speaks of: all of a territory but some, a group, several side by side."""

import pytest
from ledger import HEADER, UAIS, directory, reading_of, told, workbook

from geo_ent.register.read_register import read_registers

WIDE = [*HEADER, "Circonscription", "EPCI", "RPI", "Remarques"]
OTHER = ["", "École du Bout du Monde", "Vitré", "non"]  # a sheet has other rows


def reached(folder, name, commune, *, places=("", "", ""), note="", schools=None):
    """Read one row: what became of it, and the places of its schools in the made-up directory."""
    cells = ["", name, commune, "oui", "ONE", "", "", *places, note]
    row = told(reading_of(folder, cells, OTHER, header=WIDE, schools=schools, strict=False)).iloc[0]
    return row["outcome"], {UAIS.index(uai) for uai in row["uai"].split()}


@pytest.mark.parametrize(
    ("name", "commune", "numbers"),
    [
        ("Toutes les écoles publiques sauf Saint-Exupéry", "Betton", {1}),
        ("toutes sauf E.E.PU ST EXUPERY", "BETTON", {1}),
        ("toutes sauf la maternelle", "Betton", {0}),
        ("toutes (hors maternelles)", "Betton", {0}),
        ("Toutes hors privées", "Betton", {0, 1}),
        ("Toutes, à l'exception de l'école Jules Verne", "Bruz", {4, 5}),
        ("toutes sauf Jean Moulin 1 et Jules Verne", "Bruz", {5}),
        ("Toutes sauf Jean Moulin 1, Jean Moulin 2", "Bruz", {3}),
        (f"toutes sauf {UAIS[3]}", "Bruz", {4, 5}),
        ("Commune de Bruz sauf Jules Verne", "", {4, 5}),
        ("Toutes les écoles publiques de Bruz, excepté Jules Verne", "", {4, 5}),
        ("les 3 écoles", "Bruz", {3, 4, 5}),
        ("les trois écoles publiques", "Bruz", {3, 4, 5}),
        ("toutes (3)", "Bruz", {3, 4, 5}),
        ("1 école", "La Bouëxière", {7}),
        ("élémentaires uniquement", "Bruz", {4, 5}),
        ("écoles élémentaires publiques seulement", "Bruz", {4, 5}),
        ("Publiques", "Betton", {0, 1}),
        ("publiques et privées", "Betton", {0, 1, 2}),
        ("toutes confondues", "Betton", {0, 1, 2}),
        ("privées", "Betton", {2}),
        ("public et privé", "Betton", {0, 1, 2}),
        ("Commune de Betton (écoles privées)", "", {2}),
        ("toutes", "Mairie de Bruz", {3, 4, 5}),
    ],
)
def test_part_of_a_commune(tmp_path, name, commune, numbers):
    """Exceptions, natures, sectors and counts are honoured; private schools where they are told."""
    assert reached(tmp_path, name, commune) == ("spread", numbers)


@pytest.mark.parametrize(
    ("name", "commune"),
    [
        ("toutes sauf Jean Moulin", "Bruz"),  # 1 or 2?
        ("toutes sauf Georges Brassens", "Bruz"),
        ("toutes sauf une", "Bruz"),
        ("toutes sauf l'élémentaire", "Bruz"),  # it has two
        ("toutes sauf Jules Verne et Georges Brassens", "Bruz"),
        ("toutes les écoles volontaires", "Bruz"),
        ("toutes, y compris l'école Jules Ferry", "Bruz"),
        ("les 2 écoles", "Bruz"),
        ("2 écoles sur 3", "Bruz"),
        ("4 écoles", "Bruz"),
    ],
)
def test_what_is_not_understood_reaches_nobody(tmp_path, name, commune):
    """The row isn't applied to the whole: the schools that it may be of are shown."""
    row = told(reading_of(tmp_path, ["", name, commune, "oui"], OTHER, strict=False)).iloc[0]
    assert (row["outcome"], row["uai"]) == ("ambiguous", "")
    assert all(uai in row["words"] for uai in UAIS[3:6])
    assert row["advice"]


@pytest.mark.parametrize(
    ("name", "places", "numbers"),
    [
        ("toutes sauf la commune de Betton", ("", "Rennes Métropole", ""), {3, 4, 5}),
        ("toutes sauf Bruz", ("", "Rennes Métropole", ""), {0, 1}),
        ("toutes les écoles sauf Jules Verne", ("", "Rennes Métropole", ""), {0, 1, 4, 5}),
        ("Rennes Métropole sauf Bruz", ("", "", ""), {0, 1}),
        ("Bruz, Redon", ("", "", ""), {3, 4, 5, 8, 9}),
        ("communes de Bruz et Betton", ("", "Rennes Métropole", ""), {0, 1, 3, 4, 5}),
        ("élémentaires publiques", ("Redon", "", ""), {9}),
        ("les 2 écoles", ("", "", "RPI La Bouëxière / St-Germain-sur-Ille"), {6, 7}),
        ("", ("", "", "La Bouëxière - Saint-Germain-sur-Ille"), {6, 7}),
        ("toutes", ("", "", "RPI 035009"), {6, 7}),
        ("toutes sauf La Bouëxière", ("", "", "RPI 035009"), {6}),
    ],
)
def test_part_of_a_larger_territory(tmp_path, name, places, numbers):
    """An EPCI without a commune or a school, a circonscription's élémentaires, an RPI."""
    assert reached(tmp_path, name, "", places=places) == ("spread", numbers)


def test_rpi_that_the_directory_does_not_know(tmp_path):
    """The schools of all its communes, where each has one or the row says how many there are."""
    bare = directory(rpi_code="")
    place = ("", "", "RPI La Bouëxière / Saint-Germain-sur-Ille")
    assert reached(tmp_path, "", "", places=place, schools=bare) == ("spread", {6, 7})
    place = ("", "", "RPI Bruz / La Bouëxière")
    assert reached(tmp_path, "", "", places=place, schools=bare) == ("ambiguous", set())
    assert reached(tmp_path, "les 4 écoles", "", places=place, schools=bare)[1] == {3, 4, 5, 7}
    assert reached(tmp_path, "les 3 écoles", "", places=place, schools=bare)[0] == "ambiguous"


@pytest.mark.parametrize(
    ("name", "commune", "rpi"),
    [
        ("RPI La Bouëxière / Noyal", "La Bouëxière", ""),
        ("RPI La Bouëxière-Noyal", "La Bouëxière", ""),
        ("RPI La Bouëxière (Noyal)", "La Bouëxière", ""),
        ("RPI La Bouëxière / Bruz", "La Bouëxière", ""),
        ("RPI Noyal et Sens", "La Bouëxière", ""),
        ("RPI 035009", "Bruz", ""),
        ("RPI 035009 La Bouëxière / Noyal", "", ""),
        ("RPI La Bouëxière", "Bruz", ""),
        ("toutes", "Bruz", "RPI 035009"),
        ("", "", "RPI La Bouëxière / St-Germain-sur-Ille / Betton"),
        ("les 2 écoles", "La Bouëxière", "RPI La Bouëxière / Noyal"),
    ],
)
def test_rpi_with_a_place_that_it_has_not(tmp_path, name, commune, rpi):
    """A place of the row that the directory's RPI hasn't is never dropped in silence."""
    outcome, numbers = reached(tmp_path, name, commune, places=("", "", rpi))
    assert (outcome in {"ambiguous", "ignored"}, numbers) == (True, set())


@pytest.mark.parametrize(
    ("name", "commune", "numbers"),
    [
        ("RPI La Bouëxière / St Germain", "La Bouëxière", {6, 7}),
        ("RPI La Bouëxière/Saint-Germain-sur-Ille", "St Germain sur Ille", {6, 7}),
        ("RPI des Deux-Rives", "La Bouëxière", {6, 7}),
        ("RPI 035009", "La Bouëxière", {6, 7}),
    ],
)
def test_rpi_named_as_hands_do(tmp_path, name, commune, numbers):
    """A shortened commune, the RPI's own name and a remark beside it are no other places."""
    assert reached(tmp_path, name, commune) == ("spread", numbers)


def test_rpi_of_which_a_commune_is_not_listed(tmp_path):
    """A row that lists communes says which: another one that the directory's RPI has is asked."""
    schools = directory()
    schools.loc[UAIS[0], "rpi_code"] = "035009"
    rpi = ("", "", "RPI La Bouëxière / Saint-Germain-sur-Ille")
    cells = ["", "", "", "oui", "ONE", "", "", *rpi]
    row = told(reading_of(tmp_path, cells, OTHER, header=WIDE, schools=schools, strict=False))
    row = row.iloc[0]
    assert (row["outcome"], row["uai"]) == ("ambiguous", "")
    assert "Betton" in row["words"]
    assert reached(tmp_path, "les 3 écoles", "", places=rpi, schools=schools)[1] == {0, 6, 7}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("écoles élémentaires uniquement", ("spread", {4, 5})),
        ("sauf Jules Verne", ("spread", {4, 5})),
        ("toutes sauf l'école Jean Moulin", ("ambiguous", set())),
        ("convention signée avec l'école publique", ("spread", {3, 4, 5})),
        ("hors délai", ("spread", {3, 4, 5})),
    ],
)
def test_remark_that_limits_a_commune(tmp_path, note, expected):
    """What a remark leaves out is left out; a remark of something else changes nothing."""
    assert reached(tmp_path, "", "Bruz", note=note) == expected


@pytest.mark.parametrize(
    ("name", "commune", "numbers"),
    [
        ("GS Jacques Prévert", "Redon", {8, 9}),
        ("Groupe scolaire J. Prévert", "REDON", {8, 9}),
        ("École maternelle et élémentaire Jacques Prévert", "Redon", {8, 9}),
        ("Redon - GS Jacques Prévert", "", {8, 9}),
        ("EM et EE Jacques Prévert", "Redon", {8, 9}),
        ("EMPU + EEPU J. Prévert", "Redon", {8, 9}),
        ("GS Jacques Prévert (mat + élém)", "Redon", {8, 9}),
        ("Les écoles Jules Verne et Jean Moulin 1", "Bruz", {3, 4}),
        ("Jules Verne, Jean Moulin 2", "Bruz", {3, 5}),
        ("École Jules Verne + École Jean Moulin 2", "Bruz", {3, 5}),
        ("École de Bruz et École Jean Moulin 2", "Bruz", set()),  # it has three
        ("uniquement Jules Verne", "Bruz", {3}),
        ("GS Jules Verne", "Bruz", {3}),
        ("École Jacques Prévert", "Redon", set()),  # which of the two?
        ("GS Jean Moulin", "Bruz", set()),  # 1 and 2 are no group
        ("Jules Verne, Georges Brassens", "Bruz", set()),
        ("Jules Verne, Jean Moulin 1 et Jean Moulin 2", "Bruz", {3, 4, 5}),
        ("École Jules Verne, école publique", "Bruz", {3}),
        ("École Jules Verne, 12 rue de la Paix", "Bruz", {3}),
    ],
)
def test_several_schools_by_name(tmp_path, name, commune, numbers):
    """A group's schools, and names side by side: all of them, each by its very name, or none."""
    outcome, schools = reached(tmp_path, name, commune)
    assert schools == numbers
    assert (outcome == "used") == bool(numbers)


def test_a_school_of_a_group_with_its_own_row(tmp_path):
    """Its own row is nearer: the group's speaks for the others."""
    rows = [["", "GS Jacques Prévert", "Redon", "oui"], ["", "EMPU J. Prévert", "Redon", "non"]]
    for shown in (rows, rows[::-1]):
        status = reading_of(tmp_path, *shown).register.set_index("uai")["status"]
        assert status.to_dict() == {UAIS[8]: "none", UAIS[9]: "school"}


def test_sheet_of_communes_and_sheet_of_schools(tmp_path):
    """A commune alone is all its schools in a sheet of communes; among schools, one is missing."""
    communes = [["", "", "Bruz", "oui"], ["", "toutes", "Betton", "non"]]
    assert told(reading_of(tmp_path, *communes))["outcome"].tolist() == ["spread", "spread"]
    schools = [[UAIS[0], "", "Betton", "oui"], ["", "École Henri Dès", "La Bouëxière", "oui"],
               [UAIS[3], "", "", "oui"], ["", "École Les Prés", "Betton", "oui"],
               ["", "", "Bruz", "oui"], ["", "", "Saint-Germain-sur-Ille", "oui"],
               ["", "", "Nulle-Part", "oui"]]  # fmt: skip
    rows = told(reading_of(tmp_path, *schools)).iloc[4:]
    assert rows["outcome"].tolist() == ["ambiguous", "ambiguous", "not_found"]
    assert rows["code"].tolist() == ["nameless", "nameless", "unknown-place"]
    assert UAIS[6] in rows.iloc[1]["words"]  # the only one there is proposed
    assert "inconnue" in rows.iloc[2]["words"]


def test_public_school_of_a_town_in_a_sheet_of_communes(tmp_path):
    """There, "École publique" is what the town has, if that is one school or a group."""
    rows = [["", "école publique", "Betton", "oui"], ["", "toutes", "Redon", "oui"],
            ["", "École publique", "Bruz", "oui"]]  # fmt: skip
    found = told(reading_of(tmp_path, *rows))
    assert found["outcome"].tolist() == ["spread", "spread", "ambiguous"]
    assert set(found.iloc[0]["uai"].split()) == {UAIS[0], UAIS[1]}


@pytest.mark.parametrize(
    ("uai", "name", "commune", "expected"),
    [
        (f"Racine > DSDEN 35 > Bruz > {UAIS[3]} - École Jules Verne", "", "", {3}),
        (f"{UAIS[3]} École Jules Verne", "", "", {3}),
        (f"ecole.{UAIS[3].lower()}@ac-rennes.fr", "École Jules Verne", "Bruz", {3}),
        ("", f"{UAIS[3]} - École Jules Verne", "Bruz", {3}),
        ("", f"Racine > {UAIS[3]} - École Jules Verne", "", {3}),
        ("sans", f"École Jules Verne ({UAIS[3]})", "", {3}),
        (f"{UAIS[3]} - {UAIS[4]} - {UAIS[5]}", "", "Bruz", {3, 4, 5}),
        (f"{UAIS[3]}\n{UAIS[4]}", "", "", {3, 4}),
        ("", f"{UAIS[3]} / {UAIS[4]}", "", {3, 4}),
        (UAIS[3], "École Saint-Exupéry", "", set()),  # another school's very name
        (f"{UAIS[3]} / 0359099{UAIS[0][-1]}", "", "", set()),
    ],
)
def test_uai_inside_a_cell(tmp_path, uai, name, commune, expected):
    """In a path, an address, beside the name, or several in a cell; one unknown stops the row."""
    row = told(reading_of(tmp_path, [uai, name, commune, "oui"], OTHER, strict=False)).iloc[0]
    assert {UAIS.index(code) for code in row["uai"].split()} == expected
    assert row["advice"] == "" or not expected


def test_circonscription_tells_namesakes_apart(tmp_path):
    """Two schools of one name and no commune: the circonscription decides, if it is known."""
    both = directory()
    both.loc[UAIS[8], "name"] = "Ecole primaire publique Jules Verne"
    for circo, number in (("Redon", 8), ("Bruz", 3), ("", None), ("Nulle-Part", None)):
        found = reached(tmp_path, "École Jules Verne", "", places=(circo, "", ""), schools=both)
        assert found == (("used", {number}) if number else ("ambiguous", set()))


def test_sheet_of_a_circonscription_tells_namesakes_apart(tmp_path):
    """So does the name of a sheet, for the rows that have no commune."""
    both = directory()
    both.loc[UAIS[8], "name"] = "Ecole primaire publique Jules Verne"
    rows = [["École", "ENT"], ["École Jules Verne", "oui"], ["École Henri Dès", "non"]]
    for name, uai in (("Redon", UAIS[8]), ("Circonscription de Bruz", UAIS[3]), ("Feuil1", "")):
        path = workbook(tmp_path / "registre.xlsx", rows, names=[name])
        assert told(read_registers([path], both)).iloc[0]["uai"] == uai


@pytest.mark.parametrize(
    ("name", "commune"),
    [
        ("École Jules Verne", "Bruz"), ("JULES VERNE", "BRUZ"), ("E.P.PU. Jules-Verne", "Bruz"),
        ("EPP J. Verne", "35170 BRUZ CEDEX"), ("École élémentaire Jules Verne", "Bruz (35)"),
        ("Ecole Jules Verne (Bruz)", ""), ("35170 BRUZ : EPPU JULES VERNE", ""),
        ("École Jules Verne de Bruz", ""), ("École Jules Verne, 35170 Bruz", ""),
    ],
)  # fmt: skip
def test_name_but_for_its_dress(tmp_path, name, commune):
    """Nature, sector, case, initials, postcode: nothing to look at, and nothing advised."""
    row = told(reading_of(tmp_path, ["", name, commune, "oui"], OTHER, strict=False)).iloc[0]
    assert (row["uai"], row["code"], row["advice"]) == (UAIS[3], "by-name", "")


def test_school_or_commune(tmp_path):
    """A name may be of the school of a commune or one of its own name: both are shown."""
    schools = directory()
    schools.loc[UAIS[7], "commune_name"] = "Sainte-Anne"
    schools.loc[UAIS[6], "name"] = "Ecole primaire publique Sainte-Anne"
    assert reached(tmp_path, "École publique Ste Anne", "", schools=schools)[0] == "ambiguous"


def test_former_commune(tmp_path):
    """A commune déléguée stands for the commune that it is part of, by the school's name."""
    schools = directory()
    schools.loc[UAIS[3:6], ["commune_name", "commune_code"]] = ["Mesnil-Roc'h", "35308"]
    schools.loc[UAIS[3], "name"] = "Ecole primaire publique de Tressé"
    assert reached(tmp_path, "École publique", "Tressé", schools=schools) == ("used", {3})
    assert reached(tmp_path, "École Jean Moulin 1", "Lanhélin", schools=schools) == ("used", {4})
    assert reached(tmp_path, "École publique", "Lanhélin", schools=schools)[0] == "ambiguous"


def test_real_commune_is_no_misspelling(tmp_path):
    """A commune that has no school here isn't its neighbour of a like name."""
    schools = directory()
    schools.loc[UAIS[3], ["commune_name", "commune_code"]] = ["Saint-Gondran", "35276"]
    assert reached(tmp_path, "Jules Verne", "Saint-Gondrann", schools=schools) == ("used", {3})
    schools.loc[UAIS[3], "commune_name"] = "Bruz"
    schools.loc[UAIS[3], "commune_code"] = "35047"
    assert reached(tmp_path, "Jules Verne", "Brutz", schools=schools)[1] in ({3}, set())


def test_the_school_that_is_left(tmp_path):
    """Where all others that a name may be of have their row, it is the one that is left."""
    maternelle = ["", "École maternelle Jacques Prévert", "Redon", "non"]
    group = ["", "École Jacques Prévert", "Redon", "oui"]
    for rows in ([maternelle, group], [group, maternelle]):
        found = told(reading_of(tmp_path, *rows)).set_index("code")
        assert found.loc["by-rest", "uai"] == UAIS[9]
        assert UAIS[9] in found.loc["by-rest", "advice"]
    assert told(reading_of(tmp_path, maternelle, group, group))["code"].tolist() == [
        "by-name", "several-schools", "several-schools"
    ]  # fmt: skip
    kind = [["", "École Jean Moulin 1", "Bruz", "oui"], ["", "EPPU Jules Verne", "Bruz", "oui"],
            ["", "EEPU", "Bruz", "non"]]  # fmt: skip
    row = told(reading_of(tmp_path, *kind)).iloc[2]
    assert row["uai"] == ""  # it says no more than a kind: the only one left is shown
    assert UAIS[5] in row["words"]
    assert UAIS[4] not in row["words"]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("Collège Jacques Prévert", "oui", "other-degree"),
        ("Lycée Jean Moulin", "oui", "other-degree"),
        ("Merci de compléter avant le 30 juin", "", "text-alone"),
        ("École Georges Brassens", "", "text-alone"),
        ("École Georges Brassens", "oui", "unknown-name"),
        ("toutes les écoles publiques sauf Jules Verne", "", "nothing-said"),
        ("École Jules Verne", "", "by-name"),
    ],
)
def test_rows_of_no_school(tmp_path, name, status, code):
    """A collège is not its sector nor a school; a row that says nothing isn't missed."""
    row = told(reading_of(tmp_path, ["", name, "Bruz", status], OTHER, strict=False)).iloc[0]
    assert row["code"] == code


def test_column_of_natures(tmp_path):
    """What sort of school each is, in a column of its own, tells namesakes apart."""
    header = ["Type", "Public/privé", "Nom", "Commune", "ENT"]
    rows = [["EMPU", "Public", "Jacques Prévert", "Redon", "oui"],
            ["Élémentaire", "Public", "Jacques Prévert", "Redon", "non"],
            ["EPPU", "Public", "Jules Verne", "Bruz", "oui"],
            ["Primaire", "Privé", "Ste Anne", "Betton", "oui"],
            ["Maternelle", "Public", "", "Betton", "oui"]]  # fmt: skip
    reading = reading_of(tmp_path, *rows, header=header)
    found = told(reading)
    assert found["uai"].tolist() == [UAIS[number] for number in (8, 9, 3, 2, 1)]
    assert set(found["advice"]) == {""}
    (columns,) = reading.columns.values()
    assert columns["nature"] == "Type"
    assert columns["sector"] == "Public/privé"


def test_first_row_of_rpi_is_no_title(tmp_path):
    """A row that names communes side by side is a row, though its other words could be titles."""
    header = ["RPI", "UAI", "École", "ENT", "Depuis"]
    rpi = "RPI La Bouëxière / Saint-Germain-sur-Ille"
    rows = [[rpi, "", "les 2 écoles", "ONE", "rentrée 2021"],
            ["", UAIS[0], "", "non", ""]]  # fmt: skip
    assert told(reading_of(tmp_path, *rows, header=header))["outcome"].tolist() == [
        "spread", "used"
    ]  # fmt: skip


def test_school_of_the_communes_name_beside_another(tmp_path):
    """The commune's name, which is the school's, is not what another school's name is placed by."""
    schools = directory()
    schools.loc[UAIS[3], "name"] = "Ecole primaire publique de Bruz"
    names = "École Jean Moulin 1 et École de Bruz"
    assert reached(tmp_path, names, "Bruz", schools=schools) == ("used", {3, 4})
    sheet = reached(tmp_path, "toutes sauf Bruz et Betton", "", places=("", "Rennes Métropole", ""))
    assert sheet[1] == set()


def test_list_of_communes_of_which_one_is_not_known(tmp_path):
    """A place that no commune bears isn't dropped from beside one that is."""
    assert reached(tmp_path, "toutes les écoles", "Saint-Germain-sur-Ille / Ix")[1] == set()
