import dataclasses
import datetime as dt
import html
import json
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from annuaire import inspection, row, uai, write_csv
from commands import run_here
from written_pages import page_text

import geo_ent
from geo_ent.errors import InputError
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project, parse_date
from geo_ent.tables.contract import REGISTER_STATUSES, STATUSES
from geo_ent.tables.findings import Findings
from geo_ent.telling.build_sentences import STEPS

HOSTILE = [
    "{{7*7}}",
    "{% x %}",
    "</script>",
    "`",
    "${1}",
    "<img src=x onerror=alert(1)>",
    "\u202e RTL \u2028 x",
]
TITLE = "Circonscription d'inspection du 1er degré de"
PLACES = {"90010": (47.639, 6.863), "90052": (47.676, 6.94), "90033": (47.547, 7.002)}


def project_in(folder):
    """Write made-up schools of the Territoire de Belfort in three communes, with hostile names."""
    rows = [
        row(number, Nom_etablissement=name, Code_commune=code,
            latitude=str(lat), longitude=str(lon),
            nom_circonscription=f"{TITLE} {name}" if number == 1 else f"{TITLE} Belfort 1")
        for number, (name, (code, (lat, lon))) in enumerate(
            zip(HOSTILE, [*PLACES.items()] * 3, strict=False), 1)
    ]  # fmt: skip
    rows.append(inspection(50, "Circonscription d'inspection du 1er degré de Belfort 1"))
    register = "uai,status,solution,start\n" + "\n".join(
        f"{uai(number)},{status},{{{{7*7}}}},2020-09-01"
        for number, status in enumerate(REGISTER_STATUSES, 1)
    )
    (folder / "registre.csv").write_text(register, encoding="utf-8")
    return Project(
        departements=("90",),
        schools=write_csv(folder / "annuaire.csv", rows),
        register=folder / "registre.csv",
        out=folder / "out",
    )


@pytest.fixture
def belfort(tmp_path):
    """Give a project of those schools."""
    return project_in(tmp_path)


def quick(project, **changed):
    """Give the project with some fields changed, for a test of the page and the tables alone."""
    return Project(**(vars(project) | changed | {"quick": True}))


@pytest.fixture(scope="module")
def last_map(tmp_path_factory):
    """Build its map once, for those who only need that there is one."""
    project = project_in(tmp_path_factory.mktemp("last"))
    build(project)
    return project.out


def test_a_map_with_an_address_has_its_card(last_map, belfort):
    """The page names the card by its whole address, and the card is there; else neither is."""
    assert not (last_map / "card.png").exists()
    assert "og:image" not in page_text(last_map / "index.html")
    out = build(Project(**(vars(belfort) | {"url": "https://dane.fr/ent/index.html"}))).page.parent
    assert 'content="https://dane.fr/ent/card.png"' in page_text(out / "index.html")
    assert (out / "card.png").read_bytes().startswith(b"\x89PNG")
    assert "card.png" in json.loads((out / "manifest.json").read_text("utf-8"))["outputs"]
    quickly = build(quick(belfort, out=belfort.out.with_name("q"), url="https://dane.fr/ent/"))
    assert "og:title" in page_text(quickly.page)
    assert "og:image" not in page_text(quickly.page)


