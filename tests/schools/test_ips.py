"""The indice de position sociale of each school, in all the vintages of its file."""

import math

import pytest
from effectifs import directory, uai, write
from hypothesis import given, settings
from hypothesis import strategies as st
from told_findings import in_french

from geo_ent.errors import InputError
from geo_ent.schools.directory import read_schools
from geo_ent.schools.ips import add_ips, read_ips
from geo_ent.tables.findings import Findings


def old(number, ips, year="2021-2022"):
    """Make a row of the first file (2021-2022), with its misspelt title."""
    return {"Rentrée scolaire": year, "Code du département": "035", "UAI": uai(number),
            "Nom de l’établissment": "ECOLE", "Code INSEE de la commune": "35024",
            "Secteur": "public", "IPS": str(ips)}  # fmt: skip


def first_2022(number, ips, year="2022-2023"):
    """Make a row of the first export of `fr-en-ips-ecoles-ap2022`: field names, effectifs."""
    return {"rentree_scolaire": year, "code_du_departement": "035", "uai": uai(number),
            "nom_de_l_etablissment": "ECOLE", "secteur": "public", "effectifs": "25",
            "ips": str(ips)}  # fmt: skip


def later(number, ips, year="2024-2025"):
    """Make a row of its later exports: other columns of IPS beside the school's."""
    return {"Rentrée scolaire": year, "Code du département": "35", "UAI": uai(number),
            "Nom de l’établissement": "ECOLE", "Secteur": "public", "IPS": str(ips),
            "IPS national privé": "110,1", "IPS national": "103,9",
            "IPS départemental": "108,2", "num_ligne": "1"}  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("made", [old, first_2022, later])
def test_every_vintage_gives_the_same(tmp_path, made, suffix):
    """Labels or field names, a decimal point or comma, NS: one answer."""
    path = write(tmp_path / f"i.{suffix}", [made(2, "98,7"), made(1, 110.5), made(3, "NS")])
    findings = Findings()
    ips = read_ips(path, findings=findings)
    assert ips.name == "ips"
    assert ips.index.name == "uai"
    assert ips.index.tolist() == [uai(1), uai(2), uai(3)]
    assert ips.iloc[:2].tolist() == [110.5, 98.7]
    assert math.isnan(ips.iloc[2])
    assert findings.entries == []


def test_years_cumulate_and_the_files_latest_is_read(tmp_path):
    """A school of an earlier year only doesn't come back; an earlier year can be asked for."""
    rows = [later(1, 100, "2022-2023"), later(1, 101), later(2, 90, "2022-2023"), later(3, "NS")]
    path = write(tmp_path / "i.csv", rows)
    ips = read_ips(path)
    assert ips.index.tolist() == [uai(1), uai(3)]
    assert (ips.iloc[0], ips.attrs["rentree"]) == (101, 2024)
    assert read_ips(path, rentree=2022).tolist() == [100, 90]
    with pytest.raises(InputError, match="rentrées présentes : 2022, 2024"):
        read_ips(path, rentree=2023)


@pytest.mark.parametrize("written", ["1157", "0", "-3", "beaucoup", "1e400", "nan", "inf"])
def test_what_cannot_be_an_ips_is_noted(tmp_path, written):
    """A lost decimal point, a word: empty, and told with its row."""
    findings = Findings()
    ips = read_ips(write(tmp_path / "i.csv", [old(1, 100), old(2, written)]), findings=findings)
    assert ips.isna().tolist() == [False, True]
    table = in_french(findings)
    assert table[["kind", "row", "uai", "message"]].to_numpy().tolist() == [
        ["figure-unread", "3", uai(2), f"« {written} »"]
    ]


@settings(max_examples=40)
@given(st.lists(st.floats(45, 185).map(lambda ips: round(ips, 1)), min_size=1, max_size=8),
       st.randoms(use_true_random=False))  # fmt: skip
def test_any_figure_comes_back_whatever_the_order(tmp_path, figures, random):
    """Written with a point or a comma, in any order, each school has its own."""
    rows = [old(n, str(ips).replace(".", random.choice(".,"))) for n, ips in enumerate(figures)]
    random.shuffle(rows)
    assert read_ips(write(tmp_path / "i.csv", rows)).tolist() == figures


def test_schools_without_ips_are_counted_and_told_why(tmp_path):
    """A maternelle, an NS, a school that isn't in the file: NaN, and noted."""
    ips = read_ips(write(tmp_path / "i.csv", [old(1, 100), old(2, "NS"), old(8, 90)]))
    natures = ["primaire", "elementaire", "maternelle", "primaire"]
    findings = Findings()
    filled = add_ips(directory(1, 2, 3, 4, nature=natures), ips, findings=findings, file="i.csv")
    assert filled["ips"].fillna(-1).tolist() == [100, -1, -1, -1]
    told = in_french(findings).set_index("uai")["message"]
    assert told[uai(2)].startswith("NS")
    assert told[uai(3)].startswith("maternelle")
    assert told[uai(4)] == "absente du fichier"
    assert dict(findings.summary()) == {"figure-unmatched": 1, "no-ips": 3}


def test_ips_of_colleges_are_refused(tmp_path):
    """The collèges' file has the same columns, but none of its UAI is a school's."""
    ips = read_ips(write(tmp_path / "i.csv", [old(7, 100)]))
    with pytest.raises(InputError, match="aucune de ses 1 écoles"):
        add_ips(directory(1), ips, file="i.csv")


def test_another_file_is_refused(tmp_path):
    """What lacks is named, and what is expected."""
    with pytest.raises(InputError, match=r"« rentree_scolaire », « ips ».*l’IPS des écoles"):
        read_ips(write(tmp_path / "i.csv", [{"UAI": uai(1)}]))


def test_real_ips(shared_file):
    """All France in 2021: 32,091 schools, the sum of their figures; 534 of them in our 685."""
    findings = Findings()
    ips = read_ips(shared_file("ips-ecoles-2021-2022.csv"), findings=findings)
    assert len(ips) == 32_091
    assert ips.sum() == pytest.approx(3_298_125.8)
    assert ips.isna().sum() == 0
    assert findings.entries == []
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    filled = add_ips(schools, ips, findings=findings)
    assert filled["ips"].notna().sum() == 534
    assert dict(findings.summary()) == {"figure-unmatched": 1, "figure-elsewhere": 1, "no-ips": 151}
