"""A build without a directory: official data is fetched, named on the page, and pinned."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from portal import Portal, write_catalogue
from portal_files import workbook
from portal_tables import annuaire, college_sectors, effectifs, ips, priority
from typer.testing import CliRunner
from written_pages import page_text

from geo_ent.cli.command_line import app
from geo_ent.errors import InputError, SourceError
from geo_ent.project.official_data import LOCK, official_inputs
from geo_ent.sources.datasets_file import read_catalogue

TABLES = ("schools", "pupils", "ips", "college_sectors")
ELSEWHERE = ("https://www.insee.fr/fr/", "https://www.collectivites-locales.gouv.fr/")
PORTAL_CALLS = 10  # what a département may cost


@pytest.fixture
def portal(tmp_path, monkeypatch):
    """Open a portal of the Territoire de Belfort, and a cache that only the test sees."""
    directory = annuaire("90", schools_n=60, others_n=6)
    tables = {
        "fr-en-annuaire-education": directory,
        "fr-en-ecoles-effectifs-nb_classes": effectifs(directory),
        "fr-en-ips-ecoles-ap2022": ips(directory),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("90"),
        "fr-en-etablissements-ep": priority(directory),
    }
    with Portal(tables) as opened:
        elsewhere = [(host, f"{opened.url}/absent/") for host in ELSEWHERE]
        catalogue = write_catalogue(tmp_path / "catalogue.toml", *elsewhere, url=opened.url)
        monkeypatch.setenv("GEO_ENT_CATALOGUE", str(catalogue))
        monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "cache"))
        yield opened


@pytest.fixture
def register(tmp_path):
    """Write a register of two schools of the portal's directory."""
    path = tmp_path / "ent.csv"
    rows = annuaire("90", schools_n=60, others_n=6)
    uais = [row["identifiant_de_l_etablissement"] for row in rows.rows[:2]]
    path.write_text("UAI,ENT\n" + "".join(f"{uai},oui\n" for uai in uais), encoding="utf-8")
    return path


def build(register, out, *options):
    """Run the command as a person would."""
    told = ["build", "--departement", "90", "--register", str(register), "--out", str(out)]
    return CliRunner().invoke(app, [*told, "--quick", *options])


def manifest(out):
    """Read what a build says it was made from."""
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))


def test_a_territory_and_a_register_are_enough(portal, register, tmp_path):
    """The map is made; manifest and page name the source, its producer, its licence, the day."""
    done = build(register, tmp_path / "map")
    assert done.exit_code == 0, done.output
    assert "téléchargé" in done.output
    assert "On fait sans" in done.output  # the files of INSEE and of the DGCL aren't there
    inputs = manifest(tmp_path / "map")["inputs"]
    for name in TABLES:
        assert inputs[name]["fetched"]["url"].startswith(portal.url)
        assert inputs[name]["fetched"]["licence"] == "Licence Ouverte 2.0"
    page = page_text(tmp_path / "map" / "index.html")
    assert "téléchargé le" in page
    assert "(DEPP)" in page
    assert "Licence Ouverte 2.0" in page
    assert inputs["pupils"]["fetched"]["producer"].endswith("(DEPP)")
    fetched = dt.datetime.fromisoformat(inputs["pupils"]["fetched"]["fetched_at"])
    assert dt.timedelta() <= dt.datetime.now(dt.UTC) - fetched < dt.timedelta(hours=1)
    assert "fr-en-annuaire-education" in page


