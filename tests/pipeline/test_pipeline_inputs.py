"""The main job with every input that a DANE may add: what each brings to tables, page, manifest."""

import datetime as dt
import json

import annuaire
import pandas as pd
import pytest
from written_pages import page_text

from geo_ent.errors import InputError
from geo_ent.pipeline.build import build
from geo_ent.pipeline.made_folders import equity_lines, gap_lines
from geo_ent.project.build_options import Goal, Programme, Project, Simulation

SENTENCE = "Le registre est simulé."


@pytest.fixture(scope="module")
def real(shared_file, tmp_path_factory):
    """Ille-et-Vilaine with grid, FRR, effectifs, IPS and carte scolaire, built once."""
    out = tmp_path_factory.mktemp("real") / "35"
    project = Project(
        departements=("35",),
        schools=shared_file("annuaire-035-2023-06.csv"),
        register=shared_file("registre-ent-035-simule.xlsx"),
        out=out,
        date=dt.date(2023, 6, 30),
        density=shared_file("densite-7-niveaux-cog2025.csv"),
        frr=shared_file("frr-2025-07.csv"),
        pupils=shared_file("effectifs-ecoles-035-2019-2022.csv"),
        rentree=2021,
        ips=shared_file("ips-ecoles-2021-2022.csv"),
        college_sectors=shared_file("carte-scolaire-colleges-035-2023.csv"),
        contact="dane@ac-exemple.fr",
        simulation=Simulation(SENTENCE),
    )
    return build(project)


@pytest.fixture
def build_35(shared_file, tmp_path):
    """Build Ille-et-Vilaine on 30 June 2023 from the directory and the register, and options."""

    def made(**options):
        return build(
            Project(
                departements=("35",),
                schools=shared_file("annuaire-035-2023-06.csv"),
                register=shared_file("registre-ent-035-simule.xlsx"),
                out=tmp_path / "35",
                date=dt.date(2023, 6, 30),
                **options,
            )
        )

    return made


def table(built, name):
    """Read a table of the folder, codes as text."""
    codes = {"zone_code": str, "uai": str, "commune_code": str}
    return pd.read_csv(built.page.with_name(name), dtype=codes).set_index(
        "uai" if name in ("schools.csv", "gaps.csv") else "zone_code"
    )


def test_every_school_is_counted_once_a_level(real):
    """At each of the six levels the zones' schools and those out of it add up to the total."""
    manifest = json.loads(real.page.with_name("manifest.json").read_text(encoding="utf-8"))
    out_of = manifest["schools_out_of_level"]
    assert set(out_of) == {
        "commune", "circonscription", "secteur_college", "epci", "arrondissement", "departement",
    }  # fmt: skip
    for level, missing in out_of.items():
        assert table(real, f"coverage-{level}.csv")["schools_n"].sum() + missing == 421, level


def test_rural_and_urban_schools_add_up(real):
    """With the real grid each school is rural or urban, in every zone and in schools.csv."""
    schools = table(real, "schools.csv")
    assert set(schools["rurality_basis"]) == {"insee"}
    assert (schools["rural"] == (schools["density_class"] >= 5)).all()
    for level in ("circonscription", "secteur_college", "departement"):
        zones = table(real, f"coverage-{level}.csv")
        both = zones["rural_schools_n"] + zones["urban_schools_n"]
        assert (both == zones["schools_n"]).all(), level
    whole = table(real, "coverage-departement.csv").loc["35"]
    gap = whole["rural_coverage_share"] - whole["urban_coverage_share"]
    assert whole["rural_urban_gap_points"] == pytest.approx(100 * gap, abs=1e-3)


def test_pupils_are_those_of_the_rentree_asked_for(real, shared_file):
    """The département's pupils are the sum over its public schools in the file's rows of 2021."""
    rows = pd.read_csv(shared_file("effectifs-ecoles-035-2019-2022.csv"), sep=";", dtype=str)
    rows = rows[rows["Rentrée scolaire"] == "2021"].set_index("Numéro de l'école")
    schools = table(real, "schools.csv")
    expected = rows["Nombre total d'élèves"].astype(int).reindex(schools.index)
    pd.testing.assert_series_equal(
        schools["pupils_n"], expected.astype(float), check_names=False, check_dtype=False
    )
    whole = table(real, "coverage-departement.csv").loc["35"]
    assert whole["pupils_n"] == expected.sum()


