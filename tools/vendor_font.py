"""Fetch Public Sans into vendor/, for pictures: `python tools/vendor_font.py`.

Needs npm, and `pip install fonttools`. Takes the npm package of the font (by `npm pack`), keeps
the letters of French and its neighbours in two weights, and writes how wide each letter is, so
that text can be placed without opening the font.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

PACKAGE, VERSION = "@fontsource/public-sans", "5.3.0"
SHA256 = "006a55fc01a1f03fd56ade9d2d0f80f0eef7e20a085cd9c8ba2463a361cbefcb"
VENDOR = Path(__file__).resolve().parents[1] / "geo_ent" / "maps" / "assets" / "vendor"
WEIGHTS = (400, 700)
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’‚“”„•…‹›€†−")]
THIN_SPACES = (0x2009, 0x202F)  # French thousands are parted by one; the font has none
THIN = 0.2  # of an em


def fetched(folder: Path) -> Path:
    """Get and unpack the package, after checking that it is the one we know."""
    subprocess.run(
        ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = next(folder.glob("*.tgz"))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != SHA256:
        msg = f"{archive.name}: sha256 {digest}, expected {SHA256}"
        raise SystemExit(msg)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def plain_font(woff: Path) -> Path:
    """Unpack a web font into a plain one beside it."""
    font = TTFont(woff, recalcTimestamp=False)
    font.flavor = None
    font.save(woff.with_suffix(".ttf"))
    return woff.with_suffix(".ttf")


def merged(files: Path, weight: int) -> TTFont:
    """Join the two alphabets of a weight, and drop what French doesn't write."""
    parts = [files / f"public-sans-{part}-{weight}-normal.woff" for part in ("latin", "latin-ext")]
    head = TTFont(parts[0])["head"]
    font = Merger().merge([str(plain_font(part)) for part in parts])
    font["head"].created, font["head"].modified = head.created, head.modified  # same bytes
    font.recalcTimestamp = False
    options = subset.Options(layout_features=["kern"], hinting=False, drop_tables=["STAT", "gasp"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    return with_thin_space(font)


def with_thin_space(font: TTFont) -> TTFont:
    """Add an empty glyph for the thin spaces."""
    font["glyf"]["thinspace"] = Glyph()
    font["hmtx"]["thinspace"] = (round(font["head"].unitsPerEm * THIN), 0)
    for table in font["cmap"].tables:
        table.cmap |= dict.fromkeys(THIN_SPACES, "thinspace")
        table.cmap[0x2011] = table.cmap[ord("-")]
    return font


def widths(font: TTFont) -> dict[str, int]:
    """Give each letter's width in thousandths of an em."""
    scale = 1000 / font["head"].unitsPerEm
    return {
        chr(code): round(font["hmtx"][glyph][0] * scale)
        for code, glyph in sorted(font.getBestCmap().items())
    }


def main() -> None:
    """Fill vendor/."""
    VENDOR.mkdir(exist_ok=True)
    table = {}
    with tempfile.TemporaryDirectory() as folder:
        package = fetched(Path(folder))
        for weight in WEIGHTS:
            font = merged(package / "files", weight)
            font.save(VENDOR / f"public-sans-{weight}.ttf")
            table[str(weight)] = widths(font)
        licence = (package / "LICENSE").read_text(encoding="utf-8")
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (VENDOR / "public-sans-widths.json").write_text(text + "\n", encoding="utf-8")
    (VENDOR / "LICENSE-public-sans").write_text(licence, encoding="utf-8")
    (VENDOR / "VERSION-public-sans").write_text(f"{VERSION}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
