"""Pupils, classes and REP from the effectifs of the écoles, at one rentrée."""

import pandas as pd
import pytest
from effectifs import as_2026, directory, row, uai, write
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from told_findings import in_french

from geo_ent.errors import GeoEntError, InputError
from geo_ent.schools.directory import read_schools
from geo_ent.schools.pupils import add_pupils, check_priority, read_pupils
from geo_ent.tables.findings import Findings

ROWS = [
    row(1, 2021, pupils=90, classes=4),
    row(1, 2022, pupils=100, classes=5),
    row(2, 2022, pupils=60, classes=3, REP="1"),
    row(3, 2022, pupils=40, classes=2, **{"REP +": "1"}),
    row(4, 2021, pupils=12, classes=1),  # closed since
]


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("vintage", ["2023", "2026-01", "2026-08"])
def test_every_vintage_gives_the_same(tmp_path, vintage, suffix):
    """French labels, field names, a date for the rentrée; CSV, JSON, workbook: one answer."""
    rows = ROWS if vintage == "2023" else as_2026(ROWS, dated=vintage == "2026-08")
    findings = Findings()
    pupils = read_pupils(write(tmp_path / f"e.{suffix}", rows), findings=findings)
    assert pupils.index.tolist() == [uai(1), uai(2), uai(3)]
    assert pupils["pupils_n"].tolist() == [100, 60, 40]
    assert pupils["classes_n"].tolist() == [5, 3, 2]
    assert pupils["priority"].tolist() == ["", "REP", "REP+"]
    assert pupils["rentree"].tolist() == [2022] * 3
    assert findings.entries == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_of_any_kind(tmp_path, encoding, separator):
    """Passed through a spreadsheet: another encoding, another separator."""
    path = tmp_path / "e.csv"
    pd.DataFrame(ROWS).to_csv(path, sep=separator, index=False, encoding=encoding)
    assert read_pupils(path)["pupils_n"].sum() == 200


def test_numbers_in_json_are_numbers(tmp_path):
    """The portal's JSON has integers, and no value for an empty one."""
    rows = as_2026([row(1), row(2)])
    rows[0] |= {"nombre_total_eleves": 77, "nombre_total_classes": None, "rep": None}
    pupils = read_pupils(write(tmp_path / "e.json", rows))
    assert pupils["pupils_n"].tolist() == [77, 100]
    assert pupils["classes_n"].isna().tolist() == [True, False]


def test_a_workbook_with_numbers_and_dates(tmp_path):
    """Cells that are numbers, a rentrée that is a date: nothing is lost on the way."""
    import datetime as dt

    rows = [row(1) | {"Nombre total d'élèves": 77, "REP": 1,
                      "Rentrée scolaire": dt.date(2024, 9, 1)}]  # fmt: skip
    pupils = read_pupils(write(tmp_path / "e.xlsx", rows))
    assert pupils.loc[uai(1), ["pupils_n", "priority", "rentree", "row"]].tolist() == [
        77, "REP", 2024, 3,
    ]  # fmt: skip


def test_the_rentree_is_the_files_not_each_schools(tmp_path):
    """The school that closed in 2022 doesn't come back with its figure of 2021."""
    path = write(tmp_path / "e.csv", ROWS)
    assert uai(4) not in read_pupils(path).index
    asked = read_pupils(path, rentree=2021)
    assert asked["pupils_n"].to_dict() == {uai(1): 90, uai(4): 12}


def test_rentree_that_is_not_there_is_named_with_those_that_are(tmp_path):
    """The error says what was asked and what there is."""
    path = write(tmp_path / "e.csv", ROWS)
    with pytest.raises(InputError, match=r"2024 n’y est pas ; rentrées présentes : 2021, 2022\."):
        read_pupils(path, rentree=2024)


@pytest.mark.parametrize(
    ("written", "year"),
    [("2022", 2022), ("2022.0", 2022), ("2022-2023", 2022), ("2025-01-01", 2025),
     ("01/09/2025", 2025), ("2024-12-31T23:00:00+00:00", 2025), ("rentrée 2020", 2020)],
)  # fmt: skip
def test_rentrees_as_they_are_written(tmp_path, written, year):
    """A year, a school year, a date; midnight in Paris is the evening before in UTC."""
    path = write(tmp_path / "e.csv", [row(1, written)])
    assert read_pupils(path)["rentree"].item() == year


