"""Try the portable folder as who gets its zip does: `python tools/portable/smoke.py`.

Run it with the Python that the folder was made with: the demo must be the same, byte for byte.
The standard library only: Windows' job of .github/workflows/portable.yml has nothing else.
"""

import argparse
import filecmp
import hashlib
import http.client
import os
import platform
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
PLACE = "Téléchargements de l'été"
"""A folder as people name them: a space, an apostrophe, accents."""
WINDOWS = sys.platform == "win32"
START = "Ouvrir geo-ent.cmd" if WINDOWS else "Ouvrir geo-ent"
OPEN_S, BUILD_S = 30.0, 120.0
TEXT: Mapping[str, Any] = {"text": True, "encoding": "utf-8", "errors": "replace"}
"""What a program says: into a pipe Windows' is in its own code page, of which ASCII is enough."""


def main() -> None:
    """Try everything; say the demo's sum, which another system's is held to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", nargs="?", type=Path, help="else the one of this system in dist/")
    parser.add_argument("--sum", type=Path, help="where to write the sum of the demo's page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        place = Path(temporary, PLACE)
        program = unpacked(asked.zip or of_this_system(), place)
        print(run(program, "--version").stdout.strip())
        if "--no-browser" not in run(program.parent / START, "--help").stdout:
            sys.exit(f"{START} doesn't run the application")
        differing = differences(program, sys.executable, place)
        if differing:
            sys.exit(f"not the same bytes as from {sys.executable}: {', '.join(differing)}")
        page = place / "demo" / "index.html"
        told = f"{hashlib.sha256(page.read_bytes()).hexdigest()}  index.html"
        print(told)
        if asked.sum:
            asked.sum.write_text(f"{told}\n", encoding="utf-8", newline="\n")
        # With the rest of the environment: Windows' sockets hang on several of its names.
        own = {"LOCALAPPDATA": str(place), "XDG_DATA_HOME": str(place)}
        with opened(program, os.environ | own) as app:
            title = re.search(r"<title>(.*?)</title>", app.get("/"))
            print(f"the application opened: {title and title[1]}")
            if app.demo_map().encode() != page.read_bytes():
                sys.exit("the application's map of the demo isn't the demo's")
            print("its map of the demo is the same, byte for byte")


def of_this_system() -> Path:
    """Find the zip in `dist/` that was made on this system."""
    (archive,) = (ROOT / "dist").glob(f"geo-ent-*-{platform.system().lower()}-*.zip")
    return archive


def unpacked(archive: Path, place: Path) -> Path:
    """Unpack a zip as an archive tool does; give the program's path."""
    with zipfile.ZipFile(archive) as opened_zip:
        for entry in opened_zip.infolist():
            path = Path(opened_zip.extract(entry, place))
            if not WINDOWS:
                path.chmod((entry.external_attr >> 16) & 0o777)
    (program,) = place.glob("geo-ent-*/geo-ent" + (".exe" if WINDOWS else ""))
    return program


def run(program: Path | str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 those of subprocess.run
    """Run a program to its end; a failure is said with its own words."""
    command = [str(program), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, **TEXT, **options)
    if done.returncode:
        msg = f"{' '.join(command)}: code {done.returncode}\n{done.stdout}{done.stderr}"
        raise RuntimeError(msg)
    return done


def differences(program: Path, python: str, place: Path, **options: Any) -> list[str]:  # noqa: ANN401 those of subprocess.run
    """Make the demo with the program and with a Python; name the files that aren't the same."""
    ours, theirs = place / "demo", place / "demo of Python"
    run(program, "demo", "--out", str(ours), cwd=place, **options)
    run(python, "-m", "geo_ent", "demo", "--out", str(theirs), cwd=place)
    names = {path.relative_to(folder).as_posix() for folder in (ours, theirs)
             for path in folder.rglob("*") if path.is_file()}  # fmt: skip
    _, differing, missing = filecmp.cmpfiles(ours, theirs, sorted(names), shallow=False)
    return [*differing, *missing]


@dataclass
class Application:
    """An application that is open, and what its visitor holds.

    Attributes
    ----------
    process
        Its process, whose workers are its children.
    origin
        Its address.
    cookie
        What lets the visitor in.
    """

    process: subprocess.Popen[str]
    origin: str
    cookie: str = ""

    def get(self, path: str) -> str:
        """Give the text of a page."""
        status, _, text = self._ask("GET", path)
        if status != HTTPStatus.OK:
            msg = f"{path}: {status}\n{text}"
            raise RuntimeError(msg)
        return text

    def enter(self, address: str) -> None:
        """Come in by the address that was printed."""
        until = monotonic() + OPEN_S
        while True:
            try:
                _, headers, _ = self._ask("GET", "/?" + urlsplit(address).query)
            except ConnectionRefusedError:  # it prints its address a moment before it listens
                if monotonic() > until:
                    raise
                sleep(0.1)
                continue
            self.cookie = headers["set-cookie"].split(";")[0]
            return

    def demo_map(self) -> str:
        """Let it make the map of the demo, in a process of its own; give the page."""
        _, headers, _ = self._ask("POST", "/demo")
        work = urlsplit(headers["location"]).path.rsplit("/", 1)[0]
        until = monotonic() + BUILD_S
        while monotonic() < until:
            self.get(f"{work}/lecture")
            found = re.search(rf"{work}/carte/\w+/index\.html", self.get(f"{work}/carte"))
            if found:
                return self.get(found[0])
            sleep(0.5)
        page = re.sub(r"<[^>]*>", "", self.get(f"{work}/lecture") + self.get(f"{work}/carte"))
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        msg = f"no map after {BUILD_S:.0f} s: {' | '.join(lines)}"
        raise RuntimeError(msg)

    def _ask(self, method: str, path: str) -> tuple[int, Mapping[str, str], str]:
        connection = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=OPEN_S)
        connection.request(method, path, headers={"Cookie": self.cookie, "Origin": self.origin})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, answer.headers, text


@contextmanager
def opened(
    program: Path,
    env: Mapping[str, str],
    *,
    arguments: Sequence[str] = ("app", "--no-browser"),
    **options: Any,  # noqa: ANN401 those of subprocess.Popen
) -> Iterator[Application]:
    """Open the application without a browser, come in, and end it on leaving."""
    command = [str(program), *arguments]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, **TEXT, **options)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", process.stdout.readline())
        if address is None:
            msg = f"{' '.join(command)} told no address"
            raise RuntimeError(msg)
        app = Application(process, address[0].split("/?")[0])
        app.enter(address[0])
        yield app
    finally:
        process.terminate()
        process.wait(OPEN_S)
        process.stdout.close()


if __name__ == "__main__":
    main()
