"""The image that a server runs: what its files promise, and its command under the same conditions.

The image itself is built and run by the public CI only: there is no Docker in the sandbox of tests.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from io import BytesIO

import pytest
import yaml
from app_server import app_server, made_annuaire, made_register
from image import (
    USER,
    VOLUME,
    confined,
    image_environment,
    image_program,
    instructions,
    last_stage,
    service,
    why_not,
)
from portal import Portal, write_catalogue
from portal_tables import annuaire, college_sectors, effectifs, ips
from scripts import ROOT

ELSEWHERE = ("https://www.insee.fr/fr/", "https://www.collectivites-locales.gouv.fr/")
BEHIND = "https://cartes.exemple.fr"
PERSON = "Zorglub"
PASSWORD = "été 2026"  # noqa: S105 of nobody


def test_the_image_is_of_an_ordinary_user_with_one_folder():
    """No root, no second volume; the cache, the works and temporary files are in that folder."""
    last = last_stage()
    assert last["USER"] == f"{USER}:{USER}"
    assert last["VOLUME"] == last["WORKDIR"] == VOLUME
    environment = image_environment()
    assert environment["TMPDIR"] == VOLUME
    assert environment["GEO_ENT_CACHE"].startswith(f"{VOLUME}/")
    entry = json.loads(last["ENTRYPOINT"])
    assert entry[entry.index("--folder") + 1] == VOLUME


def test_the_image_is_made_of_the_tree():
    """Each thing copied is there, and all that the wheel is built of is copied."""
    copied = {
        name
        for word, rest in instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))
        if word == "COPY"
        for name in rest.split()[:-1]
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"pyproject.toml", "README.md", "LICENSE", "data", "geo_ent"} <= copied
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {line.removeprefix("!") for line in let_in if line.startswith("!")} == copied


def test_the_service_is_bounded():
    """Nothing more than it needs: no privilege, a root that can't be written to, bounds of all."""
    bounded = service(GEO_ENT_BEHIND=BEHIND)
    assert bounded["read_only"] is True
    assert bounded["cap_drop"] == ["ALL"]
    assert bounded["security_opt"] == ["no-new-privileges:true"]
    assert bounded["mem_limit"] == bounded["memswap_limit"]
    assert {"cpus", "pids_limit", "restart"} <= bounded.keys()
    assert bounded["volumes"] == [f"travaux:{VOLUME}"]
    assert "tmpfs" not in bounded
    assert bounded["ports"] == ["127.0.0.1:8765:8765"]  # by the proxy of the same machine alone


