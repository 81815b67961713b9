"""The tables of a whole atlas: each figure is that of all its schools."""

import csv
import dataclasses
import datetime as dt

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo_ent.publish.atlas.national_tables import national_figures, write_national
from geo_ent.telling.language import language

FRENCH = language("fr")


@pytest.fixture(scope="module")
def figures(parts, schools):
    """Count the whole land."""
    return national_figures(parts, schools, FRENCH)


@pytest.fixture(scope="module")
def written(figures, schools, tmp_path_factory):
    """Write its tables."""
    folder = tmp_path_factory.mktemp("national")
    return folder, write_national(folder, figures, schools, FRENCH)


def rows_of(path):
    """Read a CSV as texts."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_level_counts_each_school_once(figures, schools):
    """The counts of the départements, of the académies and of the régions each add up to all."""
    counts = [column for column in figures.coverage["region"] if column.endswith("_n")]
    sums = {
        level: table[counts].astype(float).sum().to_dict()
        for level, table in figures.coverage.items()
    }
    assert sums["departement"] == pytest.approx(sums["academie"], nan_ok=True)
    assert sums["departement"] == pytest.approx(sums["region"], nan_ok=True)
    assert sums["region"]["schools_n"] == figures.totals["schools_n"] == len(schools) == 16


def test_a_departement_is_told_as_by_its_own_build(atlas, written):
    """Its row of the national table is that of its own folder, cell by cell."""
    folder, _ = written
    national = {row["zone_code"]: row for row in rows_of(folder / "coverage-departement.csv")}
    for code, row in national.items():
        (own,) = rows_of(atlas / "departements" / code / "coverage-departement.csv")
        assert row == own


def test_the_schools_are_those_of_the_departements(atlas, written):
    """The whole table is theirs put end to end, and the Parquet file has the same rows, typed."""
    folder, _ = written
    lines = (folder / "schools.csv").read_text("utf-8").splitlines()
    own = [
        (atlas / "departements" / code / "schools.csv").read_text("utf-8").splitlines()
        for code in ("48", "70", "90", "971")
    ]
    assert lines == [own[0][0], *(line for table in own for line in table[1:])]
    table = pq.read_table(folder / "schools.parquet")
    assert table.column_names == lines[0].split(",")
    assert table["uai"].to_pylist() == [line.split(",")[0] for line in lines[1:]]
    assert table["start"].to_pylist()[:2] == [None, dt.date(2020, 9, 1)]
    assert str(table.schema.field("pupils_n").type) == "int64"
    assert table.schema.metadata is None


def test_shares_are_of_all_schools_not_added(parts, schools):
    """One school of four in a département and three of four in another are half of eight."""
    status = schools["status"].copy()
    status[schools["departement_code"] == "70"] = ["school", "none", "none", "none"]
    status[schools["departement_code"] == "90"] = ["school", "school", "school", "none"]
    kept = schools.drop(schools.index[schools["departement_code"] == "90"][3:]).assign(
        status=status
    )
    table = national_figures(parts, kept, FRENCH).coverage["academie"]
    assert table.loc["03", "schools_n"] == 7
    assert table.loc["03", "coverage_share"] == pytest.approx(4 / 7)  # (1/4 + 3/3) / 2 is 0.625


def test_the_change_is_since_one_day_for_all(figures, parts, schools):
    """One ENT of four opened by then, two of four now; who has no such day is of unknown past."""
    assert f"{figures.compared_to:%d/%m/%Y}" == "01/09/2021"
    whole = figures.change.iloc[0]
    assert (whole["level"], whole["zone_name"], whole["change_points"]) == (
        "territory",
        "4 départements",
        25,
    )
    assert figures.change["level"].value_counts().to_dict() == {
        "departement": 4,
        "academie": 3,
        "region": 3,
        "territory": 1,
    }
    without = [dataclasses.replace(parts[0], compared_to=None), *parts[1:]]
    change = national_figures(without, schools, FRENCH).change.set_index("zone_code")
    assert change.loc["", ["compared_n", "left_out_n"]].tolist() == [12, 4]
    assert pd.isna(change.loc["48", "change_points"])


def test_a_register_without_dates_has_no_change(parts, schools, tmp_path):
    """No table of change is written, rather than one of zeros."""
    undated = [dataclasses.replace(part, compared_to=None) for part in parts]
    figures = national_figures(undated, schools, FRENCH)
    assert figures.change.empty
    assert "change.csv" not in write_national(tmp_path, figures, schools, FRENCH)


def test_a_part_of_an_academie_says_what_it_lacks(written):
    """Besançon has four départements, of which the land has two."""
    rows = {row["zone_code"]: row for row in rows_of(written[0] / "coverage-academie.csv")}
    assert rows["03"]["note"] == "Sans Doubs, Jura, que l’atlas n’a pas."
    assert not rows["32"]["note"]


def test_the_same_schools_give_the_same_bytes(figures, schools, written, tmp_path):
    """Every file, Parquet too, whatever was written before; what is simulated is on each row."""
    folder, names = written
    assert write_national(tmp_path, figures, schools, FRENCH) == names
    assert {name: (tmp_path / name).read_bytes() for name in names} == {
        name: (folder / name).read_bytes() for name in names
    }
    write_national(tmp_path, figures, schools, language("en"), note="Simulé.")
    for name in ("schools.csv", "change.csv", "coverage-departement.csv"):
        # What a row lacks is said after it.
        assert {row["note"][:7] for row in rows_of(tmp_path / name)} == {"Simulé."}
    assert set(pq.read_table(tmp_path / "schools.parquet")["note"].to_pylist()) == {"Simulé."}
