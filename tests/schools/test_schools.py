import pandas as pd
import pytest
from annuaire import as_2026, inspection, mangled, row, uai, write_csv, write_json
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from told_findings import in_french

from geo_ent.errors import InputError
from geo_ent.schools.circonscription_names import bare_name
from geo_ent.schools.directory import other_uais, read_establishments, read_schools
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note

ROWS = [
    row(1, Code_commune="01004", Code_departement="001", rpi_disperse="001073"),
    row(2, Ecole_elementaire="0", Statut_public_prive="Privé"),
    row(3, Ecole_maternelle="0", Appartenance_Education_Prioritaire="REP+"),
    inspection(50, "Circonscription d'inspection du 1er degré de Belfort 1"),
]


def comparable(schools):
    """Keep what every vintage tells."""
    return pd.DataFrame(schools.drop(columns=["pupils_n", "circonscription_code"]))


def test_vintages_boms_and_json_give_the_same_schools(tmp_path):
    """2023, 2026, no BOM, JSON and the spreadsheet's version hold the same three schools."""
    first = read_schools(write_csv(tmp_path / "2023.csv", ROWS))
    assert len(first) == 3
    codes = {"Circonscription d'inspection du 1er degré de Belfort 1": uai(50)}
    others = [
        write_csv(tmp_path / "2023-no-bom.csv", ROWS, bom=False),
        write_csv(tmp_path / "2026.csv", as_2026(ROWS, codes)),
        write_json(tmp_path / "2026.json", as_2026(ROWS, codes)),
        write_csv(tmp_path / "mangled.csv", mangled(ROWS), bom=False),
    ]
    for path in others:
        again = read_schools(path)
        pd.testing.assert_frame_equal(comparable(again), comparable(first), obj=path.name)
        assert again["circonscription_code"].eq(uai(50)).all(), path.name


def test_lost_zero_is_repaired_and_listed(tmp_path):
    """A commune code of four digits gets its zero back, and the row is noted."""
    findings = Findings()
    schools = read_schools(write_csv(tmp_path / "m.csv", mangled(ROWS)), findings=findings)
    assert schools["commune_code"].iloc[0] == "01004"
    assert findings.count("repaired-code") == 1
    assert findings.table()["row"].tolist() == ["2"]


def test_a_postcode_keeps_its_zero_and_what_is_none_is_left_out(tmp_path):
    """Of a spreadsheet's 1000 or 1000.0 the zero is given back; a word is no postcode."""
    written = ["1000", "01000", "1000.0", "35170", "CEDEX", ""]
    rows = [row(number, **{"Code postal": code}) for number, code in enumerate(written)]
    schools = read_schools(write_csv(tmp_path / "a.csv", rows))
    assert schools["postcode"].tolist() == ["01000", "01000", "01000", "35170", "", ""]


def test_nature_comes_from_the_flags(tmp_path):
    """A school of nature 151 with maternelle classes is primaire; the flags decide."""
    schools = read_schools(write_csv(tmp_path / "a.csv", ROWS))
    assert schools["nature"].tolist() == ["primaire", "maternelle", "elementaire"]


def test_without_flags_the_nature_is_guessed_and_listed(tmp_path):
    """A school with neither flag takes its nature code's word, and is noted."""
    findings = Findings()
    rows = [row(1, Ecole_maternelle="", Ecole_elementaire="", code_nature="101")]
    schools = read_schools(write_csv(tmp_path / "a.csv", rows), findings=findings)
    assert schools["nature"].tolist() == ["maternelle"]
    assert findings.count("nature-guessed") == 1


@pytest.mark.parametrize(("sector", "count"), [("public", 2), ("prive", 1), ("all", 3)])
def test_sector_is_filtered(tmp_path, sector, count):
    """Two public schools, one private."""
    assert len(read_schools(write_csv(tmp_path / "a.csv", ROWS), sector=sector)) == count


def test_only_open_first_degree_schools(tmp_path):
    """A collège, a service, a school to come or closed are left out, each told as it is."""
    findings = Findings()
    rows = [
        row(1),
        row(2, Type_etablissement="Collège", code_nature="340"),
        row(3, etat="A OUVRIR"),
        row(4, etat="A FERMER"),
        row(5, etat="FERMÉ"),
        inspection(50, "Circonscription d'inspection du 1er degré de Belfort 1"),
    ]
    schools = read_schools(write_csv(tmp_path / "a.csv", rows), findings=findings)
    assert schools.index.tolist() == sorted([uai(1), uai(4)])
    told = {
        entry["uai"]: entry["message"].code
        for entry in findings.entries
        if entry["kind"] == "not-open"
    }
    assert told == {uai(3): "not-open", uai(5): "closed"}


