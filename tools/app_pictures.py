"""Take the guide's pictures of the application: its four steps, on simulated schools.

python tools/app_pictures.py [FOLDER]    (make app-pictures; docs/images without a folder)

The server is the real one, and so is the way through it: a register is dropped, read, its map is
made. The schools are those of the demo in the Vosges; each is called « simulée », and the map says
so too, since the project that is dropped beside the register does. Fields of dates are in French
where the browser has its French (Debian: chromium-l10n; `GEO_ENT_CHROMIUM` names another browser).
"""

import contextlib
import csv
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import xlsxwriter
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from readme_picture import NAMES, QUIET

from geo_ent.project.bundled_demos import DEFAULT, demo_project

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT = 1200, 900
MOST_BYTES = 150_000
_COLOURS = (192, 128, 96, 64)  # as many as fit in the bytes
_PATIENCE_MS = 120_000
_DEPARTEMENT = "88"
_SIMULATED = "Les écoles, l’annuaire et le registre sont simulés, pour montrer l’application."
_TITLES = ("UAI", "École", "Commune", "ENT ?", "Solution", "Mise en service", "Remarques")
STEPS = {"app-registre": HEIGHT, "app-lecture": HEIGHT, "app-doutes": HEIGHT,
         "app-carte": 1180, "app-emporter": HEIGHT}  # fmt: skip
"""The pictures, in the order of the way, and how high each is: the map's shows the map itself."""

_OPENINGS = ("04/09/2017", "03/09/2018", "02/09/2019", "06/01/2020")

Row = tuple[str, ...]
School = Mapping[str, str]


def main(folder: Path) -> None:
    """Make the inputs, go through the application, write the pictures."""
    with tempfile.TemporaryDirectory() as place:
        inputs = made_inputs(Path(place))
        with served(Path(place)) as address, browsed() as page:
            for name in walk(page, address, inputs):
                picture = folder / f"{name}.png"
                picture.write_bytes(small(page.screenshot()))
                print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


