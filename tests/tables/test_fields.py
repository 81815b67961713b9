import re
import subprocess
import sys
from pathlib import Path

import pytest

from geo_ent.register.register_findings import DOUBTS
from geo_ent.tables.contract import LEVELS
from geo_ent.tables.fields import Field, fields, table, tables

ROOT = Path(__file__).parents[2]


def test_every_column_of_every_table_has_a_record():
    """A table's columns, those of its sheet and those that it needs are all known, once."""
    for name in tables():
        record = table(name)
        assert record.columns.keys() <= fields().keys()
        assert set(record.needed) <= record.columns.keys()
        assert len(record.own) == len(set(record.own))
        assert set(record.sheet) <= fields().keys()


def test_no_record_is_of_no_use():
    """Each record is a column of some table or sheet that geo-ent makes."""
    of_tables = {name for each in tables() for name in (*table(each).columns, *table(each).sheet)}
    of_sheets = {"measure", "title", "meaning", "mean_km", "max_km", "source_row"}
    assert fields().keys() - of_tables <= of_sheets


def test_the_schools_have_a_zone_of_every_level():
    """schools.csv has the code of a zone for each level."""
    assert {f"{level}_code" for level in LEVELS} <= table("schools").columns.keys()


def test_a_suffix_tells_the_unit():
    """Counts, shares and distances are told by their names, and never below 0."""
    told = {"pupils_n": "count", "known_share": "share", "radius_km": "km", "area_km2": "km2"}
    assert {name: fields()[name].kind for name in told} == told
    assert all(fields()[name].least == 0 for name in told)
    assert fields()["rural_urban_gap_points"].least is None


def test_a_column_can_mean_something_of_its_own_in_a_table():
    """The pupils of a zone and those of a school are told apart; the heading is the same."""
    here, there = table("coverage").columns["pupils_n"], table("schools").columns["pupils_n"]
    assert here.title == there.title
    assert here.meaning != there.meaning


def test_a_kind_that_there_is_not_is_refused():
    """A record with a kind of nobody's is a mistake of ours, said at once."""
    with pytest.raises(ValueError, match="mass_kg"):
        Field(name="mass_kg", title="Masse", kind="kg")


def test_the_page_of_columns_is_what_the_records_say():
    """docs/columns.md is as tools/columns.py writes it."""
    tool = ROOT / "tools" / "columns.py"
    assert subprocess.run([sys.executable, tool, "--check"], check=False).returncode == 0


def test_the_page_of_indicators_is_what_the_records_say():
    """docs/indicators.md is as tools/indicators.py writes it."""
    tool = ROOT / "tools" / "indicators.py"
    assert subprocess.run([sys.executable, tool, "--check"], check=False).returncode == 0


def test_a_formula_is_of_columns_that_are_beside_it():
    """Each name of a formula is a column of every table that has the column."""
    for record in map(table, tables()):
        for column in record.columns.values():
            names = set(re.findall(r"[a-z_]{3,}", column.formula))
            assert names <= record.columns.keys(), (record.name, column.name)


def test_the_doubts_of_a_register_are_those_that_it_can_have():
    """The words of the column are the reader's own."""
    assert fields()["doubt"].words == (*DOUBTS, "")