def test_an_rpi_is_of_one_kind_or_not_known(tmp_path):
    """On several sites by its code, in one school by its flag; none; or the directory is silent."""
    rows = [
        row(1, rpi_disperse="090001"),
        row(2, rpi_concentre="1"),
        row(3),
        row(4, rpi_concentre=""),
    ]
    schools = read_schools(write_csv(tmp_path / "a.csv", rows))
    assert schools["rpi_kind"].tolist() == ["disperse", "concentre", "none", ""]
    bare = [{k: v for k, v in each.items() if k != "rpi_concentre"} for each in rows]
    silent = read_schools(write_csv(tmp_path / "b.csv", bare))
    assert silent["rpi_kind"].tolist() == ["disperse", "", "", ""]


def test_schools_in_one_rpi_are_those_of_the_ministry_s_flag(shared_file):
    """Ille-et-Vilaine, 2023: 22 public schools in RPI of several sites, 6 in RPI of one school."""
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"), sector="public")
    counts = schools["rpi_kind"].value_counts()
    assert counts.to_dict() == {"none": 393, "disperse": 22, "concentre": 6}
    assert (schools["rpi_code"] != "").sum() == 22


def test_rows_without_uai_and_doubles_are_listed(tmp_path):
    """Five rows: two schools, one row without a UAI and two doubles, all accounted for."""
    findings = Findings()
    rows = [row(1), row(1), row(2), row(2), row(3, Identifiant_de_l_etablissement="?")]
    schools = read_schools(write_csv(tmp_path / "a.csv", rows), findings=findings)
    assert len(schools) + findings.count("no-uai") + findings.count("duplicate-school") == 5


def test_circonscription_without_an_inspection_row_makes_its_own_code(tmp_path):
    """Two spellings of one name, no row 809: one code from the name, the accented spelling."""
    rows = [
        row(1, nom_circonscription="Circonscription d'inspection du 1er  degre de Pace"),
        row(2, nom_circonscription="Circonscription d'inspection du 1er degré de Pacé"),
    ]
    schools = read_schools(write_csv(tmp_path / "a.csv", rows))
    assert set(schools["circonscription_code"]) == {"90-pace"}
    assert set(schools["circonscription_name"]) == {"Pacé"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Circonscription d'inspection du 1er degré de Bruz", "Bruz"),
        ("Circonscription d'inspection du 1er degré du Pays Malouin", "Pays Malouin"),
        ("Circonscription d'inspection du 1er degre d'Orly", "Orly"),
        ("Circonscription d’inspection du premier degré de l’Isle-Adam", "L'Isle-Adam"),
        ("Circonscription d'inspection du 1er degré de la Roche-sur-Yon", "La Roche-sur-Yon"),
        ("CIRCONSCRIPTION D'INSPECTION DU 1ER DEGRE DE MONTBARD-HAUTE COTE-D'OR",
         "Montbard-Haute Cote-d'Or"),
        ("Belfort 1", "Belfort 1"),
        ("", ""),
    ],
)  # fmt: skip
def test_names_lose_their_administration(title, name):
    """Every spelling variant seen in the annuaire gives the bare name."""
    assert bare_name(title) == name


