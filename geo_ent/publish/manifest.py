"""The manifest: what a folder was made from, so that it can be made again."""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from geo_ent.publish.folder import MANIFEST

# Those whose version may change the bytes of an output.
_LIBRARIES = ("folium", "geopandas", "pandas", "pyogrio", "resvg_py", "shapely", "xlsxwriter")


def file_facts(path: Path) -> dict[str, object]:
    """Give a file's name, size and sha256."""
    content = path.read_bytes()
    return {
        "name": path.name,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def versions() -> dict[str, str]:
    """Give the version of geo-ent, and of each library that may change the bytes of an output."""
    return {name: version(name) for name in ("geo-ent", *_LIBRARIES)}


def write_manifest(folder: Path, facts: Mapping[str, object]) -> None:
    """Write `manifest.json` for all the files of a folder; no clock, so that bytes repeat."""
    _write(folder, {"generator": "geo-ent", **facts, "outputs": {}, "versions": versions()})


def list_again(folder: Path) -> None:
    """List again, in the manifest of a folder, the files that are there now."""
    _write(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def _write(folder: Path, content: dict[str, object]) -> None:
    # Sorted, and with "/" on every system: the same folder gives the same manifest.
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content["outputs"] = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path != folder / MANIFEST
    }
    # default=str: dates and paths among the facts are written as texts.
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
