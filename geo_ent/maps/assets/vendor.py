# ruff: noqa: INP001 (a script beside what it makes, not part of the package)
"""Fetch Leaflet into vendor/, ready to be inlined: `python geo_ent/maps/assets/vendor.py`.

Takes the npm package (by `npm pack`), drops the source map's address, and writes the images that
the style sheet and the default marker name as data URIs: a page asks no server for anything.
"""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

VERSION = "1.9.4"
SHA256 = "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77"
VENDOR = Path(__file__).resolve().parent / "vendor"
MARKER = {"iconUrl": "marker-icon", "iconRetinaUrl": "marker-icon-2x", "shadowUrl": "marker-shadow"}


def fetched(folder: Path) -> Path:
    """Get and unpack the package, after checking that it is the one we know."""
    subprocess.run(  # noqa: S603
        ["npm", "pack", f"leaflet@{VERSION}", "--silent"],  # noqa: S607
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = folder / f"leaflet-{VERSION}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        msg = f"{archive.name}: sha256 {found}, expected {SHA256}"
        raise SystemExit(msg)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def data_uri(image: Path) -> str:
    """Write a PNG as a data URI."""
    return "data:image/png;base64," + base64.b64encode(image.read_bytes()).decode()


def style(dist: Path) -> str:
    """Give the style sheet with its images inside."""
    css = (dist / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(
        r"url\(images/([\w-]+\.png)\)",
        lambda found: f'url("{data_uri(dist / "images" / found[1])}")',
        css,
    )


def icons(dist: Path) -> str:
    """Give the script that tells Leaflet its default marker without looking for files."""
    options = {key: data_uri(dist / "images" / f"{name}.png") for key, name in MARKER.items()}
    return (
        "delete L.Icon.Default.prototype._getIconUrl;\n"
        f"L.Icon.Default.mergeOptions({json.dumps(options)});\n"
    )


def main() -> None:
    """Fill vendor/."""
    VENDOR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = fetched(Path(folder))
        script = (package / "dist" / "leaflet.js").read_text(encoding="utf-8")
        script = re.sub(r"//# sourceMappingURL=\S*\s*", "", script)
        texts = {
            "leaflet.js": script.strip() + "\n",
            "leaflet.css": style(package / "dist"),
            "leaflet-icons.js": icons(package / "dist"),
            "LICENSE-leaflet": (package / "LICENSE").read_text(encoding="utf-8"),
            "VERSION-leaflet": f"{VERSION}\n",
        }
    for name, text in texts.items():
        (VENDOR / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
