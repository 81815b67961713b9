"""A real `geo-ent app`: a process on a free port, with a data folder of its own, no network.

`app_server(folder)` runs it, `server.visitor()` lets a client in, `visitor.begin("90", register=…,
schools=…)` begins a work and gives its address, `visitor.read(work)` gives the page of what was
read, once it is; `server.context(chromium)` is a browser that has been let in.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import requests
from annuaire import inspection, row, uai, write_csv

PATIENCE_S = 180
"""How long a busy machine may take for what an idle one does in a second."""
_ADDRESS = re.compile(r"https?://\S+")
_WORK = re.compile(r"/w/[A-Za-z0-9_-]{32}")

CIRCONSCRIPTION = "Circonscription d'inspection du 1er degré de Belfort 1"
NAMES = {1: "Jules Ferry", 2: "Aragon", 3: "Les Barres", 4: "Victor Hugo", 5: "Châteaudun"}


def made_annuaire(path):
    """Write the annuaire of five schools of Belfort (90), and of their inspection."""
    schools = [
        row(number, Nom_etablissement=f"Ecole primaire publique {name}",
            latitude=str(47.63 + number / 200))
        for number, name in NAMES.items()
    ]  # fmt: skip
    return write_csv(path, [*schools, inspection(99, CIRCONSCRIPTION)])


def made_register(path, *more):
    """Write a register of these schools: three understood, one doubtful, one that is no school."""
    rows = [
        ("UAI", "École", "Commune", "ENT", "Solution"),
        (uai(1), "Jules Ferry", "Belfort", "oui", "ONE"),
        (uai(2), "Aragon", "Belfort", "non", ""),
        (uai(3), "Les Barres", "Belfort", "prévu", ""),
        ("", "Victor Hugot", "Belfort", "oui", "ONE"),
        ("", "Total", "", "2", ""),
        *more,
    ]
    path.write_text("\n".join(";".join(cells) for cells in rows), encoding="utf-8")
    return path


# The command, of other limits: nothing else of it changes.
_LIMITED = """
import json, sys
from geo_ent.app import server
from geo_ent.app.settings import Limits
from geo_ent.cli.command_line import main
limits = Limits(**json.loads(sys.argv.pop(1)))
serve_hosted = server.serve_hosted
server.serve_hosted = lambda tr, **asked: serve_hosted(tr, **{**asked, "limits": limits})
main()
"""


class AppServer:
    """The process, and how it is reached.

    Parameters
    ----------
    folder
        Its data, its cache and what it says on its error output.
    arguments
        Of `geo-ent app`, those of the port left out.
    hosted
        Serve visitors behind a proxy: `behind` is its address, by default its own with no prefix.
    env
        More variables of its environment.
    command
        What runs it in the stead of this Python, as it is installed; it is told a port, no more.
    limits
        Of a hosted one's `Limits`, those that are to be others: `{"keep_s": 2}`.
    port
        Where it is to be again, as one before; a free one without it.
    within
        What runs the command: `unshare …`, say.
    offline
        Whether it does without a network.
    """

    def __init__(
        self, folder, *arguments, hosted=False, behind="", env=None, command=None, limits=None,
        port=None, within=(), offline=True,
    ):  # fmt: skip
        self.folder = folder
        self.data = folder / "data"
        self.port = port or free_port()
        self.url = behind or f"http://127.0.0.1:{self.port}"
        place = ["--host", "127.0.0.1", "--behind", self.url, "--folder", str(self.data)]
        run = ["-c", _LIMITED, json.dumps(limits)] if limits else ["-m", "geo_ent"]
        ours = [sys.executable, *run, "app", "--no-browser", *(["--offline"] if offline else []),
                *(place if hosted else []), *map(str, arguments)]  # fmt: skip
        command = [*within, *(command or ours), "--port", str(self.port)]
        self.data.mkdir(parents=True, exist_ok=True)
        self.errors = folder / "errors.txt"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command,
                env=self._environment() | (env or {}),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self.said = []
        self._heard = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self._address()

    def _environment(self):
        kept = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        own = {"XDG_DATA_HOME": self.data, "XDG_CACHE_HOME": self.folder / "cache",
               "GEO_ENT_CACHE": self.folder / "cache", "PYTHONUNBUFFERED": "1"}  # fmt: skip
        return kept | {key: str(value) for key, value in own.items()}

    def _listen(self):
        for line in self.process.stdout:
            with self._heard:
                self.said.append(line.rstrip())
                self._heard.notify_all()
        with self._heard:
            self.said.append("")
            self._heard.notify_all()

    def _address(self):
        """Wait for the address that it prints, then for an answer: `token` and all."""
        with self._heard:
            assert self._heard.wait_for(lambda: self.said, PATIENCE_S)
            found = _ADDRESS.search(self.said[0])
        assert found, (self.said, self.errors.read_text(encoding="utf-8"))
        until(self.is_answering)
        return found[0].rstrip(",")

    def is_answering(self):
        """Say whether it answers; fail where it has ended."""
        assert self.process.poll() is None, self.errors.read_text(encoding="utf-8")
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(f"http://127.0.0.1:{self.port}/health", timeout=PATIENCE_S).ok
        return False

    def visitor(self, **headers):
        """Let somebody in: a session of their own."""
        return Visitor(self, headers)

    def context(self, running, **options):
        """Open a context of Chromium that has been let in; `lang` is French unless told."""
        context = running.new_context(**{"locale": "fr-FR", **options})
        page = context.new_page()
        page.goto(self.address)
        page.close()
        return context

    def workers(self):
        """List its processes that work, and whichever else it has."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(word) for task in tasks for word in task.read_text().split()]

    def kill(self):
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.wait(PATIENCE_S)
        until(lambda: "" in self.said)
        self.process.stdout.close()

    def stop(self):
        """End it as Ctrl-C does; give its code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


class Visitor:
    """A client's session: what a browser without script does."""

    def __init__(self, server, headers):
        self.server = server
        self.base = f"http://127.0.0.1:{server.port}{urlsplit(server.url).path.rstrip('/')}"
        self.session = requests.Session()
        self.session.trust_env = False
        public = urlsplit(server.url)
        own = {"Accept-Language": "fr", "Host": public.netloc,
               "Origin": f"{public.scheme}://{public.netloc}"}  # fmt: skip
        self.session.headers.update(own | headers)
        query = urlsplit(server.address).query
        self.session.get(f"{self.base}/", params=query, timeout=PATIENCE_S)

    def get(self, path, **options):
        """Ask for a page."""
        return self.session.get(self.base + path, timeout=PATIENCE_S, **options)

    def post(self, path, form=None, files=None, **options):
        """Send a form; give the answer itself, which mostly says where to go."""
        given = {"data": form, "files": files, "timeout": PATIENCE_S, "allow_redirects": False}
        return self.session.post(self.base + path, **given | options)

    def send(self, territory, path="/w", *, form=None, **files):
        """Send the first form; each input is a file, or several: `register=[…]`, `schools=…`."""
        sent = [
            (field, (file.name, file.read_bytes()))
            for field, given in files.items()
            for file in (given if isinstance(given, list) else [given])
        ]
        form = {"territory": territory, **(form or {})}
        return self.post(path, form, sent or {"none": (None, "")})

    def begin(self, territory, **files):
        """Begin a work; give its address: `/w/…`."""
        answer = self.send(territory, **files)
        assert answer.status_code == 303, (answer.status_code, answer.text)
        return _WORK.search(answer.headers["location"])[0]

    def follow(self, work, kind="read"):
        """Follow a work's reading or build to its end; give its news, the last at the end."""
        with self.get(f"{work}/suivi/{kind}", stream=True) as events:
            assert events.ok, events.status_code
            lines = [line for line in events.iter_lines() if line.startswith(b"data: ")]
        return [json.loads(line.removeprefix(b"data: ")) for line in lines]

    def read(self, work):
        """Give the page of what was read, once it is."""
        return self._whole(f"{work}/lecture", work, "read")

    def map(self, work):
        """Give the page of the map, once it is made."""
        return self._whole(f"{work}/carte", work, "build")

    def _whole(self, path, work, kind):
        page = self.get(path)
        while f'data-follow="{urlsplit(self.server.url).path.rstrip("/")}{work}/suivi' in page.text:
            last = self.follow(work, kind)[-1]
            page = self.get(path)
            if last["status"] in {"refused", "failed"}:
                break
        assert page.ok, page.status_code
        return page.text

    def work_folder(self, work):
        """Give the folder of a work, as the server has it."""
        name = work.removeprefix("/w/")
        below = entries_below(self.server.data)
        return next(path for path in below if path.name == name and path.is_dir())


@contextlib.contextmanager
def app_server(folder, *arguments, **options):
    """Run `geo-ent app` while a test needs it."""
    server = AppServer(Path(folder), *arguments, **options)
    try:
        yield server
    finally:
        try:
            server.stop()
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait(PATIENCE_S)
        server.process.stdout.close()


def free_port():
    """Find a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def entries_below(folder):
    """List all that lies below a folder from which a server erases meanwhile.

    `Path.rglob` fails where a folder goes between its listing and its reading; a walk passes on.
    """
    return [
        Path(at) / name for at, folders, files in os.walk(folder) for name in (*folders, *files)
    ]


def until(condition, seconds=PATIENCE_S):
    """Wait until something outside this process is so."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never came to be so"
        time.sleep(0.02)