@pytest.mark.usefixtures("portal")
def test_a_territory_and_a_register_are_all_that_is_typed(register, tmp_path, monkeypatch):
    """Nothing else: the folder is named by the territory, where the command was typed."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["build", "--departement", "90", "--register", register.name])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "maps" / "90" / "index.html").exists()
    assert "La page : maps/90/index.html" in done.output.replace("\\", "/")


def test_a_given_directory_still_wants_a_folder(portal, register):
    """With --schools nothing is guessed."""
    arguments = ["build", "--departement", "90", "--register", str(register), "--schools", "a.csv"]
    done = CliRunner().invoke(app, arguments)
    assert str(done.exception) == "il manque le dossier à faire (-o, --out)."
    assert portal.calls == []


def test_a_second_build_asks_nobody(portal, register, tmp_path):
    """With everything in the cache there is no call, and the page is the same to the byte."""
    wanted = ("--dataset", "annuaire,effectifs,ips,carte-scolaire")
    build(register, tmp_path / "one", *wanted)
    before = len(portal.calls)
    assert before <= PORTAL_CALLS
    assert build(register, tmp_path / "two", *wanted).exit_code == 0
    assert len(portal.calls) == before
    pages = [(tmp_path / name / "index.html").read_bytes() for name in ("one", "two")]
    assert pages[0] == pages[1]


def test_offline_with_nothing_in_the_cache_is_one_line(portal, register, tmp_path):
    """Offline never asks; without a directory there is no map, and no folder."""
    done = build(register, tmp_path / "map", "--offline")
    assert isinstance(done.exception, SourceError)
    assert "annuaire" in str(done.exception).lower()
    assert portal.calls == []
    assert not (tmp_path / "map").exists()


def test_offline_with_a_cache_makes_the_same_map(portal, register, tmp_path):
    """On a train, what was fetched at home is used, and its age is said."""
    build(register, tmp_path / "one")
    before = len(portal.calls)
    done = build(register, tmp_path / "two", "--offline")
    assert done.exit_code == 0, done.output
    assert len(portal.calls) == before
    pages = [(tmp_path / name / "index.html").read_bytes() for name in ("one", "two")]
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("portal")
def test_only_the_datasets_asked_for_are_fetched(register, tmp_path):
    """`--dataset effectifs` takes the annuaire, which a map needs, and the effectifs."""
    build(register, tmp_path / "map", "--dataset", "effectifs")
    inputs = manifest(tmp_path / "map")["inputs"]
    assert {name for name in TABLES if name in inputs} == {"schools", "pupils"}


def test_what_isnt_taken_by_default_isnt_asked_for(portal, register, tmp_path):
    """The list of éducation prioritaire would cost two calls more: it waits to be named."""
    assert not read_catalogue().datasets["education-prioritaire"].by_default
    build(register, tmp_path / "map")
    assert "priority" not in manifest(tmp_path / "map")["inputs"]
    assert not any("etablissements-ep" in str(call) for call in portal.calls)


def test_the_list_of_education_prioritaire_decides_once_named(portal, register, tmp_path):
    """`--dataset education-prioritaire` feeds --priority: flags, sources and manifest tell it."""
    rows = portal.tables["fr-en-etablissements-ep"].rows
    raised = next(row for row in rows if row["ep_2022_2023"] == "REP")
    raised["ep_2022_2023"] = "REP+"
    rows.append(dict(rows[0]))  # as the portal does: word for word
    done = build(register, tmp_path / "map", "--dataset", "+education-prioritaire")
    assert done.exit_code == 0, done.output
    assert "pupils" in manifest(tmp_path / "map")["inputs"], "the usual ones are taken too"
    assert "éducation prioritaire de 2022-2023" in done.output
    told = manifest(tmp_path / "map")
    assert told["inputs"]["priority"]["year"] == "2022-2023"
    assert told["inputs"]["priority"]["fetched"]["producer"].endswith("(DGESCO)")
    assert told["findings"]["priority-list"] == 1
    page = page_text(tmp_path / "map" / "index.html")
    assert "(DGESCO), 2022-2023, téléchargé le" in page
    schools = (tmp_path / "map" / "schools.csv").read_text(encoding="utf-8").splitlines()
    line = next(line for line in schools if line.startswith(raised["uai"]))
    assert ",REP+," in line


@pytest.mark.usefixtures("portal")
def test_a_given_file_is_not_fetched():
    """What the user gives is used; only what is missing is fetched."""
    found = official_inputs({"departements": ("90",), "pupils": Path("mes-effectifs.csv")})
    assert "pupils" not in found
    assert found["schools"].exists()


def test_files_given_mean_no_fetch_at_all(portal, register, tmp_path):
    """With --schools, nothing is asked of anybody, as before there were sources."""
    found = official_inputs({"departements": ("90",), "datasets": ("annuaire",)})
    before = len(portal.calls)
    done = build(register, tmp_path / "map", "--schools", str(found["schools"]))
    assert done.exit_code == 0, done.output
    assert len(portal.calls) == before


def test_a_project_pins_what_its_map_was_made_from(portal, register, tmp_path):
    """The lock keeps a map as it was although the portal has changed; --refresh moves on."""
    file = tmp_path / "geo-ent.toml"
    file.write_text(
        f'departements = ["90"]\nregister = "{register.name}"\nout = "map"\nquick = true\n',
        encoding="utf-8",
    )
    runner = CliRunner()
    assert runner.invoke(app, ["build", "--project", str(file)]).exit_code == 0
    lock = (tmp_path / LOCK).read_bytes()
    first = manifest(tmp_path / "map")["inputs"]["schools"]["sha256"]
    portal.tables["fr-en-annuaire-education"] = annuaire("90", schools_n=61, others_n=6)
    assert runner.invoke(app, ["build", "--project", str(file)]).exit_code == 0
    assert manifest(tmp_path / "map")["inputs"]["schools"]["sha256"] == first
    assert (tmp_path / LOCK).read_bytes() == lock
    assert runner.invoke(app, ["build", "--project", str(file), "--refresh"]).exit_code == 0
    assert manifest(tmp_path / "map")["inputs"]["schools"]["sha256"] != first
    assert (tmp_path / LOCK).read_bytes() != lock


@pytest.fixture
def project(portal, register, tmp_path):
    """Make a map by a project file, which its lock then pins; give the file."""
    file = tmp_path / "geo-ent.toml"
    told = f'departements = ["90"]\nregister = "{register.name}"\nout = "map"\nquick = true\n'
    file.write_text(told, encoding="utf-8")
    assert CliRunner().invoke(app, ["build", "--project", str(file)]).exit_code == 0
    portal.calls.clear()
    return file


@pytest.mark.parametrize("name", ["annuaire", "ips"])
def test_what_a_lock_pins_is_never_done_without(portal, project, tmp_path, monkeypatch, name):
    """Elsewhere, with an empty cache, and the portal has changed: one line, and no other map."""
    monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "elsewhere"))
    before, lock = state(tmp_path / "map"), (tmp_path / LOCK).read_bytes()
    if name == "ips":
        portal.tables["fr-en-ips-ecoles-ap2022"] = ips(annuaire("90", schools_n=60), seed=99)
    else:
        portal.tables["fr-en-annuaire-education"] = annuaire("90", schools_n=61, others_n=6)
    done = CliRunner().invoke(app, ["build", "--project", str(project)])
    assert isinstance(done.exception, SourceError)
    line = str(done.exception)
    assert line.startswith(f"{name} (090) : ce que geo-ent.lock fige (")
    assert "n’est plus dans le cache, et le portail a maintenant autre chose (" in line
    assert line.endswith("--refresh prend ce que le portail a et renouvelle le verrou.")
    assert "\n" not in line
    assert (state(tmp_path / "map"), (tmp_path / LOCK).read_bytes()) == (before, lock)


def test_another_machine_makes_the_same_map(portal, project, tmp_path, monkeypatch):
    """With an empty cache, and rows in another order at the portal: the same page."""
    monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "elsewhere"))
    before = (tmp_path / "map" / "index.html").read_bytes()
    portal.tables["fr-en-ips-ecoles-ap2022"].rows.reverse()
    assert CliRunner().invoke(app, ["build", "--project", str(project)]).exit_code == 0
    assert (tmp_path / "map" / "index.html").read_bytes() == before


def test_only_a_map_that_is_made_is_pinned(portal, project, tmp_path, register):
    """A build that ends on a fault writes no lock, and doesn't renew the one there is."""
    lock = (tmp_path / LOCK).read_bytes()
    portal.tables["fr-en-annuaire-education"] = annuaire("90", schools_n=61, others_n=6)
    register.write_text("a;b\n1;2\n", encoding="utf-8")
    arguments = ["build", "--project", str(project), "--refresh"]
    assert isinstance(CliRunner().invoke(app, arguments).exception, InputError)
    assert (tmp_path / LOCK).read_bytes() == lock
    (tmp_path / LOCK).unlink()
    assert isinstance(CliRunner().invoke(app, arguments).exception, InputError)
    assert not (tmp_path / LOCK).exists()


