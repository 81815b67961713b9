"""The maps that the site shows: the five cases and the national one, as the commands make them."""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from geo_ent.pipeline.build import build
from geo_ent.project.bundled_demos import demo_names, demo_project


def make_maps(folder: Path) -> None:
    """Build each case's page, `<case>/index.html`, two at a time."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        for made in [pool.submit(_make, name, folder / name) for name in demo_names()]:
            made.result()


def _make(name: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "map")
        project = demo_project(name, Path(place, "inputs"), out)
        build(replace(project, quick=True))
        folder.mkdir(parents=True, exist_ok=True)
        copyfile(out / "index.html", folder / "index.html")
