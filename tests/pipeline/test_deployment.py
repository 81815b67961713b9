"""A deployment from end to end: a register as people write it becomes tables, words and a block."""

import datetime as dt
import json
import re
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pyogrio
import pytest
from annuaire import row, uai, write_csv
from packages import faults
from workbooks import unexplained
from written_pages import page_text

from geo_ent.errors import InputError
from geo_ent.pipeline.build import build
from geo_ent.pipeline.deployment_figures import _by_territories
from geo_ent.pipeline.made_folders import gap_lines
from geo_ent.project.build_options import Goal, Programme, Project, Simulation
from geo_ent.project.project_file import read_project

PLACES = {"90010": (47.639, 6.863), "90052": (47.676, 6.94), "90033": (47.547, 7.002)}
COLLEGE = uai(500)
TABLES = ("solutions.csv", "adhesions.csv", "school-networks.csv", "phases.csv")
TITLES = ("UAI", "École", "Commune", "ENT", "Solution", "Date", "Phase", "Réseau", "Fin")
REGISTER = (
    (1, "", "", "oui", "Net'École", "13/01/2017", "Pilote", "Réseau 1", ""),
    (2, "", "", "oui", "Net'École", "01/09/2017", "Vague 1", "Réseau 1", ""),
    (3, "", "", "projet", "Net'École", "01/09/2030", "Vague 2", "Réseau 2", ""),
    (4, "", "", "oui", "ONE", "01/09/2016", "Pilote", "", "31/08/2018"),
    (0, "Toutes les écoles publiques", "Delle", "oui", "Beneylu School", "29/01/2015", "", "", ""),
)


def school(number, **changes):
    """Make a school of Belfort (1 to 4) or of Delle (5, 6)."""
    code, town = ("90010", "Belfort") if number <= 4 else ("90033", "Delle")
    lat, lon = PLACES[code]
    place = {"latitude": str(lat + number / 1000), "longitude": str(lon)}
    return row(number, Nom_etablissement=f"École {number}", Code_commune=code,
               Nom_commune=town, **place, **changes)  # fmt: skip