def test_old_words_say_nothing_of_priority(tmp_path):
    """Up to 2014 the flags say SANS OBJET: unknown, not "no", and never a disagreement."""
    old = {"Secteur": "SECTEUR PUBLIC", "REP": "SANS OBJET", "REP +": "SANS OBJET"}
    pupils = read_pupils(write(tmp_path / "e.csv", [row(1, 2014, **old)]))
    assert pupils["priority"].isna().all()
    assert check_priority(directory(1, priority="REP"), pupils).empty


def test_bad_rows_are_noted_with_their_row(tmp_path):
    """No UAI, a wrong letter, a lost zero, no year, no number, a school twice: each is told."""
    wrong = uai(5)[:-1] + ("A" if uai(5)[-1] != "A" else "B")
    rows = [row(1), row(2, **{"Numéro de l'école": "néant"}), row(3, pupils="beaucoup"),
            row(4, "jadis"), row(5, **{"Numéro de l'école": wrong}), row(1, pupils=120),
            row(6, pupils=-3), row(7, pupils="1,5"),
            row(8, pupils=" 1 234 ", **{"Numéro de l'école": uai(8).lower()[1:]})]  # fmt: skip
    findings = Findings()
    pupils = read_pupils(write(tmp_path / "e.csv", rows), findings=findings)
    table = findings.table()
    assert set(table["file"]) == {"e.csv"}
    assert sorted(zip(table["kind"], table["row"], strict=True)) == [
        ("duplicate-figure", "2"), ("figure-no-uai", "3"), ("figure-undated", "5"),
        ("figure-unread", "4"), ("figure-unread", "8"), ("figure-unread", "9"),
        ("mended-uai", "10"), ("wrong-letter", "6"),
    ]  # fmt: skip
    assert pupils.loc[uai(1), "pupils_n"] == 120
    assert pupils.loc[uai(8), "pupils_n"] == 1234
    assert pupils.loc[[uai(3), uai(6), uai(7)], "pupils_n"].isna().all()
    assert wrong in pupils.index


def test_files_of_another_kind(tmp_path):
    """A directory, no file, an empty one, no year at all: one line that says what is expected."""
    other = write(tmp_path / "a.csv", [{"UAI": uai(1), "ENT": "oui"}])
    undated = write(tmp_path / "u.csv", [row(1, "jadis")])
    empty = tmp_path / "v.csv"
    empty.write_text("", encoding="utf-8")
    sheet = write(tmp_path / "a.xlsx", [{"UAI": uai(1), "ENT": "oui"}])
    for path, told in [(other, "effectifs des écoles"), (undated, "rentrée lisible"),
                       (empty, "vide"), (tmp_path / "none.csv", "n’existe pas"),
                       (sheet, "effectifs des écoles")]:  # fmt: skip
        with pytest.raises(InputError, match=told) as caught:
            read_pupils(path)
        assert "\n" not in str(caught.value)


@examples(50)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_crashes_the_reader(tmp_path, content):
    """Any bytes are refused by one of the product's own errors."""
    path = tmp_path / "e.csv"
    path.write_bytes(content)
    with pytest.raises(GeoEntError):
        read_pupils(path)


@examples(12)
@given(st.permutations([*ROWS, row(1, pupils=100, classes=6), row(2, pupils=61)]))
def test_order_of_rows_does_not_matter(tmp_path, rows):
    """Shuffled, with schools written twice: the same figures."""
    pupils = read_pupils(write(tmp_path / "e.csv", rows))
    assert pupils["pupils_n"].tolist() == [100, 61, 40]
    assert pupils["classes_n"].tolist() == [6, 4, 2]