def test_a_lock_is_of_a_rentree(portal, project):
    """Another rentrée than the pinned one is said to be so, before any table is read."""
    done = CliRunner().invoke(app, ["build", "--project", str(project), "--rentree", "2024"])
    assert isinstance(done.exception, SourceError)
    told = "effectifs (090) : geo-ent.lock le fige pour 2025, et l’on demande 2024 ; --refresh"
    assert str(done.exception).startswith(told)
    assert portal.calls == []


def state(folder):
    """Say what the files of a folder hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("year", [2024, 2025])
def test_a_rentree_is_of_the_effectifs(register, tmp_path, year):
    """They are of that rentrée; the IPS, which ended before, are their latest, not left out."""
    done = build(register, tmp_path / "map", "--rentree", str(year))
    assert done.exit_code == 0, done.output
    inputs = manifest(tmp_path / "map")["inputs"]
    assert f"effectifs de {year}" in done.output
    assert inputs["pupils"]["name"] == f"effectifs-090-{year}.csv"
    assert inputs["ips"]["name"] == "ips-090-2024.csv"


@pytest.mark.usefixtures("portal")
def test_a_rentree_may_be_named_with_the_effectifs(register, tmp_path):
    """`+effectifs:2024` is that rentrée, the others as usual; --rentree goes before."""
    build(register, tmp_path / "one", "--dataset", "+effectifs:2024")
    build(register, tmp_path / "two", "--dataset", "+effectifs:2024", "--rentree", "2025")
    inputs = [manifest(tmp_path / name)["inputs"] for name in ("one", "two")]
    assert [each["pupils"]["name"] for each in inputs] == [
        "effectifs-090-2024.csv",
        "effectifs-090-2025.csv",
    ]
    assert all("ips" in each for each in inputs)


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("asked", [("--rentree", "2019"), ("--dataset", "+effectifs:2019")])
def test_a_rentree_that_the_portal_hasnt_ends_the_build(register, tmp_path, asked):
    """What was asked for isn't done without: the latest there is is named."""
    done = build(register, tmp_path / "map", *asked)
    assert isinstance(done.exception, SourceError)
    assert "n’a rien pour 2019" in str(done.exception)
    assert "la plus récente est 2025" in str(done.exception)
    assert not (tmp_path / "map").exists()


