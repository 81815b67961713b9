"""On one's own computer, the application is one person's: nobody else's page or program gets in."""

import json
import re
import socket
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from app_server import made_register
from raw_http import ask

from geo_ent.app.guard import ALL_HEADERS
from geo_ent.app.routes import ROUTES

SOMEONE = "A" * 32
FILLED = {"work": SOMEONE, "revision": "0" * 16, "name": "map.csv", "kind": "build", "digest": "x",
          "level": "circonscription"}  # fmt: skip


@pytest.fixture(scope="module")
def token(server):
    """What only its address knows."""
    return parse_qs(urlsplit(server.address).query)["token"][0]


def every_request():
    """Give each of its routes, filled in, with a method that it takes."""
    for route in ROUTES:
        path = re.sub(r"{(\w+)}", lambda name: FILLED[name[1]], route.path)
        for method in sorted(route.methods - {"HEAD"}):
            yield method, path


def test_no_route_lets_anybody_in_without_the_token(server):
    """Each route, called rightly but for the token, refuses in words; health and styles answer."""
    origin = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    statuses = {}
    for method, path in every_request():
        answer = requests.request(method, server.url + path, headers=origin, timeout=30)
        statuses[path] = answer.status_code
        if answer.status_code == 403:
            assert "geo-ent app" in answer.text
        assert "set-cookie" not in answer.headers
    assert statuses.pop("/health") == 200
    assert statuses.pop("/static/x/map.csv") == 404
    assert set(statuses.values()) == {403}
    assert len(statuses) > 15


@pytest.mark.parametrize("path", ["/", "/health", "/static/x/app.css", f"/w/{SOMEONE}/carte"])
def test_a_wrong_token_brings_no_cookie(server, token, path):
    """The answer to a wrong token, at whatever address, doesn't give the right one away."""
    answer = requests.get(f"{server.url}{path}?token=wrong", timeout=30, allow_redirects=False)
    assert "set-cookie" not in answer.headers
    assert token not in answer.text + str(answer.headers)


def test_the_token_leaves_the_address_for_a_cookie_that_no_script_reads(server, token):
    """A cookie of this port, HttpOnly and SameSite=Strict; the rest of the address stays."""
    answer = requests.get(f"{server.url}/?token={token}&lang=en", timeout=30, allow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lang=en")
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"geo-ent-{server.port}=")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} == set(flags)


def test_the_way_from_the_token_leads_to_no_other_site(server, token):
    """An address of two slashes is still one of ours once the token is out of it."""
    line = f"GET //exemple.org/?token={token} HTTP/1.1"
    answer = ask(server.port, line, f"Host: 127.0.0.1:{server.port}", "Connection: close")
    assert answer.headers["location"] == "/exemple.org/"


@pytest.mark.parametrize(
    "host",
    ["Host: exemple.org", "Host: exemple.org:{port}", "Host: 127.0.0.1", "Host: 127.0.0.1:1",
     "Host: [::1]:{port}", "Host: 127.0.0.1:{port}.exemple.org", "Host: 2130706433:{port}",
     "Host:", "X-Forwarded-Host: 127.0.0.1:{port}"],
)  # fmt: skip
def test_another_name_is_refused(server, token, host):
    """A name that was bent to this computer (DNS rebinding) gets nothing, token or not."""
    host = host.format(port=server.port)
    version = "HTTP/1.1" if host.startswith("Host:") else "HTTP/1.0"  # 1.1 needs a Host
    answer = ask(server.port, f"GET /?token={token} {version}", host, "Connection: close")
    assert answer.status == 421, answer.text
    assert f"http://127.0.0.1:{server.port}" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1:{port}", "exemple.org"]])
def test_no_name_and_two_names_are_no_request(server, token, hosts):
    """HTTP/1.1 wants one Host: none, or two, is refused before anything looks at it."""
    lines = [f"Host: {host.format(port=server.port)}" for host in hosts]
    answer = ask(server.port, f"GET /?token={token} HTTP/1.1", *lines, "Connection: close")
    assert answer.status == 400


