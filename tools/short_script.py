"""Shorten the page's script into `assets/short/`: `python tools/short_script.py [--check]`.

esbuild, whose version is fixed, gives short names to what the modules name: the same bytes each
time. To be run after a change of a module of `geo_ent/maps/assets`; `--check` says whether it is.
"""

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

from geo_ent.maps.page.page_script import PARTS, joined_script, short_name, sources_line

sys.path.insert(0, str(Path(__file__).resolve().parent))
from vendor_leaflet import ESBUILD

ASSETS = Path(__file__).resolve().parents[1] / "geo_ent" / "maps" / "assets"
HOLDER = "window.script="  # a function that nobody takes would be left out


def choices() -> list[tuple[str, ...]]:
    """List the parts that pages may have."""
    return [some for count in range(len(PARTS) + 1) for some in combinations(PARTS, count)]


def short(parts: tuple[str, ...]) -> str:
    """Shorten the script of a page with these parts."""
    command = ["npx", "--yes", f"esbuild@{ESBUILD}", "--minify", "--target=es2022"]
    shortened = subprocess.run(
        [*command, "--log-level=error"],
        input=f"{HOLDER}{joined_script(parts)};",
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    bare = shortened.strip().removeprefix(HOLDER).removesuffix(";")
    # Signs that HTML has no place for, which stand in texts only: they are written as escapes.
    return (
        "(" + re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda sign: f"\\x{ord(sign[0]):02x}", bare) + ")"
    )


def is_fresh(parts: tuple[str, ...]) -> bool:
    """Say whether a short script is of the modules as they are."""
    path = ASSETS / short_name(parts)
    return path.exists() and path.read_text("utf-8").partition("\n")[0] == sources_line(parts)


def main() -> None:
    """Write the short scripts that aren't fresh, or say which aren't."""
    stale = [parts for parts in choices() if not is_fresh(parts)]
    if "--check" in sys.argv:
        names = ", ".join(short_name(parts) for parts in stale)
        sys.exit(f"not of the modules as they are: {names}" if stale else 0)
    for parts in stale:
        path = ASSETS / short_name(parts)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{sources_line(parts)}\n{short(parts)}\n", "utf-8")
        print(path.relative_to(ASSETS), path.stat().st_size)


if __name__ == "__main__":
    main()