def run(*arguments, cwd=None):
    """Run the command line as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "geo_ent", *map(str, arguments)],
        capture_output=True, encoding="utf-8", check=False, cwd=cwd,
    )  # fmt: skip


def test_build_writes_every_output(belfort):
    """Each output is there; the seven schools are all counted, whatever they are called."""
    reported = []
    built = build(belfort, report=lambda step, _told: reported.append(step))
    assert reported == list(STEPS)
    names = {path.name for path in belfort.out.iterdir()}
    levels = ("commune", "circonscription", "epci", "arrondissement", "departement")
    assert names == {
        "index.html", "schools.csv", "findings.csv", "manifest.json",
        "datapackage.json", "register-report.datapackage.json",
        "register-report.html", "register-report.csv", "map.png", "map.svg", "embed.html",
        "gaps.csv", "equity.html", "equity.csv", "equity-groups.csv", "coverage.xlsx",
        "coverage.gpkg", "coverage.qgs",
        *(f"coverage-{level}.csv" for level in levels),
        *(f"zones-{level}.{kind}" for level in levels for kind in ("geojson", "parquet")),
    }  # fmt: skip
    assert built.totals["schools_n"] == 7
    assert (built.totals["covered_n"], built.totals["unknown_n"]) == (1, 3)
    table = pd.read_csv(belfort.out / "schools.csv", dtype=str, keep_default_na=False)
    assert table["name"].tolist() == HOSTILE
    assert table["status"].tolist() == [*REGISTER_STATUSES, "unknown", "unknown"]
    for level in levels:
        zones = pd.read_csv(belfort.out / f"coverage-{level}.csv")
        assert zones["schools_n"].sum() == 7, level


def test_a_quick_build_says_what_it_leaves_out(belfort, tmp_path):
    """In the terminal and on the page; a complete build says nothing of it."""
    told = {}
    for name, asked in (("quick", quick(belfort, out=tmp_path / "quick")), ("whole", belfort)):
        steps = []
        page = build(asked, report=lambda *step, steps=steps: steps.append(step)).page
        told[name] = dict(steps), html.unescape(page.read_text(encoding="utf-8"))
        assert [step for step, _ in steps] == list(STEPS)
    steps, page = told["quick"]
    for word in ("--quick", "équité", "images", "classeur", "GeoPackage", "codes à copier"):
        assert word in steps["Lacunes"], word
    assert "<li>Page d’essai, faite avec --quick\u00a0: les zones blanches" in page
    assert "--quick" not in told["whole"][0]["Lacunes"]
    assert "<li>Page d’essai" not in told["whole"][1]


def test_default_date_is_the_directorys(belfort):
    """Without a date the page shows the day of the directory's last update."""
    build(quick(belfort))
    manifest = json.loads((belfort.out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["date"] == "2023-06-08"


def test_an_english_page_says_all_in_english(belfort, tmp_path):
    """Headline, notes and title are English; the terms of art stay French."""
    built = build(quick(belfort, out=tmp_path / "en", lang="en"))
    page = page_text(built.page)
    assert '<html lang="en"' in page
    assert (
        built.headline
        == "1 of 7 public schools has an ENT, or 14.3%; it isn’t known for 3 schools."
    )
    # what is read, and the data; the script has its French texts, as the keys of their English
    seen = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    seen = seen.replace("Écoles numériques", "")  # the names of two calls
    for french in ("n’est pas dans le registre", "Ruralité estimée", "Écoles", "écoles publiques"):
        assert french not in seen, french


def test_same_inputs_give_the_same_bytes(belfort, tmp_path):
    """Two runs in two processes: not a byte differs in any output."""
    command = ("build", "--departement", "90", "--schools", belfort.schools,
               "--register", belfort.register)  # fmt: skip
    for out in ("a", "b"):
        assert run(*command, "--out", tmp_path / out).returncode == 0
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / out).iterdir()} for out in ("a", "b")
    )
    assert first == second


def test_complete_register_knows_every_school(belfort):
    """With a complete register the schools outside it have no ENT."""
    built = build(quick(belfort, complete=True))
    assert built.totals["unknown_n"] == 1  # the one that the register itself calls unknown


def test_simulated_data_says_so_everywhere(belfort):
    """A simulated map says so in the page, the manifest and each table."""
    from geo_ent.project.build_options import Simulation

    simulation = Simulation("Tout est simulé.", {"commune": "Simulé.", "schools": "Simulé."})
    build(quick(belfort, simulation=simulation))
    assert "Tout est simulé." in page_text(belfort.out / "index.html")
    assert '"simulated": "Tout est simulé."' in (belfort.out / "manifest.json").read_text("utf-8")
    for name in ("schools.csv", "coverage-commune.csv", "coverage-circonscription.csv"):
        table = pd.read_csv(belfort.out / name)
        assert table["note"].str.contains("imulé").all(), name