def write_register(path, rows, titles=TITLES):
    """Write a register as CSV, 0 for no UAI."""
    lines = [",".join(titles)]
    lines += [",".join([uai(number) if number else "", *cells]) for number, *cells in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_carte(path):
    """Write a carte scolaire: all of Belfort goes to one collège."""
    rows = [{"code_departement": "090", "code_insee": "90010", "libelle_commune": "Belfort",
             "Type_et_Libelle": "", "Code_RNE": COLLEGE, "Secteur_unique": "O"}]  # fmt: skip
    return write_csv(path, rows)


def make_project(tmp_path):
    """Make six schools, a collège and a register with all that a deployment has."""
    college = row(500, Nom_etablissement="Collège Vauban", Type_etablissement="Collège",
                  code_nature="340", libelle_nature="COLLEGE")  # fmt: skip
    return Project(
        departements=("90",),
        schools=write_csv(tmp_path / "annuaire.csv", [*map(school, range(1, 7)), college]),
        register=write_register(tmp_path / "registre.csv", REGISTER),
        college_sectors=write_carte(tmp_path / "carte.csv"),
        out=tmp_path / "out",
        date=dt.date(2020, 7, 1),
    )


@pytest.fixture
def project(tmp_path):
    """A project that isn't built yet."""
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The same, simulated, with a goal and a budget, built once."""
    asked = changed(
        make_project(tmp_path_factory.mktemp("built")),
        goal=Goal(0.8, dt.date(2025, 9, 1)),
        programme=Programme(12_000, {"FEDER": 0.49}, "", 6),
        simulation=Simulation("Tout est simulé."),
    )
    build(asked)
    return asked


def changed(project, **said):
    """Give the project with some fields changed."""
    return Project(**(vars(project) | said))


def table(project, name):
    """Read a table of the folder as texts."""
    return pd.read_csv(project.out / name, dtype=str, keep_default_na=False)


def manifest(project):
    """Read what the folder says of itself."""
    return json.loads((project.out / "manifest.json").read_text(encoding="utf-8"))


def test_each_table_says_what_the_register_says(built):
    """Phases, networks, the commune that joined, solutions: to the last count."""
    project = built
    phases = table(project, "phases.csv")
    counts = ["phase", "schools_n", "covered_n", "first_start"]
    assert phases[counts].to_numpy().tolist() == [
        ["Pilote", "1", "1", "2017-01-13"],  # the one whose ENT ended is no longer of it
        ["Vague 1", "1", "1", "2017-09-01"],
        ["Vague 2", "1", "0", "2030-09-01"],
    ]
    networks = table(project, "school-networks.csv")
    told = ["network", "college_uai", "college_name", "linked_to", "schools_n", "since"]
    assert networks[told].to_numpy().tolist() == [
        ["Réseau 1", COLLEGE, "Collège Vauban", "college", "2", "2017-01-13"]
    ]
    joined = table(project, "adhesions.csv")
    told = ["commune_code", "commune_name", "since", "schools_n", "covered_n", "solution"]
    assert joined[told].to_numpy().tolist() == [
        ["90033", "Delle", "2015-01-29", "2", "2", "Beneylu School"]
    ]
    solutions = table(project, "solutions.csv")
    whole = solutions[solutions["level"] == "territory"]
    assert whole[["solution", "schools_n", "zone_covered_n"]].to_numpy().tolist() == [
        ["Beneylu School", "2", "4"], ["Net'École", "2", "4"]
    ]  # fmt: skip
    assert set(solutions["level"]) == {
        "territory", "departement", "circonscription", "secteur_college", "epci"
    }  # fmt: skip


def test_the_manifest_has_the_figures_and_the_sentences(built):
    """Where it stands, the goal and the cost a year, as numbers and in words."""
    said = manifest(built)
    facts = said["deployment"]
    assert facts["adhering_communes_n"] == 1
    assert facts["communes_n"] == 2
    assert (facts["networks_n"], facts["phases_n"]) == (1, 3)
    assert facts["scopes"] == {"commune": 2, "school": 2}
    assert facts["goal"] == {"share": 0.8, "unit": "schools", "by": "2025-09-01",
                             "reached_share": 0.666667, "needed_n": 1, "reached_in": None,
                             "gained_in_twelve_months_n": 0, "share_then": 0.666667}  # fmt: skip
    # of six schools 80 % are aimed at: five, over six years
    assert facts["cost"]["per_school_year"] == 12000 / 5 / 6
    assert facts["cost"]["funders"] == {"FEDER": 5880.0}
    sentences = " ".join(said["told"]["deployment"])
    for words in ("1 commune a adhéré, sur 2", "Pilote", "1 réseau d’écoles est en place",
                  "Beneylu School, 2 écoles", "80", "pour les 5 écoles de", "FEDER"):  # fmt: skip
        assert words in sentences, words


def test_the_page_has_the_block(built):
    """The sentences and the network reach the page's data."""
    page = page_text(built.out / "index.html")
    assert '"deployment":{"sentences":["1 commune a adhéré' in page.replace("\u00a0", " ")
    assert '"name":"Réseau 1","college":"Collège Vauban","at_college":true' in page


def test_the_workbook_and_the_geopackage_have_them(built):
    """A sheet each with French headings, the notes below; the links as lines."""
    project = built
    book = openpyxl.load_workbook(project.out / "coverage.xlsx")
    assert not unexplained(project.out / "coverage.xlsx")
    sheets = ["Solutions", "Communes adhérentes", "Réseaux en place", "Phases"]
    assert book.sheetnames[-5:-1] == sheets
    assert book.sheetnames[-1] == "Constats"
    for name in sheets:
        cells = [str(cell) for row in book[name].iter_rows(values_only=True) for cell in row]
        titles = [cell for cell in cells if "_" in cell]
        assert titles == [], name
    told = [cell.value for cell in book["Réseaux en place"]["A"]]
    assert any("Réseau 2" in str(cell) for cell in told[3:])
    assert [cell.value for cell in book["Solutions"][4]][:3] == ["ensemble", None, "Ensemble"]
    layer = pyogrio.read_dataframe(project.out / "coverage.gpkg", layer="school_networks")
    assert layer["network"].tolist() == ["Réseau 1"]
    assert layer["since"].tolist() == ["2017-01-13"]
    assert set(layer.geom_type) == {"MultiLineString"}


def test_a_register_that_only_says_who_has_an_ent_has_no_block(project):
    """Statuses and a solution: the page carries nothing of it; the solutions have their table."""
    titles, rows = TITLES[:5], [line[:5] for line in REGISTER[:4]]
    register = write_register(project.out.with_name("simple.csv"), rows, titles)
    asked = changed(project, register=register)
    page = build(asked).page.read_text(encoding="utf-8")
    assert "offerDeployment" not in page
    assert '"deployment"' not in page
    said = manifest(asked)
    assert "deployment" not in said
    assert "deployment" not in said["told"]
    assert [name for name in TABLES if (asked.out / name).exists()] == ["solutions.csv"]
    titles, rows = TITLES[:4], [line[:4] for line in REGISTER[:4]]
    bare = changed(project, register=write_register(register, rows, titles))
    build(bare)
    assert [name for name in TABLES if (bare.out / name).exists()] == []
    sheets = openpyxl.load_workbook(bare.out / "coverage.xlsx").sheetnames
    assert not {"Solutions", "Phases", "Réseaux en place", "Communes adhérentes"} & set(sheets)


def test_a_quick_build_has_no_deployment(project):
    """Page and tables only, as of the gaps."""
    build(changed(project, quick=True))
    assert not any((project.out / name).exists() for name in TABLES)
    assert "offerDeployment" not in page_text(project.out / "index.html")


def test_two_solutions_at_once_are_told(project):
    """A school's own ENT beside that of its circonscription, under two programmes."""
    rows = [(*REGISTER[0][:-1], "", "Réseaux"), (1, "", "", "oui", "Iconito", "01/02/2015", "",
             "", "", "Circonscriptions")]  # fmt: skip
    register = write_register(project.out.with_name("deux.csv"), rows, (*TITLES, "Programme"))
    asked = changed(project, register=register)
    build(asked)
    assert table(asked, "schools.csv")["solution"][0].split(" + ") == ["Iconito", "Net'École"]
    whole = table(asked, "solutions.csv").head(2)
    assert whole[["solution", "schools_n", "zone_covered_n", "several_n"]].to_numpy().tolist() == [
        ["Iconito", "1", "1", "1"], ["Net'École", "1", "1", "1"]
    ]  # fmt: skip
    network = table(asked, "school-networks.csv").loc[0]
    assert (network["solutions"], network["since"]) == ("Net'École", "2017-01-13")


def test_simulated_tables_say_so(built):
    """A note on each row."""
    for name in TABLES:
        assert set(table(built, name)["note"]) == {"Tout est simulé."}, name


def test_hostile_texts_are_texts(project):
    """A formula in a phase or a network's name stays a text in the tables, a line break in one.

    Other programs find in them what the package promises: a network may be linked to nothing.
    """
    rows = [
        (1, "", "", "oui", "=zebulon", "01/09/2016", "=cmd()", "@SUM(A1)", ""),
        (2, "", "", "oui", "a\rb", "01/09/2017", "c\rd", "", ""),
    ]
    register = write_register(project.out.with_name("hostile.csv"), rows)
    asked = changed(project, register=register)
    build(asked)
    assert table(asked, "phases.csv")["phase"].tolist()[0] == "'=cmd()"
    assert faults(asked.out) == []
    assert table(asked, "school-networks.csv")["network"].tolist() == ["'@SUM(A1)"]
    assert table(asked, "solutions.csv")["solution"][0].startswith("'=")


def page_data(project):
    """Read the data of a page."""
    page = page_text(project.out / "index.html")
    return json.loads(re.search(r'id="geo-ent-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    """The same in English, with a goal in pupils, built once."""
    project = make_project(tmp_path_factory.mktemp("english"))
    asked = changed(project, goal=Goal(0.8, dt.date(2025, 9, 1), "pupils"), lang="en",
                    programme=Programme(12_000, {"FEDER": 0.49}, "", 6))  # fmt: skip
    build(asked)
    return asked


def test_an_english_page_tells_all_of_it_in_english(english):
    """Those of the manifest, then the notes; names stay French."""
    data, said = page_data(english), manifest(english)
    sentences = [text.replace("\u00a0", " ") for text in data["deployment"]["sentences"]]
    assert len(sentences) == len(said["told"]["deployment"]) + 1
    assert sentences[0] == (
        "1 commune has joined, of 2 that have a school, or 50.0%, on 29 January 2015."
    )
    for told in (
        "Its 2 schools all have an ENT, for 240 pupils.",
        "Pilote: 1 school, with an ENT; opened on 13 January 2017.",
        "The ENT is open: by whole communes, for 2 schools; school by school, for 2 schools.",
        "1 network of schools is in place: 2 schools, all with an ENT, and 1 collège.",
        "1 network has no school with an ENT yet: Réseau 2.",
        "Funding — FEDER: €5,880 (49.0%).",
    ):
        assert told in sentences, told
    french = [text for text in sentences if re.search(r"\b(écoles?|avec|sur|sont)\b", text)]
    assert french == []
    assert said["told"]["deployment"] == data["deployment"]["sentences"][:-1]
    gaps = data["gaps"]
    assert not any("école" in text for text in (*gaps["ranks"]["reasons"], *gaps["notes"]))
    assert len(gaps["notes"]) > 0


@pytest.fixture(scope="module")
def rural(tmp_path_factory):
    """The same schools in a rural commune, in English, built once."""
    project = make_project(tmp_path_factory.mktemp("rural"))
    lat, lon = 47.744, 6.825
    rows = [
        row(
            at,
            Nom_etablissement=f"École {at}",
            Code_commune="90052",
            Nom_commune="Giromagny",
            latitude=str(lat + at / 1000),
            longitude=str(lon),
        )
        for at in range(1, 7)
    ]
    asked = changed(project, schools=write_csv(project.schools, rows), college_sectors=None,
                    register=write_register(project.register, REGISTER[:4]), lang="en")  # fmt: skip
    build(asked)
    return asked


def test_who_is_left_out_is_told_in_english(rural):
    """The list, the workbook's sheets with what is under them, and the manifest."""
    listed = table(rural, "gaps.csv")
    assert len(listed) == 4
    assert listed["reasons"].str.match(r"(no ENT|ENT planned|situation unknown); ").all()
    said = [text.replace("\u00a0", " ") for text in manifest(rural)["told"]["gaps"]]
    criterion = "Criterion “IPS”: it isn’t known of any school of the list; its weight (1 of 13.5)"
    assert any(text.startswith(criterion) for text in said)
    book = openpyxl.load_workbook(rural.out / "coverage.xlsx")
    cells = [
        str(cell).replace("\u00a0", " ")
        for title in ("Read first", "Schools to equip")
        for row in book[title].iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    assert any(cell.startswith(criterion) for cell in cells)
    assert any(re.match(r"ENT planned; .* km from the nearest equipped public school", cell)
               for cell in cells)  # fmt: skip
    french = re.compile(r"\b(écoles?|avec|sur|sont|ont|sans|dont|élèves?)\b")
    assert [text for text in (*listed["reasons"], *said, *cells) if french.search(text)] == []
    # Without a row, they have no sheet: the first one says why.
    assert not {"White areas", "Clusters", "Networks"} & set(book.sheetnames)
    assert any(cell.startswith("no row, so no sheet.") for cell in cells)
    assert not unexplained(rural.out / "coverage.xlsx")


def test_a_goal_in_pupils_is_what_the_map_opens_on(english, built):
    """Each school has 120 pupils: 4 of 6 are 480 of 720. Page, picture, codes, headline agree."""
    said = manifest(english)
    goal = said["deployment"]["goal"]
    assert (goal["unit"], goal["needed_n"]) == ("pupils", 576 - 480)
    assert said["headline"].startswith("480 of 720 pupils have an ENT, or 66.7%. 4 of 6 public")
    assert "Share of pupils whose school has an ENT, by circonscription" in said["alt"]
    data = page_data(english)
    offered = [record["id"] for record in data["indicators"]]
    assert offered[:2] == ["pupils_coverage_share", "coverage_share"]
    page = page_text(english.out / "index.html")
    notes, _, definitions = page.partition("What the other indicators count")
    assert "Counts the pupils of schools whose number is known" in notes
    assert "Share of schools with a digital workspace (ENT): A school counts when" in definitions
    assert "Share of pupils whose school" in page_text(english.out / "map.svg")
    embed = page_text(english.out / "embed.html")
    assert "&gt;Pupils&lt;" in embed
    assert "&lt;td&gt;720&lt;/td&gt;&lt;td&gt;480&lt;/td&gt;" in embed
    schools = page_data(built)["indicators"]
    assert schools[0]["id"] == "coverage_share"
    assert sorted(offered) == sorted(record["id"] for record in schools)
    assert manifest(built)["headline"].startswith("4 écoles publiques sur 6 ont un ENT")
    assert "&gt;Écoles&lt;" in page_text(built.out / "embed.html")


def test_a_quick_map_opens_on_the_goal_too(project):
    """The page is the same without the deployment."""
    asked = changed(project, goal=Goal(0.8, dt.date(2025, 9, 1), "pupils"), quick=True)
    build(asked)
    assert page_data(asked)["indicators"][0]["id"] == "pupils_coverage_share"
    unknown = changed(asked, goal=Goal(0.8, dt.date(2025, 9, 1), "classes"))
    build(unknown)
    assert page_data(unknown)["indicators"][0]["id"] == "coverage_share"


def test_the_terminal_says_the_programme_again(built, project):
    """Each sentence once: the pace and the cost are among those of the gaps."""
    lines = list(gap_lines(built.out))
    at = lines.index("Le programme")
    before, after = (" ".join(part) for part in (lines[:at], lines[at:]))
    assert "1 commune a adhéré, sur 2 qui ont une école" in after
    assert "Réseau 2" not in after
    assert "Financement" in before
    assert "Financement" not in after
    register = write_register(
        project.out.with_name("bare.csv"), [line[:4] for line in REGISTER[:4]], TITLES[:4]
    )
    bare = changed(project, register=register)
    build(bare)
    assert "Le programme" not in list(gap_lines(bare.out))


def test_the_terminal_speaks_the_folders_language(english, built, rural):
    """Titles are in the language that is asked for, else the folder's; sentences are its own."""
    assert manifest(english)["lang"] == "en"
    assert "lang" not in manifest(built)
    own, asked = list(gap_lines(english.out)), list(gap_lines(english.out, lang="fr"))
    assert "The programme" in own
    assert "Le programme" in asked
    assert [line for line in own if line not in asked] == ["The programme"]
    lines = list(gap_lines(rural.out, lang="fr"))
    assert any("km from the nearest equipped public school" in line for line in lines)
    assert "The programme" in list(gap_lines(built.out, lang="en"))


def test_a_solution_of_some_classes_is_named_beside_that_of_the_school(project):
    """After it, for the school; its own dates and programme don't become the school's."""
    titles = (*TITLES, "Programme")
    rows = [
        (1, "", "", "oui", "Net'École", "13/01/2017", "", "", "", "Réseaux"),
        (1, "", "", "classe", "Klassroom", "01/09/2015", "", "", "", "Essai"),
        (2, "", "", "oui", "Klassroom", "13/01/2017", "", "", "", "Réseaux"),
        (3, "", "", "classe", "Klassroom", "13/01/2017", "", "", "", "Essai"),
        (4, "", "", "oui", "Net'École", "13/01/2017", "", "", "", "Réseaux"),
        (4, "", "", "classe", "Klassroom", "01/09/2015", "", "", "31/08/2016", "Essai"),
    ]
    register = write_register(project.out.with_name("classes.csv"), rows, titles)
    asked = changed(project, register=register)
    build(asked)
    schools = table(asked, "schools.csv").set_index("uai")
    told = ["status", "solution", "start", "programme"]
    assert schools.loc[[uai(number) for number in range(1, 5)], told].to_numpy().tolist() == [
        ["school", "Net'École + Klassroom", "2017-01-13", "Réseaux"],
        ["school", "Klassroom", "2017-01-13", "Réseaux"],
        ["class", "Klassroom", "2017-01-13", "Essai"],
        ["school", "Net'École", "2017-01-13", "Réseaux"],  # that of its classes is over
    ]
    whole = table(asked, "solutions.csv").head(2)
    counts = ["solution", "schools_n", "zone_covered_n", "several_n", "class_only_n"]
    assert whole[counts].to_numpy().tolist() == [
        ["Klassroom", "2", "3", "1", "1"], ["Net'École", "2", "3", "1", "0"]
    ]  # fmt: skip
    sentences = " ".join(manifest(asked)["told"]["deployment"]).replace("\u00a0", " ")
    assert "Klassroom, 2 écoles, dont 1 dans certaines classes seulement (66,7 %)" in sentences


def test_an_epci_that_carries_the_ent_is_told(project):
    """By a row for it, dated: its table, its sheet, its figures, its sentence."""
    rows = [(0, "Toutes les écoles publiques", "oui", "ONE", "01/09/2016", "CC du Sud Territoire")]
    titles = ("UAI", "École", "ENT", "Solution", "Date", "EPCI")
    register = write_register(project.out.with_name("epci.csv"), rows, titles)
    asked = changed(project, register=register)
    build(asked)
    joined = table(asked, "adhesions-epci.csv")
    told = ["epci_name", "communes_n", "since", "solution", "schools_n", "covered_n"]
    assert joined[told].to_numpy().tolist() == [
        ["CC du Sud Territoire", "1", "2016-09-01", "ONE", "2", "2"]
    ]
    assert not (asked.out / "adhesions.csv").exists()
    facts = manifest(asked)["deployment"]
    assert (facts["adhering_epcis_n"], facts["epcis_n"]) == (1, 2)
    assert facts["adhering_communes_n"] == 0
    assert manifest(asked)["told"]["deployment"][0].startswith("1 intercommunalité a adhéré, sur 2")
    book = openpyxl.load_workbook(asked.out / "coverage.xlsx")
    sheet = book["Intercommunalités adhérentes"].iter_rows(values_only=True)
    cells = [str(cell) for row in sheet for cell in row]
    assert "Intercommunalité" in cells
    assert [cell for cell in cells if "_" in cell] == []


def test_a_goal_in_classes_without_classes_is_refused(project):
    """Nobody's number of classes is known: what to give is said, and nothing is written."""
    with pytest.raises(InputError, match=r"objectif est en classes .* donnez les effectifs"):
        build(changed(project, goal=Goal(0.8, dt.date(2025, 9, 1), "classes")))
    assert not project.out.exists()


def test_the_project_file_says_years_and_unit(tmp_path):
    """Both are read; what isn't one of them is refused with what was expected."""
    path = tmp_path / "geo-ent.toml"
    path.write_text(
        '[goal]\nshare = 0.63\nyears = 4\nunit = "classes"\n'
        "[programme]\nbudget = 3000000\nyears = 6\n",
        encoding="utf-8",
    )
    told = read_project(path)
    assert told["goal"] == Goal(0.63, 4, "classes")
    assert told["programme"].years == 6
    for text, words in (
        ('[goal]\nshare = 0.5\nyears = 4\nunit = "villes"', "schools, classes, pupils"),
        ("[goal]\nshare = 0.5\nyears = 4\nunit = 3", "unit = 3"),
        ("[programme]\nbudget = 1\nyears = 0", "years = 0"),
        ("[programme]\nbudget = 1\nyears = true", "un nombre d’années comme 6"),
        ('[programme]\nbudget = 1\nyears = "six"', "years = 'six'"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            read_project(path)


def test_the_same_inputs_give_the_same_bytes(built):
    """Every file of a second build."""
    again = changed(built, out=built.out.with_name("again"))
    build(again)
    first, second = (
        {path.name: path.read_bytes() for path in asked.out.iterdir()} for asked in (built, again)
    )
    assert first == second


def test_real_schools_and_sectors(shared_file, tmp_path):
    """Ille-et-Vilaine: five public schools of a sector in a network, linked to its own collège."""
    annuaire = shared_file("annuaire-035-2023-06.csv")
    carte = shared_file("carte-scolaire-colleges-035-2023.csv")
    own = tmp_path / "vide.csv"
    own.write_text("UAI,ENT\n0350103X,oui\n", encoding="utf-8")
    asked = Project(departements=("35",), schools=annuaire, register=own, college_sectors=carte,
                    out=tmp_path / "a", quick=True)  # fmt: skip
    build(asked)
    schools = table(asked, "schools.csv")
    sector = schools["secteur_college_code"].value_counts().drop("", errors="ignore").index[0]
    five = schools.loc[schools["secteur_college_code"] == sector, "uai"].head(5)
    own.write_text("UAI,ENT,Réseau\n" + "".join(f"{uai},oui,R1\n" for uai in five), "utf-8")
    asked = changed(asked, quick=False, out=tmp_path / "b")
    build(asked)
    network = table(asked, "school-networks.csv").loc[0]
    assert network["college_uai"] == sector
    assert network["linked_to"] == "college"
    assert network["uais"].split() == sorted(five)
    assert 0 < float(network["mean_km"]) <= float(network["max_km"]) < 30


def test_one_row_for_a_commune_is_no_convention():
    """Among many schools with rows of their own, it doesn't make a programme of communes."""
    scopes = pd.DataFrame({"schools_n": [19, 1]}, index=pd.Index(["school", "commune"]))
    assert not _by_territories(SimpleNamespace(scopes=scopes))
    assert _by_territories(SimpleNamespace(scopes=scopes.assign(schools_n=[9, 1])))
    assert not _by_territories(SimpleNamespace(scopes=scopes.iloc[:1]))
