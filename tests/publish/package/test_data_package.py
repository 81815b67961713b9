"""The packages that go with the tables: true of them, whatever they hold."""

import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import described, faults

from geo_ent.publish.csv_tables import write_findings, write_parts
from geo_ent.publish.package.data_package import OF_REGISTER, PACKAGE, About, write_packages
from geo_ent.publish.package.table_schema import table_schema
from geo_ent.tables.fields import table, tables
from geo_ent.telling.language import language
from geo_ent.telling.page.page_facts import Source

FILES = [name for name in tables() if table(name).file.endswith(".csv")]
ABOUT = About(
    title="Les ENT : Carré",
    territory="Carré",
    date=dt.date(2024, 9, 1),
    departements=("2A", "95"),
    sentences=("3 écoles sur 6 ont un ENT.",),
    simulated="Tout est simulé.",
    sources=(Source("Annuaire", "DNE", "Licence Ouverte 2.0", "2024", "https://example.org/a"),
             Source("Registre (r.xlsx)", "fourni", "", "", "javascript:alert(1)")),
    contact="dane@example.org",
    url="https://example.org/carte/",
)  # fmt: skip

HOSTILE = ["NA", "=1+1", "a,b;c", '"', "a\nb", "c\rd", "\ufeffx", "\u202e<script>", "'", "école"]
LEAST_AND_MOST = {
    "count": (0, 10**9), "whole": (1, 10**6), "share": (0, 1), "points": (-100, 100),
    "km": (0, 20_000.5), "km2": (0, 1e6), "figure": (1, 6.5), "flag": (True, False),
    "degrees": (-63.1, 55.9),
    "day": (pd.Timestamp("1950-01-01"), pd.Timestamp("2100-12-31")),
}  # fmt: skip
DTYPES = {"flag": "boolean", "day": "datetime64[s]", "text": object, "code": object}


def extremes(column):
    """Give the least and the most that a column can hold, or texts of all sorts."""
    if words := [word for word in column.words if word]:
        return words
    if "{7}" in column.pattern:
        return ["0350122T", "0350123U"]
    if column.name == "commune_code":
        return ["35001", "2A004", "97101"]
    if column.kind not in LEAST_AND_MOST:
        return HOSTILE
    bounds = zip((column.least, column.most), LEAST_AND_MOST[column.kind], strict=True)
    return [usual if own is None else own for own, usual in bounds]


def extreme(name):
    """Make a table of such columns, with no cell where there may be none."""
    record = table(name)
    full = {*record.key, *record.filled}
    columns = {}
    for column in record.columns.values():
        some = (extremes(column) * len(HOSTILE))[: len(HOSTILE)]
        if column.name not in full:
            some[-1] = None
        columns[column.name] = pd.Series(some, dtype=DTYPES.get(column.kind, float))
    frame = pd.DataFrame(columns)
    return frame.drop_duplicates([*record.key]) if record.key else frame


def test_whatever_a_table_holds_its_schema_is_true_of_it(tmp_path):
    """Hostile texts, missing cells, the least and the greatest numbers: all of it validates."""
    stems = {name: table(name).file.removesuffix(".csv") for name in FILES}
    stems["coverage"] = "coverage-secteur_college"
    write_parts({stem: extreme(name) for name, stem in stems.items()}, tmp_path)
    write_packages(tmp_path, ABOUT, language("fr"))
    assert faults(tmp_path) == []


@settings(max_examples=10)
@given(message=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=9))
def test_no_text_breaks_a_table(message, tmp_path):
    """A text of any signs is read back by other programs as one cell."""
    findings = pd.DataFrame([{"kind": "no-uai", "message": message, "file": message}])
    write_findings(findings, tmp_path / "findings.csv")
    write_packages(tmp_path, ABOUT, language("fr"))
    assert faults(tmp_path) == []


def history(**changes):
    """Make a row of history.csv, and change it."""
    row = {"uai": "0350122T", "date": "2024-09-01", "status": "school"}
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (history(uai="0350122I"), "pattern"),
        (history(uai=None), "required"),
        (history(status="oui"), "enum"),
        (history(date="01/09/2024"), "date"),
        (pd.concat([history(), history()]), "primary key"),
    ],
)
def test_a_table_that_is_not_so_is_found_out(rows, told, tmp_path):
    """A wrong letter, an empty code, another word, a day written otherwise, a row twice."""
    write_parts({"history": rows}, tmp_path)
    write_packages(tmp_path, ABOUT, language("fr"))
    (fault, *_) = faults(tmp_path)
    assert told in fault.lower()


def test_what_quotes_the_register_has_its_own_package(tmp_path):
    """Who leaves register-report.* and findings.csv out publishes a package that is whole."""
    write_parts({"history": history()}, tmp_path)
    write_findings(pd.DataFrame([{"kind": "no-uai", "message": "x"}]), tmp_path / "findings.csv")
    assert write_packages(tmp_path, ABOUT, language("fr")) == [PACKAGE, OF_REGISTER]
    named = [json.loads((tmp_path / file).read_bytes())["name"] for file in (PACKAGE, OF_REGISTER)]
    assert named == ["ent-ecoles-2a-95-2024-09-01", "ent-ecoles-2a-95-2024-09-01-registre"]
    (tmp_path / OF_REGISTER).unlink()
    (tmp_path / "findings.csv").unlink()
    assert faults(tmp_path) == []


def test_a_package_says_whose_its_tables_are(tmp_path):
    """What is simulated first, each source with its licence, only addresses that are some."""
    write_parts({"history": history()}, tmp_path)
    write_packages(tmp_path, ABOUT, language("fr"))
    package = json.loads((tmp_path / PACKAGE).read_text(encoding="utf-8"))
    assert package["description"].startswith("Tout est simulé.\n\n3 écoles")
    first, second = package["sources"]
    assert first["title"] == "Annuaire, DNE, 2024 (Licence Ouverte 2.0)"
    assert (first["licence"], first["path"]) == ("Licence Ouverte 2.0", "https://example.org/a")
    assert "path" not in second
    assert package["name"] == "ent-ecoles-2a-95-2024-09-01"
    assert package["contributors"][0]["email"] == "dane@example.org"


def test_a_package_is_in_the_reader_s_language(tmp_path):
    """Titles, descriptions, units and the words' meanings are in English where the page is."""
    write_parts({"history": history()}, tmp_path)
    write_packages(tmp_path, ABOUT, language("en"))
    (_, _, status) = described(tmp_path)["history.csv"]["schema"]["fields"]
    assert "“none”: No ENT" in status["description"]


def test_no_schema_speaks_to_developers():
    """Every column has a title and a description in French, and no name of ours within it."""
    for name in FILES:
        for column in table_schema(table(name), table(name).columns, language("fr"))["fields"]:
            assert len(column["description"]) > 8
            assert column["title"][0].isupper() or column["title"].startswith("p")
            assert column["title"] != column["name"]