def test_point_from_position_or_comma_decimals(tmp_path):
    """Latitude from the position column, or with a decimal comma; none where none is given."""
    rows = [
        row(1, latitude="", longitude=""),
        row(2, latitude="47,639", longitude="6,863", position=""),
        row(3, latitude="", longitude="", position=""),
    ]
    points = read_schools(write_csv(tmp_path / "a.csv", rows)).geometry
    assert [None if p is None else (p.x, p.y) for p in points] == [
        (6.863, 47.639),
        (6.863, 47.639),
        None,
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 binary", "un PDF"),
        (b"PK\x03\x04xl/workbook", "classeur"),
        (b"<!DOCTYPE html><html>proxy</html>", "page HTML"),
        (b"", "vide"),
        (b"nom;age\nAnne;3\n", "il manque"),
        (b'[{"identifiant_de_l_etablissement": "03', "JSON incomplet"),
        (b'{"a": 1}', "liste d’établissements"),
        (b"a;b\n1;2;3;4\n5;6;7\n", "colonnes du titre"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path, content, told):
    """Each wrong file gets one line with its path and what it is."""
    path = tmp_path / "annuaire.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told) as caught:
        read_schools(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_is_named(tmp_path):
    """A path that doesn't exist is said so, and so is a folder."""
    with pytest.raises(InputError, match="n’existe pas"):
        read_schools(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="dossier"):
        read_schools(tmp_path)


def test_directory_without_a_school(tmp_path):
    """A file of collèges only is no use, and says what was looked for."""
    rows = [row(1, Type_etablissement="Collège", code_nature="340")]
    with pytest.raises(InputError, match="aucune école ouverte"):
        read_schools(write_csv(tmp_path / "a.csv", rows))


@examples(12)
@given(st.permutations(range(6)))
def test_row_order_does_not_matter(tmp_path, order):
    """Any order of the file's rows gives the same schools."""
    rows = [row(number, Nom_commune=f"C{number}") for number in range(1, 6)]
    rows.append(inspection(50, "Circonscription d'inspection du 1er degré de Belfort 1"))
    first = read_schools(write_csv(tmp_path / "a.csv", rows))
    again = read_schools(write_csv(tmp_path / "b.csv", [rows[i] for i in order]))
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(first))


@examples(25)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(tmp_path, content):
    """Whatever the file holds, the answer is a frame or one of our own errors."""
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_schools(path)


def test_real_annuaire(shared_file):
    """Ille-et-Vilaine, June 2023: 685 schools, 19 circonscriptions with their inspection's code."""
    findings = Findings()
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"), findings=findings)
    assert len(schools) == 685
    assert schools["nature"].value_counts().to_dict() == {
        "primaire": 454,
        "elementaire": 119,
        "maternelle": 112,
    }
    assert schools["sector"].value_counts().to_dict() == {"public": 421, "prive": 264}
    assert schools["priority"].value_counts().to_dict() == {"": 636, "REP": 44, "REP+": 5}
    assert schools["circonscription_code"].nunique() == 19
    assert schools["circonscription_code"].str.match(r"^035\d{4}[A-Z]$").all()
    assert "Pays Malouin" in set(schools["circonscription_name"])
    assert findings.entries == []


def test_establishments_that_are_no_school(tmp_path):
    """Each UAI left out is named for what it is; the open schools aren't among them."""
    rows = [
        *ROWS,
        row(4, Type_etablissement="Collège", Nom_etablissement="Collège du Carré"),
        row(5, Type_etablissement="Lycée", Nom_etablissement="Lycée", Nom_commune=""),
        row(6, etat="A OUVRIR"),
        row(7, etat="A FERMER"),
        row(8, Type_etablissement="", code_nature="340"),
    ]
    found = other_uais(read_establishments(write_csv(tmp_path / "a.csv", rows)))
    assert found[uai(4)] == Note("college", name="Collège du Carré, Belfort")
    assert found[uai(5)] == Note("lycee", name="Lycée")
    assert found[uai(6)].code == "closed-school"
    assert found[uai(8)].code == "no-school"
    assert found[uai(50)].code == "service"
    assert found.keys() & set(read_schools(tmp_path / "a.csv").index) == set()
    assert len(found) == 5


def test_a_directory_of_schools_only_leaves_nothing_out(tmp_path):
    """No other establishment, nothing to name."""
    path = write_csv(tmp_path / "a.csv", [row(1), row(2)])
    assert other_uais(read_establishments(path)) == {}


def test_real_others(shared_file):
    """Of the 996 rows of Ille-et-Vilaine 308 UAI are no school's, 685 are."""
    path = shared_file("annuaire-035-2023-06.csv")
    found = other_uais(read_establishments(path))
    assert len(found) == 308
    assert not found.keys() & set(read_schools(path).index)


def test_a_cell_that_is_no_commune_code_is_a_school_without_one(tmp_path):
    """Blank, a name, a post office's note: the school is read without a code, what was written is
    told with its row; a column that holds no codes at all is refused.
    """
    written = ["90010", "", "Belfort", "90010 CEDEX", "2a004"]
    rows = [row(number, Code_commune=code) for number, code in enumerate(written)]
    findings = Findings()
    schools = read_schools(write_csv(tmp_path / "a.csv", rows), findings=findings)
    assert schools["commune_code"].tolist() == ["90010", "", "", "", "2A004"]
    table = in_french(findings).set_index("kind")
    unread = table.loc["unread-commune-code"]
    assert unread["message"].str[: len("« Belfort » :")].tolist()[0] == "« Belfort » :"
    assert unread["row"].tolist() == ["4", "5"]
    assert table.loc["repaired-code", "message"] == "« 2a004 » lu 2A004"
    names = [row(number, Code_commune="Belfort") for number in range(3)]
    with pytest.raises(InputError, match="commune_code"):
        read_schools(write_csv(tmp_path / "b.csv", names))


def test_a_school_without_a_departement_is_of_its_uai_s(tmp_path):
    """The UAI begins by its département: 090, 971, and 620 and 720 in Corsica."""
    rows = [
        row(1, Code_departement=""),
        row(2, Code_departement="", Identifiant_de_l_etablissement=uai(2, "971")),
        row(3, Code_departement="", Identifiant_de_l_etablissement=uai(3, "720")),
        row(4),
    ]
    findings = Findings()
    schools = read_schools(write_csv(tmp_path / "a.csv", rows), findings=findings)
    assert sorted(schools["departement_code"]) == ["2B", "90", "90", "971"]
    assert findings.count("departement-from-uai") == 3
