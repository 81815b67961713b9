"""A real page on a real server, and the two browsers that it is opened in."""

import functools
import html
import http.server
import re
import subprocess
import sys
import threading

import pytest
import webdriver

POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def pytest_collection_modifyitems(items):
    """Everything here is left out, but by `make browsers`."""
    for item in items:
        if "tests/browsers/" in str(item.path):
            item.add_marker(pytest.mark.browsers)


class Server(http.server.ThreadingHTTPServer):
    """A web server on this machine; it notes what it is asked, and what a page's policy refuses.

    A page in a file can't be told where to send its complaints: the server says the page's own
    policy once more, and where to.
    """

    daemon_threads = True

    def __init__(self, folder):
        self.asked, self.refused = [], []
        text = (folder / "index.html").read_text(encoding="utf-8")
        self.policy = html.unescape(POLICY.search(text)[1])
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server_port}/index.html"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers with the files of a folder."""

    def do_GET(self):
        self.server.asked.append(self.path)
        super().do_GET()

    def do_POST(self):
        refused = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "favicon.ico" not in refused:  # a browser's own wish, for its tab
            self.server.refused.append(refused)
        self.send_response(204)
        self.end_headers()

    def end_headers(self):
        self.send_header("Content-Security-Policy", f"{self.server.policy}; report-uri /refused")
        super().end_headers()

    def log_message(self, *_):
        """Say nothing: what matters is noted."""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Serve the page of a demo: every level of a département, its schools simulated."""
    folder = tmp_path_factory.mktemp("site") / "somme"
    command = [sys.executable, "-m", "geo_ent", "demo", "somme", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with Server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def driven(request):
    """One browser for all its tests: starting it takes longer than most of them."""
    if packages := webdriver.missing():
        pytest.fail(f"missing {' '.join(packages)}: make browsers installs them, or says how")
    with getattr(webdriver, request.param)() as running:
        yield running


@pytest.fixture
def opened(driven, site):
    """Give a function that opens the page; afterwards, it has asked for itself alone."""
    site.asked.clear()
    site.refused.clear()

    def at(address="", *, width=1200, height=900):
        driven.open(site.address + address, width=width, height=height)
        return driven

    yield at
    assert site.refused == []
    assert set(site.asked) <= {"/index.html", "/favicon.ico"}
