"""`--json` of the real case: what its schema says, and the figures of the CSV and of the text."""

import csv
import json

import pytest
from commands import run_here
from jsonschema import Draft202012Validator
from scripts import ROOT


def document(*arguments, schema):
    """Run a command with --json; give its object, held to its schema."""
    done = run_here(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    given = json.loads(done.stdout)
    record = json.loads((ROOT / f"docs/schemas/{schema}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(record).validate(given)
    return given


def rows(path):
    """Read a CSV, its cells as they are written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(given, cell):
    """Tell whether a value of JSON is what a cell of a CSV says."""
    if given is None:
        return cell == ""
    if isinstance(given, bool):
        return cell == str(given)
    return float(cell) == given if isinstance(given, int | float) else cell == given


def assert_same(given, written):
    """Hold objects to the rows of a CSV, cell by cell."""
    assert len(given) == len(written) > 0
    for thing, row in zip(given, written, strict=True):
        assert set(row) - set(thing) <= {"note"}
        assert [name for name, cell in row.items() if not same(thing[name], cell)] == []


def test_gaps_are_those_of_the_csv(folder):
    """Each school of gaps.csv, each cell; the sentences and the headline that the map has."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    given = document("gaps", folder, "--top", 9999, schema="gaps")
    assert_same(given["schools"], rows(folder / "gaps.csv"))
    assert given["ranked_n"] == len(given["schools"])
    assert (given["date"], given["headline"]) == ("2023-06-30", manifest["headline"])
    told = run_here("gaps", folder).stdout
    for sentence in given["sentences"] + given["programme"]:
        assert sentence.split()[0] in told
    assert len(document("gaps", folder, schema="gaps")["schools"]) == 20


def test_equity_is_that_of_the_csv(folder):
    """Each measure and each group; what can't be measured is null and says why."""
    given = document("equity", folder, schema="equity")
    assert_same(given["measures"], rows(folder / "equity.csv"))
    assert_same(given["groups"], rows(folder / "equity-groups.csv"))
    assert all(row["remark"] for row in given["measures"] if row["estimate"] is None)


def test_check_says_what_the_text_says(files, tmp_path):
    """Counts by outcome, doubts in their order; the report is written, and named."""
    command = ["check", files["register"], "--schools", files["schools"], "-d", "35"]
    given = document(*command, "--report", tmp_path, schema="check")
    told = run_here(*command).stdout
    assert given["headline"].replace("\u00a0", " ") in told
    for outcome in given["outcomes"]:
        line = f"{outcome['rows_n']:>6}  {outcome['title']}"
        assert (line in told) == (outcome["rows_n"] > 0)
    assert sum(outcome["rows_n"] for outcome in given["outcomes"]) == given["rows_n"]
    assert given["project_toml"] in told
    assert given["report"] == str(tmp_path / "register-report.html")
    written = {(row["sheet"], row["row"]): row for row in rows(tmp_path / "register-report.csv")
               if row["doubt"]}  # fmt: skip
    assert len(written) == given["doubts_n"]
    for doubt in given["doubts"]:
        row = written[doubt["sheet"], str(doubt["row"])]
        assert [name for name, cell in row.items() if not same(doubt[name], cell)] == []
    shown = [told.find(doubt["reason"]) for doubt in given["doubts"][:12]]
    assert -1 not in shown
    assert shown == sorted(shown)


@pytest.mark.parametrize("command", ["gaps", "equity"])
def test_a_fault_is_a_line_and_no_object(command, tmp_path):
    """A folder that isn't ours: nothing on the standard output, a line beside it, code 2."""
    done = run_here(command, tmp_path, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
