"""Workbooks as builds make them, opened in LibreOffice once for all the tests."""

from dataclasses import dataclass
from pathlib import Path

import office
import pytest
from commands import run_here

ROOT = Path(__file__).parents[2]
LOOKED_AT = ROOT / "maps" / "office"
"""Where the pictures are put, for whoever wants to look at them; out of git."""


def pytest_collection_modifyitems(items):
    """Everything here is left out, but by `make office`."""
    for item in items:
        if "tests/office/" in str(item.path):
            item.add_marker(pytest.mark.office)


@dataclass(frozen=True)
class Opened:
    """A workbook of ours, and what LibreOffice makes of it.

    Attributes
    ----------
    path, saved
        As we write it, and as LibreOffice writes it again.
    pages, pictures
        As it prints.
    lang
        Of the workbook, and of who opens it.
    """

    path: Path
    saved: Path
    pages: list
    pictures: list
    lang: str


def _demo(folder):
    """Build a demo of simulated schools."""
    assert run_here("demo", "cantal", "--out", folder).returncode == 0


def _english(folder):
    """Build the same in English."""
    assert run_here("demo", "cantal", "--lang", "en", "--out", folder).returncode == 0


def _real(folder):
    """Build the real case, where its files are at hand."""
    shared = ROOT.parent / "shared" / "data"
    if not shared.exists():
        pytest.skip(f"real input not at hand: {shared}")
    given = {
        "--schools": "annuaire-035-2023-06.csv", "--register": "registre-ent-035-simule.xlsx",
        "--density": "grille-densite-7-niveaux-2024.xlsx", "--frr": "frr-2025-07.csv",
        "--pupils": "effectifs-ecoles-035-2019-2022.csv", "--ips": "ips-ecoles-2021-2022.csv",
        "--college-sectors": "carte-scolaire-colleges-035-2023.csv",
    }  # fmt: skip
    files = [part for option, name in given.items() for part in (option, shared / name)]
    said = run_here("build", "--departement", "35", "--date", "2023-06-30", "--out", folder, *files)
    assert said.returncode == 0, said.stderr


MAKERS = {"real": (_real, "fr"), "demo": (_demo, "fr"), "english": (_english, "en")}


@pytest.fixture(scope="session", params=MAKERS)
def opened(request, tmp_path_factory):
    """The real case, a demo, and the demo in English, each in its language's LibreOffice."""
    assert not office.missing()
    folder = tmp_path_factory.mktemp("office")
    make, lang = MAKERS[request.param]
    make(folder / "map")
    path, locale = folder / "map" / "coverage.xlsx", {"fr": "fr-FR", "en": "en-GB"}[lang]
    paper = office.printed(path, folder, locale=locale)
    pictures = office.pictures(paper, LOOKED_AT / request.param)
    return Opened(path, office.saved_again(path, folder), office.pages(paper), pictures, lang)