def made_inputs(place: Path) -> Mapping[str, Path]:
    """Write the three files that are dropped: the register, its project, the annuaire."""
    demo = demo_project(DEFAULT, place / "demo", place / "out")
    with demo.schools.open(encoding="utf-8-sig", newline="") as file:
        ours = [row for row in csv.DictReader(file, delimiter=";")
                if row["Code_departement"] == f"0{_DEPARTEMENT}"]  # fmt: skip
    annuaire = place / "annuaire.csv"
    with annuaire.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(ours[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(ours)
    project = place / "geo-ent.toml"
    project.write_text(f'simulated = "{_SIMULATED}"\n', encoding="utf-8")
    public = [row for row in ours if row["Statut_public_prive"] == "Public"
              and row["Type_etablissement"] == "Ecole"]  # fmt: skip
    return {
        "register": _workbook(place / "registre-ent-vosges.xlsx", _told(public)),
        "project": project,
        "schools": annuaire,
    }


def _told(schools: list[School]) -> Iterator[Row]:
    """Write the schools as an officer keeps them; here and there as they shouldn't."""
    circonscriptions = sorted({school["code_circonscription"] for school in schools})
    for number, school in enumerate(schools):
        rank = circonscriptions.index(school["code_circonscription"])
        # From few to most, so that the map has every colour; which schools, no matter.
        equipped = 10 + 80 * rank // (len(circonscriptions) - 1)
        row = [school["Identifiant_de_l_etablissement"], school["Nom_etablissement"],
               school["Nom_commune"], *_situation(number, equipped), ""]  # fmt: skip
        yield tuple(_SLIPS.get(number, list)(row))
    yield "", "École primaire simulée", "Épinal", "oui", "ONE", "06/01/2020", "laquelle ?"
    yield "0881234Z", "École simulée des Hautes Vosges", "Xonrupt", "oui", "ONE", "", ""


def _situation(number: int, equipped: int) -> tuple[str, str, str]:
    """Tell whether a school has an ENT, which and since when: so many of a hundred have."""
    place = number * 37 % 100
    if place < equipped:
        return "oui", "Beneylu School" if number % 5 == 0 else "ONE", _OPENINGS[number % 4]
    if place < equipped + 5:
        return "1 classe", "Beneylu School", ""
    return ("en projet", "ONE", "") if place < equipped + 12 else ("non", "", "")


def _wrong_letter(row: list[str]) -> list[str]:
    return [row[0][:-1] + ("A" if row[0][-1] != "A" else "B"), *row[1:]]


def _doubted(row: list[str]) -> list[str]:
    return [*row[:3], "oui ?", *row[4:6], "à confirmer avec la mairie"]


_SLIPS: Mapping[int, Callable[[list[str]], list[str]]] = {
    12: _wrong_letter,
    40: _doubted,
    97: _doubted,
    160: _wrong_letter,
}
"""What is wrong with a few rows, by their number."""


def _workbook(path: Path, rows: Iterator[Row]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Suivi ENT")
        sheet.write(0, 0, "Suivi des ENT, écoles publiques des Vosges (simulé)")
        for number, row in enumerate([_TITLES, *rows], 2):
            sheet.write_row(number, 0, row)
    return path


@contextlib.contextmanager
def served(place: Path) -> Iterator[str]:
    """Run the application, without a network, in a home of nobody's; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"HOME": "/home/dane", "XDG_DATA_HOME": str(place), "GEO_ENT_CACHE": str(place / "cache"),
           "PYTHONUNBUFFERED": "1"}  # fmt: skip
    command = [sys.executable, "-m", "geo_ent", "app", "--no-browser", "--offline"]
    server = subprocess.Popen(
        [*command, "--port", str(port)], env=os.environ | own, stdout=subprocess.PIPE, text=True
    )
    try:
        found = re.search(r"http://\S+", server.stdout.readline() if server.stdout else "")
        if found is None:
            msg = "geo-ent app printed no address"
            raise RuntimeError(msg)
        yield found[0].rstrip(",")
    finally:
        server.terminate()
        server.communicate()


@contextlib.contextmanager
def browsed() -> Iterator[Page]:
    """Open a browser of the pictures' size, in French."""
    chromium = os.environ.get("GEO_ENT_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[*QUIET, "--lang=fr-FR"],
            env={**os.environ, "LANGUAGE": "fr"},
        )
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR", reduced_motion="reduce"
        )
        page.set_default_timeout(_PATIENCE_MS)
        yield page
        browser.close()


def walk(page: Page, address: str, inputs: Mapping[str, Path]) -> Iterator[str]:
    """Go through the four steps; name each picture when the page is ready for it."""
    page.goto(address)
    page.fill("[name=territory]", "Vosges")
    page.set_input_files("[name=register]", list(inputs.values()))  # each is known by its titles
    yield _ready(page, "app-registre")
    page.get_by_role("button", name="Lire le registre").click()
    page.wait_for_selector("#doutes")
    yield _ready(page, "app-lecture")
    yield _ready(page, "app-doutes", "#doutes")
    page.get_by_role("link", name="Voir la carte").last.click()
    frame = page.frame_locator("#frames iframe:not(.coming)")
    frame.locator(".leaflet-container svg").first.wait_for()
    yield _ready(page, "app-carte")
    page.get_by_role("link", name="Emporter la carte").last.click()
    page.wait_for_selector("a[href$='carte.zip']")
    yield _ready(page, "app-emporter")


def _ready(page: Page, name: str, part: str = "") -> str:
    """Bring a part of the page to the top, without one the first screen, and let it settle."""
    page.set_viewport_size({"width": WIDTH, "height": STEPS[name]})
    if part:
        page.locator(part).evaluate("part => part.scrollIntoView()")
    else:
        page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(1500)
    return name


def small(png: bytes) -> bytes:
    """Write a picture with as many colours as its bytes allow.

    Raises
    ------
    ValueError
        If it is too big with the fewest.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in _COLOURS:
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    msg = f"{out.tell()} bytes with {_COLOURS[-1]} colours, at most {MOST_BYTES} are wanted"
    raise ValueError(msg)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "images")
