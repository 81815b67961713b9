"""The schema « école – ENT »: what is proposed is what geo-ent reads."""

import json
import subprocess
import sys
import warnings

import pandas as pd
import pytest
import school_schema
from scripts import ROOT

from geo_ent.register.read_register import read_registers
from geo_ent.tables.contract import REGISTER_STATUSES

EXAMPLE = school_schema.FOLDER / school_schema.EXAMPLE


def errors(path, schema):
    """List what frictionless has against a table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Resource

        told = {"name": "x", "path": path.name, "schema": json.loads(schema.read_text("utf-8"))}
        report = Resource.from_descriptor(told, basepath=str(path.parent)).validate()
    return [error.type for task in report.tasks for error in task.errors]


def test_the_files_are_what_the_records_say():
    """schema.json, its page and its example are as tools/school_schema.py writes them."""
    tool = ROOT / "tools" / "school_schema.py"
    assert subprocess.run([sys.executable, tool, "--check"], check=False).returncode == 0


def test_the_schema_is_one_that_can_be_proposed():
    """Each key that the national list asks for, a title, a description, an example a column."""
    schema = json.loads((school_schema.FOLDER / "schema.json").read_text(encoding="utf-8"))
    asked = {"$schema", "name", "title", "description", "keywords", "countryCode", "homepage",
             "path", "licenses", "resources", "sources", "created", "lastModified", "version",
             "contributors", "fields", "primaryKey"}  # fmt: skip
    assert asked <= schema.keys()
    assert schema["path"] == f"{schema['homepage']}/raw/v{schema['version']}/schema.json"
    for field in schema["fields"]:
        assert {"name", "title", "description", "example", "type"} <= field.keys()
        assert field["description"].endswith(".")


def test_its_example_is_valid_and_read_as_a_register_with_nothing_said():
    """Each row has its school, and its situation, solution and days are what they say."""
    schema = school_schema.FOLDER / school_schema.SCHEMA
    assert errors(EXAMPLE, schema) == []
    rows = pd.read_csv(EXAMPLE, dtype=str, keep_default_na=False).set_index("uai")
    schools = pd.DataFrame(
        {"name": rows["nom_ecole"], "nature": "primaire", "sector": "public",
         "commune_code": rows["code_commune"], "commune_name": rows["nom_commune"],
         "departement_code": "999", "circonscription_name": "", "rpi_code": ""}
    )  # fmt: skip
    reading = read_registers([EXAMPLE], schools)
    assert reading.rows["outcome"].tolist() == ["not_school", *["used"] * len(rows)]  # the titles
    read = reading.register.set_index("uai")
    statuses = {word: status for word, (status, _) in school_schema.SITUATIONS.items()}
    assert read["status"].to_dict() == rows["situation_ent"].map(statuses).to_dict()
    assert set(statuses.values()) == set(REGISTER_STATUSES)
    starts = read["start"].dt.strftime("%Y-%m-%d").fillna("")
    assert starts.to_dict() == rows["date_debut"].to_dict()
    ends = read["end"].dt.strftime("%Y-%m-%d").fillna("")
    assert ends.to_dict() == rows["date_fin"].to_dict()
    solutions = read["solution"].map(" + ".join)
    assert solutions.to_dict() == rows["solution_ent"].to_dict()
    assert [
        entry for entry in reading.findings.entries if entry["kind"] == "register-question"
    ] == []


@pytest.mark.parametrize(
    ("column", "written", "error"),
    [
        ("uai", "9990001I", "constraint-error"),
        ("uai", "", "constraint-error"),
        ("situation_ent", "oui", "constraint-error"),
        ("code_commune", "1001", "constraint-error"),
        ("code_commune", "1A001", "constraint-error"),
        ("date_debut", "01/09/2021", "type-error"),
        ("date_situation", "", "constraint-error"),
    ],
)
def test_what_is_not_so_is_refused(column, written, error, tmp_path):
    """A letter of no UAI, no situation, codes of no commune, a French date, no date."""
    rows = pd.read_csv(EXAMPLE, dtype=str, keep_default_na=False)
    rows.loc[0, column] = written
    rows.to_csv(tmp_path / "ecoles.csv", index=False)
    assert error in errors(tmp_path / "ecoles.csv", school_schema.FOLDER / school_schema.SCHEMA)
