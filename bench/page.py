"""The map page against the naive Folium page, in a real Chromium, in one run.

    make bench        (needs the shared inputs beside the repository, npm and Chromium)
    python bench/page.py --seen      (what is seen of the page alone: no rival, no npm)

The naive page's CDN files come from their npm packages, kept in a cache outside the repository,
and are given to the browser at once, at the addresses it asks for: no network time is counted
against either page. Tiles are refused, and two small style sheets that no package holds are empty:
both favour the naive page. What counts as drawn is the first zone on the screen.
"""

import argparse
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from page_seen import (
    told_cards,
    told_classes,
    told_faults,
    told_first_screens,
    told_manners,
    told_names,
)
from playwright.sync_api import Browser, Page, Route, sync_playwright
from run import ANNUAIRE, REGISTER, ROOT, SHARED, gzipped_kb, line, national_geojson

ROUNDS = 5
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "geo-ent-bench"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
PACKAGES = {
    "cdn.jsdelivr.net/npm/leaflet@1.9.3/": "leaflet@1.9.3",
    "cdn.jsdelivr.net/npm/bootstrap@5.2.2/": "bootstrap@5.2.2",
    "cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/": (
        "@fortawesome/fontawesome-free@6.2.0"
    ),
    "code.jquery.com/jquery-3.7.1": "jquery@3.7.1",
    "cdnjs.cloudflare.com/ajax/libs/d3/3.5.5/": "d3@3.5.5",
    "cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/": (
        "leaflet.awesome-markers@2.0.5"
    ),
}
"""Where an address begins -> the package that holds its file."""

INSIDE = {
    "code.jquery.com/jquery-3.7.1": "dist/jquery",
    "cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/": "dist/",
}
"""What that beginning is called inside the package, where it isn't its top."""

ABSENT = ("leaflet.awesome.rotate.min.css", "bootstrap-glyphicons.css")
TYPES = {".css": "text/css", ".js": "text/javascript", ".png": "image/png", ".woff2": "font/woff2"}

FIRST_MAP = """
  new MutationObserver(function (_, observer) {
    if (!document.querySelector("path.leaflet-interactive")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.firstMap = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
"""
SWITCH = """
  ([id, value]) => new Promise(function (done) {
    const control = document.getElementById(id);
    const start = performance.now();
    control.value = value;
    control.dispatchEvent(new Event(control.type === "range" ? "input" : "change"));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  })
"""
CHOICES = """
  (id) => {
    const control = document.getElementById(id);
    if (!control || control.closest("[hidden]:not(.popover)")) return [];
    if (control.type !== "range") return Array.from(control.options, (option) => option.value);
    return Array.from({ length: Number(control.max) + 1 }, (_, index) => String(index));
  }
"""


