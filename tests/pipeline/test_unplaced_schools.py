"""Schools that neither a code nor a point places, from the directory to every output."""

import json
import re

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from scripts import script
from written_pages import page_text

from geo_ent.errors import InputError
from geo_ent.pipeline.build import build

BENCH = script("bench/unplaced")
KINDS = [*BENCH.KINDS]
LEVELS = ("commune", "circonscription", "epci", "arrondissement", "departement")
OUTSIDE = ("commune", "epci", "arrondissement")
"""The levels whose zones are made of communes."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Ille-et-Vilaine with ten plain schools and one of each kind, built completely."""
    folder = tmp_path_factory.mktemp("unplaced")
    return build(BENCH.project_of("35", folder, quick=False))


@pytest.fixture(scope="module")
def unplaced_n():
    """How many of the schools have no commune."""
    return [BENCH.fate_of(name, "35") for name in KINDS].count("unplaced")


def read(built, name):
    """Read a table of the folder as text."""
    return pd.read_csv(built.page.with_name(name), dtype=str, keep_default_na=False)


def test_each_kind_ends_where_it_must(built):
    """Placed, in its département alone, or out of the territory and then listed or of elsewhere."""
    schools = read(built, "schools.csv").set_index("name")
    findings = read(built, "findings.csv")
    for name in KINDS:
        fate = BENCH.fate_of(name, "35")
        assert (f"École {name}" in schools.index) == (fate != "elsewhere"), name
        if fate != "elsewhere":
            school = schools.loc[f"École {name}"]
            assert (school["commune_code"] == "") == (fate == "unplaced"), name
            assert school["departement_code"] == "35"
            assert school["circonscription_code"] != ""
            listed = findings[findings["uai"] == school["uai"]]["kind"]
            assert ("unjoined" in set(listed)) == (fate == "unplaced"), name
    # of elsewhere by their code, of here by the directory: four, each with a line
    assert (findings["kind"] == "departement-differs").sum() == 4


def test_the_levels_add_up_to_what_they_say(built, unplaced_n):
    """At each level what its rows count and what its note says is outside are all the schools."""
    manifest = json.loads(built.page.with_name("manifest.json").read_text(encoding="utf-8"))
    whole_n = int(built.totals["schools_n"])
    assert whole_n == BENCH.PLAIN + len(KINDS) - 4
    assert manifest["headline"].startswith(f"{int(built.totals['covered_n'])} écoles publiques")
    for level in LEVELS:
        table = read(built, f"coverage-{level}.csv")
        outside = unplaced_n if level in OUTSIDE else 0
        assert manifest["schools_out_of_level"][level] == outside, level
        assert table["schools_n"].astype(int).sum() == whole_n - outside, level
        if outside:
            said = set(table["note"])
            assert len(said) == 1
            assert said.pop().startswith(f"{outside} écoles publiques sur {whole_n}, sans "), level
        else:
            assert "note" not in table


def test_a_circonscription_of_unplaced_schools_keeps_its_row(built):
    """The directory names it: its one school counts there, though nothing is drawn of it."""
    table = read(built, "coverage-circonscription.csv").set_index("zone_name")
    assert table.loc["C", "schools_n"] == "1"


def test_the_page_counts_and_says_them(built, unplaced_n):
    """The page's data has each school in its circonscription and in no commune; a note counts."""
    page = page_text(built.page)
    held = re.search(r'id="geo-ent-data">(.*?)</script>', page, re.DOTALL)[1]
    data = json.loads(held)
    assert data["schools"]["zone"]["commune"].count(-1) == unplaced_n
    assert data["schools"]["zone"]["circonscription"].count(-1) == 0
    note = f"dans aucune commune ({unplaced_n})."
    assert note in page


def test_the_workbook_and_the_geopackage_say_it(built, unplaced_n):
    """Below the sheet, and on each row of the layer; every school is a row of the last."""
    whole_n = int(built.totals["schools_n"])
    book = openpyxl.load_workbook(built.page.with_name("coverage.xlsx"), read_only=True)
    cells = [str(cell) for row in book["Communes"].iter_rows(values_only=True) for cell in row]
    assert f"{unplaced_n} écoles sans commune : hors de cette feuille." in cells
    path = built.page.with_name("coverage.gpkg")
    communes = gpd.read_file(path, layer="commune")
    assert communes["schools_n"].sum() == whole_n - unplaced_n
    assert (
        communes["note"].str.startswith(f"{unplaced_n} écoles publiques sur {whole_n}, sans ").all()
    )
    assert "note" not in gpd.read_file(path, layer="circonscription")
    schools = gpd.read_file(path, layer="schools")
    assert len(schools) == whole_n
    assert schools["commune_code"].eq("").sum() == unplaced_n


def test_pictures_gaps_and_equity_are_made(built):
    """The whole folder is there: a school without a commune is no school of unknown place."""
    folder = built.page.parent
    for name in ("map.png", "map.svg", "equity.html", "gaps.csv", "embed.html"):
        assert (folder / name).stat().st_size > 0, name
    assert read(built, "gaps.csv")["commune_code"].ne("").all()


@pytest.mark.parametrize(
    ("schools", "register", "whole_n", "outside"),
    [
        ("ann35-unjoined.csv", "reg35.csv", 12, 1),
        ("ann35-badcode.csv", "reg35.csv", 12, 1),
        # two of Saint-Martin that the directory gives to Guadeloupe
        ("b38-ann-971.csv", "b38-reg-971.csv", 4, 2),
    ],
)
def test_public_cases(shared_file, tmp_path, schools, register, whole_n, outside):
    """The cases that stopped a build: a blank code, one of no commune, those of Saint-Martin."""
    project = BENCH.Project(
        departements=("35",) if "35" in schools else ("971",),
        schools=shared_file(f"cases/{schools}"),
        register=shared_file(f"cases/{register}"),
        out=tmp_path / "out",
        quick=True,
    )
    made = build(project)
    assert made.totals["schools_n"] == whole_n
    assert made.findings.count("unjoined") == outside


def test_a_column_that_holds_no_codes_is_refused(tmp_path):
    """One unreadable code is a school without one; a column of them is another column."""
    project = BENCH.project_of("35", tmp_path, quick=True)
    table = pd.read_csv(project.schools, sep=";", dtype=str, keep_default_na=False)
    table.assign(code_commune="Rennes").to_csv(project.schools, sep=";", index=False)
    with pytest.raises(InputError, match="commune_code"):
        build(project)


@pytest.mark.parametrize("departement", ["75", "971", "2A", "69"])
def test_other_lands(tmp_path, departement):
    """Paris places them all but the collectivities'; Guadeloupe, Corsica and Lyon as elsewhere."""
    assert BENCH.failed(departement, tmp_path, quick=True) == []
