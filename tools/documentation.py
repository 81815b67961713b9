"""Make the documentation site: `python tools/documentation.py [--url ADDRESS]` (make docs).

In `build/docs`: `pages` is what the site is made of, `site` the site, which opens from there and
from any folder of a web server. The build stops at a warning, at a link that leads to nothing, at
a heading that isn't there, and at a page that would load something from another host.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from docsite.links import broken
from docsite.maps import make_maps
from docsite.markdown import with_french_spaces
from docsite.notebook_runs import Ran, run
from docsite.notebooks import FOLDER, all_maps, notebooks
from docsite.pages import ROOT, place, site_pages, sources
from docsite.reference import reference
from docsite.theme import english_pages, finish, is_english

BUILD = ROOT / "build" / "docs"
MAPS = "cartes"


def make(url: str) -> list[str]:
    """Make the site, and say what is wrong with it."""
    shutil.rmtree(BUILD, ignore_errors=True)
    config = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    nav = tomllib.loads(config)["project"]["nav"]
    paths = notebooks(ROOT)
    ran = run(paths)
    write_pages(BUILD / "pages", english_pages(nav), ran)
    if url:
        config = config.replace("[project]\n", f'[project]\nsite_url = "{url}"\n', 1)
    (BUILD / "zensical.toml").write_text(config, encoding="utf-8")
    generated = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=BUILD,
        env={"PATH": "", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if generated.returncode:
        # It colours what it says even where nobody sees colours.
        return [re.sub(r"\x1b\[[\d;]*m", "", generated.stdout + generated.stderr)]
    finish(BUILD / "site", nav)
    make_maps(BUILD / "site" / MAPS)
    for name, page in all_maps(paths, ran).items():
        write(BUILD / "site" / MAPS / FOLDER / name, page)
    return broken(BUILD / "site", MAPS)


def write_pages(folder: Path, english: Collection[str], ran: Mapping[str, Ran]) -> None:
    """Write what the site is made of: the pages, the pictures, the reference, the notebooks."""
    pages = site_pages(ran=ran)
    pages["reference.md"] = reference()
    for name, text in pages.items():
        french = text if is_english(name, english) else with_french_spaces(text)
        write(folder / name, french)
    for source in sources():
        if not source.endswith((".md", ".ipynb")):
            path = folder / place(source)
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / source, path)
    for path in notebooks(ROOT):  # beside its page, for who wants to run it
        shutil.copyfile(path, folder / FOLDER / path.name)


def write(path: Path, text: str) -> None:
    """Write a page, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--url", default="", help="where the site will be, if it is known")
    faults = make(parser.parse_args().url)
    print(*(faults or [f"{BUILD / 'site' / 'index.html'}"]), sep="\n")
    sys.exit(bool(faults))
