"""Try a hosted application as a visitor does: `python tools/server_smoke.py ADDRESS --behind …`.

From the demo to its map and the zip, straight to the server, under the name that its proxy would
call it by. For who has just installed it, and for the job that builds the image; the standard
library only.
"""

import argparse
import base64
import json
import sys
import time
import urllib.error
import urllib.request
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE_S = 120.0
WANTED = frozenset({"index.html", "map.png", "coverage.xlsx", "manifest.json"})


def main() -> None:
    """Go all the way; exit with a sentence where something isn't as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where it listens: http://127.0.0.1:8765")
    parser.add_argument("--behind", required=True, help="its public address, as it was told")
    parser.add_argument("--password-file", type=Path)
    asked = parser.parse_args()
    password = (
        asked.password_file.read_text(encoding="utf-8").strip() if asked.password_file else ""
    )
    visitor = Visitor(asked.address, asked.behind, password)
    health = json.loads(visitor.ask("/health"))
    if health != {**health, "status": "ok", "app": "geo-ent"}:
        sys.exit(f"/health: {health}")
    work = visitor.begin_demo()
    visitor.ask(f"{work}/lecture")
    names = set(visitor.map_of(work).namelist())
    if not names >= WANTED:
        sys.exit(f"the zip lacks {', '.join(sorted(WANTED - names))}")
    visitor.ask(f"{work}/effacer", b"")
    if visitor.status(f"{work}/lecture") != 404:  # noqa: PLR2004
        sys.exit("the work is there after it was erased")
    print(f"{asked.behind}: a map of {len(names)} files, then nothing left")


class _Staying(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: it leads to the public address, which may not be there yet."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


class Visitor:
    """Who comes by the proxy, without the proxy.

    Parameters
    ----------
    address
        Where the server listens.
    behind
        Its public address.
    password
        What it asks for, if it does.
    """

    def __init__(self, address: str, behind: str, password: str = "") -> None:
        public = urlsplit(behind)
        self._base = address.rstrip("/") + public.path.rstrip("/")
        self._prefix = public.path.rstrip("/")
        self._headers = {"Host": public.netloc, "Origin": f"{public.scheme}://{public.netloc}"}
        if password:
            coded = base64.b64encode(f"geo-ent:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {coded}"
        without_proxy = urllib.request.ProxyHandler({})
        self._opener = urllib.request.build_opener(without_proxy, _Staying)

    def ask(self, path: str, form: bytes | None = None) -> bytes:
        """Ask for a page, or send a form; give the answer's body."""
        request = urllib.request.Request(self._base + path, form, self._headers)  # noqa: S310
        with self._opener.open(request, timeout=PATIENCE_S) as answer:
            body: bytes = answer.read()
        return body

    def status(self, path: str) -> int:
        """Give the status that a page is refused with; 200 if it isn't."""
        try:
            self.ask(path)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
        return 200

    def begin_demo(self) -> str:
        """Begin a work with the demo; give its path."""
        try:
            self.ask("/demo", b"name=cantal")  # the smallest
        except urllib.error.HTTPError as moved:
            moved.close()
            if moved.code == 303:  # noqa: PLR2004
                path = urlsplit(moved.headers["Location"]).path.removeprefix(self._prefix)
                return path.rpartition("/")[0]
            raise
        sys.exit("the demo didn't begin")

    def map_of(self, work: str) -> zipfile.ZipFile:
        """Ask for a work's map until it is made; give everything to take away."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            self.ask(f"{work}/carte")
            if self.status(f"{work}/carte.zip") == 200:  # noqa: PLR2004
                return zipfile.ZipFile(BytesIO(self.ask(f"{work}/carte.zip")))
            time.sleep(1)
        sys.exit("the map isn't made")


if __name__ == "__main__":
    main()
