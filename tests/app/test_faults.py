"""What goes wrong around a visitor: it is told with what to do, and no answer is lost.

Real servers, whose processes and disks are taken away.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
from http.client import HTTPConnection
from pathlib import Path

import pytest
import requests
from app_server import AppServer, app_server, entries_below, made_annuaire, made_register, until
from written_pages import page_text

ROW = "Victor Hugot | Belfort | oui | ONE"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Give a register and an annuaire."""
    folder = tmp_path_factory.mktemp("files")
    return {
        "register": made_register(folder / "registre.csv"),
        "schools": made_annuaire(folder / "annuaire.csv"),
    }


def build_under_way(visitor, work):
    """Ask for a map; give its news, from the first step on."""
    assert visitor.get(f"{work}/carte").ok
    answer = visitor.get(f"{work}/suivi/build", stream=True)
    lines = (line for line in answer.iter_lines() if line.startswith(b"data: "))
    news = (json.loads(line.removeprefix(b"data: ")) for line in lines)
    while "<li>" not in next(news)["html"]:
        pass
    return news


def answered(visitor, work, title="Les ENT de Belfort"):
    """Keep a choice; give the geo-ent.toml that has it."""
    assert visitor.post(f"{work}/choix", {"title": title}).status_code == 303
    text = visitor.get(f"{work}/geo-ent.toml").text
    assert title in text
    return text


def is_working(pid):
    """Say whether a process is there, and one of those that work; a zombie has no command."""
    with contextlib.suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def killed_workers(server):
    """Kill every process that works, as a system short of memory does."""
    for pid in filter(is_working, server.workers()):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One application for the tests that leave it as it was."""
    with app_server(tmp_path_factory.mktemp("app")) as running:
        yield running


def test_a_process_killed_in_the_middle_of_a_map(server, files):
    """Told with what to do; the next try makes the map, of the same answers; nothing half stays."""
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    visitor.read(work)
    before = answered(visitor, work)
    news = build_under_way(visitor, work)
    killed_workers(server)
    last = list(news)[-1]
    assert last["status"] == "failed"
    assert 'role="alert"' in last["html"]
    assert (
        "s’est arrêté net. Rien de ce que vous avez envoyé ou répondu n’est perdu" in last["html"]
    )
    assert "arrêté net" in visitor.get(f"{work}/carte").text
    folder = visitor.work_folder(work)
    assert not [path for path in entries_below(folder) if path.name.startswith(".")]
    assert visitor.post(f"{work}/recommencer/build").status_code == 303
    assert "/index.html" in visitor.map(work)
    assert visitor.get(f"{work}/geo-ent.toml").text == before


def test_a_process_killed_while_nobody_asks(server, files):
    """Nobody notices."""
    visitor = server.visitor()
    killed_workers(server)
    work = visitor.begin("90", **files)
    assert "4 écoles renseignées sur 5" in visitor.read(work)


def test_all_is_erased_while_a_map_is_being_made(server, files):
    """Nothing is left, and nothing comes back: who was making it no longer writes."""
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    build_under_way(visitor, work)
    folder = visitor.work_folder(work)
    assert visitor.post(f"{work}/effacer").ok
    assert not folder.exists()
    assert visitor.get(f"{work}/carte").status_code == 404
    visitor.read(visitor.begin("90", **files))  # a whole reading later
    assert not folder.exists()
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_a_form_under_way_while_all_is_erased(server, files):
    """Another tab erases the work meanwhile: the form's page says so, and nothing comes back."""
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    folder = visitor.work_folder(work)
    body = b"title=Trop+tard"
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("POST", f"{work}/choix", skip_host=True)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.session.cookies.items())
    for name, value in {"Host": f"127.0.0.1:{server.port}", "Origin": server.url,
                        "Cookie": cookies, "Content-Length": str(len(body)),
                        "Content-Type": "application/x-www-form-urlencoded"}.items():  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders(body[:5])
    assert visitor.post(f"{work}/effacer").ok
    connection.send(body[5:])
    answer = connection.getresponse()
    assert answer.status == 404
    assert "Le travail a peut-être été effacé" in answer.read().decode()
    connection.close()
    assert not folder.exists()


def test_two_languages_on_one_work(server, files):
    """Two people, two languages: each reads in theirs, neither stops what the other waits for."""
    french, english = server.visitor(), server.visitor(**{"Accept-Language": "en"})
    work = french.begin("90", **files)
    for _ in range(3):
        assert "4 écoles renseignées sur 5" in french.read(work)
        assert "4 schools of 5 known" in english.read(work)
    assert french.follow(work)[-1]["status"] == "done"
    assert english.follow(work)[-1]["status"] == "done"


def test_a_choice_changed_while_its_map_is_being_made(server, files):
    """The map that is shown is the one of the last choice, and no map passes for another's."""
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    news = build_under_way(visitor, work)
    answered(visitor, work, "Un autre titre")
    visitor.get(f"{work}/carte")
    assert list(news)[-1]["status"] == "stopped"
    page = visitor.map(work)
    builds = [path for path in (visitor.work_folder(work) / "builds").iterdir() if path.is_dir()]
    assert len(builds) == 1
    assert builds[0].name in page
    assert "Un autre titre" in page_text(builds[0] / "index.html")


def test_a_draft_that_cannot_be_read_hides_no_other(server, files):
    """Changed by hand, or by a disk that fails: the first page names it, and the others open."""
    visitor = server.visitor()
    broken, sound = visitor.begin("90", **files), visitor.begin("90", **files)
    file = visitor.work_folder(broken) / "inputs" / "geo-ent.toml"
    file.write_text('departements = ["90"', encoding="utf-8")
    page = visitor.get("/")
    assert page.ok
    assert f"Illisible\u00a0: {file}" in page.text
    assert sound in page.text
    assert visitor.get(f"{broken}/lecture").status_code == 422
    assert visitor.get(f"{sound}/lecture").ok
    assert visitor.post(f"{broken}/effacer").ok
    assert not file.exists()


