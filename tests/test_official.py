"""A build without a directory: official data is fetched, named on the page, and pinned."""

import json
from pathlib import Path

import pytest
from portal import Portal, write_catalogue
from portal_tables import annuaire, college_sectors, effectifs, ips
from typer.testing import CliRunner

from geo_ent.cli import app
from geo_ent.errors import InputError, SourceError
from geo_ent.official import LOCK, official_inputs
from geo_ent.sources.catalogue import read_catalogue

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
    page = (tmp_path / "map" / "index.html").read_text(encoding="utf-8")
    assert "téléchargé le" in page
    assert "fr-en-annuaire-education" in page


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


@pytest.mark.usefixtures("portal")
def test_an_unknown_dataset_is_named_with_the_nearest():
    """A slip of the pen is met with the known ids."""
    with pytest.raises(InputError, match="effectifs"):
        official_inputs({"departements": ("90",), "datasets": ("effectif",)})


def test_every_dataset_that_feeds_an_option_feeds_one_of_a_project():
    """The catalogue names fields of a project that exist."""
    from dataclasses import fields

    from geo_ent.project import Project

    known = {each.name for each in fields(Project)}
    options = {each.option for each in read_catalogue().datasets.values() if each.option}
    assert options <= known
    assert "schools" in options