def package(name: str) -> Path:
    """Give a package's folder, fetched once."""
    folder = CACHE / name.replace("/", "-")
    if not folder.exists():
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(["npm", "pack", name, "--silent"], cwd=scratch, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            with tarfile.open(next(Path(scratch).glob("*.tgz"))) as tar:
                tar.extractall(scratch, filter="data")
            CACHE.mkdir(parents=True, exist_ok=True)
            # npm calls the top "package", but for very old packages
            top = next(entry for entry in Path(scratch).iterdir() if entry.is_dir())
            shutil.move(top, folder)
    return folder


def cdn_file(address: str) -> Path | None:
    """Find the file that a CDN has at an address; None for one that no package holds."""
    bare = address.split("://")[1].split("?", maxsplit=1)[0]
    for start, name in PACKAGES.items():
        if bare.startswith(start):
            return package(name) / (INSIDE.get(start, "") + bare.removeprefix(start))
    return None


class Cdn:
    """Answers for the CDNs, and weighs what was asked."""

    def __init__(self) -> None:
        self.weights: dict[str, int] = {}

    def __call__(self, route: Route) -> None:
        """Answer one request."""
        address = route.request.url
        if address.startswith(("file:", "data:")):
            route.continue_()
            return
        found = cdn_file(address)
        if found is None and not address.endswith(ABSENT):
            route.abort()  # a tile
            return
        body = found.read_bytes() if found else b""
        packed = found is None or found.suffix in {".woff2", ".png"}
        self.weights[address] = len(body) if packed else len(gzip.compress(body, 9))
        kind = TYPES.get(Path(address.split("?")[0]).suffix, "text/plain")
        route.fulfill(body=body, content_type=kind)


@contextmanager
def opened(browser: Browser, path: Path, cdn: Cdn) -> Iterator[Page]:
    """Open a page from a file, once its map is drawn."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.route("**/*", cdn)
    page = context.new_page()
    page.add_init_script(FIRST_MAP)
    page.goto(path.as_uri(), timeout=120_000)
    while not page.evaluate("window.firstMap"):
        page.wait_for_timeout(20)
    yield page
    context.close()


def first_maps(browser: Browser, pages: dict[str, Path], cdn: Cdn) -> dict[str, float]:
    """Time until each page's map is drawn (ms), the pages in turn; the middle time counts."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            with opened(browser, path, cdn) as page:
                times[name].append(float(page.evaluate("window.firstMap")))
    return {name: statistics.median(told) for name, told in times.items()}


def switches(page: Page, control: str) -> list[float]:
    """Time each value of a control, from the change to the repainted page (ms)."""
    told = []
    for value in [*page.evaluate(CHOICES, control), *page.evaluate(CHOICES, control)[::-1]]:
        told.append(float(page.evaluate(SWITCH, [control, value])))
        page.wait_for_timeout(600)  # the table follows when there is time
    return told


INPUTS = {
    "density": "grille-densite-7-niveaux-2024.xlsx",
    "frr": "frr-2025-07.csv",
    "pupils": "effectifs-ecoles-035-2019-2022.csv",
    "ips": "ips-ecoles-2021-2022.csv",
    "college-sectors": "carte-scolaire-colleges-035-2023.csv",
}
"""All that may be given beside the directory and the register, by its option."""


def built(folder: Path) -> dict[str, Path]:
    """Build our pages: of the département, of the same with all its inputs, and the demo's."""
    ours, whole, demo = folder / "35", folder / "whole", folder / "demo"
    build = ["build", "--departement", "35", "--schools", str(ANNUAIRE), "--register",
             str(REGISTER), "--date", "2023-06-30", "--out"]  # fmt: skip
    inputs = [part for name, file in INPUTS.items() for part in (f"--{name}", str(SHARED / file))]
    for command in ([*build, str(ours)], [*build, str(whole), *inputs],
                    ["demo", "--out", str(demo)]):  # fmt: skip
        run(["-m", "geo_ent", *command])
    pages = {"ours": ours, "whole": whole, "demo": demo}
    return {name: out / "index.html" for name, out in pages.items()}


def rival(folder: Path) -> Path:
    """Make the naive page of the same département."""
    naive, boundaries = folder / "naive.html", national_geojson(folder)
    made = (ROOT / "bench" / "naive.py", ANNUAIRE, REGISTER, boundaries, naive)
    run(["-W", "ignore", *map(str, made)])
    return naive


def run(arguments: list[str]) -> None:
    """Run Python, in silence."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)  # fmt: skip


def told_switches(page: Page) -> None:
    """Print what it takes to change each control."""
    page.locator("#geo-ent-level").select_option("commune")
    for name, control in {"indicator": "indicator", "date": "date", "level": "level"}.items():
        told = switches(page, f"geo-ent-{control}")
        worst = f"{max(told):.0f} ms" if told else "one value"
        middle = f"; middle {statistics.median(told):.0f} ms of {len(told)}" if told else ""
        line(f"switch of {name}, 333 communes: worst", worst, f"aim: <= 100 ms{middle}")


def chromium() -> dict[str, Any]:
    """Say which Chromium to run."""
    found = os.environ.get("GEO_ENT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return {"executable_path": found, "args": list(QUIET)}


WEIGHED = (
    ("ours", "the 35", "aim: <= 140 kB"),
    ("whole", "the 35 with all its inputs", ""),
    ("demo", "the demo", "aim: <= 420 kB"),
)
"""What is weighed, as it is called, and what it may weigh."""


def told_seen(browser: Browser, page: Path) -> None:
    """Print what a visitor sees of a page, and what it asks of others."""
    told_first_screens(browser, page)
    told_classes(browser, page)
    told_names(browser, page)
    told_cards(browser, page)
    told_faults(browser, page)
    told_manners(browser, page)


def told_race(browser: Browser, naive: Path, pages: dict[str, Path]) -> None:
    """Print how soon a map is there and what it weighs, against the naive page."""
    cdn = Cdn()
    told = first_maps(browser, {"naive": naive, "ours": pages["ours"]}, cdn)
    naive_kb = gzipped_kb(naive) + sum(cdn.weights.values()) / 1000
    ours_kb = gzipped_kb(pages["ours"])
    line("naive page, first drawn map", f"{told['naive']:.0f} ms")
    line("geo-ent page, first drawn map", f"{told['ours']:.0f} ms")
    line("first drawn map, ratio", f"{told['ours'] / told['naive']:.2f}", "aim: <= 0.33")
    line("naive page with its CDN files, gzipped", f"{naive_kb:.0f} kB")
    line("weight, ratio", f"{ours_kb / naive_kb:.2f}", "aim: <= 0.17")
    with opened(browser, pages["ours"], cdn) as page:
        told_switches(page)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seen", action="store_true", help="only what is seen of the page")
    seen = parser.parse_args().seen
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = built(Path(folder))
        naive = None if seen else rival(Path(folder))
        browser = playwright.chromium.launch(**chromium())
        if naive:
            told_race(browser, naive, pages)
        for name, said, aim in WEIGHED:
            line(f"geo-ent page of {said}, gzipped", f"{gzipped_kb(pages[name]):.0f} kB", aim)
        told_seen(browser, pages["whole"])
        browser.close()


if __name__ == "__main__":
    main()
