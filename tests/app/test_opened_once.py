"""One application a person: it is found, it ends well by every signal, and says what is kept.

Each test starts real applications, with a data folder of their own.
"""

import http.server
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from app_server import app_server, free_port, made_annuaire, made_register, until

from geo_ent.app.opened_once import opened_address

PATIENCE_S = 60


@contextmanager
def started(folder, *arguments, env=None):
    """Start `geo-ent app` as a user does, all that it says in a file; end it after."""
    home = {"XDG_DATA_HOME": str(folder / "data"), "GEO_ENT_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "geo_ent", "app", "--offline", *arguments]
    said = folder / f"said-{time.monotonic_ns()}.txt"
    with (
        said.open("w") as file,
        subprocess.Popen(
            command, env=os.environ | home | (env or {}), stdout=file, stderr=file
        ) as process,
    ):
        process.said = lambda: said.read_text(encoding="utf-8")
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_S)


def record_of(folder):
    """Give where the running application says that it is."""
    return folder / "data" / "geo-ent" / "running.json"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """An application that is open."""
    with app_server(tmp_path_factory.mktemp("first")) as server:
        yield server


def fake_browser(folder):
    """Make a browser that notes what it is asked to open."""
    program = folder / "browser.sh"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{folder}/opened.txt"\n')
    program.chmod(0o755)
    return {"BROWSER": str(program)}


@pytest.mark.parametrize("arguments", [(), ("--port", "1")])
def test_a_second_start_finds_the_first(first, tmp_path, arguments):
    """It says its address, opens the browser on it, and ends; another port changes nothing."""
    env = fake_browser(tmp_path) | {"XDG_DATA_HOME": str(first.data)}
    with started(tmp_path, *arguments, env=env) as second:
        assert second.wait(PATIENCE_S) == 0
        assert second.said() == f"geo-ent est déjà ouvert : {first.address}\n"
    until((tmp_path / "opened.txt").exists)
    assert (tmp_path / "opened.txt").read_text() == f"{first.address}\n"


def test_a_proxy_does_not_hide_the_first(first, tmp_path):
    """Where all of the network goes through a proxy, this very machine isn't asked through it."""
    proxy = "http://127.0.0.1:1"
    env = {"XDG_DATA_HOME": str(first.data), "HTTP_PROXY": proxy, "http_proxy": proxy}
    with started(tmp_path, "--no-browser", env=env) as second:
        assert second.wait(PATIENCE_S) == 0
        assert "déjà ouvert" in second.said()


def test_two_starts_at_once_are_one(tmp_path):
    """A double click too many: the second waits for the first, and finds it."""
    port = str(free_port())
    with (
        started(tmp_path, "--no-browser", "--port", port) as one,
        started(tmp_path, "--no-browser", "--port", port) as other,
    ):
        until(lambda: None not in {one.poll(), other.poll()} or one.poll() != other.poll())
        ended, open_one = (one, other) if one.poll() is not None else (other, one)
        assert ended.wait(PATIENCE_S) == 0
        assert "déjà ouvert" in ended.said()
        assert open_one.poll() is None


def listening(answer):
    """Serve anything on a port, in this process."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path + str(self.headers))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def record_written(folder, text):
    """Leave a record, as an application before did."""
    record_of(folder).parent.mkdir(parents=True)
    record_of(folder).write_text(text)
    return record_of(folder).parent


@pytest.mark.parametrize(
    "answer", [b"<html>", b'{"app": "geo-ent", "instance": "0"}', b'{"app": "geo-ent"}', b"[]", b""]
)
def test_who_else_has_that_port_is_not_taken_for_it(tmp_path, answer):
    """Another program, another person's geo-ent, an older one: nor is the token given to it."""
    server = listening(answer)
    address = f"http://127.0.0.1:{server.server_address[1]}/?token=secret"
    folder = record_written(tmp_path, json.dumps({"address": address}))
    assert opened_address(folder) is None
    assert len(server.asked) == 1
    assert "secret" not in str(server.asked)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "{}", '{"address": 3}', '{"address": "http://127.0.0.1:x/?token=a"}',
             '{"address": "http://127.0.0.1:1"}']
)  # fmt: skip
def test_a_record_that_says_nothing_is_none(tmp_path, text):
    """Half written, of another version, of nothing."""
    assert opened_address(record_written(tmp_path, text)) is None


