"""Fetch Leaflet into vendor/, ready to be inlined: `python tools/vendor_leaflet.py`.

Takes the npm package (by `npm pack`), drops the source map's address, and writes the images that
the style sheet and the default marker name as data URIs: a page asks no server for anything.

Leaflet is written twice: whole, for pages that layers are added to in a notebook, and as the part
that our own script uses, a quarter smaller. The part is bundled from Leaflet's modules by esbuild,
whose version is fixed: the same bytes each time. Names that begin with `_` are shortened in it,
but for those that our modules use (`KEPT`); a test sees to it that they use no other.
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
ESBUILD = "0.25.5"
VENDOR = Path(__file__).resolve().parents[1] / "geo_ent" / "maps" / "assets" / "vendor"
MARKER = {"iconUrl": "marker-icon", "iconRetinaUrl": "marker-icon-2x", "shadowUrl": "marker-shadow"}

PART = {
    "control/Control": ("Control", "control"),
    "control/Control.Attribution": ("attribution",),
    "control/Control.Scale": ("scale",),
    "control/Control.Zoom": ("zoom",),
    "core/Browser": ("default as Browser",),
    "geo/LatLng": ("toLatLng as latLng",),
    "geo/LatLngBounds": ("toLatLngBounds as latLngBounds",),
    "layer/FeatureGroup": ("featureGroup",),
    "layer/Layer": ("Layer",),
    "layer/LayerGroup": ("layerGroup",),
    "layer/Tooltip": ("tooltip",),
    "layer/tile/TileLayer": ("tileLayer",),
    "layer/vector/Circle": ("circle",),
    "layer/vector/CircleMarker": ("circleMarker",),
    "layer/vector/Polygon": ("polygon",),
    "layer/vector/Polyline": ("polyline",),
    "layer/vector/Renderer.getRenderer": (),
    "layer/vector/SVG": ("svg",),
    "map/Map": ("Map", "createMap as map"),
    "map/handler/Map.BoxZoom": ("BoxZoom",),
    "map/handler/Map.DoubleClickZoom": ("DoubleClickZoom",),
    "map/handler/Map.Drag": ("Drag",),
    "map/handler/Map.Keyboard": ("Keyboard",),
    "map/handler/Map.ScrollWheelZoom": ("ScrollWheelZoom",),
    "map/handler/Map.TouchZoom": ("TouchZoom",),
}
"""Modules of Leaflet that the page needs -> what it takes from them."""

WHOLE = {"dom/DomEvent": "DomEvent", "dom/DomUtil": "DomUtil"}
"""Modules that the page takes as they are."""

CONTROLS = ("attribution", "scale", "zoom")
WITHOUT = {
    "layer/vector/Canvas": "export const Canvas = null; export const canvas = () => null;",
    "layer/vector/SVG.VML": "export const vmlCreate = null; export const vmlMixin = {};",
}
"""Modules that others name and the page has no use for -> what stands in their place."""

KEPT = ("_map", "_path", "_animatingZoom")
"""Names of Leaflet's own that our modules use."""

UNUSED_STYLE = re.compile(
    r"popup|control-layers|marker|shadow|div-icon|vml|oldie|image-layer|default-icon|flag|retina"
    r"|crosshair|safari"
)


def fetched(folder: Path) -> Path:
    """Get and unpack the package, after checking that it is the one we know."""
    subprocess.run(
        ["npm", "pack", f"leaflet@{VERSION}", "--silent"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = folder / f"leaflet-{VERSION}.tgz"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != SHA256:
        msg = f"{archive.name}: sha256 {digest}, expected {SHA256}"
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


def entry() -> str:
    """Write the module that gathers the part of Leaflet."""
    lines = []
    for module, taken in PART.items():
        lines.append(f'import {{ {", ".join(taken)} }} from "./{module}.js";')
    for module, name in WHOLE.items():
        lines.append(f'import * as {name} from "./{module}.js";')
    names = [name.split()[-1] for taken in PART.values() for name in taken] + list(WHOLE.values())
    names_kept = ", ".join(sorted(set(names) - set(CONTROLS)))
    lines.append(f"Object.assign(control, {{ {', '.join(CONTROLS)} }});")
    lines.append(f'window.L = {{ version: "{VERSION}", {names_kept} }};')
    return "\n".join(lines) + "\n"


def part(package: Path) -> str:
    """Bundle the part of Leaflet that the page uses."""
    sources = package / "src"
    for module, text in WITHOUT.items():
        (sources / f"{module}.js").write_text(text, encoding="utf-8")
    (sources / "part.js").write_text(entry(), encoding="utf-8")
    exported = re.compile(r"^export (?:function|const|var) (_\w+)", re.MULTILINE)
    texts = [path.read_text(encoding="utf-8") for path in sorted(sources.rglob("*.js"))]
    apart = sorted({*KEPT, *(name for text in texts for name in exported.findall(text))})
    reserved = "|".join([*(f"{name}$" for name in apart), "_leaflet_"])
    bundle = ["--bundle", "--minify", "--format=iife", "--target=es2020", "--log-level=error"]
    private = ["--mangle-props=^_", f"--reserve-props=^({reserved})"]
    bundled = subprocess.run(
        ["npx", "--yes", f"esbuild@{ESBUILD}", "part.js", *bundle, *private],
        cwd=sources,
        check=True,
        capture_output=True,
        text=True,
    )
    return bundled.stdout


def part_style(css: str) -> str:
    """Keep the rules of what the page shows, without comments and blanks."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    bare = re.sub(r"\s+", " ", bare)
    return re.sub(r" ?([^{}]+?) ?\{ ?([^{}]*?) ?\}", _rule, bare).strip() + "\n"


def _rule(found: re.Match[str]) -> str:
    """Keep of a rule the selectors that the page has."""
    selectors = [name.strip() for name in found[1].split(",")]
    kept = ", ".join(name for name in selectors if not UNUSED_STYLE.search(name))
    return f"{kept} {{ {found[2]} }}\n" if kept else ""


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
            "leaflet-part.js": part(package),
            "leaflet-part.css": part_style(style(package / "dist")),
            "leaflet-icons.js": icons(package / "dist"),
            "LICENSE-leaflet": (package / "LICENSE").read_text(encoding="utf-8"),
            "VERSION-leaflet": f"{VERSION}\n",
        }
    for name, text in texts.items():
        (VENDOR / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