def test_schools_without_a_figure_stay_without(tmp_path):
    """Not zero, nor the directory's number of another date; those not in the directory counted."""
    findings = Findings()
    elsewhere = row(1, **{"Numéro de l'école": uai(1, "056")})
    pupils = read_pupils(write(tmp_path / "e.csv", [*ROWS, elsewhere]))
    schools = directory(1, 2, 9, pupils=[5.0, 5.0, 7.0])
    filled = add_pupils(schools, pupils, findings=findings, file="e.csv")
    assert filled["pupils_n"].fillna(-1).tolist() == [100, 60, -1]
    assert filled["classes_n"].fillna(-1).tolist() == [5, 3, -1]
    assert schools["pupils_n"].tolist() == [5, 5, 7]
    assert dict(findings.summary()) == {"figure-unmatched": 1, "figure-elsewhere": 1,
                                        "no-pupils": 1}  # fmt: skip
    told = in_french(findings).set_index("kind")
    assert told.loc["no-pupils", "uai"] == uai(9)
    assert "n’est pas repris" in told.loc["no-pupils", "message"]
    assert told.loc["figure-unmatched", "uai"] == uai(3)
    assert told.loc["figure-elsewhere", "message"].startswith("1 école ")


def test_a_figure_of_nought_is_a_figure(tmp_path):
    """A school that has no pupil that year has 0, and is no school without a figure."""
    findings = Findings()
    pupils = read_pupils(write(tmp_path / "e.csv", [row(1, pupils=0)]))
    assert add_pupils(directory(1), pupils, findings=findings)["pupils_n"].tolist() == [0]
    assert findings.entries == []


def test_effectifs_of_another_territory(tmp_path):
    """Not one school in common: refused, and said."""
    pupils = read_pupils(write(tmp_path / "e.csv", ROWS))
    with pytest.raises(InputError, match="aucune de ses 3 écoles n’est dans l’annuaire"):
        add_pupils(directory(7, 8), pupils, file="e.csv")


def test_priorities_that_disagree_are_listed(tmp_path):
    """Both values are told, the schools' is kept; a school of one file only is no matter."""
    pupils = read_pupils(write(tmp_path / "e.csv", ROWS))
    schools = directory(1, 2, 3, 9, priority=["REP", "REP", "", "REP"])
    findings = Findings()
    apart = check_priority(schools, pupils, findings=findings, file="e.csv")
    assert apart.to_dict("index") == {
        uai(1): {"kept": "REP", "effectifs": ""},
        uai(3): {"kept": "", "effectifs": "REP+"},
    }
    table = in_french(findings)
    assert table["message"].tolist() == [
        "REP retenue, aucune dans les effectifs",
        "aucune retenue, REP+ dans les effectifs",
    ]
    assert table["row"].tolist() == ["3", "5"]
    assert schools["priority"].tolist() == ["REP", "REP", "", "REP"]


YEARS = {2019: (677, 111_629), 2020: (676, 110_324), 2021: (676, 108_848), 2022: (675, 107_729)}


@pytest.mark.parametrize("year", YEARS)
def test_real_effectifs(shared_file, year):
    """Ille-et-Vilaine, rentrée by rentrée: schools, pupils, 44 REP and 5 REP+."""
    findings = Findings()
    path = shared_file("effectifs-ecoles-035-2019-2022.csv")
    pupils = read_pupils(path, rentree=year, findings=findings)
    assert (len(pupils), pupils["pupils_n"].sum()) == YEARS[year]
    assert pupils["priority"].value_counts()[["REP", "REP+"]].tolist() == [44, 5]
    assert findings.entries == []


def test_real_effectifs_on_the_real_directory(shared_file):
    """675 of the 685 schools have a figure; REP and REP+ agree for every one of them."""
    schools = read_schools(shared_file("annuaire-035-2023-06.csv"))
    pupils = read_pupils(shared_file("effectifs-ecoles-035-2019-2022.csv"))
    findings = Findings()
    assert check_priority(schools, pupils, findings=findings).empty
    filled = add_pupils(schools, pupils, findings=findings)
    assert filled["pupils_n"].sum() == 107_729
    assert filled["pupils_n"].notna().sum() == 675
    assert dict(findings.summary()) == {"no-pupils": 10}
    assert type(filled) is type(schools)
    both = filled["pupils_n"].notna() & schools["pupils_n"].notna()
    assert (filled["pupils_n"] != schools["pupils_n"])[both].sum() == 644
