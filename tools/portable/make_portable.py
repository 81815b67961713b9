"""Make the portable folder and its zip: `python tools/portable/make_portable.py`.

Run it in an environment that has geo-ent as people install it, and PyInstaller: `make portable`
sets one up. Sizes are printed; a zip over the bound, a link or a library of nobody's is refused.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
import zipfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from third_party import third_party

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "portable"
MEGABYTE = 1_000_000
LARGEST_ZIP = 220 * MEGABYTE
LONGEST_PATH = 150
"""Characters within the folder: Windows' own archive tool stops at 260 with the folder's place."""

WINDOWS = sys.platform == "win32"
BEGAN = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: no clock."""


def main() -> None:
    """Freeze, add what people read, check, measure, zip."""
    folder = freeze()
    add_papers(folder)
    check(folder)
    archive = zipped(folder)
    report(folder, archive)


def freeze() -> Path:
    """Run PyInstaller; give the folder that it made."""
    BUILD.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(BUILD), "--workpath", str(BUILD / "work")]
    # Sets are written in the same order, and the program bears no clock.
    env = os.environ | {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "315532800"}
    # Elsewhere than in the checkout: what is frozen is what was installed, with its data inside.
    env.pop("PYTHONPATH", None)
    subprocess.run([*command, str(HERE / "geo-ent.spec")], check=True, env=env, cwd=BUILD)
    return BUILD / f"geo-ent-{version('geo-ent')}"


def add_papers(folder: Path) -> None:
    """Put the double-click start, LISEZMOI and the licences beside the program."""
    start = "Ouvrir geo-ent.cmd" if WINDOWS else "Ouvrir geo-ent"
    source = HERE / ("start.cmd" if WINDOWS else "start.sh")
    _write(folder / start, source.read_text(encoding="utf-8"))
    (folder / start).chmod(0o755)
    readme = HERE / ("LISEZMOI-windows.txt" if WINDOWS else "LISEZMOI-linux.txt")
    text = readme.read_text(encoding="utf-8").replace("{version}", version("geo-ent"))
    _write(folder / "LISEZMOI.txt", text)
    papers = folder / "licences"
    papers.mkdir()
    _write(papers / "LICENSE", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    sources = json.loads((BUILD / "libraries.json").read_text(encoding="utf-8"))
    _write(papers / "THIRD-PARTY.txt", third_party(sources))


def _write(path: Path, text: str) -> None:
    """Write a text as the system's simplest editor shows it well."""
    path.write_text(text, encoding="utf-8", newline="\r\n" if WINDOWS else "\n")


def check(folder: Path) -> None:
    """Stop at what wouldn't survive an archive tool, or a long path of Windows."""
    paths = sorted(folder.rglob("*"))
    links = [path for path in paths if path.is_symlink()]
    longest = max((path.relative_to(folder.parent).as_posix() for path in paths), key=len)
    print(f"longest path: {len(longest)} characters, {longest}")
    if links or len(longest) > LONGEST_PATH:
        sys.exit(f"links: {links}; longest path {len(longest)}, at most {LONGEST_PATH}")


def zipped(folder: Path) -> Path:
    """Zip the folder, sorted and without a clock; the bit that lets a program run is kept."""
    system = f"{platform.system()}-{platform.machine()}".lower()
    target = ROOT / "dist" / f"{folder.name}-{system}.zip"
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), BEGAN)
            entry.create_system = 3  # the modes below are read on Unix, and ignored on Windows
            runs = os.access(path, os.X_OK) and not WINDOWS
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_suffix(".zip.sha256").write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    return target


def report(folder: Path, archive: Path) -> None:
    """Print what everything weighs; stop if the zip is over its bound."""
    weights: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            parts = path.relative_to(folder).parts
            weights["/".join(parts[:2])] += path.stat().st_size
    for name, weight in weights.most_common(12):
        print(f"{weight / MEGABYTE:8.1f} MB  {name}")
    print(f"{sum(weights.values()) / MEGABYTE:8.1f} MB  {folder.relative_to(ROOT)}")
    size = archive.stat().st_size
    print(
        f"{size / MEGABYTE:8.1f} MB  {archive.relative_to(ROOT)}, at most {LARGEST_ZIP // MEGABYTE}"
    )
    if size > LARGEST_ZIP:
        sys.exit(f"the zip is over its bound by {(size - LARGEST_ZIP) / MEGABYTE:.1f} MB")


if __name__ == "__main__":
    main()