def test_a_rentree_offline_says_what_the_cache_has(portal, register, tmp_path):
    """The latest is in the cache, another year isn't."""
    build(register, tmp_path / "one")
    portal.calls.clear()
    done = build(register, tmp_path / "two", "--rentree", "2024", "--offline")
    told = "effectifs (090) : hors ligne, et le cache ne l’a pas pour 2024 (il a 090 2025)."
    assert str(done.exception).startswith(told)
    assert portal.calls == []


def test_a_fetched_file_that_is_refused_says_how_to_do_without(portal, register, tmp_path):
    """A layout that has changed: which dataset, and the option that makes the map all the same."""
    rows = [
        ("Code INSEE", "Classement FRR"),
        *((f"{at:05}", "Zone Z") for at in range(90001, 90102)),
    ]
    catalogue = tmp_path / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8")
    address = next(line for line in text.splitlines() if "Liste%20communes%20FRR" in line)
    text = text.replace(address, f'2025 = "{portal.url}/frr.xlsx"')
    catalogue.write_text(text.replace("rows_n = 34_875", "rows_n = 101"), encoding="utf-8")
    portal.files["/frr.xlsx"] = workbook("FRR", rows)
    done = build(register, tmp_path / "map")
    assert isinstance(done.exception, InputError)
    line = str(done.exception)
    assert "« Zone Z » n’est pas une de ses six classes" in line
    assert "C’est le fichier « frr », téléchargé : sa forme a peut-être changé." in line
    assert line.endswith("ou donnez-en un autre par --frr.")
    assert "\n" not in line
    named = re.search(r"--dataset ([a-z,-]+) ;", line)[1]
    assert build(register, tmp_path / "map", "--dataset", named).exit_code == 0


def test_a_fault_of_another_file_is_left_as_it_is(portal, tmp_path):
    """A register that isn't one has nothing to do with what was fetched."""
    bad = tmp_path / "bad.csv"
    bad.write_text("a;b\n1;2\n", encoding="utf-8")
    done = build(bad, tmp_path / "map")
    assert isinstance(done.exception, InputError)
    assert "téléchargé" not in str(done.exception)
    assert portal.calls != []


def test_a_territory_is_asked_for_before_anything(portal):
    """Without a territory all of France would be fetched: refused first."""
    with pytest.raises(InputError, match="--departement"):
        official_inputs({})
    assert portal.calls == []


def test_a_missing_register_is_said_before_anything_is_fetched(portal, tmp_path):
    """What a person forgot is told at once, not after a download."""
    done = CliRunner().invoke(app, ["build", "--departement", "90", "--out", str(tmp_path / "m")])
    assert "--register" in str(done.exception)
    assert portal.calls == []


@pytest.mark.parametrize("option", ["--register", "--usage", "--boundaries"])
def test_a_misspelt_file_is_said_before_anything_is_fetched(portal, register, tmp_path, option):
    """A file that isn't there, one of two registers too: one line names it, nothing is asked."""
    done = build(register, tmp_path / "map", option, str(tmp_path / "absent.csv"))
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith(f"{tmp_path / 'absent.csv'} : ce fichier n’existe pas.")
    assert portal.calls == []


@pytest.mark.usefixtures("portal")
def test_an_unknown_dataset_is_named_with_the_nearest():
    """A slip of the pen is met with the known ids."""
    with pytest.raises(InputError, match="effectifs"):
        official_inputs({"departements": ("90",), "datasets": ("effectif",)})


def test_every_dataset_that_feeds_an_option_feeds_one_of_a_project():
    """The catalogue names fields of a project that exist."""
    from dataclasses import fields

    from geo_ent.project.build_options import Project

    known = {each.name for each in fields(Project)}
    options = {each.option for each in read_catalogue().datasets.values() if each.option}
    assert options <= known
    assert "schools" in options
