"""A row to its school: by UAI in any dress, by name and commune, or not at all."""

import pytest
from ledger import HEADER, UAIS, reading_of, told

from geo_ent.tables.uai import check_letter

ANY = [UAIS[3], "", "", "oui"]  # a register needs one school of the directory


def outcome(folder, *cells, header=HEADER):
    """Read one row, and say what became of it."""
    row = told(reading_of(folder, cells, ANY, header=header)).iloc[0]
    return row["outcome"], row["uai"]


@pytest.mark.parametrize(
    "written",
    [UAIS[0], UAIS[0].lower(), f" {UAIS[0][:3]} {UAIS[0][3:]} ", UAIS[0][1:], UAIS[0][:-1],
     UAIS[0][1:-1], f"UAI : {UAIS[0]}", f"{UAIS[0]} (mat)", UAIS[0].replace("0", "O"),
     f"{UAIS[0][:4]}.{UAIS[0][4:]}", f"{UAIS[0][1:-1]}.0"[:-2]],
)  # fmt: skip
def test_uai_in_any_dress(tmp_path, written):
    """Case, spaces, a lost zero, no letter, words around, the letter O for a zero."""
    assert outcome(tmp_path, written, "", "", "oui") == ("used", UAIS[0])


@pytest.mark.parametrize(
    ("name", "commune", "expected"),
    [
        ("Éc. élém. pub. St Exupéry", "BETTON", "corrected"),
        ("École Jules Ferry", "BETTON", "not_found"),  # not its name
        ("Éc. élém. pub. St Exupéry", "Bruz", "not_found"),  # not its commune
        ("", "BETTON", "not_found"),
        ("Éc. élém. pub. St Exupéry", "", "not_found"),
        ("Éc. mat. pub. St Exupéry", "BETTON", "not_found"),  # not its nature
    ],
)
def test_wrong_letter(tmp_path, name, commune, expected):
    """Corrected when number, name and commune agree; else left, with what it may have been."""
    wrong = UAIS[0][:-1] + ("A" if UAIS[0][-1] != "A" else "B")
    row = told(reading_of(tmp_path, [wrong, name, commune, "oui"], ANY)).iloc[0]
    assert row["outcome"] == expected
    assert (row["uai"] == UAIS[0]) == (expected == "corrected")
    assert UAIS[0] in row["words"] + row["advice"]
    if not name or not commune:
        assert "il manque" in row["words"]


def test_wrong_figure(tmp_path):
    """A wrong number that is a UAI isn't corrected, even beside a school's name: it may be a
    closed school's. One that is nobody's is, where the rest agrees to the letter.
    """
    name, commune = "Éc. élém. pub. St Exupéry", "BETTON"
    closed = "0359091" + check_letter("0359091")
    assert outcome(tmp_path, closed, name, commune, "oui") == ("not_found", "")
    slipped = f"0359091{UAIS[0][-1]}"
    assert outcome(tmp_path, slipped, name, commune, "oui") == ("corrected", UAIS[0])
    assert outcome(tmp_path, slipped, "", "", "oui") == ("not_found", "")
    assert outcome(tmp_path, slipped, "Éc. élém. pub. St Exupery X", commune, "oui")[1] == ""
    assert outcome(tmp_path, f"0359191{UAIS[0][-1]}", name, commune, "oui") == ("not_found", "")
    other = "0750001" + check_letter("0750001")  # a right UAI, of elsewhere
    assert outcome(tmp_path, other, name, commune, "oui") == ("not_found", "")


def test_uai_of_another_school(tmp_path):
    """A right UAI beside the name and commune of another school: nobody can say which."""
    cells = (UAIS[0], "Ecole primaire publique Jules Verne", "Bruz", "oui")
    assert outcome(tmp_path, *cells) == ("ambiguous", "")


@pytest.mark.parametrize(
    ("name", "commune", "expected"),
    [
        ("Ec. élém. pub. St-Exupery", "betton", 0),
        ("EEPU St Exupéry", "BETTON", 0),
        ("E.M.PU Les Prés", "Betton", 1),
        ("école Ste-Anne", "Betton", 2),
        ("Jules Verne", "BRUZ", 3),
        ("G.S. J. Verne", "Bruz", 3),
        ("École Jules Verrne", "Bruz", 3),  # a slip of the hand
        ("Ecole Jean Moulin 2", "Bruz", 5),
        ("Ecole Jean Moulin", "Bruz", None),  # 1 or 2?
        ("Ecole Jean Moulin 3", "Bruz", None),
        ("Ecole le Doris", "St Germain s/ Ille", 6),
        ("Ecole le Doris", "Saint Germain Ille", 6),
        ("école Henri Dès", "35340 La Bouexiere", 7),
        ("école Henri Dès", "LA BOUEXIERRE", 7),  # the commune misspelt
        ("école publique", "La Bouëxière", 7),  # there is but one
        ("école maternelle Prévert", "Redon", 8),
        ("école élémentaire J. Prévert", "Redon", 9),
        ("école Jacques Prévert", "Redon", None),  # which of the two?
        ("école primaire Jacques Prévert", "Redon", 9),  # said of an élémentaire, often
        ("École élémentaire Les Prés", "Betton", None),  # the maternelle is another school
        ("École primaire publique Ste Anne", "Betton", None),  # it is private
        ("École Georges Brassens", "Betton", None),
        ("École Jules Verne", "Betton", None),  # it is in Bruz
        ("École Jules Verne", "Brest", None),
        ("École primaire publique Jules Verne", "", 3),  # alone of its name
        ("Bruz - École Jules Verne", "", 3),
        ("École primaire publique Jules Vernes", "", None),  # without a commune, to the letter
    ],
)
def test_name_and_commune(tmp_path, name, commune, expected):
    """Accepted when one school stands out; natures, sectors and numbers never give way."""
    found, uai = outcome(tmp_path, "", name, commune, "oui")
    if expected is None:
        assert (found, uai) in {("ambiguous", ""), ("not_found", "")}
    else:
        assert (found, uai) == ("used", UAIS[expected])


def test_ambiguous_row_lists_its_candidates(tmp_path):
    """Both schools are named in the reason, with their UAI."""
    row = told(reading_of(tmp_path, ["", "Ecole Jean Moulin", "Bruz", "oui"], ANY)).iloc[0]
    assert row["outcome"] == "ambiguous"
    assert UAIS[4] in row["words"]
    assert UAIS[5] in row["words"]


def test_two_schools_in_a_cell(tmp_path):
    """The UAI of two schools in one cell: the row is said of both."""
    found, uais = outcome(tmp_path, f"{UAIS[0]} / {UAIS[1]}", "", "", "oui")
    assert (found, uais.split()) == ("used", UAIS[:2])


def test_second_column_of_uai(tmp_path):
    """Of two columns of UAI the one whose schools are in the directory is read."""
    header = ["UAI collège", "UAI", "ENT"]
    rows = [["0350001N", UAIS[0], "oui"], ["0350001N", UAIS[1], "non"]]
    assert set(reading_of(tmp_path, *rows, header=header).register["uai"]) == set(UAIS[:2])