def test_a_demo_is_a_work(server):
    """Choices change it, its geo-ent.toml has them, and its corrected register can be had."""
    visitor = server.visitor()
    answer = visitor.post("/demo", {"name": "cantal"})
    work = answer.headers["location"].removesuffix("/lecture")
    assert "renseignée" in visitor.read(work)
    assert visitor.post(f"{work}/choix", {"title": "Essai", "map_lang": "en"}).status_code == 303
    visitor.map(work)
    built = next(path for path in (visitor.work_folder(work) / "builds").iterdir() if path.is_dir())
    page = page_text(built / "index.html")
    assert "<title>Essai" in page
    assert '<html lang="en"' in page
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert "simul" in json.dumps(manifest)
    assert visitor.get(f"{work}/registre-corrige.xlsx").content.startswith(b"PK")


@pytest.mark.browser
def test_the_server_killed_and_started_again(tmp_path, files, chromium):
    """`kill -9` in the middle: works are found; the page that was open recovers by itself."""
    server = AppServer(tmp_path)
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    headline = visitor.read(work)
    before = answered(visitor, work)
    context = server.context(chromium)
    page = context.new_page()
    page.goto(f"{server.url}{work}/carte")
    build_under_way(visitor, work)
    workers = server.workers()
    server.kill()
    page.locator("#progress", has_text="geo-ent ne répond plus").wait_for()
    with app_server(tmp_path, port=server.port) as again:
        assert workers
        assert not any(map(is_working, workers))
        tab = context.new_page()  # what the start opens: the browser is let in again
        tab.goto(again.address)
        assert tab.get_by_role("link", name="Territoire de Belfort").count() == 1
        page.frame_locator("iframe").locator(".leaflet-container svg").first.wait_for()
        back = again.visitor()
        assert back.get(f"{work}/geo-ent.toml").text == before
        told = "4 écoles renseignées sur 5"
        assert told in headline
        assert told in back.get(f"{work}/lecture").text  # kept: it isn't read anew
        folder = back.work_folder(work)
        # The map is seen before its other files are written: what is begun goes when all are.
        until(lambda: not [path for path in entries_below(folder) if path.name.startswith(".")])
    context.close()


def test_a_server_killed_and_started_again_loses_no_work(tmp_path, files):
    """Hosted, in a folder of its own: the same address goes on, with what was read and answered."""
    server = AppServer(tmp_path, hosted=True)
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    visitor.read(work)
    before = answered(visitor, work)
    build_under_way(visitor, work)
    server.kill()
    with app_server(tmp_path, hosted=True, port=server.port) as again:
        back = again.visitor()
        assert back.follow(work, "build")[-1]["status"] == "gone"  # a page then asks anew
        assert "4 écoles renseignées sur 5" in back.get(f"{work}/lecture").text
        assert back.get(f"{work}/geo-ent.toml").text == before
        assert not [
            path
            for path in entries_below(back.work_folder(work))
            if path.name.startswith(".") and path.is_dir()
        ]


@pytest.fixture
def small_disk(tmp_path):
    """Run a hosted application whose works lie on a disk of 8 MB; skip where none can be had."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = f'mount -t tmpfs -o size=8m tmpfs "{folder}"'
    within = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if shutil.which("unshare") is None or subprocess.run([*within, mount], check=False).returncode:
        pytest.skip("no disk of one's own can be mounted here")
    inner = [*within, f'{mount} && exec "$@"', "sh"]
    cache = {"GEO_ENT_CACHE": str(folder / "cache")}
    with app_server(
        tmp_path, "--limit", "free_mb=1", hosted=True, within=inner, env=cache
    ) as server:
        yield server, Path(f"/proc/{server.process.pid}/root{folder}")


@contextlib.contextmanager
def filled(disk):
    """Fill a disk to its last byte."""
    with (disk / "filling").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    yield
    (disk / "filling").unlink()


def test_a_full_disk_at_each_write(small_disk, files):
    """An upload, an answer, a reading, a map, a zip: each told; what was there before is kept."""
    server, disk = small_disk
    visitor = server.visitor()
    work = visitor.begin("90", **files)
    visitor.read(work)
    before = answered(visitor, work)
    with filled(disk):
        answers = {
            "choice": visitor.post(f"{work}/choix", {"title": "Perdu"}),
            "answer": visitor.post(f"{work}/reponse", {"row": ROW, "press": "ignore"}),
            "upload": visitor.send("90", **files),
            "demo": visitor.post("/demo", {"name": "cantal"}),
        }
        for what, answer in answers.items():
            assert answer.status_code in {507, 503}, (what, answer.status_code, answer.text)
            assert "plein" in answer.text or "plus de place" in answer.text, what
        assert visitor.get(f"{work}/geo-ent.toml").text == before
        page = visitor.map(work)
        assert "Le disque est plein" in page
    assert visitor.get(f"{work}/geo-ent.toml").text == before
    assert len([path for path in disk.rglob("geo-ent.toml") if "Perdu" in path.read_text()]) == 0
    assert visitor.post(f"{work}/recommencer/build").status_code == 303
    visitor.map(work)
    with filled(disk):
        answer = visitor.get(f"{work}/carte.zip")
        assert answer.status_code == 507
        assert "plein" in answer.text
        assert [path for path in disk.rglob("*.zip") if path.is_file()] == []
    assert visitor.get(f"{work}/carte.zip").content.startswith(b"PK")
    assert requests.get(f"{server.url}/health", timeout=30).ok