def test_piped_output_is_plain_lines_and_the_headline(belfort):
    """Through a pipe: a line a step, no escape code, then the headline and where the files are."""
    result = run("build", "--departement", "Territoire de Belfort", "--schools", belfort.schools,
                 "--register", belfort.register, "--out", belfort.out)  # fmt: skip
    assert result.returncode == 0
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    lines = result.stdout.splitlines()
    assert [line.split(" : ")[0] for line in lines[: len(STEPS)]] == list(STEPS)
    (page,) = (at for at, line in enumerate(lines) if line.endswith("index.html"))
    assert lines[page - 2].startswith("1 école publique sur 7 a un ENT, soit 14,3")
    files = [line.split()[0] for line in lines[page + 1 :]]
    assert files == ["coverage.xlsx", "equity.html", "register-report.html", "embed.html",
                     "datapackage.json"]  # fmt: skip


def test_two_registers_and_a_project_file_on_the_command_line(belfort, tmp_path):
    """The later register wins over the earlier; the project file names a column of its own."""
    later = tmp_path / "plus-tard.csv"
    later.write_text(f"Code,Avis 2024\n{uai(4)},oui\n{uai(5)},non\n", encoding="utf-8")
    options = tmp_path / "geo-ent.toml"
    options.write_text('[register.columns]\nstatus = "Avis 2024"\n', encoding="utf-8")
    (tmp_path / "registre.csv").write_text(
        f"uai,Avis 2024\n{uai(1)},oui\n{uai(5)},oui\n", encoding="utf-8"
    )
    result = run_here("build", "--departement", "90", "--schools", belfort.schools,
                 "--register", belfort.register, "--register", later,
                 "--project", options, "--out", belfort.out)  # fmt: skip
    assert result.returncode == 0, result.stderr
    table = pd.read_csv(belfort.out / "schools.csv", index_col="uai")["status"]
    assert table[[uai(1), uai(4), uai(5), uai(2)]].tolist() == [
        "school", "school", "none", "unknown"
    ]  # fmt: skip


BAD = {
    "missing file": ({"--schools": "nowhere.csv"}, "nowhere.csv : ce fichier n’existe pas"),
    "a PDF named csv": ({"--schools": "pdf.csv"}, "un PDF"),
    "an empty directory": ({"--schools": "colleges.csv"}, "aucune école ouverte"),
    "a directory of elsewhere": ({"--departement": "35"}, "Ille-et-Vilaine"),
    "an unknown département": ({"--departement": "Belfor"}, "Territoire de Belfort (90)"),
    "a register of elsewhere": ({"--register": "strangers.csv"}, "la seule ligne du registre"),
    "a date that isn't one": ({"--date": "31 juin"}, "on attend une date"),
    "a register's day that isn't one": (
        {"--as-of": "juin"},
        "--as-of « juin » : on attend une date",
    ),
    "a day before any school": ({"--date": "1900-01-01"}, "n’avait ouvert au 01/01/1900"),
    "a sector that isn't one": ({"--sector": "mixte"}, "on attend public, prive, all"),
    "a sector without a school": ({"--sector": "privé"}, "aucune école privée dans Terr"),
    "an unwritable folder": ({"--out": "/proc/geo-ent"}, "écriture impossible"),
    "a folder of something else": ({"--out": "."}, "contient déjà autre chose"),
}