def test_one_that_was_killed_is_no_obstacle(tmp_path):
    """`kill -9` leaves its record: the next start opens, and writes its own."""
    address = f"http://127.0.0.1:{free_port()}/?token=secret"
    record_written(tmp_path, json.dumps({"address": address}))
    with started(tmp_path, "--no-browser") as opened:
        until(lambda: "Ctrl-C" in opened.said())
        assert "secret" not in opened.said()
        assert json.loads(record_of(tmp_path).read_text())["address"] in opened.said()
        assert stat.S_IMODE(record_of(tmp_path).stat().st_mode) == 0o600  # it holds the token


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_well_by_every_signal(tmp_path, number):
    """As by Ctrl-C, by `kill` and a closed terminal: no record, no process left, what is kept."""
    with started(tmp_path, "--no-browser") as opened:
        until(lambda: record_of(tmp_path).exists() and "Ctrl-C" in opened.said())
        address = json.loads(record_of(tmp_path).read_text())["address"]
        until(lambda: answers(address))
        children = children_of(opened.pid)
        opened.send_signal(number)
        assert opened.wait(PATIENCE_S) == 0
        assert "Rien n’est gardé" in opened.said()
        assert "Traceback" not in opened.said()
    assert not record_of(tmp_path).exists()
    until(lambda: not any(map(is_alive, children)))


def answers(address):
    """Say whether an application answers."""
    try:
        return requests.get(address, timeout=PATIENCE_S).ok
    except requests.ConnectionError:
        return False


def children_of(pid):
    """List the processes that a process started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(word) for task in tasks for word in task.read_text().split()]


def is_alive(pid):
    """Say whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_of_a_terminal_reaches_all_and_nobody_complains(tmp_path):
    """A terminal sends it to every process of the group, be they still starting."""
    said = tmp_path / "said.txt"
    env = os.environ | {"XDG_DATA_HOME": str(tmp_path), "GEO_ENT_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "geo_ent", "app", "--no-browser"]
    for wait_s in (0.3, 1.0):
        with (
            said.open("w") as file,
            subprocess.Popen(
                command, env=env, stdout=file, stderr=file, start_new_session=True
            ) as opened,
        ):
            until(lambda: "Ctrl-C" in said.read_text())
            time.sleep(wait_s)
            os.killpg(opened.pid, signal.SIGINT)
            assert opened.wait(PATIENCE_S) == 0
        assert "Traceback" not in said.read_text()
        assert "KeyboardInterrupt" not in said.read_text()


def test_a_page_that_follows_does_not_hold_up_the_end(tmp_path):
    """Ctrl-C while a browser follows a job: at once, not after some seconds."""
    with app_server(tmp_path) as server:
        visitor = server.visitor()
        work = visitor.begin("90", register=made_register(tmp_path / "r.csv"),
                             schools=made_annuaire(tmp_path / "a.csv"))  # fmt: skip
        visitor.read(work)
        visitor.get(f"{work}/carte")
        news = visitor.get(f"{work}/suivi/build", stream=True)
        next(news.iter_lines())
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 2.5
        assert any("Vos travaux sont gardés dans" in line for line in server.said)


def test_the_port_that_is_asked_for_is_taken(tmp_path):
    """Said, with what to do; and the usual port being taken, another one is."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with started(tmp_path, "--no-browser", "--port", port) as opened:
            assert opened.wait(PATIENCE_S) == 2
            assert f"--port {port} : ce port est pris par un autre programme" in opened.said()
    assert not record_of(tmp_path).exists()


def test_without_a_screen_no_browser_takes_the_terminal_over(tmp_path):
    """The address is said, and that nothing opens."""
    with started(tmp_path, env={"DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": ""}) as opened:
        until(lambda: "Aucun navigateur ne s’ouvre : copiez l’adresse" in opened.said())
        assert "http://127.0.0.1:" in opened.said()


def test_a_browser_that_does_not_come_back_holds_nothing_up(tmp_path):
    """Some stay in the foreground until they are closed: pages are served, Ctrl-C ends."""
    program = tmp_path / "browser.sh"
    program.write_text("#!/bin/sh\nsleep 600\n")
    program.chmod(0o755)
    with started(tmp_path, env={"BROWSER": f"{program} %s"}) as opened:
        until(lambda: "Ctrl-C" in opened.said())
        address = json.loads(record_of(tmp_path).read_text())["address"]
        until(lambda: answers(address))
        opened.send_signal(signal.SIGINT)
        assert opened.wait(PATIENCE_S) == 0


def test_works_can_be_kept_in_a_folder_of_ones_choice(tmp_path):
    """A portable folder, say: the works and the record are there, and it says so."""
    place = tmp_path / "clé USB"
    with started(tmp_path, "--no-browser", "--folder", str(place)) as opened:
        until(lambda: (place / "running.json").exists() and "Ctrl-C" in opened.said())
        address = json.loads((place / "running.json").read_text())["address"]
        until(lambda: answers(address))
        with requests.Session() as session:
            session.get(address, timeout=PATIENCE_S)
            origin = address.partition("/?")[0]
            session.post(f"{origin}/demo", headers={"Origin": origin}, timeout=PATIENCE_S)
        opened.send_signal(signal.SIGINT)
        assert opened.wait(PATIENCE_S) == 0
        assert f"Vos travaux sont gardés dans {place}/works." in opened.said()
    assert not (tmp_path / "data").exists()
