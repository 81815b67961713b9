"""A server behind its proxy: under a prefix that is handed on or cut off, with a password."""

import re
import threading
import time

import pytest
import requests
from app_server import app_server, free_port, made_annuaire, made_register
from commands import run_here
from raw_http import ask
from reverse_proxy import reverse_proxy

from geo_ent.app.guard import ALL_HEADERS, MAP_POLICY
from geo_ent.app.routes import ROUTES
from geo_ent.app.settings import public_address
from geo_ent.errors import InputError

LIES = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "x.org",
        "X-Forwarded-Prefix": "/evil", "Forwarded": "host=x.org;proto=gopher"}  # fmt: skip


@pytest.fixture(scope="module", params=["handed on", "cut off"])
def site(request, tmp_path_factory):
    """An application under /ent, seen through its proxy; what the proxy adds is of no weight."""
    port, folder = free_port(), tmp_path_factory.mktemp("app")
    strip = "/ent" if request.param == "cut off" else ""
    behind = f"http://127.0.0.1:{port}/ent"
    with (
        app_server(folder, hosted=True, behind=behind) as server,
        reverse_proxy(port, server.port, strip=strip, more=LIES),
    ):
        visitor = server.visitor()
        visitor.base = behind
        visitor.folder = folder
        yield visitor


def test_the_whole_way_goes_under_the_prefix(site):
    """From the form to the map's files and the zip: each page and link is of the prefix."""
    work = site.begin(
        "90",
        register=made_register(site.folder / "registre.csv"),
        schools=made_annuaire(site.folder / "annuaire.csv"),
    )
    assert "4 écoles renseignées sur 5" in site.read(work)
    page = site.map(work)
    for address in re.findall(r'(?:href|src|action)="(/[^"]*)"', page):
        assert address.startswith("/ent/"), address
    frame = re.search(r'"/ent(/w/[^"]+/carte/[0-9a-f]{16}/)', page)[1] + "index.html"
    shown = site.get(frame)
    assert (shown.status_code, shown.headers["content-security-policy"]) == (200, MAP_POLICY)
    assert site.get(f"{work}/carte.zip").content.startswith(b"PK")
    style = re.search(r'href="/ent(/static/\S+?\.css)"', page)[1]
    assert "immutable" in site.get(style).headers["cache-control"]
    head = site.session.head(site.base + frame, timeout=30)
    assert (head.status_code, head.content) == (200, b"")


def test_progress_comes_through_as_it_is_told(site):
    """The first news of a reading comes before its end: nothing on the way keeps it back."""
    work = site.begin("90", register=made_register(site.folder / "registre.csv"),
                      schools=made_annuaire(site.folder / "annuaire.csv"))  # fmt: skip
    site.get(f"{work}/lecture")
    with site.get(f"{work}/suivi/read", stream=True) as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        assert events.headers["x-accel-buffering"] == "no"
        arrivals = [time.monotonic() for line in events.iter_lines() if line.startswith(b"data:")]
    assert arrivals
    began = time.monotonic()
    head = site.session.head(f"{site.base}{work}/suivi/read", timeout=30)
    assert (head.status_code, head.content) == (200, b"")
    assert time.monotonic() - began < 5


def test_redirections_and_faults_stay_under_the_prefix(site):
    """Where a form leads, and the way back from a page that isn't there."""
    answer = site.post("/demo", {"name": "none"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ent/")
    # A slash too many leads nowhere: it would lead to the name that the proxy calls us by.
    assert site.get("/demo/", allow_redirects=False).status_code == 404
    lost = site.get("/none")
    assert lost.status_code == 404
    assert 'href="/ent/"' in lost.text
    assert ALL_HEADERS["content-security-policy"] == lost.headers["content-security-policy"]
    chosen = site.get("/?lang=en")
    assert "Path=/ent/" in chosen.headers["set-cookie"]


@pytest.mark.parametrize(
    "written",
    ["cartes.exemple.fr", "ftp://exemple.fr", "https://", "https://a:b@exemple.fr", "https://x:99999",
     "https://exemple.fr/?a=b", "https://exemple.fr/#a", "https://exemple.fr/a b",
     *sorted({f"https://exemple.fr/{route.path.split('/')[1]}" for route in ROUTES} - {"https://exemple.fr/"})],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(written):
    """No name, another protocol, a query, a path of our own: the sentence shows one."""
    with pytest.raises(InputError, match=r"https://cartes\.exemple\.fr"):
        public_address(written)


WORD = "mot de passe : é€"


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A server that asks for a password, which a file holds as Windows writes it."""
    folder = tmp_path_factory.mktemp("closed")
    file = folder / "password.txt"
    file.write_bytes(b"\xef\xbb\xbf" + WORD.encode() + b"\r\n")
    with app_server(folder, "--password-file", file, hosted=True) as server:
        yield server


def test_the_password_lets_in_and_nothing_else_does(closed):
    """None, a wrong one, none that can be read: 401; the right one, whatever the name: 200."""

    def answer(**options):
        return requests.get(closed.url, timeout=30, **options)

    assert answer().status_code == 401
    assert answer().headers["www-authenticate"] == 'Basic realm="geo-ent", charset="UTF-8"'
    assert answer(headers={"Authorization": "Basic ¤¤".encode("latin-1")}).status_code == 401
    assert answer(headers={"Authorization": "Bearer x"}).status_code == 401
    assert answer(auth=("x", WORD.encode())).ok
    decomposed = WORD.replace("é", "e\u0301")  # as a Mac may send it
    assert answer(auth=(b"", decomposed.encode())).ok
    assert requests.get(f"{closed.url}/health", timeout=30).ok
    assert "ne demande pas de mot de passe" not in answer(auth=("x", WORD.encode())).text


def test_wrong_passwords_wait_for_each_other_and_the_right_one_does_not(closed):
    """Two at once take two seconds, whoever sends them: a list of words takes years."""
    began = time.monotonic()
    tries = [
        threading.Thread(target=requests.get, args=[closed.url],
                         kwargs={"auth": ("x", str(n)), "timeout": 30})
        for n in range(2)
    ]  # fmt: skip
    for one in tries:
        one.start()
    assert requests.get(closed.url, auth=("x", WORD.encode()), timeout=30).ok
    assert any(one.is_alive() for one in tries)
    for one in tries:
        one.join()
    assert time.monotonic() - began >= 2


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"\xff"])
def test_a_file_that_holds_no_password_leaves_no_server_open(tmp_path, content):
    """An empty file, two lines, no text: refused, rather than an instance without a password."""
    file = tmp_path / "password.txt"
    file.write_bytes(content)
    done = run_here("app", "--host", "127.0.0.1", "--behind", "http://127.0.0.1:1",
               "--password-file", file)  # fmt: skip
    assert done.returncode == 2
    assert "--password-file" in done.stderr


def test_a_bad_name_is_told_what_the_proxy_has_to_do(closed):
    """A proxy that doesn't hand the name on gets the sentence that says so."""
    answer = ask(closed.port, "GET / HTTP/1.1", "Host: 10.1.2.3", "Connection: close")
    assert answer.status == 421
    assert "Host" in answer.text