@pytest.mark.parametrize(("changes", "told"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_one_line_and_exit_code_2(belfort, last_map, tmp_path, changes, told):
    """One clear line on the standard error, exit code 2, and the last output untouched."""
    (tmp_path / "pdf.csv").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "strangers.csv").write_text("uai,status\n0750001A,school\n", encoding="utf-8")
    write_csv(tmp_path / "colleges.csv", [row(1, Type_etablissement="Collège", code_nature="340")])
    options = {"--departement": "90", "--schools": belfort.schools,
               "--register": belfort.register, "--out": belfort.out}  # fmt: skip
    shutil.copytree(last_map, belfort.out)
    before = {path.name: path.read_bytes() for path in belfort.out.iterdir()}
    arguments = [word for pair in (options | changes).items() for word in pair]
    done = run_here("build", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in belfort.out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "annuaire.csv", "colleges.csv", "out", "pdf.csv", "registre.csv", "strangers.csv"
    ]  # fmt: skip


def test_dates_as_a_user_types_them():
    """ISO and French dates are read; others are refused with an example."""
    assert parse_date("2023-06-30") == parse_date("30/06/2023") == dt.date(2023, 6, 30)
    with pytest.raises(InputError, match="2023-06-30"):
        parse_date("30 juin 2023")


def test_import_is_light():
    """Importing the package, and asking for help, load none of the heavy libraries."""
    code = (
        "import sys, geo_ent, geo_ent.cli.command_line\n"
        "heavy = {'pandas', 'geopandas', 'shapely', 'folium', 'numpy'}\n"
        "heavy |= {'rich.progress', 'requests', 'starlette', 'uvicorn', 'anyio', 'h11'}\n"
        "heavy |= {'python_multipart', 'jinja2', 'multiprocessing', 'asyncio', 'geo_ent.app'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == "[]"


def test_public_api_fits_a_screen_and_resolves():
    """Every public name can be had, and there is no other."""
    assert {"build", "map", "read_communes", "read_register", "zones"} < set(dir(geo_ent))
    for name in dir(geo_ent):
        assert callable(getattr(geo_ent, name)), name
    with pytest.raises(AttributeError, match="nothing"):
        geo_ent.nothing  # noqa: B018


def test_notebook_in_a_few_lines(belfort):
    """Read, locate, draw, count and map, as the README tells an analyst."""
    communes = geo_ent.read_communes(["90"])
    findings = Findings()
    schools = geo_ent.locate(
        geo_ent.read_schools(belfort.schools, findings=findings), communes, findings=findings
    )
    register = geo_ent.read_register(belfort.register, schools, findings=findings)
    schools = schools.join(geo_ent.status_at(register, schools.index, dt.date(2023, 6, 30)))
    zones = geo_ent.zones(communes, schools, levels=["circonscription", "commune"])
    tables = {
        level: geo_ent.coverage(schools, shapes["zone_name"], level=level)
        for level, shapes in zones.items()
    }
    facts = geo_ent.PageFacts(
        title="Belfort", territory="Territoire de Belfort", date=dt.date(2023, 6, 30), headline="…"
    )
    drawn = geo_ent.map(schools, zones, tables, facts=facts)
    assert "Territoire de Belfort" in drawn.html()
    assert drawn._repr_html_().startswith("<div")


def test_real_build(shared_file, tmp_path):
    """Ille-et-Vilaine, public schools on 30 June 2023: the register's own counts come out."""
    expected = pd.read_csv(shared_file("registre-ent-035-attendu.csv"), dtype=str).set_index("uai")
    built = build(
        Project(
            departements=("35",),
            schools=shared_file("annuaire-035-2023-06.csv"),
            register=shared_file("registre-ent-035-simule.xlsx"),
            out=tmp_path / "35",
            date=dt.date(2023, 6, 30),
            quick=True,
        )
    )
    table = pd.read_csv(tmp_path / "35" / "schools.csv", dtype=str).set_index("uai")
    counts = expected.loc[table.index, "status"].value_counts()
    names = {"school": "covered_n"} | {status: f"{status}_n" for status in STATUSES[1:]}
    assert {name: built.totals[name] for name in names.values()} == {
        name: counts.get(status, 0) for status, name in names.items()
    }
    assert built.headline.startswith("210 écoles publiques sur 421 ont un ENT, soit 49,9")
    assert len(pd.read_csv(tmp_path / "35" / "coverage-commune.csv")) == 332


@pytest.mark.parametrize("quick", [True, False])
def test_the_page_is_handed_out_before_the_rest_is_written(belfort, quick):
    """Whoever waits for the map gets the final bytes while the folder isn't there yet."""
    handed = []

    def keep(page):
        handed.append((page.read_bytes(), belfort.out.exists()))

    built = build(dataclasses.replace(belfort, quick=quick), page_ready=keep)
    assert handed == [(built.page.read_bytes(), False)]