def test_localhost_is_its_name_too(server, token):
    """Whoever types localhost gets in, and their forms are taken."""
    with requests.Session() as session:
        here = f"http://localhost:{server.port}"
        session.get(f"{here}/?token={token}", timeout=30)
        answer = session.post(f"{here}/demo", headers={"Origin": here}, data={"name": "none"},
                              timeout=30, allow_redirects=False)  # fmt: skip
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "sent",
    [{"Origin": "http://exemple.org"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
     {"Origin": "https://127.0.0.1:{port}"}, {"Origin": "http://localhost:{port}"}, {},
     {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
     {"Origin": "http://exemple.org", "Sec-Fetch-Site": "same-origin"},
     {"Referer": "http://127.0.0.1:{port}/"}],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(server, sent):
    """With the visitor's own cookie, a POST that another page sends changes nothing."""
    visitor = server.visitor()
    del visitor.session.headers["Origin"]
    headers = {name: value.format(port=server.port) for name, value in sent.items()}
    answer = visitor.post("/demo", {"name": "nancy-metz"}, headers=headers)
    assert answer.status_code == 403
    assert "rien n’a été changé" in answer.text


@pytest.mark.parametrize("origin", [{}, {"Origin": "null"}])
def test_a_form_without_an_origin_is_taken_from_here(server, origin):
    """Where a browser gives no origin, it says that the page is of the same one."""
    visitor = server.visitor()
    del visitor.session.headers["Origin"]
    headers = {**origin, "Sec-Fetch-Site": "same-origin"}
    assert visitor.post("/demo", {"name": "none"}, headers=headers).status_code == 303


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "TRACE", "PATCH"])
def test_no_other_site_is_allowed_anything(server, method):
    """A preflight is refused, and no answer has a header that opens the door (CORS)."""
    visitor = server.visitor()
    headers = {"Origin": "http://exemple.org", "Access-Control-Request-Method": "POST"}
    answer = visitor.session.request(method, f"{server.url}/w", headers=headers, timeout=30)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_every_answer_has_the_strict_headers(server):
    """A page, a style, a refusal, a page that isn't there, a wrong method: all have them."""
    visitor = server.visitor()
    style = re.search(r"/static/\S+?\.css", visitor.get("/").text)[0]
    answers = [
        visitor.get("/"), visitor.get(style), visitor.get("/none"), visitor.get("/w"),
        visitor.get("/health"), visitor.session.head(server.url, timeout=30),
        visitor.post("/w", {"text": "x" * 9_000_000}),
        requests.get(server.url, timeout=30),
        requests.get(server.url, headers={"Host": "exemple.org"}, timeout=30),
    ]  # fmt: skip
    assert [a.status_code for a in answers] == [200, 200, 404, 405, 200, 200, 413, 403, 421]
    for answer in answers:
        own = {"cache-control"} if answer is answers[1] else set()
        for name in ALL_HEADERS.keys() - own:
            assert answer.headers[name] == ALL_HEADERS[name], (answer.url, name)
        assert "server" not in answer.headers
    policy = ALL_HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_it_listens_on_this_computer_alone(server):
    """No address of the network answers, only the loopback's."""
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in {"127.0.0.2", *others} - {"127.0.0.1"}:
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection((address, server.port), 2).close()


@pytest.mark.parametrize(
    "address",
    ["proxy.exemple.fr:3128", "http://proxy.exemple.fr", "socks5://127.0.0.1:1080",
     "file:///etc/passwd", "http://x:y", "http://a b:1", "http://127.0.0.1:3128/path"],
)  # fmt: skip
def test_what_is_no_proxy_is_told_beside_its_field(server, tmp_path, address):
    """Only http(s)://host:port is one; what was sent with it is kept."""
    visitor = server.visitor()
    register = made_register(tmp_path / "registre.csv")
    answer = visitor.send("90", form={"proxy": address}, register=register)
    assert answer.status_code == 422
    told = re.search(r'id="fault-proxy">(.*?)</p>', answer.text)[1]
    assert "http://proxy.exemple.fr:3128" in told
    work = re.search(r"/w/[A-Za-z0-9_-]{32}", answer.text)[0]
    assert '"proxy"' not in (visitor.work_folder(work) / "work.json").read_text()


def test_a_proxy_and_its_certificates_are_kept_beside_the_project(server, tmp_path):
    """Whatever the certificates' file is called, it takes the place of nothing of the work's."""
    visitor = server.visitor()
    bundle = tmp_path / "work.json"
    bundle.write_text("PEM")
    register = made_register(tmp_path / "registre.csv")
    form = {"proxy": "http://jean:mot@proxy.exemple.fr:3128"}
    answer = visitor.send("90", form=form, register=register, ca_bundle=bundle)
    assert answer.status_code == 303
    folder = visitor.work_folder(answer.headers["location"].removesuffix("/lecture"))
    state = json.loads((folder / "work.json").read_text())
    assert state["proxy"] == form["proxy"]
    assert Path(state["ca_bundle"]).read_text() == "PEM"
    assert "proxy" not in (folder / "inputs" / "geo-ent.toml").read_text()


def test_an_answer_is_sent_whole_at_once(server):
    """Forty milliseconds are waited for nobody, on a connection that stays open."""
    with requests.Session() as session:
        session.trust_env = False
        began = time.monotonic()
        for _ in range(100):
            session.get(f"{server.url}/health", timeout=30)
    assert time.monotonic() - began < 3