def test_the_password_of_the_service_is_a_secret_file():
    """It stands in no variable and in no argument, which `docker inspect` would show."""
    whole = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    (secret,) = whole["services"]["app"]["secrets"]
    assert f"--password-file=/run/secrets/{secret}" in whole["services"]["app"]["command"]
    file = whole["secrets"][secret]["file"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {f"/{file.removeprefix('./')}", "/.env"} <= set(ignored)


def test_the_service_asks_for_its_address():
    """Without its public address it says what is missing, rather than answer nobody."""
    with pytest.raises(KeyError, match="GEO_ENT_BEHIND"):
        service()
    assert f"--behind={BEHIND}" in service(GEO_ENT_BEHIND=BEHIND)["command"]


@pytest.fixture(scope="module")
def confine(wheel, tmp_path_factory):
    """Give what confines a program, and the one folder that it can write to."""
    if reason := why_not():
        pytest.skip(reason)
    folder, unpacked = (tmp_path_factory.mktemp(name) for name in ("volume", "unpacked"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    secret = tmp_path_factory.mktemp("secret") / "password.txt"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    os.chown(folder, int(USER), int(USER))
    unpacked.chmod(0o755)
    return folder, partial(confined, folder, unpacked, secret)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """Open a portal of the Territoire de Belfort; nothing else official can be had."""
    schools = annuaire("90", schools_n=60, others_n=6)
    tables = {
        "fr-en-annuaire-education": schools,
        "fr-en-ecoles-effectifs-nb_classes": effectifs(schools),
        "fr-en-ips-ecoles-ap2022": ips(schools),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("90"),
    }
    with Portal(tables) as opened:
        elsewhere = [(host, f"{opened.url}/absent/") for host in ELSEWHERE]
        path = tmp_path_factory.mktemp("catalogue") / "catalogue.toml"
        opened.catalogue = write_catalogue(path, *elsewhere, url=opened.url)
        yield opened


@pytest.fixture(scope="module")
def server(confine, portal):
    """Run the image's command, as the service does, where all else is read-only."""
    folder, confining = confine
    shutil.copy(portal.catalogue, folder)
    asked = f"{VOLUME}/{portal.catalogue.name}"
    program = image_program(service(GEO_ENT_BEHIND=BEHIND)["command"])
    command, variables = confining(program, GEO_ENT_CATALOGUE=asked)
    with app_server(folder, behind=BEHIND, env=variables, command=command) as running:
        yield running


def test_only_the_volume_can_be_written_to(confine):
    """The tests below mean something: as that user, no file can be made but in the volume."""
    places = ["/tmp", "/var/tmp", "/dev/shm", "/srv", "/srv/wheel", "/run", "/", str(ROOT)]  # noqa: S108
    told = "import os,sys; print([p for p in sys.argv[1:] if os.path.exists(p) and wrote(p)])"
    program = f"""
def wrote(place):
    try:
        open(place + "/written-by-a-test", "w").close()
    except OSError:
        return False
    os.remove(place + "/written-by-a-test")
    return True
{told}"""
    command, variables = confine[1](["python3", "-c", program, *places, VOLUME])
    answer = subprocess.run(
        command, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert (answer.stdout.strip(), answer.stderr) == (f"['{VOLUME}']", "")


def _with_a_person(register):
    """Write a name beside each row of a register, in a column of its own."""
    first, *rows = register.read_text(encoding="utf-8").splitlines()
    lines = [f"{first};Directeur", *(f"{row};{PERSON}" for row in rows)]
    register.write_text("\n".join(lines), encoding="utf-8")
    return register


def _unzipped(content, inside=""):
    """Give the members of a zip, and those of the workbooks in it, with their bytes."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            yield inside + name, archive.read(name)
            if name.endswith(".xlsx"):
                yield from _unzipped(archive.read(name), f"{name}/")


def _key():
    return {"Authorization": "Basic " + base64.b64encode(f":{PASSWORD}".encode()).decode()}


def test_a_visitor_goes_all_the_way_on_a_read_only_system(server, tmp_path):
    """A register is sent, read, mapped, corrected and zipped; nothing is written elsewhere."""
    visitor = server.visitor(**_key())
    work = visitor.begin(
        "90",
        register=_with_a_person(made_register(tmp_path / "registre.csv")),
        schools=made_annuaire(tmp_path / "annuaire.csv"),
    )
    assert "Victor Hugot" in visitor.read(work)
    visitor.map(work)
    assert visitor.get(f"{work}/emporter").ok
    zipped = visitor.get(f"{work}/carte.zip")
    assert zipped.ok
    members = dict(_unzipped(zipped.content))
    assert {"index.html", "map.png", "manifest.json"} <= members.keys()
    # Whoever looks after personal data is told so: a column that says nothing of ENT goes nowhere.
    assert [name for name, content in members.items() if PERSON.encode() in content] == []
    assert visitor.get(f"{work}/registre-corrige.xlsx").ok
    assert server.errors.read_text(encoding="utf-8") == ""
    helpers = {"errors.txt", "data", "catalogue.toml"}  # which the test itself puts in the volume
    assert {path.name for path in server.folder.iterdir()} - helpers <= {"works", "cache"}
    assert (server.folder / "works").stat().st_mode & 0o077 == 0  # nobody else's to read


def test_visitors_share_what_was_fetched(server, portal, confine, tmp_path):
    """The second doesn't ask for the annuaire again; what there is, who hosts it can see."""
    register = tmp_path / "registre.csv"
    rows = annuaire("90", schools_n=60, others_n=6).rows[:2]
    uais = [row["identifiant_de_l_etablissement"] for row in rows]
    register.write_text("UAI,ENT\n" + "".join(f"{uai},oui\n" for uai in uais), encoding="utf-8")
    calls = []
    for _ in range(2):
        visitor = server.visitor(**_key())
        assert "2 écoles renseignées sur 60" in visitor.read(visitor.begin("90", register=register))
        calls.append(len([call for call in portal.calls if "annuaire" in call.path]))
    assert 0 < calls[0] == calls[1]
    command, variables = confine[1](["python3", "-m", "geo_ent", "sources"])
    told = subprocess.run(
        command, env=os.environ | variables, capture_output=True, text=True, check=True
    )
    assert "annuaire" in told.stdout
    assert f"{VOLUME}/cache" in told.stdout


def test_who_has_just_installed_it_can_try_it(server, confine):
    """The script that the public CI tries the image with goes all the way, and erases it."""
    secret = confine[0].parent / "password.txt"
    secret.write_text(PASSWORD, encoding="utf-8")
    script = [sys.executable, ROOT / "tools" / "server_smoke.py"]
    asked = [f"http://127.0.0.1:{server.port}", "--behind", BEHIND, "--password-file", secret]
    done = subprocess.run([*script, *asked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing left" in done.stdout


def test_the_password_is_asked_for(server):
    """Whoever hasn't it sees nothing."""
    assert server.visitor().get("/").status_code == 401


def test_the_health_check_is_the_image_s(server):
    """It passes while the server answers, and fails where nothing does."""
    command = last_stage()["HEALTHCHECK"].split("CMD", 1)[1]
    _, *arguments = json.loads(command)

    def check(port):
        asked = [argument.replace("8765", str(port)) for argument in arguments]
        return subprocess.run([sys.executable, *asked], capture_output=True, check=False).returncode

    assert check(server.port) == 0
    assert check(1) != 0


def test_a_server_that_is_stopped_leaves_no_temporary_folder(tmp_path):
    """Told to end, as a system does with a service, it takes away what visitors sent."""
    program = [sys.executable, "-m", "geo_ent", "app", "--host", "127.0.0.1", "--behind", BEHIND]
    places = {"TMPDIR": str(tmp_path)}
    with app_server(tmp_path / "out", behind=BEHIND, env=places, command=program) as running:
        work = running.visitor().post("/demo").headers["location"].split("/")[2]
        assert len(list(tmp_path.glob(f"geo-ent-*/works/{work}"))) == 1
        running.process.terminate()
        assert running.process.wait(60) == 0
    assert list(tmp_path.glob("geo-ent-*")) == []