def test_sources_of_every_input_are_named(real):
    """Page and manifest name each file; simulated data says so in every table."""
    page = page_text(real.page)
    for words in ("Grille communale de densité", "DGCL", "rentrée 2021", "Carte scolaire"):
        assert words in page, words
    manifest = json.loads(real.page.with_name("manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["pupils"]["rentree"] == 2021
    assert {"density", "frr", "ips", "college_sectors"} <= set(manifest["inputs"])
    for path in real.page.parent.glob("*.csv"):
        written = pd.read_csv(path, dtype=str)
        assert (written["note"] == SENTENCE).all(), path.name


def test_without_a_grid_rurality_is_said_to_be_estimated(build_35):
    """Each school of the table and the page itself say that rurality is an estimate."""
    built = build_35(quick=True)
    for name in ("schools.csv", "coverage-commune.csv"):
        assert set(table(built, name)["rurality_basis"]) == {"estimated"}, name
    assert "Ruralité estimée" in page_text(built.page)


@pytest.mark.parametrize("territory", [{"academies": ("rennes",)}, {"regions": ("BRETAGNE",)}])
def test_an_academie_or_a_region_stands_for_its_departements(territory, shared_file, tmp_path):
    """Rennes and Bretagne are four départements; the title says which was asked for."""
    built = build(
        Project(
            **territory,
            quick=True,
            schools=shared_file("annuaire-035-2023-06.csv"),
            register=shared_file("registre-ent-035-simule.xlsx"),
            out=tmp_path / "out",
            date=dt.date(2023, 6, 30),
        )
    )
    manifest = json.loads(built.page.with_name("manifest.json").read_text(encoding="utf-8"))
    assert manifest["departements"] == ["22", "29", "35", "56"]
    assert "Académie de Rennes" in page_text(built.page)


def test_a_file_that_is_not_what_it_says_stops_the_build(shared_file, tmp_path):
    """Effectifs given as the grid: one line names the file; no folder is left."""
    project = Project(
        departements=("35",),
        schools=shared_file("annuaire-035-2023-06.csv"),
        register=shared_file("registre-ent-035-simule.xlsx"),
        out=tmp_path / "out",
        density=shared_file("effectifs-ecoles-035-2019-2022.csv"),
    )
    with pytest.raises(InputError, match="effectifs-ecoles-035-2019-2022") as fault:
        build(project)
    assert "\n" not in str(fault.value)
    assert not list(tmp_path.iterdir())


def test_the_gaps_are_those_of_the_rural_schools_without(real):
    """gaps.csv lists each rural school that isn't covered, once, ranked from 1."""
    schools, gaps = table(real, "schools.csv"), table(real, "gaps.csv")
    rural = schools[schools["rural"] & (schools["status"] != "school")]
    assert set(gaps.index) == set(rural.index)
    assert gaps["rank"].tolist() == list(range(1, len(rural) + 1))
    whole = table(real, "coverage-departement.csv").loc["35"]
    assert len(gaps) == whole["rural_without_n"] + whole["rural_unknown_n"]


def test_equity_tells_the_rural_gap(real):
    """Rural 87 of 215, urban 123 of 206: sheet, tables, manifest and terminal say the same."""
    groups = pd.read_csv(real.page.with_name("equity-groups.csv"))
    rurality = groups[groups["grouping"] == "rurality"].set_index("group")
    assert rurality["covered_n"].sum() == 210
    assert sorted(rurality["population"]) == [206, 215]
    sheet = page_text(real.page.with_name("equity.html"))
    assert SENTENCE in sheet
    said = " ".join(equity_lines(real.page.parent))
    assert "87 écoles sur 215" in said
    assert "Éducation prioritaire" in said
    assert "1  Ecole primaire" in "\n".join(gap_lines(real.page.parent, top=2))


def test_made_folders_are_told_at_a_width(real):
    """At 45 and 100 signs lines fit, none is cut before « : » or at a hyphen; codes are named."""
    for width in (45, 100):
        equity = list(equity_lines(real.page.parent, width=width))
        lines = [*equity, *gap_lines(real.page.parent, width=width)]
        assert max(map(len, lines)) <= width
        assert not any(line.lstrip().startswith(tuple(":;?!»%")) for line in lines)
        assert not any(line.endswith("-") for line in lines)
        assert any(line.startswith("  Rapport simple (R)") for line in equity)
    assert any("Indice de Gini (gini)" in line for line in equity)


def test_people_get_a_workbook_and_layers(real):
    """The workbook has a sheet a level and the gaps; the GeoPackage a layer a level."""
    import openpyxl
    import pyogrio

    sheets = openpyxl.load_workbook(real.page.with_name("coverage.xlsx"), read_only=True).sheetnames
    assert {"À lire", "Écoles", "Écoles à équiper", "Zones blanches"} <= set(sheets)
    layers = {name for name, _ in pyogrio.list_layers(real.page.with_name("coverage.gpkg"))}
    assert {"circonscription", "secteur_college", "white_areas", "schools"} <= layers


def test_a_quick_build_makes_the_page_and_the_tables(build_35):
    """With --quick there is no picture, no workbook, no equity; `gaps` says how to have them."""
    built = build_35(quick=True)
    names = {path.name for path in built.page.parent.iterdir()}
    assert {"index.html", "schools.csv", "coverage-commune.csv", "manifest.json"} <= names
    assert not names & {"map.png", "map.svg", "embed.html", "coverage.xlsx", "equity.html"}
    with pytest.raises(InputError, match="refaites la carte sans --quick"):
        list(gap_lines(built.page.parent))


def test_a_school_that_nothing_places_is_counted_apart(tmp_path):
    """An unknown code and no point: no commune says if it is rural, and the map is made of all."""
    nowhere = {"latitude": "", "longitude": "", "position": ""}
    rows = [annuaire.row(1), annuaire.row(2, Code_commune="90999", **nowhere)]
    schools = annuaire.write_csv(tmp_path / "a.csv", rows)
    register = tmp_path / "ent.csv"
    register.write_text(f"UAI,ENT\n{annuaire.uai(1)},oui\n", encoding="utf-8")
    out = tmp_path / "map"
    build(Project(departements=("90",), schools=schools, register=register, out=out, quick=True))
    made = pd.read_csv(out / "schools.csv", index_col="uai", keep_default_na=False)
    assert made["commune_code"].tolist() == ["90010", ""]
    assert made["rurality_basis"].tolist() == ["estimated", ""]


def test_a_folder_of_something_else_is_refused(tmp_path):
    """A folder without our manifest, with another's or with one cut short, is named."""
    another = "ce n’est pas un dossier fait par geo-ent build"
    told = {None: another, "[]": another, '{"generator": "x"}': another, "{": "ne se lit pas"}
    for text, refusal in told.items():
        if text is not None:
            (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=refusal):
            list(equity_lines(tmp_path))


def test_a_goal_and_a_budget_are_told(build_35):
    """The pace leads to the goal asked for, and the programme has a cost by school."""
    built = build_35(
        goal=Goal(1.0, dt.date(2028, 9, 1)), programme=Programme(2_100_000, {"FEDER": 0.49})
    )
    said = "\n".join(gap_lines(built.page.parent, top=1)).replace("\n", " ")
    assert "Pour atteindre 100 % au 1er septembre 2028, il faut encore équiper 211 écoles" in said
    assert "10 000 €" in said.replace("\u202f", " ")


def test_small_zones_are_drawn_towards_the_whole(real):
    """A shrunken share lies between the zone's own and the others', inside its interval."""
    for level in ("commune", "secteur_college", "epci"):
        zones = table(real, f"coverage-{level}.csv").query("schools_n > 0")
        whole = zones["covered_n"].sum() / zones["schools_n"].sum()
        shrunk, own = zones["shrunk_share"], zones["coverage_share"]
        near = (shrunk - whole) * (own - whole)
        assert (near >= -1e-6).all(), level
        assert ((shrunk - whole).abs() <= (own - whole).abs() + 1e-6).all(), level
        assert zones["shrunk_low"].le(shrunk + 1e-6).all()
        assert zones["shrunk_high"].ge(shrunk - 1e-6).all()
    assert set(zones["local_quadrant"].dropna()) <= {"LL", "LH", "HL", "HH"}
